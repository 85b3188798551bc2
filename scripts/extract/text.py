"""Tokens, paragraphs, quotations and sentences of an article, with offsets into the text as given.

Everything is one sweep with bounded look-back, so that time grows with the length of the text alone.
Offsets are Unicode code points: the text is never changed in length before it is read.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import compress

from scripts.extract.lexicon import words
from scripts.extract.tokens import (
    MARK,
    NEWLINE,
    NUMBER,
    QUOTE,
    QUOTE_MARKS,
    STOPS,
    WORD,
    places,
    tokens_of,
)

__all__ = [
    "DASHES", "MARK", "NEWLINE", "NUMBER", "QUOTE", "QUOTE_MARKS", "STOPS", "WORD",
    "Quotation", "Text", "find_sentences", "find_single_quotations", "read",
]  # fmt: skip

DASHES = frozenset(("--", "—", "–", "---"))
_SPACE_OR_OPEN = frozenset(" \n\t([—–-/")

ABBREVIATIONS = words("abbreviations")
_SINGLE_REACH = 40
"""Tokens within which a single quotation mark must find its other half."""


@dataclass(slots=True)
class Quotation:
    """Words in quotation marks: tokens `first` to `last`, marks at `opening` and `closing`.

    A lost mark stands at the first or last word itself. `runs_on` tells that the next paragraph goes on with it.
    """

    opening: int
    first: int
    last: int
    closing: int
    lost: str = ""
    runs_on: bool = False
    single: bool = False


@dataclass(slots=True)
class Text:
    """An article as tokens. Parallel lists, one entry a token; spans of tokens are inclusive."""

    raw: str
    start: list[int]
    end: list[int]
    low: list[str]
    """The words in lower case."""
    kind: list[int]
    capital: list[bool]
    stops: list[bool]
    """Whether a token may end a sentence."""
    vocabulary: frozenset[str]
    """All words in lower case: what an article does not hold need not be looked for."""
    quotation: list[int]
    """Number of the quotation in which a token stands (its marks too), or -1."""
    quotations: list[Quotation] = field(default_factory=list)
    paragraphs: list[tuple[int, int]] = field(default_factory=list)
    sentences: list[tuple[int, int]] = field(default_factory=list)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Offsets of the tokens `first` to `last`."""
        return self.start[first], self.end[last]

    def words_of(self, first: int, last: int) -> str:
        """The words as printed."""
        return self.raw[self.start[first] : self.end[last]]

    def sentence_at(self, token: int) -> tuple[int, int]:
        """First and last token of the sentence in which a token stands."""
        number = bisect_left(self.sentences, token, key=lambda sentence: sentence[1])
        return self.sentences[min(number, len(self.sentences) - 1)]


Asked = Callable[[Text, int], bool]


def read(raw: str) -> Text:
    """Tokenize a text and find its paragraphs, not yet its quotations and sentences."""
    tokens = tokens_of(raw)
    return Text(
        raw,
        *tokens,
        vocabulary=frozenset(tokens.low),
        quotation=[-1] * len(tokens.low),
        paragraphs=_paragraphs(tokens.kind),
    )


def _paragraphs(kind: list[int]) -> list[tuple[int, int]]:
    """First and last token of each run of tokens without a newline."""
    found: list[tuple[int, int]] = []
    first = 0
    for end in (*places(kind, NEWLINE), len(kind)):
        if end > first:
            found.append((first, end - 1))
        first = end + 1
    return found


def find_single_quotations(text: Text) -> None:
    """Pairs of single marks outside double ones: ‘strong’, 'strong'. An apostrophe is none."""
    if _SINGLE.isdisjoint(text.vocabulary):
        return
    low, start, end, raw = text.low, text.start, text.end, text.raw
    done = -1
    last = len(low) - 1
    for i in [i for i, word in enumerate(low) if word in _SINGLE]:
        if i <= done or i == last or text.quotation[i] >= 0:
            continue
        before = raw[start[i] - 1] if start[i] else " "
        if before not in _SPACE_OR_OPEN or end[i] != start[i + 1] or low[i + 1][0].isdigit():
            continue
        closing = _single_close(text, i)
        if closing:
            number = len(text.quotations)
            text.quotations.append(Quotation(i, i + 1, closing - 1, closing, single=True))
            text.quotation[i : closing + 1] = [number] * (closing + 1 - i)
            done = closing


_SINGLE = frozenset(("'", "‘"))


