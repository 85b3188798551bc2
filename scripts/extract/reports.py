"""Reporting words in a sentence: which of them are verbs there, and in what form."""

from __future__ import annotations

from dataclasses import dataclass

from scripts.extract.cues import (
    BASE,
    CUE_FIRST,
    EXPRESS_NOUNS,
    EXPRESS_VERBS,
    ING,
    PAST,
    THIRD,
    Cue,
    cue_at,
)
from scripts.extract.grammar import (
    AUXILIARIES,
    BE,
    DETERMINERS,
    HAVE,
    MODALS,
    OTHER_PRONOUNS,
    PREPOSITIONS,
    SUBJECT_PRONOUNS,
    WEEKDAYS,
    is_adverb,
)
from scripts.extract.lexicon import words
from scripts.extract.phrases import Span
from scripts.extract.subject_before import left_subject
from scripts.extract.text import NUMBER, STOPS, WORD, Text
from scripts.extract.word_classes import NOUNS_TOO, STAND_ALONE, is_verb, noun_like


@dataclass(slots=True)
class Found:
    """A statement in tokens; spans are inclusive."""

    cue: Span | None
    speaker: Span | None
    content: list[Span]
    shape: str
    lemma: str = ""
    sentence: int = -1
    unquoted: bool = False
    """Whether the words stand in somebody's marks and yet are the reporter's own: an aside within them."""


@dataclass(slots=True)
class Report:
    """A reporting word in its verb group."""

    cue: Cue
    at: int
    end: int
    group: int
    passive: bool = False
    infinitive: bool = False
    modal: bool = False
    takes: str = ""
    relative: bool = False
    purpose: bool = False
    """Whether it is an infinitive that depends on another verb: "took the stage to say that"."""


def in_quotation(text: Text, i: int) -> bool:
    """Whether a token stands in quotation marks."""
    number = text.quotation[i]
    return number >= 0


def reports_in(text: Text, first: int, last: int) -> list[Report]:
    """The reporting words of a sentence that stand in no quotation and have the form of a verb."""
    low = text.low
    found: list[Report] = []
    done = first - 1
    for i in [i for i in range(first, last + 1) if low[i] in CUE_FIRST]:
        if i <= done or text.quotation[i] >= 0:
            continue
        cue = cue_at(low, i, last)
        if cue is not None and cue.lemma == "call":
            cue = _called_for(text, cue, i, last)
        report = _as_report(text, cue, i, first, last) if cue is not None else None
        if report is not None:
            found.append(report)
            done = report.end
    return found


def _called_for(text: Text, cue: Cue, i: int, last: int) -> Cue:
    """As in "called Friday for", "called again on": the particle stands behind the day or adverb."""
    low = text.low
    j = i + 1
    while (
        j < last
        and j < i + 4
        and (
            low[j] in WEEKDAYS
            or low[j] in ("on", "again", "repeatedly", "also", "once", "more", "jointly")
        )
    ):
        if low[j] == "on" and low[j + 1] not in WEEKDAYS:
            break
        j += 1
    if j > i + 1 and low[j] in ("for", "on", "upon"):
        particle = "call for" if low[j] == "for" else "call on"
        return Cue(particle, "n" if low[j] == "for" else "o", cue.form, j - i + 1)
    return cue


