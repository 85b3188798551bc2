"""Meetings that an article reports: visits, talks, calls, press conferences, with parties, place and day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from scripts.extract.cues import PAST, THIRD, cue_at
from scripts.extract.dates import DATE_WORDS, dates_in, days_long
from scripts.extract.encounters import TRIGGERS, in_sentence
from scripts.extract.grammar import WEEKDAYS
from scripts.extract.meeting import Meeting
from scripts.extract.parties import Sentence
from scripts.extract.places import dateline_town, same_place, town_after
from scripts.extract.schedule import FUTURE
from scripts.extract.speakers import Speakers
from scripts.extract.text import Text

_TO_COME = ("planned", "cancelled", "postponed")
_PLACE_BEHIND, _PLACE_BEFORE = 24, 14
"""Tokens behind and before the word that tells of a meeting, within which its place stands."""
_COMPARED = 60
"""Meetings with which a new one is compared."""
_BEGUN = frozenset(("began", "begins", "begun", "started", "starts"))
"""Before a day these tell when the visit began during which somebody met."""
_SAID = frozenset(("said", "announced", "told", "says", "added", "revealed", "reported"))


@dataclass(slots=True)
class _Scene:
    """What later sentences inherit: the days of what was told last, and who is where."""

    day: str | None = None
    to_come: str | None = None
    said: str | None = None
    visits: dict[bool, Meeting] = field(default_factory=dict)
    """The last visit that took place, and the last to come."""
    off: Meeting | None = None
    """The last visit that was put off or called off."""
    event: Meeting | None = None
    """The last conference."""
    latest: Meeting | None = None
    """The last talks."""


def find_meetings(
    text: Text, speakers: Speakers, published: date | None, skipped: set[int]
) -> list[Meeting]:
    """The meetings of an article in the order of their first report; `skipped` are sentences of site furniture."""
    found: list[Meeting] = []
    scene = _Scene()
    for number, (first, last) in enumerate(text.sentences):
        if last - first < 3 or number in skipped:
            continue
        words = text.low[first : last + 1]
        told = not TRIGGERS.isdisjoint(words)
        if not told and (scene.said is not None or DATE_WORDS.isdisjoint(words)):
            continue
        sentence = Sentence(text, speakers, number, first, last)
        _note_days(scene, sentence, published)
        if not told:
            continue
        if found and found[-1].kind in ("talks", "call") and _the_meeting(sentence):
            _fill(found[-1], sentence, published)
        made = in_sentence(sentence)
        if (
            not made
            and not any(m.kind in ("talks", "call") for m in found)
            and _the_meeting(sentence)
        ):
            # the lead that told of it is missing
            made = [Meeting("talks", "held", [p], first) for p in sentence.speaker()]
        for meeting in made:
            if meeting.follows:
                _take_over(meeting, found)
            _settle(meeting, sentence, published, scene)
            _merge(found, meeting)
    return found


def _note_days(scene: _Scene, sentence: Sentence, published: date | None) -> None:
    """Keep the day of which a sentence tells, and the day on which was first said what the article reports."""
    low, first = sentence.low, sentence.first
    for at, value in dates_in(sentence.text, first, sentence.last, published, future=False):
        if _reporting_day(sentence, at):
            scene.said = scene.said or value
        elif not TRIGGERS.isdisjoint(
            low[first : min(sentence.last, at + 14)]
        ) and FUTURE.isdisjoint(low[first:at]):
            scene.day = value


def _the_meeting(sentence: Sentence) -> bool:
    """Whether a sentence begins with the meeting just told of: "In the meeting, held in Tehran on Sunday,"."""
    low, first = sentence.low, sentence.first
    return (
        any(
            low[i] == "the"
            and (low[i + 1] in ("meeting", "talks") or _of_a_day(low, i + 1, sentence.last))
            for i in range(first, min(first + 4, sentence.last))
        )
        and "with" not in low[first : first + 5]
    )


def _of_a_day(low: list[str], i: int, last: int) -> bool:
    """As in "during the Monday call"."""
    return i < last and low[i] in WEEKDAYS and low[i + 1] in _TOLD_OF


_TOLD_OF = frozenset(("meeting", "talks", "call", "conversation"))


def _fill(meeting: Meeting, sentence: Sentence, published: date | None) -> None:
    """Day and place of a meeting from a later sentence about it."""
    own = [value for _, value in _own_days(sentence, published, future=False)]
    if own and meeting.inferred:
        meeting.date = own[0]
    meeting.place = meeting.place or town_after(
        sentence.text, sentence.first, min(sentence.last, sentence.first + 20)
    )


def _own_days(sentence: Sentence, published: date | None, *, future: bool) -> list[tuple[int, str]]:
    """Token and value of each day in a sentence on which something took place."""
    dates = dates_in(sentence.text, sentence.first, sentence.last, published, future=future)
    return [(at, value) for at, value in dates if not _reporting_day(sentence, at)]


def _take_over(meeting: Meeting, found: list[Meeting]) -> None:
    """Add those of the talks told of before: "in a joint press conference after that meeting, A said"."""
    talks = next((m for m in reversed(found) if m.kind == "talks"), None)
    if talks is not None and _shares(meeting, talks):
        meeting.parties = list(talks.parties)
        meeting.place = meeting.place or talks.place


def _settle(meeting: Meeting, sentence: Sentence, published: date | None, scene: _Scene) -> None:
    """Give a meeting its day and place, from its sentence or the scene."""
    future = meeting.status in _TO_COME
    own = [
        (abs(at - meeting.at), value)
        for at, value in _own_days(sentence, published, future=future)
        if meeting.kind == "visit" or _BEGUN.isdisjoint(sentence.text.low[max(0, at - 2) : at])
    ]
    if future and published is not None:
        own = [(far, value) for far, value in own if value >= published.isoformat()[: len(value)]]
    if meeting.undated:
        own = []
    if own:
        meeting.date = min(own)[1]
    elif _same_day(sentence) and scene.day:
        meeting.date = scene.day
    elif meeting.kind != "visit":
        meeting.inferred = True
        visit = scene.off
        if visit is not None and visit.status == meeting.status and _shares(visit, meeting):
            meeting.date, meeting.place = visit.date, meeting.place or visit.place
        else:
            meeting.date = scene.to_come if future else scene.day or scene.said
    if meeting.kind in ("visit", "conference"):
        _reckon(meeting, sentence, published)
    if meeting.place is None and meeting.kind != "call":
        meeting.place = _own_place(meeting, sentence) or _scene_place(
            meeting, sentence, scene, future=future
        )
    if meeting.date and future:
        scene.to_come = meeting.date
    elif meeting.date:
        scene.day = meeting.date
    if meeting.kind == "visit" and meeting.place:
        scene.visits[future] = meeting
        if meeting.status in ("cancelled", "postponed"):
            scene.off = meeting
    elif meeting.kind == "conference":
        scene.event = meeting
    elif meeting.kind == "talks":
        scene.latest = meeting


def _same_day(sentence: Sentence) -> bool:
    return any(
        sentence.low[i : i + 2] == ["same", "day"] for i in range(sentence.first, sentence.last)
    )


def _reckon(meeting: Meeting, sentence: Sentence, published: date | None) -> None:
    """First day and status of what lasts several days: "ended a three-day visit on Friday"."""
    low = sentence.low
    for i in range(sentence.first, sentence.last + 1):
        length = days_long(low[i])
        if length is None or meeting.date is None or len(meeting.date) != len("2023-01-01"):
            continue
        day = date.fromisoformat(meeting.date)
        if not {"after", "ended", "concluded", "wrapped"}.isdisjoint(sentence.before(i, 4)):
            meeting.date = (day - timedelta(days=length - 1)).isoformat()
        elif (
            published is not None
            and meeting.status == "held"
            and day + timedelta(days=length - 1) >= published
        ):
            meeting.status = "ongoing"
        return


def _own_place(meeting: Meeting, sentence: Sentence) -> str | None:
    """The place that the sentence gives: at its head ("In Erbil, ..."), behind the meeting, before it."""
    text, at, first = sentence.text, meeting.at, sentence.first
    quoted = text.quotation[at]
    behind = min(sentence.last, at + _PLACE_BEHIND)
    head = town_after(text, first, min(first + 3, at)) if text.low[first] == "in" else None
    found = (
        head
        or town_after(text, at, behind, quoted=quoted)
        or town_after(text, max(first, at - _PLACE_BEFORE), at, quoted=quoted)
    )
    if found is None and "here" in sentence.low[at : at + 4]:
        return dateline_town(text)
    return found


def _scene_place(
    meeting: Meeting, sentence: Sentence, scene: _Scene, *, future: bool
) -> str | None:
    """Where the same people met on that day, or where the visitor is; on the sidelines of a conference."""
    if meeting.kind not in ("talks", "press-conference"):
        return None
    event = scene.event
    if event is not None and "sidelines" in sentence.low[sentence.first : sentence.last]:
        return event.place
    latest = scene.latest
    if (
        latest is not None
        and latest.place
        and latest.date == meeting.date
        and _shares(latest, meeting)
    ):
        return latest.place
    visit = scene.visits.get(future)
    if visit is None and future:
        visit = scene.visits.get(False)
        visit = visit if visit is not None and visit.status == "ongoing" else None
    return visit.place if visit is not None and _shares(visit, meeting) else None


def _shares(one: Meeting, other: Meeting) -> bool:
    """Whether somebody takes part in both."""
    return not set(one.participants).isdisjoint(other.participants)


def _reporting_day(sentence: Sentence, at: int) -> bool:
    """Whether a day tells when something was said, not when it took place: "said on Thursday"."""
    low = sentence.low
    after = cue_at(low, at + 1, at + 1) if at + 1 < len(low) else None
    if after is not None and after.form in (PAST, THIRD):
        return True
    j = at - 1
    while j > sentence.first and low[j] in ("on", "late", "early", "last"):
        j -= 1
    return low[j] in _SAID


def _merge(found: list[Meeting], new: Meeting) -> None:
    """Add a meeting, or fill in one reported before."""
    for old in found[-_COMPARED:]:
        if _is_same(old, new):
            if len(new.parties) > len(old.parties):
                old.parties = new.parties
            if old.date is None or (old.inferred and new.date and not new.inferred):
                old.date, old.inferred = new.date, new.inferred
            if old.kind == new.kind:
                old.place = old.place or new.place
            if (
                old.status != new.status
                and "held" in (old.status, new.status)
                and "cancelled"
                not in (
                    old.status,
                    new.status,
                )
            ):
                old.status = "ongoing" if "ongoing" in (old.status, new.status) else "held"
            return
    if new.parties or new.place or new.date:
        found.append(new)


def _is_same(old: Meeting, new: Meeting) -> bool:
    """Whether two reports are of one meeting: the same kind, parties that agree, no other day or place."""
    if new.hinted and old.kind != "visit" and set(new.participants) == set(old.participants):
        return True
    if old.kind != new.kind:
        return False
    mine, theirs = set(new.participants), set(old.participants)
    if not mine and not theirs:
        return (
            old.status == new.status
            and same_place(old.place, new.place)
            and (old.date is None or new.date is None or old.date == new.date)
        )
    if not mine & theirs:
        return False
    if new.kind in ("talks", "call", "conference") and not (mine <= theirs or theirs <= mine):
        return False
    if new.kind == "visit" and not same_place(old.place, new.place):
        return False
    return not (
        {old.status, new.status} == {"planned", "held"}
        and old.date
        and new.date
        and old.date != new.date
    )


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
