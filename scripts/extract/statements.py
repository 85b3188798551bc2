"""Statements of one sentence after another: cue, speaker, content."""

from __future__ import annotations

from dataclasses import dataclass

from scripts.extract.clauses import clause_end, has_verb, main_subject
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
from scripts.extract.lexicon import words
from scripts.extract.grammar import (
    AUXILIARIES,
    BE,
    CONJUNCTIONS,
    DETERMINERS,
    HAVE,
    MODALS,
    MONTHS,
    OTHER_PRONOUNS,
    PREPOSITIONS,
    SUBJECT_PRONOUNS,
    SUBORDINATORS,
    TIME_WORDS,
    WEEKDAYS,
    is_adverb,
)
from scripts.extract.phrases import (
    STAND_ALONE,
    Span,
    is_verb,
    left_subject,
    noun_like,
    phrase_after,
    phrase_before,
    with_apposition,
)
from scripts.extract.text import DASHES, NUMBER, QUOTE, STOPS, WORD, Text

_QUESTION = frozenset(["whether", "if", "how", "why", "what", "when", "where", "who", "which"])
_PLACE = frozenset(
    [
        "in",
        "at",
        "during",
        "on",
        "to",
        "after",
        "before",
        "by",
        "via",
        "through",
        "from",
        "with",
        "about",
        "over",
        "amid",
        "following",
        "when",
        "while",
        "ahead",
        "as",
        "of",
    ]
)
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
_NAMING = frozenset(("call", "dub", "label", "term", "brand"))
_CONTEXT = frozenset(("refer to", "point to", "speak of", "speak about", "allude to"))
"""What these bring is context, no statement of its own, unless it is quoted."""
_SKIP_REACH = 30


@dataclass(slots=True)
class Found:
    """A statement in tokens; spans are inclusive."""

    cue: Span | None
    speaker: Span | None
    content: list[Span]
    shape: str
    lemma: str = ""
    sentence: int = -1


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


def in_quotation(text: Text, i: int) -> bool:
    number = text.quotation[i]
    return number >= 0


def reports_in(text: Text, first: int, last: int) -> list[Report]:
    """The reporting words of a sentence that stand in no quotation and have the form of a verb."""
    low = text.low
    found: list[Report] = []
    i = first
    while i <= last:
        number = text.quotation[i]
        if number >= 0:
            i = text.quotations[number].closing + 1
            continue
        word = low[i]
        if word in CUE_FIRST:
            cue = cue_at(low, i, last)
            if cue is not None and cue.lemma == "call":
                cue = _called_for(text, cue, i, last)
            report = _as_report(text, cue, i, first, last) if cue is not None else None
            if report is not None:
                found.append(report)
                i = report.end + 1
                continue
        i += 1
    return found


def _called_for(text: Text, cue: Cue, i: int, last: int) -> Cue:
    """ "called Friday for", "called again on": the particle stands behind the day or adverb."""
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
            else:
                return None
        else:
            break
        j -= 1
    # Adverbs between subject and verb belong to the group, those at its left edge too.
    while group - 1 >= first and is_adverb(low[group - 1]) and not text.capital[group - 1]:
        group -= 1
    before = low[i - 1] if i > first else ""
    if cue.form == BASE and not (modal or infinitive or _plural_before(text, group, first)):
        return None
    if cue.form in (PAST, THIRD, BASE) and group == i and i > first:
        if before in DETERMINERS and before not in STAND_ALONE:
            return None
        if (
            before.endswith("'s")
            and before not in ("he's", "she's", "it's", "who's")
            and "'" in before
        ):
            return None
        if before in PREPOSITIONS and before not in ("as",) and low[i] != "said":
            return None
    if cue.lemma == "continue" and end < last and low[end + 1] == "to":
        return None
    if text.capital[i] and i > first and cue.form != ING and not _headline(text, first, last):
        return None
    if (
        cue.form in (THIRD, BASE)
        and cue.length == 1
        and group == i
        and not _verb_here(text, i, first, last, takes)
    ):
        return None
    return Report(cue, i, end, group, passive, infinitive, modal, takes)


