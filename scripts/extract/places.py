"""Where something took place: the towns and states that a sentence names for it."""

from __future__ import annotations

from scripts.extract.gazetteer import (
    CAPITALS,
    CITIES,
    DEMONYMS,
    NAMES,
    country_of,
    country_of_place,
)
from scripts.extract.lexicon import words
from scripts.extract.text import Text

_SKIPPED = words("meetings", "before_place")
_LONGEST = 4


def place_in(text: Text, first: int, last: int) -> str | None:
    """The first town or state within a range of tokens, as printed."""
    for i in range(max(0, first), last + 1):
        if text.capital[i] and text.quotation[i] < 0:
            end = _place_ends(text, i, last)
            if end is not None:
                return text.words_of(i, end)
    return None


def _place_ends(text: Text, i: int, last: int) -> int | None:
    """The last token of a place that begins at token i; None if none does."""
    low = text.low
    for end in range(min(last, i + _LONGEST - 1), i - 1, -1):
        name = " ".join(low[i : end + 1])
        if name in CITIES or name in CAPITALS or (name in NAMES and name != "us"):
            return end
    return None


def town_after(text: Text, first: int, last: int, *, quoted: int = -1) -> str | None:
    """The place that "in", "at" or "near" gives in a range of tokens, outside quotations but the one given."""
    low = text.low
    for i in range(first, last):
        if low[i] not in ("in", "at", "near") or text.quotation[i] not in (-1, quoted):
            continue
        j = i + 1
        while j < last and (low[j] in _SKIPPED or low[j] in DEMONYMS):
            j += 1
        if (
            text.capital[j]
            and (end := _place_ends(text, j, min(last, j + _LONGEST - 1))) is not None
        ):
            return text.words_of(j, end)
        if i + 4 <= last and low[i + 1] == "the" and text.capital[i + 2]:
            # "at the Mehran crossing"
            end = _place_ends(text, i + 2, min(last, i + 4))
            if end is not None:
                return text.words_of(i + 2, end)
    return None


def dateline_town(text: Text) -> str | None:
    """The town of the dateline: where "here" is."""
    for first, last in text.paragraphs[:8]:
        for i in range(first + 1, min(last, first + 10) + 1):
            if text.low[i] in ("–", "—", "--", "-"):
                end = _place_ends(text, first, i - 1)
                return text.words_of(first, end).title() if end is not None else None
    return None


def same_place(one: str | None, other: str | None) -> bool:
    """Whether two places may be one: an unknown one, the same, or a state and a town in it."""
    if one is None or other is None or one == other:
        return True
    return country_of(one.lower()) is not None and country_of_place(one) == country_of_place(other)
