"""Meetings that an article reports: visits, talks, calls, press conferences, with parties, place and day."""

from __future__ import annotations

from datetime import date

from scripts.extract.cues import PAST, THIRD, cue_at
from scripts.extract.dates import DATE_WORDS, dates_in
from scripts.extract.encounters import (
    FUTURE,
    TRIGGERS,
    Meeting,
    city_in,
    in_sentence,
)
from scripts.extract.gazetteer import country_of, country_of_place
from scripts.extract.speakers import Speakers
from scripts.extract.text import Text


def find_meetings(
    text: Text, speakers: Speakers, published: date | None, skipped: set[int]
) -> list[Meeting]:
    """The meetings of an article in the order of their first report; `skipped` are sentences of site furniture."""
    found: list[Meeting] = []
    scene: dict[str, str | None] = {"date": None, "place": None, "said": None}
    for sentence, (first, last) in enumerate(text.sentences):
        if sentence in skipped or last - first < 3:
            continue
        words = set(text.low[first : last + 1])
        if words.isdisjoint(TRIGGERS) and (
            scene["said"] is not None or words.isdisjoint(DATE_WORDS)
        ):
            continue
        for at, value in dates_in(text, first, last, published, future=False):
            if not _reporting_day(text, at, first):
                if any(
                    low in TRIGGERS for low in text.low[first : min(last, at + 14)]
                ) and not FUTURE & set(text.low[first:at]):
                    scene["date"] = value
            elif scene["said"] is None:
                scene["said"] = value
        if found and found[-1].kind == "talks" and _the_meeting(text, first, last):
            _fill(text, found[-1], first, last, published)
        for meeting in in_sentence(text, speakers, sentence, first, last):
            _place_and_date(text, meeting, first, last, published, scene)
            _merge(found, meeting)
    return found


def _the_meeting(text: Text, first: int, last: int) -> bool:
    """Whether a sentence begins with the meeting just told of: "In the meeting, held in Tehran on Sunday,"."""
    return (
        any(
            text.low[i] == "the" and text.low[i + 1] in ("meeting", "talks")
            for i in range(first, min(first + 4, last))
        )
        and "with" not in text.low[first : first + 5]
    )


def _fill(text: Text, meeting: Meeting, first: int, last: int, published: date | None) -> None:
    """Day and place of a meeting from a later sentence about it."""
    own = [
        v
        for at, v in dates_in(text, first, last, published, future=False)
        if not _reporting_day(text, at, first)
    ]
    if own and meeting.inferred:
        meeting.date = own[0]
    meeting.place = meeting.place or city_in(text, first, min(last, first + 20))


def _place_and_date(
    text: Text,
    meeting: Meeting,
    first: int,
    last: int,
    published: date | None,
    scene: dict[str, str | None],
) -> None:
    future = meeting.status in ("planned", "cancelled", "postponed")
    dates = dates_in(text, first, last, published, future=future)
    own = [
        (abs(at - meeting.at), value) for at, value in dates if not _reporting_day(text, at, first)
    ]
    if future and published is not None:
        own = [(far, value) for far, value in own if value >= published.isoformat()[: len(value)]]
    key = "to come" if future else "date"
    if own:
        meeting.date = min(own)[1]
    elif meeting.kind != "visit":
        meeting.inferred = True
        meeting.date = scene.get(key) or (None if future else scene["said"])
    if meeting.place is None and meeting.kind != "call":
        meeting.place = city_in(text, max(first, meeting.at - 10), min(last, meeting.at + 14))
        if (
            meeting.place is None
            and meeting.kind == "talks"
            and scene.get("visitor" + key) in meeting.participants
        ):
            meeting.place = scene.get("place" + key)
    if meeting.date:
        scene[key] = meeting.date
    if meeting.kind == "visit" and meeting.place:
        scene["place" + key] = meeting.place
        scene["visitor" + key] = meeting.participants[0]


def _reporting_day(text: Text, at: int, first: int) -> bool:
    """Whether a day tells when something was said, not when it took place: "said on Thursday"."""
    low = text.low
    after = cue_at(low, at + 1, at + 1) if at + 1 < len(low) else None
    if after is not None and after.form in (PAST, THIRD):
        return True
    j = at - 1
    while j > first and low[j] in ("on", "late", "early", "last"):
        j -= 1
    return low[j] in ("said", "announced", "told", "says", "added", "revealed", "reported")


_COMPARED = 60
"""Meetings with which a new one is compared."""


def _merge(found: list[Meeting], new: Meeting) -> None:
    """Add a meeting, or fill in one reported before: same kind, same parties."""
    mine = set(new.participants)
    for old in found[-_COMPARED:]:
        theirs = set(old.participants)
        if old.kind != new.kind or not (
            mine & theirs or (not mine and not theirs and old.status == new.status)
        ):
            continue
        if new.kind in ("talks", "call", "conference") and not (mine <= theirs or theirs <= mine):
            continue
        if new.kind == "visit" and not _same_place(old.place, new.place):
            continue
        if (
            {old.status, new.status} == {"planned", "held"}
            and old.date
            and new.date
            and old.date != new.date
        ):
            continue
        if len(mine) > len(theirs):
            old.participants, old.persons = new.participants, new.persons
        old.date = old.date or new.date
        old.place = old.place or new.place
        if (
            old.status != new.status
            and "held" in (old.status, new.status)
            and "cancelled" not in (old.status, new.status)
        ):
            old.status = (
                "held" if old.status != "ongoing" and new.status != "ongoing" else "ongoing"
            )
        return
    if new.participants or new.place or new.date:
        found.append(new)


def _same_place(a: str | None, b: str | None) -> bool:
    if a is None or b is None or a == b:
        return True
    return country_of(a.lower()) is not None and country_of_place(a) == country_of_place(b)


def as_records(meetings: list[Meeting]) -> list[dict[str, object]]:
    """Meetings as they stand in the standoff object."""
    return [
        {
            "kind": m.kind,
            "status": m.status,
            "date": m.date,
            "place": m.place,
            "participants": m.participants,
        }
        for m in meetings
    ]
