"""Whether derived tables and columns in a folder of Parquet follow from its base tables, cell by cell.

A table is compared in parts of `PART_ROWS` rows, cut along its key: published tables are sorted by key, so that a part
reads its own row groups alone, and memory is bounded by a part, whatever the size of the table.
"""

# ruff: noqa: S608 # names are those of the registry

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from dataset.building.derivation import DERIVATIONS, ROW_INPUTS, Derivation, quads
from schema.tables import BY_NAME
from validation.findings import CheckRun, Finding, Place, Report, printable
from validation.gx_queries import literal as text
from validation.gx_queries import quote_identifier as name
from validation.parquet_sql import Tables, connected

if TYPE_CHECKING:
    import duckdb

PART_ROWS = 500_000
EXAMPLES = 5
ROWS = "rows"
LOST = {"REF014": "statement_parties"}
"""Findings that tell of a row missing from another table than the one they are about."""

AGAIN = "build the dataset again, or correct the base tables if they are wrong"
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
    part_rows: int = PART_ROWS,
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
            _prepare(connection)
            for derivation in ready:
                compared = _compare(connection, derivation, part_rows)
                _tell(report, derivation, compared, doubts)
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


def _prepare(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("CREATE TEMP TABLE event_quads(event VARCHAR, quad VARCHAR)")
    connection.executemany("INSERT INTO event_quads VALUES (?, ?)", quads())


# comparing


def _compare(
    connection: duckdb.DuckDBPyConnection, derivation: Derivation, part_rows: int
) -> _Compared:
    compared = _Compared()
    for part in _parts(connection, derivation, part_rows):
        _compare_part(connection, derivation, part, compared)
    return compared


def _parts(
    connection: duckdb.DuckDBPyConnection, derivation: Derivation, part_rows: int
) -> list[str]:
    """Conditions on the column `{by}` that cut the table, and those it follows from, into parts."""
    source, by = name(derivation.table), name(derivation.by)
    [[rows]] = connection.execute(f"SELECT count(*) FROM {source}").fetchall()
    if rows <= part_rows:
        return ["true"]
    wanted = -(-rows // part_rows)
    sample = connection.execute(
        f"SELECT {by} FROM {source} WHERE {by} IS NOT NULL USING SAMPLE reservoir({100 * wanted} ROWS)"
    ).fetchall()
    values = sorted(value for (value,) in sample)
    cuts = sorted({values[len(values) * n // wanted] for n in range(1, wanted)})
    edges = [None, *cuts, None]
    conditions = []
    for low, high in pairwise(edges):
        tests = [f"{{by}} >= {text(low)}"] if low is not None else []
        tests += [f"{{by}} < {text(high)}"] if high is not None else []
        conditions.append(" AND ".join(tests))
    return conditions


def _restricted(table: str, column: str, part: str) -> str:
    """A table, or the part of it that a condition cuts out, as a source for FROM."""
    if part == "true":
        return name(table)
    return f"(SELECT * FROM {name(table)} WHERE {part.replace('{by}', name(column))})"


def _derived(derivation: Derivation, part: str) -> str:
    """The SQL that derives a part of a table."""
    sql = derivation.sql
    for table in derivation.sources:
        column = derivation.parted.get(table)
        source = _restricted(table, column, part) if column else name(table)
        sql = sql.replace(f"{{{table}}}", source)
    return sql


def _compare_part(
    connection: duckdb.DuckDBPyConnection, derivation: Derivation, part: str, compared: _Compared
) -> None:
    key = BY_NAME[derivation.table].key
    columns = list(derivation.inputs)
    kind = "FULL" if derivation.rows else "LEFT"
    on = " AND ".join(f"f.{name(k)} = e.{name(k)}" for k in key)
    found = _restricted(derivation.table, derivation.by, part)
    source = (
        f"FROM (SELECT *, true AS is_there FROM {found}) f {kind} JOIN "
        f"(SELECT *, true AS is_there FROM ({_derived(derivation, part)})) e ON {on}"
    )
    tests = {c: f"f.is_there AND e.is_there AND {_differs(c)}" for c in columns}
    if derivation.rows:
        tests |= {"missing": "f.is_there IS NULL", "extra": "e.is_there IS NULL"}
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


def _differs(column: str) -> str:
    return f"f.{name(column)} IS DISTINCT FROM e.{name(column)}"


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
            if finding.code in LOST:
                self._add(LOST[finding.code], "")

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
    message = {
        "missing": "a row that follows from the base tables is missing",
        "extra": "the row does not follow from the base tables",
    }
    rows = compared.examples[kind]
    return _finding(
        "TAB020",
        (derivation.table, ", ".join(BY_NAME[derivation.table].key)),
        message[kind],
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
