"""The records in memory: what the reader yields and the record checks look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from schema.articles import Article
from schema.base import Record
from schema.collections import Collection
from schema.evidence import Reference, Retired
from schema.meetings import Meeting
from schema.officials import Official, Tenure
from schema.organizations import Organization
from schema.statements import Statement
from validation.findings import FieldPath, Finding, Place, Positions, Severity, printable

R_co = TypeVar("R_co", bound=Record, covariant=True)


@dataclass(frozen=True)
class Entry(Generic[R_co]):
    """A record with the file and path it was read from."""

    id: str
    record: R_co
    file: str
    path: FieldPath


@dataclass
class RecordSet:
    """All records of a project, and the texts of the sources they quote.

    `sources` maps a file name under `dataset/sources` to its bytes; a file that is missing is not in it.
    """

    collections: list[Entry[Collection]] = field(default_factory=list)
    references: list[Entry[Reference]] = field(default_factory=list)
    organizations: list[Entry[Organization]] = field(default_factory=list)
    officials: list[Entry[Official]] = field(default_factory=list)
    meetings: list[Entry[Meeting]] = field(default_factory=list)
    articles: list[Entry[Article]] = field(default_factory=list)
    retired: list[Entry[Retired]] = field(default_factory=list)
    sources: dict[str, bytes] = field(default_factory=dict)
    positions: Positions = field(default_factory=Positions)

    def tenures(self) -> Iterator[tuple[Entry[Official], Entry[Tenure]]]:
        """Every tenure with the official who holds it."""
        for official in self.officials:
            for index, tenure in enumerate(official.record.tenures):
                yield (
                    official,
                    Entry(
                        tenure.id or "", tenure, official.file, (*official.path, "tenures", index)
                    ),
                )

    def statements(self) -> Iterator[tuple[Entry[Article], Entry[Statement]]]:
        """Every statement with its article."""
        for article in self.articles:
            for statement in statements_of(article):
                yield article, statement

    def finding(  # noqa: PLR0913  # what a finding can say, by keyword
        self,
        code: str,
        entry: Entry[Record],
        path: FieldPath,
        message: str,
        *,
        found: str = "",
        hint: str = "",
        note: str = "",
        severity: Severity = "error",
        related: tuple[Place, ...] = (),
        key: bool = False,
    ) -> Finding:
        """A finding about a field of a record, at its line and column."""
        place = self.positions.place(entry.file, (*entry.path, *path), key=key)
        return Finding(
            code, message, place, entry.id, printable(found), hint, severity, related, 1, note
        )


def statements_of(article: Entry[Article]) -> Iterator[Entry[Statement]]:
    """The statements of one article, in the order of its file; the path ends with their index."""
    for index, statement in enumerate(article.record.statements):
        path = (*article.path, "statements", index)
        yield Entry(statement.id or "", statement, article.file, path)
