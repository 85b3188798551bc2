"""The date profile: every text either parses to honest bounds or is refused with a remedy."""

import pickle
import re
from datetime import date, timedelta
from itertools import pairwise, product
from pathlib import Path
from typing import NamedTuple

import duckdb
import edtf
import pytest
import undate
from edtf.parser.edtf_exceptions import EDTFParseException
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lark.exceptions import VisitError

from schema.edtf import DayRange, EdtfDate, EdtfError, bounds, covers, parse, precedes

TextBounds = tuple[str | None, str | None]

# ------------------------------------------------------------------------------- accepted, refused

SINGLE = {
    "2022": ("2022-01-01", "2022-12-31"),
    "0001": ("0001-01-01", "0001-12-31"),
    "9999": ("9999-01-01", "9999-12-31"),
    "2022-11": ("2022-11-01", "2022-11-30"),
    "2022-02": ("2022-02-01", "2022-02-28"),
    "2024-02": ("2024-02-01", "2024-02-29"),
    "1900-02": ("1900-02-01", "1900-02-28"),
    "2000-02": ("2000-02-01", "2000-02-29"),
    "2022-11-29": ("2022-11-29", "2022-11-29"),
    "2020-02-29": ("2020-02-29", "2020-02-29"),
    "0001-01-01": ("0001-01-01", "0001-01-01"),
    "9999-12-31": ("9999-12-31", "9999-12-31"),
    "1402-05-12": ("1402-05-12", "1402-05-12"),
    "2022-11-XX": ("2022-11-01", "2022-11-30"),
    "2024-02-XX": ("2024-02-01", "2024-02-29"),
    "9999-12-XX": ("9999-12-01", "9999-12-31"),
    "2022-XX": ("2022-01-01", "2022-12-31"),
    "2022-XX-XX": ("2022-01-01", "2022-12-31"),
    "202X": ("2020-01-01", "2029-12-31"),
    "999X": ("9990-01-01", "9999-12-31"),
    "20XX": ("2000-01-01", "2099-12-31"),
    "01XX": ("0100-01-01", "0199-12-31"),
    "001X": ("0010-01-01", "0019-12-31"),
}
INTERVALS = {
    "2020-07-21/2020-07-22": ("2020-07-21", "2020-07-22"),
    "2020-07-21/2020-07-21": ("2020-07-21", "2020-07-21"),
    "2020/2022": ("2020-01-01", "2022-12-31"),
    "2021/2021": ("2021-01-01", "2021-12-31"),
    "2020/2020-03": ("2020-01-01", "2020-03-31"),
    "2020-11/2022": ("2020-11-01", "2022-12-31"),
    "2022-11-XX/2023-XX-XX": ("2022-11-01", "2023-12-31"),
    "201X/2021-05-07": ("2010-01-01", "2021-05-07"),
    "2013-09-10/..": ("2013-09-10", None),
    "2013-09-10/": ("2013-09-10", None),
    "2013/..": ("2013-01-01", None),
    "202X/": ("2020-01-01", None),
    "../2023-05-22": (None, "2023-05-22"),
    "/2023-05-22": (None, "2023-05-22"),
    "../2022-XX": (None, "2022-12-31"),
}
SETS = {
    "[2023-02-25,2023-02-26]": ("2023-02-25", "2023-02-26"),
    "[2022-11-29,2022-12,2023]": ("2022-11-29", "2023-12-31"),
    "[2021,2023-02-XX,203X]": ("2021-01-01", "2039-12-31"),
}
QUALIFIED = {
    "2022?": ("2022-01-01", "2022-12-31"),
    "2022-11-29~": ("2022-11-29", "2022-11-29"),
    "2022-XX-XX%": ("2022-01-01", "2022-12-31"),
    "202X~": ("2020-01-01", "2029-12-31"),
    "2013?/..": ("2013-01-01", None),
    "../2023-05~": (None, "2023-05-31"),
    "2020-07-21/2020-07-22?": ("2020-07-21", "2020-07-22"),
    "2020%/2021~": ("2020-01-01", "2021-12-31"),
    "[2023-02-25,2023-02-26?]": ("2023-02-25", "2023-02-26"),
}

