"""An article in, its statements, officials and meetings out."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date
from itertools import compress
from typing import Any

from scripts.extract.bodies import find_bodies
from scripts.extract.colons import colon_statement
from scripts.extract.confidence import confidence
from scripts.extract.continuations import attach, join_runs
from scripts.extract.dates import published_in
from scripts.extract.furniture import is_furniture
from scripts.extract.gazetteer import is_place
from scripts.extract.known import Known, recognise
from scripts.extract.lexicon import words
from scripts.extract.meetings import as_records, find_meetings
from scripts.extract.names import Person, find_persons
from scripts.extract.quotations import attributes, find_quotations
from scripts.extract.reports import Found
from scripts.extract.speakers import Speakers
from scripts.extract.statements import part_aside, statements_in
from scripts.extract.states import infer_countries, infer_sides, settle_titles
from scripts.extract.text import NUMBER, WORD, Text, find_sentences, read

LONGEST_TEXT = 5_000_000
"""Code points beyond which a text is no article."""


def extract(
    article_id: str, text: str, published: date | None = None, known: Known | None = None
) -> dict[str, Any]:
    """Statements, officials and meetings of an article as standoff object.

    Offsets are code points into `text` as given. `published` resolves relative dates; without it the day that the page
    prints is used, if there is one. With `known`, speakers and officials whom the registries hold carry their id
    (`speaker_id`, `id`), and bodies are found by their recorded names as well.

    Besides `statements`, `officials` and `meetings` the object has `mentions`: every person and body that it names,
    `{"kind": "official" or "organization", "name", "id", "spans"}`; `id` is null unless the registries hold it.

    Raises ValueError for a text of more than `LONGEST_TEXT` code points, which is no article; nothing for any other.
    """
    if len(text) > LONGEST_TEXT:
        raise ValueError(
            f"a text of {len(text):,} characters is no article (at most {LONGEST_TEXT:,}); split it first"
        )
    seen = read(text)
    find_quotations(seen)
    find_sentences(seen, attributes)
    furniture = {n for n, (a, b) in enumerate(seen.paragraphs) if is_furniture(seen, a, b)}
    found = find_statements(seen, furniture)
    persons = find_persons(seen, [f.speaker for f in found if f.speaker is not None])
    infer_countries(seen, persons)
    if known is not None:
        recognise(persons, known)
    speakers = Speakers(seen, persons, found)
    sentence_of = [b for _, b in seen.sentences]
    statements = []
    for f in sorted(found, key=lambda f: (f.content[0] if f.content else (0, 0), f.cue or (0, 0))):
        made = _standoff(seen, f)
        if made is None or (f.speaker is None and f.content is None):
            continue
        at = f.cue[0] if f.cue else f.speaker[0] if f.speaker else f.content[0][0]
        speaker = speakers.resolve(f, min(bisect_left(sentence_of, at), len(sentence_of) - 1))
        made["speaker_name"] = speaker.name
        if known is not None:
            made["speaker_id"] = speaker.person.known_id if speaker.person else None
        resolved = speaker.person is not None or speaker.name is not None
        made["confidence"], made["tier"] = confidence(seen, f, made["mode"], resolved=resolved)
        statements.append(made)
    statements.sort(key=lambda s: (s["content"][0], s["cue"] or [0, 0]))
    skipped = _sentences_of(seen, furniture)
    meetings = find_meetings(seen, speakers, published or published_in(seen), skipped)
    infer_sides([m.persons for m in meetings])
    settle_titles(seen, persons)
    officials = [_official(seen, p, with_id=known is not None) for p in persons]
    return {
        "article_id": article_id,
        "statements": statements,
        "officials": officials,
        "meetings": as_records(meetings),
        "mentions": [
            *(
                _mention("official", p.name, p.known_id, o["spans"])
                for p, o in zip(persons, officials, strict=True)
            ),
            *(
                _mention("organization", body.name, body.known_id, _spans(seen, body.spans))
                for body in find_bodies(seen, known)
            ),
        ],
    }


def _official(text: Text, person: Person, *, with_id: bool) -> dict[str, Any]:
    return {
        "name": person.name,
        "title": person.titles[0] if person.titles else None,
        "country": person.country,
        "spans": _spans(text, person.spans),
    } | ({"id": person.known_id} if with_id else {})


def _mention(kind: str, name: str, known_id: str | None, spans: list[list[int]]) -> dict[str, Any]:
    return {"kind": kind, "name": name, "id": known_id, "spans": spans}


def _spans(text: Text, mentions: list[tuple[int, int]]) -> list[list[int]]:
    """Offsets of names, without the ending of a possessive."""
    spans = []
    for first, last in mentions:
        a, b = text.span(first, last)
        for ending in _POSSESSIVE:
            if text.raw[b - len(ending) : b] == ending:
                b -= len(ending)
                break
        spans.append([a, b])
    return spans


_POSSESSIVE = ("'s", "’s", "'", "’")


def _sentences_of(text: Text, paragraphs: set[int]) -> set[int]:
    """Numbers of the sentences in the given paragraphs."""
    out: set[int] = set()
    if not paragraphs:
        return out
    starts = [a for a, _ in text.paragraphs]
    for n, (a, _) in enumerate(text.sentences):
        if bisect_right(starts, a) - 1 in paragraphs:
            out.add(n)
    return out


def find_statements(text: Text, furniture: set[int]) -> list[Found]:
    """All statements of an article, in order; none from the paragraphs numbered in `furniture`."""
    found: list[Found] = []
    position = 0
    sentences = text.sentences
    names = _names(text)
    heads: set[str] = set()
    for number, (first, last) in enumerate(text.paragraphs):
        mine: list[Found] = []
        headed = False
        while position < len(sentences) and sentences[position][1] <= last:
            a, b = sentences[position]
            if number not in furniture and not headed:
                if a == first:
                    a = _after_dateline(text, a, b)
                    head = colon_statement(text, a, b, last, position, names)
                    if head is not None:
                        headed = True
                        printed = text.words_of(first, last).lower()
                        if printed not in heads:
                            mine.append(head)
                        heads.add(printed)
                if not headed:
                    here = statements_in(text, a, b, position)
                    mine += here
                    attach(text, a, b, position, here, mine, found)
            position += 1
        found += mine
    join_runs(text, found)
    return [part for statement in found for part in part_aside(text, statement)]


def _names(text: Text) -> frozenset[str]:
    """Capitalised words that stand within sentences or twice."""
    seen: set[str] = set()
    twice: set[str] = set()
    for word in compress(text.low, text.capital):
        if word in seen:
            twice.add(word.removesuffix("'s"))
        seen.add(word)
    return frozenset(twice)


def _after_dateline(text: Text, first: int, last: int) -> int:
    """First token behind "TEHRAN, May 10 (Agency) -", "Shafaq News/" or "Baghdad (INA):"."""
    low = text.low
    if not text.capital[first]:
        return first
    for i in range(first + 1, min(last, first + 14) + 1):
        if low[i] in ("–", "—", "--", "-") and i < last:
            head = text.raw[text.start[first] : text.end[first]]
            bracket = any(low[j] == ")" for j in range(first, i))
            if ((head.isupper() and len(head) > 2) or bracket) and text.start[i + 1] > text.end[i]:
                return _after_place(text, i + 1, last)
            return first
        if low[i] in ("/", ":") and i < last and not _RELAYERS.isdisjoint(low[first:i]):
            return i + 1
        if text.kind[i] == WORD and not text.capital[i] and low[i] not in ("of", "the", "al"):
            return first
    return first


def _after_place(text: Text, first: int, last: int) -> int:
    """First token behind the place in "INA - Baghdad: The minister said"."""
    if first + 1 < last and text.low[first + 1] == ":" and is_place(text.low[first]):
        return first + 2
    return first


_RELAYERS = words("relayers", "relayers")


def _standoff(text: Text, found: Found) -> dict[str, Any] | None:
    spans, mode = _content(text, found)
    if not spans:
        return None
    return {
        "speaker": list(text.span(*found.speaker)) if found.speaker else None,
        "speaker_name": None,
        "cue": list(text.span(*found.cue)) if found.cue else None,
        "content": [list(span) for span in spans],
        "mode": mode,
        "confidence": 0.5,
        "tier": "low",
    }


def _content(text: Text, found: Found) -> tuple[list[tuple[int, int]], str]:
    """Offsets of the content, and how much of it stands in quotation marks."""
    spans: list[tuple[int, int]] = []
    inside = outside = 0
    for first, last in found.content:
        kinds = text.kind[first : last + 1]
        every = kinds.count(WORD) + kinds.count(NUMBER)
        outer = text.quotation[first : last + 1]
        plain = (
            every
            if max(outer) < 0
            else 0
            if min(outer) >= 0
            else sum(
                kind in {WORD, NUMBER} and number < 0
                for kind, number in zip(kinds, outer, strict=True)
            )
        )
        quoted = every - plain
        inside += quoted
        outside += plain
        a, b = first, last
        if quoted and not plain:
            q = text.quotations[text.quotation[_first_word(text, first, last)]]
            z = text.quotations[text.quotation[_last_word(text, first, last)]]
            a, b = max(q.first, first), min(z.last, last)
        elif not quoted and not plain:
            continue
        spans.append(text.span(a, b))
    if not inside and not outside:
        return [], "indirect"
    if found.unquoted:
        return sorted(spans), "indirect"
    mode = "direct" if not outside else "mixed" if inside else "indirect"
    return sorted(spans), mode


def _first_word(text: Text, first: int, last: int) -> int:
    return next(i for i in range(first, last + 1) if text.kind[i] <= 1)


def _last_word(text: Text, first: int, last: int) -> int:
    return next(i for i in range(last, first - 1, -1) if text.kind[i] <= 1)
