"""One SQLite database with keys, and the descriptions for Datasette beside it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from dataset.releasing.export_readme import TITLE
from validation.findings import Unusable, printable

if TYPE_CHECKING:
    from dataset.releasing.export import Started
    from dataset.releasing.sheets import Sheet, SheetColumn, Source

DATABASE = "iran-iraq-security-dialogue"
TYPES = {
    "string": "TEXT",
    "integer": "INTEGER",
    "boolean": "INTEGER",
    "number": "REAL",
    "date": "TEXT",
}
BATCH = 20_000
"""Rows that are in memory at a time."""


def write(source: Source, folder: Path, started: Started) -> None:
    """Write the database, with primary and foreign keys that hold, and `metadata.json` for Datasette.

    Dates become ISO text, true and false 1 and 0.

    Raises Unusable when a key comes twice, is null, or refers to a row that there is not.
    """
    keys = {sheet.name: sheet.key for sheet in source.sheets}
    with closing(sqlite3.connect(folder / f"{DATABASE}.sqlite")) as database:
        # nobody else sees the file before it is finished, and an unfinished one is thrown away
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        for sheet in source.sheets:
            started(sheet.name)
            database.execute(_definition(sheet, keys))
            _fill(database, sheet)
        for sheet in source.sheets:
            for column in sheet.columns:
                if column.references:  # Datasette lists the rows that refer to a row
                    database.execute(
                        f'CREATE INDEX "{sheet.name}_{column.name}" ON "{sheet.name}" ("{column.name}")'
                    )
        _check_references(database, source)
        database.execute("ANALYZE")
        database.commit()
    text = json.dumps(_metadata(source), ensure_ascii=False, indent=2) + "\n"
    (folder / "metadata.json").write_text(text, encoding="utf-8")


def _definition(sheet: Sheet, keys: dict[str, tuple[str, ...]]) -> str:
    lines = [_column(column, sheet) for column in sheet.columns]
    lines.append(f"PRIMARY KEY ({', '.join(map(_quoted, sheet.key))})")
    for column in sheet.columns:
        if column.references is None:
            continue
        key = keys.get(column.references, ())
        if len(key) != 1:
            raise Unusable(
                f"{sheet.file}: {column.name} refers to the table {printable(column.references)}, which is"
                " not there; export a folder that has all tables"
            )
        lines.append(
            f"FOREIGN KEY ({_quoted(column.name)}) REFERENCES"
            f" {_quoted(column.references)} ({_quoted(key[0])})"
        )
    body = ",\n  ".join(lines)
    return f"CREATE TABLE {_quoted(sheet.name)} (\n  {body}\n)"


def _column(column: SheetColumn, sheet: Sheet) -> str:
    parts = [_quoted(column.name), TYPES[column.type]]
    if not column.nullable or column.name in sheet.key:
        parts.append("NOT NULL")
    if column.type == "boolean":
        parts.append(f"CHECK ({_quoted(column.name)} IN (0, 1))")
    return " ".join(parts)


def _fill(database: sqlite3.Connection, sheet: Sheet) -> None:
    marks = ", ".join("?" * len(sheet.columns))
    insert = f"INSERT INTO {_quoted(sheet.name)} VALUES ({marks})"  # noqa: S608, the name is checked
    try:
        database.executemany(insert, _rows(sheet))
    except sqlite3.IntegrityError as error:
        raise Unusable(
            f"{sheet.file}: its keys do not hold ({error}); run `dataset validate`"
        ) from None
    except (pa.ArrowException, OSError) as error:
        told = str(error).partition("\n")[0]
        raise Unusable(f"{sheet.file} cannot be read as Parquet ({told})") from None


def _rows(sheet: Sheet) -> Iterator[tuple[object, ...]]:
    with pq.ParquetFile(sheet.file) as file:
        for batch in file.iter_batches(batch_size=BATCH):
            columns = (_values(array) for array in batch.columns)
            yield from zip(*columns, strict=True)


def _values(array: Any) -> list[object]:
    if pa.types.is_date32(array.type):
        array = array.cast(pa.string())
    elif pa.types.is_boolean(array.type):
        array = array.cast(pa.int8())
    values: list[object] = array.to_pylist()
    return values


def _check_references(database: sqlite3.Connection, source: Source) -> None:
    broken = database.execute("PRAGMA foreign_key_check").fetchone()
    if broken is not None:
        table, row, parent, _ = broken
        raise Unusable(
            f"{source.folder}: line {row} of {table} refers to a row that {parent} has not; run `dataset validate`"
        )


def _metadata(source: Source) -> dict[str, object]:
    tables = {
        sheet.name: {
            "description": sheet.description,
            "columns": {column.name: column.description for column in sheet.columns},
        }
        for sheet in source.sheets
    }
    return {
        "title": f"{TITLE}, version {source.version}" if source.version else TITLE,
        "databases": {DATABASE: {"tables": tables}},
    }


def _quoted(name: str) -> str:
    """A name as SQL has it. Names are checked by whoever made the sheet."""
    return f'"{name}"'
