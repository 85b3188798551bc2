"""A derivation in parts: the table, and the tables it follows from, cut along a key that they share.

Published tables are sorted by key, so a part reads its own row groups alone, and memory is bounded by a part, whatever
the size of the table.
"""

# ruff: noqa: S608 # names are those of the registry

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import duckdb

from dataset.building.derivation import Derivation, quads
from validation.gx_queries import literal as text
from validation.gx_queries import quote_identifier as name

PART_ROWS = 500_000
BYTES_A_ROW = 4_000
"""Memory that a row of a part may take: with 2 GB a part has its full size, with less fewer rows."""

WHOLE = "true"


def part_rows(connection: duckdb.DuckDBPyConnection) -> int:
    """How many rows a part may have within the engine's memory limit."""
    [[limit]] = connection.execute(
        "SELECT parse_formatted_bytes(current_setting('memory_limit'))"
    ).fetchall()
    return max(1_000, min(PART_ROWS, int(limit) // BYTES_A_ROW))


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Make what the SQL of derivations needs besides tables."""
    connection.execute("CREATE TEMP TABLE event_quads(event VARCHAR, quad VARCHAR)")
    connection.executemany("INSERT INTO event_quads VALUES (?, ?)", quads())


def parts(connection: duckdb.DuckDBPyConnection, source: str, by: str, rows_each: int) -> list[str]:
    """Conditions on the column `{by}` that cut a table, in ascending order."""
    table, column = name(source), name(by)
    [[rows]] = connection.execute(f"SELECT count(*) FROM {table}").fetchall()
    if rows <= rows_each:
        return [WHOLE]
    wanted = -(-rows // rows_each)
    sample = connection.execute(
        f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL USING SAMPLE reservoir({100 * wanted} ROWS)"
    ).fetchall()
    values = sorted(value for (value,) in sample)
    cuts = sorted({values[len(values) * n // wanted] for n in range(1, wanted)})
    conditions = []
    for low, high in pairwise([None, *cuts, None]):
        tests = [f"{{by}} >= {text(low)}"] if low is not None else []
        tests += [f"{{by}} < {text(high)}"] if high is not None else []
        conditions.append(" AND ".join(tests))
    return conditions


def restricted(table: str, column: str, part: str) -> str:
    """A table, or the part of it that a condition cuts out, as a source for FROM."""
    if part == WHOLE:
        return name(table)
    return f"(SELECT * FROM {name(table)} WHERE {part.replace('{by}', name(column))})"


def derived(derivation: Derivation, part: str, sources: Mapping[str, str] | None = None) -> str:
    """The SQL that derives a part of a table.

    Args:
        derivation: what is derived.
        part: one of `parts`.
        sources: tables that go by another name.
    """
    sql = derivation.sql
    for table in derivation.sources:
        column = derivation.parted.get(table)
        named = (sources or {}).get(table, table)
        sql = sql.replace(
            f"{{{table}}}", restricted(named, column or "", part if column else WHOLE)
        )
    return sql
