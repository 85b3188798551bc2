"""What candidates are made from: an article's text with its regions, and what the registries hold."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from scripts.extract.dates import dates_in
from scripts.extract.quotations import attributes, find_quotations
from scripts.extract.text import Text, find_sentences, read
from validation.article_proof import Region
from validation.index import Index
from validation.quote_proof import Span

BODY = "body"
HEADLINE = "headline"
CODED = (HEADLINE, BODY)
"""Regions in which statements may lie."""

DIRECT, MIXED, INDIRECT = "direct", "mixed", "indirect"
"""How much of a content stands in quotation marks: all, some, none."""

_LONGEST_HEADLINE = 160
_PARAGRAPH = re.compile(r"[^\n\r]*\S[^\n\r]*")


@dataclass(frozen=True)
class Material:
    """An article. `published` is its day if it is known to the day; with `is_guessed` the regions are no curator's."""

    article_id: str
    text: str
    regions: tuple[Region, ...]
    index: Index
    language: str = "en"
    published: date | None = None
    is_guessed: bool = False

    @property
    def spans(self) -> list[Span]:
        """All regions."""
        return [region.span for region in self.regions]

    def visible(self) -> str:
        """The text with everything blanked out in which no statement may lie; offsets stay.

        A break stands at either end of what was blanked, so that no sentence runs across it.
        """
        kept = bytearray(len(self.text))
        for region in self.regions:
            if region.kind in CODED:
                kept[region.span.start : region.span.end] = b"\1" * (
                    region.span.end - region.span.start
                )
        parts = []
        at = 0
        while at < len(kept):
            end = kept.find(0 if kept[at] else 1, at)
            end = len(kept) if end < 0 else end
            parts.append(self.text[at:end] if kept[at] else _blank(end - at))
            at = end
        return "".join(parts)


def _blank(length: int) -> str:
    return "\n" if length == 1 else f"\n{' ' * (length - 2)}\n"


def guessed_regions(text: str) -> tuple[Region, ...]:
    """Headline and body of a text that nobody has looked at: a short first line without a full stop, and the rest."""
    paragraphs = [Span(*match.span()) for match in _PARAGRAPH.finditer(text)]
    if not paragraphs:
        return ()
    first = paragraphs[0]
    words = text[first.start : first.end].strip()
    if len(paragraphs) == 1 or len(words) > _LONGEST_HEADLINE or words.endswith((".", "”", '"')):
        return (Region(BODY, Span(first.start, paragraphs[-1].end)),)
    body = Span(paragraphs[1].start, paragraphs[-1].end)
    return (Region(HEADLINE, first), Region(BODY, body))


@dataclass
class Reading:
    """Sentences, quotations and the opening paragraph of an article, as spans of its text."""

    material: Material
    sentences: list[Span] = field(default_factory=list)
    quotations: list[Span] = field(default_factory=list)
    lead: Span | None = None

    def __post_init__(self) -> None:
        self._text = _read(self.material.visible())
        self.sentences = [Span(*self._text.span(*s)) for s in self._text.sentences]
        self._ends = [sentence.end for sentence in self.sentences]
        self.quotations = sorted(
            Span(*self._text.span(q.first, q.last)) for q in self._text.quotations
        )
        body = next((r.span for r in self.material.regions if r.kind == BODY), None)
        paragraphs = (Span(*self._text.span(*p)) for p in self._text.paragraphs)
        self.lead = next((p for p in paragraphs if body is not None and body.contains(p)), None)

    def sentence_at(self, offset: int) -> int:
        """Number of the sentence in which a code point lies, or the next one."""
        number = bisect_right(self._ends, offset)
        return min(number, len(self._ends) - 1)

    def location(self, content: Span) -> str:
        """Where a statement stands, by the first words of its content: headline, lead or body."""
        regions = self.material.regions
        if any(r.kind == HEADLINE and r.span.contains(content) for r in regions):
            return HEADLINE
        return "lead" if self.lead is not None and self.lead.overlaps(content) else BODY

    def quoted(self, mode: str, content: Sequence[Span]) -> tuple[str, list[str]]:
        """Type and quoted words that go together, as the quote proof wants them.

        `mode` direct and indirect are taken as they are; mixed is found out from the quotation marks.
        """
        text = self.material.text
        if mode == INDIRECT:
            return INDIRECT, []
        if mode == DIRECT:
            return DIRECT, [text[s.start : s.end] for s in content]
        inside = [
            part
            for span in content
            for part in self._inside(span)
            if any(text[at].isalnum() for at in range(part.start, part.end))
        ]
        if not inside:
            return INDIRECT, []
        covered = all(
            any(part.start <= at < part.end for part in inside)
            for span in content
            for at in range(span.start, span.end)
            if text[at].isalnum()
        )
        return DIRECT if covered else MIXED, [text[s.start : s.end] for s in inside]

    def _inside(self, span: Span) -> Iterator[Span]:
        """What of a content stands in quotation marks."""
        text = self.material.text
        for quotation in self.quotations:
            start, end = max(span.start, quotation.start), min(span.end, quotation.end)
            if start < end:
                words = text[start:end]
                start += len(words) - len(words.lstrip())
                yield Span(start, start + len(words.strip()))

    def dates(self, sentence: int) -> Iterator[tuple[Span, str]]:
        """Dates in a sentence: their first word, and what they mean by the day of publication."""
        first, last = self._text.sentences[sentence]
        for token, value in dates_in(
            self._text, first, last, self.material.published, future=False
        ):
            yield Span(*self._text.span(token, token)), value


def _read(raw: str) -> Text:
    text = read(raw)
    find_quotations(text)
    find_sentences(text, attributes)
    return text
