"""Checks of a folder of Parquet, built by us or by somebody else: structure first, then the suites."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from schema.arrow import arrow_schema
from schema.tables import BY_NAME, TABLES, Table
from validation import suites
from validation.checks import CheckResult, TableCheck
from validation.content_rules import CHECKS
from validation.findings import CheckRun, Finding, Place, Report, Unusable, printable
from validation.gx_runner import run
from validation.parquet_sql import OpenTables, damage, is_small, opened
from validation.table_values import check_values

EXAMPLES = 5
Progress = Callable[[int, int], None]


def find_tables(folder: Path) -> dict[str, list[Path]]:
    """Parquet files by table: `<table>.parquet`, or all files of a folder `<table>/`.

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
            found.setdefault(path.name.removesuffix(".parquet"), []).extend(parts)
    if not found:
        raise Unusable(f"{folder}: no Parquet files; `dataset build` makes them")
    return found


def check_folder(
    folder: Path, progress: Progress | None = None, limit: int | None = EXAMPLES
) -> Report:
    """All findings in a folder of Parquet, but for those on derived tables (`dataset.building.check`)."""
    with checked(find_tables(folder), progress, limit) as done:
        return done.report


def all_checks() -> list[TableCheck]:
    """Every check that is a rule about tables: the generated suites and the rules on contents."""
    return [*suites.all_checks(), *CHECKS]


class Checked(NamedTuple):
    """What was found in tables, which are still open, and for each readable one the columns fit for further checks."""

    report: Report
    usable: dict[str, set[str]]
    tables: OpenTables


@contextmanager
def checked(
    files: Mapping[str, list[Path]], progress: Progress | None = None, limit: int | None = EXAMPLES
) -> Iterator[Checked]:
    """All findings in tables.

    Structure is checked by our own code (type names differ per engine), rules by Great Expectations, dates by
    the date profile.
    """
    report, usable = check_structure(files)
    with opened({name: files[name] for name in usable}) as tables:
        _check_rules(Checked(report, usable, tables), files, progress, limit)
        report.extend(check_values(tables, usable))
        yield Checked(report, usable, tables)


def _check_rules(
    done: Checked, files: Mapping[str, list[Path]], progress: Progress | None, limit: int | None
) -> None:
    """Run the suites and the rules on contents; a table that turns out to be damaged is usable no more."""
    report, usable, tables = done
    ready, skipped = _split(all_checks(), usable)
    report.runs.extend(skipped)
    suspects: set[str] = set()
    for result in run(ready, tables, suites.keys(), limit=limit, progress=progress):
        report.runs.append(
            CheckRun(result.check.check_id, result.outcome, result.examined, result.reason)
        )
        if result.outcome == "failed":
            report.findings.append(finding_of(result))
        elif result.outcome == "not-run":
            suspects |= {result.check.table, *result.check.params.get("tables", ())}
    for table in sorted(suspects & usable.keys()):
        if damaged := _damaged(table, files[table]):
            report.findings.append(damaged)
            del usable[table]


def _damaged(table: str, paths: Sequence[Path]) -> Finding | None:
    """A finding for the first file of a table that cannot be read to its end."""
    for path in paths:
        if reason := damage(path):
            return _unreadable(table, path, reason)
    return None


def _unreadable(table: str, path: Path, reason: str) -> Finding:
    return Finding(
        "TAB012",
        f"{path.name} cannot be read as Parquet",
        Place(table=table),
        found=printable(reason),
        hint="copy or build the file again",
    )


