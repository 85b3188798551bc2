"""What is written: canonical form, comments kept, ids allotted, nothing of a curator's lost, and all that is valid."""

from __future__ import annotations

import datetime as dt

import pytest

from dataset.building.build import check_records
from dataset.curation.comments import Attached, attached
from dataset.curation.yaml_reader import load
from scripts.review import texts
from scripts.review.bench import Faulty, Stale
from scripts.review.notes import carried
from scripts.review.operations import OPERATIONS
from validation.findings import Unusable

RECORDED = "gazette-crossing-bcd"


def accept(ref: str) -> dict:
    return {"do": "accept", "target": ref}


def put(target: str, field: str, value) -> dict:
    return {"do": "set", "target": target, "field": field, "value": value}


def change(world, *operations: dict):
    draft = world.draft(*operations)
    return texts.change(world.opened, draft, "A. L.", dt.date(2026, 11, 30))


def test_nothing_done_writes_nothing(world) -> None:
    before = world.article.read_bytes(), world.candidates.read_bytes()
    written = world.save()
    assert (written.files, written.ids) == ([], {})
    assert (world.article.read_bytes(), world.candidates.read_bytes()) == before


def test_a_whole_review_is_saved_as_fmt_would_write_it_and_is_valid(world) -> None:
    work, road, cost = map(world.letters, ("work must", "🚧 The road", "We will bear"))
    written = world.save(
        accept(work),
        {"do": "reject", "target": cost, "reason": "Recorded already."},
        {
            "do": "quote",
            "target": road,
            "part": "content",
            "span": [world.at("The road")[0], world.at(", al-Basri")[0]],
        },
        accept(road),
        {
            "do": "add",
            "target": "new-1",
            "content": [world.at("The plan is <b>bold</b>")],
            "cue": world.at("noted"),
            "speaker": world.at("Taheri", 2),
        },
        put("new-1", "topics", ["trade-and-economy"]),
    )
    assert sorted(written.ids) == sorted([work, road, "new-1"])
    assert written.files == [
        "dataset/records/articles/gazette-crossing.yaml",
        "dataset/candidates/gazette-crossing.yaml",
    ]
    assert world.is_canonical()
    assert check_records(world.project, form=True).report.findings == []
    contents = [s["content"] for s in world.statements()]
    assert contents == [
        "work must begin in spring",
        {"exact": "The road is long", "suffix": ", al-Basri"},
        "patience",
        "The plan is <b>bold</b>",
    ]
    first, second, _, new = world.statements()
    assert (first["method"], first["reviewed_by"], first["reviewed_on"]) == (
        "extracted",
        "A. L.",
        "2026-11-30",
    )
    assert second["id"] == written.ids[road]
    assert (new["coded_by"], "method" in new) == ("A. L.", False)
    rejected = load(world.candidates.read_bytes(), "candidates").tree["rejected"]
    assert [(r["letters"], r["reason"], r["rejected_by"]) for r in rejected] == [
        (cost, "Recorded already.", "A. L.")
    ]
    assert world.opened.desk.candidates_document is not None
    assert not {work, road, cost} & {c.letters for c in world.opened.desk.pending}


def test_comments_stay_with_what_they_are_about(world) -> None:
    world.save(put(RECORDED, "speech_act", "warn"), accept(world.letters("work must")))
    text = world.article.read_text(encoding="utf-8")
    assert "  # Nobody tells what the patience is for.\n  - id: gazette-crossing-bcd\n" in text
    assert "    cue: urged  # a verb of wanting\n" in text
    assert "    speech_act: warn\n" in text
    assert text.startswith("# A made-up article; nobody in it exists.\n\nid: gazette-crossing\n")


def test_a_comment_of_a_field_that_goes_moves_up_to_its_statement(world) -> None:
    world.save({"do": "quote", "target": RECORDED, "part": "cue", "span": None})
    text = world.article.read_text(encoding="utf-8")
    assert "cue:" not in text
    assert (
        "  # Nobody tells what the patience is for.\n  # a verb of wanting\n  - id: gazette" in text
    )


def test_a_candidate_that_was_changed_and_waits_keeps_its_change(world) -> None:
    work = world.letters("work must")
    written = world.save(put(work, "speech_act", "warn"))
    assert written.files == ["dataset/candidates/gazette-crossing.yaml"]
    assert world.item(work).tree["speech_act"] == "warn"
    world.bench.propose("gazette-crossing")
    assert world.item(work).tree["speech_act"] == "warn"


def test_candidates_are_rejected_with_a_reason_each(world) -> None:
    one, other, third = map(world.letters, ("work must", "We will bear", "crossings"))
    world.save(
        {"do": "reject", "target": one, "reason": "One."},
        {"do": "reject", "target": other},
        {"do": "reject", "target": third, "reason": "One."},
    )
    told = {r.letters: r.reason for r in world.opened.desk.rejected}
    assert told == {one: "One.", other: None, third: "One."}


