"""`dataset release`: cut a version that can be cited."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dataset.cli.options import Root

if TYPE_CHECKING:
    from dataset.project import Project
    from dataset.releasing.prepare import Prepared


def release(
    version: Annotated[
        str | None,
        typer.Argument(
            help="The version to release, such as 1.2.0. `dataset diff` names the smallest that is legal.",
            show_default=False,
        ),
    ] = None,
    date: Annotated[
        dt.datetime | None,
        typer.Option(
            "--date",
            formats=["%Y-%m-%d"],
            help="Day of the release. An input, so that the same release can be made again.",
            show_default=False,
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Do everything, show it, and publish nothing.")
    ] = False,
    finish: Annotated[
        bool,
        typer.Option(
            "--finish",
            help="Only bring changelog and CITATION.cff up to the newest release, after a crash.",
        ),
    ] = False,
    root: Root = None,
) -> None:
    """Check everything, then publish a version in one move into dataset/releases/VERSION.

    Refused: an uncommitted or invalid state, a version that is taken or smaller than the version rule
    allows after what has changed, a published record that vanished without a tombstone. A release that
    is refused, or killed at any point, leaves nothing behind.
    """
    from dataset.cli import output
    from dataset.project import Project, find_root
    from dataset.releasing import publish
    from validation.findings import Unusable

    project = Project(find_root(root))
    if finish:
        changed = publish.finish(project)
        output.message("\n".join(f"wrote {name}" for name in changed) or "nothing to finish")
        return
    if version is None or date is None:
        raise Unusable("give a version and its day: dataset release 1.2.0 --date 2026-01-31")
    _cut(project, version, date.date(), dry_run=dry_run)


def _cut(project: Project, version: str, date: dt.date, *, dry_run: bool) -> None:
    from dataset.cli import output
    from dataset.cli.findings import print_report
    from dataset.cli.progress import steps
    from dataset.releasing import publish, versions
    from dataset.releasing.wheel import build_wheel

    def evaluate(tables: Path) -> str:
        from scripts.evaluation.curated import as_text, evaluate_tables

        return as_text(evaluate_tables(tables, project.sources).figures())

    parsed = versions.parse(version)
    with (
        steps() as step,
        publish.prepared_release(project, parsed, date, step, evaluate) as prepared,
    ):
        _show(prepared)
        if not prepared.is_ready:
            print_report(prepared.report, project, to_stderr=True)
            output.message(f"{prepared.version} was not released")
            raise typer.Exit(prepared.report.exit_code())
        if dry_run:
            _list_files(prepared)
            output.message(f"a dry run: {prepared.version} was not released")
            return
        folder = publish.publish(project, prepared)
    output.message(f"released {folder}")
    dist = project.root / "dist"
    dist.mkdir(exist_ok=True)
    output.message(f"data wheel {build_wheel(folder, dist)}")
    output.message("now commit, tag and publish as docs/releases.md says")


def _show(prepared: Prepared) -> None:
    """Print what will be published: comparison with the last release, then the section of the changelog."""
    for line in (*prepared.summary, "", *prepared.section.splitlines()):
        typer.echo(line)


def _list_files(prepared: Prepared) -> None:
    from dataset.cli import output
    from dataset.releasing.manifest import files_in

    rows = [(name, path.stat().st_size) for name, path in files_in(prepared.folder).items()]
    output.table(("file", "bytes"), rows)
