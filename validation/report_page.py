"""What stands on the HTML page of a report, as plain data: grouped, counted, cut into what a template can print.

That the texts are harmless, on a screen and inside HTML, is the business of whoever prints them (`render_html`).
"""

from __future__ import annotations

import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from schema.tables import BY_NAME
from validation import suites
from validation.allowlist import ready_entry, refusal, together
from validation.codes import CODES, LAYERS, Code
from validation.findings import Accepted, CheckRun, Finding, Place, Report, printable
from validation.render_text import LONGEST_LINE, Lines, count_accepted

EXAMPLES = 5
"""Findings alike in code, words and file that are shown in full; the rest is listed in short below them."""

LINES_BEFORE, LINES_AFTER = 2, 1


@dataclass(frozen=True)
class Spot:
    """A place in words, with the address of the line where the files of a commit can be looked at."""

    text: str
    address: str = ""


@dataclass(frozen=True)
class Excerpt:
    """Lines of a file around a finding; the line itself in three parts, of which `at` is where the caret points."""

    before: Sequence[tuple[int, str]]
    number: int
    head: str
    at: str
    tail: str
    after: Sequence[tuple[int, str]]


@dataclass(frozen=True)
class Item:
    """A finding as it is shown. `anchor` is unique on the page, also where fingerprints are not."""

    anchor: str
    finding: Finding
    spot: Spot
    message: str
    found: str
    hint: str
    note: str
    record: str
    related: Sequence[Spot]
    excerpt: Excerpt | None
    entry: Sequence[str]
    accepted: Accepted | None = None
    listed: Spot | None = None

    @property
    def state(self) -> str:
        """What the filter asks: error, warning or accepted."""
        return "accepted" if self.accepted else self.finding.severity

    @property
    def inside(self) -> str:
        """The table or file that it is about, empty for the dataset as a whole."""
        return self.finding.place.table or self.finding.place.file


@dataclass(frozen=True)
class Group:
    """Findings of one code: some in full, and those just like them in short."""

    code: Code
    layer: str
    refusal: str
    address: str
    shown: Sequence[tuple[Item, Sequence[Item]]]
    errors: int
    warnings: int


@dataclass(frozen=True)
class Row:
    """A code in the table that sums up, with exact numbers."""

    code: Code
    errors: int
    warnings: int
    accepted: int


@dataclass(frozen=True)
class Examined:
    """The checks of a table, or of the records (`table` is empty), and how many rows it has."""

    table: str
    runs: Sequence[CheckRun]

    @property
    def rows(self) -> int:
        """Rows of the table; 0 also where it could not be read."""
        return max((run.examined for run in self.runs), default=0)

    def count(self, outcome: str) -> int:
        """How many checks ended so."""
        return sum(run.outcome == outcome for run in self.runs)


@dataclass(frozen=True)
class Content:
    """Everything on the page."""

    verdict: str
    tone: str
    exit_code: int
    errors: int
    warnings: int
    accepted_count: int
    ran: int
    rows: Sequence[Row]
    groups: Sequence[Group]
    accepted: Sequence[Item]
    not_run: Sequence[tuple[str, Sequence[CheckRun]]]
    not_run_count: int
    records: Examined
    tables: Sequence[Examined]
    places: Sequence[tuple[str, int]]
    count: int


def content(
    report: Report, lines: Lines, *, strict: bool = False, source: str = "", pages: str = ""
) -> Content:
    """What to show of a report.

    Args:
        report: the findings.
        lines: gives the lines of a file.
        strict: whether warnings count, as in the exit code.
        source: address of the project's files at the commit that was checked, if known.
        pages: address of docs/codes, if known.
    """
    maker = _Maker(report, lines, source)
    findings = [maker.item(finding) for finding in report.sorted()]
    accepted = sorted(report.accepted, key=lambda a: a.finding.sort_key)
    excused = [maker.item(one.finding, one) for one in accepted]
    errors, warnings = report.count("error"), report.count("warning")
    reasons: dict[str, list[CheckRun]] = {}
    for run in report.not_run:
        reasons.setdefault(run.reason or "no reason is known", []).append(run)
    verdict, tone = _verdict(report, strict=strict)
    records, tables = _examined(report.runs)
    inside = Counter(item.inside for item in (*findings, *excused) if item.inside)
    return Content(
        verdict=verdict,
        tone=tone,
        exit_code=report.exit_code(strict=strict),
        errors=errors,
        warnings=warnings,
        accepted_count=count_accepted(report),
        ran=len(report.runs) - len(report.not_run),
        rows=list(_rows(report)),
        groups=list(_groups(findings, pages)),
        accepted=excused,
        not_run=list(reasons.items()),
        not_run_count=len(report.not_run),
        records=records,
        tables=tables,
        places=sorted(inside.items()),
        count=len(findings) + len(excused),
    )


def _verdict(report: Report, *, strict: bool) -> tuple[str, str]:
    """One line, and its tone: good, doubtful or bad."""
    errors, warnings, missed = report.count("error"), report.count("warning"), len(report.not_run)
    counted = [_counted(errors, "error")] if errors else []
    counted += [_counted(warnings, "warning")] if warnings else []
    tail = f"; {_counted(missed, 'check')} could not run" if missed else ""
    if counted:
        fails = errors or strict
        return f"{' and '.join(counted)}{tail}", "bad" if fails or missed else "doubtful"
    if missed:
        return f"No findings, but {_counted(missed, 'check')} could not run", "bad"
    return "Clean: nothing was found", "good"


