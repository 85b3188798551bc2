"""Findings as annotations of GitHub Actions: workflow commands that the runner picks out of the log.

GitHub shows ten errors and ten warnings of a step and drops the rest without a word. So where there
are more, the tenth says how many are left, and those stand in the log as plain lines.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from validation.codes import CODES
from validation.findings import Finding, Report, Severity, grouped, printable
from validation.render_text import summary, told

NAME = "dataset validate"

SHOWN = 10
"""Annotations of one kind that GitHub shows per step."""


def render(report: Report, *, strict: bool = False) -> Iterator[str]:
    """Annotations for the findings of a report, the rest as plain lines, then the line that sums up."""
    findings = sorted(grouped(report.findings), key=lambda f: f.sort_key)
    errors = [finding for finding in findings if finding.severity == "error"]
    warnings = [finding for finding in findings if finding.severity == "warning"]
    stopped = report.exit_code(strict=strict) == 2  # noqa: PLR2004  # exit code of the contract
    not_run = list(_not_run(report))
    rest: list[str] = []
    yield from _some("error", errors, not_run if stopped else [], rest)
    yield from _some("warning", warnings, [] if stopped else not_run, rest)
    if rest:
        yield "::group::Findings without an annotation"
        yield from rest
        yield "::endgroup::"
    yield _plain(summary(report))


def _some(
    severity: Severity, findings: Sequence[Finding], others: Sequence[str], rest: list[str]
) -> Iterator[str]:
    """As many annotations of one kind as are shown; what is left goes to `rest`."""
    room = SHOWN - len(others)
    shown = findings if len(findings) <= room else findings[: room - 1]
    for finding in shown:
        yield _annotation(finding)
    for text in others:
        yield f"::{severity} title=not run::{_data(text)}"
    left = findings[len(shown) :]
    if left:
        total = sum(finding.count for finding in left)
        word = f"{severity}s" if total > 1 else severity
        yield f"::{severity} title={NAME}::{total} more {word} in the log of this step"
        rest += [_plain(f"- {f.place} {f.code} {'; '.join(told(f))}") for f in left]


def _annotation(finding: Finding) -> str:
    place = finding.place
    properties = {
        "file": place.file,
        "line": str(place.line) if place.file and place.line else "",
        "col": str(place.column) if place.file and place.line and place.column else "",
        "title": f"{finding.code} {CODES[finding.code].title}",
    }
    lines = told(finding)
    if not place.file:
        lines[0] = f"{place}: {lines[0]}"
    lines += [f"also: {other}" for other in finding.related]
    shown = ",".join(f"{name}={_property(text)}" for name, text in properties.items() if text)
    message = _data("\n".join(lines))
    return f"::{finding.severity} {shown}::{message}"


def _not_run(report: Report) -> Iterator[str]:
    """One text per reason, not per check: a broken record keeps a hundred checks from running."""
    reasons: dict[str, list[str]] = {}
    for run in report.not_run:
        reasons.setdefault(run.reason, []).append(run.check)
    if len(reasons) > SHOWN // 2:
        yield f"{len(report.not_run)} checks could not run; {_one(*next(iter(reasons.items())))}"
        return
    for reason, checks in reasons.items():
        yield _one(reason, checks)


def _one(reason: str, checks: Sequence[str]) -> str:
    more = f" and {len(checks) - 1} more" if len(checks) > 1 else ""
    return f"{checks[0]}{more}: {reason or 'could not run'}"


def _data(text: str) -> str:
    lines = (printable(line, sys.maxsize) for line in text.split("\n"))
    return "%0A".join(line.replace("%", "%25") for line in lines)


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _plain(text: str) -> str:
    """A line in which the runner sees no command: it looks for `::` at the start, and `##[` anywhere."""
    return printable(text, sys.maxsize).replace("##[", "## [")
