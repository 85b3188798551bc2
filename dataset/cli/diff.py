"""`dataset diff`: what changed between two versions, folders, or the working records."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dataset.cli.options import Root

if TYPE_CHECKING:
    from dataset.project import Project
    from dataset.releasing.difference import Side

RECORDS = "records"


class DiffFormat(StrEnum):
    """How a difference is told."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


def diff(
    before: Annotated[
        str,
        typer.Argument(help="A version, a folder of tables, `latest`, or `records`."),
    ] = "latest",
    after: Annotated[
        str, typer.Argument(help="The same; by default what the working records make.")
    ] = RECORDS,
    kind: Annotated[
        DiffFormat, typer.Option("--format", help="How the difference is told.")
    ] = DiffFormat.TEXT,
    limit: Annotated[
        int, typer.Option("--limit", min=0, help="Rows shown of each table (text and markdown).")
    ] = 20,
    memory_limit: Annotated[
        str,
        typer.Option("--memory-limit", help="Memory for the comparison; more goes to the disk."),
    ] = "1GB",
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit with 1 if anything differs, as git does.")
    ] = False,
    root: Root = None,
) -> None:
    """Show changes of the schema, and record by record what was added, changed, withdrawn or merged.

    The verdict is the smallest version that the version rule allows after BEFORE, with its reasons.

    Exit code 1 if a published record would vanish without a tombstone.
    """
    from dataset.cli import output
    from dataset.releasing import diff_render, difference, version_rule, versions
    from validation.findings import Report
    from validation.render_text import render

    with contextlib.ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="dataset-diff-")))
        project = _project(root, before, after)
        sides = [
            _side(project, name, scratch / which) for name, which in ((before, "a"), (after, "b"))
        ]
        spill = scratch / "spill"
        spill.mkdir()
        found = stack.enter_context(
            difference.compare(*sides, scratch=spill, memory_limit=memory_limit)
        )
        bump = version_rule.smallest_bump(found)
        label = found.before.label
        last = versions.parse(label) if versions.is_version(label) else None
        match kind:
            case DiffFormat.TEXT:
                lines: Iterator[str] = diff_render.text(found, bump, last, limit)
            case DiffFormat.JSON:
                lines = diff_render.as_json(found, bump, last)
            case _:
                lines = diff_render.markdown(found, bump, last, limit)
        for line in lines:
            typer.echo(line)
        report = Report(version_rule.refusals(found, "dataset/records/retired.yaml"))
        if report.findings:
            for line in render(report, lambda _: []):
                output.message(line)
        raise typer.Exit(1 if report.findings or (exit_code and not found.is_empty) else 0)


def _project(root: Path | None, before: str, after: str) -> Project | None:
    """The project, if a side needs one: two folders can be compared anywhere."""
    from dataset.project import Project, find_root

    if root is None and all(name != RECORDS and Path(name).is_dir() for name in (before, after)):
        return None
    return Project(find_root(root))


def _side(project: Project | None, name: str, scratch: Path) -> Side:
    from dataset.releasing import versions
    from dataset.releasing.difference import Side

    if project is None:
        return Side(name, Path(name))
    if name == RECORDS:
        return Side("the working records", _built(project, scratch))
    folder = versions.folder_of(project, name)
    return Side(folder.name if folder.parent == project.releases else name, folder)


def _built(project: Project, scratch: Path) -> Path:
    """Build the working records into a scratch folder; findings end the command."""
    from dataset.building.build import build_tables, check_records
    from dataset.building.parquet import publish
    from dataset.cli.findings import print_report

    checked = check_records(project)
    if checked.is_clean:
        tables = build_tables(checked)
        if checked.is_clean:
            publish(tables, scratch)
            return scratch
    print_report(checked.report, project, to_stderr=True)
    raise typer.Exit(checked.report.exit_code())
