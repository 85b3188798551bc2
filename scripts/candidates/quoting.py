"""Words as a curator would quote them: alone where they stand once, else with the words beside them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from dataset.curation.yaml_reader import NEVER, Tree
from scripts.candidates.material import Material
from validation.quote_proof import Miss, Span, locate, locate_near

MOST_BESIDE = 8
"""Words beside a quotation that are tried, on either side."""

_WORD = re.compile(r"\S+\s*")
_WORD_BACKWARDS = re.compile(r"\s*\S+\Z")

Find = Callable[[str, str, str], "Span | Miss"]
"""Finds words by themselves, the words before and the words after them."""


def segments(material: Material, spans: Sequence[Span]) -> Tree | None:
    """The content of a statement, one text or a list; None where words cannot be quoted so that they are found."""
    quotes = [quote(material.text, span, _anywhere(material)) for span in spans]
    if any(one is None for one in quotes):
        return None
    return quotes[0] if len(quotes) == 1 else list(quotes)


def near(
    material: Material, span: Span, target: Sequence[Span], avoid: Sequence[Span] = ()
) -> Tree | None:
    """A cue or label, found by what it belongs to; None where it cannot be quoted so that it is found."""

    def find(exact: str, prefix: str, suffix: str) -> Span | Miss:
        return locate_near(
            material.text, exact, prefix, suffix, target, avoid=avoid, within=material.spans
        )

    return quote(material.text, span, find)


def evidence(material: Material, span: Span) -> Tree | None:
    """Words quoted as evidence, which stand once in the whole source."""

    def find(exact: str, prefix: str, suffix: str) -> Span | Miss:
        return locate(material.text, exact, prefix, suffix)

    return quote(material.text, span, find)


def _anywhere(material: Material) -> Find:
    def find(exact: str, prefix: str, suffix: str) -> Span | Miss:
        return locate(material.text, exact, prefix, suffix, material.spans)

    return find


def quote(text: str, span: Span, find: Find) -> Tree | None:
    """The words of a span so quoted that they are found in this very place; None if no few words beside them help."""
    exact = text[span.start : span.end]
    if exact != exact.strip() or NEVER.search(exact):
        return None
    if find(exact, "", "") == span:
        return exact
    for prefix, suffix in _beside(text, span):
        if not NEVER.search(prefix + suffix) and find(exact, prefix, suffix) == span:
            beside = {"prefix": prefix, "suffix": suffix}
            return {"exact": exact, **{name: words for name, words in beside.items() if words}}
    return None


def _beside(text: str, span: Span) -> Iterator[tuple[str, str]]:
    """Words after, then words before, one more each time, then both."""
    after, before = list(_after(text, span)), list(_before(text, span))
    yield from (("", suffix) for suffix in after)
    yield from ((prefix, "") for prefix in before)
    yield from zip(before, after, strict=False)


def _after(text: str, span: Span) -> Iterator[str]:
    blanks = len(text[span.end : span.end + 40]) - len(text[span.end : span.end + 40].lstrip())
    end = span.end + blanks
    for _ in range(MOST_BESIDE):
        match = _WORD.match(text, end)
        if match is None:
            return
        end = match.end()
        yield text[span.end : end].rstrip()


def _before(text: str, span: Span) -> Iterator[str]:
    start = span.start
    for _ in range(MOST_BESIDE):
        match = _WORD_BACKWARDS.search(text[max(0, start - 200) : start].rstrip())
        if match is None:
            return
        start = max(0, start - 200) + match.start()
        yield text[start : span.start].lstrip()
