"""Tables to Parquet: the same rows always give the same bytes, and a hash that survives another writer.

The folder appears whole or not at all. What the logical hash is made of is specified, with test vectors, in
docs/logical-hash.md; the functions here follow that text.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import hashlib
import os
import shutil
import struct
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from dataset.building.swap import exchange
from validation.findings import Unusable

ROW_GROUP_ROWS = 100_000


def write(table: pa.Table, path: Path) -> None:
    """Write one table.

    Every setting that changes bytes is fixed here; leaving one to the library's default would tie
    us to its version. One chunk per column first: the chunk layout of equal data changes the bytes.
    """
    pq.write_table(
        table.combine_chunks(),
        path,
        row_group_size=ROW_GROUP_ROWS,
        compression="zstd",
        compression_level=9,
        version="2.6",
        data_page_version="1.0",
        use_dictionary=True,
        write_statistics=True,
        store_schema=True,
        write_page_index=False,
        write_page_checksum=True,
    )


def publish(tables: Mapping[str, pa.Table], folder: Path) -> None:
    """Write all tables into `folder`, replacing what is there.

    The tables are written to a sibling folder and flushed to the disk; then the old and the new folder
    change places in one step. A reader never sees half a dataset, nor none. Where the file system cannot do
    that, the old folder is moved aside first: a process killed between the two moves leaves no folder, and
    the next build puts the old one back before it starts.

    Raises:
        Unusable: another build is under way.
        OSError: the disk refuses; the old folder is in its place.
    """
    if foreign := _foreign(folder):
        raise Unusable(f"{foreign} is not of this dataset's making; move it away, then build again")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        _sweep(folder)
        fresh = folder.with_name(f".{folder.name}.new")
        fresh.mkdir()
        try:
            for name, table in tables.items():
                path = fresh / f"{name}.parquet"
                write(table, path)
                flush(path)
            flush(fresh)
            _swap(fresh, folder)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)


def _foreign(folder: Path) -> Path | None:
    """Something in the place of the tables that a build would destroy, though no build put it there."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        return folder
    if not folder.exists():
        return None
    return next((path for path in sorted(folder.iterdir()) if path.suffix != ".parquet"), None)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep a second build out; the system lets go of the lock when the process ends, however it ends."""
    with folder.with_name(f".{folder.name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Unusable(f"another build is writing {folder}; wait until it has ended") from None
        yield


def _swap(fresh: Path, folder: Path) -> None:
    if folder.exists() and exchange(fresh, folder):
        flush(folder.parent)
        return  # the old folder, now under the name of the new one, is removed by the caller
    old = folder.with_name(f".{folder.name}.old")
    if folder.exists():
        folder.rename(old)
    try:
        fresh.rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        raise
    flush(folder.parent)
    shutil.rmtree(old, ignore_errors=True)


def _sweep(folder: Path) -> None:
    """Finish what a killed process left: its old folder goes back unless the new one is in place."""
    old = folder.with_name(f".{folder.name}.old")
    if old.exists() and not folder.exists():
        old.rename(folder)
    for path in (old, folder.with_name(f".{folder.name}.new")):
        shutil.rmtree(path, ignore_errors=True)


def flush(path: Path) -> None:
    """Have the disk take over a file, or the entries of a folder, before going on."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


NULL = b"\x00"
EPOCH = dt.date(1970, 1, 1)


def logical_hash(table: pa.Table) -> str:
    """SHA-256 of a table's meaning: column names, types and values, whatever the writer (docs/logical-hash.md).

    Rows count in the order of the table; columns in the order of the schema; metadata does not count.

    Raises:
        TypeError: a column has a type that the specification does not name.
    """
    digest = hashlib.sha256()
    digest.update(b"iisdd-logical-hash-1")
    digest.update(struct.pack(">qq", table.num_columns, table.num_rows))
    for field in table.schema:
        digest.update(_text(field.name) + _text(_type_name(field.type)))
    for name in table.column_names:
        for batch in table.column(name).chunks:
            for value in batch.to_pylist():
                digest.update(encode(value))
    return digest.hexdigest()


def _type_name(type_: pa.DataType) -> str:
    """Logical type: however wide or encoded a writer stores it, text is text."""
    if pa.types.is_dictionary(type_):
        return _type_name(type_.value_type)
    tests: dict[str, tuple[Callable[[pa.DataType], bool], ...]] = {
        "text": (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view),
        "integer": (pa.types.is_integer,),
        "boolean": (pa.types.is_boolean,),
        "number": (pa.types.is_floating,),
        "date": (pa.types.is_date32,),
    }
    for name, kinds in tests.items():
        if any(is_kind(type_) for is_kind in kinds):
            return name
    msg = f"no logical type for {type_}"
    raise TypeError(msg)


def encode(value: object) -> bytes:
    """One cell in the canonical form: a null marker, or a one and the value."""
    if value is None:
        return NULL
    if isinstance(value, bool):
        return b"\x01" + (b"\x01" if value else b"\x00")
    if isinstance(value, int):
        return b"\x01" + struct.pack(">q", value)
    if isinstance(value, float):
        return b"\x01" + struct.pack(">d", value + 0.0)
    if isinstance(value, dt.date):
        return b"\x01" + struct.pack(">q", (value - EPOCH).days)
    if isinstance(value, str):
        return b"\x01" + _text(value)
    msg = f"no canonical form for {type(value).__name__}"
    raise TypeError(msg)


def _text(value: str) -> bytes:
    data = value.encode("utf-8")
    return struct.pack(">q", len(data)) + data
