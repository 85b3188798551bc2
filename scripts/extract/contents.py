"""Where reported words begin behind their cue."""

from __future__ import annotations

from scripts.extract.cues import (
    EXPRESS_NOUNS,
    ING,
    Cue,
)
from scripts.extract.grammar import (
    AUXILIARIES,
    DETERMINERS,
    PREPOSITIONS,
    SUBJECT_PRONOUNS,
    TIME_WORDS,
    is_adverb,
)
from scripts.extract.hearers import after_adverbials, after_hearer, is_single
from scripts.extract.phrases import phrase_after
from scripts.extract.reports import Report
from scripts.extract.text import ABBREVIATIONS, DASHES, NUMBER, QUOTE, STOPS, WORD, Text
from scripts.extract.word_classes import is_verb

_QUESTION = frozenset(["whether", "if", "how", "why", "what", "when", "where", "who", "which"])


_HEARER_PLACE = 6
"""Words that a hearer's place and the day may take behind a comma."""


def says_nothing(low: list[str], cue: Cue, start: int, last: int) -> bool:
    """As in "asked not to be named", "declined to comment": no words of theirs can be recovered."""
    words = low[start : min(last, start + 4) + 1]
    if cue.lemma in ("ask", "request", "speak of", "speak about") and (
        "named" in words or "identified" in words or "anonymity" in words
    ):
        return True
    return cue.lemma in ("decline", "refuse") and any(
        w in words for w in ("comment", "elaborate", "say", "give", "answer", "respond", "discuss")
    )


Begun = tuple[int, str]
"""The token with which reported words begin, and how: "behind" if the cue follows its words instead."""


def right(text: Text, report: Report, last: int) -> Begun | None:
    """Where the reported words begin behind the cue, and how; None if the cue has none there."""
    low = text.low
    takes = report.takes
    p = report.end + 1
    if "t" in takes and _infinitive(text, p, last):
        return (p, "to")
    if "r" in takes:
        hearer = p
        p = after_hearer(text, p, last, report)
        if "n" in takes and p > hearer and low[p] in STOPS and low[hearer] in DETERMINERS:
            return (hearer, "object")  # "promised a country of new jobs"
        if "t" in takes and _infinitive(text, p, last):
            return (p, "to")
    named = "a" in takes and p < last and low[p] == "as"
    if not named and (report.end == report.at or low[report.end] not in EXPRESS_NOUNS):
        p = after_adverbials(text, p, last, takes)
    if p > last:
        return (p, "behind")
    p = _past_asides(text, p, last)
    word = low[p]
    if word in DASHES and "c" in takes:
        for k in range(p + 1, min(last, p + _FAR)):
            if low[k] in DASHES and low[k + 1] == "that":
                return (k + 2, "that")
    if word in STOPS or word in DASHES or word == ";":
        return (p, "behind")
    if text.kind[p] == QUOTE or text.quotation[p] >= 0:
        return (p, "object" if "q" not in takes and _leads_on(text, p, last) else "quote")
    if word == ",":
        return _behind_comma(text, report, p, last)
    if word == ":":
        return (p + 1, "colon") if p < last else (p, "behind")
    if word == "that":
        return _behind_that(low, takes, p, last)
    if word == "of" and p < last and report.cue.form == ING and "q" in takes:
        # "adding of Mr. Trump, '...'"
        for q in range(p + 1, min(last - 1, p + _NEAR)):
            if low[q] == "," and text.quotation[q + 1] >= 0:
                return (q + 1, "quote")
    if "t" in takes and _infinitive(text, p, last):
        return (p, "to")
    if word in _QUESTION and ("w" in takes or "b" in takes or "c" in takes):
        return (p, "clause")
    return _plain(text, report, p, last)


_FAR = 15
"""Tokens within which "that" or a quotation stands behind an aside."""
_NEAR = 8


def _infinitive(text: Text, p: int, last: int) -> bool:
    """Whether "to" and a verb begin at token p, no place or person."""
    return (
        p < last
        and text.low[p] == "to"
        and text.kind[p + 1] != NUMBER
        and text.low[p + 1] not in DETERMINERS
        and not text.capital[p + 1]
    )


