"""Word lists: read from the plain text files in `data`, written by hand."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_DATA = Path(__file__).with_name("data")


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
