"""A record in its context: all that a reader needs to judge it, with its references resolved.

Only gathers; printing is the business of `dataset show`. What cannot be resolved, or was not found
in a source, stays None or empty, so that a record with findings can be looked at too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

from dataset.curation.resolve import Side, name_of, side
from schema import vocabularies
from schema.articles import Article
from schema.base import Record
from schema.collections import Collection
from schema.evidence import Evidence, Reference
from schema.meetings import Meeting, MeetingReport
from schema.meetings import Participant as ParticipantRecord
from schema.officials import Official, Tenure
from schema.organizations import Name, Organization
from schema.statements import JOINT, Statement
from schema.statements import Party as PartyRecord
from schema.tables import BY_NAME
from validation.article_proof import (
    PARTY_LISTS,
    Proof,
    StatementProof,
    articles_by_file,
    evidence_of,
)
from validation.findings import FieldPath
from validation.index import Index, all_entries
from validation.quote_proof import Span
from validation.records import Entry, RecordSet
from validation.time_checks import earliest, latest, surely_outside

REACH = 100
"""Code points of source text that are shown on either side of a content."""

NARROW_REACH = 40
"""The same for a cue or label that stands apart from its content."""

CLOSE_RUNNER_UP = 3
"""An id that is this much less like a wrong one than the likest, of 100, is not suggested."""

AnyParty: TypeAlias = PartyRecord | ParticipantRecord
Report: TypeAlias = tuple[Entry[Article], MeetingReport]
MeetingStatus: TypeAlias = Callable[[Sequence[Report]], tuple[str, str | None]]
Covers: TypeAlias = Literal["yes", "possibly", "no"]
Origin: TypeAlias = Literal["record", "tenure", "organization", "official"]


@dataclass(frozen=True)
class Material:
    """All records with what the checks found out about them.

    `meeting_status` derives the status of a meeting from its reports, and the day that settles it.
    """

    records: RecordSet
    index: Index
    proof: Proof
    meeting_status: MeetingStatus

    @cached_property
    def entries(self) -> dict[str, tuple[str, Entry[Record]]]:
        """Every record with an id, and its table; of an id used twice the first."""
        found: dict[str, tuple[str, Entry[Record]]] = {}
        for table, entry in all_entries(self.records):
            found.setdefault(entry.id, (table, entry))
        found.pop("", None)
        return found

    @cached_property
    def evidence(self) -> dict[tuple[str, FieldPath], list[tuple[FieldPath, Evidence]]]:
        """Evidence by the file and path of the record it belongs to."""
        found: dict[tuple[str, FieldPath], list[tuple[FieldPath, Evidence]]] = {}
        for owner, path, item in evidence_of(self.records):
            found.setdefault((owner.file, owner.path), []).append((path, item))
        return found


@dataclass(frozen=True)
class RecordPlace:
    """Where a record or a part of it is written."""

    file: str
    line: int
    column: int


@dataclass(frozen=True)
class SourceSpan:
    """Words of a source: `text == source[start:end]` in code points; lines count from 1."""

    article_id: str
    source_file: str
    start: int
    end: int
    line: int
    column: int
    text: str


@dataclass(frozen=True)
class Coded:
    """A value of a vocabulary with its label."""

    value: str
    label: str


@dataclass(frozen=True)
class Link:
    """Another record; without a name there is none of that id."""

    table: str
    id: str
    name: str | None


@dataclass(frozen=True)
class Value:
    """A field of a record: its value, and what that stands for.

    `label` belongs to a value of a vocabulary, `link` to an id, the bounds to a date.
    """

    value: str | int | float
    label: str | None = None
    link: Link | None = None
    earliest: str | None = None
    latest: str | None = None


@dataclass(frozen=True)
class Basics:
    """What every record has: its table, id, name and place, and the values that are known."""

    table: str
    id: str
    name: str
    written: RecordPlace
    values: dict[str, Value]


@dataclass(frozen=True)
class Page:
    """A page consulted."""

    id: str
    title: str | None
    publisher: str | None
    url: str | None
    accessed: str | None
    note: str | None


@dataclass(frozen=True)
class EvidenceItem:
    """What one source says about one field: words of an article, or a page that was consulted."""

    field: str
    value: str | None
    stance: Coded
    accepted: bool
    quote: str | None
    article: Link | None
    at: SourceSpan | None
    reference: Page | None
    note: str | None
    written: RecordPlace


@dataclass(frozen=True)
class Post:
    """A tenure seen from a day: whether the post was held then, as far as the dates tell."""

    id: str
    official: Link
    organization: Link
    title: str
    role_class: Coded
    acting: bool
    start: str | None
    end: str | None
    day: str | None
    covers_day: Covers


@dataclass(frozen=True)
class Somebody:
    """Who a party is; `..._from` tells from where a resolved value follows."""

    name: str
    official: Link | None
    organization: Link | None
    organization_from: Origin | None
    post: Post | None
    iso3: str | None
    country: str | None
    ccode: int | None
    iso3_from: Origin | None


@dataclass(frozen=True)
class Party:
    """A speaker, relayer, addressee or recipient, and the words by which the text means it."""

    role: Coded
    sequence: int
    who: Somebody
    basis: Coded
    label: str | None
    at: SourceSpan | None


@dataclass(frozen=True)
class Participant:
    """Somebody at a meeting."""

    role: Coded
    sequence: int
    who: Somebody
    attendance: Coded
    label: str | None
    article_id: str | None
    at: SourceSpan | None


@dataclass(frozen=True)
class MeetingLink:
    """A meeting, in short."""

    id: str
    title: str | None
    start: str | None
    end: str | None
    place: str | None


@dataclass(frozen=True)
class ArticleLink:
    """An article, in short."""

    id: str
    title: str
    publisher: str
    published: str | None


@dataclass(frozen=True)
class StatementLink:
    """A statement, in short; `roles` are those of the record from which it is looked at."""

    id: str
    article_id: str
    date: str | None
    speakers: tuple[str, ...]
    roles: tuple[str, ...]
    speech_act: Coded
    content: str
    line: int | None


@dataclass(frozen=True)
class Anchor:
    """A span behind a statement: content, quoted words, cue, or a party's label; from 1."""

    role: str
    sequence: int
    at: SourceSpan


