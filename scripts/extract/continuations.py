"""Quotations without a reporting word of their own: who goes on speaking, over sentences and paragraphs."""

from __future__ import annotations

from scripts.extract.clause_ends import clause_end
from scripts.extract.clauses import main_subject, nearest_subject
from scripts.extract.contents import right
from scripts.extract.cues import ING, PAST, THIRD, cue_at
from scripts.extract.grammar import SUBORDINATORS
from scripts.extract.lexicon import words
from scripts.extract.phrases import Span, phrase_after, phrase_before
from scripts.extract.reports import Found, reports_in
from scripts.extract.subject_before import left_subject
from scripts.extract.text import DASHES, NEWLINE, STOPS, Text


def join_runs(text: Text, found: list[Found]) -> None:
    """Quotations that run on over paragraphs belong to one statement, the one that names the speaker."""
    runs = [n for n, quotation in enumerate(text.quotations) if quotation.runs_on]
    if not runs:
        return
    holder: dict[int, Found] = {}
    for statement in found:
        for a, b in statement.content:
            for i in (a, b):
                if text.quotation[i] >= 0:
                    holder.setdefault(text.quotation[i], statement)
    for number in reversed(runs):
        mine, following = holder.get(number), holder.get(number + 1)
        if following is None or following is mine:
            continue
        quotation = text.quotations[number]
        if mine is None or mine.shape in {"alone", "attached"}:
            span = (quotation.opening, quotation.closing)
            if mine is not None:
                mine.content = [c for c in mine.content if c != span]
            following.content.insert(0, span)
            holder[number] = following
        elif following.shape == "alone":
            mine.content += following.content
            following.content = []
            holder[number + 1] = mine


def attach(
    text: Text,
    first: int,
    last: int,
    sentence: int,
    here: list[Found],
    mine: list[Found],
    before: list[Found],
) -> None:
    """Give quotations that no reporting word has taken to the speaker of the words before them."""
    i = first
    if not here and sentence and (text.quotation[first] >= 0 or text.low[first] in SUBORDINATORS):
        earlier = _utterance(mine, sentence)
        if earlier is not None and _holds_words(text, first, last):
            earlier.content.append((first, last))
            earlier.sentence = sentence
            return
    if not here:
        loose = _participle(text, first, last, sentence, mine[-1] if mine else None)
        if loose is not None:
            mine.append(loose)
            here = [loose]
    if max(text.quotation[first : last + 1]) < 0:
        return
    taken = [span for f in here for span in f.content]
    while i <= last:
        number = text.quotation[i]
        if number < 0:
            i += 1
            continue
        quotation = text.quotations[number]
        i = quotation.closing + 1
        if quotation.single or any(a <= quotation.last and quotation.first <= b for a, b in taken):
            continue
        if quotation.opening != first and not _announced(text, quotation.opening, first):
            continue
        if quotation.last - quotation.first < 2 and text.low[quotation.last] not in STOPS:
            continue
        span = (quotation.opening, min(quotation.closing, last))
        if quotation.opening == first:
            earlier = _utterance(mine, sentence)
            if earlier is not None and span[1] >= last - 1:
                earlier.content.append(span)
                earlier.sentence = sentence
                continue
            said = bare_attribution(text, sentence + 1) if span[1] >= last - 1 else None
            if said is not None:
                mine.append(Found(said[0], said[1], [span], "behind", said[2], sentence + 1))
                continue
            signed = _signature(text, sentence + 1) if span[1] >= last - 1 else None
            if signed is not None:
                mine.append(Found(None, signed, [span], "colon", "", sentence))
                continue
            latest = mine[-1] if mine else before[-1] if before else None
            announced = announcement(text, sentence - 1) if sentence else None
            if announced is not None:
                cue, who = announced
                if latest is not None and latest.cue == cue and latest.sentence == sentence - 1:
                    latest.content, latest.shape = [span], "colon"
                else:
                    mine.append(Found(cue, who, [span], "colon", "", sentence))
                continue
            if span[1] < last - 1:
                continue
            speaker = _acting(text, sentence, latest)
            if speaker is None:
                continue
        else:
            colon = quotation.opening - 1
            late = text.low[first] in SUBORDINATORS
            speaker = (nearest_subject if late else main_subject)(text, first, colon)
            if speaker is None and colon > first:
                speaker = phrase_before(text, colon - 1, first)
        mine.append(Found(None, speaker, [span], "alone", "", sentence))


_DOCUMENTS = words("channels", "documents")


def _announced(text: Text, opening: int, first: int) -> bool:
    """Whether a colon brings a quotation, or a comma behind something issued: "issued a statement, '...'"."""
    if text.low[opening - 1] == ":":
        return True
    return (
        text.low[opening - 1] == ","
        and opening - 3 > first
        and text.low[opening - 2] in _DOCUMENTS
        and text.low[opening - 3] in ("a", "an", "the", "this")
    )


