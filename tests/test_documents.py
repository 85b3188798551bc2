"""What the documents promise: commands print what is shown, snippets run, links lead somewhere."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import dataset

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"```(\w*)\n(.*?)```", re.DOTALL)


def blocks(language: str) -> list[str]:
    """Code blocks of the README in one language."""
    return [text for found, text in BLOCK.findall(README) if found == language]


@pytest.mark.parametrize("block", blocks("console"), ids=lambda text: text[:60])
def test_a_command_prints_what_the_readme_shows(block: str, built: Path) -> None:
    command, expected = block.removeprefix("$ ").split("\n", 1)
    program, *arguments = shlex.split(command)
    done = subprocess.run(
        [sys.executable, "-m", program, *arguments, "--data", str(built)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )

    assert done.stdout == expected


@pytest.mark.parametrize("block", blocks("python"), ids=["first", "load it"])
def test_a_snippet_runs(block: str, built: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    monkeypatch.setattr("dataset.loader.folder", lambda _=None: built)

    exec(compile(block, "README.md", "exec"), {})  # noqa: S102  # our own document

    out = capsys.readouterr().out
    assert "speakers" in out or "Ali Shamkhani" in out


@pytest.mark.parametrize("line", [line for text in blocks("sh") for line in text.splitlines()])
def test_every_command_named_exists(line: str) -> None:
    program, name, *_ = shlex.split(line, comments=True)
    if program == "make":
        assert f"\n{name}:" in (ROOT / "Makefile").read_text(encoding="utf-8")
    else:
        done = subprocess.run(
            [sys.executable, "-m", program, name, "--help"],
            cwd=ROOT,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    text = BLOCK.sub("", path.read_text(encoding="utf-8"))

    for target in re.findall(r"\]\(([^)#\s]+)", text):
        if not target.startswith("http"):
            assert (path.parent / target).exists(), target


def test_every_statement_that_a_document_names_exists(built: Path) -> None:
    known = set(dataset.load("statements", built)["statement_id"].to_pylist())
    articles = set(dataset.load("articles", built)["article_id"].to_pylist())
    pattern = re.compile(rf"`((?:{'|'.join(sorted(articles))})-[a-z]{{3}})`")

    named = {
        found for path in DOCUMENTS for found in pattern.findall(path.read_text(encoding="utf-8"))
    }

    assert named <= known
