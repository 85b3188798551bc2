"""Officials and meetings against their gold: one thing is changed, one count changes."""

from __future__ import annotations

import pytest

from scripts.evaluation import meetings, officials
from scripts.evaluation.names import same_name, same_title
from scripts.standoff.form import MeetingParts, OfficialParts

ADA = OfficialParts(
    name="Ada Lund",
    forms=["Lund"],
    titles=["Minister of Foreign Affairs of Northland"],
    country="IRN",
    spans=[(9, 17), (40, 44)],
    id="ada-lund",
)
FOUND = OfficialParts(
    name="Ada Lund", title="Foreign Minister", country="IRN", spans=[(9, 17)], id="ada-lund"
)
NOBODY = {"id": None, "spans": []}
TALKS = MeetingParts(
    kind="talks",
    status="held",
    date="2023-02-22",
    place="Basra",
    participants=["Ada Lund", "Bob Ray"],
    participant_forms=[["Lund"], ["the envoy"]],
    others=["Government of Northland", "Northland"],
)


def changed(model, **values):
    return model.model_copy(update=values)


def person(**values):
    return officials.score([ADA], [changed(FOUND, **values)]).counts


def test_a_person_found_with_title_and_country_is_right_in_all() -> None:
    scored = officials.score([ADA], [FOUND])
    assert officials.figures(scored.counts) == {
        "gold": 1,
        "found": 1,
        **{name: {"precision": 1.0, "recall": 1.0, "f1": 1.0} for name in officials.MEASURES},
    }
    assert (scored.pairs, scored.right, scored.missed, scored.spurious) == (
        [(0, 0)],
        {(0, 0)},
        [],
        [],
    )


@pytest.mark.parametrize(
    "values, named",
    [
        ({"id": "somebody-else"}, 0),
        ({"id": None}, 1),  # by place
        ({"id": None, "name": "X", "spans": [(43, 50)]}, 1),
        ({"id": None, "name": "X", "spans": [(44, 50)]}, 0),
        ({**NOBODY, "name": "Lund"}, 1),
        ({**NOBODY, "name": "Adda Lundh"}, 1),  # by sound
        ({**NOBODY, "name": "Eva Lund"}, 0),
    ],
)
def test_a_person_is_known_by_id_place_or_name(values, named) -> None:
    assert person(**values)["named"] == named


@pytest.mark.parametrize(
    "values, country, title",
    [
        ({"country": "IRQ"}, 0, 1),
        ({"country": None}, 0, 1),
        ({"title": None}, 1, 0),
        ({"title": "Interior Minister"}, 1, 0),
        ({"title": "the Minister for Foreign Affairs of Northland"}, 1, 1),
        ({"title": "top diplomat"}, 1, 1),
    ],
)
def test_country_and_title_are_judged_apart(values, country, title) -> None:
    counts = person(**values)
    assert (counts["named"], counts["country"], counts["title"]) == (1, country, title)
    assert counts["all three"] == country * title
    assert officials.score([ADA], [changed(FOUND, **values)]).right == (
        {(0, 0)} if country * title else set()
    )


def test_what_the_gold_leaves_open_is_right_whatever_is_found() -> None:
    gold = changed(ADA, titles=[], country=None)
    counts = officials.score([gold], [changed(FOUND, title="Envoy", country="IRQ")]).counts
    assert counts["all three"] == 1


def test_each_person_is_paired_once_the_surest_first() -> None:
    by_name = changed(FOUND, **NOBODY)
    scored = officials.score([ADA], [by_name, FOUND])
    assert (scored.pairs, scored.spurious) == ([(0, 1)], [0])
    scored = officials.score([ADA, ADA], [FOUND])
    assert (scored.pairs, scored.missed) == ([(0, 0)], [1])


@pytest.mark.parametrize(
    "one, other, same",
    [
        ("Ada Lund", "ada  lund", True),
        ("the Ada Lund", "Ada Lund", True),
        ("Qasim al-Araji", "Qassem Al Araji", True),
        ("Araji", "Qasim al-Araji", True),
        ("Fuad Hussein", "Ali Hussein", False),
        ("Iran", "Iraq", False),
        ("al", "bin", False),
    ],
)
def test_names_are_compared_by_sound(one: str, other: str, same: bool) -> None:
    assert same_name(one, other) is same
    assert same_name(other, one) is same


@pytest.mark.parametrize(
    "one, other, same",
    [
        ("Minister of Interior", "Interior Minister", True),
        ("Defence Minister", "Minister of Defense", True),
        ("Premier", "Prime Minister", True),
        ("Deputy Prime Minister", "Prime Minister", False),
        ("Oil Minister", "Minister of Health", True),  # one class of post, `other`
        ("Engineer", "Poet", False),
    ],
)
def test_titles_are_compared_by_words_and_by_class_of_post(one, other, same) -> None:
    assert same_title(one, other) is same


