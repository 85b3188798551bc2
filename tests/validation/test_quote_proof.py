"""Quote proof: exact words or a reason why not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validation.quote_proof import (
    MOST_PLACES,
    REACH,
    Miss,
    Span,
    first_difference,
    locate,
    locate_near,
    nearest,
    occurrences,
)

TEXT = "He said the plan is sound. The minister said that it is late. He left."


def place(text: str, words: str, number: int = 0) -> Span:
    """Where the words stand for the n-th time, as whole words."""
    return list(occurrences(text, words))[number]


def test_a_quotation_that_stands_once_is_found() -> None:
    span = locate(TEXT, "the plan is sound")

    assert isinstance(span, Span)
    assert TEXT[span.start : span.end] == "the plan is sound"


@pytest.mark.parametrize(
    "exact, problem",
    [
        ("The plan is sound", "absent"),  # another case is another text
        ("the plan  is sound", "absent"),  # so is another blank
        ("the plan is soun", "absent"),  # half a word is no quotation
        ("He", "ambiguous"),
        ("said", "ambiguous"),
    ],
)
def test_what_cannot_be_placed_is_a_miss_with_its_reason(exact: str, problem: str) -> None:
    found = locate(TEXT, exact)

    assert isinstance(found, Miss)
    assert found.problem == problem


def test_prefix_and_suffix_settle_a_text_that_stands_twice() -> None:
    assert locate(TEXT, "said", prefix="minister ") == place(TEXT, "said", 1)
    assert locate(TEXT, "He", suffix=" left") == place(TEXT, "He", 1)


def test_words_outside_the_wanted_spans_are_told_apart_from_absent_ones() -> None:
    found = locate(TEXT, "He left", within=[Span(0, 26)])

    assert found == Miss("outside", (place(TEXT, "He left"),))


def test_an_occurrence_that_crosses_a_boundary_is_outside() -> None:
    assert locate(TEXT, "sound. The", within=[Span(0, 26), Span(26, len(TEXT))]) == Miss(
        "outside", (place(TEXT, "sound. The"),)
    )


def test_an_empty_quotation_is_refused() -> None:
    with pytest.raises(ValueError, match="empty"):
        list(occurrences(TEXT, ""))


def test_the_nearest_cue_is_taken_and_never_one_inside_the_content() -> None:
    content = place(TEXT, "it is late")

    assert locate_near(TEXT, "said", "", "", [content]) == place(TEXT, "said", 1)
    assert locate_near(TEXT, "He", "", "", [content], avoid=[content]) == place(TEXT, "He", 1)
    assert isinstance(locate_near(TEXT, "late", "", "", [content], avoid=[content]), Miss)


def test_of_two_equally_near_places_the_earlier_is_taken() -> None:
    text = "he XX he"

    assert locate_near(text, "he", "", "", [Span(3, 5)]) == Span(0, 2)


def test_a_cue_out_of_reach_is_far() -> None:
    text = "said" + " x" * REACH + " content"

    found = locate_near(text, "said", "", "", [place(text, "content")])

    assert found == Miss("far", (Span(0, 4),))


def test_the_nearest_text_shows_what_is_really_printed() -> None:
    text = "Iran says: Neighbors must join hands to expel them."

    span = nearest(text, "Neighbours must join hands")

    assert span is not None
    assert text[span.start : span.end] == "Neighbors must join hands"
    assert first_difference("Neighbours must", "Neighbors must") == 7
    assert first_difference("same", "same") == 4


def test_nothing_like_it_has_no_nearest_text() -> None:
    assert nearest("abc def", "zzzzzzzzzzzz") is None


words = st.text(alphabet=st.sampled_from("abé ‘’“”.,\u00a0👍ن\n"), min_size=1, max_size=12)


@given(before=words, exact=words, after=words)
def test_whatever_is_found_is_exactly_what_was_asked_for(
    before: str, exact: str, after: str
) -> None:
    text = before + exact + after

    for span in occurrences(text, exact):
        assert text[span.start : span.end] == exact
    found = locate(text, exact, prefix=before, suffix=after)
    if isinstance(found, Span):
        assert text[found.start : found.end] == exact


@given(text=words, exact=words)
def test_every_outcome_is_honest(text: str, exact: str) -> None:
    found = locate(text, exact)
    places = list(occurrences(text, exact))

    if isinstance(found, Span):
        assert places == [found]
    else:
        assert found.problem == ("ambiguous" if places else "absent")


spans = st.builds(
    lambda start, length: Span(start, start + length), st.integers(0, 30), st.integers(1, 12)
)


@given(one=spans, two=spans)
def test_distance_and_overlap_agree(one: Span, two: Span) -> None:
    a, b, c, d = one.start, one.end, two.start, two.end

    assert one.distance(two) == two.distance(one)
    assert one.overlaps(two) == bool(set(range(a, b)) & set(range(c, d)))
    assert not (one.overlaps(two) and one.distance(two) > 0)
    assert one.contains(two) == (set(range(c, d)) <= set(range(a, b)))


def near_by_brute_force(
    text: str, exact: str, target: list[Span], avoid: list[Span], within: list[Span] | None
) -> Span | None:
    """The rule as it is told: of all places that count the nearest one, if it is near enough."""
    fit = [
        s
        for s in occurrences(text, exact)
        if not any(s.overlaps(a) for a in avoid)
        and (within is None or any(w.contains(s) for w in within))
    ]
    ranked = sorted((min(s.distance(t) for t in target), s) for s in fit)
    return ranked[0][1] if ranked and ranked[0][0] <= REACH else None


spans = st.tuples(st.integers(0, 3000), st.integers(1, 60)).map(lambda p: Span(p[0], sum(p)))


@given(
    st.lists(st.integers(0, 2990), max_size=12),
    st.lists(spans, min_size=1, max_size=3),
    st.lists(spans, max_size=2),
    st.none() | st.lists(spans.map(lambda s: Span(s.start, s.end + 800)), max_size=2),
)
def test_looking_nearby_first_finds_what_looking_everywhere_finds(places, target, avoid, within):
    letters = [" "] * 3100
    for at in places:
        letters[at] = "x"
    text = "".join(letters)
    found = locate_near(text, "x", "", "", target, avoid=avoid, within=within)
    expected = near_by_brute_force(text, "x", target, avoid, within)
    assert (found if isinstance(found, Span) else None) == expected


def test_of_words_that_stand_very_often_some_places_are_kept() -> None:
    text = "a " * 5 * MOST_PLACES
    miss = locate(text, "a")
    assert isinstance(miss, Miss)
    assert (miss.problem, len(miss.occurrences)) == ("ambiguous", MOST_PLACES)
    last = Span(len(text) - 2, len(text))
    assert locate(text, "a", within=[last]) == Span(len(text) - 2, len(text) - 1)


LIMITED = """
import resource
resource.setrlimit(resource.RLIMIT_AS, (2_000_000_000, 2_000_000_000))
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
from validation.index import Index
from validation.quote_proof import *
from validation.records import Entry, RecordSet
from dataset.curation.yaml_reader import load
from schema.officials import Official
"""
HEAVY = {
    "a quotation of a megabyte that is not there": """
