"""Word lists: read from the plain text files in `data`, written by hand; and what is found of a word, once for all."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TypeVar

_DATA = Path(__file__).with_name("data")
_MOST_WORDS = 40_000
_LONGEST_WORD = 40
_T = TypeVar("_T")


class Remembered(dict[str, _T]):
    """What a function tells of words, kept for short ones asked before; emptied when it grows large."""

    def __init__(self, tell: Callable[[str], _T]) -> None:
        super().__init__()
        self._tell = tell

    def __missing__(self, word: str) -> _T:
        told = self._tell(word)
        if len(word) < _LONGEST_WORD:
            if len(self) >= _MOST_WORDS:
                self.clear()
            self[word] = told
        return told


@cache
def lines(name: str) -> tuple[str, ...]:
    """Lines of a list, without comments (from "#") and empty lines."""
    text = (_DATA / f"{name}.txt").read_text(encoding="utf-8")
    stripped = (line.partition("#")[0].strip() for line in text.splitlines())
    return tuple(line for line in stripped if line)


@cache
def words(name: str, section: str = "") -> frozenset[str]:
    """All words of a list, or of one section of it, headed by "[section]"."""
    found: list[str] = []
    here = ""
    for line in lines(name):
        if line.startswith("["):
            here = line.strip("[]")
        elif here == section or not section:
            found += line.split()
    return frozenset(found)


@cache
def phrases(name: str, section: str = "") -> tuple[str, ...]:
    """All lines of a list, or of one section of it, each a phrase."""
    found: list[str] = []
    here = ""
    for line in lines(name):
        if line.startswith("["):
            here = line.strip("[]")
        elif here == section or not section:
            found.append(line)
    return tuple(found)
