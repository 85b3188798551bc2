"""The site of the newest release, made once, and releases that a test may change."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dataset.project import Project
from dataset.releasing import manifest
from dataset.releasing.versions import newest
from dataset.site import tables
from dataset.site.build import build_site
from dataset.site.tables import Tables
from dataset.site.views import Views

ROOT = Path(__file__).resolve().parents[3]
PROJECT = Project(ROOT)

Rows = list[dict[str, Any]]
Change = Callable[[Rows], None]


def silent(_: str) -> None:
    """Nobody looks at the progress."""


@pytest.fixture(scope="session")
def newest_release() -> Path:
    """The newest release of the project; nobody writes into it."""
    found = newest(PROJECT)
    assert found is not None
    return found[1]


@pytest.fixture(scope="session")
def release_tables(newest_release: Path) -> Tables:
    """All its rows."""
    return tables.read(newest_release)


@pytest.fixture(scope="session")
def views(release_tables: Tables) -> Views:
    """Its records as pages show them, with the source texts at hand."""
    return Views(release_tables, PROJECT.sources)


@pytest.fixture(scope="session")
def site(newest_release: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its site, in a folder whose name a careless link would stumble over; nobody writes into it."""
    out = tmp_path_factory.mktemp("site") / "a site, 100% of it"
    build_site(newest_release, out, PROJECT.sources, silent)
    return out


@pytest.fixture
def changed(newest_release: Path, tmp_path: Path) -> Callable[..., Path]:
    """What makes a release with some tables changed, sealed anew so that it is sound."""

    def change(**changes: Change) -> Path:
        folder = Path(shutil.copytree(newest_release, tmp_path / newest_release.name))
        said = manifest.read(folder)
        for name, edit in changes.items():
            file = folder / f"{name}.parquet"
            schema = pq.read_schema(file)
            rows = pq.read_table(file).to_pylist()
            edit(rows)
            pq.write_table(pa.Table.from_pylist(rows, schema=schema), file)
        for name in (manifest.NAME, manifest.SUMS):
            (folder / name).unlink()
        kept = {"version", "date", "schema_version", "previous", "git", "changelog"}
        manifest.seal(folder, **{name: getattr(said, name) for name in kept})
        return folder

    return change


@pytest.fixture
def visit(visit: Callable[..., Any], site: Path) -> Callable[..., Any]:
    """What sends a visitor to a site: to that of the newest release, if none is named."""

    def send(root: Path = site, **more: Any) -> Any:
        return visit(root, **more)

    return send
