"""Visits in a sentence: who went where, is expected there, is invited or sent."""

from __future__ import annotations

from scripts.extract.gazetteer import country_of_place
from scripts.extract.lexicon import words
from scripts.extract.meeting import Meeting, persons_of
from scripts.extract.parties import Party, Sentence
from scripts.extract.places import place_in, town_after
from scripts.extract.states import OTHER_SIDE

_TRAVEL = words("meetings", "travel")
_STAYS = words("meetings", "stays")
_OFFICIAL = words("meetings", "official")
_LEADS = words("meetings", "leads")
_LEFT = words("meetings", "left")
_BOUND = words("meetings", "bound")
_IS = frozenset(("is", "are", "currently"))


def visit(sentence: Sentence, i: int, status: str) -> list[Meeting]:
    """As in "arrived in Tehran", "paid a visit to", "will travel to"; a body or deputy may be sent without a name."""
    text, low = sentence.text, sentence.low
    word = low[i]
    before = sentence.before(i, 9)
    near = before[-1:]
    if word == "leaves" and "before" not in before[-3:]:
        return []
    if word == "left" and not _left_for(sentence, i):
        return []
    if word in _BOUND and low[i + 1 : i + 2] not in (["to"], ["for"], ["in"], ["down"]):
        return []
    reach = 18 if low[i + 1 : i + 2] == ["of"] else 9
    goal = i if word != "left" else i + low[i : i + 5].index("for")
    place = place_in(text, goal + 1, min(sentence.last, i + reach))
    if word == "visiting":
        if near not in (["is"], ["was"], ["currently"]) or place is None:
            return []
        status = "ongoing" if near != ["was"] else "held"
    going = near in (["to"], ["will"], ["would"])
    if word in _STAYS:
        if word == "visit" and any(w.startswith("invit") for w in before):
            return []
        place = place or _stay_place(sentence, i)
        numbered = any(w.endswith("-day") for w in before[-7:])
        owned = bool(near) and near[0].endswith(("'s", "s'"))
        if not (going or numbered or owned or not _OFFICIAL.isdisjoint(before[-7:])):
            return []
    if place is None:
        return []
    if word in _TRAVEL or word in ("leaves", "visiting") or (word == "visit" and going):
        span = sentence.subject_span(i)
        subject = sentence.parties(*span) if span else []
    else:
        span, subject = None, _traveller(sentence, i)
    return _visit_of(sentence, i, status, place, subject, unnamed=sentence.sends(span))


def _left_for(sentence: Sentence, i: int) -> bool:
    """As in "left for Tehran", "left Baghdad for Tehran"."""
    ahead = sentence.behind(i, 5)
    if "for" not in ahead:
        return False
    goal = i + ahead.index("for")
    return goal == i + 1 or place_in(sentence.text, i + 1, goal - 1) is not None


def _stay_place(sentence: Sentence, i: int) -> str | None:
    """The place before a visit: "his Tehran trip", "is in Tehran on a visit", "left Baghdad after a visit"."""
    text, first = sentence.text, sentence.first
    place = place_in(text, max(first, i - 2), i - 1) or town_after(text, max(first, i - 11), i - 1)
    if place is None and not _LEFT.isdisjoint(sentence.before(i, 10)):
        place = place_in(text, max(first, i - 10), i - 1)
    return place


def _traveller(sentence: Sentence, i: int) -> list[Party]:
    """Whose visit it is: "the visit of X to Tehran", else the subject of the sentence."""
    if owner := sentence.owner(i):
        return owner
    if sentence.low[i + 1 : i + 2] == ["of"]:
        owners = sentence.object(i + 2)
        if persons_of(owners):
            return owners
    return sentence.host(i)