_NOUNS = frozenset(
    [
        "states",
        "state",
        "remarks",
        "remark",
        "reports",
        "report",
        "claims",
        "claim",
        "comments",
        "comment",
        "demands",
        "demand",
        "questions",
        "question",
        "calls",
        "call",
        "terms",
        "term",
        "promises",
        "promise",
        "charges",
        "charge",
        "tweets",
        "tweet",
        "posts",
        "post",
        "outlines",
        "outline",
        "signals",
        "signal",
        "estimates",
        "estimate",
        "notes",
        "note",
        "answers",
        "answer",
        "challenges",
        "challenge",
        "attacks",
        "attack",
        "requests",
        "request",
        "proposals",
        "proposal",
        "mentions",
        "mention",
        "warnings",
        "quotes",
        "quote",
        "labels",
        "label",
        "brands",
        "brand",
        "protests",
        "protest",
        "regrets",
        "regret",
        "forecasts",
        "forecast",
        "echoes",
        "echo",
        "reasons",
        "reason",
        "offers",
        "offer",
        "pledges",
        "pledge",
        "vows",
        "vow",
        "rebukes",
        "shouts",
        "cries",
        "cry",
        "lies",
        "supports",
        "support",
        "credits",
        "credit",
        "details",
        "detail",
        "holds",
        "backs",
        "counters",
        "counter",
        "repeats",
        "plays",
        "presses",
        "press",
        "orders",
        "order",
        "reads",
        "hints",
        "hint",
        "doubts",
        "cautions",
        "caution",
        "rants",
        "jokes",
        "joke",
        "boasts",
        "welcome",
    ]
)


_BEFORE_VERB = frozenset(["he", "she", "they", "we", "i", "you", "it", "who"])


def _quoted_before(text: Text, i: int, first: int) -> bool:
    """Whether a quotation ends within a few words before token i: `"...," Smith notes.`"""
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
    if low[p] in ("that", ":") or text.quotation[p] >= 0:
        return True
    if "t" in takes and low[p] == "to":
        return True
    if low[i] in ("states", "state"):
        return low[p] == "," and p < last and text.quotation[p + 1] >= 0
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
        if len(word) > 3 and word.endswith("s") and not word.endswith(("'s", "ss", "us", "is")):
            return True
    # "Iran, Iraq stress": a headline's list
    return (
        span[0] - 2 >= first
        and low[span[0] - 1] == ","
        and text.capital[span[0]]
        and text.capital[span[0] - 2]
    )


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


def statements_in(text: Text, first: int, last: int, sentence: int) -> list[Found]:
    """The statements of one sentence, in the order of their cues."""
    found: list[Found] = []
    covered = first - 1
    subject: Span | None = None  # of the last finite reporting word
    floor = first
    low = text.low
    reports = reports_in(text, first, last)
    for report in reports:
        if report.at <= covered:
            continue
        made = _statement(text, report, first, last, floor, subject, bool(found))
        if made is None:
            continue
        statement, reach = made
        statement.sentence = sentence
        found.append(statement)
        covered = max(covered, reach)
        aside = statement.speaker is not None and low[statement.speaker[1]] in (
            "who",
            "which",
            "that",
        )
        if not aside:
            floor = max(floor, min(reach + 1, last))
        if statement.speaker is not None and not (aside and subject is not None):
            subject = statement.speaker
    _according(text, first, last, sentence, found)
    if not found:
        late = _late_attribution(text, first, last) or _early_said(text, first, last)
        if late is not None:
            late.sentence = sentence
            found.append(late)
    found = [f for f in found if not _relays(text, f, found)]
    return [f for f in found if not _within_another(f, found)]


def _within_another(statement: Found, found: list[Found]) -> bool:
    """Whether a statement is told by somebody else in the same sentence: "X has asked ..., his office said"."""
    if statement.cue is None or statement.shape == "behind":
        return False
    return any(
        f is not statement and f.shape == "behind" and _overlaps(f, statement.cue) for f in found
    )


def _relays(text: Text, statement: Found, found: list[Found]) -> bool:
    """Whether an agency only passes on what the sentence has somebody say: "the minister urged ..., IRNA reported"."""
    if statement.shape != "behind" or statement.speaker is None:
        return False
    if not any(
        text.low[i] in _RELAYERS for i in range(statement.speaker[0], statement.speaker[1] + 1)
    ):
        return False
    return any(f is not statement and f.cue and _overlaps(statement, f.cue) for f in found)


