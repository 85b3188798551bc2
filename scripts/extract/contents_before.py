"""Reported words that stand before their attribution: `"...," he said`, "The road is open, he said"."""

from __future__ import annotations

from scripts.extract.clause_ends import clause_end
from scripts.extract.clauses import clause_follows, has_verb, main_subject
from scripts.extract.cues import ING, PAST, THIRD, cue_at
from scripts.extract.grammar import PREPOSITIONS, SUBORDINATORS
from scripts.extract.phrases import Span
from scripts.extract.reports import Report
from scripts.extract.text import DASHES, STOPS, WORD, Text
from scripts.extract.word_classes import is_verb

_AFTERTHOUGHT = frozenset(
    [
        "adding",
        "noting",
        "citing",
        "referring",
        "as",
        "while",
        "after",
        "when",
        "though",
        "although",
        "but",
        "and",
        "because",
        "since",
        "with",
        "without",
        "before",
        "speaking",
        "in",
        "on",
        "at",
        "during",
        "using",
        "according",
        "per",
        "even",
    ]
)


def words_before(
    text: Text, first: int, end: int, *, behind: bool, title: bool = False, final: bool = False
) -> bool:
    """Whether reported words end just before the subject: a quotation, or a main clause and a comma.

    `final` tells that the sentence ends behind the attribution: then a run of words with no verb known here will do.
    """
    low = text.low
    if end < first:
        return False
    number = text.quotation[end]
    if (
        number >= 0
        and text.quotations[number].closing == end
        and not text.quotations[number].single
    ):
        opening = text.quotations[number].opening
        if (
            not behind
            and opening > first + 1
            and low[opening - 1] not in (",", ":", "(", "that", *DASHES)
        ):
            return False
        if (
            opening > first
            and low[first] in ("when", "if", "after", "while", "although", "though")
            and not behind
        ):
            return False
        return last_inside(text, number) in (",", "?", "!", "-", "—", "--", "…", "...")
    if not behind:
        return False
    if low[end] != "," or end - 1 < first:
        return False
    if title:
        return True
    number = text.quotation[end - 1]
    if (
        number >= 0
        and text.quotations[number].closing == end - 1
        and not text.quotations[number].single
    ):
        return text.quotations[number].opening == first or is_main_clause(text, first, end - 1)
    return is_main_clause(text, first, end - 1, final=final)


def is_main_clause(text: Text, first: int, end: int, *, final: bool = False) -> bool:
    """Whether tokens `first` to `end` are a clause that can stand alone: "The road is open"."""
    begin = content_start(text, first, end)
    word = text.low[begin]
    number = text.quotation[begin]
    if number >= 0 and not text.quotations[number].single:
        # "“We are very happy” about it, said Hadi"
        return text.quotations[number].last - begin > 1
    if (
        word in PREPOSITIONS
        or (word in SUBORDINATORS and not _stands_alone(text, begin, end))
        or word.endswith("ing")
        or word in ("asked", "according", "to", "now")
    ):
        return False
    if cue_at(text.low, begin, begin) is not None and not text.capital[begin]:
        return False
    return (final and is_long(begin, end)) or main_subject(text, begin, end) is not None


_LONG = 5


def is_long(first: int, end: int) -> bool:
    """Whether a run of words before the attribution that ends a sentence can hardly be less than a clause."""
    return end - first >= _LONG


def _stands_alone(text: Text, i: int, end: int) -> bool:
    """Whether "that" is a subject: "That is not enough"."""
    return text.low[i] == "that" and i < end and is_verb(text, i + 1)


def last_inside(text: Text, number: int) -> str:
    """The last token of a quotation, without the marks of one inside it."""
    i = text.quotations[number].last
    while i > text.quotations[number].first and text.low[i] in ("'", "''", '"'):
        i -= 1
    return text.low[i]


def is_title(text: Text, last: int) -> bool:
    """Whether a sentence ends its paragraph without a stop, as headlines do."""
    return (
        text.low[last] not in STOPS
        and text.kind[last] == WORD
        and (last + 1 >= len(text.low) or text.low[last + 1] == "\n")
    )


