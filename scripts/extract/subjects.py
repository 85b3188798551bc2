"""Who speaks where no subject stands before the reporting word: participles, inversions, second verbs."""

from __future__ import annotations

from scripts.extract.clauses import clause_follows, main_subject, nearest_subject
from scripts.extract.contents_before import is_main_clause, is_title
from scripts.extract.cues import PAST, THIRD
from scripts.extract.grammar import (
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    HAVE,
    MONTHS,
    PREPOSITIONS,
    SUBORDINATORS,
    TIME_WORDS,
    WEEKDAYS,
    is_adverb,
)
from scripts.extract.lexicon import words
from scripts.extract.phrases import Span, phrase_after, phrase_before, with_apposition
from scripts.extract.reports import Report
from scripts.extract.subject_before import left_subject
from scripts.extract.text import DASHES, NUMBER, QUOTE, STOPS, WORD, Text
from scripts.extract.word_classes import is_verb, noun_like


def coordinates(text: Text, group: int, first: int) -> bool:
    """Whether a verb group follows "and", "but" or a comma, so that its subject stands farther off."""
    j = group - 1
    if j < first:
        return False
    if text.low[j] == ",":
        return True
    return text.low[j] in ("and", "but", "or", "then")


def clause_subject(text: Text, group: int, first: int) -> Span | None:
    """The subject of the sentence's first clause, for a second verb: "X met Y and said that"."""
    return nearest_subject(text, first, group - 1)


_DOCUMENTS = words("channels", "documents")


_LEADS = words("grammar", "leads")


def governing_subject(
    text: Text, report: Report, first: int, last: int, governing: Span | None
) -> Span | None:
    """Who speaks in a participle: "..., adding that"; "Hailing the ties, Ashtiani said"."""
    low = text.low
    j = report.group - 1
    while j >= first and (
        (is_adverb(low[j]) and text.kind[j] == WORD) or low[j] in _LEADS or low[j] == "all"
    ):
        j -= 1
    if j < first or low[first : j + 1] == ["in", "addition", "to"]:
        return _subject_after(text, report.end + 1, last)
    while j > first and low[j] in TIME_WORDS:
        j -= 1 + (low[j - 1] in ("this", "last", "on", "late", "early"))
    led = j < report.group - 1 and any(low[k] in _LEADS for k in range(j + 1, report.group))
    if low[j] == "," or low[j] in DASHES or text.kind[j] == QUOTE or led:
        speaker = governing or nearest_subject(text, first, j)
        if speaker is not None:
            return speaker
        if led:
            return _subject_after(text, report.end + 1, last)
        cites = report.cue.lemma == "cite" and text.quotation[report.end + 1] >= 0
        return None if cites else _named_before(text, j, first)
    if text.kind[j] not in (WORD, NUMBER):
        return None
    if low[j] in _DOCUMENTS or text.capital[j] or _brings_words(text, report, last):
        return _holder(text, j, first, governing)
    return None


def _named_before(text: Text, comma: int, first: int) -> Span | None:
    """The subject of a sentence whose verb follows a participle: "Hadi, noting that it was late, left"."""
    span = phrase_before(text, comma - 1, first)
    return span if span is not None and span[0] == first else None


def _brings_words(text: Text, report: Report, last: int) -> bool:
    """Whether a participle is followed by words of somebody: "that", a quotation or, for "saying", a clause."""
    i = report.end + 1
    if i >= last:
        return False
    if text.low[i] == "that" or text.quotation[i] >= 0:
        return True
    if text.low[i] in (",", ":") and text.quotation[i + 1] >= 0:
        return True
    return "b" in report.takes and "n" not in report.takes and clause_follows(text, i, last)


def _holder(text: Text, end: int, first: int, governing: Span | None) -> Span | None:
    """Who speaks before a participle without a comma: "a report saying that", "Hadi sent a letter saying that"."""
    near = phrase_before(text, end, first)
    if near is None:
        return None
    made = (
        near[0] > first and text.kind[near[0] - 1] == WORD and not is_adverb(text.low[near[0] - 1])
    )
    if made and text.low[near[0] - 1] not in PREPOSITIONS | CONJUNCTIONS | SUBORDINATORS:
        verb = near[0] - 1
        return left_subject(text, verb, first) or governing or near
    return near


