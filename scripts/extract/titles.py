"""Titles, posts and ranks beside a name: which words they are, and of which state."""

from __future__ import annotations

from itertools import compress

from scripts.extract.gazetteer import DEMONYMS, country_of, is_place
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
from scripts.extract.phrases import phrase_before
from scripts.extract.text import MARK, QUOTE, WORD, Text
from scripts.extract.word_classes import is_verb

Span = tuple[int, int]


HEADS = words("titles", "heads")


RANKS = words("titles", "ranks")


BEFORE = words("titles", "before")


ORGANS = words("titles", "organs")


_TITLE_WORDS = HEADS | RANKS | BEFORE


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


_WALK = 16
_HEAD_REACH = 9


def _place_word(word: str) -> bool:
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
        form in some for form in (word, bare) for some in (_CLOSED, _TITLE_WORDS, ORGANS)
    ) and not _place_word(word)


_MAY_NAME = Remembered(_may_name)


def naming(text: Text) -> list[int]:
    """All tokens that may be part of a person's name, in order."""
    low = text.low
    found = [i for i in compress(range(len(low)), text.capital) if _MAY_NAME[low[i]]]
    letters = [i for i in found if len(low[i]) == 1 and low[i + 1 : i + 2] != ["."]]
    return sorted({*found}.difference(letters)) if letters else found


def title_beside(text: Text, run: Span) -> tuple[str | None, str | None, Span | None]:
    """Title, state and tokens of the title that stands before or behind a name."""
    start, end = run
    low = text.low
    floor = max(0, start - _WALK)
    before = (
        _NONE
        if _HEADS_AND_RANKS.isdisjoint(low[floor:start])
        else _title_before(text, start, floor)
    )
    # A bracket or comma and a word at the least stand behind a name with its title.
    behind = (
        _title_behind(text, end)
        if end + 2 < len(low) and (low[end + 1] == "," or low[end + 1] == "(")
        else _NONE
    )
    best = (
        before
        if before[0] and not (behind[0] and is_rank(before[0]))
        else behind
        if behind[0]
        else before
    )
    return best[0], best[1] or before[1] or behind[1], best[2]


_NONE: tuple[None, None, None] = (None, None, None)
_HEADS_AND_RANKS = HEADS | RANKS | {f"{head}s" for head in HEADS}


def is_rank(title: str) -> bool:
    """Whether a title is no more than a rank or style: "General", "Ayatollah"."""
    return all(word in RANKS for word in title.lower().replace(".", "").split())


def _title_before(text: Text, start: int, floor: int) -> tuple[str | None, str | None, Span | None]:
    low = text.low
    if start - 2 >= floor and low[start - 1] == ",":
        return _title_apart(text, start - 2, floor)
    first = start
    head = False
    i = start - 1
    while i >= floor:
        word = low[i]
        if text.kind[i] == MARK:
            if word == "." and i > 0 and low[i - 1] in RANKS:
                i -= 1
                continue
            if word == ")":
                j = i
                while j > floor and low[j] != "(":
                    j -= 1
                i = j - 1
                continue
            if (
                word == ","
                and first < start
                and all(low[k] in RANKS or low[k] == "." for k in range(first, start))
            ):
                # "his Iraqi counterpart, Major General Nasir al-Khafaji"
                apart = _title_apart(text, i - 1, max(0, i - _WALK))
                if apart[0]:
                    return apart
            break
        if text.kind[i] != WORD:
            break
        if word in HEADS:
            head = True
        elif (
            word not in ("of", "the", "for")
            and not (
                text.capital[i]
                or word in _TITLE_WORDS
                or word.removesuffix("'s") in ORGANS
                or _place_word(word)
            )
        ) or (is_verb(text, i) and not text.capital[i] and word not in _TITLE_WORDS):
            break
        first = i
        i -= 1
    if not head or first >= start:
        return _ranks_before(text, start, floor)
    return _phrase(text, first, start - 1)


def _title_apart(text: Text, last: int, floor: int) -> tuple[str | None, str | None, Span | None]:
    """The title that a comma parts from the name: "Iran's ambassador to Iraq, Mohammad Jalali"."""
    span = phrase_before(text, last, floor)
    if span is None or not any(
        word in HEADS or (word.endswith("s") and word[:-1] in HEADS)
        for word in text.low[span[0] : span[1] + 1]
    ):
        return _NONE
    if any(namely(text, i) and namely(text, i + 1) for i in range(span[0], span[1])):
        return _NONE
    return _phrase(text, *span)


