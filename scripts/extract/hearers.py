"""What stands between a reporting word and its words: the hearer, the day, the place."""

from __future__ import annotations

from scripts.extract.grammar import (
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    MONTHS,
    PREPOSITIONS,
    SUBJECT_PRONOUNS,
    TIME_WORDS,
    WEEKDAYS,
    is_adverb,
)
from scripts.extract.reports import Report
from scripts.extract.text import NUMBER, QUOTE, STOPS, Text
from scripts.extract.word_classes import noun_like

_PLACE = frozenset(
    [
        "in",
        "at",
        "during",
        "on",
        "to",
        "after",
        "before",
        "by",
        "via",
        "through",
        "from",
        "with",
        "about",
        "over",
        "amid",
        "following",
        "when",
        "while",
        "ahead",
        "as",
        "of",
        "behind",
    ]
)


_ASKED = frozenset(("if", "whether", "how", "why", "what", "when", "where", "which", "who"))
_SKIP_REACH = 30
_THAT_AHEAD = 8
"""Tokens within which "that" shows that "of" belongs to the hearer: "told the mayor of Basra that"."""


def is_single(text: Text, i: int) -> bool:
    """Whether a token stands in single quotation marks."""
    number = text.quotation[i]
    return number >= 0 and text.quotations[number].single


def after_hearer(text: Text, p: int, last: int, report: Report) -> int:
    """Past the hearer: "told the Iraqi premier that"."""
    low = text.low
    if p > last:
        return p
    if low[p] in ("that", ",", ":") or text.quotation[p] >= 0 or low[p] in TIME_WORDS:
        return p
    if low[p] in (
        "him",
        "them",
        "us",
        "me",
        "her",
        "reporters",
        "lawmakers",
        "supporters",
        "journalists",
        "you",
    ) and not (low[p] == "her" and p < last and noun_like(text, p + 1)):
        return p if "o" in report.takes and p < last and low[p + 1] == "to" else p + 1
    i = p
    limit = min(last, p + 25)
    while i <= limit:
        word = low[i]
        if (
            word in ("that", ",", ":")
            or (text.kind[i] == QUOTE and not is_single(text, i))
            or word in STOPS
            or (text.quotation[i] >= 0 and not is_single(text, i))
        ):
            return i
        if i > p and word.split("'")[0] in SUBJECT_PRONOUNS:
            return i
        if i > p and word in ("to", "against") and "o" in report.takes:
            return p
        if i > p and word in _ASKED and report.cue.lemma in ("ask", "tell", "remind", "inform"):
            return i
        if (
            i > p
            and word in ("of", "about")
            and low[i - 1] not in ("story", "stories", "tale")
            and report.cue.lemma in ("warn", "tell", "remind", "inform", "assure")
            and "that" not in low[i + 1 : min(last, i + _THAT_AHEAD) + 1]
        ):
            return i + 1
        if (
            i > p
            and word in DETERMINERS
            and low[i - 1] not in PREPOSITIONS
            and low[i - 1] not in CONJUNCTIONS
        ):
            return i
        if i > p and word in AUXILIARIES:
            # "told CNN Iran would": the last word before the verb is the subject's
            return max(p + 1, i - 1)
        i += 1
    return p


def _does(text: Text, to: int, last: int) -> bool:
    """Whether "to" begins an infinitive, not a place or a person."""
    return to < last and text.low[to + 1] not in DETERMINERS and not text.capital[to + 1]


def _counts(text: Text, i: int) -> bool:
    return text.kind[i] == NUMBER or text.low[i] in _NUMBERS


_NUMBERS = frozenset(
    ("half", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "a")
)


def after_adverbials(text: Text, p: int, last: int, takes: str) -> int:
    """Past adverbs, days and phrases of place, if "that", a quotation or the end follows them."""
    low = text.low
    i = p
    while i <= last:
        word = low[i]
        if is_adverb(word) and word not in (
            "so",
            "not",
            "only",
            "even",
            "just",
            "no",
            "both",
            "neither",
            "either",
            "more",
            "most",
            "less",
        ):
            i += 1
        elif word in WEEKDAYS or (
            word in ("on", "late", "early", "last", "this", "next", "by")
            and i < last
            and (low[i + 1] in TIME_WORDS or low[i + 1] in MONTHS)
        ):
            i += 1
            while i <= last and (
                low[i] in TIME_WORDS or low[i] in MONTHS or text.kind[i] == NUMBER
            ):
                i += 1
        else:
            break
    if i > last or low[i] not in _PLACE:
        return i
    if low[i] == "to" and "t" in takes and ("q" not in takes or (i > p and _does(text, i, last))):
        return i
    if low[i] in ("about", "over", "around") and i < last and _counts(text, i + 1):
        # "said about half of the drivers had left"
        return i
    limit = min(last, i + _SKIP_REACH)
    j = i
    while j <= limit:
        word = low[j]
        if text.kind[j] == QUOTE:
            number = text.quotation[j]
            if number >= 0 and (
                text.quotations[number].closing - text.quotations[number].opening > 5
                or low[j - 1] in (",", ":")
            ):
                return j
            if number >= 0:
                j = text.quotations[number].closing + 1
                continue
        if word == "that" and low[j - 1] not in PREPOSITIONS:
            return j
        if word == ":" or word in STOPS or (word in _ASKED and "w" in takes):
            return j
        if word == ",":
            for k in range(j + 1, min(last, j + 16)):
                if low[k] == "," and low[k + 1] == "that":
                    return k + 1
            return j
        if word in AUXILIARIES and "b" in takes:
            break
        j += 1
    if j > last:
        return j
    return i
