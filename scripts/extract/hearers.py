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
from scripts.extract.lexicon import words
from scripts.extract.reports import Report
from scripts.extract.text import DASHES, NUMBER, QUOTE, STOPS, Text
from scripts.extract.word_classes import is_verb, noun_like

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
        "without",
        "under",
    ]
)


_ASKED = frozenset(("if", "whether", "how", "why", "what", "when", "where", "which", "who"))
_HEARER_LESS = frozenset(("warn", "caution", "promise", "advise", "write"))
"""Reporting words that need no hearer: "warned Iran would"."""
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
    if low[p] in SUBJECT_PRONOUNS and p < last and is_verb(text, p + 1):
        # "warning it would"
        return p
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
            and (word == "about" or (word == "of" and report.cue.lemma != "ask"))
            and low[i - 1] not in ("story", "stories", "tale")
            and report.cue.lemma in ("warn", "tell", "remind", "inform", "assure", "ask")
            and not _words_ahead(text, i, last)
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
            return p if report.cue.lemma in _HEARER_LESS else max(p + 1, i - 1)
        i += 1
    return p


_CHANNELS = words("channels", "words")
_CHANNEL_KINDS = words("channels", "kinds")
_ISSUED = words("channels", "issued")
_ISSUER_REACH = 8


def _past_channel(text: Text, i: int, last: int) -> int:
    """Past the way in which somebody spoke: "in a statement released by his office"; -1 if there is none."""
    low = text.low
    if low[i] not in ("in", "during", "at"):
        return -1
    j = i + 1
    limit = min(last, i + 4)
    while j < limit and (low[j] in DETERMINERS or low[j] in _CHANNEL_KINDS):
        j += 1
    if low[j] not in _CHANNELS or j + 2 >= last:
        return -1
    j += 1
    if low[j] in _ISSUED:
        for k in range(j + 2, min(last, j + _ISSUER_REACH)):
            if low[k] in DETERMINERS and low[k - 1] not in PREPOSITIONS:
                return k
        return -1
    while j < last and (low[j] in TIME_WORDS or (low[j] == "on" and low[j + 1] in TIME_WORDS)):
        j += 1
    return j


def _subject_begins(text: Text, i: int) -> bool:
    """Whether a word can be the first of a clause, and is neither a preposition nor a verb."""
    word = text.low[i]
    return (
        word in DETERMINERS
        or word.split("'")[0] in SUBJECT_PRONOUNS
        or (text.capital[i] and word not in PREPOSITIONS)
    )


def _words_ahead(text: Text, of: int, last: int) -> bool:
    """Whether "that" or a quotation stands behind "of" and a name: "told the mayor of Basra that"."""
    for i in range(of + 1, min(last, of + _THAT_AHEAD) + 1):
        if text.low[i] == "that" or (text.low[i - 1] == "," and text.quotation[i] >= 0):
            return True
    return False


def _does(text: Text, to: int, last: int) -> bool:
    """Whether "to" begins an infinitive, not a place or a person."""
    return to < last and text.low[to + 1] not in DETERMINERS and not text.capital[to + 1]


def _past_ago(low: list[str], i: int, last: int) -> int:
    """Past a span of time: "a few days later", "two weeks ago"; `i` if there is none."""
    for j in range(i + 2, min(last, i + _AGO_REACH) + 1):
        if low[j] in ("later", "earlier", "ago"):
            return j + 1 if low[j - 1].removesuffix("s") in _SPANS else i
    return i


_AGO_REACH = 4
_SPANS = frozenset(("minute", "hour", "day", "week", "month", "year", "decade", "moment"))


def _pronoun_acts(text: Text, j: int, last: int) -> bool:
    """Whether a clause begins with a pronoun at token j, and no clause with "who" or "when" began before it."""
    word = text.low[j].split("'")[0]
    if word not in ("he", "she", "they", "it", "we"):
        return False
    before = text.low[j - 1]
    if before in PREPOSITIONS or before in CONJUNCTIONS or before in _PLACE or is_verb(text, j - 1):
        return False
    return "'" in text.low[j] or (j < last and is_verb(text, j + 1))


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
        if (
            is_adverb(word)
            and word
            not in (
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
            )
        ) or (word == "here" and i < last and (low[i + 1] in TIME_WORDS or low[i + 1] == "that")):
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
        elif (behind := _past_ago(low, i, last)) > i:
            i = behind
        else:
            break
    if i > last or low[i] not in _PLACE:
        return i
    behind = _past_channel(text, i, last) if "b" in takes else -1
    if behind > 0 and _subject_begins(text, behind):
        return behind
    if low[i] == "to" and "t" in takes and ("q" not in takes or (i > p and _does(text, i, last))):
        return i
    loose = 2 if low[i : i + 2] in (["at", "least"], ["at", "most"]) else 1
    counted = low[i] in ("about", "over", "around") or loose > 1
    if counted and i + loose <= last and _counts(text, i + loose):
        # "said about half of the drivers had left"
        return i
    return _past_place(text, i, last, takes)


def _past_place(text: Text, i: int, last: int, takes: str) -> int:
    """Past a phrase of place that begins at token i, to "that", a quotation, a pronoun and its verb, or the end."""
    low = text.low
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
        if word == ":" or word in STOPS or word in DASHES or (word in _ASKED and "w" in takes):
            return j
        if word == ",":
            for k in range(j + 1, min(last, j + 16)):
                if low[k] == "," and low[k + 1] == "that":
                    return k + 1
            return j
        if "b" in takes:
            if word in AUXILIARIES and not text.capital[j]:
                break
            if j > i + 1 and _pronoun_acts(text, j, last):
                # "wrote in both listings he was proud"
                return j
        j += 1
    if j > last:
        return j
    return i