def _past_asides(text: Text, p: int, last: int) -> int:
    """Past ", however," and the like."""
    low = text.low
    aside = p
    while (
        aside + 2 < last
        and low[aside] == ","
        and low[aside + 2] == ","
        and (is_adverb(low[aside + 1]) or low[aside + 1] in TIME_WORDS)
    ):
        aside += 2
    return aside + 1 if aside > p else p


def _behind_comma(text: Text, report: Report, comma: int, last: int) -> Begun:
    """Words behind a comma: a quotation, "that", or either of them behind an aside."""
    low = text.low
    takes = report.takes
    q = comma + 1
    if q > last:
        return (comma, "behind")
    if "q" in takes and _opens_words(text, q):
        return (q, "quote")
    if "c" in takes:
        if low[q] == "that":
            return (q + 1, "that")
        for k in range(q, min(last, q + _FAR)):
            if low[k] == "," and low[k + 1] == "that":
                return (k + 2, "that")
            if report.cue.form == ING:
                continue
            if low[k] == "that" and "r" in takes and _only_place(text, q, k):
                # "told a meeting in Salem, New Hampshire on Monday that"
                return (k + 1, "that")
    if "m" in takes:
        return (comma, "behind")
    if ("q" in takes and low[q].endswith("ing")) or low[q] in _ASIDES:
        for k in range(q, min(last, q + _FAR)):
            if low[k] in (",", ":") and _opens_words(text, k + 1):
                return (k + 1, "quote")
    own = report.cue.form == ING and text.capital[q] and low[q] in ("we", "i", "our")
    return (q, "clause") if own and q < last and "q" in takes else (comma, "behind")


_ASIDES = frozenset(
    ("again", "in", "with", "to", "of", "when", "after", "as", "during", "on", "at", "before")
)
"""What begins an aside before a quotation: "said in May, when the row began, '...'"."""


def _behind_that(low: list[str], takes: str, p: int, last: int) -> Begun | None:
    if p + 2 < last and low[p + 1] == "," and low[p + 2].endswith("ing") and "n" in takes:
        return (p, "object")  # "denied that, saying"
    begin = p + 2 if p + 1 < last and low[p + 1] == "," else p + 1
    if "c" in takes and begin <= last:
        return (begin, "that")
    return (p, "object") if "n" in takes else None


def _plain(text: Text, report: Report, p: int, last: int) -> Begun | None:
    """Words that no mark or conjunction brings: somebody who is to do something, a clause, a noun phrase."""
    takes, word = report.takes, text.low[p]
    if word in ("and", "or"):
        return None  # "written and directed by"
    if "o" in takes and _asked_of(text, report, p, last):
        return (p, "object")
    if "a" in takes and word == "as" and p < last:
        return (p, "object")
    if "b" in takes and ("n" in takes or _about(text, p, last)) and _clause_begins(text, p, last):
        return (p, "clause")
    if "n" in takes:
        return _noun_phrase(text, report, p, last)
    clause = (
        "b" in takes
        and text.kind[p] in (WORD, NUMBER)
        and (
            report.cue.lemma == "say"
            or (word not in PREPOSITIONS and _clause_begins(text, p, last))
        )
    )
    if clause or (report.cue.lemma in _CLAUSAL and _noun_and_more(text, p, last)):
        return (p, "clause")
    return None


def _asked_of(text: Text, report: Report, p: int, last: int) -> bool:
    """Whether somebody and what is asked of him begin at token p: "Iraq to open the road"."""
    whom = phrase_after(text, p, last) or ((p, p) if text.low[p] in _WHOM else None)
    if whom is not None and whom[1] < last and text.low[whom[1] + 1] in _ASKING:
        return True
    return report.cue.lemma in ("call on", "call upon", "urge", "exhort", "implore", "appeal to")


_WHOM = frozenset(("him", "them", "us", "me", "her", "it", "everyone", "people"))
_ASKING = frozenset(("to", "not", "that", "against"))


