"""What the tables cover, computed from them: outlets, languages, days, states. Nothing of it is typed anywhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schema import vocabularies
from schema.tables import TABLES

if TYPE_CHECKING:
    import duckdb

TOOK_PLACE = "status IN ('held', 'ongoing')"
"""Meetings whose days count as covered: a plan covers no day."""


@dataclass(frozen=True)
class Coverage:
    """What the tables cover.

    `first` and `last` are the earliest and the latest day on which a statement was made or a meeting took place, as
    far as dates are known; None where none is. `states` are the ISO 3166-1 alpha-3 codes of all sides that speak, are
    spoken to or take part in a meeting. `addresses` are those of the articles.
    """

    articles: int
    statements: int
    meetings: int
    first: dt.date | None
    last: dt.date | None
    languages: tuple[str, ...]
    outlets: tuple[str, ...]
    states: tuple[str, ...]
    addresses: tuple[str, ...]

    @property
    def period(self) -> str | None:
        """First and last day as an ISO 8601 interval."""
        if self.first is None or self.last is None:
            return None
        return f"{self.first.isoformat()}/{self.last.isoformat()}"

    @property
    def state_names(self) -> tuple[str, ...]:
        """The states by name, in the order of their codes."""
        return tuple(vocabularies.term("iso3", code).label for code in self.states)


def measure(folder: Path) -> Coverage:
    """Compute the coverage of a folder of tables."""
    with opened(folder) as connection:
        first, last = rows(connection, _DAYS)[0]
        return Coverage(
            articles=_count(connection, "articles"),
            statements=_count(connection, "statements"),
            meetings=_count(connection, "meetings"),
            first=first,
            last=last,
            languages=_column(connection, _LANGUAGES),
            outlets=_column(connection, _OUTLETS),
            states=_column(connection, _STATES),
            addresses=_column(connection, _ADDRESSES),
        )


@contextmanager
def opened(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """DuckDB with one view per table of the folder; nothing is copied into memory."""
    import duckdb

    connection = duckdb.connect()
    try:
        for table in TABLES:
            path = str(folder / f"{table.name}.parquet").replace("'", "''")
            connection.execute(
                f"CREATE VIEW \"{table.name}\" AS SELECT * FROM read_parquet('{path}')"
            )
        yield connection
    finally:
        connection.close()


def rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    """All rows of a query."""
    return connection.execute(sql).fetchall()


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(rows(connection, f'SELECT count(*) FROM "{table}"')[0][0])


def _column(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[Any, ...]:
    return tuple(row[0] for row in rows(connection, sql))


_DAYS = f"""
    SELECT min(first), max(last) FROM (
        SELECT date_earliest AS first, date_latest AS last FROM statements
        UNION ALL
        SELECT start_earliest, coalesce(end_latest, start_latest) FROM meetings WHERE {TOOK_PLACE}
    )
"""
_LANGUAGES = "SELECT DISTINCT language FROM articles ORDER BY 1"
_OUTLETS = """
    SELECT DISTINCT o.name FROM articles a JOIN organizations o
    ON a.publisher_id = o.organization_id ORDER BY 1
"""
_STATES = """
    SELECT iso3 FROM statement_parties WHERE iso3 IS NOT NULL
    UNION SELECT iso3 FROM participants WHERE iso3 IS NOT NULL ORDER BY 1
"""
_ADDRESSES = "SELECT DISTINCT url FROM articles WHERE url IS NOT NULL ORDER BY 1"
