"""Meetings, dates, names and who is meant by a title."""

from datetime import date

import pytest

from scripts.extract import extract
from scripts.extract.dates import dates_in, published_in
from scripts.extract.text import read


def meetings(text, published=date(2023, 2, 24)):
    return [
        (m["kind"], m["status"], m["date"], m["place"], m["participants"])
        for m in extract("x", text, published)["meetings"]
    ]


def officials(text):
    return [(o["name"], o["title"], o["country"]) for o in extract("x", text)["officials"]]


@pytest.mark.parametrize(
    "words, value",
    [
        ("on Tuesday", "2023-02-21"),
        ("on Friday", "2023-02-24"),
        ("yesterday", "2023-02-23"),
        ("today", "2023-02-24"),
        ("on February 3", "2023-02-03"),
        ("on 3 March", "2022-03-03"),
        ("on November 24th", "2022-11-24"),
        ("on May 5, 2021", "2021-05-05"),
        ("in October 2021", "2021-10"),
        ("last month", "2023-01"),
        ("last year", "2022"),
        ("on 2023-01-02", "2023-01-02"),
    ],
)
def test_date_of_what_is_past(words, value):
    text = read(f"They met {words} there.")
    assert [
        v for _, v in dates_in(text, 0, len(text.low) - 1, date(2023, 2, 24), future=False)
    ] == [value]


def test_weekday_of_what_is_to_come():
    text = read("They will meet on Tuesday.")
    assert (
        dates_in(text, 0, len(text.low) - 1, date(2023, 2, 24), future=True)[0][1] == "2023-02-28"
    )


@pytest.mark.parametrize("words", ["1402/05/12", "February 31, 2021", "on the 45th", "may come"])
def test_no_date(words):
    text = read(words)
    assert dates_in(text, 0, len(text.low) - 1, date(2023, 2, 24), future=False) == []


@pytest.mark.parametrize(
    "text, day",
    [
        ("Published: 0137 GMT July 22, 2020\n\nIran speaks\n", date(2020, 7, 22)),
        ("A title\n\nFebruary 24, 2023 - 22:49\n\nText.\n", date(2023, 2, 24)),
        ("2021-03-04\nText.\n", date(2021, 3, 4)),
        ("No day here.\n", None),
    ],
)
def test_day_of_publication_on_the_page(text, day):
    assert published_in(read(text)) == day


def test_one_meeting_for_each_counterpart():
    text = (
        "On Wednesday, Iranian Foreign Minister Ali Rezaei held talks with Iraqi Prime Minister Omar Khalid and "
        "President Salim Nuri in Baghdad.\n"
    )
    assert meetings(text) == [
        ("talks", "held", "2023-02-22", "Baghdad", ["Ali Rezaei", "Omar Khalid"]),
        ("talks", "held", "2023-02-22", "Baghdad", ["Ali Rezaei", "Salim Nuri"]),
    ]


def test_a_meeting_told_twice_is_one():
    text = (
        "Iranian Foreign Minister Ali Rezaei met Iraqi Prime Minister Omar Khalid in Baghdad on Wednesday.\n"
        "In the meeting with Khalid, Rezaei said ties are good.\n"
    )
    assert meetings(text) == [
        ("talks", "held", "2023-02-22", "Baghdad", ["Ali Rezaei", "Omar Khalid"])
    ]


@pytest.mark.parametrize(
    "text, expected",
    [
        (
            (
                "Iranian Foreign Minister Ali Rezaei held a telephone conversation with Iraqi Foreign "
                "Minister Omar Khalid yesterday."
            ),
            ("call", "held", "2023-02-23", None, ["Ali Rezaei", "Omar Khalid"]),
        ),
        (
            "Iraqi Prime Minister Omar Khalid will visit Tehran on Monday.",
            ("visit", "planned", "2023-02-27", "Tehran", ["Omar Khalid"]),
        ),
        (
            "Iraqi Defence Minister Omar Khalid has cancelled a visit to Tehran planned for Saturday.",
            ("visit", "cancelled", "2023-02-25", "Tehran", ["Omar Khalid"]),
        ),
    ],
)
def test_kind_and_status(text, expected):
    assert meetings(text + "\n") == [expected]


def test_no_meeting_with_a_number_of_officials():
    assert meetings("Iranian Foreign Minister Ali Rezaei met a number of Iraqi officials.\n") == []


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Iranian Interior Minister Ali Rezaei left.", ("Ali Rezaei", "Interior Minister", "IRN")),
        ("Iraq’s national security adviser, Omar Khalid, left.", ("Omar Khalid", "national security adviser", "IRQ")),
        ("Omar Khalid, Iraq's national security adviser, left.", ("Omar Khalid", "national security adviser", "IRQ")),
        (
            "Secretary of Irans Supreme National Security Council (SNSC) Ali Rezaei left.",
            ("Ali Rezaei", "Secretary of the Supreme National Security Council", "IRN"),
        ),
        ("Iran's ambassador to Iraq, Ali Rezaei, left.", ("Ali Rezaei", "ambassador to Iraq", "IRN")),
    ],
)  # fmt: skip
def test_official(text, expected):
    assert officials(text + "\n") == [expected]


def test_counterpart_has_the_same_post_on_the_other_side():
    text = (
        "Iranian Foreign Minister Ali Rezaei met his Iraqi counterpart, Omar Khalid, in Tehran.\n"
    )
    assert officials(text)[1] == ("Omar Khalid", "Foreign Minister", "IRQ")


def test_titles_are_told_apart_by_country():
    text = (
        "Iranian Interior Minister Ali Rezaei met Iraqi Interior Minister Omar Khalid.\n"
        "The Iranian minister said the road is open.\n"
        "The Iraqi side agreed.\n"
        "The Iraqi minister said trade goes on. He added that trucks may pass.\n"
    )
    names = [s["speaker_name"] for s in extract("x", text)["statements"] if s["cue"]]
    assert names[0] == "Ali Rezaei"
    assert names[-2:] == ["Omar Khalid", "Omar Khalid"]


def test_a_minister_whom_the_article_never_names_stays_unnamed():
    text = (
        "Iranian Interior Minister Ali Rezaei said the road is open.\n"
        "The Iraqi defense minister said it is closed. He added that this will last.\n"
    )
    assert [s["speaker_name"] for s in extract("x", text)["statements"]] == [
        "Ali Rezaei",
        None,
        None,
    ]
