"""`dataset ingest` as a curator types it: what it prints where, and with which exit code."""

from __future__ import annotations

import os
import pty
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dataset.cli import completion
from dataset.project import Project

ROOT = Path(__file__).resolve().parents[3]
HERE = ROOT / "tests" / "scripts" / "ingest"
PAGES = HERE / "pages"
ID = "example-gazette-ministers-confer-second-crossing"
TO = ("--collection", "invented-pages")


@pytest.fixture
def made_up(tmp_path: Path) -> Project:
    return Project(Path(shutil.copytree(HERE / "project", tmp_path / "project")))


def dataset(
    project: Project, *arguments: str | Path, given: bytes | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command in the project's folder, with bytes for stdin."""
    done = subprocess.run(
        [sys.executable, "-m", "dataset", *map(str, arguments)],
        cwd=project.root,
        env={**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"},
        input=given or b"",
        capture_output=True,
        check=False,
    )
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
    )


def test_what_was_written_found_and_not_found_is_printed(made_up: Project) -> None:
    done = dataset(made_up, "ingest", PAGES / "crossing.html", *TO)

    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert lines[:3] == [
        f"wrote dataset/sources/{ID}.txt",
        f"wrote dataset/records/articles/{ID}.yaml",
        "changed dataset/records/collections.yaml (n_included)",
    ]
    told = dict(re.findall(r"^  (\w+) +(.*)$", done.stdout, re.MULTILINE))
    assert told["source"].startswith(
        "744 characters, 45 % of it body; regions: 2 headline, 3 credits"
    )
    assert re.fullmatch("[0-9a-f]{64}", told["sha256"])
    assert told["title"] == "Ministers confer on a second crossing (JSON-LD headline)"
    assert told["publisher_id"] == "example-gazette (JSON-LD publisher: The Example Gazette)"
    assert told["published"] == "2024-03-12 (stated; printed: “12 March 2024”)"
    assert told["credits"] == "northland-news-agency (photo), northland-news-agency (contributed)"
    assert (
        "lines amid the article in no region: “Read more”; “Ten lakes worth a visit”" in done.stderr
    )
    assert f"dataset extract {ID}" in done.stderr


def test_what_is_left_to_do_is_told_by_validate(made_up: Project) -> None:
    dataset(made_up, "ingest", PAGES / "crossing.html", *TO)
    done = dataset(made_up, "validate", "--records-only")
    assert done.returncode == 0
    assert re.findall(r"[A-Z]{3}\d{3}", done.stdout)[0] == "REC010"
    assert dataset(made_up, "fmt", "--check").returncode == 0
    assert "Ministers confer" in dataset(made_up, "show", ID).stdout


def test_a_field_left_empty_is_a_finding_that_says_what_to_do(made_up: Project) -> None:
    done = dataset(made_up, "ingest", PAGES / "no-date.html", *TO)
    assert "publisher_id: add the outlet to organizations" in done.stderr
    assert re.search("^  unknown +publisher_id, url, published", done.stdout, re.MULTILINE)
    done = dataset(made_up, "validate", "--records-only")
    assert done.returncode == 1
    assert "REC002 empty field (publisher_id)" in done.stdout


def test_the_same_again_and_other_words(made_up: Project) -> None:
    page = (PAGES / "crossing.html").read_bytes()
    assert dataset(made_up, "ingest", "-", *TO, given=page).returncode == 0
    done = dataset(made_up, "ingest", "-", *TO, given=page)
    assert (done.returncode, done.stdout) == (0, f"ingested before, nothing changed: {ID}\n")
    done = dataset(made_up, "ingest", "-", *TO, given=page.replace(b"spring", b"autumn"))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"dataset: stdin: {ID} is an article over other words, and a source never changes; give another --id, and "
        f"retire the old article if this page replaces it (dataset show {ID})\n"
    )


def test_the_offer_of_a_second_story_can_be_taken_as_printed(made_up: Project) -> None:
    done = dataset(made_up, "ingest", PAGES / "two-stories.html", *TO)
    assert "may head a story of its own; the story before it ends there" in done.stderr
    (line,) = re.findall(r"^  dataset (ingest .*)$", done.stderr, re.MULTILINE)
    done = dataset(made_up, *shlex.split(line))
    assert done.returncode == 0
    assert done.stdout.startswith(
        "wrote dataset/records/articles/example-gazette-northland-calls-vote-misunderstanding.yaml\n"
    )


