"""Days that a text prints and stamps that a page's code declares, read strictly: what can mean two days is no day.

Not left to dateparser, which htmldate brings: version 1.5.0 takes `1402/12/22` for a year of the common era and fills
in what is missing from today's date, so that the same page would give other days tomorrow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache

from scripts.ingest import persian

_LOCALES = ("en", "ar", "ar_IQ", "fa", "tr", "ku", "ckb", "de", "fr", "ru", "it", "es", "hr")
"""Languages of the vocabulary, whose names of months are those of CLDR."""
_PERSIAN = {name: n for n, names in enumerate(persian.MONTHS, 1) for name in names}
_EARLIEST, _LATEST = 1950, 2100
_HAS_YEAR = re.compile(r"\d{4}")

_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.)?"
_YEAR = r"(?P<year>\d{4})(?!\d(?!\d?:\d\d))"
"""A year; a time may be glued to it: `May 9, 20245:01`."""


@cache
def _month_names() -> dict[str, int]:
    """Names of months in lower case, long and short; those that mean two months in two languages are left out."""
    from babel.dates import get_month_names

    found: dict[str, set[int]] = {"sept": {9}}
    for locale in _LOCALES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, locale).items():
                    found.setdefault(name.lower().strip("."), set()).add(number)
    return {
        name: numbers.pop()
        for name, numbers in found.items()
        if len(numbers) == 1 and not any(char.isdigit() for char in name)
    }


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    """Forms in which a day with its year is printed."""
    month, persian_month = (
        "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
        for names in (_month_names(), _PERSIAN)
    )
    named = rf"(?P<name>{month})(?!\w)\.?(?:\s*/\s*[^\W\d]+)?"
    forms = (
        # a capital may be glued to what stands before it: `By A WriterMay 9, 2024`
        rf"(?:(?<!\w)|(?<=\w)(?-i:(?=[A-Z]))){named}\s+{_DAY},?\s+{_YEAR}",
        rf"(?<!\d){_DAY}\s+(?:of\s+|de\s+)?{named},?\s+(?:de\s+)?{_YEAR}",
        rf"(?<!\d){_DAY}[-/](?P<name>{month})[-/]{_YEAR}",
        rf"(?<!\d){_DAY}\s+(?P<persian>{persian_month})(?!\w),?\s+{_YEAR}",
        r"(?<![\d/.-])(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?![\d/-]|\.\d)",
        r"(?<![\d/.-])(?P<first>\d{1,2})(?P<mark>[-/.])(?P<second>\d{1,2})(?P=mark)(?P<year>\d{4})(?![\d/-]|\.\d)",
    )
    return tuple(re.compile(form, re.IGNORECASE) for form in forms)


@dataclass(frozen=True)
class PrintedDay:
    """A day as printed: `words[start:end]`. `days` holds two where day and month cannot be told apart."""

    start: int
    end: int
    days: tuple[date, ...]
    is_persian: bool = False


def printed_days(words: str) -> list[PrintedDay]:
    """Every day with a year that the words print, in order."""
    found: dict[int, PrintedDay] = {}
    for form in _forms() if _HAS_YEAR.search(words) else ():
        for match in form.finditer(words):
            days = tuple(sorted(set(_days(match))))
            if days:
                is_persian = _is_persian(match)
                found.setdefault(
                    match.start(), PrintedDay(match.start(), match.end(), days, is_persian)
                )
    return [found[start] for start in sorted(found)]


def _is_persian(match: re.Match[str]) -> bool:
    parts = match.groupdict()
    by_number = not parts.get("name") and int(parts["year"]) <= persian.LAST_YEAR
    return bool(parts.get("persian")) or by_number


def _days(match: re.Match[str]) -> Iterator[date]:
    parts = match.groupdict()
    year = int(parts["year"])
    if parts.get("first"):
        one, other = int(parts["first"]), int(parts["second"])
        pairs = [(one, other), (other, one)]
    elif parts.get("persian"):
        pairs = [(_PERSIAN[parts["persian"].lower()], int(parts["day"]))]
    elif parts.get("name"):
        pairs = [(_month_names()[parts["name"].lower()], int(parts["day"]))]
    else:
        pairs = [(int(parts["month"]), int(parts["day"]))]
    for month, day in pairs:
        made = (
            persian.gregorian(year, month, day)
            if _is_persian(match)
            else _gregorian(year, month, day)
        )
        if made is not None:
            yield made


def _gregorian(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if _EARLIEST <= year <= _LATEST else None
    except ValueError:
        return None


@dataclass(frozen=True)
class Stamp:
    """The day of a machine-readable time, on the clock it was written by.

    `possible` are the days that the outlet's own calendar may have shown: that one; of a time in UTC also the one
    before or after, as far as clocks on earth differ.
    """

    day: date
    possible: tuple[date, ...]

    @property
    def is_sure(self) -> bool:
        """Whether the outlet's own day is known."""
        return len(self.possible) == 1


_FARTHEST_WEST, _FARTHEST_EAST = 12, 14
"""Hours by which a clock may be behind UTC, or ahead of it."""


def read_stamp(value: str) -> Stamp | None:
    """Read a time as HTML, JSON-LD or HTTP write it; None for anything else."""
    value = value.strip()
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        try:
            moment = parsedate_to_datetime(value)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
    if moment.year <= persian.LAST_YEAR:
        day = persian.gregorian(moment.year, moment.month, moment.day)
        return None if day is None else Stamp(day, (day,))
    day = _gregorian(moment.year, moment.month, moment.day)
    if day is None:
        return None
    offset = moment.utcoffset()
    if offset is None or offset:
        return Stamp(day, (day,))
    before = [day - timedelta(days=1)] * (moment.hour < _FARTHEST_WEST)
    after = [day + timedelta(days=1)] * (moment.hour >= 24 - _FARTHEST_EAST)
    return Stamp(day, (*before, day, *after))
