"""Look-up of records by id, across all kinds: ids are unique in the whole dataset."""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from schema.articles import Article
from schema.base import Record
from schema.evidence import Reference, Retired
from schema.meetings import Meeting
from schema.officials import Official, Tenure
from schema.organizations import Organization
from schema.statements import Statement
from validation.records import Entry, RecordSet

T = TypeVar("T", bound=Record)

MOST_SUGGESTIONS = 500
"""Wrong ids for which the one that was meant is looked for; nobody mends more of them one by one."""

KIND_WORDS = {
    "articles": "an article",
    "collections": "a collection",
    "meetings": "a meeting",
    "officials": "an official",
    "organizations": "an organization",
    "references": "a reference",
    "statements": "a statement",
    "tenures": "a tenure",
}


@dataclass
class Index:
    """Records by id. Of an id used twice, the first record counts; `reference_checks` reports the second.

    `broken` names records that could not be read (id -> table), and `incomplete` tables of which not even all
    ids are known, so that references to them are not reported a second time.
    """

    records: RecordSet
    broken: Mapping[str, str] = field(default_factory=dict)
    incomplete: AbstractSet[str] = frozenset()
    tables: dict[str, str] = field(default_factory=dict)
    organizations: dict[str, Organization] = field(default_factory=dict)
    officials: dict[str, Official] = field(default_factory=dict)
    tenures: dict[str, tuple[Official, str, Tenure]] = field(default_factory=dict)
    meetings: dict[str, Meeting] = field(default_factory=dict)
    articles: dict[str, Article] = field(default_factory=dict)
    statements: dict[str, tuple[str, Statement]] = field(default_factory=dict)
    references: dict[str, Reference] = field(default_factory=dict)
    retired: dict[str, Retired] = field(default_factory=dict)

    _closest: dict[tuple[str, str], str | None] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        for table, entry in all_entries(self.records):
            self.tables.setdefault(entry.id, table)
        _fill(self.organizations, self.records.organizations)
        _fill(self.officials, self.records.officials)
        _fill(self.meetings, self.records.meetings)
        _fill(self.articles, self.records.articles)
        _fill(self.references, self.records.references)
        _fill(self.retired, self.records.retired)
        for official, tenure in self.records.tenures():
            self.tenures.setdefault(tenure.id, (official.record, official.id, tenure.record))
        for article, statement in self.records.statements():
            self.statements.setdefault(statement.id, (article.id, statement.record))

    def with_article(self, entry: Entry[Article]) -> Index:
        """The same index, had this article been read instead of the one of its id; neither is checked."""
        old = {id_ for id_, (article, _) in self.statements.items() if article == entry.id}
        statements = [(s.id, (entry.id, s)) for s in entry.record.statements if s.id is not None]
        kept = {id_: table for id_, table in self.tables.items() if id_ not in old}
        new = copy.copy(self)
        new.tables = {**dict.fromkeys((id_ for id_, _ in statements), "statements"), **kept}
        new.statements = {id_: s for id_, s in self.statements.items() if id_ not in old}
        new.statements.update(statements)
        new.articles = {**self.articles, entry.id: entry.record}
        state = vars(new)
        state["_closest"] = {}
        state.pop("_ids_by_table", None)
        return new

    def closest(self, wrong: str, table: str) -> str | None:
        """The id of that table most like a wrong one, if any is much alike.

        Each wrong id is compared with all others, so only the first `MOST_SUGGESTIONS` are answered.
        """
        from rapidfuzz import fuzz, process

        asked = (wrong, table)
        if asked not in self._closest:
            if len(self._closest) >= MOST_SUGGESTIONS:
                return None
            found = process.extractOne(
                wrong, self._ids_by_table[table], scorer=fuzz.ratio, score_cutoff=70
            )
            self._closest[asked] = found[0] if found else None
        return self._closest[asked]

    @cached_property
    def _ids_by_table(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for record_id, table in self.tables.items():
            found[table].append(record_id)
        return found


def _fill(target: dict[str, T], entries: list[Entry[T]]) -> None:
    for entry in entries:
        target.setdefault(entry.id, entry.record)


def all_entries(records: RecordSet) -> list[tuple[str, Entry[Record]]]:
    """Every record that has an id, with the table it belongs to."""
    entries: list[tuple[str, Entry[Record]]] = []
    for table in (
        "collections",
        "references",
        "organizations",
        "officials",
        "meetings",
        "articles",
    ):
        entries.extend((table, entry) for entry in getattr(records, table))
    entries.extend(("tenures", tenure) for _, tenure in records.tenures())
    entries.extend(("statements", statement) for _, statement in records.statements())
    return entries
