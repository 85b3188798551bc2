"""What is gathered of a record of each kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from dataset.curation.context.shapes import (
    Anchor,
    ArticleLink,
    Attendance,
    Basics,
    Citation,
    Coded,
    CreditItem,
    EvidenceItem,
    Link,
    MeetingLink,
    NameForm,
    Participant,
    Party,
    Passage,
    Post,
    RegionItem,
    Repetition,
    ReportItem,
    StatementLink,
)


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
