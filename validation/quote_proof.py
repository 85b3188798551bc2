"""Quote proof: words are found again in a source, exactly, or it is said why not. Strings in, spans out.

Nothing is matched fuzzily. The nearest text is looked for only after a search has failed, to tell a curator
what the source really prints.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

Problem = Literal["absent", "ambiguous", "outside", "far", "inside", "context"]

REACH = 700
"""How far, in code points, a cue or label may stand from what it belongs to."""

NEAREST_LIMIT = 100_000
"""Sources longer than this are searched for the nearest text only up to here, to bound the time."""


@dataclass(frozen=True, order=True)
class Span:
    """A stretch of text: `text[start:end]`, in code points."""

    start: int
    end: int

    def contains(self, other: Span) -> bool:
        """Whether the other span lies wholly inside this one."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a code point."""
        return self.start < other.end and other.start < self.end

    def distance(self, other: Span) -> int:
        """Code points between the two; 0 if they touch or overlap."""
        return max(0, other.start - self.end, self.start - other.end)


@dataclass(frozen=True)
class Miss:
    """Why words were not found: where they do stand, if anywhere, or what comes nearest to them."""

    problem: Problem
    occurrences: tuple[Span, ...] = ()
    nearest: Span | None = None


def occurrences(text: str, exact: str, prefix: str = "", suffix: str = "") -> Iterator[Span]:
    """Every place where the words stand as whole words, between prefix and suffix.

    Raises:
        ValueError: `exact` is empty.
    """
    if not exact:
        msg = "empty quotation"
        raise ValueError(msg)
    whole = prefix + exact + suffix
    at = text.find(whole)
    while at != -1:
        span = Span(at + len(prefix), at + len(prefix) + len(exact))
        if _whole_words(text, span):
            yield span
        at = text.find(whole, at + 1)


def _whole_words(text: str, span: Span) -> bool:
    """Half a word is no quotation: `he` is not found inside `the`."""
    return not _inside_word(text, span.start) and not _inside_word(text, span.end)


def _inside_word(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


def locate(
    text: str, exact: str, prefix: str = "", suffix: str = "", within: Sequence[Span] | None = None
) -> Span | Miss:
    """The one place where the words stand inside one of the spans `within` (anywhere, if None).

    Returns:
        The span, or a `Miss`: absent from the text, outside of `within`, or found more than once.
    """
    everywhere = list(occurrences(text, exact, prefix, suffix))
    inside = (
        everywhere
        if within is None
        else [s for s in everywhere if any(w.contains(s) for w in within)]
    )
    if len(inside) == 1:
        return inside[0]
    if inside:
        return Miss("ambiguous", tuple(inside))
    if everywhere:
        return Miss("outside", tuple(everywhere))
    return _absent(text, exact, prefix, suffix)


def _absent(text: str, exact: str, prefix: str, suffix: str) -> Miss:
    """Why words with their prefix and suffix are not there: perhaps only the context is wrong."""
    if prefix or suffix:
        plain = tuple(occurrences(text, exact))
        if plain:
            return Miss("context", plain)
    return Miss("absent", nearest=nearest(text, exact))


def locate_near(
    text: str,
    exact: str,
    prefix: str,
    suffix: str,
    target: Sequence[Span],
    *,
    avoid: Sequence[Span] = (),
    within: Sequence[Span] | None = None,
) -> Span | Miss:
    """The place nearest to `target`, not overlapping `avoid`; of two equally near ones the earlier.

    Cues and labels are short and stand in a text many times, so they are found by what they belong to.

    Returns:
        The span, or a `Miss`: absent from the text, outside of `within`, or out of `REACH`.
    """
    everywhere = list(occurrences(text, exact, prefix, suffix))
    if not everywhere:
        return _absent(text, exact, prefix, suffix)
    found = [s for s in everywhere if not any(s.overlaps(other) for other in avoid)]
    if not found:
        return Miss("inside", tuple(everywhere))
    if within is not None:
        inside = [span for span in found if any(w.contains(span) for w in within)]
        if not inside:
            return Miss("outside", tuple(found))
        found = inside
    best = min(found, key=lambda s: (min(s.distance(t) for t in target), s))
    if min(best.distance(t) for t in target) > REACH:
        return Miss("far", (best,))
    return best


def nearest(text: str, exact: str, minimum: float = 60.0) -> Span | None:
    """The stretch of text most like the words, widened to whole words; None if nothing is like them."""
    from rapidfuzz import fuzz

    alignment = fuzz.partial_ratio_alignment(exact, text[:NEAREST_LIMIT], score_cutoff=minimum)
    if alignment is None or alignment.dest_start == alignment.dest_end:
        return None
    start, end = alignment.dest_start, alignment.dest_end
    while _inside_word(text, start):
        start -= 1
    while _inside_word(text, end):
        end += 1
    stretch = text[start:end]
    start += len(stretch) - len(stretch.lstrip())
    return Span(start, start + len(stretch.strip()))


def first_difference(wanted: str, printed: str) -> int:
    """Index of the first code point in which the two differ."""
    for index, (a, b) in enumerate(zip(wanted, printed, strict=False)):
        if a != b:
            return index
    return min(len(wanted), len(printed))
