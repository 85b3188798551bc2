"""Findings as text: one block each, with the line of the file and a caret where it stands.

records/articles/x.yaml:41:12 QUO001 content is not in the source ("Neighbours must join hands")
   41 |     content: "Neighbours must join hands"
      |              ^ nearest: "Neighbors must join hands" (characters 69-94)
      = help: copy the words exactly as printed, or correct the source id
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator

from validation.codes import CODES
from validation.findings import Finding, Report, grouped, printable

Lines = Callable[[str], list[str]]
"""Gives the lines of a file, or an empty list."""

WIDTH = 100
LONGEST_LINE = 600


def no_lines(_: str) -> list[str]:
    """For findings that stand in no file."""
    return []


def render(report: Report, lines: Lines = no_lines) -> Iterator[str]:
    """Text of a report, finding by finding, then a line that sums up."""
    for finding in sorted(grouped(report.findings), key=lambda f: f.sort_key):
        yield from render_finding(finding, lines)
        yield ""
    reasons: dict[str, list[str]] = {}
    for run in report.not_run:
        reasons.setdefault(run.reason, []).append(run.check)
    for reason, checks in reasons.items():
        more = f" and {len(checks) - 1} more" if len(checks) > 1 else ""
        yield printable(f"not run: {checks[0]}{more}: {reason}", LONGEST_LINE)
    yield summary(report)


def render_finding(finding: Finding, lines: Lines = no_lines) -> Iterator[str]:
    """One finding: head line, source line with caret, note, help."""
    found = f" ({finding.found})" if finding.found else ""
    times = f" [{finding.count} times]" if finding.count > 1 else ""
    mark = "warning: " if finding.severity == "warning" else ""
    head = f"{finding.place} {finding.code} {mark}{finding.message}{found}{times}"
    yield printable(head, LONGEST_LINE)
    source = lines(finding.place.file) if finding.place.line else []
    gutter = max(5, len(str(finding.place.line)) + 1)
    if 0 < finding.place.line <= len(source):
        text, caret = _window(source[finding.place.line - 1], finding.place.column)
        yield f"{finding.place.line:>{gutter}} | {text}"
        note = printable(f" {finding.note}" if finding.note else "", LONGEST_LINE)
        yield f"{'':>{gutter}} | {' ' * caret}^{note}"
    elif finding.note:
        yield printable(f"{'':>{gutter}} = {finding.note}", LONGEST_LINE)
    for place in finding.related:
        yield printable(f"{'':>{gutter}} = also: {place}", LONGEST_LINE)
    if finding.hint:
        yield printable(f"{'':>{gutter}} = help: {finding.hint}", LONGEST_LINE)


def _window(line: str, column: int) -> tuple[str, int]:
    """The part of a line around a column, and the cells before the caret in it; wide characters count double."""
    start = max(0, column - 1 - WIDTH // 2) if len(line) > WIDTH else 0
    shown = printable(line[start : start + WIDTH], 10 * WIDTH)
    before = printable(line[start : column - 1], 10 * WIDTH)
    lead = "..." if start else ""
    return lead + shown, len(lead) + _cells(before)


def _cells(text: str) -> int:
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def summary(report: Report) -> str:
    """One line: how much was looked at and how it went."""
    errors, warnings = report.count("error"), report.count("warning")
    checks = len([run for run in report.runs if run.outcome != "not-run"])
    if not errors and not warnings:
        tail = f", {len(report.not_run)} could not run" if report.not_run else ""
        return f"no findings; {checks} checks ran{tail}"
    parts = [_plural(errors, "error")] + ([_plural(warnings, "warning")] if warnings else [])
    tail = f"; {len(report.not_run)} checks not run" if report.not_run else ""
    return f"{' and '.join(parts)}; {checks} checks ran{tail}. `dataset explain CODE` tells more."


def _plural(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


def explain(code: str) -> str:
    """A code in full: title, cause, remedy, example.

    Raises:
        KeyError: no such code.
    """
    entry = CODES[code]
    return f"{entry.code} {entry.title}\n\nCause    {entry.cause}\nRemedy   {entry.remedy}\nExample  {entry.example}"
