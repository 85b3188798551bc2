"""Tokens, heads of phrases, and how much two contents share."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.evaluation.words import Words, shared

TEXT = 'Iran\'s minister Ali Reza told state-run TV, "We’ll go."'


def span(words: str, text: str = TEXT) -> tuple[int, int]:
    at = text.index(words)
    return at, at + len(words)


def test_words_keep_their_apostrophes_and_hyphens_and_marks_are_none() -> None:
    words = Words(TEXT)
    numbers = sorted(words.touched([(0, len(TEXT))]))
    assert [words.word(n) for n in numbers] == [
        *("iran's", "minister", "ali", "reza", "told", "state-run", "tv", "we’ll", "go"),
    ]


def test_a_span_touches_a_word_with_a_single_character_and_none_at_its_edge() -> None:
    words = Words("ab cd ef")
    assert words.touched([(1, 2)]) == {0}
    assert words.touched([(2, 3)]) == set()
    assert words.touched([(1, 4), (6, 7)]) == {0, 1, 2}


@pytest.mark.parametrize(
    "phrase, head",
    [
        ("Ali Rezaei", "rezaei"),
        ("Ali Rezaei, an aide,", "rezaei"),
        ("the minister of defence of Iraq", "minister"),
        ("a source who knows the talks", "source"),
        ("the aide (a cousin)", "aide"),
        ("the aide — a cousin", "aide"),
        ("Rezaei himself", "rezaei"),
        ("himself", "himself"),
        (", of Iraq", "iraq"),
        ("“he”", "he"),
    ],
)
def test_the_head_is_the_last_word_before_what_modifies_it(phrase: str, head: str) -> None:
    words = Words(phrase)
    found = words.head((0, len(phrase)))
    assert found is not None
    assert words.word(found) == head


def test_a_span_without_words_has_no_head_and_is_nobody() -> None:
    words = Words("he , she")
    assert words.head((3, 4)) is None
    assert not words.same_head((3, 4), (0, 2))


def test_speakers_are_the_same_if_one_head_lies_in_the_other_span() -> None:
    words = Words(TEXT)
    full = span("Iran's minister Ali Reza")
    assert words.same_head(full, span("Reza"))
    assert words.same_head(span("Reza"), full)
    assert words.same_head(full, span("minister"))  # the other one's head lies in the full span
    assert not words.same_head(full, span("state-run TV"))
    assert words.same_head(None, None)
    assert not words.same_head(full, None)
    assert not words.same_head(None, full)


def test_a_that_at_the_head_is_free_unless_it_is_all() -> None:
    words = Words("that rain fell that")
    everything = words.touched([(0, 19)])
    assert words.without_that(everything) == {1, 2, 3}
    assert words.without_that(frozenset({0})) == {0}
    assert words.without_that(frozenset({1, 3})) == {1, 3}
    assert words.without_that(frozenset()) == frozenset()


sets = st.frozensets(st.integers(0, 12))


@given(sets, sets)
def test_the_share_is_symmetric_between_0_and_1_and_1_for_the_same(one, other) -> None:
    assert shared(one, other) == shared(other, one)
    assert 0 <= shared(one, other) <= 1
    assert (shared(one, other) == 1) == (one == other != frozenset())
    assert (shared(one, other) == 0) == (not one & other)


@given(st.text(max_size=40), st.integers(0, 40), st.integers(1, 10))
def test_touched_words_are_those_that_overlap(text: str, start: int, length: int) -> None:
    words = Words(text)
    everything = sorted(words.touched([(0, max(1, len(text)))]))
    assert everything == list(range(len(everything)))
    assert words.touched([(start, start + length)]) <= set(everything)
