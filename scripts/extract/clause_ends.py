"""Where reported words end."""

from __future__ import annotations

from typing import NamedTuple

from scripts.extract.clauses import clause_follows, has_verb, report_follows
from scripts.extract.cues import BASE, ING, PAST, THIRD, cue_at
from scripts.extract.grammar import (
    BE,
    DETERMINERS,
    HAVE,
    MONTHS,
    SUBJECT_PRONOUNS,
    TIME_WORDS,
    WEEKDAYS,
    is_adverb,
)
from scripts.extract.lexicon import words
from scripts.extract.phrases import phrase_after
from scripts.extract.text import DASHES, NUMBER, STOPS, WORD, Quotation, Text
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


class Clause(NamedTuple):
    """What is known of reported words whose end is sought.

    `form` is the reporting word's, `kind` how the words begin; `subordinate` tells that the sentence begins with
    "while" or the like, `relative` that "who" reports: then a main clause or verb behind is no part of the words.
    """

    start: int
    form: str
    kind: str
    named: bool
    subordinate: bool
    relative: bool


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
    """Last token of the reported words that begin at `start`, at most `last`; `kind` "name" is "called A B"."""
    low = text.low
    named = kind == "name"
    clause = Clause(
        start, form, "object" if named else kind, named, subordinate or relative, relative
    )
    i = start
    while i <= last:
        number = text.quotation[i]
        if number >= 0:
            quotation = text.quotations[number]
            close = min(quotation.closing, last)
            i = close + 1
            if not quotation.single and _ends_with(text, quotation, i, last, clause):
                return close
            continue
        if i < last and i > start - (low[i] == ",") and _ends_before(text, i, last, clause):
            return _before_day(text, start, i - 1) if clause.kind == "object" else i - 1
        if low[i] == "," and i < last and clause.kind == "object":
            i = max(i, _past_aside(text, i + 1, last) - 1)
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
    return _before_day(text, start, end) if clause.kind == "object" else end


def _ends_with(text: Text, quotation: Quotation, i: int, last: int, clause: Clause) -> bool:
    """Whether the words end with a quotation, behind which token i stands."""
    if i > last:
        return False
    inside = text.low[quotation.last]
    if inside == "," and _breaks(text, i, last, clause.form):
        return True
    if inside == "," and clause.relative and is_verb(text, i):
        return True  # `who called him “a fool,” left`
    if clause.named and quotation.opening > clause.start:
        return text.low[i] in _AFTER_NAME or _names_channel(text, i, last)
    whole = clause.kind in ("quote", "colon") and quotation.opening <= clause.start + 1
    return whole and inside in (",", *STOPS) and not _goes_on(text, i, last, inside)


def _ends_before(text: Text, i: int, last: int, clause: Clause) -> bool:
    """Whether token i, outside quotations, is the first that is no part of the words."""
    low = text.low
    word = low[i]
    if word == ",":
        return _ends_at_comma(text, i, last, clause)
    if word in DASHES and clause.kind in ("clause", "that"):
        return _explains(text, i + 1, last)
    if word in ("and", "but"):
        return _ends_at_joint(text, i, last, clause)
    if word in ("while", "when", "before"):
        cue = cue_at(low, i + 1, last)
        if cue is not None and cue.form == ING and cue.takes != "qm":
            return True
    if word == ";":
        return True
    if clause.kind != "object":
        return False
    if clause.relative and text.kind[i] == WORD and _is_main_verb(text, i, clause.start):
        return True
    if word in ("by", "in"):
        cue = cue_at(low, i + 1, last)
        if cue is not None and cue.form == ING and "m" not in cue.takes:
            return not _holds_verb(text, clause.start, i - 1)
    if word in _MEANWHILE and clause_follows(text, i + 1, last):
        return not _holds_verb(text, clause.start, i - 1)
    return word in DASHES or _names_channel(text, i, last)


def _ends_at_comma(text: Text, comma: int, last: int, clause: Clause) -> bool:
    low = text.low
    i = comma + 1
    if _breaks(text, i, last, clause.form):
        return not (low[clause.start] == "if" and "would" in low[i : i + _WOULD])
    if clause.kind == "object" and _past_aside(text, i, last) < 0 and _ends_object(text, i, last):
        return True
    if clause.kind in ("clause", "that") and _comments(
        text, clause.start, comma, last, clause.kind
    ):
        return True
    if clause.form == THIRD and low[i] == "as" and i < last and low[i + 1] not in SUBJECT_PRONOUNS:
        # the lead of a report: "says the road is open, as the talks go on"
        return clause_follows(text, i + 1, last)
    if not clause.subordinate:
        return False
    acts = clause.relative or clause.kind in ("object", "to")
    return clause_follows(text, i, last) or (acts and _acts_now(text, i))


