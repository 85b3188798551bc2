"""`dataset validate --report`: a folder that appears whole, replaces only itself, and holds what was found."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from dataset.cli import app
from dataset.cli.report_folder import ReportFolder, report_folder
from validation import gx_docs
from validation.findings import CheckRun, Finding, Place, Report, Unusable

ROOT = Path(__file__).resolve().parents[3]
ARTICLE = "dataset/records/articles/lund-in-town.yaml"
FOUND = Report([Finding("TAB013", "unexpected file", Place(table="notes"), found="notes")])
CLEAN = Report(runs=[CheckRun("syntax", "passed", 12)])


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A made-up project without a fault, for a test to break."""
    return Path(shutil.copytree(ROOT / "tests" / "corpus" / "sound", tmp_path / "small"))


def validate(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["validate", *map(str, arguments)])


def put_in_words(root: Path, old: str, new: str) -> None:
    path = root / ARTICLE
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def hand_over(out: Path, report: Report) -> None:
    """Write the report of something, without the checks before it."""
    with report_folder(out, lambda _: None, "no tables were checked") as made:
        assert made is not None
        made.finish(report, ROOT, "something", strict=False)


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def told(folder: Path) -> list[str]:
    """Codes of the findings on the page."""
    page = (folder / "index.html").read_text(encoding="utf-8")
    return re.findall(r'<li class="finding[^>]* data-code="(\w+)"', page)


# ---------------------------------------------------------------------------------------- the command


def test_one_broken_record_is_one_finding_at_its_line(small: Path, tmp_path: Path) -> None:
    out = tmp_path / "report"
    put_in_words(small, "speech_act: request", "speech_act: requests")
    lines = (small / ARTICLE).read_text(encoding="utf-8").split("\n")
    line = next(n for n, text in enumerate(lines, 1) if text.endswith("speech_act: requests"))

    done = validate("--root", small, "--report", out)

    assert done.exit_code == 1
    assert " REC004 " in done.stdout
    assert done.stderr == (
        f"report: {out / 'index.html'}\n"
        "no Data Docs: the records have errors, so there are no tables\n"
    )
    assert told(out) == ["REC004"]
    page = (out / "index.html").read_text(encoding="utf-8")
    assert f'<span class="spot">{ARTICLE}:{line}:17</span>' in page
    assert '<span class="text">    speech_act: <mark class="">r</mark>equests\n</span>' in page
    assert "records have errors" in page


def test_a_report_goes_with_any_format_and_records_alone_have_no_data_docs(
    small: Path, tmp_path: Path
) -> None:
    out, output = tmp_path / "deep" / "report", tmp_path / "x.json"
    options = ("--records-only", "--root", small, "--report", out, "--format", "json")

    shown = validate(*options)
    written = validate(*options, "--output", output)

    assert (shown.exit_code, shown.stderr) == (0, f"report: {out / 'index.html'}\n")
    assert json.loads(shown.stdout)["summary"]["errors"] == 0
    assert written.stdout == ""
    assert output.read_text(encoding="utf-8") == shown.stdout
    assert written.stderr.endswith(f"written to {output}\nreport: {out / 'index.html'}\n")
    assert set(files(out)) == {"index.html", "report.json"}
    page = (out / "index.html").read_text(encoding="utf-8")
    assert "Checked: the records alone. Exit code 0." in page
    assert "There are no Data Docs of Great Expectations: no tables were checked." in page


@pytest.mark.once
def test_a_folder_of_parquet_has_its_report_with_data_docs(documented: Any) -> None:
    out = documented.folder

    assert documented.done.exit_code == 1
    assert documented.done.stderr == f"report: {out / 'index.html'}\n"
    assert told(out) == ["TAB006"]
    page = (out / "index.html").read_text(encoding="utf-8")
    assert f"Checked: the tables in {documented.tables}. Exit code 1." in page
    assert 'href="data-docs/index.html"' in page
    said = json.loads((out / "report.json").read_text(encoding="utf-8"))["files"]
    assert sorted(said) == sorted({*files(out)} - {"report.json"})
    assert "data-docs/validations/statements-cross-table.html" in said
    failed = {check for check, is_right in documented.verdicts.items() if not is_right}
    assert failed == {"meetings.modality.in-vocabulary"}


def test_data_docs_can_be_left_out(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gx_docs, "write", None)

    done = validate(built, "--report", tmp_path / "out", "--no-data-docs")

    assert (done.exit_code, done.exception) == (0, None)
    assert set(files(tmp_path / "out")) == {"index.html", "report.json"}
    assert done.stderr == f"report: {tmp_path / 'out' / 'index.html'}\n"


def test_data_docs_go_with_a_report_alone() -> None:
    done = validate("--no-data-docs")

    assert "--no-data-docs goes with --report" in str(done.exception)


def test_a_folder_that_is_no_report_ends_with_2_and_one_line(small: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "notes.txt").write_text("mine", encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-m", "dataset", "validate", "--root", small, "--report", "out"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (
        2,
        "",
        "dataset: out/notes.txt is not of a report's making; move it away, or give another folder\n",
    )
    assert files(tmp_path / "out") == {"notes.txt": b"mine"}


