"""`dataset cite`: how to cite a release, or one record of it."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

import typer

from dataset.cli.options import Root
from dataset.cli.releases import complete_version

Format: TypeAlias = Literal["text", "bibtex", "ris", "csl"]


def cite(
    version: Annotated[
        str | None,
        typer.Argument(
            help="A version, or the folder of a release; the newest release if left out.",
            show_default=False,
            autocompletion=complete_version,
        ),
    ] = None,
    record_id: Annotated[
        str | None,
        typer.Argument(
            help="Id of a statement, article, meeting, official, organization or tenure.",
            show_default=False,
        ),
    ] = None,
    format_: Annotated[Format, typer.Option("--format", help="How to write it.")] = "text",
    root: Root = None,
) -> None:
    """Print the citation of a release, or of one record with its place in the source text.

    A single argument that is neither a version nor a folder is a record of the newest release.
    """
    from pathlib import Path

    from dataset.cli import output
    from dataset.cli.releases import is_version, release_folder
    from dataset.releasing.cite import cite as cite_release

    is_record = version is not None and not is_version(version) and "/" not in version
    if is_record and record_id is None and not Path(str(version)).is_dir():
        version, record_id = None, version
    told = cite_release(release_folder(version, root), record_id, format_)
    for line in told.split("\n"):
        typer.echo(output.clean(line))
