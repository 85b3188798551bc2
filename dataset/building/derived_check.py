"""Whether derived tables and columns in a folder of Parquet follow from its base tables, cell by cell.

A table is compared in parts (`parts`).
"""

# ruff: noqa: S608 # names are those of the registry

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dataset.building.derivation import DERIVATIONS, ROW_INPUTS, Derivation
from dataset.building.parts import derived, part_rows, parts, prepare, restricted
from schema.tables import BY_NAME
from validation.findings import CheckRun, Finding, Place, Report, printable
from validation.gx_queries import quote_identifier as name
from validation.listing import Subject
from validation.parquet_sql import Tables, connected

if TYPE_CHECKING:
    import duckdb

    from validation.listing import Listing

EXAMPLES = 5
ROWS = "rows"
LOST = {
    ("REF014", "statements"): ("statement_parties",),
    ("TAB014", "statements"): ("statement_parties", "anchors"),
    ("TAB014", "articles"): ("article_regions",),
    ("TAB021", "meeting_reports"): ("anchors",),
}
"""Findings that tell of a row missing from other tables than the one they are about."""

AGAIN = "build the dataset again, or correct the base tables if they are wrong"
MESSAGES = {
    "missing": "a row that follows from the base tables is missing",
    "extra": "the row does not follow from the base tables",
}
Row = tuple[Any, ...]


@dataclass
class _Compared:
    """What a comparison found: rows of the table, differing cells by column, rows missing and too many."""

    rows: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[Row]] = field(default_factory=dict)


def check_derived(
    tables: Tables,
    usable: Mapping[str, AbstractSet[str]],
    found: Sequence[Finding] = (),
    rows_each: int | None = None,
) -> Report:
    """Findings TAB020 (and TAB016) on derived cells and rows, one per table, column and kind.

    `usable` names the columns of each table fit for checks. `found` are the findings of all other checks: a column that
    differs only because what it follows from is already found wrong is not told a second time, its
    check counts as not run.
    """
    import duckdb

    report = Report()
    ready = [d for d in DERIVATIONS if not _lacking(d, usable)]
    for derivation in DERIVATIONS:
        if lacking := _lacking(derivation, usable):
            _not_run(report, derivation, f"{', '.join(lacking)} missing or unreadable")
    doubts = _Doubts(found)
    waiting = list(ready)
    try:
        with connected(tables) as opened:
            connection = opened.connection
            prepare(connection)
            for derivation in ready:
                compared = _compare(connection, derivation, rows_each or part_rows(connection))
                told = len(report.findings)
                _tell(report, derivation, compared, doubts)
                if opened.listing is not None:
                    for finding in report.findings[told:]:
                        _list(opened.listing, connection, derivation, finding)
                waiting.remove(derivation)
    except duckdb.Error as error:
        for derivation in waiting:
            _not_run(report, derivation, printable(str(error).splitlines()[0]))
    return report


def _check_ids(derivation: Derivation) -> dict[str, str]:
    """The checks of a derivation, by column."""
    ids = {c: f"{derivation.table}.{c}.follows" for c in derivation.inputs}
    return ids | ({ROWS: f"{derivation.table}.rows-follow"} if derivation.rows else {})


def _not_run(report: Report, derivation: Derivation, reason: str) -> None:
    report.runs += [
        CheckRun(check, "not-run", reason=reason) for check in _check_ids(derivation).values()
    ]


def _lacking(derivation: Derivation, usable: Mapping[str, AbstractSet[str]]) -> list[str]:
    """Tables and columns without which nothing can be derived or compared."""
    lacking = []
    for table in dict.fromkeys((derivation.table, *derivation.sources)):
        if table not in usable:
            lacking.append(table)
        else:
            columns = (c.name for c in BY_NAME[table].columns)
            lacking += [f"{table}.{c}" for c in columns if c not in usable[table]]
    return lacking


# comparing


