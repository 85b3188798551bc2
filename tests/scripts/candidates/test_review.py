"""Propose, accept, reject: nothing of a curator's is overwritten, nothing unreviewed gets in, nothing comes back."""

from __future__ import annotations

import datetime as dt
import fcntl
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import jsonschema
import pytest
import yaml

from dataset.building.build import build_tables, check_records
from dataset.curation.canonical import fmt
from dataset.curation.yaml_reader import load as load_yaml
from scripts.candidates import accept, check, propose, reject, save
from scripts.candidates.decide import proposed
from scripts.candidates.desk import articles, load
from scripts.candidates.form import Candidates, json_schema
from scripts.standoff.engines import Engine
from validation.findings import Unusable

DAY = dt.date(2026, 11, 30)
NAMES = ("headline", "narrow", "spring", "cost", "patience")


def pending(world) -> dict[str, str]:
    """Content to letters of what awaits review."""
    return {c.statement.content[0].exact: c.letters for c in world.desk().pending}


def letters(world, *starts: str) -> list[str]:
    return [next(v for k, v in pending(world).items() if k.startswith(start)) for start in starts]


def accepted(world, *starts: str, reviewer: str = "A. L."):
    return accept(world.desk(), letters(world, *starts), reviewer, DAY)


def statements(world) -> list[dict]:
    return read(world.article).get("statements", [])


def read(path: Path) -> dict:
    """A record file as the project reads it: every scalar is text."""
    return load_yaml(path.read_text(encoding="utf-8"), path.name).tree


class EditorLoader(yaml.SafeLoader):
    """Reads YAML as an editor does that follows YAML 1.2: a date is a text."""


EditorLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


# propose


def test_candidates_lie_beside_the_records_in_the_order_of_the_text(world) -> None:
    before = world.article.read_bytes()

    proposal = world.propose(*reversed(NAMES))

    assert world.article.read_bytes() == before
    assert [key[:8] for key in pending(world)] == [
        "crossing",
        "The cros",
        "work mus",
        "We will ",
        "patience",
    ]
    assert len(proposal.fresh) == 5
    text = world.candidates.read_text(encoding="utf-8")
    assert text.startswith(
        "# yaml-language-server: $schema=../../docs/json-schema/candidates.schema"
    )
    for_editors = yaml.load(text, EditorLoader)  # noqa: S506  # a safe loader
    jsonschema.Draft202012Validator(json.loads(json_schema())).validate(for_editors)
    written = read(world.candidates)
    assert written["officials"][0] == {
        "name": "Karim Taheri",
        "title": "Transport Minister",
        "country": "IRN",
        "official_id": "karim-taheri",
        "printed": ["Karim Taheri", "Taheri"],
    }
    assert written["meetings"][0]["meeting_id"] == "taheri-basri-talks"
    assert Candidates.model_validate(written).candidates[1].score == 0.9


def test_the_tables_do_not_change_by_what_awaits_review(world) -> None:
    world.propose("patience")
    save(accepted(world, "patience"))
    tables = build_tables(check_records(world.project))

    world.propose(*NAMES)

    assert build_tables(check_records(world.project)) == tables
    assert check_records(world.project, form=True).report.findings == []


def test_again_the_same_is_proposed_and_the_file_stays(world) -> None:
    world.propose(*NAMES)
    before = world.candidates.read_bytes()

    proposal = world.propose(*NAMES)

    assert proposal.fresh == []
    assert world.candidates.read_bytes() == before


def test_what_is_recorded_is_not_proposed_however_it_is_found_now(world) -> None:
    world.propose("spring")
    save(accepted(world, "work"))
    other = {
        **world.found["spring"],
        "content": [world.at("that work must begin in spring")],
        "cue": None,
    }

    proposal = propose(world.desk(), world.engine(other, "cost"))

    assert proposal.recorded == 1
    assert [t["statement"]["content"] for t in proposal.trees] == ["We will bear the cost,"]


