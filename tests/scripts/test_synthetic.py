"""Synthetic tables: the same for the same seed, free of findings, and with exactly the faults that were planted."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from scripts import synthetic
from scripts.synthetic import FAULTS, write_statements
from validation.findings import Report
from validation.table_checks import check_folder


def checked(folder: Path) -> Report:
    """What the checks say, apart from the tables that are not made."""
    report = check_folder(folder)
    report.findings = [f for f in report.findings if f.code != "TAB001"]
    return report


def made(folder: Path, rows: int, **options) -> Path:
    folder.mkdir()
    write_statements(folder, rows, **options)
    return folder


def test_the_tables_pass_their_suites(tmp_path: Path):
    folder = made(tmp_path / "tables", 2_500)

    report = checked(folder)

    assert report.findings == []
    passed = {run.check for run in report.runs if run.outcome == "passed"}
    assert set(FAULTS.values()) | {"cross-table.said-before-published"} <= passed
    assert pq.read_metadata(folder / "statements.parquet").num_rows == 2_500


def test_planted_faults_are_found_and_counted_exactly(tmp_path: Path):
    planted = {kind: number for number, kind in enumerate(FAULTS, start=2)}

    report = checked(made(tmp_path / "tables", 1_000, faults=planted))

    failed = {run.check for run in report.runs if run.outcome == "failed"} - {"structure"}
    assert failed == set(FAULTS.values())
    assert sorted((f.place.field, f.count) for f in report.findings) == sorted(
        [
            ("content", planted["null"]),
            ("speech_act", planted["vocabulary"]),
            ("statement_id", planted["form"]),
            ("extractor_score", planted["range"]),
            ("reviewed_on_earliest, reviewed_on_latest", planted["order"]),
            ("about_meeting_id", planted["orphan"]),
            ("statement_id", 2 * planted["twin"]),  # both rows of a pair are named
        ]
    )


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path):
    folders = [
        made(tmp_path / name, 300, seed=seed) for name, seed in zip("abc", (1, 1, 2), strict=True)
    ]

    one, same, other = [(folder / "statements.parquet").read_bytes() for folder in folders]

    assert one == same
    assert one != other


def test_rows_come_in_pieces_and_in_the_order_of_their_key(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(synthetic, "PIECE_ROWS", 70)
    path = made(tmp_path / "tables", 200) / "statements.parquet"

    keys = pq.read_table(path)["statement_id"].to_pylist()

    assert pq.read_metadata(path).num_row_groups == 3
    assert len(keys) == 200
    assert keys == sorted(set(keys))


@pytest.mark.parametrize(
    "faults, complaint",
    [({"typo": 1}, "no such fault: typo; known are null"), ({"null": 6}, "need at least 12 rows")],
)
def test_faults_that_cannot_be_planted_are_refused(tmp_path: Path, faults, complaint):
    with pytest.raises(ValueError, match=complaint):
        write_statements(tmp_path, 10, faults=faults)

    assert list(tmp_path.iterdir()) == []
