"""The word lists: lines of `value | words`, read once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_DATA = Path(__file__).with_name("data")
_WORD = re.compile(r"\w+")


@cache
def entries(name: str) -> tuple[tuple[str, str], ...]:
    """Value and words of each line of a list, in its order; comments run from `#` to the end of a line."""
    return tuple(_entries((_DATA / f"{name}.txt").read_text(encoding="utf-8")))


def _entries(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        value, _, words = line.partition("#")[0].partition("|")
        if value.strip():
            yield value.strip(), " ".join(words.split())


def words_of(text: str) -> list[str]:
    """The words of a text, in lower case and in order."""
    return _WORD.findall(text.lower())
