"""`dataset validate`: every check, on the records or on a folder of Parquet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dataset.cli.options import Format, Root, Strict

if TYPE_CHECKING:
    from dataset.project import Project
    from validation.findings import Report


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
    kind: Annotated[Format, typer.Option("--format", help="How findings are told.")] = Format.TEXT,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            help="Write the findings into this file; only the line that sums up is printed.",
            show_default=False,
        ),
    ] = None,
    show_fingerprints: Annotated[
        bool,
        typer.Option(
            "--show-fingerprints",
            help="Follow each finding by the allowlist entry that would accept it.",
        ),
    ] = False,
) -> None:
    """Check the records (and the tables built from them), or a folder of Parquet.

    A folder of Parquet is judged without the project's allowlist, unless --root says whose it is.

    Exit code 0: clean. 1: findings. 2: input that cannot be read, or a check that could not run.
    """
    from dataset.cli import reports
    from dataset.cli.progress import steps
    from dataset.project import Project, find_root
    from validation.findings import Unusable

    if show_fingerprints and kind is not Format.TEXT:
        raise Unusable(
            "--show-fingerprints goes with --format text; json and sarif hold them anyway"
        )
    project: Project | None = None
    with steps() as step:
        if path is None:
            from dataset.building.check import check_project

            project = Project(find_root(root))
            report = check_project(project, step, tables=not records_only, today=_today())
        else:
            project = Project(find_root(root)) if root is not None else None
            report = _check_folder(path, project, step)
    lines = reports.rendered(
        report,
        kind,
        root=project.root if project else Path(),
        tables=path,
        strict=strict,
        show_fingerprints=show_fingerprints,
    )
    reports.hand_over(lines, report, output)
    raise typer.Exit(report.exit_code(strict=strict))


def _check_folder(path: Path, project: Project | None, step: Callable[[str], None]) -> Report:
    """Check a folder of Parquet; the allowlist counts only if it is said whose it is."""
    from dataset.building.check import check_folder
    from dataset.curation.allowlist import read_allowlist
    from validation.allowlist import conclude

    step("checking tables")
    report = check_folder(path, step)
    if project is not None:
        conclude(report, read_allowlist(project), _today())
    return report


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()
