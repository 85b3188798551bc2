"""Charts as Vega-Lite, made with Altair. Colours and fonts come from the page, which knows light from dark.

Every chart has the same facts as text or table beside it. Marks with a `url` lead there when they are clicked.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from dataset.site import dates
from dataset.site.views import Views

YEAR_HEIGHT = 26
CELL_HEIGHT = 24
MONTH_STARTS = {1: "Jan", 60: "Mar", 121: "May", 182: "Jul", 244: "Sep", 305: "Nov"}
"""Days of a year with 29 February at which some months begin."""


@dataclass(frozen=True)
class Matrix:
    """How many statements fall on each value and year; a year of None are those without a date."""

    values: tuple[str, ...]
    years: tuple[int | None, ...]
    counts: Mapping[tuple[str, int | None], int]

    def total(self, value: str) -> int:
        """Statements with that value in all years."""
        return sum(self.counts.get((value, year), 0) for year in self.years)


def matrix(views: Views, values: Mapping[str, Sequence[str]]) -> Matrix:
    """Count statements by the first year that their date can mean; `values` are those of each statement, by its id."""
    counts: Counter[tuple[str, int | None]] = Counter()
    for record_id, found in values.items():
        day = views.statements[record_id].row["date_earliest"]
        for value in found:
            counts[value, day.year if day else None] += 1
    totals: Counter[str] = Counter()
    for (value, _), count in counts.items():
        totals[value] += count
    years = {year for _, year in counts}
    span = [year for year in years if year is not None]
    whole: list[int | None] = list(range(min(span), max(span) + 1)) if span else []
    return Matrix(
        tuple(sorted(totals, key=lambda value: (-totals[value], value))),
        (*whole, *({None} & years)),
        counts,
    )


def heatmap(found: Matrix, labels: Mapping[str, str], parameter: str, what: str) -> dict[str, Any]:
    """A table of cells, darker for more statements; a click searches for those of the cell."""
    strong = max(found.counts.values(), default=0) / 2
    rows = [
        {
            "value": labels[value],
            "rank": rank,
            "year": "no date" if year is None else str(year),
            "n": count,
            "strong": count > strong,
            "url": f"statements.html#{parameter}={value}"
            + (f"&from={year}&to={year}" if year else ""),
        }
        for rank, value in enumerate(found.values)
        for year in found.years
        if (count := found.counts.get((value, year), 0))
    ]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("year:N", sort=None, scale=alt.Scale(domain=[_year(y) for y in found.years]))
        .title(None)
        .axis(orient="top", labelAngle=0, labelOverlap=True, ticks=False, domain=False),
        y=alt.Y("value:N", sort=alt.EncodingSortField("rank", op="min"))
        .title(None)
        .axis(ticks=False, domain=False, labelPadding=8),
        tooltip=[
            alt.Tooltip("value:N", title=what),
            alt.Tooltip("year:N", title="Year"),
            alt.Tooltip("n:Q", title="Statements"),
        ],
    )
    cells = base.mark_rect(cornerRadius=3, cursor="pointer").encode(
        color=alt.Color("n:Q", scale=alt.Scale(domainMin=0)).legend(None)
    )
    faint = base.transform_filter("!datum.strong").mark_text(style="on-faint", cursor="pointer")
    solid = base.transform_filter("datum.strong").mark_text(style="on-strong", cursor="pointer")
    chart = alt.layer(
        cells,
        faint.encode(text="n:Q"),
        solid.encode(text="n:Q"),
        description=f"Statements by {what.lower()} and year. The table holds the same numbers.",
    ).properties(width="container", height=CELL_HEIGHT * len(found.values))
    return _specification(chart)


def _year(year: int | None) -> str:
    return "no date" if year is None else str(year)


def timeline(views: Views) -> dict[str, Any]:
    """A line for each year, days from left to right: meetings, and the days on which something was said.

    What is known no better than to some days is a bar over all of them; what carries a doubt is drawn hollow.
    """
    rows = [*_days_of_statements(views), *_days_of_meetings(views)]
    years = [str(year) for year in _years(rows)]
    labels = " : ".join(f"datum.value == {day} ? '{name}'" for day, name in MONTH_STARTS.items())
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("first:Q", scale=alt.Scale(domain=[1, 366], nice=False))
        .title(None)
        .axis(values=list(MONTH_STARTS), labelExpr=f"{labels} : ''", labelAlign="left", grid=True),
        y=alt.Y("year:N", scale=alt.Scale(domain=years, paddingInner=0.2))
        .title(None)
        .axis(ticks=False, domain=False, grid=True),
        yOffset=alt.YOffset("kind:N", scale=alt.Scale(domain=["meetings", "statements"])),
        color=alt.Color("kind:N", scale=alt.Scale(domain=["meetings", "statements"]))
        .title(None)
        .legend(orient="top", symbolType="circle"),
        tooltip=[alt.Tooltip("what:N", title=" "), alt.Tooltip("when:N", title="When")],
    )
    spans = base.transform_filter("datum.last > datum.first").mark_bar(
        height=7, cornerRadius=3, cursor="pointer", fillOpacity=0.45
    )
    sure = base.transform_filter("datum.last == datum.first && !datum.doubt").mark_point(
        filled=True, cursor="pointer", opacity=0.85
    )
    doubtful = base.transform_filter("datum.last == datum.first && datum.doubt").mark_point(
        filled=False, cursor="pointer", strokeWidth=1.5
    )
    size = alt.Size("n:Q", scale=alt.Scale(range=[40, 260], domainMin=1)).legend(None)
    chart = alt.layer(
        spans.encode(x2="last:Q"),
        sure.encode(size=size),
        doubtful.encode(size=size),
        description="Meetings and statements by day, a line for each year. The list below holds the same.",
    ).properties(width="container", height=YEAR_HEIGHT * len(years))
    return _specification(chart)


def _years(rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """All years from the last to the first, those without a record too: a gap is to be seen as one."""
    found = [int(row["year"]) for row in rows]
    return list(range(max(found), min(found) - 1, -1)) if found else []


def _days_of_statements(views: Views) -> Iterator[dict[str, Any]]:
    days: Counter[tuple[dt.date, dt.date, str, bool]] = Counter()
    for statement in views.statements.values():
        row = statement.row
        if row["date_earliest"] and row["date_latest"]:
            bounds = row["date_earliest"], row["date_latest"]
            days[*bounds, row["date"], bool(row["date_uncertain"])] += 1
    for (first, last, text, doubt), count in sorted(days.items()):
        mark = {
            "kind": "statements",
            "what": f"{count} statement{'' if count == 1 else 's'}",
            "when": dates.words(text),
            "n": count,
            "doubt": doubt,
            "url": f"statements.html#from={first}&to={last}",
        }
        yield from _marks(mark, first, last)


def _days_of_meetings(views: Views) -> Iterator[dict[str, Any]]:
    for meeting in sorted(views.meetings.values(), key=lambda meeting: meeting.sorted_by):
        row = meeting.row
        first = row["start_earliest"] or row["end_earliest"]
        last = row["end_latest"] or row["start_latest"]
        if first and last:
            status = views.tables.label("meeting_status", row["status"]).lower()
            mark = {
                "kind": "meetings",
                "what": f"{row['title']} ({status})",
                "when": meeting.when,
                "n": 1,
                "doubt": bool(row["start_uncertain"] or row["end_uncertain"]),
                "url": f"record/{meeting.id}.html",
            }
            yield from _marks(mark, first, last)


def _marks(mark: Mapping[str, Any], first: dt.date, last: dt.date) -> Iterator[dict[str, Any]]:
    """A mark from the first day to the last, cut at the turn of the year."""
    for year in range(first.year, last.year + 1):
        start = max(first, dt.date(year, 1, 1))
        end = min(last, dt.date(year, 12, 31))
        days = {"first": _day_of_leap_year(start), "last": _day_of_leap_year(end)}
        yield {**mark, "year": str(year), **days}


def _day_of_leap_year(day: dt.date) -> int:
    return day.replace(year=2000).timetuple().tm_yday


def _specification(chart: alt.LayerChart | alt.FacetChart) -> dict[str, Any]:
    """The chart as the browser reads it. Colours, fonts and sizes are the page's, so Altair's own are left out."""
    found: dict[str, Any] = chart.to_dict()
    found.pop("config", None)
    found["autosize"] = {"type": "fit-x", "contains": "padding"}
    return found
