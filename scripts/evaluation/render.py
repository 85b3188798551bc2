"""The figures of an evaluation as tables: heading, columns, rows. Shares are given in percent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from scripts.evaluation.statements import MEASURES, PARTS

Figures = Mapping[str, Any]


class Table(NamedTuple):
    """A table as it is to be shown."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[object]]


def tables(figures: Figures) -> Iterator[Table]:
    """Everything that was measured."""
    yield from statement_tables(figures["statements"])
    if figures["officials"]:
        yield officials_table(figures["officials"])
    if figures["meetings"]:
        yield from meeting_tables(figures["meetings"])


def statement_tables(figures: Figures) -> Iterator[Table]:
    """Statements: F1 with intervals, precision and recall, what of the found ones is right, tiers, tags, words."""
    types = figures["types"]
    drawn = figures["intervals"]
    yield Table(
        "Statements, F1 by type",
        ("type", "gold", "found", *MEASURES, "95 % of joint"),
        [
            (
                name,
                x["gold"],
                x["found"],
                *(percent(x[measure]["f1"]) for measure in MEASURES),
                interval(drawn.get(f"{name}.joint")),
            )
            for name, x in types.items()
        ],
    )
    yield Table(
        "Statements, precision and recall by type",
        ("type", *(f"{measure} {part}" for measure in MEASURES[:3] for part in ("P", "R"))),
        [
            (
                name,
                *(
                    percent(x[measure][part])
                    for measure in MEASURES[:3]
                    for part in ("precision", "recall")
                ),
            )
            for name, x in types.items()
        ],
    )
    parts = ("speaker", "resolved", "cue", "type")
    yield Table(
        "Of the statements found, right is",
        ("type", *parts),
        [(name, *(percent(x[part]) for part in parts)) for name, x in types.items()],
    )
    if figures["tiers"]:
        yield Table(
            "Tiers, precision",
            ("tier", "found", "of all", "relaxed", "joint"),
            [
                (tier, x["found"], *(percent(x[part]) for part in ("of_all", "relaxed", "joint")))
                for tier, x in figures["tiers"].items()
            ],
        )
    if figures["tags"]:
        yield Table(
            "Recall by tag",
            ("tag", "gold", "relaxed", "joint"),
            [
                (tag, x["gold"], percent(x["relaxed"]), percent(x["joint"]))
                for tag, x in figures["tags"].items()
            ],
        )
    yield Table(
        "Words", ("part", "P", "R", "F1"), [(p, *_prf(figures["tokens"][p])) for p in PARTS]
    )


def officials_table(figures: Figures) -> Table:
    """Officials: how many are found, and with the right country and title."""
    names = ("named", "country", "title", "all three")
    return Table(
        f"Officials: {figures['gold']} in the gold, {figures['found']} found",
        ("right in", "P", "R", "F1", "95 % of F1"),
        [(name, *_prf(figures[name]), interval(figures["intervals"].get(name))) for name in names],
    )


def meeting_tables(figures: Figures) -> Iterator[Table]:
    """Meetings: how many are found, with whom, and which facts of them are right."""
    yield Table(
        f"Meetings: {figures['gold']} in the gold, {figures['found']} found",
        ("right are", "P", "R", "F1", "95 % of F1"),
        [
            (name, *_prf(figures[name]), interval(figures["intervals"].get(name)))
            for name in ("reported", "participants")
        ],
    )
    facts = ("kind", "status", "date", "place")
    yield Table(
        "Of the meetings found, right is", facts, [[percent(figures[fact]) for fact in facts]]
    )


def article_table(figures: Figures) -> Table:
    """F1 of the statements of each article."""
    names = ("relaxed", "strict", "joint")
    return Table(
        "Statements, F1 by article",
        ("article", "gold", "found", *names),
        [
            (x["article_id"], x["gold"], x["found"], *(percent(x[name]) for name in names))
            for x in figures["by_article"]
        ],
    )


def percent(share: float | None) -> str:
    """A share in percent with one decimal; empty where there is none."""
    return "" if share is None else f"{100 * share:.1f}"


def interval(bounds: Sequence[float] | None) -> str:
    """An interval in percent, as `78.4-85.0`; empty where none was drawn."""
    return "" if bounds is None else "-".join(percent(bound) for bound in bounds)


def _prf(rate: Mapping[str, float]) -> tuple[str, str, str]:
    return percent(rate["precision"]), percent(rate["recall"]), percent(rate["f1"])