@dataclass(frozen=True)
class Passage:
    """A stretch of source around anchors: `text == source[start:end]`."""

    start: int
    end: int
    line: int
    text: str
    begins_source: bool
    ends_source: bool


@dataclass(frozen=True)
class Repetition:
    """Another record of the same utterance; the relation is that of the repeating one."""

    statement: StatementLink
    relation: Coded


@dataclass(frozen=True)
class NameForm:
    """A form of a name, and where it was seen."""

    name: str
    language: str | None
    script: str | None
    kind: Coded
    evidence: tuple[EvidenceItem, ...]


@dataclass(frozen=True)
class Attendance:
    """A meeting, as seen from somebody who belongs to it."""

    meeting: MeetingLink
    role: Coded
    attendance: Coded


@dataclass(frozen=True)
class ReportItem:
    """What one article says of one meeting; `settles`: the derived status follows from it."""

    article: ArticleLink
    meeting: MeetingLink
    reported_status: Coded
    reported_start: str | None
    reported_end: str | None
    reported_place: str | None
    stance: Coded
    attributed_statement: Link | None
    support: tuple[SourceSpan, ...]
    settles: bool
    written: RecordPlace


@dataclass(frozen=True)
class RegionItem:
    """A part of the article within its source."""

    kind: Coded
    at: SourceSpan


@dataclass(frozen=True)
class CreditItem:
    """An agency or outlet that the article credits."""

    kind: Coded
    organization: Link
    label: str


@dataclass(frozen=True)
class Citation:
    """A place where a reference is used as evidence."""

    record: Link
    evidence: EvidenceItem


@dataclass(frozen=True)
class StatementContext:
    """A statement: who said what to whom, where it stands, why its values are believed."""

    record: Basics
    article: ArticleLink
    sequence: int | None
    statements_in_article: int
    content: str
    quoted: tuple[str, ...]
    topics: tuple[Coded, ...]
    quad: Coded | None
    said_at: MeetingLink | None
    about: MeetingLink | None
    parties: tuple[Party, ...]
    anchors: tuple[Anchor, ...]
    passages: tuple[Passage, ...]
    repeats: Repetition | None
    repeated_by: tuple[Repetition, ...]
    inside: StatementLink | None
    holds: tuple[StatementLink, ...]
    evidence: tuple[EvidenceItem, ...]
    tenure_evidence: dict[str, tuple[EvidenceItem, ...]]


@dataclass(frozen=True)
class OfficialContext:
    """A person: posts, forms of the name, statements, meetings, and what is known from where."""

    record: Basics
    names: tuple[NameForm, ...]
    tenures: tuple[Post, ...]
    statements: tuple[StatementLink, ...]
    meetings: tuple[Attendance, ...]
    evidence: tuple[EvidenceItem, ...]
    tenure_evidence: dict[str, tuple[EvidenceItem, ...]]


