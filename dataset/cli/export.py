"""`dataset export`: the tables in the formats of other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, TypeAlias

import typer

from dataset.cli.options import Root
from dataset.cli.releases import complete_version

Format: TypeAlias = Literal["csv", "jsonl", "sqlite", "stata"]


def export(
    format_: Annotated[Format, typer.Option("--format", help="What to write.")],
    out: Annotated[Path, typer.Option("--out", help="Folder to write; it must not exist yet.")],
    asked: Annotated[
        str | None,
        typer.Argument(
            metavar="[VERSION|FOLDER]",
            help="A release, or a folder of Parquet tables; the last build if left out.",
            show_default=False,
            autocompletion=complete_version,
        ),
    ] = None,
    raw: Annotated[
        bool, typer.Option("--raw", help="CSV: leave cells that a spreadsheet would compute.")
    ] = False,
    bom: Annotated[
        bool, typer.Option("--bom", help="CSV: begin with a byte order mark, for Excel.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace an earlier export.")] = False,
    root: Root = None,
) -> None:
    """Write all tables as CSV, JSON Lines, SQLite or Stata, with a dictionary of their columns."""
    from dataset.cli import output
    from dataset.cli.progress import bar
    from dataset.releasing.export import Options
    from dataset.releasing.export import export as export_tables
    from dataset.releasing.sheets import open_source

    source = open_source(_folder(asked, root))
    with bar(len(source.sheets)) as started:
        export_tables(source, out, format_, Options(raw, bom), replace=force, started=started)
    what = f"version {source.version}" if source.version else str(source.folder)
    output.message(f"{len(source.sheets)} tables of {what} are in {out}")


def _folder(asked: str | None, root: Path | None) -> Path:
    from dataset.cli.releases import given_folder, is_version, release_folder
    from dataset.project import Project, find_root
    from validation.findings import Unusable

    if asked is not None:
        return release_folder(asked, root) if is_version(asked) else given_folder(asked)
    project = Project(find_root(root))
    if not project.build.is_dir():
        raise Unusable(
            f"there is no {project.name(project.build)} yet; run `dataset build`, or give a version or a folder"
        )
    return project.build
