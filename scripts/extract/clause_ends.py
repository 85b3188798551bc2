"""Where reported words end."""

from __future__ import annotations

from scripts.extract.clauses import clause_follows, has_verb, report_follows
from scripts.extract.cues import ING, PAST, THIRD, cue_at
from scripts.extract.grammar import (
    BE,
    DETERMINERS,
    HAVE,
    SUBJECT_PRONOUNS,
    TIME_WORDS,
    WEEKDAYS,
    is_adverb,
)
from scripts.extract.lexicon import words
from scripts.extract.phrases import phrase_after
from scripts.extract.text import DASHES, STOPS, WORD, Text
from scripts.extract.word_classes import is_verb, noun_like

_LINKS = frozenset(
    [
        "and",
        "but",
        "while",
        "as",
        "with",
        "by",
        "when",
        "though",
        "although",
        "whereas",
        "yet",
        "or",
    ]
)


_COMMENTS = frozenset(
    [
        "reference",
        "claim",
        "move",
        "statement",
        "remark",
        "accusation",
        "charge",
        "allusion",
        "line",
        "phrase",
        "position",
        "sentiment",
        "nod",
        "comment",
        "comments",
        "remarks",
        "words",
    ]
)


def clause_end(
    text: Text,
    start: int,
    last: int,
    form: str,
    kind: str,
    *,
    subordinate: bool = False,
    relative: bool = False,
) -> int:
    """Last token of the reported words that begin at `start`, at most `last`.

    `subordinate` tells that the sentence begins with "while", "although" or the like: then its
    main clause, behind a comma, is no part of the words. `relative` tells that "who" is the subject.
    """
    low = text.low
    named = kind == "name"
    kind = "object" if named else kind
    i = start
    while i <= last:
        number = text.quotation[i]
        if number >= 0:
            quotation = text.quotations[number]
            close = min(quotation.closing, last)
            i = close + 1
            if quotation.single:
                continue
            inside = low[quotation.last]
            if inside == "," and i <= last and _breaks(text, i, last, form):
                return close
            if named and quotation.opening > start and i <= last and low[i] in _AFTER_NAME:
                return close
            whole = kind in ("quote", "colon") and start <= quotation.opening <= start + 1
            ended = inside in (",", *STOPS) and i <= last
            if whole and ended and not _goes_on(text, i, last, inside):
                return close
            continue
        word = low[i]
        if word == ",":
            if i < last and _breaks(text, i + 1, last, form):
                return i - 1
            if i < last and kind == "object":
                after = _past_aside(text, i + 1, last)
                if after > i:
                    i = after
                    continue
                if _ends_object(text, i + 1, last):
                    return i - 1
            if i < last and kind in ("clause", "that") and _comments(text, start, i, last, kind):
                return i - 1
            if (
                form == THIRD
                and i < last
                and low[i + 1] == "as"
                and low[i + 2] not in SUBJECT_PRONOUNS
                and clause_follows(text, i + 2, last)
            ):
                # the lead of a report: "says the road is open, as the talks go on"
                return i - 1
            if subordinate and i < last and clause_follows(text, i + 1, last):
                return i - 1
            if relative and i < last and _acts_now(text, i + 1):
                return i - 1
        elif word in ("and", "but"):
            if i < last and i > start and _coordinate_cue(text, i + 1, last, form):
                return i - 1
            if (
                kind == "object"
                and start < i < last
                and (low[i + 1] in _FINITE_AUXILIARIES or _acts(text, i + 1, last))
                and not has_verb(text, start, i - 1)
            ):
                return i - 1
        elif (
            (word == ";" and i > start)
            or (kind == "object" and word in DASHES and i > start)
            or (kind == "object" and i > start and _names_channel(text, i, last))
        ):
            return i - 1
        elif word in ("while", "when", "before") and i < last:
            cue = cue_at(low, i + 1, last)
            if cue is not None and cue.form == ING and cue.takes != "qm":
                return i - 1
        i += 1
    end = last
    while (
        end > start
        and (low[end] in STOPS or low[end] in (",", ";", ":"))
        and text.quotation[end] < 0
    ):
        if low[end] == "." and end > start and "." in low[end - 1]:
            break
        end -= 1
    return _before_day(text, start, end) if kind == "object" else end


