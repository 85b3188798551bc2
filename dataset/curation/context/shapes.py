"""The parts of contexts: plain values, ready to be printed or written as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Covers: TypeAlias = Literal["yes", "possibly", "no"]


Origin: TypeAlias = Literal["record", "tenure", "organization", "official"]


@dataclass(frozen=True)
class RecordPlace:
    """Where a record or a part of it is written."""

    file: str
    line: int
    column: int


@dataclass(frozen=True)
class SourceSpan:
    """Words of a source: `text == source[start:end]` in code points; lines count from 1."""

    article_id: str
    source_file: str
    start: int
    end: int
    line: int
    column: int
    text: str


@dataclass(frozen=True)
class Coded:
    """A value of a vocabulary with its label."""

    value: str
    label: str


@dataclass(frozen=True)
class Link:
    """Another record; without a name there is none of that id."""

    table: str
    id: str
    name: str | None


@dataclass(frozen=True)
class Value:
    """A field of a record: its value, and what that stands for.

    `label` belongs to a value of a vocabulary, `link` to an id, the bounds to a date.
    """

    value: str | int | float
    label: str | None = None
    link: Link | None = None
    earliest: str | None = None
    latest: str | None = None


@dataclass(frozen=True)
class Basics:
    """What every record has: its table, id, name and place, and the values that are known."""

    table: str
    id: str
    name: str
    written: RecordPlace
    values: dict[str, Value]


@dataclass(frozen=True)
class Page:
    """A page consulted."""

    id: str
    title: str | None
    publisher: str | None
    url: str | None
    accessed: str | None
    note: str | None


@dataclass(frozen=True)
class EvidenceItem:
    """What one source says about one field: words of an article, or a page that was consulted."""

    field: str
    value: str | None
    stance: Coded
    accepted: bool
    quote: str | None
    article: Link | None
    at: SourceSpan | None
    reference: Page | None
    note: str | None
    written: RecordPlace


@dataclass(frozen=True)
class Post:
    """A tenure seen from a day: whether the post was held then, as far as the dates tell."""

    id: str
    official: Link
    organization: Link
    title: str
    role_class: Coded
    acting: bool
    start: str | None
    end: str | None
    day: str | None
    covers_day: Covers


@dataclass(frozen=True)
class Somebody:
    """Who a party is; `..._from` tells from where a resolved value follows."""

    name: str
    official: Link | None
    organization: Link | None
    organization_from: Origin | None
    post: Post | None
    iso3: str | None
    country: str | None
    ccode: int | None
    iso3_from: Origin | None


@dataclass(frozen=True)
class Party:
    """A speaker, relayer, addressee or recipient, and the words by which the text means it."""

    role: Coded
    sequence: int
    who: Somebody
    basis: Coded
    label: str | None
    at: SourceSpan | None


@dataclass(frozen=True)
class Participant:
    """Somebody at a meeting."""

    role: Coded
    sequence: int
    who: Somebody
    attendance: Coded
    label: str | None
    article_id: str | None
    at: SourceSpan | None


@dataclass(frozen=True)
class MeetingLink:
    """A meeting, in short."""

    id: str
    title: str | None
    start: str | None
    end: str | None
    place: str | None


@dataclass(frozen=True)
class ArticleLink:
    """An article, in short."""

    id: str
    title: str
    publisher: str
    published: str | None


@dataclass(frozen=True)
class StatementLink:
    """A statement, in short; `roles` are those of the record from which it is looked at."""

    id: str
    article_id: str
    date: str | None
    speakers: tuple[str, ...]
    roles: tuple[str, ...]
    speech_act: Coded
    content: str
    line: int | None


@dataclass(frozen=True)
class Anchor:
    """A span behind a statement: content, quoted words, cue, or a party's label; from 1."""

    role: str
    sequence: int
    at: SourceSpan


@dataclass(frozen=True)
class Passage:
    """A stretch of source around anchors: `text == source[start:end]`."""

    start: int
    end: int
    line: int
    text: str
    begins_source: bool
    ends_source: bool


@dataclass(frozen=True)
class Repetition:
    """Another record of the same utterance; the relation is that of the repeating one."""

    statement: StatementLink
    relation: Coded


@dataclass(frozen=True)
class NameForm:
    """A form of a name, and where it was seen."""

    name: str
    language: str | None
    script: str | None
    kind: Coded
    evidence: tuple[EvidenceItem, ...]


@dataclass(frozen=True)
class Attendance:
    """A meeting, as seen from somebody who belongs to it."""

    meeting: MeetingLink
    role: Coded
    attendance: Coded


@dataclass(frozen=True)
class ReportItem:
    """What one article says of one meeting; `settles`: the derived status follows from it."""

    article: ArticleLink
    meeting: MeetingLink
    reported_status: Coded
    reported_start: str | None
    reported_end: str | None
    reported_place: str | None
    stance: Coded
    attributed_statement: Link | None
    support: tuple[SourceSpan, ...]
    settles: bool
    written: RecordPlace


@dataclass(frozen=True)
class RegionItem:
    """A part of the article within its source."""

    kind: Coded
    at: SourceSpan


@dataclass(frozen=True)
class CreditItem:
    """An agency or outlet that the article credits."""

    kind: Coded
    organization: Link
    label: str


@dataclass(frozen=True)
class Citation:
    """A place where a reference is used as evidence."""

    record: Link
    evidence: EvidenceItem
