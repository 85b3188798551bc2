"""The bench: read once, read again when a file changes, several articles, and what cannot be opened."""

from __future__ import annotations

import pytest

from scripts.review import view
from scripts.review.bench import MOST_OPENED, Bench, Unknown
from validation.codes import CODES
from validation.findings import Unusable

ARTICLE = "gazette-crossing"


def test_an_article_is_opened_once_until_a_file_changes(world) -> None:
    opened = world.opened
    assert world.opened is opened
    organizations = world.project.records / "organizations.yaml"
    text = organizations.read_text(encoding="utf-8")
    organizations.write_text(text.replace("The Gazette", "The New Gazette"), encoding="utf-8")
    assert world.opened is not opened
    assert view.article(world.opened)["publisher"] == "The New Gazette"


@pytest.mark.parametrize(
    "id_", ["no-such-article", "../articles/gazette-crossing", "", "a\x00b", "..%2f.."]
)
def test_what_is_no_article_is_unknown(world, id_: str) -> None:
    with pytest.raises(Unknown):
        world.bench.open(id_)


def test_an_article_that_cannot_be_read_is_listed_with_the_reason(world) -> None:
    text = world.article.read_text(encoding="utf-8")
    world.article.write_text(text.replace("language: en", "language: xx"), encoding="utf-8")
    (listed,) = world.bench.articles()
    assert "findings that keep it from being opened" in listed.problem
    assert listed.findings == 1
    with pytest.raises(Unusable, match="records have findings"):
        world.bench.open(ARTICLE)


def test_candidates_that_cannot_be_read_are_told_in_the_list(world) -> None:
    world.candidates.write_text("article_id: another\n", encoding="utf-8")
    (listed,) = world.bench.articles()
    assert "is about another" in listed.problem


def test_the_list_counts_what_waits(world) -> None:
    (listed,) = world.bench.articles()
    assert (listed.title, listed.publisher, listed.published) == (
        "Iran, Iraq stress crossings",
        "The Gazette",
        "2024-03-12",
    )
    assert (listed.statements, listed.findings, listed.problem) == (1, 0, "")
    assert listed.tiers == {"high": 5, "medium": 3, "low": 1}
    assert (listed.has_candidates, listed.rejected) == (True, 0)


def test_an_article_without_candidates_is_listed_as_such(made_up) -> None:
    (listed,) = Bench(made_up, "A. L.").articles()
    assert (listed.has_candidates, sum(listed.tiers.values())) == (False, 0)


def test_proposing_again_finds_nothing_new(world) -> None:
    before = world.candidates.read_bytes()
    assert world.bench.propose(ARTICLE) == 0
    assert world.candidates.read_bytes() == before


def test_only_a_few_articles_are_kept_open(world) -> None:
    text = world.article.read_text(encoding="utf-8")
    collections = world.project.records / "collections.yaml"
    total = MOST_OPENED + 1
    collections.write_text(
        collections.read_text(encoding="utf-8").replace("included: 1", f"included: {total + 1}"),
        encoding="utf-8",
    )
    ids = [f"other-{number}" for number in range(total)]
    for id_ in ids:
        other = text.replace("gazette-crossing", id_)
        (world.article.parent / f"{id_}.yaml").write_text(other, encoding="utf-8")
    first = world.bench.open(ids[0])
    for id_ in ids:
        world.bench.open(id_)
    assert world.bench.open(ids[0]) is not first
    assert len(world.bench.articles()) == total + 1


def test_an_engine_that_fails_only_fills_in_less(world, monkeypatch) -> None:
    def fails(*_: object) -> dict:
        raise RuntimeError

    opened = world.opened
    monkeypatch.setattr(opened, "engine", type(opened.engine)("test", "test-1", fails))
    item = world.item(
        "new-1",
        {
            "do": "add",
            "target": "new-1",
            "content": [world.at("the way was open")],
            "speaker": [*world.at("He wrote")[:1], world.at("He wrote")[0] + 2],
        },
    )
    assert item.tree["content"] == "the way was open"


# what the page is given


def test_the_article_goes_out_with_parts_mentions_and_what_cannot_be_seen(world) -> None:
    given = view.article(world.opened)
    assert given["text"] == world.text
    assert [region["kind"] for region in given["regions"]] == ["headline", "body"]
    named = {(m["id"], world.text[slice(*m["span"])]) for m in given["mentions"]}
    assert ("karim-taheri", "Karim Taheri") in named
    assert ("government-of-iran", "Tehran") not in named
    assert given["files"]["has_candidates"] is True
    assert given["hidden"] == []


def test_rejected_candidates_are_shown_with_their_reasons(world) -> None:
    world.save({"do": "reject", "target": world.letters("work must"), "reason": "A test."})
    assert view.article(world.opened)["rejected"] == [
        {
            "content": "work must begin in spring",
            "reason": "A test.",
            "by": "A. L.",
            "on": "2026-11-30",
        }
    ]


def test_a_draft_goes_out_in_order_with_spans_and_refusals(world) -> None:
    ref = world.letters("work must")
    given = view.draft(
        world.opened,
        world.draft({"do": "accept", "target": ref}, {"do": "accept", "target": "zzz"}),
    )
    assert given["refused"] == [{"number": 1, "message": "zzz is not there any more"}]
    one = next(item for item in given["items"] if item["ref"] == ref)
    assert (one["decision"], one["tier"], one["changed"]) == ("accepted", "high", True)
    assert [world.text[slice(*span)] for span in one["spans"]["content"]] == [
        "work must begin in spring"
    ]
    assert world.text[slice(*one["spans"]["cue"])] == "adding"
    assert one["spans"]["labels"][0]["role"] == "speakers"
    starts = [item["spans"]["content"][0][0] for item in given["items"]]
    assert starts == sorted(starts)


def test_choices_hold_every_vocabulary_of_a_statement_and_the_registries(world) -> None:
    checked = world.bench.checked()
    given = view.choices(checked.records, checked.index)
    assert {
        "quote_type",
        "speech_act",
        "channel",
        "topic",
        "party_basis",
        "plover_event",
        "date_basis",
        "language",
    } <= given["vocabularies"].keys()
    assert all(term["definition"] for term in given["vocabularies"]["speech_act"])
    (taheri,) = [one for one in given["officials"] if one["id"] == "karim-taheri"]
    assert [t["id"] for t in taheri["tenures"]] == ["karim-taheri-bcd", "karim-taheri-fgh"]
    assert taheri["tenures"][0]["body"] == "Ministry of Transport of Iran"
    assert given["references"] == [{"id": "page", "name": "A page that does not exist"}]
    assert given["modes"]["ACCUSE"]


def test_findings_go_out_with_what_their_code_means(world) -> None:
    told = world.bench.findings(ARTICLE, [], world.opened.base)
    assert view.findings(told) == []
    from scripts.review.operations import OPERATIONS

    operations = OPERATIONS.validate_python(
        [{"do": "set", "target": "gazette-crossing-bcd", "field": "location", "value": "headline"}]
    )
    (one,) = view.findings(world.bench.findings(ARTICLE, operations, world.opened.base))
    assert (one["ref"], one["field"], one["code"]) == ("gazette-crossing-bcd", "location", "QUO012")
    assert (one["remedy"], one["new"]) == (CODES["QUO012"].remedy, True)