def _before_day(text: Text, start: int, end: int) -> int:
    """Without the day on which somebody spoke: "condemned the raid on Monday", unless a meeting is then."""
    low = text.low
    i = end
    while i > start and low[i] in TIME_WORDS:
        i -= 1
    if i == end or i <= start + 1:
        return end
    if low[i] in ("on", "late", "early", "this"):
        i -= 1
    elif low[i + 1] not in WEEKDAYS and low[i + 1] not in ("yesterday", "today", "earlier"):
        return end
    if any(low[j] in _HELD for j in range(start, i + 1)):
        return end
    return i


_HELD = words("channels", "held")


_AFTER_NAME = frozenset(("during", "when", "after", "before", "while", "although", "though"))
"""What follows a name in marks and is no part of it: "called the plan “a fantasy” on his show"."""


_ASIDE_REACH = 20


def _past_aside(text: Text, i: int, last: int) -> int:
    """Behind an aside within a noun phrase: "praised Hadi, the head of the group, for his help"; -1 if none."""
    low = text.low
    if low[i] not in ("who", "the", "a", "an", "which", "whose", "whom"):
        return -1
    for j in range(i + 2, min(last - 1, i + _ASIDE_REACH) + 1):
        if text.quotation[j] >= 0:
            return -1
        if low[j] == ",":
            return j + 1 if low[j + 1] in ("for", "to", "as", "over", "of", "against") else -1
    return -1


_CHANNELS = words("channels", "words")


_CHANNEL_KINDS = words("channels", "kinds")


def _names_channel(text: Text, i: int, last: int) -> bool:
    """Whether the way in which somebody spoke begins at token i: "in a letter", "during a call"."""
    low = text.low
    if low[i] not in ("in", "during", "at", "via", "through", "on") or i >= last:
        return False
    j = i + 1
    limit = min(last, i + 4)
    while j < limit and (low[j] in DETERMINERS or low[j] in _CHANNEL_KINDS):
        j += 1
    if low[j] not in _CHANNELS:
        return False
    return j == last or not (low[j + 1] in ("that", "which") or noun_like(text, j + 1))


def _acts_now(text: Text, i: int) -> bool:
    """Whether the main verb stands behind a clause with "who": "Saleh, who condemned the raid, left"."""
    return is_verb(text, i) or (text.low[i].endswith("ed") and not text.capital[i])


def _acts(text: Text, i: int, last: int) -> bool:
    """Whether a verb with its object begins: "and renewed its call"."""
    return i < last and text.low[i].endswith("ed") and text.low[i + 1] in DETERMINERS


_FINITE_AUXILIARIES = (BE | HAVE | {"did", "does", "will", "would"}) - {
    "be",
    "been",
    "being",
    "having",
}


_AFTER_OBJECT = SUBJECT_PRONOUNS | frozenset(
    ("but", "even", "which", "then", "despite", "instead", "while", "although", "just")
)


def _ends_object(text: Text, i: int, last: int) -> bool:
    """Whether a noun phrase that somebody called for ends before token i, behind a comma."""
    low = text.low
    word = low[i]
    if word in _AFTER_OBJECT:
        return True
    cue = cue_at(low, i, last)
    if cue is not None and cue.form == PAST and "m" not in cue.takes:
        return not text.capital[i] and is_verb(text, i)
    if word in ("the", "a", "an"):
        return _apposes(text, i, last)
    if word != "and" or i >= last:
        return False
    return clause_follows(text, i + 1, last) or is_verb(text, i + 1)