REFUSED = {
    "": "a date is empty (found ''); write it, or leave the field out",
    " ": "a date is empty",
    # Not a day of the calendar.
    "2021-02-29": "there is no day 29 in 2021-02 (found '2021-02-29'); write a day from 01 to 28",
    "1900-02-29": "there is no day 29 in 1900-02",
    "2022-11-31": "write a day from 01 to 30, or 2022-11-XX if unknown",
    "2022-01-00": "there is no day 00",
    "2022-01-32?": "there is no day 32 in 2022-01 (found '2022-01-32?')",
    "2022-13": "there is no month 13",
    "2022-00-XX": "there is no month 00",
    "2022-21": "the profile has no seasons",
    "0000": "there is no year 0000",
    "0000-01-01": "there is no year 0000",
    "000X": "there is no year 0000 (found '000X'); write a year from 0001",
    "00XX~": "there is no year 0000",
    # Another order, other signs, other words.
    "22/07/2020": "a day does not begin with its year (found '22/07/2020'); write the year first",
    "7/22/20": "a day does not begin with its year",
    "22-07-2020": "a day does not begin with its year",
    "22.07.2020": "a day does not begin with its year",
    "2020/07/22": "write 2020-07-22",
    "2020.7.2": "write 2020-07-02",
    "20200722": "a day needs hyphens (found '20200722'); write 2020-07-22",
    "2020-7-22": "month and day need two digits (found '2020-7-22'); write 2020-07-22",
    "2020-07-2": "write 2020-07-02",
    "2020-7": "write 2020-07",
    "22 July 2020": "a date is not written in words (found '22 July 2020'); write the year first",
    "July 2020": "a date is not written in words",
    "unknown": "a date is not written in words",
    "2020-07-22T01:37Z": "a time of day is no part of a date",
    "2020-07-22 01:37": "write the day only, as in 2020-07-22",
    "2022 ": "there is a space in a date",
    "[2022, 2023]": "there is a space in a date (found ' 2023')",
    "2022\n": r"not printable ASCII (found '2022\n')",
    "2022\x00": r"not printable ASCII (found '2022\x00')",
    "\u202e2022": r"not printable ASCII (found '\u202e2022')",
    "2022–2023": "not printable ASCII",
    "\u06f1\u06f4\u06f0\u06f2": "type the digits 0-9",  # 1402 in Persian digits
    "\uff12\uff10\uff12\uff12": "type the digits 0-9",  # 2022 in full-width digits
    # Years.
    "11-29": "a date has no year (found '11-29'); leave it out, keep the words as evidence",
    "--11-29": "a date has no year",
    "XXXX-11-29": "a date has no year",
    "XXXX": "a date has no year",
    "22": "a year has four digits",
    "202-05-01": "a year has four digits",
    "12022": "write a year from 0001 to 9999",
    "-0044": "write a year from 0001 to 9999",
    "Y12022": "a year has four digits",
    # Unspecified digits.
    "2022-xx": "an unspecified digit is a capital X",
    "2022-11-uu": "an unspecified digit is a capital X",
    "2022-XX-05": "X stands for a whole day or month",
    "2022-02-1X": "or a set of days as [A,B]",
    "2022-1X": "X stands for a whole day or month",
    "202X-05": "X stands for a whole day or month",
    "202X-XX": "X stands for a whole day or month",
    "2XXX": "the last digits of a lone year",
    # Qualifiers.
    "?2022": "one qualifier may follow a whole date",
    "2022?-11": "one qualifier may follow a whole date",
    "2022-?11": "one qualifier may follow a whole date",
    "2022?~": "write 2022-11?, 2022-11~ or 2022-11%",
    # Intervals.
    "2022/2021": "the interval ends before it starts (found '2022/2021'); write the earlier date",
    "2020-07-22/2020-07-21": "the interval ends before it starts",
    "2020-06-15/2020": "write the end as exactly as the start, or 2020-06-15/",
    "2020-06/20XX": "the end is less exact than the start",
    "/": "an interval has no date on either side",
    "../..": "an interval has no date on either side",
    "/..": "an interval has no date on either side",
    "../": "leave the field out when both ends are unknown",
    "..": "'..' is only a whole side of an interval",
    "2022..2023": "'..' is only a whole side of an interval",
    "2022/..?": "(found '..?')",
    "2021-02-29/..": "there is no day 29 in 2021-02 (found '2021-02-29')",
    "../2021-02-29": "there is no day 29 in 2021-02",
    "2020/2021/2022": "there is more than one '/'",
    "2020-2022": "an interval is divided by '/' (found '2020-2022'); write 2020/2022",
    # Sets.
    "[2022]": "a one-of set has only one date (found '[2022]'); write the date without brackets",
    "[]": "a date is empty",
    "[2022,]": "a date is empty",
    "[2022,2022]": "not in order, or one lies within another",
    "[2023,2022]": "list each date once, the earliest first",
    "[2022,2022-05]": "one lies within another",
    "[2022-05,2022-05-31?]": "one lies within another",
    "[2022-01-01..2022-01-05]": "'..' is only a whole side of an interval",
    "[..,2022]": "(found '..')",
    "[2022/2023]": "a set holds no interval (found '2022/2023'); list its days one by one",
    "[2022,2023/2024]": "a set holds no interval",
    "[2022,2023]?": "put qualifiers inside",
    "[2022,2023": "a set is [A,B]",
    "2022,2023": "a set is [A,B]",
    "[2022,2023]/2024": "a set is [A,B]",
    "2022,2023/2024": "a set is [A,B]",
    "[[2022,2023],2024]": "a set is [A,B]",
    "{2022,2023}": "all-of sets are outside the profile",
    "{2022/2023}": "all-of sets are outside the profile",
    # Anything else.
    "2022-W30": "this is no date of the profile (found '2022-W30'); write YYYY, YYYY-MM",
    "2022-": "this is no date of the profile",
    "{0}": "all-of sets",
    "7" * 60: "(found '" + "7" * 60 + "');",
    "7" * 61: "(found '" + "7" * 60 + "…')",
}