def test_half_of_the_words_makes_it_the_same_less_does_not(world) -> None:
    world.propose("spring")
    save(accepted(world, "work"))
    half = {**world.found["spring"], "content": [world.at("work must begin")]}
    less = {**world.found["spring"], "content": [world.at("in spring")]}

    assert propose(world.desk(), world.engine(half)).trees == []
    assert len(propose(world.desk(), world.engine(less)).trees) == 1


def test_what_was_rejected_is_not_proposed_again(world) -> None:
    world.propose("cost", "patience")
    (one,) = letters(world, "We will")
    save(reject(world.desk(), [one], "a joke", "A. L.", DAY))

    proposal = world.propose("cost", "patience")

    assert (proposal.rejected, list(pending(world))) == (1, ["patience"])
    (kept,) = world.desk().rejected
    assert (kept.letters, kept.reason, kept.rejected_by, kept.rejected_on) == (
        one,
        "a joke",
        "A. L.",
        "2026-11-30",
    )
    assert (kept.content[0].exact, kept.cue.exact) == ("We will bear the cost,", "said")


def test_a_rejection_needs_no_reason(world) -> None:
    world.propose("cost")
    save(reject(world.desk(), letters(world, "We will"), None, None, DAY))
    (kept,) = world.desk().rejected
    assert (kept.reason, kept.rejected_by) == (None, None)


def test_a_changed_candidate_is_kept_and_an_unchanged_one_made_anew(world) -> None:
    world.propose("cost", "patience")
    text = world.candidates.read_text(encoding="utf-8")
    assert text.count("speech_act: request") == 1
    world.candidates.write_text(
        text.replace("speech_act: request", "speech_act: hope"), encoding="utf-8"
    )

    better = {**world.found["cost"], "confidence": 0.5, "tier": "low"}
    proposal = world.propose(better, "patience")

    kept = {c.statement.content[0].exact: c for c in world.desk().pending}
    assert kept["patience"].statement.speech_act == "hope"
    assert (kept["We will bear the cost,"].tier, kept["We will bear the cost,"].score) == (
        "low",
        0.5,
    )
    assert proposal.fresh == []


def test_a_changed_candidate_stays_though_the_engine_finds_it_no_more(world) -> None:
    world.propose("cost", "patience")
    text = world.candidates.read_text(encoding="utf-8")
    world.candidates.write_text(
        text.replace("speech_act: request", "speech_act: hope"), encoding="utf-8"
    )

    world.propose("spring")

    assert list(pending(world)) == ["work must begin in spring", "patience"]


def test_a_changed_candidate_goes_once_it_is_recorded(world) -> None:
    world.propose("patience")
    save(accepted(world, "patience"))
    world.propose("cost")
    text = world.candidates.read_text(encoding="utf-8").replace(
        "content: We will bear the cost,", "content: patience"
    )
    text = text.replace("      quoted:\n        - We will bear the cost,\n", "").replace(
        "quote_type: direct", "quote_type: indirect"
    )
    world.candidates.write_text(text, encoding="utf-8")

    world.propose()

    assert world.desk().pending == ()


def test_a_changed_candidate_whose_words_are_not_found_is_kept_last(world) -> None:
    world.propose("patience")
    text = world.candidates.read_text(encoding="utf-8")
    world.candidates.write_text(
        text.replace("content: patience", "content: patients"), encoding="utf-8"
    )

    world.propose("cost", "patience")

    assert list(pending(world)) == ["We will bear the cost,", "patience", "patients"]
    assert len(set(pending(world).values())) == 3


def test_comments_stay_with_their_candidates(world) -> None:
    world.propose("cost", "patience")
    text = world.candidates.read_text(encoding="utf-8")
    one, other = letters(world, "We will", "patience")
    text = text.replace(f"  - letters: {other}", f"  # To be asked.\n  - letters: {other}")
    world.candidates.write_text(
        text.replace("speech_act: request", "speech_act: hope"), encoding="utf-8"
    )

    save(reject(world.desk(), [one], None, None, DAY))
    world.propose("spring", "patience")

    assert f"  # To be asked.\n  - letters: {other}\n" in world.candidates.read_text(
        encoding="utf-8"
    )


