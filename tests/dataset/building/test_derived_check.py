"""Tables that somebody else built: one thing broken in their contents, exactly one finding that names it.

Great Expectations takes seconds for a folder, whatever is in it. So a case runs the rules that read the broken table as
plain queries; that Great Expectations finds the same is asked once, for all of them together.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dataset.building import derived_check
from dataset.building.check import check_folder
from dataset.building.derivation import DERIVATIONS
from dataset.building.derived_check import check_derived
from schema.tables import BY_NAME
from validation import parquet_sql, table_checks, table_structure
from validation.allowlist import _ran
from validation.checks import CheckResult
from validation.content_rules import CHECKS
from validation.findings import CheckRun, Finding, Place, Report
from validation.gx_queries import quote_identifier as name
from validation.parquet_sql import damage, opened
from validation.table_checks import all_checks, finding_of
from validation.table_structure import check_structure, find_tables
from validation.table_values import check_values

Rows = list[dict[str, Any]]
Change = Callable[[Rows], object]


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    """A copy of the built tables that a test may break."""
    return Path(shutil.copytree(built, tmp_path / "tables"))


def rewrite(folder: Path, table: str, change: Change) -> None:
    """Change the rows of a table."""
    path = folder / f"{table}.parquet"
    old = pq.read_table(path)
    rows = old.to_pylist()
    change(rows)
    schema = pa.schema([pa.field(f.name, f.type) for f in old.schema])
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), path)


def first(rows: Rows, wanted: dict[str, object]) -> dict[str, Any]:
    return next(row for row in rows if all(row[k] == v for k, v in wanted.items()))


def setter(wanted: dict[str, object], **values: object) -> Change:
    """A change that sets values in the first row that has the wanted ones."""
    return lambda rows: first(rows, wanted).update(values)


def adder(wanted: dict[str, object], **values: object) -> Change:
    """A change that adds a copy of a row, with other values."""
    return lambda rows: rows.append({**first(rows, wanted), **values})


def publish_words(wanted: dict[str, object]) -> Change:
    """A change that gives an anchor words of its length."""

    def change(rows: Rows) -> None:
        row = first(rows, wanted)
        row["exact"] = "x" * (row["end"] - row["start"])

    return change


def remover(**wanted: object) -> Change:
    return lambda rows: rows.remove(first(rows, wanted))


def day(column: str, year: int, month: int, number: int) -> dict[str, object]:
    """A date with bounds that follow from it."""
    date = dt.date(year, month, number)
    return {
        column: date.isoformat(),
        f"{column}_earliest": date,
        f"{column}_latest": date,
        f"{column}_uncertain": False,
    }


def findings_of(folder: Path, table: str) -> Report:
    """What the rules that read a table, the dates of the table, and the derivations find."""
    files = find_tables(folder)
    report, usable = check_structure(files)
    with opened(files) as tables:
        for check in all_checks():
            if check.kind != "rows" or table not in (check.table, *check.params.get("tables", ())):
                continue
            source = f"(SELECT * FROM {name(check.table)})"
            key = ", ".join(map(name, BY_NAME[check.table].key))
            sql = check.params["sql"].replace("{batch}", source)
            cursor = tables.connection.execute(f"SELECT * FROM ({sql}) ORDER BY {key}")
            names = [column[0] for column in cursor.description]
            rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
            if rows:
                report.findings.append(
                    finding_of(CheckResult(check, "failed", unexpected=len(rows), rows=rows))
                )
    report.findings += check_values(files, {table: usable[table]}).findings
    report.extend(check_derived(files, usable, report.findings))
    return report


@dataclass(frozen=True)
class Case:
    """One thing broken in one table, and the finding it must give."""

    name: str
    table: str
    change: Change
    code: str
    at: str
    record: str
    column: str
    count: int = 1


def case(
    name: str, table: str, change: Change, code: str, record: str, column: str, **more: Any
) -> Case:
    """A case whose finding is about the table that was broken, unless `at` names another one."""
    return Case(name, table, change, code, more.pop("at", table), record, column, **more)


S = "iran-daily-expel-us-"
NRH = {"statement_id": f"{S}nrh"}
TALKS = "kadhimi-qalibaf-talks-tjm"
VISIT = "kadhimi-tehran-visit-bqz"
ARAJI = "amir-abdollahian-araji-talks-tbh"
GPN = "tehran-times-security-collaboration-gpn"

DERIVED = [
    case(
        "a speaker", "statements_wide", setter(NRH, speakers="X"), "TAB020", f"{S}nrh", "speakers"
    ),
    case("topics", "statements_wide", setter(NRH, topics=None), "TAB020", f"{S}nrh", "topics"),
    case(
        "a copied cell",
        "statements_wide",
        setter(NRH, content="Something else"),
        "TAB020",
        f"{S}nrh",
        "content",
    ),
    case("a name", "statements_wide", setter(NRH, publisher="X"), "TAB020", f"{S}nrh", "publisher"),
    case("a quad", "statements_wide", setter(NRH, quad=None), "TAB020", f"{S}nrh", "quad"),
    case(
        "a topic that was lost",
        "statement_topics",
        remover(statement_id=f"{S}nrh", sequence=1),
        "TAB020",
        f"{S}nrh",
        "topics",
        at="statements_wide",
    ),
    case(
        "guests",
        "meetings_wide",
        setter({"meeting_id": VISIT}, guests="X"),
        "TAB020",
        VISIT,
        "guests",
    ),
    case(
        "a side",
        "meetings_wide",
        setter({"meeting_id": TALKS}, participant_iso3="IRN"),
        "TAB020",
        TALKS,
        "participant_iso3",
    ),
    case(
        "reporting articles",
        "meetings_wide",
        setter({"meeting_id": TALKS}, article_ids=None),
        "TAB020",
        TALKS,
        "article_ids",
    ),
    case(
        "an event's actor",
        "dyad_events",
        setter({"record_id": TALKS}, actor="X"),
        "TAB020",
        f"meetings/{TALKS}/1",
        "actor",
    ),
    case(
        "an event's direction",
        "dyad_events",
        setter({"record_id": VISIT}, directed=False),
        "TAB020",
        f"meetings/{VISIT}/1",
        "directed",
    ),
    case(
        "an event's year",
        "dyad_events",
        setter({"record_id": VISIT}, year=2021),
        "TAB020",
        f"meetings/{VISIT}/1",
        "year",
    ),
    case(
        "an event that was lost",
        "dyad_events",
        remover(record_id=VISIT),
        "TAB020",
        f"meetings/{VISIT}/1",
        "record_table, record_id, sequence",
    ),
    case(
        "an event too many",
        "dyad_events",
        adder({"record_id": VISIT}, sequence=2),
        "TAB020",
        f"meetings/{VISIT}/2",
        "record_table, record_id, sequence",
    ),
    case(
        "a region's length",
        "article_shares",
        setter({"article_id": "iran-daily-expel-us"}, region_chars=4550),
        "TAB020",
        "iran-daily-expel-us",
        "region_chars",
    ),
    case(
        "a published length",
        "article_shares",
        setter({"article_id": "iran-daily-expel-us"}, published_chars=9, published_share=0.0),
        "TAB020",
        "iran-daily-expel-us",
        "published_chars",
    ),
    case(
        "a share",
        "article_shares",
        setter({"article_id": "iran-daily-expel-us"}, published_share=0.5),
        "TAB020",
        "iran-daily-expel-us",
        "published_share",
    ),
    case(
        "a status",
        "meetings",
        setter({"meeting_id": VISIT}, status="unclear"),
        "TAB016",
        VISIT,
        "status",
    ),
    case(
        "a status day",
        "meetings",
        setter({"meeting_id": TALKS}, **day("status_as_of", 2020, 7, 21)),
        "TAB016",
        TALKS,
        "status_as_of",
    ),
    case(
        "sources",
        "meetings",
        setter({"meeting_id": TALKS}, source_count=2),
        "TAB020",
        TALKS,
        "source_count",
    ),
    case(
        "a first report",
        "meetings",
        setter({"meeting_id": TALKS}, **day("first_reported", 2020, 7, 23)),
        "TAB020",
        TALKS,
        "first_reported",
    ),
    case(
        "a leaf",
        "meetings",
        setter({"meeting_id": VISIT}, is_leaf=True),
        "TAB020",
        VISIT,
        "is_leaf",
    ),
    case("an order", "statements", setter(NRH, sequence=99), "TAB020", f"{S}nrh", "sequence"),
]

DATES = [
    case(
        "words for a date",
        "officials",
        setter({"official_id": "ali-khamenei"}, born="April 1939"),
        "TAB018",
        "ali-khamenei",
        "born",
    ),
    case(
        "an interval for a day",
        "officials",
        setter({"official_id": "ali-khamenei"}, born="1939/1940"),
        "TAB018",
        "ali-khamenei",
        "born",
    ),
    case(
        "a bound",
        "officials",
        setter({"official_id": "ali-khamenei"}, born_latest=dt.date(1939, 12, 30)),
        "TAB019",
        "ali-khamenei",
        "born_latest",
    ),
    case(
        "a qualifier",
        "articles",
        setter({"article_id": "iran-daily-expel-us"}, published_uncertain=True),
        "TAB019",
        "iran-daily-expel-us",
        "published_uncertain",
    ),
    case(
        "bounds without a date",
        "references",
        setter({"accessed": None}, accessed_uncertain=False),
        "TAB019",
        "",
        "accessed_uncertain",
    ),
    case(
        "a blank text",
        "officials",
        setter({"official_id": "ali-khamenei"}, name_native=" \n"),
        "TAB007",
        "ali-khamenei",
        "name_native",
    ),
]

RULES = [
    case("a content", "statements", setter(NRH, content="x" * 9), "TAB021", f"{S}nrh", "content"),
    case(
        "quoted words",
        "statements",
        setter(NRH, quoted_text="evil"),
        "TAB021",
        f"{S}nrh",
        "quoted_text",
    ),
    case("a cue", "statements", setter(NRH, cue=None), "TAB021", f"{S}nrh", "cue"),
    case(
        "a label",
        "statement_parties",
        setter({**NRH, "role": "speaker"}, label="Shamkhan"),
        "TAB021",
        f"{S}nrh/speaker/1",
        "label",
    ),
    case(
        "exact without content",
        "anchors",
        publish_words({"record_id": f"{S}nrh", "role": "cue"}),
        "TAB021",
        f"statements/{S}nrh/cue/1",
        "role, exact",
    ),
    case(
        "a quotation outside its content",
        "anchors",
        setter({"record_id": f"{S}nrh", "role": "quoted", "segment": 1}, start=1000),
        "TAB021",
        f"statements/{S}nrh/quoted/1",
        "role, start, end",
    ),
    case(
        "a report without words",
        "anchors",
        remover(record_id=TALKS, role="support"),
        "TAB021",
        "iran-daily-expel-us/5",
        "meeting_id",
        at="meeting_reports",
    ),
    case(
        "site furniture",
        "anchors",
        setter({"record_id": TALKS, "role": "support"}, start=0, end=20),
        "QUO005",
        f"meetings/{TALKS}/support/1",
        "start, end",
    ),
    case(
        "regions that overlap",
        "article_regions",
        setter({"article_id": "iran-daily-expel-us", "sequence": 4}, start=330),
        "QUO010",
        "iran-daily-expel-us/4",
        "start, end",
    ),
    case(
        "a location",
        "statements",
        setter(NRH, location="headline"),
        "QUO012",
        f"{S}nrh",
        "location",
    ),
    case(
        "a credit line",
        "article_regions",
        setter({"article_id": "al-mayadeen-letter-to-un", "sequence": 2}, kind="credits"),
        "QUO011",
        "",
        "content",
        at="statements",
    ),
    case(
        "a quote type",
        "statements",
        setter(NRH, quote_type="indirect"),
        "TAB022",
        f"{S}nrh",
        "quote_type, quoted_text",
    ),
    case(
        "an extractor",
        "statements",
        setter(NRH, extractor="x 1"),
        "TAB022",
        f"{S}nrh",
        "method, extractor",
    ),
    case(
        "a date without basis",
        "statements",
        setter(NRH, date_basis=None),
        "TAB022",
        f"{S}nrh",
        "date, date_basis",
    ),
    case(
        "a relation of a primary",
        "statements",
        setter(NRH, report_relation="same"),
        "TAB022",
        f"{S}nrh",
        "is_primary, utterance_id, report_relation",
    ),
    case(
        "nobody",
        "statement_parties",
        adder(
            {**NRH, "role": "speaker"},
            sequence=2,
            official_id=None,
            organization_id=None,
            tenure_id=None,
            label=None,
            basis="external",
            iso3=None,
            ccode=None,
        ),
        "TAB022",
        f"{S}nrh/speaker/2",
        "official_id, organization_id, label",
    ),
    case(
        "a label without article",
        "participants",
        setter({"meeting_id": TALKS, "sequence": 1}, article_id=None),
        "TAB022",
        f"{TALKS}/1",
        "label, article_id",
    ),
    case(
        "evidence from two sides",
        "evidence",
        setter({"record_id": "iran-daily-expel-us", "sequence": 5}, end=None),
        "TAB022",
        "articles/iran-daily-expel-us/5",
        "reference_id, article_id, start, end",
    ),
    case(
        "a party twice",
        "statement_parties",
        adder({**NRH, "role": "speaker"}, sequence=2, label=None, basis="external"),
        "REF016",
        f"{S}nrh/speaker/2",
        "role, official_id, organization_id, label",
    ),
    case(
        "a post elsewhere",
        "participants",
        setter({"meeting_id": TALKS, "sequence": 1}, organization_id="iraq"),
        "REF005",
        f"{TALKS}/1",
        "organization_id, tenure_id",
    ),
    case(
        "a number of another state",
        "statement_parties",
        setter({**NRH, "role": "speaker"}, ccode=645),
        "REF010",
        f"{S}nrh/speaker/1",
        "iso3, ccode",
    ),
    case(
        "a number of no state",
        "organizations",
        setter({"organization_id": "iran"}, ccode=645),
        "REF010",
        "iran",
        "iso3, ccode",
    ),
    case(
        "a mode of another event",
        "statements",
        setter(NRH, plover_mode="visit"),
        "REF011",
        f"{S}nrh",
        "plover_event, plover_mode",
    ),
    case(
        "a summary of a summary",
        "statements",
        setter({"statement_id": f"{S}djf"}, utterance_id=f"{S}tzb"),
        "REF013",
        f"{S}djf",
        "utterance_id",
    ),
    case(
        "an event without recipient",
        "statements",
        setter({"statement_id": f"{S}dqd"}, plover_event="COOPERATE"),
        "REF014",
        f"{S}dqd",
        "plover_event",
    ),
    case(
        "a circle",
        "organizations",
        setter({"organization_id": "iran"}, parent_id="government-of-iran"),
        "REF008",
        "government-of-iran",
        "parent_id",
        count=2,
    ),
    case(
        "an id of two kinds",
        "officials",
        adder({"official_id": "ali-khamenei"}, official_id="iran"),
        "REF003",
        "iran",
        "official_id",
    ),
    case(
        "a death before a birth",
        "officials",
        setter({"official_id": "ebrahim-raisi"}, **day("died", 1959, 1, 1)),
        "TIM003",
        "ebrahim-raisi",
        "born, died",
    ),
    case(
        "a part outside its whole",
        "meetings",
        setter({"meeting_id": ARAJI}, **day("start", 2023, 3, 1), **day("end", 2023, 3, 1)),
        "TIM005",
        ARAJI,
        "parent_meeting_id, start, end",
    ),
    case(
        "somebody not yet born",
        "officials",
        setter({"official_id": "hadi-al-amiri"}, **day("born", 2024, 1, 1)),
        "TIM006",
        "amir-abdollahian-amiri-talks-vnk/1",
        "official_id",
        at="participants",
    ),
    case(
        "said outside the meeting",
        "statements",
        setter(NRH, **day("date", 2020, 7, 1)),
        "TIM007",
        f"{S}nrh",
        "date, said_at_meeting_id",
    ),
    case(
        "ongoing before it begins",
        "meeting_reports",
        setter(
            {"meeting_id": VISIT},
            **day("reported_start", 2020, 8, 1),
            **day("reported_end", 2020, 8, 2),
        ),
        "TIM002",
        "iran-daily-expel-us/1",
        "reported_status",
    ),
    case(
        "a time of no day",
        "articles",
        setter({"article_id": "iran-daily-expel-us"}, published_at="2020-02-30T13:37:00Z"),
        "TAB007",
        "iran-daily-expel-us",
        "published_at",
    ),
]


@pytest.mark.parametrize("broken", [*DERIVED, *DATES, *RULES], ids=lambda broken: broken.name)
def test_one_broken_thing_is_one_finding(folder: Path, broken: Case) -> None:
    rewrite(folder, broken.table, broken.change)

    found = [f for f in findings_of(folder, broken.table).findings if f.severity == "error"]

    told = [(f.code, f.place.table, f.place.field) for f in found]
    assert told == [(broken.code, broken.at, broken.column)], [str(f) for f in found]
    assert not broken.record or (found[0].record, found[0].count) == (broken.record, broken.count)
    assert found[0].hint


APART = (
    *("a speaker", "guests", "an event's year", "a share", "sources", "an order", "a bound"),
    *("a blank text", "a cue", "a location", "evidence from two sides", "a number of no state"),
)


def test_great_expectations_finds_the_same_in_one_run(folder: Path) -> None:
    """Breaks that do not touch one another, through the whole way that the command goes."""
    cases = [c for c in (*DERIVED, *DATES, *RULES) if c.name in APART]
    assert len(cases) == len(APART)
    for broken in cases:
        rewrite(folder, broken.table, broken.change)

    report = check_folder(folder, lambda _: None)

    told = sorted((f.code, f.place.table, f.record, f.place.field) for f in report.findings)
    assert told == sorted((c.code, c.at, c.record, c.column) for c in cases)
    rests_on_them = {"statements_wide.sequence.follows", "meetings_wide.source_count.follows"}
    assert {run.check for run in report.not_run} == {
        *rests_on_them,
        "statements_wide.cue.follows",
        "statements_wide.location.follows",
    }
    runs = {run.check: run.outcome for run in report.runs}
    assert len(runs) == len(report.runs)
    assert {check.check_id for check in CHECKS} < runs.keys()
    assert set(derived_check.check_ids()) < runs.keys()
    assert runs["statements_wide.speakers.follows"] == "failed"


def derived(folder: Path, found: tuple[Finding, ...] = (), rows_each: int = 500_000) -> Report:
    files = find_tables(folder)
    return check_derived(files, check_structure(files)[1], found, rows_each)


def test_differences_are_counted_whatever_the_size_of_a_part(built: Path, folder: Path) -> None:
    rewrite(folder, "statements_wide", lambda rows: [row.update(relayers="X") for row in rows])
    rewrite(folder, "dyad_events", lambda rows: rows.clear())

    whole, parted = (derived(folder, rows_each=rows) for rows in (500_000, 7))

    assert whole.findings == parted.findings
    counts = {(f.place.table, f.place.field): (f.count, len(f.related)) for f in whole.findings}
    assert counts == {
        ("statements_wide", "relayers"): (82, 4),
        ("dyad_events", "record_table, record_id, sequence"): (
            pq.read_metadata(built / "dyad_events.parquet").num_rows,
            4,
        ),
    }
    assert whole.runs == parted.runs


def test_nothing_is_told_of_a_cell_whose_source_is_wrong_already(folder: Path) -> None:
    rewrite(folder, "statements_wide", setter(NRH, date_basis=None))
    wrong = Finding("TAB006", "x", Place(table="statements", record=f"{S}nrh", field="date_basis"))

    alone, after = derived(folder), derived(folder, (wrong,))

    assert [f.place.field for f in alone.findings] == ["date_basis"]
    assert after.findings == []
    (left,) = after.not_run
    assert left.check == "statements_wide.date_basis.follows"
    assert "statements.date_basis" in left.reason


def test_nothing_is_told_of_what_rests_on_a_row_that_is_missed_already(folder: Path) -> None:
    rewrite(folder, "statement_parties", remover(statement_id=f"{S}gbp", role="recipient"))
    missed = Finding(
        "REF014", "x", Place(table="statements", record=f"{S}gbp", field="plover_mode")
    )

    assert {f.place.table for f in derived(folder).findings} == {"statements_wide", "dyad_events"}
    assert derived(folder, (missed,)).findings == []


def test_a_derivation_without_its_tables_does_not_run(folder: Path) -> None:
    (folder / "tenures.parquet").unlink()

    report = derived(folder)

    left = {run.check.split(".")[0] for run in report.not_run}
    assert left == {"statements_wide"}
    assert {run.reason for run in report.not_run} == {"tenures missing or unreadable"}
    assert len(report.runs) == len(list(derived_check.check_ids()))


def test_a_derivation_that_the_engine_refuses_does_not_run(folder: Path) -> None:
    files = find_tables(folder)
    usable = check_structure(files)[1]
    path = folder / "tenures.parquet"
    pq.write_table(pq.read_table(path).drop_columns(["title"]), path)

    report = check_derived(files, usable)
    values = check_values(files, usable)

    assert {run.check.split(".")[0] for run in report.not_run} >= {"statements_wide"}
    assert len(report.runs) == len(list(derived_check.check_ids()))
    assert values.not_run[0].check.startswith("tenures.")


def test_large_tables_are_scanned_where_they_lie_with_the_same_result(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rewrite(folder, "officials", setter({"official_id": "ali-khamenei"}, born="1939-13"))
    rewrite(folder, "meetings_wide", setter({"meeting_id": VISIT}, guests="X"))
    odd = folder.rename(folder.with_name("it's [1] a=b"))
    files = find_tables(odd)
    usable = check_structure(files)[1]

    in_memory = check_values(files, usable), check_derived(files, usable)
    monkeypatch.setattr(parquet_sql, "COPIED_BYTES", 0)
    in_place = check_values(files, usable), check_derived(files, usable)

    assert in_place == in_memory
    assert [f.code for report in in_place for f in report.findings] == ["TAB018", "TAB020"]


def test_values_of_a_column_that_is_missing_are_not_checked(folder: Path) -> None:
    path = folder / "officials.parquet"
    pq.write_table(pq.read_table(path).drop_columns(["born_latest", "name_native"]), path)
    files = find_tables(folder)

    report = check_values(files, check_structure(files)[1])

    assert report.findings == []
    assert {run.check for run in report.not_run} == {
        "officials.born.date-profile",
        "officials.born.bounds-follow",
        "officials.name_native.not-blank",
    }
    assert all("missing or unreadable" in run.reason for run in report.not_run)


# damaged files


def flip(path: Path) -> None:
    """Flip a bit in the middle of the first page, which leaves the footer whole."""
    data = bytearray(path.read_bytes())
    data[60] ^= 1
    path.write_bytes(data)


def test_a_damaged_page_is_one_finding_and_nothing_passes_in_silence(folder: Path) -> None:
    flip(folder / "tenures.parquet")

    files = find_tables(folder)
    report, usable = check_structure(files)

    (finding,) = report.findings
    assert (finding.code, finding.place.table) == ("TAB012", "tenures")
    assert "tenures.parquet" in finding.message
    assert finding.hint
    assert "tenures" not in usable
    assert not damage(folder / "officials.parquet")


def test_a_damaged_page_of_a_large_table_is_found_when_a_check_cannot_run(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "tenures.parquet"
    table = pq.read_table(path)
    pq.write_table(table, path, compression="zstd", use_dictionary=False)
    start = pq.read_metadata(path).row_group(0).column(1).data_page_offset
    data = bytearray(path.read_bytes())
    data[start : start + 200] = b"\xff" * 200
    path.write_bytes(data)
    monkeypatch.setattr(table_structure, "is_small", lambda _: False)
    checks = [check for check in all_checks() if check.table in ("tenures", "retired")]
    monkeypatch.setattr(table_checks, "all_checks", lambda: checks)

    with table_checks.checked(find_tables(folder)) as (report, usable, _):
        pass

    assert [(f.code, f.place.table) for f in report.findings] == [("TAB012", "tenures")]
    assert report.exit_code() == 1
    assert "tenures" not in usable
    assert any(run.check.startswith("tenures.") for run in report.not_run)


def test_the_allowlist_knows_which_codes_tables_yield() -> None:
    structure, records = CheckRun("structure", "passed"), CheckRun("references", "passed")
    left = CheckRun("statements_wide.speakers.follows", "not-run", reason="x")

    assert _ran("REF016", [structure, records])
    assert not _ran("REF016", [records])
    assert not _ran("TAB020", [structure, left])
    assert {check.table for check in CHECKS} <= BY_NAME.keys()
    assert all(d.table in BY_NAME for d in DERIVATIONS)
