"""Synthetic tables of any size that pass their suites: made-up names and sentences, the same for the same seed.

`write_statements` makes `statements` and the tables that its foreign keys lead to. Nobody in it exists and nothing
in it was said; it is for measuring and for tests, never for study. Rows are made and written in pieces, so that
memory does not grow with their number.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schema import vocabularies
from schema.tables import BY_NAME

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

PIECE_ROWS = 100_000
STATEMENTS_PER_ARTICLE = 100
ROWS_PER_MEETING = 2_500

FIRST_DAY, DAYS = "2010-01-01", 5_000
QUOTE_TYPES = ("direct", "mixed", "indirect")
INDIRECT = QUOTE_TYPES.index("indirect")

SUBJECTS = (
    "The committee",
    "Our side",
    "The border office",
    "Every neighbour",
    "The joint council",
    "This ministry",
    "The delegation",
    "The two capitals",
    "A working group",
    "The trade chamber",
)
VERBS = (
    "will review",
    "has asked for",
    "supports",
    "cannot accept",
    "welcomes",
    "expects",
    "has postponed",
    "wants to widen",
    "is ready to discuss",
    "warns against",
)
OBJECTS = (
    "the river survey",
    "a second crossing",
    "joint patrols along the marshes",
    "the exchange of customs lists",
    "an early meeting of experts",
    "the new pilgrim route",
    "the power line agreement",
    "a common map of the minefields",
    "the dust storm plan",
    "the railway link",
)
TAILS = (
    "before the end of the season",
    "without any delay",
    "as both sides agreed earlier",
    "if the conditions are met",
    "for the benefit of both peoples",
    "under the existing protocol",
    "once the engineers have reported",
    "in spite of the weather",
    "with the help of the provinces",
    "when the next round is held",
)
CUES = ("said", "added", "noted", "told reporters", "stressed", "is quoted as saying")

FAULTS: Mapping[str, str] = {
    "null": "statements.content.not-null",
    "vocabulary": "statements.speech_act.in-vocabulary",
    "form": "statements.statement_id.form",
    "range": "statements.extractor_score.range",
    "order": "statements.reviewed_on.bounds-in-order",
    "orphan": "statements.about_meeting_id.parent-exists",
    "twin": "statements.key-unique",
}
"""Kinds of fault that can be planted, each with a check that finds it."""


def write_statements(
    folder: Path, rows: int, *, seed: int = 1, faults: Mapping[str, int] | None = None
) -> None:
    """Write `statements` and the tables it refers to, one Parquet file each.

    Args:
        folder: where the files go; it must exist.
        rows: how many statements.
        seed: other seeds give other data.
        faults: how many faults of each kind (`FAULTS`) to plant, every one in a row of its own. A twin repeats the
            id of the row before it.

    Raises:
        ValueError: an unknown kind of fault, or more faults than there are places for them.
    """
    planted = _places(rows, faults or {})
    articles = -(-rows // STATEMENTS_PER_ARTICLE)
    meetings = -(-rows // ROWS_PER_MEETING)
    _write(folder, "collections", 1, functools.partial(_collections, articles=articles))
    _write(folder, "organizations", 20, _organizations)
    _write(folder, "articles", articles, functools.partial(_articles, seed=seed))
    _write(folder, "meetings", meetings, functools.partial(_meetings, seed=seed))
    make = functools.partial(_statements, seed=seed, meetings=meetings, planted=planted)
    _write(folder, "statements", rows, make, faulty="null" in planted)


Columns = dict[str, Any]
Planted = Mapping[str, "np.ndarray[Any, Any]"]


def _write(
    folder: Path,
    name: str,
    rows: int,
    make: Callable[[int, int], Columns],
    *,
    faulty: bool = False,
) -> None:
    """Write a table in pieces; `make` gives the columns of the rows from one number to another."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from schema.arrow import arrow_schema

    schema = arrow_schema(BY_NAME[name])
    if faulty:  # a column that must not be null is written as one that may
        schema = pa.schema([field.with_nullable(True) for field in schema])
    with pq.ParquetWriter(folder / f"{name}.parquet", schema, compression="zstd") as writer:
        for start, end in _pieces(rows):
            columns = make(start, end)
            arrays = [_array(columns.pop(field.name, None), field, end - start) for field in schema]
            if columns:
                msg = f"{name} has no column {', '.join(columns)}"
                raise ValueError(msg)
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))


