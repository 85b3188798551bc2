"""What an engine may answer, and what is refused with its place."""

from __future__ import annotations

import copy
import json

import jsonschema
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.extract import extract
from scripts.standoff.form import Answer, AnswerError, check, json_schema

TEXT = "Minister Ada Lund said the road is open."
ANSWER = {
    "article_id": "a",
    "statements": [
        {
            "speaker": [0, 17],
            "speaker_name": "Ada Lund",
            "cue": [18, 22],
            "content": [[23, 31], [32, 39]],
            "mode": "indirect",
            "confidence": 0.9,
            "tier": "high",
        }
    ],
    "officials": [{"name": "Ada Lund", "title": "Minister", "country": None, "spans": [[9, 17]]}],
    "meetings": [
        {"kind": "talks", "status": "held", "date": "2023-02", "place": None, "participants": []}
    ],
}


def changed(*path, to=...):
    """The answer with one value changed, or removed."""
    answer = copy.deepcopy(ANSWER)
    *way, last = path
    inner = answer
    for step in way:
        inner = inner[step]
    if to is ...:
        del inner[last]
    else:
        inner[last] = to
    return answer


def test_an_answer_of_the_form_comes_back_as_it_is():
    assert check(ANSWER, "a", TEXT) == ANSWER
    assert list(check(ANSWER, "a", TEXT)["statements"][0]) == list(ANSWER["statements"][0])


def test_keys_that_the_form_does_not_know_are_kept():
    answer = changed("statements", 0, "parse", to={"tree": [1, "x"]})
    assert check(answer, "a", TEXT) == answer


def test_numbers_of_other_libraries_become_plain_ones():
    answer = changed("statements", 0, "cue", to=(np.int64(18), np.int32(22)))
    answer["statements"][0]["confidence"] = np.float32(0.5)

    made = check(answer, "a", TEXT)["statements"][0]

    assert made["cue"] == [18, 22]
    assert made["confidence"] == 0.5
    assert {type(v) for v in (*made["cue"], made["confidence"])} == {int, float}
    json.dumps(made)


@pytest.mark.parametrize(
    "path, value, told",
    [
        (("statements",), ..., "statements: missing"),
        (("statements", 0, "speaker"), ..., "statements.0.speaker: missing"),
        (("statements", 0, "speaker_name"), "", "statements.0.speaker_name: "),
        (("statements", 0, "cue"), [22, 18], "statements.0.cue: a span that does not end behind"),
        (("statements", 0, "cue"), [18, 18], "statements.0.cue: a span that does not end behind"),
        (("statements", 0, "cue"), [-1, 4], "statements.0.cue.0: "),
        (("statements", 0, "cue"), [True, 4], "statements.0.cue.0: not a whole number (found True)"),
        (("statements", 0, "cue"), [1.0, 4], "statements.0.cue.0: not a whole number"),
        (("statements", 0, "cue"), ["1", 4], "statements.0.cue.0: not a whole number"),
        (("statements", 0, "cue"), [1, 2, 3], "statements.0.cue"),
        (("statements", 0, "cue"), [18, 41], "statements.0.cue: leads out of the text ([18, 41], length 40)"),
        (("statements", 0, "content"), [], "statements.0.content: "),
        (("statements", 0, "content"), [[32, 39], [23, 31]], "statements.0.content: spans overlap"),
        (("statements", 0, "content"), [[23, 33], [32, 39]], "statements.0.content: spans overlap"),
        (("statements", 0, "content", 1), [32, 400], "statements.0.content.1: leads out"),
        (("statements", 0, "mode"), "quoted", "statements.0.mode: "),
        (("statements", 0, "confidence"), 1.2, "statements.0.confidence: "),
        (("statements", 0, "confidence"), float("nan"), "statements.0.confidence: not a finite"),
        (("statements", 0, "confidence"), True, "statements.0.confidence: not a number"),
        (("statements", 0, "confidence"), "0.5", "statements.0.confidence: not a number"),
        (("statements", 0, "tier"), "top", "statements.0.tier: not in the vocabulary tier"),
        (("officials", 0, "country"), "Iraq", "officials.0.country: "),
        (("officials", 0, "spans", 0), [0, 41], "officials.0.spans.0: leads out of the text"),
        (("meetings", 0, "kind"), "summit", "meetings.0.kind: not in the vocabulary meeting_kind"),
        (("meetings", 0, "status"), "over", "meetings.0.status: not in the vocabulary"),
        (("meetings", 0, "date"), "last week", "meetings.0.date: "),
        (("article_id",), "b", "article_id: not the one that was asked for ('b')"),
        (("more",), object(), "cannot be written as JSON"),
    ],
)  # fmt: skip
def test_one_thing_out_of_form_is_told_with_its_place(path, value, told):
    with pytest.raises(AnswerError) as refused:
        check(changed(*path, to=value), "a", TEXT)

    assert str(refused.value).startswith(told)
    assert "\n" not in str(refused.value)
    assert ";" not in str(refused.value).removeprefix(told)


@pytest.mark.parametrize("answer", [None, [], "text", 3])
def test_something_else_than_a_mapping_is_told(answer):
    with pytest.raises(AnswerError, match="the answer is no mapping"):
        check(answer, "a", TEXT)


def test_the_first_mistakes_are_told_and_the_others_counted():
    answer = {**ANSWER, "statements": [{} for _ in range(2)]}

    with pytest.raises(AnswerError, match=r"^statements.0.speaker: missing; .*; and 11 more$"):
        check(answer, "a", TEXT)


def test_the_schema_and_the_check_agree():
    validator = jsonschema.Draft202012Validator(json_schema())
    validator.check_schema(json_schema())
    own = extract("a", "Iraqi Foreign Minister Ali Rezaei said the talks in Basra went well.", None)

    assert list(validator.iter_errors(ANSWER)) == []
    assert list(validator.iter_errors(own)) == []
    for path in (("statements", 0, "mode"), ("statements", 0, "cue"), ("meetings", 0, "kind")):
        assert list(validator.iter_errors(changed(*path, to="wrong")))
        assert list(validator.iter_errors(changed(*path)))


@given(st.text(max_size=60))
def test_what_our_own_engine_answers_is_of_the_form(text):
    answer = extract("a", text)
    assert Answer.model_validate(answer)
    assert check(answer, "a", text) == answer
