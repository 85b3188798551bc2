"""Models to Arrow: the schema of a table with its descriptions, key and dictionary inside, and its rows.

A small mapping of our own: the library that does this chooses 64-bit integers and dictionary columns and has
no place for the bounds of a date.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence

import pyarrow as pa

from schema import edtf
from schema.base import STILL, Row
from schema.tables import SCHEMA_VERSION, Column, ColumnType, Table

ARROW_TYPES: dict[str, pa.DataType] = {
    "string": pa.string(),
    "integer": pa.int32(),
    "boolean": pa.bool_(),
    "number": pa.float64(),
    "date": pa.date32(),
}
DICTIONARY_KEY = "dataset.table"


def arrow_schema(table: Table) -> pa.Schema:
    """Arrow schema of a table: types, nullability, a description on every field, the dictionary as one JSON key."""
    fields = [
        pa.field(c.name, ARROW_TYPES[c.type], nullable=c.nullable, metadata=_field_metadata(c))
        for c in table.columns
    ]
    return pa.schema(
        fields,
        metadata={DICTIONARY_KEY: json.dumps(describe(table), ensure_ascii=False, sort_keys=True)},
    )


def describe(table: Table) -> dict[str, object]:
    """A table in words, as carried inside its Parquet file."""
    return {
        "dataset": "Iran–Iraq Security Dialogue Dataset",
        "schema_version": SCHEMA_VERSION,
        "table": table.name,
        "description": table.description,
        "primary_key": list(table.key),
        "foreign_keys": [
            {"column": c.name, "references": c.references} for c in table.columns if c.references
        ],
        "columns": [
            {
                "name": c.name,
                "type": c.type,
                "nullable": c.nullable,
                "description": c.description,
                **({"vocabulary": c.vocabulary} if c.vocabulary else {}),
            }
            for c in table.columns
        ],
    }


def _field_metadata(column: Column) -> dict[str, str]:
    metadata = {"description": column.description}
    if column.vocabulary:
        metadata["vocabulary"] = column.vocabulary
    if column.references:
        metadata["references"] = column.references
    return metadata


def logical_type(type_: pa.DataType) -> ColumnType:
    """What a column holds, however wide or encoded a writer stores it: text is text.

    Raises:
        TypeError: no column of the dataset holds that.
    """
    if pa.types.is_dictionary(type_):
        return logical_type(type_.value_type)
    for name, kinds in _LOGICAL.items():
        if any(is_kind(type_) for is_kind in kinds):
            return name
    msg = f"no logical type for {type_}"
    raise TypeError(msg)


_LOGICAL: dict[ColumnType, tuple[Callable[[pa.DataType], bool], ...]] = {
    "string": (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view),
    "integer": (pa.types.is_integer,),
    "boolean": (pa.types.is_boolean,),
    "number": (pa.types.is_floating,),
    "date": (pa.types.is_date32,),
}


def arrow_table(table: Table, rows: Iterable[Row]) -> pa.Table:
    """Rows as an Arrow table, sorted by the key, dates with their bounds, in one chunk."""
    dates = [c.name for c in table.columns if c.is_date_profile]
    records = [_with_bounds(row, dates) for row in rows]
    records.sort(key=lambda record: _sort_key(record, table.key))
    return pa.Table.from_pylist(records, schema=arrow_schema(table)).combine_chunks()


def _with_bounds(row: Row, dates: Sequence[str]) -> dict[str, object]:
    record = dict(row.__dict__)
    for name in dates:
        text = record[name]
        bounds: tuple[object, ...] = (None, None, None) if text is None else (None, None, False)
        if text not in (None, STILL):
            bounds = edtf.bounds(text)
        record[f"{name}_earliest"], record[f"{name}_latest"], record[f"{name}_uncertain"] = bounds
    return record


def _sort_key(record: dict[str, object], key: Sequence[str]) -> tuple[object, ...]:
    return tuple(record[name] for name in key)
