"""Paragraphs in which somebody says something, in six manners, with the places of their parts.

All is done for many paragraphs at once, a manner after the other. Places are code points from the beginning of the
paragraph.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from scripts.synthetic import words
from scripts.synthetic.columns import Draw, Texts, glue, lengths, pc, pick, upper_first

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[Any]

QUOTED_FIRST, THAT, MIXED, ACCORDING, SPLIT, COLON = range(6)
QUOTE_TYPES = ("direct", "indirect", "mixed", "indirect", "direct", "direct")
"""Quote type of each manner."""

PARTS = ("label", "cue", "first", "second", "inner")
"""What has a place: the speaker as printed, the cue, one or two segments of the content, marked words within it."""


@dataclass
class Sentences:
    """Paragraphs: text, manner, and for every part its words and its start; -1 where a paragraph has no such part."""

    texts: Texts
    manners: Numbers
    parts: dict[str, Texts]
    starts: dict[str, Numbers]
    sizes: dict[str, Numbers] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.sizes = {name: lengths(words_) for name, words_ in self.parts.items()}

    @property
    def contents(self) -> Texts:
        """The whole content of every statement, its segments joined."""
        joined = pc.binary_join_element_wise(
            self.parts["first"], self.parts["second"], " […] ", null_handling="skip"
        )
        made: Texts = joined
        return made

    @property
    def quoted(self) -> Texts:
        """The words in quotation marks; null where there are none."""
        direct = np.isin(self.manners, (QUOTED_FIRST, SPLIT, COLON))
        made: Texts = pc.if_else(pa.array(direct), self.contents, self.parts["inner"])
        return made


@dataclass(frozen=True)
class Speakers:
    """How the speakers are called: as a sentence begins, in its midst, and behind "According to"; and their marks."""

    first: Texts
    inside: Texts
    behind: Texts
    marks: Numbers


def sentences(draw: Draw, speakers: Speakers) -> Sentences:
    """A paragraph for every speaker."""
    count = draw.length
    manners = draw.number(len(QUOTE_TYPES))
    clauses = [
        glue(draw.one_of(words.SUBJECTS), " ", draw.one_of(words.VERBS), " ", objects, tails)
        for objects, tails in ((draw.one_of(words.OBJECTS), _tails(draw)) for _ in range(2))
    ]
    openings = glue(
        draw.one_of(words.SUBJECTS), " ", draw.one_of(words.VERBS), " ", draw.one_of(words.OBJECTS)
    )
    endings = draw.one_of(words.TAILS)
    given = {
        "clause": clauses[0],
        "another": clauses[1],
        "opening": openings,
        "ending": endings,
        "cue": draw.one_of(words.CUES),
        "first": speakers.first,
        "inside": speakers.inside,
        "behind": speakers.behind,
        "open": pick([mark for mark, _ in words.MARKS], speakers.marks),
        "close": pick([mark for _, mark in words.MARKS], speakers.marks),
        "scene": pc.if_else(pa.array(draw.some(0.3)), glue(draw.one_of(words.SCENES), " "), ""),
    }
    made = [_made(manner, given, np.flatnonzero(manners == manner)) for manner in range(6)]
    order = np.argsort(np.concatenate([rows for rows, *_ in made]), kind="stable")
    back = pa.array(order)
    return (
        Sentences(
            texts=pa.concat_arrays([texts for _, texts, _, _ in made]).take(back),
            manners=manners,
            parts={
                name: pa.concat_arrays([parts[name] for _, _, parts, _ in made]).take(back)
                for name in PARTS
            },
            starts={
                name: np.concatenate([starts[name] for *_, starts in made])[order] for name in PARTS
            },
        )
        if count
        else _none()
    )


def _none() -> Sentences:
    nothing, nowhere = pa.array([], pa.string()), np.array([], dtype=np.int64)
    return Sentences(nothing, nowhere, dict.fromkeys(PARTS, nothing), dict.fromkeys(PARTS, nowhere))


def _tails(draw: Draw) -> Texts:
    """Ends of clauses; some have none."""
    tails = glue(" ", draw.one_of(words.TAILS))
    made: Texts = pc.if_else(pa.array(draw.some(0.7)), tails, "")
    return made


Made = tuple["Numbers", Texts, dict[str, Texts], dict[str, "Numbers"]]


def _made(manner: int, given: dict[str, Texts], rows: Numbers) -> Made:
    """The paragraphs of one manner."""
    here = {name: values.take(pa.array(rows)) for name, values in given.items()}
    slots = [("", here["scene"]), *_slots(manner, here)]
    parts = dict.fromkeys(PARTS, pa.nulls(len(rows), pa.string()))
    starts: dict[str, Numbers] = {name: np.full(len(rows), -1) for name in PARTS}
    at = np.zeros(len(rows), dtype=np.int64)
    for name, text in slots:
        if name:
            parts[name], starts[name] = text, at.copy()
        at += len(text) if isinstance(text, str) else lengths(text)
    if manner == MIXED:  # the marked words stand within the first segment
        starts["inner"] = starts["first"] + lengths(here["opening"]) + 1 + lengths(here["open"])
        parts["inner"] = here["ending"]
    texts = glue(*(text for _, text in slots))
    return rows, texts, parts, starts


def _slots(manner: int, here: dict[str, Texts]) -> list[tuple[str, Any]]:
    """What stands in a paragraph, in order: the name of a part, or none, and its words."""
    opened, closed = ("", here["open"]), ("", here["close"])
    speech = glue(upper_first(here["clause"]), ",")
    match manner:
        case 0:
            return [
                *(opened, ("first", speech), closed, ("", " ")),
                *(("label", here["inside"]), ("", " "), ("cue", here["cue"]), ("", ".")),
            ]
        case 1:
            return [
                *(("label", here["first"]), ("", " "), ("cue", here["cue"])),
                *(("", " that "), ("first", here["clause"]), ("", ".")),
            ]
        case 2:
            marked = glue(here["opening"], " ", here["open"], here["ending"], here["close"])
            return [
                *(("label", here["first"]), ("", " "), ("cue", here["cue"])),
                *(("", " that "), ("first", marked), ("", ".")),
            ]
        case 3:
            according = pick((words.ACCORDING,), np.zeros(len(here["clause"]), int))
            return [
                *(("cue", according), ("", " "), ("label", here["behind"])),
                *(("", ", "), ("first", here["clause"]), ("", ".")),
            ]
        case 4:
            return [
                *(opened, ("first", speech), closed, ("", " "), ("label", here["inside"])),
                *(("", " "), ("cue", here["cue"]), ("", ". "), opened),
                *(("second", glue(upper_first(here["another"]), ".")), closed),
            ]
    return [
        *(("label", here["first"]), ("", " "), ("cue", here["cue"]), ("", ": "), opened),
        *(("first", glue(upper_first(here["clause"]), ".")), closed),
    ]
