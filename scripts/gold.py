"""The curated records as standoff gold: what the extractor is measured against.

One object for each source file (several articles may share one), in the form of `scripts.extract.extract`. Spans come
from the table `anchors`, which the build proves against the sources.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
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
    articles = {row["article_id"]: row for row in rows("articles")}
    files: dict[str, list[str]] = defaultdict(list)
    for article_id, row in articles.items():
        files[row["source_file"]].append(article_id)
    spans = _spans(rows("anchors"))
    parties = _speakers(rows("statement_parties"))
    names = {row["official_id"]: row["name"] for row in rows("officials")}
    statements: dict[str, list[Row]] = defaultdict(list)
    for row in rows("statements"):
        statements[articles[row["article_id"]]["source_file"]].append(
            _statement(row, spans, parties, names)
        )
    return [
        {
            "article_id": Path(file).stem,
            "text": (sources / file).read_bytes().decode("utf-8"),
            "published": min(
                (str(p) for a in ids if (p := articles[a]["published_earliest"])), default=None
            ),
            "statements": sorted(
                statements[file], key=lambda s: (s["content"][0], s["cue"] or [0, 0])
            ),
        }
        for file, ids in sorted(files.items())
    ]


def _spans(anchors: Iterable[Row]) -> dict[tuple[str, str], list[list[int]]]:
    """Statement id and role to its spans, in the order of the segments."""
    found: dict[tuple[str, str], list[tuple[int, int, int]]] = defaultdict(list)
    for row in anchors:
        if row["record_table"] == "statements":
            found[row["record_id"], row["role"]].append((row["segment"], row["start"], row["end"]))
    return {key: [[a, b] for _, a, b in sorted(rows)] for key, rows in found.items()}


def _speakers(parties: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in parties:
        if row["role"] == "speaker":
            found[row["statement_id"]].append(row)
    return {key: sorted(rows, key=lambda row: row["sequence"]) for key, rows in found.items()}


def _statement(
    row: Row,
    spans: dict[tuple[str, str], list[list[int]]],
    parties: dict[str, list[Row]],
    names: dict[str, str],
) -> Row:
    statement_id = row["statement_id"]
    speaker = spans.get((statement_id, "speaker"), [])
    cue = spans.get((statement_id, "cue"), [])
    official = next(
        (p["official_id"] for p in parties.get(statement_id, []) if p["official_id"]), None
    )
    return {
        "statement_id": statement_id,
        # Speakers printed side by side ("Iran, Iraq") are one span.
        "speaker": [min(a for a, _ in speaker), max(b for _, b in speaker)] if speaker else None,
        "speaker_id": official,
        "speaker_name": names.get(official) if official else None,
        "cue": cue[0] if cue else None,
        "content": spans[statement_id, "content"],
        "mode": row["quote_type"],
        "tags": ["nested"] if row["parent_statement_id"] else [],
    }