def check_structure(files: Mapping[str, list[Path]]) -> tuple[Report, dict[str, set[str]]]:
    """Missing, foreign and unreadable tables and columns; and for each readable table the columns fit for checks."""
    report = Report()
    usable: dict[str, set[str]] = {}
    for table in TABLES:
        if table.name not in files:
            report.findings.append(
                Finding(
                    "TAB001",
                    f"table {table.name} is missing",
                    Place(table=table.name),
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
            continue
        columns: set[str] | None = None
        for path in paths:
            try:
                schema = pq.read_schema(path)
            except (pa.ArrowException, OSError) as error:
                report.findings.append(_unreadable(name, path, str(error).splitlines()[0]))
                columns = None
                break
            if len(set(schema.names)) < len(schema.names):
                twice = next(n for n in schema.names if schema.names.count(n) > 1)
                report.findings.append(
                    Finding(
                        "TAB013",
                        f"{path.name} has two columns of one name",
                        Place(table=name, field=twice),
                        found=printable(twice),
                        hint="remove or rename one of them",
                    )
                )
                columns = None
                break
            fit = _columns(BY_NAME[name], arrow_schema(BY_NAME[name]), schema, path, report)
            columns = fit if columns is None else columns & fit
        # the pages of a large table are read by its checks; only if one cannot run are they looked at here
        if columns is not None and is_small(paths) and (damaged := _damaged(name, paths)):
            report.findings.append(damaged)
        elif columns is not None:
            usable[name] = columns
    report.runs.append(
        CheckRun("structure", "failed" if report.count("error") else "passed", len(files))
    )
    return report, usable


def _columns(
    table: Table, wanted: pa.Schema, found: pa.Schema, path: Path, report: Report
) -> set[str]:
    """Columns of a file that have the right type; findings for all others."""
    fit = set()
    for field in wanted:
        at = Place(table=table.name, field=field.name)
        if field.name not in found.names:
            report.findings.append(
                Finding(
                    "TAB002",
                    f"{path.name} lacks the column {field.name}",
                    at,
                    hint=f"add {field.name} ({field.type}), or build the dataset again",
                )
            )
        elif found.field(field.name).type != field.type:
            report.findings.append(
                Finding(
                    "TAB003",
                    f"{path.name}: {field.name} has another type",
                    at,
                    found=str(found.field(field.name).type),
                    hint=f"write the column as {field.type}",
                )
            )
        else:
            fit.add(field.name)
    for name in found.names:
        if name not in wanted.names:
            report.findings.append(
                Finding(
                    "TAB013",
                    f"{path.name} has a column that the schema does not know",
                    Place(table=table.name, field=name),
                    found=printable(name),
                    severity="warning",
                    hint="remove it, or validate with the version of the tools that wrote it",
                )
            )
    return fit


def _split(
    checks: list[TableCheck], usable: Mapping[str, set[str]]
) -> tuple[list[TableCheck], list[CheckRun]]:
    """Checks whose tables and columns are all there, and the others with the reason why they do not run."""
    ready, skipped = [], []
    for check in checks:
        missing = [t for t in (check.table, *check.params.get("tables", ())) if t not in usable]
        incomplete = (
            []
            if missing
            else [
                f"{t}.{c}"
                for t in (check.table, *check.params.get("tables", ()))
                for c in _needed(check, t)
                if c not in usable[t]
            ]
        )
        if missing or incomplete:
            reason = f"{', '.join(dict.fromkeys(missing or incomplete))} missing or unreadable"
            skipped.append(CheckRun(check.check_id, "not-run", reason=reason))
        else:
            ready.append(check)
    return ready, skipped


def _needed(check: TableCheck, table: str) -> list[str]:
    """Columns of a table that a check cannot do without: those it names, keys, and those in its SQL."""
    columns = [c.name for c in BY_NAME[table].columns]
    sql = str(check.params.get("sql", ""))
    named = (
        set(check.columns) | set(BY_NAME[table].key)
        if table == check.table
        else set(BY_NAME[table].key)
    )
    return [c for c in columns if c in named or c in _mentioned(sql)]


@functools.cache
def _mentioned(sql: str) -> frozenset[str]:
    """Names behind a dot: columns, since every table in the SQL of a check has an alias."""
    return frozenset(re.findall(r"\.\"?(\w+)", sql))


def finding_of(result: CheckResult) -> Finding:
    """A failed check as one finding: the first row as its place, a few more as related, the exact count."""
    check, key = result.check, suites.keys()[result.check.table]
    rows = result.rows[:EXAMPLES]
    names = ["/".join(str(row.get(k)) for k in key) for row in rows]
    field = ", ".join(check.columns)
    first = rows[0] if rows else {}
    found = ", ".join(f"{c}={first[c]}" for c in check.columns if c in first and c not in key) or (
        names[0] if names else ""
    )
    return Finding(
        code=check.code,
        message=check.message,
        place=Place(table=check.table, record=names[0] if names else "", field=field),
        record=names[0] if names else "",
        found=printable(found),
        hint=check.hint,
        severity="warning" if check.severity == "warning" else "error",
        related=tuple(Place(table=check.table, record=name, field=field) for name in names[1:]),
        count=result.unexpected,
    )
