"""Where reported words stand: behind their cue, before it, or on both sides."""

from __future__ import annotations

from scripts.extract.clause_ends import clause_end
from scripts.extract.clauses import clause_follows, has_verb, main_subject
from scripts.extract.cues import (
    EXPRESS_NOUNS,
    ING,
    Cue,
    cue_at,
)
from scripts.extract.grammar import (
    AUXILIARIES,
    DETERMINERS,
    PREPOSITIONS,
    SUBJECT_PRONOUNS,
    SUBORDINATORS,
    TIME_WORDS,
    is_adverb,
)
from scripts.extract.hearers import after_adverbials, after_hearer, is_single
from scripts.extract.phrases import Span, phrase_after
from scripts.extract.reports import Report
from scripts.extract.text import ABBREVIATIONS, DASHES, NUMBER, QUOTE, STOPS, WORD, Text
from scripts.extract.word_classes import is_verb

_QUESTION = frozenset(["whether", "if", "how", "why", "what", "when", "where", "who", "which"])


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


_HEARER_PLACE = 6
"""Words that a hearer's place and the day may take behind a comma."""


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


def says_nothing(low: list[str], cue: Cue, start: int, last: int) -> bool:
    """As in "asked not to be named", "declined to comment": no words of theirs can be recovered."""
    words = low[start : min(last, start + 4) + 1]
    if cue.lemma in ("ask", "request", "speak of", "speak about") and (
        "named" in words or "identified" in words or "anonymity" in words
    ):
        return True
    return cue.lemma in ("decline", "refuse") and any(
        w in words for w in ("comment", "elaborate", "say", "give", "answer", "respond", "discuss")
    )


def is_title(text: Text, last: int) -> bool:
    """Whether a sentence ends its paragraph without a stop, as headlines do."""
    return (
        text.low[last] not in STOPS
        and text.kind[last] == WORD
        and (last + 1 >= len(text.low) or text.low[last + 1] == "\n")
    )


def right(text: Text, report: Report, last: int) -> tuple[int, str] | None:
    """Where the reported words begin behind the cue, and how; "behind" if the cue follows its words."""
    low = text.low
    takes = report.takes
    p = report.end + 1
    if (
        "t" in takes
        and p < last
        and low[p] == "to"
        and low[p + 1] not in DETERMINERS
        and not text.capital[p + 1]
    ):
        return (p, "to")
    if "r" in takes:
        hearer = p
        p = after_hearer(text, p, last, report)
        if "n" in takes and p > hearer and low[p] in STOPS and low[hearer] in DETERMINERS:
            return (hearer, "object")  # "promised a country of new jobs"
    if (
        "t" in takes
        and p < last
        and low[p] == "to"
        and low[p + 1] not in DETERMINERS
        and not text.capital[p + 1]
    ):
        return (p, "to")
    named = "a" in takes and p < last and low[p] == "as"
    if not named and (report.end == report.at or low[report.end] not in EXPRESS_NOUNS):
        p = after_adverbials(text, p, last, takes)
    if p > last:
        return (p, "behind")
    aside = p
    while (
        aside + 2 < last
        and low[aside] == ","
        and low[aside + 2] == ","
        and (is_adverb(low[aside + 1]) or low[aside + 1] in TIME_WORDS)
    ):
        aside += 2
    if aside > p:
        p = aside + 1
    word = low[p]
    if word in DASHES and "c" in takes:
        for k in range(p + 1, min(last, p + 15)):
            if low[k] in DASHES and low[k + 1] == "that":
                return (k + 2, "that")
    if word in STOPS or word in DASHES or word == ";":
        return (p, "behind")
    if text.kind[p] == QUOTE or text.quotation[p] >= 0:
        return (p, "object" if "q" not in takes and _leads_on(text, p, last) else "quote")
    if word == "of" and p < last and report.cue.form == ING and "q" in takes:
        # "adding of Mr. Trump, '...'"
        for q in range(p + 1, min(last - 1, p + 8)):
            if low[q] == "," and text.quotation[q + 1] >= 0:
                return (q + 1, "quote")
    if word == ",":
        q = p + 1
        if (
            q <= last
            and (
                text.quotation[q] >= 0
                and text.quotations[text.quotation[q]].opening == q
                and not text.quotations[text.quotation[q]].single
            )
            and "q" in takes
        ):
            return (q, "quote")
        if q <= last and low[q] == "that" and "c" in takes:
            return (q + 1, "that")
        if "c" in takes:
            for k in range(q, min(last, q + 15)):
                if low[k] == "," and low[k + 1] == "that":
                    return (k + 2, "that")
                if report.cue.form == ING:
                    continue
                if low[k] == "that" and "r" in takes and _only_place(text, q, k):
                    # "told a meeting in Salem, New Hampshire on Monday that"
                    return (k + 1, "that")
        if q > last:
            return (p, "behind")
        if ("q" in takes and low[q].endswith("ing")) or low[q] in (
            "again",
            "in",
            "with",
            "to",
            "of",
        ):
            for k in range(q, min(last, q + 15)):
                if low[k] in (",", ":") and _opens_words(text, k + 1):
                    return (k + 1, "quote")
        if (
            q < last
            and text.capital[q]
            and "q" in takes
            and report.cue.form == ING
            and low[q] in ("we", "i", "our")
        ):
            return (q, "clause")
        return (p, "behind")
    if word == ":":
        return (p + 1, "colon") if p < last else (p, "behind")
    if word == "that":
        if p + 2 < last and low[p + 1] == "," and low[p + 2].endswith("ing") and "n" in takes:
            return (p, "object")
        if p + 1 < last and low[p + 1] == ",":
            p += 1
        return (
            (p + 1, "that")
            if "c" in takes and p < last
            else ((p, "object") if "n" in takes else None)
        )
    if (
        "t" in takes
        and word == "to"
        and p < last
        and low[p + 1] not in DETERMINERS
        and not text.capital[p + 1]
    ):
        return (p, "to")
    if word in _QUESTION and ("w" in takes or "b" in takes or "c" in takes):
        return (p, "clause")
    if "o" in takes:
        object_ = phrase_after(text, p, last) or (
            (p, p)
            if low[p] in ("him", "them", "us", "me", "her", "it", "everyone", "people")
            else None
        )
        if object_ is not None and object_[1] < last:
            follow = low[object_[1] + 1]
            if follow in ("to", "not", "that", "against"):
                return (p, "object")
        if report.cue.lemma in ("call on", "call upon", "urge", "exhort", "implore", "appeal to"):
            return (p, "object")
    if "a" in takes and word == "as" and p < last:
        return (p, "object")
    if "b" in takes and ("n" in takes or _about(text, p, last)) and _clause_begins(text, p, last):
        return (p, "clause")
    if "n" in takes:
        if (
            (text.kind[p] in (WORD, NUMBER) or word in ("$", "€", "£"))
            and word not in ("to", "by")
            and (word not in PREPOSITIONS or _about(text, p, last))
        ):
            if (
                "a" in takes
                and report.cue.lemma == "call"
                and low[p] in ("in", "off", "up", "out", "back", "it", "himself")
                and low[p] != "it"
            ):
                return None
            return (p, "object")
        if (
            report.end > report.at
            and word in ("for", "over", "about", "with", "in", "at", "of", "on", "to")
            and p < last
        ):
            return (p + 1, "object")
        return None
    if (
        "b" in takes
        and text.kind[p] in (WORD, NUMBER)
        and (
            report.cue.lemma == "say"
            or (word not in PREPOSITIONS and _clause_begins(text, p, last))
        )
    ):
        return (p, "clause")
    if report.cue.lemma in _CLAUSAL and _noun_and_more(text, p, last):
        return (p, "clause")
    return None


