"""Which words stand in quotation marks, also where a mark was lost.

A state machine over the marks of one paragraph after another. Whether a mark opens or closes is read from the blanks
around it first, then from its shape, then from the state. A mark left without its other half is repaired from the
reporting words nearby: `..., he said` ends a quotation, `he said, ...` begins one.
"""

from __future__ import annotations

from scripts.extract.cues import BASE, ING, Cue, cue_at
from scripts.extract.grammar import (
    AUXILIARIES,
    BE,
    CONJUNCTIONS,
    DETERMINERS,
    PREPOSITIONS,
    SUBJECT_PRONOUNS,
    is_adverb,
)
from scripts.extract.text import (
    MARK,
    NEWLINE,
    QUOTE,
    STOPS,
    WORD,
    Quotation,
    Text,
    find_single_quotations,
)

_OPEN, _CLOSE, _EITHER = 1, -1, 0
_ATTRIBUTION_REACH = 12
_HEAD = 4
"""Most words of a speaker before a colon."""
_OWN_WORDS = 5
"""Tokens within which "He answered", with a capital, must bring words of its own to be a new sentence."""
_REPAIR_REACH = 400
_SCARE = 3
"""Words a lone closing mark takes in, where nothing tells how far it reaches."""
_SPACES = frozenset(" \n\t\r\xa0\u202f")


def attributes(text: Text, i: int) -> bool:
    """Whether the words from token i say who uttered what stands before: "he said", "said the minister"."""
    low, kind, n = text.low, text.kind, len(text.low)
    last = min(n - 1, i + _ATTRIBUTION_REACH)
    j = i
    named = False
    if i <= last and low[i] in CONJUNCTIONS:
        return False
    while j <= last:
        if kind[j] == NEWLINE or kind[j] == QUOTE or low[j] in STOPS:
            return False
        if kind[j] == WORD:
            cue = cue_at(low, j, last)
            if cue is not None and _utters(cue) and cue.form not in (ING, BASE):
                after = j + cue.length
                if named:
                    reach = _OWN_WORDS if text.capital[i] and low[i] in SUBJECT_PRONOUNS else 1
                    return not any(
                        low[k] in ("that", ":") or kind[k] == QUOTE
                        for k in range(after, min(n, after + reach))
                    )
                return j == i and after < n and (text.capital[after] or low[after] in DETERMINERS)
            word = low[j]
            if word in ("was", "is", "were") and j < last and low[j + 1] == "quoted":
                return named
            if word in BE and j + 2 < last and low[j + 2 : j + 4] == ["to", "have"]:
                # "is said to have told"
                j += 4
                continue
            if word in AUXILIARIES and word not in ("has", "had", "have", "also"):
                return False
            if text.capital[j] or word in SUBJECT_PRONOUNS or word in DETERMINERS:
                named = True
            elif word in PREPOSITIONS and not named:
                return False
        elif (low[j] == "," and j < last and low[j + 1] in SUBJECT_PRONOUNS) or (
            kind[j] == MARK and low[j] not in ("(", ")", ",", "-", "'")
        ):
            return False
        j += 1
    return False


def _utters(cue: Cue) -> bool:
    """Whether a reporting word brings quotations: "said", also "quoted X as saying"."""
    return "q" in cue.takes or cue.lemma == "quote"


def _direction(text: Text, i: int) -> int:
    """Whether a mark opens, closes or could do either, from the blanks beside it, then its shape."""
    raw, low = text.raw, text.low
    before = raw[text.start[i] - 1] if text.start[i] else "\n"
    after = raw[text.end[i]] if text.end[i] < len(raw) else "\n"
    word = low[i]
    loose = before in _SPACES or before in "([—–-"
    if loose and after not in _SPACES:
        shape = _OPEN
    elif not loose and (after in _SPACES or after in ".,;:!?)]—–-'"):
        shape = _CLOSE
    else:
        shape = _EITHER
    if word in "“„«‟":
        return _CLOSE if shape == _CLOSE and before in ",.!?" and word != "«" else _OPEN
    if word in "”»":
        return _OPEN if shape == _OPEN and after.isalnum() and before in _SPACES else _CLOSE
    if word == "``":
        return _OPEN
    return shape


def find_quotations(text: Text) -> None:
    """Fill `text.quotations` and `text.quotation`; no outcome is undefined, whatever marks there are."""
    waiting = False  # the last paragraph was left open and may run on
    for number, (first, last) in enumerate(text.paragraphs):
        following = text.paragraphs[number + 1] if number + 1 < len(text.paragraphs) else None
        waiting = _paragraph(text, first, last, following, run_on=waiting)
    for number, quotation in enumerate(text.quotations):
        first, last = quotation.opening, quotation.closing
        text.quotation[first : last + 1] = [number] * (last + 1 - first)
    double = len(text.quotations)
    find_single_quotations(text)
    uttered = [q for q in text.quotations[double:] if _utters_in_single_marks(text, q)]
    if len(uttered) > double:
        for quotation in uttered:
            quotation.single = False


