"""Who met whom: those of different sides who attended meetings that took place. All people here are made up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any, cast

import pytest

from dataset.site.network import pairs, specification
from dataset.site.views import Meeting, Views, Who


def who(name: str, iso3: str | None, attendance: str = "attended", role: str = "attendee") -> Who:
    return Who(name, name, None, None, None, None, iso3, iso3, None, role, attendance)


def meeting(name: str, *participants: Who, **row: Any) -> Meeting:
    given = {
        "is_leaf": True,
        "status": "held",
        "start_earliest": dt.date(2020, 1, 1),
        "start_latest": None,
        **row,
    }
    return Meeting(name, given, None, None, participants, ())


def views(*meetings: Meeting) -> Views:
    found: Mapping[str, Meeting] = {meeting.id: meeting for meeting in meetings}
    tables = SimpleNamespace(belonging=lambda *_: [{"kind": "short", "name": "Short"}])
    return cast("Views", SimpleNamespace(meetings=found, tables=tables))


HERE, THERE = who("ann", "AAA"), who("bob", "BBB")


def test_two_sides_that_attended_met() -> None:
    later = meeting("later", HERE, THERE, start_earliest=dt.date(2021, 1, 1))
    (pair,) = pairs(views(later, meeting("talks", HERE, THERE)))
    assert (pair.first.name, pair.second.name) == ("ann", "bob")
    assert [met.id for met in pair.meetings] == ["talks", "later"]


def test_a_party_without_a_side_is_of_another_side_than_everybody() -> None:
    assert len(pairs(views(meeting("talks", HERE, who("union", None), who("league", None))))) == 3


@pytest.mark.parametrize(
    "other, row",
    [
        (who("cem", "AAA"), {}),
        (who("bob", "BBB", "expected"), {}),
        (who("bob", "BBB", "absent"), {}),
        (who("bob", "BBB", role="observer"), {}),
        (
            Who("label only", None, None, None, None, None, "BBB", "B", None, "guest", "attended"),
            {},
        ),
        (THERE, {"status": "planned"}),
        (THERE, {"status": "cancelled"}),
        (THERE, {"status": "unclear"}),
        (THERE, {"is_leaf": False}),
    ],
    ids=[
        "same side",
        "expected",
        "absent",
        "observer",
        "nobody known",
        "planned",
        "cancelled",
        "unclear",
        "visit",
    ],
)
def test_nobody_else_met(other: Who, row: dict[str, Any]) -> None:
    assert pairs(views(meeting("talks", HERE, other, **row))) == []


def test_a_meeting_that_is_going_on_counts() -> None:
    assert len(pairs(views(meeting("talks", HERE, THERE, status="ongoing")))) == 1


def test_the_pair_with_most_meetings_comes_first() -> None:
    third = who("cem", "CCC")
    found = pairs(
        views(meeting("a", HERE, third), meeting("b", THERE, third), meeting("c", THERE, third))
    )
    assert [(pair.first.name, pair.second.name) for pair in found] == [
        ("bob", "cem"),
        ("ann", "cem"),
    ]


def test_the_picture_holds_every_party_once_and_every_pair() -> None:
    made = views(
        meeting("a", HERE, THERE), meeting("b", HERE, THERE), meeting("c", HERE, who("cem", None))
    )
    picture = specification(made, pairs(made), 400)
    data = {part["name"]: part["values"] for part in picture["data"]}
    assert [(p["id"], p["short"], p["side"], p["meetings"]) for p in data["parties"]] == [
        ("ann", "Short", "AAA", 3),
        ("bob", "Short", "BBB", 2),
        ("cem", "Short", "no state", 1),
    ]
    assert [(p["source"], p["target"], p["meetings"]) for p in data["pairs"]] == [
        (0, 1, 2),
        (0, 2, 1),
    ]
    assert {part["pair"] for part in data["ends"]} == {"ann bob", "bob ann", "ann cem", "cem ann"}