_WOULD = 4
"""Tokens within which "would" shows that a clause completes a condition: "if it held, he would urge"."""


def _ends_at_joint(text: Text, i: int, last: int, clause: Clause) -> bool:
    """Whether "and" or "but" leads to the reporter's next verb."""
    low = text.low
    if _coordinate_cue(text, i + 1, last, clause.form):
        return True
    if clause.form == ING and _another_says(text, i + 1, last):
        return True
    if low[i + 1] in ("he", "she") and (
        report_follows(text, i + 1, last) or low[i + 2 : i + 3] == [","]
    ):
        return True
    if clause.kind != "object" or has_verb(text, clause.start, i - 1):
        return False
    return (
        low[i + 1] in _FINITE_AUXILIARIES
        or (clause.form == PAST and low[i + 1] in _PAST_DEEDS)
        or _acts(text, i + 1, last)
        or report_follows(text, i + 1, last)
    )


def _another_says(text: Text, i: int, last: int) -> bool:
    """Whether somebody else's participle follows: "with Hadi saying it was late and Omar calling it early"."""
    span = phrase_after(text, i, last)
    if span is None:
        return False
    for j in range(span[0] + 1, min(last, span[1] + 1) + 1):
        cue = cue_at(text.low, j, last)
        if cue is not None and cue.form == ING and "m" not in cue.takes:
            return text.capital[j - 1] or j > span[1]
    return False


def _holds_verb(text: Text, first: int, last: int) -> bool:
    """Whether what somebody called for holds a verb of its own, finite or with "to"."""
    return "to" in text.low[first + 1 : last + 1] or has_verb(text, first, last)


def _is_main_verb(text: Text, i: int, start: int) -> bool:
    """Whether the verb of "who", behind a noun phrase, is followed by the main verb: "who praised him said"."""
    return (
        is_verb(text, i)
        and text.low[i] not in _FINITE_AUXILIARIES
        and not any(word in _JOINTS for word in text.low[start:i])
    )


_JOINTS = frozenset(("who", "which", "that", "what", "how", "whether", "where", "when", "to", "as"))
_MEANWHILE = frozenset(("when", "while", "after", "before"))


def _before_day(text: Text, start: int, end: int) -> int:
    """Without the day on which somebody spoke: "condemned the raid on Monday", unless a meeting is then."""
    low = text.low
    i = end
    if i > start and text.kind[i] == NUMBER and low[i - 1] in MONTHS:
        i -= 1
    while i > start and (low[i] in TIME_WORDS or low[i] in MONTHS):
        i -= 1
    if i == end or i <= start:
        return end
    if low[i] in ("on", "late", "early", "this", "last", "in"):
        i -= 1 + (low[i - 1] == "later")
    elif low[i + 1] not in WEEKDAYS and low[i + 1] not in ("yesterday", "today", "earlier"):
        return end
    if any(low[j] in _HELD for j in range(start, i + 1)):
        return end
    day = any(low[j] in WEEKDAYS for j in range(i + 1, end + 1))
    if low[i + 1] == "in" and i - start > _SHORT:
        return end  # "regretted the death of two men in September"
    return i if day or not _holds_verb(text, start, i) else end


_SHORT = 3
"""Most tokens of what is announced or praised "in June", less one."""


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


_PAST_DEEDS = words("grammar", "past_deeds")


def _acts(text: Text, i: int, last: int) -> bool:
    """Whether a verb with its object begins: "and renewed its call"."""
    if i >= last or not text.low[i].endswith("ed"):
        return False
    return text.low[i + 1] in DETERMINERS or text.low[i + 1] in ("him", "them", "it")


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
    if low[i] in _RELATIVES or (low[i] in _CONTRASTS and kind == "clause"):
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


def _explains(text: Text, i: int, last: int) -> bool:
    """Whether the reporter explains, behind a dash, what somebody said: "– a step that few expect"."""
    cue = cue_at(text.low, i, last)
    if cue is not None and cue.form == ING and "m" not in cue.takes:
        return True
    if any(text.low[k] in DASHES for k in range(i, min(last, i + _ASIDE_REACH) + 1)):
        return False  # the clause goes on behind an aside
    return text.low[i] in ("though", "a", "an", "the")


_RELATIVES = frozenset(("which", "who", "whose", "where"))
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
    if low[i] == "with" and i < last and _another_says(text, i + 1, last):
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
    if form == PAST and low[j : j + 2] == ["did", "not"]:
        cue = cue_at(low, j + 2, last)
        return cue is not None and cue.form == BASE and "m" not in cue.takes
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
