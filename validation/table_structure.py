"""Structure of a folder of Parquet: which files are there, and whether they have the columns of their tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from schema.arrow import arrow_schema, logical_type
from schema.tables import BY_NAME, TABLES
from validation.findings import CheckRun, Finding, Place, Report, Unusable, printable
from validation.parquet_sql import damage, is_small


def find_tables(folder: Path) -> dict[str, list[Path]]:
    """Parquet files by table, sorted by path.

    A table is `<table>.parquet`, or all files of a folder `<table>/`; in shards, `<shard>/<table>.parquet` in folders
    of any other name.

    Raises:
        Unusable: the path is no folder, or holds no Parquet at all.
    """
    if not folder.is_dir():
        raise Unusable(
            f"{folder}: no such folder; give a folder of Parquet files, or leave it out to check the records"
        )
    found: dict[str, list[Path]] = {}
    for path in sorted(folder.iterdir()):
        if path.suffix == ".parquet" and path.is_file():
            found.setdefault(path.stem, []).append(path)
        elif path.is_dir() and (parts := sorted(path.glob("*.parquet"))):
            whole = path.name.removesuffix(".parquet")
            is_shard = whole not in BY_NAME and any(part.stem in BY_NAME for part in parts)
            for part in parts:
                found.setdefault(part.stem if is_shard else whole, []).append(part)
    if not found:
        raise Unusable(f"{folder}: no Parquet files; `dataset build` makes them")
    return found


def shown(table: str, path: Path, paths: Sequence[Path]) -> str:
    """One of the files of a table as a message names it: with its folder, where its name does not tell which it is."""
    alone = len(paths) == 1 and path.stem == table
    return path.name if alone else f"{path.parent.name}/{path.name}"


@dataclass(frozen=True)
class _Fault:
    """Something wrong with files: code, column, what is wrong in words, what was found, what to do."""

    code: str
    field: str
    message: str
    found: str
    hint: str
    is_error: bool = True


def check_structure(
    files: Mapping[str, Sequence[Path]], wanted: Mapping[str, pa.Schema] | None = None
) -> tuple[Report, dict[str, set[str]]]:
    """Missing, foreign and unreadable tables and columns; and for each readable table the columns fit for checks.

    Args:
        files: the files of each table.
        wanted: the columns that a build needs of each table, whatever width their types have; other tables and columns
            of the registry may be there. By default every table must be as the registry says.
    """
    report = Report()
    usable: dict[str, set[str]] = {}
    schemas = wanted or {table.name: arrow_schema(table) for table in TABLES}
    for name in schemas:
        if name not in files:
            report.findings.append(
                Finding(
                    "TAB001",
                    f"table {name} is missing",
                    Place(table=name),
                    hint="build the dataset again, or ask for the complete folder",
                )
            )
    for name, paths in files.items():
        if name not in BY_NAME:
            report.findings.append(
                Finding(
                    "TAB013",
                    f"{paths[0].name} is not a table of the dataset",
                    Place(table=name),
                    severity="warning",
                    hint="remove the file, or validate with the version of the tools that wrote it",
                )
            )
        elif name in schemas:
            columns = _check_files(name, paths, schemas[name], report, exact=wanted is None)
            if columns is not None:
                usable[name] = columns
    report.runs.append(
        CheckRun("structure", "failed" if report.count("error") else "passed", len(files))
    )
    return report, usable


def _check_files(
    table: str, paths: Sequence[Path], wanted: pa.Schema, report: Report, *, exact: bool
) -> set[str] | None:
    """The columns of a table that every file has as wanted; None if a file cannot be used at all."""
    columns = set(wanted.names)
    faults: dict[_Fault, list[Path]] = {}
    unusable = [path for path in paths if _unusable(table, path, paths, report)]
    for path in paths:
        if path not in unusable:
            fit, found = _columns(table, wanted, pq.read_schema(path), exact=exact)
            columns &= fit
            for fault in found:
                faults.setdefault(fault, []).append(path)
    for fault, where in faults.items():
        report.findings.append(_told(table, fault, where, paths))
    # the pages of a large table are read by its checks; only if one cannot run are they looked at here
    if not unusable and is_small(paths) and (found_damaged := damaged(table, paths)):
        report.findings.append(found_damaged)
        return None
    return None if unusable else columns


def _unusable(table: str, path: Path, paths: Sequence[Path], report: Report) -> bool:
    """Whether a file is no Parquet, or has two columns of one name; the report says so."""
    try:
        names = pq.read_schema(path).names
    except (pa.ArrowException, OSError) as error:
        report.findings.append(_unreadable(table, path, paths, str(error).splitlines()[0]))
        return True
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        report.findings.append(
            Finding(
                "TAB013",
                f"{shown(table, path, paths)} has two columns of one name",
                Place(table=table, field=twice),
                found=printable(twice),
                hint="remove or rename one of them",
            )
        )
    return twice is not None


def _told(table: str, fault: _Fault, where: Sequence[Path], paths: Sequence[Path]) -> Finding:
    """A finding that names the first file; with several, how many others are like it."""
    others = f" (and {len(where) - 1} of the other files)" if len(where) > 1 else ""
    return Finding(
        fault.code,
        f"{shown(table, where[0], paths)}{others} {fault.message}",
        Place(table=table, field=fault.field),
        found=fault.found,
        hint=fault.hint,
        severity="error" if fault.is_error else "warning",
        count=len(where),
    )


def damaged(table: str, paths: Sequence[Path]) -> Finding | None:
    """A finding for the first file of a table that cannot be read to its end."""
    for path in paths:
        if reason := damage(path):
            return _unreadable(table, path, paths, reason)
    return None


def _unreadable(table: str, path: Path, paths: Sequence[Path], reason: str) -> Finding:
    return Finding(
        "TAB012",
        f"{shown(table, path, paths)} cannot be read as Parquet",
        Place(table=table),
        found=printable(reason),
        hint="copy or build the file again",
    )


def _columns(
    table: str, wanted: pa.Schema, found: pa.Schema, *, exact: bool
) -> tuple[set[str], list[_Fault]]:
    """Columns of a file that have the right type, and what is wrong with the others."""
    fit: set[str] = set()
    faults: list[_Fault] = []
    for field in wanted:
        if field.name not in found.names:
            hint = f"add {field.name} ({field.type}), or build the dataset again"
            message = f"lacks the column {field.name}"
            faults.append(_Fault("TAB002", field.name, message, "", hint))
        elif not _is_of_type(found.field(field.name).type, field.type, exact=exact):
            type_ = str(found.field(field.name).type)
            hint = f"write the column as {field.type}"
            faults.append(
                _Fault("TAB003", field.name, f"has {field.name} as another type", type_, hint)
            )
        else:
            fit.add(field.name)
    known = set(wanted.names) if exact else {column.name for column in BY_NAME[table].columns}
    for name in found.names:
        if name not in known:
            message = "has a column that the schema does not know"
            hint = "remove it, or validate with the version of the tools that wrote it"
            faults.append(_Fault("TAB013", name, message, printable(name), hint, is_error=False))
    return fit, faults


def _is_of_type(found: pa.DataType, wanted: pa.DataType, *, exact: bool) -> bool:
    if exact or found == wanted:
        return bool(found == wanted)
    try:
        return logical_type(found) == logical_type(wanted)
    except TypeError:
        return False
