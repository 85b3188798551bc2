"""Days of the Persian calendar (solar Hijri), which outlets of Iran print.

Leap years follow the cycle of 33 years that has held since 1244 and will hold until 1472; the anchor is the new year's
day of 1403, on 20 March 2024. The tests compare every day of ours with convertdate's astronomical calendar.
"""

from __future__ import annotations

from datetime import date

FIRST_YEAR, LAST_YEAR = 1370, 1420
"""Years that are read (1991 to 2042). A lunar Hijri year of our days, such as 1445, lies beyond."""

MONTHS = (
    ("farvardin", "فروردین"),
    ("ordibehesht", "اردیبهشت"),
    ("khordad", "خرداد"),
    ("tir", "تیر"),
    ("mordad", "مرداد"),
    ("shahrivar", "شهریور"),
    ("mehr", "مهر"),
    ("aban", "آبان"),
    ("azar", "آذر"),
    ("dey", "دی"),
    ("bahman", "بهمن"),
    ("esfand", "اسفند"),
)
"""Names of the months, in Latin and in Persian letters."""

_LEAP = frozenset((1, 5, 9, 13, 17, 22, 26, 30))
"""Years of the cycle with a thirtieth day of Esfand."""
_LONG_MONTHS, _LAST_MONTH = 6, 12
_ANCHOR_YEAR, _ANCHOR = 1403, date(2024, 3, 20).toordinal()


def gregorian(year: int, month: int, day: int) -> date | None:
    """The same day in the Gregorian calendar; None for a day that is none, or of a year that is not read."""
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= _LAST_MONTH):
        return None
    if not 1 <= day <= _days_in(year, month):
        return None
    first, last = sorted((year, _ANCHOR_YEAR))
    days = sum(366 if _is_leap(y) else 365 for y in range(first, last))
    new_year = _ANCHOR + (days if year >= _ANCHOR_YEAR else -days)
    return date.fromordinal(new_year + sum(_days_in(year, m) for m in range(1, month)) + day - 1)


def _is_leap(year: int) -> bool:
    return year % 33 in _LEAP


def _days_in(year: int, month: int) -> int:
    if month <= _LONG_MONTHS:
        return 31
    return 30 if month < _LAST_MONTH or _is_leap(year) else 29
