"""Printed days and stamps: what can mean two days is two days, and what is none is none."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from convertdate import persian as oracle
from hypothesis import given
from hypothesis import strategies as st

from scripts.ingest import persian
from scripts.ingest.days import Stamp, printed_days, read_stamp

MARCH_12 = date(2024, 3, 12)


@pytest.mark.parametrize(
    "words, printed",
    [
        ("Published: 0137 GMT March 12, 2024", "March 12, 2024"),
        ("NORTON, 12 Mar 2024 – Ministers", "12 Mar 2024"),
        ("Tuesday, 12th of March 2024", "12th of March 2024"),
        ("12-Mar-2024", "12-Mar-2024"),
        ("By A WriterMarch 12, 2024", "March 12, 2024"),
        ("March 12, 20245:01 AM", "March 12, 2024"),
        ("12. März 2024", "12. März 2024"),
        ("12 Mart 2024", "12 Mart 2024"),
        ("١٢ آذار ٢٠٢٤", "١٢ آذار ٢٠٢٤"),
        ("12 مارس/آذار 2024", "12 مارس/آذار 2024"),
        ("12 ئازار 2024", "12 ئازار 2024"),
        ("12 de marzo de 2024", "12 de marzo de 2024"),
        ("Sept. 9, 2024 no, Mar. 12, 2024", "Mar. 12, 2024"),
        ("2024-03-12T08:15", "2024-03-12"),
        ("2024/03/12 08:15", "2024/03/12"),
        ("2024.3.12", "2024.3.12"),
        ("22 Esfand 1402", "22 Esfand 1402"),
        ("سه‌شنبه ۲۲ اسفند ۱۴۰۲ - ۰۸:۱۵", "۲۲ اسفند ۱۴۰۲"),
        ("1402/12/22 - 08:15", "1402/12/22"),
        ("۱۴۰۲/۱۲/۲۲", "۱۴۰۲/۱۲/۲۲"),
        ("22/12/1402", "22/12/1402"),
    ],
)
def test_a_printed_day_is_read_where_it_stands(words: str, printed: str) -> None:
    found = printed_days(words)[-1]
    assert words[found.start : found.end] == printed
    assert found.days == (MARCH_12,)
    assert found.is_persian == any(sign in printed for sign in ("1402", "۱۴۰۲"))


def test_a_day_that_may_be_two_is_two() -> None:
    assert printed_days("12/03/2024")[0].days == (MARCH_12, date(2024, 12, 3))
    assert printed_days("13/03/2024")[0].days == (date(2024, 3, 13),)
    assert printed_days("03.03.2024")[0].days == (date(2024, 3, 3),)


@pytest.mark.parametrize(
    "words",
    [
        "March 2024",
        "30 February 2024",
        "2024-13-01",
        "1445/09/02",  # the lunar calendar
        "30/12/1402",  # no leap year
        "12 March 1402",
        "News 2024/03/12/4711",
        "112/03/2024",
        "may 12 people 2024",
        "version 1.2.2024.5",
        "the year 2024",
        "dismay 12, 2024",
    ],
)
def test_what_is_no_day_is_none(words: str) -> None:
    assert printed_days(words) == []


@given(st.dates(date(1950, 1, 1), date(2100, 12, 31)))
def test_every_day_is_read_in_every_form(day: date) -> None:
    for form in ("%d %B %Y", "%B %d, %Y", "%Y-%m-%d", "%d-%b-%Y", "%b. %d %Y"):
        (found,) = printed_days(f"x {day:{form}} y")
        assert found.days == (day,)


@pytest.mark.parametrize(
    "year", [*range(persian.FIRST_YEAR, persian.LAST_YEAR + 1, 3), persian.LAST_YEAR]
)
def test_the_persian_calendar_is_that_of_the_astronomers(year: int) -> None:
    for month, day in ((1, 1), (12, 29)):
        assert persian.gregorian(year, month, day) == date(*oracle.to_gregorian(year, month, day))
    last = persian.gregorian(year, 12, 30)
    assert (last is not None) == oracle.leap(year)


@given(
    st.dates(date(1991, 3, 21), date(2042, 3, 20)),
    st.integers(min_value=1, max_value=400),
)
def test_persian_days_follow_each_other(first: date, days: int) -> None:
    every = {
        persian.gregorian(year, month, day)
        for year in range(first.year - 622, first.year - 618)
        for month in range(1, 13)
        for day in range(1, 32)
    }
    wanted = {first + timedelta(days=n) for n in range(days)}
    limits = (date(1991, 3, 21), date(2042, 3, 20))
    assert {day for day in wanted if limits[0] <= day <= limits[1]} <= every


@pytest.mark.parametrize(
    "parts", [(1369, 1, 1), (1421, 1, 1), (1402, 0, 1), (1402, 13, 1), (1402, 7, 31), (1402, 1, 0)]
)
def test_no_persian_day_is_made_up(parts: tuple[int, int, int]) -> None:
    assert persian.gregorian(*parts) is None


@pytest.mark.parametrize(
    "value, days",
    [
        ("2024-03-12T08:15:00+03:30", "12"),
        ("2024-03-12T23:59:00+03:30", "12"),
        ("2024-03-12", "12"),
        ("2024-03-12 08:15", "12"),
        ("20240312", "12"),
        ("1402-12-22T08:15", "12"),
        ("2024-03-12T08:15:00Z", "11 12"),
        ("2024-03-12T10:15:00+00:00", "11 12 13"),
        ("2024-03-12T22:15:00Z", "12 13"),
        ("Tue, 12 Mar 2024 22:15:00 GMT", "12 13"),
    ],
)
def test_a_stamp_tells_the_day_on_its_own_clock(value: str, days: str) -> None:
    possible = tuple(date(2024, 3, int(day)) for day in days.split())
    assert read_stamp(value) == Stamp(MARCH_12, possible)
    assert read_stamp(value).is_sure == (days == "12")


@pytest.mark.parametrize(
    "value", ["", "yesterday", "3 days ago", "2024", "0001-01-01", "1445-09-02", "12.03.2024"]
)
def test_what_is_no_stamp_is_none(value: str) -> None:
    assert read_stamp(value) is None


@given(st.text())
def test_no_words_are_too_strange(words: str) -> None:
    read_stamp(words)
    for found in printed_days(words):
        assert 0 <= found.start < found.end <= len(words)
