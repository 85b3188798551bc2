"""Accepted findings in the whole way of the data: what is accepted is built, what is not stops the build."""

from __future__ import annotations

import importlib.util
import sys
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from dataset.building.build import build, build_tables, check_records
from dataset.building.check import check_project
from dataset.project import Project
from validation.allowlist import ready_entry, refusal, together
from validation.findings import Report


def _mutations() -> ModuleType:
    path = Path(__file__).with_name("test_mutations.py")
    spec = importlib.util.spec_from_file_location("mutations_to_accept", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


MUTATIONS = _mutations()
CASES = [case for case in MUTATIONS.CASES if not refusal(case.code)]
ODD_TYPE = next(case for case in CASES if case.code == "QUO009")


def silent(_: str) -> None:
    """No progress."""


def apply(project: Project, case) -> None:
    """Make the mutation, as the tests of the mutations do."""
    path = project.root / case.file
    text = path.read_text(encoding="utf-8")
    assert case.old in text
    new = case.new.replace("{rouhani}", MUTATIONS.tenure_of(project, "hassan-rouhani"))
    path.write_text(text.replace(case.old, new, 1), encoding="utf-8")


def accept_all(project: Project, report: Report, tail: str = "") -> None:
    counts = together(report.findings)
    entries = {f.fingerprint: ready_entry(f, counts[f.fingerprint]) for f in report.findings}
    lines = ["\n".join(entry) + f" for a test\n{tail}" for entry in entries.values()]
    project.allowlist.write_text("".join(lines), encoding="utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_whatever_may_be_accepted_can_be_built(project: Project, case) -> None:
    apply(project, case)
    before = check_records(project).report
    accept_all(project, before)

    checked = check_records(project)

    assert checked.is_clean
    assert len(checked.report.accepted) == len(before.findings) > 0
    assert build_tables(checked)["statements"].num_rows > 0


def test_the_allowlist_is_judged_with_the_records(project: Project) -> None:
    apply(project, ODD_TYPE)
    accept_all(project, check_records(project).report, "  until: 2026-01-31\n")

    last_day, day_after = (
        check_project(project, silent, tables=False, today=date(2026, month, day))
        for month, day in ((1, 31), (2, 1))
    )

    assert (last_day.exit_code(), len(last_day.accepted)) == (0, 1)
    assert [finding.code for finding in day_after.findings] == ["QUO009", "ALW005"]


def test_a_mended_record_leaves_a_stale_entry(project: Project) -> None:
    sound = (project.root / ODD_TYPE.file).read_bytes()
    apply(project, ODD_TYPE)
    accept_all(project, check_records(project).report)
    (project.root / ODD_TYPE.file).write_bytes(sound)

    report = check_project(project, silent, tables=False)

    (finding,) = report.findings
    assert (finding.code, str(finding.place)) == ("ALW001", "dataset/allowlist.yaml:1:3")


def test_the_build_asks_for_no_day_and_tells_what_is_wrong_with_the_list(project: Project) -> None:
    apply(project, ODD_TYPE)
    accept_all(project, check_records(project).report, "  until: 1999-12-31\n")
    assert build(project).is_clean
    assert (project.build / "statements.parquet").is_file()

    text = project.allowlist.read_text(encoding="utf-8")
    project.allowlist.write_text(text.replace(" for a test", ""), encoding="utf-8")
    refused = build(project)

    assert [finding.code for finding in refused.report.findings] == ["QUO009", "ALW002"]