def _pieces(rows: int) -> Iterator[tuple[int, int]]:
    for start in range(0, rows, PIECE_ROWS):
        yield start, min(start + PIECE_ROWS, rows)


def _array(values: Any, field: pa.Field[Any], length: int) -> Any:
    """A column: from an array as it is, from one value repeated, from nothing all null."""
    import pyarrow as pa

    if values is None:
        return pa.nulls(length, field.type)
    if isinstance(values, str | int | float):
        return pa.repeat(pa.scalar(values, field.type), length)
    made = values if isinstance(values, pa.Array) else pa.array(values)
    return made.cast(field.type)


# ------------------------------------------------------------------------------------- values


class _Draw:
    """Random columns for the rows of one piece: the same for the same seed, table and piece."""

    def __init__(self, seed: int, table: str, start: int, end: int) -> None:
        import numpy as np

        self.length = end - start
        self.random = np.random.default_rng([seed, *table.encode(), start])

    def number(self, below: int) -> np.ndarray[Any, Any]:
        """Whole numbers from 0."""
        return self.random.integers(0, below, self.length)

    def some(self, share: float) -> np.ndarray[Any, Any]:
        """True for about that share of the rows."""
        return self.random.random(self.length) < share

    def one_of(self, values: Sequence[str], nulls: float = 0.0) -> Any:
        """One of the values, or null for about that share of the rows."""
        import pyarrow as pa

        indices = pa.array(self.number(len(values)), mask=self.some(nulls))
        return pa.array(list(values)).take(indices)

    def from_vocabulary(self, name: str, nulls: float = 0.0) -> Any:
        """A value of a closed vocabulary."""
        return self.one_of(vocabularies.values(name), nulls)

    def event(self) -> tuple[Any, Any]:
        """Event types with a mode that belongs to each, if it has any; half of the rows have neither."""
        import pyarrow as pa

        pairs = [
            (event, mode)
            for event in vocabularies.values("plover_event")
            for mode in (None, *vocabularies.modes(event))
        ]
        events, modes = (pa.array(column) for column in zip(*pairs, strict=True))
        chosen = pa.array(self.number(len(pairs)), mask=self.some(0.5))
        return events.take(chosen), modes.take(chosen)

    def days(self, nulls: float = 0.0) -> np.ndarray[Any, Any]:
        """Days within the years covered; NaT for about that share of the rows."""
        import numpy as np

        days = np.datetime64(FIRST_DAY) + self.number(DAYS).astype("timedelta64[D]")
        days[self.some(nulls)] = np.datetime64("NaT", "D")
        return days


def _together(*parts: Any) -> Any:
    """Text made of the parts; the last one stands between the others. Null where one is."""
    import pyarrow.compute as pc

    return pc.binary_join_element_wise(*parts)


