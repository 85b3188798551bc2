"""Attributions of other shapes: "according to", "as he noted", "was told that", "quoted as saying"."""

from __future__ import annotations

from scripts.extract.clause_ends import clause_end
from scripts.extract.contents import right
from scripts.extract.contents_before import content_start, last_inside, left_and_on, words_before
from scripts.extract.cues import PAST, THIRD, cue_at
from scripts.extract.deeds import is_deed
from scripts.extract.grammar import AUXILIARIES, TIME_WORDS, is_adverb
from scripts.extract.lexicon import words
from scripts.extract.phrases import Span, phrase_after, phrase_before, with_apposition
from scripts.extract.reports import Found, Report, in_quotation
from scripts.extract.subject_before import left_subject
from scripts.extract.text import DASHES, STOPS, Text
from scripts.extract.word_classes import is_verb


def late_attribution(text: Text, first: int, last: int) -> Found | None:
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


_EARLY_REACH = 25


def early_said(text: Text, first: int, last: int) -> Found | None:
    """As in "Said Comey, '...'": the verb before its subject at the head of a sentence."""
    if text.low[first] not in ("said", "added", "continued", "says", "adds", "continues", "wrote"):
        return None
    speaker = phrase_after(text, first + 1, last)
    if speaker is None:
        return None
    begin = speaker[1] + 2
    if begin <= last and text.low[begin - 1] == "," and text.quotation[begin] < 0:
        # "Said Dorothy, who grew up with him, “We ..."
        begin = next(
            (
                k + 1
                for k in range(begin, min(last, begin + _EARLY_REACH))
                if text.low[k] == "," and text.quotation[k + 1] >= 0
            ),
            begin,
        )
    if begin > last or text.low[begin - 1] not in (",", ":") or text.quotation[begin] < 0:
        return None
    end = clause_end(text, begin, last, PAST, "quote")
    return Found((first, first), speaker, [(begin, end)], "quote", "say")


def quoted_as(text: Text, report: Report, first: int, last: int) -> tuple[Found, int] | None:
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


def as_noted(
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


def asked_aside(text: Text, report: Report, first: int, last: int) -> tuple[Found, int] | None:
    """A question before the answer to it: "Asked whether the road was open, he said"; nobody asks unless named."""
    low = text.low
    if low[report.at] != "asked":
        return None
    if report.at > first and low[report.at - 1] not in ("when", "if", "after", ",", "and", "while"):
        return None
    p = report.at + 1
    speaker = None
    if p < last and low[p] == "by":
        speaker = phrase_after(text, p + 1, last)
        if speaker is None:
            return None
        p = speaker[1] + 1
    while p < last and (is_adverb(low[p]) or low[p] == "on" or low[p] in TIME_WORDS):
        p += 1
    if p >= last or low[p] not in _ASKED:
        return None
    end = clause_end(text, p, last, report.cue.form, "clause", subordinate=True, relative=True)
    if report.at > first and low[report.at - 1] in (",", "and") and speaker is None:
        # "Hadi, asked about the road, said": the question of somebody whom nobody names
        answered = low[end + 1 : end + 2] == [","] and end + 2 <= last and is_verb(text, end + 2)
        return (Found(None, None, [(p, end)], "aside"), end) if answered else None
    if low[p] == "about":
        return None
    return Found((report.at, report.end), speaker, [(p, end)], "asked", "ask"), end


_AGENCY = 6
"""Tokens within which "as saying" stands behind "was quoted by the agency"."""
_PERSONS = words("deeds", "persons")
_HEARD = frozenset(("ask", "tell", "urge", "warn", "remind", "inform", "advise"))


def passive(text: Text, report: Report, last: int, lo: int) -> tuple[Found, int] | None:
    """As in "was quoted as saying", "was told that", "was criticized by X for"."""
    low = text.low
    p = report.end + 1
    takes = report.cue.takes
    if report.cue.lemma in ("quote", "cite") and "as" in low[p : p + _AGENCY]:
        return None
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
        if span is None or subject is None or not ("n" in takes or "c" in takes):
            return None
        if low[span[0]].endswith("ing") and not text.capital[span[0]]:
            return None  # "can be added by raising tariffs"
        if by > p and low[p] in ("and", "or"):
            return None  # "written and directed by"
        content = [subject]
        follow = span[1] + 1
        if report.cue.lemma in _HEARD and follow < last:
            if low[follow] not in _ASKED and low[follow] not in ("that", "to"):
                return None
            begin = follow + 1 if low[follow] in ("about", "that") else follow
            end = clause_end(text, begin, last, report.cue.form, "clause")
            content = [(begin, end)]
        elif by > p:
            content.append((p, by - 1))
        elif span[1] + 2 <= last and low[span[1] + 1] in ("for", "of", "as", "to"):
            end = clause_end(text, span[1] + 1, last, report.cue.form, "object")
            content.append((span[1] + 1, end))
        if is_deed(text, report.cue.lemma, span, content[0]):
            return None
        if report.cue.lemma in _PERSONS and low[subject[1]] in ("he", "she", "who"):
            return None  # "where he was welcomed by the deputy minister"
        reach = content[-1][1]
        return Found((report.at, report.end), span, content, "passive", report.cue.lemma), reach
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


def according(text: Text, first: int, last: int, sentence: int, found: list[Found]) -> None:
    """Add to `found` what a sentence gives with "according to" or "as reported by"."""
    low = text.low
    words = low[first : last + 1]
    if "according" not in words and ("as" not in words or "by" not in words):
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
        said = cue_at(low, i - 2, i - 2) if low[i - 1] == "," and i - 2 >= first else None
        if said is not None and "c" in said.takes:
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
        if relays(text, speaker) and any(f.cue and _holds(content[0], f.cue) for f in found):
            # "According to the readout, the minister replied that": he speaks
            continue
        kept = [f for f in found if not overlaps(f, content[0])]
        if len(kept) != len(found):
            if content[0][0] == begin and (
                text.quotation[begin] >= 0 or relays(text, speaker) or _records(text, speaker)
            ):
                continue
            found[:] = kept
        found.append(Found((i, i + 1), speaker, content, "according", "according to", sentence))


def _holds(span: Span, inner: Span) -> bool:
    return span[0] <= inner[0] and inner[1] <= span[1]


_RELAYERS = words("relayers", "relayers")


_RECORDS = words("relayers", "records")


def _records(text: Text, speaker: Span) -> bool:
    """Whether a source only keeps what somebody said: "according to a statement from his office"."""
    return any(text.low[i] in _RECORDS for i in range(speaker[0], speaker[1] + 1))


def relays(text: Text, speaker: Span) -> bool:
    """Whether a speaker only passes on what others say: an agency, "the readout", "his office"."""
    return any(text.low[i] in _RELAYERS for i in range(speaker[0], speaker[1] + 1))


def overlaps(statement: Found, span: Span) -> bool:
    """Whether the content of a statement shares tokens with a span."""
    return any(a <= span[1] and span[0] <= b for a, b in statement.content)