def _ranks_before(text: Text, start: int, floor: int) -> tuple[str | None, str | None, Span | None]:
    i = start
    while i - 1 >= floor and (
        text.low[i - 1] in RANKS
        or (text.low[i - 1] == "." and i - 2 >= floor and text.low[i - 2] in RANKS)
    ):
        i -= 1
    return (
        _phrase(text, i, start - 1)
        if i < start and text.low[i] not in ("his", "her", "hers")
        else _NONE
    )


def _title_behind(text: Text, end: int) -> tuple[str | None, str | None, Span | None]:
    low = text.low
    n = len(low)
    first = end + 2
    if text.kind[first] != WORD or HEADS.isdisjoint(low[first : first + _HEAD_REACH]):
        return _NONE
    j = first
    head = False
    while j < min(n, first + 14):
        word = low[j]
        if text.kind[j] in (MARK, QUOTE) and word not in ("-", "'"):
            break
        if text.kind[j] > QUOTE:
            break
        if word in HEADS and j - first < _HEAD_REACH:
            head = True
        if word.endswith("ed") and not text.capital[j] and word not in _TITLE_WORDS:
            return _NONE
        if word in ("who", "whose", "said", "told", "and") or (
            is_verb(text, j) and word not in _TITLE_WORDS
        ):
            if word in ("who", "whose") or word == "and":
                break
            return _NONE
        j += 1
    if not head or (low[first] in PREPOSITIONS):
        return _NONE
    return _phrase(text, first, j - 1)


def _title_begins(low: list[str], first: int, last: int) -> int:
    """Past "during his reception of" to the words of the post."""
    for i in range(last - 1, first, -1):
        if low[i] not in ("of", "with", "by", "from"):
            continue
        if HEADS.isdisjoint(low[first:i]) and not HEADS.isdisjoint(low[i : last + 1]):
            return i + 1
    return first


def title_of(text: Text, first: int, last: int) -> str | None:
    """A title as printed, without its article and state."""
    return _phrase(text, first, last)[0]


_DROPPED = frozenset(
    [
        "the",
        "a",
        "an",
        "his",
        "her",
        "its",
        "their",
        "our",
        "visiting",
        "former",
        "ex",
        "late",
        "new",
        "newly-appointed",
        "outgoing",
        "incoming",
        "then",
        "one",
        "high-ranking",
        "senior",
        "top",
    ]
)


def _phrase(text: Text, first: int, last: int) -> tuple[str | None, str | None, Span | None]:
    """Title without article and state, the state, and the tokens."""
    low = text.low
    country: str | None = None
    to = False
    for i in range(first, last + 1):
        if low[i] == "to":
            to = True
        two = f"{low[i]} {low[i + 1]}" if i < last else ""
        found = country_of(low[i]) or country_of(two) or country_of(low[i].removesuffix("s"))
        if two.startswith("kurdistan region") or low[i] in ("kurdistan", "krg"):
            found = "IRQ"
        if found and not to and country is None:
            country = found
    begin = _title_begins(low, first, last)
    while begin <= last and (
        low[begin] in _DROPPED
        or low[begin] in ("of", "and", "for", "to")
        or (country_of(low[begin]) and low[begin] not in ORGANS)
    ):
        begin += 1
    kept: list[str] = []
    i = begin
    if any(low[k] == "," for k in range(begin, last + 1)):
        # a rank behind the comma is no part of the post
        last = next(k for k in range(begin, last + 1) if low[k] == ",") - 1
    while i <= last:
        word = text.words_of(i, i)
        if low[i] == "(":
            while i <= last and low[i] != ")":
                i += 1
            i += 1
            continue
        if (
            i > begin
            and country_of(low[i].removesuffix("'s"))
            and low[i - 1] in ("of", "for")
            and i < last
            and low[i].endswith(("'s", "s"))
            and low[i] not in DEMONYMS
        ):
            kept.append("the")
        elif low[i] == "." and kept:
            kept[-1] += "."
        else:
            kept.append(word)
        i += 1
    while (
        len(kept) > 1
        and kept[-1].lower().strip(".") in RANKS
        and any(w.lower() in HEADS - RANKS for w in kept)
    ):
        kept.pop()
    title = " ".join(kept).strip(" ,")
    return (title or None, country, (first, last))


ROLES: dict[str, tuple[str, ...]] = {
    called.strip(): tuple(word.strip() for word in known.split(","))
    for called, _, known in (line.partition("|") for line in lines("roles"))
}