def day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


@pytest.mark.parametrize("text, expected", (SINGLE | INTERVALS | SETS | QUALIFIED).items())
def test_accepted_forms_have_their_bounds(text: str, expected: TextBounds) -> None:
    value = parse(text)

    assert (value.earliest, value.latest) == (day(expected[0]), day(expected[1]))
    assert value.text == text
    assert value.uncertain is (text in QUALIFIED)
    assert value.is_interval is ("/" in text)
    assert value.is_ongoing is text.endswith("/..")
    assert bounds(text) == (value.earliest, value.latest, value.uncertain)


@pytest.mark.parametrize("text, fragment", REFUSED.items())
def test_refused_forms_say_what_to_write(text: str, fragment: str) -> None:
    with pytest.raises(EdtfError) as caught:
        parse(text)

    assert fragment in str(caught.value)
    assert caught.value.found in text
    with pytest.raises(EdtfError):
        bounds(text)


def test_an_error_keeps_its_parts_and_survives_another_process() -> None:
    with pytest.raises(ValueError, match="no month 13") as caught:
        parse("2022/2022-13")

    copy = pickle.loads(pickle.dumps(caught.value))  # noqa: S301

    assert (copy.problem, copy.found) == ("there is no month 13", "2022-13")
    assert copy.remedy.startswith("write a month from 01 to 12")
    assert str(copy) == str(caught.value)


def test_a_proposed_correction_is_itself_a_date() -> None:
    proposals = {}
    for text in REFUSED:
        with pytest.raises(EdtfError) as caught:
            parse(text)
        if proposal := re.fullmatch(r"write ([0-9/-]+)", caught.value.remedy):
            proposals[text] = parse(proposal[1]).text

    assert proposals == {
        "2020/07/22": "2020-07-22",
        "2020.7.2": "2020-07-02",
        "20200722": "2020-07-22",
        "2020-7-22": "2020-07-22",
        "2020-07-2": "2020-07-02",
        "2020-7": "2020-07",
        "2020-2022": "2020/2022",
    }


def test_the_bounds_are_the_first_and_last_day_that_the_text_can_stand_for() -> None:
    """Without any date arithmetic: match the days of a century, letter by letter."""
    century = [date(2000, 1, 1) + timedelta(days=n) for n in range(36525)]
    for text in ["2022", "2022-02", "2024-02-XX", "2022-XX", "2022-XX-XX", "202X", "20XX"]:
        pattern = re.compile(text.replace("X", "[0-9]"))
        fitting = [d for d in century if pattern.match(d.isoformat())]

        assert bounds(text) == (fitting[0], fitting[-1], False)


def test_a_date_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        parse("2022").text = "2023"  # type: ignore[misc]


# -------------------------------------------------------------------------------- any profile text


class Sample(NamedTuple):
    """A text of the profile with what it must mean, worked out without the module under test."""

    text: str
    earliest: date | None
    latest: date | None
    uncertain: bool


def last_of_month(day_in_it: date) -> date:
    if day_in_it.month == 12:
        return day_in_it.replace(day=31)
    return day_in_it.replace(month=day_in_it.month + 1, day=1) - timedelta(days=1)


FIRST_CENTURY = date(100, 1, 1)
RECENT = st.dates(date(1990, 1, 1), date(2030, 12, 31))
DAYS = st.one_of(RECENT, st.dates(FIRST_CENTURY))
QUALIFIERS = st.sampled_from(["", "", "", "?", "~", "%"])


