"""A record in its context: all that a reader needs to judge it, with its references resolved.

Only gathers; printing is the business of `dataset show`. What cannot be resolved, or was not found
in a source, stays None or empty, so that a record with findings can be looked at too.
"""

from __future__ import annotations

from collections.abc import Callable

from dataset.curation.context.articles import (
    article_context,
    collection_context,
    reference_context,
    retired_context,
)
from dataset.curation.context.contexts import Context
from dataset.curation.context.material import Material
from dataset.curation.context.meetings import meeting_context
from dataset.curation.context.people import official_context, organization_context, tenure_context
from dataset.curation.context.statements import statement_context
from schema.base import Record
from validation.records import Entry


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
            return retired_context(material, tombstone)
    raise KeyError(record_id)


_GATHERERS: dict[str, Callable[[Material, Entry[Record]], Context]] = {
    "statements": statement_context,
    "officials": official_context,
    "tenures": tenure_context,
    "organizations": organization_context,
    "meetings": meeting_context,
    "articles": article_context,
    "collections": collection_context,
    "references": reference_context,
}
