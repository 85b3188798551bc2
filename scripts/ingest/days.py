"""Days that a text prints and stamps that a page's code declares, read strictly: what can mean two days is no day.

Not left to dateparser, which htmldate brings: version 1.5.0 takes `1402/12/22` for a year of the common era and fills
in what is missing from today's date, so that the same page would give other days tomorrow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parsedate_to_datetime

from scripts.ingest import persian

_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_NAMES = {name: number for number, name in enumerate(_MONTHS, 1)}
_NAMES |= {name[:3]: number for name, number in _NAMES.items()} | {"sept": 9}
_PERSIAN = {name: n for n, names in enumerate(persian.MONTHS, 1) for name in names}
_EARLIEST, _LATEST = 1950, 2100

_MONTH = "|".join(sorted(_NAMES, key=len, reverse=True))
_PERSIAN_MONTH = "|".join(sorted(_PERSIAN, key=len, reverse=True))
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})(?!\d)"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?<!\w)(?P<name>{_MONTH})\.?\s+{_DAY},?\s+{_YEAR}",
        rf"(?<!\d){_DAY}\s+(?:of\s+)?(?P<name>{_MONTH})\b\.?,?\s+{_YEAR}",
        rf"(?<!\d){_DAY}[-/](?P<name>{_MONTH})[-/]{_YEAR}",
        rf"(?<!\d){_DAY}\s+(?P<persian>{_PERSIAN_MONTH})(?!\w),?\s+{_YEAR}",
        r"(?<![\d/.-])(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?![\d/-]|\.\d)",
        r"(?<![\d/.-])(?P<first>\d{1,2})(?P<mark>[-/.])(?P<second>\d{1,2})(?P=mark)(?P<year>\d{4})(?![\d/-]|\.\d)",
    )
)


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
    for form in _FORMS:
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
        pairs = [(_NAMES[parts["name"].lower()], int(parts["day"]))]
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

    `is_universal`: written in UTC, so that the outlet's own calendar may show the day before or after.
    """

    day: date
    is_universal: bool


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
        return None if day is None else Stamp(day, is_universal=False)
    offset = moment.utcoffset()
    day = _gregorian(moment.year, moment.month, moment.day)
    return None if day is None else Stamp(day, is_universal=offset is not None and not offset)
