"""What is handed in: the bytes of a saved page or of a plain text, and the text that they hold.

The bytes of a plain text become the source as they are. A page is decoded as a browser would, but strictly: a byte that
does not belong to the encoding is told with its offset, and no encoding is ever guessed.
"""

from __future__ import annotations

import codecs
import errno
import os
import re
import stat
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from dataset.curation.yaml_reader import HIDDEN, MAX_BYTES, NEVER
from validation.findings import Unusable, printable

STDIN = "-"
LONGEST = 400_000
"""Characters of text beyond which it is no news article; the five sources have 2,000 to 5,000."""

_PAGE = re.compile(
    r"\s*(<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(!doctype\s+html|html|head|body|title|meta|article|main|section|div|h1|p)\b",
    re.IGNORECASE | re.DOTALL,
)
_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
_HEAD = 4096
"""Bytes within which a page names its encoding (the HTML standard asks for 1024)."""
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)""",
    re.IGNORECASE,
)
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What Python's names mean in a browser: the web calls Windows' Latin 1 by the name of ISO's.
_AS_ON_THE_WEB = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254"}
# Text encodings of the languages of the region and of its correspondents.
_ENCODINGS = re.compile(r"utf-8|utf-16(-[lb]e)?|cp125\d|iso8859-\d+|koi8-[ru]")
_NO_TEXT = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1f\x8b", "compressed (gzip)"),
    (b"bplist00", "a web archive of Safari"),
)
_WEB_ARCHIVE = re.compile(rb"\A(From:|MIME-Version:)[^\0]{0,2000}multipart/related", re.IGNORECASE)


@dataclass(frozen=True)
class Received:
    """What was handed in.

    `data` are its bytes and `text` what they hold; `remarks` is what a curator should know of them, one sentence each.
    """

    name: str
    data: bytes
    text: str
    is_page: bool
    remarks: tuple[str, ...] = ()


def receive(file: str, encoding: str | None = None) -> Received:
    """Read a file, or stdin for `-`. `encoding` overrules what a page says of itself.

    Raises Unusable, with what to do, for what is no file, too large, empty, binary, or not in its encoding.
    """
    name = "stdin" if file == STDIN else printable(file)
    data = _from_stdin() if file == STDIN else _from_file(Path(file), name)
    if len(data) > MAX_BYTES:
        size = f"{MAX_BYTES // 1_000_000} MB"
        raise Unusable(f"{name}: larger than {size}; hand in the page or text of one article")
    return understood(name, data, encoding)


def understood(name: str, data: bytes, encoding: str | None = None) -> Received:
    """Decode what was handed in; `name` is what messages call it. Raises Unusable as `receive` does."""
    _demand_text(name, data)
    is_page, declared = _is_page(name, data), _declared(data)
    if not is_page and encoding is not None:
        raise Unusable(
            f"{name}: --encoding is for pages; a plain text is kept byte for byte and must be UTF-8"
        )
    if is_page:
        text, remarks = _page_text(name, data, declared, encoding)
    else:
        text = _decoded(name, data, "utf-8", "a plain text must be UTF-8: save it as such")
        remarks = _remarks_on(text)
    if "\0" in text:
        raise Unusable(f"{name}: binary: NUL at character {text.index(chr(0))}")
    if not is_page and len(text) > LONGEST:
        raise Unusable(
            f"{name}: more than {LONGEST:,} characters, no news article; hand in the article alone"
        )
    return Received(name, data, text, is_page, tuple(remarks))


def _from_stdin() -> bytes:
    return sys.stdin.buffer.read(MAX_BYTES + 1)


def _from_file(path: Path, name: str) -> bytes:
    try:
        # A pipe that nobody writes to must not make us wait for ever.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no file name"
        if getattr(error, "errno", None) == errno.ENOENT:
            reason = "no such file"
        raise Unusable(f"{name}: {reason}") from None
    mode = os.fstat(handle).st_mode
    if not stat.S_ISREG(mode):
        os.close(handle)
        if stat.S_ISDIR(mode):
            raise Unusable(f"{name}: a folder; hand in pages one by one")
        raise Unusable(f"{name}: no regular file; pipe it: dataset ingest - < {name}")
    with os.fdopen(handle, "rb") as stream:
        return stream.read(MAX_BYTES + 1)


def _demand_text(name: str, data: bytes) -> None:
    if not data.strip():
        raise Unusable(f"{name}: empty; hand in a saved page or a plain text")
    for magic, what in _NO_TEXT:
        if data.startswith(magic):
            raise Unusable(f"{name}: {what}; save the page as HTML, or its text as UTF-8")
    if _WEB_ARCHIVE.match(data):
        raise Unusable(f"{name}: a web archive (MHTML); save the page as “HTML only”")


def _is_page(name: str, data: bytes) -> bool:
    if Path(name).suffix.lower() in _SUFFIXES:
        return True
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _PAGE.match(data[len(mark) : _HEAD].decode(encoding, "ignore")) is not None
    return _PAGE.match(data[:_HEAD].decode("latin-1")) is not None


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data[:_HEAD])
    return None if found is None else (found[1] or found[2]).decode("ascii", "replace").lower()


def _known(encoding: str) -> str | None:
    """Python's name of a text encoding as browsers understand it; None for any other."""
    try:
        codec = codecs.lookup(encoding).name
    except (LookupError, ValueError):
        return None
    codec = _AS_ON_THE_WEB.get(codec, codec)
    return codec if _ENCODINGS.fullmatch(codec) else None


