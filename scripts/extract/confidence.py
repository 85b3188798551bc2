"""How sure a candidate is: a score set by hand from how plain its construction is, and the tier for review.

`high` is for one-click review: a quotation beside its short attribution, or a plain clause that ends with its sentence.
"""

from __future__ import annotations

from scripts.extract.cues import BASE, ING, cue_at
from scripts.extract.grammar import SUBJECT_PRONOUNS
from scripts.extract.lexicon import words
from scripts.extract.reports import Found
from scripts.extract.text import STOPS, Text

HIGH, MEDIUM = 0.88, 0.7

_BASE = {
    ("behind", "direct"): 0.96,
    ("quote", "direct"): 0.95,
    ("colon", "direct"): 0.95,
    ("that", "direct"): 0.95,
    ("that", "mixed"): 0.94,
    ("that", "indirect"): 0.93,
    ("clause", "mixed"): 0.93,
    ("clause", "indirect"): 0.91,
    ("behind", "mixed"): 0.84,
    ("behind", "indirect"): 0.86,
    ("object", "direct"): 0.84,
    ("object", "mixed"): 0.9,
    ("object", "indirect"): 0.9,
    ("to", "indirect"): 0.84,
    ("according", "indirect"): 0.84,
    ("head", "indirect"): 0.8,
    ("head", "direct"): 0.85,
    ("alone", "direct"): 0.65,
    ("passive", "indirect"): 0.5,
}
_PLAIN = words("plain_cues")


def confidence(text: Text, found: Found, mode: str, *, resolved: bool) -> tuple[float, str]:
    """Score from 0 to 1 and tier of a candidate; `resolved` tells that its speaker is known or a body."""
    score = _BASE.get((found.shape, mode), 0.7)
    low = text.low
    if found.cue is not None:
        cue = cue_at(low, found.cue[0], found.cue[1])
        if found.lemma.replace(" ", "_") not in _PLAIN:
            score -= 0.06
        if cue is not None and cue.form == BASE:
            score -= 0.08
        if cue is not None and cue.form == ING:
            score -= 0.02
    score -= _speaker_penalty(text, found)
    if not resolved:
        score -= 0.03
    if any(
        text.quotation[i] >= 0 and text.quotations[text.quotation[i]].lost
        for span in found.content
        for i in span
    ):
        score -= 0.06
    if mode != "direct":
        score -= _content_penalty(text, found)
    score = round(min(max(score, 0.05), 0.99), 2)
    return score, "high" if score >= HIGH else "medium" if score >= MEDIUM else "low"


def _speaker_penalty(text: Text, found: Found) -> float:
    if found.speaker is None:
        return 0.25
    low = text.low
    first, last = found.speaker
    penalty = 0.0
    if low[last] in ("who", "which", "that"):
        penalty += 0.15
    if first == last and low[first] in SUBJECT_PRONOUNS and low[first] not in ("he", "she", "it"):
        penalty += 0.1
    if last - first > 14:
        penalty += 0.05
    if found.cue is not None:
        gap = found.cue[0] - last - 1 if found.cue[0] > last else first - found.cue[1] - 1
        if gap > 12:
            penalty += 0.04
    return penalty


def _content_penalty(text: Text, found: Found) -> float:
    low = text.low
    first, last = found.content[0][0], found.content[-1][1]
    penalty = 0.0
    commas = low[first : min(last, first + 80) + 1].count(",")
    penalty += min(0.06, 0.02 * commas)
    if last - first > 45:
        penalty += 0.04
    follow = last + 1
    if (
        found.shape != "behind"
        and follow < len(low)
        and low[follow] not in STOPS
        and low[follow] not in (",", "\n")
        and low[follow] not in ('"', "”", "''", "»")
    ):
        penalty += 0.04
    return penalty
