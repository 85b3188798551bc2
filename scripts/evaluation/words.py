"""Word tokens of a text: the unit in which contents, cues and speakers are compared.

Punctuation and quotation marks are no words, so a lost mark or full stop costs nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

Span = tuple[int, int]

_WORD = re.compile(r"\w+(?:['’-]\w+)*")
# What follows the head of a noun phrase: an apposition, a parenthesis, a preposition or a relative clause.
_FOLLOWS_HEAD = re.compile(
    r",|\(|—|--|\s(?:and|at|behind|by|for|from|in|near|of|on|that|to|which|who|whom|whose|with)\s"
)
_REFLEXIVE = frozenset({"himself", "herself"})
_COMPLEMENTIZER = "that"


class Words:
    """The word tokens of one text, by their number."""

    def __init__(self, text: str) -> None:
        self._text = text
        spans = [match.span() for match in _WORD.finditer(text)]
        self._starts = [start for start, _ in spans]
        self._ends = [end for _, end in spans]

    def word(self, number: int) -> str:
        """A token in lower case."""
        return self._text[self._starts[number] : self._ends[number]].lower()

    def touched(self, spans: Iterable[Span]) -> frozenset[int]:
        """Numbers of the tokens that share a character with one of the spans."""
        return frozenset(number for span in spans for number in self._range(span))

    def _range(self, span: Span) -> range:
        return range(bisect_right(self._ends, span[0]), bisect_left(self._starts, span[1]))

    def head(self, span: Span) -> int | None:
        """The head of a noun phrase: the last token before what modifies it from behind; None without tokens."""
        numbers = list(self._range(span))
        if not numbers:
            return None
        for match in _FOLLOWS_HEAD.finditer(self._text, *span):
            before = [n for n in numbers if self._starts[n] < match.start()]
            if before:
                numbers = before
                break
        while len(numbers) > 1 and self.word(numbers[-1]) in _REFLEXIVE:
            numbers.pop()
        return numbers[-1]

    def same_head(self, one: Span | None, other: Span | None) -> bool:
        """Whether the head of either span lies in the other; nobody is the same as nobody only."""
        if one is None or other is None:
            return one is other
        return self.head(one) in self._range(other) or self.head(other) in self._range(one)

    def without_that(self, numbers: frozenset[int]) -> frozenset[int]:
        """The tokens of a content less a `that` at its head, on which corpora differ."""
        if len(numbers) > 1 and self.word(first := min(numbers)) == _COMPLEMENTIZER:
            return numbers - {first}
        return numbers


def shared(one: frozenset[int], other: frozenset[int]) -> float:
    """Jaccard index of two sets of tokens, from 0 to 1; 0 where one is empty."""
    common = len(one & other)
    return common / (len(one) + len(other) - common) if common else 0.0
