"""Why something was missed, found in vain or found otherwise, as far as gold and answer tell by themselves.

A cause is told from spans and facts, never from the words, so that articles which are kept aside can be counted
without being read.
"""

from __future__ import annotations

from collections.abc import Iterator

from scripts.evaluation.evaluate import Result
from scripts.evaluation.names import speaker_resolved
from scripts.evaluation.words import Words
from scripts.standoff.form import MeetingParts, OfficialParts, StatementParts

Cause = tuple[str, str]
"""What it concerns, and why it is not as in the gold."""

CAUSES: tuple[Cause, ...] = (
    ("statement", "missed: its reporting word was not heard"),
    ("statement", "missed: its reporting word was taken into another statement"),
    ("statement", "missed: speech within a quotation"),
    ("statement", "missed: no reporting word of its own"),
    ("statement", "missed: heard, but less than half of the words agree"),
    ("statement", "in vain: there is no statement"),
    ("statement", "in vain: part of another statement"),
    ("statement", "too long"),
    ("statement", "too short"),
    ("statement", "begins and ends elsewhere"),
    ("statement", "another speaker"),
    ("statement", "speaker right, but not told who it is"),
    ("statement", "speaker right, but taken for somebody else"),
    ("official", "missed"),
    ("official", "in vain"),
    ("official", "without a country"),
    ("official", "of another country"),
    ("official", "without a title"),
    ("official", "with another title"),
    ("meeting", "missed: no person takes part by name"),
    ("meeting", "missed"),
    ("meeting", "in vain"),
    ("meeting", "another kind"),
    ("meeting", "another status"),
    ("meeting", "without a day"),
    ("meeting", "another day"),
    ("meeting", "without a place"),
    ("meeting", "another place"),
    ("meeting", "participants lacking or too many"),
)
"""All causes, in the order in which they are told."""


def causes(result: Result) -> Iterator[Cause]:
    """What keeps an article from being as in the gold, each of `CAUSES` as often as it does."""
    found = result.case.found
    for cause in _statements(result, found.statements if found else []):
        yield "statement", cause
    for cause in _officials(result, (found and found.officials) or []):
        yield "official", cause
    for cause in _meetings(result, (found and found.meetings) or []):
        yield "meeting", cause


def _statements(result: Result, found: list[StatementParts]) -> Iterator[str]:
    gold, scored, words = result.case.gold.statements, result.statements, Words(result.case.text)
    contents = [words.touched(statement.content) for statement in found]
    wanted = [words.touched(statement.content) for statement in gold]
    for number in scored.missed:
        yield f"missed: {_missed(words, gold[number], found, contents, wanted)}"
    for number in scored.spurious:
        inside = any(contents[number] <= one for one in wanted)
        yield f"in vain: {'part of another statement' if inside else 'there is no statement'}"
    for i, j in scored.pairs:
        one, other = words.without_that(wanted[i]), words.without_that(contents[j])
        if one != other:
            yield (
                "too long"
                if one < other
                else "too short"
                if other < one
                else "begins and ends elsewhere"
            )
        if not words.same_head(gold[i].speaker, found[j].speaker):
            yield "another speaker"
        elif speaker_resolved(gold[i], found[j]) is False:
            nobody = found[j].speaker_name is None
            yield (
                "speaker right, but "
                + ("not told who it is" if nobody else "taken for somebody else")
            )


def _missed(
    words: Words,
    gold: StatementParts,
    found: list[StatementParts],
    contents: list[frozenset[int]],
    wanted: list[frozenset[int]],
) -> str:
    if any(words.touched(gold.content) < one for one in wanted):
        return "speech within a quotation"
    if gold.cue is None:
        return "no reporting word of its own"
    cue = words.touched([gold.cue])
    if any(cue & words.touched([other.cue]) for other in found if other.cue):
        return "heard, but less than half of the words agree"
    if any(cue <= content for content in contents):
        return "its reporting word was taken into another statement"
    return "its reporting word was not heard"


def _officials(result: Result, found: list[OfficialParts]) -> Iterator[str]:
    gold, scored = result.case.gold.officials or [], result.officials
    if scored is None:
        return
    yield from ["missed"] * len(scored.missed)
    yield from ["in vain"] * len(scored.spurious)
    for i, j in scored.pairs:
        if (i, j) in scored.right:
            continue
        if gold[i].country not in (None, found[j].country):
            yield "of another country" if found[j].country else "without a country"
        else:
            yield "with another title" if found[j].title else "without a title"


def _meetings(result: Result, found: list[MeetingParts]) -> Iterator[str]:
    gold, scored = result.case.gold.meetings or [], result.meetings
    if scored is None:
        return
    for number in scored.missed:
        named = gold[number].participants
        yield "missed" if named else "missed: no person takes part by name"
    yield from ["in vain"] * len(scored.spurious)
    for i, j in scored.pairs:
        if (i, j) not in scored.right:
            yield _fact(gold[i], found[j])


def _fact(gold: MeetingParts, found: MeetingParts) -> str:
    """The first fact in which two meetings differ."""
    if gold.kind != found.kind:
        return "another kind"
    if gold.status not in (None, found.status):
        return "another status"
    if gold.date not in (None, found.date):
        return "another day" if found.date else "without a day"
    if gold.place not in (None, found.place):
        return "another place" if found.place else "without a place"
    return "participants lacking or too many"