def _single_close(text: Text, opening: int) -> int:
    last = min(len(text.low), opening + _SINGLE_REACH)
    for j in range(opening + 2, last):
        if text.kind[j] >= QUOTE:
            return 0
        if text.low[j] == "'":
            after = text.raw[text.end[j] : text.end[j] + 1]
            if not after.isalnum() and text.start[j] == text.end[j - 1]:
                # "the ministers' plan": a plural's apostrophe, unless nothing follows in the clause
                return j
    return 0


def find_sentences(text: Text, follows_quotation: Asked) -> None:
    """Cut paragraphs into sentences; a quotation counts as one piece, whatever stops it holds.

    `follows_quotation(text, i)` tells whether the words from token i attribute the quotation before them.
    """
    low, sentences, quotations = text.low, text.sentences, text.quotations
    events = iter(_events(text))
    beyond = len(low)
    event = next(events, beyond)
    for first, last in text.paragraphs:
        begin = i = first
        plain = 0  # words of this sentence outside quotations; a quotation counts as some
        while i <= last:
            while event < i:
                event = next(events, beyond)
            ahead = min(event, last + 1) - i
            if plain + ahead > _LONGEST:
                i += _LONGEST - plain
                sentences.append((begin, i))
                i += 1
                begin, plain = i, 0
                continue
            plain += ahead
            i += ahead
            if i > last:
                break
            number = text.quotation[i]
            if number >= 0 and not quotations[number].single:
                close = min(quotations[number].closing, last)
                i = close + 1
                plain += _QUOTATION_COUNTS
                if plain > _LONGEST or _ends_after_quotation(
                    text, quotations[number], close, last, follows_quotation
                ):
                    sentences.append((begin, close))
                    begin, plain = i, 0
                continue
            word = low[i]
            plain += 1
            ends = plain > _LONGEST
            if word in STOPS:
                if _is_end(text, i, last):
                    ends = True
                    while i < last and low[i + 1] in _CLOSERS:
                        i += 1
            elif text.stops[i] and i < last and _dotted_end(text, i):
                ends = True
            if ends:
                sentences.append((begin, i))
                begin, plain = i + 1, 0
            i += 1
        if begin <= last:
            sentences.append((begin, last))


def _events(text: Text) -> list[int]:
    """Tokens at which a sentence may end or a quotation begins, in order."""
    found = list(compress(range(len(text.stops)), text.stops))
    if text.quotations:
        found += [q.opening for q in text.quotations]
        # where two overlap, one goes on behind the other
        found += [q.closing + 1 for q in text.quotations]
        found.sort()
    return found


_CLOSERS = frozenset((")", "]", "'", ".", "!", "?"))
_LONGEST = 400
"""Words after which a sentence is cut, so that no text of one endless sentence costs more than another."""
_QUOTATION_COUNTS = 8


_STARTERS = frozenset(
    [
        "he",
        "she",
        "it",
        "they",
        "we",
        "i",
        "the",
        "a",
        "an",
        "this",
        "that",
        "these",
        "those",
        "but",
        "and",
        "however",
        "in",
        "on",
        "at",
        "when",
        "if",
        "while",
        "although",
        "after",
        "as",
        "for",
        "there",
    ]
)


def _dotted_end(text: Text, i: int) -> bool:
    """Whether "U.S." or "p.m." ends a sentence as well: a word follows that begins one."""
    return text.capital[i + 1] and text.low[i + 1] in _STARTERS and text.low[i][0].isalpha()


def _ends_after_quotation(
    text: Text, quotation: Quotation, close: int, last: int, asked: Asked
) -> bool:
    if close >= last:
        return False
    follow = close + 1
    if text.low[follow] in STOPS:
        return False
    inside = text.low[quotation.last]
    if inside not in STOPS or quotation.lost == "close":
        return False
    if text.kind[follow] == QUOTE or text.capital[follow] or text.kind[follow] == NUMBER:
        return inside == "." or not asked(text, follow)
    return False


def _is_end(text: Text, i: int, last: int) -> bool:
    if i >= last:
        return True
    follow = i + 1
    if text.kind[follow] == MARK and text.low[follow] in ",;:":
        return False
    if text.kind[follow] == WORD and not text.capital[follow]:
        # "he left. the rest": only a new sentence if a space parts them and the stop is no point
        return False
    if text.low[i] == "." and i > 0:
        before = text.low[i - 1]
        if before in ABBREVIATIONS and text.end[i - 1] == text.start[i]:
            return False
        if len(before) == 1 and before.isalpha() and text.capital[i - 1]:
            return False
        if text.start[follow] == text.end[i]:
            return text.kind[follow] == QUOTE or (
                text.capital[follow] and len(text.low[follow]) > 2 and not text.capital[i - 1]
            )
    if text.low[i] in ("...", "…", ".."):
        return text.capital[follow] or text.kind[follow] == QUOTE
    return True
