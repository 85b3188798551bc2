"""The day of publication: what the text prints and what the page's code declares, held against each other.

A day is recorded where the text prints it and nothing speaks against it, or where it was given by hand. What is only
declared in code, or contradicts itself, is told to the curator and left empty: nobody could look it up in the source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from dataset.curation.yaml_reader import Tree
from schema import edtf
from scripts.ingest import quoting
from scripts.ingest.days import PrintedDay, Stamp, printed_days, read_stamp
from scripts.ingest.lines import Line
from scripts.ingest.metadata import Declared
from scripts.ingest.stories import Story
from validation.findings import printable

_CHANGED = re.compile(
    r"updat|modif|edited|revis|last\b|aktualisiert|letzte|mis à jour|actuali[sz]ad|aggiorna|ažurir|обновл|изменен"
    r"|güncelle|به.?روز|تحديث|آخر",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(r"publi|posted", re.IGNORECASE)
_AFTER_MARK = re.compile(r"[|•·;]")
_LEAD, _SHORT_LINE = 60, 160
"""Characters before a day that are quoted with it, its label or the place of a dateline; and of a line of date."""


@dataclass
class Publication:
    """The day, its basis and evidence as a record holds them; None where it is not known.

    `remarks` say what was seen and not recorded, and why; `told` says in one line what was.
    """

    published: str | None = None
    basis: str | None = None
    evidence: list[dict[str, Tree]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    told: str = ""


@dataclass(frozen=True)
class Given:
    """A day given by hand, and the reference in which it was seen."""

    published: str | None = None
    reference_id: str | None = None


class NoEvidenceError(ValueError):
    """A day was given by hand that the text does not print, and no reference."""


@dataclass(frozen=True)
class _Printed:
    """A day printed in the text at `start` to `end`, where the words begin that say what it is."""

    day: PrintedDay
    start: int
    end: int
    is_change: bool
    is_labelled: bool


def publication(
    text: str,
    lines: Sequence[Line],
    story: Story,
    declared: Sequence[Declared],
    given: Given,
) -> Publication:
    """Find the day on which a story was published. `declared` is what the page's code says of this story.

    Raises NoEvidenceError for a day given by hand that has no evidence.
    """
    printed = [found for found in _printed(text, lines, story) if not found.is_change]
    # The time element of a line says the same as the line: no second witness, if there is another.
    stamps = _read(declared) or _read(_times(lines, story))
    if given.published is not None:
        return _by_hand(text, printed, given)
    if stamps:
        found = _borne_out(printed, stamps) or _borne_out(_elsewhere(text, lines, story), stamps)
    else:
        found = _alone(printed)
    if found is not None:
        return _as_printed(text, *found, stamps, given)
    seen = sorted({day.isoformat() for found in printed for day in found.day.days})
    told = "; ".join(f"{printable(item.value)} ({item.where})" for item, _ in stamps[:3])
    if seen and stamps:
        remark = (
            f"prints {' or '.join(seen)}, but its code declares {told}: decide, and give evidence"
        )
        return Publication(remarks=[remark])
    if seen:
        remark = f"prints {' or '.join(seen)}, and not which is the day of publication: decide"
        return Publication(remarks=[remark])
    return _declared_only(stamps, told, given) if stamps else Publication()


def _read(declared: Iterable[Declared]) -> list[tuple[Declared, Stamp]]:
    return [(item, stamp) for item in declared if (stamp := read_stamp(item.value))]


def _printed(text: str, lines: Sequence[Line], story: Story) -> Iterator[_Printed]:
    """The days in the credit lines of a story."""
    for part in story.of_kind("credits"):
        for line in lines:
            yield from _days_in(text, max(line.start, part.start), min(line.end, part.end))


def _elsewhere(text: str, lines: Sequence[Line], story: Story) -> list[_Printed]:
    """Days in short lines around the article that are not its own, the nearest to its beginning first.

    They prove nothing by themselves, but may bear out what the code declares.
    """
    at = story.parts[0].start if story.parts else 0
    around = [
        line
        for line in lines[story.first : story.stop]
        if not line.is_story and len(line.words) <= _SHORT_LINE
    ]
    found = (day for line in around for day in _days_in(text, line.start, line.end))
    kept = [day for day in found if not day.is_change]
    return sorted(kept, key=lambda day: abs(day.start - at))


def _days_in(text: str, start: int, end: int) -> Iterator[_Printed]:
    """The days that a line prints, each with the words that lead to it."""
    before = start
    for day in printed_days(text[start:end]) if start < end else ():
        lead = _AFTER_MARK.split(text[before : start + day.start])[-1]
        begin = start + day.start - len(lead.lstrip(" \t,–—-"))
        if start + day.start - begin > _LEAD:
            begin = start + day.start
        begin, stop = _whole_words(text, begin, start + day.end)
        is_change = bool(_CHANGED.search(lead)) and not _PUBLISHED.search(lead)
        yield _Printed(day, begin, stop, is_change, bool(_PUBLISHED.search(lead)))
        before = start + day.end


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a stretch to whole words: half a word is no quotation, and days are glued to names and times."""
    while 0 < start < len(text) and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while 0 < end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return start, end


