"""A newcomer follows docs/add-an-article.md to the letter, from top to bottom: files and commands as printed."""

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
PAGE = "crossing.html"
ARTICLE = "dataset/records/articles/example-gazette-second-crossing.yaml"
FILE = re.compile(
    # the last file that the paragraph above a block names
    rf"`(dataset/[\w./-]+|{PAGE})`(?:(?!\n\n|`dataset/).)*\n\n```(?:html|yaml)\n(.*?)```",
    re.DOTALL,
)
COMMANDS = re.compile(r"```sh\n(.*?)```", re.DOTALL)
SHOWN = re.compile(r"tells what it found.*?```text\n(.*?)```.*?```yaml\n(.*?)```", re.DOTALL)
FINDING = re.compile(r"```text\n(dataset/records/articles/\S+?:\d+:\d+ .*?)```", re.DOTALL)


def put(project: Project, name: str, text: str) -> None:
    """Do what the page says: a file that is there gets an entry more, anything else is a new file."""
    path = project.root / name
    if path.exists():
        text = f"{path.read_text(encoding='utf-8')}\n{text}"
    path.write_text(text, encoding="utf-8", newline="")


def delete_to_do(project: Project) -> None:
    """Delete the comment that begins with *To do*, as the page says."""
    path = project.root / ARTICLE
    kept, count = re.subn(r"^# To do.*\n", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert count == 1
    path.write_text(kept, encoding="utf-8", newline="")


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


def steps() -> list[tuple[str, str]]:
    """What there is to do, in order: a file with its text, or a command with nothing."""
    found = [(match.start(), match[1], match[2]) for match in FILE.finditer(TEXT)]
    for match in COMMANDS.finditer(TEXT):
        lines = match[1].replace("\\\n", "").splitlines()
        found += [(match.start() + number, line, "") for number, line in enumerate(lines)]
    return [(what, text) for _, what, text in sorted(found)]


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, dict[str, str], str]:
    """A copy of the project after all steps, what each command printed, and the stub as `ingest` wrote it."""
    project = Project(tmp_path_factory.mktemp("newcomer"))
    for name in ("records", "sources"):
        shutil.copytree(ROOT / "dataset" / name, project.root / "dataset" / name)
    shutil.copy(ROOT / "pyproject.toml", project.root)
    told: dict[str, str] = {}
    stub = ""
    for what, text in steps():
        if text:
            put(project, what, text)
            if what == ARTICLE:
                delete_to_do(project)
            continue
        done = run(project, what)
        assert done.returncode == 0, f"{what}\n{done.stdout}\n{done.stderr}"
        told[what] = done.stdout
        if what.startswith("dataset ingest"):
            stub = (project.root / ARTICLE).read_text(encoding="utf-8")
    return project, told, stub


def test_the_page_has_a_saved_page_every_registry_and_an_article() -> None:
    assert [Path(name).name for name, text in steps() if text] == [
        "collections.yaml",
        "organizations.yaml",
        PAGE,
        "references.yaml",
        "organizations.yaml",
        "officials.yaml",
        "meetings.yaml",
        "example-gazette-second-crossing.yaml",
    ]


def test_ingest_prints_and_writes_what_is_shown(
    followed: tuple[Project, dict[str, str], str],
) -> None:
    _, told, stub = followed
    printed, written = SHOWN.findall(TEXT)[0]
    assert told[next(line for line in told if line.startswith("dataset ingest"))] == printed
    first, second, rest = stub.split("\n", 2)
    assert first.startswith("# From a saved page")
    assert second.startswith("# To do")
    assert rest.strip() == written.strip()


def test_every_command_succeeds_as_printed_and_the_article_is_valid(
    followed: tuple[Project, dict[str, str], str],
) -> None:
    project, told, _ = followed
    written = (project.root / ARTICLE).read_text(encoding="utf-8")
    digest, chars = (re.search(rf"{key}: (\w+)", written)[1] for key in ("_sha256", "_chars"))
    by_hand = [told[line].split()[0] for line in told if line.startswith(("sha256sum", "python3"))]
    assert by_hand == [digest, chars]
    assert set(re.findall(r"  - id: (\S+)", written)) == {
        f"example-gazette-second-crossing-{letters}" for letters in ("zqf", "wkm", "djl")
    }
    assert "no findings" in told["dataset validate"]
    shown = next(out for line, out in told.items() if line.startswith("dataset show"))
    assert "We will begin to build in spring," in shown
    assert (project.build / "statements.parquet").is_file()


def test_a_mistake_is_told_as_the_page_shows_it(
    followed: tuple[Project, dict[str, str], str],
) -> None:
    project, _, _ = followed
    (shown,) = FINDING.findall(TEXT)
    right, wrong = "her country would bear the cost", "the country would bear the cost"
    path = project.root / ARTICLE
    correct = path.read_text(encoding="utf-8")
    assert correct.count(right) == 1
    path.write_text(correct.replace(right, wrong), encoding="utf-8")

    done = run(project, "dataset validate --records-only")
    path.write_text(correct, encoding="utf-8")

    assert done.returncode == 1
    pattern = ".*".join(re.escape(part) for part in shown.split("…"))
    assert re.search(pattern, done.stdout), done.stdout
