"""States, demonyms, capitals and cities, from `data/places.txt`."""

from __future__ import annotations

from functools import cache

from scripts.extract.lexicon import lines


@cache
def _tables() -> tuple[dict[str, str], dict[str, str], dict[str, str], dict[str, str]]:
    names: dict[str, str] = {}
    demonyms: dict[str, str] = {}
    capitals: dict[str, str] = {}
    cities: dict[str, str] = {}
    for line in lines("places"):
        code, *parts = (part.strip() for part in line.split("|"))
        for table, part in zip((names, demonyms, capitals, cities), parts, strict=False):
            for form in part.split(";"):
                if form.strip():
                    table.setdefault(form.strip(), code)
    return names, demonyms, capitals, cities


NAMES, DEMONYMS, CAPITALS, CITIES = _tables()
_STATES = CAPITALS | DEMONYMS | NAMES
_UNMARKED = CAPITALS | NAMES
_PLACES = frozenset((*_STATES, *CITIES))


def is_place(words: str) -> bool:
    """Whether words (lower case) name a state, its people, its capital or a city."""
    return words in _PLACES


def country_of(word: str) -> str | None:
    """ISO 3166-1 alpha-3 code of the state that a name, demonym or capital (lower case) stands for."""
    bare = word.removesuffix("'s")
    found = _STATES.get(bare)
    if found is None and bare[-1:] == "s" and len(bare) > 4:
        # an apostrophe lost: "Irans"
        return _UNMARKED.get(bare[:-1])
    return found
