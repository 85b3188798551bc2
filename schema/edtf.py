"""The date profile: what a date field may hold, and the calendar days it can mean.

A small part of the Extended Date/Time Format (ISO 8601-2:2019, Annex A; Library of Congress 2019):
level 0 dates without times; from level 1 the qualifiers ``?``, ``~`` and ``%`` after a whole date,
unspecified right-hand digits and open intervals; from level 2 only one-of sets. ``docs/dates.md``
shows every form with its bounds and says why the rest is refused.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise, product
from typing import Final, NamedTuple

_DATE: Final = re.compile(
    r"""
    (?: (?P<years> [0-9]{3}X | [0-9]{2}XX )
      | (?P<year> [0-9]{4} )
        (?: -XX (?: -XX )? | - (?P<month> [0-9]{2} ) (?: -XX | - (?P<day> [0-9]{2} ) )? )? )
    (?P<qualifier> [?~%] )?
    """,
    re.VERBOSE,
)
_OPEN: Final = ("", "..")
_SHOWN: Final = 60  # characters of a refused text that a message repeats
_DAY_FORM: Final = "write the year first, YYYY-MM-DD, as in 2020-07-22"
_X_FORM: Final = "write 2022-11-XX, 2022-XX-XX, 2022-XX, 202X or 20XX, or a set of days as [A,B]"

# Pattern, problem, remedy: read only once a text is refused, so that the message fits the mistake.
# The first pattern found wins; the second one leaves only ASCII to those after it.
_MISTAKES: Final = (
    (r"\A\s*\Z", "a date is empty", "write it, or leave the field out when it is unknown"),
    (r"[^ -~]", "a sign is not printable ASCII", "type the digits 0-9, '-', '/' and X anew"),
    (r"^(\d{4})[/.](\d\d?)[/.](\d\d?)$", "a day needs hyphens", "write {0}-{1:0>2}-{2:0>2}"),
    (r"^\d\d?[/.-]\d\d?[/.-]\d+$", "a day does not begin with its year", _DAY_FORM),
    (r"\dT|:", "a time of day is no part of a date", "write the day only, as in 2020-07-22"),
    (r"[A-WYZa-wyz]{3}", "a date is not written in words", _DAY_FORM),
    (r" ", "there is a space in a date", "write it without"),
    (r"^(XXXX|--|\d\d-\d\d$)", "a date has no year", "leave it out, keep the words as evidence"),
    (r"^(\d{4})-(\d{4})$", "an interval is divided by '/'", "write {0}/{1}"),
    (r"[{}]", "all-of sets are outside the profile", "make one record per date"),
    (r"[][,]", "a set is [A,B], with nothing around it", "put qualifiers inside, as in [A?,B?]"),
    (r"/.*/", "there is more than one '/'", "write one interval, START/END"),
    (r"/", "a set holds no interval", "list its days one by one"),
    (r"\.\.", "'..' is only a whole side of an interval", "write A/.., A/B, or the set [A,B,C]"),
    (r"^(\d{4})(\d\d)(\d\d)$", "a day needs hyphens", "write {0}-{1}-{2}"),
    (r"^(\d{4})-(\d\d?)-(\d\d?)$", "month and day need two digits", "write {0}-{1:0>2}-{2:0>2}"),
    (r"^(\d{4})-(\d)$", "a month needs two digits", "write {0}-0{1}"),
    (r"[xu]", "an unspecified digit is a capital X", "write X, as in 2022-11-XX"),
    (r"[?~%]", "one qualifier may follow a whole date", "write 2022-11?, 2022-11~ or 2022-11%"),
    (r"X", "X stands for a whole day or month, or the last digits of a lone year", _X_FORM),
    (r"^[-+Y]|^\d{1,3}(-|$)|\d{5}", "a year has four digits", "write a year from 0001 to 9999"),
)


class EdtfError(ValueError):
    """A text is no date of the profile: what is wrong, what was found, what to write instead."""

    def __init__(self, problem: str, found: str, remedy: str) -> None:
        """Keep the three apart, so that a finding can show each in its place."""
        super().__init__(problem, found, remedy)
        self.problem, self.found, self.remedy = problem, found, remedy

    def __str__(self) -> str:
        """Return one line, control characters escaped: ``problem (found 'text'); remedy``."""
        found = self.found if len(self.found) <= _SHOWN else self.found[:_SHOWN] + "…"
        return f"{self.problem} (found {found!r}); {self.remedy}"


@dataclass(frozen=True, slots=True)
class DayRange:
    """The days one date can mean; both null for the unknown or open side of an interval."""

    earliest: date | None
    latest: date | None
    uncertain: bool


@dataclass(frozen=True, slots=True)
class EdtfDate:
    """A date of the profile: the text exactly as written, and the days it can mean.

    ``parts`` holds one range for a date, start and end for an interval, one per member for a set.
    ``is_ongoing``: the end is ``..``, still going on (``A/`` is an end that nobody knows).
    """

    text: str
    parts: tuple[DayRange, ...]
    is_interval: bool
    is_ongoing: bool

    @property
    def earliest(self) -> date | None:
        """The first day it can mean; null when the start is unknown."""
        return self.parts[0].earliest

    @property
    def latest(self) -> date | None:
        """The last day it can mean; null when the end is unknown or still to come."""
        return self.parts[-1].latest

    @property
    def uncertain(self) -> bool:
        """Whether a qualifier is present anywhere; it never widens the bounds."""
        return any(part.uncertain for part in self.parts)


def parse(text: str) -> EdtfDate:
    """Read one date of the profile; every other text raises ``EdtfError``."""
    if text.startswith("[") and text.endswith("]"):
        return EdtfDate(text, _read_set(text), is_interval=False, is_ongoing=False)
    if text.count("/") == 1:
        parts = _read_interval(text)
        return EdtfDate(text, parts, is_interval=True, is_ongoing=text.endswith("/.."))
    return EdtfDate(text, (_read_date(text),), is_interval=False, is_ongoing=False)


def bounds(text: str) -> tuple[date | None, date | None, bool]:
    """Return the earliest and latest day and whether a qualifier is present; see ``parse``."""
    value = parse(text)
    return value.earliest, value.latest, value.uncertain


def precedes(a: EdtfDate, b: EdtfDate) -> bool | None:
    """Whether all of ``a`` lies before all of ``b``: the last day of a before the first day of b.

    True or False only if that holds for every pair of days the two can mean, else None. An unknown
    side can be any day that the other side allows; ``..`` ends after every day; a qualified date
    may lie outside its bounds, so nothing is sure about it.
    """
    return _agreed(_before(*pair) for pair in product(_readings(a), _readings(b)))


def covers(interval: EdtfDate, point: EdtfDate) -> bool | None:
    """Whether ``interval`` (a tenure) contains ``point`` (an act), first and last day included.

    True if all of ``point`` is surely inside, False if surely none of it is, else None: also when
    a point of several days is partly inside. Unknown, open and qualified as in ``precedes``.
    """
    return _agreed(_contains(*pair) for pair in product(_readings(interval), _readings(point)))


def _refusal(text: str) -> EdtfError:
    for pattern, problem, remedy in _MISTAKES:
        if match := re.search(pattern, text):
            return EdtfError(problem, text, remedy.format(*match.groups()))
    return EdtfError("this is no date of the profile", text, "write YYYY, YYYY-MM or YYYY-MM-DD")


def _read_set(text: str) -> tuple[DayRange, ...]:
    parts = tuple(_read_date(member) for member in text[1:-1].split(","))
    if len(parts) == 1:
        problem = "a one-of set has only one date"
        raise EdtfError(problem, text, "write the date without brackets, or add the other dates")
    if any(_edges(before)[1] >= _edges(after)[0] for before, after in pairwise(parts)):
        problem = "the dates of a set are not in order, or one lies within another"
        raise EdtfError(problem, text, "list each date once, the earliest first")
    return parts


def _read_interval(text: str) -> tuple[DayRange, DayRange]:
    start, end = text.split("/")
    if start in _OPEN and end in _OPEN:
        problem = "an interval has no date on either side"
        raise EdtfError(problem, text, "leave the field out when both ends are unknown")
    unknown = DayRange(None, None, uncertain=False)
    first = unknown if start in _OPEN else _read_date(start)
    last = unknown if end in _OPEN else _read_date(end)
    if _edges(first)[0] > _edges(last)[1]:
        problem = "the interval ends before it starts"
        raise EdtfError(problem, text, "write the earlier date first, START/END")
    if last.earliest is not None and _edges(first)[0] > last.earliest:
        problem = "the end is less exact than the start and reaches back before it"
        raise EdtfError(problem, text, f"write the end as exactly as the start, or {start}/")
    return first, last


def _read_date(text: str) -> DayRange:
    match = _DATE.fullmatch(text)
    if match is None:
        raise _refusal(text)
    year = match["years"] or match["year"]
    first_year, last_year = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if first_year == 0:
        problem = "there is no year 0000"
        raise EdtfError(problem, text, "write a year from 0001 to 9999")
    uncertain = match["qualifier"] is not None
    if match["month"] is None:
        return DayRange(date(first_year, 1, 1), date(last_year, 12, 31), uncertain)
    month = int(match["month"])
    if month not in range(1, 13):
        problem = f"there is no month {match['month']}"
        raise EdtfError(problem, text, "write a month from 01 to 12 (the profile has no seasons)")
    days = range(1, monthrange(first_year, month)[1] + 1)
    if match["day"] is None:
        return DayRange(date(first_year, month, 1), date(first_year, month, days[-1]), uncertain)
    if int(match["day"]) not in days:
        problem = f"there is no day {match['day']} in {year}-{match['month']}"
        remedy = f"write a day from 01 to {days[-1]}, or {year}-{match['month']}-XX if unknown"
        raise EdtfError(problem, text, remedy)
    day = date(first_year, month, int(match["day"]))
    return DayRange(day, day, uncertain)


def _edges(part: DayRange) -> tuple[date, date]:
    """Return the bounds, with the ends of the calendar where there are none."""
    return part.earliest or date.min, part.latest or date.max


class _Reading(NamedTuple):
    """One way to read a date: the range of its first day and the range of its last day."""

    first_from: date
    first_to: date
    last_from: date
    last_to: date


def _sure(part: DayRange) -> tuple[date, date]:
    return (date.min, date.max) if part.uncertain else _edges(part)


def _readings(value: EdtfDate) -> list[_Reading]:
    if not value.is_interval:
        return [_Reading(*_sure(part), *_sure(part)) for part in value.parts]
    first_from, first_to = _sure(value.parts[0])
    last_from, last_to = (date.max, date.max) if value.is_ongoing else _sure(value.parts[1])
    # The start is never after the end, so each narrows what the other can be.
    return [_Reading(first_from, min(first_to, last_to), max(first_from, last_from), last_to)]


def _before(a: _Reading, b: _Reading) -> bool | None:
    if a.last_to < b.first_from:
        return True
    return False if a.last_from >= b.first_to else None


def _contains(whole: _Reading, part: _Reading) -> bool | None:
    if part.last_to < whole.first_from or whole.last_to < part.first_from:
        return False
    inside = whole.first_to <= part.first_from and part.last_to <= whole.last_from
    return True if inside else None


def _agreed(answers: Iterable[bool | None]) -> bool | None:
    found = set(answers)
    return found.pop() if len(found) == 1 else None
