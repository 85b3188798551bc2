from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset.curation.identifiers import (
    LETTERS,
    SUFFIXES,
    IdsExhaustedError,
    allot,
    belongs_to,
)
from dataset.curation.read import SLUG

OWNERS = st.from_regex(SLUG, fullmatch=True).map(lambda s: s.strip()[:60].strip("-") or "x")
SEEDS = st.text(max_size=30)


def test_rule_never_changes():
    # The same words give the same id on every machine and in every version.
    assert allot("daily-visit", "neighbours to join hands", ()) == "daily-visit-lbv"
    assert (
        allot("daily-visit", "neighbours to join hands", {"daily-visit-lbv"}) == "daily-visit-tnw"
    )
    assert allot("ada-lund", "Secretary\x1fnorland", ()) == "ada-lund-spd"


def test_letters_spell_nothing():
    assert len(set(LETTERS)) == 20
    assert not set(LETTERS) & set("aeiouy")
    assert SUFFIXES == 8000


@given(OWNERS, SEEDS)
def test_allotted_id_follows_the_rule(owner, seed):
    id_ = allot(owner, seed, ())
    assert SLUG.match(id_)
    assert belongs_to(owner, id_)
    assert set(id_[-3:]) <= set(LETTERS)


@given(OWNERS, st.lists(SEEDS, max_size=60))
def test_ids_never_collide_even_with_equal_seeds(owner, seeds):
    taken: set[str] = set()
    for seed in [*seeds, *seeds]:
        id_ = allot(owner, seed, taken)
        assert id_ not in taken
        taken.add(id_)


@given(OWNERS, SEEDS, st.integers(min_value=1, max_value=40))
def test_retired_ids_are_probed_past(owner, seed, count):
    retired: set[str] = set()
    for _ in range(count):
        retired.add(allot(owner, seed, retired))
    assert len(retired) == count
    assert allot(owner, seed, retired) not in retired


def test_every_suffix_is_reached_and_then_none_is_left():
    taken: set[str] = set()
    for _ in range(SUFFIXES - 1):
        # One seed for all would probe 8000 times for the last: spread them, as contents do.
        taken.add(allot("a", str(len(taken)), taken))
    last = allot("a", "same", taken)
    assert last not in taken
    with pytest.raises(IdsExhaustedError, match="all 8000 ids of a are in use or retired"):
        allot("a", "same", taken | {last})


@pytest.mark.parametrize(
    "id_, fits",
    [
        ("daily-visit-kqz", True),
        ("daily-visit-abc", True),
        ("daily-visit", False),
        ("daily-visit-kq", False),
        ("daily-visit-kqzz", False),
        ("daily-visit-KQZ", False),
        ("daily-visit-kq1", False),
        ("daily-visit-k-z", False),
        ("daily-visit-kqz\n", False),
        ("daily-visitkqz", False),
        ("other-visit-kqz", False),
        ("daily-visit-two-kqz", False),
        ("", False),
    ],
)
def test_belongs_to(id_, fits):
    assert belongs_to("daily-visit", id_) is fits