def _codec(name: str, encoding: str) -> str:
    codec = _known(encoding)
    if codec is None:
        shown = printable(encoding)
        raise Unusable(
            f"{name}: unknown encoding {shown}; save the page as UTF-8, or name another with --encoding"
        )
    return codec


def _page_text(
    name: str, data: bytes, declared: str | None, encoding: str | None
) -> tuple[str, list[str]]:
    mark = next((pair for pair in _BYTE_ORDER_MARKS if data.startswith(pair[0])), None)
    if encoding is not None:
        what = f"as --encoding says ({printable(encoding)}); try another"
        return _decoded(name, data, _codec(name, encoding), what).removeprefix("\ufeff"), []
    if mark is not None:
        return _decoded(name, data, mark[1], "as its first bytes say").removeprefix("\ufeff"), []
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        if declared is None:
            what = "and the page names no other encoding; name it with --encoding, as windows-1252"
            return _decoded(name, data, "utf-8", what), []
        what = f"which the page declares ({printable(declared)}); save it again, or give --encoding"
        codec = _codec(name, declared)
        return _decoded(name, data, codec, what), [f"decoded as the page says: {codec}"]
    if declared is None or text.isascii() or _known(declared) == "utf-8":
        return text, []
    return text, [f"the page says it is {printable(declared)}, but it is UTF-8, and read as such"]


def _decoded(name: str, data: bytes, codec: str, what: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        byte = f"byte 0x{data[error.start]:02X} at offset {error.start}"
        raise Unusable(f"{name}: {byte} is not {codec}, {what}") from None


def _remarks_on(text: str) -> list[str]:
    """What is odd about a plain text; it is kept all the same."""
    remarks = []
    if text.startswith("\ufeff"):
        remarks.append("begins with a byte order mark, which counts as the first character")
    if "\r" in text:
        remarks.append("lines end in CR; a quotation over several lines needs \\r\\n as well")
    never, hidden = (tell(found.findall(text.removeprefix("\ufeff"))) for found in (NEVER, HIDDEN))
    if never:
        remarks.append(f"holds what no record can quote: {never}; quote the words beside it")
    elif hidden:
        remarks.append(f"holds what cannot be seen: {hidden}; a quotation writes it as an escape")
    return remarks


def tell(found: list[str]) -> str:
    """Characters that cannot be seen, in words: `U+200E twice` and so on, most frequent first."""
    counts = Counter(char for char in found if char != "\r")
    frequent = sorted(counts, key=lambda char: (-counts[char], char))
    return ", ".join(f"U+{ord(char):04X} ×{counts[char]}" for char in frequent[:8])
