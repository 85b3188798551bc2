"""The evaluation as a whole, its listing of differences and its tables."""

from __future__ import annotations

import json

import pytest

from scripts.evaluation import curated, render
from scripts.evaluation.errors import errors
from scripts.evaluation.evaluate import Case, Settings, evaluate
from scripts.gold import rows_of
from scripts.standoff.articles import Article, Failure
from scripts.standoff.engines import Engine
from scripts.standoff.form import Given
from validation.findings import Unusable

TEXT = "Ada Lund said that rain\nfell. Bob Ray added: “It snows.” Eva Berg met Ada Lund in Basra."


def at(words: str) -> list[int]:
    return [TEXT.index(words), TEXT.index(words) + len(words)]


def statement(content, speaker=None, cue=None, mode="indirect", **more):
    return {
        "content": [at(content)],
        "speaker": at(speaker) if speaker else None,
        "cue": at(cue) if cue else None,
        "mode": mode,
        **more,
    }


RAIN = statement("rain\nfell", "Ada Lund", "said", statement_id="a-rain", tags=["plain"])
SNOW = statement("It snows.", "Bob Ray", "added", "direct")
ADA = {"name": "Ada Lund", "title": "Envoy", "country": "IRN", "spans": [at("Ada Lund")]}
TALKS = {
    "kind": "talks",
    "status": "held",
    "place": "Basra",
    "participants": ["Eva Berg", "Ada Lund"],
}
GOLD = {
    "article_id": "a",
    "text": TEXT,
    "statements": [RAIN, SNOW],
    "officials": [ADA],
    "meetings": [TALKS],
}


def evaluated(found: dict | None, gold: dict = GOLD, **settings):
    case = Case(
        Given.model_validate(gold), TEXT, None if found is None else Given.model_validate(found)
    )
    return evaluate([case], engine="e-1", gold="g", settings=Settings(rounds=20, **settings))


def differences(found: dict | None, gold: dict = GOLD) -> list[tuple[str | None, ...]]:
    (result,) = evaluated(found, gold).results
    return [tuple(error.values())[1:] for error in errors(result)]


def test_gold_against_itself_differs_in_nothing_and_says_what_it_is() -> None:
    shown = evaluated(GOLD, only_tag="plain").figures()

    assert differences(GOLD) == []
    assert {key: shown[key] for key in ("format", "engine", "gold", "articles", "only_tag")} == {
        "format": 1,
        "engine": "e-1",
        "gold": "g",
        "articles": 1,
        "only_tag": "plain",
    }
    assert shown["by_article"] == [
        {"article_id": "a", "gold": 1, "found": 1, "relaxed": 1.0, "strict": 1.0, "joint": 1.0}
    ]
    assert shown["officials"]["intervals"]["all three"] == [1.0, 1.0]
    assert shown["meetings"]["intervals"]["participants"] == [1.0, 1.0]
    assert shown["statements"]["intervals"]["direct or mixed.strict"] == [0.0, 0.0]
    json.dumps(shown)


def test_articles_without_predictions_are_missed_whole_and_counted() -> None:
    shown = evaluated(None).figures()

    assert shown["articles_without_predictions"] == 1
    assert shown["statements"]["types"]["all"]["joint"]["recall"] == 0.0
    assert [row[:3] for row in differences(None)] == [
        ("statement", "missed", "a-rain"),
        ("statement", "missed", None),
        ("official", "missed", None),
        ("meeting", "missed", None),
    ]


def test_gold_without_officials_and_meetings_is_not_judged_on_them() -> None:
    gold = {key: GOLD[key] for key in ("article_id", "text", "statements")}
    shown = evaluated(GOLD, gold).figures()

    assert (shown["officials"], shown["meetings"]) == (None, None)
    assert differences(GOLD, gold) == []
    assert [t.title for t in render.tables(shown)][-1] == "Words"


