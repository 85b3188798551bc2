"""The tables in the formats of other programs: CSV, JSON Lines, SQLite, Stata.

A folder appears whole or not at all, with a README.txt that tells how to read it and a dictionary.csv that
explains every column. What each format cannot say is written in docs/export.md.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from dataset import loader
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
    _make_room(out, replace=replace)
    with _fresh(out) as folder:
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


def _make_room(out: Path, *, replace: bool) -> None:
    if not out.exists() and not out.is_symlink():
        return
    if out.is_symlink() or not out.is_dir():
        raise Unusable(f"{out} is no folder; give another one")
    entries = {path.name for path in out.iterdir()}
    if not entries:
        return
    if not replace:
        raise Unusable(f"{out} exists already; give another folder, or --force to replace it")
    if foreign := sorted(entries - _files_of_an_export(out)):
        raise Unusable(
            f"{out / foreign[0]} is not of an export's making; move it away, or give another folder"
        )


def _files_of_an_export(out: Path) -> set[str]:
    """Names of the files that an earlier export wrote into a folder; none if there was no export."""
    try:
        files = json.loads((out / RECORD).read_text(encoding="utf-8"))["files"]
        return {RECORD, *map(str, files)}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return set()


@contextmanager
def _fresh(out: Path) -> Iterator[Path]:
    """A folder beside `out` that takes its place when all went well, and is gone when not."""
    out = out.absolute()
    out.parent.mkdir(parents=True, exist_ok=True)
    fresh = out.with_name(f".{out.name}.{os.getpid()}.new")
    fresh.mkdir()
    try:
        yield fresh
        _swap(fresh, out)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _swap(fresh: Path, out: Path) -> None:
    old = out.with_name(f".{out.name}.{os.getpid()}.old")
    if out.exists():
        out.rename(old)
    try:
        fresh.rename(out)
    except OSError:
        if old.exists():
            old.rename(out)
        raise
    shutil.rmtree(old, ignore_errors=True)


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
        "files": sorted(path.name for path in folder.iterdir()),
    }
    text = json.dumps(record, ensure_ascii=False, indent=2) + "\n"
    (folder / RECORD).write_text(text, encoding="utf-8")
