"""docs/extraction.md to the letter: its article, its commands, its listing, its plug-in."""

from __future__ import annotations

import contextlib
import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from dataset.cli import app
from scripts.standoff.form import json_schema

PAGE = (Path(__file__).resolve().parents[3] / "docs/extraction.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)
BLOCKS = BLOCK.findall(PAGE)
TEXT = next(text for kind, text in BLOCKS if kind == "text")
LISTING, HALL = [text for kind, text in BLOCKS if kind == "text"][1:]
EXAMPLE = json.loads(next(text for kind, text in BLOCKS if kind == "json"))
COMMANDS = [line for kind, text in BLOCKS if kind == "sh" for line in text.splitlines()]


@pytest.fixture(scope="module")
def followed(made, tmp_path_factory):
    """The made-up project with the article of the page, and every input that its commands name."""
    root = tmp_path_factory.mktemp("page")
    world = made(root, TEXT, "Ministers confer on a second crossing", "its patience.")
    (root / "news").mkdir()
    (root / "news" / "gazette-crossing.txt").write_text(TEXT, encoding="utf-8", newline="")
    (root / "hall.txt").write_text(HALL, encoding="utf-8", newline="")
    row = {"article_id": "gazette-crossing", "text": TEXT, "published": "2024-03-12"}
    (root / "archive.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    pq.write_table(pa.Table.from_pylist([row]), root / "archive.parquet")
    gold = {**row, "statements": [{**s, "tags": ["speech"]} for s in EXAMPLE["statements"]]}
    (root / "gold.jsonl").write_text(json.dumps(gold) + "\n", encoding="utf-8")
    return world


@pytest.fixture(scope="module")
def plugged(tmp_path_factory) -> Path:
    """The plug-in of the page, built and installed into a folder of its own."""
    home = tmp_path_factory.mktemp("plug-in")
    files = re.findall(r"`(quote-marks/[\w./-]+)`:\n\n```\w+\n(.*?)```", PAGE, re.DOTALL)
    assert [Path(name).name for name, _ in files] == ["pyproject.toml", "__init__.py"]
    for name, text in files:
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--offline", "--no-deps"]
    command += ["--no-build-isolation", "--python", sys.executable, "--target", str(home / "site")]
    subprocess.run([*command, "./quote-marks"], cwd=home, check=True)
    return home / "site"


def test_every_command_of_the_page_works_in_its_order(followed, plugged, monkeypatch) -> None:
    monkeypatch.syspath_prepend(str(plugged))
    told = {}
    for line in COMMANDS:
        program, *arguments = shlex.split(line)
        assert program == "dataset"
        with contextlib.chdir(followed.project.root):
            done = CliRunner().invoke(app, arguments, catch_exceptions=False)
        assert done.exit_code == 0, f"{line}\n{done.stdout}\n{done.stderr}"
        told[line] = done.stdout

    assert told["dataset extract gazette-crossing"] == LISTING
    assert told["dataset candidates list gazette-crossing"] == LISTING
    accepted = [out for line, out in told.items() if " accept " in line]
    assert [re.findall(r"gazette-crossing-(\w+)", out) for out in accepted] == [["rzf"], ["tnp"]]
    text = followed.article.read_text(encoding="utf-8")
    assert text.count("reviewed_by: A. L.\n") == 2
    plug_in = json.loads(told["dataset extract news --engine quote-marks"])
    ((span,),) = [s["content"] for s in plug_in["statements"]]
    assert TEXT[slice(*span)] == "The old crossing is too narrow,"
    assert "support: BASRA, March 12" in told["dataset candidates registries gazette-crossing"]


def test_the_object_shown_is_of_the_form_and_part_of_what_is_found(followed) -> None:
    jsonschema.Draft202012Validator(json_schema()).validate(EXAMPLE)
    words = [TEXT[slice(*EXAMPLE["statements"][0][key])] for key in ("speaker", "cue")]
    assert words == ["Taheri", "said"]
    assert TEXT[slice(*EXAMPLE["statements"][0]["content"][0])] == "The old crossing is too narrow,"
    line = next(one for one in COMMANDS if one.startswith("dataset extract news/"))
    with contextlib.chdir(followed.project.root / "news"):
        arguments = shlex.split(line.replace("news/", ""))[1:]
        done = CliRunner().invoke(app, [*arguments, "--root", str(followed.project.root)])
    found = json.loads(done.stdout)
    first = {key: value for key, value in found["statements"][0].items() if key != "speaker_id"}
    assert first == EXAMPLE["statements"][0]
    assert {k: v for k, v in found["officials"][0].items() if k != "id"} == EXAMPLE["officials"][0]
    assert found["meetings"] == EXAMPLE["meetings"]


def _found_in_hall(scripts: Path) -> tuple[list[str | None], list[list[str | None]]]:
    """Speakers of the statements and persons, as the rules in a folder find them in the text of the recipe."""
    code = (
        "import json, sys; from scripts.extract import extract;"
        "found = extract('hall', sys.argv[1]);"
        "print(json.dumps([[s['speaker_name'] for s in found['statements']],"
        "[[o['name'], o['title'], o['country']] for o in found['officials']]]))"
    )
    command = [sys.executable, "-c", code, HALL]
    done = subprocess.run(command, cwd=scripts, check=True, capture_output=True, text=True)
    speakers, persons = json.loads(done.stdout)
    return speakers, persons


def test_a_cue_and_a_title_are_added_as_the_page_says(tmp_path) -> None:
    home = Path(__file__).resolve().parents[3]
    rules = shutil.copytree(home / "scripts/extract", tmp_path / "scripts/extract")
    shutil.copy(home / "scripts/__init__.py", tmp_path / "scripts")
    assert _found_in_hall(tmp_path) == ([], [])

    added = dict(BLOCKS)
    with (rules / "data/cues.txt").open("a", encoding="utf-8") as cues:
        cues.write(added["cues"])
    titles = rules / "data/titles.txt"
    with_head = titles.read_text(encoding="utf-8").replace(
        "[heads]\n", f"[heads]\n{added['heads']}"
    )
    titles.write_text(with_head, encoding="utf-8")
    assert _found_in_hall(tmp_path) == (
        ["Karim al-Basri"],
        [["Karim al-Basri", "Ombudsman", "IRQ"]],
    )


def test_every_room_of_the_rules_is_on_the_page() -> None:
    rooms = Path(__file__).resolve().parents[3] / "scripts/extract"
    section = PAGE.partition("## How it works")[2].partition("\n## ")[0]
    named = set(re.findall(r"`(\w+)`", section))
    small = {
        "__init__",
        "grammar",
        "lexicon",
        "meeting",
        "word_classes",
    }  # words and forms for the others
    assert {path.stem for path in rooms.glob("*.py")} - small == named & {
        path.stem for path in rooms.glob("*.py")
    }
