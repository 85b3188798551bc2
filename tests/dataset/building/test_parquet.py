"""Parquet: same rows, same bytes; a hash of meaning; a folder that is whole or absent."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import struct
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dataset.building import parquet
from dataset.building.swap import exchange
from validation.findings import Unusable

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

    assert re.findall(r"`([0-9a-f]{64})`", text) == [
        parquet.logical_hash(table) for table in VECTORS
    ]


def test_the_hash_is_what_the_specification_says_byte_for_byte() -> None:
    """The second vector, put together by hand from the words of docs/logical-hash.md."""

    def number(value: int) -> bytes:
        return struct.pack(">q", value)

    def text(value: str) -> bytes:
        return number(len(value.encode())) + value.encode()

    expected = b"iisdd-logical-hash-1" + number(1) + number(3) + text("a") + text("text")
    expected += b"\x01" + text("x") + b"\x00" + b"\x01" + text("é")

    assert parquet.logical_hash(VECTORS[1]) == hashlib.sha256(expected).hexdigest()


def test_chunks_metadata_and_writer_do_not_change_the_hash() -> None:
    table = VECTORS[1]
    chunked = pa.concat_tables([table.slice(0, 1), table.slice(1)]).replace_schema_metadata(
        {"k": "v"}
    )

    assert parquet.logical_hash(chunked) == parquet.logical_hash(table)


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
    assert parquet.logical_hash(other) != parquet.logical_hash(VECTORS[1])


def test_a_type_without_a_canonical_form_is_refused() -> None:
    with pytest.raises(TypeError, match="timestamp"):
        parquet.logical_hash(pa.table({"a": pa.array([1], pa.timestamp("s"))}))
    with pytest.raises(TypeError, match="bytes"):
        parquet.encode(b"")


def test_chunk_layout_does_not_change_the_file(tmp_path: Path) -> None:
    table = VECTORS[1]
    parquet.write(table, tmp_path / "one.parquet")
    parquet.write(pa.concat_tables([table.slice(0, 1), table.slice(1)]), tmp_path / "two.parquet")

    assert (tmp_path / "one.parquet").read_bytes() == (tmp_path / "two.parquet").read_bytes()


def test_publish_replaces_the_whole_folder(tmp_path: Path) -> None:
    folder = tmp_path / "build" / "parquet"
    parquet.publish({"a": VECTORS[1], "b": VECTORS[2]}, folder)
    parquet.publish({"a": VECTORS[2]}, folder)

    assert [path.name for path in folder.iterdir()] == ["a.parquet"]
    assert pq.read_table(folder / "a.parquet").equals(VECTORS[2])
    assert sorted(path.name for path in folder.parent.iterdir()) == [".parquet.lock", "parquet"]


def test_a_failure_while_writing_leaves_the_old_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "parquet"
    parquet.publish({"a": VECTORS[1]}, folder)
    before = (folder / "a.parquet").read_bytes()

    def full(_: pa.Table, path: Path) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(parquet, "write", full)
    with pytest.raises(OSError, match="No space"):
        parquet.publish({"a": VECTORS[2]}, folder)

    assert (folder / "a.parquet").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == [".parquet.lock", "parquet"]


def test_without_exchange_the_whole_folder_is_replaced_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet, "exchange", lambda *_: False)
    test_publish_replaces_the_whole_folder(tmp_path)


def test_a_folder_is_never_missing_where_the_system_can_exchange(tmp_path: Path) -> None:
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.txt").touch()
    if not exchange(tmp_path / "first", tmp_path / "second"):
        pytest.skip("this file system cannot exchange two names")
    assert (tmp_path / "first" / "second.txt").exists()
    assert (tmp_path / "second" / "first.txt").exists()
    with pytest.raises(FileNotFoundError):
        exchange(tmp_path / "first", tmp_path / "third")


def test_a_failure_while_renaming_puts_the_old_folder_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet, "exchange", lambda *_: False)
    folder = tmp_path / "parquet"
    parquet.publish({"a": VECTORS[1]}, folder)
    before = (folder / "a.parquet").read_bytes()
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self.name.endswith(".new"):
            raise OSError(13, "Permission denied", str(self))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(OSError, match="Permission"):
        parquet.publish({"a": VECTORS[2]}, folder)

    assert (folder / "a.parquet").read_bytes() == before


def test_what_a_killed_process_left_is_cleared_up(tmp_path: Path) -> None:
    folder = tmp_path / "parquet"
    parquet.publish({"a": VECTORS[1]}, folder)
    before = (folder / "a.parquet").read_bytes()
    folder.rename(tmp_path / ".parquet.old")
    (tmp_path / ".parquet.new").mkdir()

    parquet._sweep(folder)

    assert (folder / "a.parquet").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == [".parquet.lock", "parquet"]


@pytest.mark.parametrize(
    "stored", [pa.large_string(), pa.string_view(), pa.dictionary(pa.int32(), pa.string())], ids=str
)
def test_text_is_text_however_a_writer_stores_it(stored: pa.DataType) -> None:
    other = pa.table({"a": pa.array(["x", None, "é"], pa.string()).cast(stored)})

    assert parquet.logical_hash(other) == parquet.logical_hash(VECTORS[1])


def test_a_second_build_at_the_same_time_is_refused(tmp_path: Path) -> None:
    with (
        parquet._alone(tmp_path / "parquet"),
        pytest.raises(Unusable, match="another build"),
    ):
        parquet.publish({"a": VECTORS[1]}, tmp_path / "parquet")

    assert not (tmp_path / "parquet").exists()
