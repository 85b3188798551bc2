"""Derived tables: status of meetings, wide tables, events between two sides, mentions, rights guard."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow.parquet as pq
import pytest

from dataset.building.build import build_rows, check_records
from dataset.building.rights import LONGEST_RUN, guard, shares
from dataset.building.tables import meeting_status
from dataset.building.wide import joined
from dataset.project import Project
from schema.evidence import AnchorRow, MentionRow
from schema.organizations import OrganizationRow
from validation.article_proof import ArticleProof, Proof, Region
from validation.quote_proof import Span


def report(
    published: str | None, status: str, stance: str = "reports", attributed: str | None = None
) -> Any:
    """A meeting report, reduced to what the status depends on."""
    article = SimpleNamespace(record=SimpleNamespace(published=published))
    return article, SimpleNamespace(
        reported_status=status, stance=stance, attributed_statement_id=attributed
    )


@pytest.mark.parametrize(
    "reports, expected",
    [
        ([], ("unclear", None)),
        ([report("2020-07-20", "planned")], ("planned", "2020-07-20")),
        ([report("2020-07-20", "planned"), report("2020-07-22", "held")], ("held", "2020-07-22")),
        ([report("2020-07-22", "held"), report("2020-07-20", "planned")], ("held", "2020-07-22")),
        ([report("2020-07-22", "held"), report("2020-07-22", "cancelled")], ("held", "2020-07-22")),
        (
            [report("2020-07-22", "held"), report("2020-07-22", "held", "denies")],
            ("unclear", "2020-07-22"),
        ),
        (
            [report("2020-07-20", "planned"), report("2020-07-22", "held", attributed="s")],
            ("planned", "2020-07-20"),
        ),
        ([report("2020-07-22", "held", attributed="s")], ("held", "2020-07-22")),
        ([report("2020-07-22", "held"), report("2020-08-01", "planned")], ("held", "2020-07-22")),
        (
            [report("2020-07-22", "held"), report("2020-08-01", "cancelled")],
            ("cancelled", "2020-08-01"),
        ),
        (
            [report("2020-07-22", "held"), report("2020-08-01", "held", "denies")],
            ("unclear", "2020-08-01"),
        ),
        ([report(None, "planned")], ("planned", None)),
        ([report(None, "held"), report("2020-07-20", "planned")], ("held", None)),
        ([report(None, "planned"), report("2020-07-20", "postponed")], ("postponed", "2020-07-20")),
    ],
)
def test_the_status_of_a_meeting_follows_from_its_reports(
    reports: Any, expected: tuple[str, str | None]
) -> None:
    assert meeting_status(reports) == expected


def rows_of(built: Path, table: str) -> list[dict[str, Any]]:
    return pq.read_table(built / f"{table}.parquet").to_pylist()


def test_the_visit_is_directed_and_the_talks_are_not(built: Path) -> None:
    events = [
        row
        for row in rows_of(built, "dyad_events")
        if row["record_table"] == "meetings" and row["record_id"].startswith("kadhimi-")
    ]
    visit = [row for row in events if row["plover_mode"] == "visit"]
    talks = [row for row in events if row["plover_mode"] is None]

    assert [
        (row["iso3_1"], row["ccode1"], row["iso3_2"], row["ccode2"], row["directed"])
        for row in visit
    ] == [("IRQ", 645, "IRN", 630, True)]
    assert len(talks) == 4
    assert {(row["iso3_1"], row["iso3_2"], row["directed"]) for row in talks} == {
        ("IRN", "IRQ", False)
    }
    assert {row["year"] for row in events} == {2020}


def test_repetitions_make_no_event(built: Path) -> None:
    repetitions = {
        row["statement_id"] for row in rows_of(built, "statements") if not row["is_primary"]
    }
    events = {row["record_id"] for row in rows_of(built, "dyad_events")}

    assert repetitions
    assert not repetitions & events


def test_a_wide_statement_holds_what_the_long_tables_hold(built: Path) -> None:
    wide = next(
        row
        for row in rows_of(built, "statements_wide")
        if row["statement_id"] == "iran-daily-expel-us-qtl"
    )

    assert wide["speakers"] == "Ali Shamkhani"
    assert wide["speaker_titles"] == "Secretary of the Supreme National Security Council"
    assert (wide["speaker_iso3"], wide["speaker_ccode"]) == ("IRN", "630")
    assert wide["addressees"] == "Mustafa al-Kadhimi"
    assert wide["topics"] == "regional-mediation; regional-security"
    assert wide["publisher"] == "Iran Daily"
    assert wide["said_at_meeting"] == "Talks of Ali Shamkhani with Mustafa al-Kadhimi"


def test_mentions_find_names_titles_and_names_that_lost_their_apostrophe(built: Path) -> None:
    text = (
        (Path(__file__).parents[3] / "dataset/sources/002_5bd232881ca3315c.txt")
        .read_bytes()
        .decode()
    )
    mentions = {
        (row["record_id"], text[row["start"] : row["end"]], row["form"])
        for row in rows_of(built, "mentions")
        if row["article_id"] == "iran-daily-expel-us"
    }

    assert ("ali-shamkhani", "Irans top security official", "title") in mentions
    assert ("ali-shamkhani", "Shamkhani", "name") in mentions
    assert ("ali-shamkhani", "He", "pronoun") in mentions
    assert ("donald-trump", "Donald Trump", "name") in mentions
    daesh = [
        m
        for m in rows_of(built, "mentions")
        if m["article_id"] == "iran-daily-expel-us" and text[m["start"] : m["end"]] == "Daesh"
    ]
    assert any(text[m["end"]] == "s" for m in daesh), "Daeshs gains"


def test_values_are_joined_once_each_and_nothing_is_null() -> None:
    assert joined(["b", None, "a", "", "b"]) == "b; a"
    assert joined([None, ""]) is None


def proof_of(text: str) -> Proof:
    """A proof with one article whose region is the whole text."""
    return Proof({"a": ArticleProof(text, [Region("body", Span(0, len(text)))])})


def anchor(role: str, start: int, end: int) -> AnchorRow:
    return AnchorRow(
        record_table="statements",
        record_id="s",
        role=role,
        segment=1,
        article_id="a",
        start=start,
        end=end,
    )


def test_the_share_counts_every_published_character_once_and_no_support() -> None:
    rows = {
        "anchors": [anchor("content", 0, 10), anchor("cue", 8, 14), anchor("support", 50, 90)],
        "mentions": [
            MentionRow(
                article_id="a",
                start=20,
                end=25,
                record_table="officials",
                record_id="o",
                form="name",
            )
        ],
    }

    (share,) = shares(rows, proof_of("x" * 100))

    assert (share.region_chars, share.published_chars, share.published_share) == (100, 19, 0.19)


def test_one_label_may_mean_several_bodies(built: Path) -> None:
    meant = {
        row["record_id"]
        for row in rows_of(built, "mentions")
        if row["article_id"] == "iran-daily-expel-us" and row["start"] == 4404
    }

    assert meant >= {
        "government-of-iran",
        "islamic-consultative-assembly",
        "council-of-representatives-of-iraq",
    }


def test_evidence_for_a_name_says_for_which(built: Path) -> None:
    values = [row["value"] for row in rows_of(built, "evidence") if row["field"] == "names.name"]

    assert values
    assert None not in values


def test_a_label_anchor_is_joined_to_its_party_by_role_and_number(built: Path) -> None:
    labels = {
        (row["record_id"], row["role"], row["segment"])
        for row in rows_of(built, "anchors")
        if row["role"] in ("speaker", "relayer", "addressee", "recipient")
    }
    printed = {
        (row["statement_id"], row["role"], row["sequence"])
        for row in rows_of(built, "statement_parties")
        if row["label"] is not None
    }

    assert labels == printed


@pytest.mark.parametrize("length, findings", [(LONGEST_RUN - 1, 0), (LONGEST_RUN, 1)])
def test_a_long_run_of_an_article_in_another_column_stops_the_build(
    length: int, findings: int
) -> None:
    text = "".join(chr(97 + at % 23) + str(at) for at in range(200))
    note = f"as printed: {text[5 : 5 + length]}!"
    row = OrganizationRow(organization_id="o", name="O", classification="state", status_note=note)

    report_of_guard = guard({"organizations": [row]}, proof_of(text))

    assert [f.code for f in report_of_guard.findings] == ["TAB015"] * findings
    assert [f.place.field for f in report_of_guard.findings] == ["status_note"] * findings


def test_statement_contents_may_carry_the_text(project: Project) -> None:
    checked = check_records(project)
    build_rows(checked)

    assert [run.outcome for run in checked.report.runs if run.check == "rights guard"] == ["passed"]
