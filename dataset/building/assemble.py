"""Base tables, in shards and in any order, to the complete folder of tables (docs/scale.md).

What the records yield on their way through Python (`build`), base tables yield here, on DuckDB: sorted by key, dates
with their bounds, derived columns and tables. Nothing is held in memory but what the engine may take and a row group of
the table that is written, so that tables of any size can be built; and the bytes depend on the rows alone, not on
shards, order, threads or memory.
"""

# ruff: noqa: S608 # names are those of the registry

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from dataset.building.derivation import ARTICLE_SHARES, DERIVATIONS, DYAD_EVENTS, Derivation
from dataset.building.finish import EXAMPLES, Finisher
from dataset.building.parquet import TableWriter, publishing
from dataset.building.parts import WHOLE, derived, part_rows, parts, prepare
from schema import vocabularies
from schema.arrow import arrow_schema, arrow_table
from schema.evidence import VocabularyRow
from schema.tables import BY_NAME, TABLES, Table
from validation.findings import CheckRun, Finding, Place, Report, Unusable, printable
from validation.gx_queries import literal
from validation.gx_queries import quote_identifier as name
from validation.parquet_sql import Limits, OpenTables, one_line, opened, reader
from validation.table_structure import check_structure, damaged, find_tables, shown

if TYPE_CHECKING:
    import duckdb

Step = Callable[[str], None]

BATCH_ROWS = 20_000
GIVEN = "given "
"""Before the name of a table in the engine as it came in; without it, as it goes out."""

GENERATED = "vocabularies"
SHARES = ARTICLE_SHARES.table


class _Refused(Exception):
    """There are findings, so nothing is published."""


def build_from(source: Path, target: Path, step: Step, limits: Limits | None = None) -> Report:
    """Build all tables from base tables and put them in the place of `target`.

    With an error in any base table nothing is written: the report says why. Derived tables, derived columns and the
    bounds of dates that lie in `source` are not read: they are made anew.

    Raises:
        Unusable: there are no tables to read, `target` cannot be replaced, or the engine gave up.
        OSError: the disk refuses; what was there stays.
    """
    if source.resolve() == target.resolve():
        raise Unusable(f"{target}: is the folder that is read; give another one with --out")
    files = find_tables(source)
    step("looking at the files")
    wanted = base_schemas(with_shares=SHARES in files)
    report, usable = check_structure(files, wanted)
    if report.count("error"):
        return report
    try:
        with opened({}, limits) as tables, publishing(target) as fresh:
            _Assembly(tables, {t: files[t] for t in usable}, fresh, report, step).run()
    except _Refused:
        pass
    return report


def derived_columns(table: Table) -> set[str]:
    """Columns of a base table that follow from others, the bounds of dates apart."""
    return {c for d in DERIVATIONS if d.table == table.name for c in d.columns}


def base_schemas(*, with_shares: bool = False) -> dict[str, pa.Schema]:
    """What has to be given: the base tables, with the columns that do not follow from others.

    How much of an article is published is taken over where it has been measured (`with_shares`): the spans of credit
    lines, which count, are in no table.
    """
    return {
        table.name: _given(table) for table in TABLES if _is_base(table, with_shares=with_shares)
    }


def _is_base(table: Table, *, with_shares: bool) -> bool:
    return (table.group != "derived" and table.name != GENERATED) or (
        with_shares and table.name == SHARES
    )


def _given(table: Table) -> pa.Schema:
    left = set() if table.name == SHARES else derived_columns(table)
    names = {c.name for c in table.columns if not c.derived_from and c.name not in left}
    return pa.schema([field for field in arrow_schema(table) if field.name in names])


