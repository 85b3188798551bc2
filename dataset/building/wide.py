"""Derived tables: statements and meetings in one line each, and events between two sides (docs/derivations.md)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from dataset.building.tables import Rows
from dataset.curation.resolve import name_of
from schema import vocabularies
from schema.articles import ArticleRow
from schema.base import Row
from schema.derived import DyadEventRow, MeetingWideRow, StatementWideRow
from schema.meetings import MeetingReportRow, MeetingRow, MeetingTopicRow, ParticipantRow
from schema.statements import StatementPartyRow, StatementRow, StatementTopicRow
from validation.index import Index
from validation.time_checks import earliest, latest

SEPARATOR = "; "
R = TypeVar("R", bound=Row)

TOOK_PLACE = ("held", "ongoing")


def derive(rows: Rows, index: Index) -> Rows:
    """Rows of the derived tables, from the rows of the others."""
    return {
        "statements_wide": list(_statements_wide(rows, index)),
        "meetings_wide": list(_meetings_wide(rows, index)),
        "dyad_events": [*_statement_events(rows, index), *_meeting_events(rows, index)],
    }


def _of(rows: Rows, model: type[R]) -> list[R]:
    return [row for row in rows.get(model.TABLE, []) if isinstance(row, model)]


def joined(values: Iterable[object | None]) -> str | None:
    """Values as one text, nulls and repeats left out; null when there is none."""
    return (
        SEPARATOR.join(dict.fromkeys(str(v) for v in values if v is not None and v != "")) or None
    )


def _parties(rows: Rows) -> dict[tuple[str, str], list[StatementPartyRow]]:
    found: dict[tuple[str, str], list[StatementPartyRow]] = defaultdict(list)
    for party in sorted(
        _of(rows, StatementPartyRow), key=lambda p: (p.statement_id, p.role, p.sequence)
    ):
        found[party.statement_id, party.role].append(party)
    return found


def _topics(rows: Rows) -> dict[str, list[str]]:
    topics: dict[str, list[str]] = defaultdict(list)
    links = [(t.statement_id, t.sequence, t.topic) for t in _of(rows, StatementTopicRow)]
    links += [(t.meeting_id, t.sequence, t.topic) for t in _of(rows, MeetingTopicRow)]
    for record_id, _, topic in sorted(links):
        topics[record_id].append(topic)
    return topics


def party_name(index: Index, party: StatementPartyRow | ParticipantRow) -> str:
    """Name of a party for a reader."""
    return name_of(index, party.official_id, party.organization_id, party.label)


def _statements_wide(rows: Rows, index: Index) -> Iterator[StatementWideRow]:
    articles = {a.article_id: a for a in _of(rows, ArticleRow)}
    parties, topics = _parties(rows), _topics(rows)
    for statement in _of(rows, StatementRow):
        article = articles[statement.article_id]
        by_role = {
            role: parties.get((statement.statement_id, role), [])
            for role in ("speaker", "relayer", "addressee", "recipient")
        }
        speakers = by_role["speaker"]
        publisher = index.organizations[article.publisher_id].name
        yield StatementWideRow(
            **statement.model_dump(),
            article_title=article.title,
            publisher=publisher,
            published=article.published,
            url=article.url,
            speaker_ids=joined(p.official_id for p in speakers),
            speakers=joined(party_name(index, p) for p in speakers) or "",
            speaker_titles=joined(
                index.tenures[p.tenure_id][2].title
                for p in speakers
                if p.tenure_id in index.tenures
            ),
            speaker_organizations=joined(
                index.organizations[p.organization_id].name
                for p in speakers
                if p.organization_id in index.organizations
            ),
            speaker_iso3=joined(p.iso3 for p in speakers),
            speaker_ccode=joined(p.ccode for p in speakers),
            relayers=joined(party_name(index, p) for p in by_role["relayer"]),
            addressees=joined(party_name(index, p) for p in by_role["addressee"]),
            addressee_iso3=joined(p.iso3 for p in by_role["addressee"]),
            recipients=joined(party_name(index, p) for p in by_role["recipient"]),
            recipient_iso3=joined(p.iso3 for p in by_role["recipient"]),
            topics=joined(topics[statement.statement_id]),
            said_at_meeting=_title(index, statement.said_at_meeting_id),
            about_meeting=_title(index, statement.about_meeting_id),
            quad=vocabularies.quad(statement.plover_event) if statement.plover_event else None,
        )


def _title(index: Index, meeting_id: str | None) -> str | None:
    return index.meetings[meeting_id].title if meeting_id in index.meetings else None


def _participants(rows: Rows) -> dict[str, list[ParticipantRow]]:
    found: dict[str, list[ParticipantRow]] = defaultdict(list)
    for participant in sorted(_of(rows, ParticipantRow), key=lambda p: (p.meeting_id, p.sequence)):
        found[participant.meeting_id].append(participant)
    return found


def _meetings_wide(rows: Rows, index: Index) -> Iterator[MeetingWideRow]:
    participants, topics = _participants(rows), _topics(rows)
    reports: dict[str, list[str]] = defaultdict(list)
    for report in _of(rows, MeetingReportRow):
        reports[report.meeting_id].append(report.article_id)
    for meeting in _of(rows, MeetingRow):
        parties = participants[meeting.meeting_id]
        yield MeetingWideRow(
            **meeting.model_dump(),
            parent_meeting=_title(index, meeting.parent_meeting_id),
            hosts=joined(party_name(index, p) for p in parties if p.role == "host"),
            guests=joined(party_name(index, p) for p in parties if p.role == "guest"),
            participants=joined(party_name(index, p) for p in parties),
            participant_ids=joined(p.official_id for p in parties),
            participant_iso3=joined(p.iso3 for p in parties),
            topics=joined(topics[meeting.meeting_id]),
            article_ids=joined(sorted(reports[meeting.meeting_id])),
        )


def _statement_events(rows: Rows, index: Index) -> Iterator[DyadEventRow]:
    """One directed event per speaking and receiving side; repetitions of an utterance make none."""
    parties = _parties(rows)
    for statement in _of(rows, StatementRow):
        if statement.plover_event is None or not statement.is_primary:
            continue
        speakers = _by_side(parties.get((statement.statement_id, "speaker"), []))
        recipients = _by_side(parties.get((statement.statement_id, "recipient"), []))
        pairs = [(a, b) for a in speakers for b in recipients if a != b]
        for number, (actor, recipient) in enumerate(pairs, 1):
            yield _event(
                index,
                ("statements", statement.statement_id, number),
                (speakers[actor], recipients[recipient]),
                (statement.plover_event, statement.plover_mode),
                statement.date,
                directed=True,
                status=None,
            )


def _meeting_events(rows: Rows, index: Index) -> Iterator[DyadEventRow]:
    """A visit is directed, from the visitor to the host; other meetings are undirected, one event per pair of sides.

    Talks within a visit are events of their own: whoever counts visits filters on `plover_mode`.
    """
    participants = _participants(rows)
    for meeting in _of(rows, MeetingRow):
        kind = vocabularies.term("meeting_kind", meeting.kind)
        if kind.plover_event is None or meeting.status not in TOOK_PLACE:
            continue  # a press conference is no event between two sides, a plan is none at all
        event = (kind.plover_event, kind.plover_mode)
        parties = [p for p in participants[meeting.meeting_id] if p.attendance == "attended"]
        if meeting.kind == "visit":
            actors = _by_side(p for p in parties if p.role == "guest")
            recipients = _by_side(p for p in parties if p.role == "host")
            pairs = [(actors[a], recipients[b]) for a in actors for b in recipients if a != b]
        else:
            sides = dict(sorted(_by_side(p for p in parties if p.role != "observer").items()))
            names = list(sides)
            pairs = [(sides[a], sides[b]) for i, a in enumerate(names) for b in names[i + 1 :]]
        for number, (actor, recipient) in enumerate(pairs, 1):
            yield _event(
                index,
                ("meetings", meeting.meeting_id, number),
                (actor, recipient),
                event,
                meeting.start,
                directed=meeting.kind == "visit",
                status=meeting.status,
            )


Party = StatementPartyRow | ParticipantRow


def _by_side(parties: Iterable[Party]) -> dict[str, list[Party]]:
    sides: dict[str, list[Party]] = defaultdict(list)
    for party in parties:
        if party.iso3 is not None:
            sides[party.iso3].append(party)
    return sides


def _event(
    index: Index,
    source: tuple[str, str, int],
    pair: tuple[Sequence[Party], Sequence[Party]],
    event: tuple[str, str | None],
    date: str | None,
    **facts: Any,
) -> DyadEventRow:
    """An event between two sides; `source` is the table, the record and the number within it."""
    first, second = earliest(date), latest(date)
    within_a_year = first is not None and second is not None and first.year == second.year
    actors, recipients = pair
    return DyadEventRow(
        record_table=source[0],
        record_id=source[1],
        sequence=source[2],
        iso3_1=actors[0].iso3 or "",
        ccode1=actors[0].ccode,
        actor=joined(party_name(index, p) for p in actors) or "",
        iso3_2=recipients[0].iso3 or "",
        ccode2=recipients[0].ccode,
        recipient=joined(party_name(index, p) for p in recipients) or "",
        plover_event=event[0],
        plover_mode=event[1],
        quad=vocabularies.quad(event[0]),
        date=date,
        year=first.year if first and within_a_year else None,
        **facts,
    )
