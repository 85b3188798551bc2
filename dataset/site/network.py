"""Who met whom: pairs of parties that attended the same meeting, and the picture of them as a Vega specification.

Counted are meetings without others inside them that were held or going on. A pair is two parties of different sides
that attended; observers make none. That is the rule of the table `dyad_events` (docs/derivations.md), told of persons.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from dataset.site.views import Meeting, Views, Who, in_order

CROWDED = 40
"""With less room than this for each, in pixels, only parties with several meetings have their names drawn."""

TOOK_PLACE = {"held", "ongoing"}


@dataclass(frozen=True)
class Pair:
    """Two parties and the meetings that both attended, by date."""

    first: Who
    second: Who
    meetings: tuple[Meeting, ...]


def pairs(views: Views) -> list[Pair]:
    """Every pair that met, those with most meetings first."""
    met: dict[tuple[str, str], list[Meeting]] = defaultdict(list)
    known: dict[str, Who] = {}
    for meeting in views.meetings.values():
        if not meeting.row["is_leaf"] or meeting.row["status"] not in TOOK_PLACE:
            continue
        present: dict[str, Who] = {}
        for who in meeting.participants:
            if who.note == "attended" and who.role != "observer" and who.link is not None:
                present[who.link] = who
        known |= present
        for one, other in combinations(sorted(present), 2):
            if present[one].iso3 is None or present[one].iso3 != present[other].iso3:
                met[one, other].append(meeting)
    found = [
        Pair(known[one], known[other], tuple(in_order(meetings)))
        for (one, other), meetings in met.items()
    ]
    return sorted(found, key=lambda pair: (-len(pair.meetings), pair.first.name, pair.second.name))


def specification(views: Views, found: list[Pair], height: int) -> dict[str, Any]:
    """The picture: a disc for each party, a line for each pair; `chosen` is the id of the party that stands out.

    Vega-Lite lays out no networks, so this is Vega. Page and width are known to the browser alone, so it does the
    layout; the layout begins the same way each time, and so it ends the same.
    """
    parties = {who.link: who for pair in found for who in (pair.first, pair.second)}
    order = {record_id: at for at, record_id in enumerate(sorted(map(str, parties)))}
    meetings: dict[str | None, set[str]] = defaultdict(set)
    for pair in found:
        for who in (pair.first, pair.second):
            meetings[who.link] |= {meeting.id for meeting in pair.meetings}
    nodes = [
        {
            "id": record_id,
            "name": parties[record_id].name,
            "short": _short(views, parties[record_id]),
            "side": parties[record_id].country or "no state",
            "meetings": len(meetings[record_id]),
        }
        for record_id in order
    ]
    links = [
        {
            "source": order[str(pair.first.link)],
            "target": order[str(pair.second.link)],
            "one": pair.first.link,
            "other": pair.second.link,
            "meetings": len(pair.meetings),
            "names": f"{pair.first.name} and {pair.second.name}",
        }
        for pair in found
    ]
    return {
        "$schema": "https://vega.github.io/schema/vega/v6.json",
        "description": "Network of who met whom. The table below holds the same pairs.",
        "width": 600,
        "height": height,
        "padding": 4,
        "signals": [
            {"name": "chosen", "value": ""},
            # The side of the square that each party would have if all shared the picture evenly.
            {"name": "unit", "update": f"sqrt(width * height / {max(1, len(nodes))})"},
        ],
        "data": [
            {"name": "parties", "values": nodes},
            {"name": "pairs", "values": links},
            {"name": "ends", "values": [{"pair": f"{a} {b}"} for a, b in _ends(links)]},
        ],
        "scales": _SCALES,
        "legends": [
            {"fill": "side", "orient": "bottom", "direction": "horizontal", "symbolType": "circle"}
        ],
        "marks": [_DISCS, _LINES, _text("halo", 2), _text("label", 3)],
    }


def _short(views: Views, who: Who) -> str:
    """The form of a name for narrow pictures: the short one where there is one."""
    table = "officials" if who.official_id else "organizations"
    names = views.tables.belonging("names", table, who.link or "")
    return next(
        (str(row["name"]) for row in names if row["kind"] in {"short", "acronym"}), who.name
    )


def _ends(links: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Each pair in both directions, so that the neighbours of a party can be looked up."""
    for link in links:
        yield link["one"], link["other"]
        yield link["other"], link["one"]


