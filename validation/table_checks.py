"""Checks of a folder of Parquet, built by us or by somebody else: structure first, then the suites."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from schema.tables import BY_NAME
from validation import suites
from validation.checks import CheckResult, TableCheck
from validation.content_rules import CHECKS
from validation.findings import CheckRun, Finding, Place, Report, printable
from validation.gx_runner import run
from validation.listing import Listing, fit
from validation.parquet_sql import Limits, OpenTables, opened
from validation.table_structure import check_structure, damaged, find_tables
from validation.table_values import check_values

EXAMPLES = 5
Progress = Callable[[int, int], None]


def check_folder(
    folder: Path, progress: Progress | None = None, limits: Limits | None = None
) -> Report:
    """All findings in a folder of Parquet, but for those on derived tables (`dataset.building.check`)."""
    with checked(find_tables(folder), progress, limits) as done:
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
    files: Mapping[str, list[Path]],
    progress: Progress | None = None,
    limits: Limits | None = None,
    ids: Path | None = None,
) -> Iterator[Checked]:
    """All findings in tables; with `ids` the ids of all rows that they tell of go into that file as the block ends.

    Structure is checked by our own code (type names differ per engine), rules by Great Expectations, dates by
    the date profile.
    """
    if ids is not None:
        fit(ids)
    report, usable = check_structure(files)
    with opened({name: files[name] for name in usable}, limits) as tables:
        tables.listing = Listing(tables.connection, ids) if ids is not None else None
        _check_rules(Checked(report, usable, tables), files, progress)
        report.extend(check_values(tables, usable))
        yield Checked(report, usable, tables)
        if tables.listing is not None:
            tables.listing.write()


def _check_rules(done: Checked, files: Mapping[str, list[Path]], progress: Progress | None) -> None:
    """Run the suites and the rules on contents; a table that turns out to be damaged is usable no more."""
    report, usable, tables = done
    ready, skipped = _split(all_checks(), usable)
    report.runs.extend(skipped)
    suspects: set[str] = set()
    for result in run(ready, tables, suites.keys(), limit=EXAMPLES, progress=progress):
        report.runs.append(
            CheckRun(result.check.check_id, result.outcome, result.examined, result.reason)
        )
        if result.outcome == "failed":
            report.findings.append(finding_of(result))
        elif result.outcome == "not-run":
            suspects |= {result.check.table, *result.check.params.get("tables", ())}
    for table in sorted(suspects & usable.keys()):
        if found := damaged(table, files[table]):
            report.findings.append(found)
            del usable[table]


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
