"""Parquet: same rows, same bytes; a folder that is whole or absent."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dataset.building import parquet, swap
from dataset.building.swap import exchange
from validation.findings import Unusable

VECTORS = [
    pa.table({}),
    pa.table({"a": pa.array(["x", None, "é"], pa.string())}),
    pa.table({"n": pa.array([1, None], pa.int32()), "b": pa.array([True, False])}),
]


def test_chunk_layout_does_not_change_the_file(tmp_path: Path) -> None:
    table = VECTORS[1]
    parquet.write(table, tmp_path / "one.parquet")
    parquet.write(pa.concat_tables([table.slice(0, 1), table.slice(1)]), tmp_path / "two.parquet")

    assert (tmp_path / "one.parquet").read_bytes() == (tmp_path / "two.parquet").read_bytes()


@pytest.mark.parametrize("rows", [0, 1, 7, 8, 30])
def test_batches_do_not_change_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: int
) -> None:
    monkeypatch.setattr(parquet, "ROW_GROUP_ROWS", 8)
    table = pa.table(
        {"n": pa.array(range(rows), pa.int32()), "t": [f"text {n}" for n in range(rows)]}
    )
    parquet.write(table, tmp_path / "whole.parquet")

    for size in (1, 3, 8, 20):
        with parquet.TableWriter(tmp_path / "cut.parquet", table.schema) as writer:
            for batch in table.to_batches(max_chunksize=size):
                writer.write(pa.Table.from_batches([batch]))
        assert writer.rows == rows
        assert (tmp_path / "cut.parquet").read_bytes() == (tmp_path / "whole.parquet").read_bytes()


def test_a_disk_that_refuses_is_told_with_the_name_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file") as refused:
        parquet.write(VECTORS[1], tmp_path / "nowhere" / "a.parquet")

    assert refused.value.filename == str(tmp_path / "nowhere" / "a.parquet")


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
    monkeypatch.setattr(swap, "exchange", lambda *_: False)
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
    monkeypatch.setattr(swap, "exchange", lambda *_: False)
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


def test_a_second_build_at_the_same_time_is_refused(tmp_path: Path) -> None:
    with (
        parquet._alone(tmp_path / "parquet"),
        pytest.raises(Unusable, match="another build"),
    ):
        parquet.publish({"a": VECTORS[1]}, tmp_path / "parquet")

    assert not (tmp_path / "parquet").exists()