@st.composite
def single_dates(draw: st.DrawFn, days: st.SearchStrategy[date] = DAYS) -> Sample:
    chosen = draw(days)
    year, month, iso = (
        f"{chosen.year:04}",
        f"{chosen.year:04}-{chosen.month:02}",
        chosen.isoformat(),
    )
    whole_month = chosen.replace(day=1), last_of_month(chosen)
    whole_year = chosen.replace(month=1, day=1), chosen.replace(month=12, day=31)
    decade, century = chosen.year // 10 * 10, chosen.year // 100 * 100
    text, (earliest, latest) = draw(
        st.sampled_from(
            [
                (iso, (chosen, chosen)),
                (month, whole_month),
                (f"{month}-XX", whole_month),
                (year, whole_year),
                (f"{year}-XX", whole_year),
                (f"{year}-XX-XX", whole_year),
                (f"{year[:3]}X", (date(decade, 1, 1), date(decade + 9, 12, 31))),
                (f"{year[:2]}XX", (date(century, 1, 1), date(century + 99, 12, 31))),
            ]
        )
    )
    qualifier = draw(QUALIFIERS)
    return Sample(text + qualifier, earliest, latest, bool(qualifier))


@st.composite
def closed_intervals(draw: st.DrawFn) -> Sample:
    a, b = sorted(
        [draw(single_dates()), draw(single_dates())], key=lambda s: (s.earliest, s.latest)
    )
    return Sample(f"{a.text}/{b.text}", a.earliest, b.latest, a.uncertain or b.uncertain)


@st.composite
def open_intervals(draw: st.DrawFn) -> Sample:
    text, earliest, latest, uncertain = draw(single_dates())
    mark = draw(st.sampled_from(["", ".."]))
    if draw(st.booleans()):
        return Sample(f"{text}/{mark}", earliest, None, uncertain)
    return Sample(f"{mark}/{text}", None, latest, uncertain)


@st.composite
def one_of_sets(draw: st.DrawFn) -> Sample:
    drawn = draw(st.lists(single_dates(), min_size=2, max_size=5))
    drawn.sort(key=lambda member: (member.latest, member.earliest))
    members: list[Sample] = []
    for member in drawn:  # keep those that do not touch the one before
        if not members or members[-1].latest < member.earliest:
            members.append(member)
    assume(len(members) > 1)
    return Sample(
        f"[{','.join(member.text for member in members)}]",
        min(member.earliest for member in members),
        max(member.latest for member in members),
        any(member.uncertain for member in members),
    )


PROFILE = st.one_of(single_dates(), closed_intervals(), open_intervals(), one_of_sets())
UNTIMED = settings(deadline=None)
FEW = settings(deadline=None, max_examples=15)  # the other libraries take up to 0.1 s for a text


@UNTIMED
@given(PROFILE)
def test_every_text_of_the_profile_has_its_bounds(sample: Sample) -> None:
    value = parse(sample.text)

    assert value.text == sample.text
    assert bounds(sample.text) == (sample.earliest, sample.latest, sample.uncertain)
    assert value.is_interval is ("/" in sample.text)
    assert value.is_ongoing is sample.text.endswith("/..")
    if value.earliest is not None and value.latest is not None:
        assert value.earliest <= value.latest


@UNTIMED
@given(PROFILE)
def test_a_qualifier_never_changes_the_bounds(sample: Sample) -> None:
    bare = re.sub("[?~%]", "", sample.text)

    assert bounds(bare) == (sample.earliest, sample.latest, False)


@UNTIMED
@given(one_of_sets())
def test_a_set_spans_its_members_and_needs_their_order(sample: Sample) -> None:
    members = sample.text[1:-1].split(",")
    each = [parse(member) for member in members]

    assert parse(sample.text).parts == tuple(member.parts[0] for member in each)
    assert sample.earliest == min(member.earliest for member in each)
    assert sample.latest == max(member.latest for member in each)
    for disorder in (members[::-1], [members[0], *members]):
        with pytest.raises(EdtfError, match="not in order"):
            parse(f"[{','.join(disorder)}]")


@UNTIMED
@given(single_dates(), single_dates())
def test_an_interval_never_ends_before_it_starts(a: Sample, b: Sample) -> None:
    text = f"{a.text}/{b.text}"
    if a.earliest <= b.earliest:
        assert bounds(text)[:2] == (a.earliest, b.latest)
        return
    with pytest.raises(EdtfError, match=r"reaches back before|ends before it starts") as caught:
        parse(text)
    assert ("ends before it starts" in caught.value.problem) is (b.latest < a.earliest)


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """Text of the profile in which some signs were dropped, doubled, changed or inserted."""
    text = draw(PROFILE).text
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(text)))
        new = draw(st.one_of(st.sampled_from("0123456789X-/.?~%[], "), st.characters()))
        kept = draw(st.sampled_from([text[at:], text[at + 1 :], text[max(0, at - 1) :]]))
        text = text[:at] + draw(st.sampled_from(["", new])) + kept
    return text


