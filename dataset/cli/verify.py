"""`dataset verify`: prove that a release is what was published."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dataset.cli.options import Format, Root

if TYPE_CHECKING:
    from dataset.project import Project


def verify(
    release: Annotated[
        str, typer.Argument(help="A version, the folder of a release, or `latest`.")
    ] = "latest",
    rebuild: Annotated[
        bool,
        typer.Option(
            "--rebuild",
            help="Also build it anew from its commit, with the packages that commit pins.",
        ),
    ] = False,
    root: Root = None,
    kind: Annotated[Format, typer.Option("--format", help="How findings are told.")] = Format.TEXT,
) -> None:
    """Check files, manifest, metadata, schemas and ids of a release; --rebuild also where it came from.

    Exit code 0: it is what was published. 1: findings, each names its file. 2: a check could not run.
    """
    from dataset.cli import reports
    from dataset.cli.progress import steps
    from dataset.releasing import versions
    from dataset.releasing.rebuild import rebuild as build_anew
    from dataset.releasing.verify import verify as check

    folder, project = _found(release, root, need_project=rebuild)
    earlier = versions.released(project) if project else {}
    with steps() as step:
        report = check(folder, step, earlier=earlier)
        if rebuild and project is not None:
            report.extend(build_anew(project.root, folder, step))
    lines = reports.rendered(report, kind, root=Path(), tables=folder)
    reports.hand_over(lines, report, None)
    raise typer.Exit(report.exit_code())


def _found(release: str, root: Path | None, *, need_project: bool) -> tuple[Path, Project | None]:
    """The folder; and the project, which a folder of a release can do without."""
    from dataset.project import Project, find_root
    from dataset.releasing import versions
    from validation.findings import Unusable

    is_folder = not versions.is_version(release.removeprefix("v")) and Path(release).is_dir()
    try:
        project = Project(find_root(root))
    except Unusable:
        if not is_folder or need_project or root is not None:
            raise
        return Path(release), None
    return (Path(release) if is_folder else versions.folder_of(project, release)), project