@dataclass(frozen=True)
class TenureContext:
    """A person holding a post, and what was said and done from it."""

    record: Basics
    official: Link
    statements: tuple[StatementLink, ...]
    meetings: tuple[Attendance, ...]
    evidence: tuple[EvidenceItem, ...]


@dataclass(frozen=True)
class OrganizationContext:
    """A body: its names, its parts, and who held a post in it."""

    record: Basics
    names: tuple[NameForm, ...]
    parts: tuple[Link, ...]
    tenures: tuple[Post, ...]
    articles: tuple[ArticleLink, ...]
    statements: tuple[StatementLink, ...]
    meetings: tuple[Attendance, ...]
    evidence: tuple[EvidenceItem, ...]


@dataclass(frozen=True)
class MeetingContext:
    """A meeting: who took part, what each article says of it, what was said there."""

    record: Basics
    topics: tuple[Coded, ...]
    status: Coded
    status_as_of: str | None
    article_count: int
    source_count: int
    parts: tuple[MeetingLink, ...]
    participants: tuple[Participant, ...]
    reports: tuple[ReportItem, ...]
    said_there: tuple[StatementLink, ...]
    said_about: tuple[StatementLink, ...]
    evidence: tuple[EvidenceItem, ...]


@dataclass(frozen=True)
class ArticleContext:
    """An article: where it comes from, how its source divides, what was coded from it."""

    record: Basics
    credits: tuple[CreditItem, ...]
    regions: tuple[RegionItem, ...]
    region_chars: int | None
    furniture_chars: int | None
    statements: tuple[StatementLink, ...]
    reports: tuple[ReportItem, ...]
    evidence: tuple[EvidenceItem, ...]


@dataclass(frozen=True)
class CollectionContext:
    """A set of articles and how they were found."""

    record: Basics
    articles: tuple[ArticleLink, ...]


@dataclass(frozen=True)
class ReferenceContext:
    """A page consulted, and everything that rests on it."""

    record: Basics
    cited_by: tuple[Citation, ...]


@dataclass(frozen=True)
class RetiredContext:
    """A tombstone: why an id is no longer used, and what takes its place."""

    record: Basics
    replacement: Link | None


Context: TypeAlias = (
    StatementContext
    | OfficialContext
    | TenureContext
    | OrganizationContext
    | MeetingContext
    | ArticleContext
    | CollectionContext
    | ReferenceContext
    | RetiredContext
)


def gather(material: Material, record_id: str) -> Context:
    """Return a record, or the tombstone of a retired one, in its context.

    Raises KeyError if there is neither.
    """
    known = material.entries.get(record_id)
    if known is not None:
        table, entry = known
        return _GATHERERS[table](material, entry)
    for tombstone in material.records.retired:
        if tombstone.id == record_id:
            return _retired(material, tombstone)
    raise KeyError(record_id)


def closest(material: Material, wrong: str, count: int = 3) -> list[str]:
    """Return the ids, of whatever kind, that are most like a wrong one; the likest first."""
    from rapidfuzz import fuzz, process

    ids = [*material.entries, *material.index.retired, *material.index.broken]
    found = process.extract(wrong, ids, scorer=fuzz.ratio, score_cutoff=60, limit=count)
    return [match for match, score, _ in found if score >= found[0][1] - CLOSE_RUNNER_UP]


# ------------------------------------------------------------------------------- small parts


def _coded(vocabulary: str, value: str) -> Coded:
    return Coded(value, vocabularies.term(vocabulary, value).label)


def _country(iso3: str | None) -> str | None:
    return None if iso3 is None else vocabularies.term("iso3", iso3).label


def _basics(material: Material, table: str, entry: Entry[Record]) -> Basics:
    return Basics(
        table,
        entry.id,
        _name(material, entry.record),
        _written(material, entry),
        dict(_values(material, table, entry.record)),
    )


def _values(material: Material, table: str, record: Record) -> Iterator[tuple[str, Value]]:
    """Yield the fields that a record shares with its table and that are known."""
    for column in BY_NAME[table].columns:
        value = getattr(record, column.name, None)
        if not isinstance(value, str | int | float):
            continue  # unknown, or a list that is told elsewhere
        if column.vocabulary is not None:
            yield column.name, Value(value, label=_coded(column.vocabulary, str(value)).label)
        elif column.references is not None:
            yield column.name, Value(value, link=_link(material, column.references, str(value)))
        elif column.is_date_profile:
            first, last = earliest(str(value)), latest(str(value))
            yield (
                column.name,
                Value(
                    value,
                    earliest=first.isoformat() if first else None,
                    latest=last.isoformat() if last else None,
                ),
            )
        else:
            yield column.name, Value(value)