def _times(lines: Sequence[Line], story: Story) -> Iterator[Declared]:
    for line in lines[story.first : story.stop]:
        if any(p.start <= line.start < p.end for p in story.of_kind("credits")):
            if _CHANGED.search(line.words) and not _PUBLISHED.search(line.words):
                continue
            yield from (Declared(stamp, "time element") for stamp in line.stamps)


_Stamps = Sequence[tuple[Declared, Stamp]]


def _borne_out(printed: Sequence[_Printed], stamps: _Stamps) -> tuple[_Printed, date] | None:
    """The printed day that a stamp bears out; of several the one nearest to the stamp, then the first."""
    pairs = [
        (abs(day - stamp.day), found, day)
        for _, stamp in stamps
        for found in printed
        for day in found.day.days
        if day in stamp.possible
    ]
    best = min(pairs, key=lambda pair: pair[0], default=None)
    return None if best is None else best[1:]


def _alone(printed: Sequence[_Printed]) -> tuple[_Printed, date] | None:
    """The one day that is printed, or that is printed as the day of publication."""
    candidates = [found for found in printed if found.is_labelled] or list(printed)
    days = {found.day.days for found in candidates}
    if len(days) != 1 or len(candidates[0].day.days) != 1:
        return None
    return candidates[0], candidates[0].day.days[0]


def _as_printed(
    text: str, found: _Printed, day: date, stamps: _Stamps, given: Given
) -> Publication:
    value = day.isoformat()
    quoted = _quoted(text, found, value, _note(found, stamps, day))
    if quoted is None:
        return Publication(remarks=[f"prints {value}, but in words that no record can quote"])
    told = f"printed: “{text[found.start : found.end]}”"
    return Publication(value, "stated", [quoted, *_referred(value, given)], [], told)


def _referred(value: str, given: Given) -> list[dict[str, Tree]]:
    if given.reference_id is None:
        return []
    return [{"field": "published", "value": value, "reference_id": given.reference_id}]


def _declared_only(stamps: _Stamps, told: str, given: Given) -> Publication:
    """A day that no line prints is recorded where a reference says on which page it was seen."""
    local = [(item, stamp) for item, stamp in stamps if stamp.is_sure]
    days = {stamp.day for _, stamp in local}
    remark = f"declares {told} in its code, but no line prints the day"
    if not days:
        return Publication(remarks=[f"{remark}; in UTC, so the outlet's own day is not sure"])
    if len(days) > 1:
        return Publication(remarks=[f"{remark}; decide which it is"])
    if given.reference_id is None:
        more = "with --reference ID, the entry of the page in references, it is recorded"
        return Publication(remarks=[f"{remark}; {more}"])
    item, stamp = local[0]
    evidence: dict[str, Tree] = {
        "field": "published",
        "value": stamp.day.isoformat(),
        "reference_id": given.reference_id,
        "note": f"Declared in the page's code, not printed: {printable(item.value)} ({item.where}).",
    }
    how = f"declared: {item.value} ({item.where})"
    return Publication(stamp.day.isoformat(), "stated", [evidence], [], how)


def _note(found: _Printed, stamps: _Stamps, day: date) -> str:
    notes = ["Printed in the Persian calendar."] if found.day.is_persian else []
    agreeing = [item for item, stamp in stamps if day in stamp.possible]
    if agreeing:
        item = agreeing[0]
        notes.append(f"The page's code declares {printable(item.value)} ({item.where}).")
    return " ".join(notes)


def _quoted(text: str, found: _Printed, value: str, note: str) -> dict[str, Tree] | None:
    words = quoting.quote(text, found.start, found.end)
    if words is None:
        return None
    evidence: dict[str, Tree] = {"field": "published", "value": value, "quote": words}
    return {**evidence, "note": note} if note else evidence


def _by_hand(text: str, printed: Sequence[_Printed], given: Given) -> Publication:
    value = given.published or ""
    wanted = edtf.parse(value)
    same = [f for f in printed if f.day.days == (wanted.earliest,) == (wanted.latest,)]
    others = [f for f in printed if wanted.earliest not in f.day.days]
    evidence: list[dict[str, Tree]] = []
    for found in same[:1]:
        quoted = _quoted(text, found, value, _note(found, [], wanted.earliest or date.min))
        evidence += [] if quoted is None else [quoted]
    basis = "stated" if evidence else "external"
    evidence += _referred(value, given)
    if not evidence:
        raise NoEvidenceError
    for found in others[:1]:
        quoted = _quoted(text, found, found.day.days[0].isoformat(), "")
        if quoted is not None and len(found.day.days) == 1:
            evidence.append({**quoted, "stance": "contradicts"})
    return Publication(value, basis, evidence, [], "given by hand")
