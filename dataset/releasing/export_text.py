"""CSV and JSON Lines, written by DuckDB straight from the Parquet files, so that a table need not fit into memory."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

    from dataset.releasing.export import Started
    from dataset.releasing.sheets import Sheet, Source

BOM = b"\xef\xbb\xbf"

# What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection): = + - @, their wide forms, and a
# tab, carriage return or line feed. Apostrophes before it count, or a guarded text could not be told from another.
FORMULA = "^'*[=+\\-@\\t\\r\\n＝＋－＠]"  # noqa: RUF001, the wide forms are meant

_GUARDED = re.compile(f"^'(?={FORMULA[1:]})")


def guarded(text: str) -> str:
    """Return a text as a formula-safe CSV has it: with one more apostrophe where a formula could begin."""
    return f"'{text}" if re.match(FORMULA, text) else text


def plain(cell: str) -> str:
    """Return the text that a cell of a formula-safe CSV stands for; undoes `guarded`."""
    return _GUARDED.sub("", cell)


def write_csv(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    folder: Path,
    started: Started,
    *,
    raw: bool,
    bom: bool,
) -> None:
    """Write `<table>.csv` for every table: UTF-8, RFC 4180 with LF, null empty and an empty text `""`.

    Unless `raw`, texts are guarded; nothing else is: a negative number stays a number.
    """
    for sheet in source.sheets:
        started(sheet.name)
        file = folder / f"{sheet.name}.csv"
        columns = ", ".join(_cell(sheet, name.name, raw=raw) for name in sheet.columns)
        _copy(connection, f'SELECT {columns} FROM "{sheet.name}"', file, "FORMAT csv, HEADER")  # noqa: S608
        if bom:
            _put_first(BOM, file)


def write_jsonl(
    connection: duckdb.DuckDBPyConnection, source: Source, folder: Path, started: Started
) -> None:
    """Write `<table>.jsonl` for every table: one object a line with every column, dates as ISO text, null as null."""
    for sheet in source.sheets:
        started(sheet.name)
        query = f'SELECT * FROM "{sheet.name}"'  # noqa: S608, the name is checked
        _copy(connection, query, folder / f"{sheet.name}.jsonl", "FORMAT json")


def _cell(sheet: Sheet, name: str, *, raw: bool) -> str:
    """SQL for one column. Names are checked by whoever made the sheet."""
    if raw or name not in sheet.of_type("string"):
        return f'"{name}"'
    pattern = FORMULA.replace("'", "''")
    return (
        f"""CASE WHEN regexp_matches("{name}", '{pattern}') THEN '''' || "{name}" """
        f'ELSE "{name}" END AS "{name}"'
    )


def _copy(connection: duckdb.DuckDBPyConnection, query: str, file: Path, options: str) -> None:
    name = str(file).replace("'", "''")
    connection.execute(f"COPY ({query}) TO '{name}' ({options})")
    file.touch()  # of an empty table DuckDB may leave nothing


def _put_first(start: bytes, file: Path) -> None:
    without = file.with_suffix(".part")
    file.rename(without)
    with without.open("rb") as rest, file.open("wb") as whole:
        whole.write(start)
        shutil.copyfileobj(rest, whole)
    without.unlink()
