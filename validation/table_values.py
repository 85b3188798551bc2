"""Values in tables: every date is one of the profile, its bounds follow from it, and no text is blank.

Only distinct values are read by the date profile, so a table of millions of rows costs what its few thousand
different dates cost.
"""

# ruff: noqa: S608 # names are those of the registry

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from schema import edtf
from schema.base import DateKind, read_date
from schema.tables import TABLES, Column, Table
from validation.findings import CheckRun, Finding, Outcome, Place, Report, printable
from validation.gx_queries import quote_identifier as name
from validation.listing import Listing, Subject
from validation.parquet_sql import OpenTables, Tables, connected

if TYPE_CHECKING:
    import duckdb

EXAMPLES = 5
BATCH = 50_000
BLANKS = (9, 10, 11, 12, 13, 32, 160)
PARTS = ("earliest", "latest", "uncertain")
Dated = tuple[Any, ...]


@dataclass
class _Wrong:
    """Distinct values of one date column that are wrong: with the reason, or with what follows from the text.

    `counts` says how many rows hold each of them, `examined` how many rows there are.
    """

    examined: int = 0
    counts: dict[Dated, int] = field(default_factory=dict)
    refused: dict[Dated, edtf.EdtfError] = field(default_factory=dict)
    derived: dict[Dated, tuple[date | None, date | None, bool | None]] = field(default_factory=dict)


def check_values(tables: Tables, usable: Mapping[str, AbstractSet[str]]) -> Report:
    """Findings on dates (TAB018, TAB019) and blank texts (TAB007); `usable` names the columns fit for checks.

    Bounds out of order are passed over: the suites tell them.
    """
    import duckdb

    report = Report()
    ready = [table for table in TABLES if table.name in usable]
    try:
        with connected(tables) as opened:
            for table in ready:
                for column in _dates(table):
                    _check_date(opened, table, column, usable[table.name], report)
                _check_texts(opened, table, usable[table.name], report)
    except duckdb.Error as error:
        _not_run(report, ready, printable(str(error).splitlines()[0]))
    for table in TABLES:
        if table not in ready:
            _not_run(report, [table], f"{table.name} missing or unreadable")
    return report


def _not_run(report: Report, tables: Sequence[Table], reason: str) -> None:
    """Note for every check of the tables that has not run why it did not."""
    done = {run.check for run in report.runs}
    report.runs += [
        CheckRun(check, "not-run", reason=reason)
        for table in tables
        for check in check_ids(table)
        if check not in done
    ]


def check_ids(table: Table) -> Iterator[str]:
    """The names of the checks of a table."""
    for column in _dates(table):
        yield from _date_ids(table, column)
    for column in _texts(table):
        yield _text_id(table, column)


def _texts(table: Table) -> list[Column]:
    """Columns whose texts may be null, but not blank."""
    return [column for column in table.columns if column.pattern == r"\S"]


def _text_id(table: Table, column: Column) -> str:
    return f"{table.name}.{column.name}.not-blank"


def _is_blank(text: str) -> str:
    """Whether a text has only spaces and line ends: SQL that looks further only behind a first one."""
    spaces = " || ".join(f"chr({code})" for code in BLANKS)
    return (
        f"CASE WHEN ascii({text}) IN {BLANKS} THEN trim({text}, {spaces}) = '' ELSE {text} = '' END"
    )


def _check_texts(
    opened: OpenTables, table: Table, usable: AbstractSet[str], report: Report
) -> None:
    columns = [c for c in _texts(table) if {c.name, *table.key} <= usable]
    for column in _texts(table):
        if column not in columns:
            reason = f"{table.name}.{column.name} or the key missing or unreadable"
            report.runs.append(CheckRun(_text_id(table, column), "not-run", reason=reason))
    if not columns:
        return
    connection = opened.connection
    tests = {c: _is_blank(name(c.name)) for c in columns}
    counted = ", ".join(f"count(*) FILTER ({test})" for test in tests.values())
    [[examined, *counts]] = connection.execute(
        f"SELECT count(*), {counted} FROM {name(table.name)}"
    ).fetchall()
    keys = ", ".join(map(name, table.key))
    for (column, test), count in zip(tests.items(), counts, strict=True):
        outcome: Outcome = "failed" if count else "passed"
        report.runs.append(CheckRun(_text_id(table, column), outcome, examined))
        if count:
            rows = connection.execute(
                f"SELECT {keys} FROM {name(table.name)} WHERE {test} ORDER BY {keys} LIMIT {EXAMPLES}"
            ).fetchall()
            report.findings.append(
                _finding(
                    ("TAB007", table.name, column.name),
                    f"{column.name} is blank",
                    "",
                    "write the text, or null where there is none",
                    count,
                    ["/".join(map(str, row)) for row in rows],
                )
            )
            _list(
                opened.listing,
                report.findings[-1],
                table,
                f"SELECT {keys} FROM {name(table.name)} WHERE {test}",
            )


def _dates(table: Table) -> list[Column]:
    return [column for column in table.columns if column.is_date_profile]


def _date_ids(table: Table, column: Column) -> tuple[str, str]:
    return f"{table.name}.{column.name}.date-profile", f"{table.name}.{column.name}.bounds-follow"


def _family(column: str) -> list[str]:
    """A date column with its bounds and qualifier."""
    return [column, *(f"{column}_{part}" for part in PARTS)]