def _utters_in_single_marks(text: Text, quotation: Quotation) -> bool:
    """Whether single marks hold what somebody said, as some papers print it: ‘No treaty helps,’ he said."""
    return text.low[quotation.last] in (",", *STOPS) and quotation.last - quotation.first > 1


def _paragraph(
    text: Text, first: int, last: int, following: tuple[int, int] | None, *, run_on: bool
) -> bool:
    if QUOTE not in text.kind[first : last + 1]:
        return False
    marks = [i for i in range(first, last + 1) if text.kind[i] == QUOTE]
    opening = -1
    free = first  # first token not yet taken by a quotation of this paragraph
    for position, i in enumerate(marks):
        direction = _direction(text, i)
        if direction == _EITHER:
            direction = _OPEN if opening < 0 else _CLOSE
        if opening < 0:
            if direction == _OPEN:
                opening = i
                continue
            begun = _lost_opening(text, free, i, run_on=run_on and free == first)
            if begun < i:
                text.quotations.append(Quotation(begun, begun, i - 1, i, lost="open"))
            free = i + 1
            continue
        if direction == _CLOSE:
            if i > opening + 1:
                text.quotations.append(Quotation(opening, opening + 1, i - 1, i))
            opening = -1
            free = i + 1
            continue
        # A second opening mark: a quotation within one, or the first was never closed.
        if _closes_twice(text, marks, position) and text.low[i] != text.low[opening]:
            continue
        end = _lost_closing(text, opening, i - 1)
        if end > opening:
            text.quotations.append(Quotation(opening, opening + 1, end, end, lost="close"))
        opening = i
    if opening < 0:
        return False
    attributed = _attributed_at(text, opening, last)
    if (
        attributed < 0
        and following is not None
        and _opens(text, following)
        and _whole(text, opening, first)
    ):
        if last > opening:
            text.quotations.append(Quotation(opening, opening + 1, last, last, runs_on=True))
        return True
    end = _lost_closing(text, opening, last)
    if end > opening:
        text.quotations.append(Quotation(opening, opening + 1, end, end, lost="close"))
    return False


def _closes_twice(text: Text, marks: list[int], position: int) -> bool:
    following = [_direction(text, i) for i in marks[position + 1 : position + 3]]
    return following == [_CLOSE, _CLOSE]


def _opens(text: Text, paragraph: tuple[int, int]) -> bool:
    first = paragraph[0]
    return text.kind[first] == QUOTE and _direction(text, first) != _CLOSE


def _whole(text: Text, opening: int, first: int) -> bool:
    """Whether an open quotation may run on: it holds more than a few words of its paragraph."""
    if opening == first:
        return True
    before = opening - 1
    return text.low[before] in (",", ":", *STOPS) or cue_at(text.low, before, before) is not None


def _lost_closing(text: Text, opening: int, last: int) -> int:
    """Last token of a quotation whose closing mark is missing, at most `last`."""
    low, kind = text.low, text.kind
    limit = min(last, opening + _REPAIR_REACH)
    attributed = _attributed_at(text, opening, last)
    for i in range(opening + 2, attributed if attributed >= 0 else limit):
        if low[i] in STOPS and low[i] != "…" and i + 1 <= limit and _reports(text, i + 1, limit):
            return i
    if attributed >= 0:
        return attributed
    whole = opening == 0 or kind[opening - 1] in (NEWLINE, MARK)
    if whole or cue_at(low, opening - 1, opening - 1) or low[opening - 1] == "that":
        return last
    for i in range(opening + 1, min(last, opening + 1 + _SCARE) + 1):
        if kind[i] == MARK:
            return i - 1
    return min(last, opening + _SCARE)


def _attributed_at(text: Text, opening: int, last: int) -> int:
    """The comma before the words that attribute an open quotation, or before the reporter's next verb; -1 if none."""
    low = text.low
    for i in range(opening + 2, min(last, opening + _REPAIR_REACH)):
        if low[i] in ("?", "!") and not text.capital[i + 1] and attributes(text, i + 1):
            return i
        if low[i] != ",":
            continue
        if attributes(text, i + 1):
            return i
        j = i + 1
        while j < last and (low[j] in ("and", "but", "while") or is_adverb(low[j])):
            j += 1
        cue = cue_at(low, j, last)
        if cue is None or "m" in cue.takes or text.capital[j]:
            continue
        if (
            cue.form == ING
            and "c" in cue.takes
            and j + 1 <= last
            and (low[j + 1] == "that" or text.kind[j + 1] == QUOTE)
        ):
            return i
        if cue.form not in (ING, BASE) and j > i + 1:
            return i
    return -1


