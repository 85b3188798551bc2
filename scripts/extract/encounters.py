"""Encounters in a sentence: who met whom, visited, called or faced the press."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from scripts.extract.clauses import clause_follows, main_subject
from scripts.extract.gazetteer import CAPITALS, CITIES, DEMONYMS, NAMES, country_of_place
from scripts.extract.grammar import AUXILIARIES, is_adverb
from scripts.extract.names import Person
from scripts.extract.phrases import phrase_after
from scripts.extract.speakers import Speakers
from scripts.extract.subject_before import left_subject
from scripts.extract.text import QUOTE, STOPS, WORD, Text
from scripts.extract.titles import HEADS

Span = tuple[int, int]


FUTURE = frozenset(
    [
        "will",
        "would",
        "to",
        "scheduled",
        "planned",
        "expected",
        "due",
        "upcoming",
        "plans",
        "intends",
        "set",
        "next",
        "tomorrow",
        "coming",
        "slated",
    ]
)


_CANCELLED = frozenset(["cancelled", "canceled", "cancels", "called-off", "scrapped"])


_POSTPONED = frozenset(["postponed", "postpones", "delayed"])


_NOT_MET = frozenset(
    [
        "deadline",
        "demand",
        "demands",
        "need",
        "needs",
        "target",
        "conditions",
        "obligations",
        "requirements",
        "challenge",
        "criticism",
    ]
)


@dataclass(slots=True)
class Meeting:
    """A meeting as the article reports it."""

    kind: str
    status: str
    participants: list[str]
    date: str | None = None
    place: str | None = None
    at: int = -1
    persons: list[Person] = field(default_factory=list)
    inferred: bool = False
    """Whether the day is that of the scene, not of the sentence."""


def _long_quotation(text: Text, i: int) -> bool:
    number = text.quotation[i]
    if number < 0 or text.quotations[number].single:
        return False
    return text.quotations[number].last - text.quotations[number].first > 4


def in_sentence(
    text: Text, speakers: Speakers, sentence: int, first: int, last: int
) -> list[Meeting]:
    """The meetings that a sentence tells of; those told within long quotations only if somebody "met"."""
    low = text.low
    made: list[Meeting] = []
    i = first
    while i <= last:
        if low[i] != "met" and _long_quotation(text, i):
            # What somebody says of a meeting counts only where he tells who met whom.
            i += 1
            continue
        word = low[i]
        if word in TRIGGERS:
            made += _trigger(text, speakers, sentence, first, last, i, word)
        i += 1
    return made


TRIGGERS = frozenset(
    [
        "discussed",
        "reviewed",
        "reception",
        "met",
        "meets",
        "meet",
        "meeting",
        "meetings",
        "talks",
        "conversation",
        "call",
        "phone",
        "received",
        "receives",
        "hosted",
        "hosts",
        "welcomed",
        "visit",
        "visited",
        "visits",
        "visiting",
        "tour",
        "trip",
        "traveled",
        "travelled",
        "travels",
        "arrived",
        "arrives",
        "conference",
        "presser",
        "interview",
        "session",
        "spoke",
        "talked",
        "conferred",
        "summit",
        "round",
        "negotiations",
        "consultations",
    ]
)


_JOINT = frozenset(
    [
        "joint",
        "committee",
        "commission",
        "ministerial",
        "ministers",
        "trilateral",
        "tripartite",
        "quadrilateral",
    ]
)


def _trigger(
    text: Text, speakers: Speakers, sentence: int, first: int, last: int, i: int, word: str
) -> list[Meeting]:
    low = text.low
    status = _status(text, first, last, i)
    before = low[i - 1] if i > first else ""
    if word in ("conference", "presser") and (word == "presser" or before in ("press", "news")):
        return _press_conference(text, speakers, sentence, first, last, i, status)
    if word == "interview" and before in ("an", "exclusive", "the", "recent"):
        who = _speaker_near(speakers, sentence)
        return [Meeting("interview", "held", _names(who), at=i, persons=who)] if who else []
    if word in ("met", "meets") or (
        word == "meet" and (before in ("will", "to", "would") or is_adverb(before))
    ):
        return _met(text, speakers, sentence, first, last, i, status)
    if word == "reception" and low[i + 1 : i + 2] == ["of"]:
        return _received(text, speakers, sentence, first, last, i, status)
    if word in ("discussed", "reviewed"):
        subject = _subject(text, speakers, sentence, first, i)
        persons = [p for p in subject if isinstance(p, Person)]
        return (
            [Meeting("talks", status, _names(persons), at=i, persons=persons)]
            if len(persons) == 2
            else []
        )
    if word in ("received", "receives", "hosted", "hosts"):
        return _received(text, speakers, sentence, first, last, i, status)
    if word == "spoke" and low[i + 1 : i + 4] == ["to", "the", "press"]:
        return _press_conference(text, speakers, sentence, first, last, i, status)
    if word in ("spoke", "talked", "conferred") and any(
        low[k] in ("phone", "telephone") for k in range(i, min(last, i + 8) + 1)
    ):
        return _with(text, speakers, sentence, first, last, i, "call", status)
    if word in ("call", "conversation") and (
        before in ("phone", "telephone", "video", "telephonic")
        or (word == "call" and before == "telephone")
    ):
        return _with(text, speakers, sentence, first, last, i, "call", status)
    if word in (
        "talks",
        "meeting",
        "meetings",
        "session",
        "round",
        "negotiations",
        "consultations",
        "summit",
        "conference",
    ):
        return _talks(text, speakers, sentence, first, last, i, word, status)
    if word in (
        "visit",
        "visited",
        "visits",
        "tour",
        "trip",
        "traveled",
        "travelled",
        "travels",
        "arrived",
        "arrives",
        "visiting",
    ):
        return _visit(text, speakers, sentence, first, last, i, word, status)
    return []


def _status(text: Text, first: int, last: int, i: int) -> str:
    low = text.low
    window = low[max(first, i - 12) : min(last, i + 6) + 1]
    if any(w in _CANCELLED for w in window) or ("called" in window and "off" in window):
        return "cancelled"
    if any(w in _POSTPONED for w in window):
        return "postponed"
    near = low[max(first, i - 6) : i]
    if any(
        a == "to" and b in ("host", "hold", "convene", "pay", "receive") for a, b in pairwise(near)
    ):
        return "planned"
    if "will" in near or any(
        w in FUTURE - {"to", "would", "will", "set", "next", "coming"} for w in near
    ):
        return "planned"
    if low[i] in ("meet", "visit") and i > first and low[i - 1] in ("to", "will", "would"):
        return "planned"
    if "will" in low[i : min(last, i + 6) + 1]:
        return "planned"
    return "held"


def _names(persons: list[Person]) -> list[str]:
    return [p.name for p in persons]


def _subject(
    text: Text, speakers: Speakers, sentence: int, first: int, i: int
) -> list[Person | str]:
    """Who acts in a verb at token i."""
    j = i
    while j > first and (
        is_adverb(text.low[j - 1])
        or text.low[j - 1] in AUXILIARIES
        or text.low[j - 1] in ("to", "scheduled", "expected", "due", "set", "planned", "slated")
    ):
        j -= 1
    span = left_subject(text, j, first) or main_subject(text, first, i)
    if span is None:
        return []
    return _parties(text, speakers, sentence, span[0], span[1])


def _parties(
    text: Text, speakers: Speakers, sentence: int, first: int, last: int
) -> list[Person | str]:
    """The parties that a list of phrases names, each person once."""
    low = text.low
    out: list[Person | str] = []
    inside = speakers.inside(first, last)
    if inside:
        return [*inside, *_by_title(text, speakers, sentence, first, last, inside)]
    speaker = speakers.of((first, last), sentence)
    if speaker.person is not None:
        return [speaker.person]
    start = first
    for k in range(first, last + 2):
        if k == last + 1 or low[k] in (",", "and"):
            if start <= k - 1:
                words = [low[m] for m in range(start, k) if text.kind[m] == WORD]
                if any(w in HEADS for w in words) and not any(
                    w in ("number", "several", "some", "other", "officials") for w in words
                ):
                    s = start
                    while s < k - 1 and low[s] in ("the", "a", "an", "with"):
                        s += 1
                    out.append(" ".join(text.words_of(s, k - 1).split()))
            start = k + 1
    return out


def _by_title(
    text: Text, speakers: Speakers, sentence: int, first: int, last: int, inside: list[Person]
) -> list[Person]:
    """Persons of a list who stand in it by their titles alone: "A, the head of B, and the Iranian minister"."""
    low = text.low
    out: list[Person] = []
    start = first
    for k in range(first, last + 2):
        if k <= last and low[k] not in (",", "and"):
            continue
        if (
            start < k
            and low[start] in ("the", "his", "its")
            and not any(m in speakers.by_token for m in range(start, k))
        ):
            person = speakers.of((start, k - 1), sentence).person
            if person is not None and person not in inside and person not in out:
                out.append(person)
        start = k + 1
    return out


def _object(text: Text, speakers: Speakers, sentence: int, i: int, last: int) -> list[Person | str]:
    """The parties that begin at token i, each of a list its own."""
    low = text.low
    end = i
    depth = 0
    while end <= last and depth < 45:
        word = low[end]
        if word in STOPS and not (word == "." and end > i and len(low[end - 1]) < 5):
            break
        if (
            (
                text.kind[end] == QUOTE
                or (
                    word
                    in (
                        "who",
                        "which",
                        "where",
                        "to",
                        "on",
                        "in",
                        "at",
                        "during",
                        "after",
                        "before",
                        "while",
                        "as",
                        "for",
                        "over",
                        "about",
                        "said",
                        "later",
                    )
                    and end > i
                )
            )
            and not (word in ("for", "to") and low[end - 1] in HEADS)
            and not (False)
        ):
            break
        if word == "," and end < last and clause_follows(text, end + 1, last):
            break
        if (
            word == "and"
            and end < last
            and low[end + 1]
            in ("said", "discussed", "conveyed", "exchanged", "expressed", "stressed", "also")
        ):
            break
        end += 1
        depth += 1
    end -= 1
    while end >= i and low[end] in (",", "and"):
        end -= 1
    return _parties(text, speakers, sentence, i, end) if end >= i else []


def _pairs(
    subject: list[Person | str], others: list[Person | str], kind: str, status: str, at: int
) -> list[Meeting]:
    """One meeting for each counterpart."""
    if not subject or not others:
        return []
    out = []
    for other in others:
        if other in subject:
            continue
        parties = [*subject, other]
        out.append(
            Meeting(
                kind,
                status,
                [p if isinstance(p, str) else p.name for p in parties],
                at=at,
                persons=[p for p in parties if isinstance(p, Person)],
            )
        )
    return out


def _met(
    text: Text, speakers: Speakers, sentence: int, first: int, last: int, i: int, status: str
) -> list[Meeting]:
    low = text.low
    j = i + 1
    while j <= last and is_adverb(low[j]):
        j += 1
    if j <= last and low[j] in _NOT_MET:
        return []
    subject = _subject(text, speakers, sentence, first, i)
    if j <= last and low[j] == "with":
        j += 1
    others = _object(text, speakers, sentence, j, last) if j <= last and low[j] not in STOPS else []
    if not others and len(subject) < 2:
        subject = _parties(text, speakers, sentence, first, i - 1)
    if not others and len(subject) >= 2:
        return [
            Meeting(
                "talks",
                status,
                [p if isinstance(p, str) else p.name for p in subject],
                at=i,
                persons=[p for p in subject if isinstance(p, Person)],
            )
        ]
    return _pairs(subject, others, "talks", status, i)


def _received(
    text: Text, speakers: Speakers, sentence: int, first: int, last: int, i: int, status: str
) -> list[Meeting]:
    subject = _subject(text, speakers, sentence, first, i)
    others = [p for p in _object(text, speakers, sentence, i + 1, last) if isinstance(p, Person)]
    return _pairs(subject, list(others), "talks", status, i)


def _with(
    text: Text,
    speakers: Speakers,
    sentence: int,
    first: int,
    last: int,
    i: int,
    kind: str,
    status: str,
) -> list[Meeting]:
    """As in "held a telephone conversation with", "in a meeting with": the party behind "with", and the subject."""
    low = text.low
    j = i + 1
    while j <= min(last, i + 8) and low[j] not in ("with", "between"):
        if low[j] in (",", *STOPS) or text.kind[j] == QUOTE:
            return _two_sides(text, speakers, first, last, i, kind, status)
        j += 1
    if j >= last or low[j] not in ("with", "between"):
        return _two_sides(text, speakers, first, last, i, kind, status)
    others = _object(text, speakers, sentence, j + 1, last)
    if low[j] == "between":
        return (
            [
                Meeting(
                    kind,
                    status,
                    [p if isinstance(p, str) else p.name for p in others],
                    at=i,
                    persons=[p for p in others if isinstance(p, Person)],
                )
            ]
            if len(others) > 1
            else []
        )
    return _pairs(
        [p for p in _host(text, speakers, sentence, first, last, i) if p not in others],
        others,
        kind,
        status,
        i,
    )


def _two_sides(
    text: Text, speakers: Speakers, first: int, last: int, i: int, kind: str, status: str
) -> list[Meeting]:
    """As in "In a phone call, the two officials": the two persons whom the article named last."""
    low = text.low
    if kind != "call" or not any(
        low[k : k + 2] == ["the", "two"] for k in range(first, min(last, first + 30))
    ):
        return []
    named = sorted(
        (p for p in speakers.persons if p.spans[0][0] < first), key=lambda p: p.spans[0]
    )[-2:]
    return [Meeting(kind, status, _names(named), at=i, persons=named)] if len(named) == 2 else []


def _host(
    text: Text, speakers: Speakers, sentence: int, first: int, last: int, i: int
) -> list[Person | str]:
    """The other party of "in a meeting with X": the subject of the sentence."""
    for span in (main_subject(text, first, i - 1), _subject_behind(text, i, last)):
        if span is not None:
            parties = _parties(text, speakers, sentence, span[0], span[1])
            if parties:
                return parties
    person = speakers.subject(sentence) or next(
        (
            speakers.spoke[s]
            for s in range(sentence, max(-1, sentence - 3), -1)
            if s in speakers.spoke
        ),
        None,
    )
    return [person] if person else []


def _subject_behind(text: Text, i: int, last: int) -> Span | None:
    j = i
    while j <= last:
        if text.low[j] == ",":
            span = phrase_after(text, j + 1, last)
            if (
                span is not None
                and span[1] < last
                and text.kind[span[1] + 1] == WORD
                and text.low[span[1] + 1] != "and"
            ):
                return span
        j += 1
    return None


def _talks(
    text: Text,
    speakers: Speakers,
    sentence: int,
    first: int,
    last: int,
    i: int,
    word: str,
    status: str,
) -> list[Meeting]:
    low = text.low
    made = _with(text, speakers, sentence, first, last, i, "talks", status)
    if made:
        return made
    window = low[max(first, i - 6) : min(last, i + 9) + 1]
    convened = any(
        w in ("held", "convened", "convenes", "hosted", "hosts", "host")
        for w in low[i : min(last, i + 14) + 1] + low[max(first, i - 8) : i]
    )
    if word == "talks" and low[i - 1] == "of" and low[i - 2] == "round":
        return []
    if (
        word in ("meeting", "session", "round", "conference", "summit")
        and convened
        and (
            any(w in _JOINT for w in window)
            or word in ("conference", "summit", "round")
            or status == "planned"
            or low[i - 1] == "next"
        )
    ):
        persons = speakers.inside(first, last) if status != "planned" else []
        kind = (
            "conference"
            if word in ("conference", "summit")
            or ("ministerial" in window or "ministers" in window)
            else "talks"
        )
        place = None
        if any(w in ("host", "hosts", "hosted") for w in low[max(first, i - 8) : i]):
            place = _place(text, first, min(first + 2, last))
        return [Meeting(kind, status, _names(persons), place=place, at=i, persons=persons)]
    if word in ("talks", "consultations", "negotiations") and low[i - 1] in ("their", "after"):
        subject = speakers.inside(first, last)
        if len(subject) == 2 and low[i - 1] == "their":
            return [Meeting("talks", status, _names(subject), at=i, persons=subject)]
    return []


def _speaker_near(speakers: Speakers, sentence: int) -> list[Person]:
    person = speakers.spoke.get(sentence)
    if person is None:
        person = speakers.subject(sentence)
    return [person] if person else []


def _press_conference(
    text: Text, speakers: Speakers, sentence: int, first: int, last: int, i: int, status: str
) -> list[Meeting]:
    low = text.low
    inside = speakers.inside(first, last)
    if "joint" in low[max(first, i - 4) : i]:
        # "at a joint press conference with his counterpart", "he made the remarks at a joint ..."
        inside = [*_speaker_near(speakers, sentence), *inside]
        inside = list({id(p): p for p in inside}.values())
    if ("joint" in low[max(first, i - 4) : i] or low[i] == "spoke") and len(inside) >= 2:
        return [Meeting("press-conference", status, _names(inside), at=i, persons=inside)]
    who = _speaker_near(speakers, sentence)
    if not who:
        return []
    return [Meeting("press-conference", status, _names(who), at=i, persons=who)]


_TRAVEL = frozenset(["traveled", "travelled", "travels", "arrived", "arrives", "visited", "visits"])


def _visit(
    text: Text,
    speakers: Speakers,
    sentence: int,
    first: int,
    last: int,
    i: int,
    word: str,
    status: str,
) -> list[Meeting]:
    low = text.low
    if word == "visiting":
        return []
    place = _place(text, i + 1, min(last, i + 9))
    if word == "visit" and any(w.startswith("invit") for w in low[max(first, i - 9) : i]):
        return []
    if word in ("visit", "tour", "trip"):
        before = low[max(first, i - 7) : i]
        if place is None:
            # "Tehran trip", "his stay": a place before it counts
            place = _place(text, max(first, i - 2), i - 1)
        if place is None:
            place = city_in(text, max(first, i - 5), i - 1)
        verb = low[i - 1] in ("to", "will", "would") if i > first else False
        official = any(
            w
            in (
                "official",
                "paid",
                "pay",
                "pays",
                "on",
                "during",
                "cancelled",
                "canceled",
                "two-day",
                "three-day",
                "one-day",
                "day",
                "a",
                "his",
                "her",
            )
            for w in before
        )
        if not (verb or official):
            return []
    if place is None:
        return []
    if word in _TRAVEL or (word == "visit" and i > first and low[i - 1] in ("to", "will", "would")):
        subject = _subject(text, speakers, sentence, first, i)
    else:
        subject = _host(text, speakers, sentence, first, last, i)
    persons = [p for p in subject if isinstance(p, Person)]
    if not persons or (persons[0].country and persons[0].country == country_of_place(place)):
        return []
    if (
        word in ("visit", "tour", "trip")
        and status == "held"
        and any(w in ("is", "are") for w in low[max(first, i - 6) : i])
    ):
        status = "ongoing"
    return [Meeting("visit", status, _names(persons[:1]), place=place, at=i, persons=persons[:1])]


def _place(text: Text, first: int, last: int) -> str | None:
    """The first city or state within a range of tokens."""
    low = text.low
    for i in range(max(0, first), last + 1):
        if not text.capital[i] or text.quotation[i] >= 0:
            continue
        for length in (3, 2, 1):
            if i + length - 1 > last:
                continue
            words = " ".join(low[i : i + length])
            if low[i + length - 1].endswith("'s"):
                continue
            if words in CITIES or words in CAPITALS or (words in NAMES and words != "us"):
                return text.words_of(i, i + length - 1)
    return None


def city_in(text: Text, first: int, last: int) -> str | None:
    """The place that "in" or "at" gives in a range of tokens."""
    for i in range(first, last):
        if text.low[i] in ("in", "at", "to", "near", "of") and text.quotation[i] < 0:
            if text.low[i] in ("to", "of"):
                continue
            j = i + 1
            while (
                j <= last
                and text.low[j]
                in (
                    "the",
                    "northern",
                    "southern",
                    "central",
                    "holy",
                    "city",
                    "of",
                    "capital",
                )
            ) or (j < last and text.low[j] in DEMONYMS):
                j += 1
            place = _place(text, j, min(last, j + 2)) if j <= last and text.capital[j] else None
            if place and text.words_of(j, j).startswith(place.split()[0]):
                return place
            if i + 4 <= last and text.low[i + 1] == "the":
                crossing = _place(text, i + 2, min(last, i + 2))
                if crossing:
                    return crossing
    return None
