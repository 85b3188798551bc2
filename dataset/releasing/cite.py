"""Cite a release, or one record of it. What a release is called and who made it, its CITATION.cff says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from dataset.curation import yaml_reader
from dataset.releasing.citation import About, Creator, Format, find_record, render
from dataset.releasing.release_folder import CITATION, Release, open_release, read_text
from validation.findings import Unusable, printable

LONGEST = 2**20
"""Bytes of a citation file that are read; a release writes a few hundred."""

_DOI = re.compile(r"10\.[0-9]{4,9}(\.[0-9]+)?/[\w:/;.()\[\]\\-]+", re.ASCII)


def cite(folder: Path, record_id: str | None = None, format_: Format = "text") -> str:
    """Return the citation of the release in a folder, or of one record in it.

    Raises Unusable, in one line, for a damaged release and for an id that is unknown or retired.
    """
    release = open_release(folder)
    about = read_about(release)
    if record_id is None:
        return render(about, None, format_)
    try:
        return render(about, find_record(folder, record_id), format_)
    except KeyError as error:
        raise Unusable(f"{printable(error.args[0], 600)} (version {release.version})") from None
    except ValueError as error:
        raise Unusable(f"{error}; fetch the release again") from None


def read_about(release: Release) -> About:
    """Return what the CITATION.cff of a release says; version and day must be those of the manifest.

    The publisher is that of the preferred citation: CFF 1.2.0 has no other place for one.

    Raises Unusable when the file is missing, is no CFF 1.2.0 of a dataset, or contradicts the manifest.
    """
    file = release.folder / CITATION
    cff = _mapping(file)
    for key, wanted in (
        ("cff-version", "1.2.0"),
        ("type", "dataset"),
        ("version", release.version),
        ("date-released", release.date),
    ):
        if cff.get(key) != wanted:
            told = printable(str(cff.get(key, "nothing")))
            raise Unusable(f"{file}: {key} should be {wanted!r}, but is {told!r}")
    creators = tuple(_creator(author, file) for author in _entries(cff, "authors"))
    if not creators:
        raise Unusable(f"{file} names no authors; the dataset has at least one creator")
    publisher = _section(_section(cff, "preferred-citation"), "publisher")
    return About(
        title=_required(cff, "title", file),
        creators=creators,
        version=release.version,
        date=release.date,
        publisher=_optional(publisher, "name"),
        license=_optional(cff, "license"),
        url=_first(_optional(cff, key) for key in ("url", "repository-artifact", "repository")),
        doi=_doi(cff, release.version, file),
    )


def _mapping(file: Path) -> Mapping[str, Any]:
    """Read YAML with every scalar as the text that is written: a version 1.10 is no number."""
    document = yaml_reader.load(read_text(file, LONGEST), str(file))
    for finding in document.findings:
        found = f" ({finding.found})" if finding.found else ""
        raise Unusable(f"{finding.place}: {finding.message}{found}; fetch the release again")
    if not isinstance(document.tree, dict):
        raise Unusable(f"{file} is no citation file: it holds no keys")
    return document.tree


def _creator(author: Mapping[str, Any], file: Path) -> Creator:
    name = _optional(author, "name")
    if name:
        return Creator(name=name)
    particle = _optional(author, "name-particle")
    family = " ".join(p for p in (particle, _optional(author, "family-names")) if p)
    given = _optional(author, "given-names")
    if not family and not given:
        raise Unusable(f"{file}: an author has neither a name nor family and given names")
    return Creator(family=family or given, given=given if family else None)


def _doi(cff: Mapping[str, Any], version: str, file: Path) -> str | None:
    """Return the DOI of this version if one is told, else that of all versions, else None."""
    own = re.compile(rf"(?<![\w.]){re.escape(version)}(?!\.?\w)")
    listed = [item for item in _entries(cff, "identifiers") if item.get("type") == "doi"]
    of_version = [i for i in listed if own.search(_optional(i, "description") or "")]
    doi = _first(
        [
            *(_optional(item, "value") for item in of_version),
            _optional(cff, "doi"),
            *(_optional(item, "value") for item in listed),
        ]
    )
    if doi is not None and not _DOI.fullmatch(doi):
        raise Unusable(f"{file}: {printable(doi)!r} is no DOI; write it bare, as 10.1234/abc")
    return doi


def _entries(cff: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    value = cff.get(key)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _section(cff: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = cff.get(key)
    return value if isinstance(value, dict) else {}


def _optional(cff: Mapping[str, Any], key: str) -> str | None:
    value = cff.get(key)
    return value.strip() or None if isinstance(value, str) else None


def _required(cff: Mapping[str, Any], key: str, file: Path) -> str:
    value = _optional(cff, key)
    if value is None:
        raise Unusable(f"{file} has no {key}")
    return value


def _first(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value), None)
