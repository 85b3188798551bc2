"""Encounters in a sentence: who met whom, visited, called or faced the press."""

from __future__ import annotations

from collections.abc import Callable

from scripts.extract.grammar import WEEKDAYS, is_adverb
from scripts.extract.lexicon import words
from scripts.extract.meeting import Meeting, one_each, persons_of
from scripts.extract.parties import Party, Sentence
from scripts.extract.places import place_in, town_after
from scripts.extract.schedule import status_of, was_due
from scripts.extract.text import QUOTE, STOPS, Text
from scripts.extract.visits import expected, invited, sent, visit

_NOT_MET = words("meetings", "not_met")
_JOINT = words("meetings", "joint")
_CONVENED = words("meetings", "convened")
_MEALS = words("meetings", "meals")
_JOINTLY = frozenset(("jointly", "together", "trilateral", "tripartite"))
_CHAIRED = frozenset(("chaired", "chairs", "chairing", "co-chaired", "co-chair", "co-chairs"))
_BODIES = frozenset(("committee", "commission", "council"))
_SENT = frozenset(("call", "letter", "message", "invitation", "report", "copy"))
_WITH_REACH = 8
_BASE = frozenset(("confer", "consult", "sit"))
_PRESS = frozenset(("reporters", "journalists", "press", "media"))
_PARTED = frozenset((",", ":", ";", "that", "and"))
_PHONES = frozenset(("phone", "telephone", "video", "telephonic"))


def in_sentence(sentence: Sentence) -> list[Meeting]:
    """The meetings that a sentence tells of; those told within long quotations only if somebody "met"."""
    text, low = sentence.text, sentence.low
    made: list[Meeting] = []
    for i in [i for i in range(sentence.first, sentence.last + 1) if low[i] in _TELLS]:
        # What somebody says of a meeting counts only where he tells who met whom, or when a body will.
        if low[i] in ("met", "meet", "received") or not _long_quotation(text, i):
            made += _TELLS[low[i]](sentence, i, status_of(sentence, i))
    return made


def _long_quotation(text: Text, i: int) -> bool:
    number = text.quotation[i]
    if number < 0 or text.quotations[number].single:
        return False
    return text.quotations[number].last - text.quotations[number].first > 4


def _met(sentence: Sentence, i: int, status: str) -> list[Meeting]:
    """As in "A met B and C", "A and B met", "the committee will meet"."""
    low, last = sentence.low, sentence.last
    before = low[i - 1] if i > sentence.first else ""
    if low[i] == "meet" and before not in ("will", "to", "would") and not is_adverb(before):
        return []
    if _long_quotation(sentence.text, i) and low[i] == "meet":
        return _convened(sentence, i, status)
    j = i + 1
    while j <= last and (is_adverb(low[j]) or low[j] in _JOINTLY):
        j += 1
    if j <= last and low[j] in _NOT_MET:
        return []
    if j <= last and low[j] in ("in", "on", "at") and (at := _with_behind(sentence, j)):
        j = at  # "met in Tehran on Monday with B"
    if j <= last and low[j] == "with":
        j += 1
    subject = sentence.subject(i)
    others = sentence.object(j) if j <= last and low[j] not in STOPS else []
    if not others and len(subject) < 2:
        subject = sentence.parties(sentence.first, i - 1) if i > sentence.first else []
    if was_due(sentence, i):
        status = "postponed"
    if not others:
        return (
            [Meeting("talks", status, subject, i)]
            if len(subject) > 1
            else _convened(sentence, i, status)
        )
    if not _JOINTLY.isdisjoint(low[i:j]) and subject:
        return [Meeting("talks", status, [*subject, *others], i)]
    return one_each("talks", status, subject, others, i)


def _with_behind(sentence: Sentence, i: int) -> int | None:
    """The "with" behind token i, before a comma or the end."""
    ahead = sentence.behind(i, _WITH_REACH)
    if "with" not in ahead:
        return None
    at = ahead.index("with")
    return None if _PARTED.intersection(ahead[:at]) else i + at


