"""Everything `dataset validate` checks in a project: the records, then the tables that they make."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from dataset.building.build import Checked, Step, build_tables, check_records
from dataset.project import Project
from validation.allowlist import conclude
from validation.findings import CheckRun, Report
from validation.parquet_sql import Limits

if TYPE_CHECKING:
    from validation.table_checks import Checked as CheckedTables

Look: TypeAlias = "Callable[[CheckedTables], None]"
"""What is to be done with tables that were checked, while they are still open."""


def check_project(
    project: Project,
    step: Step,
    *,
    tables: bool = True,
    today: date | None = None,
    look: Look | None = None,
) -> Report:
    """Check the records; if they are clean and `tables` is wanted, build into a scratch folder and check that.

    `today` is the day on which the entries of the allowlist must still hold; without it none expires. `look` is called
    with the checked tables, if there are any.
    """
    checked = check_records(project, step, form=True, today=today)
    if tables:
        _check_tables(checked, step, look)
    conclude(checked.report, checked.allowlist, today)
    return checked.report


def _check_tables(checked: Checked, step: Step, look: Look | None) -> None:
    report = checked.report
    if not checked.is_clean:
        report.runs.append(CheckRun("tables", "not-run", reason="records have errors"))
        return
    from dataset.building.parquet import publish

    step("building tables")
    built = build_tables(checked)
    step("loading Great Expectations")
    with tempfile.TemporaryDirectory(prefix="dataset-") as scratch:
        folder = Path(scratch) / "parquet"
        publish(built, folder)
        report.extend(check_folder(folder, step, look))


def check_folder(
    folder: Path,
    step: Step,
    look: Look | None = None,
    *,
    limits: Limits | None = None,
    ids: Path | None = None,
) -> Report:
    """Everything that is checked in a folder of Parquet, whoever built it: every table, then what is derived.

    Args:
        folder: where the tables are.
        step: told what is under way.
        look: called with the checked tables.
        limits: what the engine may take.
        ids: a file (`.parquet` or `.csv`) for the ids of all rows that findings tell of, which name a few of them.

    Raises:
        Unusable: the path is no folder, or holds no Parquet at all; a limit is refused; `ids` cannot be written.
    """
    from dataset.building.derived_check import check_derived
    from validation.table_checks import checked
    from validation.table_structure import find_tables

    def told(done: int, total: int) -> None:
        step(f"checking tables: {done} of {total} checks")

    with checked(find_tables(folder), told, limits, ids) as done:
        step("checking derived tables")
        done.report.extend(check_derived(done.tables, done.usable, done.report.findings))
        if look is not None:
            look(done)
        return done.report