@pytest.mark.parametrize(
    "key, found, row",
    [
        (
            "statements",
            [SNOW],
            (
                "statement",
                "missed",
                "a-rain",
                "Ada Lund | said | Ada Lund said that [rain fell]. Bob Ray added: “It snows.” E",
                None,
            ),
        ),
        (
            "statements",
            [RAIN, SNOW, statement("Basra")],
            (
                "statement",
                "in vain",
                None,
                None,
                "(nobody) | (no cue) | ws.” Eva Berg met Ada Lund in [Basra].",
            ),
        ),
        (
            "statements",
            [statement("rain", "Ada Lund", "said"), SNOW],
            (
                "statement",
                "limits",
                "a-rain",
                "Ada Lund | said | Ada Lund said that [rain fell]. Bob Ray added: “It snows.” E",
                "Ada Lund | said | Ada Lund said that [rain] fell. Bob Ray added: “It snow",
            ),
        ),
        (
            "statements",
            [{**RAIN, "speaker": None}, SNOW],
            ("statement", "speaker", "a-rain", "Ada Lund", "(nobody)"),
        ),
        (
            "statements",
            [RAIN, {**SNOW, "mode": "mixed"}],
            ("statement", "type", None, "direct", "mixed"),
        ),
        (
            "officials",
            [ADA, {"name": "Bob Ray"}],
            ("official", "in vain", None, None, "Bob Ray | (no title) | (no country)"),
        ),
        (
            "officials",
            [{**ADA, "country": "IRQ"}],
            (
                "official",
                "title or country",
                None,
                "Ada Lund | Envoy | IRN",
                "Ada Lund | Envoy | IRQ",
            ),
        ),
        (
            "meetings",
            [TALKS, {"kind": "call"}],
            ("meeting", "in vain", None, None, "call | – | – | – | (nobody)"),
        ),
        (
            "meetings",
            [{**TALKS, "status": "planned"}],
            (
                "meeting",
                "facts",
                None,
                "talks | held | – | Basra | Eva Berg, Ada Lund",
                "talks | planned | – | Basra | Eva Berg, Ada Lund",
            ),
        ),
    ],
)
def test_one_difference_is_one_entry_with_its_words(key, found, row) -> None:
    assert differences({**GOLD, key: found}) == [row]


def test_tables_show_shares_in_percent_and_leave_open_what_is_unknown() -> None:
    half = {**GOLD, "statements": [{**RAIN, "tier": "high"}]}
    tables = {t.title: t for t in render.tables(evaluated(half).figures())}

    first = tables["Statements, F1 by type"]
    assert first.columns[:4] == ("type", "gold", "found", "relaxed")
    assert first.rows[0] == ("all", 2, 1, "66.7", "66.7", "66.7", "66.7", "66.7-66.7")
    assert first.rows[2] == ("mixed", 0, 0, "0.0", "0.0", "0.0", "0.0", "")
    assert tables["Statements, precision and recall by type"].rows[0][1:3] == ("100.0", "50.0")
    assert tables["Of the statements found, right is"].rows[2] == ("mixed", "", "", "", "")
    assert tables["Tiers, precision"].rows == [("high", 1, "100.0", "100.0", "100.0")]
    assert tables["Recall by tag"].rows == [("plain", 1, "100.0", "100.0")]
    assert tables["Officials: 1 in the gold, 1 found"].rows[3][:2] == ("all three", "100.0")
    assert tables["Of the meetings found, right is"].rows == [["100.0", "100.0", "", "100.0"]]
    assert render.article_table(evaluated(half).figures()).rows[0][:3] == ("a", 2, 1)


def test_an_engine_that_fails_on_an_article_is_told_and_the_others_count() -> None:
    def call(article_id: str, *_: object) -> dict[str, object]:
        if article_id == "bad":
            raise RuntimeError("no")
        return {"article_id": article_id, "statements": [RAIN], "officials": [], "meetings": []}

    told: list[Failure] = []
    gold = [Given.model_validate({**GOLD, "article_id": name}) for name in ("bad", "good")]
    cases = list(curated.run(gold, curated.own_text, Engine("e", "e-1", call), told.append))

    assert [str(failure) for failure in told] == ["bad: e-1 failed (RuntimeError: no)"]
    assert [case.found is None for case in cases] == [True, False]


def test_gold_without_text_and_a_missing_source_are_told(tmp_path, built) -> None:
    with pytest.raises(Unusable, match=r"a: the gold has no text"):
        curated.own_text(Given(article_id="a", statements=[]))
    with pytest.raises(Unusable, match=r"no such source; its text is needed"):
        curated.curated_gold(rows_of(built), tmp_path)


def test_the_evaluation_of_a_release_is_the_same_text_each_time(built) -> None:
    from dataset.project import Project, find_root

    sources = Project(find_root()).sources
    texts = [
        curated.as_text(curated.evaluate_tables(built, sources, Settings(rounds=10)).figures())
        for _ in range(2)
    ]

    assert texts[0] == texts[1]
    figures = json.loads(texts[0])
    assert figures["gold"] == "curated records"
    assert figures["statements"]["types"]["all"]["gold"] > 50
    assert not any(Article.__name__ in texts[0] for _ in "x")


def test_a_release_is_not_made_with_an_engine_that_fails(built, monkeypatch) -> None:
    from dataset.project import Project, find_root

    def broken(*_: object) -> dict[str, object]:
        raise RuntimeError("no")

    monkeypatch.setattr(curated.engines, "load", lambda: Engine("e", "e-1", broken))
    with pytest.raises(Unusable, match=r"e-1 failed \(RuntimeError: no\)"):
        curated.evaluate_tables(built, Project(find_root()).sources)
