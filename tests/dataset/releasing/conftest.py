"""A small release that a test can damage."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from dataset.releasing import manifest
from schema.tables import SCHEMA_VERSION

Seal = Callable[..., manifest.Manifest]


def _seal(folder: Path, version: str, *, previous: Path | None = None) -> manifest.Manifest:
    for name in (manifest.NAME, manifest.SUMS):
        (folder / name).unlink(missing_ok=True)
    return manifest.seal(
        folder,
        version=version,
        date="2026-11-22",
        schema_version=SCHEMA_VERSION,
        previous=manifest.Previous.of(previous) if previous else None,
        git=manifest.Git(inputs={"schema": "0" * 40}),
    )


@pytest.fixture
def seal() -> Seal:
    """Make a release of a folder of tables: write its manifest and checksums."""
    return _seal


@pytest.fixture(scope="session")
def released_once(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of the real tables; nobody writes into this folder."""
    folder = tmp_path_factory.mktemp("releases") / "1.0.0"
    shutil.copytree(built, folder)
    (folder / "docs").mkdir()
    (folder / "docs" / "note.md").write_text("A file in a folder.\n", "utf-8")
    (folder / "README.md").write_text("What this is.\n", "utf-8")
    _seal(folder, "1.0.0")
    return folder


@pytest.fixture
def release(released_once: Path, tmp_path: Path) -> Path:
    """A release of the real tables that a test may damage."""
    return Path(shutil.copytree(released_once, tmp_path / "releases" / "1.0.0"))
