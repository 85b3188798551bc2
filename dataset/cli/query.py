"""`dataset query "SQL"`: ask the built tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

import typer

if TYPE_CHECKING:
    import duckdb

Format: TypeAlias = Literal["table", "csv", "json"]
Answer: TypeAlias = tuple[list[str], list[tuple[object, ...]], bool]

ROWS_ON_A_TERMINAL = 100
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
    """
    from dataset.cli import output

    chosen: Format = format_ or ("table" if output.is_terminal() else "csv")
    if limit is None:
        limit = ROWS_ON_A_TERMINAL if chosen == "table" and output.is_terminal() else 0
    columns, rows, is_cut = _ask(_given(sql), data, limit)
    if chosen == "table":
        output.table(columns, rows)
    elif chosen == "csv":
        _print_csv(columns, rows)
    else:
        typer.echo(output.json_text(list(_records(columns, rows))))
    if is_cut:
        output.message(f"only the first {limit} rows are shown; --limit 0 shows all")


def _given(sql: str) -> str:
    from validation.findings import Unusable

    if sql == "-":
        try:
            sql = typer.get_binary_stream("stdin").read().decode()
        except UnicodeDecodeError as error:
            raise Unusable(f"query: stdin is not UTF-8 text (offset {error.start})") from None
    return sql


def _ask(sql: str, data: Path | None, limit: int) -> Answer:
    """Return columns, rows, and whether there were more rows than the limit (0 = no limit)."""
    import duckdb

    from validation.findings import Unusable

    with _connection(data) as connection:
        try:
            statements = len(connection.extract_statements(sql))
            if statements != 1:
                told = (
                    "there is no SQL to run" if not statements else "give one statement at a time"
                )
                raise Unusable(f"query: {told}")
            answer = connection.execute(sql)
            columns = [column[0] for column in answer.description or ()]
            rows = answer.fetchmany(limit + 1) if limit else answer.fetchall()
        except duckdb.Error as error:
            tables = [name for (name,) in connection.execute("SHOW TABLES").fetchall()]
            raise Unusable(f"query: {_told(str(error), tables)}") from None
    return columns, rows[:limit] if limit else rows, bool(limit) and len(rows) > limit


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
            connection.register(name, pads.dataset(file))
        except (pa.ArrowException, ValueError, OSError):
            connection.close()
            raise Unusable(
                f"query: {file.name} cannot be read as Parquet; build it again"
            ) from None
    for setting in ("enable_external_access", "python_enable_replacements"):
        connection.execute(f"SET {setting} = false")
    connection.execute("SET lock_configuration = true")
    return connection


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


def _print_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Values as they are for a program that reads; on a terminal, without control characters."""
    import csv
    import sys

    from dataset.cli import output

    shown = output.clean if output.is_terminal() else str
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow([shown(column) for column in columns])
    writer.writerows([shown(output.cell(value)) for value in row] for row in rows)


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
