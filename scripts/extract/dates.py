"""Dates in an article, as far as its words and its day of publication tell; written in the project's date profile.

A closed grammar: ISO days, months with days and years, weekdays, "yesterday", "last month", "next week". Weekdays
lie in the past unless the sentence speaks of what is to come. Days of other calendars ("1402/05/12") are left alone.
A library was tried instead: it took 8 ms a phrase, read Solar Hijri days as Gregorian ones and had 15 of 19 right.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from scripts.extract.text import NUMBER, Text

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon",
            "tuesday tue tues",
            "wednesday wed",
            "thursday thu thurs",
            "friday fri",
            "saturday sat",
            "sunday sun",
        )
    )
    for name in names.split()
}
_RELATIVE = frozenset(("yesterday", "today", "tonight", "tomorrow"))
_SPANS = frozenset(("week", "month", "year", "weekend"))
_PARTS = frozenset(("morning", "evening", "afternoon", "night"))
_COUNTS = {
    word: n
    for n, word in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], start=1
    )
}
DATE_WORDS = frozenset((*_MONTHS, *_WEEKDAYS, *_RELATIVE))
_WORDS = frozenset(
    form for word in (*DATE_WORDS, *_SPANS, *_PARTS, "ago") for form in (word, f"{word}'s")
)
_DAY = re.compile(r"^(\d{1,2})(?:st|nd|rd|th)?$")
_YEAR = re.compile(r"^(?:19|20)\d\d$")
_ISO = re.compile(r"\b((?:19|20)\d\d)-(\d\d)-(\d\d)\b")
_HEAD, _FOOT = 6, 2
"""Paragraphs of a page that may print its day of publication."""


def published_in(text: Text) -> date | None:
    """The day of publication that the head or foot of the page prints; None if it prints none with a year."""
    for first, last in [*text.paragraphs[:_HEAD], *text.paragraphs[-_FOOT:]]:
        if text.end[last] - text.start[first] > 160 and first > 40:
            continue
        words = text.raw[text.start[first] : text.end[min(last, first + 30)]]
        iso = _ISO.search(words) if "-" in words else None
        if iso and (day := _day(int(iso[1]), int(iso[2]), int(iso[3]))):
            return day
        for i in _candidates(text, first, min(last, first + 24)):
            found = _month_day(text, i, last, None)
            if found and len(found[1]) == 10 and _has_year(text, i, found[0]):
                return date.fromisoformat(found[1])
    return None


def _candidates(text: Text, first: int, last: int) -> list[int]:
    """Tokens of a range at which a date may stand."""
    low, kind = text.low, text.kind
    return [i for i in range(first, last + 1) if low[i] in _WORDS or kind[i] == NUMBER]


def _has_year(text: Text, first: int, last: int) -> bool:
    return any(_YEAR.match(text.low[i]) for i in range(first, last + 1))


def dates_in(
    text: Text, first: int, last: int, published: date | None, *, future: bool
) -> list[tuple[int, str]]:
    """Token and value of each date in a range of tokens; `future` tells that they are to come."""
    found: list[tuple[int, str]] = []
    done = first - 1
    for i in _candidates(text, first, last):
        if i <= done:
            continue
        made = _month_day(text, i, last, published, future=future)
        if made is None and text.kind[i] == NUMBER:
            iso = _ISO.match(text.raw, text.start[i])
            day = _day(int(iso[1]), int(iso[2]), int(iso[3])) if iso else None
            made = (i, day.isoformat()) if day else None
        elif made is None and published is not None:
            value = _relative(text, i, first, published, future=future)
            made = (i, value) if value else None
        if made:
            done = made[0]
            found.append((i, made[1]))
    return found


def _relative(text: Text, i: int, first: int, published: date, *, future: bool) -> str | None:
    """A date that only the day of publication gives: "on Wednesday", "yesterday", "next week", "two days ago"."""
    low = text.low
    word = low[i].removesuffix("'s")
    before = low[i - 1] if i > first else ""
    if word in _WEEKDAYS:
        return _weekday(word, before, published, future=future) if text.capital[i] else None
    if word in ("today", "tonight") or (word in _PARTS and before == "this"):
        return published.isoformat()
    if word in ("yesterday", "tomorrow"):
        return (published + timedelta(days=1 if word == "tomorrow" else -1)).isoformat()
    if word in _PARTS and before == "last":
        return (published - timedelta(days=1)).isoformat()
    if word in _SPANS and before in _STEPS:
        return _around(published, before, word)
    if word == "ago" and i - 2 >= first and before in ("days", "day", "weeks", "week"):
        return _ago(low[i - 2], before, published)
    return None


_STEPS = {"last": -1, "previous": -1, "this": 0, "next": 1, "coming": 1}


def _ago(count: str, unit: str, published: date) -> str | None:
    number = _COUNTS.get(count) or (int(count) if count.isdecimal() and len(count) < 3 else None)
    if number is None:
        return None
    if unit.startswith("week"):
        return _common(
            published - timedelta(days=7 * number + 3), published - timedelta(days=7 * number - 3)
        )
    return (published - timedelta(days=number)).isoformat()


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _around(published: date, which: str, unit: str) -> str | None:
    step = _STEPS[which]
    if unit == "year":
        return str(published.year + step)
    if unit == "month":
        months = published.year * 12 + published.month - 1 + step
        return f"{months // 12:04d}-{months % 12 + 1:02d}"
    monday = published - timedelta(days=published.weekday()) + timedelta(days=7 * step)
    if unit == "weekend":
        return _common(monday + timedelta(days=5), monday + timedelta(days=6))
    return _common(monday, monday + timedelta(days=6))


def _common(first: date, last: date) -> str | None:
    """The month or year that all days of a span share: what is told of a week is no day."""
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.year:04d}-{first.month:02d}"
    return f"{first.year:04d}" if first.year == last.year else None


def _weekday(word: str, before: str, published: date, *, future: bool) -> str:
    wanted = _WEEKDAYS[word]
    if before in ("next", "coming", "upcoming") or (future and before != "last"):
        ahead = (wanted - published.weekday()) % 7
        return (published + timedelta(days=ahead or (7 if before == "next" else 0))).isoformat()
    back = (published.weekday() - wanted) % 7
    if before == "last" and back == 0:
        back = 7
    return (published - timedelta(days=back)).isoformat()


def days_long(word: str) -> int | None:
    """How many days "three-day" or "10-day" is; None for other words."""
    count, joint, unit = word.partition("-")
    if not joint or unit not in ("day", "days"):
        return None
    return _COUNTS.get(count) or (int(count) if count.isdecimal() and len(count) < 3 else None)


def _month_day(
    text: Text, i: int, last: int, published: date | None, *, future: bool = False
) -> tuple[int, str] | None:
    """A date that begins at token i with a month or a day: last token and value."""
    low = text.low

    def at(k: int) -> str:
        return low[k] if k <= last else ""

    month = day = 0
    end = i
    word = low[i].removesuffix("'s")
    if word in _MONTHS:
        if not text.capital[i]:
            return None
        month = _MONTHS[word]
        k = i + 1 + (at(i + 1) == ".")
        found = _DAY.match(at(k))
        if found and 1 <= int(found[1]) <= 31:
            day, end = int(found[1]), k
    else:
        found = _DAY.match(low[i]) if text.kind[i] == NUMBER else None
        k = i + 1 + (at(i + 1) == "of")
        if not found or at(k).removesuffix("'s") not in _MONTHS or not text.capital[k]:
            return None
        month, day, end = _MONTHS[at(k).removesuffix("'s")], int(found[1]), k
    if not (
        day
        or at(i - 1) in ("in", "of", "last", "since", "by", "early", "late", "mid")
        or _YEAR.match(at(end + 1))
    ):
        return None
    k = end + 1 + (at(end + 1) == ",")
    year = 0
    if _YEAR.match(at(k)):
        year, end = int(at(k)), k
    elif published is None:
        return None
    else:
        year = _nearest_year(published, month, day or published.day, future=future)
    if not day:
        return (end, f"{year:04d}-{month:02d}")
    made = _day(year, month, day)
    return (end, made.isoformat()) if made else None


def _nearest_year(published: date, month: int, day: int, *, future: bool) -> int:
    if future:
        return (
            published.year
            if (month, day) >= (published.month, published.day)
            else published.year + 1
        )
    return (
        published.year if (month, day) <= (published.month, published.day) else published.year - 1
    )
