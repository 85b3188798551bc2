"""Noun phrases without a parser: where the subject of a reporting word begins and ends.

A phrase is walked word by word until a word that cannot be part of it. All walks are bounded, so that
a text of one endless sentence costs no more than one of many.
"""

from __future__ import annotations

from scripts.extract.cues import CUE_FIRST
from scripts.extract.grammar import (
    AUXILIARIES,
    BE,
    CONJUNCTIONS,
    DETERMINERS,
    FINITE,
    MONTHS,
    PREPOSITIONS,
    SUBJECT_PRONOUNS,
    SUBORDINATORS,
    TIME_WORDS,
    WEEKDAYS,
    is_adverb,
)
from scripts.extract.lexicon import words
from scripts.extract.text import MARK, NEWLINE, NUMBER, QUOTE, STOPS, WORD, Text
from scripts.extract.word_classes import STAND_ALONE, is_verb, noun_like

Span = tuple[int, int]
_REACH = 45
_INSIDE_MARKS = frozenset(("-", "/", "&", "'", ".", "@", "#", "–"))
_JOINING = frozenset(
    [
        "for",
        "in",
        "at",
        "to",
        "on",
        "from",
        "with",
        "against",
        "by",
        "behind",
        "near",
        "between",
        "as",
        "into",
        "over",
        "within",
        "around",
        "like",
    ]
)


