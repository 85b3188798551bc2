"""Dates in an article, as far as its words and its day of publication tell; written in the project's date profile.

A closed grammar: ISO days, months with days and years, weekdays, "yesterday", "last month". Weekdays
lie in the past unless the sentence speaks of what is to come. Days of other calendars ("1402/05/12") are left alone.
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
DATE_WORDS = frozenset((*_MONTHS, *_WEEKDAYS, "yesterday", "today", "tonight", "tomorrow"))
_DAY = re.compile(r"^(\d{1,2})(?:st|nd|rd|th)?$")
_YEAR = re.compile(r"^(?:19|20)\d\d$")
_ISO = re.compile(r"\b((?:19|20)\d\d)-(\d\d)-(\d\d)\b")
_DASHED = re.compile(r"\b(\d{1,2})[-/.](\d{1,2})[-/.]((?:19|20)\d\d)\b")
_ORDINALS = frozenset(("st", "nd", "rd", "th"))


def published_in(text: Text) -> date | None:
    """The day of publication that the head or foot of the page prints; None if it prints none with a year."""
    for first, last in [*text.paragraphs[:6], *text.paragraphs[-2:]]:
        if text.end[last] - text.start[first] > 160 and first > 40:
            continue
        words = text.raw[text.start[first] : text.end[min(last, first + 30)]]
        iso = _ISO.search(words)
        if iso and (day := _day(int(iso[1]), int(iso[2]), int(iso[3]))):
            return day
        for i in range(first, min(last, first + 24) + 1):
            found = _month_day(text, i, last, None)
            if found and len(found[1]) == 10 and _has_year(text, i, found[0]):
                return date.fromisoformat(found[1])
    return None


def _has_year(text: Text, first: int, last: int) -> bool:
    return any(_YEAR.match(text.low[i]) for i in range(first, last + 1))


def dates_in(
    text: Text, first: int, last: int, published: date | None, *, future: bool
) -> list[tuple[int, str]]:
    """Token and value of each date in a range of tokens."""
    low = text.low
    found: list[tuple[int, str]] = []
    i = first
    while i <= last:
        word = low[i].removesuffix("'s")
        value: str | None = None
        end = i
        if word in _MONTHS or (text.kind[i] == NUMBER and _DAY.match(low[i])):
            made = _month_day(text, i, last, published, future=future)
            if made:
                end, value = made
        elif word in _WEEKDAYS and text.capital[i] and published is not None:
            value = _weekday(text, i, first, published, future=future)
        elif published is not None:
            if word == "yesterday":
                value = (published - timedelta(days=1)).isoformat()
            elif word in ("today", "tonight") or (
                word in ("morning", "evening", "afternoon") and i > first and low[i - 1] == "this"
            ):
                value = published.isoformat()
            elif word == "tomorrow":
                value = (published + timedelta(days=1)).isoformat()
            elif word in ("month", "year") and i > first and low[i - 1] in ("last", "next", "this"):
                value = _around(published, low[i - 1], word)
        if text.kind[i] == NUMBER and value is None:
            iso = _ISO.match(text.raw, text.start[i])
            if iso and (day := _day(int(iso[1]), int(iso[2]), int(iso[3]))):
                value = day.isoformat()
        if value:
            found.append((i, value))
        i = end + 1
    return found


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _around(published: date, which: str, unit: str) -> str:
    step = {"last": -1, "next": 1, "this": 0}[which]
    if unit == "year":
        return str(published.year + step)
    months = published.year * 12 + published.month - 1 + step
    return f"{months // 12:04d}-{months % 12 + 1:02d}"


def _weekday(text: Text, i: int, first: int, published: date, *, future: bool) -> str:
    low = text.low
    wanted = _WEEKDAYS[low[i].removesuffix("'s")]
    before = low[i - 1] if i > first else ""
    if before in ("next", "coming", "upcoming") or (future and before != "last"):
        ahead = (wanted - published.weekday()) % 7
        return (published + timedelta(days=ahead or (7 if before == "next" else 0))).isoformat()
    back = (published.weekday() - wanted) % 7
    if before == "last" and back == 0:
        back = 7
    return (published - timedelta(days=back)).isoformat()


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
        found = _DAY.match(low[i])
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
        year = _nearest_year(published, month, day or 1, future=future)
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