ALPHABET = st.text(alphabet="0123456789X-/.?~%[],{} xTY", max_size=24)
DATE = r"(?:\d{4}(?:-(?:XX(?:-XX)?|\d\d(?:-(?:\d\d|XX))?))?|\d{3}X|\d\dXX)[?~%]?"
INTERVAL = rf"{DATE}/(?:{DATE}|\.\.|)|(?:\.\.|)/{DATE}"
SHAPE = re.compile(rf"{DATE}|{INTERVAL}|\[{DATE}(?:,{DATE})+\]", re.ASCII)


@settings(deadline=None, max_examples=300)
@given(st.one_of(st.text(), ALPHABET, damaged()))
def test_any_text_parses_to_honest_bounds_or_is_refused(text: str) -> None:
    refusal: EdtfError | None = None
    try:
        value = parse(text)
    except EdtfError as error:
        refusal = error
    if refusal is not None:
        assert refusal.found in text
        assert refusal.problem
        assert refusal.remedy
        assert str(refusal).isprintable()  # one line, nothing that moves the cursor
        return
    assert SHAPE.fullmatch(text)
    assert value.text == text
    assert value.earliest is not None or value.latest is not None
    assert value.earliest is None or value.latest is None or value.earliest <= value.latest


@UNTIMED
@given(st.integers(0, 9999), st.integers(0, 99), st.integers(0, 99))
def test_a_day_is_accepted_exactly_when_the_calendar_has_it(year: int, month: int, dd: int) -> None:
    text = f"{year:04}-{month:02}-{dd:02}"
    try:
        expected = date(year, month, dd)
    except ValueError:
        with pytest.raises(EdtfError, match=r"there is no (day|month|year)"):
            parse(text)
    else:
        assert bounds(text) == (expected, expected, False)


# ------------------------------------------------------------------------------- two other readers


def by_edtf(text: str) -> tuple[tuple[int, ...] | None, tuple[int, ...] | None] | None:
    """Return what the library ``edtf`` reads, or nothing when it refuses the text."""
    try:
        value = edtf.parse_edtf(text)
    except EDTFParseException:
        return None
    lower, upper = value.lower_strict(), value.upper_strict()
    # Years before 1 do not fit a date, and an open end is an infinite number.
    return (
        None if isinstance(lower, float) else tuple(lower[:3]),
        None if isinstance(upper, float) else tuple(upper[:3]),
    )


def by_undate(text: str) -> TextBounds | None:
    """Return what the library ``undate`` reads, or nothing when it refuses the text."""
    try:
        value = undate.Undate.parse(text, "EDTF")
    except (ValueError, VisitError):
        return None
    first, last = value.earliest, value.latest
    if isinstance(value, undate.UndateInterval):
        first, last = first and first.earliest, last and last.latest
    # the epoch is false: numpy counts its days from there
    return (None if first is None else str(first)), (None if last is None else str(last))


def numbers(value: date | None) -> tuple[int, int, int] | None:
    return value and (value.year, value.month, value.day)


def as_edtf_can_read(text: str) -> str:
    """Rewrite what ``edtf`` reads only in a date on its own, so that the bounds stay the same."""
    text = re.sub(r"([0-9]{4}-XX)(?!-)", r"\1-XX", text)
    return re.sub("[?~%]", "", text) if "X" in text else text


@FEW
@given(single_dates())
def test_edtf_and_undate_agree_on_single_dates(sample: Sample) -> None:
    assert by_edtf(sample.text) == (numbers(sample.earliest), numbers(sample.latest))
    assert by_undate(sample.text) == (str(sample.earliest), str(sample.latest))
    assert bounds(sample.text)[:2] == (sample.earliest, sample.latest)


@FEW
@given(st.one_of(closed_intervals(), one_of_sets()))
def test_edtf_agrees_on_closed_intervals_and_sets(sample: Sample) -> None:
    read = by_edtf(as_edtf_can_read(sample.text))

    assert read == tuple(map(numbers, bounds(sample.text)[:2]))


@FEW
@given(st.one_of(closed_intervals(), open_intervals()))
def test_undate_agrees_on_intervals(sample: Sample) -> None:
    read = by_undate(sample.text)
    if read is None:  # it wants the end after the start, not within the same time
        start, end = map(parse, re.sub("[?~%]", "", sample.text).split("/"))
        assert precedes(start, end) is not True
        return
    assert read == tuple(known and str(known) for known in bounds(sample.text)[:2])