def test_a_dry_run_prints_the_stub_alone(made_up: Project) -> None:
    done = dataset(made_up, "ingest", PAGES / "crossing.html", *TO, "--dry-run")
    assert done.returncode == 0
    assert done.stdout == (PAGES / "crossing.yaml").read_text(encoding="utf-8").replace(
        "trafilatura VERSION", re.search(r"trafilatura [\d.]+", done.stdout)[0]
    )
    assert "nothing written; would write dataset/sources/" in done.stderr
    assert not (made_up.sources / f"{ID}.txt").exists()


@pytest.mark.parametrize(
    "arguments, given, told",
    [
        (["missing.html", *TO], b"", "missing.html: no such file"),
        (["-", *TO], b"", "stdin: empty"),
        (["-", *TO], b"abc\xff", "byte 0xFF at offset 3"),
        (["-", *TO], b"<html><script>x()</script>", "no article on the page"),
        (["-", "--collection", "nope"], b"words", "no collection has this id"),
        (["-"], b"words", "Missing option '--collection'"),
        (["-", *TO, "--id", "../x"], b"words", "lower-case letters"),
    ],
)
def test_every_refusal_is_one_line_and_writes_nothing(
    made_up: Project, arguments: list[str], given: bytes, told: str
) -> None:
    before = sorted(made_up.root.rglob("*"))
    done = dataset(made_up, "ingest", *arguments, given=given)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(made_up.root.rglob("*")) == before


def test_broken_records_are_findings(made_up: Project) -> None:
    (made_up.records / "retired.yaml").write_text("- id: [\n", encoding="utf-8")
    done = dataset(made_up, "ingest", PAGES / "crossing.html", *TO)
    assert (done.returncode, done.stdout) == (1, "")
    assert "SYN001" in done.stderr
    assert "mend the records first; nothing was written" in done.stderr


def test_orders_in_a_page_are_words_and_reach_no_terminal_unescaped(made_up: Project) -> None:
    page = (PAGES / "orders.html").read_bytes().replace(b'gazette">', b'gazette \x1b[2J">')
    done = dataset(made_up, "ingest", "-", *TO, given=page)
    assert done.returncode == 0
    assert not {"\u202e", "\x1b"} & set(done.stdout + done.stderr)
    assert "\\u202egazette" in done.stderr
    assert (made_up.records / "retired.yaml").exists()


def test_a_terminal_is_told_how_to_end_its_input(made_up: Project) -> None:
    parent, child = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "dataset", "ingest", "-", *TO],
        cwd=made_up.root,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=child,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        os.close(child)
        os.write(parent, b"only words\n\x04")
        _, told = process.communicate(timeout=120)
    os.close(parent)
    assert told.decode().startswith("reading from the terminal; end with Ctrl-D\n")
    assert process.returncode == 2


def test_help_loads_neither_parser_nor_trafilatura() -> None:
    script = (
        "import sys; from dataset.cli import app; import dataset.cli.ingest; "
        "print(sorted(m for m in sys.modules if m in {'lxml', 'trafilatura', 'justext', 'scripts.ingest', 'pydantic'}))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=True)
    assert done.stdout == b"[]\n"


def test_ids_are_completed_by_registry(made_up: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(made_up.root)
    assert completion.collection_ids("inv") == ["invented-pages"]
    assert completion.outlet_ids("") == [
        "example-gazette",
        "northland-ministry-of-transport",
        "northland-news-agency",
    ]
    assert completion.reference_ids("x") == []
    (made_up.records / "collections").mkdir()
    more = made_up.records / "collections" / "more.yaml"
    more.write_text("- id: more-pages # new\n  other:\n    - id: not-this\n", encoding="utf-8")
    assert completion.collection_ids("") == ["invented-pages", "more-pages"]
    more.write_bytes(b"\xff")
    assert completion.collection_ids("") == []
