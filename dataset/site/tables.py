"""The tables of a release in memory, with the look-ups that pages need."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

from dataset import loader
from dataset.releasing import citation, manifest
from dataset.releasing.cite import read_about
from dataset.releasing.manifest import Manifest
from dataset.releasing.release_folder import open_release, read_text
from schema.tables import SCHEMA_VERSION
from validation.findings import Unusable

Row: TypeAlias = Mapping[str, Any]

KEYS = {table: key for table, (key, _) in citation.KINDS.items()}
"""Tables whose rows have pages of their own, with the column that holds the id."""


@dataclass(frozen=True)
class Tables:
    """All rows of a release, and what the release says of itself."""

    folder: Path
    manifest: Manifest
    about: citation.About
    rows: Mapping[str, Sequence[Row]]
    _groups: dict[tuple[str, str], Mapping[Any, Sequence[Row]]] = field(
        default_factory=dict, repr=False
    )

    def group(self, table: str, column: str) -> Mapping[Any, Sequence[Row]]:
        """Rows of a table by the value of a column, in the order of the table; absent values have none."""
        key = (table, column)
        if key not in self._groups:
            groups: dict[Any, list[Row]] = defaultdict(list)
            for row in self.rows[table]:
                groups[row[column]].append(row)
            self._groups[key] = defaultdict(tuple, groups)
        return self._groups[key]

    def find(self, table: str, record_id: str | None) -> Row | None:
        """Return the row with that key, if there is one."""
        found = self.group(table, self.key(table))[record_id]
        return found[0] if found else None

    def name(self, table: str, record_id: str | None) -> str | None:
        """Return the name or title of a record, if there is one."""
        row = self.find(table, record_id)
        if row is None:
            return None
        return str(row["name" if "name" in row else "title"])

    @staticmethod
    def key(table: str) -> str:
        """Column that holds the ids of a table."""
        return KEYS.get(table) or f"{table.removesuffix('s')}_id"

    def belonging(self, table: str, record_table: str, record_id: str) -> list[Row]:
        """Rows of names, anchors or evidence that belong to a record."""
        mine = self.group(table, "record_id")[record_id]
        return [row for row in mine if row["record_table"] == record_table]

    @cached_property
    def terms(self) -> Mapping[tuple[str, str], Row]:
        """The closed values as this release has them, by vocabulary and value."""
        return {(row["vocabulary"], row["value"]): row for row in self.rows["vocabularies"]}

    def label(self, vocabulary: str, value: str | None) -> str:
        """Return a closed value as people read it, the value itself if this release does not explain it."""
        if value is None:
            return ""
        term = self.terms.get((vocabulary, value))
        return str(term["label"]) if term else value

    def meaning(self, vocabulary: str, value: str | None) -> str:
        """Return the definition of a closed value, empty if there is none."""
        term = self.terms.get((vocabulary, value or ""))
        return str(term["definition"]) if term else ""

    @cached_property
    def validation(self) -> dict[str, Any]:
        """The validation report of the release."""
        return self._json("validation.json")

    @cached_property
    def package(self) -> dict[str, Any]:
        """The release's description of itself as a Data Package."""
        return self._json("datapackage.json")

    def _json(self, name: str) -> dict[str, Any]:
        try:
            loaded: dict[str, Any] = json.loads(read_text(self.folder / name))
        except ValueError:
            raise Unusable(f"{self.folder / name} is not JSON; fetch the release again") from None
        return loaded


def read(folder: Path) -> Tables:
    """Read the release in a folder.

    Raises Unusable, in one line, for what is damaged, or made by tools of another major schema version.
    """
    release = open_release(folder)
    said = manifest.read(folder)
    if said.schema_version.partition(".")[0] != SCHEMA_VERSION.partition(".")[0]:
        raise Unusable(
            f"{folder}: has schema version {said.schema_version}, these tools have {SCHEMA_VERSION};"
            " use the tools that made it"
        )
    try:
        rows = {name: loader.load(name, folder).to_pylist() for name in loader.tables(folder)}
    except ValueError as error:
        raise Unusable(f"{error}; fetch the release again") from None
    return Tables(folder, said, read_about(release), rows)