_RELAYERS = words("relayers")


def _late_attribution(text: Text, first: int, last: int) -> Found | None:
    """A quotation that ends with a comma, and whatever reporting word the sentence has behind it."""
    number = text.quotation[first]
    if number < 0 or text.quotations[number].opening != first or last_inside(text, number) != ",":
        return None
    close = text.quotations[number].closing
    for i in range(close + 1, min(last, close + 30) + 1):
        if text.quotation[i] >= 0:
            return None
        cue = cue_at(text.low, i, last)
        if cue is not None and "q" in cue.takes and cue.form in (PAST, THIRD):
            speaker = (
                phrase_after(text, close + 1, i - 1)
                if i > close + 1
                else phrase_after(text, i + 1, last)
            )
            if speaker is None:
                return None
            return Found((i, i + cue.length - 1), speaker, [(first, close)], "behind", cue.lemma)
    return None


def _early_said(text: Text, first: int, last: int) -> Found | None:
    """ "Said Comey, '...'": the verb before its subject at the head of a sentence."""
    if text.low[first] not in ("said", "added", "continued", "says", "adds", "continues", "wrote"):
        return None
    speaker = phrase_after(text, first + 1, last)
    if speaker is None:
        return None
    begin = speaker[1] + 2
    if begin > last or text.low[begin - 1] not in (",", ":") or text.quotation[begin] < 0:
        return None
    end = clause_end(text, begin, last, PAST, "quote")
    return Found((first, first), speaker, [(begin, end)], "quote", "say")


def _statement(
    text: Text,
    report: Report,
    first: int,
    last: int,
    floor: int,
    governing: Span | None,
    later: bool,
) -> tuple[Found, int] | None:
    low = text.low
    lo = first if not later else floor
    cue, group = report.cue, report.group
    inverted = _inverted_subject(text, report, first, last)
    if inverted is not None:
        content, reach = _left_and_on(text, report, first, group - 1, inverted[1], last)
        if content:
            return Found((report.at, report.end), inverted, content, "behind", cue.lemma), reach
    if report.passive:
        return _passive(text, report, first, last, lo)
    coordinate = False
    if (
        cue.form == ING
        and low[report.group - 1] == "as"
        and cue.lemma in ("say", "tell", "add", "stress", "note")
    ):
        return _quoted_as(text, report, first, last)
    if cue.form == ING and not (report.group < report.at and low[report.group] in BE):
        speaker = _governing(text, report, first, last, governing)
        if speaker is None:
            return None
    else:
        speaker = left_subject(text, group, lo)
        if speaker is None and governing is not None and _coordinates(text, group, first):
            speaker, coordinate = governing, True
        elif speaker is None and governing is None and _coordinates(text, group, first):
            speaker = _clause_subject(text, group, first)
            coordinate = True
        if speaker is None:
            return None
        if (
            text.kind[speaker[1]] == NUMBER
            and report.group == report.at
            and speaker[0] == speaker[1]
        ):
            return None
        if (
            cue.lemma in _NAMING
            and text.quotation[report.end + 1 : report.end + 2] not in ([-1], [])
            and low[speaker[0] - 1 : speaker[0]] not in (["what"], ["which"], ["that"], ["whom"])
        ):
            return None
    span = (report.at, report.end)
    begun = _right(text, report, last)
    behind = begun is None or begun[1] == "behind"
    if low[speaker[0] - 1 : speaker[0]] == ["as"] and behind and "q" in cue.takes:
        return _as_noted(text, report, speaker, first, last)
    relative = low[speaker[1]] in ("who", "that", "which") and speaker[1] == group - 1
    if (
        cue.form != ING
        and not coordinate
        and not relative
        and "q" in cue.takes
        and _words_before(
            text,
            first,
            speaker[0] - 1,
            behind or ("r" in cue.takes and begun is not None and begun[1] == "clause"),
            report.end == last and _is_title(text, last),
        )
    ):
        after = report.end
        content, reach = _left_and_on(text, report, first, speaker[0] - 1, after, last)
        if content:
            return Found(span, speaker, content, "behind", cue.lemma), reach
    if begun is None or begun[1] == "behind":
        if "p" not in cue.takes:
            return None
        if coordinate or cue.form == ING or relative:
            return None
        content, reach = _left_and_on(text, report, first, speaker[0] - 1, report.end, last)
        if not content:
            return None
        return Found(span, speaker, content, "behind", cue.lemma), reach
    start, kind = begun
    if _says_nothing(low, cue, start, last):
        return None
    if speaker is not None and speaker[0] > start:
        end = speaker[0] - 1
        while end > start and low[end] == ",":
            end -= 1
    else:
        end = clause_end(
            text, start, last, cue.form, kind, _subordinate(text, report, speaker, first)
        )
    if cue.lemma in _CONTEXT and not any(text.quotation[i] >= 0 for i in range(start, end + 1)):
        return None
    if end < start:
        return None
    content = [(start, end)]
    shape = kind
    if kind == "quote" and not coordinate and cue.form != ING:
        left = _left_quotation(text, first, speaker[0] - 1)
        if left is not None:
            content.insert(0, left)
    return Found(span, speaker, content, shape, cue.lemma), end


