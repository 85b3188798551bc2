"""A finished release as it lies on the disk: opened, and judged before anything is made from it."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dataset.releasing.facts import sha256_of
from validation.findings import Unusable, printable

MANIFEST = "manifest.json"
CITATION = "CITATION.cff"
LONGEST_MANIFEST = 16 * 2**20
"""Bytes of a manifest that are read; a release writes far fewer."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_TABLE = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)


@dataclass(frozen=True)
class Listed:
    """What the manifest says of one table."""

    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Release:
    """A release whose manifest is sound and whose tables are all there."""

    folder: Path
    version: str
    date: str
    tables: Mapping[str, Listed]

    def file(self, table: str) -> Path:
        """Return the Parquet file of a table."""
        return self.folder / f"{table}.parquet"


def is_release(folder: Path) -> bool:
    """Tell whether a folder claims to be a release."""
    return (folder / MANIFEST).is_file()


def open_release(folder: Path, *, sums: bool = False) -> Release:
    """Read the manifest of a release and compare the tables with it: names and sizes; with `sums`, SHA-256 too.

    Raises Unusable, in one line, for what is missing, damaged or not as the manifest says.
    """
    manifest = _manifest(folder)
    release = Release(
        folder=folder,
        version=_text(manifest, "version", folder),
        date=_day(_text(manifest, "date", folder), folder),
        tables={name: _listed(name, told, folder) for name, told in _tables(manifest, folder)},
    )
    present = {path.stem for path in folder.glob("*.parquet") if not path.name.startswith(".")}
    for name in sorted(present ^ set(release.tables)):
        there, there_not = (MANIFEST, "folder") if name in release.tables else ("folder", MANIFEST)
        raise _wrong(
            folder, f"table {printable(name)} is in the {there}, but not in the {there_not}"
        )
    for name, listed in release.tables.items():
        file = release.file(name)
        size = file.stat().st_size
        if size != listed.bytes:
            told = f"{file.name} has {size} bytes, the manifest says {listed.bytes}"
            raise _wrong(folder, told)
        if sums and sha256_of(file) != listed.sha256:
            raise _wrong(folder, f"the bytes of {file.name} are not those that the manifest names")
    return release


def read_text(file: Path, longest: int = LONGEST_MANIFEST) -> str:
    """Return a text file of a release; Unusable if it is missing, longer than so many bytes, or not UTF-8."""
    try:
        if file.stat().st_size > longest:
            raise Unusable(f"{file} is larger than any release writes it; fetch the release again")
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise Unusable(f"{file} is not UTF-8 text; fetch the release again") from None
    except (FileNotFoundError, NotADirectoryError):
        raise Unusable(f"there is no {file}; give the folder of a finished release") from None


def _manifest(folder: Path) -> Mapping[str, Any]:
    text = read_text(folder / MANIFEST)
    try:
        manifest = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _wrong(folder, f"{MANIFEST} is not JSON ({printable(str(error))})") from None
    if not isinstance(manifest, dict):
        raise _wrong(folder, f"{MANIFEST} is not a JSON object")
    return manifest


def _text(manifest: Mapping[str, Any], key: str, folder: Path) -> str:
    value = manifest.get(key)
    if not isinstance(value, str) or not value:
        raise _wrong(folder, f"{MANIFEST} has no text under {key!r}")
    return value


def _day(text: str, folder: Path) -> str:
    try:
        if _DAY.fullmatch(text):
            return dt.date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    raise _wrong(folder, f"the date in {MANIFEST} is no ISO day ({printable(text)})")


def _tables(manifest: Mapping[str, Any], folder: Path) -> list[tuple[str, Any]]:
    tables = manifest.get("tables")
    if not isinstance(tables, dict) or not tables:
        raise _wrong(folder, f"{MANIFEST} lists no tables")
    return sorted(tables.items())


def _listed(name: str, told: Any, folder: Path) -> Listed:
    if not _TABLE.fullmatch(name):  # a name with a slash would lead out of the folder
        raise _wrong(folder, f"{MANIFEST} lists a table called {printable(name)!r}")
    entry = told if isinstance(told, dict) else {}
    rows, size, digest = entry.get("rows"), entry.get("bytes"), entry.get("sha256")
    # `type` and not isinstance, for which true is a number
    if type(rows) is not int or type(size) is not int or not isinstance(digest, str):
        raise _wrong(folder, f"{MANIFEST} does not tell rows, bytes and sha256 of {name}")
    return Listed(rows, size, digest)


def _wrong(folder: Path, what: str) -> Unusable:
    return Unusable(f"{folder}: {what}; fetch or build the release again")