def _written(material: Material, entry: Entry[Record], path: FieldPath = ()) -> RecordPlace:
    place = material.records.positions.place(entry.file, (*entry.path, *path))
    return RecordPlace(place.file, place.line, place.column)


def _at(material: Material, article_id: str, span: Span | None) -> SourceSpan | None:
    """Describe a span, if there is one and the article's source was proved."""
    source = material.proof.articles.get(article_id)
    if span is None or source is None:
        return None
    return _source_span(material, article_id, source.text, span)


def _source_span(material: Material, article_id: str, text: str, span: Span) -> SourceSpan:
    return SourceSpan(
        article_id,
        material.index.articles[article_id].source_file,
        span.start,
        span.end,
        text.count("\n", 0, span.start) + 1,
        span.start - text.rfind("\n", 0, span.start),
        text[span.start : span.end],
    )


def _link(material: Material, table: str, record_id: str) -> Link:
    found = material.entries.get(record_id)
    return Link(table, record_id, _name(material, found[1].record) if found else None)


def _link_or_none(material: Material, table: str, record_id: str | None) -> Link | None:
    return None if record_id is None else _link(material, table, record_id)


def _name(material: Material, record: Record) -> str:
    """Say what a record is called where it is referred to."""
    match record:
        case Official() | Organization():
            name = record.name
        case Meeting() | Article():
            name = record.title
        case Tenure():
            body = material.index.organizations.get(record.organization_id)
            name = f"{record.title}, {body.name if body else record.organization_id}"
        case Statement():
            name = JOINT.join(segment.exact for segment in record.content)
        case Reference():
            name = record.title or record.url or record.id
        case Collection():
            name = record.description
        case _:
            name = ""  # a tombstone has none
    return name


def _meeting_link(material: Material, meeting_id: str) -> MeetingLink:
    meeting = material.index.meetings.get(meeting_id)
    if meeting is None:
        return MeetingLink(meeting_id, None, None, None, None)
    return MeetingLink(meeting_id, meeting.title, meeting.start, meeting.end, meeting.place)


def _meeting_link_or_none(material: Material, meeting_id: str | None) -> MeetingLink | None:
    return None if meeting_id is None else _meeting_link(material, meeting_id)


def _article_link(material: Material, article_id: str) -> ArticleLink:
    article = material.index.articles[article_id]
    publisher = material.index.organizations.get(article.publisher_id)
    name = publisher.name if publisher else article.publisher_id
    return ArticleLink(article_id, article.title, name, article.published)


def _page(material: Material, reference_id: str) -> Page:
    found = material.index.references.get(reference_id)
    if found is None:
        return Page(reference_id, None, None, None, None, None)
    return Page(reference_id, found.title, found.publisher, found.url, found.accessed, found.note)


def _evidence(
    material: Material, entry: Entry[Record], prefix: FieldPath = ()
) -> tuple[EvidenceItem, ...]:
    """Return the evidence of a record, or of the part of it to which `prefix` leads."""
    items = material.evidence.get((entry.file, entry.path), [])
    return tuple(
        _evidence_item(material, entry, path, evidence)
        for path, evidence in items
        if path[:-2] == prefix
    )


def _evidence_item(
    material: Material, entry: Entry[Record], path: FieldPath, evidence: Evidence
) -> EvidenceItem:
    own = articles_by_file(material.records).get(entry.file)
    article_id = (evidence.article_id or own) if evidence.quote else None
    span = material.proof.elsewhere.get((entry.file, (*entry.path, *path)))
    return EvidenceItem(
        field=evidence.field,
        value=evidence.value,
        stance=_coded("evidence_stance", evidence.stance),
        accepted=evidence.accepted,
        quote=evidence.quote.exact if evidence.quote else None,
        article=_link_or_none(material, "articles", article_id),
        at=_at(material, article_id, span) if article_id else None,
        reference=_page(material, evidence.reference_id) if evidence.reference_id else None,
        note=evidence.note,
        written=_written(material, entry, path),
    )


def _tenure_evidence(
    material: Material, posts: Iterable[Post | None]
) -> dict[str, tuple[EvidenceItem, ...]]:
    ids = dict.fromkeys(post.id for post in posts if post is not None)
    return {found: _evidence(material, material.entries[found][1]) for found in ids}


# ----------------------------------------------------------------------------------- parties


def _post(material: Material, tenure_id: str | None, day: str | None) -> Post | None:
    if tenure_id not in material.index.tenures:
        return None
    _, official_id, tenure = material.index.tenures[tenure_id]
    return Post(
        id=tenure_id,
        official=_link(material, "officials", official_id),
        organization=_link(material, "organizations", tenure.organization_id),
        title=tenure.title,
        role_class=_coded("role_class", tenure.role_class),
        acting=tenure.acting,
        start=tenure.start,
        end=tenure.end,
        day=day,
        covers_day=_covers(day, tenure),
    )