def _quoted_as(text: Text, report: Report, first: int, last: int) -> tuple[Found, int] | None:
    """ "IRNA quoted a source as saying", "he was quoted as saying": the source speaks."""
    low = text.low
    i = report.group - 2
    while i >= first and low[i] not in ("quoted", "quotes", "quoting", "cited", "citing"):
        i -= 1
    if i < first:
        return None
    if i + 1 <= report.group - 2 and not (is_adverb(low[i + 1]) or low[i + 1] in ("by", "in")):
        speaker = phrase_before(text, report.group - 2, i + 1)
        begins = left_subject(text, i, first)
    else:
        j = i
        while j > first and (low[j - 1] in AUXILIARIES or is_adverb(low[j - 1])):
            j -= 1
        speaker = begins = left_subject(text, j, first)
    if speaker is None:
        return None
    before = (begins or speaker)[0] - 1
    span = (report.at, report.end)
    content, reach = (
        _left_and_on(text, report, first, before, report.end, last)
        if _words_before(text, first, before, True)
        else ([], 0)
    )
    if content:
        return Found(span, speaker, content, "behind", "say"), reach
    begun = _right(text, report, last)
    if begun is None or begun[1] == "behind":
        return None
    end = clause_end(text, begun[0], last, PAST, begun[1])
    return Found(span, speaker, [(begun[0], end)], begun[1], "say"), end


def _as_noted(
    text: Text, report: Report, speaker: Span, first: int, last: int
) -> tuple[Found, int] | None:
    """ "As the minister noted, ..." and "..., as the minister noted"."""
    low = text.low
    as_ = speaker[0] - 1
    span = (report.at, report.end)
    if as_ - 1 <= first:
        comma = report.end + 1
        while comma < last and low[comma] != ",":
            comma += 1
        if comma >= last:
            return None
        end = clause_end(text, comma + 1, last, report.cue.form, "clause")
        return Found(span, speaker, [(comma + 1, end)], "as", report.cue.lemma), end
    if low[as_ - 1] == "," or low[as_ - 1] in DASHES:
        content, reach = _left_and_on(text, report, first, as_ - 1, report.end, last)
        return (Found(span, speaker, content, "as", report.cue.lemma), reach) if content else None
    return None


def _words_before(text: Text, first: int, end: int, behind: bool, title: bool = False) -> bool:
    """Whether reported words end just before the subject: a quotation, or a main clause and a comma."""
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
        return text.quotations[number].opening == first or _is_main_clause(text, first, end - 1)
    return _is_main_clause(text, first, end - 1)


def _is_main_clause(text: Text, first: int, end: int) -> bool:
    begin = _content_start(text, first, end)
    word = text.low[begin]
    if (
        word in PREPOSITIONS
        or word in SUBORDINATORS
        or word.endswith("ing")
        or word in ("asked", "according", "to", "now")
    ):
        return False
    if cue_at(text.low, begin, begin) is not None and not text.capital[begin]:
        return False
    return main_subject(text, begin, end) is not None


def last_inside(text: Text, number: int) -> str:
    """The last token of a quotation, without the marks of one inside it."""
    i = text.quotations[number].last
    while i > text.quotations[number].first and text.low[i] in ("'", "''", '"'):
        i -= 1
    return text.low[i]


