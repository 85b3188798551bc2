"""What differs between two folders of tables: their schemas, and record by record their cells.

Rows are matched by key in DuckDB, which moves to the disk what does not fit in the memory it is
given; only rows that differ are kept. The key of a table is the one that its file carries, so that
a release of any age can be compared without the code that made it.
"""

# ruff: noqa: S608 # names are quoted, and paths are quoted texts

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import duckdb
import pyarrow.parquet as pq

from dataset.loader import DICTIONARY_KEY
from schema.tables import BY_NAME
from validation.findings import Unusable
from validation.gx_queries import literal, literal_path, quote_identifier

if TYPE_CHECKING:
    import pyarrow as pa

SchemaKind = Literal[
    "table-added",
    "table-removed",
    "column-added",
    "column-removed",
    "type-changed",
    "null-allowed",
    "null-forbidden",
    "key-changed",
    "description-changed",
    "value-added",
    "value-removed",
]
RowKind = Literal["added", "changed", "withdrawn", "merged", "removed", "lost"]
ROW_KINDS: tuple[RowKind, ...] = ("added", "changed", "withdrawn", "merged", "removed", "lost")
BATCH = 1000
MEMORY_LIMIT = "1GB"


@dataclass(frozen=True)
class SchemaChange:
    """One change of the schema. `column` names a vocabulary where a closed value came or went."""

    kind: SchemaKind
    table: str
    column: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class RowChange:
    """One row that differs.

    `withdrawn` and `merged` records left a tombstone, `lost` ones did not; `removed` rows belong to
    tables without permanent ids. `fields` holds, for a changed row, what each column was and is.
    """

    table: str
    key: tuple[tuple[str, Any], ...]
    kind: RowKind
    label: str = ""
    fields: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    replaced_by: str = ""
    reason: str = ""

    @property
    def name(self) -> str:
        """The key as people cite it."""
        return " ".join(str(value) for _, value in self.key)


@dataclass(frozen=True)
class Side:
    """One of the two folders: what to call it, and its tables."""

    label: str
    folder: Path


@dataclass
class Difference:
    """Everything that differs. Counts are exact; rows are read back on demand, in the order of their key."""

    before: Side
    after: Side
    schema: list[SchemaChange]
    counts: dict[str, dict[RowKind, int]]
    _connection: duckdb.DuckDBPyConnection
    _tables: dict[str, _Compared]

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs at all."""
        return not self.schema and not any(self.counts.values())

    def total(self, kind: RowKind, *, derived: bool = False) -> int:
        """How many rows of that kind there are; those of derived tables only if asked for."""
        return sum(
            kinds.get(kind, 0)
            for table, kinds in self.counts.items()
            if derived or not is_derived(table)
        )

    def rows(self, table: str, limit: int | None = None) -> Iterator[RowChange]:
        """Yield the rows of a table that differ, by key: at most `limit`."""
        if table not in self._tables:
            return
        compared = self._tables[table]
        cursor = self._connection.cursor()
        tail = "" if limit is None else f" LIMIT {limit}"
        order = ", ".join(quote_identifier(f"key_{name}") for name in compared.key)
        cursor.execute(
            f"SELECT * FROM {quote_identifier(f'changes {table}')} ORDER BY {order}{tail}"
        )
        names = [column[0] for column in cursor.description or ()]
        while batch := cursor.fetchmany(BATCH):
            for values in batch:
                yield compared.row_change(dict(zip(names, values, strict=True)))


@dataclass(frozen=True)
class _Compared:
    """A table that both sides have, with the columns that can be compared."""

    name: str
    key: tuple[str, ...]
    columns: tuple[str, ...]

    def row_change(self, row: dict[str, Any]) -> RowChange:
        kind: RowKind = row["change"]
        fields = {}
        if kind == "changed":
            pairs = {name: (row[f"before_{name}"], row[f"after_{name}"]) for name in self.columns}
            fields = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
        return RowChange(
            self.name,
            tuple((name, row[f"key_{name}"]) for name in self.key),
            kind,
            row["label"] or "",
            fields,
            row["replaced_by"] or "",
            row["reason"] or "",
        )


def is_derived(table: str) -> bool:
    """Whether a table follows from the others, so that its rows are no changes of their own."""
    return table in BY_NAME and BY_NAME[table].group == "derived"


def is_permanent(table: str) -> bool:
    """Whether a published row must stay: it has a permanent id, or is the tombstone of one."""
    return table in BY_NAME and (BY_NAME[table].group == "record" or table == "retired")


@contextmanager
def compare(
    before: Side, after: Side, *, scratch: Path, memory_limit: str = MEMORY_LIMIT
) -> Iterator[Difference]:
    """Compare two folders of Parquet tables.

    Args:
        before: the older side.
        after: the newer side.
        scratch: a folder for what exceeds the memory; the caller removes it.
        memory_limit: how much memory DuckDB may use.

    Raises:
        Unusable: a folder holds no tables or one that cannot be read, or a key is not unique.
    """
    old, new = _schemas(before.folder), _schemas(after.folder)
    schema = _schema_changes(old, new)
    both = [name for name in old if name in new and _key(name, old[name]) == _key(name, new[name])]
    connection = duckdb.connect()
    try:
        for setting, value in (("memory_limit", memory_limit), ("temp_directory", str(scratch))):
            connection.execute(f"SET {setting} = {literal(value)}")
        connection.execute("SET preserve_insertion_order = false")
        for side, folder, schemas in (("a", before.folder, old), ("b", after.folder, new)):
            for name in schemas:
                file = literal(literal_path(folder / f"{name}.parquet"))
                connection.execute(
                    f"CREATE VIEW {quote_identifier(f'{side} {name}')} AS SELECT * FROM"
                    f" read_parquet([{file}], hive_partitioning = false)"
                )
        tables = {}
        for name in both:
            if _same_bytes(before.folder, after.folder, name):
                continue
            tables[name] = _compare_rows(connection, name, old[name], new[name], new)
        counts = {name: _counts(connection, name) for name in tables}
        schema += _value_changes(connection, tables)
        yield Difference(
            before,
            after,
            schema,
            {name: kinds for name, kinds in counts.items() if kinds},
            connection,
            tables,
        )
    except duckdb.Error as error:
        reason = str(error).partition("\n")[0]
        raise Unusable(
            f"{before.folder} and {after.folder} cannot be compared ({reason})"
        ) from None
    finally:
        connection.close()


def _schemas(folder: Path) -> dict[str, pa.Schema]:
    import pyarrow as pa

    files = sorted(path for path in folder.glob("*.parquet") if not path.name.startswith("."))
    if not files:
        raise Unusable(f"{folder}: holds no tables; give a release, or a folder of Parquet files")
    schemas = {}
    for file in files:
        try:
            schemas[file.stem] = pq.read_schema(file)
        except (pa.ArrowException, OSError) as error:
            reason = str(error).partition("\n")[0]
            raise Unusable(
                f"{file}: cannot be read as Parquet ({reason}); fetch it again"
            ) from None
    return schemas


def _key(table: str, schema: pa.Schema) -> tuple[str, ...]:
    """The key that the file carries; else the registry's; else none, and rows cannot be matched."""
    text = (schema.metadata or {}).get(DICTIONARY_KEY)
    if text is not None:
        return tuple(json.loads(text)["primary_key"])
    return BY_NAME[table].key if table in BY_NAME else ()