@dataclass
class _Assembly:
    """The tables on their way: `files` are those given, `folder` is where they go."""

    tables: OpenTables
    files: Mapping[str, Sequence[Path]]
    folder: Path
    report: Report
    step: Step
    done: int = 0
    current: str = ""

    def run(self) -> None:
        """Write all tables, those first from which others follow.

        Raises:
            _Refused: there are findings.
            Unusable: the engine gave up.
            OSError: the disk refuses.
        """
        import duckdb

        try:
            self._open()
            self._write_base()
            self._stop_at_findings()
            self._write_completed()
            self._stop_at_findings()
            self._write_derived()
            self._stop_at_findings()
        except duckdb.Error as error:
            self._find_damage()
            told = printable(one_line(str(error)), 300)
            raise Unusable(f"building {self.current}: {told}{_advice(error)}") from None

    def _open(self) -> None:
        """Every base table as it was given, columns that follow from others being null."""
        prepare(self.tables.connection)
        for table, paths in self.files.items():
            self.current = table
            self.tables.add(GIVEN + table, paths)
            if table in self.tables.unreadable:
                self._find_damage()
                raise Unusable(self.tables.unreadable[table])

    def _write_base(self) -> None:
        """Write the tables that have no derived columns: the others follow from them."""
        derived_ = {d.table for d in DERIVATIONS}
        for table in (t for t in TABLES if t.name in self.files and t.name not in derived_):
            given = _given(table)
            columns = ", ".join(_cast(column, given) for column in given.names)
            self._write(table, [f"SELECT {columns} FROM {name(GIVEN + table.name)}"])
        table = BY_NAME[GENERATED]
        terms = (_vocabulary_row(term) for term in vocabularies.terms())
        self._write_rows(table, arrow_table(table, terms))

    def _write_completed(self) -> None:
        """Write the base tables of which some columns follow from other tables."""
        for derivation in DERIVATIONS:
            if derivation.table in self.files and derivation is not ARTICLE_SHARES:
                self._write(BY_NAME[derivation.table], [self._completed(derivation)])

    def _completed(self, derivation: Derivation) -> str:
        """A base table with the columns that follow from others."""
        table = BY_NAME[derivation.table]
        given, kept = _given(table), set(self.tables.columns[GIVEN + table.name])
        cells = [_cast(column, given) for column in given.names]
        # a text that is one of several right ones is kept
        cells += [
            _cast(c, arrow_schema(table))
            if c in kept
            else f"NULL::{_sql_type(arrow_schema(table), c)} AS {name(c)}"
            for c in derivation.columns
        ]
        self.tables.connection.execute(
            f"CREATE OR REPLACE VIEW {name(table.name)} AS "
            f"SELECT {', '.join(cells)} FROM {name(GIVEN + table.name)}"
        )
        on = " AND ".join(f"b.{name(k)} = d.{name(k)}" for k in table.key)
        columns = [f"b.{name(c)}" for c in given.names] + [
            f"d.{name(c)}" for c in derivation.columns
        ]
        return (
            f"SELECT {', '.join(columns)} FROM {name(table.name)} b "
            f"LEFT JOIN ({derived(derivation, WHOLE)}) d ON {on}"
        )

    def _write_derived(self) -> None:
        connection = self.tables.connection
        for derivation in DERIVATIONS:
            table = BY_NAME[derivation.table]
            if table.group != "derived":
                continue
            if derivation is ARTICLE_SHARES:
                self._write(
                    table, [f"SELECT * FROM ({derived(derivation, WHOLE, self._shares())})"]
                )
                continue
            source = (
                "statements"
                if derivation is DYAD_EVENTS
                else derivation.table.removesuffix("_wide")
            )
            cuts = parts(connection, source, BY_NAME[source].key[0], part_rows(connection))
            columns = ", ".join(name(c.name) for c in table.columns if not c.derived_from)
            queries = [f"SELECT {columns} FROM ({derived(derivation, cut)})" for cut in cuts]
            if derivation is DYAD_EVENTS:  # sorted by the kind of record first
                queries = [
                    f"SELECT * FROM ({query}) WHERE record_table = {literal(kind)}"
                    for kind in ("meetings", "statements")
                    for query in queries
                ]
            self._write(table, queries)

    def _shares(self) -> dict[str, str]:
        """Where the shares of articles come from: as they were measured, or from spans alone."""
        if SHARES in self.files:
            return {SHARES: GIVEN + SHARES}
        unknown = "NULL::INTEGER AS region_chars, NULL::INTEGER AS published_chars, NULL::DOUBLE AS published_share"
        self.tables.connection.execute(
            f"CREATE VIEW {name(GIVEN + SHARES)} AS SELECT article_id, {unknown} FROM articles"
        )
        return {SHARES: GIVEN + SHARES}

    def _write(self, table: Table, queries: Iterable[str]) -> None:
        """Write what the queries give, each sorted by key, one behind the other; then open it for those that follow."""
        self.current = table.name
        self.done += 1
        path = self.folder / f"{table.name}.parquet"
        finisher, has_nulls = Finisher(table), False
        order = ", ".join(map(name, table.key))
        with TableWriter(path, finisher.schema) as writer:
            for query in queries:
                for rows in self._batches(f"{query} ORDER BY {order}"):
                    complete = finisher.finish(rows)
                    has_nulls = has_nulls or any(f.code == "TAB004" for f in finisher.findings())
                    if not has_nulls:  # such rows cannot be written, only counted
                        writer.write(complete)
                    self._tell(table, finisher.rows)
        self._conclude(table, finisher)
        if not has_nulls:
            self.tables.add(table.name, [path])

    def _write_rows(self, table: Table, rows: pa.Table) -> None:
        self.done += 1
        path = self.folder / f"{table.name}.parquet"
        with TableWriter(path, rows.schema) as writer:
            writer.write(rows)
        self.tables.add(table.name, [path])

    def _batches(self, query: str) -> Iterator[pa.Table]:
        reader = self.tables.connection.sql(query).to_arrow_reader(BATCH_ROWS)
        for batch in reader:
            yield pa.Table.from_batches([batch])

    def _tell(self, table: Table, rows: int) -> None:
        self.step(f"writing {table.name}: {rows:,} rows ({self.done} of {len(TABLES)} tables)")

    def _conclude(self, table: Table, finisher: Finisher) -> None:
        found = [self._placed(table, finding) for finding in finisher.findings()]
        if finisher.has_twins:
            found.append(self._placed(table, self._twins(table)))
        self.report.findings += found
        self.report.runs.append(
            CheckRun(f"{table.name}.complete", "failed" if found else "passed", finisher.rows)
        )

    def _twins(self, table: Table) -> Finding:
        """Rows of the same key: all of them counted."""
        key = ", ".join(map(name, table.key))
        filled = " AND ".join(f"{name(k)} IS NOT NULL" for k in table.key)
        twins = (
            f"SELECT {key}, count(*) AS n FROM {name(GIVEN + table.name)} WHERE {filled} "
            f"GROUP BY {key} HAVING count(*) > 1"
        )
        [[count]] = self.tables.query(f"SELECT sum(n) FROM ({twins})")[1]
        first = self.tables.query(f"SELECT {key} FROM ({twins}) ORDER BY {key} LIMIT {EXAMPLES}")[1]
        field = ", ".join(table.key)
        places = [
            Place(table=table.name, record="/".join(map(str, row)), field=field) for row in first
        ]
        return Finding(
            "TAB005",
            f"key of {table.name} is not unique",
            places[0],
            places[0].record,
            printable(places[0].record),
            "remove or renumber one of the rows",
            related=tuple(places[1:]),
            count=int(count),
        )

    def _placed(self, table: Table, finding: Finding) -> Finding:
        """A finding on a row, with the files in which rows of that key stand."""
        paths = self.files.get(table.name, [])
        if not paths[1:]:
            return finding
        key = " || '/' || ".join(f"coalesce(CAST({name(k)} AS VARCHAR), 'None')" for k in table.key)
        listed = self.tables.query(
            f"SELECT DISTINCT filename FROM {reader(paths, named=True)} WHERE {key} = ? ORDER BY 1 LIMIT 3",
            [finding.record],
        )[1]
        where = " and ".join(shown(table.name, Path(file), paths) for (file,) in listed)
        return replace(finding, note=f"{finding.record}: in {where}")

    def _stop_at_findings(self) -> None:
        if self.report.count("error"):
            reason = "base tables have errors"
            self.report.runs.append(CheckRun("tables that follow", "not-run", reason=reason))
            raise _Refused

    def _find_damage(self) -> None:
        """If a file that was given cannot be read to its end, say which.

        Raises:
            _Refused: there is one; the report has the finding.
        """
        for table, paths in self.files.items():
            if found := damaged(table, paths):
                self.report.findings.append(found)
                raise _Refused


def _vocabulary_row(term: vocabularies.Term) -> VocabularyRow:
    return VocabularyRow(**{f: getattr(term, f) for f in VocabularyRow.model_fields})


def _sql_type(schema: pa.Schema, column: str) -> str:
    return _SQL_TYPES[schema.field(column).type]


def _cast(column: str, schema: pa.Schema) -> str:
    """A column in the type of the registry, whatever its width in the files."""
    return f"CAST({name(column)} AS {_sql_type(schema, column)}) AS {name(column)}"


_SQL_TYPES = {
    pa.string(): "VARCHAR",
    pa.int32(): "INTEGER",
    pa.bool_(): "BOOLEAN",
    pa.float64(): "DOUBLE",
    pa.date32(): "DATE",
}


def _advice(error: duckdb.Error) -> str:
    """What helps against the two things that a user can change."""
    text = str(error)
    if "Out of Memory" in text or "failed to pin block" in text or "could not allocate" in text:
        return "; give more with --memory-limit, or fewer --threads"
    if "No space left" in text or "max_temp_directory_size" in text:
        return "; make room, or spill elsewhere with --spill-directory"
    return ""