def _compare(
    connection: duckdb.DuckDBPyConnection, derivation: Derivation, rows_each: int
) -> _Compared:
    compared = _Compared()
    for part in parts(connection, derivation.table, derivation.by, rows_each):
        _compare_part(connection, derivation, part, compared)
    return compared


def _compare_part(
    connection: duckdb.DuckDBPyConnection, derivation: Derivation, part: str, compared: _Compared
) -> None:
    key = BY_NAME[derivation.table].key
    columns = list(derivation.inputs)
    source = _joined(derivation, part)
    tests = _tests(derivation)
    counted = ", ".join(f"count(*) FILTER ({test})" for test in tests.values())
    [[rows, *counts]] = connection.execute(
        f"SELECT count(f.is_there), {counted} {source}"
    ).fetchall()
    compared.rows += rows
    for what, count in zip(tests, counts, strict=True):
        compared.counts[what] += count
        shown = compared.examples.setdefault(what, []) if count else []
        if count and len(shown) < EXAMPLES:
            shown += _examples(connection, source, tests[what], key, what, columns)
            del shown[EXAMPLES:]


def _joined(derivation: Derivation, part: str) -> str:
    """What was found beside what follows, by key, as the source of a query."""
    kind = "FULL" if derivation.rows else "LEFT"
    on = " AND ".join(f"f.{name(k)} = e.{name(k)}" for k in BY_NAME[derivation.table].key)
    found = restricted(derivation.table, derivation.by, part)
    return (
        f"FROM (SELECT *, true AS is_there FROM {found}) f {kind} JOIN "
        f"(SELECT *, true AS is_there FROM ({derived(derivation, part)})) e ON {on}"
    )


def _tests(derivation: Derivation) -> dict[str, str]:
    """What is true where a column differs, and where a row is missing or too many."""
    tests = {c: f"f.is_there AND e.is_there AND {_differs(c)}" for c in derivation.inputs}
    if derivation.rows:
        tests |= {"missing": "f.is_there IS NULL", "extra": "e.is_there IS NULL"}
    return tests


def _differs(column: str) -> str:
    return f"f.{name(column)} IS DISTINCT FROM e.{name(column)}"


def _list(
    listing: Listing,
    connection: duckdb.DuckDBPyConnection,
    derivation: Derivation,
    finding: Finding,
) -> None:
    """Add every row that a finding tells of, part by part."""
    kinds = {message: kind for kind, message in MESSAGES.items()}
    test = _tests(derivation)[kinds.get(finding.message, finding.place.field)]
    key = BY_NAME[derivation.table].key
    keys = ", ".join(f"coalesce(f.{name(k)}, e.{name(k)}) AS {name(k)}" for k in key)
    subject = Subject(finding.code, derivation.table, finding.place.field, finding.message)
    for part in parts(connection, derivation.table, derivation.by, part_rows(connection)):
        listing.add(subject, key, f"SELECT {keys} {_joined(derivation, part)} WHERE {test}")


def _examples(
    connection: duckdb.DuckDBPyConnection,
    source: str,
    test: str,
    key: Sequence[str],
    what: str,
    columns: Sequence[str],
) -> list[Row]:
    """First rows by key: id, and for a cell what was found and what follows."""
    keys = ", ".join(f"coalesce(f.{name(k)}, e.{name(k)})" for k in key)
    cells = f", f.{name(what)}, e.{name(what)}" if what in columns else ""
    rows = connection.execute(
        f"SELECT {keys}{cells} {source} WHERE {test} ORDER BY {keys} LIMIT {EXAMPLES}"
    ).fetchall()
    width = len(key)
    return [("/".join(map(str, row[:width])), *row[width:]) for row in rows]


# telling


