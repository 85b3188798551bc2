"""Persons found against those of the gold, one article at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from scripts.evaluation.counts import Counts, Rate, Scored, rate
from scripts.evaluation.names import is_one_of, same_title
from scripts.standoff.form import OfficialParts

MEASURES = ("named", "country", "title", "all three")


def score(gold: Sequence[OfficialParts], found: Sequence[OfficialParts]) -> Scored:
    """Compare the persons found in an article with its gold.

    A person is found by the same id, by a mention in the same place, or by the same name. Country and title count as
    right where the gold has none.
    """
    counts: Counts = Counter(gold=len(gold), found=len(found))
    pairs = _pairs(gold, found)
    right = set()
    for one, other in pairs:
        country = gold[one].country in {None, found[other].country}
        title = _title(gold[one], found[other])
        counts["named"] += 1
        counts["country"] += country
        counts["title"] += title
        counts["all three"] += country and title
        if country and title:
            right.add((one, other))
    done, taken = {one for one, _ in pairs}, {other for _, other in pairs}
    return Scored(
        counts,
        pairs,
        right,
        [n for n in range(len(gold)) if n not in done],
        [n for n in range(len(found)) if n not in taken],
    )


def figures(counts: Mapping[str, int]) -> dict[str, object]:
    """Everything that the counts of officials say."""
    return {
        "gold": counts.get("gold", 0),
        "found": counts.get("found", 0),
        **{name: measure(counts, name) for name in MEASURES},
    }


def measure(counts: Mapping[str, int], name: str) -> Rate:
    """Precision, recall and F1 of one of `MEASURES`."""
    right = counts.get(name, 0)
    return rate(right, counts.get("found", 0), right, counts.get("gold", 0))


def _title(gold: OfficialParts, found: OfficialParts) -> bool:
    wanted = [*gold.titles, *([gold.title] if gold.title else [])]
    if not wanted:
        return True
    return found.title is not None and any(same_title(found.title, title) for title in wanted)


def _pairs(gold: Sequence[OfficialParts], found: Sequence[OfficialParts]) -> list[tuple[int, int]]:
    """Each at most once; the surest likeness first, then the order of the article."""
    alike = sorted(
        (-likeness, i, j)
        for i, one in enumerate(gold)
        for j, other in enumerate(found)
        if (likeness := _likeness(one, other))
    )
    done: dict[int, int] = {}
    for _, i, j in alike:
        if i not in done and j not in done.values():
            done[i] = j
    return sorted(done.items())


def _likeness(one: OfficialParts, other: OfficialParts) -> int:
    """0 for two persons; the more the surer that they are one."""
    if one.id is not None and other.id is not None:
        return 3 if one.id == other.id else 0
    if any(a < d and c < b for a, b in one.spans for c, d in other.spans):
        return 2
    return int(is_one_of(other.name, [one.name, *one.forms]))
