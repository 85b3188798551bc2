"""The parts that contexts of every kind share: values, links, places, evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dataset.curation.context.material import Material
from dataset.curation.context.shapes import (
    ArticleLink,
    Basics,
    Coded,
    EvidenceItem,
    Link,
    MeetingLink,
    Page,
    Post,
    RecordPlace,
    SourceSpan,
    Value,
)
from schema import vocabularies
from schema.articles import Article
from schema.base import Record
from schema.collections import Collection
from schema.evidence import Evidence, Reference
from schema.meetings import Meeting
from schema.officials import Official, Tenure
from schema.organizations import Organization
from schema.statements import JOINT, Statement
from schema.tables import BY_NAME
from validation.article_proof import articles_by_file
from validation.findings import FieldPath
from validation.quote_proof import Span
from validation.records import Entry
from validation.time_checks import earliest, latest


def coded(vocabulary: str, value: str) -> Coded:
    """Return a value of a vocabulary with its label."""
    return Coded(value, vocabularies.term(vocabulary, value).label)


def country(iso3: str | None) -> str | None:
    """Return the name of a country, None for none."""
    return None if iso3 is None else vocabularies.term("iso3", iso3).label


def basics(material: Material, table: str, entry: Entry[Record]) -> Basics:
    """Return what every record has."""
    return Basics(
        table,
        entry.id,
        name_of_record(material, entry.record),
        written(material, entry),
        dict(_values(material, table, entry.record)),
    )


def _values(material: Material, table: str, record: Record) -> Iterator[tuple[str, Value]]:
    """Yield the fields that a record shares with its table and that are known."""
    for column in BY_NAME[table].columns:
        value = getattr(record, column.name, None)
        if not isinstance(value, str | int | float):
            continue  # unknown, or a list that is told elsewhere
        if column.vocabulary is not None:
            yield column.name, Value(value, label=coded(column.vocabulary, str(value)).label)
        elif column.references is not None:
            yield column.name, Value(value, link=link(material, column.references, str(value)))
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


def written(material: Material, entry: Entry[Record], path: FieldPath = ()) -> RecordPlace:
    """Return where a record is written, or the part of it to which `path` leads."""
    place = material.records.positions.place(entry.file, (*entry.path, *path))
    return RecordPlace(place.file, place.line, place.column)


def span_at(material: Material, article_id: str, span: Span | None) -> SourceSpan | None:
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


def link(material: Material, table: str, record_id: str) -> Link:
    """Return another record by its table and id; without a name if there is none."""
    found = material.entries.get(record_id)
    return Link(table, record_id, name_of_record(material, found[1].record) if found else None)


def link_or_none(material: Material, table: str, record_id: str | None) -> Link | None:
    """Return a link, if there is an id."""
    return None if record_id is None else link(material, table, record_id)


def name_of_record(material: Material, record: Record) -> str:
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


def meeting_link(material: Material, meeting_id: str) -> MeetingLink:
    """Return a meeting in short; with its id alone if there is none."""
    meeting = material.index.meetings.get(meeting_id)
    if meeting is None:
        return MeetingLink(meeting_id, None, None, None, None)
    return MeetingLink(meeting_id, meeting.title, meeting.start, meeting.end, meeting.place)


def meeting_link_or_none(material: Material, meeting_id: str | None) -> MeetingLink | None:
    """Return a meeting in short, if there is an id."""
    return None if meeting_id is None else meeting_link(material, meeting_id)


def article_link(material: Material, article_id: str) -> ArticleLink:
    """Return an article in short."""
    article = material.index.articles[article_id]
    publisher = material.index.organizations.get(article.publisher_id)
    name = publisher.name if publisher else article.publisher_id
    return ArticleLink(article_id, article.title, name, article.published)


def _page(material: Material, reference_id: str) -> Page:
    found = material.index.references.get(reference_id)
    if found is None:
        return Page(reference_id, None, None, None, None, None)
    return Page(reference_id, found.title, found.publisher, found.url, found.accessed, found.note)


def evidence_on(
    material: Material, entry: Entry[Record], prefix: FieldPath = ()
) -> tuple[EvidenceItem, ...]:
    """Return the evidence of a record, or of the part of it to which `prefix` leads."""
    items = material.evidence.get((entry.file, entry.path), [])
    return tuple(
        evidence_item(material, entry, path, evidence)
        for path, evidence in items
        if path[:-2] == prefix
    )


def evidence_item(
    material: Material, entry: Entry[Record], path: FieldPath, evidence: Evidence
) -> EvidenceItem:
    """Return one piece of evidence; `path` leads to it within the record."""
    own = articles_by_file(material.records).get(entry.file)
    article_id = (evidence.article_id or own) if evidence.quote else None
    span = material.proof.elsewhere.get((entry.file, (*entry.path, *path)))
    return EvidenceItem(
        field=evidence.field,
        value=evidence.value,
        stance=coded("evidence_stance", evidence.stance),
        accepted=evidence.accepted,
        quote=evidence.quote.exact if evidence.quote else None,
        article=link_or_none(material, "articles", article_id),
        at=span_at(material, article_id, span) if article_id else None,
        reference=_page(material, evidence.reference_id) if evidence.reference_id else None,
        note=evidence.note,
        written=written(material, entry, path),
    )


def tenure_evidence(
    material: Material, posts: Iterable[Post | None]
) -> dict[str, tuple[EvidenceItem, ...]]:
    """Return the evidence of posts, by the id of the tenure."""
    ids = dict.fromkeys(post.id for post in posts if post is not None)
    return {found: evidence_on(material, material.entries[found][1]) for found in ids}
