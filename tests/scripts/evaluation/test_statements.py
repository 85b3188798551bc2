"""Statements are scored as the page says: checked by numbers worked out by hand, and by properties."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.evaluation.counts import Rate, intervals, rate, total
from scripts.evaluation.statements import GROUPS, figures, measure, score
from scripts.evaluation.words import Words
from scripts.standoff.form import StatementParts

#       0         1         2         3         4         5         6         7         8         9
TEXT = (
    'Ada Lund, a minister, said: "We will go." Bob Ray, an aide, said that rain fell hard today '
    "and that snow came."
)
WORDS = Words(TEXT)


def at(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


def statement(content: str | list[str], mode="indirect", speaker=None, cue=None, **more):
    parts = [content] if isinstance(content, str) else content
    return StatementParts(
        content=[at(part) for part in parts],
        mode=mode,
        speaker=at(speaker) if speaker else None,
        cue=at(cue) if cue else None,
        **more,
    )


GO = statement('"We will go."', "direct", "Ada Lund, a minister,", "said:", tags=["speech"])
RAIN = statement(
    "that rain fell hard today", "indirect", "Bob Ray, an aide,", "said that", tags=["other"]
)


def counted(gold, found, **settings):
    return score(WORDS, gold, found, **settings).counts


def test_what_is_found_to_the_letter_is_right_in_all() -> None:
    shown = figures(counted([GO, RAIN], [GO, RAIN]))
    whole = {"precision": 1.0, "recall": 1.0, "f1": 1.0}

    for group in ("all", "direct", "indirect", "direct or mixed"):
        got = shown["types"][group]
        assert [got[name] for name in ("relaxed", "strict", "joint", "exact")] == [whole] * 4
        assert (got["speaker"], got["cue"], got["type"]) == (1.0, 1.0, 1.0)
    assert shown["types"]["mixed"]["relaxed"] == {"precision": 0.0, "recall": 0.0, "f1": 0.0}
    assert shown["types"]["mixed"]["speaker"] is None
    assert shown["tokens"] == dict.fromkeys(("content", "speaker", "cue"), whole)
    assert shown["tags"] == {
        tag: {"gold": 1, "relaxed": 1.0, "joint": 1.0} for tag in ("other", "speech")
    }


def test_marks_and_full_stops_are_free_but_for_the_exact_measure() -> None:
    bare = statement("We will go", "direct", "Lund", "said")
    counts = counted([GO], [bare])

    assert (counts["all.strict.gold"], counts["all.joint.gold"], counts["all.exact.gold"]) == (
        1,
        1,
        0,
    )
    assert (counts["all.cue"], counts["all.type"]) == (1, 1)


def test_a_that_at_the_head_is_free_another_word_is_not() -> None:
    assert counted([RAIN], [statement("rain fell hard today")])["all.strict.gold"] == 1
    assert counted([RAIN], [statement("fell hard today")])["all.strict.gold"] == 0


def test_half_of_the_words_is_enough_and_less_is_not() -> None:
    # four words of the content and its `that`: 3 of 5, then 2 of 5
    wrong = statement("rain fell hard", "mixed", "minister")
    counts = counted([RAIN], [wrong])
    assert (counts["all.relaxed.gold"], counts["all.strict.gold"], counts["all.joint.gold"]) == (
        1,
        0,
        0,
    )
    assert (counts["indirect.relaxed.gold"], counts["mixed.relaxed.found"]) == (1, 1)
    assert (counts["indirect.relaxed.found"], counts["mixed.relaxed.gold"]) == (0, 0)
    assert (counts["all.type"], counts["all.cue"], counts["all.cue.gold"]) == (0, 0, 1)
    assert counts["tokens.content.both"] == 3
    assert (counts["tokens.content.gold"], counts["tokens.content.found"]) == (5, 3)

    assert counted([RAIN], [statement("rain fell")])["all.relaxed.gold"] == 0
    assert counted([RAIN], [statement("rain fell")], threshold=0.4)["all.relaxed.gold"] == 1


def test_the_closer_of_two_is_the_partner_whatever_their_order() -> None:
    part = statement("rain fell hard", speaker="Bob Ray")
    for found in permutations([RAIN, part]):
        counts = counted([RAIN], list(found))
        assert (counts["all.strict.gold"], counts["all.relaxed.found"], counts["all.found"]) == (
            1,
            1,
            2,
        )
        assert score(WORDS, [RAIN], list(found)).spurious == [found.index(part)]


def test_each_is_paired_once() -> None:
    twice = counted([GO], [GO, GO])
    assert (twice["all.relaxed.found"], twice["all.found"], twice["all.relaxed.gold"]) == (1, 2, 1)
    other = score(WORDS, [GO, GO], [GO])
    assert (other.pairs, other.missed, other.spurious) == ([(0, 0)], [1], [])


def test_parts_of_a_split_content_are_one() -> None:
    split = statement(["We will", "go"], "direct", "Lund", "said")
    counts = counted([GO], [split])
    assert (counts["all.strict.gold"], counts["all.exact.gold"]) == (1, 0)


def test_no_speaker_is_right_against_none_only() -> None:
    nobody = statement("We will go", "direct")
    assert counted([nobody], [nobody])["all.joint.gold"] == 1
    assert counted([GO], [nobody])["all.joint.gold"] == 0
    assert counted([nobody], [GO])["all.joint.gold"] == 0


def test_with_a_wanted_tag_other_gold_is_neither_missed_nor_wrong() -> None:
    only = {"only_tag": "speech"}
    found_too = counted([GO, RAIN], [GO, RAIN], **only)
    assert (found_too["all.gold"], found_too["all.found"], found_too["all.relaxed.found"]) == (
        1,
        1,
        1,
    )
    assert counted([GO, RAIN], [GO], **only)["all.gold"] == 1

    inside = statement("rain")
    assert counted([GO, RAIN], [inside], **only)["all.found"] == 0
    half = statement("today and that snow")  # one word of four lies in the other content
    assert counted([GO, RAIN], [half], **only)["all.found"] == 1
    elsewhere = statement("Bob Ray")
    assert score(WORDS, [GO, RAIN], [elsewhere], **only).spurious == [0]

    words = counted([GO, RAIN], [GO, RAIN], **only)
    assert words["tokens.content.gold"] == words["tokens.content.found"] == 3


def test_tiers_count_what_was_found_in_them() -> None:
    sure, wrong = (
        statement("We will go", "direct", who, tier="high") for who in ("Ada Lund", "Bob Ray")
    )
    vain = statement("snow came", tier="high")
    counts = counted([GO], [sure, vain])
    assert [counts[f"tier.high.{name}"] for name in ("found", "relaxed", "joint")] == [2, 1, 1]
    assert counted([GO], [wrong])["tier.high.joint"] == 0


@pytest.mark.parametrize(
    "gold, found, resolved",
    [
        ({}, {"speaker_name": "Ada Lund"}, None),
        ({"speaker_id": "ada-lund"}, {"speaker_id": "ada-lund"}, True),
        ({"speaker_id": "ada-lund"}, {"speaker_id": "bob-ray"}, False),
        ({"speaker_name": "Ada Lund"}, {}, False),
        ({"speaker_name": "Ada Lund"}, {"speaker_name": "Lund"}, True),
        ({"speaker_name": "Ada Lund"}, {"speaker_name": "Eva Lund"}, False),
        ({"speaker_name": "Qasim al-Araji"}, {"speaker_name": "Qassim Araji"}, True),
        (
            {"speaker_name": "Ada Lund", "speaker_id": "x", "speaker_forms": ["Ada Berg"]},
            {"speaker_name": "Ada Berg"},
            True,
        ),
    ],
)
def test_a_speaker_is_resolved_by_id_or_else_by_name(gold, found, resolved) -> None:
    counts = counted(
        [statement("We will go", "direct", **gold)], [statement("We will go", "direct", **found)]
    )
    assert counts["all.resolved.gold"] == (resolved is not None)
    assert counts["all.resolved"] == bool(resolved)


def test_nothing_found_is_nought_and_no_gold_too() -> None:
    nothing = counted([GO], [])
    assert measure(nothing, "all", "relaxed") == {"precision": 0.0, "recall": 0.0, "f1": 0.0}
    assert measure(counted([], [GO]), "all", "joint") == {
        "precision": 0.0,
        "recall": 0.0,
        "f1": 0.0,
    }


def test_rates_are_those_of_the_text_books() -> None:
    assert rate(3, 4, 3, 6) == {"precision": 0.75, "recall": 0.5, "f1": 0.6}
    assert rate(0, 0, 0, 0) == {"precision": 0.0, "recall": 0.0, "f1": 0.0}


spans = st.tuples(st.integers(0, 100), st.integers(1, 20)).map(lambda s: (s[0], s[0] + s[1]))
anything = st.lists(
    st.builds(
        StatementParts,
        content=st.lists(spans, min_size=1, max_size=2),
        mode=st.sampled_from(["direct", "mixed", "indirect"]),
        speaker=st.none() | spans,
        cue=st.none() | spans,
        tags=st.lists(st.sampled_from(["speech", "x"]), unique=True),
    ),
    max_size=5,
)


@given(anything, anything, st.none() | st.just("speech"))
def test_counts_hang_together_whatever_is_compared(gold, found, tag) -> None:
    scored = score(WORDS, gold, found, only_tag=tag)
    counts = scored.counts

    assert len(scored.pairs) + len(scored.missed) == counts["all.gold"]
    assert counts["all.relaxed.gold"] == counts["all.relaxed.found"] == len(scored.pairs)
    assert counts["all.found"] == len(scored.pairs) + len(scored.spurious)
    for group in GROUPS:
        for side in ("gold", "found"):
            whole = counts[f"{group}.{side}"]
            relaxed = counts[f"{group}.relaxed.{side}"]
            assert relaxed <= whole
            assert all(
                counts[f"{group}.{name}.{side}"] <= relaxed for name in ("strict", "joint", "exact")
            )
    for what in ("gold", "found", "relaxed.gold", "joint.found", "cue"):
        parts = [counts[f"{mode}.{what}"] for mode in ("direct", "mixed", "indirect")]
        assert counts[f"all.{what}"] == sum(parts)
        assert counts[f"direct or mixed.{what}"] == parts[0] + parts[1]
    assert len({one for one, _ in scored.pairs}) == len({two for _, two in scored.pairs})


@given(anything)
def test_gold_against_itself_is_perfect_as_far_as_it_holds_words(gold) -> None:
    worded = [s for s in gold if WORDS.touched(s.content)]
    counts = counted(worded, worded)
    assert counts["all.relaxed.gold"] == len(worded)
    assert counts["all.strict.gold"] == len(worded)


def test_intervals_are_the_same_on_every_run_and_bracket_the_figure() -> None:
    articles = [counted([GO, RAIN], found) for found in ([GO, RAIN], [GO], [], [RAIN, GO, GO])]
    f1 = {"f1": lambda counts: measure(counts, "all", "relaxed")["f1"]}

    (low, high) = intervals(articles, f1, 200)["f1"]

    assert (low, high) == intervals(articles, f1, 200)["f1"]
    assert low < measure(total(articles), "all", "relaxed")["f1"] < high
    assert intervals(articles[:1], f1, 20) == {"f1": (1.0, 1.0)}
    assert intervals(articles, f1, 0) == {}


def test_recorded_intervals() -> None:
    """Drawn once, and kept: another way of drawing would make figures of two releases incomparable."""
    articles = [{"right": n % 3, "all": 3} for n in range(10)]
    shares = {"share": lambda counts: counts["right"] / counts["all"]}

    assert intervals(articles, shares, 40) == {"share": (0.16666666666666666, 0.5)}


def test_rate_is_a_plain_mapping() -> None:
    made: Rate = rate(1, 1, 1, 1)
    assert list(made) == ["precision", "recall", "f1"]
