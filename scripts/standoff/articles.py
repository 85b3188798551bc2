"""Articles to be read by an engine: from text files, folders, JSON Lines and Parquet, one after the other.

Whatever is wrong with one article or one file is a `Failure` in its place; the others follow. At most one
article, or one batch of Parquet rows, is held at a time.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TypeAlias

from validation.findings import Unusable, printable

TEXT = ".txt"
LINES = frozenset({".jsonl", ".ndjson"})
PARQUET = ".parquet"
STDIN = Path("-")

LONGEST = 20_000_000
"""Bytes of one article. No news article comes near; a file beyond it is something else."""

LONGEST_LINE = 8 * LONGEST
"""Bytes of a line of JSON with one article, each character of which may be written as an escape."""

_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ].*)?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Article:
    """One article. `name` is where it stands, as `news.jsonl:12`; `size` is its part of the input in bytes."""

    article_id: str
    text: str
    published: dt.date | None
    name: str
    size: int = 0


@dataclass(frozen=True, slots=True)
class Failure:
    """An article or a file that could not be used, and why."""

    name: str
    reason: str
    size: int = 0

    def __str__(self) -> str:
        return f"{printable(self.name, 500)}: {self.reason}"


class NoArticleError(ValueError):
    """Something that is no article; the message says why."""


Item: TypeAlias = Article | Failure


@dataclass(frozen=True)
class Input:
    """A file to be read, and its size in bytes (0 where unknown)."""

    path: Path
    size: int = 0


def find(paths: Sequence[Path], skip: Path | None = None) -> list[Input]:
    """The files that the paths mean, in order: a folder stands for the texts in it, sorted by name.

    A folder without text files stands for its JSON Lines and Parquet files. `skip` is a file that is being written.

    Raises Unusable for a path that leads nowhere, is no file or folder, or a folder in which there is nothing to read.
    """
    found: list[Input] = []
    for path in paths:
        if path == STDIN:
            found.append(Input(path))
        elif path.is_dir():
            found += _in_folder(path, skip)
        else:
            found.append(Input(path, _size(path)))
    return found


def read(inputs: Iterable[Input], published: dt.date | None = None) -> Iterator[Item]:
    """Every article of the inputs, in their order. `published` is the day of those that give none."""
    seen: dict[str, str] = {}
    for given in inputs:
        suffix = given.path.suffix.lower()
        try:
            if given.path == STDIN:
                yield from _lines(sys.stdin.buffer, "stdin", published)
            elif not given.path.is_file():  # to open a pipe would wait for ever
                yield Failure(str(given.path), "is no file, or leads nowhere", given.size)
            elif suffix in LINES:
                with given.path.open("rb") as stream:
                    yield from _lines(stream, str(given.path), published)
            elif suffix == PARQUET:
                yield from _rows(given, published)
            else:
                yield _file(given, published, seen)
        except OSError as error:
            reason = error.strerror or str(error)
            yield Failure(str(given.path), f"cannot be read ({reason})", given.size)


def decoded(data: bytes) -> str:
    """The text of an article. Raises NoArticleError, with what is wrong, for bytes that are no text."""
    if len(data) > LONGEST:
        raise NoArticleError(
            f"larger than {LONGEST // 1_000_000} MB, so it is no article; split it"
            " (several articles go into JSON Lines or Parquet)"
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NoArticleError(
            f"not UTF-8 text (byte 0x{data[error.start]:02X} at offset {error.start}); save it as UTF-8"
        ) from None
    return sound(text)


def sound(text: str) -> str:
    """The text, if it is one. Raises NoArticleError for NUL and half characters, which no text has."""
    if (at := text.find("\0")) >= 0:
        raise NoArticleError(
            f"not a text (NUL at character {at}); a binary file, or UTF-16: save it as UTF-8"
        )
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise NoArticleError(
            f"half a character (a lone surrogate at character {error.start})"
        ) from None
    return text


def day(value: object) -> dt.date | None:
    """A day of publication, from a date, a time or ISO text; None for None.

    Raises NoArticleError, with what was found, for anything else.
    """
    if value is None or value == "":
        return None
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    match = _DAY.fullmatch(value) if isinstance(value, str) else None
    try:
        if match is not None:
            return dt.date.fromisoformat(match[1])
    except ValueError:
        pass
    raise NoArticleError(
        f"published is no day such as 2023-02-24 (found {printable(repr(value), 60)})"
    )


# files and folders


def _size(path: Path) -> int:
    try:
        status = path.stat()
    except FileNotFoundError:
        raise Unusable(f"{path}: no such file or folder") from None
    except OSError as error:
        raise Unusable(f"{path}: cannot be read ({error.strerror})") from None
    if not stat.S_ISREG(status.st_mode):
        raise Unusable(f"{path}: is neither a file nor a folder")
    if path.suffix.lower() == PARQUET:
        _columns(path)  # a file that can never do is told before any work
    return status.st_size


def _in_folder(folder: Path, skip: Path | None) -> list[Input]:
    files: list[Path] = []
    refused: list[OSError] = []
    for place, folders, names in os.walk(folder, onerror=refused.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        files += [Path(place, name) for name in names if not name.startswith(".")]
    if refused:
        raise Unusable(f"{refused[0].filename}: cannot be read ({refused[0].strerror})")
    written = skip.resolve() if skip is not None else None
    for wanted in ({TEXT}, {*LINES, PARQUET}):
        chosen = [path for path in files if path.suffix.lower() in wanted]
        chosen = [path for path in chosen if written is None or path.resolve() != written]
        if chosen:
            return [Input(path, _size_or_nothing(path)) for path in sorted(chosen)]
    raise Unusable(f"{folder}: there are no articles in it (*.txt, *.jsonl or *.parquet)")


def _size_or_nothing(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0  # told when it is read


def _file(given: Input, published: dt.date | None, seen: dict[str, str]) -> Item:
    path, name = given.path, str(given.path)
    first = seen.setdefault(path.stem, name)
    if first != name:
        return Failure(name, f"its article_id {path.stem} is that of {first}; rename one of them")
    with path.open("rb") as stream:
        data = stream.read(LONGEST + 1)
    try:
        return Article(path.stem, decoded(data), published, name, given.size)
    except NoArticleError as error:
        return Failure(name, str(error), given.size)


# JSON Lines


def _lines(stream: IO[bytes], name: str, published: dt.date | None) -> Iterator[Item]:
    number = 0
    while line := stream.readline(LONGEST_LINE + 1):
        number += 1
        size = len(line)
        place = f"{name}:{number}"
        if size > LONGEST_LINE and not line.endswith(b"\n"):
            while (more := stream.readline(LONGEST_LINE)) and not more.endswith(b"\n"):
                size += len(more)
            yield Failure(place, f"a line longer than {LONGEST_LINE // 1_000_000} MB", size)
        elif line.strip():
            try:
                yield _object(line, place, published, first=number == 1)
            except NoArticleError as error:
                yield Failure(place, str(error), size)


def _object(line: bytes, place: str, published: dt.date | None, *, first: bool) -> Article:
    try:
        found = json.loads(line.decode("utf-8-sig" if first else "utf-8"))
    except UnicodeDecodeError as error:
        raise NoArticleError(f"not UTF-8 text (byte 0x{line[error.start]:02X})") from None
    except RecursionError:
        raise NoArticleError("not JSON (nested too deep)") from None
    except ValueError as error:
        raise NoArticleError(f"not JSON ({printable(str(error))})") from None
    if not isinstance(found, dict):
        raise NoArticleError(f"not a JSON object ({type(found).__name__})")
    return _made(
        found.get("article_id"),
        found.get("text"),
        found.get("published"),
        place,
        len(line),
        published,
    )


def _made(
    article_id: object,
    text: object,
    given: object,
    place: str,
    size: int,
    published: dt.date | None,
) -> Article:
    """One article of a line or row. Raises NoArticleError with what is wrong."""
    if not isinstance(article_id, str) or not article_id.strip():
        raise NoArticleError(f"article_id is no text (found {printable(repr(article_id), 60)})")
    if not isinstance(text, str):
        raise NoArticleError(f"text is no text (found {printable(repr(text), 60)})")
    if len(text) > LONGEST:
        raise NoArticleError(
            f"larger than {LONGEST // 1_000_000} MB, so it is no article; split it"
        )
    return Article(sound(article_id), sound(text), day(given) or published, place, size)


# Parquet


ROWS = 64
"""Rows of Parquet that are held at a time."""


def _columns(path: Path) -> list[str]:
    """The columns to read. Raises Unusable for a file that is no Parquet or lacks a column."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        names = pq.read_schema(path).names
    except (pa.ArrowException, OSError) as error:
        reason = printable(str(error).partition("\n")[0])
        raise Unusable(f"{path}: cannot be read as Parquet ({reason})") from None
    missing = [name for name in ("article_id", "text") if name not in names]
    if missing:
        shown = printable(", ".join(names), 200) or "none"
        raise Unusable(
            f"{path}: no column {' and '.join(missing)} (found {shown}); rename its columns to"
            " article_id, text and published"
        )
    return [name for name in ("article_id", "text", "published") if name in names]


def _rows(given: Input, published: dt.date | None) -> Iterator[Item]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    name, row = str(given.path), 0
    try:
        columns = _columns(given.path)
        with pq.ParquetFile(given.path, memory_map=True) as file:
            size = given.size // max(1, file.metadata.num_rows)
            for batch in file.iter_batches(batch_size=ROWS, columns=columns):
                for index in range(batch.num_rows):
                    row += 1
                    place = f"{name}:{row}"
                    try:
                        values = [column[index].as_py() for column in batch.columns]
                        article_id, text, *more = values
                        given_day = more[0] if more else None
                        yield _made(article_id, text, given_day, place, size, published)
                    except UnicodeDecodeError:
                        yield Failure(place, "not UTF-8 text", size)
                    except NoArticleError as error:
                        yield Failure(place, str(error), size)
    except Unusable as error:
        yield Failure(name, str(error).removeprefix(f"{name}: "), given.size)
    except (pa.ArrowException, OSError) as error:
        reason = printable(str(error).partition("\n")[0])
        yield Failure(name, f"damaged behind row {row} ({reason}); the rest of it is left out")
