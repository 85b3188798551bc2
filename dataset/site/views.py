"""What pages show of records: rows with their references resolved, dates in words, values by their labels."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from dataset.releasing import citation
from dataset.site import dates
from dataset.site.excerpts import Excerpts, Piece
from dataset.site.tables import Row, Tables

LATEST = dt.date.max


@dataclass(frozen=True)
class Who:
    """A party to a statement or meeting, as the record has it; `printed` are the words by which the text means it."""

    name: str
    official_id: str | None
    organization_id: str | None
    organization: str | None
    tenure_id: str | None
    post: str | None
    iso3: str | None
    country: str | None
    printed: str | None
    role: str
    note: str
    """How the words mean the party, or whether the party took part."""

    @property
    def link(self) -> str | None:
        """The record that the name leads to: the person, else the body."""
        return self.official_id or self.organization_id


@dataclass(frozen=True)
class Statement:
    """A statement, ready to be shown."""

    id: str
    row: Row
    when: str | None
    speakers: tuple[Who, ...]
    relayers: tuple[Who, ...]
    addressees: tuple[Who, ...]
    recipients: tuple[Who, ...]
    topics: tuple[str, ...]
    excerpt: tuple[Piece, ...]

    @property
    def sorted_by(self) -> tuple[dt.date, str, int]:
        """First day that its date can mean, then the order in the article; without a date it comes last."""
        return self.row["date_earliest"] or LATEST, self.row["article_id"], self.row["sequence"]


@dataclass(frozen=True)
class Meeting:
    """A meeting, ready to be shown."""

    id: str
    row: Row
    when: str | None
    as_of: str | None
    participants: tuple[Who, ...]
    topics: tuple[str, ...]

    @property
    def sorted_by(self) -> tuple[dt.date, dt.date, str]:
        """First day that its start can mean, then the last; without a date it comes last."""
        row = self.row
        return row["start_earliest"] or LATEST, row["start_latest"] or LATEST, self.id


@dataclass(frozen=True)
class Day:
    """Statements of one article with one date: a line of the timeline."""

    row: Row
    statements: tuple[Statement, ...]

    @property
    def sorted_by(self) -> tuple[dt.date, dt.date, str]:
        """As a meeting is sorted, so that the two can stand in one list."""
        row = self.row
        return row["date_earliest"] or LATEST, row["date_latest"] or LATEST, row["article_id"]


@dataclass(frozen=True)
class Evidence:
    """What one source says about one field."""

    row: Row
    reference: Row | None
    article: str | None


class Views:
    """Every record of a release as pages show it."""

    def __init__(self, tables: Tables, sources: Path | None) -> None:
        self.tables = tables
        self.excerpts = Excerpts(tables, sources)

    @cached_property
    def statements(self) -> Mapping[str, Statement]:
        """Statements by id, in the order of the table."""
        return {
            row["statement_id"]: self._statement(row) for row in self.tables.rows["statements_wide"]
        }

    def _statement(self, row: Row) -> Statement:
        record_id = row["statement_id"]
        parties: dict[str, list[Who]] = defaultdict(list)
        for party in self.tables.group("statement_parties", "statement_id")[record_id]:
            note = self.tables.meaning("party_basis", party["basis"])
            parties[party["role"]].append(self._who(party, note))
        topics = self.tables.group("statement_topics", "statement_id")[record_id]
        return Statement(
            id=record_id,
            row=row,
            when=dates.words(row["date"]),
            speakers=tuple(parties["speaker"]),
            relayers=tuple(parties["relayer"]),
            addressees=tuple(parties["addressee"]),
            recipients=tuple(parties["recipient"]),
            topics=tuple(str(topic["topic"]) for topic in topics),
            excerpt=self.excerpts.of(row),
        )

    @cached_property
    def meetings(self) -> Mapping[str, Meeting]:
        """Meetings by id, in the order of the table."""
        return {row["meeting_id"]: self._meeting(row) for row in self.tables.rows["meetings_wide"]}

    def _meeting(self, row: Row) -> Meeting:
        record_id = row["meeting_id"]
        return Meeting(
            id=record_id,
            row=row,
            when=dates.period(row["start"], row["end"]),
            as_of=dates.words(row["status_as_of"]),
            participants=tuple(
                self._who(party, party["attendance"])
                for party in self.tables.group("participants", "meeting_id")[record_id]
            ),
            topics=tuple(
                str(topic["topic"])
                for topic in self.tables.group("meeting_topics", "meeting_id")[record_id]
            ),
        )

    def _who(self, party: Row, note: str) -> Who:
        tables = self.tables
        tenure = tables.find("tenures", party["tenure_id"])
        organization = tables.name("organizations", party["organization_id"])
        name = tables.name("officials", party["official_id"]) or organization or party["label"]
        return Who(
            name=str(name or "somebody"),
            official_id=party["official_id"],
            organization_id=party["organization_id"],
            organization=organization,
            tenure_id=party["tenure_id"],
            post=f"{'acting ' if tenure['acting'] else ''}{tenure['title']}" if tenure else None,
            iso3=party["iso3"],
            country=tables.label("iso3", party["iso3"]) or None,
            printed=party["label"],
            role=party["role"],
            note=note,
        )

    def days(self) -> list[Day]:
        """Statements, those of one article with one date together."""
        found: dict[tuple[str, str | None], list[Statement]] = defaultdict(list)
        for statement in self.statements.values():
            found[statement.row["article_id"], statement.row["date"]].append(statement)
        return [Day(statements[0].row, tuple(statements)) for statements in found.values()]

    # ------------------------------------------------------------------------- what belongs to what

    @cached_property
    def _statements_by_party(self) -> Mapping[tuple[str, str], Mapping[str, list[str]]]:
        """Roles in statements by party: (`official_id`, id) to statement ids with the roles in each."""
        found: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for row in self.tables.rows["statement_parties"]:
            for column in ("official_id", "organization_id", "tenure_id"):
                if row[column] is not None:
                    found[column, row[column]][row["statement_id"]].append(row["role"])
        return found

    @cached_property
    def _meetings_by_party(self) -> Mapping[tuple[str, str], Mapping[str, Row]]:
        found: dict[tuple[str, str], dict[str, Row]] = defaultdict(dict)
        for row in self.tables.rows["participants"]:
            for column in ("official_id", "organization_id", "tenure_id"):
                if row[column] is not None:
                    found[column, row[column]][row["meeting_id"]] = row
        return found

    def statements_with(self, column: str, record_id: str, *roles: str) -> list[Statement]:
        """Statements in which a party has one of these roles, by date; the party is named by a column and its value."""
        mine = self._statements_by_party.get((column, record_id), {})
        found = (self.statements[id_] for id_, had in mine.items() if not {*roles}.isdisjoint(had))
        return sorted(found, key=lambda statement: statement.sorted_by)

    def statements_where(self, column: str, value: str) -> list[Statement]:
        """Statements that have a value in a column of theirs, by date."""
        rows = self.tables.group("statements", column)[value]
        found = (self.statements[row["statement_id"]] for row in rows)
        return sorted(found, key=lambda statement: statement.sorted_by)

    def meetings_with(self, column: str, record_id: str) -> list[tuple[Meeting, Row]]:
        """Meetings to which a party belongs, by date, each with the party's row in `participants`."""
        mine = self._meetings_by_party.get((column, record_id), {})
        found = ((self.meetings[id_], row) for id_, row in mine.items())
        return sorted(found, key=lambda pair: pair[0].sorted_by)

    def parts_of(self, meeting_id: str) -> list[Meeting]:
        """Meetings inside a visit or conference, by date."""
        rows = self.tables.group("meetings", "parent_meeting_id")[meeting_id]
        return in_order(self.meetings[row["meeting_id"]] for row in rows)

    def evidence(self, table: str, record_id: str) -> list[tuple[str, list[Evidence]]]:
        """Why the values of a record are believed, dissent included: by field, in the order of the table."""
        fields: dict[str, list[Evidence]] = {}
        for row in self.tables.belonging("evidence", table, record_id):
            item = Evidence(
                row,
                self.tables.find("references", row["reference_id"]),
                self.tables.name("articles", row["article_id"]),
            )
            fields.setdefault(row["field"], []).append(item)
        return list(fields.items())

    def tenures(self, column: str, record_id: str) -> list[Row]:
        """Posts of a person or in a body, by their first day."""
        rows = self.tables.group("tenures", column)[record_id]
        return sorted(
            rows, key=lambda row: (row["start_earliest"] or dt.date.min, row["tenure_id"])
        )

    def record(self, table: str, row: Row) -> citation.Record:
        """Return a record as citations want it; the same that is looked up in the tables one by one."""
        record_id = row[self.tables.key(table)]
        if table not in {"statements", "articles"}:
            return citation.Record(table, self.tables.key(table), record_id)
        article = self.tables.find("articles", row["article_id"])
        if article is None:
            raise ValueError(f"there is no article {row['article_id']}, though a record needs it")
        publisher = article["publisher_id"]
        spans: Sequence[tuple[int, int]] = ()
        if table == "statements":
            anchors = self.tables.belonging("anchors", table, record_id)
            contents = [row for row in anchors if row["role"] == "content"]
            contents.sort(key=lambda row: int(row["segment"]))
            spans = [(row["start"], row["end"]) for row in contents]
        return citation.Record(
            table,
            self.tables.key(table),
            record_id,
            citation.Article(
                article_id=article["article_id"],
                title=article["title"],
                publisher=self.tables.name("organizations", publisher) or publisher,
                date=article["published"],
                url=article["url"],
                source_sha256=article["source_sha256"],
            ),
            tuple(spans),
        )


def in_order(meetings: Iterable[Meeting]) -> list[Meeting]:
    """Meetings by date."""
    return sorted(meetings, key=lambda meeting: meeting.sorted_by)


def by_year(items: Iterable[Any]) -> Iterator[tuple[int | None, list[Any]]]:
    """Statements or meetings by the first year that their date can mean, None for those without a date."""
    years: dict[int | None, list[Any]] = defaultdict(list)
    for item in sorted(items, key=lambda item: item.sorted_by):
        day = item.sorted_by[0]
        years[None if day == LATEST else day.year].append(item)
    yield from sorted(years.items(), key=lambda pair: (pair[0] is None, pair[0] or 0))