@pytest.mark.parametrize("text", ["2021-02-29", "1900-02-29", "2021-02-29/2021-03"])
def test_edtf_accepts_a_29_february_that_never_was(text: str) -> None:
    assert by_edtf(text) is not None
    assert by_undate(text) is None
    with pytest.raises(EdtfError, match="there is no day 29"):
        parse(text)


@pytest.mark.parametrize("text", ["2022-11-31", "2022-02-30", "2022-13", "2022-01-00", "2022-7-2"])
def test_all_three_refuse_these(text: str) -> None:
    assert by_edtf(text) is None
    assert by_undate(text) is None
    with pytest.raises(EdtfError):
        parse(text)


@pytest.mark.parametrize("text", SETS)
def test_undate_has_no_sets(text: str) -> None:
    assert by_undate(text) is None
    assert parse(text).latest


def test_edtf_invents_ten_years_for_an_unknown_end() -> None:
    assert by_edtf("2022/") == ((2022, 1, 1), (2032, 1, 1))
    assert by_edtf("/2022") == ((2012, 12, 31), (2022, 12, 31))
    assert bounds("2022/") == (date(2022, 1, 1), None, False)
    assert bounds("/2022") == (None, date(2022, 12, 31), False)
    assert by_undate("2022/") == ("2022-01-01", None)
    assert by_edtf("2022/..") == ((2022, 1, 1), None)
    assert by_edtf("../2022") == (None, (2022, 12, 31))


@pytest.mark.parametrize("text", ["202X/", "2022-XX/..", "../2022-XX", "2022-11-XX/.."])
def test_edtf_refuses_unspecified_digits_in_an_open_interval(text: str) -> None:
    assert by_edtf(text) is None
    assert by_undate(text) is not None
    assert parse(text).is_interval


@pytest.mark.parametrize("text", ["202X?/2030", "2022-11?/2022-12-XX", "20XX/2100%"])
def test_edtf_refuses_a_qualifier_beside_unspecified_digits_in_an_interval(text: str) -> None:
    assert by_edtf(text) is None
    assert by_undate(text) is not None
    assert by_edtf(as_edtf_can_read(text)) is not None
    assert parse(text).uncertain


@pytest.mark.parametrize("text", ["2022-XX/2023", "2022/2023-XX", "[2022-XX,2023]"])
def test_edtf_crashes_on_a_lone_unknown_month_inside(text: str) -> None:
    with pytest.raises(AttributeError):
        by_edtf(text)
    assert by_edtf(as_edtf_can_read(text)) is not None
    assert bounds(text) == (date(2022, 1, 1), date(2023, 12, 31), False)


@pytest.mark.parametrize("text", ["2022/2021", "[2023,2022]", "[2022,2022]", "[2022,2022-05]"])
def test_edtf_does_not_mind_the_order(text: str) -> None:
    assert by_edtf(text) is not None
    with pytest.raises(EdtfError, match=r"order|ends before"):
        parse(text)


def test_undate_refuses_an_end_before_or_within_the_time_of_the_start() -> None:
    assert by_undate("2022/2021") is None
    assert by_undate("2021/2021") is None
    assert by_edtf("2021/2021") == ((2021, 1, 1), (2021, 12, 31))
    assert bounds("2021/2021") == (date(2021, 1, 1), date(2021, 12, 31), False)


@pytest.mark.parametrize("text", ["202", "12022", "20200722", "\u0662\u0660\u0662\u0662"])
def test_undate_reads_any_run_of_digits_as_a_year(text: str) -> None:
    assert by_undate(text) is not None
    assert by_edtf(text) is None
    with pytest.raises(EdtfError):
        parse(text)


@pytest.mark.parametrize(
    "text", ["2022-XX-05", "202X-05", "2XXX", "XXXX", "0000", "-0044", "2022 "]
)
def test_both_read_more_than_the_profile_allows(text: str) -> None:
    assert by_edtf(text) is not None
    assert by_undate(text) is not None
    with pytest.raises(EdtfError):
        parse(text)


# ---------------------------------------------------------------------------- three-valued answers

