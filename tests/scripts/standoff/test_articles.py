"""Articles are read one after the other; what is wrong with one stops no other."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import sys
from pathlib import Path
from types import SimpleNamespace

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scripts.standoff import articles
from scripts.standoff.articles import STDIN, Article, Failure, find, read
from validation.findings import Unusable

DAY = dt.date(2023, 2, 24)


def got(*paths: Path, published: dt.date | None = None) -> list[Article | Failure]:
    return list(read(find(paths), published))


def failures(items: list[Article | Failure]) -> list[str]:
    return [str(item) for item in items if isinstance(item, Failure)]


def put(path: Path, data: bytes | str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


# text files


def test_a_text_file_is_an_article_named_by_its_stem(tmp_path: Path) -> None:
    path = put(tmp_path / "news.2023.txt", "\ufeffOne\r\ntwo\rthree 😀\n")

    (item,) = got(path, published=DAY)

    assert item == Article("news.2023", "\ufeffOne\r\ntwo\rthree 😀\n", DAY, str(path), 23)


def test_any_suffix_is_text_and_an_empty_file_is_an_empty_article(tmp_path: Path) -> None:
    assert [a.text for a in got(put(tmp_path / "a.md", "x"), put(tmp_path / "b", ""))] == ["x", ""]


@pytest.mark.parametrize(
    "data, told",
    [
        (b"caf\xe9", "not UTF-8 text (byte 0xE9 at offset 3); save it as UTF-8"),
        ("abc".encode("utf-16"), "not UTF-8 text (byte 0xFF at offset 0); save it as UTF-8"),
        ("abc".encode("utf-16-le"), "not a text (NUL at character 1); a binary file, or UTF-16"),
        (b"x" * (articles.LONGEST + 1), "larger than 20 MB, so it is no article; split it"),
        (b"\xed\xa0\x80", "not UTF-8 text (byte 0xED at offset 0)"),
    ],
    ids=["latin-1", "utf-16", "utf-16-le", "huge", "surrogate"],
)
def test_a_file_that_is_no_text_is_told_and_the_next_is_read(
    tmp_path: Path, data: bytes, told: str
) -> None:
    bad, good = put(tmp_path / "bad.txt", data), put(tmp_path / "good.txt", "fine")

    first, second = got(bad, good)

    assert isinstance(first, Failure)
    assert str(first).startswith(f"{bad}: {told}")
    assert second.text == "fine"


def test_a_text_of_the_greatest_length_is_read(tmp_path: Path) -> None:
    (item,) = got(put(tmp_path / "a.txt", b"x" * articles.LONGEST))
    assert len(item.text) == articles.LONGEST


# folders


def test_a_folder_stands_for_its_texts_in_order_and_hidden_files_are_none(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "sub/c.TXT", ".hidden.txt", ".git/d.txt", "more.jsonl", "x.md"):
        put(tmp_path / name, name)

    assert [item.article_id for item in got(tmp_path)] == ["a", "b", "c"]


def test_a_folder_without_texts_stands_for_its_shards_and_not_for_the_file_being_written(
    tmp_path: Path,
) -> None:
    line = '{"article_id": "%s", "text": "x"}\n'
    for name in ("b.jsonl", "a.ndjson", "out.jsonl"):
        put(tmp_path / name, line % name)

    found = find([tmp_path], tmp_path / "sub" / ".." / "out.jsonl")

    assert [item.article_id for item in read(found)] == ["a.ndjson", "b.jsonl"]


def test_one_name_twice_is_told_for_the_second(tmp_path: Path) -> None:
    one, other = put(tmp_path / "1/a.txt", "x"), put(tmp_path / "2/a.txt", "y")

    first, second = got(tmp_path)

    assert first.text == "x"
    assert str(second) == f"{other}: its article_id a is that of {one}; rename one of them"


@pytest.mark.parametrize(
    "make, told",
    [
        (lambda _: None, "no such file or folder"),
        (lambda path: path.mkdir(), "there are no articles in it"),
        (os.mkfifo, "is neither a file nor a folder"),
        (lambda path: path.symlink_to("nowhere"), "no such file or folder"),
        (lambda path: path.symlink_to(path.name), "cannot be read"),
    ],
    ids=["missing", "empty folder", "pipe", "dangling", "loop"],
)
def test_what_was_named_and_leads_nowhere_stops_before_any_work(tmp_path: Path, make, told) -> None:
    make(tmp_path / "x")
    with pytest.raises(Unusable, match=told):
        find([tmp_path / "x"])


def test_what_lies_in_a_folder_and_leads_nowhere_is_told_and_left_out(tmp_path: Path) -> None:
    put(tmp_path / "a.txt", "x")
    os.mkfifo(tmp_path / "b.txt")
    (tmp_path / "c.txt").symlink_to("nowhere")

    items = got(tmp_path)

    assert [item.article_id for item in items if isinstance(item, Article)] == ["a"]
    assert failures(items) == [
        f"{tmp_path / name}: is no file, or leads nowhere" for name in ("b.txt", "c.txt")
    ]


def test_a_file_that_vanishes_meanwhile_is_told(tmp_path: Path, monkeypatch) -> None:
    path = put(tmp_path / "a.jsonl", "{}\n")
    found = find([path])
    monkeypatch.setattr(Path, "is_file", lambda _: True)
    path.unlink()

    assert failures(list(read(found))) == [f"{path}: cannot be read (No such file or directory)"]


def test_a_folder_that_cannot_be_listed_is_told(tmp_path: Path, monkeypatch) -> None:
    def refuse(folder, onerror):
        onerror(PermissionError(13, "Permission denied", str(folder)))
        return iter(())

    monkeypatch.setattr(articles.os, "walk", refuse)
    with pytest.raises(Unusable, match=r"cannot be read \(Permission denied\)"):
        find([tmp_path])


# JSON Lines


def test_lines_of_json_are_articles_with_their_days(tmp_path: Path) -> None:
    lines = [
        {"article_id": "a", "text": "x\r\n\u2028y", "published": "2023-02-01"},
        {"article_id": "b", "text": "", "published": None, "url": "more"},
        {"article_id": "c", "text": "z", "published": "2023-02-03T23:59:00Z"},
        {"article_id": "d", "text": "z"},
    ]
    data = "\ufeff" + "\r\n\n".join(json.dumps(line) for line in lines)

    items = got(put(tmp_path / "a.jsonl", data), published=DAY)

    assert [(item.article_id, item.text, item.published) for item in items] == [
        ("a", "x\r\n\u2028y", dt.date(2023, 2, 1)),
        ("b", "", DAY),
        ("c", "z", dt.date(2023, 2, 3)),
        ("d", "z", DAY),
    ]
    assert [item.name.rpartition(":")[2] for item in items] == ["1", "3", "5", "7"]


@pytest.mark.parametrize(
    "line, told",
    [
        (b"{", "not JSON (Expecting property name"),
        (b"[" * 100_000, "not JSON (nested too deep)"),
        (b"[]", "not a JSON object (list)"),
        (b'{"text": "x"}', "article_id is no text (found None)"),
        (b'{"article_id": 7, "text": "x"}', "article_id is no text (found 7)"),
        (b'{"article_id": " ", "text": "x"}', "article_id is no text (found ' ')"),
        (b'{"article_id": "a"}', "text is no text (found None)"),
        (b'{"article_id": "a", "text": ["x"]}', "text is no text (found ['x'])"),
        (b'{"article_id": "a", "text": "\xff"}', "not UTF-8 text (byte 0xFF)"),
        (b'{"article_id": "a", "text": "x\\u0000"}', "not a text (NUL at character 1)"),
        (b'{"article_id": "a", "text": "x\\ud800"}', "half a character (a lone surrogate at"),
        (b'{"article_id": "a", "text": "x", "published": "24/02/2023"}', "published is no day"),
        (b'{"article_id": "a", "text": "x", "published": "2023-02-30"}', "published is no day"),
        (b'{"article_id": "a", "text": "x", "published": 20230224}', "published is no day"),
    ],
)  # fmt: skip
def test_a_bad_line_is_named_by_its_number_and_the_next_is_read(
    tmp_path: Path, line: bytes, told: str
) -> None:
    good = b'{"article_id": "good", "text": "fine"}'
    path = put(tmp_path / "a.jsonl", b"\n".join([good, line, good]))

    first, second, third = got(path)

    assert str(second).startswith(f"{path}:2: {told}")
    assert [first.text, third.text] == ["fine", "fine"]


def test_a_line_without_end_is_told_and_not_held(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(articles, "LONGEST_LINE", 1_000_000)
    good = b'{"article_id": "good", "text": "fine"}\n'
    path = put(tmp_path / "a.jsonl", b"x" * 3_500_000 + b"\n" + good)

    first, second = got(path)

    assert str(first) == f"{path}:1: a line longer than 1 MB"
    assert second.text == "fine"
    assert second.name == f"{path}:2"


def test_a_text_too_long_in_a_line_is_told(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(articles, "LONGEST", 2)
    path = put(tmp_path / "a.jsonl", b'{"article_id": "a", "text": "xyz"}')
    assert failures(got(path))[0].startswith(f"{path}:1: larger than")


def test_lines_come_from_stdin(monkeypatch) -> None:
    given = io.BytesIO(b'{"article_id": "a", "text": "x"}\nno\n')
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=given))

    first, second = got(STDIN)

    assert (first.text, first.name) == ("x", "stdin:1")
    assert str(second).startswith("stdin:2: not JSON")


# Parquet


def parquet(path: Path, columns: dict[str, object]) -> Path:
    pq.write_table(pa.table(columns), path)
    return path


def test_rows_of_parquet_are_articles_whatever_the_type_of_their_day(tmp_path: Path) -> None:
    noon = dt.datetime(2023, 2, 1, 12, tzinfo=dt.UTC)
    for published in (
        pa.array([dt.date(2023, 2, 1), None]),
        pa.array([noon, None], pa.timestamp("us", "UTC")),
        pa.array(["2023-02-01", None]),
    ):
        columns = {"url": ["u", "v"], "text": ["x", "y"], "article_id": ["a", "b"]}
        path = parquet(tmp_path / "a.parquet", {**columns, "published": published})

        assert [(i.article_id, i.text, i.published) for i in got(path, published=DAY)] == [
            ("a", "x", dt.date(2023, 2, 1)),
            ("b", "y", DAY),
        ]


def test_dictionaries_and_large_texts_are_texts(tmp_path: Path) -> None:
    columns = {
        "article_id": pa.array(["a", "b"]).dictionary_encode(),
        "text": pa.array(["x", "y"], pa.large_string()),
    }
    assert [i.text for i in got(parquet(tmp_path / "a.parquet", columns))] == ["x", "y"]


def test_a_bad_row_is_named_by_its_number_and_the_next_is_read(tmp_path: Path) -> None:
    broken = pa.Array.from_buffers(
        pa.string(),
        4,
        [None, pa.array([0, 1, 2, 3, 4], pa.int32()).buffers()[1], pa.py_buffer(b"x\xffy\0")],
    )
    ids = ["a", "b", None, "d"]
    path = parquet(tmp_path / "a.parquet", {"article_id": ids, "text": broken})

    items = got(path)

    assert items[0].text == "x"
    assert failures(items) == [
        f"{path}:2: not UTF-8 text",
        f"{path}:3: article_id is no text (found None)",
        f"{path}:4: not a text (NUL at character 0); a binary file, or UTF-16: save it as UTF-8",
    ]


def test_parquet_without_the_columns_says_what_it_has(tmp_path: Path) -> None:
    path = parquet(tmp_path / "a.parquet", {"id": ["a"], "text": ["x"]})
    told = r"no column article_id \(found id, text\); rename its columns to article_id, text and"

    with pytest.raises(Unusable, match=told):
        find([path])
    good = parquet(tmp_path / "b.parquet", {"article_id": ["b"], "text": ["y"]})
    first, second = got(tmp_path)
    assert str(first).startswith(f"{path}: no column article_id")
    assert (second.text, second.name) == ("y", f"{good}:1")


def test_what_is_no_parquet_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match=r"cannot be read as Parquet"):
        find([put(tmp_path / "a.parquet", b"no")])


def test_parquet_damaged_in_the_middle_gives_what_came_before_and_says_so(tmp_path: Path) -> None:
    count = 4_000
    path = tmp_path / "a.parquet"
    table = pa.table(
        {
            "article_id": [str(n) for n in range(count)],
            "text": [f"{n} " * 50 for n in range(count)],
        }
    )
    pq.write_table(
        table, path, row_group_size=1_000, write_page_checksum=True, use_dictionary=False
    )
    data = bytearray(path.read_bytes())
    at = len(data) // 2
    data[at : at + 4_000] = bytes(4_000)
    path.write_bytes(data)
    good = parquet(tmp_path / "b.parquet", {"article_id": ["b"], "text": ["y"]})

    items = got(path, good)

    (told,) = failures(items)
    read_before = sum(isinstance(item, Article) for item in items) - 1
    assert 0 < read_before < count
    assert told.startswith(f"{path}: damaged behind row {read_before} (")
    assert items[-1].text == "y"
