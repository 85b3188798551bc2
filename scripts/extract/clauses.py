"""Clauses without a parser: whether one begins here, who is its subject, whether it reports."""

from __future__ import annotations

from collections.abc import Iterator

from scripts.extract.cues import BASE, PAST, THIRD, cue_at
from scripts.extract.grammar import (
    AUXILIARIES,
    DETERMINERS,
    PREPOSITIONS,
    SUBJECT_PRONOUNS,
    TIME_WORDS,
    is_adverb,
)
from scripts.extract.phrases import Span, phrase_after
from scripts.extract.subject_before import left_subject
from scripts.extract.text import NUMBER, WORD, Text
from scripts.extract.word_classes import is_verb

_REACH = 30


def has_verb(text: Text, first: int, last: int) -> bool:
    """Whether a run of words holds a finite verb outside quotations, or a quotation."""
    for i in range(first, min(last, first + 60) + 1):
        if text.kind[i] == WORD and (is_verb(text, i) or _past_like(text, i)):
            return True
    return False


def _past_like(text: Text, i: int) -> bool:
    word = text.low[i]
    return (
        i > 0
        and len(word) > 4
        and word.endswith("ed")
        and not text.capital[i]
        and text.low[i - 1] not in DETERMINERS
        and text.low[i - 1] not in PREPOSITIONS
    )


def clause_follows(text: Text, i: int, last: int) -> bool:
    """Whether a subject and a verb begin at token i."""
    if "'" in text.low[i] and text.low[i] in AUXILIARIES:
        return True  # "it's open"
    span = phrase_after(text, i, last)
    if span is None or text.low[i] in ("who", "which", "that", "what"):
        return False
    j = span[1] + 1
    while j <= last and is_adverb(text.low[j]):
        j += 1
    return j <= last and text.kind[j] == WORD and (is_verb(text, j) or text.low[j].endswith("ed"))


def report_follows(text: Text, i: int, last: int) -> bool:
    """Whether a subject and a finite reporting word follow: "Kadhimi stressed"."""
    low = text.low
    if low[i] in ("which", "whom") and i < last:
        i += 1
    if low[i] in ("which", "that", "who", "what", "where"):
        return False
    if low[i] in ("on", "late", "early") and i < last and low[i + 1] in TIME_WORDS:
        # "Hadi denied it, and on Tuesday night he said"
        i += 1
        while i < last and low[i] in TIME_WORDS:
            i += 1
    span = (i, i) if low[i] in _ALONE else phrase_after(text, i, last)
    if span is None:
        return False
    j = span[1] + 1
    while j <= last and (is_adverb(low[j]) or low[j] in ("has", "have", "had")):
        j += 1
    if j > last:
        return False
    cue = cue_at(low, j, last)
    if cue is not None and cue.form == BASE and cue.lemma in _SAY and _several(text, span):
        return True
    if cue is None and low[j] in ("did", "would", "will") and j < last:
        cue = cue_at(low, j + 1, last)
        return cue is not None and cue.form == BASE and "c" in cue.takes and "q" in cue.takes
    return (
        cue is not None
        and cue.form in (PAST, THIRD)
        and ("c" in cue.takes or "q" in cue.takes or low[i] in ("he", "she"))
        and "m" not in cue.takes
    )


_ALONE = frozenset(("others", "some", "many", "most"))
_SAY = frozenset(("say", "argue", "note", "insist", "claim", "warn", "add", "contend"))
_MANY = frozenset(("they", "we", "others", "many", "some", "most", "people", "half", "officials"))


def _several(text: Text, span: Span) -> bool:
    """Whether a subject means several speakers: "officials", "six in 10 voters"."""
    low = text.low
    return any(
        low[k] in _MANY or text.kind[k] == NUMBER or (k == span[1] and low[k].endswith("s"))
        for k in range(span[0], span[1] + 1)
    )


def main_subject(text: Text, first: int, last: int) -> Span | None:
    """The subject of the clause that begins a sentence: past an opening phrase and its comma."""
    return next(_subjects(text, first, min(last, first + _CLAUSE_REACH)), None)


def nearest_subject(text: Text, first: int, last: int) -> Span | None:
    """The subject of the last clause before token `last`: "The row began when Hadi spoke, saying"."""
    nearest: Span | None = None
    for subject in _subjects(text, max(first, last - _CLAUSE_REACH), last):
        before = subject[0] - 1
        if before < first or text.low[before] in _CLAUSE_EDGES or nearest is None:
            nearest = subject
    return nearest


_CLAUSE_REACH = 60
_CLAUSE_EDGES = frozenset((",", "when", "while", "as", "although", "though", "and", "but"))


def _subjects(text: Text, first: int, last: int) -> Iterator[Span]:
    """The subjects of the finite verbs from token `first` to `last`, outside quotations."""
    low = text.low
    i = first
    while i <= last:
        if text.quotation[i] >= 0:
            i = text.quotations[text.quotation[i]].closing + 1
            continue
        if text.kind[i] == WORD:
            if "'" in low[i] and low[i].split("'")[0] in SUBJECT_PRONOUNS:
                yield (i, i)  # "he's"
                i += 1
                continue
            verb = is_verb(text, i)
            if verb or (low[i].endswith("ed") and not text.capital[i] and i > first):
                j = i
                while j > first and is_adverb(low[j - 1]) and not text.capital[j - 1]:
                    j -= 1
                subject = left_subject(text, j, first)
                if (
                    subject is not None
                    and (
                        low[subject[1]] not in ("who", "which", "that")
                        or (subject[1] == first and low[i] in AUXILIARIES)
                    )
                    and (
                        verb
                        or text.capital[subject[0]]
                        or low[subject[0]] in DETERMINERS
                        or low[subject[0]] in SUBJECT_PRONOUNS
                    )
                ):
                    yield subject
        i += 1
