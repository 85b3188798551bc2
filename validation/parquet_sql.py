"""Tables in Parquet files as one DuckDB for all checks; and whether files can be read."""

# ruff: noqa: S608 # names and paths are quoted

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from validation.findings import Unusable
from validation.gx_queries import literal, literal_path, quote_identifier
from validation.spill import spilling

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    import duckdb

    from validation.listing import Listing

COPIED_BYTES, COPIED_ROWS = 8_000_000, 100_000
"""Tables of this size are read into memory once; larger ones are scanned where they lie."""

LONGEST_REASON = 300
LEAST_MEMORY = 100_000_000


class Unreadable(Exception):
    """A table cannot be read; the message says which files, and why."""


@dataclass(frozen=True)
class Limits:
    """What the engine may take.

    `memory` is the memory that DuckDB may use, such as "2GB"; by default its own rule. `spill` is a folder for what
    exceeds it; by default one below the system's for temporary files. `threads` is by default as many as processors.

    Raises:
        Unusable: that is no amount of memory, or too little.
    """

    memory: str | None = None
    spill: Path | None = None
    threads: int | None = None

    def __post_init__(self) -> None:
        if self.memory is not None and _bytes(self.memory) < LEAST_MEMORY:
            raise Unusable(
                f"memory limit {self.memory!r}: too little; give at least 100MB, such as 2GB"
            )


def _bytes(amount: str) -> int:
    """An amount of memory as DuckDB reads it.

    Raises:
        Unusable: it is none.
    """
    read = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([KMGT])(i?)B\s*", amount, re.IGNORECASE)
    if read is None:
        raise Unusable(f"memory limit {amount!r}: no amount of memory; write it as 500MB or 2GB")
    unit = (1024 if read[3] else 1000) ** ("KMGT".index(read[2].upper()) + 1)
    return int(float(read[1]) * unit)


@dataclass
class OpenTables:
    """Tables under their own names in a DuckDB in memory; whoever connects to `database` in this process sees them too.

    `columns` and `row_counts` are those of the readable tables, `unreadable` says what is wrong with the others, and
    `small` names the tables that lie in memory. A column that not every file of a table has is none of its columns;
    `lacking` names the first file without it. `listing` takes all rows of findings, where they are wanted.
    """

    connection: duckdb.DuckDBPyConnection
    database: str
    spill: Path
    columns: dict[str, list[str]] = field(default_factory=dict)
    row_counts: dict[str, int] = field(default_factory=dict)
    unreadable: dict[str, str] = field(default_factory=dict)
    small: set[str] = field(default_factory=set)
    lacking: dict[str, dict[str, Path]] = field(default_factory=dict)
    listing: Listing | None = None

    def add(self, table: str, paths: Sequence[Path]) -> None:
        """Open one more table, or other files for one that is open; `unreadable` says what stood in the way."""
        for known in (self.columns, self.row_counts, self.unreadable, self.lacking):
            known.pop(table, None)
        self.small.discard(table)
        self._drop(table)
        try:
            self.row_counts[table] = _open(self, table, paths)
        except Unreadable as error:
            self.unreadable[table] = str(error)
            return
        described = self.query(f"DESCRIBE {quote_identifier(table)}")[1]
        self.lacking[table] = _lacking([str(row[0]) for row in described], paths)
        self.columns[table] = [str(c) for c, *_ in described if c not in self.lacking[table]]

    def _drop(self, table: str) -> None:
        kinds = self.query(
            "SELECT table_type FROM information_schema.tables WHERE table_name = ?", [table]
        )[1]
        for (kind,) in kinds:
            what = "VIEW" if kind == "VIEW" else "TABLE"
            self.connection.execute(f"DROP {what} {quote_identifier(table)}")

    def query(
        self, sql: str, parameters: Sequence[object] = ()
    ) -> tuple[list[str], list[tuple[Any, ...]]]:
        """The names of the columns, and all rows.

        Raises:
            duckdb.Error: the statement is refused, or cannot be finished.
        """
        cursor = self.connection.execute(sql, list(parameters))
        return [column[0] for column in cursor.description or ()], cursor.fetchall()


Tables: TypeAlias = OpenTables | Mapping[str, Sequence[Path]]
"""Tables that are open already, or for every table its Parquet files."""


def connected(tables: Tables) -> AbstractContextManager[OpenTables]:
    """Tables to ask; those that are not open are opened for the block."""
    return nullcontext(tables) if isinstance(tables, OpenTables) else opened(tables)


@contextmanager
def opened(
    files: Mapping[str, Sequence[Path]], limits: Limits | None = None
) -> Iterator[OpenTables]:
    """Open every table under its own name; the database, and what it spilled, end with the block.

    Args:
        files: for every table its Parquet files.
        limits: what the engine may take.

    Raises:
        Unusable: a limit is refused, or the folder for what exceeds it cannot be used.
    """
    import duckdb

    limits = limits or Limits()
    unique = f"tables-{uuid.uuid4().hex}"
    with spilling(limits.spill) as spill, duckdb.connect(f":memory:{unique}") as connection:
        settings: dict[str, str | int | None] = {
            "threads": limits.threads,
            "memory_limit": limits.memory,
            "temp_directory": str(spill),
            "TimeZone": "UTC",
            "preserve_insertion_order": "false",
        }
        for setting, value in settings.items():
            if value is not None:
                try:
                    connection.execute(f"SET {setting} = {literal(str(value))}")
                except duckdb.Error as error:
                    raise Unusable(f"{setting} {value}: {one_line(str(error))}") from None
        tables = OpenTables(connection, f":memory:{unique}", spill)
        for table, paths in files.items():
            tables.add(table, paths)
        yield tables


