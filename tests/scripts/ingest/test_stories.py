"""Which lines are an article: the curated articles of the project, and what each sort of line is taken for."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset.curation.read import read
from dataset.project import Project
from scripts.ingest.lines import Line, plain_lines
from scripts.ingest.metadata import Declared
from scripts.ingest.stories import NotPrintedError, Story, find_stories
from validation.article_proof import prove

ROOT = Path(__file__).resolve().parents[3]
PROSE = [
    "The harbour council of Eastport has rejected the tolls on the crossing, its chairwoman announced on Thursday.",
    "“Nobody asked us, and nobody will pay,” she said in front of the old customs house, where skippers had waited.",
    "She added that the council would not discuss the matter again before the autumn, whatever letters might come.",
]


def kinds(text: str, wanted: tuple[str, ...] = ()) -> list[list[tuple[str, str]]]:
    """Kind and words of the parts of every story of a plain text."""
    stories, _ = find_stories(text, plain_lines(text), wanted=wanted)
    return [[(part.kind, text[part.start : part.end]) for part in story.parts] for story in stories]


def test_the_regions_of_the_curated_articles_are_found_in_their_plain_texts() -> None:
    """All that curators marked, but for the file name of a picture, which no rule takes for a caption."""
    records = read(Project(ROOT)).records
    proof = prove(records).articles
    missing, surplus = [], []
    for source, data in records.sources.items():
        text = data.decode()
        of_source = [entry for entry in records.articles if entry.record.source_file == source]
        of_source.sort(key=lambda entry: proof[entry.id].regions[0].span)
        titles = tuple(entry.record.title for entry in of_source)
        stories, _ = find_stories(text, plain_lines(text), wanted=titles if len(titles) > 1 else ())
        for entry, story in zip(of_source, stories, strict=True):
            assert story.title == entry.record.title
            curated = {(r.kind, r.span.start, r.span.end) for r in proof[entry.id].regions}
            found = {(part.kind, part.start, part.end) for part in story.parts}
            missing += [text[start:end] for _, start, end in curated - found]
            surplus += [text[start:end] for _, start, end in found - curated]
    assert missing == ["Iranian-Interior-Minister-Mostafa-Mohammad-Najjar"]
    assert surplus == ["Published: 0137 GMT July 22, 2020"]


def test_a_plain_text_is_parted_by_how_its_lines_read() -> None:
    text = "\n".join(
        [
            "Home | News | Lakes",
            "Published: 2 May 2024",
            "Council rejects tolls on crossing",
            "By Robin Writer",
            "Mary Major (L) speaks to skippers in Eastport on Thursday.",
            f"EASTPORT, May 2 (NNA) – {PROSE[0]}",
            PROSE[1],
            "Read more: Ten lakes worth a visit",
            PROSE[2],
            "NNA contributed to this story.",
            "Leave a Reply",
        ]
    )
    assert kinds(text) == [
        [
            ("credits", "Published: 2 May 2024"),
            ("headline", "Council rejects tolls on crossing"),
            ("credits", "By Robin Writer"),
            ("caption", "Mary Major (L) speaks to skippers in Eastport on Thursday."),
            ("credits", "EASTPORT, May 2 (NNA) –"),
            ("body", f"{PROSE[0]}\n{PROSE[1]}"),
            ("body", PROSE[2]),
            ("credits", "NNA contributed to this story."),
        ]
    ]


def test_two_stories_in_one_text_are_told_apart_by_their_headlines() -> None:
    heads = ("Council rejects the tolls", "Ministry calls vote a misunderstanding")
    text = "\n".join([heads[0], *PROSE, heads[1], *PROSE])

    (both,) = kinds(text)
    assert ("headline", heads[1]) in both
    _, offers = find_stories(text, plain_lines(text))
    assert [(offer.line.words, offer.ends_first) for offer in offers] == [(heads[1], False)]

    wanted = [("body", "\n".join(PROSE))]
    first, second = kinds(text, heads)
    assert first == [("headline", heads[0]), *wanted]
    assert second == [("headline", heads[1]), *wanted]
    assert kinds(text, heads[::-1]) == [first, second]
    assert kinds(text, heads[1:]) == [second]


def test_a_headline_that_is_part_of_a_line_is_found_there() -> None:
    text = "\n".join(["HomeCouncil rejects the tolls", "News: Council rejects the tolls", *PROSE])
    ((head, body),) = kinds(text, ("Council rejects the tolls",))
    assert head == ("headline", "Council rejects the tolls")
    assert body == ("body", "\n".join(PROSE))


@pytest.mark.parametrize(
    "words, near",
    [("Council rejected the tolls", "Council rejects the tolls"), ("Zzz", None), (" ", None)],
)
def test_a_headline_that_is_not_printed_is_refused(words: str, near: str | None) -> None:
    text = "\n".join(["Council rejects the tolls", *PROSE])
    with pytest.raises(NotPrintedError) as caught:
        find_stories(text, plain_lines(text), wanted=(words,))
    assert caught.value.nearest == near


@pytest.mark.parametrize(
    "line",
    [
        "Home | News | Lakes",
        "AfricaFeaturedNorthlandSouthlandOthersWorld News at large",
        "two words",
        "Ends like a sentence.",
        "ends begins in lower case letters",
        "Tuesday, 12 March 2024 at noon",
        "Share this story with a friend",
    ],
)
def test_what_does_not_read_like_a_headline_is_none(line: str) -> None:
    text = "\n".join([line, *PROSE])
    (story,), offers = find_stories(text, plain_lines(text))
    assert (story.title, offers) == (None, [])
    assert [part.kind for part in story.parts if part.kind != "credits"] == ["body"]


@pytest.mark.parametrize(
    "begin, place, kept",
    [
        ("NORTON, 12 Mar 2024 – ", "NORTON", "NORTON, 12 Mar 2024 –"),
        ("TEHRAN- ", "TEHRAN", "TEHRAN-"),
        ("NEW NORTON (NNA) — ", "NEW NORTON", "NEW NORTON (NNA) —"),
        ("Norton (NNA) - ", "Norton", "Norton (NNA) -"),
        ("Norton, March 3 – ", "Norton", "Norton, March 3 –"),
        ("Norton – ", None, None),
        ("The old town – a port – ", None, None),
        ("He said (on Monday) - ", "He said", "He said (on Monday) -"),
    ],
)
def test_a_dateline_is_set_apart(begin: str, place: str | None, kept: str | None) -> None:
    text = f"Council rejects the tolls\n{begin}{PROSE[0]}\n"
    (story,), _ = find_stories(text, plain_lines(text))
    assert story.place == place
    assert [text[p.start : p.end] for p in story.of_kind("credits")] == ([kept] if kept else [])
    (body,) = story.of_kind("body")
    assert text[body.start : body.end] == (PROSE[0] if kept else begin + PROSE[0])


def test_a_text_without_prose_has_no_story() -> None:
    for text in ("one\ntwo", "", "Home | News"):
        stories, offers = find_stories(text, plain_lines(text))
        assert [story.parts for story in stories] == [[]]
        assert offers == []


# pages: what they tell of a line counts


def page_of(*lines: tuple[str, dict[str, object]]) -> tuple[str, list[Line]]:
    text, made = "", []
    for words, told in lines:
        made.append(Line(len(text), len(text) + len(words), words, **{"is_story": False, **told}))
        text += f"{words}\n"
    return text, made


def stories_of(
    *lines: tuple[str, dict[str, object]], titles: tuple[str, ...] = ()
) -> tuple[list[Story], list[str]]:
    text, made = page_of(*lines)
    stories, offers = find_stories(text, made, [Declared(title, "title") for title in titles])
    return stories, [offer.line.words for offer in offers]


STORY = [(words, {"is_story": True, "parent": 5}) for words in PROSE]


def test_the_declared_headline_is_the_one_that_is_printed() -> None:
    site, head = ("The Gazette", {"heading": 1}), ("Council rejects the tolls", {"heading": 2})
    for title in (
        "Council rejects the tolls",
        "Council rejects the tolls – The Gazette",
        "COUNCIL rejects ‘the’ tolls",
    ):
        (story,), _ = stories_of(site, head, *STORY, titles=(title,))
        assert (story.title, story.title_from) == ("Council rejects the tolls", "title")
    (story,), _ = stories_of(site, head, *STORY, titles=("Something else altogether",))
    assert (story.title, story.title_from) == ("The Gazette", "h1")


def test_a_link_with_the_words_of_the_headline_is_not_taken_for_it() -> None:
    teaser = ("Council rejects the tolls", {"heading": 1, "linked": 1.0})
    (story,), _ = stories_of(
        teaser,
        ("Council rejects the tolls", {"heading": 2}),
        *STORY,
        titles=("Council rejects the tolls",),
    )
    assert [part.kind for part in story.parts] == ["headline", "body"]
    assert story.parts[0].start > 0


def test_the_day_of_the_visit_is_no_credit() -> None:
    head = ("Council rejects the tolls", {"heading": 1, "article": 1})
    today = ("Friday, 10 May 2024", {"is_credit": True})
    own = ("2 May 2024", {"article": 1})
    (story,), _ = stories_of(today, own, head, *STORY)
    assert [part.kind for part in story.parts] == ["credits", "headline", "body"]


def test_credits_amid_an_article_are_of_others_unless_they_are_told_to_be_story() -> None:
    head = ("Council rejects the tolls", {"heading": 1})
    amid = ("3 March 2024", {"is_credit": True})
    (story,), _ = stories_of(head, *STORY, amid, STORY[1])
    assert [part.kind for part in story.parts] == ["headline", "body", "body"]
    assert [line.words for line in story.left] == ["3 March 2024"]
    (story,), _ = stories_of(head, STORY[0], amid, *STORY[1:])  # below a summary
    assert [part.kind for part in story.parts] == ["headline", "body", "credits", "body"]
    (story,), _ = stories_of(head, STORY[0], ("3 March 2024", {"is_story": True}), STORY[1])
    assert [part.kind for part in story.parts] == ["headline", "body"]


def test_a_paragraph_passed_over_among_its_brothers_is_the_article_s() -> None:
    head = ("Council rejects the tolls", {"heading": 1})
    (story,), _ = stories_of(head, STORY[0], (PROSE[1], {"parent": 5}), STORY[2])
    assert [part.kind for part in story.parts] == ["headline", "body"]
    (story,), _ = stories_of(head, STORY[0], (PROSE[1], {"parent": 9}), STORY[2])
    assert [part.kind for part in story.parts] == ["headline", "body", "body"]


@pytest.mark.parametrize(
    "second, between, offered",
    [
        ({"heading": 2, "article": 2}, [], "and ends"),
        ({"heading": 1}, [("3 May 2024", {})], "and ends"),
        ({"heading": 1}, [("By Robin Writer", {})], "and ends"),
        ({"heading": 1}, [], "only"),
        ({"heading": 2}, [("3 May 2024", {})], "not"),
        ({"heading": 1, "linked": 1.0}, [("3 May 2024", {})], "not"),
        ({}, [("3 May 2024", {})], "not"),
    ],
)
def test_a_second_headline_of_a_page_is_offered_and_may_end_the_first_story(
    second: dict[str, object], between: list[tuple[str, dict[str, object]]], offered: str
) -> None:
    head = ("Council rejects the tolls", {"heading": 1, "article": 1})
    other = ("Ministry calls vote a misunderstanding", second)
    text, made = page_of(head, *STORY, other, *between, *STORY)
    (story,), offers = find_stories(text, made)
    assert [(o.line.words, o.ends_first) for o in offers] == [(other[0], offered == "and ends")] * (
        offered != "not"
    )
    assert (sum(1 for _ in story.of_kind("body")) == 1) == (offered == "and ends")


def test_subheadings_of_the_rank_of_the_headline_end_nothing() -> None:
    head, sub = (
        ("Council rejects the tolls", {"heading": 2}),
        ("What the skippers say", {"heading": 2, "is_story": True}),
    )
    (story,), offers = stories_of(head, *STORY, sub, *STORY)
    assert offers == []
    assert [part.kind for part in story.parts] == ["headline", "body", "headline", "body"]


def test_a_quoted_tweet_dates_nothing() -> None:
    head = ("Council rejects the tolls", {"heading": 1})
    (story,), _ = stories_of(head, STORY[0], ("— A Skipper (@skipper) May 2, 2024", {}), *STORY[1:])
    assert not list(story.of_kind("credits"))


@given(
    st.lists(
        st.sampled_from(
            [
                *PROSE,
                "Head of a line",
                "2 May 2024",
                "Read more: x",
                "x",
                "By A B",
                "A | B",
                "X (L) meets Y.",
            ]
        )
    )
)
def test_parts_are_in_order_and_apart(lines: list[str]) -> None:
    text = "\n".join(lines)
    for story in find_stories(text, plain_lines(text))[0]:
        at = 0
        for part in story.parts:
            assert at <= part.start < part.end <= len(text)
            assert text[part.start : part.end] == text[part.start : part.end].strip()
            at = part.end
