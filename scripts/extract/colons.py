"""Speakers set before a colon: headlines ("Iran: ...") and transcripts ("Minister: ...")."""

from __future__ import annotations

from scripts.extract.gazetteer import is_place
from scripts.extract.grammar import DETERMINERS
from scripts.extract.lexicon import words
from scripts.extract.reports import Found
from scripts.extract.text import MARK, NUMBER, QUOTE, STOPS, WORD, Text
from scripts.extract.word_classes import is_verb, noun_like

_HEAD = 9
"""Most tokens a speaker before a colon has."""
_NO_SPEAKERS = words("heads", "never")
_SPEAKERS = words("heads", "speakers")


def colon_statement(
    text: Text, first: int, last: int, end: int, sentence: int, names: frozenset[str]
) -> Found | None:
    """The statement of a paragraph that begins with a speaker and a colon; None if it does not.

    `last` ends the sentence, `end` the paragraph; `names` are the capitalised words of the rest of the article.
    """
    low, kind = text.low, text.kind
    number = text.quotation[first]
    if number >= 0:
        return _quoted_head(text, number, first, end, sentence)
    if ":" not in low[first : min(last, first + _HEAD) + 1]:
        return None
    colon = -1
    for i in range(first, min(last, first + _HEAD) + 1):
        if low[i] == ":":
            colon = i
            break
        if kind[i] == QUOTE or (
            kind[i] == MARK and low[i] not in ("(", ")", "-", "'", ".", "&", "/")
        ):
            return None
        if (
            kind[i] == WORD
            and not text.capital[i]
            and not noun_like(text, i)
            and low[i] not in ("of", "for", "to", "and", "in")
        ):
            return None
    if colon <= first or colon >= end:
        return None
    if text.start[colon + 1] == text.end[colon] and kind[colon + 1] == NUMBER:
        return None
    speaker = (first, _before_hearer(text, first, colon - 1))
    if not _speaks(text, *speaker, names):
        return None
    begin = colon + 1
    if kind[begin] == MARK and low[begin] not in ("'", "‘", "(", "["):
        return None
    words_behind = sum(1 for i in range(begin, end + 1) if kind[i] == WORD)
    if words_behind < 3 or (first == colon - 1 and len(low[first]) == 1):
        return None
    quotation = text.quotation[begin]
    stop = end
    if quotation >= 0 and not text.quotations[quotation].single:
        stop = min(text.quotations[quotation].closing, end)
        if stop < end - 1:
            stop = last
    return Found(None, speaker, [(begin, stop)], "head", "", sentence)


def _before_hearer(text: Text, first: int, last: int) -> int:
    """The last token of the speaker in "Jalali to Omar:"; "adviser to the president:" names no hearer."""
    for i in range(first + 1, last):
        if text.low[i] == "to":
            named = text.capital[i - 1] and text.capital[i + 1]
            return i - 1 if named and text.low[i - 1] not in _SPEAKERS else last
    return last


def _quoted_head(text: Text, number: int, first: int, end: int, sentence: int) -> Found | None:
    """A headline with the words before their speaker: "'No treaty helps': Iraq's ambassador"."""
    quotation = text.quotations[number]
    colon = quotation.closing + 1
    if quotation.opening != first or colon >= end or text.low[colon] != ":":
        return None
    if end - colon > _HEAD or text.low[end] in STOPS:
        return None
    if not all(noun_like(text, i) or text.low[i] in _JOINTS for i in range(colon + 1, end + 1)):
        return None
    return Found(None, (colon + 1, end), [(first, quotation.closing)], "head", "", sentence)


_JOINTS = frozenset(("of", "to", "for", "in", "and", "'s", "'"))


def _speaks(text: Text, first: int, last: int, names: frozenset[str]) -> bool:
    low = text.low
    if any(low[i] in _NO_SPEAKERS for i in range(first, last + 1)):
        return False
    solid = [i for i in range(first, last + 1) if text.kind[i] == WORD]
    if not solid or any(is_verb(text, i) and not text.capital[i] for i in solid):
        return False
    if any(
        low[i].endswith("ed") and not text.capital[i] and low[i + 1] in DETERMINERS for i in solid
    ):
        return False  # "The ministry issued a statement:"
    if any(low[i] in _SPEAKERS for i in solid):
        return True
    if not all(text.capital[i] or low[i] in ("of", "for", "the", "and", "al") for i in solid):
        return False
    if is_place(" ".join(low[i] for i in solid)):
        return True
    head = solid[-1]
    printed = text.raw[text.start[head] : text.end[head]]
    return low[head] in names or (printed.isupper() and len(printed) > 2 and len(solid) <= 3)