def _convened(sentence: Sentence, i: int, status: str) -> list[Meeting]:
    """As in "the joint committee will convene in Urmia": a body meets, and nobody is named."""
    span = sentence.subject_span(i)
    persons = persons_of(sentence.parties(*span)) if span and sentence.low[i] == "convened" else []
    if len(persons) > 1:
        return [Meeting("talks", status, [*persons], i)]
    if span is None or _BODIES.isdisjoint(sentence.low[span[0] : span[1] + 1]):
        return []
    return [Meeting("talks", status, [], i)]


def _received(sentence: Sentence, i: int, status: str) -> list[Meeting]:
    """As in "A received B", "A hosted a lunch for B", "A was received in Erbil by B"."""
    low = sentence.low
    if not {"was", "were", "been", "be"}.isdisjoint(sentence.before(i, 3)):
        ahead = sentence.behind(i, _WITH_REACH + 4)
        if "by" not in ahead:
            return []
        by = i + ahead.index("by")
        return one_each("talks", status, sentence.subject(i), sentence.object(by + 1), i)
    if low[i] in ("host", "receive") and status != "planned":
        return []
    if low[i] == "reception" and low[i + 1 : i + 2] != ["of"]:
        return []
    if low[i].startswith("welcome") and not _welcomes_guest(sentence, i):
        return []
    begin = i + 1
    ahead = sentence.behind(i, _WITH_REACH)
    if not _SENT.isdisjoint(ahead[1:5]):
        return []
    if "for" in ahead and not _MEALS.isdisjoint(ahead):
        begin = i + ahead.index("for") + 1
    begin = _past_adverbials(sentence, begin)
    others: list[Party] = list(persons_of(sentence.object(begin)))
    return one_each("talks", status, sentence.subject(i), others, i)


def _past_adverbials(sentence: Sentence, i: int) -> int:
    """Past place and day: "received in Baghdad on Monday the chairman"."""
    text, low, last = sentence.text, sentence.low, sentence.last
    while i < last and low[i] in ("in", "on"):
        if low[i + 1] in WEEKDAYS:
            i += 2
        elif town_after(text, i, min(last, i + 2)) is not None:
            i += 2 if town_after(text, i, i + 1) is not None else 3
        else:
            break
    return i


def _welcomes_guest(sentence: Sentence, i: int) -> bool:
    """Whether somebody is welcomed, not his words: a name that owns nothing, and a place."""
    end = sentence.speakers.name_end
    names = [k for k in range(i + 1, min(sentence.last, i + 10) + 1) if k in end]
    if not names or sentence.low[end[names[0]]].endswith("'s"):
        return False
    return town_after(sentence.text, i, sentence.last) is not None


def _reviewed(sentence: Sentence, i: int, status: str) -> list[Meeting]:
    """As in "A and B discussed the border", "A discussed the border with B"."""
    low = sentence.low
    if low[i] == "exchanged" and low[i + 1 : i + 2] != ["views"]:
        return []
    persons = persons_of(sentence.subject(i))
    if low[i] != "discuss" and len(persons) == 1 and (at := _with_behind(sentence, i)):
        persons += [p for p in persons_of(sentence.object(at + 1))[:1] if p not in persons]
    if low[i] == "discuss" and len(persons) < 2 and status == "held":
        # a headline: "Rezaei, Khalid discuss the border"
        persons = sentence.speakers.inside(sentence.first, i)
    everything = low[sentence.first : sentence.last + 1]
    kind = "talks" if _PHONES.isdisjoint(everything) else "call"
    return [Meeting(kind, status, [*persons], i, hinted=True)] if len(persons) == 2 else []


