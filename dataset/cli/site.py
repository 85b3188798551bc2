"""`dataset site`: a release as web pages."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dataset.cli.options import Root
from dataset.cli.releases import complete_version


def site(
    out: Annotated[
        Path, typer.Option("--out", help="Folder to write; an earlier site in it is replaced.")
    ],
    version: Annotated[
        str | None,
        typer.Argument(
            metavar="[VERSION|FOLDER]",
            help="A version, or the folder of a release; the newest release if left out.",
            show_default=False,
            autocompletion=complete_version,
        ),
    ] = None,
    root: Root = None,
) -> None:
    """Write a release as a static site: search, charts, a page for every record. It needs no server and no network.

    Exit code 1: the release is not what was published, and nothing was written.
    """
    from dataset.cli import output, reports
    from dataset.cli.options import Format
    from dataset.cli.progress import steps
    from dataset.cli.releases import release_folder
    from dataset.releasing.verify import check_files
    from dataset.site.build import build_site

    release = release_folder(version, root)
    with steps() as step:
        step("checking the release")
        report = check_files(release)
        if report.findings:
            lines = reports.rendered(report, Format.TEXT, root=Path(), tables=release)
            reports.hand_over(lines, report, None)
            raise typer.Exit(report.exit_code())
        made = build_site(release, out, _sources(root), step)
    output.message(f"{made.pages} pages of version {made.version} are in {out}")
    if made.without_context:
        names = ", ".join(made.without_context[:3])
        more = f" and {len(made.without_context) - 3} more" if made.without_context[3:] else ""
        output.message(
            f"contents of {names}{more} stand without context: their source texts are not at hand"
        )
    output.message(f"open {out / 'index.html'} in a browser")


def _sources(root: Path | None) -> Path | None:
    """The source texts of the checkout around us, if there is one; a release alone has none."""
    from dataset.project import Project, find_root
    from validation.findings import Unusable

    try:
        return Project(find_root(root)).sources
    except Unusable:
        if root is not None:
            raise
        return None
