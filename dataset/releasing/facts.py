"""What a release is about to say of itself: version, date, and what lies in the folder of its tables."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from schema.tables import SCHEMA_VERSION, TABLES
from validation.findings import Unusable

CHUNK = 1 << 20


@dataclass(frozen=True)
class TableFacts:
    """One table as it lies in the folder: rows, size in bytes, SHA-256 of the file, logical hash of its content."""

    name: str
    rows: int
    size: int
    sha256: str
    logical_hash: str

    @property
    def file(self) -> str:
        """Name of its file."""
        return f"{self.name}.parquet"


@dataclass(frozen=True)
class ReleaseFacts:
    """A version, its date, the version of its schema, and its tables; `folder` holds `<table>.parquet`."""

    version: str
    date: dt.date
    schema_version: str
    tables: tuple[TableFacts, ...]
    folder: Path

    def path(self, table: str) -> Path:
        """Path of a table's file."""
        return self.folder / f"{table}.parquet"


def gather(folder: Path, *, version: str, date: dt.date) -> ReleaseFacts:
    """Measure the tables of a finished folder, in the order of the registry.

    The descriptions are made from the models, so the tables must be of the same schema version.

    Raises Unusable when a table is missing, cannot be read as Parquet, or has another schema version.
    """
    tables = tuple(_table(folder / f"{table.name}.parquet", table.name) for table in TABLES)
    return ReleaseFacts(version, date, SCHEMA_VERSION, tables, folder)


def _table(path: Path, name: str) -> TableFacts:
    import pyarrow as pa
    import pyarrow.parquet as pq

    from dataset.building.hashing import logical_hash
    from schema.arrow import DICTIONARY_KEY

    if not path.is_file() or path.is_symlink():
        raise Unusable(f"{path}: the table is missing; build the dataset again")
    try:
        rows = pq.read_metadata(path).num_rows
        stored = pq.read_schema(path).metadata or {}
        found = json.loads(stored.get(DICTIONARY_KEY.encode(), b"{}")).get("schema_version")
        logical = logical_hash(path)
    except (OSError, pa.ArrowException, ValueError, TypeError, AttributeError) as error:
        reason = " ".join(str(error).split())[:200]
        raise Unusable(f"{path}: not a table of this dataset ({reason})") from None
    if found != SCHEMA_VERSION:
        raise Unusable(
            f"{path}: has schema version {found}, these tools have {SCHEMA_VERSION}; "
            "build the dataset again, or use the tools that made it"
        )
    return TableFacts(name, rows, path.stat().st_size, sha256_of(path), logical)


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