def _covers(day: str | None, tenure: Tenure) -> Covers:
    """Tell whether a post was held on a day; dates may be unknown or imprecise."""
    if surely_outside(day, tenure.start, tenure.end):
        return "no"
    begun, left = latest(tenure.start), earliest(tenure.end)
    first, last = earliest(day), latest(day)
    if begun is None or left is None or first is None or last is None:
        return "possibly"
    return "yes" if begun <= first and last <= left else "possibly"


def _somebody(material: Material, party: AnyParty, label: str | None, day: str | None) -> Somebody:
    its = side(material.index, party)
    name = name_of(material.index, party.official_id, its.organization_id, label)
    return Somebody(
        name=name or party.official_id or its.organization_id or "",
        official=_link_or_none(material, "officials", party.official_id),
        organization=_link_or_none(material, "organizations", its.organization_id),
        organization_from=_organization_from(party, its),
        post=_post(material, party.tenure_id, day),
        iso3=its.iso3,
        country=_country(its.iso3),
        ccode=its.ccode,
        iso3_from=_iso3_from(material, party, its),
    )


def _organization_from(party: AnyParty, its: Side) -> Origin | None:
    if its.organization_id is None:
        return None
    return "record" if party.organization_id is not None else "tenure"


def _iso3_from(material: Material, party: AnyParty, its: Side) -> Origin | None:
    if its.iso3 is None:
        return None
    if party.iso3 is not None:
        return "record"
    nobody = party.model_copy(update={"official_id": None})
    return "organization" if side(material.index, nobody).iso3 is not None else "official"


def _parties(
    material: Material, article_id: str, statement: Statement, spans: StatementProof
) -> Iterator[Party]:
    for field, role in PARTY_LISTS.items():
        parties: list[PartyRecord] = getattr(statement, field)
        for number, party in enumerate(parties):
            label = party.label.exact if party.label else None
            yield Party(
                role=_coded("party_role", role),
                sequence=number + 1,
                who=_somebody(material, party, label, statement.date),
                basis=_coded("party_basis", party.basis),
                label=label,
                at=_at(material, article_id, spans.labels.get((role, number))),
            )


def _participants(
    material: Material, entry: Entry[Record], meeting: Meeting
) -> Iterator[Participant]:
    for number, participant in enumerate(meeting.participants):
        path = (*entry.path, "participants", number, "label")
        span = material.proof.elsewhere.get((entry.file, path))
        yield Participant(
            role=_coded("participant_role", participant.role),
            sequence=number + 1,
            who=_somebody(material, participant, participant.label, meeting.start),
            attendance=_coded("attendance", participant.attendance),
            label=participant.label,
            article_id=participant.article_id,
            at=_at(material, participant.article_id, span) if participant.article_id else None,
        )


# -------------------------------------------------------------------------------- statements


def _statements(material: Material) -> Iterator[tuple[str, Entry[Statement]]]:
    """Every statement that can be told by its id, with that of its article."""
    for article, entry in material.records.statements():
        known = material.entries.get(entry.id)
        if known is not None and (known[1].file, known[1].path) == (entry.file, entry.path):
            yield article.id, entry


def _spans(material: Material, article_id: str, entry: Entry[Record]) -> StatementProof:
    """Where the parts of a statement stand; nowhere, if the proof of its article failed."""
    source = material.proof.articles.get(article_id)
    found = source.statements.get(int(entry.path[-1])) if source else None
    return found or StatementProof()


def _statement_link(
    material: Material, article_id: str, entry: Entry[Statement], roles: Iterable[str] = ()
) -> StatementLink:
    statement = entry.record
    content = _spans(material, article_id, entry).content
    first = _at(material, article_id, content[0]) if content else None
    return StatementLink(
        id=entry.id,
        article_id=article_id,
        date=statement.date,
        speakers=tuple(
            _somebody(material, party, party.label.exact if party.label else None, None).name
            for party in statement.speakers
        ),
        roles=tuple(roles),
        speech_act=_coded("speech_act", statement.speech_act),
        content=_name(material, statement),
        line=first.line if first else None,
    )


def _statements_where(
    material: Material, wanted: Callable[[Statement], bool]
) -> tuple[StatementLink, ...]:
    return tuple(
        _statement_link(material, article_id, entry)
        for article_id, entry in _statements(material)
        if wanted(entry.record)
    )


