"""Files are replaced whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dataset import files
from validation.findings import Unusable


def test_the_old_file_is_there_until_the_new_one_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text("old", encoding="utf-8")

    with files.replaced(path) as stream:
        stream.write("new\r\n’")
        stream.flush()
        assert path.read_text(encoding="utf-8") == "old"

    assert path.read_bytes() == "new\r\n’".encode()
    assert [p.name for p in tmp_path.iterdir()] == ["out.jsonl"]


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError, SystemExit])
def test_work_that_ends_early_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, error: type[BaseException]
) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text("old", encoding="utf-8")

    def work() -> None:
        with files.replaced(path) as stream:
            stream.write("half")
            raise error

    with pytest.raises(error):
        work()

    assert [(p.name, p.read_text(encoding="utf-8")) for p in tmp_path.iterdir()] == [
        ("out.jsonl", "old")
    ]


def test_an_error_of_what_is_read_meanwhile_is_not_told_of_what_is_written(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="missing"), files.replaced(tmp_path / "out"):
        (tmp_path / "missing").read_text(encoding="utf-8")


def test_a_name_may_stand_for_the_path_in_messages(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match=r"^records/x: cannot be written"):
        files.replace(tmp_path / "no" / "x", "text", "records/x")


def test_permissions_of_the_old_file_are_kept_and_new_files_follow_the_mask(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.touch(mode=0o600)
    mask = os.umask(0o027)
    try:
        files.replace(old, "x")
        files.replace(new, "x")
    finally:
        os.umask(mask)

    assert [path.stat().st_mode & 0o777 for path in (old, new)] == [0o600, 0o640]
