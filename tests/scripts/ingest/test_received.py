"""What can be handed in, and what is told of everything else: one line, with what to do."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.ingest import receive, understood
from scripts.ingest.received import LONGEST, MAX_BYTES
from validation.findings import Unusable

PAGE = "<!doctype html><html><head>{}</head><body><p>Zoë’s café</p></body></html>"


def refusal(data: bytes, name: str = "file", encoding: str | None = None) -> str:
    with pytest.raises(Unusable) as caught:
        understood(name, data, encoding)
    told = str(caught.value)
    assert told.startswith(f"{name}: ")
    assert "\n" not in told
    return told


@given(
    st.text(min_size=1).filter(lambda text: text.strip("\ufeff \t\n\r\f\v") and "\0" not in text)
)
def test_a_plain_text_is_kept_byte_for_byte(text: str) -> None:
    data = text.encode("utf-8", "replace")
    try:
        received = understood("file", data)
    except Unusable as error:
        assert any(word in str(error) for word in ("empty", "MHTML", "PDF", "ZIP"))  # noqa: PT017
        return
    if not received.is_page:
        assert received.text.encode() == received.data == data


@pytest.mark.parametrize(
    "data, words",
    [
        (b"", "empty"),
        (b" \n\t\r\n", "empty"),
        (b"text\0text", "binary: NUL at character 4"),
        (b"<html>\0", "binary: NUL"),
        (b"abc\xff", "byte 0xFF at offset 3 is not utf-8"),
        ("Zoë".encode("cp1252"), "byte 0xEB at offset 2"),
        (b"%PDF-1.7 stream", "a PDF"),
        (b"PK\x03\x04....", "a ZIP archive"),
        (b"\x1f\x8b\x08....", "compressed"),
        (b"From: <Saved by a browser>\nContent-Type: multipart/related; boundary=x\n", "MHTML"),
        (b"x" * (LONGEST + 1), f"more than {LONGEST:,} characters"),
    ],
)
def test_what_is_no_text_is_told_in_one_line(data: bytes, words: str) -> None:
    assert words in refusal(data)


@pytest.mark.parametrize(
    "data",
    [
        b"<!DOCTYPE html><p>x",
        b"\n\n<HTML><body>x",
        b"<!-- saved from url=(0011)http://x.y -->\n<html>x",
        b'<?xml version="1.0"?><html>x',
        b"\xef\xbb\xbf<html>x",
        "\ufeff<html>x".encode("utf-16-le"),
        "\ufeff<html>x".encode("utf-16-be"),
        b"<div>x</div>",
    ],
)
def test_a_page_is_known_by_how_it_begins(data: bytes) -> None:
    received = understood("-", data)
    assert received.is_page
    assert not received.text.startswith("\ufeff")


@pytest.mark.parametrize(
    "data", [b"Plain < words", b"<3 is no page", b"Tom said: <p> begins a paragraph"]
)
def test_words_are_no_page(data: bytes) -> None:
    assert not understood("file.txt", data).is_page


def test_a_page_is_known_by_its_name_as_well() -> None:
    assert understood("saved.HTM", b"only words").is_page
    assert not understood("saved.txt", b"only words").is_page


def in_encoding(declared: str, encoding: str) -> bytes:
    return PAGE.format(f'<meta charset="{declared}">' if declared else "").encode(encoding)


@pytest.mark.parametrize(
    "data, remark",
    [
        (in_encoding("utf-8", "utf-8"), ""),
        (in_encoding("", "utf-8"), ""),
        (in_encoding("windows-1252", "cp1252"), "decoded as the page says: cp1252"),
        (in_encoding("ISO-8859-1", "cp1252"), "decoded as the page says: cp1252"),
        (in_encoding("iso-8859-1", "utf-8"), "but it is UTF-8"),
        (in_encoding("no-such-thing", "utf-8"), "but it is UTF-8"),
    ],
)
def test_a_page_is_decoded_as_a_browser_would(data: bytes, remark: str) -> None:
    received = understood("x.html", data)
    assert "Zoë’s café" in received.text
    assert remark in " ".join(received.remarks)
    assert bool(remark) == bool(received.remarks)


@pytest.mark.parametrize(
    "data, words",
    [
        (in_encoding("", "cp1252"), "name it with --encoding"),
        (in_encoding("utf-8", "cp1252"), "which the page declares (utf-8)"),
        (in_encoding("windows-1252", "utf-8").replace(b"caf", b"\x81"), "is not cp1252"),
        (in_encoding("rot13", "cp1252"), "unknown encoding rot13"),
        (in_encoding("unicode_escape", "cp1252"), "unknown encoding unicode_escape"),
        (b"\xff\xfe<\0h\0t\0m\0l\0>\0\xff\xd8", "is not utf-16-le, as its first bytes say"),
    ],
)
def test_no_encoding_is_ever_guessed(data: bytes, words: str) -> None:
    assert words in refusal(data, "x.html")


def test_an_encoding_given_overrules_the_page() -> None:
    received = understood("x.html", in_encoding("utf-8", "cp1252"), "windows-1252")
    assert "Zoë’s café" in received.text
    assert "try another" in refusal(in_encoding("utf-8", "cp1252"), "x.html", "utf-8")
    assert "unknown encoding zip" in refusal(b"<html>x", "x.html", "zip")
    assert "kept byte for byte" in refusal(b"words", "x.txt", "windows-1252")


@pytest.mark.parametrize(
    "text, words",
    [
        ("\ufeffwords", "byte order mark"),
        ("one\r\ntwo", "lines end in CR"),
        ("a \u202eb\u202c", "no record can quote: U+202C ×1, U+202E ×1"),
        ("می\u200cخواهد", "cannot be seen: U+200C ×1"),
    ],
)
def test_what_is_odd_about_a_plain_text_is_told(text: str, words: str) -> None:
    received = understood("x.txt", text.encode())
    assert words in " ".join(received.remarks)
    assert received.text == text


def test_a_sound_plain_text_is_not_remarked_upon() -> None:
    assert understood("x.txt", "“Words,” he said.\n".encode()).remarks == ()


def test_a_link_to_a_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("words", encoding="utf-8")
    (tmp_path / "link.txt").symlink_to("page.txt")
    assert receive(str(tmp_path / "link.txt")).text == "words"


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")  # nobody writes to it
    large = tmp_path / "large.html"
    with large.open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)
    cases = {
        str(tmp_path / "missing.html"): "no such file",
        str(tmp_path): "a folder",
        str(tmp_path / "pipe"): "no regular file",
        "/dev/zero": "no regular file",
        str(large): "larger than 20 MB",
        "nul\0name": "no file name",
    }
    for name, words in cases.items():
        with pytest.raises(Unusable, match=words):
            receive(name)
