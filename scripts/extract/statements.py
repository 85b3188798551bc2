"""Statements of one sentence after another: cue, speaker, content."""

from __future__ import annotations

from scripts.extract.attributions import (
    according,
    as_noted,
    asked_aside,
    early_said,
    late_attribution,
    overlaps,
    passive,
    quoted_as,
    relays,
)
from scripts.extract.clause_ends import clause_end
from scripts.extract.clauses import clause_follows, report_follows
from scripts.extract.contents import right, says_nothing
from scripts.extract.contents_before import (
    content_start,
    is_title,
    left_and_on,
    left_quotation,
    words_before,
)
from scripts.extract.cues import CUE_FIRST, ING
from scripts.extract.deeds import is_deed, is_event
from scripts.extract.grammar import (
    BE,
    CONJUNCTIONS,
    PREPOSITIONS,
    SUBORDINATORS,
    TIME_WORDS,
    is_adverb,
)
from scripts.extract.nouns import NOUNS, noun_statements
from scripts.extract.phrases import Span
from scripts.extract.reports import Found, Report, reports_in
from scripts.extract.subject_before import left_subject
from scripts.extract.subjects import (
    clause_subject,
    coordinates,
    governing_subject,
    infinitive_subject,
    inverted_subject,
    takes_the_floor,
)
from scripts.extract.text import NUMBER, WORD, Text

_NAMING = frozenset(("call", "dub", "label", "term", "brand"))


_CONTEXT = frozenset(("refer to", "point to", "speak of", "speak about", "allude to"))
"""What these bring is context, no statement of its own, unless it is quoted."""


_TELLS = CUE_FIRST | NOUNS | {"according"}
"""Words without which a sentence reports nothing."""


def statements_in(text: Text, first: int, last: int, sentence: int) -> list[Found]:
    """The statements of one sentence, in the order of their cues."""
    found: list[Found] = []
    covered = first - 1
    subject: Span | None = None  # of the last finite reporting word
    floor = first
    low = text.low
    if _TELLS.isdisjoint(low[first : last + 1]):
        return found
    reports = reports_in(text, first, last)
    for report in reports:
        if report.at <= covered:
            continue
        made = _statement(text, report, first, last, floor, subject, later=bool(found))
        if made is None:
            continue
        statement, reach = made
        covered = max(covered, reach)
        if statement.shape == "aside":
            continue
        if statement.shape == "asked":
            # the answer's own clause begins behind the question
            first = floor = min(reach + 2, last)
            if statement.speaker is None:
                continue
        statement.sentence = sentence
        found.append(statement)
        aside = (
            statement.speaker is not None
            and low[statement.speaker[1]]
            in (
                "who",
                "which",
                "that",
            )
        ) or _inserted(statement, report, first)
        if not aside:
            floor = max(floor, min(reach + 1, last))
        if statement.speaker is not None and not (aside and subject is not None):
            subject = statement.speaker
    according(text, first, last, sentence, found)
    if not found:
        late = late_attribution(text, first, last) or early_said(text, first, last)
        if late is not None:
            late.sentence = sentence
            found.append(late)
    found += noun_statements(text, first, last, sentence, found)
    if len(found) < 2:
        return found
    found = [f for f in found if not _relays(text, f, found)]
    return [f for f in found if not _within_another(f, found)]


def _inserted(statement: Found, report: Report, first: int) -> bool:
    """Whether a participle stands between the subject of a sentence and its verb: "Hadi, citing the law, said"."""
    speaker = statement.speaker
    return (
        report.cue.form == ING
        and speaker is not None
        and speaker[0] == first
        and speaker[1] == report.group - 2
    )


def _within_another(statement: Found, found: list[Found]) -> bool:
    """Whether a statement is told by somebody else in the same sentence: "X has asked ..., his office said"."""
    if statement.cue is None or statement.shape == "behind":
        return False
    return any(
        f is not statement and f.shape == "behind" and overlaps(f, statement.cue) for f in found
    )


_ASIDES = frozenset(
    (
        "adding",
        "noting",
        "stressing",
        "saying",
        "explaining",
        "emphasizing",
        "emphasising",
        "underlining",
        "underscoring",
        "pointing",
        "indicating",
        "confirming",
        "affirming",
        "warning",
        "reiterating",
    )
)


