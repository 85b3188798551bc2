"""The stub of an article: what is known before it is coded, in the canonical form of the records."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from dataset.curation.canonical import rendered
from dataset.curation.comments import Attached
from dataset.curation.kinds import KINDS
from dataset.curation.yaml_reader import NEVER, Tree, load
from schema.articles import Article
from scripts.ingest import quoting
from scripts.ingest.stories import Part
from validation.article_proof import prove
from validation.findings import FieldPath, printable
from validation.quote_proof import Span
from validation.records import Entry, RecordSet

_KIND = KINDS["articles"]
_COMMENT = 300
"""Characters of a comment; longer words of a page are cut in the middle."""


@dataclass
class Stub:
    """The fields of an article, and comments by the field they stand above."""

    fields: dict[str, Tree] = field(default_factory=dict)
    comments: dict[str, list[str]] = field(default_factory=dict)

    def remark(self, name: str, words: str) -> None:
        """Put a comment above a field that is written, or at the head of the file for an empty name."""
        self.comments.setdefault(name, []).append(words)

    @property
    def id(self) -> str:
        """The id of the article."""
        return str(self.fields["id"])

    def text(self) -> str:
        """The stub as its file holds it. A field that a person has to fill in is null."""
        tree: Tree = dict(self.fields)
        above: dict[FieldPath, list[str]] = {}
        for name, remarks in self.comments.items():
            above[name,] = [f"# {_on_one_line(remark)}" for remark in remarks]
        head = above.pop(("",), [])
        above["id",] = [*head, "", *above.get(("id",), [])]
        return rendered(_KIND, load("{}\n", "stub"), tree, Attached(above=above))


def _on_one_line(words: str) -> str:
    return printable(re.sub(r"\s+", " ", words).strip(), _COMMENT)


def regions(text: str, parts: Sequence[Part]) -> tuple[list[dict[str, Tree]], list[Part]]:
    """The regions of an article, and the parts that cannot be one: no record can hold their words."""
    found: list[dict[str, Tree]] = []
    refused: list[Part] = []
    at = 0
    for part in parts:
        words = quoting.region(text, part.start, part.end, at)
        if words is None:
            refused.append(part)
            continue
        found.append({"kind": part.kind, **words})
        at = part.end
    return found, refused


def can_be_held(words: str) -> bool:
    """Whether a record can hold these words."""
    return NEVER.search(words) is None and bool(words.strip())


def problems(stub: Stub, name: str, data: bytes, parts: Sequence[Part]) -> list[str]:
    """What the quote proof finds in a stub before it is written, and regions that it would place elsewhere.

    Fields that a person has to fill in are passed over.
    """
    known = {key: value for key, value in stub.fields.items() if value is not None}
    record = Article.model_validate({"title": "?", "publisher_id": "unknown", **known})
    entry = Entry(stub.id, record, name, ())
    proof = prove(RecordSet(articles=[entry], sources={record.source_file: data}))
    told = [
        f"{finding.code} {finding.message} ({finding.found})"
        for finding in proof.report.findings
        if not (finding.code == "QUO013" and stub.fields.get("title") is None)
    ]
    placed = proof.articles[stub.id].regions if stub.id in proof.articles else []
    wanted = [(part.kind, Span(part.start, part.end)) for part in parts]
    if [(region.kind, region.span) for region in placed] != wanted and not told:
        told.append("a region is found in another place")
    return told
