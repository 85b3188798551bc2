"""Proof that a release is what was published: every file, the manifest, the schemas, the ids.

`sha256sum -c SHA256SUMS` does the first part, too, wherever there is no Python.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from dataset.building.build import Step
from dataset.building.hashing import logical_hash
from dataset.loader import DICTIONARY_KEY
from dataset.releasing import manifest, versions
from dataset.releasing.cross_check import cross_check
from dataset.releasing.facts import sha256_of
from dataset.releasing.manifest import Manifest, TableEntry
from schema.tables import BY_NAME
from validation.findings import CheckRun, Finding, Place, Report, printable

FETCH_AGAIN = "fetch it again from where the release is kept"


def verify(
    folder: Path, step: Step, *, earlier: Mapping[versions.Version, Path] | None = None
) -> Report:
    """Check a release folder against itself, and its ids against the releases before it.

    Raises Unusable when the folder is no release: it has no manifest that can be read.
    """
    said = manifest.read(folder)
    report = Report()
    step("checking files")
    findings, sound = _files(folder, said)
    _add(report, "release files", findings, len(said.tables) + len(said.files) + 2)
    wrong: list[Finding] = []
    done = 0
    for name, entry in said.tables.items():
        step(f"checking tables: {name}")
        if f"{name}.parquet" in sound:
            done += 1
            wrong += _table(folder, name, entry, said)
    if folder.name != said.version and versions.is_version(folder.name):
        found = f"{folder.name}, not {said.version}"
        place = Place(str(folder / manifest.NAME))
        wrong.append(
            Finding("REL006", "the folder is named like another version", place, found=found)
        )
    _add(report, "release tables", wrong, done, of=len(said.tables))
    step("comparing metadata")
    _compare_metadata(report, folder, said, files_are_sound=not findings)
    step("checking ids of earlier releases")
    _check_ids(report, folder, said, earlier or {}, sound)
    return report


def check_files(folder: Path) -> Report:
    """Check that every file of a release is, byte for byte, what manifest and checksums name: the quick part of all.

    Raises Unusable when the folder is no release.
    """
    said = manifest.read(folder)
    report = Report()
    findings, _ = _files(folder, said)
    _add(report, "release files", findings, len(said.tables) + len(said.files) + 2)
    return report


def _compare_metadata(
    report: Report, folder: Path, said: Manifest, *, files_are_sound: bool
) -> None:
    """Compare the metadata files with each other and with the tables, unless a file is not what was published."""
    check = "metadata of the release"
    if not files_are_sound:
        report.runs.append(CheckRun(check, "not-run", 0, "files are missing or damaged"))
        return
    findings = [
        replace(finding, place=replace(finding.place, file=str(folder / finding.place.file)))
        for finding in cross_check(folder)
    ]
    _add(report, check, findings, len(said.files))


def _add(report: Report, check: str, findings: list[Finding], done: int, of: int = 0) -> None:
    report.findings += findings
    if of and done < of:
        reason = f"{of - done} of {of} files are missing or damaged"
        report.runs.append(CheckRun(check, "not-run", done, reason))
    else:
        report.runs.append(CheckRun(check, "failed" if findings else "passed", done))


def _files(folder: Path, said: Manifest) -> tuple[list[Finding], set[str]]:
    """Compare what lies there with both lists; returns findings, and the files that are as published.

    Two lists name each file, so that it can be told which of three has changed.
    """
    listed, bad_lines = manifest.read_sums(folder)
    findings = [
        Finding(
            "REL005",
            "line of the checksums cannot be read",
            Place(str(folder / manifest.SUMS), line, 1),
            hint=FETCH_AGAIN,
        )
        for line in bad_lines
    ]
    expected = {f"{name}.parquet": entry.sha256 for name, entry in said.tables.items()}
    expected |= {name: entry.sha256 for name, entry in said.files.items()}
    there = manifest.files_in(folder)
    actual = {name: _digest(path) for name, path in there.items() if name != manifest.SUMS}
    if manifest.SUMS not in there:
        findings.append(_missing(folder, manifest.SUMS))
    else:
        findings += _lists_differ(folder, listed, expected, actual)
    known = {*expected, manifest.NAME}
    extra = {name: digest for name, digest in actual.items() if name not in known}
    for name, digest in expected.items():
        if name not in actual:
            moved = next((other for other, found in extra.items() if found == digest), None)
            if moved is None:
                findings.append(_missing(folder, name))
            else:
                del extra[moved]
                findings.append(_renamed(folder, name, moved))
        elif actual[name] != digest and listed.get(name) != actual[name]:
            findings.append(_damaged(folder, name, digest, actual[name]))
    findings += [_extra(folder, name) for name in extra]
    return findings, {name for name, digest in expected.items() if actual.get(name) == digest}


def _digest(path: Path) -> str:
    if path.is_symlink() or not path.is_file():
        return "no file"
    try:
        return sha256_of(path)
    except OSError as error:
        return f"unreadable ({error.strerror})"


def _lists_differ(
    folder: Path, listed: dict[str, str], expected: dict[str, str], actual: dict[str, str]
) -> Iterator[Finding]:
    """Where the two lists disagree: the one that fits the file is believed, and the other named."""
    for name in sorted({*listed, *expected, manifest.NAME}):
        said = actual[name] if name == manifest.NAME else expected.get(name, "")
        if listed.get(name) == said:
            continue
        if name == manifest.NAME and name in listed:
            message = "the manifest is not the one whose checksum is listed"
            place = Place(str(folder / manifest.NAME))
        elif listed.get(name) == actual.get(name):
            message = (
                f"the manifest does not list {printable(name)} as it is, while {manifest.SUMS} does"
            )
            place = Place(str(folder / manifest.NAME))
        elif actual.get(name) == said or name not in listed:
            message = (
                f"the checksums do not list {printable(name)} as it is, while {manifest.NAME} does"
            )
            place = Place(str(folder / manifest.SUMS))
        elif not said:
            message = f"the checksums list {printable(name)}, which the release does not have"
            place = Place(str(folder / manifest.SUMS))
        else:
            message = f"the checksums and the manifest disagree about {printable(name)}"
            place = Place(str(folder / manifest.SUMS))
        found = listed.get(name, "not listed")
        yield Finding("REL005", message, place, found=found, hint="fetch both again")


def _missing(folder: Path, name: str) -> Finding:
    return Finding("REL001", "file missing", Place(str(folder / name)), hint=FETCH_AGAIN)


def _renamed(folder: Path, name: str, moved: str) -> Finding:
    place = Place(str(folder / moved))
    return Finding("REL004", f"this is {name}, renamed", place, hint=f"name it {name} again")


def _damaged(folder: Path, name: str, expected: str, found: str) -> Finding:
    return Finding(
        "REL002",
        f"content is not what was published (its SHA-256 was {expected[:12]}…)",
        Place(str(folder / name)),
        found=f"now {found[:12]}…" if len(found) == len(expected) else found,
        hint=FETCH_AGAIN,
    )


def _extra(folder: Path, name: str) -> Finding:
    hint = "move it away; it is no part of the release"
    return Finding(
        "REL003", "file that the release does not list", Place(str(folder / name)), hint=hint
    )


def _table(folder: Path, name: str, entry: TableEntry, said: Manifest) -> Iterator[Finding]:
    """A file with the right checksum that is still not what the manifest says of its content."""
    path = folder / f"{name}.parquet"
    try:
        rows, schema = pq.read_metadata(path).num_rows, pq.read_schema(path)
        hashed = logical_hash(path)
    except (pa.ArrowException, OSError, TypeError) as error:
        reason = str(error).partition("\n")[0]
        yield Finding("REL006", "table cannot be read", Place(str(path)), found=printable(reason))
        return
    facts: tuple[tuple[str, object, object], ...] = (
        ("rows", rows, entry.rows),
        ("size in bytes", path.stat().st_size, entry.bytes),
        ("logical hash", hashed, entry.logical_hash),
        ("schema version", _schema_version(schema), said.schema_version),
    )
    for what, found, expected in facts:
        if found != expected:
            message = f"{what} is not what the manifest says ({expected})"
            yield Finding("REL006", message, Place(str(path)), found=str(found), hint=FETCH_AGAIN)


def _schema_version(schema: pa.Schema) -> str:
    text = (schema.metadata or {}).get(DICTIONARY_KEY)
    return str(json.loads(text).get("schema_version")) if text else "none"


def _check_ids(
    report: Report,
    folder: Path,
    said: Manifest,
    earlier: Mapping[versions.Version, Path],
    sound: set[str],
) -> None:
    """Every id that an earlier release published is a record here, or a tombstone."""
    check = "ids of earlier releases"
    own = versions.parse(said.version)
    before = {version: path for version, path in earlier.items() if version < own}
    if not before:
        reason = "" if said.previous is None else f"{said.previous.version} is not beside it"
        report.runs.append(CheckRun(check, "not-run" if reason else "passed", 0, reason))
        return
    needed = {f"{name}.parquet" for name in (*record_keys(), "retired")}
    if not needed <= sound:
        report.runs.append(CheckRun(check, "not-run", 0, "tables are missing or damaged"))
        return
    try:
        here = _ids(folder)
        gone = {
            (table, id_): version
            for version, path in before.items()
            for table, ids in _ids(path).items()
            for id_ in ids
            if id_ not in here[table] and id_ not in here["retired"]
        }
    except (pa.ArrowException, OSError) as error:
        reason = str(error).partition("\n")[0]
        report.runs.append(CheckRun(check, "not-run", 0, printable(reason)))
        return
    findings = [
        Finding(
            "REL007",
            f"published in {version}, and neither a record nor a tombstone here",
            Place(str(folder / f"{table}.parquet"), table=table, record=id_),
            id_,
            found=id_,
            hint="put the record back, or run `dataset retire`, and release again",
        )
        for (table, id_), version in gone.items()
    ]
    _add(report, check, findings, sum(map(len, here.values())))


def record_keys() -> dict[str, str]:
    """Tables whose rows have permanent ids, with the column that holds the id."""
    return {table.name: table.key[0] for table in BY_NAME.values() if table.group == "record"}


def ids_of(folder: Path) -> list[set[str]]:
    """Permanent ids that a release published, tombstones apart: a set for each table."""
    return [ids for table, ids in _ids(folder).items() if table != "retired"]


def _ids(folder: Path) -> dict[str, set[str]]:
    columns = {**record_keys(), "retired": "retired_id"}
    return {
        table: set(
            map(str, pq.read_table(folder / f"{table}.parquet", columns=[key])[key].to_pylist())
        )
        for table, key in columns.items()
    }