def _subordinate(text: Text, report: Report, speaker: Span, first: int) -> bool:
    """Whether the reporting clause depends on a main clause that may follow: "after Iran announced that ..., Iraq"."""
    low = text.low
    if (
        speaker[0] > first
        and low[speaker[0] - 1] in SUBORDINATORS
        and low[speaker[0] - 1] != "that"
    ):
        return True
    if low[first] in SUBORDINATORS and "," not in low[first : report.at]:
        return True
    return (
        report.cue.form == ING and low[first] in PREPOSITIONS and "," not in low[first : report.at]
    )


def _says_nothing(low: list[str], cue: Cue, start: int, last: int) -> bool:
    """ "asked not to be named", "declined to comment": no words of theirs can be recovered."""
    words = low[start : min(last, start + 4) + 1]
    if cue.lemma in ("ask", "request", "speak of", "speak about") and (
        "named" in words or "identified" in words or "anonymity" in words
    ):
        return True
    return cue.lemma in ("decline", "refuse") and any(
        w in words for w in ("comment", "elaborate", "say", "give", "answer", "respond", "discuss")
    )


def _is_title(text: Text, last: int) -> bool:
    """Whether a sentence ends its paragraph without a stop, as headlines do."""
    return (
        text.low[last] not in STOPS
        and text.kind[last] == WORD
        and (last + 1 >= len(text.low) or text.low[last + 1] == "\n")
    )


def _coordinates(text: Text, group: int, first: int) -> bool:
    j = group - 1
    if j < first:
        return False
    if text.low[j] == ",":
        return True
    return text.low[j] in ("and", "but", "or", "then")


def _clause_subject(text: Text, group: int, first: int) -> Span | None:
    """The subject of the sentence's first clause, for a second verb: "X met Y and said that"."""
    return main_subject(text, first, group - 1)


_DOCUMENTS = frozenset(
    [
        "statement",
        "letter",
        "message",
        "tweet",
        "report",
        "resolution",
        "memo",
        "email",
        "post",
        "release",
        "speech",
        "article",
        "note",
        "sign",
        "signs",
        "ad",
        "document",
        "communique",
        "message",
        "editorial",
        "op-ed",
        "interview",
        "call",
        "video",
        "caption",
        "headline",
        "motion",
        "bill",
        "petition",
    ]
)
_LEADS = frozenset(
    ["and", "while", "by", "when", "as", "well", "but", "thus", "for", "before", "after", "in"]
)


def _governing(
    text: Text, report: Report, first: int, last: int, governing: Span | None
) -> Span | None:
    """Who speaks in a participle: "..., adding that"; "Hailing the ties, Ashtiani said"."""
    low = text.low
    j = report.group - 1
    while j >= first and ((is_adverb(low[j]) and text.kind[j] == WORD) or low[j] in _LEADS):
        j -= 1
    if j < first:
        return _subject_after(text, report.end + 1, last)
    led = j < report.group - 1 and any(low[k] in _LEADS for k in range(j + 1, report.group))
    if low[j] == "," or low[j] in DASHES or text.kind[j] == QUOTE or led:
        return governing or main_subject(text, first, j)
    if text.kind[j] != WORD:
        return None
    if low[j] in _DOCUMENTS or (text.capital[j] and governing is None):
        return left_subject(text, j + 1, first)
    return None


def _subject_after(text: Text, start: int, last: int) -> Span | None:
    """The subject of the clause behind the first comma: "Hailing the ties, Ashtiani said"."""
    i = start
    limit = min(last, start + 60)
    while i <= limit:
        number = text.quotation[i]
        if number >= 0:
            close = text.quotations[number].closing
            i = close + 1
            if text.low[text.quotations[number].last] == "," and i <= limit:
                span = phrase_after(text, i, last)
                if span is not None and _verb_follows(text, span[1] + 1, last):
                    return span
            continue
        if text.low[i] == "," and i < limit:
            span = phrase_after(text, i + 1, last)
            if span is not None and _verb_follows(text, span[1] + 1, last):
                return span
        i += 1
    return None


