"""Reporting words that tell of a deed: "attacked the base", "recalled its ambassador", "welcomed the envoy"."""

from __future__ import annotations

from scripts.extract.gazetteer import is_place
from scripts.extract.grammar import PREPOSITIONS
from scripts.extract.lexicon import words
from scripts.extract.phrases import Span, phrase_after
from scripts.extract.text import Text
from scripts.extract.titles import HEADS

_BLOWS = words("deeds", "blows")
_TARGETS = words("deeds", "targets")
_PERSONS = words("deeds", "persons")
_GUESTS = words("deeds", "guests")
_LOST = words("deeds", "lost")
_EVENTS = words("deeds", "events")


def is_deed(text: Text, lemma: str, speaker: Span, content: Span) -> bool:
    """Whether a reporting word with a noun phrase behind it tells what somebody did, not what he said."""
    low = text.low
    if low[speaker[1]] in _EVENTS:
        return True
    if lemma == "credit":
        return not any(low[i] in ("with", "for") for i in range(content[0] + 1, content[1]))
    if lemma not in _BLOWS and lemma not in _PERSONS and lemma != "claim":
        return False
    first, last = content
    head = phrase_after(text, first, last) or (first, first)
    named = range(head[0], head[1] + 1)
    if lemma == "claim":
        return any(low[i] in _LOST for i in named)
    if lemma in _BLOWS:
        struck = any(
            low[i] in _TARGETS or (is_place(low[i]) and lemma.startswith("attack")) for i in named
        )
        return struck and "for" not in low[head[1] + 1 : last]
    if any(text.quotation[i] >= 0 for i in range(first, min(last, head[1] + 2) + 1)):
        return False
    owned = any(
        low[i].endswith("'s") and (low[i][:-2] in HEADS or not is_place(low[i][:-2])) for i in named
    )
    follow = head[1] + 1
    plain = follow > last or low[follow] in PREPOSITIONS - {"as"}
    return (
        plain
        and not owned
        and any(low[i] in _GUESTS or low[i].removesuffix("s") in HEADS for i in named)
    )
