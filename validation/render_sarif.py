"""Findings as SARIF 2.1.0 (OASIS), for code scanning and editors.

Accepted findings are results with a suppression, never left out; GitHub does not heed suppressions, so
docs/ci.md shows how to drop them on the way there. Checks that could not run are error notifications,
and make the run unsuccessful, as the standard asks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from validation.allowlist import refusal
from validation.code_pages import page_path
from validation.codes import CODES, LAYERS, Code
from validation.findings import Accepted, CheckRun, Finding, Place, Report
from validation.render_text import told

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
ROOT = "%SRCROOT%"
FINGERPRINT = "finding/v1"
NOT_RUN = "not-run"

_RULE_NUMBER = {code: number for number, code in enumerate(CODES)}


@dataclass(frozen=True)
class Surroundings:
    """What a report does not know itself.

    `tables` is the folder of the Parquet files: a path from the project's folder, or a `file:` address.
    `pages` is the address of the folder docs/codes, if it is known: a rule's `helpUri` must be absolute.
    """

    tool_version: str = ""
    tables: str = "build/parquet"
    pages: str = ""


DEFAULT = Surroundings()


def render(
    report: Report, surroundings: Surroundings = DEFAULT, *, strict: bool = False
) -> Iterator[str]:
    """Lines of the SARIF log of a report; `strict` as in the exit code, which is part of it."""
    yield from json.dumps(document(report, surroundings, strict=strict), indent=2).split("\n")


def document(
    report: Report, surroundings: Surroundings = DEFAULT, *, strict: bool = False
) -> dict[str, Any]:
    """A report as a SARIF log with one run, in the types of JSON."""
    driver: dict[str, Any] = {
        "name": "dataset validate",
        "fullName": "Validation of the Iran-Iraq Security Dialogue Dataset",
        "rules": [_rule(code, surroundings) for code in CODES.values()],
        "notifications": [{"id": NOT_RUN, "shortDescription": _message("a check could not run")}],
    }
    if surroundings.tool_version:
        driver["version"] = surroundings.tool_version
    accepted = sorted(report.accepted, key=lambda a: a.finding.sort_key)
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {ROOT: {"description": {"text": "The folder of the checkout."}}},
        "invocations": [
            {
                "executionSuccessful": not report.not_run,
                "exitCode": report.exit_code(strict=strict),
                "toolExecutionNotifications": [_notification(run) for run in report.not_run],
            }
        ],
        "results": [
            *(_result(finding, surroundings) for finding in report.sorted()),
            *(_suppressed(finding, surroundings) for finding in accepted),
        ],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(code: Code, surroundings: Surroundings) -> dict[str, Any]:
    refused = refusal(code.code)
    may = f"Never accepted: {refused}." if refused else "May be accepted, with a reason."
    text = f"{code.remedy}\nExample: {code.example}\n{may}\nMore: {page_path(code.code)}"
    rule = {
        "id": code.code,
        "name": "".join(word.capitalize() for word in re.findall(r"\w+", code.title)),
        "shortDescription": _message(code.title),
        "fullDescription": _message(code.cause),
        "help": _message(text),
        "properties": {"tags": [LAYERS[code.code[:3]]]},
    }
    if surroundings.pages:
        rule["helpUri"] = f"{surroundings.pages.rstrip('/')}/{code.code}.md"
    return rule


def _result(finding: Finding, surroundings: Surroundings) -> dict[str, Any]:
    return {
        "ruleId": finding.code,
        "ruleIndex": _RULE_NUMBER[finding.code],
        "level": finding.severity,
        "message": _message("\n".join(told(finding))),
        "locations": [_location(finding.place, finding.subject, surroundings)],
        "relatedLocations": [
            {
                "id": number,
                **_location(place, place.record, surroundings),
                "message": _message(f"also: {place}"),
            }
            for number, place in enumerate(finding.related, 1)
        ],
        "partialFingerprints": {FINGERPRINT: finding.fingerprint},
        "occurrenceCount": finding.count,
        "suppressions": [],  # all results have the property, or none: an empty list says "not suppressed"
    }


def _suppressed(accepted: Accepted, surroundings: Surroundings) -> dict[str, Any]:
    suppression = {
        "kind": "external",
        "status": "accepted",
        "justification": accepted.reason,
        "location": _location(accepted.place, "", surroundings),
    }
    if accepted.until:
        suppression["properties"] = {"until": accepted.until.isoformat()}
    return {**_result(accepted.finding, surroundings), "suppressions": [suppression]}


def _location(place: Place, record: str, surroundings: Surroundings) -> dict[str, Any]:
    """Where something is: always a file, because viewers show nothing without one, and what in it."""
    location: dict[str, Any] = {"physicalLocation": _physical(place, surroundings)}
    logical = []
    if place.table:
        logical.append(_logical(place.table, "table"))
    if record and record not in {place.file, place.table}:
        logical.append(_logical(record, "record"))
    if place.field:
        owner = f"{place.table}." if place.table else ""
        logical.append(_logical(f"{owner}{place.field}", "column" if place.table else "field"))
    if logical:
        location["logicalLocations"] = logical
    return location


def _logical(name: str, kind: str) -> dict[str, str]:
    return {"fullyQualifiedName": name, "kind": kind}


def _physical(place: Place, surroundings: Surroundings) -> dict[str, Any]:
    if not place.file:
        name = _quoted(f"{place.table}.parquet") if place.table else ""
        return {"artifactLocation": _artifact(surroundings.tables, name)}
    physical: dict[str, Any] = {"artifactLocation": _artifact("", _quoted(place.file))}
    if place.line:
        physical["region"] = {"startLine": place.line}
        if place.column:
            physical["region"]["startColumn"] = place.column
    return physical


def _artifact(folder: str, name: str) -> dict[str, str]:
    if folder.startswith("file:"):
        return {"uri": f"{folder.rstrip('/')}/{name}"}
    uri = "/".join(part for part in (_quoted(folder.rstrip("/")), name) if part)
    return {"uri": uri, "uriBaseId": ROOT}


def _notification(run: CheckRun) -> dict[str, Any]:
    text = f"{run.check} could not run" + (f": {run.reason}" if run.reason else "")
    return {"level": "error", "message": _message(text), "descriptor": {"id": NOT_RUN, "index": 0}}


def _message(text: str) -> dict[str, str]:
    """A message in which no brace is a placeholder and no bracket a link."""
    return {"text": text.replace("{", "{{").replace("}", "}}").replace("](", "] (")}


def _quoted(path: str) -> str:
    """A path as part of a URI; what UTF-8 cannot say (a file name of undecodable bytes) becomes `?`."""
    return quote(path, errors="replace")
