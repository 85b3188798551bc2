"""The tables in the formats of other programs: CSV, JSON Lines, SQLite, Stata.

A folder appears whole or not at all, with a README.txt that tells how to read it and a dictionary.csv that
explains every column. What each format cannot say is written in docs/export.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from dataset import loader
from dataset.releasing import own_folder
from validation.findings import Unusable

if TYPE_CHECKING:
    import duckdb

    from dataset.releasing.sheets import Sheet, Source

Format: TypeAlias = Literal["csv", "jsonl", "sqlite", "stata"]
Started: TypeAlias = Callable[[str], None]
Names: TypeAlias = Mapping[str, Mapping[str, str]]
"""Names of columns in the exported files, by table and by name of the column, where they differ."""

RECORD = "export.json"
"""What an export says of itself; only a folder that has one is ever replaced."""


@dataclass(frozen=True)
class Options:
    """Wishes for CSV: `raw` leaves cells that a spreadsheet would compute, `bom` begins with a byte order mark."""

    raw: bool = False
    bom: bool = False


def export(
    source: Source,
    out: Path,
    format_: Format,
    options: Options | None = None,
    *,
    replace: bool = False,
    started: Started = lambda _: None,
) -> None:
    """Write all tables of a source into the folder `out`, calling `started` with the name of each.

    Raises Unusable, in one line, if `out` exists (with `replace`, if it is anything but an earlier export), if a
    table cannot be read, or if it holds what the format cannot carry.
    """
    options = options or Options()
    if (options.raw or options.bom) and format_ != "csv":
        raise Unusable("--raw and --bom are for CSV alone; leave them out")
    own_folder.make_room(out, RECORD, "an export", replace=replace)
    with own_folder.fresh(out) as folder:
        names = _write(source, folder, format_, options, started)
        _explain(source, folder, format_, options, names)


def _write(
    source: Source, folder: Path, format_: Format, options: Options, started: Started
) -> Names:
    import duckdb

    from dataset.releasing import export_sqlite, export_stata, export_text

    try:
        with loader.connect(source.folder) as connection:
            connection.execute("SET enable_progress_bar = false")
            for sheet in source.sheets:
                _check_values(connection, sheet)
            if format_ == "csv":
                export_text.write_csv(
                    connection, source, folder, started, raw=options.raw, bom=options.bom
                )
            elif format_ == "jsonl":
                export_text.write_jsonl(connection, source, folder, started)
    except (duckdb.Error, ValueError) as error:
        told = str(error).partition("\n")[0]
        raise Unusable(f"{source.folder}: the tables cannot be read ({told})") from None
    if format_ == "sqlite":
        export_sqlite.write(source, folder, started)
    if format_ == "stata":
        return export_stata.write(source, folder, started)
    return {}


def _check_values(connection: duckdb.DuckDBPyConnection, sheet: Sheet) -> None:
    """Refuse what some format would drop in silence: NUL inside a text, and numbers that are none."""
    tests = [(name, f'contains("{name}", chr(0))') for name in sheet.of_type("string")]
    tests += [(name, f'NOT isfinite("{name}")') for name in sheet.of_type("number")]
    for name, test in tests:
        query = f'SELECT count(*) FROM "{sheet.name}" WHERE {test}'  # noqa: S608, names are checked
        (found,) = connection.execute(query).fetchone() or (0,)
        if found:
            raise Unusable(
                f"{sheet.file}: {found} values of {name} hold NUL or are no finite number, which not every"
                " format can carry; correct them"
            )


def _explain(source: Source, folder: Path, format_: Format, options: Options, names: Names) -> None:
    """Write what belongs to every export: the README, the dictionary, and the export's record of itself."""
    from dataset.releasing import export_readme

    export_readme.write_dictionary(source, folder / "dictionary.csv", names)
    export_readme.write_readme(source, folder / "README.txt", format_, options)
    record = {
        "dataset": export_readme.TITLE,
        "version": source.version,
        "date": source.date,
        "format": format_,
        "raw": options.raw,
        "bom": options.bom,
    }
    own_folder.write_record(folder, RECORD, record)
