"""`dataset evaluate` as a user types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from dataset.cli import app
from dataset.project import Project
from validation.findings import Unusable

TEXT = "Minister Ada Lund said that rain fell. “It snows,” she added."


def at(words: str) -> list[int]:
    return [TEXT.index(words), TEXT.index(words) + len(words)]


def statement(content: str, speaker: str, cue: str, mode: str, *tags: str) -> dict:
    return {
        "content": [at(content)],
        "speaker": at(speaker),
        "cue": at(cue),
        "mode": mode,
        "tags": list(tags),
    }


RAIN = statement("rain fell", "Minister Ada Lund", "said", "indirect", "speech")
SNOW = statement("It snows,", "she", "added", "direct")


def lines(path: Path, *objects: dict) -> Path:
    path.write_text("".join(f"{json.dumps(o)}\n" for o in objects), encoding="utf-8")
    return path


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    return lines(
        tmp_path / "gold.jsonl", {"article_id": "a", "text": TEXT, "statements": [RAIN, SNOW]}
    )


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["evaluate", *map(str, arguments)])


def refused(*arguments: str | Path) -> str:
    with pytest.raises(Unusable) as told:
        CliRunner().invoke(app, ["evaluate", *map(str, arguments)], catch_exceptions=False)
    return str(told.value)


def figures(*arguments: str | Path) -> dict:
    done = run(*arguments, "--format", "json")
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


def test_our_own_engine_is_measured_on_the_texts_of_the_gold(gold: Path) -> None:
    done = run("--gold", gold)

    assert done.exit_code == 0
    assert done.stderr == "rules-2 against gold.jsonl: 1 article\n"
    assert "all\t2\t2\t100.0\t100.0\t100.0\t100.0\t100.0-100.0\n" in done.stdout
    assert "Officials" not in done.stdout


def test_predictions_are_measured_and_missing_ones_are_told(gold: Path, tmp_path: Path) -> None:
    pred = lines(tmp_path / "pred.jsonl", {"article_id": "a", "statements": [RAIN]})
    assert figures("--gold", gold, "--pred", pred)["statements"]["types"]["all"]["joint"] == {
        "precision": 1.0,
        "recall": 0.5,
        "f1": 2 / 3,
    }
    none = run("--gold", gold, "--pred", lines(tmp_path / "none.jsonl"))
    assert none.stderr == "none.jsonl against gold.jsonl: 1 article, 1 without predictions\n"


def test_only_what_carries_the_tag_counts(gold: Path) -> None:
    assert (
        figures("--gold", gold, "--only-tag", "speech")["statements"]["types"]["all"]["gold"] == 1
    )


def test_differences_are_listed_with_their_words(gold: Path, tmp_path: Path) -> None:
    pred = lines(tmp_path / "pred.jsonl", {"article_id": "a", "statements": [RAIN]})
    done = run("--gold", gold, "--pred", pred, "--errors")

    assert "article\tgold\tfound\trelaxed\tstrict\tjoint\na\t2\t1\t66.7" in done.stdout
    assert done.stdout.endswith(
        "a\tstatement\tmissed\t\tshe | added | da Lund said that rain fell. “[It snows,]” she added.\t\n"
    )
    (error,) = figures("--gold", gold, "--pred", pred, "--errors")["errors"]
    assert (error["kind"], error["found"]) == ("missed", None)


def test_figures_go_into_a_file_without_any_word_of_the_articles(
    gold: Path, tmp_path: Path
) -> None:
    out = tmp_path / "evaluation.json"
    assert run("--gold", gold, "--out", out, "--errors", "--bootstrap", 0).exit_code == 0

    written = json.loads(out.read_text(encoding="utf-8"))
    assert written["rounds"] == 0
    assert written["statements"]["intervals"] == {}
    assert "snows" not in out.read_text(encoding="utf-8")


def test_texts_may_lie_in_a_folder(gold: Path, tmp_path: Path) -> None:
    bare = lines(tmp_path / "bare.jsonl", {"article_id": "a", "statements": [RAIN, SNOW]})
    assert (
        refused("--gold", bare) == "a: the gold has no text; give the folder of texts with --texts"
    )
    assert refused("--gold", bare, "--texts", tmp_path).endswith(
        "a.txt: cannot be read (No such file or directory)"
    )
    (tmp_path / "a.txt").write_bytes(b"\xff")
    assert "a.txt: cannot be read (not UTF-8 text" in refused("--gold", bare, "--texts", tmp_path)
    (tmp_path / "a.txt").write_bytes(TEXT.encode())

    assert figures("--gold", bare, "--texts", tmp_path) == {
        **figures("--gold", gold),
        "gold": "bare.jsonl",
    }


def test_what_cannot_be_compared_is_refused_with_its_place(gold: Path, tmp_path: Path) -> None:
    other = lines(tmp_path / "o.jsonl", {"article_id": "z", "statements": []})
    assert refused("--gold", gold, "--pred", other) == (f"{other}: not in the gold: 1, such as z")
    beyond = {**RAIN, "cue": [0, 99]}
    pred = lines(tmp_path / "p.jsonl", {"article_id": "a", "statements": [SNOW, beyond]})
    assert refused("--gold", gold, "--pred", pred) == (
        f"predictions of a: statements.1.cue: leads out of the text ([0, 99], length {len(TEXT)})"
    )
    bad = lines(tmp_path / "b.jsonl", {"article_id": "a", "text": TEXT, "statements": [beyond]})
    assert refused("--gold", bad).startswith("gold of a: statements.0.cue: leads out of the text")


def test_options_that_exclude_each_other_are_told(gold: Path, tmp_path: Path) -> None:
    assert refused("--gold", gold, "--data", tmp_path).startswith("--gold and --data are two kinds")
    assert refused("--gold", gold, "--pred", gold, "--engine", "x").startswith("--pred holds the")
    assert refused("--gold", gold, "--engine", "x").startswith("--engine x: no such engine")


def test_the_curated_records_are_the_gold_by_default(project: Project, built: Path) -> None:
    fresh = figures("--root", project.root, "--bootstrap", 0)
    tables = figures("--root", project.root, "--data", built, "--bootstrap", 0)

    assert fresh == tables
    assert fresh["gold"] == "curated records"
    assert fresh["officials"]["gold"] > 10
    assert fresh["meetings"]["gold"] > 10


def test_registries_tell_the_engine_more(project: Project) -> None:
    without, with_them = (
        figures("--root", project.root, "--bootstrap", 0, *more) for more in ((), ("--registries",))
    )
    assert without["officials"]["gold"] == with_them["officials"]["gold"]
    assert (
        with_them["statements"]["types"]["all"]["resolved"]
        >= without["statements"]["types"]["all"]["resolved"]
    )


def test_records_with_findings_and_folders_without_tables_are_refused(
    project: Project, tmp_path: Path
) -> None:
    assert "no tables in" in refused("--root", project.root, "--data", tmp_path / "project")
    (project.records / "officials.yaml").write_text("- id: [\n", encoding="utf-8")
    assert refused("--root", project.root).startswith("the records have findings; run `dataset")
