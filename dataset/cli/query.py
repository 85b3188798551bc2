"""`dataset query "SQL"`: ask the built tables."""

from __future__ import annotations

import re
import textwrap
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias, TypeVar

import typer

if TYPE_CHECKING:
    import duckdb

Format: TypeAlias = Literal["table", "csv", "json", "jsonl"]
Row: TypeAlias = tuple[object, ...]
T = TypeVar("T")

ROWS_ON_A_TERMINAL = 100
MOST_DRAWN = 10_000
"""Rows of a table on a terminal, whatever the limit: its columns are as wide as the widest of all their values."""

BATCH = 10_000
"""Rows that are held at a time."""

HEARING = 0.05
"""Seconds after which DuckDB is told again that it is to stop."""

RESERVED = "references"
"""The one table whose name is a word of SQL."""


def query(
    sql: Annotated[
        str, typer.Argument(help="SQL as DuckDB understands it; `-` reads it from stdin.")
    ],
    data: Annotated[
        Path | None,
        typer.Option(
            "--data",
            help="Folder of Parquet tables; the last build if left out.",
            show_default=False,
        ),
    ] = None,
    format_: Annotated[
        Format | None,
        typer.Option(
            "--format", help="Default: table on a terminal, csv in a pipe.", show_default=False
        ),
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit",
            min=0,
            help="Most rows to print, 0 = all. Default: 100 in a table on a terminal, else all.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Ask the built tables: every table is a view of its own name.

    One name is a word of SQL and must be quoted: SELECT * FROM "references".

    Rows are printed as they are found, so an answer may be of any size.
    """
    from dataset.cli import output

    chosen: Format = format_ or ("table" if output.is_terminal() else "csv")
    if limit is None:
        limit = ROWS_ON_A_TERMINAL if chosen == "table" and output.is_terminal() else 0
    if chosen == "table" and output.is_terminal():
        limit = min(limit or MOST_DRAWN, MOST_DRAWN)
    with _connection(data) as connection:
        answer = _Answer(connection, _given(sql), limit)
        _PRINTERS[chosen](answer)
    if answer.is_cut:
        more = "--limit 0 shows all"
        if limit == MOST_DRAWN and chosen == "table":
            more = "--format csv prints all"
        output.message(f"only the first {limit} rows are shown; {more}")


def _given(sql: str) -> str:
    from validation.findings import Unusable

    if sql == "-":
        try:
            sql = typer.get_binary_stream("stdin").read().decode()
        except UnicodeDecodeError as error:
            raise Unusable(f"query: stdin is not UTF-8 text (offset {error.start})") from None
    return sql


class _Answer:
    """The answer to a query, batch by batch: an object, because printing takes columns, rows and what was left out.

    `limit` 0 means all rows. Whatever goes wrong, be it after rows were printed, raises Unusable.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, sql: str, limit: int) -> None:
        self._connection = connection
        self._limit = limit
        self._given = 0
        self.is_cut = False
        self.columns: list[str] = self._run(lambda: self._execute(sql))
        self._first = self._fetch()

    def batches(self) -> Iterator[list[Row]]:
        """Yield the rows; the first batch is there before anything is printed, so most mistakes print nothing."""
        batch = self._first
        while batch:
            self._given += len(batch)
            yield batch
            batch = self._fetch()

    def rows(self) -> Iterator[Row]:
        """Yield the rows one by one."""
        for batch in self.batches():
            yield from batch

    def _execute(self, sql: str) -> list[str]:
        from validation.findings import Unusable

        statements = len(self._connection.extract_statements(sql))
        if statements != 1:
            told = "there is no SQL to run" if not statements else "give one statement at a time"
            raise Unusable(f"query: {told}")
        return [column[0] for column in self._connection.execute(sql).description or ()]

    def _fetch(self) -> list[Row]:
        left = self._limit - self._given
        # one row more than are wanted tells whether the limit cuts anything off
        size = min(BATCH, left + 1) if self._limit else BATCH
        found = self._run(lambda: self._connection.fetchmany(size))
        if self._limit and len(found) > left:
            self.is_cut = True
            del found[left:]
        return found

    def _run(self, work: Callable[[], T]) -> T:
        import duckdb

        from validation.findings import Unusable

        try:
            return _interruptible(self._connection, work)
        except duckdb.Error as error:
            tables = [name for (name,) in self._connection.execute("SHOW TABLES").fetchall()]
            after = f"after {self._given} rows: " if self._given else ""
            raise Unusable(f"query: {after}{_told(str(error), tables)}") from None


def _interruptible(connection: duckdb.DuckDBPyConnection, work: Callable[[], T]) -> T:
    """Do a piece of work that DuckDB may take long over; Ctrl-C ends it at once.

    While DuckDB works, Python hears no signal in that thread: so it works in another, and this one listens.
    """
    outcome: list[T] = []
    failure: list[BaseException] = []
    ended = threading.Event()

    def do() -> None:
        try:
            outcome.append(work())
        except BaseException as error:  # noqa: BLE001, raised again in the thread that waits
            failure.append(error)
        finally:
            ended.set()

    try:
        threading.Thread(target=do, daemon=True).start()
        # with a limit, because the system may wake another thread for the signal than this one
        while not ended.wait(HEARING):
            pass
    except KeyboardInterrupt:
        while not ended.wait(HEARING):  # DuckDB forgets an interrupt that comes before its work
            connection.interrupt()
        raise
    if failure:
        raise failure[0]
    return outcome[0]


def _connection(data: Path | None) -> duckdb.DuckDBPyConnection:
    """A connection that can read the tables and nothing else: a query never writes a file."""
    import duckdb
    import pyarrow as pa
    import pyarrow.dataset as pads

    from dataset.loader import tables
    from validation.findings import Unusable

    try:
        home = _folder(data)
    except FileNotFoundError as error:
        raise Unusable(f"query: {error}") from None
    connection = duckdb.connect()
    for name in tables(home):
        file = home / f"{name}.parquet"
        try:
            connection.register(name, pads.dataset(_file(file)))
        except (pa.ArrowException, ValueError, OSError):
            connection.close()
            raise Unusable(
                f"query: {file.name} cannot be read as Parquet; build it again"
            ) from None
    for setting in ("enable_external_access", "python_enable_replacements"):
        connection.execute(f"SET {setting} = false")
    connection.execute("SET lock_configuration = true")
    return connection


def _file(path: Path) -> Path:
    """Return the path of a file; what is none is not opened, for a pipe would make us wait for ever."""
    if not path.is_file():
        raise ValueError("no file")
    return path


def _folder(data: Path | None) -> Path:
    """Folder asked for; else the last build of the checkout one stands in; else what the loader finds."""
    from dataset.loader import folder
    from dataset.project import Project, find_root
    from validation.findings import Unusable

    if data is not None:
        return folder(data)
    try:
        build = Project(find_root()).build
    except Unusable:
        return folder()
    return folder(build) if build.is_dir() else folder()


def _told(error: str, tables: Sequence[str]) -> str:
    """Return DuckDB's complaint as one line, and below it the place in the SQL, if it shows one."""
    told, _, place = error.partition("\n\nLINE ")
    told = " ".join(told.split())
    if missing := re.search(r"Table with name (.+?) does not exist!", told):
        told = f"{missing[0].rstrip('!')}; {_instead(missing[1], tables)}"
    elif f'syntax error at or near "{RESERVED}"' in told.lower():
        told += f"; the name of the table is a word of SQL, so quote it: {_sql(RESERVED)}"
    return f"{told}\nLINE {place}" if place else told


def _instead(wrong: str, tables: Sequence[str]) -> str:
    import difflib

    near = difflib.get_close_matches(wrong, tables, n=1, cutoff=0.5)
    hint = f"did you mean {_sql(near[0])}? " if near else ""
    return f"{hint}there are {', '.join(map(_sql, tables))}"


def _sql(table: str) -> str:
    """Return the name of a table as it must be written in a query."""
    return f'"{table}"' if table == RESERVED else table


def _print_table(answer: _Answer) -> None:
    from dataset.cli import output

    output.table(answer.columns, answer.rows())


def _print_csv(answer: _Answer) -> None:
    """Values as they are for a program that reads; on a terminal, without control characters."""
    import csv
    import sys

    from dataset.cli import output

    shown = output.clean if output.is_terminal() else str
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow([shown(column) for column in answer.columns])
    writer.writerows([shown(output.cell(value)) for value in row] for row in answer.rows())


def _print_json(answer: _Answer) -> None:
    """One list of objects, written as it comes."""
    from dataset.cli import output

    opening = "["
    for record in _records(answer.columns, answer.rows()):
        print(opening + "\n" + textwrap.indent(output.json_text(record), "  "), end="")
        opening = ","
    print("[]" if opening == "[" else "\n]")


def _print_jsonl(answer: _Answer) -> None:
    """One object a line."""
    from dataset.cli import output

    for record in _records(answer.columns, answer.rows()):
        print(output.json_text(record, indent=None))


def _records(
    columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> Iterator[dict[str, object]]:
    """Yield rows as mappings; a column name that comes twice is numbered, to lose no value."""
    names: list[str] = []
    for column in columns:
        name, number = column, 1
        while name in names:
            number += 1
            name = f"{column}_{number}"
        names.append(name)
    for row in rows:
        yield dict(zip(names, row, strict=True))


_PRINTERS: dict[Format, Callable[[_Answer], None]] = {
    "table": _print_table,
    "csv": _print_csv,
    "json": _print_json,
    "jsonl": _print_jsonl,
}