def _noun_and_more(text: Text, p: int, last: int) -> bool:
    """Whether a noun phrase begins that a verb unknown here may follow: "alleges the groups smuggle arms"."""
    return (
        (text.low[p] in DETERMINERS or text.capital[p])
        and last - p > _CLAUSE_WORDS
        and (text.kind[p] == WORD)
    )


_CLAUSAL = frozenset(("allege", "insist", "contend"))
_CLAUSE_WORDS = 3


def _leads_on(text: Text, p: int, last: int) -> bool:
    """Whether a quotation only begins a noun phrase: `condemned "in the strongest terms" the attack`."""
    number = text.quotation[p]
    if number < 0 or text.low[text.quotations[number].last] in (",", *STOPS):
        return False
    behind = text.quotations[number].closing + 1
    return behind <= last and (text.low[behind] in DETERMINERS or text.low[behind] == "on")


def _only_place(text: Text, first: int, end: int) -> bool:
    """Whether a few names, days and their prepositions stand before token `end`."""
    return end - first <= _HEARER_PLACE and all(
        text.capital[i] or text.kind[i] == NUMBER or text.low[i] in ("on", "in", "at", ",")
        for i in range(first, end)
    )


def _about(text: Text, p: int, last: int) -> bool:
    """As in "predicted between two and four": a number, loosely."""
    if text.low[p] in ("at", "up") and p + 1 < last and text.low[p + 1] in ("least", "most", "to"):
        p += 1
    elif text.low[p] not in ("about", "over", "around", "between"):
        return False
    return p < last and (text.kind[p + 1] == NUMBER or text.low[p + 1] in _COUNTED)


_COUNTED = frozenset(
    ("$", "€", "£", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
)


def _opens_words(text: Text, i: int) -> bool:
    number = text.quotation[i]
    return (
        number >= 0 and text.quotations[number].opening == i and not text.quotations[number].single
    )


def _clause_begins(text: Text, p: int, last: int) -> bool:
    """Whether a subject and its verb begin at token p."""
    low = text.low
    if low[p] in SUBJECT_PRONOUNS or low[p] in ("there", "this", "these", "that's"):
        return True
    if low[p] in AUXILIARIES:
        return "'" in low[p]
    if low[p] in ("about", "over", "around", "between") and p < last:
        p += 1
    for i in range(p + 1, min(last, p + 16) + 1):
        if low[i] == "." and low[i - 1] in ABBREVIATIONS:
            continue
        if low[i] == "," and i < last and low[i + 1] in ("who", "which"):
            # "argued the council, which meets today, is weak": the verb stands behind the aside
            return "," in low[i + 2 : i + 20]
        if text.quotation[i] >= 0 and not is_single(text, i):
            # "told them Iran “has no quarrel”"
            return is_verb(text, text.quotations[text.quotation[i]].first)
        if low[i] in (",", ":", ";") or low[i] in STOPS:
            return False
        if low[i] in ("that", "which", "who"):
            return False
        if low[i] in ("as", "while") and i < last and low[i + 1] in SUBJECT_PRONOUNS:
            return False
        if text.kind[i] == WORD and (
            is_verb(text, i)
            or (low[i].endswith("ed") and not text.capital[i] and low[i - 1] not in DETERMINERS)
        ):
            return True
    return False


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
    begin = content_start(text, first, end)
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
        p += 1
    reach = after
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
