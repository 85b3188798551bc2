"""Findings as text: one block each, with the line of the file and a caret where it stands.

records/articles/x.yaml:41:12 QUO001 content is not in the source ("Neighbours must join hands")
   41 |     content: "Neighbours must join hands"
      |              ^ nearest: "Neighbors must join hands" (characters 69-94)
      = help: copy the words exactly as printed, or correct the source id
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable, Iterator

from validation.allowlist import ready_entry, refusal, together
from validation.codes import CODES
from validation.findings import Finding, Report, grouped, printable

Lines = Callable[[str], list[str]]
"""Gives the lines of a file, or an empty list."""

WIDTH = 100
LONGEST_LINE = 600


def no_lines(_: str) -> list[str]:
    """For findings that stand in no file."""
    return []


def render(
    report: Report, lines: Lines = no_lines, *, show_fingerprints: bool = False
) -> Iterator[str]:
    """Text of a report, finding by finding, then a line that sums up.

    With `show_fingerprints` repeats are not grouped, and each finding is followed by the entry of the
    allowlist that would accept it, or by why it is never accepted.
    """
    shown = report.findings if show_fingerprints else grouped(report.findings)
    counts = together(report.findings) if show_fingerprints else {}
    for finding in sorted(shown, key=lambda f: f.sort_key):
        yield from render_finding(finding, lines)
        if show_fingerprints:
            yield from _entry(finding, counts[finding.fingerprint])
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


def _entry(finding: Finding, count: int) -> Iterator[str]:
    """The entry that accepts a finding, at the margin so that it can be copied as it stands."""
    reason = refusal(finding.code)
    if reason:
        yield f"      = never accepted: {reason}"
    else:
        yield "      = to accept it, add this with a reason to dataset/allowlist.yaml:"
        yield from ready_entry(finding, count)


def told(finding: Finding) -> list[str]:
    """A finding in words for places that show no source line: what is wrong, the note, what to do."""
    found = f" ({finding.found})" if finding.found else ""
    times = f" [{finding.count} times]" if finding.count > 1 else ""
    # a place in a table names its record already
    about = f" in {finding.record}" if finding.record and finding.place.file else ""
    lines = [f"{finding.message}{about}{found}{times}"]
    lines += [finding.note] if finding.note else []
    lines += [f"help: {finding.hint}"] if finding.hint else []
    return [printable(line, sys.maxsize) for line in lines]


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
    accepted = f"; {count} accepted" if (count := count_accepted(report)) else ""
    if not errors and not warnings:
        tail = f", {len(report.not_run)} could not run" if report.not_run else ""
        return f"no findings; {checks} checks ran{tail}{accepted}"
    parts = [_plural(errors, "error")] + ([_plural(warnings, "warning")] if warnings else [])
    tail = f"; {len(report.not_run)} checks not run" if report.not_run else ""
    whole = f"{' and '.join(parts)}; {checks} checks ran{tail}{accepted}"
    return f"{whole}. `dataset explain CODE` tells more."


def count_accepted(report: Report) -> int:
    """Exact number of findings that the allowlist excuses."""
    return sum(accepted.finding.count for accepted in report.accepted)


def _plural(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


def explain(code: str) -> str:
    """A code in full: title, cause, remedy, example.

    Raises:
        KeyError: no such code.
    """
    entry = CODES[code]
    return f"{entry.code} {entry.title}\n\nCause    {entry.cause}\nRemedy   {entry.remedy}\nExample  {entry.example}"