_CAUSES = words("grammar", "causes")


def infinitive_subject(
    text: Text, report: Report, first: int, governing: Span | None
) -> Span | None:
    """Who speaks in an infinitive: "Hadi took the stage to say that", "prompted Hadi to say that"."""
    to = report.group
    if to <= first:
        return None
    near = phrase_before(text, to - 1, first)
    if near is not None and near[0] > first and text.low[near[0] - 1] in _CAUSES:
        return near
    subject = governing or main_subject(text, first, to - 1)
    if subject is not None and text.low[subject[0]] in ("it", "it's", "there"):
        return None
    return subject


_FLOOR = words("grammar", "floor")
_FLOOR_REACH = 8


def takes_the_floor(text: Text, report: Report, first: int) -> bool:
    """Whether the verb before an infinitive tells that somebody did speak: "took the stage to praise"."""
    low = text.low
    return any(
        low[i] in _FLOOR for i in range(max(first, report.group - _FLOOR_REACH), report.group)
    )


def _subject_after(text: Text, start: int, last: int) -> Span | None:
    """The subject of the clause behind the first comma: "Hailing the ties, Ashtiani said"."""
    i = start
    limit = min(last, start + 60)
    while i <= limit:
        number = text.quotation[i]
        if number >= 0:
            close = text.quotations[number].closing
            i = close + 1
            if text.low[text.quotations[number].last] == "," and i <= limit:
                span = phrase_after(text, i, last)
                if span is not None and _verb_follows(text, span[1] + 1, last):
                    return span
            continue
        if text.low[i] == "," and i < limit:
            span = phrase_after(text, i + 1, last)
            if span is not None and _verb_follows(text, span[1] + 1, last):
                return span
        i += 1
    return None


def _verb_follows(text: Text, i: int, last: int) -> bool:
    low = text.low
    while i <= last and is_adverb(low[i]):
        i += 1
    if i > last:
        return False
    return is_verb(text, i) or low[i].endswith("ed")


def inverted_subject(text: Text, report: Report, first: int, last: int) -> Span | None:
    """The subject behind the verb: `"...", said the minister`; None unless the words stand so."""
    low = text.low
    if "q" not in report.cue.takes or report.group != report.at or report.at <= first:
        return None
    if report.cue.form not in (PAST, THIRD):
        return None
    before = report.at - 1
    number = text.quotation[before]
    quoted = (
        number >= 0
        and text.quotations[number].closing == before
        and not text.quotations[number].single
    )
    if not quoted and low[before] not in (",", *DASHES, "?", "!"):
        return None
    if not quoted and report.cue.lemma not in (
        "say",
        "add",
        "write",
        "note",
        "explain",
        "ask",
        "continue",
        "recall",
        "argue",
    ):
        return None
    after = report.end + 1
    if after > last or low[after] in ("that", "to"):
        return None
    if not (
        text.capital[after] or low[after] in DETERMINERS or low[after] in ("he", "she", "they")
    ) and not (
        (quoted or is_title(text, last))
        and text.kind[after] == WORD
        and noun_like(text, after)
        and low[after] not in TIME_WORDS
    ):
        return None
    if low[after] in WEEKDAYS or low[after] in MONTHS:
        return None
    span = phrase_after(text, after, last)
    if span is None:
        return (after, after) if quoted and low[after] in ("another", "one", "others") else None
    follow = span[1] + 1
    if not quoted and span[1] == last and is_title(text, last):
        return span
    if quoted and follow <= last and low[follow] in AUXILIARIES and low[follow] not in HAVE:
        # "Hadi, citing "the rules," said the council would meet"
        return None
    if not quoted:
        if follow <= last and not (
            low[follow] in (",", ".", "on", "in", "during", "at", "after", "when", "as", "who", ";")
            or low[follow] in STOPS
            or low[follow] in WEEKDAYS
        ):
            return None
        whole = with_apposition(text, span, last)
        behind = whole[1] + 1
        goes_on = behind < last and low[behind] == "," and is_verb(text, behind + 1)
        final = whole[1] >= last - 1
        if not goes_on and not is_main_clause(text, first, before - 1, final=final):
            return None
    return with_apposition(text, span, last)
