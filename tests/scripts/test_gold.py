"""The curated records as gold."""

import pytest

from scripts.gold import gold_objects

_TEXT = "Iran, Iraq stress peace.\nHe said “No.”\n"


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


_TABLES = {
    "articles": [
        {"article_id": "a", "source_file": "s.txt", "published_earliest": None},
        {"article_id": "b", "source_file": "s.txt", "published_earliest": None},
    ],
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
        {"statement_id": "b-y", "role": "speaker", "sequence": 1, "official_id": "ali"},
        {"statement_id": "b-y", "role": "recipient", "sequence": 1, "official_id": "omar"},
    ],
    "officials": [
        {"official_id": "ali", "name": "Ali Rezaei"},
        {"official_id": "omar", "name": "Omar"},
    ],
    "statements": [
        {
            "statement_id": "b-y",
            "article_id": "b",
            "quote_type": "direct",
            "parent_statement_id": "a-x",
        },
        {
            "statement_id": "a-x",
            "article_id": "a",
            "quote_type": "indirect",
            "parent_statement_id": None,
        },
    ],
}


@pytest.fixture
def sources(tmp_path):
    (tmp_path / "s.txt").write_bytes(_TEXT.encode())
    return tmp_path


def test_articles_of_one_source_are_one_object_in_the_order_of_the_text(sources):
    (gold,) = gold_objects(_TABLES.__getitem__, sources)
    assert gold["article_id"] == "s"
    assert gold["text"] == _TEXT
    assert [s["statement_id"] for s in gold["statements"]] == ["a-x", "b-y"]


def test_speakers_side_by_side_are_one_span(sources):
    (gold,) = gold_objects(_TABLES.__getitem__, sources)
    start, end = gold["statements"][0]["speaker"]
    assert _TEXT[start:end] == "Iran, Iraq"


def test_the_speaker_is_named_and_nesting_tagged(sources):
    (gold,) = gold_objects(_TABLES.__getitem__, sources)
    first, second = gold["statements"]
    assert (first["speaker_name"], first["tags"]) == (None, [])
    assert (second["speaker_id"], second["speaker_name"]) == ("ali", "Ali Rezaei")
    assert second["tags"] == ["nested"]


def test_a_missing_source_is_told(tmp_path):
    with pytest.raises(FileNotFoundError):
        gold_objects(_TABLES.__getitem__, tmp_path)
