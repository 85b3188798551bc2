"""The shipped tables with every metadata file, made once."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from dataset.project import Project
from dataset.releasing.about import About, read_about
from dataset.releasing.coverage import Coverage, measure
from dataset.releasing.facts import ReleaseFacts, gather
from dataset.releasing.metadata import write_metadata

ROOT = Path(__file__).resolve().parents[4]
VERSION = "1.0.0"
DATE = dt.date(2026, 11, 22)


@pytest.fixture(scope="session")
def about() -> About:
    found, findings = read_about(Project(ROOT))
    assert findings == []
    assert found is not None
    return found


@pytest.fixture(scope="session")
def facts(built: Path) -> ReleaseFacts:
    return gather(built, version=VERSION, date=DATE)


@pytest.fixture(scope="session")
def coverage(built: Path) -> Coverage:
    return measure(built)


@pytest.fixture(scope="session")
def with_home(about: About) -> About:
    """What the file may say once the dataset has a home and DOIs."""
    return about.model_copy(
        update={
            "url": "https://example.org/dataset",
            "repository": "https://example.org/code",
            "doi": "10.1234/all",
            "version_dois": {VERSION: "10.1234/one"},
        }
    )


@pytest.fixture(scope="session")
def released(
    built: Path, facts: ReleaseFacts, about: About, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Tables and metadata files in one folder; nobody writes into it."""
    folder = tmp_path_factory.mktemp("released") / VERSION
    shutil.copytree(built, folder)
    write_metadata(facts, about, folder)
    return folder
