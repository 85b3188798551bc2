"""How often fields of candidates are as recorded: counted over those that are recorded at all."""

from __future__ import annotations

import datetime as dt

import pytest

from dataset.building.build import check_records
from scripts import evaluation_page
from scripts.candidates import accept, save
from scripts.candidates.measure import FIELDS, field_counts
from scripts.standoff.engines import Engine
from validation.findings import Unusable

NAMES = ("narrow", "cost", "patience")


@pytest.fixture
def recorded(world):
    """The made-up project with all its candidates recorded as they were proposed."""
    world.propose(*NAMES)
    letters = [candidate.letters for candidate in world.desk().pending]
    save(accept(world.desk(), letters, "A. L.", dt.date(2026, 11, 30)))
    return world


def counts(world, *names):
    return field_counts(check_records(world.project), world.engine(*names))


def test_what_is_recorded_as_proposed_is_the_same_in_every_field(recorded) -> None:
    pairs, found = counts(recorded, *NAMES)
    assert pairs == 3
    assert list(found) == list(FIELDS)
    assert all(c.recorded == c.proposed == c.same for c in found.values())
    assert (found["addressees"].same, found["quoted"].same, found["cue"].same) == (1, 2, 3)


def test_a_field_that_differs_and_one_that_is_missing_are_counted(recorded) -> None:
    text = recorded.article.read_text(encoding="utf-8")
    text = text.replace("speech_act: request", "speech_act: hope", 1)
    text = text.replace("    said_at_meeting_id: taheri-basri-talks\n", "", 1)
    recorded.article.write_text(text, encoding="utf-8")

    _, found = counts(recorded, *NAMES)

    act, meeting = found["speech_act"], found["said_at_meeting_id"]
    assert (act.recorded, act.proposed, act.same) == (3, 3, 2)
    assert (meeting.recorded, meeting.proposed, meeting.same) == (1, 2, 1)


def test_only_pairs_count_each_once(recorded) -> None:
    assert counts(recorded, "cost", "spring")[0] == 1
    twice = {**recorded.found["cost"], "content": [recorded.at("We will bear the")]}
    assert counts(recorded, "cost", twice)[0] == 1


def test_the_page_needs_clean_records_and_an_engine_that_works(world, monkeypatch) -> None:
    def broken(*_: object) -> dict[str, object]:
        raise RuntimeError("no")

    monkeypatch.setattr(evaluation_page.engines, "load", lambda: Engine("e", "e-1", broken))
    with pytest.raises(Unusable, match=r"e-1 failed \(RuntimeError: no\)"):
        evaluation_page.page(world.project)
    world.article.write_text("id: [\n", encoding="utf-8")
    with pytest.raises(Unusable):
        evaluation_page.page(world.project)


def test_the_page_names_records_and_no_words(recorded) -> None:
    text = evaluation_page.page(recorded.project)
    assert text.startswith("# Evaluation of the extractor\n")
    assert "| all | 3 |" in text
    assert "crossing is" not in text
    assert " candidates are recorded statements." in text
