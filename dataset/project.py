"""Where a checkout keeps its records, sources, releases and builds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from validation.findings import Unusable


@dataclass(frozen=True)
class Project:
    """A checkout of the dataset, known by its root folder."""

    root: Path

    @property
    def records(self) -> Path:
        """The YAML files that curators write."""
        return self.root / "dataset" / "records"

    @property
    def sources(self) -> Path:
        """The texts of the articles."""
        return self.root / "dataset" / "sources"

    @property
    def candidates(self) -> Path:
        """What an engine found and nobody has accepted: no data, whatever it holds."""
        return self.root / "dataset" / "candidates"

    @property
    def releases(self) -> Path:
        """The published versions, one folder each."""
        return self.root / "dataset" / "releases"

    @property
    def agreement(self) -> Path:
        """Figures on how far two readings agree, for the datasheet of a release."""
        return self.root / "docs" / "agreement" / "figures.json"

    @property
    def build(self) -> Path:
        """The Parquet tables of the last build."""
        return self.root / "build" / "parquet"

    @property
    def allowlist(self) -> Path:
        """The known findings that are accepted, each with its reason."""
        return self.root / "dataset" / "allowlist.yaml"

    @property
    def metadata(self) -> Path:
        """What the dataset is: title, creators, licences, for every metadata file."""
        return self.root / "dataset" / "metadata.yaml"

    def name(self, path: Path) -> str:
        """Return a file's path below the root as messages print it, with `/` on every system."""
        return path.relative_to(self.root).as_posix()


def find_root(start: Path | None = None) -> Path:
    """Find the root of the checkout around `start` (by default the working folder).

    Raises Unusable when neither it nor a folder above holds `dataset/records` and `pyproject.toml`.
    """
    given = Path.cwd() if start is None else start
    resolved = given.resolve()
    for folder in (resolved, *resolved.parents):
        if (folder / "dataset" / "records").is_dir() and (folder / "pyproject.toml").is_file():
            return folder
    raise Unusable(
        f"no dataset in {given} or above it (looked for dataset/records and pyproject.toml); "
        "give the folder of a checkout with --root"
    )
