"""The ids of all rows that findings tell of, in one file: findings name a few, and say how many there are.

The rows are gathered in the DuckDB that runs the checks, within its memory limit, and never held in Python.
"""

# ruff: noqa: S608 # names are quoted, values are parameters

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from validation.findings import Unusable
from validation.gx_queries import literal, quote_identifier

if TYPE_CHECKING:
    import duckdb

LISTED = '"rows of findings"'
FORMS = {".parquet": "FORMAT parquet, COMPRESSION zstd", ".csv": "FORMAT csv, HEADER"}


@dataclass(frozen=True)
class Subject:
    """What a finding is about: its code, the table, the columns as its place names them, and what is wrong in words."""

    code: str
    table: str
    field: str
    message: str


class Listing:
    """Rows of findings, to be written once all checks are done.

    Args:
        connection: where the tables are open.
        path: the file to write; `fit` says whether it will do.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path) -> None:
        """Make room for rows."""
        self._connection, self._path = connection, path
        connection.execute(
            f'CREATE TABLE {LISTED} (code VARCHAR, "table" VARCHAR, field VARCHAR, message VARCHAR, record VARCHAR)'
        )

    def add(
        self, subject: Subject, key: Sequence[str], sql: str, parameters: Sequence[object] = ()
    ) -> None:
        """Add every row of a query, by the columns of its key.

        Raises:
            duckdb.Error: the query cannot be finished.
        """
        record = " || '/' || ".join(
            f"coalesce(CAST({quote_identifier(column)} AS VARCHAR), 'None')" for column in key
        )
        what = ", ".join(
            map(literal, (subject.code, subject.table, subject.field, subject.message))
        )
        self._connection.execute(
            f"INSERT INTO {LISTED} SELECT {what}, {record} FROM ({sql}\n)", list(parameters)
        )

    def write(self) -> None:
        """Write the file as a whole: columns code, table, field, message, record; sorted by code, table, field, record.

        Raises:
            Unusable: the disk refuses; what was there before stays.
        """
        import duckdb

        path = self._path
        fresh = path.with_name(f".dataset-{uuid.uuid4().hex}.tmp")
        try:
            self._connection.execute(
                f"COPY (SELECT * FROM {LISTED} ORDER BY ALL) TO {literal(str(fresh))} ({FORMS[path.suffix]})"
            )
            fresh.replace(path)
        except (duckdb.Error, OSError) as error:
            reason = str(error).splitlines()[0]
            raise Unusable(f"{path}: cannot be written ({reason})") from None
        finally:
            with contextlib.suppress(OSError):
                fresh.unlink()


def fit(path: Path) -> None:
    """Refuse, before any work, a file that cannot be written.

    Raises:
        Unusable: neither `.parquet` nor `.csv`, no such folder, or something else than a file.
    """
    if path.suffix not in FORMS:
        raise Unusable(
            f"{path}: ids are written as Parquet or CSV; give a name in .parquet or .csv"
        )
    if not path.parent.is_dir():
        raise Unusable(f"{path}: there is no folder {path.parent}; make it first")
    if path.exists() and not path.is_file():
        raise Unusable(f"{path}: is no file; give the name of a file to write")
