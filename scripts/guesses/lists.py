"""The word lists: lines of `value | words`, read once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

_DATA = Path(__file__).with_name("data")
_WORD = re.compile(r"\w+")


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The fields of each line of a list, in its order; comments run from `#` to the end of a line."""
    return tuple(_rows((_DATA / f"{name}.txt").read_text(encoding="utf-8")))


def _rows(text: str) -> Iterator[tuple[str, ...]]:
    for line in text.splitlines():
        told = line.partition("#")[0]
        if told.strip():
            yield tuple(" ".join(field.split()) for field in told.split("|"))


def words_of(text: str) -> list[str]:
    """The words of a text, in lower case and in order."""
    return _WORD.findall(text.lower())


def pattern(phrases: str) -> re.Pattern[str]:
    """What finds any of the phrases between commas as whole words, whatever blanks part them; `*` is any ending."""
    return re.compile(
        "|".join(_phrase(phrase.split()) for phrase in phrases.split(",")), re.IGNORECASE
    )


def _phrase(words: Sequence[str]) -> str:
    endings = (r"\w*" if word.endswith("*") else "" for word in words)
    bare = (re.escape(word.removesuffix("*")) for word in words)
    inside = r"\s+".join(map("".join, zip(bare, endings, strict=True)))
    return rf"(?<!\w)(?:{inside})(?!\w)"