def _schema_changes(old: dict[str, pa.Schema], new: dict[str, pa.Schema]) -> list[SchemaChange]:
    changes = [SchemaChange("table-removed", name) for name in old if name not in new]
    changes += [SchemaChange("table-added", name) for name in new if name not in old]
    for name, schema in old.items():
        if name in new:
            changes += _column_changes(name, schema, new[name])
    return changes


def _column_changes(table: str, old: pa.Schema, new: pa.Schema) -> Iterator[SchemaChange]:
    before, after = (", ".join(_key(table, schema)) for schema in (old, new))
    if before != after:
        yield SchemaChange("key-changed", table, "", before, after)
    for name in old.names:
        if name not in new.names:
            yield SchemaChange("column-removed", table, name, str(old.field(name).type))
    for name in new.names:
        if name not in old.names:
            yield SchemaChange("column-added", table, name, "", str(new.field(name).type))
            continue
        was, now = old.field(name), new.field(name)
        if was.type != now.type:
            yield SchemaChange("type-changed", table, name, str(was.type), str(now.type))
        if was.nullable != now.nullable:
            kind: SchemaKind = "null-allowed" if now.nullable else "null-forbidden"
            yield SchemaChange(kind, table, name)
        if (said := _description(was)) != (says := _description(now)):
            yield SchemaChange("description-changed", table, name, said, says)


def _description(column: pa.Field[Any]) -> str:
    return (column.metadata or {}).get(b"description", b"").decode("utf-8", "replace")


def _same_bytes(before: Path, after: Path, table: str) -> bool:
    """Whether two files are equal to the byte: most tables of most releases are, and need no look."""
    one, two = (folder / f"{table}.parquet" for folder in (before, after))
    if one.stat().st_size != two.stat().st_size:
        return False
    with one.open("rb") as first, two.open("rb") as second:
        while chunk := first.read(1 << 20):
            if chunk != second.read(1 << 20):
                return False
    return True


