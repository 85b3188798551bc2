"""What was missed, found in vain or found otherwise, with the words, for somebody to look at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from scripts.evaluation.evaluate import Result
from scripts.evaluation.words import Words
from scripts.standoff.form import MeetingParts, OfficialParts, StatementParts

AROUND = 30
"""Characters of the text that are shown on either side of a content."""


class Error(TypedDict):
    """One difference: where, of which sort, and what gold and engine have (null where one has nothing)."""

    article_id: str
    what: str
    kind: str
    record: str | None
    gold: str | None
    found: str | None


def errors(result: Result) -> Iterator[Error]:
    """All differences of one article: statements in the order of the text, then officials, then meetings."""
    article_id = result.case.gold.article_id
    for what, kind, record, gold, found in (
        *_statements(result),
        *_officials(result),
        *_meetings(result),
    ):
        yield {
            "article_id": article_id,
            "what": what,
            "kind": kind,
            "record": record,
            "gold": gold,
            "found": found,
        }


_Row = tuple[str, str, str | None, str | None, str | None]


def _statements(result: Result) -> list[_Row]:
    text, scored = result.case.text, result.statements
    gold = result.case.gold.statements
    found = result.case.found.statements if result.case.found else []
    words = Words(text)
    rows: list[tuple[int, _Row]] = []

    def add(
        one: StatementParts | None, other: StatementParts | None, kind: str, *said: str
    ) -> None:
        first = one or other
        at = first.content[0][0] if first else 0
        record = one.statement_id if one else None
        left, right = said or (
            _shown(text, one) if one else None,
            _shown(text, other) if other else None,
        )
        rows.append((at, ("statement", kind, record, left, right)))

    for number in scored.missed:
        add(gold[number], None, "missed")
    for number in scored.spurious:
        add(None, found[number], "in vain")
    for i, j in scored.pairs:
        one, other = gold[i], found[j]
        same = words.without_that(words.touched(one.content)) == words.without_that(
            words.touched(other.content)
        )
        if not same:
            add(one, other, "limits")
        if not words.same_head(one.speaker, other.speaker):
            add(one, other, "speaker", _label(text, one), _label(text, other))
        if one.mode != other.mode:
            add(one, other, "type", one.mode, other.mode)
    return [row for _, row in sorted(rows, key=lambda row: row[0])]


def _label(text: str, statement: StatementParts) -> str:
    return text[slice(*statement.speaker)] if statement.speaker else "(nobody)"


def _shown(text: str, statement: StatementParts) -> str:
    """Speaker, cue, and the content in its surroundings: `Shamkhani | said | …that [the case] is…`."""
    cue = text[slice(*statement.cue)] if statement.cue else "(no cue)"
    start, end = statement.content[0][0], statement.content[-1][1]
    inside = " … ".join(text[a:b] for a, b in statement.content)
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    shown = f"{_label(text, statement)} | {cue} | {before}[{inside}]{after}"
    return " ".join(shown.split())


def _officials(result: Result) -> Iterator[_Row]:
    scored = result.officials
    if scored is None:
        return
    gold = result.case.gold.officials or []
    found = (result.case.found and result.case.found.officials) or []
    for number in scored.missed:
        yield "official", "missed", gold[number].id, _person(gold[number]), None
    for number in scored.spurious:
        yield "official", "in vain", None, None, _person(found[number])
    for i, j in scored.pairs:
        if (i, j) not in scored.right:
            yield "official", "title or country", gold[i].id, _person(gold[i]), _person(found[j])


def _person(official: OfficialParts) -> str:
    titles = "; ".join(official.titles) or official.title or "(no title)"
    return f"{official.name} | {titles} | {official.country or '(no country)'}"


def _meetings(result: Result) -> Iterator[_Row]:
    scored = result.meetings
    if scored is None:
        return
    gold = result.case.gold.meetings or []
    found = (result.case.found and result.case.found.meetings) or []
    for number in scored.missed:
        yield "meeting", "missed", gold[number].meeting_id, _meeting(gold[number]), None
    for number in scored.spurious:
        yield "meeting", "in vain", None, None, _meeting(found[number])
    for i, j in scored.pairs:
        if (i, j) not in scored.right:
            yield "meeting", "facts", gold[i].meeting_id, _meeting(gold[i]), _meeting(found[j])


def _meeting(meeting: MeetingParts) -> str:
    facts = (meeting.kind, meeting.status, meeting.date, meeting.place)
    parties = ", ".join(meeting.participants) or "(nobody)"
    return " | ".join([*(fact or "–" for fact in facts), parties])
