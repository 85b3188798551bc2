"""The curated records as standoff gold: what an engine is measured against.

One object for each source file (several articles may share one), in the form of `scripts.standoff.form.Given`. Spans
come from the table `anchors`, which the build proves against the sources.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

Row = dict[str, Any]
Rows = Callable[[str], Iterable[Row]]
"""Gives the rows of a table by its name."""


def rows_of(folder: Path | None = None) -> Rows:
    """Rows of the built tables in a folder, or in the checkout's own; errors as in `dataset.load`."""
    from dataset.loader import load

    return lambda table: load(table, folder).to_pylist()


def gold_objects(rows: Rows, sources: Path) -> list[Row]:
    """The gold of every source file, in the order of their names.

    `sources` is the folder with the source files; FileNotFoundError where one is missing.
    """
    files: dict[str, list[Row]] = defaultdict(list)
    for row in rows("articles"):
        files[row["source_file"]].append(row)
    tables = _Tables(rows)
    return [_object(file, files[file], tables, sources) for file in sorted(files)]


def _object(file: str, articles: list[Row], tables: _Tables, sources: Path) -> Row:
    ids = {row["article_id"] for row in articles}
    statements = [s for row in articles for s in tables.statements(row["article_id"])]
    days = [row["published_earliest"] for row in articles if row["published_earliest"]]
    return {
        "article_id": Path(file).stem,
        "text": (sources / file).read_bytes().decode("utf-8"),
        "published": min(map(str, days), default=None),
        "statements": sorted(statements, key=lambda s: (s["content"][0], s["cue"] or [0, 0])),
        "officials": list(tables.officials(ids)),
        "meetings": list(tables.meetings(ids)),
    }


class _Tables:
    """The tables, grouped as the gold needs them."""

    def __init__(self, rows: Rows) -> None:
        self._statements = _grouped(rows("statements"), "article_id")
        self._spans = _spans(rows("anchors"))
        self._speakers = _grouped(
            sorted(
                (row for row in rows("statement_parties") if row["role"] == "speaker"),
                key=lambda row: row["sequence"],
            ),
            "statement_id",
        )
        self._officials = {row["official_id"]: row for row in rows("officials")}
        self._organizations = {row["organization_id"]: row["name"] for row in rows("organizations")}
        self._tenures = _grouped(rows("tenures"), "official_id")
        self._printed = {
            (row["record_id"], row["field"], row["article_id"])
            for row in rows("evidence")
            if row["stance"] == "supports" and row["accepted"]
        }
        self._reports = _grouped(rows("meeting_reports"), "article_id")
        self._meetings = {row["meeting_id"]: row for row in rows("meetings")}
        self._participants = _grouped(
            sorted(rows("participants"), key=lambda row: row["sequence"]), "meeting_id"
        )
        self._mentions = _grouped(rows("mentions"), "article_id")
        self._forms: dict[tuple[str, str], list[str]] = defaultdict(list)
        for row in rows("names"):
            self._forms[row["record_table"], row["record_id"]].append(row["name"])

    def statements(self, article_id: str) -> Iterator[Row]:
        """The statements of an article."""
        for row in self._statements[article_id]:
            yield self._statement(row)

    def _statement(self, row: Row) -> Row:
        statement_id = row["statement_id"]
        speaker = self._spans.get((statement_id, "speaker"), [])
        cue = self._spans.get((statement_id, "cue"), [])
        parties = self._speakers[statement_id]
        official = next((p["official_id"] for p in parties if p["official_id"]), None)
        return {
            "statement_id": statement_id,
            # Speakers printed side by side ("Iran, Iraq") are one span.
            "speaker": [min(a for a, _ in speaker), max(b for _, b in speaker)]
            if speaker
            else None,
            "speaker_id": official,
            "speaker_name": self._officials[official]["name"] if official else None,
            "speaker_forms": self._forms["officials", official] if official else [],
            "cue": cue[0] if cue else None,
            "content": self._spans[statement_id, "content"],
            "mode": row["quote_type"],
            "tags": ["nested"] if row["parent_statement_id"] else [],
        }

    def officials(self, articles: set[str]) -> Iterator[Row]:
        """Every person whom the articles name, with every place where a name of his stands.

        Titles and country are those for which the evidence quotes one of the articles: what they do not print, nobody
        can find in them.
        """
        spans: dict[str, set[tuple[int, int]]] = defaultdict(set)
        for row in (row for article in articles for row in self._mentions[article]):
            if row["record_table"] == "officials" and row["form"] == "name":
                spans[row["record_id"]].add((row["start"], row["end"]))
        for official in sorted(spans, key=lambda official: min(spans[official])):
            row = self._officials[official]
            titles = [
                tenure["title"]
                for tenure in self._tenures[official]
                if self._is_printed(tenure["tenure_id"], "title", articles)
            ]
            yield {
                "id": official,
                "name": row["name"],
                "forms": self._forms["officials", official],
                "title": titles[0] if titles else None,
                "titles": titles,
                "country": row["iso3"] if self._is_printed(official, "iso3", articles) else None,
                "spans": [list(span) for span in sorted(spans[official])],
            }

    def _is_printed(self, record: str, field: str, articles: set[str]) -> bool:
        return any((record, field, article) in self._printed for article in articles)

    def meetings(self, articles: set[str]) -> Iterator[Row]:
        """Every meeting that the articles report, once, as they report it.

        A participant is a person whom one of them prints as such; other parties are told apart (`others`).
        """
        seen: set[str] = set()
        for report in (row for article in sorted(articles) for row in self._reports[article]):
            meeting = self._meetings[report["meeting_id"]]
            if report["meeting_id"] in seen:
                continue
            seen.add(report["meeting_id"])
            parties = self._participants[report["meeting_id"]]
            persons = [p for p in parties if p["official_id"] and p["article_id"] in articles]
            yield {
                "meeting_id": report["meeting_id"],
                "kind": meeting["kind"],
                "status": report["reported_status"],
                "date": report["reported_start"],
                "place": report["reported_place"],
                "participants": [self._officials[p["official_id"]]["name"] for p in persons],
                "participant_forms": [self._person_forms(p) for p in persons],
                "others": [form for p in parties if p not in persons for form in self._other(p)],
            }

    def _person_forms(self, party: Row) -> list[str]:
        return [*self._forms["officials", party["official_id"]], party["label"]]

    def _other(self, party: Row) -> Iterator[str]:
        """How a party that need not be found may be called."""
        if party["official_id"]:
            yield self._officials[party["official_id"]]["name"]
            yield from self._forms["officials", party["official_id"]]
        elif party["organization_id"]:
            yield self._organizations[party["organization_id"]]
            yield from self._forms["organizations", party["organization_id"]]
        if party["label"]:
            yield party["label"]


def _grouped(rows: Iterable[Row], column: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[column]].append(row)
    return found


def _spans(anchors: Iterable[Row]) -> dict[tuple[str, str], list[list[int]]]:
    """Statement id and role to its spans, in the order of the segments."""
    found: dict[tuple[str, str], list[tuple[int, int, int]]] = defaultdict(list)
    for row in anchors:
        if row["record_table"] == "statements":
            found[row["record_id"], row["role"]].append((row["segment"], row["start"], row["end"]))
    return {key: [[a, b] for _, a, b in sorted(rows)] for key, rows in found.items()}
