"""CITATION.cff: of the form that programs expect, and in step with the README and the releases."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from dataset.cli import app
from dataset.project import Project
from dataset.releasing import versions
from dataset.releasing.verify import verify

ROOT = Path(__file__).resolve().parent.parent
CITATION = ROOT / "CITATION.cff"
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def fits(path: Path) -> bool:
    """Whether the published schema of the format accepts a file."""
    done = subprocess.run(
        [
            *(sys.executable, "-m", "check_jsonschema"),
            *("--builtin-schema", "vendor.citation-file-format", path),
        ],
        capture_output=True,
        check=False,
    )
    return done.returncode == 0


def test_it_fits_the_schema_of_the_format(tmp_path: Path) -> None:
    spoiled = tmp_path / "CITATION.cff"
    text = CITATION.read_text(encoding="utf-8")
    spoiled.write_text(text.replace("authors:", "creators:"), encoding="utf-8")

    assert fits(CITATION)
    assert not fits(spoiled)


def test_it_names_what_readme_and_project_name() -> None:
    citation = yaml.safe_load(CITATION.read_text(encoding="utf-8"))

    assert README.startswith(f"# {citation['title']}\n")
    assert [author["name"] for author in citation["authors"]] == [
        author["name"] for author in PROJECT["authors"]
    ]
    assert f"{citation['authors'][0]['name']}. *{citation['title']}*." in README


def test_version_doi_and_day_are_there_when_a_release_is_and_not_before() -> None:
    citation = yaml.safe_load(CITATION.read_text(encoding="utf-8"))
    releases = ROOT / "dataset" / "releases"
    released = releases.is_dir() and any(path.is_dir() for path in releases.iterdir())

    assert ("version" in citation) == released
    assert ("date-released" in citation) == released
    assert ("**Nothing has been released yet**" in README) != released
    assert released or "doi" not in citation


@pytest.mark.parametrize("record", [[], ["iran-daily-expel-us-nrh"]])
def test_the_readme_shows_what_the_command_prints(record: list[str]) -> None:
    newest = [*versions.released(Project(ROOT)).values()][-1].name
    done = CliRunner().invoke(app, ["cite", newest, *record])

    assert done.exit_code == 0
    assert f"\n> {done.stdout.strip()}\n" in README


def test_every_release_is_what_was_published() -> None:
    found = versions.released(Project(ROOT))
    for folder in found.values():
        report = verify(folder, lambda _: None, earlier=found)
        assert (report.findings, report.not_run) == ([], []), folder
