"""Dates are told in words as uncertain as they are written."""

from __future__ import annotations

import pytest

from dataset.site.dates import machine, period, tenure, words


@pytest.mark.parametrize(
    "text, expected",
    [
        ("2020-07-21", "21 July 2020"),
        ("2020-07", "July 2020"),
        ("2020", "2020"),
        ("2022-11-XX", "a day of November 2022"),
        ("2022-XX-XX", "a day of 2022"),
        ("2022-XX", "a month of 2022"),
        ("202X", "a year from 2020 to 2029"),
        ("20XX", "a year from 2000 to 2099"),
        ("2022-11-27~", "about 27 November 2022"),
        ("1954?", "probably 1954"),
        ("2022%", "probably about 2022"),
        ("202X?", "probably a year from 2020 to 2029"),
        ("[2023-02-21,2023-02-22]", "21 or 22 February 2023"),
        ("[2023-02-01,2023-02-05,2023-02-09]", "1, 5 or 9 February 2023"),
        ("[2023-02-27,2023-02-28,2023-03]", "27 February 2023, 28 February 2023 or March 2023"),
        ("[2023-01-31,2023-02-01]", "31 January 2023 or 1 February 2023"),
        ("[2022?,2023?]", "probably 2022 or probably 2023"),
        ("2020-07-21/2020-07-22", "from 21 July 2020 to 22 July 2020"),
        ("2021/..", "since 2021, still going on"),
        ("2021/", "from 2021, end unknown"),
        ("/2021", "until 2021, start unknown"),
        ("../2021", "until 2021, start unknown"),
        ("..", "still going on"),
        (None, None),
    ],
)
def test_a_date_is_told_in_words(text: str | None, expected: str | None) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    "start, end, expected",
    [
        (None, None, None),
        ("2020", "2020", "2020"),
        ("2020-07-21", "2020-07-22", "21 July 2020 to 22 July 2020"),
        ("2020-07-21", None, "21 July 2020, end unknown"),
        (None, "2020-07-21", "until 21 July 2020, start unknown"),
    ],
)
def test_a_period_says_what_is_unknown(
    start: str | None, end: str | None, expected: str | None
) -> None:
    assert period(start, end) == expected


def test_an_unknown_end_of_a_post_is_not_one_that_is_still_held() -> None:
    assert tenure("2018", None) == "2018 – end unknown"
    assert tenure(None, "..") == "start unknown – still held"
    assert tenure("2018", "2020-01") == "2018 – January 2020"


@pytest.mark.parametrize("text", ["2020", "2020-07", "2020-07-21"])
def test_a_plain_date_is_for_programs_too(text: str) -> None:
    assert machine(text) == text


@pytest.mark.parametrize(
    "text", [None, "2020~", "2020-XX", "[2020,2021]", "2020/2021", "..", "٢٠٢٠"]
)
def test_no_other_date_is_passed_off_as_plain(text: str | None) -> None:
    assert machine(text) is None
