"""Tables in Parquet files as views of one DuckDB, for checks that are not suites; and whether files can be read."""

# ruff: noqa: S608 # names and paths are quoted

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

COPIED_BYTES, COPIED_ROWS = 8_000_000, 100_000
"""Tables of this size are read into memory once; larger ones are scanned where they lie."""


@contextmanager
def opened(files: Mapping[str, Sequence[Path]]) -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB in memory with every table under its own name; it ends with the block.

    Raises:
        duckdb.Error: a file cannot be read.
    """
    import duckdb
    import pyarrow as pa
    import pyarrow.parquet as pq

    spill = Path(tempfile.gettempdir(), f"duckdb-{uuid.uuid4().hex}")
    with duckdb.connect() as connection:
        connection.execute(f"SET temp_directory = {text(str(spill))}")
        connection.execute("SET preserve_insertion_order = false")
        for table, paths in files.items():
            if is_small(paths):  # many times quicker than to let DuckDB open two dozen small files
                connection.register(
                    table, pa.concat_tables([pq.ParquetFile(p).read() for p in paths])
                )
            else:
                connection.execute(f"CREATE VIEW {name(table)} AS SELECT * FROM {_reader(paths)}")
        yield connection


def is_small(paths: Sequence[Path]) -> bool:
    """Whether files are so small together that they may be read at once; rows count too, for they may pack well."""
    import pyarrow.parquet as pq

    if sum(path.stat().st_size for path in paths) > COPIED_BYTES:
        return False
    return sum(pq.read_metadata(path).num_rows for path in paths) <= COPIED_ROWS


def _reader(paths: Sequence[Path]) -> str:
    """Files as DuckDB reads them: no wildcard in a name, no column from the name of a folder."""
    literal = ("".join(f"[{c}]" if c in "*?[" else c for c in str(path)) for path in paths)
    return f"read_parquet([{', '.join(map(text, literal))}], hive_partitioning = false)"


def name(identifier: str) -> str:
    """A name as an SQL identifier."""
    return '"' + identifier.replace('"', '""') + '"'


def text(value: str) -> str:
    """A text as an SQL literal."""
    return "'" + value.replace("'", "''") + "'"


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