def left_and_on(
    text: Text, report: Report, first: int, before: int, after: int, last: int
) -> tuple[list[Span], int]:
    """Content before the attribution, and behind it where the sentence goes on with it."""
    low = text.low
    end = before
    touched = False
    while (
        end >= first
        and text.quotation[end] < 0
        and (low[end] in (",", *DASHES) or low[end] in ("as", "and", "but", "so"))
    ):
        touched = touched or low[end] in (",", *DASHES)
        end -= 1
    if end < first:
        return [], after
    number = text.quotation[end]
    quoted = number >= 0 and text.quotations[number].closing == end
    if not touched and not quoted and low[end] not in ("?", "!"):
        return [], after
    begin = content_start(text, _past_own_words(text, first, end), end)
    if begin > end:
        return [], after
    if (
        quoted
        and begin < text.quotations[number].opening
        and low[text.quotations[number].opening - 1] in ("(", ":", *DASHES)
    ):
        begin = text.quotations[number].opening
    content: list[Span] = [(begin, end)]
    joined = not quoted or begin < text.quotations[number].opening
    final = after >= last - 1
    whole = quoted or has_verb(text, begin, end) or (final and is_long(begin, end))
    # what follows the attribution
    p = after + 1
    while (
        p <= last
        and low[p] not in (",", ":", ";")
        and text.quotation[p] < 0
        and low[p] not in STOPS
        and low[p] not in DASHES
    ):
        cue = cue_at(low, p, last)
        if cue is not None and cue.form == ING and low[p - 1] in ("before", "while", "after"):
            return content, after  # "he said before adding: ..."
        p += 1
    reach = after
    if p < last and low[p] == ",":
        p = _past_apposition(text, p, last)
    if p < last:
        q = p + 1 if low[p] in (",", ":", ";", *DASHES) else p
        if q <= last and text.quotation[q] >= 0 and text.quotations[text.quotation[q]].opening == q:
            stop = clause_end(text, q, last, report.cue.form, "quote")
            content.append((q, stop))
            reach = stop
        elif (
            low[p] == ","
            and q < last
            and _continues(text, q, last, whole=whole, quoted=quoted, joined=joined)
        ):
            stop = clause_end(text, q, last, report.cue.form, "clause")
            content.append((q, stop))
            reach = stop
    if (
        len(content) == 1
        and not quoted
        and not is_title(text, last)
        and (not whole or (low[begin] in PREPOSITIONS and main_subject(text, begin, end) is None))
    ):
        # "On Tuesday, he said." has no content
        return [], after
    return content, reach


def _past_own_words(text: Text, first: int, end: int) -> int:
    """Past what is attributed already: "Hadi noted that A; B, he said"."""
    if ";" not in text.low[first:end]:
        return first
    for k in range(end - 1, first, -1):
        if text.low[k] == ";" and text.quotation[k] < 0:
            told = any(
                text.quotation[i] < 0
                and (cue := cue_at(text.low, i, k)) is not None
                and cue.form in (PAST, THIRD)
                for i in range(first, k)
            )
            return k + 1 if told else first
    return first


_APPOSITION = 30


def _past_apposition(text: Text, comma: int, last: int) -> int:
    """The comma before a quotation that goes on behind an apposition: `said Hadi, who runs it, "but it is ..."`."""
    for k in range(comma + 1, min(last - 1, comma + _APPOSITION)):
        if text.quotation[k] >= 0 or cue_at(text.low, k, last) is not None:
            break
        if text.low[k] == "," and text.quotation[k + 1] >= 0:
            quotation = text.quotations[text.quotation[k + 1]]
            return k if not quotation.single and not text.capital[quotation.first] else comma
    return comma


def _continues(text: Text, q: int, last: int, *, whole: bool, quoted: bool, joined: bool) -> bool:
    """Whether the words before an attribution go on at token q, behind it.

    `whole` tells that they could stand alone, `quoted` that a quotation ends them, `joined` that there is more than it.
    """
    low = text.low
    if not joined or low[q] in ("adding", "noting"):
        return False
    if not whole:
        return True
    if is_verb(text, q):
        return True
    return (
        not quoted
        and low[q] not in _AFTERTHOUGHT
        and not low[q].endswith("ing")
        and has_verb(text, q, last)
        and (low[q] not in ("a", "an", "the") or clause_follows(text, q, last))
    )


def content_start(text: Text, first: int, end: int) -> int:
    """The first word of a content, past "but", "and" and dashes."""
    begin = first
    low = text.low
    while begin < end and (
        low[begin] in ("but", "and", "so", ",", "yet")
        or low[begin] in DASHES
        or low[begin] in ("-", "*", "•")
    ):
        begin += 1
    return begin


def left_quotation(text: Text, first: int, end: int) -> Span | None:
    """A quotation before "he said," that goes on behind it."""
    while end > first and text.low[end] in (",", "and"):
        end -= 1
    if end <= first:
        return None
    number = text.quotation[end]
    if number < 0 or text.quotations[number].closing != end:
        return None
    return (text.quotations[number].opening, end)
