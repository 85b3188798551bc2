"""Articles, collections, references and tombstones in their context."""

from __future__ import annotations

from collections.abc import Callable

from dataset.curation.context.contexts import (
    ArticleContext,
    CollectionContext,
    ReferenceContext,
    RetiredContext,
)
from dataset.curation.context.material import Material
from dataset.curation.context.meetings import report_item
from dataset.curation.context.parts import (
    article_link,
    basics,
    coded,
    evidence_item,
    evidence_on,
    link,
    span_at,
)
from dataset.curation.context.shapes import ArticleLink, Citation, CreditItem, RegionItem
from dataset.curation.context.statements import all_statements, statement_link
from schema.articles import Article
from schema.base import Record
from validation.records import Entry


def articles_where(
    material: Material, wanted: Callable[[Article], bool]
) -> tuple[ArticleLink, ...]:
    """Return the articles that are wanted, in short."""
    return tuple(
        article_link(material, article.id)
        for article in material.records.articles
        if wanted(article.record)
    )


def article_context(material: Material, entry: Entry[Record]) -> ArticleContext:
    """Return an article in its context."""
    article = material.index.articles[entry.id]
    source = material.proof.articles.get(entry.id)
    regions = source.regions if source else []
    inside = sum(region.span.end - region.span.start for region in regions)
    return ArticleContext(
        record=basics(material, "articles", entry),
        credits=tuple(
            CreditItem(
                coded("credit_kind", credit.kind),
                link(material, "organizations", credit.organization_id),
                credit.label.exact,
            )
            for credit in article.credits
        ),
        regions=tuple(
            RegionItem(coded("region_kind", region.kind), at)
            for region in regions
            if (at := span_at(material, entry.id, region.span))
        ),
        region_chars=inside if source else None,
        furniture_chars=len(source.text) - inside if source else None,
        statements=tuple(
            statement_link(material, owner, statement)
            for owner, statement in all_statements(material)
            if owner == entry.id
        ),
        reports=tuple(
            report_item(material, owner, number, report)
            for owner in material.records.articles
            if owner.file == entry.file
            for number, report in enumerate(owner.record.meeting_reports)
        ),
        evidence=evidence_on(material, entry),
    )


def collection_context(material: Material, entry: Entry[Record]) -> CollectionContext:
    """Return a collection in its context."""
    return CollectionContext(
        record=basics(material, "collections", entry),
        articles=articles_where(material, lambda article: article.collection_id == entry.id),
    )


def reference_context(material: Material, entry: Entry[Record]) -> ReferenceContext:
    """Return a page consulted in its context."""
    return ReferenceContext(
        record=basics(material, "references", entry),
        cited_by=tuple(
            Citation(
                link(material, table, owner.id), evidence_item(material, owner, path, evidence)
            )
            for table, owner in material.entries.values()
            for path, evidence in material.evidence.get((owner.file, owner.path), [])
            if evidence.reference_id == entry.id
        ),
    )


def retired_context(material: Material, entry: Entry[Record]) -> RetiredContext:
    """Return a tombstone, and what replaces the retired id."""
    tombstone = material.index.retired[entry.id]
    successor = tombstone.replaced_by
    return RetiredContext(
        record=basics(material, "retired", entry),
        replacement=link(material, tombstone.record_table, successor) if successor else None,
    )