def _open(tables: OpenTables, table: str, paths: Sequence[Path]) -> int:
    """Make a table in memory, or a view over files; return how many rows it has.

    Raises:
        Unreadable: a file cannot be read; nothing is left behind.
    """
    import duckdb

    if not paths:
        raise Unreadable(f"table {table} has no files")
    fault = None
    if _fits_in_memory(paths):
        try:
            return _copy(tables, table, paths)
        except duckdb.OutOfMemoryException:
            pass  # no fault of the files: they are scanned where they lie
        except duckdb.Error as error:
            fault = error  # of which file, is found out below
    try:
        # DuckDB looks at one file only until rows are wanted, so each is tried by itself.
        counts = [_view(tables, table, [path]) for path in paths]
        count = counts[0] if len(paths) == 1 else _view(tables, table, paths)
        if fault is not None:
            raise _unreadable(paths, fault)
        return count
    except Unreadable:
        tables.connection.execute(f"DROP VIEW IF EXISTS {quote_identifier(table)}")
        raise


def _lacking(columns: Sequence[str], paths: Sequence[Path]) -> dict[str, Path]:
    """For every column that some file does not have, the first such file."""
    import pyarrow.parquet as pq

    if len(paths) == 1:
        return {}
    found: dict[str, Path] = {}
    for path in paths:
        names = set(pq.read_schema(path).names)
        found |= {column: path for column in columns if column not in names | found.keys()}
    return found


def _fits_in_memory(paths: Sequence[Path]) -> bool:
    """Whether a table is small; one whose files cannot be read is left to DuckDB, which tells why."""
    import pyarrow as pa

    try:
        return is_small(paths)
    except (pa.ArrowException, OSError):
        return False


def _copy(tables: OpenTables, table: str, paths: Sequence[Path]) -> int:
    """Copy a table into memory, for every scan of a view opens its files again; return its rows.

    Raises:
        duckdb.Error: a file cannot be read to its end; no table is made.
    """
    made = f"CREATE TABLE {quote_identifier(table)} AS SELECT * FROM {reader(paths)}"
    _, [[rows]] = tables.query(made)
    tables.small.add(table)
    return int(rows)


def _view(tables: OpenTables, table: str, paths: Sequence[Path]) -> int:
    """Make the view of a table and return how many rows it has.

    Raises:
        Unreadable: that cannot be done; the message names the files.
    """
    import duckdb

    view = quote_identifier(table)
    try:
        tables.connection.execute(f"CREATE OR REPLACE VIEW {view} AS SELECT * FROM {reader(paths)}")
        _, [[rows]] = tables.query(f"SELECT count(*) FROM {view}")
    except duckdb.Error as error:
        raise _unreadable(paths, error) from error
    return int(rows)


def one_line(message: str) -> str:
    """What an error of the engine says in one line, without the wrapping of SQLAlchemy."""
    wrapped = re.search(r"\(_?duckdb\.\w+\) (.+)", message)
    lines = [wrapped[1]] if wrapped else [line for line in message.splitlines() if line.strip()]
    line = " ".join(lines[0].split()) if lines else "unknown error"
    return line if len(line) <= LONGEST_REASON else f"{line[: LONGEST_REASON - 1]}…"


def _unreadable(paths: Sequence[Path], error: Exception) -> Unreadable:
    return Unreadable(f"{', '.join(map(str, paths))} cannot be read: {one_line(str(error))}")


def is_small(paths: Sequence[Path]) -> bool:
    """Whether files are so small together that they may be read at once; rows count too, for they may pack well."""
    import pyarrow.parquet as pq

    if sum(path.stat().st_size for path in paths) > COPIED_BYTES:
        return False
    return sum(pq.read_metadata(path).num_rows for path in paths) <= COPIED_ROWS


def reader(paths: Sequence[Path], *, named: bool = False) -> str:
    """Files as DuckDB reads them: no wildcard in a name, no column from a folder's name, columns by their names.

    With `named` there is a column `filename` besides.
    """
    listed = ", ".join(literal(literal_path(path)) for path in paths)
    options = ", union_by_name = true" if len(paths) > 1 else ""
    options += ", filename = true" if named else ""
    return f"read_parquet([{listed}], hive_partitioning = false{options})"


def damage(path: Path) -> str:
    """What keeps a Parquet file from being read to its end, in one line; empty if nothing does.

    Every page is decoded, and its checksum compared where the writer left one.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            for _ in file.iter_batches(batch_size=10_000):
                pass
    except (pa.ArrowException, OSError) as error:
        return str(error).splitlines()[0]
    return ""