def _counted(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"


class _Maker:
    """Turns findings into items: a class, because every anchor is given once, and files are read once."""

    def __init__(self, report: Report, lines: Lines, source: str) -> None:
        self._lines = lines
        self._source = source
        self._counts = together(report.findings)
        self._given: Counter[str] = Counter()

    def item(self, finding: Finding, accepted: Accepted | None = None) -> Item:
        self._given[finding.fingerprint] += 1
        number = self._given[finding.fingerprint]
        open_to = not accepted and not refusal(finding.code)
        return Item(
            anchor=f"f-{finding.fingerprint}" + (f"-{number}" if number > 1 else ""),
            finding=finding,
            spot=self._spot(finding.place),
            message=finding.message,
            found=finding.found,
            hint=finding.hint,
            note=finding.note,
            record=finding.record if finding.place.file else "",
            related=[self._spot(place) for place in finding.related],
            excerpt=_excerpt(self._lines, finding.place),
            entry=ready_entry(finding, self._counts[finding.fingerprint]) if open_to else (),
            accepted=accepted,
            listed=self._spot(accepted.place) if accepted else None,
        )

    def _spot(self, place: Place) -> Spot:
        address = f"{self._source}/{quote(place.file, errors='replace')}" if place.file else ""
        line = f"#L{place.line}" if place.line else ""
        return Spot(str(place), f"{address}{line}" if self._source and address else "")


def _excerpt(lines: Lines, place: Place) -> Excerpt | None:
    source = lines(place.file) if place.file and place.line else []
    if not 0 < place.line <= len(source):
        return None
    text = source[place.line - 1]
    start = max(place.column - 1, 0)
    end = start + 1
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return Excerpt(
        before=list(_numbered(source, place.line - LINES_BEFORE, place.line)),
        number=place.line,
        head=_cut(text[:start], keep_end=True),
        at=printable(text[start:end]),
        tail=_cut(text[end:]),
        after=list(_numbered(source, place.line + 1, place.line + 1 + LINES_AFTER)),
    )


def _numbered(source: Sequence[str], first: int, end: int) -> Iterator[tuple[int, str]]:
    for number in range(max(first, 1), min(end, len(source) + 1)):
        yield number, _cut(source[number - 1])


def _cut(text: str, *, keep_end: bool = False) -> str:
    """A part of a line, of what is too long only the piece that is nearer to the caret."""
    if len(text) <= LONGEST_LINE:
        return printable(text, sys.maxsize)
    if keep_end:
        return f"…{printable(text[-LONGEST_LINE:], sys.maxsize)}"
    return f"{printable(text[:LONGEST_LINE], sys.maxsize)}…"


def _groups(items: Iterable[Item], pages: str) -> Iterator[Group]:
    """Findings by code, in the order of the codes, which is that of the layers."""
    by_code: dict[str, list[Item]] = {}
    for item in items:
        by_code.setdefault(item.finding.code, []).append(item)
    for code in CODES.values():
        if members := by_code.get(code.code):
            findings = [item.finding for item in members]
            yield Group(
                code=code,
                layer=LAYERS[code.code[:3]],
                refusal=refusal(code.code),
                address=f"{pages.rstrip('/')}/{code.code}.md" if pages else "",
                shown=list(_alike(members)),
                errors=sum(f.count for f in findings if f.severity == "error"),
                warnings=sum(f.count for f in findings if f.severity == "warning"),
            )


def _alike(items: Iterable[Item]) -> Iterator[tuple[Item, Sequence[Item]]]:
    """Items to show in full; behind the last of those that say the same of the same file, the rest of them."""
    groups: dict[tuple[str, ...], list[Item]] = {}
    for item in items:
        f = item.finding
        key = (f.message, f.hint, f.severity, f.place.file, f.place.table)
        groups.setdefault(key, []).append(item)
    for members in groups.values():
        shown, rest = members[:EXAMPLES], members[EXAMPLES:]
        yield from ((item, ()) for item in shown[:-1])
        yield shown[-1], rest


def _rows(report: Report) -> Iterator[Row]:
    for code in CODES.values():
        found = [f for f in report.findings if f.code == code.code]
        excused = [a.finding for a in report.accepted if a.finding.code == code.code]
        if found or excused:
            yield Row(
                code,
                sum(f.count for f in found if f.severity == "error"),
                sum(f.count for f in found if f.severity == "warning"),
                sum(f.count for f in excused),
            )


def _examined(runs: Iterable[CheckRun]) -> tuple[Examined, list[Examined]]:
    """Checks of the records and of the folder as a whole, and those of every table, in the order of the registry."""
    across = {check.check_id: check.table for check in suites.CROSS_CHECKS}
    by_table: dict[str, list[CheckRun]] = {}
    for run in runs:
        table = across.get(run.check) or run.check.partition(".")[0]
        by_table.setdefault(table if table in BY_NAME else "", []).append(run)
    tables = [Examined(name, by_table[name]) for name in BY_NAME if name in by_table]
    return Examined("", by_table.get("", [])), tables
