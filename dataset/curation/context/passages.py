"""The source text around the spans of a statement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dataset.curation.context.material import Material
from dataset.curation.context.shapes import Anchor, Passage
from validation.quote_proof import Span

REACH = 100
"""Code points of source text that are shown on either side of a content."""


NARROW_REACH = 40
"""The same for a cue or label that stands apart from its content."""


def passages(material: Material, article_id: str, anchors: Iterable[Anchor]) -> Iterator[Passage]:
    """The words around the content, and those around a cue or speaker that stands far from it."""
    source = material.proof.articles.get(article_id)
    if source is None:
        return
    reaches = {"content": REACH, "cue": NARROW_REACH, "speaker": NARROW_REACH}
    windows = sorted(
        window(source.text, Span(anchor.at.start, anchor.at.end), reaches[anchor.role])
        for anchor in anchors
        if anchor.role in reaches
    )
    for stretch in _merged(windows):
        yield Passage(
            stretch.start,
            stretch.end,
            source.text.count("\n", 0, stretch.start) + 1,
            source.text[stretch.start : stretch.end],
            begins_source=stretch.start == 0,
            ends_source=stretch.end == len(source.text),
        )


def window(text: str, span: Span, reach: int) -> Span:
    """Widen a span by up to `reach` on either side, to whole words."""
    start, end = max(0, span.start - reach), min(len(text), span.end + reach)
    while 0 < start < span.start and not (text[start - 1].isspace() and not text[start].isspace()):
        start += 1
    while span.end < end < len(text) and not (text[end].isspace() and not text[end - 1].isspace()):
        end -= 1
    return Span(start, end)


def _merged(windows: Iterable[Span]) -> list[Span]:
    """Join windows that overlap or leave no more than a few words between them."""
    merged: list[Span] = []
    for span in windows:
        if merged and span.start <= merged[-1].end + NARROW_REACH:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged
