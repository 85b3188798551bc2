"""The metadata files of a release compared: version, date, title, licence, creators, DOI, sizes and checksums.

Each file is a witness. Where they disagree the most common value counts and the others are told (REL101); between
equally many, that of the Data Package. The Parquet files themselves are witnesses of their sizes and checksums.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dataset.curation.yaml_reader import load
from dataset.releasing import (
    citation_cff,
    croissant,
    datacite,
    datapackage,
    datasheet,
    dictionary,
)
from dataset.releasing.facts import sha256_of
from validation.findings import Finding, Place, printable

HINT = "take the release from where it was published; its files are never edited"
SPDX = "https://spdx.org/licenses/"
DOI = "https://doi.org/"
LONGEST = 20_000_000

Value = str | tuple[str, ...] | None


@dataclass(frozen=True)
class Claim:
    """What one file says of one subject, and in which field."""

    subject: str
    file: str
    field: str
    value: Value


class _UnreadableError(Exception):
    """A file is not there or not what it should be; the message says which."""


def cross_check(folder: Path) -> list[Finding]:
    """Compare the metadata files of a release folder; findings name the file and field that stand alone.

    A file that is missing or cannot be read is one finding (REL102); the others are compared all the same.
    """
    findings: list[Finding] = []
    claims: list[Claim] = []
    listings: dict[str, Mapping[str, _Listed]] = {}
    for name, read, told in _WITNESSES:
        try:
            document = read(folder / name)
        except _UnreadableError as error:
            hint = HINT
            findings.append(
                Finding("REL102", f"metadata file {error}", Place(name), found=name, hint=hint)
            )
            continue
        claims += [Claim(subject, name, field, value) for subject, field, value in told(document)]
        if name in _LISTINGS:
            listings[name] = _LISTINGS[name](document)
    listings["the folder"] = _lying_in(folder)
    findings += _table_findings(listings, claims)
    return sorted([*findings, *_disagreements(claims)], key=lambda finding: finding.sort_key)


def _disagreements(claims: list[Claim]) -> Iterator[Finding]:
    by_subject: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_subject[claim.subject].append(claim)
    agreed = {subject: _most_common(members) for subject, members in by_subject.items()}
    for subject, members in by_subject.items():
        wanted = agreed[subject]
        if subject == _YEAR:  # said once only, so it is measured by the date
            day = agreed["date"]
            wanted = day[:4] if isinstance(day, str) else None
        yield from (_dissent(c, wanted) for c in members if c.value != wanted)


def _most_common(claims: list[Claim]) -> Value:
    """The value that most files give; between equals, that of the first file."""
    counts = Counter(claim.value for claim in claims)
    return max(claims, key=lambda claim: counts[claim.value]).value


def _dissent(claim: Claim, wanted: Value) -> Finding:
    return Finding(
        "REL101",
        f"{claim.subject} is not what the other files say: {_shown(wanted)}",
        Place(claim.file, field=claim.field),
        found=_shown(claim.value),
        hint=HINT,
    )


def _shown(value: Value) -> str:
    if value is None:
        return "nothing"
    return printable(value if isinstance(value, str) else "; ".join(value))


# tables


@dataclass(frozen=True)
class _Listed:
    """A table as one witness has it: the field where it stands, the file's size and its SHA-256."""

    field: str
    size: Value
    sha256: Value


def _table_findings(
    listings: Mapping[str, Mapping[str, _Listed]], claims: list[Claim]
) -> Iterator[Finding]:
    """Tables that a witness lacks; for the others their size and checksum become claims."""
    for file in sorted(set().union(*listings.values())):
        for witness, listed in listings.items():
            table = listed.get(file)
            if table is None:
                place = Place(file) if witness == "the folder" else Place(witness)
                message = f"{file} is in other files of the release, but not in {witness}"
                yield Finding("REL101", message, place, found=file, hint=HINT)
                continue
            where = file if witness == "the folder" else witness
            claims.append(Claim(f"size of {file}", where, f"{table.field}size", table.size))
            claims.append(Claim(f"SHA-256 of {file}", where, f"{table.field}hash", table.sha256))


def _lying_in(folder: Path) -> dict[str, _Listed]:
    return {
        path.name: _Listed("", str(path.stat().st_size), sha256_of(path))
        for path in sorted(folder.glob("*.parquet"))
        if path.is_file()
    }


def _in_datapackage(document: Any) -> dict[str, _Listed]:
    return {
        file: _Listed(
            f"resources.{number}.",
            _text(_at(resource, "bytes")),
            _without(_at(resource, "hash"), "sha256:"),
        )
        for number, resource in enumerate(_items(document, "resources"))
        if (file := _text(_at(resource, "path"))) is not None
    }


def _in_croissant(document: Any) -> dict[str, _Listed]:
    return {
        file: _Listed(
            f"distribution.{number}.",
            _without_end(_at(entry, "contentSize"), " B"),
            _text(_at(entry, "sha256")),
        )
        for number, entry in enumerate(_items(document, "distribution"))
        if (file := _text(_at(entry, "contentUrl"))) is not None
    }


_LISTINGS: Mapping[str, Callable[[Any], Mapping[str, _Listed]]] = {
    datapackage.FILE_NAME: _in_datapackage,
    croissant.FILE_NAME: _in_croissant,
}