def _statements_with(
    material: Material, is_meant: Callable[[PartyRecord], bool]
) -> tuple[StatementLink, ...]:
    """Return the statements to which somebody is a party, with the roles played."""
    found = []
    for article_id, entry in _statements(material):
        roles = [
            role
            for field, role in PARTY_LISTS.items()
            if any(is_meant(party) for party in getattr(entry.record, field))
        ]
        if roles:
            found.append(_statement_link(material, article_id, entry, roles))
    return tuple(found)


def _statement(material: Material, entry: Entry[Record]) -> StatementContext:
    article_id, statement = material.index.statements[entry.id]
    spans = _spans(material, article_id, entry)
    parties = tuple(_parties(material, article_id, statement, spans))
    anchors = tuple(_anchors(material, article_id, spans))
    order = _order(material, article_id)
    event = statement.plover_event
    return StatementContext(
        record=_basics(material, "statements", entry),
        article=_article_link(material, article_id),
        sequence=order.index(entry.id) + 1 if entry.id in order else None,
        statements_in_article=len(material.index.articles[article_id].statements),
        content=_name(material, statement),
        quoted=tuple(statement.quoted),
        topics=tuple(_coded("topic", topic) for topic in statement.topics),
        quad=_coded("quad", vocabularies.quad(event)) if event else None,
        said_at=_meeting_link_or_none(material, statement.said_at_meeting_id),
        about=_meeting_link_or_none(material, statement.about_meeting_id),
        parties=parties,
        anchors=anchors,
        passages=tuple(_passages(material, article_id, anchors)),
        repeats=_repeats(material, statement),
        repeated_by=tuple(_repeated_by(material, entry.id)),
        inside=_statement_link_to(material, statement.parent_statement_id),
        holds=_statements_where(material, lambda s: s.parent_statement_id == entry.id),
        evidence=_evidence(material, entry),
        tenure_evidence=_tenure_evidence(material, (party.who.post for party in parties)),
    )


def _order(material: Material, article_id: str) -> list[str]:
    """Ids of an article's statements in the order of their contents, as the tables number them."""
    placed = [
        (_spans(material, article_id, entry).content, entry.id)
        for owner, entry in _statements(material)
        if owner == article_id
    ]
    return [
        found for _, found in sorted((spans[0].start, found) for spans, found in placed if spans)
    ]


def _anchors(material: Material, article_id: str, spans: StatementProof) -> Iterator[Anchor]:
    found = [("content", number, span) for number, span in enumerate(spans.content, 1)]
    found += [("quoted", number, span) for number, span in enumerate(spans.quoted, 1)]
    if spans.cue is not None:
        found.append(("cue", 1, spans.cue))
    found += [(role, number + 1, span) for (role, number), span in spans.labels.items()]
    for role, number, span in found:
        at = _at(material, article_id, span)
        if at is not None:
            yield Anchor(role, number, at)


def _passages(material: Material, article_id: str, anchors: Iterable[Anchor]) -> Iterator[Passage]:
    """The words around the content, and those around a cue or speaker that stands far from it."""
    source = material.proof.articles.get(article_id)
    if source is None:
        return
    reaches = {"content": REACH, "cue": NARROW_REACH, "speaker": NARROW_REACH}
    windows = sorted(
        _window(source.text, Span(anchor.at.start, anchor.at.end), reaches[anchor.role])
        for anchor in anchors
        if anchor.role in reaches
    )
    for window in _merged(windows):
        yield Passage(
            window.start,
            window.end,
            source.text.count("\n", 0, window.start) + 1,
            source.text[window.start : window.end],
            begins_source=window.start == 0,
            ends_source=window.end == len(source.text),
        )


def _window(text: str, span: Span, reach: int) -> Span:
    """Widen a span by up to `reach` on either side, to whole words."""
    start, end = max(0, span.start - reach), min(len(text), span.end + reach)
    while 0 < start < span.start and not (text[start - 1].isspace() and not text[start].isspace()):
        start += 1
    while span.end < end < len(text) and not (text[end].isspace() and not text[end - 1].isspace()):
        end -= 1
    return Span(start, end)


def _merged(windows: Iterable[Span]) -> list[Span]:
    """Join windows that overlap or leave no more than a few words between them."""
    merged: list[Span] = []
    for window in windows:
        if merged and window.start <= merged[-1].end + NARROW_REACH:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, window.end))
        else:
            merged.append(window)
    return merged


def _repeats(material: Material, statement: Statement) -> Repetition | None:
    primary = _statement_link_to(material, statement.utterance_id)
    if primary is None or statement.report_relation is None:
        return None
    return Repetition(primary, _coded("report_relation", statement.report_relation))


