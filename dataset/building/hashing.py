"""The logical hash: what a table means, whatever the writer. Specified, with test vectors, in docs/logical-hash.md.

The functions here follow that text. Columns are read one after the other in slices, so that a file of any size is
hashed within a few megabytes.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute
import pyarrow.parquet as pq

from schema.arrow import logical_type

SLICE_ROWS = 65_536

pc: Any = pyarrow.compute
"""Without its types: the stubs do not follow a value of any type through it."""


def logical_hash(source: pa.Table | Path) -> str:
    """SHA-256 of a table's meaning: column names, types and values.

    Rows count in the order of the table; columns in the order of the schema; metadata does not count.

    Args:
        source: a table in memory, or a Parquet file, which is read in slices.

    Raises:
        TypeError: a column has a type that the specification does not name.
        OSError: the file cannot be read.
    """
    if isinstance(source, pa.Table):
        return _hash(source.schema, source.num_rows, lambda name: source[name].chunks)
    with pq.ParquetFile(source) as file:

        def chunks(name: str) -> Iterator[Any]:
            for batch in file.iter_batches(batch_size=SLICE_ROWS, columns=[name]):
                yield batch.column(0)

        return _hash(file.schema_arrow, file.metadata.num_rows, chunks)


def _hash(schema: pa.Schema, rows: int, chunks: Callable[[str], Any]) -> str:
    digest = hashlib.sha256()
    digest.update(b"iisdd-logical-hash-1")
    digest.update(struct.pack(">qq", len(schema), rows))
    for field in schema:
        digest.update(_text(field.name) + _text(_type_name(field.type)))
    for field in schema:
        kind = _type_name(field.type)
        for chunk in chunks(field.name):
            for at in range(0, len(chunk), SLICE_ROWS):
                digest.update(_cells(chunk.slice(at, SLICE_ROWS), kind))
    return digest.hexdigest()


def _text(value: str) -> bytes:
    data = value.encode("utf-8")
    return struct.pack(">q", len(data)) + data


def _type_name(type_: pa.DataType) -> str:
    """The specification's word for a type; TypeError where it has none."""
    kind = logical_type(type_)
    return "text" if kind == "string" else kind


def _cells(values: Any, kind: str) -> bytes:
    """Cells in the canonical form, one behind the other: a null marker, or a one and the value."""
    if pa.types.is_dictionary(values.type):
        values = values.dictionary_decode()
    valid = np.asarray(pc.is_valid(values))
    if kind == "text":
        return _texts(values.cast(pa.large_string()), valid)
    filled = pc.fill_null(values, _ZERO[kind])
    match kind:
        case "boolean":
            data = np.asarray(filled.cast(pa.uint8())).astype(">u1")
        case "number":
            data = (np.asarray(filled.cast(pa.float64())) + 0.0).astype(">f8")  # no minus zero
        case _:
            whole = filled.cast(pa.int32()) if kind == "date" else filled
            data = np.asarray(whole.cast(pa.int64())).astype(">i8")
    cells = np.empty((len(valid), 1 + data.itemsize), np.uint8)
    cells[:, 0] = valid
    cells[:, 1:] = data.view(np.uint8).reshape(len(valid), -1)
    kept = np.ones(cells.shape, bool)
    kept[:, 1:] = valid[:, None]
    return cells[kept].tobytes()


_ZERO = {
    "boolean": pa.scalar(value=False),
    "number": pa.scalar(0.0),
    "integer": pa.scalar(0),
    "date": pa.scalar(0, pa.date32()),
}


def _texts(values: Any, valid: np.ndarray[Any, Any]) -> bytes:
    """Texts in the canonical form: the head of each (marker and length) before its bytes."""
    data = pc.fill_null(values, "").cast(pa.large_binary())
    sizes = np.asarray(pc.binary_length(data))
    heads = np.empty((len(valid), 9), np.uint8)
    heads[:, 0] = valid
    heads[:, 1:] = sizes.astype(">i8").view(np.uint8).reshape(-1, 8)
    kept = np.ones(heads.shape, bool)
    kept[:, 1:] = valid[:, None]
    ends = np.concatenate([[0], np.cumsum(np.where(valid, 9, 1))]).astype(np.int64)
    head = pa.Array.from_buffers(
        pa.large_binary(),
        len(valid),
        [None, pa.py_buffer(ends.tobytes()), pa.py_buffer(heads[kept].tobytes())],
    )
    joined = pc.binary_join_element_wise(head, data, pa.scalar(b"", pa.large_binary()))
    _, offsets, bytes_ = joined.buffers()
    places = np.frombuffer(offsets, np.int64)[joined.offset : joined.offset + len(joined) + 1]
    return memoryview(bytes_)[places[0] : places[-1]].tobytes() if len(joined) else b""
