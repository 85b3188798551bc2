"""Meetings found against those of the gold, one article at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from schema import edtf
from scripts.evaluation.counts import Counts, Rate, Scored, rate, share
from scripts.evaluation.names import is_one_of, plain
from scripts.standoff.form import MeetingParts

FACTS = ("kind", "status", "date", "place")


@dataclass(frozen=True)
class _Likeness:
    """How two meetings compare."""

    common: int
    kind: bool
    status: bool | None
    date: bool | None
    place: bool | None
    share: float

    @property
    def is_right(self) -> bool:
        """Whether nothing of what the gold has is missing or otherwise."""
        facts = (getattr(self, fact) for fact in FACTS)
        return self.share == 1 and all(right is not False for right in facts)

    @property
    def rank(self) -> tuple[object, ...]:
        """The smaller the surer that the two are one."""
        return (not self.kind, -self.share, self.date is False, self.place is False)


def score(gold: Sequence[MeetingParts], found: Sequence[MeetingParts]) -> Scored:
    """Compare the meetings found in an article with its gold.

    Two meetings are the same when they share a participant; where the gold has no person, when kind and place agree.
    Kind, status, date and place are judged of meetings that were found, where the gold has them. Participants of all
    meetings count, also of those missed and of those found in vain.
    """
    counts: Counts = Counter({"gold": len(gold), "found": len(found)})
    counts["participants.gold"] = sum(len(meeting.participants) for meeting in gold)
    pairs = _pairs(gold, found)
    for one, other, alike in pairs:
        counts["matched"] += 1
        for fact in FACTS:
            right = getattr(alike, fact)
            if right is not None:
                counts[f"{fact}.gold"] += 1
                counts[fact] += right
        counts["participants"] += alike.common
        counts["participants.found"] += _persons(gold[one], found[other])
    done = {one for one, _, _ in pairs}
    taken = {other for _, other, _ in pairs}
    spurious = [n for n in range(len(found)) if n not in taken]
    counts["participants.found"] += sum(len(found[n].participants) for n in spurious)
    return Scored(
        counts,
        [(one, other) for one, other, _ in pairs],
        {(one, other) for one, other, alike in pairs if alike.is_right},
        [n for n in range(len(gold)) if n not in done],
        spurious,
    )


def figures(counts: Mapping[str, int]) -> dict[str, object]:
    """Everything that the counts of meetings say."""
    return {
        "gold": counts.get("gold", 0),
        "found": counts.get("found", 0),
        "reported": reported(counts),
        "participants": participants(counts),
        **{fact: share(counts.get(fact, 0), counts.get(f"{fact}.gold", 0)) for fact in FACTS},
    }


def reported(counts: Mapping[str, int]) -> Rate:
    """Precision, recall and F1 of the meetings themselves."""
    matched = counts.get("matched", 0)
    return rate(matched, counts.get("found", 0), matched, counts.get("gold", 0))


def participants(counts: Mapping[str, int]) -> Rate:
    """Precision, recall and F1 of the participants of all meetings."""
    right = counts.get("participants", 0)
    found, gold = counts.get("participants.found", 0), counts.get("participants.gold", 0)
    return rate(right, found, right, gold)


def _pairs(
    gold: Sequence[MeetingParts], found: Sequence[MeetingParts]
) -> list[tuple[int, int, _Likeness]]:
    alike = {
        (i, j): likeness
        for i, one in enumerate(gold)
        for j, other in enumerate(found)
        if (likeness := _likeness(one, other)) is not None
    }
    done: dict[int, int] = {}
    for i, j in sorted(alike, key=lambda pair: (alike[pair].rank, pair)):
        if i not in done and j not in done.values():
            done[i] = j
    return [(i, j, alike[i, j]) for i, j in sorted(done.items())]


def _likeness(gold: MeetingParts, found: MeetingParts) -> _Likeness | None:
    common = _common(gold, found)
    place = _same_place(gold.place, found.place)
    kind = gold.kind == found.kind
    if not common and (gold.participants or not kind or not place):
        return None
    everybody = len(gold.participants) + _persons(gold, found) - common
    return _Likeness(
        common,
        kind,
        None if gold.status is None else gold.status == found.status,
        _same_day(gold.date, found.date),
        place,
        common / everybody if everybody else 1.0,
    )


def _forms(gold: MeetingParts, number: int) -> list[str]:
    more = gold.participant_forms[number] if number < len(gold.participant_forms) else []
    return [gold.participants[number], *more]


def _common(gold: MeetingParts, found: MeetingParts) -> int:
    """How many participants both have, each counted once."""
    left = list(range(len(gold.participants)))
    for name in found.participants:
        number = next((n for n in left if is_one_of(name, _forms(gold, n))), None)
        if number is not None:
            left.remove(number)
    return len(gold.participants) - len(left)


def _persons(gold: MeetingParts, found: MeetingParts) -> int:
    """How many of the found participants count: bodies and sides that need not be found do not."""
    return sum(
        not any(plain(name) == plain(other) for other in gold.others) for name in found.participants
    )


def _same_day(gold: str | None, found: str | None) -> bool | None:
    """Whether every day that is found is one that the gold can mean; None where the gold has no day."""
    if gold is None:
        return None
    if found is None:
        return False
    first, last, _ = edtf.bounds(gold)
    start, end, _ = edtf.bounds(found)
    if first is None or last is None or start is None or end is None:
        return gold == found
    return first <= start and end <= last


def _same_place(gold: str | None, found: str | None) -> bool | None:
    if gold is None:
        return None
    if found is None:
        return False
    one, other = plain(gold), plain(found)
    return one == other or f" {other} " in f" {one} " or f" {one} " in f" {other} "