def _repeated_by(material: Material, statement_id: str) -> Iterator[Repetition]:
    for article_id, entry in _statements(material):
        relation = entry.record.report_relation
        if entry.record.utterance_id == statement_id and relation is not None:
            link = _statement_link(material, article_id, entry)
            yield Repetition(link, _coded("report_relation", relation))


def _statement_link_to(material: Material, statement_id: str | None) -> StatementLink | None:
    for article_id, entry in _statements(material):
        if entry.id == statement_id:
            return _statement_link(material, article_id, entry)
    return None


# ------------------------------------------------------------------------- people and bodies


def _name_forms(
    material: Material, entry: Entry[Record], names: Iterable[Name]
) -> tuple[NameForm, ...]:
    return tuple(
        NameForm(
            name.name,
            name.language,
            name.script,
            _coded("name_kind", name.kind),
            _evidence(material, entry, ("names", number)),
        )
        for number, name in enumerate(names)
    )


def _posts(material: Material, wanted: Callable[[str, Tenure], bool]) -> tuple[Post, ...]:
    """Return the tenures wanted, judged by official and tenure; the earliest known start first."""
    posts = [
        post
        for tenure_id, (_, official_id, tenure) in material.index.tenures.items()
        if tenure_id and wanted(official_id, tenure)
        if (post := _post(material, tenure_id, None)) is not None
    ]
    return tuple(sorted(posts, key=lambda post: (post.start is None, post.start or "", post.id)))


def _meetings_with(
    material: Material, is_meant: Callable[[ParticipantRecord], bool]
) -> tuple[Attendance, ...]:
    return tuple(
        Attendance(
            _meeting_link(material, meeting.id),
            _coded("participant_role", participant.role),
            _coded("attendance", participant.attendance),
        )
        for meeting in material.records.meetings
        for participant in meeting.record.participants
        if is_meant(participant)
    )


def _official(material: Material, entry: Entry[Record]) -> OfficialContext:
    tenures = _posts(material, lambda holder, _: holder == entry.id)
    return OfficialContext(
        record=_basics(material, "officials", entry),
        names=_name_forms(material, entry, material.index.officials[entry.id].names),
        tenures=tenures,
        statements=_statements_with(material, lambda party: party.official_id == entry.id),
        meetings=_meetings_with(material, lambda party: party.official_id == entry.id),
        evidence=_evidence(material, entry),
        tenure_evidence=_tenure_evidence(material, tenures),
    )


def _tenure(material: Material, entry: Entry[Record]) -> TenureContext:
    return TenureContext(
        record=_basics(material, "tenures", entry),
        official=_link(material, "officials", material.index.tenures[entry.id][1]),
        statements=_statements_with(material, lambda party: party.tenure_id == entry.id),
        meetings=_meetings_with(material, lambda party: party.tenure_id == entry.id),
        evidence=_evidence(material, entry),
    )


def _organization(material: Material, entry: Entry[Record]) -> OrganizationContext:
    def is_it(party: AnyParty) -> bool:
        return side(material.index, party).organization_id == entry.id

    return OrganizationContext(
        record=_basics(material, "organizations", entry),
        names=_name_forms(material, entry, material.index.organizations[entry.id].names),
        parts=tuple(
            _link(material, "organizations", other.id)
            for other in material.records.organizations
            if other.record.parent_id == entry.id
        ),
        tenures=_posts(material, lambda _, tenure: tenure.organization_id == entry.id),
        articles=_articles_where(material, lambda article: article.publisher_id == entry.id),
        statements=_statements_with(material, is_it),
        meetings=_meetings_with(material, is_it),
        evidence=_evidence(material, entry),
    )


# ---------------------------------------------------------------------------------- meetings


def _meeting(material: Material, entry: Entry[Record]) -> MeetingContext:
    reports = [
        (article, number, report)
        for article in material.records.articles
        for number, report in enumerate(article.record.meeting_reports)
        if report.meeting_id == entry.id
    ]
    meeting = material.index.meetings[entry.id]
    status, as_of = material.meeting_status(_reports_on(material, entry.id))
    return MeetingContext(
        record=_basics(material, "meetings", entry),
        topics=tuple(_coded("topic", topic) for topic in meeting.topics),
        status=_coded("meeting_status", status),
        status_as_of=as_of,
        article_count=len({article.id for article, _, _ in reports}),
        source_count=len(
            {
                article.record.text_origin_id or article.record.publisher_id
                for article, _, report in reports
                if report.stance == "reports"
            }
        ),
        parts=tuple(
            _meeting_link(material, other.id)
            for other in material.records.meetings
            if other.record.parent_meeting_id == entry.id
        ),
        participants=tuple(_participants(material, entry, meeting)),
        reports=tuple(_report_item(material, *report) for report in reports),
        said_there=_statements_where(material, lambda s: s.said_at_meeting_id == entry.id),
        said_about=_statements_where(material, lambda s: s.about_meeting_id == entry.id),
        evidence=_evidence(material, entry),
    )


