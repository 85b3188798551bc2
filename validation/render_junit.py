"""Findings as JUnit XML, for everything that shows test results: GitLab, Jenkins, Azure, editors.

There is no standard, only readers. One suite per layer; in it one case per check that passed or could
not run (skipped), and one per code that was found. GitLab takes only the first of two cases of one
name, so all findings of a code share a case, whose failure tells every one of them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from validation.codes import CODES, LAYERS
from validation.findings import Accepted, CheckRun, Finding, Report, printable
from validation.render_text import Lines, no_lines, render_finding

NAME = "dataset validate"

_LAYER_OF_CHECK = {
    "syntax": "syntax",
    "canonical form": "syntax",
    "records": "record",
    "references": "references",
    "quote proof": "quote proof",
    "time": "time",
    "allowlist": "allowlist",
}
"""Layers of the checks of records; every other check is one of tables."""


@dataclass(frozen=True)
class Case:
    """One test case: `failure` and `skipped` are what a reader shows first, `text` the rest."""

    name: str
    file: str = ""
    failure: str = ""
    skipped: str = ""
    text: str = ""


def render(report: Report, lines: Lines = no_lines, *, strict: bool = False) -> Iterator[str]:
    """Lines of the XML text of a report; with `strict` warnings fail too.

    The text is plain ASCII with character references; what XML forbids is shown as an escape.
    """
    root = ET.Element("testsuites", name=NAME)
    totals = dict.fromkeys(("tests", "failures", "errors", "skipped"), 0)
    for layer in LAYERS.values():
        cases = list(_cases(report, layer, lines, strict=strict))
        if not cases:
            continue
        counts = {
            "tests": len(cases),
            "failures": sum(bool(case.failure) for case in cases),
            "errors": 0,
            "skipped": sum(bool(case.skipped) for case in cases),
        }
        suite = ET.SubElement(root, "testsuite", {"name": layer, **_texts(counts)})
        for case in cases:
            _write(suite, layer, case)
        totals = {name: totals[name] + counts[name] for name in totals}
    root.attrib.update(_texts(totals))
    ET.indent(root)
    yield '<?xml version="1.0" encoding="us-ascii"?>'
    yield from ET.tostring(root, encoding="us-ascii", xml_declaration=False).decode().split("\n")


def _texts(counts: dict[str, int]) -> dict[str, str]:
    return {name: str(count) for name, count in counts.items()}


def _cases(report: Report, layer: str, lines: Lines, *, strict: bool) -> Iterator[Case]:
    findings = [f for f in report.sorted() if LAYERS[f.code[:3]] == layer]
    accepted = [a for a in report.accepted if LAYERS[a.finding.code[:3]] == layer]
    has_told = bool(findings or accepted)
    for run in report.runs:
        if _LAYER_OF_CHECK.get(run.check, "tables") == layer:
            yield from _case_of_run(run, has_told=has_told)
    for code in CODES:
        of_code = [finding for finding in findings if finding.code == code]
        excused = [a for a in accepted if a.finding.code == code]
        if of_code or excused:
            yield _case_of_code(code, of_code, excused, lines, strict=strict)


def _case_of_run(run: CheckRun, *, has_told: bool) -> Iterator[Case]:
    """Case of a check; none for one that failed, whose findings are cases of their own."""
    if run.outcome == "not-run":
        yield Case(run.check, skipped=run.reason or "could not run")
    elif run.outcome == "passed":
        yield Case(run.check)
    elif not has_told:
        yield Case(run.check, failure="failed without saying why")


def _case_of_code(
    code: str,
    findings: Sequence[Finding],
    accepted: Sequence[Accepted],
    lines: Lines,
    *,
    strict: bool,
) -> Case:
    text = [line for finding in findings for line in render_finding(finding, lines)]
    for excused in accepted:
        text += ["accepted:", *render_finding(excused.finding, lines), f"reason: {excused.reason}"]
    failing = [f for f in findings if f.severity == "error" or strict]
    failure = ""
    if failing:
        total = sum(finding.count for finding in failing)
        times = "once" if total == 1 else f"{total} times"
        failure = f"{failing[0].message}: {times}, first at {failing[0].place}"
    file = (failing or findings)[0].place.file if findings else ""
    return Case(f"{code} {CODES[code].title}", file, failure, text="\n".join(text))


def _write(suite: ET.Element, layer: str, case: Case) -> None:
    element = ET.SubElement(suite, "testcase", classname=layer, name=_xml(case.name))
    if case.file:
        element.set("file", _xml(case.file))
    if case.failure:
        failure = ET.SubElement(element, "failure", message=_xml(case.failure), type=layer)
        failure.text = _xml(case.text)
    elif case.skipped:
        ET.SubElement(element, "skipped", message=_xml(case.skipped))
    elif case.text:
        ET.SubElement(element, "system-out").text = _xml(case.text)


def _xml(text: str) -> str:
    """Text that XML can hold: of the characters it forbids none is printable."""
    return "\n".join(printable(line, sys.maxsize) for line in text.split("\n"))
