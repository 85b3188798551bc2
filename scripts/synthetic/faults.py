"""Plants faults in a complete folder of synthetic tables, so many of every kind, each away from all others.

What rests on a wrong cell is not told a second time, so that a fault can hide another one: the kinds of each stage go
into a folder of their own. Within it, every fault has a visit, with its articles and statements, for itself.
"""

# ruff: noqa: S608 # nothing in the SQL comes from outside

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from dataset.building.parquet import TableWriter
from schema.tables import BY_NAME
from scripts.synthetic.fault_kinds import KINDS, Kind, Stage
from scripts.synthetic.stories import BLOCK
from validation.findings import Finding
from validation.gx_queries import quote_identifier as name
from validation.parquet_sql import Limits, OpenTables, opened

STAGES: tuple[Stage, ...] = ("base", "derived", "measured")
BATCH_ROWS = 20_000


class Expected(NamedTuple):
    """What validation must find: code, table ("*" where several share the count) and field; how often."""

    code: str
    table: str
    field: str
    times: int


class NoRoomError(ValueError):
    """There are not enough rows for so many faults."""


def plant(
    source: Path,
    target: Path,
    stage: Stage,
    each: int,
    *,
    seed: int = 1,
    kinds: Sequence[Kind] = KINDS,
    limits: Limits | None = None,
) -> list[Expected]:
    """Copy tables, and spoil rows of the copy.

    Args:
        source: a complete folder of synthetic tables, without a fault.
        target: the new folder.
        stage: which kinds of fault.
        each: how many of each kind, or as many as a kind can have at most.
        seed: other seeds spoil other rows.
        kinds: the kinds of fault to choose from.
        limits: what the engine may take.

    Returns:
        What validation must find in the copy, and nothing else.

    Raises:
        NoRoomError: there are too few rows.
    """
    shutil.copytree(source, target)
    files = {path.stem: [path] for path in sorted(source.glob("*.parquet"))}
    expected: Counter[tuple[str, str, str]] = Counter()
    with opened(files, limits) as tables:
        _prepare(tables.connection)
        chosen = [kind for kind in kinds if kind.stage == stage]
        for number, kind in enumerate(chosen):
            count = _pick(tables.connection, kind, number, min(each, kind.most), seed)
            expected[kind.code, kind.at or kind.table, kind.field] += count
        for table in dict.fromkeys(kind.table for kind in chosen):
            own = [(number, kind) for number, kind in enumerate(chosen) if kind.table == table]
            _rewrite(tables, table, own, target / f"{table}.parquet")
    return [Expected(*what, count) for what, count in sorted(expected.items())]