line = "".join(f"word{n} " for n in range(110_000))
assert isinstance(locate(line, line[::-1]), Miss)
""",
    "200,000 quotations": """
line = "".join(f"word{n} " for n in range(2_000))
for n in range(200_000):
    assert locate(line, f"word{n % 2_000}") is not None
""",
    "10,000 equal candidates, 2,000 times": """
line = "he said " * 10_000
for n in range(2_000):
    near = Span(n * 8, n * 8 + 2)
    assert locate_near(line, "he", "", "", [near]) == near
""",
    "words that overlap themselves": """
line = "a " * 500_000
assert len(locate(line, "a " * 999 + "a").occurrences) == MOST_PLACES
""",
    "10,000 wrong ids among 10,000": """
records = RecordSet()
for n in range(10_000):
    official = Official(id=f"somebody-{n}-of-many", name="A")
    records.officials.append(Entry(official.id, official, "f", (n,)))
index = Index(records)
found = [index.closest(f"someboby-{n}-of-many", "officials") for n in range(10_000)]
assert found[7] == "somebody-7-of-many"
assert index.closest("someboby-7-of-many", "officials") == found[7]
assert found[-1] is None
""",
    "a line of a megabyte in YAML": """
assert load("a: " + "x " * 500_000, "f").findings == []
assert load("a: [" + "x, " * 300_000 + "]", "f").findings == []
assert load("- " * 500_000, "f").findings[-1].code == "SYN008"
assert load("a: *b\\n" * 200_000, "f").findings[-1].code == "SYN008"
""",
}


@pytest.mark.parametrize("work", HEAVY)
def test_heavy_work_stays_within_limits(work: str) -> None:
    """A minute of processor time is twenty times what it takes, and a quadratic way takes hours."""
    done = subprocess.run(
        [sys.executable, "-c", LIMITED + HEAVY[work]],
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
