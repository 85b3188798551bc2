"""Rows of a base table made complete: dates get their bounds, and what a table cannot do without is demanded.

Rows come sorted by key, in batches, so that memory is bounded by a batch.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute

from schema import edtf
from schema.arrow import arrow_schema
from schema.base import read_date
from schema.tables import Column, Table
from validation.findings import Finding, Place, printable

pc: Any = pyarrow.compute
"""Without its types: the stubs do not follow a value of any type through it."""

EXAMPLES = 5
MOST_DATES = 100_000
"""Different dates of a column whose bounds are kept; beyond that they are read anew."""

Bounds = tuple[date | None, date | None, bool]


@dataclass
class _Wrong:
    """One kind of fault: how many rows have it, and the first of them."""

    code: str
    column: str
    message: str
    hint: str
    count: int = 0
    records: list[str] = field(default_factory=list)
    found: str = ""


class Finisher:
    """Completes the rows of one table; `findings` tells what stood in the way, in all batches together.

    `has_twins` says whether two rows have the same key.
    """

    def __init__(self, table: Table) -> None:
        self.table, self.schema = table, arrow_schema(table)
        self.rows = 0
        self._dates = [c for c in table.columns if c.is_date_profile]
        self._known: dict[str, dict[str, Bounds | edtf.EdtfError]] = {}
        self._wrong: dict[tuple[str, str], _Wrong] = {}
        self._last: pa.Table | None = None
        self.has_twins = False

    def finish(self, rows: pa.Table) -> pa.Table:
        """The rows with all columns of the table, as it is published."""
        columns = {name: rows[name].combine_chunks() for name in rows.column_names}
        self._look_for_twins(rows)
        for column in self._dates:
            columns |= self._bounds(column, columns[column.name], rows)
        arrays = []
        for each in self.schema:
            array = columns[each.name].cast(each.type)
            if not each.nullable and array.null_count:
                self._note_nulls(each.name, array, rows)
            arrays.append(array)
        self.rows += rows.num_rows
        # a null where none may be is a finding, and such a table is never published
        return pa.Table.from_arrays(arrays, schema=self.schema)

    def findings(self) -> Iterator[Finding]:
        """What is wrong with the rows seen so far."""
        for wrong in self._wrong.values():
            first, *others = (
                Place(table=self.table.name, record=record, field=wrong.column)
                for record in wrong.records
            )
            yield Finding(
                wrong.code,
                wrong.message,
                first,
                first.record,
                printable(wrong.found),
                wrong.hint,
                related=tuple(others),
                count=wrong.count,
            )

    def _note(self, wrong: _Wrong, mask: Any, rows: pa.Table, found: str = "") -> None:
        """Count the rows for which the mask is true, and keep the first few."""
        held = self._wrong.setdefault((wrong.code, wrong.column), wrong)
        if not held.records:
            held.found = found
        held.count += pc.sum(mask).as_py() or 0
        if (room := EXAMPLES - len(held.records)) > 0:
            first = rows.select(list(self.table.key)).filter(mask).slice(0, room)
            held.records += ["/".join(map(str, row.values())) for row in first.to_pylist()]

    def _note_nulls(self, column: str, values: Any, rows: pa.Table) -> None:
        hint = "fill in the value, or remove the row"
        self._note(_Wrong("TAB004", column, f"{column} is null", hint), pc.is_null(values), rows)

    def _look_for_twins(self, rows: pa.Table) -> None:
        """Whether a row has the key of the one before it, in this batch or at the end of the last."""
        key = rows.select(list(self.table.key))
        held = key if self._last is None else pa.concat_tables([self._last, key])
        self._last = held.slice(max(0, held.num_rows - 1))
        if held.num_rows > 1 and not self.has_twins:
            columns = [held[name].combine_chunks() for name in self.table.key]
            pairs = [pc.equal(c.slice(1), c.slice(0, held.num_rows - 1)) for c in columns]
            self.has_twins = bool(pc.any(functools.reduce(pc.and_, pairs)).as_py())

    def _bounds(self, column: Column, texts: Any, rows: pa.Table) -> dict[str, Any]:
        """The columns that follow from a date."""
        coded = texts.cast(pa.string()).dictionary_encode()
        bounds: list[Bounds | tuple[None, None, None]] = []
        refused: list[bool] = []
        first_error: edtf.EdtfError | None = None
        for text in coded.dictionary.to_pylist():
            read = self._read(column, text)
            is_refused = isinstance(read, edtf.EdtfError)
            refused.append(is_refused)
            if isinstance(read, edtf.EdtfError):
                first_error = first_error or read
                bounds.append((None, None, None))
            else:
                bounds.append(read)
        if first_error is not None:
            mask = pc.fill_null(pa.array(refused).take(coded.indices), False)
            message = f"{column.name} is no date of the profile: {first_error.problem}"
            self._note(
                _Wrong("TAB018", column.name, message, first_error.remedy),
                mask,
                rows,
                first_error.found,
            )
        types: dict[str, Any] = {
            "earliest": pa.date32(),
            "latest": pa.date32(),
            "uncertain": pa.bool_(),
        }
        listed: list[list[Any]] = [[bound[at] for bound in bounds] for at in range(len(types))]
        return {
            f"{column.name}_{part}": pa.array(values, type_).take(coded.indices)
            for values, (part, type_) in zip(listed, types.items(), strict=True)
        }

    def _read(self, column: Column, text: str) -> Bounds | edtf.EdtfError:
        known = self._known.setdefault(column.name, {})
        if text not in known:
            if len(known) >= MOST_DATES:
                known.clear()
            try:
                known[text] = read_date(text, column.date_kind or "day")
            except edtf.EdtfError as error:
                known[text] = error
        return known[text]
