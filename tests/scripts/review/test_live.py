"""Findings while one works: those that validation would have of the file as it would be, each at its item and field."""

from __future__ import annotations

import datetime as dt

import pytest

from dataset.building.build import check_records
from scripts.review import live, texts

RECORDED = "gazette-crossing-bcd"
DAY = dt.date(2026, 11, 30)


def told(world, *operations: dict) -> list[tuple[str | None, str, str]]:
    draft = world.draft(*operations)
    assert draft.refused == {}
    return [
        (one.ref, one.field, one.finding.code)
        for one in live.findings(world.opened, draft, "A. L.", DAY)
    ]


def put(target: str, field: str, value) -> dict:
    return {"do": "set", "target": target, "field": field, "value": value}


def test_sound_records_and_sound_candidates_have_none(world) -> None:
    assert told(world) == []


@pytest.mark.parametrize(
    "operation, field, code",
    [
        (put(RECORDED, "date", "2024-03-32"), "date", "REC005"),
        (put(RECORDED, "date", "2024-03-12"), "date", "REC007"),
        (put(RECORDED, "speech_act", "shout"), "speech_act", "REC004"),
        (put(RECORDED, "said_at_meeting_id", "no-such-talks"), "said_at_meeting_id", "REF001"),
        (put(RECORDED, "said_at_meeting_id", "karim-taheri"), "said_at_meeting_id", "REF002"),
        (put(RECORDED, "plover_event", "COOPERATE"), "plover_event", "REF014"),
        (put(RECORDED, "location", "headline"), "location", "QUO012"),
        (
            {"do": "remove", "target": RECORDED, "role": "speakers", "number": 0},
            "speakers",
            "REC002",
        ),
        (
            {
                "do": "detail",
                "target": RECORDED,
                "role": "speakers",
                "number": 0,
                "field": "basis",
                "value": "named",
            },
            "speakers.0.label",
            "REF006",
        ),
        (
            {"do": "evidence", "target": RECORDED, "field": "nothing", "reference_id": "page"},
            "evidence.0.field",
            "REF009",
        ),
        (
            {"do": "evidence", "target": RECORDED, "field": "date", "reference_id": "no-page"},
            "evidence.0.reference_id",
            "REF001",
        ),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_goes_when_it_is_mended(
    world, operation, field, code
) -> None:
    assert told(world, operation) == [(RECORDED, field, code)]
    assert told(world) == []


def test_what_is_told_is_what_validation_would_say_of_the_file(world) -> None:
    operations = [
        put(RECORDED, "plover_event", "COOPERATE"),
        {"do": "add", "target": "new-1", "content": [world.at("the way was open")]},
        put(RECORDED, "location", "headline"),
    ]
    draft = world.draft(*operations)
    change = texts.change(world.opened, draft, "A. L.", DAY)
    whole = check_records(
        world.project, instead={world.article: change.article_text}
    ).report.findings
    assert sorted(f.code for f in whole) == ["REC002"]  # a record that is refused hides the rest
    assert sorted(code for _, _, code in told(world, *operations)) == ["QUO012", "REC002", "REF014"]
    only = [operations[0], operations[2]]
    change = texts.change(world.opened, world.draft(*only), "A. L.", DAY)
    whole = check_records(world.project, instead={world.article: change.article_text})
    assert sorted(f.code for f in whole.report.findings) == sorted(
        c for _, _, c in told(world, *only)
    )


def test_findings_that_the_records_have_already_are_told_apart(world) -> None:
    text = world.article.read_text(encoding="utf-8")
    world.article.write_text(
        text.replace("    location: body\n", "    location: headline\n"), encoding="utf-8"
    )
    found = live.findings(world.opened, world.draft(), "A. L.", DAY)
    assert [(one.finding.code, one.is_new) for one in found] == [("QUO012", False)]
    assert world.save(
        put(RECORDED, "channel", "speech")
    ).files  # what was there before does not keep from saving


def test_what_is_wrong_with_the_article_itself_belongs_to_no_item(world) -> None:
    text = world.article.read_text(encoding="utf-8")
    world.article.write_text(
        text.replace("title: Iran, Iraq stress", "title: Iran, Iraq press"), encoding="utf-8"
    )
    assert told(world) == [(None, "title", "QUO013")]


def test_rejected_candidates_are_not_checked(world) -> None:
    ref = world.letters("work must")
    assert [code for _, _, code in told(world, put(ref, "date", "2025-01-01"))] == ["TIM004"]
    assert told(world, put(ref, "date", "2025-01-01"), {"do": "reject", "target": ref}) == []


def test_an_accepted_finding_is_none(world) -> None:
    operation = put(RECORDED, "location", "headline")
    (one,) = live.findings(world.opened, world.draft(operation), "A. L.", DAY)
    world.project.allowlist.write_text(
        f"- fingerprint: {one.finding.fingerprint}\n  code: QUO012\n  record: {RECORDED}\n  reason: A test.\n",
        encoding="utf-8",
    )
    assert told(world, operation) == []
