"""Stata files, format 118 (Stata 14 and later), one per table; what Stata cannot say is in docs/export.md."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from validation.findings import Unusable

if TYPE_CHECKING:
    from dataset.releasing.export import Started
    from dataset.releasing.sheets import Sheet, Source

LONGEST_NAME = 32
LONGEST_LABEL = 80
LONGEST_FIXED = 244
"""Bytes of the longest value up to which a text column is `str#`, of which every row takes as much; above, `strL`."""

LARGEST_LONG = 2_147_483_620
EPOCH = dt.datetime(1960, 1, 1)  # noqa: DTZ001, Stata knows no time zones
RESERVED = frozenset(
    """
    NULL _N _all _b _coef _cons _n _pi _pred _rc _se _skip aggregate array boolean break byte case
    catch class colvector complex const continue default delegate delete do double else eltypedef
    end enum explicit export external float for friend function global goto if in inline int local
    long pragma protected quad rowvector short str# strL typedef typename using virtual with
    """.split()  # noqa: SIM905, as a list it would take sixty lines
)
"""Words that Stata, or its matrix language, keeps for itself."""


def write(source: Source, folder: Path, started: Started) -> dict[str, dict[str, str]]:
    """Write `<table>.dta` for every table, and return the names of columns in it where they had to change.

    Each table must fit into memory. Raises Unusable for a file that cannot be read.
    """
    changed = {}
    # the time stamp inside the file is no time of writing, so that the same tables give the same bytes
    stamp = dt.datetime.fromisoformat(source.date) if source.date else EPOCH
    for sheet in source.sheets:
        started(sheet.name)
        names = {column.name: stata_name(column.name) for column in sheet.columns}
        changed[sheet.name] = {old: new for old, new in names.items() if old != new}
        _write(sheet, folder / f"{sheet.name}.dta", names, stamp)
    return changed


def stata_name(name: str) -> str:
    """Return the name of a variable: the column's own if Stata takes it.

    A longer one than 32 characters keeps its first 27, followed by `_` and the first four digits of the SHA-256 of the
    whole, so that it depends on nothing but the name; a word that Stata keeps for itself gets a `_`.
    """
    if name in RESERVED or re.fullmatch(r"str[0-9]+", name):
        return f"{name}_"
    if len(name) <= LONGEST_NAME:
        return name
    digits = hashlib.sha256(name.encode()).hexdigest()[:4]
    return f"{name[: LONGEST_NAME - 5]}_{digits}"


def label(description: str) -> str:
    """Return a description as a label: without backticks, cut after a word at 80 characters."""
    text = " ".join(description.replace("`", "").split())
    if len(text) <= LONGEST_LABEL:
        return text
    return text[:LONGEST_LABEL].rpartition(" ")[0][: LONGEST_LABEL - 1].rstrip(",;:. ") + "…"


def _write(sheet: Sheet, file: Path, names: Mapping[str, str], stamp: dt.datetime) -> None:
    try:
        with pq.ParquetFile(sheet.file) as parquet:
            table = parquet.read()
    except (pa.ArrowException, OSError) as error:
        told = str(error).partition("\n")[0]
        raise Unusable(f"{sheet.file} cannot be read as Parquet ({told})") from None
    frame = pd.DataFrame({names[name]: _series(table[name]) for name in table.column_names})
    long = [names[name] for name in sheet.of_type("string") if _widest(table[name]) > LONGEST_FIXED]
    frame.to_stata(
        file,
        write_index=False,
        version=118,
        time_stamp=stamp,
        data_label=label(sheet.description),
        variable_labels={names[c.name]: label(c.description) for c in sheet.columns},
        value_labels={names[name]: {0: "no", 1: "yes"} for name in sheet.of_type("boolean")},
        convert_dates={names[name]: "td" for name in sheet.of_type("date")},
        convert_strl=long,
    )


def _series(column: pa.ChunkedArray[Any]) -> Any:
    """A column as the writer of pandas needs it: integers that may be missing, days, texts without null."""
    if pa.types.is_string(column.type):
        texts: list[Any] = ["" if text is None else text for text in column.to_pylist()]
        return pd.Series(texts, dtype="object")
    if pa.types.is_date32(column.type):
        return column.cast(pa.timestamp("s")).to_pandas()
    if pa.types.is_boolean(column.type):
        return pd.Series(column.cast(pa.int8()).to_pylist(), dtype="Int8")
    if pa.types.is_int32(column.type) and _fits_long(column):
        return pd.Series(column.to_pylist(), dtype="Int32")
    return pd.Series(column.to_pylist(), dtype="float64")


def _fits_long(column: pa.ChunkedArray[Any]) -> bool:
    """Whether Stata's `long` can hold all values; the largest it takes for kinds of missing."""
    least, most = pc.min(column).as_py(), pc.max(column).as_py()
    return most is None or (least >= -LARGEST_LONG and most <= LARGEST_LONG)


def _widest(column: pa.ChunkedArray[Any]) -> int:
    """Bytes of the longest value."""
    return pc.max(pc.binary_length(column)).as_py() or 0
