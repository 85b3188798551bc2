"""Words of titles, posts and ranks, and words that may be part of a name."""

from __future__ import annotations

from itertools import compress

from scripts.extract.gazetteer import CITIES, is_place
from scripts.extract.grammar import (
    ADVERBS,
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    MONTHS,
    OTHER_PRONOUNS,
    PREPOSITIONS,
    SUBJECT_PRONOUNS,
    SUBORDINATORS,
    WEEKDAYS,
)
from scripts.extract.lexicon import Remembered, lines, words
from scripts.extract.text import Text

Span = tuple[int, int]
HEADS = words("titles", "heads")
RANKS = words("titles", "ranks")
BEFORE = words("titles", "before")
ORGANS = words("titles", "organs")
STYLES = words("titles", "styles")
SITES = words("titles", "sites")
TITLE_WORDS = HEADS | RANKS | BEFORE


_CLOSED = (
    ADVERBS
    | AUXILIARIES
    | CONJUNCTIONS
    | DETERMINERS
    | OTHER_PRONOUNS
    | PREPOSITIONS
    | SUBJECT_PRONOUNS
    | SUBORDINATORS
    | WEEKDAYS
    | MONTHS
)


def place_word(word: str) -> bool:
    """Whether a word names a place or a people, also in the possessive or plural."""
    bare = word.removesuffix("'s")
    return is_place(bare) or is_place(bare.removesuffix("s"))


def namely(text: Text, i: int) -> bool:
    """Whether a token may be part of a person's name."""
    word = text.low[i]
    return (
        text.capital[i]
        and _MAY_NAME[word]
        and (len(word) > 1 or (i + 1 < len(text.low) and text.low[i + 1] == "."))
    )


def _may_name(word: str) -> bool:
    bare = word.removesuffix("'s")
    return not any(
        form in some for form in (word, bare) for some in (_CLOSED, TITLE_WORDS, ORGANS)
    ) and not place_word(word)


_MAY_NAME = Remembered(_may_name)
_TOWNS_TOO = words("given_names").intersection(CITIES)
"""Given names that are towns as well: "Mehran Rezaei"."""


def naming(text: Text) -> list[int]:
    """All tokens that may be part of a person's name, in order."""
    low = text.low
    found = [i for i in compress(range(len(low)), text.capital) if _MAY_NAME[low[i]]]
    if not _TOWNS_TOO.isdisjoint(text.vocabulary):
        names = set(found)
        found += [
            i
            for i in compress(range(1, len(low)), text.capital[1:])
            if low[i] in _TOWNS_TOO and i + 1 in names and low[i - 1] not in PREPOSITIONS
        ]
        found.sort()
    letters = [i for i in found if len(low[i]) == 1 and low[i + 1 : i + 2] != ["."]]
    return sorted({*found}.difference(letters)) if letters else found


def is_rank(title: str) -> bool:
    """Whether a title is no more than a rank or style: "General", "Ayatollah"."""
    return all(word in RANKS for word in title.lower().replace(".", "").split())


ROLES: dict[str, tuple[str, ...]] = {
    called.strip(): tuple(word.strip() for word in known.split(","))
    for called, _, known in (line.partition("|") for line in lines("roles"))
}