def _reports_on(material: Material, meeting_id: str) -> list[Report]:
    return [
        (article, report)
        for article in material.records.articles
        for report in article.record.meeting_reports
        if report.meeting_id == meeting_id
    ]


def _report_item(
    material: Material, article: Entry[Article], number: int, report: MeetingReport
) -> ReportItem:
    source = material.proof.articles.get(article.id)
    spans = source.reports.get(number, []) if source else []
    return ReportItem(
        article=_article_link(material, article.id),
        meeting=_meeting_link(material, report.meeting_id),
        reported_status=_coded("meeting_status", report.reported_status),
        reported_start=report.reported_start,
        reported_end=report.reported_end,
        reported_place=report.reported_place,
        stance=_coded("report_stance", report.stance),
        attributed_statement=_link_or_none(material, "statements", report.attributed_statement_id),
        support=tuple(at for span in spans if (at := _at(material, article.id, span))),
        settles=_settles(material, article, report),
        written=_written(material, article, ("meeting_reports", number)),
    )


def _settles(material: Material, article: Entry[Article], report: MeetingReport) -> bool:
    """Tell whether the status of the meeting is what this report alone would make it.

    A claim that the article merely attributes settles nothing where others report for themselves.
    """
    reports = _reports_on(material, report.meeting_id)
    if report.attributed_statement_id is not None and any(
        other.attributed_statement_id is None and where.record.published for where, other in reports
    ):
        return False
    alone = material.meeting_status([(article, report)])
    return alone[1] is not None and alone == material.meeting_status(reports)


# ------------------------------------------------------- articles, collections, and the rest


def _articles_where(
    material: Material, wanted: Callable[[Article], bool]
) -> tuple[ArticleLink, ...]:
    return tuple(
        _article_link(material, article.id)
        for article in material.records.articles
        if wanted(article.record)
    )


def _article(material: Material, entry: Entry[Record]) -> ArticleContext:
    article = material.index.articles[entry.id]
    source = material.proof.articles.get(entry.id)
    regions = source.regions if source else []
    inside = sum(region.span.end - region.span.start for region in regions)
    return ArticleContext(
        record=_basics(material, "articles", entry),
        credits=tuple(
            CreditItem(
                _coded("credit_kind", credit.kind),
                _link(material, "organizations", credit.organization_id),
                credit.label.exact,
            )
            for credit in article.credits
        ),
        regions=tuple(
            RegionItem(_coded("region_kind", region.kind), at)
            for region in regions
            if (at := _at(material, entry.id, region.span))
        ),
        region_chars=inside if source else None,
        furniture_chars=len(source.text) - inside if source else None,
        statements=tuple(
            _statement_link(material, owner, statement)
            for owner, statement in _statements(material)
            if owner == entry.id
        ),
        reports=tuple(
            _report_item(material, owner, number, report)
            for owner in material.records.articles
            if owner.file == entry.file
            for number, report in enumerate(owner.record.meeting_reports)
        ),
        evidence=_evidence(material, entry),
    )


def _collection(material: Material, entry: Entry[Record]) -> CollectionContext:
    return CollectionContext(
        record=_basics(material, "collections", entry),
        articles=_articles_where(material, lambda article: article.collection_id == entry.id),
    )


def _reference(material: Material, entry: Entry[Record]) -> ReferenceContext:
    return ReferenceContext(
        record=_basics(material, "references", entry),
        cited_by=tuple(
            Citation(
                _link(material, table, owner.id), _evidence_item(material, owner, path, evidence)
            )
            for table, owner in material.entries.values()
            for path, evidence in material.evidence.get((owner.file, owner.path), [])
            if evidence.reference_id == entry.id
        ),
    )


def _retired(material: Material, entry: Entry[Record]) -> RetiredContext:
    tombstone = material.index.retired[entry.id]
    successor = tombstone.replaced_by
    return RetiredContext(
        record=_basics(material, "retired", entry),
        replacement=_link(material, tombstone.record_table, successor) if successor else None,
    )


_GATHERERS: dict[str, Callable[[Material, Entry[Record]], Context]] = {
    "statements": _statement,
    "officials": _official,
    "tenures": _tenure,
    "organizations": _organization,
    "meetings": _meeting,
    "articles": _article,
    "collections": _collection,
    "references": _reference,
}
