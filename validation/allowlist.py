"""Accepted findings: known faults that stay for a stated reason, and the rules for saying so.

An entry names one finding by its fingerprint. What it excuses is moved to `Report.accepted`, where
every renderer still tells it; an entry that excuses nothing any more is itself a finding. Reading
the file is not done here: `parse` takes the tree and the places of its values.
"""

from __future__ import annotations

import difflib
import functools
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from validation.codes import CODES
from validation.findings import (
    Accepted,
    CheckRun,
    FieldPath,
    Finding,
    Place,
    Positions,
    Report,
    printable,
)

FIELDS = ("fingerprint", "code", "record", "reason", "count", "until")
FINGERPRINT = re.compile(r"[0-9a-f]{16}")
COUNT = re.compile(r"[1-9][0-9]{0,8}")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./-]*")

_UNPROVED = "the words are not proved to stand in the source, and nothing unproved is published"
_NO_REGIONS = "without its regions nothing in the article can be proved"
_NO_TARGET = "rows cannot be joined to a record that is not known"
_NO_TRACE = "every cell must be traceable: a value without a source is left out"
_NO_TABLE = "checks that need the table or column cannot run"

NEVER: Mapping[str, str] = MappingProxyType(
    {
        "SYN": "a file that is not surely read says nothing, and every other fault in it stays hidden",
        "SYN007": "`dataset fmt` mends it, and changes no fact",
        "REC": "a record that its model refuses is in no table: it would be dropped in silence",
        "ALW": "the allowlist cannot excuse itself",
        "REF001": _NO_TARGET,
        "REF002": _NO_TARGET,
        "REF003": "an id must lead to one record",
        "REF004": "a retired id is never used again",
        "REF007": _NO_TRACE,
        "REF008": "a circle has no beginning, so nothing can be derived from it",
        "REF012": "the record itself can say which evidence is set aside",
        "REF015": _NO_TRACE,
        "QUO001": _UNPROVED,
        "QUO002": "the place of the words is not settled, so no span can be published",
        "QUO003": "every span counts characters of the recorded text; in another text none is proved",
        "QUO004": _UNPROVED,
        "QUO005": _UNPROVED,
        "QUO006": "without the source no quotation is proved",
        "QUO008": _UNPROVED,
        "QUO010": _NO_REGIONS,
        "TIM003": "nothing can be derived from a period that ends before it starts",
        "TAB001": _NO_TABLE,
        "TAB002": _NO_TABLE,
        "TAB003": _NO_TABLE,
        "TAB012": _NO_TABLE,
        "TAB015": "the text belongs to its publisher",
    }
)
"""Codes, or first letters of codes, of findings that are never accepted, and why."""

TABLES = "structure"
"""The first check of tables; where it ran, all others have a `CheckRun`, if only to say that they did not."""

_PRODUCERS = MappingProxyType(
    {"REF": "references", "QUO": "quote proof", "TIM": "time", "TAB": TABLES}
)
"""The check that yields the findings of a layer."""


@dataclass(frozen=True)
class Entry:
    """One accepted finding. `count` is how often it occurs: if that changes, it is not the same any more."""

    fingerprint: str
    code: str
    record: str
    reason: str
    place: Place
    count: int = 1
    until: date | None = None


@dataclass(frozen=True)
class Allowlist:
    """The sound entries of the file, and what is wrong with the others; `exists` is false without a file."""

    entries: Sequence[Entry] = ()
    findings: Sequence[Finding] = ()
    exists: bool = False


def refusal(code: str) -> str:
    """Why a finding with that code is never accepted; empty if it may be."""
    return NEVER.get(code) or NEVER.get(code[:3], "")


# entries


