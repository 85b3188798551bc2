"""The scores: what is whole counts fully, what is off by one thing counts less in that thing alone."""

import copy

import pytest


def _perfect(article):
    return {
        "statements": [s | {"speaker_name": s["who"]} for s in article["statements"]],
        "officials": article["officials"],
        "meetings": article["meetings"],
    }


@pytest.fixture
def article(gold):
    return next(a for a in gold if a["id"] == "defense-ministers-tehran")


@pytest.fixture
def found(article):
    return copy.deepcopy(_perfect(article))


def _scores(scoring, article, found):
    results = [(article, found)]
    return scoring.statements(results) | scoring.officials(results) | scoring.meetings(results)


def _less(scoring, article, found):
    """Names of the scores below 100."""
    counts = ("gold", "found")
    scores = _scores(scoring, article, found)
    return {key for key, value in scores.items() if value < 100 and key not in counts}


def test_the_gold_itself_is_found_whole(scoring, gold, held_out):
    results = [(a, _perfect(a)) for a in gold + held_out]
    for part in (scoring.statements, scoring.officials, scoring.meetings):
        scores = part(results)
        assert {v for k, v in scores.items() if k not in ("gold", "found")} == {100.0}


def test_nothing_found_is_nothing_right(scoring, article):
    scores = _scores(scoring, article, {"statements": [], "officials": [], "meetings": []})
    keys = ("relaxed", "strict", "joint", "officials", "names", "meetings", "participants")
    assert {scores[key] for key in keys} == {0.0}


def test_quotation_marks_and_a_leading_that_are_free(scoring, article, found):
    statement = found["statements"][3]
    ((start, end),) = statement["content"]
    assert article["text"][start - 5 : start] == "that "
    statement["content"] = [(start - 5, end + 1)]
    assert _less(scoring, article, found) == set()


def test_a_word_too_many_is_not_strict(scoring, article, found):
    statement = found["statements"][3]
    ((start, end),) = statement["content"]
    statement["content"] = [(start - 9, end)]
    assert _less(scoring, article, found) == {"strict"}


def test_another_speaker_is_not_joint(scoring, article, found):
    found["statements"][0]["speaker"] = found["statements"][-1]["speaker"]
    found["statements"][1]["speaker"] = None
    assert _less(scoring, article, found) == {"joint"}


def test_one_statement_matches_one(scoring, article, found):
    found["statements"].append(found["statements"][0])
    assert _less(scoring, article, found) == {"relaxed", "strict", "joint"}


def test_each_field_has_a_score_of_its_own(scoring, article, found):
    for change, lowered in (
        (lambda f: f["statements"][1].update(speaker_name="Omar"), {"resolved"}),
        (lambda f: f["officials"][0].update(country="IRQ"), {"officials"}),
        (lambda f: f["officials"][0].update(name="Omar"), {"officials", "names"}),
        (lambda f: f["meetings"][0].update(place="Basra"), {"place"}),
        (lambda f: f["meetings"][0].update(status="held"), {"status"}),
        (lambda f: f["meetings"][1].update(date="2023-11-19"), {"date"}),
        (lambda f: f["meetings"][1]["participants"].pop(), {"participants"}),
        (lambda f: f["meetings"][1].update(kind="call"), {"meetings", "participants"}),
    ):
        changed = copy.deepcopy(found)
        change(changed)
        assert _less(scoring, article, changed) == lowered
