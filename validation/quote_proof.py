"""Quote proof: words are found again in a source, exactly, or it is said why not. Strings in, spans out.

Nothing is matched fuzzily. The nearest text is looked for only after a search has failed, to tell a curator
what the source really prints.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

Problem = Literal["absent", "ambiguous", "outside", "far", "inside", "context"]

REACH = 700
"""How far, in code points, a cue or label may stand from what it belongs to."""

NEAREST_LIMIT = 100_000
"""Sources longer than this are searched for the nearest text only up to here, to bound the time."""

NEAREST_WORDS = 1_000
"""Of words longer than this only the beginning is compared, for the same reason."""

MOST_PLACES = 1_000
"""Places that are kept of words that stand in a text more often, to bound the memory."""


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


def occurrences(
    text: str,
    exact: str,
    prefix: str = "",
    suffix: str = "",
    *,
    start: int = 0,
    stop: int | None = None,
) -> Iterator[Span]:
    """Every place where the words stand as whole words, between prefix and suffix.

    Only what lies between `start` and `stop` is searched, prefix and suffix included.

    Raises:
        ValueError: `exact` is empty.
    """
    if not exact:
        msg = "empty quotation"
        raise ValueError(msg)
    whole = prefix + exact + suffix
    at = text.find(whole, start, stop)
    while at != -1:
        span = Span(at + len(prefix), at + len(prefix) + len(exact))
        if _whole_words(text, span):
            yield span
        at = text.find(whole, at + 1, stop)


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
    inside: list[Span] = []
    outside: list[Span] = []
    for span in occurrences(text, exact, prefix, suffix):
        is_inside = within is None or any(w.contains(span) for w in within)
        places = inside if is_inside else outside
        if len(places) < MOST_PLACES:
            places.append(span)
        elif is_inside:
            break
    if len(inside) == 1:
        return inside[0]
    if inside:
        return Miss("ambiguous", tuple(inside))
    if outside:
        return Miss("outside", tuple(outside))
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
    # Whatever is near enough lies in this stretch: a name that stands in a long text ten thousand
    # times is not looked for all over it.
    reach = REACH + len(prefix) + len(exact) + len(suffix)
    first, last = min(t.start for t in target) - reach, max(t.end for t in target) + reach
    close = occurrences(text, exact, prefix, suffix, start=max(0, first), stop=last)
    best = _nearest_of(close, target, avoid, within)
    if best is not None and _distance(best, target) <= REACH:
        return best
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
    return Miss("far", (min(found, key=lambda s: (_distance(s, target), s)),))


def _nearest_of(
    spans: Iterable[Span],
    target: Sequence[Span],
    avoid: Sequence[Span],
    within: Sequence[Span] | None,
) -> Span | None:
    allowed = (
        span
        for span in spans
        if not any(span.overlaps(other) for other in avoid)
        and (within is None or any(w.contains(span) for w in within))
    )
    return min(allowed, key=lambda span: (_distance(span, target), span), default=None)


def _distance(span: Span, target: Sequence[Span]) -> int:
    return min(span.distance(part) for part in target)


def nearest(text: str, exact: str, minimum: float = 60.0) -> Span | None:
    """The stretch of text most like the words, widened to whole words; None if nothing is like them."""
    from rapidfuzz import fuzz

    alignment = fuzz.partial_ratio_alignment(
        exact[:NEAREST_WORDS], text[:NEAREST_LIMIT], score_cutoff=minimum
    )
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
