"""Tokens, paragraphs, quotations and sentences of an article, with offsets into the text as given.

Everything is one sweep with bounded look-back, so that time grows with the length of the text alone.
Offsets are Unicode code points: the text is never changed in length before it is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from scripts.extract.lexicon import words

WORD, NUMBER, MARK, QUOTE, NEWLINE = range(5)
"""Kinds of tokens."""

_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S.
    r"|\d+(?:[.,:]\d+)*(?:[^\W\d_]+)?"
    r"|\w+(?:['-]\w+)*"
    r"|\n|``|'(?=''(?!'))|''|\.\.+|--+|[^\w\s]"
)
# One code point for one, so that offsets hold.
_SAME_LENGTH = {0x2019: "'", 0x02BC: "'", 0xA0: " ", 0x202F: " ", 0x2028: "\n", 0x2029: "\n"}
_SAME_LENGTH |= {0x85: "\n", 0x0C: "\n", 0x0B: "\n", 0x2011: "-", 0x2010: "-", 0x0D: "\n"}
_ODD = re.compile("[" + "".join(map(chr, _SAME_LENGTH)) + "]")

_OPENING = frozenset("“„«‟")
_CLOSING = frozenset("”»")
_EITHER = frozenset(('"', "''", "``"))
QUOTE_MARKS = _OPENING | _CLOSING | _EITHER
STOPS = frozenset((".", "?", "!", "...", "…", ".."))
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
    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    low: list[str] = field(default_factory=list)
    kind: list[int] = field(default_factory=list)
    capital: list[bool] = field(default_factory=list)
    quotation: list[int] = field(default_factory=list)
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


_FORMS: dict[str, tuple[str, int, bool]] = {}
"""Words as printed, with what is asked of them again and again; emptied when it grows large."""
_MOST_FORMS = 60_000


def _form(word: str) -> tuple[str, int, bool]:
    """A word in lower case, its kind, and whether it has a capital."""
    first = word[0]
    if first.isalpha() or first == "_":
        form = (word.lower(), WORD, first.isupper())
    elif first.isalnum():
        form = (word, NUMBER, False)
    elif word == "\n":
        form = (word, NEWLINE, False)
    elif word in QUOTE_MARKS:
        form = (word, QUOTE, False)
    else:
        form = (word, MARK, False)
    if len(word) < _LONGEST_FORM:
        _FORMS[word] = form
    return form


_LONGEST_FORM = 40


def read(raw: str) -> Text:
    """Tokenize a text and find its paragraphs, not yet its quotations and sentences."""
    text = Text(raw)
    seen = raw
    for odd in set(_ODD.findall(raw)):
        seen = seen.replace(odd, _SAME_LENGTH[ord(odd)])
    if len(_FORMS) > _MOST_FORMS:
        _FORMS.clear()
    spans = [match.span() for match in _TOKEN.finditer(seen)]
    known = _FORMS.get
    forms = [known(seen[a:b]) or _form(seen[a:b]) for a, b in spans]
    if spans:
        text.start, text.end = map(list, zip(*spans, strict=True))
        text.low, text.kind, text.capital = map(list, zip(*forms, strict=True))
    if " - " in seen:
        for i, word in enumerate(text.low):
            if word == "-" and seen[text.start[i] - 1 : text.end[i] + 1] == " - ":
                text.low[i] = "--"
    text.quotation = [-1] * len(text.low)
    _find_paragraphs(text)
    return text


def _find_paragraphs(text: Text) -> None:
    first = -1
    for i, kind in enumerate(text.kind):
        if kind == NEWLINE:
            if first >= 0:
                text.paragraphs.append((first, i - 1))
            first = -1
        elif first < 0:
            first = i
    if first >= 0:
        text.paragraphs.append((first, len(text.kind) - 1))


def find_single_quotations(text: Text) -> None:
    """Pairs of single marks outside double ones: ‘strong’, 'strong'. An apostrophe is none."""
    low, start, end, raw = text.low, text.start, text.end, text.raw
    n = len(low)
    i = 0
    while i < n:
        word = low[i]
        if (word not in {"'", "‘"}) or text.quotation[i] >= 0 or i + 1 >= n:
            i += 1
            continue
        before = raw[start[i] - 1] if start[i] else " "
        if before not in _SPACE_OR_OPEN or end[i] != start[i + 1] or low[i + 1][0].isdigit():
            i += 1
            continue
        closing = _single_close(text, i)
        if closing:
            number = len(text.quotations)
            text.quotations.append(Quotation(i, i + 1, closing - 1, closing, single=True))
            text.quotation[i : closing + 1] = [number] * (closing + 1 - i)
            i = closing
        i += 1


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
    for first, last in text.paragraphs:
        begin = i = first
        plain = 0  # words of this sentence outside quotations; a quotation counts as some
        while i <= last:
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
            elif word[-1] == "." and len(word) > 2 and i < last and _dotted_end(text, i):
                ends = True
            if ends:
                sentences.append((begin, i))
                begin, plain = i + 1, 0
            i += 1
        if begin <= last:
            sentences.append((begin, last))


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


from collections.abc import Callable  # noqa: E402

Asked = Callable[[Text, int], bool]
