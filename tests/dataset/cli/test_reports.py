"""`dataset validate` in every format: what goes where, with which exit code, and what happens to files."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from junitparser import JUnitXml
from typer.testing import CliRunner, Result

from dataset.cli import app, reports
from dataset.cli.options import Format
from dataset.project import Project
from validation.findings import CheckRun, Finding, Place, Report, Unusable

ROOT = Path(__file__).resolve().parents[3]
ARTICLE = "dataset/records/articles/iran-daily-expel-us.yaml"
SUMMARY = r"1 error; \d+ checks ran\. `dataset explain CODE` tells more\.\n"


def validate(*arguments: str | Path) -> Result:
    """Run the command in this process; records only, which is quick."""
    return CliRunner().invoke(app, ["validate", *map(str, arguments)])


def records(project: Project, *arguments: str | Path) -> Result:
    return validate("--records-only", "--root", project.root, *arguments)


@pytest.fixture
def broken(project: Project) -> Project:
    """A project with one finding that may be accepted: QUO009."""
    replace(project, "quote_type: mixed", "quote_type: direct")
    return project


def replace(project: Project, old: str, new: str) -> None:
    path = project.root / ARTICLE
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def code_of(project: Project) -> str:
    (finding,) = json.loads(records(project, "--format", "json").stdout)["findings"]
    return str(finding["code"])


@pytest.mark.parametrize(
    "kind, start",
    [
        ("text", ARTICLE),
        ("json", '{\n  "version": 1,'),
        ("junit", '<?xml version="1.0" encoding="us-ascii"?>\n<testsuites '),
        ("sarif", '{\n  "$schema": "https://docs.oasis-open.org/sarif'),
        ("github", f"::error file={ARTICLE},line="),
        ("gitlab", '[\n  {\n    "description": '),
    ],
)
def test_every_format_goes_to_stdout_with_the_same_exit_code(
    broken: Project, kind: str, start: str
) -> None:
    done = records(broken, "--format", kind)

    assert (done.exit_code, done.stderr) == (1, "")
    assert done.stdout.startswith(start)
    assert done.stdout.endswith("\n")


@pytest.mark.parametrize("kind", [kind for kind in Format if kind is not Format.TEXT])
def test_a_clean_project_is_clean_in_every_format(project: Project, kind: Format) -> None:
    assert records(project, "--format", kind.value).exit_code == 0


def test_a_file_holds_what_stdout_would_and_the_summary_goes_to_stderr(
    broken: Project, tmp_path: Path
) -> None:
    for kind in Format:
        shown = records(broken, "--format", kind.value).stdout
        path = tmp_path / f"report.{kind.value}"

        done = records(broken, "--format", kind.value, "--output", path)

        assert (done.exit_code, done.stdout) == (1, "")
        assert re.fullmatch(SUMMARY + re.escape(f"written to {path}\n"), done.stderr)
        assert path.read_text(encoding="utf-8") == shown


def test_the_json_in_a_file_counts_exactly(broken: Project, tmp_path: Path) -> None:
    path = tmp_path / "report.json"

    records(broken, "--format", "json", "--output", path, "--strict")

    summary = json.loads(path.read_text(encoding="utf-8"))["summary"]
    assert summary == {
        "exit_code": 1,
        "strict": True,
        "errors": 1,
        "warnings": 0,
        "accepted": 0,
        "checks_run": summary["checks_run"],
        "checks_not_run": 0,
    }
    assert summary["checks_run"] > 0


def test_an_unknown_format_is_a_usage_error() -> None:
    done = validate("--format", "yaml")

    assert (done.exit_code, done.stdout) == (2, "")
    assert "sarif" in done.stderr


# the allowlist, as a curator uses it


def test_a_curator_copies_the_entry_writes_the_reason_and_is_done(broken: Project) -> None:
    shown = records(broken, "--show-fingerprints").stdout.splitlines()
    start = (
        shown.index("      = to accept it, add this with a reason to dataset/allowlist.yaml:") + 1
    )
    entry = [*shown[start : shown.index("", start)]]
    assert entry[-1] == "  reason:"
    assert code_of(broken) == entry[1].removeprefix("  code: ")

    broken.allowlist.write_text(
        "\n".join(entry) + " the house style has no closing mark\n", encoding="utf-8"
    )
    done = records(broken)

    assert done.exit_code == 0
    assert re.fullmatch(r"no findings; \d+ checks ran; 1 accepted\n", done.stdout)
    accepted = json.loads(records(broken, "--format", "json").stdout)["accepted"]
    assert [a["reason"] for a in accepted] == ["the house style has no closing mark"]


def test_what_is_never_accepted_says_why(project: Project) -> None:
    replace(project, "quote_type: mixed", "quote_type:   mixed")

    shown = records(project, "--show-fingerprints").stdout

    assert "      = never accepted: `dataset fmt` mends it, and changes no fact\n" in shown
    assert "fingerprint:" not in shown


def test_repeats_are_told_one_by_one_with_their_fingerprints(project: Project) -> None:
    path = project.root / ARTICLE
    text = path.read_text(encoding="utf-8").replace("reviewed_on: 20", "reviewed_at: 20")
    text = text.replace("quote_type: indirect", "quote_type: partial")
    path.write_text(text, encoding="utf-8")

    grouped = records(project).stdout.count(" REC004 ")
    single = records(project, "--show-fingerprints").stdout.count(" REC004 ")

    assert grouped == 1 < single


def test_fingerprints_go_with_text_alone() -> None:
    done = validate("--show-fingerprints", "--format", "json")

    assert isinstance(done.exception, Unusable)
    assert "--format text" in str(done.exception)


def test_a_folder_is_judged_by_the_allowlist_of_the_project_that_is_named(
    project: Project, tmp_path: Path, monkeypatch
) -> None:
    found = Finding("TAB013", "x", Place(table="t", field="c"), found="c")
    checked = Report([found], [CheckRun("structure", "failed", 1)])
    monkeypatch.setattr(
        "dataset.building.check.check_folder",
        lambda *_, **__: Report([*checked.findings], [*checked.runs]),
    )
    project.allowlist.write_text(
        f"- fingerprint: {found.fingerprint}\n  code: TAB013\n  record: t\n  reason: ours\n",
        encoding="utf-8",
    )

    alone = validate(tmp_path)
    named = validate(tmp_path, "--root", project.root)

    assert (alone.exit_code, "accepted" in alone.stdout) == (1, False)
    assert (named.exit_code, named.stdout) == (0, "no findings; 2 checks ran; 1 accepted\n")


# files


def test_nothing_but_a_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "device").symlink_to("/dev/null")

    for name in ("folder", "pipe", "device"):
        with pytest.raises(Unusable, match=f"{name}: is no file"):
            reports.write_whole(tmp_path / name, "x")

    assert (tmp_path / "device").is_symlink()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["device", "folder", "pipe"]


@pytest.mark.parametrize("name", ["no-such-folder/x", "a-file/x", "n" * 250 + "/x"])
def test_a_file_that_cannot_be_written_is_one_line(tmp_path: Path, name: str) -> None:
    (tmp_path / "a-file").write_text("kept", encoding="utf-8")

    with pytest.raises(Unusable, match="cannot be written"):
        reports.write_whole(tmp_path / name, "x")

    assert (tmp_path / "a-file").read_text(encoding="utf-8") == "kept"


def test_when_the_disk_refuses_the_old_file_stays_and_nothing_is_left(
    tmp_path: Path, monkeypatch
) -> None:
    path = tmp_path / "report.json"
    path.write_text("old", encoding="utf-8")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(
        Unusable, match=r"report\.json: cannot be written \(No space left on device\)"
    ):
        reports.write_whole(path, "new")

    assert [p.name for p in tmp_path.iterdir()] == ["report.json"]
    assert path.read_text(encoding="utf-8") == "old"


def test_an_old_file_is_replaced_and_may_be_read_by_others(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text("old", encoding="utf-8")
    usual = path.stat().st_mode

    reports.write_whole(path, "’\ud800\n")

    assert path.read_bytes() == "’\\ud800\n".encode()
    assert path.stat().st_mode == usual


def test_no_report_is_written_when_the_input_cannot_be_read(tmp_path: Path) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "dataset",
            "validate",
            tmp_path,
            "--format",
            "sarif",
            "--output",
            tmp_path / "x",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert not (tmp_path / "x").exists()


# what the surroundings add


@pytest.mark.parametrize(
    "environment, address",
    [
        ({}, ""),
        ({"GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "a/b"}, ""),
        (
            {
                "GITHUB_SERVER_URL": "https://github.com",
                "GITHUB_REPOSITORY": "a/b",
                "GITHUB_SHA": "0f",
            },
            "https://github.com/a/b/blob/0f/docs/codes",
        ),
        (
            {"CI_PROJECT_URL": "https://gitlab.com/a/b", "CI_COMMIT_SHA": "0f"},
            "https://gitlab.com/a/b/-/blob/0f/docs/codes",
        ),
        ({"CI_PROJECT_URL": "https://gitlab.com/a/b"}, ""),
    ],
)
def test_pages_have_an_address_only_where_the_service_tells_it(
    environment: dict[str, str], address: str
) -> None:
    assert reports.pages_address(environment) == address


@pytest.mark.parametrize(
    "tables, expected",
    [
        (None, "build/parquet/t.parquet"),
        ("inside/it", "inside/it/t.parquet"),
        ("../outside", "file://{parent}/outside/t.parquet"),
    ],
)
def test_tables_are_found_from_the_projects_folder(
    tmp_path: Path, tables: str | None, expected: str
) -> None:
    root = tmp_path / "root"
    root.mkdir()
    found = Report([Finding("TAB013", "x", Place(table="t"))])
    folder = root / tables if tables else None

    lines = reports.rendered(found, Format.SARIF, root=root, tables=folder)
    run = json.loads("\n".join(lines))["runs"][0]

    physical = run["results"][0]["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"]["uri"] == expected.format(parent=tmp_path)
    assert run["tool"]["driver"]["version"]


def test_junit_shows_the_source_line(broken: Project) -> None:
    xml = JUnitXml.fromstring(records(broken, "--format", "junit").stdout.encode())

    (failure,) = [result for suite in xml for case in suite for result in case.result]
    assert " |     quote_type: direct\n" in failure.text


def test_the_choice_of_formats_is_told_in_the_help(monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")

    assert f"<{'|'.join(kind.value for kind in Format)}>" in validate("--help").stdout
