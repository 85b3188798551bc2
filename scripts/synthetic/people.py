"""The registries of the synthetic world: states, bodies, outlets, and officials who do not exist."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from schema import vocabularies
from scripts.synthetic import words
from scripts.synthetic.columns import Columns, Draw, Texts, days, glue, pc, pick, slugs

OFFICIALS = 512
PAST_TERM, TERM = -5_000, -1_500
"""Days before the first one on which first and present terms of office began."""


def state_id(iso3: str) -> str:
    """Id of a state."""
    return f"example-state-{iso3.lower()}"


def body_id(iso3: str, post: int) -> str:
    """Id of the body in which a post is held."""
    return f"example-{iso3.lower()}-{words.POSTS[post][2].lower().replace(' ', '-')}"


@dataclass(frozen=True)
class People:
    """Officials by number: id, printed forms, side, post, body and the tenure that they hold throughout."""

    ids: Texts
    names: Texts
    families: Texts
    titled: Texts
    titles: Texts
    iso3: Texts
    bodies: Texts
    tenures: Texts
    side: np.ndarray[tuple[int], np.dtype[np.int64]]
    post: np.ndarray[tuple[int], np.dtype[np.int64]]


@functools.cache
def people() -> People:
    """The officials; they are the same for every seed."""
    numbers = np.arange(OFFICIALS)
    heads, tails = len(words.FAMILY_HEADS), len(words.FAMILY_TAILS)
    # every family name once: heads and tails are counted through as digits of a number
    shuffled = numbers * 325 % (heads * tails)
    families = glue(
        pick(words.FAMILY_HEADS, shuffled % heads), pick(words.FAMILY_TAILS, shuffled // heads)
    )
    names = glue(pick(words.GIVEN, numbers * 7 % len(words.GIVEN)), " ", families)
    side, post = numbers % len(words.STATES), numbers // len(words.STATES) % len(words.POSTS)
    iso3 = pick(words.STATES, side)
    titles = pick([title for title, *_ in words.POSTS], post)
    demonyms = pick([words.DEMONYMS[iso3] for iso3 in words.STATES], side)
    bodies = [body_id(words.STATES[s], int(p)) for s, p in zip(side, post, strict=True)]
    return People(
        ids=slugs("example-official", numbers),
        names=names,
        families=families,
        titled=glue(demonyms, " ", titles, " ", names),
        titles=glue(demonyms, " ", titles),
        iso3=iso3,
        bodies=pa.array(bodies),
        tenures=glue(slugs("example-official", numbers), "-now"),
        side=side,
        post=post,
    )


def ccodes() -> tuple[int | None, ...]:
    """Correlates of War numbers of the states."""
    return tuple(vocabularies.term("iso3", iso3).ccode for iso3 in words.STATES)


def ccodes_of(sides: np.ndarray[Any, Any]) -> Texts:
    """Correlates of War number of each side."""
    numbers: Texts = pa.array(ccodes(), pa.int32())
    return numbers.take(pa.array(sides))


def outlet_id(number: int) -> str:
    """Id of an outlet."""
    return f"example-{words.OUTLETS[number].lower()}"


def agency_id(number: int) -> str:
    """Id of a news agency."""
    return words.AGENCIES[number].lower().replace(" ", "-")


def registries(seed: int, articles: int) -> dict[str, Columns]:
    """Columns of the tables that do not grow with the articles."""
    return {
        "collections": {
            "collection_id": ["example-collection"],
            "description": ["Made-up articles for tests and measurements; nobody in them exists."],
            "design": ["census"],
            "n_included": [articles],
        },
        "organizations": _organizations(),
        **_officials(seed),
        "references": {
            "reference_id": slugs("example-page", np.arange(16)),
            "title": glue("Example page ", pa.array(np.arange(16)).cast(pa.string())),
            "accessed": days(np.arange(16)),
        },
        "retired": {
            "retired_id": slugs("example-withdrawn", np.arange(8)),
            "record_table": ["statements"] * 8,
            "reason": ["duplicate"] * 8,
            "note": ["Withdrawn for the sake of the example."] * 8,
        },
    }


def _organizations() -> Columns:
    rows: list[tuple[str, str, str, str | None, int | None, str | None]] = []
    for iso3, ccode in zip(words.STATES, ccodes(), strict=True):
        state = state_id(iso3)
        rows.append((state, f"Example State {iso3}", "state", iso3, ccode, None))
        for post, (_, _, body, kind) in enumerate(words.POSTS):
            name = f"{words.DEMONYMS[iso3]} {body} (example)"
            rows.append((body_id(iso3, post), name, kind, iso3, None, state))
    for number, outlet in enumerate(words.OUTLETS):
        rows.append((outlet_id(number), f"Example {outlet}", "newspaper", None, None, None))
    for number, agency in enumerate(words.AGENCIES):
        rows.append((agency_id(number), agency, "news-agency", None, None, None))
    names = ("organization_id", "name", "classification", "iso3", "ccode", "parent_id")
    return {name: list(cells) for name, cells in zip(names, zip(*rows, strict=True), strict=True)}


def _officials(seed: int) -> dict[str, Columns]:
    known, numbers = people(), np.arange(OFFICIALS)
    draw = Draw(seed, "officials", 0, OFFICIALS)
    born = days(-(365 * 40) - draw.number(365 * 20))
    # one term before the present one, in the same body
    ids = pa.concat_arrays([known.ids, known.ids])
    start = np.concatenate([PAST_TERM + numbers, TERM + numbers])
    end = days(start + 1_000, np.concatenate([numbers < 0, numbers >= 0]))
    still = pick(("..",), np.zeros(2 * OFFICIALS, int))
    classes = pick([kind for _, kind, *_ in words.POSTS], known.post)
    return {
        "officials": {
            "official_id": known.ids,
            "name": known.names,
            "iso3": known.iso3,
            "born": born,
        },
        "tenures": {
            "tenure_id": pa.concat_arrays([glue(known.ids, "-one"), known.tenures]),
            "official_id": ids,
            "organization_id": pa.concat_arrays([known.bodies, known.bodies]),
            "title": pa.concat_arrays([pick([p[0] for p in words.POSTS], known.post)] * 2),
            "role_class": pa.concat_arrays([classes, classes]),
            "acting": [False] * (2 * OFFICIALS),
            "start": days(start),
            "end": pc.coalesce(end, still),
        },
        "names": {
            "record_table": ["officials"] * (2 * OFFICIALS),
            "record_id": ids,
            "sequence": np.repeat([1, 2], OFFICIALS),
            "name": pa.concat_arrays([known.names, known.families]),
            "language": ["en"] * (2 * OFFICIALS),
            "script": ["Latn"] * (2 * OFFICIALS),
            "kind": ["preferred"] * OFFICIALS + ["short"] * OFFICIALS,
        },
        "evidence": {
            "record_table": ["officials"] * OFFICIALS,
            "record_id": known.ids,
            "sequence": [1] * OFFICIALS,
            "field": ["born"] * OFFICIALS,
            "value": born,
            "stance": ["supports"] * OFFICIALS,
            "accepted": [True] * OFFICIALS,
            "reference_id": slugs("example-page", numbers % 16),
        },
    }
