"""Dates of the date profile in English words, as uncertain as they are written (docs/dates.md)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from schema.base import STILL

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
QUALIFIERS = {"?": "probably ", "~": "about ", "%": "probably about "}
_EXACT = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)


def machine(text: str | None) -> str | None:
    """Return a date that HTML and schema.org take as it is: a day, month or year without a doubt; else None."""
    return text if text is not None and _EXACT.fullmatch(text) else None


def words(text: str | None) -> str | None:
    """Return a date in words; None for what is unknown."""
    if text is None:
        return None
    if text == STILL:
        return "still going on"
    if text.startswith("["):
        return _one_of(text[1:-1].split(","))
    if "/" in text:
        return _interval(*text.split("/"))
    return _single(text)


def period(start: str | None, end: str | None) -> str | None:
    """Return from when to when something lasted; None if neither is known."""
    if start is None and end is None:
        return None
    if start == end:
        return words(start)
    if end is None:
        return f"{words(start)}, end unknown"
    if start is None:
        return f"until {words(end)}, start unknown"
    return f"{words(start)} to {words(end)}"


def tenure(start: str | None, end: str | None) -> str:
    """Return from when to when a post was held, with what is unknown said."""
    first = words(start) or "start unknown"
    last = "still held" if end == STILL else words(end) or "end unknown"
    return f"{first} – {last}"


def _single(text: str) -> str:
    qualifier = QUALIFIERS.get(text[-1], "")
    date = text.rstrip("?~%")
    return qualifier + _plain(date)


def _plain(date: str) -> str:
    if len(date) == 4 and date.endswith("X"):  # noqa: PLR2004, a year
        return f"a year from {date.replace('X', '0')} to {date.replace('X', '9')}"
    year, *rest = date.split("-")
    if not rest:
        return year
    if rest[0] == "XX":
        return f"a {'day' if len(rest) > 1 else 'month'} of {year}"
    month = f"{MONTHS[int(rest[0]) - 1]} {year}"
    if len(rest) == 1:
        return month
    return f"a day of {month}" if rest[1] == "XX" else f"{int(rest[1])} {month}"


def _one_of(members: Sequence[str]) -> str:
    """One of several: what all days have in common, month and year, is said once."""
    days = [member.rsplit("-", 1) for member in members]
    is_plain = all(re.fullmatch(r"\d{4}-\d{2}-\d{2}", member, re.ASCII) for member in members)
    if is_plain and len({month for month, _ in days}) == 1:
        numbers = [str(int(day)) for _, day in days]
        return f"{_listed(numbers)} {_plain(days[0][0])}"
    return _listed([_single(member) for member in members])


def _listed(parts: Sequence[str]) -> str:
    return " or ".join([", ".join(parts[:-1]), parts[-1]])


def _interval(start: str, end: str) -> str:
    if start in ("", STILL):
        return f"until {_single(end)}, start unknown"
    if end == STILL:
        return f"since {_single(start)}, still going on"
    if end == "":
        return f"from {_single(start)}, end unknown"
    return f"from {_single(start)} to {_single(end)}"