class _Doubts:
    """Columns in which other checks found errors."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.columns: set[tuple[str, str]] = set()
        for finding in findings:
            if finding.severity == "error" and finding.place.table in BY_NAME:
                self._add(finding.place.table, finding.place.field)
            for table in LOST.get((finding.code, finding.place.table), ()):
                self._add(table, "")

    def _add(self, table: str, fields: str) -> None:
        """A fault in the key or in no column throws doubt on all; one in a date or a bound on all of the date."""
        registry = {c.name: c.derived_from or c.name for c in BY_NAME[table].columns}
        named = {registry.get(f, f) for f in fields.split(", ") if f}
        if not named or named & set(BY_NAME[table].key):
            named = set(registry.values())
        self.columns |= {(table, c) for c, origin in registry.items() if origin in named}

    def about(self, table: str, column: str, inputs: Sequence[str]) -> str:
        """The columns with findings on which a column rests, itself included."""
        wrong = [(table, column)] if (table, column) in self.columns else []
        for source in inputs:
            owner, _, only = source.partition(".")
            wrong += sorted(
                (t, c) for t, c in self.columns if t == owner and (not only or c == only)
            )
        return ", ".join(dict.fromkeys(f"{t}.{c}" for t, c in wrong[:EXAMPLES]))


def _tell(report: Report, derivation: Derivation, compared: _Compared, doubts: _Doubts) -> None:
    ids = _check_ids(derivation)
    for column, inputs in derivation.inputs.items():
        wrong = [_cells(derivation, column, compared)] if compared.counts[column] else []
        doubt = doubts.about(derivation.table, column, inputs)
        _conclude(report, ids[column], compared.rows, wrong, doubt)
        doubts_before = [] if doubt else wrong
        for finding in doubts_before:
            doubts._add(finding.place.table, finding.place.field)  # noqa: SLF001 # same module
    if derivation.rows:
        kinds = [kind for kind in ("missing", "extra") if compared.counts[kind]]
        wrong = [_lines(derivation, kind, compared) for kind in kinds]
        doubt = doubts.about(derivation.table, "", ROW_INPUTS[derivation.table])
        _conclude(report, ids[ROWS], compared.rows, wrong, doubt)


def _conclude(report: Report, check: str, rows: int, wrong: Sequence[Finding], doubt: str) -> None:
    if wrong and doubt:
        reason = f"not judged before the findings on {doubt} are mended"
        report.runs.append(CheckRun(check, "not-run", reason=reason))
        return
    report.findings += wrong
    report.runs.append(CheckRun(check, "failed" if wrong else "passed", rows))


def _cells(derivation: Derivation, column: str, compared: _Compared) -> Finding:
    (_, found, follows), *_ = rows = compared.examples[column]
    sources = dict.fromkeys(source.split(".")[0] for source in derivation.inputs[column])
    return _finding(
        derivation.codes.get(column, "TAB020"),
        (derivation.table, column),
        f"{column} does not follow from {' and '.join(sources)}",
        f"{_cell(found)}; it follows: {_cell(follows)}",
        compared.counts[column],
        rows,
    )


def _lines(derivation: Derivation, kind: str, compared: _Compared) -> Finding:
    rows = compared.examples[kind]
    return _finding(
        "TAB020",
        (derivation.table, ", ".join(BY_NAME[derivation.table].key)),
        MESSAGES[kind],
        rows[0][0],
        compared.counts[kind],
        rows,
    )


def _cell(value: object) -> str:
    return "null" if value is None else printable(str(value), 60)


def _finding(
    code: str, at: tuple[str, str], message: str, found: str, count: int, rows: Sequence[Row]
) -> Finding:
    first, *others = (Place(table=at[0], record=row[0], field=at[1]) for row in rows)
    return Finding(
        code,
        message,
        first,
        first.record,
        printable(found, 200),
        AGAIN,
        related=tuple(others),
        count=count,
    )


def check_ids() -> Iterator[str]:
    """The name of every check of this module."""
    for derivation in DERIVATIONS:
        yield from _check_ids(derivation).values()
