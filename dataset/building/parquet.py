"""Tables to Parquet: the same rows always give the same bytes, in a folder that appears whole or not at all."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa
import pyarrow.parquet as pq

from dataset.building.swap import take_place
from validation.findings import Unusable

ROW_GROUP_ROWS = 100_000

SETTINGS: Mapping[str, Any] = {
    "compression": "zstd",
    "compression_level": 9,
    "version": "2.6",
    "data_page_version": "1.0",
    "use_dictionary": True,
    "write_statistics": True,
    "store_schema": True,
    "write_page_index": False,
    "write_page_checksum": True,
}
"""Every setting that changes bytes; leaving one to the library's default would tie us to its version."""


class TableWriter:
    """Writes a table batch by batch: the bytes depend on the rows alone, not on how they are cut into batches.

    At most one row group is held in memory. One chunk per column goes to the library: the chunk layout of equal data
    changes the bytes.

    Raises:
        OSError: the disk refuses; the error names the file.
    """

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self.path, self.schema = path, schema
        self.rows = 0
        self._waiting: list[pa.Table] = []
        self._count = 0
        with _named(path):
            self._writer = pq.ParquetWriter(path, schema, **SETTINGS)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        if kind is None and (self._count or not self.rows):
            self._write_group()  # a table without rows has a group, too
        with _named(self.path):
            self._writer.close()

    def write(self, rows: pa.Table) -> None:
        """Take further rows."""
        self._waiting.append(rows)
        self._count += rows.num_rows
        while self._count >= ROW_GROUP_ROWS:
            self._write_group()

    def _write_group(self) -> None:
        held = pa.concat_tables([self.schema.empty_table(), *self._waiting])
        group, rest = held.slice(0, ROW_GROUP_ROWS).combine_chunks(), held.slice(ROW_GROUP_ROWS)
        with _named(self.path):
            self._writer.write_table(group, row_group_size=ROW_GROUP_ROWS)
        self.rows += group.num_rows
        self._waiting, self._count = [rest], rest.num_rows


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """An error of the disk names the file: the library's own does not."""
    try:
        yield
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error).partition("\n")[0]
        raise OSError(error.errno or 5, reason, str(path)) from error


def write(table: pa.Table, path: Path) -> None:
    """Write one table.

    Raises:
        OSError: the disk refuses; the error names the file.
    """
    with TableWriter(path, table.schema) as writer:
        writer.write(table)


def publish(tables: Mapping[str, pa.Table], folder: Path) -> None:
    """Write all tables into `folder`, replacing what is there; errors as in `publishing`."""
    with publishing(folder) as fresh:
        for name, table in tables.items():
            write(table, fresh / f"{name}.parquet")


@contextmanager
def publishing(folder: Path) -> Iterator[Path]:
    """A folder to write tables into, which takes the place of `folder` when the block ends without an error.

    It is a sibling. Its files are flushed to the disk; then the old and the new folder
    change places in one step. A reader never sees half a dataset, nor none. Where the file system cannot do
    that, the old folder is moved aside first: a process killed between the two moves leaves no folder, and
    the next build puts the old one back before it starts.

    Raises:
        Unusable: another build is under way, or what is there is no build's.
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
            yield fresh
            for path in sorted(fresh.iterdir()):
                flush(path)
            flush(fresh)
            old = _old(folder)
            take_place(fresh, folder, old)
            flush(folder.parent)
            shutil.rmtree(old, ignore_errors=True)
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


def _old(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.old")


def _sweep(folder: Path) -> None:
    """Finish what a killed process left: its old folder goes back unless the new one is in place."""
    old = _old(folder)
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