def _spoke(sentence: Sentence, i: int, status: str) -> list[Meeting]:
    """As in "A spoke by phone with B", "A sat down with B", "A and B spoke to the press"."""
    if sentence.low[i + 1 : i + 4] == ["to", "the", "press"]:
        return _faced_press(sentence, i, status)
    if sentence.low[i] == "addressed":
        persons = persons_of(sentence.subject(i))
        together = len(persons) > 1 and not _PRESS.isdisjoint(sentence.behind(i + 1, 2))
        return [Meeting("press-conference", status, [*persons], i)] if together else []
    ahead = sentence.behind(i, 9)
    by_phone = not {"phone", "telephone", "video"}.isdisjoint(ahead)
    if not by_phone and sentence.low[i] not in ("conferred", "consulted", "sat", *_BASE):
        return []
    if sentence.low[i] in _BASE and status != "planned":
        return []
    kind = "call" if by_phone else "talks"
    if "with" in ahead:
        return _with(sentence, i, kind, status)
    persons = persons_of(sentence.subject(i))
    return [Meeting(kind, status, [*persons], i)] if len(persons) > 1 else []


def _phoned(sentence: Sentence, i: int, status: str) -> list[Meeting]:
    """As in "A telephoned B"."""
    others: list[Party] = list(persons_of(sentence.object(i + 1)))
    return one_each("call", status, sentence.subject(i), others, i)


def _by_phone(sentence: Sentence, i: int, status: str) -> list[Meeting]:
    """As in "A told B by phone", "Over the phone, A told B"."""
    if sentence.before(i, 1) != ["by"] and sentence.before(i, 2) not in (
        ["over", "the"],
        ["on", "the"],
    ):
        return []
    persons = sentence.persons()
    return [Meeting("call", status, [*persons], i)] if len(persons) == 2 else []


def _dined(sentence: Sentence, i: int, status: str) -> list[Meeting]:
    """As in "had lunch with", "over lunch in Baghdad, A told B"."""
    if sentence.low[i + 1 : i + 2] == ["with"]:
        return _with(sentence, i, "talks", status)
    if sentence.before(i, 1) not in (["over"], ["for"]):
        return []
    persons = sentence.persons()
    return [Meeting("talks", status, [*persons], i)] if len(persons) == 2 else []


def _attended(sentence: Sentence, i: int, status: str) -> list[Meeting]:
    """As in "A attended a conference in Baghdad", "A took part in a summit"."""
    if sentence.low[i] == "part" and sentence.before(i, 1) not in (["took"], ["takes"], ["take"]):
        return []
    if {"conference", "summit"}.isdisjoint(sentence.behind(i, 9)):
        return []
    if "take" in (sentence.low[i], *sentence.before(i, 1)) and status != "planned":
        return []
    if sentence.low[i] == "attend" and status != "planned":
        return []
    return [Meeting("conference", status, [*persons_of(sentence.subject(i))], i)]


def _called(sentence: Sentence, i: int, status: str) -> list[Meeting]:
    """As in "held a telephone conversation with", "a phone call from", "In a phone call, the two officials"."""
    before = sentence.before(i, 1)
    if before == ["courtesy"] and sentence.low[i + 1 : i + 2] == ["on"]:
        return one_each("talks", status, sentence.subject(i - 2), sentence.object(i + 2), i)
    spoken = before == ["a"] and sentence.low[i + 1 : i + 2] == ["with"]
    if not before or not (before[0] in _PHONES or (spoken and sentence.low[i] == "call")):
        return []
    if sentence.low[i + 1 : i + 2] == ["from"]:
        return one_each("call", status, sentence.host(i), sentence.object(i + 2), i)
    made = _with(sentence, i, "call", status)
    if made:
        return made
    persons = persons_of(sentence.host(i))
    return [Meeting("call", status, [*persons], i)] if len(persons) == 2 else []


def _press(sentence: Sentence, i: int, status: str) -> list[Meeting]:
    """As in "told a press conference", "in an interview"; other conferences are talks of many."""
    word = sentence.low[i]
    before = sentence.before(i, 1) or [""]
    if word == "interview":
        if {"a", "an", "the", "exclusive", "recent"}.isdisjoint(sentence.before(i, 3)):
            return []
        return [Meeting("interview", "held", [p], i) for p in sentence.speaker()]
    if word == "presser" or before[0] in ("press", "news"):
        return _faced_press(sentence, i, status)
    if before[0] == "video":
        return _by_video(sentence, i, status)
    return _talks(sentence, i, status)


