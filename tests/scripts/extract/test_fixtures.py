"""The made-up articles themselves: that their gold is whole and says what the guide allows."""

from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from schema import edtf
from schema.vocabularies import values

_HERE = Path(__file__).parent
_FILES = sorted(_HERE.glob("gold*/*.yaml"))
_MODES = values("quote_type")


@pytest.fixture(scope="module")
def articles(gold, held_out):
    return gold + held_out


def test_there_are_forty_and_a_third_is_kept_aside(gold, held_out):
    assert len(gold) + len(held_out) >= 40
    assert len(held_out) * 3 >= len(gold) + len(held_out)
    assert len({a["id"] for a in gold + held_out}) == len(_FILES)


@pytest.mark.parametrize("path", _FILES, ids=lambda path: path.stem)
def test_the_file_says_that_it_is_made_up(path):
    assert path.read_text(encoding="utf-8").startswith("# Made up")


@pytest.mark.parametrize("path", _FILES, ids=lambda path: path.stem)
def test_every_key_is_known(path):
    entry = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert list(entry) == ["published", "text", "statements", "officials", "meetings"]
    allowed = {
        "statements": ({"content", "cue", "speaker", "mode"}, {"who"}),
        "officials": ({"name", "title", "country"}, {"forms"}),
        "meetings": ({"kind", "status", "date", "place", "participants"}, set()),
    }
    for part, (needed, more) in allowed.items():
        for row in entry[part]:
            assert needed <= set(row) <= needed | more, row


def test_contents_stand_in_order_without_edges_of_space(articles):
    for article in articles:
        starts = [s["content"][0][0] for s in article["statements"]]
        assert starts == sorted(starts), article["id"]
        for statement in article["statements"]:
            assert statement["mode"] in _MODES
            for start, end in statement["content"]:
                words = article["text"][start:end]
                assert words == words.strip() != "", (article["id"], words)


def test_cue_and_speaker_stand_beside_the_content(articles):
    """No other occurrence of "he" or "said" was taken than the one meant."""
    for article in articles:
        for statement in article["statements"]:
            named = [span for span in (statement["cue"], statement["speaker"]) if span]
            spans = sorted([*statement["content"], *named])
            text = article["text"]
            between = [text[a:b] for (_, a), (b, _) in pairwise(spans)]
            parts = len(statement["content"]) + (statement["cue"] is None)
            assert sum("\n\n" in words for words in between) < parts, (
                article["id"],
                text[slice(*statement["content"][0])],
            )


def test_everybody_who_speaks_or_takes_part_is_among_the_officials(articles):
    for article in articles:
        speakers = {s["who"] for s in article["statements"] if s["who"]}
        present = {name for m in article["meetings"] for name in m["participants"]}
        assert speakers | present <= set(article["forms"]), article["id"]


def test_every_official_is_printed_in_the_text(articles):
    for article in articles:
        for official in article["officials"]:
            assert official["name"] in article["text"], (article["id"], official)
            assert official["country"] is None or len(official["country"]) == 3


def test_meetings_keep_to_the_vocabularies_and_the_date_profile(articles):
    for article in articles:
        for meeting in article["meetings"]:
            assert meeting["kind"] in values("meeting_kind")
            assert meeting["status"] in values("meeting_status")
            if meeting["date"] is not None:
                edtf.parse(str(meeting["date"]))


def test_the_articles_hold_every_kind_of_statement_and_meeting(articles):
    """So that a score over them says something about each."""
    for half in ("gold", "gold_held"):
        chosen = [a for a in articles if (_HERE / half / f"{a['id']}.yaml").exists()]
        assert {s["mode"] for a in chosen for s in a["statements"]} == set(_MODES)
        assert {m["kind"] for a in chosen for m in a["meetings"]} == set(values("meeting_kind"))
        assert any(not a["statements"] for a in chosen)
        assert any(not a["meetings"] for a in chosen)
        assert any(a["published"] is None for a in chosen)


def test_the_example_of_the_readme_can_be_read(tmp_path, reading):
    readme = (_HERE / "README.md").read_text(encoding="utf-8")
    path = tmp_path / "example.yaml"
    path.write_text(readme.split("```yaml\n")[1].split("```")[0], encoding="utf-8")
    article = reading(path)
    first, second = article["statements"]
    assert first["content"] != second["content"]
    assert first["speaker"] == second["speaker"]


@pytest.mark.parametrize(
    "speaker, start",
    [("He", 14), ({"exact": "He", "suffix": " came"}, 0), ({"exact": "He", "prefix": ". "}, 14)],
)
def test_a_label_that_stands_twice_is_the_nearest_or_the_one_described(
    tmp_path, reading, speaker, start
):
    path = tmp_path / "article.yaml"
    path.write_text(yaml.safe_dump(_entry("He came home. He said no.", speaker)), encoding="utf-8")
    assert reading(path)["statements"][0]["speaker"] == (start, start + 2)


def test_a_label_described_too_loosely_is_refused(tmp_path, reading):
    path = tmp_path / "article.yaml"
    path.write_text(
        yaml.safe_dump(_entry("He came home. He said no.", {"exact": "He"})), encoding="utf-8"
    )
    with pytest.raises(ValueError, match="does not stand in one place"):
        reading(path)


def _entry(text, speaker):
    statement = {"content": "no", "cue": "said", "speaker": speaker, "mode": "indirect"}
    return {
        "published": None,
        "text": text,
        "statements": [statement],
        "officials": [],
        "meetings": [],
    }
