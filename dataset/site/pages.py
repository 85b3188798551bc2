"""The pages of the site: which there are, and what each is made from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from dataset.releasing import citation, datasheet_figures, manifest
from dataset.releasing.coverage import Coverage, measure, opened
from dataset.releasing.facts import sha256_of
from dataset.releasing.release_folder import read_text
from dataset.site import linked_data, markdown
from dataset.site.linked_data import Node
from dataset.site.network import Pair, pairs, specification
from dataset.site.tables import Row, Tables
from dataset.site.views import Views, by_year

RECORDS = "record"
"""Folder of the pages of records; a page is named after the id of its record, which is why it never moves."""

STANDING = 14
"""Pages that every site has, whatever is recorded: overview, lists, pictures, documents."""

NETWORK_HEIGHT = 500


@dataclass(frozen=True)
class Page:
    """A page: its path in the site, the template it is made with, and what that is given."""

    path: str
    template: str
    title: str
    description: str
    section: str
    linked_data: Node
    context: Mapping[str, Any]
    record: citation.Record | None = None

    @property
    def base(self) -> str:
        """What leads from the page to the root of the site."""
        return "../" * self.path.count("/")


class Pages:
    """All pages of a release."""

    def __init__(self, tables: Tables, sources: Path | None) -> None:
        self.tables = tables
        self.views = Views(tables, sources)

    def __iter__(self) -> Iterator[Page]:
        yield self._overview()
        yield from self._lists()
        yield from self._pictures()
        yield from self._documents()
        for table, make in self._kinds.items():
            for row in self.tables.rows[table]:
                yield make(row)
        for row in self.tables.rows["retired"]:
            yield self._tombstone(row)

    def __len__(self) -> int:
        return STANDING + sum(len(self.tables.rows[table]) for table in (*self._kinds, "retired"))

    @cached_property
    def coverage(self) -> Coverage:
        """What the release covers."""
        return measure(self.tables.folder)

    @cached_property
    def pairs(self) -> list[Pair]:
        """Who met whom."""
        return pairs(self.views)

    def _page(
        self, path: str, title: str, description: str, *, kind: str = "WebPage", **context: Any
    ) -> Page:
        """Return a page that is no record, made with the template of its name."""
        node = linked_data.page(self.tables, title, kind=kind)
        section = path.removesuffix(".html")
        return Page(path, path, title, description, section, node, context)

    # ---------------------------------------------------------------------------- overview and lists

    def _overview(self) -> Page:
        with opened(self.tables.folder) as connection:
            years = datasheet_figures.by_year(connection)
            outlets = datasheet_figures.by_outlet(connection)
            states = datasheet_figures.by_state(connection)
        about = self.tables.about
        return Page(
            "index.html",
            "index.html",
            about.title,
            str(self.tables.package.get("description", about.title)).split("\n")[0],
            "index",
            linked_data.dataset(self.tables, self.coverage),
            {
                "coverage": self.coverage,
                "description": self.tables.package.get("description", "").split("\n\n"),
                "years": markdown.render(years, name="By year"),
                "outlets": markdown.render(outlets, name="By outlet"),
                "states": markdown.render(states, name="By state"),
                "pairs": len(self.pairs),
            },
        )

    def _lists(self) -> Iterator[Page]:
        views, tables = self.views, self.tables
        yield self._page(
            "statements.html",
            "Statements",
            "Search what officials are reported to have said, by speaker, side, topic, act, date and words.",
            kind="CollectionPage",
        )
        yield self._page(
            "meetings.html",
            "Meetings",
            "Visits, talks, conferences and calls, with their derived status.",
            kind="CollectionPage",
            years=list(by_year(views.meetings.values())),
        )
        yield self._page(
            "officials.html",
            "Officials",
            "Everybody who speaks, takes part or is named, with posts.",
            kind="CollectionPage",
            officials=[
                (
                    row,
                    views.tenures("official_id", row["official_id"]),
                    len(views.statements_with("official_id", row["official_id"], "speaker")),
                    len(views.meetings_with("official_id", row["official_id"])),
                )
                for row in sorted(tables.rows["officials"], key=lambda row: row["name"])
            ],
        )
        yield self._page(
            "organizations.html",
            "Organizations",
            "States, ministries, bodies, parties, armed groups and outlets.",
            kind="CollectionPage",
            organizations=sorted(tables.rows["organizations"], key=lambda row: row["name"]),
        )
        yield self._page(
            "articles.html",
            "Articles",
            "The news articles that were coded, and how they were found.",
            kind="CollectionPage",
            articles=[
                (row, len(tables.group("statements", "article_id")[row["article_id"]]))
                for row in tables.rows["articles"]
            ],
        )

    # ------------------------------------------------------------------------------------- pictures

    def _pictures(self) -> Iterator[Page]:
        from dataset.site import charts

        views, tables = self.views, self.tables
        yield self._page(
            "timeline.html",
            "Timeline",
            "Meetings and statements by day.",
            chart=charts.timeline(views),
            years=list(by_year([*views.days(), *views.meetings.values()])),
        )
        yield self._page(
            "network.html",
            "Who met whom",
            "Parties that attended the same meetings.",
            chart=specification(views, self.pairs, NETWORK_HEIGHT),
            pairs=self.pairs,
        )
        topics = charts.matrix(views, {s.id: s.topics for s in views.statements.values()})
        acts = charts.matrix(
            views, {s.id: (s.row["speech_act"],) for s in views.statements.values()}
        )
        tables_of = []
        for name, vocabulary, parameter, found in (
            ("Topics", "topic", "topic", topics),
            ("Speech acts", "speech_act", "act", acts),
        ):
            labels = {value: tables.label(vocabulary, value) for value in found.values}
            picture = charts.heatmap(found, labels, parameter, name.removesuffix("s"))
            tables_of.append((name, vocabulary, parameter, found, picture))
        yield self._page(
            "topics.html",
            "Topics and speech acts",
            "What was spoken of, and what the words did, by year.",
            matrices=tables_of,
        )

    # ------------------------------------------------------------------------------------ documents

    def _documents(self) -> Iterator[Page]:
        tables = self.tables
        folder = tables.folder
        yield self._page(
            "codebook.html",
            "Codebook",
            "Every table, column and closed value of this version.",
            text=markdown.render(_without_title(read_text(folder / "DICTIONARY.md"))),
        )
        yield self._page(
            "datasheet.html",
            "Datasheet",
            "Coverage, sampling frame, missing values, agreement, rights and limits.",
            text=markdown.render(_without_title(read_text(folder / "DATASHEET.md"))),
        )
        yield self._page(
            "validation.html",
            "Validation report",
            "Every check that ran before this version was released, and what it found.",
            report=tables.validation,
            groups=_checks_by_table(tables.validation["runs"]),
        )
        yield self._page(
            "download.html",
            "Cite and download",
            "The files of this version with their checksums, and how to cite it.",
            files=_files(tables),
            changes=markdown.render(read_text(folder / "CHANGES.md"), down=1),
        )
        yield self._page(
            "about.html",
            "About this site",
            "What the site shows, what it never shows, and whose software is in it.",
            shares=[
                (row, self.views.excerpts.shares[row["article_id"]])
                for row in tables.rows["articles"]
            ],
        )

    # -------------------------------------------------------------------------------------- records

    @cached_property
    def _kinds(self) -> Mapping[str, Callable[[Row], Page]]:
        return {
            "statements": self._statement,
            "meetings": self._meeting,
            "officials": self._official,
            "tenures": self._tenure,
            "organizations": self._organization,
            "articles": self._article,
        }

    def _record(
        self, table: str, row: Row, title: str, description: str, node: Node, **context: Any
    ) -> Page:
        record_id = row[self.tables.key(table)]
        template = f"record_{table.removesuffix('s')}.html"
        context |= {"row": row, "evidence": self.views.evidence(table, record_id)}
        record = self.views.record(table, row)
        return Page(
            f"{RECORDS}/{record_id}.html",
            template,
            title,
            description,
            table,
            node,
            context,
            record,
        )

    def _statement(self, row: Row) -> Page:
        views = self.views
        found = views.statements[row["statement_id"]]
        speakers = ", ".join(dict.fromkeys(who.name for who in found.speakers))
        return self._record(
            "statements",
            row,
            f"Statement by {speakers}" if speakers else "Statement",
            f"{speakers or 'Somebody'}, as reported by {found.row['publisher']}"
            f"{f', {found.when}' if found.when else ''}.",
            linked_data.statement(views, found),
            statement=found,
            article=self.tables.find("articles", row["article_id"]),
            anchors=[
                anchor
                for anchor in self.tables.belonging("anchors", "statements", found.id)
                if anchor["role"] != "support"
            ],
            repeats=views.statements.get(row["utterance_id"] or ""),
            repeated=views.statements_where("utterance_id", found.id),
            inside=views.statements.get(row["parent_statement_id"] or ""),
            holds=views.statements_where("parent_statement_id", found.id),
        )

    def _meeting(self, row: Row) -> Page:
        views = self.views
        found = views.meetings[row["meeting_id"]]
        reports = self.tables.group("meeting_reports", "meeting_id")[found.id]
        return self._record(
            "meetings",
            row,
            row["title"],
            f"{row['title']}{f', {found.when}' if found.when else ''}:"
            f" {self.tables.label('meeting_status', row['status']).lower()}.",
            linked_data.meeting(views, found),
            meeting=found,
            reports=[(self.tables.find("articles", r["article_id"]), r) for r in reports],
            inner=views.parts_of(found.id),
            said_there=views.statements_where("said_at_meeting_id", found.id),
            said_about=views.statements_where("about_meeting_id", found.id),
        )

    def _official(self, row: Row) -> Page:
        views, record_id = self.views, row["official_id"]
        return self._record(
            "officials",
            row,
            row["name"],
            f"{row['name']}: posts, names, statements and meetings.",
            linked_data.official(views, row),
            names=self.tables.belonging("names", "officials", record_id),
            tenures=views.tenures("official_id", record_id),
            said=views.statements_with("official_id", record_id, "speaker"),
            heard=views.statements_with(
                "official_id", record_id, "addressee", "recipient", "relayer"
            ),
            meetings=views.meetings_with("official_id", record_id),
        )

    def _tenure(self, row: Row) -> Page:
        views, record_id = self.views, row["tenure_id"]
        holder = self.tables.name("officials", row["official_id"])
        return self._record(
            "tenures",
            row,
            f"{holder}, {row['title']}",
            f"{holder} as {row['title']}.",
            linked_data.tenure(views, row),
            holder=holder,
            organization=self.tables.name("organizations", row["organization_id"]),
            said=views.statements_with("tenure_id", record_id, "speaker"),
            meetings=views.meetings_with("tenure_id", record_id),
        )

    def _organization(self, row: Row) -> Page:
        views, tables, record_id = self.views, self.tables, row["organization_id"]
        return self._record(
            "organizations",
            row,
            row["name"],
            f"{row['name']}: {tables.label('organization_classification', row['classification']).lower()}.",
            linked_data.organization(views, row),
            names=tables.belonging("names", "organizations", record_id),
            parent=tables.find("organizations", row["parent_id"]),
            inner=tables.group("organizations", "parent_id")[record_id],
            tenures=views.tenures("organization_id", record_id),
            said=views.statements_with("organization_id", record_id, "speaker"),
            heard=views.statements_with(
                "organization_id", record_id, "addressee", "recipient", "relayer"
            ),
            meetings=views.meetings_with("organization_id", record_id),
            articles=tables.group("articles", "publisher_id")[record_id],
        )

    def _article(self, row: Row) -> Page:
        views, tables, record_id = self.views, self.tables, row["article_id"]
        statements = [
            views.statements[r["statement_id"]]
            for r in tables.group("statements", "article_id")[record_id]
        ]
        reports = tables.group("meeting_reports", "article_id")[record_id]
        return self._record(
            "articles",
            row,
            row["title"],
            f"What {tables.name('organizations', row['publisher_id'])} reports in this article.",
            linked_data.article(views, row),
            publisher=tables.name("organizations", row["publisher_id"]),
            origin=tables.name("organizations", row["text_origin_id"]),
            collection=tables.find("collections", row["collection_id"]),
            credits=tables.group("article_credits", "article_id")[record_id],
            share=views.excerpts.shares[record_id],
            statements=sorted(statements, key=lambda statement: statement.row["sequence"]),
            reports=[(views.meetings[r["meeting_id"]], r) for r in reports],
        )

    def _tombstone(self, row: Row) -> Page:
        title = f"{row['retired_id']} is retired"
        path = f"{RECORDS}/{row['retired_id']}.html"
        node = linked_data.page(self.tables, title, "../")
        return Page(path, "record_retired.html", title, row["note"], "index", node, {"row": row})


def _without_title(text: str) -> str:
    """A document without its first line, which the page has as its own heading."""
    return text.split("\n", 1)[1]


def _checks_by_table(
    runs: Sequence[Mapping[str, Any]],
) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """Checks by what comes before the first dot of their names; those without one come first, together."""
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for run in runs:
        name = str(run["check"])
        groups.setdefault(name.partition(".")[0] if "." in name else "", []).append(run)
    return sorted(groups.items())


def _files(tables: Tables) -> list[tuple[str, int, int | None, str]]:
    """Name, bytes, rows (of tables) and SHA-256 of every file of the release, tables first."""
    said = tables.manifest
    found: list[tuple[str, int, int | None, str]] = [
        (f"{name}.parquet", entry.bytes, entry.rows, entry.sha256)
        for name, entry in said.tables.items()
    ]
    found += [(name, entry.bytes, None, entry.sha256) for name, entry in said.files.items()]
    for name in (manifest.NAME, manifest.SUMS):
        path = tables.folder / name
        found.append((name, path.stat().st_size, None, sha256_of(path)))
    return found
