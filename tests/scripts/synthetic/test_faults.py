"""Faults of every kind that tables can have: planted in known numbers, found in just these numbers."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from dataset.building.check import check_folder
from scripts.synthetic.__main__ import main
from scripts.synthetic.fault_kinds import KINDS
from scripts.synthetic.faults import STAGES, NoRoomError, break_structure, differences, plant
from validation.codes import CODES
from validation.content_rules import CHECKS
from validation.findings import Finding, Place
from validation.suites import CROSS_CHECKS

FROM_RECORDS = {"TAB015"}
"""What only a build from records can find: it has the articles' texts."""


def told(findings: Iterable[Finding]) -> Counter[tuple[str, ...]]:
    """How many rows the findings tell of, by what they say; a table without rows has none to name."""
    told: Counter[tuple[str, ...]] = Counter()
    for finding in findings:
        if finding.record:
            place = finding.place
            told[finding.code, place.table, place.field, finding.message] += finding.count
    return told


def listed(rows: Sequence[Mapping[str, str]]) -> Counter[tuple[str, ...]]:
    assert [tuple(row.values()) for row in rows] == sorted(tuple(row.values()) for row in rows)
    return Counter((row["code"], row["table"], row["field"], row["message"]) for row in rows)


@pytest.mark.parametrize("stage", STAGES)
def test_exactly_the_planted_faults_are_found(tables: Path, tmp_path: Path, stage: str) -> None:
    expected = plant(tables, tmp_path / "faulty", stage, 2)

    ids = tmp_path / "ids.parquet"

    report = check_folder(tmp_path / "faulty", lambda _: None, ids=ids)

    assert differences(expected, report.findings) == []
    assert listed(pq.read_table(ids).to_pylist()) == told(report.findings)
    assert {run.reason.split(" the ")[0] for run in report.not_run} <= {"not judged before"}


def test_exactly_the_broken_files_are_found(tables: Path, tmp_path: Path) -> None:
    expected = break_structure(tables, tmp_path / "faulty")

    report = check_folder(tmp_path / "faulty", lambda _: None)

    assert differences(expected, report.findings) == []


def test_every_code_that_tables_can_have_is_planted(tables: Path, tmp_path: Path) -> None:
    structure = break_structure(tables, tmp_path / "faulty")
    planted = {kind.code for kind in KINDS} | {expected.code for expected in structure}

    rules = {check.code for check in (*CHECKS, *CROSS_CHECKS)}
    assert {code for code in CODES if code.startswith("TAB")} - FROM_RECORDS | rules == planted


def test_every_rule_on_contents_and_between_tables_is_broken_by_a_kind() -> None:
    """By table, code and columns; a rule on several tables by one of them."""
    broken = {(kind.code, kind.field) for kind in KINDS}

    missed = [
        c.check_id for c in (*CHECKS, *CROSS_CHECKS) if (c.code, ", ".join(c.columns)) not in broken
    ]
    assert missed == ["meetings.id-of-one-kind", "statements.id-of-one-kind"]


def test_names_of_kinds_are_their_own() -> None:
    assert len({kind.name for kind in KINDS}) == len(KINDS)


def test_too_many_faults_for_the_rows_are_refused(tables: Path, tmp_path: Path) -> None:
    with pytest.raises(
        NoRoomError, match="no room for 5000 faults 'null', only for 210; take more"
    ):
        plant(tables, tmp_path / "faulty", "base", 5_000)


def test_a_difference_between_planted_and_found_is_told() -> None:
    found = Finding("TAB004", "x", Place(table="statements", field="content"), count=2)
    one, other = KINDS[0], Finding("TAB005", "x", Place(table="names", field="y"))

    expected = [(one.code, one.table, one.field, 3)]
    assert differences(expected, [found, other]) == [
        "TAB004 statements content: planted 3, found 2",
        "TAB005 names y: planted 0, found 1",
    ]
    assert differences([(one.code, "*", one.field, 2)], [found]) == []


def test_one_command_plants_and_proves(
    tables: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("scripts.synthetic.faults.STAGES", ("measured",))

    arguments = ["faults", str(tables), "--out", str(tmp_path / "out"), "--each", "1", "--check"]
    assert main(arguments) == 0

    assert capsys.readouterr().out.splitlines() == [
        "measured: 2 findings to be made",
        "structure: 7 findings to be made",
        "found exactly what was planted",
    ]
    told = json.loads((tmp_path / "out/expected.json").read_text(encoding="utf-8"))
    assert told["structure"][0] == {
        "code": "TAB001",
        "table": "references",
        "field": "",
        "times": 1,
    }
