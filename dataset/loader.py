"""Read the built tables: as Arrow tables, or as views of a DuckDB connection.

This file is shipped unchanged in the data package, beside a folder `data` with the tables. So it
knows nothing of the rest of the project, and needs pyarrow alone; only `connect` needs duckdb.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa
    import pyarrow.parquet as pq

SUFFIX = ".parquet"
DICTIONARY_KEY = b"dataset.table"


def folder(path: str | Path | None = None) -> Path:
    """Return the folder that holds the tables.

    An explicit path comes first; then the folder `data` beside this file, which the data package
    has; then `build/parquet` of the checkout in which this file lies.

    Raises FileNotFoundError, with one line that tells what to do, if there are no tables.
    """
    if path is not None:
        found = Path(path)
        advice = "give the folder that holds the Parquet files"
    else:
        here = Path(__file__).resolve().parent
        found, advice = here / "data", "install the data package again"
        if not found.is_dir():
            found = here.parent / "build" / "parquet"
            advice = (
                "run `make data` in the checkout, or give the folder that holds the Parquet files"
            )
    if not found.is_dir():
        raise FileNotFoundError(f"no folder {found}; {advice}")
    if not _files(found):
        raise FileNotFoundError(f"no tables in {found}; {advice}")
    return found


def tables(path: str | Path | None = None) -> list[str]:
    """Return the names of the tables, in alphabetical order; FileNotFoundError as in `folder`."""
    return list(_files(folder(path)))


def load(
    table: str, path: str | Path | None = None, *, columns: Sequence[str] | None = None
) -> pa.Table:
    """Return one table, or some of its columns in the order asked for.

    Raises KeyError, naming the nearest, for an unknown table or column; FileNotFoundError as in
    `folder`; ValueError if the file is not readable Parquet.
    """
    file = _parquet(table, path)
    with file:
        if columns is None:
            return file.read()
        known = file.schema_arrow.names
        for name in columns:
            if name not in known:
                raise KeyError(_unknown(f"column {name!r} in {table}", name, known))
        return file.read(columns=list(columns)).select(list(columns))


def describe(table: str, path: str | Path | None = None) -> dict[str, Any]:
    """Return the dictionary of a table as it is carried inside its file: description, key, columns.

    Raises as `load`, and ValueError for a file that carries no dictionary.
    """
    import json

    file = _parquet(table, path)
    with file:
        text = (file.schema_arrow.metadata or {}).get(DICTIONARY_KEY)
    if text is None:
        raise ValueError(
            f"{table}{SUFFIX} carries no dictionary; it is not a table of this dataset"
        )
    dictionary: dict[str, Any] = json.loads(text)
    return dictionary


def connect(path: str | Path | None = None) -> duckdb.DuckDBPyConnection:
    """Return a DuckDB connection, in memory, with one view per table.

    `references` is a reserved word of SQL: write it as "references".

    Raises FileNotFoundError as in `folder`; ValueError if a file is not readable Parquet.
    """
    import duckdb

    files = _files(folder(path))
    for file in files.values():
        _must_be_a_file(file)
    connection = duckdb.connect()
    for name, file in files.items():
        try:
            connection.execute(
                f"CREATE VIEW {_identifier(name)} AS SELECT * FROM"  # noqa: S608, both are quoted
                f" read_parquet({_literal(file)}, hive_partitioning = false)"
            )
        except duckdb.Error as error:
            connection.close()
            raise ValueError(_unreadable(file, error)) from None
    return connection


def _files(home: Path) -> dict[str, Path]:
    """Return tables by name. Hidden files, as some systems leave them on a disk, are none."""
    names = sorted(os.listdir(home))  # noqa: PTH208, listing paths takes as long as reading a small table
    tables = [name for name in names if name.endswith(SUFFIX) and not name.startswith(".")]
    return {name.removesuffix(SUFFIX): home / name for name in tables}


def _parquet(table: str, path: str | Path | None) -> pq.ParquetFile:
    import pyarrow as pa
    import pyarrow.parquet as pq

    files = _files(folder(path))
    if table not in files:
        raise KeyError(_unknown(f"table {table!r}", table, files))
    _must_be_a_file(files[table])
    try:
        return pq.ParquetFile(files[table])
    except (pa.ArrowException, OSError) as error:
        raise ValueError(_unreadable(files[table], error)) from None


def _must_be_a_file(file: Path) -> None:
    # To open a pipe would wait for ever for somebody to write into it.
    if not file.is_file():
        raise ValueError(_unreadable(file, ValueError("it is no file")))


def _unreadable(file: Path, error: Exception) -> str:
    reason = str(error).partition("\n")[0]
    return f"{file} cannot be read as Parquet ({reason}); build, fetch or install it again"


def _unknown(what: str, wrong: str, known: Iterable[str]) -> str:
    """Say what there is none of, with the name that was probably meant, else with all names."""
    import difflib

    names = list(known)
    near = difflib.get_close_matches(wrong, names, n=1, cutoff=0.5)
    hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(names)}"
    return f"no {what}; {hint}"


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(file: Path) -> str:
    """Return a path as SQL text that means this one file: quotes doubled, no wildcards."""
    plain = "".join(f"[{sign}]" if sign in "*?[" else sign for sign in str(file.absolute()))
    return "'" + plain.replace("'", "''") + "'"