def _check_date(
    opened: OpenTables,
    table: Table,
    column: Column,
    usable: AbstractSet[str],
    report: Report,
) -> None:
    lacking = [c for c in (*_family(column.name), *table.key) if c not in usable]
    if lacking:
        reason = f"{', '.join(f'{table.name}.{c}' for c in lacking)} missing or unreadable"
        report.runs += [
            CheckRun(check, "not-run", reason=reason) for check in _date_ids(table, column)
        ]
        return
    connection = opened.connection
    wrong = _wrong_values(connection, table, column)
    profile, bounds = _date_ids(table, column)
    for check, values in ((profile, list(wrong.refused)), (bounds, list(wrong.derived))):
        report.runs.append(CheckRun(check, "failed" if values else "passed", wrong.examined))
        if values:
            tell = _refusal if check == profile else _difference
            count = sum(wrong.counts[value] for value in values)
            with _registered(connection, table, column, values) as source:
                rows = _rows(connection, table, column, source)
                report.findings.append(tell(table, column, wrong, count, rows))
                keys = ", ".join(f"t.{name(k)}" for k in table.key)
                _list(opened.listing, report.findings[-1], table, f"SELECT {keys} {source}")


def _wrong_values(connection: duckdb.DuckDBPyConnection, table: Table, column: Column) -> _Wrong:
    family = ", ".join(name(c) for c in _family(column.name))
    cursor = connection.execute(f"SELECT {family}, count(*) FROM {name(table.name)} GROUP BY ALL")
    wrong = _Wrong()
    while values := cursor.fetchmany(BATCH):
        for *value, count in values:
            wrong.examined += count
            if _judge(tuple(value), column.date_kind or "day", wrong):
                wrong.counts[tuple(value)] = count
    return wrong


def _judge(value: Dated, kind: DateKind, wrong: _Wrong) -> bool:
    """Note what is wrong with a value; whether anything is."""
    words, *found = value
    follows: tuple[date | None, date | None, bool | None] = (None, None, None)
    if words is not None:
        try:
            follows = read_date(words, kind)
        except edtf.EdtfError as error:
            wrong.refused[value] = error
            return True
    in_order = None in found[:2] or found[0] <= found[1]
    if tuple(found) != follows and in_order:
        wrong.derived[value] = follows
        return True
    return False


@contextmanager
def _registered(
    connection: duckdb.DuckDBPyConnection, table: Table, column: Column, values: Sequence[Dated]
) -> Iterator[str]:
    """Make the values known to the engine, and give the rows `t` that hold one of them as the source of a query."""
    import pyarrow as pa

    family = _family(column.name)
    types = (pa.string(), pa.date32(), pa.date32(), pa.bool_())
    listed = pa.table(
        [
            pa.array(list(members), type_)
            for members, type_ in zip(zip(*values, strict=True), types, strict=True)
        ],
        names=family,
    )
    connection.register("wrong_values", listed)
    alike = " AND ".join(f"t.{name(c)} IS NOT DISTINCT FROM w.{name(c)}" for c in family)
    yield f"FROM {name(table.name)} t JOIN wrong_values w ON {alike}"
    connection.unregister("wrong_values")


def _rows(
    connection: duckdb.DuckDBPyConnection, table: Table, column: Column, source: str
) -> list[tuple[str, Dated]]:
    """First rows by key of a source: id and value."""
    family = _family(column.name)
    keys = ", ".join(f"t.{name(k)}" for k in table.key)
    shown = ", ".join(f"t.{name(c)}" for c in family)
    rows = connection.execute(
        f"SELECT {keys}, {shown} {source} ORDER BY {keys}, {shown} LIMIT {EXAMPLES}"
    ).fetchall()
    width = len(table.key)
    return [("/".join(map(str, row[:width])), tuple(row[width:])) for row in rows]


def _list(listing: Listing | None, finding: Finding, table: Table, sql: str) -> None:
    """Add the rows of a finding to the listing, if there is one."""
    if listing is not None:
        subject = Subject(finding.code, table.name, finding.place.field, finding.message)
        listing.add(subject, table.key, sql)


def _refusal(
    table: Table, column: Column, wrong: _Wrong, count: int, rows: list[tuple[str, Dated]]
) -> Finding:
    error = wrong.refused[rows[0][1]]
    return _finding(
        ("TAB018", table.name, column.name),
        f"{column.name} is no date of the profile: {error.problem}",
        printable(str(rows[0][1][0])),
        error.remedy,
        count,
        [record for record, _ in rows],
    )


def _difference(
    table: Table, column: Column, wrong: _Wrong, count: int, rows: list[tuple[str, Dated]]
) -> Finding:
    """Bounds that are not those of the text; the field names every column in which any row is wrong."""
    off = [
        part
        for number, part in enumerate(_family(column.name)[1:])
        if any(value[number + 1] != follows[number] for value, follows in wrong.derived.items())
    ]
    value = rows[0][1]
    follows = dict(zip(_family(column.name)[1:], wrong.derived[value], strict=True))
    found = dict(zip(_family(column.name), value, strict=True))
    told = ", ".join(f"{c}={found[c]}, not {follows[c]}" for c in off if found[c] != follows[c])
    return _finding(
        ("TAB019", table.name, ", ".join(off)),
        f"bounds do not follow from {column.name}",
        printable(f"{column.name}={value[0]}: {told}", 200),
        "derive the bounds again from the date (docs/dates.md), or build the dataset again",
        count,
        [record for record, _ in rows],
    )


def _finding(
    what: tuple[str, str, str],
    message: str,
    found: str,
    hint: str,
    count: int,
    records: Sequence[str],
) -> Finding:
    """A finding; `what` is its code, table and column, `records` are the first ids."""
    code, table, column = what
    first, *others = (Place(table=table, record=record, field=column) for record in records)
    return Finding(
        code, message, first, first.record, found, hint, related=tuple(others), count=count
    )
