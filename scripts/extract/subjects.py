"""Who speaks where no subject stands before the reporting word: participles, inversions, second verbs."""

from __future__ import annotations

from scripts.extract.clauses import main_subject
from scripts.extract.contents import is_main_clause, is_title
from scripts.extract.cues import PAST, THIRD
from scripts.extract.grammar import (
    AUXILIARIES,
    DETERMINERS,
    HAVE,
    MONTHS,
    TIME_WORDS,
    WEEKDAYS,
    is_adverb,
)
from scripts.extract.phrases import (
    Span,
    is_verb,
    left_subject,
    noun_like,
    phrase_after,
    with_apposition,
)
from scripts.extract.reports import Report
from scripts.extract.text import DASHES, QUOTE, STOPS, WORD, Text


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
    return main_subject(text, first, group - 1)


_DOCUMENTS = frozenset(
    [
        "statement",
        "letter",
        "message",
        "tweet",
        "report",
        "resolution",
        "memo",
        "email",
        "post",
        "release",
        "speech",
        "article",
        "note",
        "sign",
        "signs",
        "ad",
        "document",
        "communique",
        "message",
        "editorial",
        "op-ed",
        "interview",
        "call",
        "video",
        "caption",
        "headline",
        "motion",
        "bill",
        "petition",
    ]
)


_LEADS = frozenset(
    ["and", "while", "by", "when", "as", "well", "but", "thus", "for", "before", "after", "in"]
)


def governing_subject(
    text: Text, report: Report, first: int, last: int, governing: Span | None
) -> Span | None:
    """Who speaks in a participle: "..., adding that"; "Hailing the ties, Ashtiani said"."""
    low = text.low
    j = report.group - 1
    while j >= first and ((is_adverb(low[j]) and text.kind[j] == WORD) or low[j] in _LEADS):
        j -= 1
    if j < first:
        return _subject_after(text, report.end + 1, last)
    led = j < report.group - 1 and any(low[k] in _LEADS for k in range(j + 1, report.group))
    if low[j] == "," or low[j] in DASHES or text.kind[j] == QUOTE or led:
        return governing or main_subject(text, first, j)
    if text.kind[j] != WORD:
        return None
    if low[j] in _DOCUMENTS or (text.capital[j] and governing is None):
        return left_subject(text, j + 1, first)
    return None


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
        return None
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
        goes_on = follow < last and low[follow] == "," and is_verb(text, follow + 1)
        if not goes_on and not is_main_clause(text, first, before - 1):
            return None
    return with_apposition(text, span, last)
