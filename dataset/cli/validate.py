"""`dataset validate`: every check, on the records or on a folder of Parquet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dataset.cli.options import Format, MemoryLimit, Root, SpillDirectory, Strict, Threads

if TYPE_CHECKING:
    from dataset.building.check import Look
    from dataset.project import Project
    from validation.findings import Report
    from validation.parquet_sql import Limits


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
    report_to: Annotated[
        Path | None,
        typer.Option(
            "--report",
            metavar="DIR",
            help="Write the findings as a web page into this folder too, with Great Expectations' Data Docs of the"
            " tables beside it; an earlier report in it is replaced.",
            show_default=False,
        ),
    ] = None,
    no_data_docs: Annotated[
        bool,
        typer.Option(
            "--no-data-docs",
            help="Leave the Data Docs out of the report: they take longer than all checks together.",
        ),
    ] = False,
    show_fingerprints: Annotated[
        bool,
        typer.Option(
            "--show-fingerprints",
            help="Follow each finding by the allowlist entry that would accept it.",
        ),
    ] = False,
    ids: Annotated[
        Path | None,
        typer.Option(
            "--ids",
            help="Write the id of every row that a finding tells of into this file, .parquet or .csv.",
            show_default=False,
        ),
    ] = None,
    memory_limit: MemoryLimit = None,
    spill_directory: SpillDirectory = None,
    threads: Threads = None,
) -> None:
    """Check the records (and the tables built from them), or a folder of Parquet.

    A folder of Parquet is judged without the project's allowlist, unless --root says whose it is.

    Exit code 0: clean. 1: findings. 2: input that cannot be read, or a check that could not run.
    """
    from dataset.cli import reports
    from dataset.cli.progress import steps
    from dataset.cli.report_folder import report_folder
    from dataset.project import Project, find_root
    from validation.findings import Unusable
    from validation.parquet_sql import Limits

    if show_fingerprints and kind is not Format.TEXT:
        raise Unusable(
            "--show-fingerprints goes with --format text; json and sarif hold them anyway"
        )
    if no_data_docs and report_to is None:
        raise Unusable("--no-data-docs goes with --report")
    given = {
        "--ids": ids,
        "--memory-limit": memory_limit,
        "--spill-directory": spill_directory,
        "--threads": threads,
    }
    if path is None and (lost := [option for option, value in given.items() if value is not None]):
        raise Unusable(f"{lost[0]} goes with a folder of Parquet; the records are small")
    limits = Limits(memory_limit, spill_directory, threads)
    project: Project | None = None
    check: Callable[..., Report]
    if path is None:
        from dataset.building.check import check_project

        project = Project(find_root(root))
        check = partial(check_project, project, tables=not records_only, today=_today())
    else:
        project = Project(find_root(root)) if root is not None else None
        check = partial(_check_folder, path, project, limits=limits, ids=ids)
    with (
        steps() as step,
        report_folder(report_to, step, _no_docs(no_data_docs, records_only)) as made,
    ):
        report = check(step=step, look=made.document if made and not no_data_docs else None)
        if made:
            subject = _subject(path, records_only=records_only)
            made.finish(report, project.root if project else Path(), subject, strict=strict)
    lines = reports.rendered(
        report,
        kind,
        root=project.root if project else Path(),
        tables=path,
        strict=strict,
        show_fingerprints=show_fingerprints,
    )
    reports.hand_over(lines, report, output)
    if report_to is not None and made is not None:
        expected = no_data_docs or records_only
        _tell_where(report_to, "" if expected else made.no_data_docs)
    raise typer.Exit(report.exit_code(strict=strict))


def _subject(path: Path | None, *, records_only: bool) -> str:
    """What is checked, for the page of the report."""
    from validation.findings import printable

    if path is not None:
        return f"the tables in {printable(str(path))}"
    return "the records alone" if records_only else "the records, and the tables made from them"


def _no_docs(no_data_docs: bool, records_only: bool) -> str:
    """Why there are no Data Docs as long as none are made."""
    if no_data_docs:
        return "they were not asked for"
    return (
        "no tables were checked"
        if records_only
        else "the records have errors, so there are no tables"
    )


def _tell_where(folder: Path, no_data_docs: str) -> None:
    from dataset.cli import output

    output.message(f"report: {folder / 'index.html'}")
    if no_data_docs:
        output.message(f"no Data Docs: {no_data_docs}")


def _check_folder(
    path: Path,
    project: Project | None,
    step: Callable[[str], None],
    look: Look | None,
    *,
    limits: Limits,
    ids: Path | None,
) -> Report:
    """Check a folder of Parquet; the allowlist counts only if it is said whose it is."""
    from dataset.building.check import check_folder
    from dataset.curation.allowlist import read_allowlist
    from validation.allowlist import conclude

    step("checking tables")
    report = check_folder(path, step, look, limits=limits, ids=ids)
    if project is not None:
        conclude(report, read_allowlist(project), _today())
    return report


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()
