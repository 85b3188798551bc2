"""The way of the data: records are read, proved, turned into tables, guarded, and written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from dataset.curation import canonical
from dataset.curation.allowlist import read_allowlist
from dataset.curation.read import RecordFile, read
from dataset.curation.yaml_reader import Document
from dataset.project import Project
from validation import reference_checks, time_checks
from validation.allowlist import Allowlist, accept, conclude
from validation.article_proof import Proof, prove
from validation.findings import CheckRun, Report, Unusable
from validation.index import Index
from validation.records import RecordSet

if TYPE_CHECKING:
    import pyarrow as pa

    from dataset.building.tables import Rows

Step = Callable[[str], None]


def _silent(_: str) -> None:
    """No progress wanted."""


@dataclass
class Checked:
    """Records that were read and checked, with everything the tables need, and the files as they were read."""

    records: RecordSet
    index: Index
    proof: Proof
    report: Report = field(default_factory=Report)
    allowlist: Allowlist = field(default_factory=Allowlist)
    documents: Sequence[tuple[RecordFile, Document]] = ()

    @property
    def is_clean(self) -> bool:
        """Whether tables can be built: no error in any record."""
        return self.report.count("error") == 0


def check_records(
    project: Project,
    step: Step = _silent,
    *,
    form: bool = False,
    today: date | None = None,
    instead: Mapping[Path, str] | None = None,
) -> Checked:
    """Read all records and run every check that looks at records alone; `form` also their form.

    `instead` of some record files, texts that they might hold are checked: before anything is written.

    Each layer runs even if another has findings; only what a broken record makes meaningless is left out.
    What the allowlist accepts counts as clean, for ever if no `today` is given.
    """
    step("reading records")
    result = read(project, instead)
    index = Index(result.records, result.broken_ids, result.incomplete)
    report = Report()
    report.extend(result.report)
    if form:
        broken = {finding.place.file for finding in result.report.findings}
        report.extend(canonical.form(result.documents, skip=broken))
    if not result.records.articles and not result.report.count("error"):
        raise Unusable(f"{project.records}: no articles; a dataset has at least one")
    step("checking references")
    references = reference_checks.check(result.records, index)
    report.extend(references)
    step("checking dates")
    suspect = {f.record for f in references.findings if f.code == "REF012"}
    report.extend(time_checks.check(result.records, index, suspect))
    step("proving quotations")
    proof = prove(result.records)
    report.extend(proof.report)
    allowlist = read_allowlist(project)
    accept(report, allowlist.entries, today)
    return Checked(result.records, index, proof, report, allowlist, result.documents)


def build_rows(checked: Checked) -> Rows:
    """Rows of every table, derived ones included."""
    from dataset.building import rights, tables, wide

    rows = tables.build_rows(checked.records, checked.index, checked.proof)
    rows.update(wide.derive(rows, checked.index))
    rows["article_shares"] = list(rights.shares(rows, checked.proof))
    checked.report.extend(rights.guard(rows, checked.proof))
    return rows


def build_tables(checked: Checked) -> dict[str, pa.Table]:
    """Arrow tables of the dataset, in the order of the registry. Needs clean records."""
    from schema.arrow import arrow_table
    from schema.tables import TABLES

    rows = build_rows(checked)
    return {table.name: arrow_table(table, rows.get(table.name, [])) for table in TABLES}


def build(project: Project, step: Step = _silent) -> Checked:
    """Check the records, build all tables and write them to `project.build`.

    With an error in any record nothing is written: the report of the result says why.
    """
    from dataset.building.parquet import publish

    checked = check_records(project, step)
    if not checked.is_clean:
        checked.report.runs.append(CheckRun("tables", "not-run", reason="records have errors"))
        conclude(checked.report, checked.allowlist)
        return checked
    step("building tables")
    tables = build_tables(checked)
    if checked.is_clean:
        step("writing Parquet")
        publish(tables, project.build)
    return checked
