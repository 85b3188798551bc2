"""Everything `dataset validate` checks in a project: the records, then the tables that they make."""

from __future__ import annotations

import tempfile
from pathlib import Path

from dataset.building.build import Step, build_tables, check_records
from dataset.project import Project
from validation.findings import CheckRun, Report


def check_project(project: Project, step: Step, *, tables: bool = True) -> Report:
    """Check the records; if they are clean and `tables` is wanted, build into a scratch folder and check that."""
    checked = check_records(project, step, form=True)
    report = checked.report
    if not tables:
        return report
    if not checked.is_clean:
        report.runs.append(CheckRun("tables", "not-run", reason="records have errors"))
        return report
    from dataset.building.parquet import publish
    from validation.table_checks import check_folder

    step("building tables")
    built = build_tables(checked)
    step("loading Great Expectations")
    with tempfile.TemporaryDirectory(prefix="dataset-") as scratch:
        folder = Path(scratch) / "parquet"
        publish(built, folder)
        report.extend(
            check_folder(
                folder, lambda done, total: step(f"checking tables: {done} of {total} checks")
            )
        )
    return report
