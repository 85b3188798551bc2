"""Texts, quotations of places in them, and what is hidden from an engine."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.candidates.loose import as_yaml
from scripts.candidates.material import Material, Reading, guessed_regions
from scripts.candidates.quoting import evidence, near, segments
from scripts.standoff.articles import Article
from scripts.standoff.engines import load
from validation.article_proof import Region
from validation.index import Index
from validation.quote_proof import Span, locate, locate_near
from validation.records import RecordSet

EMPTY = Index(RecordSet())


def material(text: str, *regions: Region, published: dt.date | None = None) -> Material:
    return Material(
        "a", text, regions or (Region("body", Span(0, len(text))),), EMPTY, "en", published
    )


def test_outside_of_headline_and_body_nothing_is_seen() -> None:
    text = "Menu Head Caption Body end"
    regions = [
        Region("headline", Span(5, 9)),
        Region("caption", Span(10, 17)),
        Region("body", Span(18, 22)),
    ]
    assert material(text, *regions).visible() == "\n   \nHead\n       \nBody\n  \n"


@given(st.text(max_size=40), st.lists(st.integers(0, 40), min_size=2, max_size=6))
def test_offsets_of_what_is_seen_are_those_of_the_text(text: str, cuts: list[int]) -> None:
    cuts = sorted({min(cut, len(text)) for cut in cuts})
    regions = [
        Region("body", Span(a, b)) for a, b in zip(cuts[::2], cuts[1::2], strict=False) if a < b
    ]
    if not regions:
        return
    seen = material(text, *regions).visible()

    assert len(seen) == len(text)
    for region in regions:
        assert (
            seen[region.span.start : region.span.end] == text[region.span.start : region.span.end]
        )
    outside = [
        c for n, c in enumerate(seen) if not any(r.span.start <= n < r.span.end for r in regions)
    ]
    assert set(outside) <= {"\n", " "}


@pytest.mark.parametrize(
    "text, kinds",
    [
        ("", []),
        ("\n \n", []),
        ("One line", ["body"]),
        ("A headline\n\nThe body.\nMore.", ["headline", "body"]),
        ("A first sentence.\nThe body.", ["body"]),
        ("“We go”\nThe body.", ["body"]),
        (f"{'long ' * 40}\nThe body.", ["body"]),
    ],
)
def test_headline_and_body_of_a_text_are_guessed_from_its_layout(
    text: str, kinds: list[str]
) -> None:
    regions = guessed_regions(text)
    assert [region.kind for region in regions] == kinds
    assert not text[: regions[0].span.start if regions else None].strip()


def test_the_lead_is_the_first_paragraph_of_the_body_and_sentences_know_their_dates() -> None:
    text = "Head\nHe came on Monday. He left.\n\nMore."
    reading = Reading(
        material(
            text,
            Region("headline", Span(0, 4)),
            Region("body", Span(5, len(text))),
            published=dt.date(2023, 2, 24),
        )
    )

    assert text[reading.lead.start : reading.lead.end] == "He came on Monday. He left."
    assert [text[s.start : s.end] for s in reading.sentences] == [
        *("Head", "He came on Monday.", "He left.", "More."),
    ]
    assert [reading.sentence_at(at) for at in (0, 6, 24, 33, 36, 999)] == [0, 1, 2, 3, 3, 3]
    ((word, value),) = reading.dates(1)
    assert (text[word.start : word.end], value) == ("Monday", "2023-02-20")
    assert list(reading.dates(2)) == []


# quoting


def test_words_that_stand_once_need_nothing_beside_them() -> None:
    assert segments(material("It rains here."), [Span(3, 8)]) == "rains"
    assert segments(material("It rains here."), [Span(0, 2), Span(9, 13)]) == ["It", "here"]


def test_words_that_stand_twice_are_quoted_with_what_stands_behind_or_else_before() -> None:
    text = "He came. He came twice. No, he came."
    assert segments(material(text), [Span(12, 16)]) == {"exact": "came", "suffix": " twice."}
    assert segments(material(text), [Span(31, 35)]) == {"exact": "came", "prefix": "he "}


@pytest.mark.parametrize(
    "text, span",
    [
        ("It rains.", Span(2, 8)),  # a blank at the edge
        ("It rains.", Span(3, 6)),  # half a word
        ("It\u202e rains.", Span(0, 9)),  # what no record may hold
        ("ha " * 40, Span(60, 62)),  # nothing beside it tells it apart
    ],
)
def test_words_that_cannot_be_quoted_are_none(text: str, span: Span) -> None:
    assert segments(material(text), [span]) is None
    assert segments(material(text), [Span(0, 2), span]) is None


def test_invisible_characters_beside_words_do_not_tell_them_apart() -> None:
    text = "ha \u202e ho ha"
    assert segments(material(text), [Span(0, 2)]) is None
    assert segments(material(text), [Span(8, 10)]) == {"exact": "ha", "prefix": "ho "}


def test_a_cue_is_found_by_what_it_belongs_to() -> None:
    text = "He said it rains. She said it snows."
    content = [Span(26, 34)]
    assert near(material(text), Span(22, 26), content) == "said"
    assert near(material(text), Span(3, 7), content) == {"exact": "said", "suffix": " it rains."}


def test_evidence_stands_once_in_the_whole_source_not_only_in_the_regions() -> None:
    text = "Ada came. Ada went."
    body = material(text, Region("body", Span(10, 19)))
    assert segments(body, [Span(10, 13)]) == "Ada"
    assert evidence(body, Span(10, 13)) == {"exact": "Ada", "suffix": " went."}


@given(
    st.lists(
        st.sampled_from(["he", "said", "it", "rains", ".", ",", "\n", "“", "he,"]), max_size=25
    ),
    st.integers(0, 60),
    st.integers(1, 20),
)
def test_whatever_is_quoted_is_found_again_in_its_place(words, start, length) -> None:
    text = " ".join(words)
    span = Span(start, start + length)
    if span.end > len(text):
        return
    one = material(text)
    for quoted, find in (
        (segments(one, [span]), locate),
        (near(one, span, [Span(0, 1)]), lambda *w: locate_near(*w, [Span(0, 1)])),
    ):
        if quoted is not None:
            whole = {"exact": quoted} if isinstance(quoted, str) else quoted
            found = find(text, whole["exact"], whole.get("prefix", ""), whole.get("suffix", ""))
            assert found == span


def test_a_text_that_is_no_article_yet_gives_candidates_to_look_at() -> None:
    text = (
        "Ministers confer\n\nIranian Transport Minister Karim Taheri said that the road is open.\n"
        "It was said that it rains."
    )
    article = Article("news", text, None, "news.txt")
    engine = load()
    answer = engine.answer(article)

    written = as_yaml(article, answer, engine.label, EMPTY)

    assert "article_id: news\n" in written
    assert "      location: lead\n" in written
    assert "      - location\n" in written
    assert "  - name: Karim Taheri\n    title: Transport Minister\n    country: IRN\n" in written


def test_what_is_left_out_of_a_text_is_told_at_its_head() -> None:
    text = "It rains."
    statement = {
        "speaker": None, "speaker_name": None, "cue": None, "content": [[0, 8]], "mode": "indirect",
        "confidence": 0.5, "tier": "low",
    }  # fmt: skip
    answer = {"article_id": "a", "statements": [statement], "officials": [], "meetings": []}

    written = as_yaml(Article("a", text, None, "a"), answer, "e-1", EMPTY)

    assert "# Left out: characters 0-8: no speaker is printed that can be quoted.\n" in written
    assert written.endswith("article_id: a\n")