def test_an_engine_that_fails_changes_nothing(world) -> None:
    def broken(*_: object) -> dict[str, object]:
        raise RuntimeError("no")

    with pytest.raises(Unusable, match=r"gazette-crossing: e-1 failed \(RuntimeError: no\)"):
        propose(world.desk(), Engine("e", "e-1", broken))


def test_site_furniture_is_hidden_from_the_engine(world) -> None:
    seen = []

    def look(article_id: str, text: str, published: object) -> dict[str, object]:
        seen.append((text, published))
        return {"article_id": article_id, "statements": [], "officials": [], "meetings": []}

    propose(world.desk(), Engine("e", "e-1", look))

    ((text, published),) = seen
    assert len(text) == len(world.text)
    assert ("Lakes" in text, "Ten lakes" in text, "BASRA" in text) == (False, False, True)
    assert published == dt.date(2024, 3, 12)


# accept


def test_accepted_candidates_are_records_that_say_who_reviewed_them(world) -> None:
    world.propose(*NAMES)
    (one,) = letters(world, "We will")
    change = accept(world.desk(), [one], " A. L. ", DAY)

    assert check(change) == []
    assert save(change) == [
        "dataset/records/articles/gazette-crossing.yaml",
        "dataset/candidates/gazette-crossing.yaml",
    ]
    (record,) = statements(world)
    assert record["id"] == change.ids[one] == f"gazette-crossing-{one}"
    assert {
        key: record[key]
        for key in ("method", "extractor", "extractor_score", "tier", "reviewed_by", "reviewed_on")
    } == {
        "method": "extracted",
        "extractor": "test-1",
        "extractor_score": "0.9",
        "tier": "high",
        "reviewed_by": "A. L.",
        "reviewed_on": "2026-11-30",
    }
    assert record["guide_version"] == "0.1"
    assert one not in pending(world).values()
    assert check_records(world.project, form=True).report.findings == []
    assert fmt(world.project, check=True).changed == []


def test_everything_that_is_proposed_can_be_accepted(world) -> None:
    world.propose(*NAMES, "source", "rain", "plans")
    everything = [candidate.letters for candidate in world.desk().pending]
    change = accept(world.desk(), everything, "A. L.", DAY)

    assert check(change) == []
    save(change)

    assert len(statements(world)) == len(everything) == 8
    assert world.desk().pending == ()
    assert propose(world.desk(), world.engine(*NAMES, "source", "rain", "plans")).trees == []


def test_each_finds_its_place_and_comments_keep_theirs(world) -> None:
    world.propose("narrow", "patience")
    save(accepted(world, "The", "patience"))
    text = world.article.read_text(encoding="utf-8")
    first, second = (record["id"] for record in statements(world))
    for id_ in (first, second):
        text = text.replace(f"  - id: {id_}\n", f"  # Of {id_}.\n  - id: {id_}\n")
    world.article.write_text(f"{text}\n# The end.\n", encoding="utf-8")
    world.propose("headline", "spring", "cost", "plans")

    save(accepted(world, "crossings", "work", "We will", "nothing"))

    assert [r["content"][:7] for r in statements(world)] == [
        *("crossin", "The cro", "work mu", "We will", "patienc", "nothing"),
    ]
    written = world.article.read_text(encoding="utf-8")
    for id_ in (first, second):
        assert f"  # Of {id_}.\n  - id: {id_}\n" in written
    assert written.startswith("# A made-up article.\n")
    assert written.endswith("\n\n# The end.\n")


def test_letters_that_were_given_away_meanwhile_are_not_used_twice(world) -> None:
    world.propose("cost")
    (one,) = letters(world, "We will")
    world.propose("patience")
    text = world.article.read_text(encoding="utf-8")
    retired = f"- id: gazette-crossing-{one}\n  record_table: statements\n  reason: error\n  note: Gone.\n"
    (world.project.records / "retired.yaml").write_text(retired, encoding="utf-8")
    world.propose("cost")

    change = accepted(world, "We will")

    assert change.ids.keys() != {one}
    assert set(change.ids.values()) != {f"gazette-crossing-{one}"}
    assert check(change) == []
    assert world.article.read_text(encoding="utf-8") == text