def _participle(
    text: Text, first: int, last: int, sentence: int, latest: Found | None
) -> Found | None:
    """What a participle adds that stands as a sentence of its own: "Adding, '...'"."""
    if latest is None or latest.speaker is None or latest.sentence < sentence - 1:
        return None
    cue = cue_at(text.low, first, last)
    if cue is None or cue.form != ING or "q" not in cue.takes:
        return None
    reports = reports_in(text, first, last)
    begun = right(text, reports[0], last) if reports and reports[0].at == first else None
    if begun is None or begun[1] not in ("that", "quote", "colon", "clause"):
        return None
    end = clause_end(text, begun[0], last, ING, begun[1])
    cue_span = (reports[0].at, reports[0].end)
    return Found(cue_span, latest.speaker, [(begun[0], end)], begun[1], cue.lemma, sentence)


def _acting(text: Text, sentence: int, latest: Found | None) -> Span | None:
    """Who utters a quotation without attribution: whoever acts in the sentence before, else who spoke last."""
    spoken = latest.speaker if latest is not None else None
    if not sentence or text.kind[text.sentences[sentence][0] - 1] == NEWLINE:
        return spoken
    if latest is not None and latest.sentence == sentence - 1:
        return spoken
    first, last = text.sentences[sentence - 1]
    subject = main_subject(text, first, last)
    if subject is None:
        return spoken
    acts = text.capital[subject[1]] or text.low[subject[0]] in ("he", "she", "they")
    return subject if acts else spoken


_BARE = 14
"""Most tokens of a sentence that only attributes the quotation before it."""


def bare_attribution(text: Text, sentence: int) -> tuple[Span, Span, str] | None:
    """Cue, speaker and verb of a sentence that tells who uttered the one before: `"It is." Hadi said on Monday.`."""
    if sentence >= len(text.sentences):
        return None
    first, last = text.sentences[sentence]
    if last - first > _BARE or text.kind[first - 1] == NEWLINE:
        return None
    for report in reports_in(text, first, last):
        if "q" not in report.takes or report.cue.form not in (PAST, THIRD) or report.passive:
            continue
        inverted = report.at == first
        speaker = (
            phrase_after(text, report.end + 1, last)
            if inverted
            else left_subject(text, report.group, first)
        )
        if speaker is None or not (inverted or speaker[0] == first):
            return None
        behind = (speaker[1] if inverted else report.end) + 1
        if behind > last or text.low[behind] in (*STOPS, "on", "in", "at", "during", "to"):
            return (report.at, report.end), speaker, report.cue.lemma
        return None
    return None


def _signature(text: Text, sentence: int) -> Span | None:
    """Who is named behind a dash on the line below a quotation: "— Iraqi President X, in his speech"."""
    if sentence >= len(text.sentences):
        return None
    first, last = text.sentences[sentence]
    below = first > 0 and text.kind[first - 1] == NEWLINE
    if not below or text.low[first] not in (*DASHES, "-") or last - first > _BARE:
        return None
    if not text.capital[min(first + 1, last)]:
        return None
    return phrase_after(text, first + 1, last)


def announcement(text: Text, sentence: int) -> tuple[Span | None, Span] | None:
    """Cue and speaker of a sentence that ends with a colon and brings the next one: "The minister said:"."""
    first, last = text.sentences[sentence]
    if text.low[last] != ":" or last - first < 1:
        return None
    reports = reports_in(text, first, last)
    for report in reversed(reports):
        if "q" not in report.cue.takes or report.passive:
            continue
        speaker = (
            phrase_after(text, report.end + 1, last - 1)
            if report.at == first
            else left_subject(text, report.group, first)
        )
        if speaker is None and report.group > first:
            speaker = main_subject(text, first, report.group - 1)
        if speaker is not None:
            return (report.at, report.end), speaker
    speaker = main_subject(text, first, last - 1)
    return (None, speaker) if speaker is not None else None


def _holds_words(text: Text, first: int, last: int) -> bool:
    """Whether a sentence holds a quotation of some words."""
    for i in range(first, last + 1):
        number = text.quotation[i]
        if (
            number >= 0
            and text.quotations[number].opening == i
            and not text.quotations[number].single
        ):
            return text.quotations[number].last - i > 3
    return False


def _utterance(mine: list[Found], sentence: int) -> Found | None:
    """The quotation just before, which another one goes on with: `"...," he said. "..."`."""
    for statement in reversed(mine):
        if statement.sentence < sentence - 1:
            return None
        if statement.sentence == sentence - 1 and statement.shape in (
            "behind",
            "quote",
            "colon",
            "according",
            "alone",
        ):
            return statement
    return None
