"""Whether a meeting took place, is to come, was put off or called off, as its sentence tells."""

from __future__ import annotations

from itertools import pairwise

from scripts.extract.lexicon import words
from scripts.extract.parties import Sentence

_FUTURE = words("meetings", "future")
FUTURE = _FUTURE | words("meetings", "auxiliaries") | {"set", "next", "coming"}
"""Before a day these tell that it is to come."""
_CANCELLED = words("meetings", "cancelled")
_POSTPONED = words("meetings", "postponed")
_PASSIVE = frozenset((("will", "be"), ("to", "be")))
_IS = frozenset(("is", "are", "was", "were", "been"))
_TO_COME = frozenset(("host", "hold", "convene", "pay", "receive", "lead", "head", "attend"))
_CALLED_OFF = ("called", "off")
_PUT_OFF = ("put", "off")


def status_of(sentence: Sentence, i: int) -> str:
    """Status of the meeting that token i tells of, one of the vocabulary `meeting_status`."""
    low = sentence.low
    window = [*sentence.before(i, 12), *sentence.behind(i, 24)]
    pairs = set(pairwise(window))
    if not _CANCELLED.isdisjoint(window) or _CALLED_OFF in pairs:
        return "cancelled"
    if not _POSTPONED.isdisjoint(window) or _PUT_OFF in pairs:
        return "postponed"
    behind = sentence.behind(i, 14)
    if any(a in _IS and (b in _FUTURE or b == "set") for a, b in pairwise(behind)):
        return "planned"
    near = sentence.before(i, 6)
    ahead = sentence.behind(i, 7)
    before = near[-1] if near else ""
    if any(a == "to" and b in _TO_COME for a, b in pairwise(near)):
        return "planned"
    if not _PASSIVE.isdisjoint(pairs) or ("will", "take") in pairs:
        return "planned"
    if "will" in near or "will" in ahead or not _FUTURE.isdisjoint(near):
        return "planned"
    if before in ("to", "will", "would") and low[i] in _INFINITIVES:
        return "planned"
    return "held"


def was_due(sentence: Sentence, i: int) -> bool:
    """Whether a meeting had been planned and did not come about: "had been due to meet"."""
    near = sentence.before(i, 7)
    return ("had", "been") in set(pairwise(near)) and not _FUTURE.isdisjoint(near)


_INFINITIVES = frozenset(
    (
        "meet",
        "visit",
        "travel",
        "arrive",
        "fly",
        "go",
        "come",
        "convene",
        "host",
        "receive",
        "attend",
    )
)
