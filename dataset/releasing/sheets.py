"""Tables to be exported: what they are called and hold, as each Parquet file says of itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from dataset import loader
from dataset.releasing.release_folder import is_release, open_release
from schema.arrow import ARROW_TYPES
from schema.tables import ColumnType
from validation.findings import Unusable, printable

_NAME = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)


@dataclass(frozen=True)
class SheetColumn:
    """One column: its type, and what the dictionary says of it."""

    name: str
    type: ColumnType
    nullable: bool
    description: str
    vocabulary: str | None
    references: str | None


@dataclass(frozen=True)
class Sheet:
    """One table in its Parquet file."""

    name: str
    file: Path
    rows: int
    description: str
    key: tuple[str, ...]
    columns: tuple[SheetColumn, ...]

    def of_type(self, *types: ColumnType) -> tuple[str, ...]:
        """Return the names of the columns of these types."""
        return tuple(column.name for column in self.columns if column.type in types)


@dataclass(frozen=True)
class Source:
    """A folder of tables; version and day are those of the release, None for a folder that is none."""

    folder: Path
    sheets: tuple[Sheet, ...]
    version: str | None = None
    date: str | None = None


def open_source(folder: Path) -> Source:
    """Read what the tables of a folder say of themselves.

    Raises Unusable, in one line, for a folder without tables, a file that is no table of this dataset, and a
    release that is not as its manifest says.
    """
    release = open_release(folder) if is_release(folder) else None
    try:
        sheets = tuple(_sheet(name, folder) for name in loader.tables(folder))
    except (FileNotFoundError, ValueError) as error:
        raise Unusable(str(error)) from None
    version, date = (release.version, release.date) if release else (None, None)
    return Source(folder, sheets, version, date)


def _sheet(name: str, folder: Path) -> Sheet:
    file = folder / f"{name}.parquet"
    if not _NAME.fullmatch(name):
        raise Unusable(f"{file}: {printable(name)!r} is no name of a table; move the file away")
    dictionary: Any = loader.describe(name, folder)
    if not isinstance(dictionary, dict):
        raise Unusable(f"{file}: its dictionary is no JSON object; build it again")
    with pq.ParquetFile(file) as parquet:
        schema, rows = parquet.schema_arrow, parquet.metadata.num_rows
    told = {str(c["name"]): c for c in _mappings(dictionary, "columns")}
    targets = {str(f["column"]): f for f in _mappings(dictionary, "foreign_keys")}
    key = dictionary.get("primary_key")
    if not isinstance(key, list) or not key or not all(name in schema.names for name in key):
        raise Unusable(f"{file}: its dictionary names no key that it has; build it again")
    return Sheet(
        name=name,
        file=file,
        rows=rows,
        description=_text(dictionary, "description") or name,
        key=tuple(key),
        columns=tuple(_column(f, told, targets, file) for f in schema),
    )


def _column(
    field: pa.Field[Any],
    told: Mapping[str, Mapping[str, Any]],
    targets: Mapping[str, Mapping[str, Any]],
    file: Path,
) -> SheetColumn:
    types = [name for name, type_ in ARROW_TYPES.items() if type_ == field.type]
    if not types or not _NAME.fullmatch(field.name):
        what = printable(f"{field.name} ({field.type})")
        raise Unusable(f"{file}: no table of this dataset has a column like {what}")
    entry = told.get(field.name, {})
    return SheetColumn(
        name=field.name,
        type=types[0],  # type: ignore[arg-type]
        nullable=field.nullable,
        description=_text(entry, "description") or "",
        vocabulary=_text(entry, "vocabulary"),
        references=_text(targets.get(field.name, {}), "references"),
    )


def _mappings(dictionary: Mapping[str, Any], key: str) -> Sequence[Mapping[str, Any]]:
    value = dictionary.get(key)
    needed = {"columns": "name", "foreign_keys": "column"}[key]
    entries = value if isinstance(value, list) else []
    return [entry for entry in entries if isinstance(entry, dict) and needed in entry]


def _text(entry: Mapping[str, Any], key: str) -> str | None:
    value = entry.get(key)
    return value if isinstance(value, str) and value else None