def _noun_phrase(text: Text, report: Report, p: int, last: int) -> Begun | None:
    word = text.low[p]
    if (
        (text.kind[p] in (WORD, NUMBER) or word in ("$", "€", "£"))
        and word not in ("to", "by")
        and (word not in PREPOSITIONS or _about(text, p, last))
    ):
        called = report.cue.lemma == "call" and word in _CALLED
        return None if called else (p, "object")
    if report.end > report.at and word in _JOINTS and p < last:
        return (p + 1, "object")
    return None


_CALLED = frozenset(("in", "off", "up", "out", "back", "himself"))
"""Particles with which "call" tells of no name: "called off"."""
_JOINTS = frozenset(("for", "over", "about", "with", "in", "at", "of", "on", "to"))


def _noun_and_more(text: Text, p: int, last: int) -> bool:
    """Whether a noun phrase begins that a verb unknown here may follow: "alleges the groups smuggle arms"."""
    return (
        (text.low[p] in DETERMINERS or text.capital[p])
        and last - p > _CLAUSE_WORDS
        and (text.kind[p] == WORD)
    )


_CLAUSAL = frozenset(("allege", "insist", "contend"))
_CLAUSE_WORDS = 3


def _leads_on(text: Text, p: int, last: int) -> bool:
    """Whether a quotation only begins a noun phrase: `condemned "in the strongest terms" the attack`."""
    number = text.quotation[p]
    if number < 0 or text.low[text.quotations[number].last] in (",", *STOPS):
        return False
    behind = text.quotations[number].closing + 1
    return behind <= last and (text.low[behind] in DETERMINERS or text.low[behind] == "on")


def _only_place(text: Text, first: int, end: int) -> bool:
    """Whether a few names, days and their prepositions stand before token `end`."""
    return end - first <= _HEARER_PLACE and all(
        text.capital[i] or text.kind[i] == NUMBER or text.low[i] in ("on", "in", "at", ",")
        for i in range(first, end)
    )


def _about(text: Text, p: int, last: int) -> bool:
    """As in "predicted between two and four": a number, loosely."""
    if text.low[p] in ("at", "up") and p + 1 < last and text.low[p + 1] in ("least", "most", "to"):
        p += 1
    elif text.low[p] not in ("about", "over", "around", "between"):
        return False
    return p < last and (text.kind[p + 1] == NUMBER or text.low[p + 1] in _COUNTED)


_COUNTED = frozenset(
    ("$", "€", "£", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
)


def _opens_words(text: Text, i: int) -> bool:
    number = text.quotation[i]
    return (
        number >= 0 and text.quotations[number].opening == i and not text.quotations[number].single
    )


def _clause_begins(text: Text, p: int, last: int) -> bool:
    """Whether a subject and its verb begin at token p."""
    low = text.low
    if low[p] in SUBJECT_PRONOUNS or low[p] in ("there", "this", "these", "that's"):
        return True
    if low[p] in AUXILIARIES:
        return "'" in low[p]
    if low[p] in ("about", "over", "around", "between") and p < last:
        p += 1
    for i in range(p + 1, min(last, p + 16) + 1):
        if low[i] == "." and low[i - 1] in ABBREVIATIONS:
            continue
        if low[i] == "," and i < last and low[i + 1] in ("who", "which"):
            # "argued the council, which meets today, is weak": the verb stands behind the aside
            return "," in low[i + 2 : i + 20]
        if text.quotation[i] >= 0 and not is_single(text, i):
            # "told them Iran “has no quarrel”"
            return is_verb(text, text.quotations[text.quotation[i]].first)
        if low[i] in (",", ":", ";") or low[i] in STOPS:
            return False
        if low[i] in ("that", "which", "who"):
            return False
        if low[i] in ("as", "while") and i < last and low[i + 1] in SUBJECT_PRONOUNS:
            return False
        if text.kind[i] == WORD and (
            is_verb(text, i)
            or (low[i].endswith("ed") and not text.capital[i] and low[i - 1] not in DETERMINERS)
        ):
            return True
    return False
