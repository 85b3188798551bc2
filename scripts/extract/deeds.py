"""Reporting words that tell of a deed: "attacked the base", "recalled its ambassador", "welcomed the envoy"."""

from __future__ import annotations

from scripts.extract.gazetteer import is_place
from scripts.extract.grammar import DETERMINERS, PREPOSITIONS, SUBORDINATORS
from scripts.extract.lexicon import words
from scripts.extract.phrases import Span, phrase_after
from scripts.extract.text import Text
from scripts.extract.titles import HEADS

_BLOWS = words("deeds", "blows")
_TARGETS = words("deeds", "targets")
_PERSONS = words("deeds", "persons")
_GUESTS = words("deeds", "guests")
_LOST = words("deeds", "lost")
_PLEDGES = words("deeds", "pledges")
_EVENTS = words("deeds", "events")


def is_deed(text: Text, lemma: str, speaker: Span, content: Span) -> bool:
    """Whether a reporting word with a noun phrase behind it tells what somebody did, not what he said."""
    low = text.low
    first, last = content
    if is_event(text, speaker):
        return True
    if lemma == "pledge":
        begins = low[first] in DETERMINERS or low[first] in _PLEDGES or low[first] == "to"
        return not (begins or text.capital[first])
    if lemma == "credit":
        return not any(low[i] in ("with", "for") for i in range(first + 1, last))
    if lemma not in _BLOWS and lemma not in _PERSONS and lemma != "claim":
        return False
    head = phrase_after(text, first, last) or (first, first)
    named = low[head[0] : head[1] + 1]
    if lemma == "claim":
        return not _LOST.isdisjoint(named)
    if lemma in _BLOWS:
        place = lemma.startswith("attack") and any(map(is_place, named))
        struck = place or not _TARGETS.isdisjoint(named)
        return struck and "for" not in low[head[1] + 1 : last]
    return _meets(text, lemma, head, last)


def is_event(text: Text, speaker: Span) -> bool:
    """Whether a subject utters nothing: "the visit", "a drop in turnout"."""
    return _head(text.low[speaker[0] : speaker[1] + 1]) in _EVENTS


def _head(phrase: list[str]) -> str:
    """The last word before the first preposition of a noun phrase: "statement" of "a statement at the visit"."""
    first = next((i for i in range(1, len(phrase)) if phrase[i] in PREPOSITIONS), len(phrase))
    return phrase[first - 1]


def _meets(text: Text, lemma: str, head: Span, last: int) -> bool:
    """Whether somebody is welcomed, dismissed, recalled or called on the phone, and no matter of his."""
    low = text.low
    follow = head[1] + 1
    if follow <= last and low[follow] not in _NEXT:
        return False
    if any(text.quotation[i] >= 0 for i in range(head[0], min(last, follow + 1) + 1)):
        return False
    named = low[head[0] : follow]
    owners = [word[:-2] for word in named if word.endswith("'s")]
    if any(owner in HEADS or not is_place(owner) for owner in owners):
        return False
    if lemma == "call" and text.capital[head[1]]:
        return True
    return any(word in _GUESTS or word.removesuffix("s") in HEADS for word in named)


_NEXT = (PREPOSITIONS | SUBORDINATORS) - {"as"}
