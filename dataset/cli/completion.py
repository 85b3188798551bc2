"""What the shell offers when the TAB key is pressed: names and ids, found without reading a table.

A shell calls these while somebody types: they answer quickly, and where nothing can be found they
offer nothing, for a message would land in the middle of the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import typer

ID_LINE = re.compile(r"^ *(?:- )?id: ([a-z0-9-]+) *(?:#.*)?$", re.MULTILINE)
"""A record's own id in the canonical form of the records."""

LETTERS_LINE = re.compile(r"^  - letters: ([a-z]{3})$", re.MULTILINE)
"""The letters of a candidate in the canonical form of its file."""


OWN_ID = re.compile(r"^- id: ([a-z0-9-]+) *(?:#.*)?$", re.MULTILINE)
"""The id of a record of a registry, and not of what it owns."""


def names(incomplete: str) -> list[str]:
    """Return the tables and closed vocabularies whose names begin so."""
    from schema import vocabularies
    from schema.tables import BY_NAME

    return _beginning([*BY_NAME, *vocabularies.names()], incomplete)


def codes(incomplete: str) -> list[str]:
    """Return the finding codes that begin so."""
    from validation.codes import CODES

    return _beginning(CODES, incomplete)


def record_ids(incomplete: str) -> list[str]:
    """Return the ids that begin so in the records of the checkout one stands in; none outside of one."""
    from dataset.project import Project, find_root
    from validation.findings import Unusable

    found: set[str] = set()
    try:
        for path in Project(find_root()).records.rglob("*.yaml"):
            found.update(ID_LINE.findall(path.read_text(encoding="utf-8")))
    except (Unusable, OSError, UnicodeDecodeError):
        return []
    return _beginning(sorted(found), incomplete)


def collection_ids(incomplete: str) -> list[str]:
    """Return the ids of collections that begin so."""
    return _registered("collections", incomplete)


def outlet_ids(incomplete: str) -> list[str]:
    """Return the ids of organizations that begin so; which of them are outlets would take too long to read."""
    return _registered("organizations", incomplete)


def reference_ids(incomplete: str) -> list[str]:
    """Return the ids of references that begin so."""
    return _registered("references", incomplete)


def _registered(registry: str, incomplete: str) -> list[str]:
    """Return the ids in one registry, a file of its name or the files of a folder, that begin so."""
    from dataset.project import Project, find_root
    from validation.findings import Unusable

    found: set[str] = set()
    try:
        records = Project(find_root()).records
        for path in (records / f"{registry}.yaml", *(records / registry).glob("*.yaml")):
            if path.is_file():
                found.update(OWN_ID.findall(path.read_text(encoding="utf-8")))
    except (Unusable, OSError, UnicodeDecodeError):
        return []
    return _beginning(sorted(found), incomplete)


def engines(incomplete: str) -> list[str]:
    """Return the engines whose names begin so."""
    from scripts.standoff.engines import names

    return _beginning(names(), incomplete)


def articles(incomplete: str) -> list[str]:
    """Return the ids of articles that begin so in the checkout one stands in."""
    from dataset.project import Project, find_root
    from validation.findings import Unusable

    try:
        folder = Project(find_root()).records / "articles"
        return _beginning(sorted(path.stem for path in folder.glob("*.yaml")), incomplete)
    except (Unusable, OSError):
        return []


def letters(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return the letters of candidates that begin so, of the article named before."""
    from dataset.project import Project, find_root
    from validation.findings import Unusable

    try:
        path = Project(find_root()).candidates / f"{ctx.params.get('article')}.yaml"
        return _beginning(LETTERS_LINE.findall(path.read_text(encoding="utf-8")), incomplete)
    except (Unusable, OSError, UnicodeDecodeError):
        return []


def _beginning(known: Iterable[str], incomplete: str) -> list[str]:
    return [name for name in known if name.startswith(incomplete)]
