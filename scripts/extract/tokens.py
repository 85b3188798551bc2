"""The tokens of a text: where each stands and of what kind it is.

A text is cut at its blanks, and each piece is looked up among those seen before, since most of an article was: that
takes a third of the time of one regular expression over the whole text, which gives the same tokens.
"""

from __future__ import annotations

import re
from itertools import accumulate, chain, compress
from operator import add
from typing import Any, NamedTuple

from scripts.extract.lexicon import Remembered

WORD, NUMBER, MARK, QUOTE, NEWLINE = range(5)
"""Kinds of tokens."""

QUOTE_MARKS = frozenset(("“", "„", "«", "‟", "”", "»", '"', "''", "``"))
STOPS = frozenset((".", "?", "!", "...", "…", ".."))

_TOKEN = re.compile(
    r"[^\W\d_]\w*+(?!['.-])"
    r"|[^\W\d_]\.(?:[^\W\d_]\.)+"  # U.S.
    r"|\d+(?:[.,:]\d+)*(?:[^\W\d_]+)?"
    r"|\w+(?:['-]\w+)*"
    r"|\n|``|'(?=''(?!'))|''|\.\.+|--+|[^\w\s]"
)
_ARTICLE = re.compile(r"(?:(?:al|el)-|(?:ul|as|ash|ad|an|ar|at|az|bin|ol)-[A-Z])")
"""Before a name, with which it begins in small letters: "al-Sudani", "ash-Sharif"."""
# One code point for one, so that offsets hold.
_SAME_LENGTH = (
    ("’", "'"),
    ("\u02bc", "'"),
    ("\xa0", " "),
    ("\u202f", " "),
    ("\u2028", "\n"),
    ("\u2029", "\n"),
    ("\x85", "\n"),
    ("\f", "\n"),
    ("\v", "\n"),
    ("\r", "\n"),
    ("\u2010", "-"),
    ("\u2011", "-"),
)


class Tokens(NamedTuple):
    """Parallel lists, one entry a token."""

    start: list[int]
    end: list[int]
    low: list[str]
    """The words in lower case, with straight apostrophes and plain hyphens."""
    kind: list[int]
    capital: list[bool]
    stops: list[bool]
    """Whether a token may end a sentence: a stop, or a word that ends with one."""


_COLUMNS = 6
_ALONE = ',.:;?!()”“"\n'
"""Marks that are a token each, whatever letters they stand beside."""


def _piece(piece: str) -> tuple[Any, ...]:
    """The tokens of a piece between blanks in one flat tuple, so that a slice with a stride is a column.

    For each the characters to the start of the next token, its length, and the rest as in `Tokens`.
    """
    # Behind a newline no blank was cut away: it was put in to part the lines.
    after = len(piece) + (piece[-1:] != "\n")
    if piece.isalpha():
        return (after, len(piece), *_form(piece))
    flat: list[Any] = []
    word = piece.strip(_ALONE)
    if word.isalpha() and ".." not in piece:
        lead, _, trail = piece.partition(word)
        for mark in lead:
            flat += _MARKS[mark]
        flat += (len(word), len(word), *_form(word))
        for mark in trail:
            flat += _MARKS[mark]
        flat[-_COLUMNS] += after - len(piece)
        return tuple(flat)
    spans = [match.span() for match in _TOKEN.finditer(piece)]
    if not spans or spans[0][0]:
        # Stands for blanks other than a single one; taken out again before anybody sees it.
        spans.insert(0, (0, 0))
    for (start, end), (following, _) in zip(spans, [*spans[1:], (after, after)], strict=True):
        flat += (following - start, end - start, *_form(piece[start:end]))
    return tuple(flat)


_PIECES = Remembered(_piece)


def _form(word: str) -> tuple[str, int, bool, bool]:
    first = word[:1]
    dotted = len(word) > 2 and word[-1] == "."
    if first.isalpha() or first == "_":
        capital = first.isupper() or _ARTICLE.match(word) is not None
        return word.lower(), WORD, capital, dotted
    if first.isalnum():
        return word, NUMBER, False, False
    if word == "\n":
        return word, NEWLINE, False, False
    if word in QUOTE_MARKS:
        return word, QUOTE, False, False
    return word, MARK, False, word in STOPS or dotted


_MARKS = {mark: (1, 1, *_form(mark)) for mark in _ALONE}


def tokens_of(raw: str) -> Tokens:
    """The tokens of a text, with offsets into it as given."""
    seen = raw
    for odd, plain in _SAME_LENGTH:
        if odd in seen:
            seen = seen.replace(odd, plain)
    pieces = map(_PIECES.__getitem__, seen.replace("\n", "\n ").split(" "))
    flat = list(chain.from_iterable(pieces))
    steps, length, low, kind, capital, stops = (flat[i::_COLUMNS] for i in range(_COLUMNS))
    start = list(accumulate(steps[:-1], initial=0))
    tokens = Tokens(start, list(map(add, start, length)), low, kind, capital, stops)
    if not all(low):
        tokens = Tokens(*(list[Any](compress(column, low)) for column in tokens))
    if " - " in seen:
        _mark_dashes(seen, tokens)
    return tokens


def _mark_dashes(seen: str, tokens: Tokens) -> None:
    """A hyphen between blanks is a dash."""
    start, low = tokens.start, tokens.low
    for i in places(low, "-"):
        if seen[start[i] - 1 : start[i] + 2] == " - ":
            low[i] = "--"


def places(column: list[Any], value: str | int) -> list[int]:
    """Where a value stands in a column, in order."""
    found: list[int] = []
    at = -1
    try:
        while True:
            at = column.index(value, at + 1)
            found.append(at)
    except ValueError:
        return found
