"""A newcomer follows docs/add-an-article.md to the letter: files as printed, commands as printed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dataset.project import Project

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "docs/add-an-article.md").read_text(encoding="utf-8")
FILE = re.compile(
    # the last file that the paragraph above a block names
    r"`(dataset/[\w./-]+)`(?:(?!\n\n|`dataset/).)*\n\n```(?:text|yaml)\n(.*?)```",
    re.DOTALL,
)
FILES = FILE.findall(TEXT)
COMMANDS = [
    line
    for block in re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL)
    for line in block.replace("\\\n", "").splitlines()
]
FINDING = re.compile(r"```text\n(dataset/records/articles/\S+?:\d+:\d+ .*?)```", re.DOTALL)


def put(project: Project, name: str, text: str) -> None:
    """Do what the page says: a registry gets an entry more, anything else is a new file."""
    path = project.root / name
    if path.exists():
        text = f"{path.read_text(encoding='utf-8')}\n{text}"
    path.write_text(text, encoding="utf-8", newline="")


def run(project: Project, line: str) -> subprocess.CompletedProcess[str]:
    """Run a line in a shell in the project folder, with `dataset` as the command of this checkout."""
    command = re.sub(r"^dataset ", f"'{sys.executable}' -m dataset ", line)
    return subprocess.run(
        ["bash", "-c", command],
        cwd=project.root,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A copy of the project after steps 1 to 3, and `dataset fmt` where the page asks for it."""
    project = Project(tmp_path_factory.mktemp("newcomer"))
    for name in ("records", "sources"):
        shutil.copytree(ROOT / "dataset" / name, project.root / "dataset" / name)
    shutil.copy(ROOT / "pyproject.toml", project.root)
    for name, text in FILES:
        put(project, name, text)
        if name.endswith(("officials.yaml", "crossing.yaml")):
            done = run(project, "dataset fmt")
            assert done.returncode == 0, done.stderr
    return project


def test_the_page_has_a_source_every_registry_and_an_article() -> None:
    assert [Path(name).name for name, _ in FILES] == [
        "900_example_gazette.txt",
        "collections.yaml",
        "references.yaml",
        "organizations.yaml",
        "officials.yaml",
        "meetings.yaml",
        "example-gazette-second-crossing.yaml",
    ]


def test_every_command_succeeds_as_printed_and_the_article_is_valid(followed: Project) -> None:
    told = {}
    for line in COMMANDS:
        done = run(followed, line)
        assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"
        told[line] = done.stdout

    article = followed.records / "articles" / "example-gazette-second-crossing.yaml"
    written = article.read_text(encoding="utf-8")
    digest, chars = (re.search(rf"{key}: (\w+)", written)[1] for key in ("_sha256", "_chars"))
    assert [out.split()[0] for out in told.values() if out][:2] == [digest, chars]
    assert set(re.findall(r"  - id: (\S+)", written)) == {
        f"example-gazette-second-crossing-{letters}" for letters in ("zqf", "wkm", "djl")
    }
    assert "We will begin to build in spring," in told[next(x for x in COMMANDS if "show" in x)]
    assert (followed.build / "statements.parquet").is_file()


def test_a_mistake_is_told_as_the_page_shows_it(followed: Project) -> None:
    (shown,) = FINDING.findall(TEXT)
    right, wrong = "her country would bear the cost", "the country would bear the cost"
    path = followed.records / "articles" / "example-gazette-second-crossing.yaml"
    correct = path.read_text(encoding="utf-8")
    path.write_text(correct.replace(right, wrong), encoding="utf-8")

    done = run(followed, "dataset validate --records-only")
    path.write_text(correct, encoding="utf-8")

    assert done.returncode == 1
    pattern = ".*".join(re.escape(part) for part in shown.split("…"))
    assert re.search(pattern, done.stdout), done.stdout
