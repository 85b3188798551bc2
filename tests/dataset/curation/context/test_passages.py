"""The text around a statement is whole words and no more than needed."""

import itertools
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from dataset.curation.context.material import Material
from dataset.curation.context.passages import NARROW_REACH, REACH, _merged, window
from validation.quote_proof import Span

words = st.text(st.sampled_from("ab \n"), max_size=60)


def test_a_passage_holds_the_content_and_few_words_around_it(
    world: SimpleNamespace, made: Material
) -> None:
    (passage,) = world.shown_statement(made, "rep").passages
    assert world.TEXT[passage.start : passage.end] == passage.text
    first, last = (
        world.TEXT.index("We shall"),
        world.TEXT.index("winter comes.") + len("winter comes."),
    )
    assert first - REACH <= passage.start < first
    assert last < passage.end <= last + REACH
    assert world.TEXT[passage.start - 1].isspace()
    assert world.TEXT[passage.end].isspace()
    assert (passage.begins_source, passage.ends_source) == (False, False)


def test_a_speaker_far_from_the_content_has_a_passage_of_its_own(
    world: SimpleNamespace, made: Material
) -> None:
    first, second = world.shown_statement(made, "fer").passages
    assert "A clerk" in first.text
    assert len(first.text) <= len("A clerk") + 2 * NARROW_REACH
    assert "adding the ferry would run again in May" in second.text
    assert second.ends_source
    assert first.end + NARROW_REACH < second.start


def test_the_beginning_of_the_source_is_known(world: SimpleNamespace, made: Material) -> None:
    (passage,) = world.shown_statement(made, "hdl").passages
    assert (passage.start, passage.line, passage.begins_source) == (0, 1, True)


@given(words, words, words, st.integers(0, 30))
def test_a_window_keeps_its_span_and_cuts_no_word(
    before: str, middle: str, after: str, reach: int
) -> None:
    text, span = before + middle + after, Span(len(before), len(before) + len(middle))
    found = window(text, span, reach)
    assert found.contains(span)
    assert span.start - reach <= found.start
    assert found.end <= span.end + reach
    for at, edge in ((found.start, span.start), (found.end, span.end)):
        is_inside_word = 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()
        assert at == edge or not is_inside_word


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 80)), max_size=8))
def test_merged_windows_are_apart_and_lose_nothing(pairs: list[tuple[int, int]]) -> None:
    windows = sorted(Span(start, start + length) for start, length in pairs)
    merged = _merged(windows)
    assert all(any(m.contains(window) for m in merged) for window in windows)
    gaps = [b.start - a.end for a, b in itertools.pairwise(merged)]
    assert all(gap > NARROW_REACH for gap in gaps)
