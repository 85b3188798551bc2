"""States, demonyms, capitals, cities and the bodies that stand for a state, from `data/places.txt`."""

from __future__ import annotations

from collections.abc import Callable

from scripts.extract.lexicon import Remembered, lines

_LONGEST = 4
"""Most words of a name."""


def _tables() -> list[dict[str, str]]:
    tables: list[dict[str, str]] = [{}, {}, {}, {}, {}]
    for line in lines("places"):
        code, *parts = (part.strip() for part in line.split("|"))
        for table, part in zip(tables, parts, strict=False):
            for form in filter(None, map(str.strip, part.split(";"))):
                table.setdefault(form, code)
    return tables


NAMES, DEMONYMS, CAPITALS, CITIES, BODIES = _tables()
_STATES = BODIES | CAPITALS | DEMONYMS | NAMES
_UNMARKED = CAPITALS | NAMES
_TOWNS = CITIES | CAPITALS
_PLACES = _STATES | CITIES
_FIRST = frozenset(name.split()[0] for name in _PLACES)
LONG_PLACES = frozenset(name.split()[0] for name in _PLACES if " " in name)
"""First words of names of several words."""


def is_place(words: str) -> bool:
    """Whether words (lower case) name a state, its people, its capital, a city or a body that stands for it."""
    return words in _PLACES


def _country(word: str) -> str | None:
    bare = word.removesuffix("'s")
    found = _STATES.get(bare)
    if found is None and bare[-1:] == "s" and len(bare) > 4:
        # an apostrophe lost: "Irans"
        return _UNMARKED.get(bare[:-1])
    return found


country_of: Callable[[str], str | None] = Remembered(_country).__getitem__
"""ISO 3166-1 alpha-3 code of the state that a name, demonym, capital or body (lower case) stands for."""


def place_at(low: list[str], i: int, last: int) -> tuple[int, str] | None:
    """Number of words and state of the longest name in the gazetteer that begins at token i, at most to `last`.

    A possessive counts as well, also one that has lost its apostrophe.
    """
    return _longest(low, i, last, _PLACES)


def state_at(low: list[str], i: int, last: int) -> tuple[int, str] | None:
    """As `place_at`, for names of states and their demonyms alone."""
    return _longest(low, i, last, _NATIONS)


_NATIONS = DEMONYMS | NAMES


def _longest(low: list[str], i: int, last: int, table: dict[str, str]) -> tuple[int, str] | None:
    word = low[i]
    if word not in _FIRST and word.removesuffix("'s") not in _FIRST and word[:-1] not in _FIRST:
        return None
    for length in range(min(_LONGEST, last - i + 1), 0, -1):
        words = " ".join(low[i : i + length])
        code = table.get(words) or table.get(words.removesuffix("'s"))
        if code is None and len(words) > 4 and words[-1] == "s":
            code = table.get(words[:-1])
        if code is not None:
            return length, code
    return None


def country_of_place(place: str) -> str | None:
    """ISO 3166-1 alpha-3 code of the state in which a place of the gazetteer lies, or which it is."""
    low = place.lower()
    return NAMES.get(low) or _TOWNS.get(low)