def _as_report(text: Text, cue: Cue, i: int, first: int, last: int) -> Report | None:
    low = text.low
    end = i + cue.length - 1
    takes = cue.takes
    if cue.length == 1 and low[i] in EXPRESS_VERBS:
        # "expressed his deep hope that"
        for j in range(i + 1, min(last, i + 5) + 1):
            if low[j] in EXPRESS_NOUNS:
                if j == last or low[j + 1] in STOPS or low[j + 1] == ",":
                    break
                end, takes = j, "cn"
                break
            if low[j] in PREPOSITIONS or text.kind[j] != WORD:
                break
    group = i
    passive = infinitive = modal = False
    j = i - 1
    while j >= first:
        word = low[j]
        if "'" in word and word.split("'")[0] in SUBJECT_PRONOUNS:
            # "he's said", "I'd add": the pronoun is the subject
            modal = modal or word.endswith(("'d", "'ll"))
            break
        if word in AUXILIARIES or word in MODALS:
            if word in BE and j == _previous_solid(text, i, first) and cue.form == PAST:
                passive = True
            if word in MODALS or word in (
                "'d",
                "'ll",
                "i'd",
                "he'd",
                "she'd",
                "we'd",
                "they'd",
                "i'll",
                "he'll",
                "she'll",
                "we'll",
                "they'll",
                "did",
                "do",
                "does",
                "didn't",
                "doesn't",
                "don't",
            ):
                modal = True
            group = j
        elif (is_adverb(word) and not text.capital[j]) or (
            word == "since" and j > first and low[j - 1] in HAVE
        ):
            pass
        elif word == "past" and low[j - 2 : j] == ["in", "the"] and j - 2 > first:
            j -= 2  # "has in the past described"
            group = j
        elif j - 2 > first and _marked_adverb(text, j):
            j -= 2
            group = j
        elif word == "to" and j - 2 >= first and _hearsay(low, j - 1) and low[j + 1] == "have":
            # "is reported to have said"
            group = j - 2
            break
        elif word == "to" and cue.form == BASE and j > first and not infinitive:
            infinitive = True
            if low[j - 1] in (
                "on",
                "used",
                "continued",
                "continues",
                "continue",
                "continuing",
                "sought",
                "tried",
                "rushed",
            ):
                j -= 1
                if low[j] == "on":
                    j -= 1
                group = j
            elif low[j - 1] in _NOT_UTTERED and low[j - 4 : j - 2] != ["out", "of"]:
                return None
            else:
                return Report(cue, i, end, j, infinitive=True, takes=takes, purpose=True)
        else:
            break
        j -= 1
    # Adverbs between subject and verb belong to the group, those at its left edge too.
    while group - 1 >= first and is_adverb(low[group - 1]) and not text.capital[group - 1]:
        group -= 1
    before = low[i - 1] if i > first else ""
    if cue.form == BASE and not (modal or infinitive or _plural_before(text, group, first)):
        return None
    if cue.form == THIRD and group < i and before in AUXILIARIES:
        return None  # "have claims in the area"
    if cue.form == ING and group == i and before.endswith("'s") and before not in _CONTRACTED:
        return None  # "the paper's reporting team"
    if cue.form == THIRD and group == i and before in _SEVERAL:
        return None  # "several reasons:"
    if cue.form in (PAST, THIRD, BASE) and group == i and i > first:
        if before in DETERMINERS and before not in STAND_ALONE and before not in _PLURALS:
            return None
        if before.endswith("'s") and before not in _CONTRACTED and "'" in before:
            return None
        if before in PREPOSITIONS and before != "as" and low[i] != "said":
            return None
    if cue.lemma == "continue" and end < last and low[end + 1] == "to":
        return None
    if text.capital[i] and i > first and cue.form != ING and not _headline(text, first, last):
        return None
    if cue.form in (THIRD, BASE) and group == i and low[i] in _NOUNS and _owned(text, i, first):
        return None
    if (
        cue.form in (THIRD, BASE)
        and cue.length == 1
        and group == i
        and not _verb_here(text, i, first, last, takes)
    ):
        return None
    return Report(cue, i, end, group, passive, infinitive, modal, takes)


def _marked_adverb(text: Text, closing: int) -> bool:
    """Whether token `closing` ends an adverb in marks: `"strongly" condemned`."""
    number = text.quotation[closing]
    return (
        number >= 0
        and text.quotations[number].opening == closing - 2
        and text.quotations[number].closing == closing
        and is_adverb(text.low[closing - 1])
    )


_CONTRACTED = frozenset(("he's", "she's", "it's", "who's", "that's"))
_SEVERAL = frozenset(
    ("several", "many", "some", "these", "those", "few", "all", "both", "any", "no")
)
_NOT_UTTERED = words("grammar", "not_uttered")
_NOUNS = NOUNS_TOO


def _owned(text: Text, i: int, first: int) -> bool:
    """Whether a word that may be a noun belongs to somebody: "his past comments on", "Iran's repeated calls for"."""
    low = text.low
    for j in range(i - 1, max(first, i - 4) - 1, -1):
        if low[j] in _POSSESSIVES or low[j].endswith("'s"):
            return True
        if text.capital[j] or not (low[j].endswith(_ADJECTIVE_ENDINGS) or low[j] in _ADJECTIVES):
            return False
    return False


