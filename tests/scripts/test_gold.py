"""The curated records as gold."""

import json
from collections import defaultdict
from pathlib import Path

import pytest

from scripts.gold import gold_objects, rows_of
from scripts.standoff.form import Given, demand_within

ROOT = Path(__file__).resolve().parents[2]
_TEXT = "Iran, Iraq stress peace.\nHe said “No.”\nAli Rezaei, Omar and Rezaei met.\n"


def _anchor(statement, role, words, segment=1):
    start = _TEXT.index(words)
    return {
        "record_table": "statements",
        "record_id": statement,
        "role": role,
        "segment": segment,
        "start": start,
        "end": start + len(words),
    }


def _mention(record, words, form="name", table="officials", after=0):
    start = _TEXT.index(words, after)
    end = start + len(words)
    return {
        "article_id": "a",
        "record_table": table,
        "record_id": record,
        "form": form,
        "start": start,
        "end": end,
    }


def _name(table, record, name):
    return {"record_table": table, "record_id": record, "name": name}


def _evidence(record, field, article, stance="supports", accepted=True):
    return {
        "record_id": record,
        "field": field,
        "article_id": article,
        "stance": stance,
        "accepted": accepted,
    }


def _participant(sequence, official, organization, label, article):
    return {
        "meeting_id": "m",
        "sequence": sequence,
        "official_id": official,
        "organization_id": organization,
        "label": label,
        "article_id": article,
    }


def _article(name, published):
    return {
        "article_id": name,
        "source_file": "s.txt",
        "published": published,
        "published_earliest": published,
    }


def _statement(name, article, mode, parent):
    return {
        "statement_id": name,
        "article_id": article,
        "quote_type": mode,
        "parent_statement_id": parent,
    }


_TABLES = {
    "articles": [_article("a", "2023-02-24"), _article("b", None)],
    "anchors": [
        _anchor("a-x", "content", "peace"),
        _anchor("a-x", "cue", "stress"),
        _anchor("a-x", "speaker", "Iraq", 2),
        _anchor("a-x", "speaker", "Iran", 1),
        _anchor("b-y", "content", "No."),
        _anchor("b-y", "cue", "said"),
        _anchor("b-y", "speaker", "He"),
        _anchor("b-y", "support", "Iran"),
    ],
    "statement_parties": [
        {"statement_id": "a-x", "role": "speaker", "sequence": 1, "official_id": None},
        {"statement_id": "b-y", "role": "speaker", "sequence": 2, "official_id": "omar"},
        {"statement_id": "b-y", "role": "speaker", "sequence": 1, "official_id": "ali"},
        {"statement_id": "b-y", "role": "recipient", "sequence": 1, "official_id": "omar"},
    ],
    "officials": [
        {"official_id": "ali", "name": "Ali Rezaei", "iso3": "IRN"},
        {"official_id": "omar", "name": "Omar", "iso3": "IRQ"},
        {"official_id": "nobody", "name": "Not There", "iso3": "IRQ"},
    ],
    "organizations": [{"organization_id": "gov", "name": "Government of Iran"}],
    "names": [
        _name("officials", "ali", "Rezaei"),
        _name("officials", "ali", "Rezayi"),
        _name("organizations", "gov", "Tehran"),
    ],
    "tenures": [
        {"tenure_id": "ali-1", "official_id": "ali", "title": "Envoy"},
        {"tenure_id": "ali-2", "official_id": "ali", "title": "Minister"},
        {"tenure_id": "ali-3", "official_id": "ali", "title": "Adviser"},
    ],
    "evidence": [
        _evidence("ali-1", "title", "elsewhere"),
        _evidence("ali-2", "title", "b"),
        _evidence("ali-3", "title", "a", accepted=False),
        _evidence("ali-3", "title", "a", stance="contradicts"),
        _evidence("ali", "iso3", "a"),
        _evidence("omar", "iso3", None),
    ],
    "meeting_reports": [
        {
            "article_id": article,
            "meeting_id": "m",
            "reported_status": status,
            "reported_start": "2023-02-23",
            "reported_place": "Basra",
        }
        for article, status in (("b", "planned"), ("a", "held"))
    ],
    "meetings": [{"meeting_id": "m", "kind": "talks"}],
    "participants": [
        _participant(2, "omar", None, "Omar", "a"),
        _participant(1, "ali", None, "the envoy", "b"),
        _participant(3, "nobody", None, "his deputy", "elsewhere"),
        _participant(4, None, "gov", None, None),
        _participant(5, None, None, "a delegation", "a"),
    ],
    "mentions": [
        _mention("ali", "Rezaei", after=_TEXT.index("and")),
        _mention("ali", "Ali Rezaei"),
        _mention("ali", "He", form="pronoun"),
        _mention("omar", "Omar"),
        _mention("gov", "Iran", table="organizations"),
    ],
    "statements": [
        _statement("b-y", "b", "direct", "a-x"),
        _statement("a-x", "a", "indirect", None),
    ],
}