def _prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Make what the queries of kinds use: the visit to which a record belongs, by the number in its id."""
    number = "TRY_CAST(regexp_extract(i, '[0-9]{7}') AS INTEGER)"
    connection.execute(
        "CREATE MACRO hood_of(i) AS CASE WHEN starts_with(i, 'example-gazette') "
        f"THEN {number} // {BLOCK} WHEN starts_with(i, 'example-visit') OR starts_with(i, 'example-talks') "
        f"THEN {number} ELSE -1 - abs(CAST(hash(i) % 1000000000000 AS BIGINT)) END"
    )
    connection.execute("CREATE TEMP TABLE used (hood BIGINT)")


HOOD_COLUMNS = ("statement_id", "meeting_id", "article_id", "record_id")


def _hood(table: str) -> str:
    """The column whose value says to which visit a row belongs: SQL over `t`."""
    columns = [c.name for c in BY_NAME[table].columns]
    first = next((c for c in HOOD_COLUMNS if c in columns), BY_NAME[table].key[0])
    return f"hood_of(t.{name(first)})"


def _pick(
    connection: duckdb.DuckDBPyConnection, kind: Kind, number: int, wanted: int, seed: int
) -> int:
    """Choose rows in places that no other fault has; return how often their faults will be counted.

    Raises:
        NoRoomError: there are too few.
    """
    by = _by(kind)
    query = kind.where
    if not query.startswith(("SELECT", "WITH")):
        keys = ", ".join(f"t.{name(column)}" for column in by)
        query = f"SELECT {keys} FROM {name(kind.table)} t WHERE {kind.where}"
    described = connection.execute(f"DESCRIBE {query}").fetchall()
    given = [str(column) for column, *_ in described]
    kept = ", ".join(f"q.{name(column)}" for column in given if column not in {"hood", "times"})
    hood = "q.hood" if "hood" in given else _hood(kind.table)
    times = "q.times" if "times" in given else kind.times
    joined = " AND ".join(f"q.{name(column)} = t.{name(column)}" for column in by)
    keys = ", ".join(f"q.{name(column)}" for column in by)
    connection.execute(
        f"CREATE TEMP TABLE picked_{number} AS "
        f"SELECT * FROM (SELECT {kept}, {hood} AS hood, {times} AS times, hash({keys}, {seed}) AS lot "
        f"FROM ({query}) q JOIN {name(kind.table)} t ON {joined}) "
        "WHERE hood NOT IN (SELECT hood FROM used) "
        "QUALIFY row_number() OVER (PARTITION BY hood ORDER BY lot) = 1 "
        f"ORDER BY lot LIMIT {wanted}"
    )
    connection.execute(f"INSERT INTO used SELECT hood FROM picked_{number}")
    [[count, found]] = connection.execute(
        f"SELECT coalesce(sum(times), 0), count(*) FROM picked_{number}"
    ).fetchall()
    if found < wanted:
        msg = f"no room for {wanted} faults {kind.name!r}, only for {found}; take more articles"
        raise NoRoomError(msg)
    return int(count)


def _by(kind: Kind) -> tuple[str, ...]:
    return kind.by or BY_NAME[kind.table].key


def _rewrite(tables: OpenTables, table: str, kinds: Iterable[tuple[int, Kind]], path: Path) -> None:
    """Write a table again, with its faults, in the order of its key."""
    kept, added = f"SELECT t.* FROM {name(table)} t", []
    for number, kind in kinds:
        joined = " AND ".join(f"p.{name(k)} = t.{name(k)}" for k in _by(kind))
        picked = f"picked_{number} p"
        if kind.action != "add":
            kept += f" ANTI JOIN {picked} ON {joined}"
        if kind.action != "remove":
            sets = ", ".join(f"{value} AS {name(column)}" for column, value in kind.sets.items())
            replaced = f"t.* REPLACE ({sets})" if sets else "t.*"
            added.append(f"SELECT {replaced} FROM {name(table)} t JOIN {picked} ON {joined}")
    order = ", ".join(map(name, BY_NAME[table].key))
    schema = pq.read_schema(path)
    # what must not be null may be now
    loose = pa.schema([field.with_nullable(True) for field in schema]).with_metadata(
        schema.metadata
    )
    query = " UNION ALL BY NAME ".join([kept, *added])
    with TableWriter(path, loose) as writer:
        for batch in tables.connection.sql(f"{query} ORDER BY {order}").to_arrow_reader(BATCH_ROWS):
            writer.write(pa.Table.from_batches([batch]).select(loose.names).cast(loose))


def break_structure(source: Path, target: Path) -> list[Expected]:
    """Copy tables, and break files of the copy: one of each kind.

    Returns:
        What validation must find in the copy, and nothing else.
    """
    shutil.copytree(source, target)
    (target / "references.parquet").unlink()
    _change(target / "names.parquet", lambda table: table.drop_columns(["script"]))
    _change(target / "article_credits.parquet", _widened)
    path = target / "retired.parquet"
    path.write_bytes(path.read_bytes()[:-20])
    _change(target / "officials.parquet", lambda table: table.append_column("note2", table["name"]))
    _change(target / "vocabularies.parquet", lambda table: table.slice(0, 0))
    pq.write_table(pa.table({"a": [1]}), target / "notes.parquet")
    return [
        Expected("TAB001", "references", "", 1),
        Expected("TAB002", "names", "script", 1),
        Expected("TAB003", "article_credits", "sequence", 1),
        Expected("TAB012", "retired", "", 1),
        Expected("TAB013", "notes", "", 1),
        Expected("TAB013", "officials", "note2", 1),
        Expected("TAB017", "vocabularies", "", 1),
    ]


def _change(path: Path, change: Callable[[pa.Table], pa.Table]) -> None:
    pq.write_table(change(pq.read_table(path)), path)


def _widened(table: pa.Table) -> pa.Table:
    at = table.column_names.index("sequence")
    return table.set_column(at, "sequence", table["sequence"].cast(pa.int64()))


def differences(expected: Iterable[Expected], findings: Iterable[Finding]) -> list[str]:
    """Where validation did not find just what was planted, in words; nothing if it did."""
    found: Counter[tuple[str, str, str]] = Counter()
    for finding in findings:
        found[finding.code, finding.place.table, finding.place.field] += finding.count
    told = []
    for code, table, field, times in expected:
        alike = [w for w in found if w[0] == code and table in {"*", w[1]} and w[2] == field]
        there = sum(found.pop(what) for what in alike)
        if there != times:
            told.append(f"{code} {table} {field}: planted {times}, found {there}")
    told += [f"{' '.join(what)}: planted 0, found {count}" for what, count in found.items()]
    return told