TENURE_CASES = [
    # tenure, act, is the act within the tenure?
    ("2013-09-10/2023-05-22", "2020-07-22", True),
    ("2013-09-10/2023-05-22", "2013-09-10", True),
    ("2013-09-10/2023-05-22", "2023-05-22", True),
    ("2013-09-10/2023-05-22", "2013-09-09", False),
    ("2013-09-10/2023-05-22", "2023-05-23", False),
    ("2013-09-10/2023-05-22", "2023-05", None),
    ("2013-09-10/2023-05-22", "2023-06", False),
    ("2013-09-10/2023-05-22", "2020", True),
    ("2020-05-07/2022-10-27", "2020-07-21/2020-07-22", True),
    ("2020-05-07/2022-10-27", "2020-05-06/2020-05-07", None),
    ("2020-05-07/2022-10-27", "2020-05-01/2020-05-06", False),
    ("2020-05-07/2022-10-27", "[2020-05-06,2020-05-07]", None),
    ("2020-05-07/2022-10-27", "[2020-05-06,2022-10-28]", False),
    ("2020-05-07/2022-10-27", "[2020-05-07,2022-10-27]", True),
    # A start in 2013 is some day of 2013, an end in 2023 some day of 2023.
    ("2013/2023", "2013-06-01", None),
    ("2013/2023", "2023-06-01", None),
    ("2013/2023", "2014-01-01", True),
    ("2013/2023", "2012-12-31", False),
    # Going on is sure, an unknown end is not; an unknown start neither.
    ("2020/..", "2022-11-29", True),
    ("2020/", "2022-11-29", None),
    ("2020/", "2019", False),
    ("../2020", "2019", None),
    ("/2020", "2019", None),
    ("/2020", "2021", False),
    # Nothing is sure about a qualified side, and all is about the other.
    ("2020?/2022-10-27", "2019", None),
    ("2020?/2022-10-27", "2021", None),
    ("2020?/2022-10-27", "2023", False),
    ("2020-05-07/2022~", "2020-05-06", False),
    ("2020-05-07/..", "2019?", None),
    ("2020-05-07/..", "[2019?,2021]", None),
    # A single date is one day of its range.
    ("2022-11-29", "2022-11-29", True),
    ("2022-11", "2022-11-29", None),
    ("2022-11", "2022-12", False),
]
ORDER_CASES = [
    ("2020-07-21", "2020-07-22", True),
    ("2020-07-22", "2020-07-22", False),
    ("2020-07-23", "2020-07-22", False),
    ("2020-07", "2020-07-22", None),
    ("2020-07", "2020-08", True),
    ("2020-07", "2020-07-01", False),
    ("2020-07", "2020-07", None),
    ("2020-07-20/2020-07-22", "2020-07-22", False),
    ("2020-07-20/2020-07-22", "2020-07-23", True),
    ("2020/", "2022", None),
    ("2020/", "2019", False),
    ("2020/..", "2022", False),
    ("/2020", "2021", True),
    ("2021", "/2020", False),
    ("2019", "/2020", None),
    ("[2020,2022]", "2021", None),
    ("[2020,2021]", "2022", True),
    ("2019?", "2022", None),
    ("2019", "2022~", None),
    ("2019?/2020", "2022", True),
]


@pytest.mark.parametrize("interval, point, expected", TENURE_CASES)
def test_tenure_covers_act(interval: str, point: str, expected: bool | None) -> None:
    assert covers(parse(interval), parse(point)) is expected


@pytest.mark.parametrize("a, b, expected", ORDER_CASES)
def test_precedes(a: str, b: str, expected: bool | None) -> None:
    assert precedes(parse(a), parse(b)) is expected


WEEK = [date(2022, 2, 26) + timedelta(days=n) for n in range(5)]
# An unknown day can be any of these: long before, within, between or long after.
ANY_DAY = [date.min, *WEEK, date.max]


@st.composite
def ranges(draw: st.DrawFn) -> DayRange:
    first, last = sorted([draw(st.sampled_from(WEEK)), draw(st.sampled_from(WEEK))])
    return DayRange(first, last, uncertain=draw(st.sampled_from([False, False, True])))


UNKNOWN = DayRange(None, None, uncertain=False)


@st.composite
def small_dates(draw: st.DrawFn) -> EdtfDate:
    """Dates of every kind within five days, also with ranges that no text has."""
    kind = draw(st.sampled_from(["single", "set", "closed", "ongoing", "no end", "no start"]))
    if kind == "single":
        return EdtfDate("", (draw(ranges()),), is_interval=False, is_ongoing=False)
    if kind == "set":
        members = sorted(draw(st.lists(ranges(), min_size=2, max_size=3)), key=lambda r: r.earliest)
        assume(all(a.latest < b.earliest for a, b in pairwise(members)))
        return EdtfDate("", tuple(members), is_interval=False, is_ongoing=False)
    start = UNKNOWN if kind == "no start" else draw(ranges())
    end = UNKNOWN if kind in {"ongoing", "no end"} else draw(ranges())
    assume(kind != "closed" or start.earliest <= end.earliest)
    return EdtfDate("", (start, end), is_interval=True, is_ongoing=kind == "ongoing")