def _comments(text: Text, start: int, comma: int, last: int, kind: str) -> bool:
    """Whether the reporter's comment on a clause ends its sentence: "..., a step that few expect"."""
    low = text.low
    i = comma + 1
    if low[i] == "but":
        return (
            i < last and low[i + 1] in ("he", "she") and not _holds(text, start, comma, low[i + 1])
        )
    if low[i] == "which" or (low[i] in _CONTRASTS and kind == "clause"):
        plain = all(low[j] != "," and text.quotation[j] < 0 for j in range(i + 1, last + 1))
        return plain and has_verb(text, start, comma)
    if (
        low[i] not in ("a", "an")
        or not has_verb(text, start, comma)
        or clause_follows(text, i, last)
    ):
        return False
    return not any(
        low[j] in (",", "and", "or", ";") or text.quotation[j] >= 0 for j in range(i + 1, last + 1)
    )


_CONTRASTS = frozenset(("while", "compared", "despite"))
"""What the reporter sets against a clause at the end of its sentence."""


def _holds(text: Text, first: int, last: int, word: str) -> bool:
    return word in text.low[first : last + 1]


def _goes_on(text: Text, i: int, last: int, inside: str) -> bool:
    """Whether a clause goes on behind a quotation within it."""
    if text.low[i] in ("and", "but", "or") and inside == ",":
        return i < last and (text.low[i + 1] == "that" or text.quotation[i + 1] >= 0)
    return text.low[i] in (
        "and",
        "or",
        "but",
        "to",
        "of",
        "in",
        "for",
        "with",
        "that",
        "on",
        "by",
        "from",
        "as",
    )


def _breaks(text: Text, i: int, last: int, form: str) -> bool:
    """Whether a reporter's own clause begins at token i, behind a comma."""
    low = text.low
    j = i
    linked = False
    while j <= last and (low[j] in _LINKS or (is_adverb(low[j]) and text.kind[j] == WORD)):
        linked = True
        j += 1
    if j > last:
        return False
    cue = cue_at(low, j, last)
    if cue is not None and cue.form == ING and "m" not in cue.takes:
        return True
    if cue is not None and not linked and cue.form in (PAST, THIRD) and "q" in cue.takes:
        return True
    if low[j] in ("referring", "citing", "according", "quoting"):
        return True
    if (
        cue is not None
        and linked
        and cue.form == form
        and form in (PAST, THIRD)
        and "m" not in cue.takes
    ):
        return True
    if low[i] in ("a", "an") and any(
        low[k] in _COMMENTS for k in range(i + 1, min(last, i + 4) + 1)
    ):
        return True
    return report_follows(text, j, last)


def _apposes(text: Text, i: int, last: int) -> bool:
    """Whether the reporter's apposition begins at token i: "..., a step they believe could help"."""
    span = phrase_after(text, i, last)
    if span is None:
        return False
    follow = span[1] + 1
    return follow > last or text.low[follow] in STOPS or text.low[follow] not in (",", "and", "or")


def _coordinate_cue(text: Text, i: int, last: int, form: str) -> bool:
    low = text.low
    j = i
    while j <= last and is_adverb(low[j]):
        j += 1
    if j > last or form not in (PAST, THIRD, ING):
        return False
    if form == PAST and low[j] in _ENCOUNTERS:
        return True
    cue = cue_at(low, j, last)
    if cue is None or "m" in cue.takes:
        return False
    if cue.form == form:
        return True
    # "saying it was late and said", "says it is late but conceded"
    other = cue.form == PAST and (form == ING or (form == THIRD and low[i - 1] == "but"))
    return other and cue.lemma in _SAYING and not text.capital[j]


_SAYING = frozenset(
    ("say", "tell", "add", "concede", "acknowledge", "accuse", "call", "urge", "warn", "promise")
)


_ENCOUNTERS = frozenset(["reviewed", "discussed", "met", "exchanged", "conferred", "visited"])
"""Verbs of meetings, which report no words and end those before them."""