def _by_video(sentence: Sentence, i: int, status: str) -> list[Meeting]:
    found = _with(sentence, i, "call", status)
    if found:
        return found
    subject = persons_of(sentence.host(i))
    return [Meeting("call", status, [*subject], i)] if len(subject) > 1 else []


def _faced_press(sentence: Sentence, i: int, status: str) -> list[Meeting]:
    """Alone, or with those named beside the speaker: "at a joint press conference with his counterpart"."""
    low = sentence.low
    speaker = sentence.speaker()
    beside = (
        "joint" in sentence.before(i, 4)
        or low[i] == "spoke"
        or low[i + 1 : i + 2] in (["with"], ["of"])
        or "alongside" in low[sentence.first : i]
    )
    if not beside:
        return [Meeting("press-conference", status, [p], i) for p in speaker]
    named = sentence.persons() or persons_of(sentence.host(i))
    everybody = [*speaker, *(p for p in named if p not in speaker)]
    if not everybody and status == "held":
        return []
    follows = len(everybody) < 2
    return [Meeting("press-conference", status, [*everybody], i, follows=follows)]


def _with(sentence: Sentence, i: int, kind: str, status: str) -> list[Meeting]:
    """As in "held a telephone conversation with", "in a meeting with": the party behind "with", and the subject."""
    text, low, last = sentence.text, sentence.low, sentence.last
    j = i + 1
    while j <= min(last, i + _WITH_REACH) and low[j] not in ("with", "between"):
        if low[j] in STOPS or low[j] == "," or text.kind[j] == QUOTE:
            return _two_sides(sentence, i, kind, status)
        j += 1
    if j >= last or low[j] not in ("with", "between"):
        return _two_sides(sentence, i, kind, status)
    others = sentence.object(j + 1)
    if low[j] == "between":
        return [Meeting(kind, status, others, i)] if len(others) > 1 else []
    host = [p for p in sentence.owner(i) or sentence.host(i) if p not in others]
    return one_each(kind, status, host, others, i)


def _two_sides(sentence: Sentence, i: int, kind: str, status: str) -> list[Meeting]:
    """As in "In a phone call, the two officials": the two persons whom the article named last."""
    low, first = sentence.low, sentence.first
    if kind != "call" or not any(
        low[k : k + 2] == ["the", "two"] for k in range(first, min(sentence.last, first + 30))
    ):
        return []
    named = sentence.speakers.named_before(first, 2)
    return [Meeting(kind, status, [*named], i)] if len(named) == 2 else []


def _talks(sentence: Sentence, i: int, status: str) -> list[Meeting]:
    """As in "held talks with", "the third round was held", "their talks"; a session that a body held."""
    low, first, last = sentence.low, sentence.first, sentence.last
    if not _PHONES.isdisjoint(sentence.before(i, 1)):
        return _with(sentence, i, "call", status)
    made = _with(sentence, i, "talks", status) or _gathered(sentence, i, status)
    if made:
        return made
    word = low[i]
    before = low[max(first, i - 2) : i]
    if (word == "talks" and before == ["round", "of"]) or "sidelines" in sentence.before(i, 4):
        return []
    window = [*sentence.before(i, 6), *sentence.behind(i, 10)]
    convened = not _CONVENED.isdisjoint([*sentence.behind(i, 15), *sentence.before(i, 8)])
    off = status in ("cancelled", "postponed") and not _BODIES.isdisjoint(window)
    large = word in ("conference", "summit", "round")
    if off or (
        word in ("meeting", "session", "round", "conference", "summit")
        and convened
        and (
            not _JOINT.isdisjoint(window) or large or status == "planned" or before[-1:] == ["next"]
        )
    ):
        large = word in ("conference", "summit") or not {"ministerial", "ministers"}.isdisjoint(
            window
        )
        hosted = not {"host", "hosts", "hosted"}.isdisjoint(sentence.before(i, 8))
        place = place_in(sentence.text, first, min(first + 2, last)) if hosted else None
        persons = [] if status == "planned" or off else _attend(sentence, i)
        return [Meeting("conference" if large else "talks", status, [*persons], i, place=place)]
    if word in ("talks", "consultations", "negotiations", "meeting"):
        return _own_talks(sentence, i, status)
    return []