def test_a_mended_candidate_is_accepted_as_it_is_mended(world) -> None:
    world.propose("patience")
    text = world.candidates.read_text(encoding="utf-8").replace(
        "topics: []", "topics:\n        - border-security"
    )
    world.candidates.write_text(text, encoding="utf-8")

    save(accepted(world, "patience"))

    assert statements(world)[0]["topics"] == ["border-security"]


def test_what_the_records_would_have_findings_with_is_told_and_nothing_is_written(world) -> None:
    world.propose("cost")
    text = world.candidates.read_text(encoding="utf-8")
    world.candidates.write_text(text.replace("cue: said", "cue: sang"), encoding="utf-8")
    before = world.article.read_bytes()

    change = accepted(world, "We will")
    (finding,) = check(change)

    assert (finding.code, finding.found) == ("QUO001", "sang")
    assert finding.record == next(iter(change.ids.values()))
    assert world.article.read_bytes() == before


def test_findings_that_were_there_before_are_not_told_again(world) -> None:
    (world.project.sources / "901_unused.txt").write_text("x", encoding="utf-8")
    world.propose("cost")
    assert check(accepted(world, "We will")) == []
    assert check(reject(world.desk(), letters(world, "We will"), None, None, DAY)) == []


@pytest.mark.parametrize("reviewer", ["", "  "])
def test_somebody_reviews(world, reviewer) -> None:
    world.propose("cost")
    with pytest.raises(Unusable, match="a reviewer has a name"):
        accepted(world, "We will", reviewer=reviewer)


def test_letters_that_nothing_has_are_told_with_those_there_are(world) -> None:
    with pytest.raises(Unusable, match="gazette-crossing has no candidate xyz; there are none"):
        accept(world.desk(), ["xyz"], "A", DAY)
    world.propose("cost")
    (one,) = letters(world, "We will")
    with pytest.raises(Unusable, match=f"no candidate abc, xyz; there are {one}"):
        reject(world.desk(), ["xyz", "abc", one], None, None, DAY)


# files


@pytest.mark.parametrize("which", ["article", "candidates"])
def test_a_file_that_was_changed_meanwhile_is_not_overwritten(world, which) -> None:
    world.propose("cost", "patience")
    change = accepted(world, "We will")
    path = getattr(world, which)
    path.write_text(
        f"{path.read_text(encoding='utf-8')}# A colleague was here.\n", encoding="utf-8"
    )
    before = [p.read_bytes() for p in (world.article, world.candidates)]

    with pytest.raises(
        Unusable, match=f"{path.parent.name}/gazette-crossing.yaml: was changed meanwhile"
    ):
        save(change)

    assert [p.read_bytes() for p in (world.article, world.candidates)] == before


def test_a_file_that_appeared_or_vanished_meanwhile_is_told(world) -> None:
    desk = world.desk()
    change = proposed(desk, propose(desk, world.engine("cost")))
    world.propose("patience")
    with pytest.raises(Unusable, match="was changed meanwhile"):
        save(change)
    later = accepted(world, "patience")
    world.candidates.unlink()
    with pytest.raises(Unusable, match="was changed meanwhile"):
        save(later)


