"""`dataset build`: records and sources to Parquet."""

from __future__ import annotations

from pathlib import Path

import typer

from dataset.cli.options import Root


def build(root: Root = None) -> None:
    """Build all tables from the records and sources into build/parquet.

    With any error in the records nothing is written, and the folder that was there stays.
    """
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
    _print_built(project.build)


def _print_built(folder: Path) -> None:
    """Print what was built and where, and how much of each article it publishes."""
    import pyarrow.parquet as pq

    from dataset.cli import output
    from schema.tables import TABLES

    rows: list[tuple[str, int, int, str]] = []
    for table in TABLES:
        metadata = pq.read_metadata(folder / f"{table.name}.parquet")
        what = table.description.splitlines()[0]
        rows.append((table.name, metadata.num_rows, metadata.num_columns, what))
    output.table(("table", "rows", "columns", "one row is"), rows)
    shares = pq.read_table(folder / "article_shares.parquet").to_pylist()
    output.message(f"\n{len(rows)} tables in {folder}")
    for share in shares:
        percent = f"{share['published_share']:.0%}"
        output.message(f"published text would re-assemble {percent} of {share['article_id']}")