@dataclass
class _Parser:
    """Turns the items of the file into entries: a class, because every check notes findings."""

    file: str
    positions: Positions
    entries: list[Entry] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def find(
        self,
        code: str,
        path: FieldPath,
        message: str,
        found: Any = "",
        hint: str = "",
        *,
        key: bool = False,
    ) -> None:
        place = self.positions.place(self.file, path, key=key)
        shown = printable(found if isinstance(found, str) else _kind(found))
        self.findings.append(Finding(code, message, place, found=shown, hint=hint))

    def read(self, tree: object) -> None:
        if not isinstance(tree, list):
            hint = "write a list of entries, or [] for none"
            self.find("ALW003", (), "the allowlist is not a list", tree, hint)
            return
        first: dict[str, Entry] = {}
        for number, item in enumerate(tree):
            entry = self.entry(number, item)
            if entry is None:
                continue
            if entry.fingerprint in first:
                hint = f"keep one of the two; the other is at {first[entry.fingerprint].place}"
                path = (number, "fingerprint")
                self.find("ALW003", path, "fingerprint given twice", entry.fingerprint, hint)
                continue
            first[entry.fingerprint] = entry
            self.entries.append(entry)

    def entry(self, number: int, item: object) -> Entry | None:
        before = len(self.findings)
        if not isinstance(item, dict):
            hint = f"an entry is a mapping of {', '.join(FIELDS)}"
            self.find("ALW003", (number,), "not an entry", item, hint)
            return None
        for name in item:
            if name not in FIELDS:
                hint = f"the fields are {', '.join(FIELDS)}"
                self.find("ALW003", (number, name), "unknown field", name, hint, key=True)
        fingerprint = self.text(number, item, "fingerprint", FINGERPRINT, "16 characters 0-9 a-f")
        code = self.code(number, item)
        record = self.text(number, item, "record", re.compile(r"(?s).*\S.*"), "an id or a file")
        reason = self.reason(number, item)
        count = self.text(number, item, "count", COUNT, "a whole number from 1", "1")
        until = self.day(number, item)
        if len(self.findings) > before:
            return None
        place = self.positions.place(self.file, (number,))
        return Entry(fingerprint, code, record, reason, place, int(count), until)

    def text(
        self,
        number: int,
        item: Mapping[str, object],
        name: str,
        form: re.Pattern[str],
        told: str,
        default: str | None = None,
    ) -> str:
        """Return the text of a field; if it is missing or malformed, note that and return nothing."""
        value = item.get(name, default)
        if value is None:
            hint = "copy it from `dataset validate --show-fingerprints`"
            self.find("ALW003", (number, name), f"{name} is missing", "", hint)
        elif not isinstance(value, str) or not form.fullmatch(value):
            self.find("ALW003", (number, name), f"{name} is malformed", value, f"write {told}")
        else:
            return value
        return ""

    def code(self, number: int, item: Mapping[str, object]) -> str:
        code = self.text(number, item, "code", re.compile(r".*"), "a code such as TIM001")
        if code and code not in CODES:
            near = difflib.get_close_matches(code.upper(), CODES, n=1)
            hint = f"did you mean {near[0]}?" if near else "`dataset explain all` lists the codes"
            self.find("ALW003", (number, "code"), "no such code", code, hint)
        elif code and refusal(code):
            hint = "remove the entry and mend what was found"
            message = f"{code} is never accepted: {refusal(code)}"
            self.find("ALW004", (number, "code"), message, code, hint)
        return code

    def reason(self, number: int, item: Mapping[str, object]) -> str:
        value = item.get("reason")
        if value is None or (isinstance(value, str) and not value.strip()):
            hint = "say in words why the finding is accepted, or mend it"
            self.find("ALW002", (number, "reason"), "no reason is given", "", hint)
            return ""
        return self.text(number, item, "reason", re.compile(r"(?s).*"), "a text")

    def day(self, number: int, item: Mapping[str, object]) -> date | None:
        if "until" not in item:
            return None
        told = "a day such as 2027-06-30"
        value = self.text(number, item, "until", DAY, told)
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            self.find("ALW003", (number, "until"), "until is malformed", value, f"write {told}")
            return None


def _kind(value: object) -> str:
    names = {dict: "a mapping", list: "a list", type(None): "nothing"}
    return names.get(type(value), type(value).__name__)


def parse(tree: object, positions: Positions, file: str) -> Allowlist:
    """Turn the tree of the file into entries; what is malformed excuses nothing and is told (ALW002 to ALW004)."""
    parser = _Parser(file, positions)
    parser.read(tree)
    return Allowlist(parser.entries, parser.findings, exists=True)


def ready_entry(finding: Finding, count: int) -> list[str]:
    """Lines of the entry that would accept a finding; the reason is left for the curator to write.

    `count` is how often its fingerprint occurs (see `together`): one entry accepts them all.
    """
    lines = [
        f"- fingerprint: {finding.fingerprint}",
        f"  code: {finding.code}",
        f"  record: {_scalar(finding.subject)}",
    ]
    if count > 1:
        lines.append(f"  count: {count}")
    return [*lines, "  reason:"]


