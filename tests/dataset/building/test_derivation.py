"""The two tellings of what is derived, Python over records and SQL over tables, agree on shuffled data."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dataset.building import rights, wide
from dataset.building.build import Checked, check_records
from dataset.building.derived_check import check_derived
from dataset.building.parquet import publish
from dataset.building.tables import Rows, build_rows
from dataset.project import Project
from schema import vocabularies
from schema.arrow import arrow_table
from schema.meetings import ParticipantRow
from schema.statements import StatementPartyRow, StatementRow
from schema.tables import TABLES
from validation.index import Index
from validation.table_structure import check_structure, find_tables

ROOT = Path(__file__).resolve().parents[3]
DAYS = (None, "2022-11-27~", "2022-11-27", "2022-11", "2023-02-24")
SIDES = (None, "IRN", "IRQ", "USA")


@pytest.fixture(scope="module")
def checked() -> Checked:
    return check_records(Project(ROOT))


def shuffled(checked: Checked, chance: random.Random) -> Rows:
    """Rows of records whose reports, days, origins and parts are drawn anew, and whose parties are mixed up."""
    records = replace(checked.records)
    ids = [article.id for article in records.articles]
    statements = [entry.id for _, entry in records.statements()]
    statuses = vocabularies.values("meeting_status")
    meetings = [meeting.id for meeting in records.meetings]

    def report(old: Any) -> Any:
        values = {
            "meeting_id": chance.choice(meetings[:8]),
            "reported_status": chance.choice(statuses),
            "stance": chance.choice(("reports", "reports", "denies")),
            "attributed_statement_id": chance.choice((None, *statements[:2])),
        }
        return old.model_copy(update=values)

    def article(number: int, entry: Any) -> Any:
        values = {
            "published": chance.choice(DAYS),
            "text_origin_id": chance.choice((None, "press-tv", "iran-daily")),
            "reprint_of": chance.choice((None, *ids[:number])),
            "meeting_reports": [report(old) for old in entry.record.meeting_reports],
        }
        return replace(entry, record=entry.record.model_copy(update=values))

    records.articles = [article(number, entry) for number, entry in enumerate(records.articles)]
    index = Index(records)
    rows = build_rows(records, index, checked.proof)
    mix_up(rows, chance)
    rows.update(wide.derive(rows, index))
    rows["article_shares"] = list(rights.shares(rows, checked.proof))
    return rows


def mix_up(rows: Rows, chance: random.Random) -> None:
    """Give parties other roles, sides and names; several of one name, and some whom only the text names."""
    officials = [row.official_id for row in rows["officials"]][:4]  # type: ignore[attr-defined]
    numbers: Counter[object] = Counter()

    def drawn(row: StatementPartyRow | ParticipantRow, roles: tuple[str, ...]) -> Any:
        role, iso3 = chance.choice(roles), chance.choice(SIDES)
        owner = row.statement_id if isinstance(row, StatementPartyRow) else row.meeting_id
        if row.role == "speaker" and not numbers[owner, "speaker"]:
            role = "speaker"  # every statement has one
        group = (owner, role) if isinstance(row, StatementPartyRow) else owner
        numbers[group] += 1
        values = {
            "role": role,
            "iso3": iso3,
            "ccode": vocabularies.ccode(iso3) if iso3 else None,
            "official_id": chance.choice((None, row.official_id, *officials)),
            "organization_id": chance.choice((None, row.organization_id)),
            "label": chance.choice(("one", "another", row.label or "a third")),
            "sequence": numbers[group],
        }
        if isinstance(row, ParticipantRow):
            values["attendance"] = chance.choice(("attended", "attended", "expected"))
        return row.model_copy(update=values)

    said, met = vocabularies.values("party_role"), vocabularies.values("participant_role")
    parties = rows["statement_parties"]
    rows["statement_parties"] = [drawn(row, said) for row in (*parties,) * 4]  # type: ignore[arg-type]
    rows["participants"] = [drawn(row, met) for row in (*rows["participants"],) * 2]  # type: ignore[arg-type]
    rows["statements"] = [
        row.model_copy(update={"plover_event": "SUPPORT", "plover_mode": None})
        if isinstance(row, StatementRow)
        else row
        for row in rows["statements"]
    ]


@pytest.mark.parametrize("seed", range(5))
def test_both_tellings_of_a_rule_agree(checked: Checked, tmp_path: Path, seed: int) -> None:
    rows = shuffled(checked, random.Random(seed))  # noqa: S311 # a repeatable mixture
    tables = {table.name: arrow_table(table, rows.get(table.name, [])) for table in TABLES}
    publish(tables, tmp_path / "parquet")
    files = find_tables(tmp_path / "parquet")

    report = check_derived(files, check_structure(files)[1])

    assert [str(finding) for finding in report.findings] == []
    assert {run.outcome for run in report.runs} == {"passed"}
    assert len(rows["dyad_events"]) > 30
    assert any("; " in row.speakers for row in rows["statements_wide"])  # type: ignore[attr-defined]
