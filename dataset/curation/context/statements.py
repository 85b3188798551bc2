"""A statement in its context, and statements as other records list them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from dataset.curation.context.contexts import StatementContext
from dataset.curation.context.material import Material
from dataset.curation.context.parties import parties_of, somebody
from dataset.curation.context.parts import (
    article_link,
    basics,
    coded,
    evidence_on,
    meeting_link_or_none,
    name_of_record,
    span_at,
    tenure_evidence,
)
from dataset.curation.context.passages import passages
from dataset.curation.context.shapes import Anchor, Repetition, StatementLink
from schema import vocabularies
from schema.base import Record
from schema.statements import Party as PartyRecord
from schema.statements import Statement
from validation.article_proof import PARTY_LISTS, StatementProof
from validation.records import Entry


def all_statements(material: Material) -> Iterator[tuple[str, Entry[Statement]]]:
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


def statement_link(
    material: Material, article_id: str, entry: Entry[Statement], roles: Iterable[str] = ()
) -> StatementLink:
    """Return a statement in short."""
    statement = entry.record
    content = _spans(material, article_id, entry).content
    first = span_at(material, article_id, content[0]) if content else None
    return StatementLink(
        id=entry.id,
        article_id=article_id,
        date=statement.date,
        speakers=tuple(
            somebody(material, party, party.label.exact if party.label else None, None).name
            for party in statement.speakers
        ),
        roles=tuple(roles),
        speech_act=coded("speech_act", statement.speech_act),
        content=name_of_record(material, statement),
        line=first.line if first else None,
    )


def statements_where(
    material: Material, wanted: Callable[[Statement], bool]
) -> tuple[StatementLink, ...]:
    """Return the statements that are wanted, in short."""
    return tuple(
        statement_link(material, article_id, entry)
        for article_id, entry in all_statements(material)
        if wanted(entry.record)
    )


def statements_with(
    material: Material, is_meant: Callable[[PartyRecord], bool]
) -> tuple[StatementLink, ...]:
    """Return the statements to which somebody is a party, with the roles played."""
    found = []
    for article_id, entry in all_statements(material):
        roles = [
            role
            for field, role in PARTY_LISTS.items()
            if any(is_meant(party) for party in getattr(entry.record, field))
        ]
        if roles:
            found.append(statement_link(material, article_id, entry, roles))
    return tuple(found)


def statement_context(material: Material, entry: Entry[Record]) -> StatementContext:
    """Return a statement in its context."""
    article_id, statement = material.index.statements[entry.id]
    spans = _spans(material, article_id, entry)
    parties = tuple(parties_of(material, article_id, statement, spans))
    anchors = tuple(_anchors(material, article_id, spans))
    order = _order(material, article_id)
    event = statement.plover_event
    return StatementContext(
        record=basics(material, "statements", entry),
        article=article_link(material, article_id),
        sequence=order.index(entry.id) + 1 if entry.id in order else None,
        statements_in_article=len(material.index.articles[article_id].statements),
        content=name_of_record(material, statement),
        quoted=tuple(statement.quoted),
        topics=tuple(coded("topic", topic) for topic in statement.topics),
        quad=coded("quad", vocabularies.quad(event)) if event else None,
        said_at=meeting_link_or_none(material, statement.said_at_meeting_id),
        about=meeting_link_or_none(material, statement.about_meeting_id),
        parties=parties,
        anchors=anchors,
        passages=tuple(passages(material, article_id, anchors)),
        repeats=_repeats(material, statement),
        repeated_by=tuple(_repeated_by(material, entry.id)),
        inside=_statement_link_to(material, statement.parent_statement_id),
        holds=statements_where(material, lambda s: s.parent_statement_id == entry.id),
        evidence=evidence_on(material, entry),
        tenure_evidence=tenure_evidence(material, (party.who.post for party in parties)),
    )


def _order(material: Material, article_id: str) -> list[str]:
    """Ids of an article's statements in the order of their contents, as the tables number them."""
    placed = [
        (_spans(material, article_id, entry).content, entry.id)
        for owner, entry in all_statements(material)
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
        at = span_at(material, article_id, span)
        if at is not None:
            yield Anchor(role, number, at)


def _repeats(material: Material, statement: Statement) -> Repetition | None:
    primary = _statement_link_to(material, statement.utterance_id)
    if primary is None or statement.report_relation is None:
        return None
    return Repetition(primary, coded("report_relation", statement.report_relation))


def _repeated_by(material: Material, statement_id: str) -> Iterator[Repetition]:
    for article_id, entry in all_statements(material):
        relation = entry.record.report_relation
        if entry.record.utterance_id == statement_id and relation is not None:
            link = statement_link(material, article_id, entry)
            yield Repetition(link, coded("report_relation", relation))


def _statement_link_to(material: Material, statement_id: str | None) -> StatementLink | None:
    for article_id, entry in all_statements(material):
        if entry.id == statement_id:
            return statement_link(material, article_id, entry)
    return None
