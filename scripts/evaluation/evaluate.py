"""The evaluation as a whole: every article scored, the counts added up, the intervals drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scripts.evaluation import meetings, officials, statements
from scripts.evaluation.counts import Counts, Scored, intervals, share, total
from scripts.evaluation.words import Words
from scripts.standoff.form import Given

FORMAT = 1
ROUNDS = 300
"""Rounds of the bootstrap; more make the intervals steadier, not narrower."""

INTERVALS = ("all", "direct", "indirect", "direct or mixed")
"""Types of statements whose F1 gets an interval."""

Figure = Callable[[Mapping[str, int]], float]


@dataclass(frozen=True)
class Case:
    """An article to be scored: its gold, its text, and what was found; None where nothing was given for it."""

    gold: Given
    text: str
    found: Given | None


@dataclass(frozen=True)
class Result:
    """One article as scored."""

    case: Case
    statements: statements.Scored
    officials: Scored | None
    meetings: Scored | None


@dataclass(frozen=True)
class Settings:
    """How to score: the least Jaccard index of the same content, the tag that counts, rounds of the bootstrap."""

    threshold: float = statements.THRESHOLD
    only_tag: str | None = None
    rounds: int = ROUNDS


@dataclass(frozen=True)
class Evaluation:
    """What was measured, of which engine, against which gold."""

    engine: str
    gold: str
    settings: Settings
    results: list[Result] = field(default_factory=list)

    def figures(self) -> dict[str, Any]:
        """All figures in types of JSON: shares from 0 to 1, null where there is nothing to divide by."""
        return {
            "format": FORMAT,
            "engine": self.engine,
            "gold": self.gold,
            "articles": len(self.results),
            "articles_without_predictions": sum(r.case.found is None for r in self.results),
            "threshold": self.settings.threshold,
            "only_tag": self.settings.only_tag,
            "rounds": self.settings.rounds,
            "statements": self._statements(),
            "officials": self._officials(),
            "meetings": self._meetings(),
            "by_article": [_by_article(result) for result in self.results],
        }

    def _statements(self) -> dict[str, Any]:
        each = [result.statements.counts for result in self.results]
        summed = total(each)
        return {
            **statements.figures(summed),
            "tiers": _tiers(summed),
            "intervals": self._drawn(
                each,
                {
                    f"{group}.{name}": _f1(group, name)
                    for group in INTERVALS
                    for name in ("relaxed", "strict", "joint")
                },
            ),
        }

    def _officials(self) -> dict[str, Any] | None:
        each = [result.officials.counts for result in self.results if result.officials]
        if not each:
            return None
        drawn: dict[str, Figure] = {
            name: lambda counts, name=name: officials.measure(counts, name)["f1"]  # type: ignore[misc]
            for name in officials.MEASURES
        }
        return {**officials.figures(total(each)), "intervals": self._drawn(each, drawn)}

    def _meetings(self) -> dict[str, Any] | None:
        each = [result.meetings.counts for result in self.results if result.meetings]
        if not each:
            return None
        drawn: dict[str, Figure] = {
            "reported": lambda counts: meetings.reported(counts)["f1"],
            "participants": lambda counts: meetings.participants(counts)["f1"],
        }
        return {**meetings.figures(total(each)), "intervals": self._drawn(each, drawn)}

    def _drawn(
        self, each: Sequence[Counts], figures: Mapping[str, Figure]
    ) -> dict[str, list[float]]:
        drawn = intervals(each, figures, self.settings.rounds)
        return {name: list(bounds) for name, bounds in drawn.items()}


def evaluate(
    cases: Iterable[Case], *, engine: str, gold: str, settings: Settings | None = None
) -> Evaluation:
    """Score every case; `engine` and `gold` are what the two are called."""
    settings = settings or Settings()
    results = [_score(case, settings) for case in cases]
    results.sort(key=lambda result: result.case.gold.article_id)
    return Evaluation(engine, gold, settings, results)


def _score(case: Case, settings: Settings) -> Result:
    found = case.found
    return Result(
        case,
        statements.score(
            Words(case.text),
            case.gold.statements,
            found.statements if found else [],
            threshold=settings.threshold,
            only_tag=settings.only_tag,
        ),
        None
        if case.gold.officials is None
        else officials.score(case.gold.officials, (found and found.officials) or []),
        None
        if case.gold.meetings is None
        else meetings.score(case.gold.meetings, (found and found.meetings) or []),
    )


def _f1(group: str, name: str) -> Figure:
    return lambda counts: statements.measure(counts, group, name)["f1"]


def _tiers(counts: Counts) -> dict[str, Any]:
    found = counts["all.found"]
    return {
        tier: {
            "found": counts[f"tier.{tier}.found"],
            "of_all": share(counts[f"tier.{tier}.found"], found),
            "relaxed": share(counts[f"tier.{tier}.relaxed"], counts[f"tier.{tier}.found"]),
            "joint": share(counts[f"tier.{tier}.joint"], counts[f"tier.{tier}.found"]),
        }
        for tier in ("high", "medium", "low")
        if counts[f"tier.{tier}.found"]
    }


def _by_article(result: Result) -> dict[str, Any]:
    counts = result.statements.counts
    return {
        "article_id": result.case.gold.article_id,
        "gold": counts["all.gold"],
        "found": counts["all.found"],
        **{
            name: statements.measure(counts, "all", name)["f1"]
            for name in ("relaxed", "strict", "joint")
        },
    }
