"""Records to tables: every row of every table that is not derived, as validated row models."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from dataset.curation.mentions import mentions
from dataset.curation.resolve import side
from schema import vocabularies
from schema.articles import Article, ArticleCreditRow, ArticleFields, ArticleRegionRow, ArticleRow
from schema.base import Model, Row
from schema.collections import CollectionFields, CollectionRow
from schema.evidence import (
    AnchorRow,
    EvidenceFields,
    EvidenceRow,
    ReferenceFields,
    ReferenceRow,
    RetiredFields,
    RetiredRow,
    VocabularyRow,
)
from schema.meetings import (
    MeetingFields,
    MeetingReport,
    MeetingReportFields,
    MeetingReportRow,
    MeetingRow,
    MeetingTopicRow,
    ParticipantFields,
    ParticipantRow,
)
from schema.officials import OfficialFields, OfficialRow, TenureFields, TenureRow
from schema.organizations import Name, NameFields, NameRow, OrganizationFields, OrganizationRow
from schema.statements import (
    JOINT,
    PartyFields,
    StatementFields,
    StatementPartyRow,
    StatementRow,
    StatementTopicRow,
)
from validation.article_proof import (
    PARTY_LISTS,
    ArticleProof,
    Proof,
    StatementProof,
    articles_by_file,
    evidence_of,
)
from validation.index import Index
from validation.quote_proof import Span, occurrences
from validation.records import Entry, RecordSet, statements_of
from validation.time_checks import earliest, latest

CONTEXT = 32
"""Length of the prefix and suffix that are published where a text occurs more than once."""

Rows = dict[str, list[Row]]


def build_rows(records: RecordSet, index: Index, proof: Proof) -> Rows:
    """Rows of all tables but the derived ones, by table name, in no particular order."""
    rows: Rows = defaultdict(list)
    for row in _all_rows(records, index, proof):
        rows[row.TABLE].append(row)
    return dict(rows)


def _all_rows(records: RecordSet, index: Index, proof: Proof) -> Iterator[Row]:
    yield from _registries(records)
    yield from _people_and_bodies(records)
    yield from _meetings(records, index)
    yield from _articles(records, proof)
    yield from _statements(records, index, proof)
    yield from _anchors(records, proof)
    yield from mentions(records, proof)
    yield from _evidence(records, proof)
    yield from (VocabularyRow(**shared(term, VocabularyRow)) for term in vocabularies.terms())


def _registries(records: RecordSet) -> Iterator[Row]:
    for collection in records.collections:
        yield CollectionRow(
            collection_id=collection.id, **shared(collection.record, CollectionFields)
        )
    for reference in records.references:
        yield ReferenceRow(reference_id=reference.id, **shared(reference.record, ReferenceFields))
    for tombstone in records.retired:
        yield RetiredRow(retired_id=tombstone.id, **shared(tombstone.record, RetiredFields))


def _people_and_bodies(records: RecordSet) -> Iterator[Row]:
    for organization in records.organizations:
        yield OrganizationRow(
            organization_id=organization.id, **shared(organization.record, OrganizationFields)
        )
        yield from _names("organizations", organization.id, organization.record.names)
    for official in records.officials:
        yield OfficialRow(official_id=official.id, **shared(official.record, OfficialFields))
        yield from _names("officials", official.id, official.record.names)
    for official, tenure in records.tenures():
        yield TenureRow(
            tenure_id=tenure.id, official_id=official.id, **shared(tenure.record, TenureFields)
        )


def _names(table: str, record_id: str, names: Iterable[Name]) -> Iterator[Row]:
    for number, name in enumerate(names, 1):
        values = shared(name, NameFields)
        yield NameRow(record_table=table, record_id=record_id, sequence=number, **values)


def _articles(records: RecordSet, proof: Proof) -> Iterator[Row]:
    for article in records.articles:
        yield ArticleRow(article_id=article.id, **shared(article.record, ArticleFields))
        for number, region in enumerate(proof.articles[article.id].regions, 1):
            yield ArticleRegionRow(
                article_id=article.id,
                sequence=number,
                kind=region.kind,
                start=region.span.start,
                end=region.span.end,
            )
        for number, credit in enumerate(article.record.credits, 1):
            yield ArticleCreditRow(
                article_id=article.id,
                sequence=number,
                organization_id=credit.organization_id,
                kind=credit.kind,
                label=credit.label.exact,
            )
        for number, report in enumerate(article.record.meeting_reports, 1):
            values = shared(report, MeetingReportFields)
            yield MeetingReportRow(article_id=article.id, sequence=number, **values)


def shared(record: object, fields: type[Model], *leave_out: str) -> dict[str, Any]:
    """The scalar fields that a record and its row have in common."""
    return {name: getattr(record, name) for name in fields.model_fields if name not in leave_out}


def _meetings(records: RecordSet, index: Index) -> Iterator[Row]:
    parents = {meeting.record.parent_meeting_id for meeting in records.meetings}
    reports_of: dict[str, list[tuple[Entry[Article], MeetingReport]]] = defaultdict(list)
    for article in records.articles:
        for report in article.record.meeting_reports:
            reports_of[report.meeting_id].append((article, report))
    for meeting in records.meetings:
        reports = reports_of[meeting.id]
        status, as_of = meeting_status(reports)
        first = min(
            (a.record.published for a, _ in reports if a.record.published), key=_day, default=None
        )
        origins = {text_origin(index, a.record) for a, r in reports if r.stance == "reports"}
        yield MeetingRow(
            meeting_id=meeting.id,
            **shared(meeting.record, MeetingFields),
            status=status,
            status_as_of=as_of,
            article_count=len({a.id for a, _ in reports}),
            source_count=len(origins),
            first_reported=first,
            is_leaf=meeting.id not in parents,
        )
        for number, topic in enumerate(meeting.record.topics, 1):
            yield MeetingTopicRow(meeting_id=meeting.id, sequence=number, topic=topic)
        for number, participant in enumerate(meeting.record.participants, 1):
            its = side(index, participant)
            values = shared(participant, ParticipantFields, "organization_id", "iso3")
            yield ParticipantRow(
                meeting_id=meeting.id,
                sequence=number,
                **values,
                organization_id=its.organization_id,
                iso3=its.iso3,
                ccode=its.ccode,
            )


STATUS_ORDER = ("held", "ongoing", "cancelled", "postponed", "planned", "proposed", "unclear")
"""Of two reports of the same day the one that stands first here settles the status."""


def meeting_status(
    reports: Sequence[tuple[Entry[Article], MeetingReport]],
) -> tuple[str, str | None]:
    """Status of a meeting, and publication day of the report that settles it (docs/derivations.md).

    The latest dated report counts; without a dated one, all count and the day is null. Reports in
    the article's own voice come before claims it merely attributes; a denial makes it `unclear`.
    """
    own = [pair for pair in reports if pair[1].attributed_statement_id is None] or list(reports)
    held = [pair for pair in own if pair[1].reported_status == "held"]
    if held and not any(r.stance == "denies" or r.reported_status == "cancelled" for _, r in own):
        own = held  # what took place stays so, whatever a later article still calls planned
    if not own:
        return ("unclear", None)
    last = max(_day(article.record.published) for article, _ in own)
    newest = [(article, r) for article, r in own if _day(article.record.published) == last]
    as_of = newest[0][0].record.published
    if any(report.stance == "denies" for _, report in newest):
        return ("unclear", as_of)
    return (min((report.reported_status for _, report in newest), key=STATUS_ORDER.index), as_of)


def text_origin(index: Index, article: Article) -> str:
    """Outlet whose text an article is: as recorded, else that of what it reprints, else its publisher."""
    seen: list[Article] = []
    while article.text_origin_id is None and article.reprint_of in index.articles:
        seen.append(article)
        article = index.articles[article.reprint_of]
        if article in seen:
            break
    return article.text_origin_id or article.publisher_id


def _day(date: str | None) -> str:
    """Sort key of a publication date: its first possible day."""
    day = earliest(date) or latest(date)
    return day.isoformat() if day else ""


def _statements(records: RecordSet, index: Index, proof: Proof) -> Iterator[Row]:
    for article in records.articles:
        source = proof.articles[article.id]
        placed = [
            (source.statements[int(entry.path[-1])], entry) for entry in statements_of(article)
        ]
        placed.sort(key=lambda pair: (pair[0].content[0].start, pair[1].id))
        for number, (spans, entry) in enumerate(placed, 1):
            statement = entry.record
            yield StatementRow(
                statement_id=entry.id,
                article_id=article.id,
                sequence=number,
                cue=statement.cue.exact if statement.cue else None,
                content=JOINT.join(source.text[s.start : s.end] for s in spans.content),
                quoted_text=JOINT.join(statement.quoted) or None,
                **shared(statement, StatementFields),
            )
            for position, topic in enumerate(statement.topics, 1):
                yield StatementTopicRow(statement_id=entry.id, sequence=position, topic=topic)
            for name, role in PARTY_LISTS.items():
                for position, party in enumerate(getattr(statement, name), 1):
                    its = side(index, party)
                    yield StatementPartyRow(
                        statement_id=entry.id,
                        role=role,
                        sequence=position,
                        label=party.label.exact if party.label else None,
                        **shared(party, PartyFields, "organization_id", "iso3"),
                        organization_id=its.organization_id,
                        iso3=its.iso3,
                        ccode=its.ccode,
                    )


def _anchors(records: RecordSet, proof: Proof) -> Iterator[Row]:
    supports: dict[str, list[tuple[str, Span]]] = defaultdict(list)
    for article in records.articles:
        source = proof.articles[article.id]
        for number, spans in source.reports.items():
            meeting_id = article.record.meeting_reports[number].meeting_id
            supports[meeting_id] += [(article.id, span) for span in spans]
        for entry in statements_of(article):
            parts = source.statements[int(entry.path[-1])]
            yield from _statement_anchors(entry.id, article.id, source, parts)
    for meeting in records.meetings:
        yield from _anchor_rows("meetings", meeting.id, "support", supports[meeting.id])
        for number, participant in enumerate(meeting.record.participants):
            path = (*meeting.path, "participants", number, "label")
            span = proof.elsewhere.get((meeting.file, path))
            if span is not None:
                yield AnchorRow(
                    record_table="meetings",
                    record_id=meeting.id,
                    role="participant",
                    segment=number + 1,
                    article_id=participant.article_id or "",
                    start=span.start,
                    end=span.end,
                )


def _statement_anchors(
    statement_id: str, article_id: str, source: ArticleProof, spans: StatementProof
) -> Iterator[Row]:
    for number, span in enumerate(spans.content, 1):
        exact = source.text[span.start : span.end]
        repeated = sum(1 for _ in occurrences(source.text, exact)) > 1
        yield AnchorRow(
            record_table="statements",
            record_id=statement_id,
            role="content",
            segment=number,
            article_id=article_id,
            start=span.start,
            end=span.end,
            exact=exact,
            prefix=source.text[max(0, span.start - CONTEXT) : span.start] if repeated else None,
            suffix=source.text[span.end : span.end + CONTEXT] if repeated else None,
        )
    parts = {"quoted": spans.quoted, "cue": [spans.cue] if spans.cue else []}
    for role, found in parts.items():
        yield from _anchor_rows(
            "statements", statement_id, role, [(article_id, span) for span in found]
        )
    for (role, number), span in spans.labels.items():
        yield AnchorRow(
            record_table="statements",
            record_id=statement_id,
            role=role,
            segment=number + 1,
            article_id=article_id,
            start=span.start,
            end=span.end,
        )


def _anchor_rows(
    table: str, record_id: str, role: str, spans: Iterable[tuple[str, Span]]
) -> Iterator[Row]:
    """Anchors of one role, numbered over all articles that speak of the record."""
    for number, (article_id, span) in enumerate(spans, 1):
        yield AnchorRow(
            record_table=table,
            record_id=record_id,
            role=role,
            segment=number,
            article_id=article_id,
            start=span.start,
            end=span.end,
        )


TABLE_OF_PATH = {"statements": "statements", "tenures": "tenures"}


def _evidence(records: RecordSet, proof: Proof) -> Iterator[Row]:
    """Evidence rows, numbered within their record; evidence for a form of a name belongs to the name's owner."""
    numbers: dict[tuple[str, str], int] = defaultdict(int)
    tables, own = _tables_of_files(records), articles_by_file(records)
    for owner, path, evidence in evidence_of(records):
        nested = next((TABLE_OF_PATH[str(p)] for p in owner.path if str(p) in TABLE_OF_PATH), None)
        table = nested or tables[owner.file, owner.path]
        numbers[table, owner.id] += 1
        span = proof.elsewhere.get((owner.file, (*owner.path, *path)))
        values = shared(evidence, EvidenceFields)
        if path[0] == "names" and isinstance(path[1], int):
            form = owner.record.names[path[1]].name  # type: ignore[attr-defined]  # only owners of names
            values |= {"field": f"names.{evidence.field}", "value": evidence.value or form}
        yield EvidenceRow(
            record_table=table,
            record_id=owner.id,
            sequence=numbers[table, owner.id],
            article_id=evidence.article_id or own.get(owner.file) if span else None,
            start=span.start if span else None,
            end=span.end if span else None,
            **values,
        )


def _tables_of_files(records: RecordSet) -> dict[tuple[str, tuple[str | int, ...]], str]:
    return {
        (entry.file, entry.path): table
        for table in ("organizations", "officials", "meetings", "articles")
        for entry in getattr(records, table)
    }
