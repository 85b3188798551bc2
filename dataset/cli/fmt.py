"""`dataset fmt`: records in canonical form, ids for new tenures and statements."""

from __future__ import annotations

from typing import Annotated

import typer

from dataset.cli.options import Root


def fmt(
    root: Root = None,
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; exit 1 if a file would change.")
    ] = False,
) -> None:
    """Write the records in canonical form and give new tenures and statements their ids.

    Facts are never changed. A file that cannot be read is reported and left as it is.
    """
    from dataset.cli.findings import print_report
    from dataset.curation.canonical import fmt as format_records
    from dataset.project import Project, find_root

    project = Project(find_root(root))
    result = format_records(project, check=check)
    for path in result.changed:
        typer.echo(f"{'would change' if check else 'changed'} {path}")
    if result.report.findings:
        print_report(result.report, project, to_stderr=True)
    raise typer.Exit(result.report.exit_code())
