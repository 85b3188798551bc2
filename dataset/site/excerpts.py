"""Contents of statements with the words around them, and never an article's body.

A release holds no article. What it publishes is put back into its place: contents, cues and speakers as printed. Where
the source texts are at hand, and are those that the release names by their hash, a content gets a few words of context
on either side; how few depends on how much of the article can be read already (docs/site.md).
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Literal, TypeAlias

from dataset.building.rights import covered
from dataset.curation.context.passages import window
from dataset.site.tables import Row, Tables
from validation.quote_proof import Span

REACHES = (40, 30, 20, 10, 0)
"""Code points of context on either side of a content that are tried, whole words only."""

MOST_SHOWN = 0.9
"""Context never makes more of an article readable than this share; what the tables publish is not taken back."""

JOINT = 2
"""Pieces that no more than a blank or two apart are printed as one text."""

Role: TypeAlias = Literal["content", "cue", "speaker", "context", "gap"]


@dataclass(frozen=True)
class Piece:
    """Words of an excerpt and what they are; a gap has none, it stands for words that are not shown."""

    role: Role
    text: str = ""


@dataclass(frozen=True)
class Share:
    """How much of an article the site shows: code points, of so many, with so much context around each content."""

    shown: int
    published: int
    chars: int
    reach: int


@dataclass(frozen=True)
class _Piece:
    span: Span
    text: str
    role: Role


class Excerpts:
    """Excerpts of all statements of a release; `sources` is the folder of the source texts, if there is one."""

    most_reach = REACHES[0]
    most_shown = MOST_SHOWN

    def __init__(self, tables: Tables, sources: Path | None) -> None:
        self._tables = tables
        self._pieces = {
            row["statement_id"]: _published(tables, row) for row in tables.rows["statements"]
        }
        self._texts = dict(_texts(tables, sources)) if sources else {}
        self.shares = {row["article_id"]: self._share(row) for row in tables.rows["articles"]}

    def of(self, statement: Row) -> tuple[Piece, ...]:
        """The content of a statement in its place: cue and speaker before or behind it, context, gaps between."""
        pieces = self._pieces[statement["statement_id"]]
        if not any(piece.role == "content" for piece in pieces):
            return (Piece("content", statement["content"]),)
        article_id = statement["article_id"]
        reach = self.shares[article_id].reach
        context = [
            _Piece(around, self._texts[article_id][around.start : around.end], "context")
            for around in self._windows(article_id, pieces, reach)
        ]
        return tuple(_in_order([*pieces, *context], _regions(self._tables, article_id)))

    def has_context(self, article_id: str) -> bool:
        """Whether the source text of an article was at hand."""
        return article_id in self._texts

    def spans(self, article_id: str) -> list[Span]:
        """Everything of an article that the pages may show, in its place: what is published, and the context."""
        pieces = [
            piece
            for row in self._tables.group("statements", "article_id")[article_id]
            for piece in self._pieces[row["statement_id"]]
        ]
        around = self._windows(article_id, pieces, self.shares[article_id].reach)
        return sorted([*_words_published(self._tables, article_id), *around])

    def _share(self, article: Row) -> Share:
        """Choose the widest reach that leaves enough of the article unread."""
        article_id = article["article_id"]
        regions = _regions(self._tables, article_id)
        chars = sum(region.end - region.start for region in regions)
        published = _words_published(self._tables, article_id)
        pieces = [
            piece
            for row in self._tables.group("statements", "article_id")[article_id]
            for piece in self._pieces[row["statement_id"]]
        ]
        own = covered(published, regions)
        shown, reach = own, 0
        for reach in REACHES if article_id in self._texts else (0,):
            shown = covered([*published, *self._windows(article_id, pieces, reach)], regions)
            if shown <= MOST_SHOWN * chars:
                break
        return Share(shown, own, chars, reach)

    def _windows(self, article_id: str, pieces: Iterable[_Piece], reach: int) -> Iterator[Span]:
        """The stretches around contents, each within the region (headline, caption, body) that holds the content."""
        text = self._texts.get(article_id)
        if text is None or reach == 0:
            return
        regions = _regions(self._tables, article_id)
        for piece in pieces:
            home = next((r for r in regions if r.start <= piece.span.start < r.end), None)
            if piece.role == "content" and home is not None:
                wide = window(text[: home.end], piece.span, reach)
                yield Span(max(wide.start, home.start), wide.end)


def _texts(tables: Tables, sources: Path) -> Iterator[tuple[str, str]]:
    """Texts of the articles whose source is there, byte for byte the one that the release was made from."""
    for row in tables.rows["articles"]:
        path = sources / row["source_file"]
        if path.is_symlink() or not path.is_file() or path.parent != sources:
            continue
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() == row["source_sha256"]:
            yield row["article_id"], data.decode("utf-8")


def _published(tables: Tables, statement: Row) -> tuple[_Piece, ...]:
    """What the tables publish of a statement and its place: segments of the content, cue, speakers as printed."""
    record_id = statement["statement_id"]
    labels = {
        row["sequence"]: row["label"]
        for row in tables.group("statement_parties", "statement_id")[record_id]
        if row["role"] == "speaker"
    }
    found = []
    for anchor in tables.belonging("anchors", "statements", record_id):
        texts: dict[str, tuple[Role, str | None]] = {
            "content": ("content", anchor["exact"]),
            "cue": ("cue", statement["cue"]),
            "speaker": ("speaker", labels.get(anchor["segment"])),
        }
        role, text = texts.get(anchor["role"], ("gap", None))
        span = Span(anchor["start"], anchor["end"])
        if text is not None and len(text) == span.end - span.start:
            found.append(_Piece(span, text, role))
    return tuple(found)


def _words_published(tables: Tables, article_id: str) -> list[Span]:
    """Spans of an article whose words stand in the tables, as the rights guard counts them (docs/rights.md)."""
    spans = [
        Span(row["start"], row["end"])
        for row in tables.group("anchors", "article_id")[article_id]
        if row["role"] != "support"
    ]
    spans += [
        Span(row["start"], row["end"]) for row in tables.group("mentions", "article_id")[article_id]
    ]
    spans += [
        Span(row["start"], row["end"])
        for row in tables.group("article_regions", "article_id")[article_id]
        if row["kind"] == "headline"
    ]
    return spans


def _regions(tables: Tables, article_id: str) -> list[Span]:
    rows = tables.group("article_regions", "article_id")[article_id]
    return [Span(row["start"], row["end"]) for row in rows]


RANK: Mapping[Role, int] = {"content": 0, "cue": 1, "speaker": 2, "context": 3, "gap": 4}


def _in_order(pieces: Sequence[_Piece], regions: Iterable[Span]) -> Iterator[Piece]:
    """Cut overlapping pieces at their edges, keep the weightiest role of each stretch, put gaps between.

    A gap stands for words that are left out: none are before the beginning or after the end of a region.
    """
    edges = sorted({edge for piece in pieces for edge in (piece.span.start, piece.span.end)})
    stretches: dict[int, list[_Piece]] = defaultdict(list)
    for piece in pieces:
        for start in edges:
            if piece.span.start <= start < piece.span.end:
                stretches[start].append(piece)
    run: list[Piece] = []
    at: int | None = None
    for start, end in pairwise(edges):
        if not stretches[start]:
            continue
        if at is not None and start > at:
            run.append(Piece("context", " ") if start - at <= JOINT else Piece("gap"))
        best = min(stretches[start], key=lambda piece: RANK[piece.role])
        first = start - best.span.start
        run.append(Piece(best.role, best.text[first : first + end - start]))
        at = end
    is_cut = edges[0] not in {region.start for region in regions}
    goes_on = edges[-1] not in {region.end for region in regions}
    yield from _joined([Piece("gap")] * is_cut + run + [Piece("gap")] * goes_on)


def _joined(run: Iterable[Piece]) -> Iterator[Piece]:
    """Join neighbours of one role."""
    last: Piece | None = None
    for piece in run:
        if last is not None and last.role == piece.role != "gap":
            last = Piece(last.role, last.text + piece.text)
            continue
        if last is not None:
            yield last
        last = piece
    if last is not None:
        yield last
