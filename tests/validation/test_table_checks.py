"""Checks of a folder of Parquet: one thing broken in somebody's tables, one finding that names it."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from validation import gx_runner, suites
from validation.findings import Finding, Report, Unusable
from validation.table_checks import all_checks, check_folder
from validation.table_structure import check_structure, find_tables

Rows = list[dict[str, Any]]


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    """A copy of the built tables that a test may break."""
    return Path(shutil.copytree(built, tmp_path / "tables"))


def rewrite(folder: Path, table: str, change: Callable[[Rows], object]) -> None:
    """Change the rows of a table, whose schema stays but for the promise that keys are not null."""
    path = folder / f"{table}.parquet"
    old = pq.read_table(path)
    rows = old.to_pylist()
    change(rows)
    schema = pa.schema([pa.field(f.name, f.type) for f in old.schema])
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), path)


def first(rows: Rows, **wanted: object) -> dict[str, Any]:
    """First row with these values."""
    return next(row for row in rows if all(row[name] == value for name, value in wanted.items()))


def setter(wanted: dict[str, object], **values: object) -> Callable[[Rows], object]:
    """A change that sets values in the first row that has the wanted ones."""
    return lambda rows: first(rows, **wanted).update(values)


def told(report: Report) -> list[tuple[str, str, str]]:
    """Findings in short: code, table, column."""
    return [(f.code, f.place.table, f.place.field) for f in report.sorted()]


MEETING = "kadhimi-qalibaf-talks-tjm"
STATEMENT = "iran-daily-expel-us-nrh"

CASES: dict[str, tuple[str, Callable[[Rows], object], tuple[str, str]]] = {
    "null in a column that may be null": (
        "references",
        setter({}, title=None),
        ("", ""),
    ),
    "null where a value is needed": (
        "statement_topics",
        setter({"statement_id": STATEMENT}, topic=None),
        ("TAB004", "topic"),
    ),
    "key given twice": (
        "references",
        lambda rows: rows.append(dict(rows[0])),
        ("TAB005", "reference_id"),
    ),
    "value outside the vocabulary": (
        "statement_parties",
        setter({"statement_id": STATEMENT, "role": "speaker"}, basis="hearsay"),
        ("TAB006", "basis"),
    ),
    "value of the wrong form": (
        "officials",
        setter({"official_id": "donald-trump"}, wikidata_id="22686"),
        ("TAB007", "wikidata_id"),
    ),
    "orphan": (
        "participants",
        setter({"meeting_id": MEETING, "sequence": 1}, organization_id="nobody"),
        ("TAB008", "organization_id"),
    ),
    "row of a record that is not there": (
        "names",
        setter({"record_id": "iran-daily"}, record_id="iran-weekly"),
        ("TAB008", "record_table, record_id"),
    ),
    "bounds out of order": (
        "officials",
        setter({"official_id": "hassan-rouhani"}, born_earliest=dt.date(1949, 1, 1)),
        ("TAB009", "born_earliest, born_latest"),
    ),
    "number out of range": (
        "article_shares",
        setter({}, published_share=1.5),
        ("TAB010", "published_share"),
    ),
    "span beyond the text": (
        "mentions",
        lambda rows: rows[-1].update(end=4668),
        ("TAB011", "start, end"),
    ),
    "span that ends before it starts": (
        "article_regions",
        lambda rows: rows[-1].update(end=rows[-1]["start"]),
        ("TAB011", "start, end"),
    ),
    "content of another length": (
        "anchors",
        setter({"record_id": STATEMENT, "role": "content"}, exact="shorter"),
        ("TAB011", "exact, start, end"),
    ),
    "row missing from a wide table": (
        "meetings_wide",
        lambda rows: rows.pop(),
        ("TAB014", "meeting_id"),
    ),
    "wrong number of articles": (
        "collections",
        setter({}, n_included=5),
        ("TAB014", "n_included"),
    ),
    "statement without a speaker": (
        "statement_parties",
        lambda rows: rows.remove(first(rows, statement_id=STATEMENT, role="speaker")),
        ("TAB014", "statement_id"),
    ),
    "status that no report gives": (
        "meetings",
        setter({"meeting_id": MEETING}, status="cancelled"),
        ("TAB016", "status"),
    ),
    "post not held on that day": (
        "tenures",
        setter(
            {"official_id": "mohammad-baqer-qalibaf"},
            end="2020-06-01",
            end_earliest=dt.date(2020, 6, 1),
            end_latest=dt.date(2020, 6, 1),
            end_uncertain=False,
        ),
        ("TIM001", "tenure_id"),
    ),
    "tenure of somebody else": (
        "participants",
        setter({"meeting_id": MEETING, "sequence": 2}, official_id="hassan-rouhani"),
        ("REF005", "official_id, tenure_id"),
    ),
    "said after publication": (
        "statements",
        setter(
            {"statement_id": "tehran-times-security-collaboration-gpn"},
            date="2023-02-25",
            date_basis="stated",
            date_earliest=dt.date(2023, 2, 25),
            date_latest=dt.date(2023, 2, 25),
            date_uncertain=False,
        ),
        ("TIM004", "date"),
    ),
    "retired id in use": (
        "retired",
        lambda rows: rows.append(
            {"retired_id": STATEMENT, "record_table": "statements", "reason": "error", "note": "x"}
        ),
        ("REF004", "retired_id"),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_one_broken_thing_is_one_finding(folder: Path, name: str) -> None:
    table, change, (code, column) = CASES[name]
    rewrite(folder, table, change)

    report = check_folder(folder)

    findings = {(f.code, f.place.field) for f in report.findings}
    assert findings == ({(code, column)} if code else set())
    assert not report.not_run
    assert all(f.count >= 1 and f.message and f.hint for f in report.findings)
    if code:
        assert report.exit_code() == 1


def test_the_built_tables_have_no_finding_and_every_check_ran(built: Path) -> None:
    report = check_folder(built)

    assert report.findings == []
    assert {run.outcome for run in report.runs} == {"passed"}
    assert len(report.runs) > 300


def test_bundles_and_single_expectations_agree_on_every_check(folder: Path) -> None:
    """The oracle for bundles: each check asked as a stock expectation of its own, on broken tables."""
    for table, change, (code, _) in CASES.values():
        if code not in {"TAB004", ""}:  # a null key would hide other breaks in the same row
            rewrite(folder, table, change)
    checks, files = all_checks(), find_tables(folder)

    bundled = gx_runner.run(checks, files, suites.keys())
    single = gx_runner.run(checks, files, suites.keys(), bundled=False)

    assert bundled == single
    assert sum(result.outcome == "failed" for result in bundled) >= 15


def test_counts_are_exact_and_examples_few(folder: Path) -> None:
    def spoil(rows: Rows) -> None:
        for row in rows:
            row["basis"] = "hearsay"

    rewrite(folder, "statement_parties", spoil)

    (finding,) = check_folder(folder).findings

    assert finding.count == pq.read_metadata(folder / "statement_parties.parquet").num_rows
    assert len(finding.related) == 4
    assert finding.found == "basis=hearsay"


def structure(folder: Path) -> list[Finding]:
    """Findings about the structure alone."""
    return check_structure(find_tables(folder))[0].sorted()


def test_a_missing_table_is_named_and_what_needs_it_does_not_run(folder: Path) -> None:
    (folder / "officials.parquet").unlink()

    report = check_folder(folder)

    assert told(report) == [("TAB001", "officials", "")]
    assert "officials.key-unique" in {run.check for run in report.not_run}
    assert all("officials missing" in run.reason for run in report.not_run)


def test_a_missing_column_is_named(folder: Path) -> None:
    path = folder / "mentions.parquet"
    pq.write_table(pq.read_table(path).drop_columns(["form"]), path)

    report = check_folder(folder)

    assert told(report) == [("TAB002", "mentions", "form")]
    assert [run.check for run in report.not_run] == [
        "mentions.form.not-null",
        "mentions.form.in-vocabulary",
    ]


def test_another_type_is_named_with_the_right_one(folder: Path) -> None:
    path = folder / "mentions.parquet"
    table = pq.read_table(path)
    index = table.column_names.index("start")
    pq.write_table(table.set_column(index, "start", table["start"].cast(pa.float64())), path)

    (finding,) = structure(folder)

    assert (finding.code, finding.found, finding.hint) == (
        "TAB003",
        "double",
        "write the column as int32",
    )


def test_foreign_files_and_columns_are_warnings(folder: Path) -> None:
    path = folder / "mentions.parquet"
    table = pq.read_table(path)
    pq.write_table(table.append_column("note2", table["form"]), path)
    shutil.copy(path, folder / "notes.parquet")

    findings = structure(folder)

    assert [(f.code, f.severity, f.place.table) for f in findings] == [
        ("TAB013", "warning", "mentions"),
        ("TAB013", "warning", "notes"),
    ]


@pytest.mark.parametrize("size", [0, 3, 200])
def test_a_truncated_file_is_named(folder: Path, size: int) -> None:
    path = folder / "tenures.parquet"
    path.write_bytes(path.read_bytes()[:size])

    (finding,) = structure(folder)

    assert finding.code == "TAB012"
    assert "tenures.parquet" in finding.message


def test_a_table_in_several_files_is_one_table(folder: Path) -> None:
    path = folder / "mentions.parquet"
    table = pq.read_table(path)
    path.unlink()
    (folder / "mentions").mkdir()
    pq.write_table(table.slice(0, 10), folder / "mentions" / "part-0.parquet")
    pq.write_table(table.slice(10), folder / "mentions" / "part-1.parquet")

    assert check_folder(folder).findings == []


def test_what_is_no_folder_of_parquet_is_unusable(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="no such folder"):
        check_folder(tmp_path / "nowhere")
    with pytest.raises(Unusable, match="no Parquet"):
        check_folder(tmp_path)
