"""Small releases, made of the project's own tables, that a test may damage."""

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

DATE = "2026-11-22"
CITATION = """\
cff-version: 1.2.0
message: Cite the version that you used.
type: dataset
title: Iran–Iraq Security Dialogue Dataset
authors:
  - name: Iran–Iraq Security Dialogue Dataset contributors
version: {version}
date-released: {date}
license: CC-BY-4.0
"""


def describe_release(folder: Path, version: str) -> Path:
    """Write the manifest and citation file that the tables of a folder need to be a release."""
    tables = {
        file.stem: {
            "rows": pq.read_metadata(file).num_rows,
            "bytes": file.stat().st_size,
            "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
            "logical_hash": "0" * 64,
        }
        for file in sorted(folder.glob("*.parquet"))
    }
    manifest = {"version": version, "date": DATE, "schema_version": "1.0.0", "tables": tables}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    citation = CITATION.format(version=version, date=DATE)
    (folder / "CITATION.cff").write_text(citation, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def released(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of the project's tables; nobody writes into this folder."""
    folder = tmp_path_factory.mktemp("releases") / "1.0.0"
    shutil.copytree(built, folder)
    return describe_release(folder, "1.0.0")


@pytest.fixture
def release(released: Path, tmp_path: Path) -> Path:
    """A copy of that release that a test may damage."""
    return Path(shutil.copytree(released, tmp_path / "release" / "1.0.0"))


@pytest.fixture
def seal() -> Callable[[Path, str], Path]:
    """What makes a release of a folder of tables."""
    return describe_release
