"""Words by which the quote proof finds a stretch of text again: as few as lead there and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dataset.curation.yaml_reader import NEVER, Tree
from validation.quote_proof import Span, occurrences

_SHORT = 100
"""Characters of a line that is quoted as a whole."""
_FEWEST, _MOST = 4, 40
"""Words at the begin or end of a longer stretch: so many where they suffice, at most so many where they do not."""
_STEP, _FARTHEST = 20, 400
"""Characters by which the words before or behind grow, and up to which."""

Words = tuple[str, str, str]
"""Exact words, and those immediately before and behind; empty where they are not needed."""


def quote(text: str, start: int, end: int) -> Tree:
    """Words for `text[start:end]` that stand in the text once, with prefix or suffix where they need it.

    None where a character forbids it that no record may hold, or the words around are the same in several places.
    """
    for words in _in_context(text, start, end):
        if list(_first_two(text, words)) == [Span(start, end)]:
            return _tree(words)
    return None


def region(text: str, start: int, end: int, at: int) -> dict[str, Tree] | None:
    """The fields `starts` and `ends` of a region, as the proof reads them: the first place behind `at`, the one before.

    None where a character forbids it that no record may hold.
    """
    if "\n" in text[start:end] or end - start > _SHORT:
        starts = _first(text, [Span(start, stop) for stop in _stops(text, start, end)], at)
        ends = _first(text, [Span(begin, end) for begin in _begins(text, start, end)], start)
        if starts is not None and ends is not None:
            return {"starts": starts, "ends": ends}
    whole = _first(text, [Span(start, end)], at)
    return None if whole is None else {"starts": whole}


def _first(text: str, spans: list[Span], at: int) -> Tree:
    """The words of the first of the spans that is where they are found first behind `at`; the last one in context."""
    for span in spans:
        words = (text[span.start : span.end], "", "")
        if not NEVER.search(words[0]) and _found(text, words, at) == span:
            return _tree(words)
    for words in _in_context(text, spans[-1].start, spans[-1].end):
        if _found(text, words, at) == spans[-1]:
            return _tree(words)
    return None


def _stops(text: str, start: int, end: int) -> list[int]:
    """Where ever more words from the beginning end; a short first line is tried alone."""
    found = [start + match.end() for match in _words(text[start:end])]
    line = len(text[start:end].split("\n", 1)[0])
    short = [start + line] if start + line < found[:_FEWEST][-1] else []
    return short + (found[_FEWEST - 1 : _MOST] or [end])


def _begins(text: str, start: int, end: int) -> list[int]:
    """Where ever more words up to the end begin; a short last line is tried alone."""
    found = [start + match.start() for match in _words(text[start:end])]
    line = text.rfind("\n", start, end) + 1
    short = [line] if line > found[-_FEWEST:][0] else []
    return short + (found[-_FEWEST:-_MOST:-1] or [start])


def _words(words: str) -> list[re.Match[str]]:
    return list(re.finditer(r"\S+", words))


def _in_context(text: str, start: int, end: int) -> Iterator[Words]:
    """The words alone, then with ever more of what follows, then with ever more of what precedes them."""
    exact = text[start:end]
    if NEVER.search(exact):
        return
    yield exact, "", ""
    for size in range(_STEP, _FARTHEST, _STEP):
        yield exact, "", _up_to_hidden(text[end : end + size])
    for size in range(_STEP, _FARTHEST, _STEP):
        yield exact, _from_hidden(text[max(0, start - size) : start]), ""


def _up_to_hidden(context: str) -> str:
    found = NEVER.search(context)
    return context if found is None else context[: found.start()]


def _from_hidden(context: str) -> str:
    return NEVER.split(context)[-1]


def _found(text: str, words: Words, at: int) -> Span | None:
    spans = occurrences(text, *words, start=max(0, at - len(words[1])))
    return next((span for span in spans if span.start >= at), None)


def _first_two(text: str, words: Words) -> Iterator[Span]:
    for count, span in enumerate(occurrences(text, *words)):
        yield span
        if count:
            return


def _tree(words: Words) -> Tree:
    exact, prefix, suffix = words
    fields: dict[str, Tree] = {"exact": exact}
    fields |= {"prefix": prefix} if prefix else {}
    fields |= {"suffix": suffix} if suffix else {}
    return exact if len(fields) == 1 else fields