def _compare_rows(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    old: pa.Schema,
    new: pa.Schema,
    all_new: dict[str, pa.Schema],
) -> _Compared:
    """Keep the rows that differ in a temporary table."""
    key = _key(table, old)
    if not key:
        raise Unusable(
            f"{table}: has no key, so its rows cannot be compared; remove it from both sides"
        )
    for side, schema in (("a", old), ("b", new)):
        _demand_unique(connection, side, table, key, schema)
    columns = tuple(name for name in old.names if name in new.names and name not in key)
    joined = " AND ".join(
        f"a.{quote_identifier(name)} = b.{quote_identifier(name)}" for name in key
    )
    differs = (
        " OR ".join(
            f"a.{quote_identifier(name)}{cast} IS DISTINCT FROM b.{quote_identifier(name)}{cast}"
            for name in columns
            for cast in ("" if old.field(name).type == new.field(name).type else "::VARCHAR",)
        )
        or "false"
    )
    keys = ", ".join(
        f"coalesce(a.{quote_identifier(name)}, b.{quote_identifier(name)}) AS {quote_identifier(f'key_{name}')}"
        for name in key
    )
    cells = "".join(
        f", a.{quote_identifier(name)} AS {quote_identifier(f'before_{name}')}"
        f", b.{quote_identifier(name)} AS {quote_identifier(f'after_{name}')}"
        for name in columns
    )
    label = _label_column(columns)
    shown = (
        f"left(coalesce(b.{quote_identifier(label)}, a.{quote_identifier(label)})::VARCHAR, 80)"
        if label
        else "NULL"
    )
    first = quote_identifier(key[0])
    connection.execute(
        f"CREATE TABLE {quote_identifier(f'found {table}')} AS SELECT"
        f" CASE WHEN a.{first} IS NULL THEN 'added' WHEN b.{first} IS NULL THEN 'removed'"
        f" ELSE 'changed' END AS change, {keys}, {shown} AS label{cells}"
        f" FROM {quote_identifier(f'a {table}')} a FULL OUTER JOIN {quote_identifier(f'b {table}')} b ON {joined}"
        f" WHERE a.{first} IS NULL OR b.{first} IS NULL OR {differs}"
    )
    connection.execute(
        f"CREATE VIEW {quote_identifier(f'changes {table}')} AS {_told_apart(table, key, all_new)}"
    )
    return _Compared(table, key, columns)


def _told_apart(table: str, key: Sequence[str], new: dict[str, pa.Schema]) -> str:
    """Tell removed records with a tombstone from those without; rows without permanent ids have none."""
    found = quote_identifier(f"found {table}")
    if not is_permanent(table):
        return f"SELECT *, NULL AS replaced_by, NULL AS reason FROM {found}"
    if "retired" not in new or table == "retired":
        kind = "CASE WHEN change = 'removed' THEN 'lost' ELSE change END AS change"
        return f"SELECT * REPLACE ({kind}), NULL AS replaced_by, NULL AS reason FROM {found}"
    kind = (
        "CASE WHEN change <> 'removed' THEN change WHEN r.retired_id IS NULL THEN 'lost'"
        " WHEN r.replaced_by IS NULL THEN 'withdrawn' ELSE 'merged' END AS change"
    )
    return (
        f"SELECT f.* REPLACE ({kind}), r.replaced_by, r.note AS reason FROM {found} f LEFT JOIN"
        f" {quote_identifier('b retired')} r ON f.{quote_identifier(f'key_{key[0]}')} = r.retired_id"
        f" AND r.record_table = {literal(table)}"
    )


def _demand_unique(
    connection: duckdb.DuckDBPyConnection,
    side: str,
    table: str,
    key: Sequence[str],
    schema: pa.Schema,
) -> None:
    missing = [name for name in key if name not in schema.names]
    if missing:
        raise Unusable(
            f"{table}: its key column {missing[0]!r} is missing; run `dataset validate` on it"
        )
    names = ", ".join(quote_identifier(name) for name in key)
    twice = connection.execute(
        f"SELECT {names} FROM {quote_identifier(f'{side} {table}')} GROUP BY {names}"
        " HAVING count(*) > 1 LIMIT 1"
    ).fetchone()
    if twice:
        raise Unusable(
            f"{table}: two rows have the key {' '.join(map(str, twice))}, so that rows cannot be matched;"
            " run `dataset validate` on the folder"
        )


def _label_column(columns: Sequence[str]) -> str | None:
    return next((name for name in ("title", "name", "content", "label") if name in columns), None)


def _counts(connection: duckdb.DuckDBPyConnection, table: str) -> dict[RowKind, int]:
    rows = connection.execute(
        f"SELECT change, count(*) FROM {quote_identifier(f'changes {table}')} GROUP BY change"
    ).fetchall()
    found = dict(rows)
    return {kind: found[kind] for kind in ROW_KINDS if kind in found}


def _value_changes(
    connection: duckdb.DuckDBPyConnection, tables: dict[str, _Compared]
) -> Iterator[SchemaChange]:
    """Closed values that came or went: they stand as rows in `vocabularies`, but are part of the schema."""
    if "vocabularies" not in tables:
        return
    rows = connection.execute(
        f"SELECT change, key_vocabulary, key_value FROM {quote_identifier('changes vocabularies')}"
        " WHERE change <> 'changed' ORDER BY ALL"
    ).fetchall()
    for change, vocabulary, value in rows:
        if change == "added":
            yield SchemaChange("value-added", "vocabularies", vocabulary, "", value)
        else:
            yield SchemaChange("value-removed", "vocabularies", vocabulary, value)