def _verb_follows(text: Text, i: int, last: int) -> bool:
    low = text.low
    while i <= last and is_adverb(low[i]):
        i += 1
    if i > last:
        return False
    return is_verb(text, i) or low[i].endswith("ed")


def _inverted_subject(text: Text, report: Report, first: int, last: int) -> Span | None:
    """The subject behind the verb: `"...", said the minister`; None unless the words stand so."""
    low = text.low
    if "q" not in report.cue.takes or report.group != report.at or report.at <= first:
        return None
    if report.cue.form not in (PAST, THIRD):
        return None
    before = report.at - 1
    number = text.quotation[before]
    quoted = (
        number >= 0
        and text.quotations[number].closing == before
        and not text.quotations[number].single
    )
    if not quoted and low[before] not in (",", *DASHES, "?", "!"):
        return None
    if not quoted and report.cue.lemma not in (
        "say",
        "add",
        "write",
        "note",
        "explain",
        "ask",
        "continue",
        "recall",
        "argue",
    ):
        return None
    after = report.end + 1
    if after > last or low[after] in ("that", "to"):
        return None
    if not (
        text.capital[after] or low[after] in DETERMINERS or low[after] in ("he", "she", "they")
    ):
        if not (
            (quoted or _is_title(text, last))
            and text.kind[after] == WORD
            and noun_like(text, after)
            and low[after] not in TIME_WORDS
        ):
            return None
    if low[after] in WEEKDAYS or low[after] in MONTHS:
        return None
    span = phrase_after(text, after, last)
    if span is None:
        return None
    follow = span[1] + 1
    if not quoted and span[1] == last and _is_title(text, last):
        return span
    if not quoted:
        if follow <= last and not (
            low[follow] in (",", ".", "on", "in", "during", "at", "after", "when", "as", "who", ";")
            or low[follow] in STOPS
            or low[follow] in WEEKDAYS
        ):
            return None
        if not _is_main_clause(text, first, before - 1):
            return None
    return with_apposition(text, span, last)


def _passive(
    text: Text, report: Report, first: int, last: int, lo: int
) -> tuple[Found, int] | None:
    """ "was quoted as saying", "was told that", "was criticized by X for"."""
    low = text.low
    p = report.end + 1
    takes = report.cue.takes
    by = -1
    for j in range(p, min(last, p + 2) + 1):
        if low[j] == "by" and not in_quotation(text, j):
            by = j
            break
        if low[j] in STOPS or low[j] in (",", "that"):
            break
    if by > 0 and by < last:
        span = phrase_after(text, by + 1, last)
        subject = left_subject(text, report.group, lo)
        if span is None or subject is None:
            return None
        content = [subject]
        if by > p:
            content.append((p, by - 1))
        elif span[1] + 2 <= last and low[span[1] + 1] in ("for", "of", "as", "to"):
            end = clause_end(text, span[1] + 1, last, report.cue.form, "object")
            content.append((span[1] + 1, end))
        return Found((report.at, report.end), span, content, "passive", report.cue.lemma), content[
            -1
        ][1]
    if p <= last and low[p] == "that" and "c" in takes and p < last:
        end = clause_end(text, p + 1, last, report.cue.form, "that")
        if end > p:
            return Found(
                (report.at, report.end), None, [(p + 1, end)], "passive", report.cue.lemma
            ), end
    return None