def test_an_id_that_fmt_would_give_is_written_with_the_change(world) -> None:
    text = world.article.read_text(encoding="utf-8")
    world.article.write_text(
        text.replace("  - id: gazette-crossing-bcd\n    content", "  - content"), encoding="utf-8"
    )
    (ref,) = [item.ref for item in world.draft().items.values() if item.kind == "recorded"]
    world.save(put(ref, "speech_act", "warn"))
    assert [(s["id"], s["speech_act"]) for s in world.statements()] == [(ref, "warn")]
    assert world.is_canonical()


def test_a_file_that_was_changed_meanwhile_is_left_alone(world) -> None:
    base = world.opened.base
    operations = OPERATIONS.validate_python([accept(world.letters("work must"))])
    for path in (world.article, world.candidates):
        before = path.read_text(encoding="utf-8")
        path.write_text(f"{before}# by somebody else\n", encoding="utf-8")
        with pytest.raises(Stale) as stale:
            world.bench.save("gazette-crossing", operations, base)
        assert stale.value.files == [world.project.name(path)]
        assert path.read_text(encoding="utf-8").endswith("# by somebody else\n")
        path.write_text(before, encoding="utf-8")
    assert world.bench.save("gazette-crossing", operations, base).files


def test_what_would_be_a_finding_is_told_and_nothing_is_written(world) -> None:
    before = world.article.read_bytes(), world.candidates.read_bytes()
    work = world.letters("work must")
    with pytest.raises(Faulty) as faulty:
        world.save(
            put(work, "date", "2025-01-01"), accept(work), put(RECORDED, "channel", "speech")
        )
    assert [(t.ref, t.field, t.finding.code) for t in faulty.value.told] == [
        (work, "date", "TIM004")
    ]
    with pytest.raises(Faulty) as faulty:
        world.save(put(RECORDED, "date", "2024-03-12"))
    assert [(t.ref, t.finding.code) for t in faulty.value.told] == [(RECORDED, "REC007")]
    assert (world.article.read_bytes(), world.candidates.read_bytes()) == before


def test_a_candidate_without_its_file_cannot_be_written(world, monkeypatch) -> None:
    """The check that cannot fail, made to fail: a renderer that forgets a field."""
    monkeypatch.setattr(texts, "rendered", lambda *_: "id: gazette-crossing\n")
    with pytest.raises(Unusable, match="cannot be written so that it is read as it is meant"):
        change(world, put(RECORDED, "speech_act", "warn"))


def test_a_difference_tells_what_changes_in_both_files(world) -> None:
    work = world.letters("work must")
    told = texts.diff(change(world, accept(work)))
    assert "+++ dataset/records/articles/gazette-crossing.yaml" in told
    assert "+    content: work must begin in spring\n" in told
    assert f"-  - letters: {work}\n" in told
    assert texts.diff(change(world)) == ""


def test_an_article_without_candidates_can_be_reviewed_too(world) -> None:
    world.candidates.unlink()
    written = world.save(put(RECORDED, "speech_act", "warn"))
    assert written.files == ["dataset/records/articles/gazette-crossing.yaml"]
    assert not world.candidates.exists()
    assert texts.diff(change(world, put(RECORDED, "speech_act", "hope"))).count("\n---") == 0


# comments


LISTS = """\
statements:
  # about the whole
  - evidence:
      # about the first
      - field: one  # behind one
        # closes the first
      # about the second
      - field: two
    topics:
      - a
"""


def moved(old: str, new: dict) -> Attached:
    document = load(old, "text")
    return carried(attached(document), ("statements", 0), document.tree["statements"][0], new)


def test_comments_follow_entries_of_lists() -> None:
    notes = moved(LISTS, {"evidence": [{"field": "two"}], "topics": ["a"]})
    assert notes.above == {
        ("statements", 0, "evidence", 0): ["# about the second"],
        ("statements", 0, "evidence"): ["# about the first", "# behind one", "# closes the first"],
        ("statements", 0): ["# about the whole"],
    }
    assert (notes.behind, notes.below) == ({}, {})


def test_comments_stay_where_nothing_changed() -> None:
    document = load(LISTS, "text")
    notes, tree = attached(document), document.tree["statements"][0]
    same = carried(notes, ("statements", 0), tree, tree)
    assert (same.above, same.behind, same.below) == (notes.above, notes.behind, notes.below)


def test_comments_of_a_value_that_was_replaced_stay_in_its_place() -> None:
    new = {"evidence": [{"field": "three"}, {"field": "two"}], "topics": ["a"]}
    notes = moved(LISTS, new)
    assert notes.behind == {("statements", 0, "evidence", 0, "field"): "# behind one"}
