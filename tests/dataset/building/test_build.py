"""The whole way: the same records give the same bytes, wherever and however they are built."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest

from dataset.building.build import build
from dataset.building.hashing import logical_hash
from dataset.project import Project
from schema.arrow import arrow_schema
from schema.tables import TABLES

ROOT = Path(__file__).resolve().parents[3]


def run_build(project: Project, **environment: str) -> dict[str, bytes]:
    """Build in a process of its own, started anywhere; returns the bytes of every file."""
    subprocess.run(
        [sys.executable, "-m", "dataset", "build", "--root", str(project.root)],
        cwd=ROOT,
        env={**os.environ, **environment},
        check=True,
        capture_output=True,
    )
    return {path.name: path.read_bytes() for path in sorted(project.build.iterdir())}


def test_two_builds_are_byte_identical_whatever_the_environment(project: Project) -> None:
    first = run_build(
        project,
        PYTHONHASHSEED="1",
        TZ="UTC",
        LC_ALL="C.UTF-8",
        OMP_NUM_THREADS="1",
        ARROW_IO_THREADS="1",
    )
    second = run_build(
        project,
        PYTHONHASHSEED="2",
        TZ="Asia/Baghdad",
        LC_ALL="C",
        OMP_NUM_THREADS="4",
        ARROW_IO_THREADS="4",
    )

    assert list(first) == sorted(f"{table.name}.parquet" for table in TABLES)
    assert first == second


def test_the_order_in_which_records_are_written_does_not_matter(project: Project) -> None:
    before = run_build(project)
    path = project.records / "meetings.yaml"
    first, *others = path.read_text(encoding="utf-8").split("\n- id: ")
    moved = [*others[:-1], others[-1].rstrip("\n")]
    text = "- id: " + "\n- id: ".join([*reversed(moved), first.split("- id: ", 1)[1]]) + "\n"
    path.write_text(text, encoding="utf-8")

    assert run_build(project) == before


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_table_has_the_schema_of_the_registry(built: Path, table) -> None:
    stored = pq.read_schema(built / f"{table.name}.parquet")

    assert stored.equals(arrow_schema(table), check_metadata=True)


def test_rows_are_sorted_by_key_and_keys_are_unique(built: Path) -> None:
    for table in TABLES:
        rows = pq.read_table(built / f"{table.name}.parquet", columns=list(table.key)).to_pylist()
        keys = [tuple(row.values()) for row in rows]
        assert keys == sorted(set(keys)), table.name


def test_pandas_and_duckdb_read_every_table_alike(built: Path) -> None:
    for table in TABLES:
        path = built / f"{table.name}.parquet"
        frame = pd.read_parquet(path, dtype_backend="pyarrow")
        relation = duckdb.sql(f"SELECT * FROM read_parquet('{path}')")
        assert list(frame.columns) == relation.columns
        assert len(frame) == len(relation.fetchall()), table.name


def test_a_record_with_an_error_stops_the_build_and_keeps_the_old_tables(project: Project) -> None:
    build(project)
    before = {path.name: path.read_bytes() for path in project.build.iterdir()}
    path = project.records / "officials.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("died: 2020", "died: 1020", 1), encoding="utf-8"
    )

    checked = build(project)

    assert not checked.is_clean
    assert [run.reason for run in checked.report.not_run] == ["records have errors"]
    assert {path.name: path.read_bytes() for path in project.build.iterdir()} == before


def test_the_logical_hash_of_every_table_survives_another_writer(
    built: Path, tmp_path: Path
) -> None:
    for table in TABLES:
        original = pq.read_table(built / f"{table.name}.parquet")
        pq.write_table(original, tmp_path / "other.parquet", compression="snappy", row_group_size=7)
        assert logical_hash(pq.read_table(tmp_path / "other.parquet")) == logical_hash(original)


def test_every_content_is_found_again_in_the_source_by_its_anchors(built: Path) -> None:
    """Quote proof from the published side: source text, anchors and contents agree."""
    sources = {
        row["article_id"]: (ROOT / "dataset/sources" / row["source_file"]).read_bytes().decode()
        for row in pq.read_table(built / "articles.parquet").to_pylist()
    }
    contents = {
        row["statement_id"]: row["content"]
        for row in pq.read_table(built / "statements.parquet").to_pylist()
    }
    found: dict[str, list[str]] = {}
    anchors = pq.read_table(built / "anchors.parquet").to_pylist()
    for anchor in anchors:
        text = sources[anchor["article_id"]][anchor["start"] : anchor["end"]]
        if anchor["role"] == "content":
            assert text == anchor["exact"]
            found.setdefault(anchor["record_id"], []).append(text)
        else:
            assert anchor["exact"] is None
            assert text == text.strip()

    assert {key: " […] ".join(parts) for key, parts in found.items()} == contents