# what each file says

_YEAR = "year"
Told = Iterator[tuple[str, str, Value]]


def _of_datapackage(document: Any) -> Told:
    yield "version", "version", _text(_at(document, "version"))
    yield "title", "title", _text(_at(document, "title"))
    yield "date", "created", _without_end(_at(document, "created"), "T00:00:00Z")
    yield "licence", "licenses.0.name", _text(_at(document, "licenses", 0, "name"))
    yield "creators", "contributors", _names(_items(document, "contributors"), "title")


def _of_croissant(document: Any) -> Told:
    yield "version", "version", _text(_at(document, "version"))
    yield "version", "citeAs", _found(r"\bversion = \{([^}]*)\}", _at(document, "citeAs"))
    yield "title", "name", _text(_at(document, "name"))
    yield "date", "datePublished", _text(_at(document, "datePublished"))
    yield "licence", "license", _without(_at(document, "license"), SPDX)
    yield "creators", "creator", _names(_items(document, "creator"), "name")
    yield "DOI", "identifier", _without(_at(document, "identifier"), DOI)


def _of_datacite(document: Any) -> Told:
    issued = [d for d in _items(document, "dates") if _at(d, "dateType") == "Issued"]
    yield "version", "version", _text(_at(document, "version"))
    yield "title", "titles.0.title", _text(_at(document, "titles", 0, "title"))
    yield "date", "dates", _text(_at(issued, 0, "date"))
    yield _YEAR, "publicationYear", _text(_at(document, "publicationYear"))
    licence = _at(document, "rightsList", 0, "rightsIdentifier")
    yield "licence", "rightsList.0.rightsIdentifier", _text(licence)
    yield "creators", "creators", _names(_items(document, "creators"), "name")
    yield "DOI", "doi", _text(_at(document, "doi"))


def _of_citation(document: Any) -> Told:
    yield "version", "version", _text(_at(document, "version"))
    yield "title", "title", _text(_at(document, "title"))
    yield "date", "date-released", _text(_at(document, "date-released"))
    yield "licence", "license", _text(_at(document, "license"))
    yield "creators", "authors", _names(_items(document, "authors"), "name")
    yield "DOI", "identifiers.0.value", _text(_at(document, "identifiers", 0, "value"))


def _of_datasheet(document: str) -> Told:
    yield "title", "title", _found(r"\A# Datasheet: (.*)", document)
    yield "version", "version", _found(r"^Version (\S+), ", document)
    yield "date", "date", _found(r"^Version \S+, (\S+)\.", document)
    yield "licence", "licence", _found(r"^Version .* Licence (\S+)\.$", document)
    creators = _found(r"^By (.*)\.$", document)
    yield "creators", "creators", None if creators is None else tuple(creators.split("; "))


def _of_dictionary(document: str) -> Told:
    yield "title", "title", _found(r"\A# Dictionary: (.*)", document)
    yield "version", "version", _found(r"^Version (\S+), ", document)
    yield "date", "date", _found(r"^Version \S+, (\S+)\.", document)


# reading


def _read_text(path: Path) -> str:
    if path.is_symlink() or not path.is_file():
        raise _UnreadableError("is missing")
    if path.stat().st_size > LONGEST:
        raise _UnreadableError("is too large to be one")
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise _UnreadableError("cannot be read as UTF-8") from None


def _read_json(path: Path) -> Any:
    try:
        return json.loads(_read_text(path))
    except (ValueError, RecursionError):
        raise _UnreadableError("is not JSON") from None


def _read_yaml(path: Path) -> Any:
    document = load(_read_text(path), path.name)
    if document.findings:
        raise _UnreadableError("is not YAML")
    return document.tree


_WITNESSES: tuple[tuple[str, Callable[[Path], Any], Callable[[Any], Told]], ...] = (
    (datapackage.FILE_NAME, _read_json, _of_datapackage),
    (croissant.FILE_NAME, _read_json, _of_croissant),
    (datacite.FILE_NAME, _read_json, _of_datacite),
    (citation_cff.FILE_NAME, _read_yaml, _of_citation),
    (datasheet.FILE_NAME, _read_text, _of_datasheet),
    (dictionary.FILE_NAME, _read_text, _of_dictionary),
)

# values, whatever a damaged file holds in their place


def _at(node: Any, *path: str | int) -> Any:
    """What stands at a path of keys and positions; None where there is nothing."""
    for part in path:
        if isinstance(part, int):
            node = node[part] if isinstance(node, list) and part < len(node) else None
        else:
            node = node.get(part) if isinstance(node, dict) else None
    return node


def _items(node: Any, key: str) -> list[Any]:
    found = _at(node, key)
    return found if isinstance(found, list) else []


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _without(value: Any, start: str) -> str | None:
    return None if value is None else str(value).removeprefix(start)


def _without_end(value: Any, end: str) -> str | None:
    return None if value is None else str(value).removesuffix(end)


def _names(entries: list[Any], key: str) -> tuple[str, ...]:
    return tuple(str(_at(entry, key)) for entry in entries)


def _found(pattern: str, text: Any) -> str | None:
    match = re.search(pattern, str(text), re.MULTILINE)
    return match[1] if match else None