def days_of(part: DayRange) -> list[date]:
    if part.uncertain or part is UNKNOWN:
        return ANY_DAY
    return [d for d in WEEK if part.earliest <= d <= part.latest]


def possible_spans(value: EdtfDate) -> list[tuple[date, date]]:
    """List every (first day, last day) that the date can stand for."""
    if not value.is_interval:
        return [(d, d) for part in value.parts for d in days_of(part)]
    ends = [date.max] if value.is_ongoing else days_of(value.parts[1])
    return [(a, b) for a, b in product(days_of(value.parts[0]), ends) if a <= b]


def unanimous(answers: set[bool | None]) -> bool | None:
    return answers.pop() if len(answers) == 1 else None


@settings(deadline=None, max_examples=150)
@given(small_dates(), small_dates())
def test_precedes_is_what_all_possible_days_agree_on(a: EdtfDate, b: EdtfDate) -> None:
    spans = product(possible_spans(a), possible_spans(b))

    assert precedes(a, b) is unanimous({last < first for (_, last), (first, _) in spans})


@settings(deadline=None, max_examples=150)
@given(small_dates(), small_dates())
def test_covers_is_what_all_possible_days_agree_on(whole: EdtfDate, part: EdtfDate) -> None:
    answers: set[bool | None] = set()
    for (start, end), (first, last) in product(possible_spans(whole), possible_spans(part)):
        inside = start <= first and last <= end
        outside = last < start or end < first
        answers.add(True if inside else False if outside else None)

    assert covers(whole, part) is unanimous(answers)


@UNTIMED
@given(PROFILE, PROFILE)
def test_two_dates_cannot_each_precede_the_other(a: Sample, b: Sample) -> None:
    first, second = parse(a.text), parse(b.text)

    if precedes(first, second):
        assert precedes(second, first) is False
        assert covers(first, second) is False
        assert covers(second, first) is False


# ---------------------------------------------------------------------------------- docs/dates.md

DOCS = (Path(__file__).parents[2] / "docs" / "dates.md").read_text(encoding="utf-8")


def table_under(heading: str) -> list[list[str]]:
    """Return the cells of the first table after a heading, without its two head lines."""
    rows = re.findall(r"^\|(.*)\|$", DOCS.partition(heading)[2].partition("\n#")[0], re.MULTILINE)
    return [[cell.strip() for cell in row.split("|")] for row in rows[2:]]


def code_in(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def test_the_documented_forms_have_the_documented_bounds() -> None:
    rows = table_under("## What may be written")

    assert len(rows) == 16
    for _, forms, _, earliest, latest in rows:
        for text in code_in(forms):
            written = ["null" if end is None else str(end) for end in bounds(text)[:2]]
            assert written == [earliest, latest], text


def test_the_documented_refusals_are_refused_and_their_remedies_are_not() -> None:
    rows = table_under("## What is refused")

    assert len(rows) == 13
    for found, _, remedy in rows:
        for text in code_in(found):
            with pytest.raises(EdtfError):
                parse(text)
        for text in code_in(remedy):
            assert parse(text).text == text


def test_the_documented_queries_find_what_may_and_what_surely_does_lie_in_2022() -> None:
    may_and_surely = ["2022", "2022-11-29", "[2022-01,2022-12]", "2022-01/2022-02"]
    only_may = [
        "2022-05/..",
        "2021/",
        "/2022",
        "../2023",
        "[2021,2022]",
        "2022?",
        "2019/2024",
        "20XX",
    ]
    neither = ["2021", "/2020", "2023-01-01", "2023/..", "2023?"]
    with duckdb.connect() as database:
        database.execute(
            "CREATE TABLE statements"
            " (date TEXT, date_earliest DATE, date_latest DATE, date_uncertain BOOLEAN)"
        )
        database.execute("INSERT INTO statements VALUES (NULL, NULL, NULL, NULL)")
        for text in [*may_and_surely, *only_may, *neither]:
            database.execute("INSERT INTO statements VALUES (?, ?, ?, ?)", [text, *bounds(text)])
        queries = DOCS.partition("```sql")[2].partition("```")[0].split(";")[:2]
        may, surely = ([row[0] for row in database.execute(q).fetchall()] for q in queries)

    assert may == may_and_surely + only_may
    assert surely == may_and_surely