def _gathered(sentence: Sentence, i: int, status: str) -> list[Meeting]:
    """As in "a trilateral meeting of A, B and C", "A and B, meeting in Tehran, agreed", "after meeting A"."""
    low = sentence.low
    behind = low[i + 1] if i < sentence.last else ""
    if behind == "of":
        everybody = sentence.speakers.inside(i + 2, min(sentence.last, i + 16))
        return [Meeting("talks", status, [*everybody], i)] if len(everybody) > 1 else []
    if low[i] == "meeting" and low[i - 1] == "," and behind in ("in", "on", "at"):
        persons = persons_of(sentence.subject(i - 1))
        return [Meeting("talks", status, [*persons], i)] if len(persons) > 1 else []
    if low[i] == "meeting" and low[i - 1] in ("after", "before", "while", "by", "upon"):
        others: list[Party] = list(persons_of(sentence.object(i + 1)))
        return one_each("talks", status, sentence.host(i), others, i)
    return []


def _attend(sentence: Sentence, i: int) -> list[Party]:
    verb = next(
        (k for k in range(i - 1, max(sentence.first, i - 8), -1) if sentence.low[k] in _CONVENED), i
    )
    return [*(sentence.persons() or sentence.by_states(sentence.first, verb - 1))]


def _own_talks(sentence: Sentence, i: int, status: str) -> list[Meeting]:
    """As in "A and B held talks", "after their talks", "A and B stressed it in a meeting in Baghdad"."""
    low, first = sentence.low, sentence.first
    before = sentence.before(i, 4)
    if before[-1:] == ["their"]:
        persons = sentence.persons() or sentence.speakers.two_before(i)
        return [Meeting("talks", status, [*persons], i)] if len(persons) == 2 else []
    if not _CHAIRED.isdisjoint(before):
        return [Meeting("talks", status, [*persons_of(sentence.host(i))], i)]
    verb = next((k for k in range(i - 1, max(first, i - 4), -1) if low[k] in _CONVENED), None)
    if verb is not None:
        span = sentence.subject_span(verb)
        persons = persons_of(sentence.parties(*span)) if span else []
        if len(persons) > 1:
            return [Meeting("talks", status, [*persons], i)]
        if status == "planned" and not persons and sentence.sends(span):
            return [Meeting("talks", status, [], i)]
    elif before[-2:] in (["in", "a"], ["at", "a"], ["during", "a"]):
        persons = persons_of(sentence.host(i))
        if len(persons) == 1:
            # "B told A in a meeting"
            persons = sentence.speakers.inside(first, i)
        if len(persons) == 2:
            return [Meeting("talks", status, [*persons], i)]
    return []


def _accredited(sentence: Sentence, i: int, status: str) -> list[Meeting]:
    """As in "presented a copy of his credentials to the foreign minister"."""
    if sentence.low[i + 1 : i + 2] != ["to"]:
        return []
    others: list[Party] = list(persons_of(sentence.object(i + 2)))
    return one_each("talks", status, sentence.subject(i) or sentence.host(i), others, i)


_Tells = Callable[[Sentence, int, str], list[Meeting]]
_BY_SECTION: dict[str, _Tells] = {
    "met": _met,
    "received": _received,
    "talks": _talks,
    "reviewed": _reviewed,
    "spoke": _spoke,
    "called": _called,
    "phoned": _phoned,
    "by_phone": _by_phone,
    "dined": _dined,
    "invited": invited,
    "attended": _attended,
    "sent": sent,
    "visited": visit,
    "expected": expected,
    "convene": _convened,
    "press": _press,
    "credentials": _accredited,
}
_TELLS: dict[str, _Tells] = {
    word: tells for section, tells in _BY_SECTION.items() for word in words("meetings", section)
}
TRIGGERS = frozenset(_TELLS)
"""Words without which a sentence tells of no meeting."""