@pytest.fixture
def sources(tmp_path):
    (tmp_path / "s.txt").write_bytes(_TEXT.encode())
    return tmp_path


@pytest.fixture
def gold(sources):
    (found,) = gold_objects(_TABLES.__getitem__, sources)
    return found


def test_articles_of_one_source_are_one_object_in_the_order_of_the_text(gold):
    assert gold["article_id"] == "s"
    assert gold["text"] == _TEXT
    assert gold["published"] == "2023-02-24"
    assert [s["statement_id"] for s in gold["statements"]] == ["a-x", "b-y"]


def test_speakers_side_by_side_are_one_span(gold):
    start, end = gold["statements"][0]["speaker"]
    assert _TEXT[start:end] == "Iran, Iraq"


def test_the_speaker_is_named_and_nesting_tagged(gold):
    first, second = gold["statements"]
    assert (first["speaker_id"], first["speaker_name"], first["tags"]) == (None, None, [])
    assert (second["speaker_id"], second["speaker_name"]) == ("ali", "Ali Rezaei")
    assert second["speaker_forms"] == ["Rezaei", "Rezayi"]
    assert second["tags"] == ["nested"]


def test_officials_are_those_named_with_what_the_articles_print_of_them(gold):
    ali, omar = gold["officials"]

    assert ali["id"] == "ali"
    assert (ali["country"], ali["forms"]) == ("IRN", ["Rezaei", "Rezayi"])
    assert [_TEXT[a:b] for a, b in ali["spans"]] == ["Ali Rezaei", "Rezaei"]
    assert (ali["title"], ali["titles"]) == ("Minister", ["Minister"])
    assert (omar["id"], omar["country"], omar["title"], omar["titles"]) == ("omar", None, None, [])


def test_a_meeting_is_there_once_as_first_reported_with_the_persons_printed(gold):
    (meeting,) = gold["meetings"]

    assert meeting == {
        "meeting_id": "m",
        "kind": "talks",
        "status": "held",
        "date": "2023-02-23",
        "place": "Basra",
        "participants": ["Ali Rezaei", "Omar"],
        "participant_forms": [["Rezaei", "Rezayi", "the envoy"], ["Omar"]],
        "others": ["Not There", "his deputy", "Government of Iran", "Tehran", "a delegation"],
    }


def test_a_missing_source_is_told(tmp_path):
    with pytest.raises(FileNotFoundError):
        gold_objects(_TABLES.__getitem__, tmp_path)


def test_the_gold_of_the_project_is_of_the_form_and_within_its_texts(built):
    rows = rows_of(built)
    objects = gold_objects(rows, ROOT / "dataset" / "sources")
    files = {row["source_file"] for row in rows("articles")}

    assert len(objects) == len(files)
    assert sum(len(o["statements"]) for o in objects) == len(list(rows("statements")))
    reported = defaultdict(set)
    for row in rows("meeting_reports"):
        reported[row["meeting_id"]].add(row["article_id"])
    assert {m["meeting_id"] for o in objects for m in o["meetings"]} == set(reported)
    for found in objects:
        model = Given.model_validate(json.loads(json.dumps(found)))
        demand_within(model, len(found["text"]))
