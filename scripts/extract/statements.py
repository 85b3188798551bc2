"""Statements of one sentence after another: cue, speaker, content."""

from __future__ import annotations

from scripts.extract.clauses import clause_end, main_subject
from scripts.extract.contents import (
    content_start,
    is_main_clause,
    is_title,
    last_inside,
    left_and_on,
    left_quotation,
    right,
    says_nothing,
    words_before,
)
from scripts.extract.cues import (
    ING,
    PAST,
    THIRD,
    cue_at,
)
from scripts.extract.grammar import (
    AUXILIARIES,
    BE,
    DETERMINERS,
    MONTHS,
    PREPOSITIONS,
    SUBORDINATORS,
    TIME_WORDS,
    WEEKDAYS,
    is_adverb,
)
from scripts.extract.lexicon import words
from scripts.extract.phrases import (
    Span,
    is_verb,
    left_subject,
    noun_like,
    phrase_after,
    phrase_before,
    with_apposition,
)
from scripts.extract.reports import Found, Report, in_quotation, reports_in
from scripts.extract.text import DASHES, NUMBER, QUOTE, STOPS, WORD, Text

_NAMING = frozenset(("call", "dub", "label", "term", "brand"))


_CONTEXT = frozenset(("refer to", "point to", "speak of", "speak about", "allude to"))
"""What these bring is context, no statement of its own, unless it is quoted."""


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
        made = _statement(text, report, first, last, floor, subject, later=bool(found))
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


_ASIDES = frozenset(
    ("adding", "noting", "stressing", "saying", "explaining", "emphasizing", "underlining")
)


def part_aside(text: Text, statement: Found) -> list[Found]:
    """A quotation in which the reporter goes on: "..., noting that Bahrain will come": two statements."""
    if len(statement.content) != 1 or statement.speaker is None:
        return [statement]
    first, last = statement.content[0]
    number = text.quotation[first]
    if number < 0 or text.quotations[number].single or text.quotations[number].closing < last:
        return [statement]
    low = text.low
    for i in range(first + 4, min(last - 3, first + 400)):
        if low[i] in _ASIDES and low[i - 1] == "," and low[i + 1] == "that":
            aside = Found(
                (i, i),
                statement.speaker,
                [(i + 2, text.quotations[number].last)],
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
    """As in "Said Comey, '...'": the verb before its subject at the head of a sentence."""
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
    *,
    later: bool,
) -> tuple[Found, int] | None:
    low = text.low
    lo = first if not later else floor
    cue, group = report.cue, report.group
    inverted = _inverted_subject(text, report, first, last)
    if inverted is not None:
        content, reach = left_and_on(text, report, first, group - 1, inverted[1], last)
        if content:
            return Found((report.at, report.end), inverted, content, "behind", cue.lemma), reach
    if report.passive:
        return _passive(text, report, last, lo)
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
    begun = right(text, report, last)
    behind = begun is None or begun[1] == "behind"
    if low[speaker[0] - 1 : speaker[0]] == ["as"] and behind and "q" in cue.takes:
        return _as_noted(text, report, speaker, first, last)
    relative = low[speaker[1]] in ("who", "that", "which") and speaker[1] == group - 1
    if (
        cue.form != ING
        and not coordinate
        and not relative
        and "q" in cue.takes
        and words_before(
            text,
            first,
            speaker[0] - 1,
            behind=behind or ("r" in cue.takes and begun is not None and begun[1] == "clause"),
            title=report.end == last and is_title(text, last),
        )
    ):
        after = report.end
        content, reach = left_and_on(text, report, first, speaker[0] - 1, after, last)
        if content:
            return Found(span, speaker, content, "behind", cue.lemma), reach
    if begun is None or begun[1] == "behind":
        if "p" not in cue.takes:
            return None
        if coordinate or cue.form == ING or relative:
            return None
        content, reach = left_and_on(text, report, first, speaker[0] - 1, report.end, last)
        if not content:
            return None
        return Found(span, speaker, content, "behind", cue.lemma), reach
    start, kind = begun
    if says_nothing(low, cue, start, last):
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
            kind,
            subordinate=_subordinate(text, report, speaker, first),
        )
    if cue.lemma in _CONTEXT and not any(text.quotation[i] >= 0 for i in range(start, end + 1)):
        return None
    if end < start:
        return None
    content = [(start, end)]
    shape = kind
    if kind == "quote" and not coordinate and cue.form != ING:
        left = left_quotation(text, first, speaker[0] - 1)
        if left is not None:
            content.insert(0, left)
    return Found(span, speaker, content, shape, cue.lemma), end


def _quoted_as(text: Text, report: Report, first: int, last: int) -> tuple[Found, int] | None:
    """As in "IRNA quoted a source as saying", "he was quoted as saying": the source speaks."""
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
        left_and_on(text, report, first, before, report.end, last)
        if words_before(text, first, before, behind=True)
        else ([], 0)
    )
    if content:
        return Found(span, speaker, content, "behind", "say"), reach
    begun = right(text, report, last)
    if begun is None or begun[1] == "behind":
        return None
    end = clause_end(text, begun[0], last, PAST, begun[1])
    return Found(span, speaker, [(begun[0], end)], begun[1], "say"), end


def _as_noted(
    text: Text, report: Report, speaker: Span, first: int, last: int
) -> tuple[Found, int] | None:
    """As in "As the minister noted, ..." and "..., as the minister noted"."""
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
        content, reach = left_and_on(text, report, first, as_ - 1, report.end, last)
        return (Found(span, speaker, content, "as", report.cue.lemma), reach) if content else None
    return None


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
    ) and not (
        (quoted or is_title(text, last))
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
    if not quoted and span[1] == last and is_title(text, last):
        return span
    if not quoted:
        if follow <= last and not (
            low[follow] in (",", ".", "on", "in", "during", "at", "after", "when", "as", "who", ";")
            or low[follow] in STOPS
            or low[follow] in WEEKDAYS
        ):
            return None
        if not is_main_clause(text, first, before - 1):
            return None
    return with_apposition(text, span, last)


_ASKED = frozenset(
    ["about", "if", "whether", "why", "how", "what", "when", "where", "who", "which"]
)
_CHARGED = frozenset(
    (
        "criticize",
        "criticise",
        "accuse",
        "condemn",
        "praise",
        "attack",
        "blame",
        "denounce",
        "describe",
    )
)


def _passive(text: Text, report: Report, last: int, lo: int) -> tuple[Found, int] | None:
    """As in "was quoted as saying", "was told that", "was criticized by X for"."""
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
    if report.cue.lemma == "ask" and p < last and low[p] in _ASKED:
        begin = p + 1 if low[p] == "about" else p
        end = clause_end(text, begin, last, report.cue.form, "object")
        return Found((report.at, report.end), None, [(begin, end)], "passive", "ask"), end
    if report.cue.lemma in _CHARGED and p < last and low[p] in ("for", "of", "as"):
        subject = left_subject(text, report.group, lo)
        if subject is None:
            return None
        end = clause_end(text, p, last, report.cue.form, "object")
        content = [subject, (p, end)]
        return Found((report.at, report.end), None, content, "passive", report.cue.lemma), end
    if p <= last and low[p] == "that" and "c" in takes and p < last:
        end = clause_end(text, p + 1, last, report.cue.form, "that")
        if end > p:
            return Found(
                (report.at, report.end), None, [(p + 1, end)], "passive", report.cue.lemma
            ), end
    return None


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
        begin = content_start(text, first, i)
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
