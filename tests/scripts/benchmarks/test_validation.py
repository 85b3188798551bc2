"""The benchmark of validation: it measures the same checks on both sides, and prints what it promises."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.benchmarks import validation
from scripts.benchmarks.processes import Measured, table
from scripts.synthetic.fault_kinds import KINDS
from scripts.synthetic.faults import plant
from validation import suites

ROOT = Path(__file__).parents[3]


def test_the_floor_holds_as_many_checks_of_statements_as_the_suite():
    ours = [
        check
        for check in suites.all_checks()
        if check.table == "statements"
        and set(check.params.get("tables", ())) <= set(validation.TABLES)
    ]

    assert len(validation.row_conditions()) + len(validation.other_queries()) == len(ours)


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("benchmark") / "tables"
    validation.make_tables(folder, 200)
    return folder


@pytest.fixture
def faulty(tables: Path, tmp_path: Path) -> Path:
    orphan = [kind for kind in KINDS if kind.name == "orphan"]
    plant(tables, tmp_path / "faulty", "base", 1, kinds=orphan)
    return tmp_path / "faulty"


@pytest.mark.parametrize("aggregate", [True, False])
def test_the_floor_finds_what_is_wrong(tables: Path, faulty: Path, aggregate):
    measured = validation.measure_floor(tables, "1GB", aggregate=aggregate)
    assert min(measured) > 0

    with pytest.raises(ValueError, match="found something"):
        validation.measure_floor(faulty, None, aggregate=aggregate)


def test_our_side_refuses_to_measure_tables_that_fail(tables: Path, faulty: Path):
    assert min(validation.measure_ours(tables, None)) > 0

    with pytest.raises(ValueError, match="about_meeting_id"):
        validation.measure_ours(faulty, None)


def test_one_command_prints_the_table_and_writes_it_only_where_it_is_told(tmp_path: Path):
    out = tmp_path / "table.md"
    command = ["-m", "scripts.benchmarks.validation", "--rows", "300", "--repeat", "1"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}

    done = subprocess.run(
        [sys.executable, *command, "--out", out, "--memory-limit", "1GB"],
        cwd=tmp_path,
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )

    assert done.stdout == out.read_text()
    for way in validation.WAYS:
        assert f"| {way} |" in done.stdout
    assert list(tmp_path.iterdir()) == [out]


def test_a_ratio_is_the_median_of_the_ratios_in_each_round():
    ours = [Measured(2, 4, 100), Measured(9, 9, 300), Measured(3, 3, 200)]
    floor = [Measured(1, 1, 50), Measured(3, 3, 50), Measured(3, 3, 50)]

    lines = table({"ours": ours, "floor": floor}, "floor")

    assert lines[2] == "| ours | 3.00 | 4.00 | 200 | 2.00 | 3.00 |"
    assert lines[3] == "| floor | 3.00 | 3.00 | 50 | 1.00 | 1.00 |"