def part_aside(text: Text, statement: Found) -> list[Found]:
    """A quotation in which the reporter goes on: "..., noting that Bahrain will come": two statements."""
    if len(statement.content) != 1 or statement.speaker is None:
        return [statement]
    first, last = statement.content[0]
    number = text.quotation[last]
    if number < 0 or text.quotations[number].single:
        return [statement]
    low = text.low
    begin = max(first, text.quotations[number].first)
    for i in range(begin + 2, min(last - 3, begin + 400)):
        if low[i - 1] == "," and low[i] in _ASIDES and "that" in low[i + 1 : i + 3]:
            that = i + 1 if low[i + 1] == "that" else i + 2
            aside = Found(
                (i, that - 1),
                statement.speaker,
                [(that + 1, text.quotations[number].last)],
                "that",
                sentence=statement.sentence,
                unquoted=True,
            )
            statement.content = [(first, i - 1)]
            return [statement, aside]
    return [statement]


def _relays(text: Text, statement: Found, found: list[Found]) -> bool:
    """Whether an agency only passes on what the sentence has somebody say: "the minister urged ..., IRNA reported"."""
    if statement.shape != "behind" or statement.speaker is None:
        return False
    reported = statement.lemma == "report" and text.low[statement.speaker[1]] == "office"
    if not reported and not relays(text, statement.speaker):
        return False
    return any(f is not statement and f.cue and overlaps(statement, f.cue) for f in found)


def _statement(
    text: Text,
    report: Report,
    first: int,
    last: int,
    floor: int,
    governing: Span | None,
    *,
    later: bool,
) -> tuple[Found, int] | None:
    low = text.low
    lo = first if not later else floor
    cue, group = report.cue, report.group
    inverted = inverted_subject(text, report, first, last)
    if inverted is not None:
        content, reach = left_and_on(text, report, first, group - 1, inverted[1], last)
        if content:
            return Found((report.at, report.end), inverted, content, "behind", cue.lemma), reach
    if cue.lemma in ("ask", "ask about") and report.group == report.at:
        asked = asked_aside(text, report, first, last)
        if asked is not None:
            return asked
    if report.passive:
        return passive(text, report, last, lo)
    coordinate = False
    if (
        cue.form == ING
        and low[report.group - 1] == "as"
        and cue.lemma in ("say", "tell", "add", "stress", "note")
    ):
        return quoted_as(text, report, first, last)
    if low[group] == "having" or (cue.form == ING and not _progressive(text, report, first)):
        speaker = governing_subject(text, report, first, last, governing)
        if speaker is None:
            return None
    elif report.purpose:
        speaker = infinitive_subject(text, report, first, governing)
        if speaker is None:
            return None
    else:
        speaker = left_subject(text, group, lo) or _bare_subject(text, group)
        if speaker is None and governing is not None and coordinates(text, group, first):
            speaker, coordinate = governing, True
        elif speaker is None and governing is None and coordinates(text, group, first):
            speaker = clause_subject(text, group, first)
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
    begun = right(text, report, last)
    if (
        begun is not None
        and begun[1] == "behind"
        and _comma_for_colon(text, report, speaker, begun[0], first, last)
    ):
        begun = (begun[0] + 1, "clause")
    behind = begun[1] == "behind" if begun is not None else _trailing(text, report, last)
    if (
        low[speaker[0] - 1 : speaker[0]] == ["as"]
        and behind
        and "q" in cue.takes
        and "c" in cue.takes
    ):
        return as_noted(text, report, speaker, first, last)
    relative = low[speaker[1]] in ("who", "that", "which") and 0 < group - speaker[1] <= _NEAR
    if (
        cue.form != ING
        and not report.purpose
        and not coordinate
        and not relative
        and "q" in cue.takes
        and words_before(
            text,
            first,
            speaker[0] - 1,
            behind="m" not in cue.takes
            and (behind or ("r" in cue.takes and begun is not None and begun[1] == "clause")),
            title=report.end == last and is_title(text, last),
            final=report.end >= last - 1,
        )
    ):
        after = report.end
        content, reach = left_and_on(text, report, first, speaker[0] - 1, after, last)
        if content:
            return Found(span, speaker, content, "behind", cue.lemma), reach
    if begun is None or begun[1] == "behind":
        if "p" not in cue.takes or not behind:
            return None
        if coordinate or cue.form == ING or relative or report.purpose:
            return None
        content, reach = left_and_on(text, report, first, speaker[0] - 1, report.end, last)
        if not content:
            return None
        return Found(span, speaker, content, "behind", cue.lemma), reach
    start, kind = begun
    if says_nothing(low, cue, start, last):
        return None
    if report.purpose and kind in ("object", "to") and not takes_the_floor(text, report, first):
        return None
    if speaker[0] > start:
        end = speaker[0] - 1
        while end > start and low[end] == ",":
            end -= 1
    else:
        end = clause_end(
            text,
            start,
            last,
            cue.form,
            "name" if kind == "object" and "a" in cue.takes else kind,
            subordinate=_subordinate(text, report, speaker, first),
            relative=(relative and low[speaker[1]] == "who" and kind in ("object", "to"))
            or (cue.form == ING and speaker[0] == first and speaker[1] == group - 2),
        )
    if cue.lemma in _CONTEXT and not any(text.quotation[i] >= 0 for i in range(start, end + 1)):
        return None
    if end < start or (kind == "object" and is_deed(text, cue.lemma, speaker, (start, end))):
        return None
    if kind == "that" and cue.lemma in _SHOWING and is_event(text, speaker):
        return None
    content = [(start, end)]
    shape = kind
    if kind == "quote" and not coordinate and cue.form != ING:
        left = left_quotation(text, first, speaker[0] - 1) or _left_part(
            text, first, speaker[0] - 1, start
        )
        if left is not None:
            content.insert(0, left)
    return Found(span, speaker, content, shape, cue.lemma), end


