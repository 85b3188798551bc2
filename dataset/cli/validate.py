"""`dataset validate`: every check, on the records or on a folder of Parquet."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dataset.cli.options import Root, Strict


def validate(
    path: Annotated[
        Path | None,
        typer.Argument(
            help="A folder of Parquet; the project's records if left out.", show_default=False
        ),
    ] = None,
    root: Root = None,
    records_only: Annotated[
        bool,
        typer.Option(
            "--records-only",
            help="Check the records and leave the tables out: quick, for every commit.",
        ),
    ] = False,
    strict: Strict = False,
) -> None:
    """Check the records (and the tables built from them), or a folder of Parquet.

    Exit code 0: clean. 1: findings. 2: input that cannot be read, or a check that could not run.
    """
    from dataset.cli.findings import print_report
    from dataset.cli.progress import steps
    from dataset.project import Project, find_root

    project = None
    with steps() as step:
        if path is not None:
            from validation.table_checks import check_folder

            step("checking tables")
            report = check_folder(
                path, lambda done, total: step(f"checking tables: {done} of {total} checks")
            )
        else:
            from dataset.building.check import check_project

            project = Project(find_root(root))
            report = check_project(project, step, tables=not records_only)
    print_report(report, project)
    raise typer.Exit(report.exit_code(strict=strict))
