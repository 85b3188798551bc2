"""The subject that stands before a verb, also across an aside: "Hadi, who arrived on Monday, said"."""

from __future__ import annotations

from scripts.extract.grammar import (
    DETERMINERS,
    OTHER_PRONOUNS,
    PREPOSITIONS,
    SUBJECT_PRONOUNS,
    TIME_WORDS,
    is_adverb,
)
from scripts.extract.phrases import Span, phrase_before
from scripts.extract.text import DASHES, NUMBER, QUOTE, WORD, Text
from scripts.extract.word_classes import is_verb, noun_like

_REACH = 45

_CLAUSE_REACH = 20
"""Tokens that a clause with "who" may take within a subject."""


def left_subject(text: Text, verb: int, floor: int) -> Span | None:
    """The subject that stands before the verb group beginning at token `verb`, not before `floor`."""
    i = verb - 1
    if i < floor:
        return None
    while (
        i - 1 > floor and text.low[i] in TIME_WORDS and text.low[i - 1] in ("on", "late", "early")
    ):
        i -= 2  # "who on Monday said"
    if i - 3 > floor and text.low[i - 2 : i + 1] == ["in", "the", "past"]:
        i -= 3
    word, kind = text.low[i], text.kind[i]
    if word == "who":
        before = i - 2 if i > floor and text.low[i - 1] == "," else i - 1
        antecedent = phrase_before(text, before, floor) if before >= floor else None
        return (_behind_by(text, antecedent), i) if antecedent else (i, i)
    if word in ("which", "that") and i - 1 >= floor:
        before = i - 2 if text.low[i - 1] == "," else i - 1
        antecedent = phrase_before(text, before, floor) if before >= floor else None
        if antecedent is None or text.low[antecedent[1]] in ("so", "said", "fact"):
            return None
        return (antecedent[0], i)
    if word == "what":
        return None
    if kind == WORD and (word in SUBJECT_PRONOUNS or word.split("'")[0] in SUBJECT_PRONOUNS):
        return (i, i)
    if word == "," or word in DASHES or _closes_aside(text, i):
        return _before_aside(text, i, floor)
    if kind == QUOTE and text.quotation[i] < 0:
        return None
    span = phrase_before(text, i, floor)
    if span is None and word in OTHER_PRONOUNS:
        # "The groups who wrote to her said"
        return _with_clause(text, (i, i), floor)
    if span is not None and (whole := _with_clause(text, span, floor)) is not None:
        return whole
    if span is not None and span[0] - 2 == floor and _lists(text, span[0] - 1, verb):
        # "Iran, Iraq vow": a list at the head of a title
        return (floor, span[1])
    return span


def _behind_by(text: Text, span: Span) -> int:
    """Where whoever "who" stands for begins: behind "by" in "remarks by the minister, who said"."""
    return next((i + 1 for i in range(span[1] - 1, span[0], -1) if text.low[i] == "by"), span[0])


def _closes_aside(text: Text, i: int) -> bool:
    """Whether token i closes a quotation whose comma ends an aside: `Hadi, citing "the law," said`."""
    number = text.quotation[i]
    return (
        number >= 0
        and text.kind[i] == QUOTE
        and text.quotations[number].closing == i
        and text.low[text.quotations[number].last] == ","
    )


def _with_clause(text: Text, span: Span, floor: int) -> Span | None:
    """The subject whose clause with "who" ends with `span`: "A source who knows the plan said"."""
    low = text.low
    verb = False
    for j in range(span[0] - 1, max(floor, span[0] - _CLAUSE_REACH), -1):
        if low[j] in ("who", "whose"):
            if not verb or low[j - 1] == ",":
                return None
            subject = phrase_before(text, j - 1, floor)
            return (subject[0], span[1]) if subject is not None else None
        if text.kind[j] not in (WORD, NUMBER) or (low[j] in ("and", "but") and j == span[0] - 1):
            return None
        verb = verb or is_verb(text, j) or low[j].endswith("ed")
    return None