def _progressive(text: Text, report: Report, first: int) -> bool:
    """Whether a participle is the verb of its clause: "is warning", "have been urging", "he's predicting"."""
    low = text.low
    before = low[report.group - 1] if report.group > first else ""
    return before in _CONTRACTED or any(low[i] in BE for i in range(report.group, report.at))


_CONTRACTED = frozenset(("he's", "she's", "it's", "they're", "we're", "you're", "i'm", "who's"))
_SHOWING = frozenset(("suggest", "signal", "indicate", "hint", "reveal", "underscore", "highlight"))
"""What events do as well as persons: "the drop suggests that"."""
_NEAR = 3
"""Tokens from "who" to its verb: "who on Monday said"."""
_LEFT_PART = 12
"""Most tokens of it."""


def _bare_subject(text: Text, group: int) -> Span | None:
    """A pronoun that looks like an adverb: "both vowed"."""
    return (group, group) if text.low[group] in ("both", "neither", "most") else None


def _left_part(text: Text, first: int, comma: int, quote: int) -> Span | None:
    """What stands before "he said," where the quotation behind it goes on with it: `Water, he said, "is no weapon"`."""
    if comma <= first or text.low[comma] != "," or text.low[quote - 1] != ",":
        return None
    inner = text.quotations[text.quotation[quote]].first if text.quotation[quote] >= 0 else quote
    begin = content_start(text, first, comma - 1)
    if text.capital[inner] or text.kind[inner] != WORD or comma - begin > _LEFT_PART:
        return None
    left = text.low[begin:comma]
    alone = len(left) == 1 and (is_adverb(left[0]) or left[0] in CONJUNCTIONS)
    if alone or "time" in left or not TIME_WORDS.isdisjoint(left):
        return None
    return (begin, comma - 1)


def _comma_for_colon(
    text: Text, report: Report, speaker: Span, comma: int, first: int, last: int
) -> bool:
    """Whether the words begin behind a comma: "Hadi told the crowd, he has no plans"."""
    if "b" not in report.takes or report.cue.form == ING or comma >= last or text.low[comma] != ",":
        return False
    begin = content_start(text, first, speaker[0])
    if begin != speaker[0]:
        return False
    start = comma + 1
    if text.low[start] in _CONDITIONS:
        # "He said, if it held, he would": the clause stands behind the condition
        start = next(
            (k + 1 for k in range(start, min(last, start + _CONDITION)) if text.low[k] == ","),
            start,
        )
        return start > comma + 1 and clause_follows(text, start, last)
    return (
        not _trails(text.low[start])
        and clause_follows(text, start, last)
        and not report_follows(text, start, last)
    )


_CONDITION = 15
_CONDITIONS = frozenset(("if", "while", "when", "based", "according"))


def _trails(word: str) -> bool:
    """Whether a word opens an afterthought and no reported clause."""
    return word in SUBORDINATORS or word in PREPOSITIONS or word in ("and", "but", "who", "which")


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


def _trailing(text: Text, report: Report, last: int) -> bool:
    """Whether nothing behind a reporting word is its object, so that it may end the words before it."""
    i = report.end + 1
    if i > last or text.kind[i] != WORD or "r" in report.takes:
        return True
    return text.low[i] in PREPOSITIONS or is_adverb(text.low[i])