def _scalar(text: str) -> str:
    return text if PLAIN.fullmatch(text) and text != "null" else json.dumps(text)


def together(findings: Iterable[Finding]) -> dict[str, int]:
    """How often each fingerprint occurs."""
    counts: dict[str, int] = defaultdict(int)
    for finding in findings:
        counts[finding.fingerprint] += finding.count
    return counts


# what they excuse


def accept(report: Report, entries: Sequence[Entry], today: date | None = None) -> None:
    """Move what the entries excuse from the findings of a report to those accepted.

    Without `today` no entry expires: the same records then build the same tables on any day.
    """
    live = {e.fingerprint: e for e in entries if not _is_expired(e, today)}
    if not live:
        return
    counts = together(report.findings)
    kept = []
    for finding in report.findings:
        entry = live.get(finding.fingerprint)
        if entry is not None and not _difference(entry, finding, counts[entry.fingerprint]):
            report.accepted.append(Accepted(finding, entry.reason, entry.place, entry.until))
        else:
            kept.append(finding)
    report.findings[:] = kept


def conclude(report: Report, allowlist: Allowlist, today: date | None = None) -> None:
    """Accept what is left to accept, and judge the entries, when all checks of a command are done."""
    if not allowlist.exists:
        return
    accept(report, allowlist.entries, today)
    found = [*allowlist.findings, *_judge(report, allowlist.entries, today)]
    report.findings.extend(found)
    run = CheckRun("allowlist", "failed" if found else "passed", len(allowlist.entries))
    report.runs.append(run)


def _judge(report: Report, entries: Sequence[Entry], today: date | None) -> Iterator[Finding]:
    """Findings about entries that expired, excuse nothing, or excuse something else (ALW001, ALW003, ALW005)."""
    used = {accepted.finding.fingerprint for accepted in report.accepted}
    left = {finding.fingerprint: finding for finding in report.findings}
    counts = together(report.findings)
    excused = (accepted.finding for accepted in report.accepted)
    hidden = any(_hides(finding) for finding in (*report.findings, *excused))
    for entry in entries:
        if entry.fingerprint in used:
            continue
        finding = left.get(entry.fingerprint)
        if finding is not None and _is_expired(entry, today):
            hint = "mend what was found, or look at it again and set a later day"
            yield _about(
                entry, "ALW005", "the acceptance has expired", f"until {entry.until}", hint
            )
        elif finding is not None:
            difference = _difference(entry, finding, counts[entry.fingerprint])
            hint = "copy the entry anew from `dataset validate --show-fingerprints`"
            yield _about(entry, "ALW003", "not the finding as it is now", difference, hint)
        elif not hidden and _ran(entry.code, report.runs):
            hint = "remove the entry"
            yield _about(
                entry, "ALW001", "excuses a finding that no longer occurs", entry.code, hint
            )


def _about(entry: Entry, code: str, message: str, found: str, hint: str) -> Finding:
    return Finding(code, message, entry.place, entry.record, printable(found), hint)


def _is_expired(entry: Entry, today: date | None) -> bool:
    return today is not None and entry.until is not None and entry.until < today


def _difference(entry: Entry, finding: Finding, count: int) -> str:
    """What keeps an entry from excusing the finding whose fingerprint it has."""
    pairs = (
        ("code", entry.code, finding.code),
        ("record", entry.record, finding.subject),
        ("count", entry.count, count),
    )
    return "; ".join(f"{name} {told}, now {now}" for name, told, now in pairs if told != now)


def _hides(finding: Finding) -> bool:
    """Whether other findings may be out of sight behind this one, so that nothing can be called stale."""
    if finding.code == "TIM005":
        return True  # what rests on dates that are surely wrong is not told a second time
    return bool(refusal(finding.code)) and finding.code not in {"SYN007", "TAB015"}


def _ran(code: str, runs: Sequence[CheckRun]) -> bool:
    """Whether every check that could yield the code ran."""
    done = {run.check for run in runs if run.outcome != "not-run"}
    producer = _PRODUCERS.get(code[:3])
    if producer not in done:
        return False
    if producer != TABLES and code not in _codes_of_tables():
        return True
    return TABLES in done and len(done) == len({run.check for run in runs})


@functools.cache
def _codes_of_tables() -> frozenset[str]:
    """Codes that checks of tables yield; some, as TIM001, come from records and from tables."""
    from validation.table_checks import all_checks

    return frozenset(check.code for check in all_checks())
