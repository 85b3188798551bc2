"""Bundles: all checks of a package as a few queries, for the first pass.

Great Expectations spends some tens of milliseconds on every expectation, whatever the size of the table, and runs
the query of an `UnexpectedRowsExpectation` twice. So the first pass is one expectation over all checks
(`gx_expectation`), whose metric runs the queries made here. They only have to be sure of what passes: whatever they
name is asked again as a stock expectation, which has the last word. That both ways give the same results is a test.

* A small table lies in memory; what is asked of single rows is one scan with one aggregate per check. DuckDB plans
  that in a fraction of the time of a query per check.
* A large table stays in its files, with a query per check: DuckDB then reads only the columns and row groups that can
  hold an offender (their statistics tell), which one scan for all would not.
* A key is unique if every row is greater than the one before it. That takes no memory and a fourth of the time of
  grouping. A table that is not sorted by its key fails the test and is left to the stock expectation.
* All references to one table are one join with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from validation.checks import TableCheck
from validation.gx_queries import condition, inlined, literal, offenders, quote_identifier


class Part(NamedTuple):
    """A query that returns the ids of those of its checks that may fail."""

    check_ids: list[str]
    sql: str


def bundles(checks: Sequence[TableCheck], small: AbstractSet[str]) -> list[list[Part]]:
    """Queries for checks, in groups that are best run at once.

    Args:
        checks: what to ask; ids are unique.
        small: the tables that lie in memory.
    """
    inside = [check for check in checks if check.table in small]
    groups = [list(_scans(inside)), *_others(inside)]
    for table in dict.fromkeys(check.table for check in checks if check.table not in small):
        own = [check for check in checks if check.table == table]
        rows = [_first(check) for check in own if condition(check)]
        groups.append([*rows, *(part for group in _others(own) for part in group)])
    return [group for group in groups if group]


def joined(parts: Iterable[Part]) -> str:
    """The queries of a group as one."""
    return "\nUNION ALL\n".join(f"({part.sql}\n)" for part in parts)


def _scans(checks: Iterable[TableCheck]) -> Iterator[Part]:
    """One scan per table for all checks that look at single rows."""
    by_table: dict[str, list[tuple[str, str]]] = {}
    for check in checks:
        if broken := condition(check):
            by_table.setdefault(check.table, []).append((check.check_id, inlined(*broken)))
    for table, asked in by_table.items():
        ids = ", ".join(literal(check_id) for check_id, _ in asked)
        found = ", ".join(f"bool_or({broken})" for _, broken in asked)
        both = f"SELECT unnest([{ids}]) AS check_id, unnest([{found}]) AS is_broken"
        scan = f"{both} FROM {quote_identifier(table)}"
        yield Part([i for i, _ in asked], f"SELECT check_id FROM ({scan}) WHERE is_broken")


def _others(checks: Sequence[TableCheck]) -> list[list[Part]]:
    """Checks that look at several rows or tables: keys, references, the rest."""
    rest = [check for check in checks if check.kind in {"rows", "row_count_at_least"}]
    return [
        [_ascending(check) for check in checks if check.kind == "unique"],
        list(_references(check for check in checks if check.kind == "parent")),
        [_first(check) for check in rest],
    ]


def _first(check: TableCheck) -> Part:
    """Stop at the first offender."""
    sql = inlined(*offenders(check, quote_identifier(check.table)))
    chosen = f"SELECT {literal(check.check_id)} AS check_id FROM ({sql}\n) LIMIT 1"
    return Part([check.check_id], chosen)


def _ascending(check: TableCheck) -> Part:
    """Whether a key does not rise from row to row.

    A window without order or partition runs as one stream, whatever the number of threads. Rising all along it, no
    value can come twice, in whatever order the files are read.
    """
    columns = [quote_identifier(column) for column in check.columns]
    key = columns[0] if len(columns) == 1 else f"row({', '.join(columns)})"
    filled = " AND ".join(f"{column} IS NOT NULL" for column in columns)
    pairs = (
        f"SELECT {key} AS this, lag({key}) OVER () AS last "
        f"FROM {quote_identifier(check.table)} WHERE {filled}"
    )
    chosen = (
        f"SELECT {literal(check.check_id)} AS check_id FROM ({pairs}) WHERE this <= last LIMIT 1"
    )
    return Part([check.check_id], chosen)


def _references(checks: Iterable[TableCheck]) -> Iterator[Part]:
    """One join per parent table."""
    by_parent: dict[tuple[str, str], list[TableCheck]] = {}
    for check in checks:
        (parent,) = check.params["tables"]
        by_parent.setdefault((parent, check.params["key"]), []).append(check)
    for (parent, name), asked in by_parent.items():
        key = f"p.{quote_identifier(name)}"
        values = " UNION ALL ".join(
            f"SELECT {literal(check.check_id)} AS check_id, {column} AS value "
            f"FROM {quote_identifier(check.table)} WHERE {column} IS NOT NULL"
            for check in asked
            for column in [quote_identifier(check.columns[0])]
        )
        yield Part(
            [check.check_id for check in asked],
            f"SELECT DISTINCT check_id FROM ({values}) c "
            f"LEFT JOIN {quote_identifier(parent)} p ON c.value = {key} WHERE {key} IS NULL",
        )
