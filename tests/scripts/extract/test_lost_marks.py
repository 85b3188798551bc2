"""Quotation marks lost at random: the helper that takes them away, and what the engine still finds."""

# ruff: noqa: T201

import pytest

from scripts.extract import extract

_TEXT = (
    "“The road,” he said, “is Iran’s.”\n«Come», she told Omar. He left.\n''No,'' said Ali’s son.\n"
)


def _span(words):
    return (_TEXT.index(words), _TEXT.index(words) + len(words))


def _statement(contents, cue, speaker, mode="direct"):
    return {
        "content": [_span(words) for words in contents],
        "cue": _span(cue),
        "speaker": speaker and _span(speaker),
        "mode": mode,
        "who": None,
    }


@pytest.fixture
def article():
    return {
        "id": "a",
        "text": _TEXT,
        "published": None,
        "statements": [
            _statement(["The road,", "is Iran’s."], "said", "he"),
            _statement(["Come"], "told", None),
            _statement(["No,"], "said Ali", "Ali’s son"),
            _statement(["left"], "He", None, "indirect"),
        ],
        "officials": [{"name": "Ali’s", "title": None, "country": None}],
        "meetings": [],
        "forms": {"Ali’s": {"Ali’s"}},
    }


def _variants(losing, article, seeds=60):
    return [losing.lost_marks(article, seed) for seed in range(seeds)]


def test_marks_of_direct_quotations_alone_are_found(losing, article):
    found = [(number, side, _TEXT[a:b]) for number, side, a, b in losing.marks(article)]
    assert found == [
        (0, "opening", "“"),
        (0, "closing", "”"),
        (0, "opening", "“"),
        (0, "closing", "”"),
        (1, "opening", "«"),
        (1, "closing", "»"),
        (2, "opening", "''"),
        (2, "closing", "''"),
    ]


def test_one_mark_is_lost_and_nothing_else(losing, article):
    for variant in _variants(losing, article):
        if variant["apostrophes"]:
            double = "''" in article["text"] and variant["damaged"] == 2
            assert len(variant["text"]) == len(_TEXT) - (2 if double else 1)


def test_every_mark_is_lost_for_some_seed(losing, article):
    lost = {(v["damaged"], v["id"].split("-")[2]) for v in _variants(losing, article)}
    assert lost == {(n, side) for n in range(3) for side in ("opening", "closing")}


def test_the_gold_moves_along(losing, article):
    for variant in _variants(losing, article):
        text = variant["text"]
        for old, new in zip(article["statements"], variant["statements"], strict=True):
            for role in ("cue", "speaker"):
                if old[role] is None:
                    assert new[role] is None
                else:
                    words = _TEXT[slice(*old[role])]
                    words = words if variant["apostrophes"] else words.replace("’", "")
                    assert text[slice(*new[role])] == words
            for was, span in zip(old["content"], new["content"], strict=True):
                words = _TEXT[slice(*was)]
                words = words if variant["apostrophes"] else words.replace("’", "")
                assert text[slice(*span)] == words


def test_apostrophes_are_lost_all_at_once_or_not_at_all(losing, article):
    kept = {v["apostrophes"]: v for v in _variants(losing, article)}
    assert set(kept) == {True, False}
    assert "Iran’s" in kept[True]["text"]
    assert "’" not in kept[False]["text"]
    assert kept[False]["forms"] == {"Ali’s": {"Ali’s", "Alis"}}


def test_a_seed_gives_the_same_variant_again(losing, article):
    assert losing.lost_marks(article, 3) == losing.lost_marks(article, 3)
    assert article["text"] == _TEXT


def test_an_article_without_direct_quotations_has_no_mark_to_lose(losing, article):
    with pytest.raises(ValueError, match="a has no mark to lose"):
        losing.lost_marks(article | {"statements": article["statements"][3:]}, 0)


def _damaged(articles, losing, seeds=4):
    return [
        losing.lost_marks(article, seed)
        for article in articles
        if losing.marks(article)
        for seed in range(seeds)
    ]


def _measured(name, variants, scoring):
    """Joint F1 of the direct quotations, and the share of those that lost a mark which are found with their speaker."""
    results = [(v, extract(v["id"], v["text"], v["published"])) for v in variants]
    scores = scoring.statements(results, ("direct",))
    right = 0
    for variant, result in results:
        lost = variant["statements"][variant["damaged"]]
        for gold, mine in scoring.matches(
            variant["text"], variant["statements"], result["statements"]
        ):
            right += gold is lost and scoring.speaker_right(
                variant["text"], gold["speaker"], mine["speaker"]
            )
    share = 100 * right / len(variants)
    print(
        f"\n{name}: joint {scores['joint']:.1f}; of {len(variants)} that lost a mark {share:.1f} %"
    )
    return scores["joint"], share


def test_direct_quotations_where_a_mark_is_lost_goal_92(gold, losing, scoring):
    variants = _damaged(gold, losing)
    assert len(variants) >= 40
    joint, share = _measured("tuned, a mark lost", variants, scoring)
    assert joint >= 96
    assert share >= 92


def test_direct_quotations_where_a_mark_is_lost_kept_aside_goal_92(held_out, losing, scoring):
    joint, share = _measured("kept aside, a mark lost", _damaged(held_out, losing), scoring)
    assert joint >= 91
    assert share >= 90
