"""What contexts are gathered from: all records, with what the checks found out about them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from schema.articles import Article
from schema.base import Record
from schema.evidence import Evidence
from schema.meetings import MeetingReport
from schema.meetings import Participant as ParticipantRecord
from schema.statements import Party as PartyRecord
from validation.article_proof import Proof, evidence_of
from validation.findings import FieldPath
from validation.index import Index, all_entries
from validation.records import Entry, RecordSet

CLOSE_RUNNER_UP = 3
"""An id that is this much less like a wrong one than the likest, of 100, is not suggested."""


AnyParty: TypeAlias = PartyRecord | ParticipantRecord


Report: TypeAlias = tuple[Entry[Article], MeetingReport]


MeetingStatus: TypeAlias = Callable[[Sequence[Report]], tuple[str, str | None]]


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


def closest(material: Material, wrong: str, count: int = 3) -> list[str]:
    """Return the ids, of whatever kind, that are most like a wrong one; the likest first."""
    from rapidfuzz import fuzz, process

    ids = [*material.entries, *material.index.retired, *material.index.broken]
    found = process.extract(wrong, ids, scorer=fuzz.ratio, score_cutoff=60, limit=count)
    return [match for match, score, _ in found if score >= found[0][1] - CLOSE_RUNNER_UP]