_SCALES: list[dict[str, Any]] = [
    {
        "name": "side",
        "type": "ordinal",
        "domain": {"data": "parties", "field": "side", "sort": True},
        "range": "category",
    },
    {
        "name": "size",
        "type": "sqrt",
        "domain": {"data": "parties", "field": "meetings"},
        "zero": True,
        "range": [60, 500],
    },
]


def _faded(party: str) -> list[dict[str, Any]]:
    """Opacity of what belongs to a party: faint if another is chosen that it did not meet."""
    met = f"indata('ends', 'pair', {party} + ' ' + chosen)"
    return [{"test": f"chosen && chosen != {party} && !{met}", "value": 0.15}, {"value": 1}]


_FORCES: list[dict[str, Any]] = [
    {"force": "center", "x": {"signal": "width / 2"}, "y": {"signal": "height / 2"}},
    {"force": "collide", "radius": {"signal": "0.42 * unit"}},
    {"force": "nbody", "strength": {"signal": "-1.4 * unit"}},
    {"force": "x", "x": "across", "strength": {"signal": "0.06 * min(1, height / width)"}},
    {"force": "y", "y": "down", "strength": {"signal": "0.06 * max(1, width / height)"}},
    {"force": "link", "links": "pairs", "distance": {"signal": "0.85 * unit"}},
]
"""Parties push each other away, pairs pull, and everybody is drawn a little to the middle, less along the long side."""

_DISCS: dict[str, Any] = {
    "name": "discs",
    "type": "symbol",
    "aria": False,
    "zindex": 1,
    "from": {"data": "parties"},
    "encode": {
        "enter": {
            "across": {"signal": "width / 2"},
            "down": {"signal": "height / 2"},
            "fill": {"scale": "side", "field": "side"},
            "size": {"scale": "size", "field": "meetings"},
            "cursor": {"value": "pointer"},
            "tooltip": {
                "signal": "datum.name + ' (' + datum.side + '), meetings: ' + datum.meetings"
            },
        },
        "update": {"opacity": _faded("datum.id")},
    },
    "transform": [
        {"type": "force", "iterations": 300, "static": True, "signal": "force", "forces": _FORCES}
    ],
}

_LINES: dict[str, Any] = {
    "name": "lines",
    "type": "path",
    "aria": False,
    "style": "link",
    "from": {"data": "pairs"},
    "encode": {
        "enter": {
            "strokeWidth": {"signal": "1 + sqrt(datum.meetings)"},
            "tooltip": {"signal": "datum.names + ', meetings: ' + datum.meetings"},
        },
        "update": {
            "strokeOpacity": [
                {
                    "test": "chosen && chosen != datum.one && chosen != datum.other",
                    "value": 0.1,
                },
                {"value": 0.55},
            ],
        },
    },
    "transform": [
        {
            "type": "linkpath",
            "require": {"signal": "force"},
            "shape": "line",
            "sourceX": "datum.source.x",
            "sourceY": "datum.source.y",
            "targetX": "datum.target.x",
            "targetY": "datum.target.y",
        }
    ],
}


def _text(style: str, level: int) -> dict[str, Any]:
    """Names below the discs; drawn twice, first as a halo that keeps lines out of the letters."""
    return {
        "type": "text",
        "aria": False,
        "style": style,
        "zindex": level,
        "interactive": False,
        "from": {"data": "discs"},
        "encode": {
            "enter": {"align": {"value": "center"}, "baseline": {"value": "top"}},
            "update": {
                "x": {"signal": "clamp(datum.x, 55, width - 55)"},
                "y": {"signal": "datum.y + sqrt(datum.size / PI) + 3"},
                "text": {"signal": "width < 500 ? datum.datum.short : datum.datum.name"},
                "opacity": [
                    {"test": f"unit < {CROWDED} && datum.datum.meetings < 2", "value": 0},
                    *_faded("datum.datum.id"),
                ],
            },
        },
    }
