"""Every record is found by its id, and what is missing stays visibly missing."""

from collections.abc import Iterator
from dataclasses import asdict
from types import SimpleNamespace
from typing import Any

import pytest

from dataset.curation.context import gather
from dataset.curation.context.contexts import (
    ArticleContext,
    CollectionContext,
    MeetingContext,
    OfficialContext,
    OrganizationContext,
    ReferenceContext,
    RetiredContext,
    StatementContext,
    TenureContext,
)
from dataset.curation.context.material import Material, closest
from dataset.curation.context.shapes import Link, MeetingLink, Page, Value


def spans(value: Any) -> Iterator[dict[str, Any]]:
    """Every mapping inside a gathered context that says where words stand."""
    if isinstance(value, dict):
        if {"start", "end", "text"} <= set(value):
            yield value
        for inner in value.values():
            yield from spans(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from spans(inner)


def test_every_span_of_every_record_is_what_stands_there(
    world: SimpleNamespace, made: Material
) -> None:
    seen = 0
    for record_id in made.entries:
        for span in spans(asdict(gather(made, record_id))):
            seen += 1
            assert world.TEXT[span["start"] : span["end"]] == span["text"]
            assert span["line"] == world.TEXT[: span["start"]].count("\n") + 1
            if "column" in span:
                line = world.TEXT.split("\n")[span["line"] - 1]
                assert line[span["column"] - 1 :].startswith(span["text"].split("\n")[0])
    assert seen > 50


@pytest.mark.parametrize(
    "record_id, kind",
    [
        ("daily-bridge-opn", StatementContext),
        ("daily-bridge", ArticleContext),
        ("ada-lund", OfficialContext),
        ("ada-lund-bcd", TenureContext),
        ("iran", OrganizationContext),
        ("said-visit", MeetingContext),
        ("one", CollectionContext),
        ("page-one", ReferenceContext),
        ("old-talks", RetiredContext),
    ],
)
def test_every_kind_is_found_by_its_id(made: Material, record_id: str, kind: type) -> None:
    found = gather(made, record_id)
    assert type(found) is kind
    assert found.record.id == record_id


@pytest.mark.parametrize("wrong", ["daily-bridge-opm", "", "nobody"])
def test_an_id_that_never_was_is_a_key_error(made: Material, wrong: str) -> None:
    with pytest.raises(KeyError):
        gather(made, wrong)


def test_closest_looks_in_all_kinds_and_among_the_retired(made: Material) -> None:
    assert closest(made, "ada-lunt") == ["ada-lund"]
    assert closest(made, "old-talk") == ["old-talks"]
    assert closest(made, "daily-bridge-op") == ["daily-bridge-opn"]
    assert closest(made, "???") == []


def test_values_carry_labels_links_and_bounds(world: SimpleNamespace, made: Material) -> None:
    values = world.shown_statement(made).record.values
    assert values["quote_type"] == Value("mixed", label="Mixed")
    assert values["said_at_meeting_id"].link == Link(
        "meetings", "lund-said-talks", "Talks of Lund and Said"
    )
    assert values["date"] == Value("2020-07-20", earliest="2020-07-20", latest="2020-07-20")
    assert "extractor" not in values
    official = gather(made, "ada-lund")
    assert official.record.values["born"] == Value(
        "1960", earliest="1960-01-01", latest="1960-12-31"
    )


def test_a_tombstone_tells_why_and_what_replaces_it(made: Material) -> None:
    merged, gone = gather(made, "old-talks"), gather(made, "old-visit")
    assert isinstance(merged, RetiredContext)
    assert merged.record.values["reason"].value == "merged"
    assert merged.record.values["note"].value == "Entered twice."
    assert merged.replacement == Link("meetings", "lund-said-talks", "Talks of Lund and Said")
    assert isinstance(gone, RetiredContext)
    assert gone.replacement is None


def test_a_record_under_a_retired_id_is_what_is_shown(world: SimpleNamespace) -> None:
    reused = world.MEETINGS[0] | {"id": "old-talks"}
    found = gather(world.material(world.made_up(meetings=[*world.MEETINGS, reused])), "old-talks")
    assert isinstance(found, MeetingContext)


def test_ids_that_lead_nowhere_are_shown_without_a_name(world: SimpleNamespace) -> None:
    said = world.statement(
        "opn",
        "open",
        world.party("Ada Lund", official_id="nobody", tenure_id="nobody-bcd"),
        said_at_meeting_id="no-talks",
        parent_statement_id="no-statement",
        evidence=[{"field": "date", "reference_id": "no-page"}],
    )
    article = world.ARTICLE | {
        "publisher_id": "no-outlet",
        "statements": [said],
        "meeting_reports": [],
    }
    found = world.shown_statement(world.material(world.made_up(articles=[article])))
    (speaker,) = found.parties
    assert speaker.who.official == Link("officials", "nobody", None)
    assert (speaker.who.name, speaker.who.post) == ("Ada Lund", None)
    assert found.said_at == MeetingLink("no-talks", None, None, None, None)
    assert found.article.publisher == "no-outlet"
    assert found.inside is None
    assert found.evidence[0].reference == Page("no-page", *[None] * 5)  # type: ignore[arg-type]


def test_without_its_source_a_statement_still_tells_who_said_what(world: SimpleNamespace) -> None:
    records = world.made_up()
    records.sources.clear()
    found = world.shown_statement(world.material(records), "rep")
    assert found.content == "We shall repair it, […] before the winter comes."
    assert (found.anchors, found.passages, found.sequence) == ((), (), None)
    assert found.parties[0].at is None
    article = gather(world.material(records), "daily-bridge")
    assert isinstance(article, ArticleContext)
    assert (article.regions, article.region_chars, article.furniture_chars) == ((), None, None)
    assert article.reports[0].support == ()


def test_of_an_id_used_twice_the_first_record_is_shown(world: SimpleNamespace) -> None:
    twice = [*world.STATEMENTS, world.statement("opn", "patience", world.HE)]
    found = gather(
        world.material(world.made_up(articles=[world.ARTICLE | {"statements": twice}])),
        "daily-bridge",
    )
    assert isinstance(found, ArticleContext)
    assert [link.id for link in found.statements].count("daily-bridge-opn") == 1
    assert found.statements[1].content == 'the bridge "will stay" open'
