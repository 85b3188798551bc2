"""The logical hash: what docs/logical-hash.md says, byte for byte, from memory and from files of any size."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import struct
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset.building import hashing
from dataset.building.hashing import logical_hash

ROOT = Path(__file__).resolve().parents[3]
VECTORS = [
    pa.table({}),
    pa.table({"a": pa.array(["x", None, "é"], pa.string())}),
    pa.table(
        {
            "n": pa.array([1, None], pa.int32()),
            "d": pa.array([dt.date(2020, 7, 22), None], pa.date32()),
            "b": pa.array([True, False]),
            "f": pa.array([0.5, -0.0]),
        }
    ),
]


def test_the_published_test_vectors_hold() -> None:
    text = (ROOT / "docs/logical-hash.md").read_text(encoding="utf-8")

    assert re.findall(r"`([0-9a-f]{64})`", text) == [logical_hash(table) for table in VECTORS]


def test_the_hash_is_what_the_specification_says_byte_for_byte() -> None:
    """The second vector, put together by hand from the words of docs/logical-hash.md."""

    def number(value: int) -> bytes:
        return struct.pack(">q", value)

    def text(value: str) -> bytes:
        return number(len(value.encode())) + value.encode()

    expected = b"iisdd-logical-hash-1" + number(1) + number(3) + text("a") + text("text")
    expected += b"\x01" + text("x") + b"\x00" + b"\x01" + text("é")

    assert logical_hash(VECTORS[1]) == hashlib.sha256(expected).hexdigest()


def test_chunks_metadata_and_writer_do_not_change_the_hash() -> None:
    table = VECTORS[1]
    chunked = pa.concat_tables([table.slice(0, 1), table.slice(1)]).replace_schema_metadata(
        {"k": "v"}
    )

    assert logical_hash(chunked) == logical_hash(table)


@pytest.mark.parametrize(
    "other",
    [
        pa.table({"b": pa.array(["x", None, "é"], pa.string())}),
        pa.table({"a": pa.array(["x", "", "é"], pa.string())}),
        pa.table({"a": pa.array(["x", "é", None], pa.string())}),
        pa.table({"a": pa.array(["x", None, "e\u0301"], pa.string())}),
    ],
    ids=["column name", "null against empty", "row order", "normalisation"],
)
def test_any_other_meaning_has_another_hash(other: pa.Table) -> None:
    assert logical_hash(other) != logical_hash(VECTORS[1])


def test_a_type_without_a_canonical_form_is_refused() -> None:
    with pytest.raises(TypeError, match="timestamp"):
        logical_hash(pa.table({"a": pa.array([1], pa.timestamp("s"))}))


@pytest.mark.parametrize(
    "stored", [pa.large_string(), pa.string_view(), pa.dictionary(pa.int32(), pa.string())], ids=str
)
def test_text_is_text_however_a_writer_stores_it(stored: pa.DataType) -> None:
    other = pa.table({"a": pa.array(["x", None, "é"], pa.string()).cast(stored)})

    assert logical_hash(other) == logical_hash(VECTORS[1])


# The words of docs/logical-hash.md once more, a cell at a time.


def plain_hash(table: pa.Table) -> str:
    names = {
        pa.string(): "text",
        pa.int32(): "integer",
        pa.bool_(): "boolean",
        pa.float64(): "number",
        pa.date32(): "date",
    }

    def text(value: str) -> bytes:
        return struct.pack(">q", len(value.encode())) + value.encode()

    def cell(value: object) -> bytes:
        match value:
            case None:
                return b"\x00"
            case bool():
                return b"\x01" + bytes([value])
            case int():
                return b"\x01" + struct.pack(">q", value)
            case float():
                return b"\x01" + struct.pack(">d", value or 0.0)
            case dt.date():
                return b"\x01" + struct.pack(">q", (value - dt.date(1970, 1, 1)).days)
        return b"\x01" + text(str(value))

    parts = [b"iisdd-logical-hash-1", struct.pack(">qq", table.num_columns, table.num_rows)]
    parts += [text(field.name) + text(names[field.type]) for field in table.schema]
    parts += [cell(value) for column in table.columns for value in column.to_pylist()]
    return hashlib.sha256(b"".join(parts)).hexdigest()


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "t": st.none() | st.text(st.characters(codec="utf-8"), max_size=5),
            "n": st.none() | st.integers(-(2**31), 2**31 - 1),
            "b": st.none() | st.booleans(),
            "f": st.none() | st.floats(allow_nan=False),
            "d": st.none() | st.dates(),
        }
    ),
    max_size=9,
)
SCHEMA = pa.schema(
    [
        ("t", pa.string()),
        ("n", pa.int32()),
        ("b", pa.bool_()),
        ("f", pa.float64()),
        ("d", pa.date32()),
    ]
)


@given(rows=ROWS, at=st.integers(0, 9), size=st.sampled_from((1, 2, 100)))
def test_the_hash_follows_the_specification_however_the_rows_are_cut(
    rows: list[dict[str, object]], at: int, size: int
) -> None:
    table = pa.Table.from_pylist(rows, schema=SCHEMA)
    cut = pa.concat_tables([table.slice(0, at), table.slice(at)])

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(hashing, "SLICE_ROWS", size)
        assert logical_hash(cut) == plain_hash(table)


def test_a_file_is_hashed_as_the_table_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hashing, "SLICE_ROWS", 2)
    for number, table in enumerate(VECTORS[1:]):
        path = tmp_path / f"{number}.parquet"
        pq.write_table(table, path, row_group_size=1)
        assert logical_hash(path) == logical_hash(table)