_ADJECTIVE_ENDINGS = (
    "ed",
    "al",
    "ous",
    "ic",
    "ive",
    "ful",
    "less",
    "ary",
    "ble",
    "est",
    "ish",
    "ing",
)
_ADJECTIVES = words("grammar", "adjectives")
_POSSESSIVES = frozenset(("his", "her", "its", "their", "our", "my", "your"))
_BEFORE_VERB = frozenset(["he", "she", "they", "we", "i", "you", "it", "who"])


def _quoted_before(text: Text, i: int, first: int) -> bool:
    """Whether a quotation ends within a few words before token i: `"...," Smith notes.`."""
    return any(text.quotation[k] >= 0 for k in range(max(first, i - 6), i))


def _verb_here(text: Text, i: int, first: int, last: int, takes: str) -> bool:
    """Whether a word that may be a noun as well ("states", "reports") is a verb here: by what follows it."""
    low = text.low
    if low[i] not in _NOUNS:
        return True
    if i > first and low[i - 1] in (
        "united",
        "swing",
        "battleground",
        "early",
        "other",
        "southern",
    ):
        return False
    p = i + 1
    if p > last:
        return False
    while p < last and is_adverb(low[p]):
        p += 1
    follow = cue_at(low, p, last)
    if follow is not None and follow.form == BASE and low[p] not in NOUNS_TOO:
        return False  # "reports reveal"
    if low[p] == "that" and p < last and is_verb(text, p + 1) and "'" not in low[p + 1]:
        return False  # "remarks that were shown"
    if low[p] in ("that", ":") or text.quotation[p] >= 0:
        return True
    if "t" in takes and low[p] == "to":
        return True
    if low[i] in ("states", "state"):
        if low[p] == ",":
            return p < last and text.quotation[p + 1] >= 0
        return text.quotation[max(first, i - 4)] >= 0
    if low[p] == ",":
        return i > first and (
            text.capital[i - 1]
            or low[i - 1] in SUBJECT_PRONOUNS
            or low[i - 1] in ("which", "that")
            or (p < last and text.quotation[p + 1] >= 0)
        )
    if i > first and low[i - 1] in _BEFORE_VERB:
        return True
    if low[p] in STOPS and i > first and _quoted_before(text, i, first):
        return True
    if low[p] in AUXILIARIES or low[p] in ("of", "from", "by", "and", "or") or low[p] in STOPS:
        return False
    if low[i - 1] in SUBJECT_PRONOUNS or (i == first + 1 and text.capital[i - 1]):
        return True
    return (
        low[p] in DETERMINERS
        or text.capital[p]
        or low[p] in SUBJECT_PRONOUNS
        or low[p] in ("for", "on")
        or low[p] in OTHER_PRONOUNS
        or noun_like(text, p)
    )


def _headline(text: Text, first: int, last: int) -> bool:
    """Words of a title printed with capitals: most of them have one."""
    words = [
        i
        for i in range(first, min(last, first + 25) + 1)
        if text.kind[i] == WORD and len(text.low[i]) > 3
    ]
    return len(words) > 3 and sum(text.capital[i] for i in words) * 4 >= len(words) * 3


def _hearsay(low: list[str], i: int) -> bool:
    """Whether words tell of hearsay: "is reported to have said", "was believed to have told"."""
    return low[i] in _HEARSAY and low[i - 1] in BE


_HEARSAY = frozenset(("reported", "said", "believed", "alleged", "understood", "known", "quoted"))


def _previous_solid(text: Text, i: int, first: int) -> int:
    j = i - 1
    while j > first and is_adverb(text.low[j]):
        j -= 1
    return j


def _plural_before(text: Text, group: int, first: int) -> bool:
    """Whether a base form may be a present with a plural subject: "officials say", "they say", "I say"."""
    low = text.low
    span = left_subject(text, group, first)
    if span is None:
        return False
    for i in range(span[0], span[1] + 1):
        word = low[i]
        if word in _PLURALS or text.kind[i] == NUMBER:
            return True
        if word in DETERMINERS:
            continue
        if len(word) > 2 and word.endswith("s") and not word.endswith(("'s", "ss", "us", "is")):
            return True
    # "Iran, Iraq stress": a headline's list
    return span[1] == span[0] + 2 and low[span[0] + 1] == ","


_PLURALS = frozenset(
    [
        "they",
        "we",
        "i",
        "you",
        "who",
        "and",
        "some",
        "many",
        "others",
        "most",
        "both",
        "all",
        "people",
        "men",
        "women",
        "police",
        "several",
        "few",
        "these",
        "those",
        "half",
        "majority",
        "critics",
        "data",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
    ]
)