# meetings


def met(*found: MeetingParts, gold: MeetingParts = TALKS):
    return meetings.score([gold], list(found))


def test_a_meeting_found_as_it_was_is_right_in_all() -> None:
    whole = {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    scored = met(TALKS)
    assert meetings.figures(scored.counts) == {
        "gold": 1,
        "found": 1,
        "reported": whole,
        "participants": whole,
        **dict.fromkeys(meetings.FACTS, 1.0),
    }
    assert (scored.right, scored.missed, scored.spurious) == ({(0, 0)}, [], [])


@pytest.mark.parametrize(
    "values, wrong",
    [
        ({"kind": "visit"}, "kind"),
        ({"status": "planned"}, "status"),
        ({"date": "2023-02-23"}, "date"),
        ({"date": "2023-02"}, "date"),
        ({"date": None}, "date"),
        ({"place": "Baghdad"}, "place"),
        ({"place": None}, "place"),
    ],
)
def test_one_fact_is_wrong_and_the_others_stay_right(values, wrong) -> None:
    scored = met(changed(TALKS, **values))
    right = {fact: scored.counts[fact] for fact in meetings.FACTS}
    assert right == {fact: int(fact != wrong) for fact in meetings.FACTS}
    assert scored.counts["participants"] == 2
    assert scored.right == set()


@pytest.mark.parametrize(
    "gold, found, right",
    [
        ("[2023-02-21,2023-02-22]", "2023-02-22", True),
        ("2023-02-22?", "2023-02-22", True),
        ("2023-02", "2023-02-28", True),
        ("2023-02", "2023-03-01", False),
        ("../2023-02-22", "2023-02-22", False),
    ],
)
def test_a_day_is_right_if_it_is_one_that_the_gold_can_mean(gold, found, right) -> None:
    scored = met(changed(TALKS, date=found), gold=changed(TALKS, date=gold))
    assert scored.counts["date"] == right


@pytest.mark.parametrize("place", ["the Basra", "BASRA", "Basra, Iraq", "central Basra"])
def test_places_may_be_told_more_or_less_fully(place: str) -> None:
    found = met(changed(TALKS, place=place)).counts["place"]
    assert found == (place != "Basra, Iraq")


def test_facts_that_the_gold_leaves_open_are_not_judged() -> None:
    scored = met(TALKS, gold=changed(TALKS, date=None, place=None, status=None))
    assert [scored.counts[f"{fact}.gold"] for fact in meetings.FACTS] == [1, 0, 0, 0]
    assert scored.right == {(0, 0)}


def test_participants_count_also_of_meetings_missed_and_found_in_vain() -> None:
    call = MeetingParts(kind="call", participants=["Eva Berg"])
    counts = meetings.score(
        [TALKS, call], [changed(TALKS, participants=["the envoy", "X Y"])]
    ).counts
    assert [counts[f"participants{part}"] for part in ("", ".gold", ".found")] == [1, 3, 2]
    counts = meetings.score([TALKS], [TALKS, call]).counts
    assert [counts[f"participants{part}"] for part in ("", ".gold", ".found")] == [2, 2, 3]


def test_parties_that_need_not_be_found_cost_nothing() -> None:
    scored = met(changed(TALKS, participants=[*TALKS.participants, "the Northland"]))
    assert scored.counts["participants.found"] == 2
    assert scored.right == {(0, 0)}


def test_a_meeting_without_persons_is_known_by_kind_and_place() -> None:
    gold = MeetingParts(kind="conference", place="Basra")
    assert met(changed(gold, participants=["Ada Lund"]), gold=gold).counts["matched"] == 1
    assert met(changed(gold, kind="visit"), gold=gold).counts["matched"] == 0
    assert met(changed(gold, place="Baghdad"), gold=gold).counts["matched"] == 0
    assert met(MeetingParts(kind="talks", place="Basra"), gold=TALKS).counts["matched"] == 0


def test_the_likelier_of_two_is_the_partner() -> None:
    visit = changed(TALKS, kind="visit")
    fewer = changed(TALKS, participants=["Ada Lund"])
    later = changed(TALKS, date="2023-02-24")
    for other in (visit, fewer, later):
        scored = met(other, TALKS)
        assert (scored.pairs, scored.spurious) == ([(0, 1)], [0])
    assert meetings.score([TALKS, TALKS], [TALKS]).missed == [1]
