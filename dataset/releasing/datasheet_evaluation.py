"""What the datasheet tells of the extractor: tables of the figures in `evaluation.json`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dataset.releasing.datasheet_figures import from_file, markdown, read_figures
from validation.findings import Unusable

FORMAT = 1
"""Of the evaluations that are shown as tables; others are told figure by figure."""

Figures = Mapping[str, Any]


def evaluation(path: Path | None) -> str:
    """How well the extractor finds what the records hold, from its `evaluation.json`; empty without one.

    Raises Unusable for a file that is no JSON, or lacks what its format has.
    """
    document = read_figures(path) if path is not None else None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        return from_file(path)
    try:
        return "\n\n".join(
            (
                _head(document),
                _statements(document["statements"]),
                _tiers(document["statements"]["tiers"]),
                _others(document["officials"], document["meetings"]),
            )
        )
    except (KeyError, TypeError) as error:
        raise Unusable(f"{path}: not an evaluation of format {FORMAT} ({error!r})") from None


def _head(figures: Figures) -> str:
    return (
        f"The engine {figures['engine']} read the {figures['articles']} source texts without being told what the "
        "registries hold. F1 is in percent: *relaxed* where contents share half of their words, *strict* where they "
        "have the same words, *joint* where they share half of their words and the speaker is right. Intervals are "
        "95 % intervals, drawn over texts; with few texts they are wide, and with all found they say little."
    )


def _statements(figures: Figures) -> str:
    measures = ("relaxed", "strict", "joint")
    body = [
        (
            name,
            one["gold"],
            one["found"],
            *(_percent(one[measure]["f1"]) for measure in measures),
            _interval(figures["intervals"].get(f"{name}.joint")),
        )
        for name, one in figures["types"].items()
    ]
    return markdown(("statements", "recorded", "found", *measures, "joint, 95 %"), body)


def _tiers(tiers: Figures) -> str:
    body = [
        (name, tier["found"], *(_percent(tier[part]) for part in ("of_all", "relaxed", "joint")))
        for name, tier in tiers.items()
    ]
    return markdown(("tier", "found", "of all, %", "relaxed, precision", "joint, precision"), body)


def _others(officials: Figures, meetings: Figures) -> str:
    rows = (
        ("officials, by name", officials, "named"),
        ("officials, with title and country", officials, "all three"),
        ("meetings", meetings, "reported"),
        ("meetings, their participants", meetings, "participants"),
    )
    body = [
        (
            what,
            one["gold"],
            one["found"],
            _percent(one[name]["f1"]),
            _interval(one["intervals"].get(name)),
        )
        for what, one, name in rows
    ]
    return markdown(("", "recorded", "found", "F1", "95 %"), body)


def _percent(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.1f}"


def _interval(bounds: Sequence[float] | None) -> str:
    return "" if bounds is None else " to ".join(_percent(bound) for bound in bounds)
