"""Findings: the one shape in which everything that is wrong is told.

Every check, whatever it looks at, yields `Finding`s; every renderer prints the same `Report`. A `CheckRun`
stands beside them, because a check that could not run must never look like one that passed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from validation.codes import CODES

Severity = Literal["error", "warning"]
Outcome = Literal["passed", "failed", "not-run"]
FieldPath = tuple[str | int, ...]

_INDEX = re.compile(r"(?<![^.])[0-9]+(?![^.])")


@dataclass(frozen=True, order=True)
class Place:
    """Where something stands: a line and column of a file (both from 1), or a record and column of a table."""

    file: str = ""
    line: int = 0
    column: int = 0
    table: str = ""
    record: str = ""
    field: str = ""

    def __str__(self) -> str:
        if self.file and self.line:
            return f"{self.file}:{self.line}:{self.column}"
        if self.file:
            return self.file
        where = ".".join(part for part in (self.table, self.field) if part) or "dataset"
        return f"{where} in {self.record}" if self.record else where


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, where it is, what was found and what to do.

    `count` is exact: how often the same thing was found, when only examples are listed in `related`.
    """

    code: str
    message: str
    place: Place
    record: str = ""
    found: str = ""
    hint: str = ""
    severity: Severity = "error"
    related: tuple[Place, ...] = ()
    count: int = 1
    note: str = ""

    def __post_init__(self) -> None:
        if self.code not in CODES:
            msg = f"unknown finding code {self.code}"
            raise ValueError(msg)

    @property
    def fingerprint(self) -> str:
        """Name of the finding that survives moved lines: code, table, record, field and what was found.

        Numbers in the field are left out: they change when a record is added further up.
        """
        field = _INDEX.sub("", self.place.field)
        parts = (self.code, self.place.table, self.subject, field, self.found)
        whole = "\x1f".join(parts).encode("utf-8", "surrogatepass")
        return hashlib.sha256(whole).hexdigest()[:16]

    @property
    def subject(self) -> str:
        """What the finding is about: a record, or the file or table where no record can be named."""
        return self.record or self.place.record or self.place.file or self.place.table

    @property
    def sort_key(self) -> tuple[object, ...]:
        """Files by place first, then tables."""
        return (not self.place.file, self.place, self.code, self.record, self.found)


@dataclass(frozen=True)
class Accepted:
    """A finding that the allowlist excuses, with the reason, and where that is written."""

    finding: Finding
    reason: str
    place: Place
    until: date | None = None


@dataclass(frozen=True)
class CheckRun:
    """That a check ran, on how much, and how it went."""

    check: str
    outcome: Outcome
    examined: int = 0
    reason: str = ""


@dataclass
class Report:
    """All findings and check runs of one command. Accepted findings are told, but fail nothing."""

    findings: list[Finding] = field(default_factory=list)
    runs: list[CheckRun] = field(default_factory=list)
    accepted: list[Accepted] = field(default_factory=list)

    def extend(self, other: Report) -> None:
        """Take over what another report holds."""
        self.findings.extend(other.findings)
        self.runs.extend(other.runs)
        self.accepted.extend(other.accepted)

    def sorted(self) -> list[Finding]:
        """Findings by place."""
        return sorted(self.findings, key=lambda f: f.sort_key)

    def count(self, severity: Severity) -> int:
        """Exact number of findings of that severity, repeats included."""
        return sum(f.count for f in self.findings if f.severity == severity)

    @property
    def not_run(self) -> list[CheckRun]:
        """Checks that could not run."""
        return [run for run in self.runs if run.outcome == "not-run"]

    def exit_code(self, *, strict: bool = False) -> int:
        """0 clean, 1 findings, 2 a check could not run although nothing else explains it."""
        if self.count("error") or (strict and self.count("warning")):
            return 1
        return 2 if self.not_run else 0


class Unusable(Exception):
    """Input that cannot be used at all: one line for the user, exit code 2."""


def printable(text: str, limit: int = 120) -> str:
    """Text safe for a terminal: control and bidirectional characters escaped, long text cut in the middle."""
    shown = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
    if len(shown) <= limit:
        return shown
    half = (limit - 3) // 2
    return f"{shown[:half]}...{shown[-half:]}"


@dataclass
class Positions:
    """Where every value of a YAML file stands: (file, path of keys) -> place. Travels beside the models."""

    places: dict[tuple[str, FieldPath], tuple[int, int]] = field(default_factory=dict)
    keys: dict[tuple[str, FieldPath], tuple[int, int]] = field(default_factory=dict)
    lines: Mapping[str, list[str]] = field(default_factory=dict)

    def place(self, file: str, path: FieldPath, *, key: bool = False) -> Place:
        """Place of a value, or of its key; of the nearest thing around it when it is not written out."""
        if key and (file, path) in self.keys:
            return Place(file, *self.keys[file, path], field=dotted(path))
        for length in range(len(path), -1, -1):
            at = self.places.get((file, path[:length]))
            if at is not None:
                return Place(file, *at, field=dotted(path))
        return Place(file, field=dotted(path))


def dotted(path: FieldPath) -> str:
    """A path as text: `statements.3.speakers.0.official_id`."""
    return ".".join(str(part) for part in path)


def grouped(findings: Iterable[Finding], examples: int = 5) -> list[Finding]:
    """Findings alike in code, message and file become one with an exact total and a few related places."""
    groups: dict[tuple[str, str, str, str, str, str], list[Finding]] = {}
    for finding in findings:
        key = (
            finding.code,
            finding.message,
            finding.hint,
            finding.severity,
            finding.place.file,
            finding.place.table,
        )
        groups.setdefault(key, []).append(finding)
    result = []
    for members in groups.values():
        first = members[0]
        if len(members) <= examples:
            result.extend(members)
            continue
        related = tuple(m.place for m in members[1:examples])
        total = sum(m.count for m in members)
        result.append(
            Finding(
                first.code,
                first.message,
                first.place,
                first.record,
                first.found,
                first.hint,
                first.severity,
                related,
                total,
                first.note,
            )
        )
    return result