def _date(name: str, days: np.ndarray[Any, Any], draw: _Draw | None = None) -> Columns:
    """A date with its bounds; with `draw` one in ten carries a qualifier."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    bounds = pa.array(days)
    doubtful = np.zeros(len(days), bool) if draw is None else draw.some(0.1)
    sign = pa.array(["", "~"]).take(pa.array(doubtful.astype(int)))
    return {
        name: _together(pc.strftime(bounds, "%Y-%m-%d"), sign, ""),
        f"{name}_earliest": bounds,
        f"{name}_latest": bounds,
        f"{name}_uncertain": pa.array(doubtful, mask=np.isnat(days)),
    }


def _slugs(stem: str, numbers: np.ndarray[Any, Any], mask: Any = None) -> Any:
    """`stem-0000012`: in the order of the numbers; null where the mask is true."""
    import pyarrow as pa
    import pyarrow.compute as pc

    digits = pc.utf8_lpad(pa.array(numbers, mask=mask).cast(pa.string()), 7, "0")
    return _together(stem, digits, "-")


@functools.cache
def _endings() -> Any:
    """The three letters that end the id of a statement, in their order, for every sequence in an article."""
    import pyarrow as pa

    letters = [chr(code) for code in range(ord("a"), ord("z") + 1)]
    return pa.array(
        [f"{letters[n // 26]}{letters[n % 26]}x" for n in range(STATEMENTS_PER_ARTICLE)]
    )


def _statement_ids(numbers: np.ndarray[Any, Any], mask: Any = None) -> Any:
    import pyarrow as pa

    article = _slugs("example-gazette", numbers // STATEMENTS_PER_ARTICLE, mask)
    ending = _endings().take(pa.array(numbers % STATEMENTS_PER_ARTICLE))
    return _together(article, ending, "-")


# ------------------------------------------------------------------------------------- tables


def _collections(start: int, end: int, *, articles: int) -> Columns:
    return {
        "collection_id": ["example-collection"][start:end],
        "description": "Made-up articles for measuring.",
        "design": vocabularies.values("design")[0],
        "n_included": articles,
    }


def _organizations(start: int, end: int) -> Columns:
    import numpy as np

    numbers = np.arange(start, end)
    return {
        "organization_id": _slugs("example-outlet", numbers),
        "name": [f"Example Outlet {number}" for number in numbers],
        "classification": vocabularies.values("organization_classification")[0],
    }


def _articles(start: int, end: int, *, seed: int) -> Columns:
    import numpy as np

    draw, numbers = _Draw(seed, "articles", start, end), np.arange(start, end)
    return {
        "article_id": _slugs("example-gazette", numbers),
        "collection_id": "example-collection",
        "coding_scope": vocabularies.values("coding_scope")[0],
        "title": draw.one_of(OBJECTS),
        "publisher_id": _slugs("example-outlet", draw.number(20)),
        "language": "en",
        # After the last day on which anything is said.
        **_date(
            "published", np.full(end - start, np.datetime64(FIRST_DAY) + np.timedelta64(DAYS, "D"))
        ),
        "date_basis": "stated",
        "source_file": "example.txt",
        "source_sha256": "0" * 64,
        "source_chars": draw.number(20_000) + 1_000,
        "rights": vocabularies.values("rights")[0],
    }


def _meetings(start: int, end: int, *, seed: int) -> Columns:
    import numpy as np

    draw, numbers = _Draw(seed, "meetings", start, end), np.arange(start, end)
    days = draw.days()
    return {
        "meeting_id": _slugs("example-talks", numbers),
        "title": draw.one_of(OBJECTS),
        "kind": draw.from_vocabulary("meeting_kind"),
        "modality": draw.from_vocabulary("modality", nulls=0.2),
        **_date("start", days),
        **_date("end", days + np.timedelta64(1, "D")),
        "date_basis": "stated",
        "status": "unclear",
        "article_count": 0,
        "source_count": 0,
        "is_leaf": True,
    }


def _statements(
    start: int,
    end: int,
    *,
    seed: int,
    meetings: int,
    planted: Planted,
) -> Columns:
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    draw, numbers = _Draw(seed, "statements", start, end), np.arange(start, end)
    quote_type = draw.number(len(QUOTE_TYPES))
    number = pa.array(draw.number(1_000_000)).cast(pa.string())
    clause = [draw.one_of(words) for words in (SUBJECTS, VERBS, OBJECTS, TAILS)]
    content = _together(*clause, _together("(item", number, " "), " ")
    content = _together(content, ")", "")
    extracted = draw.some(0.8)
    # Only odd rows repeat, and only what stands in an even one: nothing repeats a repetition.
    earlier = (numbers * draw.random.random(end - start)).astype(int) // 2 * 2
    # Nothing refers to an id that a fault takes away.
    kept = ~np.isin(earlier, [*planted.get("twin", ()), *planted.get("form", ())])
    repeats, nested = draw.some(0.05) & kept & (numbers % 2 == 1), draw.some(0.05) & kept
    at_meeting, days = draw.some(0.3), draw.days(nulls=0.1)
    days[at_meeting] = np.datetime64("NaT", "D")  # its day is that of the meeting
    event, mode = draw.event()
    columns = {
        "statement_id": _statement_ids(numbers),
        "article_id": _slugs("example-gazette", numbers // STATEMENTS_PER_ARTICLE),
        "sequence": numbers % STATEMENTS_PER_ARTICLE + 1,
        "content": _together(content, "", "."),
        "quoted_text": pc.if_else(pa.array(quote_type == INDIRECT), None, clause[2]),
        "cue": draw.one_of(CUES, nulls=0.05),
        "quote_type": pa.array(QUOTE_TYPES).take(pa.array(quote_type)),
        "spoken_language": draw.from_vocabulary("language", nulls=0.5),
        "is_translated": pa.array(draw.some(0.5), mask=draw.some(0.5)),
        "location": draw.from_vocabulary("statement_location"),
        "channel": draw.from_vocabulary("channel"),
        "said_at_meeting_id": _slugs("example-talks", draw.number(meetings), ~at_meeting),
        "about_meeting_id": _slugs("example-talks", draw.number(meetings), ~draw.some(0.3)),
        **_date("date", days, draw),
        "speech_act": draw.from_vocabulary("speech_act"),
        "plover_event": event,
        "plover_mode": mode,
        "parent_statement_id": _statement_ids(earlier, ~nested),
        "utterance_id": _statement_ids(earlier, ~repeats),
        "is_primary": ~repeats,
        "report_relation": pc.if_else(
            pa.array(repeats), draw.from_vocabulary("report_relation"), None
        ),
        "method": pa.array(["curated", "extracted"]).take(pa.array(extracted.astype(int))),
        "extractor": pc.if_else(pa.array(extracted), "example-extractor 1.0", None),
        "extractor_score": pa.array(draw.random.random(end - start).round(4), mask=~extracted),
        "tier": pc.if_else(pa.array(extracted), draw.from_vocabulary("tier"), None),
        "coded_by": "example",
        "reviewed_by": "example",
        **_date("reviewed_on", draw.days()),
        "guide_version": "0.1",
    }
    columns["date_basis"] = pc.if_else(
        pc.is_valid(columns["date"]), draw.from_vocabulary("date_basis"), None
    )
    for kind, places in planted.items():
        here = places[(places >= start) & (places < end)]
        column, values = _fault(kind, here)
        columns[column] = _replaced(columns[column], here - start, values)
    return columns


# ------------------------------------------------------------------------------------- faults


def _places(rows: int, faults: Mapping[str, int]) -> Planted:
    """The rows that get a fault, by kind: spread over the table, no two side by side.

    Raises:
        ValueError: an unknown kind, or too many.
    """
    import numpy as np

    if unknown := sorted(faults.keys() - FAULTS.keys()):
        msg = f"no such fault: {', '.join(unknown)}; known are {', '.join(FAULTS)}"
        raise ValueError(msg)
    wanted = sum(faults.values())
    if 2 * wanted > rows:
        msg = f"{wanted} faults need at least {2 * wanted} rows"
        raise ValueError(msg)
    places = np.arange(wanted) * (rows // max(wanted, 1)) + 1
    ends = np.cumsum(list(faults.values()), dtype=int)[:-1]
    return dict(zip(faults, np.split(places, ends), strict=True)) if faults else {}


def _fault(kind: str, rows: np.ndarray[Any, Any]) -> tuple[str, pa.Array[Any]]:
    """The column that a kind of fault spoils, and the wrong values for those rows."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if kind == "twin":
        return "statement_id", _statement_ids(rows - 1)
    if kind == "form":
        return "statement_id", pc.utf8_upper(_statement_ids(rows))
    column, value = {
        "null": ("content", None),
        "vocabulary": ("speech_act", "sing"),
        "range": ("extractor_score", 1.5),
        "order": ("reviewed_on_earliest", dt.date(2200, 1, 1)),
        "orphan": ("about_meeting_id", "nowhere"),
    }[kind]
    return column, pa.array([value] * len(rows))


def _replaced(column: Any, rows: np.ndarray[Any, Any], values: pa.Array[Any]) -> Any:
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    whole = column if isinstance(column, pa.Array) else pa.array(column)
    mask = np.zeros(len(whole), bool)
    mask[rows] = True
    return pc.replace_with_mask(whole, pa.array(mask), values.cast(whole.type))
