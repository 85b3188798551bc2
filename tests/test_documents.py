"""What the documents promise: commands print what is shown, snippets run, links lead somewhere."""

from __future__ import annotations

import os
import re
import shlex
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

import dataset
from dataset.cli import app

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
    *sorted((ROOT / "docs").glob("*.md")),
]
BLOCK = re.compile(r"```(\w*)\n(.*?)```", re.DOTALL)
TEXTS = {path.name: path.read_text(encoding="utf-8") for path in DOCUMENTS}
FOR_COMMANDS = ("README.md", "CONTRIBUTING.md")
"""Where people look up commands. The other pages with commands have tests of their own."""


def blocks(language: str, *names: str) -> list[str]:
    """Code blocks in one language of the documents named, or of all."""
    texts = [TEXTS[name] for name in names or TEXTS]
    return [block for text in texts for found, block in BLOCK.findall(text) if found == language]


def run(line: str, *more: str) -> str:
    """Run a line that begins with `dataset` and return what it prints."""
    _, *arguments = shlex.split(line)
    done = CliRunner().invoke(app, [*arguments, *more])
    assert done.exit_code == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("block", blocks("console"), ids=lambda text: text[:60])
def test_a_command_prints_what_the_document_shows(block: str, built: Path) -> None:
    command, expected = block.removeprefix("$ ").split("\n", 1)

    assert run(command, "--data", str(built)) == expected


@pytest.mark.parametrize("block", blocks("sql"), ids=lambda text: text[:60])
def test_a_query_finds_something(block: str, built: Path) -> None:
    with dataset.connect(built) as connection:
        for statement in connection.extract_statements(block):
            assert connection.execute(statement).fetchall(), statement.query


COMMANDS = sorted(
    {
        tuple(shlex.split(line, comments=True)[:2])
        for text in blocks("sh", *FOR_COMMANDS)
        for line in text.splitlines()
    }
)


@pytest.mark.parametrize("program, name", [(*words, "")[:2] for words in COMMANDS])
def test_every_command_named_exists(program: str, name: str) -> None:
    if program == "make":
        assert f"\n{name}:" in (ROOT / "Makefile").read_text(encoding="utf-8")
    elif program == "dataset":
        assert "Usage" in run(f"dataset {name} --help")
    elif program.startswith(".venv/bin/"):
        program = program.removeprefix(".venv/bin/")
        assert Path(sys.executable).with_name(program).exists()
    else:
        assert os.access(ROOT / program, os.X_OK), program


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