def _right(text: Text, report: Report, last: int) -> tuple[int, str] | None:
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
        p = _after_hearer(text, p, last, report)
        if p < 0:
            return None
    if (
        "t" in takes
        and p < last
        and low[p] == "to"
        and low[p + 1] not in DETERMINERS
        and not text.capital[p + 1]
    ):
        return (p, "to")
    if report.end == report.at or low[report.end] not in EXPRESS_NOUNS:
        p = _after_adverbials(text, p, last, takes)
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
    if word in STOPS or word in DASHES or word == ";":
        return (p, "behind")
    if text.kind[p] == QUOTE or text.quotation[p] >= 0:
        return (p, "quote")
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
        if "c" in takes and report.cue.form != ING:
            for k in range(q, min(last, q + 15)):
                if low[k] == "," and low[k + 1] == "that":
                    return (k + 2, "that")
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
    if "n" in takes:
        if (
            text.kind[p] in (WORD, NUMBER)
            and word not in ("to", "by")
            and not (word in PREPOSITIONS and not _object_by_preposition(report, word))
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
    if "b" in takes and text.kind[p] in (WORD, NUMBER):
        if report.cue.lemma == "say" or (
            word not in PREPOSITIONS and _clause_begins(text, p, last)
        ):
            return (p, "clause")
    return None


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
    for i in range(p + 1, min(last, p + 16) + 1):
        if low[i] in (",", ":", ";") or low[i] in STOPS or text.quotation[i] >= 0:
            return False
        if low[i] in ("that", "which", "who"):
            return False
        if text.kind[i] == WORD and (
            is_verb(text, i)
            or (low[i].endswith("ed") and not text.capital[i] and low[i - 1] not in DETERMINERS)
        ):
            return True
    return False


def _object_by_preposition(report: Report, word: str) -> bool:
    return False


def _single(text: Text, i: int) -> bool:
    number = text.quotation[i]
    return number >= 0 and text.quotations[number].single


def _after_hearer(text: Text, p: int, last: int, report: Report) -> int:
    """Past the hearer: "told the Iraqi premier that" """
    low = text.low
    if p > last:
        return p
    if low[p] in ("that", ",", ":") or text.quotation[p] >= 0:
        return p
    if low[p] in (
        "him",
        "them",
        "us",
        "me",
        "her",
        "reporters",
        "lawmakers",
        "supporters",
        "journalists",
        "you",
    ):
        return p + 1
    i = p
    limit = min(last, p + 25)
    while i <= limit:
        word = low[i]
        if (
            word in ("that", ",", ":")
            or (text.kind[i] == QUOTE and not _single(text, i))
            or word in STOPS
            or (text.quotation[i] >= 0 and not _single(text, i))
        ):
            return i
        if i > p and (word in SUBJECT_PRONOUNS):
            return i
        if i > p and word == "to" and "o" in report.takes:
            return p
        if (
            i > p
            and word in ("of", "about")
            and report.cue.lemma in ("warn", "tell", "remind", "inform", "assure")
        ):
            return i + 1
        if (
            i > p
            and word in DETERMINERS
            and low[i - 1] not in PREPOSITIONS
            and low[i - 1] not in CONJUNCTIONS
        ):
            return i
        if i > p and word in AUXILIARIES:
            # "told CNN Iran would": the last word before the verb is the subject's
            return max(p + 1, i - 1)
        i += 1
    return p


def _after_adverbials(text: Text, p: int, last: int, takes: str) -> int:
    """Past adverbs, days and phrases of place, if "that", a quotation or the end follows them."""
    low = text.low
    i = p
    while i <= last:
        word = low[i]
        if is_adverb(word) and word not in (
            "so",
            "not",
            "only",
            "even",
            "just",
            "no",
            "both",
            "neither",
            "either",
            "more",
            "most",
            "less",
        ):
            i += 1
        elif word in WEEKDAYS or (
            word in ("on", "late", "early", "last", "this", "next", "by")
            and i < last
            and (low[i + 1] in TIME_WORDS or low[i + 1] in MONTHS)
        ):
            i += 1
            while i <= last and (
                low[i] in TIME_WORDS or low[i] in MONTHS or text.kind[i] == NUMBER
            ):
                i += 1
        else:
            break
    if i > last or low[i] not in _PLACE:
        return i
    if low[i] == "to" and "t" in takes and "q" not in takes:
        return i
    limit = min(last, i + _SKIP_REACH)
    j = i
    while j <= limit:
        word = low[j]
        if text.kind[j] == QUOTE:
            number = text.quotation[j]
            if number >= 0 and (
                text.quotations[number].closing - text.quotations[number].opening > 5
                or low[j - 1] in (",", ":")
            ):
                return j
            if number >= 0:
                j = text.quotations[number].closing + 1
                continue
        if word == "that" and low[j - 1] not in PREPOSITIONS:
            return j
        if word == ":" or word in STOPS:
            return j
        if word == ",":
            for k in range(j + 1, min(last, j + 16)):
                if low[k] == "," and low[k + 1] == "that":
                    return k + 1
            return j
        if word in AUXILIARIES and "b" in takes:
            break
        j += 1
    if j > last:
        return j
    return i


def _left_and_on(
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
        if low[end] in (",", *DASHES):
            touched = True
        elif low[end] in ("and", "but", "so") and not touched and end == before:
            pass
        end -= 1
    if end < first:
        return [], after
    number = text.quotation[end]
    quoted = number >= 0 and text.quotations[number].closing == end
    if not touched and not quoted and low[end] not in ("?", "!"):
        return [], after
    begin = _content_start(text, first, end)
    if begin > end:
        return [], after
    if (
        quoted
        and begin < text.quotations[number].opening
        and low[text.quotations[number].opening - 1] in ("(", ":", *DASHES)
    ):
        begin = text.quotations[number].opening
    content: list[Span] = [(begin, end)]
    whole = quoted or has_verb(text, begin, end)
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
            and not quoted
            and not whole
            and low[q] not in ("adding", "noting")
        ) or (
            low[p] == ","
            and q < last
            and not quoted
            and low[q] not in _AFTERTHOUGHT
            and not low[q].endswith("ing")
            and has_verb(text, q, last)
        ):
            stop = clause_end(text, q, last, report.cue.form, "clause")
            content.append((q, stop))
            reach = stop
    if (
        len(content) == 1
        and not quoted
        and not _is_title(text, last)
        and (not whole or (low[begin] in PREPOSITIONS and main_subject(text, begin, end) is None))
    ):
        # "On Tuesday, he said." has no content
        return [], after
    return content, reach


def _content_start(text: Text, first: int, end: int) -> int:
    begin = first
    low = text.low
    while begin < end and (
        low[begin] in ("but", "and", "so", ",", "yet")
        or low[begin] in DASHES
        or low[begin] in ("-", "*", "•")
    ):
        begin += 1
    return begin


def _left_quotation(text: Text, first: int, end: int) -> Span | None:
    """A quotation before "he said," that goes on behind it."""
    while end > first and text.low[end] in (",", "and"):
        end -= 1
    if end <= first:
        return None
    number = text.quotation[end]
    if number < 0 or text.quotations[number].closing != end:
        return None
    return (text.quotations[number].opening, end)


def _according(text: Text, first: int, last: int, sentence: int, found: list[Found]) -> None:
    low = text.low
    sentence_words = low[first:last]
    if "according" not in sentence_words and "as" not in sentence_words:
        return
    for i in range(first, last):
        if low[i + 1] not in ("to", "by") or text.quotation[i] >= 0:
            continue
        if low[i + 1] == "by":
            if (
                i == first
                or low[i - 1] != "as"
                or low[i]
                not in ("reported", "noted", "stated", "quoted", "cited", "announced", "described")
            ):
                continue
        elif low[i] != "according":
            continue
        span = phrase_after(text, i + 2, last)
        if span is None:
            continue
        speaker = with_apposition(text, span, last)
        if low[i - 1] == "," and i - 2 >= first and cue_at(low, i - 2, i - 2) is not None:
            # "affirmed, according to the statement, ..."
            continue
        if low[i - 1] != "," and any(f.cue is not None and f.cue[0] < i for f in found):
            # "should leave according to a timetable": part of what somebody says
            continue
        begin = _content_start(text, first, i)
        if begin >= i - 1 or (begin == i - 1 and low[begin] == "as"):
            j = speaker[1] + 1
            while j <= last and low[j] != ",":
                j += 1
            start = j + 1
            if start > last:
                continue
            end = clause_end(text, start, last, PAST, "clause")
            content = [(start, end)]
        else:
            content = [(begin, i - 1)]
        if (
            "remarks" in low[content[0][0] : content[0][1] + 1]
            or "comments" in low[content[0][0] : content[0][1] + 1]
        ):
            # "he made the remarks in a meeting, according to"
            continue
        kept = [f for f in found if not _overlaps(f, content[0])]
        if len(kept) != len(found):
            if content[0][0] == begin and any(f.cue and f.cue[0] < i for f in found):
                continue
            found[:] = kept
        found.append(Found((i, i + 1), speaker, content, "according", "according to", sentence))


def _overlaps(statement: Found, span: Span) -> bool:
    return any(a <= span[1] and span[0] <= b for a, b in statement.content)