def _visit_of(
    sentence: Sentence, i: int, status: str, place: str, subject: list[Party], *, unnamed: bool
) -> list[Meeting]:
    low = sentence.low
    persons = persons_of(subject)[:1]
    if not persons and not (unnamed and status == "planned"):
        return []
    there = country_of_place(place)
    if persons and there and persons[0].country == there:
        if not persons[0].weak:
            return []
        # his state was but a guess, and who comes to Tehran is no Iranian
        persons[0].country = OTHER_SIDE.get(there)
    if status == "held" and low[i] in _STAYS and _IS.intersection(sentence.before(i, 8)):
        status = "ongoing"
    leaves = low[i] == "leaves"
    if leaves:
        status = "ongoing"
    return [Meeting("visit", status, [*persons], i, place=place, undated=leaves)]


def expected(sentence: Sentence, i: int, status: str) -> list[Meeting]:
    """As in "is expected in Baghdad in April", "in Tehran, where he is expected"."""
    low = sentence.low
    if low[i + 1 : i + 2] == ["to"] or sentence.before(i, 1) == ["not"]:
        return []
    if {"is", "are", "was", "were", "be"}.isdisjoint(sentence.before(i, 3)):
        return []
    place = town_after(sentence.text, i + 1, min(sentence.last, i + 7))
    begin = sentence.first
    if place is None and "where" in sentence.before(i, 5):
        where = i - 1 - sentence.before(i, 5)[::-1].index("where")
        place, begin = place_in(sentence.text, max(begin, where - 4), where - 1), where + 1
    if place is None:
        return []
    span = (begin, i - 2) if begin > sentence.first else sentence.subject_span(i)
    subject = sentence.parties(*span) if span and span[0] <= span[1] else []
    if low[i - 1] in ("was", "were") and status == "held":
        status = "planned"
    unnamed = sentence.sends(span)
    return _visit_of(sentence, i, "planned", place, subject, unnamed=unnamed)


def invited(sentence: Sentence, i: int, _: str) -> list[Meeting]:
    """As in "A invited B to visit Tehran", "B accepted an invitation to visit Tehran": a visit proposed."""
    low = sentence.low
    going = next(
        (
            k
            for k in range(i + 1, min(sentence.last, i + 25))
            if low[k] == "to" and (low[k + 1] in _GO or place_in(sentence.text, k + 1, k + 1))
        ),
        None,
    )
    if going is None:
        return []
    place = place_in(sentence.text, going, min(sentence.last, going + 6))
    if place is None:
        return []
    named = sentence.speakers.inside(i + 1, going)
    # "an invitation from A to B to visit": B
    guests = named[-1:] if low[i + 1] == "from" else named[:1]
    if low[i + 1] in ("him", "her"):
        host = sentence.subject(i)
        guests = [p for p in sentence.speakers.named_before(i, 4) if p not in host][-1:]
    elif low[i] == "invited" and not guests and _ACTIVE.isdisjoint(sentence.before(i, 3)):
        return []  # "invited a delegation"
    if not guests and (low[i] == "invited" or not _TAKEN.isdisjoint(sentence.before(i, 6))):
        guests = persons_of(sentence.subject(i) or sentence.host(i))[:1]
    return [Meeting("visit", "proposed", [*guests], i, place=place)] if guests else []


_GO = frozenset(("visit", "travel", "come"))
_ACTIVE = frozenset(("was", "were", "been", "being"))
_TAKEN = frozenset(("accepted", "accepts", "accept", "received"))


def sent(sentence: Sentence, i: int, status: str) -> list[Meeting]:
    """As in "A will lead a delegation to Baghdad"."""
    verb = next(
        (k for k in range(i - 1, max(sentence.first, i - 6), -1) if sentence.low[k] in _LEADS), None
    )
    ahead = sentence.behind(i, 8)
    if verb is None or "to" not in ahead:
        return []
    to = i + ahead.index("to")
    place = place_in(sentence.text, to, min(sentence.last, to + 3))
    return (
        _visit_of(sentence, i, status, place, sentence.subject(verb), unnamed=False)
        if place
        else []
    )