def _reports(text: Text, i: int, last: int) -> bool:
    """Whether a sentence of the reporter begins at token i: a name or "he", then a reporting word."""
    low = text.low
    subject = False
    for j in range(i, min(last, i + 6) + 1):
        if low[j] in ("he", "she", "they") or (text.capital[j] and low[j] not in ("we", "i")):
            subject = True
            continue
        cue = cue_at(low, j, last)
        if cue is not None and subject and cue.form not in (ING, BASE) and "c" in cue.takes:
            return cue.lemma in _PLAIN_SAYING or _brings_words(text, j + cue.length, last)
        if low[j] not in ("also", "further", "the", "then", "has", "later"):
            return False
    return False


_PLAIN_SAYING = frozenset(("say", "add", "tell", "note", "stress", "reiterate"))


def _brings_words(text: Text, i: int, last: int) -> bool:
    """Whether "that" or a mark follows within a few words."""
    return any(
        text.low[k] in ("that", ":") or text.kind[k] == QUOTE
        for k in range(i, min(last, i + 4) + 1)
    )


def _lost_opening(text: Text, free: int, closing: int, *, run_on: bool) -> int:
    """First token of a quotation whose opening mark is missing, at least `free`."""
    low, kind = text.low, text.kind
    floor = max(free, closing - _REPAIR_REACH)
    if run_on:
        return floor
    after = closing + 1
    ends_clause = low[closing - 1] in (",", "?", "!", *STOPS) or (
        after < len(low) and low[after] in (*STOPS, ",", "\n")
    )
    begun = -1  # first word of the sentence in which the mark stands
    i = closing - 2
    while i >= floor:
        if low[i] in STOPS and text.start[i + 1] > text.end[i]:
            begun = i + 1 if begun < 0 else begun
            if not ends_clause:
                break
        elif _brings(text, i, floor, capital=begun >= 0) and (ends_clause or low[i] in (",", ":")):
            return min(closing, i + 1)
        elif low[i] == ":" and ends_clause and _names_speaker(text, floor, i):
            return i + 1
        elif begun >= 0 and _is_report(text, i):
            break
        i -= 1
    if begun < 0:
        begun = floor
    last_inside = low[closing - 1]
    comma_behind = after < len(low) and low[after] == ","
    if (last_inside in (",", "?", "!") and attributes(text, after)) or (
        comma_behind and attributes(text, after + 1)
    ):
        return _whole_sentences(text, floor, begun)
    if last_inside in STOPS and not _has_cue(text, begun, closing - 1):
        return begun
    # A scare quotation: the nearest few words.
    begun = max(floor, closing - _SCARE)
    for j in range(closing - 1, begun - 1, -1):
        if kind[j] == MARK and j < closing - 1:
            return j + 1
        if kind[j] == WORD and low[j] in ("the", "a", "an", "of", "is", "as", "and", "was", "be"):
            return min(j + 1, closing - 1)
    return begun


def _brings(text: Text, i: int, floor: int, *, capital: bool) -> bool:
    """Whether a quotation may begin behind token i: "said,", "said in Baghdad on Monday,", "said that"."""
    low = text.low
    if low[i] not in (",", ":", "that") or i <= floor:
        return False
    if _cue_ends(text, i - 1):
        return low[i] != "that" or not capital
    if low[i] != "that" and not text.capital[i + 1]:
        return False
    if low[i] == "that" and capital:
        return False
    for j in range(i - 1, max(floor, i - 9) - 1, -1):
        if low[j] in STOPS or low[j] == ",":
            return False
        cue = cue_at(low, j, i)
        if cue is not None and "q" in cue.takes and cue.form != BASE:
            return low[j + cue.length] in PREPOSITIONS or is_adverb(low[j + cue.length])
    return False


def _names_speaker(text: Text, first: int, colon: int) -> bool:
    """Whether a paragraph begins with a speaker and a colon: "Tavakoli: The road is open.”"."""
    begins = first == 0 or text.kind[first - 1] == NEWLINE
    return begins and 0 < colon - first <= _HEAD and all(text.capital[first:colon])


def _is_report(text: Text, i: int) -> bool:
    cue = cue_at(text.low, i, i)
    return cue is not None and cue.form not in (BASE, ING) and "c" in cue.takes and "q" in cue.takes


def _whole_sentences(text: Text, floor: int, begun: int) -> int:
    """From the sentence before `begun` backwards to the first that is no report, within the paragraph."""
    return begun if _has_cue(text, floor, begun - 1) else floor


def _has_cue(text: Text, first: int, last: int) -> bool:
    for i in range(first, last + 1):
        cue = cue_at(text.low, i, last)
        if cue is not None and cue.form not in (BASE, ING) and "m" not in cue.takes:
            return True
    return False


def _cue_ends(text: Text, i: int) -> bool:
    for back in range(3):
        if i - back < 0:
            return False
        cue = cue_at(text.low, i - back, i)
        if cue is not None and cue.form == BASE:
            return False
        if cue is not None and cue.length == back + 1 and ("q" in cue.takes or "c" in cue.takes):
            return True
    return False