def _lists(text: Text, comma: int, verb: int) -> bool:
    """Whether a comma stands between two names, as in a list; "Voters, Hadi said, ..." is none."""
    return (
        text.low[comma] == ","
        and text.capital[comma - 1]
        and text.capital[comma + 1]
        and noun_like(text, comma - 1)
        and text.low[verb + 1 : verb + 2] != [","]
    )


def _before_aside(text: Text, comma: int, floor: int) -> Span | None:
    """The subject before an aside that ends at `comma`: "Smith, who is 28, said", "Smith, for his part, said"."""
    low = text.low
    limit = max(floor, comma - _REACH)
    dash = low[comma] in DASHES
    commas: list[int] = []
    i = comma - 1
    while i >= limit:
        number = text.quotation[i]
        if number >= 0 and not text.quotations[number].single:
            i = text.quotations[number].opening - 1
            continue
        if (low[i] == "," and not dash) or (dash and low[i] in DASHES):
            commas.append(i)
            if dash:
                break
        i -= 1
    # The farthest comma behind a phrase that a clause with "who" or an apposition explains.
    for i in reversed(commas[1:]):
        who = i - 1 >= floor and (
            low[i + 1] in ("who", "whose", "whom", "which") or _apposes(text, i)
        )
        where = i - 1 >= floor and low[i + 1] in ("in", "during", "at", "after", "following")
        if who or where:
            subject = phrase_before(text, i - 1, floor)
            if subject is None or (where and subject[0] != floor):
                continue
            if _whole_aside(text, i + 1, comma - 1):
                return (subject[0], comma - 1) if who else subject
    if not commas:
        # a stray comma: "Hadi (R-Va.), said"
        named = phrase_before(text, comma - 1, floor)
        return named if named is not None and named[0] == floor and not dash else None
    if commas[0] - 1 < floor:
        return None
    i = commas[0]
    if low[i - 1] in SUBJECT_PRONOUNS and low[i - 1] != "who":
        return (i - 1, i - 1)
    subject = phrase_before(text, i - 1, floor)
    if subject is None:
        return None
    first, last = subject
    if (
        first == last
        and text.kind[first] == NUMBER
        and first - 2 >= floor
        and low[first - 1] == ","
    ):
        # "Omar Saleh, 58, who runs a bakery, said"
        named = phrase_before(text, first - 2, floor)
        if named is not None:
            return (named[0], comma - 1)
    # "A, the head of B, who ..., said": go on to the name before an apposition.
    if first - 1 > floor and low[first - 1] == "," and low[first] in ("the", "a", "an"):
        name = phrase_before(text, first - 2, floor)
        if (
            name is not None
            and text.capital[name[1]]
            and low[name[0]] not in PREPOSITIONS
            and not is_adverb(low[name[0]])
        ):
            first = name[0]
    if _is_apposition(text, i + 1, comma - 1):
        last = comma - 1
    return (first, last)


def _apposes(text: Text, comma: int) -> bool:
    """Whether a name stands before a comma and an apposition behind it: "Smith, the head of"."""
    following = text.low[comma + 1]
    if following not in ("the", "a", "an", "his", "her", "its") and not following.endswith("'s"):
        return False
    if is_adverb(text.low[comma - 1]):
        return False
    return text.capital[comma - 1] or text.low[comma - 1] in ("jr", "sr")


def _whole_aside(text: Text, first: int, last: int) -> bool:
    """Whether what stands between subject and verb holds no clause but one with "who"."""
    relative = False
    for i in range(first, last + 1):
        word = text.low[i]
        if word in ("who", "whose", "which", "that", "whom", "when", "where", "as"):
            relative = True
        elif (not relative and text.kind[i] == WORD and is_verb(text, i)) or (
            text.low[i] == ","
            and i < last
            and text.low[i + 1] in SUBJECT_PRONOUNS
            and text.low[i + 1] != "who"
        ):
            return False
    return True


def _is_apposition(text: Text, first: int, last: int) -> bool:
    return first <= last and (
        text.low[first] in DETERMINERS
        or text.capital[first]
        or text.kind[first] == NUMBER
        or text.low[first] in ("who", "now", "also", "then")
    )
