"""What the page is given, in the types of JSON: an article, a draft of it, its findings, and what one may choose from.

Spans are code points of the source. Texts go out as they are; the page shows them as text.
"""

from __future__ import annotations

import typing
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dataset.curation.yaml_reader import HIDDEN
from schema import vocabularies
from schema.base import Vocabulary
from schema.statements import Party, Statement
from scripts.review.draft import Draft, Item, in_order
from scripts.review.live import Told
from scripts.review.opened import Opened
from scripts.review.words import Parts
from validation.codes import CODES
from validation.index import Index
from validation.quote_proof import Span
from validation.records import RecordSet
from validation.reference_checks import forms_of

Json = dict[str, Any]

_OTHERS = ("statement_location", "party_role", "region_kind", "tier", "report_relation")


def article(opened: Opened) -> Json:
    """The article as it lies on the desk: what does not change while it is worked on."""
    material, record = opened.material, opened.desk.article
    publisher = opened.checked.index.organizations.get(record.publisher_id)
    return {
        "id": opened.article_id,
        "title": record.title,
        "publisher": publisher.name if publisher else record.publisher_id,
        "published": record.published,
        "language": record.language,
        "text": material.text,
        "hidden": sorted({match.start() for match in HIDDEN.finditer(material.text)}),
        "regions": [
            {"kind": region.kind, "span": _pair(region.span)} for region in material.regions
        ],
        "mentions": [
            {
                "span": [row.start, row.end],
                "table": row.record_table,
                "id": row.record_id,
                "form": row.form,
            }
            for row in opened.mentions
        ],
        "rejected": [
            {
                "content": " … ".join(quote.exact for quote in one.content),
                "reason": one.reason,
                "by": one.rejected_by,
                "on": one.rejected_on,
            }
            for one in opened.desk.rejected
        ],
        "files": {
            "article": opened.desk.file.name,
            "candidates": opened.desk.project.name(opened.desk.candidates_path),
            "has_candidates": opened.desk.candidates_document is not None,
        },
    }


def draft(opened: Opened, made: Draft) -> Json:
    """A draft: its items in the order of the text, and the operations that could not be done."""
    return {
        "base": opened.base,
        "items": [_item(item, parts) for item, parts in in_order(opened, made)],
        "refused": [
            {"number": number, "message": message} for number, message in made.refused.items()
        ],
    }


def _item(item: Item, parts: Parts) -> Json:
    about = item.about
    return {
        "ref": item.ref,
        "kind": item.kind,
        "decision": item.decision,
        "reason": item.reason,
        "changed": item.is_changed,
        "tier": about.get("tier") or item.tree.get("tier"),
        "score": about.get("score") or item.tree.get("extractor_score"),
        "extractor": about.get("extractor") or item.tree.get("extractor"),
        "guesses": sorted(item.guesses),
        "tree": item.tree,
        "spans": {
            "content": [_pair(span) for span in parts.content],
            "quoted": [_pair(span) for span in parts.quoted],
            "cue": _pair(parts.cue) if parts.cue else None,
            "labels": [
                {"role": role, "number": number, "span": _pair(span)}
                for (role, number), span in parts.labels.items()
            ],
        },
        "lost": parts.lost,
    }


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]


def findings(told: Iterable[Told]) -> list[Json]:
    """Findings as the page lists them, each with what its code means."""
    return [
        {
            "ref": one.ref,
            "field": one.field,
            "new": one.is_new,
            "code": one.finding.code,
            "severity": one.finding.severity,
            "message": one.finding.message,
            "found": one.finding.found,
            "hint": one.finding.hint,
            "note": one.finding.note,
            "title": CODES[one.finding.code].title,
            "cause": CODES[one.finding.code].cause,
            "remedy": CODES[one.finding.code].remedy,
        }
        for one in told
    ]


def choices(records: RecordSet, index: Index) -> Json:
    """What a reviewer chooses from: the closed vocabularies and what the registries hold."""
    return {
        "vocabularies": {name: _terms(name) for name in _vocabularies()},
        "modes": {event: list(vocabularies.modes(event)) for event in _values("plover_event")},
        "officials": [
            {
                "id": entry.id,
                "name": entry.record.name,
                "iso3": entry.record.iso3,
                "forms": forms_of(entry.record)[1:],
                "tenures": [
                    {
                        "id": tenure.id,
                        "title": tenure.title,
                        "body": _name_of_body(index, tenure.organization_id),
                        "start": tenure.start,
                        "end": tenure.end,
                    }
                    for tenure in entry.record.tenures
                    if tenure.id
                ],
            }
            for entry in records.officials
        ],
        "organizations": [
            {
                "id": entry.id,
                "name": entry.record.name,
                "iso3": entry.record.iso3,
                "forms": forms_of(entry.record)[1:],
            }
            for entry in records.organizations
        ],
        "meetings": [
            {
                "id": entry.id,
                "name": entry.record.title,
                "start": entry.record.start,
                "place": entry.record.place,
            }
            for entry in records.meetings
        ],
        "references": [
            {"id": entry.id, "name": entry.record.title or entry.record.url or entry.id}
            for entry in records.references
        ],
    }


def _name_of_body(index: Index, id_: str) -> str:
    body = index.organizations.get(id_)
    return body.name if body else id_


def _vocabularies() -> list[str]:
    """Vocabularies of the fields of statements and parties, and what else the page names."""
    fields = [*Statement.model_fields.values(), *Party.model_fields.values()]
    marked = [
        marker.name for field in fields for marker in _markers(field.annotation, field.metadata)
    ]
    return [*dict.fromkeys([*marked, "topic", *_OTHERS])]


def _markers(annotation: object, metadata: Sequence[object]) -> list[Vocabulary]:
    found = [marker for marker in metadata if isinstance(marker, Vocabulary)]
    for part in typing.get_args(annotation):
        found += _markers(part, getattr(part, "__metadata__", ()))
    return found


def _values(name: str) -> tuple[str, ...]:
    return vocabularies.values(name)


def _terms(name: str) -> list[Mapping[str, str]]:
    return [
        {"value": term.value, "label": term.label, "definition": term.definition}
        for term in vocabularies.vocabulary(name).values()
    ]