def test_two_that_save_at_once_do_so_one_after_the_other(world) -> None:
    world.propose("cost", "patience")
    first, second = accepted(world, "We will"), accepted(world, "patience")
    with (world.project.candidates / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with ThreadPoolExecutor(2) as pool:
            waiting = [pool.submit(save, change) for change in (first, second)]
            assert not any(future.done() for future in waiting)
            fcntl.flock(lock, fcntl.LOCK_UN)
            outcomes = [future.exception() for future in waiting]

    assert sorted(map(bool, outcomes)) == [False, True]
    assert "was changed meanwhile" in str(next(filter(None, outcomes)))
    assert len(statements(world)) == 1


def test_a_killed_save_leaves_a_candidate_that_goes_by_itself(world, monkeypatch) -> None:
    from scripts.candidates import decide

    world.propose("cost")
    change = accepted(world, "We will")
    real = decide.replace

    def killed(path, *rest):
        if path == world.candidates:
            raise KeyboardInterrupt
        real(path, *rest)

    monkeypatch.setattr(decide, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        save(change)
    monkeypatch.undo()

    assert len(statements(world)) == 1
    assert world.propose("cost").recorded == 1
    assert world.desk().pending == ()


@pytest.mark.parametrize(
    "old, new, told",
    [
        (
            "article_id: gazette-crossing",
            "article_id: other",
            "is about other; name the file after",
        ),
        ("    tier: high\n", "    tier: top\n", ":20:11 not in the vocabulary tier (top)"),
        ("speech_act: commit", "speech_act: swear", "not in the vocabulary speech_act (swear)"),
        ("article_id: gazette-crossing", "article_id: [", "not valid YAML"),
        ("    score: 0.9\n", "    score: 9\n", "number too large (9)"),
        ("    score: 0.9\n", "", "missing field (score)"),
    ],
)
def test_a_file_of_candidates_that_cannot_be_read_is_told_with_its_place(
    world, old, new, told
) -> None:
    world.propose("cost")
    text = world.candidates.read_text(encoding="utf-8")
    text = text.replace("speech_act: assert", "speech_act: commit")
    assert old in text
    world.candidates.write_text(text.replace(old, new), encoding="utf-8")

    with pytest.raises(Unusable) as refused:
        world.desk()

    assert str(refused.value).startswith("dataset/candidates/gazette-crossing.yaml")
    if not told.startswith(":"):
        assert told in str(refused.value)
    else:
        assert told.partition(" ")[2] in str(refused.value)


def test_two_candidates_of_one_name_and_a_list_are_told(world) -> None:
    world.propose("cost", "patience")
    one, other = letters(world, "We will", "patience")
    text = world.candidates.read_text(encoding="utf-8")
    world.candidates.write_text(
        text.replace(f"letters: {other}", f"letters: {one}"), encoding="utf-8"
    )
    with pytest.raises(Unusable, match=f"two candidates are called {one}"):
        world.desk()
    world.candidates.write_text("- a\n", encoding="utf-8")
    with pytest.raises(Unusable, match="is no file of candidates"):
        world.desk()


def test_a_file_of_candidates_that_cannot_be_opened_is_told(world, monkeypatch) -> None:
    world.propose("cost")
    path = type(world.candidates)
    real = path.read_bytes

    def refuse(self):
        if self == world.candidates:
            raise PermissionError(13, "Permission denied")
        return real(self)

    monkeypatch.setattr(path, "read_bytes", refuse)
    with pytest.raises(Unusable, match=r"cannot be read \(Permission denied\)"):
        world.desk()


def test_only_sound_articles_have_a_desk(world) -> None:
    with pytest.raises(Unusable, match="no article has this id; did you mean gazette-crossing"):
        load(world.project, "gazette-crosing")
    with pytest.raises(Unusable, match="no article has this id; docs/add-an-article"):
        load(world.project, "zzz")
    text = world.article.read_text(encoding="utf-8")
    world.article.write_text(text.replace("starts: BASRA", "starts: BAGHDAD"), encoding="utf-8")
    with pytest.raises(Unusable, match="its records have findings; run `dataset validate"):
        world.desk()
    world.article.write_text(text.replace("language: en", "language: xx"), encoding="utf-8")
    with pytest.raises(Unusable, match="its records have findings"):
        world.desk()


def test_articles_with_candidates_are_known(world) -> None:
    assert articles(world.project) == []
    world.propose("cost")
    assert articles(world.project) == ["gazette-crossing"]
