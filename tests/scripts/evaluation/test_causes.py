"""Why something is not as in the gold: one thing changed in a right answer, and the one cause that is told."""

from __future__ import annotations

import pytest

from scripts.evaluation.causes import CAUSES, causes
from scripts.evaluation.evaluate import Case, evaluate
from scripts.standoff.form import Given

TEXT = "Hadi said that the long road is open. Omar warned that “Hadi said no” and added rain. “Go,” he told us."


def _span(words: str, after: int = 0) -> tuple[int, int]:
    at = TEXT.index(words, after)
    return (at, at + len(words))


def _statement(content: str, cue: str | None, speaker: str, name: str) -> dict[str, object]:
    return {
        "content": [_span(content)],
        "cue": cue and _span(cue),
        "speaker": _span(speaker),
        "speaker_name": name,
        "mode": "indirect",
    }


def _right() -> dict[str, list[dict[str, object]]]:
    """The gold, and an answer without fault."""
    return {
        "statements": [
            _statement("the long road is open", "said", "Hadi", "Ali Hadi"),
            _statement("“Hadi said no” and added rain", "warned", "Omar", "Omar Aziz"),
            _statement("no", None, "Hadi", "Ali Hadi"),
            _statement("“Go,”", "told", "he", "Omar Aziz"),
        ],
        "officials": [
            {
                "name": "Ali Hadi",
                "title": "Minister of Roads",
                "country": "IRQ",
                "spans": [_span("Hadi")],
            }
        ],
        "meetings": [
            {
                "kind": "talks",
                "status": "held",
                "date": "2024-05-08",
                "place": "Basra",
                "participants": ["Ali Hadi", "Omar Aziz"],
            },
            {
                "kind": "conference",
                "status": "held",
                "date": None,
                "place": "Doha",
                "participants": [],
            },
        ],
    }


def _told(
    found: dict[str, list[dict[str, object]]], gold: dict[str, object] | None = None
) -> list[object]:
    article = {"article_id": "a", "text": TEXT}
    case = Case(
        Given.model_validate({**article, **(gold or _right())}),
        TEXT,
        Given.model_validate({**article, **found}),
    )
    (result,) = evaluate([case], engine="an engine", gold="gold").results
    return list(causes(result))


def _mutated(part: str, number: int, **changes: object) -> dict[str, list[dict[str, object]]]:
    found = _right()
    found[part][number].update(changes)
    return found


def _without(part: str, number: int) -> dict[str, list[dict[str, object]]]:
    found = _right()
    del found[part][number]
    return found


def test_nothing_is_told_of_a_right_answer() -> None:
    assert _told(_right()) == []


@pytest.mark.parametrize(
    "found, cause",
    [
        (_without("statements", 0), "missed: its reporting word was not heard"),
        (_without("statements", 2), "missed: speech within a quotation"),
        (
            _mutated("statements", 0, content=[_span("road")]),
            "missed: heard, but less than half of the words agree",
        ),
        (_mutated("statements", 0, content=[_span("long road is open")]), "too short"),
        (_mutated("statements", 0, content=[_span("said that the long road is open")]), "too long"),
        (
            _mutated("statements", 0, content=[_span("that the long road is open. Omar", 0)]),
            "too long",
        ),
        (
            _mutated("statements", 0, content=[_span("said that the long road is")]),
            "begins and ends elsewhere",
        ),
        (_mutated("statements", 0, speaker=_span("Omar")), "another speaker"),
        (
            _mutated("statements", 0, speaker_name=None),
            "speaker right, but not told who it is",
        ),
        (
            _mutated("statements", 3, speaker_name="Ali Hadi"),
            "speaker right, but taken for somebody else",
        ),
    ],
)
def test_of_statements(found, cause) -> None:
    told = _told(found)
    assert told[0] == ("statement", cause)
    assert [one for one in told[1:] if "in vain" not in one[1]] == []


def test_a_reporting_word_within_another_statement() -> None:
    gold = _right()
    gold["statements"].append(_statement("rain", "added", "Omar", "Omar Aziz"))
    gold["statements"][1]["content"] = [_span("“Hadi said no”")]
    assert _told(_right(), gold)[0] == (
        "statement",
        "missed: its reporting word was taken into another statement",
    )


def test_a_quotation_without_a_word_that_reports_it() -> None:
    gold = _right()
    gold["statements"][3]["cue"] = None
    assert _told(_without("statements", 3), gold) == [
        ("statement", "missed: no reporting word of its own")
    ]


@pytest.mark.parametrize(
    "left, cause",
    [(3, "in vain: there is no statement"), (2, "in vain: part of another statement")],
)
def test_statements_in_vain(left, cause) -> None:
    assert _told(_right(), _without("statements", left)) == [("statement", cause)]


@pytest.mark.parametrize(
    "found, cause",
    [
        (_without("officials", 0), "missed"),
        (_mutated("officials", 0, country=None), "without a country"),
        (_mutated("officials", 0, country="IRN"), "of another country"),
        (_mutated("officials", 0, title=None), "without a title"),
        (_mutated("officials", 0, title="Judge"), "with another title"),
    ],
)
def test_of_officials(found, cause) -> None:
    assert _told(found) == [("official", cause)]


def test_an_official_in_vain() -> None:
    assert _told(_right(), _without("officials", 0)) == [("official", "in vain")]


@pytest.mark.parametrize(
    "found, cause",
    [
        (_without("meetings", 0), "missed"),
        (_without("meetings", 1), "missed: no person takes part by name"),
        (_mutated("meetings", 0, kind="call"), "another kind"),
        (_mutated("meetings", 0, status="planned"), "another status"),
        (_mutated("meetings", 0, date=None), "without a day"),
        (_mutated("meetings", 0, date="2024-05-09"), "another day"),
        (_mutated("meetings", 0, place=None), "without a place"),
        (_mutated("meetings", 0, place="Tehran"), "another place"),
        (_mutated("meetings", 0, participants=["Ali Hadi"]), "participants lacking or too many"),
    ],
)
def test_of_meetings(found, cause) -> None:
    assert _told(found) == [("meeting", cause)]


def test_a_meeting_in_vain() -> None:
    assert _told(_right(), _without("meetings", 0)) == [("meeting", "in vain")]


def test_every_cause_is_on_the_list_once() -> None:
    assert len(CAUSES) == len(set(CAUSES))
    assert {what for what, _ in CAUSES} == {"statement", "official", "meeting"}