def test_input_that_cannot_be_read_leaves_the_earlier_report(tmp_path: Path) -> None:
    out = tmp_path / "out"
    hand_over(out, FOUND)
    before = files(out)

    done = validate(tmp_path / "nothing-here", "--report", out)

    assert isinstance(done.exception, Unusable)
    assert files(out) == before
    assert not list(tmp_path.glob(".out.*"))


def test_help_tells_of_it_and_imports_nothing_heavy() -> None:
    script = (
        "import sys; from dataset.cli import app\n"
        "try: app(['validate', '--help'])\n"
        "except SystemExit: pass\n"
        "print(sorted({'jinja2', 'great_expectations', 'pyarrow'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert "--report" in done.stdout
    assert "--no-data-docs" in done.stdout
    assert done.stdout.endswith("[]\n")


# ----------------------------------------------------------------------------------------- the folder


def test_the_same_findings_give_the_same_bytes_and_the_folder_tells_its_files(
    tmp_path: Path,
) -> None:
    for name in ("one", "two"):
        hand_over(tmp_path / name, FOUND)

    assert files(tmp_path / "one") == files(tmp_path / "two")
    said = json.loads((tmp_path / "one" / "report.json").read_text(encoding="utf-8"))
    assert said == {"report": "dataset validate", "files": ["index.html"]}


def test_an_earlier_report_is_replaced_whole(tmp_path: Path) -> None:
    out = tmp_path / "report"
    hand_over(out, FOUND)
    assert told(out) == ["TAB013"]

    hand_over(out, CLEAN)

    assert told(out) == []
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_until_all_is_written_the_earlier_report_stays(tmp_path: Path) -> None:
    out = tmp_path / "report"
    hand_over(out, FOUND)
    before = files(out)

    with report_folder(out, lambda _: None, "") as made:
        assert made is not None
        assert files(out) == before
        made.finish(CLEAN, ROOT, "something", strict=False)
        assert files(out) == before

    assert files(out) != before


@pytest.mark.parametrize("name", ["notes.txt", "report.json", "data-docs/mine.html"])
def test_what_is_no_report_is_never_replaced(tmp_path: Path, name: str) -> None:
    out = tmp_path / "out"
    (out / name).parent.mkdir(parents=True)
    (out / name).write_text("mine", encoding="utf-8")

    with pytest.raises(Unusable, match=re.escape(f"{out / name} is not of a report's making")):
        hand_over(out, CLEAN)

    assert files(out) == {name: b"mine"}


def test_a_file_of_somebody_in_a_report_keeps_it(tmp_path: Path) -> None:
    out = tmp_path / "out"
    hand_over(out, FOUND)
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    before = files(out)

    with pytest.raises(Unusable, match=r"notes\.txt is not of a report's making"):
        hand_over(out, CLEAN)

    assert files(out) == before


@pytest.mark.parametrize("kind", ["file", "link"])
def test_what_is_no_folder_is_refused(tmp_path: Path, kind: str) -> None:
    out = tmp_path / "out"
    if kind == "file":
        out.write_text("mine", encoding="utf-8")
    else:
        out.symlink_to(tmp_path / "elsewhere")

    with pytest.raises(Unusable, match="out is no folder; give another one"):
        hand_over(out, CLEAN)


def test_a_full_disk_leaves_the_earlier_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    hand_over(out, FOUND)
    before = files(out)

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(out / "index.html"))

    monkeypatch.setattr(ReportFolder, "finish", full)
    with pytest.raises(OSError, match="No space left"):
        hand_over(out, CLEAN)

    assert files(out) == before
    assert not list(tmp_path.glob(".out.*"))


# ------------------------------------------------------------------------------- what Data Docs may do


def documented_as(out: Path, report: Report) -> str:
    """Make a report with Data Docs of tables of which this is known, and return its page."""
    with report_folder(out, lambda _: None, "the records have errors") as made:
        assert made is not None
        made.document(SimpleNamespace(report=report, tables=None))  # type: ignore[arg-type]
        made.finish(report, ROOT, "something", strict=False)
    return (out / "index.html").read_text(encoding="utf-8")


def test_where_data_docs_cannot_be_made_the_report_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(_: object, __: object, folder: Path, *___: object) -> None:
        folder.mkdir()
        (folder / "half.html").write_text("half", encoding="utf-8")
        raise gx_docs.NotMade("ValueError: something new")

    monkeypatch.setattr(gx_docs, "write", stumble)

    page = documented_as(tmp_path / "out", CLEAN)

    assert set(files(tmp_path / "out")) == {"index.html", "report.json"}
    assert "no Data Docs of Great Expectations: ValueError: something new." in page


def test_what_did_not_run_is_not_asked_and_a_verdict_that_disagrees_is_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: set[str] = set()

    def write(_: object, ran: set[str], folder: Path, __: object) -> dict[str, bool]:
        asked.update(ran)
        folder.mkdir()
        return {"statements.key-unique": False}

    monkeypatch.setattr(gx_docs, "write", write)
    report = Report(
        runs=[
            CheckRun("statements.key-unique", "passed", 3),
            CheckRun("articles.key-unique", "not-run", reason="articles missing"),
        ]
    )

    page = documented_as(tmp_path / "out", report)

    assert asked == {"statements.key-unique"}
    assert report.exit_code() == 2
    assert "passed here, but not as a stock expectation of Great Expectations" in page
