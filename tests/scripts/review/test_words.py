"""What somebody selects becomes what a curator would quote: whole words, without marks, found again in their place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.candidates.material import Material, Reading, guessed_regions
from scripts.review.words import Refused, as_content, parts_of, quotation, selected
from validation.index import Index
from validation.quote_proof import Span
from validation.records import RecordSet


def material(text: str) -> Material:
    return Material("a", text, guessed_regions(text), Index(RecordSet()))


def taken(text: str, start: str, end: str = "") -> str:
    """What becomes of a selection that begins with some words and ends with others."""
    last = end or start
    found = selected(material(text), (text.index(start), text.index(last) + len(last)))
    return text[found.start : found.end]


def content(text: str, words: str) -> str:
    """What becomes of words that are selected for a content."""
    one = material(text)
    start = text.index(words)
    found = as_content(Reading(one), selected(one, (start, start + len(words))))
    return text[found.start : found.end]


def test_a_selection_is_widened_to_whole_words_and_loses_blanks() -> None:
    text = "The road is closed.\nIt snows."
    assert taken(text, "oad is clo") == "road is closed"
    assert taken(text, " road ") == "road"
    assert taken(text, "closed.\n") == "closed."
    assert taken(text, "oad") == "road"


def test_persian_and_signs_beyond_the_first_plane_are_whole() -> None:
    text = "او گفت «راه باز است» 😀😀 و رفت"
    assert taken(text, "اه باز") == "راه باز"  # noqa: RUF001  # Persian
    assert taken(text, "😀") == "😀"
    assert taken(text, "😀 و") == "😀 و"


def test_nothing_selected_or_behind_the_end_is_refused() -> None:
    with pytest.raises(Refused, match="no words"):
        selected(material("a  b"), (1, 3))
    with pytest.raises(Refused, match="behind the text"):
        selected(material("a b"), (1, 9))


def test_a_character_that_no_record_may_hold_is_named() -> None:
    with pytest.raises(Refused, match=r"U\+202E"):
        selected(material("the ro\u202ead is closed"), (4, 9))


@given(st.text(min_size=1, max_size=60), st.data())
def test_whatever_is_selected_the_quote_proof_would_take_it_for_words(text: str, data) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    try:
        span = selected(material(text), (start, end))
    except Refused:
        return
    words = text[span.start : span.end]
    assert words == words.strip()
    assert words
    for edge in (span.start, span.end):
        inside = 0 < edge < len(text) and text[edge - 1].isalnum() and text[edge].isalnum()
        assert not inside


HEAD = "A headline\n"


@pytest.mark.parametrize(
    "text, words, wanted",
    [
        ("“The road is closed,” he said.", "“The road is closed,”", "The road is closed,"),
        ("“The road is closed,” he said.", "The road is closed,", "The road is closed,"),
        ("“The road is closed,” he said.", "road is closed,", "road is closed,"),
        ("He said that the road is closed.", "that the road is closed.", "the road is closed"),
        ("He said the road is closed.", "the road is closed", "the road is closed"),
        (
            "He called it “too narrow for trade”.",
            "it “too narrow for trade”.",
            "it “too narrow for trade”.",
        ),
        ("He said that.", "that.", "that"),
        ("It cost 3.5. He said so.", "It cost 3.5.", "It cost 3.5."),
    ],
)
def test_a_content_is_cut_as_the_guide_wants_it(text: str, words: str, wanted: str) -> None:
    assert content(HEAD + text, words) == wanted


def test_a_quotation_in_either_form() -> None:
    assert quotation("words") == ("words", "", "")
    assert quotation({"exact": "words", "suffix": "after"}) == ("words", "", "after")
    assert quotation({"exact": ["no"], "prefix": None}) == ("", "", "")
    assert quotation(None) == ("", "", "")


def test_parts_are_found_as_the_quote_proof_finds_them() -> None:
    text = "A headline\nHe said: the road is closed, the road is long, said the man.\n"
    tree = {
        "content": ["the road is closed", "long"],
        "quoted": ["closed", "never"],
        "cue": "said",
        "speakers": [{"label": "the man"}, {"label": "a woman"}],
    }
    parts = parts_of(material(text), tree)
    assert [text[s.start : s.end] for s in parts.content] == ["the road is closed", "long"]
    assert [text[s.start : s.end] for s in parts.quoted] == ["closed"]
    assert parts.cue == Span(text.index("said"), text.index("said") + 4)
    assert [*parts.labels] == [("speakers", 0)]
    assert parts.lost == ["speakers.1.label"]


def test_what_cannot_be_found_is_named() -> None:
    text = "A headline\nThe road is closed, the road is long.\n"
    assert parts_of(material(text), {"content": "road"}).lost == ["content.0"]
    assert parts_of(material(text), {"content": []}).start is None
    parts = parts_of(material(text), {"content": "road is long", "cue": "said"})
    assert (parts.cue, parts.lost) == (None, ["cue"])
