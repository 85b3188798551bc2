"""What many tests share: a copy of the project's records and sources that a test may break."""

from __future__ import annotations

import shutil
import signal
from pathlib import Path

import pytest
from hypothesis import settings

from dataset.building.build import build_tables, check_records
from dataset.building.parquet import publish
from dataset.project import Project

ROOT = Path(__file__).resolve().parent.parent

# A busy machine is no fault of the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session", autouse=True)
def _interrupts_are_heard() -> None:
    """A suite that a shell starts in the background ignores Ctrl-C, and so would the commands it starts."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A copy of the records and sources, in a folder of its own."""
    root = tmp_path / "project"
    for name in ("records", "sources"):
        shutil.copytree(ROOT / "dataset" / name, root / "dataset" / name)
    shutil.copy(ROOT / "pyproject.toml", root)
    return Project(root)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of the project, built once for all tests; nobody writes into this folder."""
    folder = tmp_path_factory.mktemp("built") / "parquet"
    checked = check_records(Project(ROOT))
    assert checked.is_clean
    publish(build_tables(checked), folder)
    return folder
