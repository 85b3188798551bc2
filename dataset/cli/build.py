"""`dataset build`: records and sources, or base tables, to a folder of Parquet."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dataset.cli.options import MemoryLimit, Root, SpillDirectory, Threads


def build(
    root: Root = None,
    source: Annotated[
        Path | None,
        typer.Option(
            "--from",
            help="Build from base tables in this folder, in shards and in any order, instead of the records.",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Where --from puts the tables.", show_default=False),
    ] = None,
    memory_limit: MemoryLimit = None,
    spill_directory: SpillDirectory = None,
    threads: Threads = None,
) -> None:
    """Build all tables from the records and sources into build/parquet; or from base tables, of any size.

    With any error in the records or base tables nothing is written, and the folder that was there stays.
    """
    from validation.findings import Unusable

    given = {
        "--out": out,
        "--memory-limit": memory_limit,
        "--spill-directory": spill_directory,
        "--threads": threads,
    }
    if source is not None:
        if out is None:
            raise Unusable("--from needs --out, the folder that the tables are put into")
        _build_from(source, out, memory_limit, spill_directory, threads)
        return
    if lost := [option for option, value in given.items() if value is not None]:
        raise Unusable(f"{lost[0]} goes with --from; the records are small and go to build/parquet")
    _build_records(root)


def _build_from(
    source: Path, out: Path, memory: str | None, spill: Path | None, threads: int | None
) -> None:
    from dataset.building.assemble import build_from
    from dataset.cli import output
    from dataset.cli.findings import print_report
    from dataset.cli.progress import steps
    from validation.parquet_sql import Limits

    with steps() as step:
        report = build_from(source, out, step, Limits(memory, spill, threads))
    if report.findings:
        print_report(report, None, to_stderr=True)
    if report.count("error"):
        raise typer.Exit(report.exit_code())
    _print_tables(out)
    output.message(f"check them: dataset validate {out}")


def _build_records(root: Path | None) -> None:
    from dataset.building.build import build as build_dataset
    from dataset.cli.findings import print_report
    from dataset.cli.progress import steps
    from dataset.project import Project, find_root

    project = Project(find_root(root))
    with steps() as step:
        checked = build_dataset(project, step)
    if not checked.is_clean:
        print_report(checked.report, project, to_stderr=True)
        raise typer.Exit(checked.report.exit_code())
    _print_tables(project.build)
    _print_shares(project.build)


def _print_tables(folder: Path) -> None:
    """Print what was built and where."""
    import pyarrow.parquet as pq

    from dataset.cli import output
    from schema.tables import TABLES

    rows: list[tuple[str, int, int, str]] = []
    for table in TABLES:
        metadata = pq.read_metadata(folder / f"{table.name}.parquet")
        what = table.description.splitlines()[0]
        rows.append((table.name, metadata.num_rows, metadata.num_columns, what))
    output.table(("table", "rows", "columns", "one row is"), rows)
    output.message(f"\n{len(rows)} tables in {folder}")


def _print_shares(folder: Path) -> None:
    """Print how much of each article the tables publish."""
    import pyarrow.parquet as pq

    from dataset.cli import output

    for share in pq.read_table(folder / "article_shares.parquet").to_pylist():
        percent = f"{share['published_share']:.0%}"
        output.message(f"published text would re-assemble {percent} of {share['article_id']}")
