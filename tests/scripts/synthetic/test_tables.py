"""Synthetic base tables: the same for the same seed, and a complete folder of them is free of findings."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from dataset.building.check import check_folder
from scripts.synthetic import rows as made_of_rows
from scripts.synthetic import stories as told
from scripts.synthetic import tables as synthetic
from scripts.synthetic.__main__ import main
from scripts.synthetic.corpus import write_corpus
from scripts.synthetic.people import people
from scripts.synthetic.stories import ENDINGS, stories
from scripts.synthetic.tables import Plan, write_tables

ROOT = Path(__file__).resolve().parents[3]


def rows(folder: Path) -> dict[str, list[dict[str, object]]]:
    """All rows of the shards, by table."""
    found: dict[str, list[dict[str, object]]] = {}
    for path in sorted(folder.rglob("*.parquet")):
        found.setdefault(path.stem, []).extend(pq.read_table(path, partitioning=None).to_pylist())
    return found


def test_a_complete_folder_of_them_is_free_of_findings(tables: Path) -> None:
    report = check_folder(tables, lambda _: None)

    assert report.findings == []
    assert report.not_run == []
    assert pq.read_metadata(tables / "statements.parquet").num_rows == 2_100
    assert min(pq.read_metadata(path).num_rows for path in tables.iterdir()) > 0


def test_the_same_seed_gives_the_same_rows_however_they_are_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (made_of_rows, synthetic, told):
        monkeypatch.setattr(module, "PORTION", 10)
    write_tables(tmp_path / "one", 40, Plan(each=3, shard=40))
    write_tables(tmp_path / "cut", 40, Plan(each=3, shard=20))
    write_tables(tmp_path / "other", 40, Plan(seed=2, each=3, shard=40))

    assert [path.name for path in sorted((tmp_path / "cut").iterdir())] == [
        "registries",
        "shard-00000",
        "shard-00001",
    ]
    one, cut, other = (rows(tmp_path / name) for name in ("one", "cut", "other"))
    assert {name: sorted(map(str, found)) for name, found in one.items()} == {
        name: sorted(map(str, found)) for name, found in cut.items()
    }
    assert one["statements"] != other["statements"]


def test_processes_do_not_change_the_rows(tmp_path: Path) -> None:
    for name, processes in (("one", "1"), ("two", "2")):
        command = ["tables", "--articles", "1010", "--statements", "1", "--shard", "1000"]
        command += ["--processes", processes]
        done = subprocess.run(
            [sys.executable, "-m", "scripts.synthetic", *command, "--out", tmp_path / name],
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        )
        assert done.stdout == f"1010 articles with 1 statements each in {tmp_path / name}\n"
        assert done.stderr == ""

    one, two = (rows(tmp_path / name) for name in ("one", "two"))
    assert one == two


def test_every_official_has_a_name_of_his_own() -> None:
    known = people()

    assert len(set(known.names.to_pylist())) == len(known.names)
    assert len(set(known.families.to_pylist())) == len(known.names)
    assert len(set(ENDINGS)) == len(ENDINGS)


@pytest.mark.parametrize("first, each", [(3, 2), (0, 0), (0, len(ENDINGS) + 1)])
def test_articles_that_cannot_be_made_are_refused(first: int, each: int) -> None:
    with pytest.raises(ValueError, match="articles begin at a multiple of 1000"):
        stories(1, first, 10, each)


# texts


@pytest.mark.parametrize("form", ["text", "jsonl", "parquet"])
def test_what_is_known_of_a_text_stands_in_it(tmp_path: Path, form: str) -> None:
    command = ["corpus", "--articles", "25", "--statements", "12", "--form", form]
    assert main([*command, "--processes", "1", "--out", str(tmp_path)]) == 0

    texts = texts_of(tmp_path / "articles", form)
    gold = lines(tmp_path / "gold/part-00000.jsonl")
    assert [known["article_id"] for known in gold] == sorted(texts)
    for known in gold:
        text = texts[known["article_id"]]
        assert len(known["statements"]) == 12
        for statement in known["statements"]:
            said = " […] ".join(text[start:end] for start, end in statement["content"])
            assert said.strip() == said
            assert [text[slice(*statement["speaker"])]] == statement["speaker_forms"]
            assert text[slice(*statement["cue"])].split()[0].isalpha()
            before = text[: statement["content"][0][0]]
            is_marked = before.endswith(("\u201c", '"', "''"))
            assert is_marked == (statement["mode"] == "direct")
        for official in known["officials"]:
            assert {text[slice(*span)] for span in official["spans"]} <= set(official["forms"])
        for meeting in known["meetings"]:
            assert meeting["place"] in text
            assert all(name in text for name in meeting["participants"])


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def texts_of(folder: Path, form: str) -> dict[str, str]:
    if form == "text":
        return {path.stem: path.read_bytes().decode() for path in folder.iterdir()}
    (path,) = folder.iterdir()
    found = pq.read_table(path).to_pylist() if form == "parquet" else lines(path)
    assert {tuple(row) for row in found} == {("article_id", "text", "published")}
    return {row["article_id"]: row["text"] for row in found}


def test_texts_and_tables_of_a_seed_belong_together(tables: Path, tmp_path: Path) -> None:
    write_corpus(tmp_path, 25, "jsonl", Plan(each=2))

    texts = texts_of(tmp_path / "articles", "jsonl")
    anchors = pq.read_table(tables / "anchors.parquet").to_pylist()
    own = [anchor for anchor in anchors if anchor["article_id"] in texts and anchor["exact"]]
    assert len(own) >= 50
    for anchor in own:
        assert texts[anchor["article_id"]][anchor["start"] : anchor["end"]] == anchor["exact"]
