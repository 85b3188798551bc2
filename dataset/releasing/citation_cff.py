"""`CITATION.cff`: how to cite the dataset, in the Citation File Format 1.2.0 (https://citation-file-format.github.io).

A release holds one with its version; that of the checkout names the newest release, or none while there is none.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import yaml

from dataset.project import Project
from dataset.releasing.about import About
from dataset.releasing.texts import given

FILE_NAME = "CITATION.cff"
RELEASED = re.compile(
    r"^version: (?P<version>\d+\.\d+\.\d+)$.*^date-released: '(?P<date>[0-9-]{10})'$",
    re.MULTILINE | re.DOTALL,
)
MESSAGE = "Please cite the dataset with its version, and a single statement or meeting with its record id as well."


def text(about: About, version: str | None = None, date: dt.date | None = None) -> str:
    """The citation file of one version; without a version, that of a dataset of which none is out."""
    document = given(
        **{
            "cff-version": "1.2.0",
            "message": MESSAGE,
            "type": "dataset",  # the format takes whatever does not say so for software
            "title": about.title,
            "abstract": f"{about.description} {about.abstract}",
            "authors": [{"name": name} for name in about.creators],
            "version": version,
            "date-released": date.isoformat() if date else None,
            "license": about.licences.data.id,
            "doi": about.doi,
            "identifiers": _identifiers(about, version),
            "url": about.url,
            "repository-code": about.repository,
            "keywords": list(about.keywords),
        }
    )
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=100)


def of_checkout(project: Project, about: About) -> str:
    """The citation file of a checkout: that of its newest release, with what the metadata say today."""
    found = [
        (tuple(map(int, match["version"].split("."))), match["version"], match["date"])
        for path in sorted(project.releases.glob(f"[0-9]*/{FILE_NAME}"))
        if (match := RELEASED.search(path.read_text(encoding="utf-8")))
    ]
    if not found:
        return text(about)
    _, version, date = max(found)
    return text(about, version, dt.date.fromisoformat(date))


def _identifiers(about: About, version: str | None) -> list[dict[str, Any]] | None:
    """The DOI of the very version; `doi` above is that of all versions together."""
    doi = about.version_doi(version) if version else None
    if doi is None:
        return None
    return [{"type": "doi", "value": doi, "description": f"Version {version}"}]