_ARTICLES = frozenset(("a", "an", "the", "his", "her", "its", "their"))
_COUNTS = frozenset(
    ("those", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
)


def phrase_before(text: Text, last: int, floor: int) -> Span | None:
    """The noun phrase that ends at token `last`; None if there is none."""
    low, kind = text.low, text.kind
    limit = max(floor, last - _REACH)
    if last < limit:
        return None
    first = last
    if low[last] == ")":
        first = _bracket(text, last, limit)
        if first <= limit:
            return None
        first -= 1
    if kind[first] in (MARK, NEWLINE) and low[first] not in ("'", ".", "%"):
        return None
    if kind[first] == WORD and not noun_like(text, first) and not _may_end(low[first]):
        return None
    joined = -1
    broke = False
    while first > limit:
        before = first - 1
        word = low[before]
        if kind[before] == MARK:
            if word == ")":
                opening = _bracket(text, before, limit)
                if opening <= limit:
                    break
                first = opening
                continue
            if word not in _INSIDE_MARKS or (word == "." and not _abbreviates(text, before)):
                break
            if word in ("–", "/") and text.start[before] > text.end[before - 1]:
                break
        elif kind[before] == QUOTE:
            number = text.quotation[before]
            if number < 0 or text.quotations[number].closing != before:
                break
            quotation = text.quotations[number]
            if (
                quotation.closing - quotation.opening > 6
                or quotation.opening <= limit
                or low[quotation.last] in (",", ".", "!", "?")
            ):
                break
            first = quotation.opening
            continue
        elif kind[before] == NEWLINE:
            break
        elif kind[before] == WORD and not noun_like(text, before):
            if (
                word == "of"
                or (word in _JOINING and before > limit and _heads(text, before - 1))
                or (word in ("in", "out") and before > limit and _share(text, before))
            ):
                pass
            elif (
                word in ("and", "or")
                and before > limit
                and (
                    noun_like(text, before - 1)
                    or low[before - 1] == ","
                    or (low[before - 1] in SUBJECT_PRONOUNS and low[before - 1] != "who")
                )
            ):
                joined = before
                if low[before - 1] == ",":
                    first = before - 1
                    continue
            elif word in SUBJECT_PRONOUNS and joined == before + 1:
                first = before
                break
            else:
                broke = is_verb(text, before) or word in ("to", "that")
                break
        elif word.endswith("ing") and before > limit and low[before - 1] in BE:
            # "was responding to remarks by Jalali"
            broke = True
            break
        elif (
            word.endswith("ed")
            and before > limit
            and not text.capital[before]
            and low[before - 1] not in DETERMINERS
            and not _told(text, before, floor)
            and not (word in _ISSUED and low[before + 1] in PREPOSITIONS)
            and (text.capital[before - 1] or low[first] in _ARTICLES or _verb_between(text, before))
        ):
            # "Jalali handed over a message from the president", "she released a statement"
            broke = True
            break
        first = before
    if broke and joined > first:
        first = joined + 1
    return _trimmed(text, first, last)


def _share(text: Text, i: int) -> bool:
    """Whether "in" or "out" joins two counts: "six in 10", "nine out of ten"."""
    return _counts(text, i - 1) and (_counts(text, i + 1) or text.low[i + 1] == "of")


def _counts(text: Text, i: int) -> bool:
    return text.kind[i] == NUMBER or text.low[i] in _COUNTS


_ISSUED = words("channels", "issued")


def _told(text: Text, i: int, floor: int) -> bool:
    """Whether a participle tells of several persons at the head of a clause: "Officials briefed on it said"."""
    noun = text.low[i - 1]
    plural = noun == "people" or (noun.endswith("s") and not noun.endswith("'s"))
    return i - 1 == floor and plural and text.low[i + 1] in PREPOSITIONS


def _verb_between(text: Text, i: int) -> bool:
    """Whether a word with -ed between a noun and a name is a verb: "the delay prompted Jalali"."""
    low = text.low
    if low[i - 1].endswith("s") and low[i + 1].endswith("s"):
        return True  # "both camps issued statements"
    named = text.capital[i + 1] and low[i + 1] not in TIME_WORDS
    return named and noun_like(text, i - 1) and low[i - 1] not in DETERMINERS


def _may_end(word: str) -> bool:
    """Words that end a subject although they look like no noun: "others", "Smith himself", "their work"."""
    if (
        word in AUXILIARIES
        or word in PREPOSITIONS
        or word in CONJUNCTIONS
        or word in SUBJECT_PRONOUNS
    ):
        return False
    return (
        word in STAND_ALONE
        or word in FINITE
        or word
        in (
            "himself",
            "herself",
            "itself",
            "themselves",
            "alike",
            "abroad",
            "alone",
            "here",
            "there",
            "today",
            "yesterday",
            "ahead",
        )
        or word in CUE_FIRST
    )


def _heads(text: Text, i: int) -> bool:
    """Whether a word may be followed by a phrase with a preposition: a noun, no time, no verb."""
    word = text.low[i]
    return (
        noun_like(text, i)
        and word not in TIME_WORDS
        and (word not in DETERMINERS or word in _COUNTS)
    )


def _abbreviates(text: Text, i: int) -> bool:
    return i > 0 and text.end[i - 1] == text.start[i] and text.kind[i - 1] == WORD


def _bracket(text: Text, closing: int, limit: int) -> int:
    i = closing - 1
    while i > limit and text.low[i] != "(":
        i -= 1
    return i


def _trimmed(text: Text, first: int, last: int) -> Span | None:
    """A phrase without what may stand before it: conjunctions, "on Tuesday", "in Baghdad"."""
    low = text.low
    while first <= last:
        word = low[first]
        if (
            word in CONJUNCTIONS
            or text.kind[first] == MARK
            or (is_adverb(word) and not text.capital[first] and word not in STAND_ALONE)
        ):
            first += 1
        elif (word in PREPOSITIONS or word in SUBORDINATORS) and not (
            first == last and word in STAND_ALONE
        ):
            first = _after_preposition(text, first, last)
        elif (
            word in WEEKDAYS
            and first < last
            and low[first + 1] not in ("'s", "of")
            and text.kind[first + 1] == WORD
            and not word.endswith("'s")
        ):
            first += 1
        else:
            break
    while last > first and (
        low[last] in WEEKDAYS or (low[last] in TIME_WORDS and low[last - 1] in WEEKDAYS)
    ):
        # "the minister on Tuesday urged"
        last -= 2 if low[last - 1] in ("on", "late", "early", "last") else 1
    if first > last:
        return None
    if first == last and low[first] in DETERMINERS and low[first] not in STAND_ALONE:
        return None
    if all(low[i] in DETERMINERS or low[i] in TIME_WORDS for i in range(first, last + 1)):
        return (first, last) if low[last] in STAND_ALONE else None
    return (first, last)


def _after_preposition(text: Text, first: int, last: int) -> int:
    low = text.low
    i = first + 1
    if i <= last and (low[i] in WEEKDAYS or low[i] in MONTHS or low[i] in TIME_WORDS):
        while i <= last and (low[i] in TIME_WORDS or low[i] in MONTHS or text.kind[i] == NUMBER):
            i += 1
        return i
    if i <= last and low[i] in DETERMINERS:
        i += 1
    for j in range(i, last + 1):
        if low[j] in DETERMINERS and low[j - 1] not in PREPOSITIONS:
            return j
    return first + 1


def phrase_after(text: Text, first: int, last: int) -> Span | None:
    """The noun phrase that begins at token `first`: the subject behind an inverted "said"."""
    low, kind = text.low, text.kind
    i = first
    limit = min(last, first + _REACH)
    if i > limit:
        return None
    if kind[i] == WORD and low[i] in SUBJECT_PRONOUNS:
        return (i, i)
    end = -1
    while i <= limit:
        word = low[i]
        if kind[i] == MARK:
            if word == "(":
                j = i
                while j < limit and low[j] != ")":
                    j += 1
                i = j + 1
                end = j
                continue
            if word == "." and not _dots(text, i, limit):
                break
            if word not in _INSIDE_MARKS:
                break
            i += 1
            continue
        if kind[i] == QUOTE:
            number = text.quotation[i]
            if (
                number < 0
                or text.quotations[number].opening != i
                or text.quotations[number].closing - i > 5
            ):
                break
            i = text.quotations[number].closing
            end = i
        elif kind[i] == NEWLINE:
            break
        elif not noun_like(text, i):
            joins = (word == "of" or (word in ("in", "out") and i > first and _share(text, i))) or (
                word in ("for", "at", "to", "in", "with")
                and end >= 0
                and not _is_time(text, i + 1, limit)
                and not text.capital[end]
                and low[end] not in TIME_WORDS
                and _title_like(low[end])
            )
            if not (
                joins
                or (
                    word in ("and", "&")
                    and i < limit
                    and (text.capital[i + 1] or low[i + 1] in DETERMINERS or low[i + 1] == "others")
                    and end >= 0
                )
            ):
                break
        elif (end == i - 1 and end >= first and word in ("a", "an")) or (
            low[i] in WEEKDAYS and end >= 0
        ):
            # "called Baghdad a partner"
            break
        elif (
            end == i - 1
            and low[i].endswith("ed")
            and not text.capital[i]
            and (text.capital[end] or _verb_ends(text, i, limit))
        ):
            break
        else:
            end = i
        i += 1
    return (
        (first, end)
        if end >= first and not all(low[j] in DETERMINERS for j in range(first, end + 1))
        else None
    )


def _verb_ends(text: Text, i: int, limit: int) -> bool:
    """Whether a word with -ed behind a noun is its verb: "the man ended up", not "a newly elected mayor"."""
    word = text.low[i - 1]
    if word in DETERMINERS or is_adverb(word):
        return False
    following = text.low[i + 1] if i < limit else "."
    if following in STOPS or is_adverb(following):
        return True
    if i < limit and text.capital[i + 1] and word.endswith("s"):
        return True  # "rebels removed Hadi"
    return following in DETERMINERS or following in PREPOSITIONS or following in SUBJECT_PRONOUNS


def _title_like(word: str) -> bool:
    return word.endswith(
        (
            "man",
            "woman",
            "person",
            "er",
            "or",
            "ist",
            "ant",
            "ian",
            "chief",
            "head",
            "official",
            "officials",
        )
    )


def _is_time(text: Text, i: int, last: int) -> bool:
    return i <= last and (text.low[i] in TIME_WORDS or text.low[i] in MONTHS)


def _dots(text: Text, i: int, last: int) -> bool:
    return i < last and _abbreviates(text, i) and text.capital[i + 1] and len(text.low[i - 1]) <= 4


def with_apposition(text: Text, span: Span, last: int) -> Span:
    """A subject with the apposition behind it, if one follows: "X, the head of Y,"."""
    low = text.low
    comma = span[1] + 1
    if comma + 1 > last or low[comma] != ",":
        return span
    first = comma + 1
    if not (
        low[first] in DETERMINERS
        or text.kind[first] == NUMBER
        or (text.kind[first] == WORD and noun_like(text, first))
    ):
        return span
    inner = phrase_after(text, first, last)
    if inner is None or inner[1] + 1 > last:
        return (span[0], inner[1]) if inner else span
    return (span[0], inner[1]) if low[inner[1] + 1] in (",", ".", "-", ";") else span
