"""Counts, and what is computed from them."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias, TypedDict

Counts: TypeAlias = Counter[str]
"""What was counted in one article, or in all, by name."""

SEED = 7


@dataclass(frozen=True)
class Scored:
    """Persons or meetings of one article: counts, and which were paired, right in all, missed, and found in vain."""

    counts: Counts
    pairs: list[tuple[int, int]] = field(default_factory=list)
    right: set[tuple[int, int]] = field(default_factory=set)
    missed: list[int] = field(default_factory=list)
    spurious: list[int] = field(default_factory=list)


class Rate(TypedDict):
    """Precision, recall and their harmonic mean, each from 0 to 1."""

    precision: float
    recall: float
    f1: float


def rate(right_found: int, found: int, right_gold: int, gold: int) -> Rate:
    """How many of what was found are right, and how many of the gold were found."""
    precision = right_found / found if found else 0.0
    recall = right_gold / gold if gold else 0.0
    both = precision + recall
    return {
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / both if both else 0.0,
    }


def share(part: int, whole: int) -> float | None:
    """A share from 0 to 1; None where there is nothing to divide by."""
    return part / whole if whole else None


def total(articles: Iterable[Mapping[str, int]]) -> Counts:
    """The counts of several articles added up."""
    summed: Counts = Counter()
    for counts in articles:
        summed.update(counts)
    return summed


def intervals(
    articles: Sequence[Mapping[str, int]],
    figures: Mapping[str, Callable[[Mapping[str, int]], float]],
    rounds: int,
) -> dict[str, tuple[float, float]]:
    """95 % intervals of figures by the percentile bootstrap over articles; the same on every run.

    Each round draws as many articles as there are, with replacement. B. Efron, Bootstrap methods: another look at
    the jackknife, Annals of Statistics 7 (1979), 1-26, https://doi.org/10.1214/aos/1176344552
    """
    names = sorted({name for counts in articles for name in counts})
    rows = [[counts.get(name, 0) for name in names] for counts in articles]
    drawer = random.Random(SEED)  # noqa: S311  # nothing secret
    drawn: dict[str, list[float]] = {name: [] for name in figures}
    for _ in range(rounds):
        sample = [rows[drawer.randrange(len(rows))] for _ in rows]
        summed = dict(zip(names, map(sum, zip(*sample, strict=True)), strict=True))
        for name, figure in figures.items():
            drawn[name].append(figure(summed))
    return {name: _middle(values) for name, values in drawn.items() if values}


def _middle(values: list[float]) -> tuple[float, float]:
    """What 95 % of the values lie between."""
    values.sort()
    last = len(values) - 1
    return values[int(0.025 * len(values))], values[min(last, int(0.975 * len(values)))]
