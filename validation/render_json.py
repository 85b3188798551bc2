"""Findings as JSON, in a shape that programs may rely on (docs/json-schema/report.schema.json).

Every key is always there; what does not apply is null. A key may be added in the same `version`; one
that is removed, renamed or changes its meaning makes a new `version`. The text is plain ASCII, so that
it passes any terminal, pipe or log unharmed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from validation.codes import CODES, LAYERS
from validation.findings import Accepted, CheckRun, Finding, Place, Report
from validation.render_text import count_accepted

VERSION = 1
"""Of the shape. Not of the tools, nor of the data."""


def render(report: Report, *, strict: bool = False) -> Iterator[str]:
    """Lines of the JSON text of a report; `strict` as in the exit code, which is part of it."""
    yield from json.dumps(document(report, strict=strict), indent=2).split("\n")


def document(report: Report, *, strict: bool = False) -> dict[str, Any]:
    """A report in the types of JSON. Findings are in order of their place, and none is left out."""
    return {
        "version": VERSION,
        "summary": {
            "exit_code": report.exit_code(strict=strict),
            "strict": strict,
            "errors": report.count("error"),
            "warnings": report.count("warning"),
            "accepted": count_accepted(report),
            "checks_run": len(report.runs) - len(report.not_run),
            "checks_not_run": len(report.not_run),
        },
        "findings": [_finding(finding) for finding in report.sorted()],
        "accepted": [
            _accepted(accepted)
            for accepted in sorted(report.accepted, key=lambda a: a.finding.sort_key)
        ],
        "runs": [_run(run) for run in report.runs],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "title": CODES[finding.code].title,
        "layer": LAYERS[finding.code[:3]],
        "severity": finding.severity,
        "message": finding.message,
        "found": finding.found or None,
        "hint": finding.hint or None,
        "note": finding.note or None,
        "record": finding.record or None,
        "place": _place(finding.place),
        "related": [_place(place) for place in finding.related],
        "count": finding.count,
        "fingerprint": finding.fingerprint,
    }


def _accepted(accepted: Accepted) -> dict[str, Any]:
    return {
        "finding": _finding(accepted.finding),
        "reason": accepted.reason,
        "until": accepted.until.isoformat() if accepted.until else None,
        "place": _place(accepted.place),
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "file": place.file or None,
        "line": place.line or None,
        "column": place.column or None,
        "table": place.table or None,
        "record": place.record or None,
        "field": place.field or None,
    }


def _run(run: CheckRun) -> dict[str, Any]:
    return {
        "check": run.check,
        "outcome": run.outcome,
        "examined": run.examined,
        "reason": run.reason or None,
    }


# schema


def schema() -> dict[str, Any]:
    """JSON Schema of the shape."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Report",
        "description": "What `dataset validate --format json` prints: every finding of one run.",
        **_object(
            version=_described("Version of this shape.", {"const": VERSION}),
            summary=_object(
                exit_code=_described(
                    "0 clean, 1 findings, 2 a check could not run.", {"enum": [0, 1, 2]}
                ),
                strict=_described("Whether warnings count as findings.", {"type": "boolean"}),
                errors=_described("Exact number, repeats included.", _AMOUNT),
                warnings=_described("Exact number, repeats included.", _AMOUNT),
                accepted=_described("Exact number of findings the allowlist excuses.", _AMOUNT),
                checks_run=_AMOUNT,
                checks_not_run=_AMOUNT,
            ),
            findings=_list("finding"),
            accepted=_list("accepted"),
            runs=_list("run"),
        ),
        "$defs": {
            "finding": _object(
                code=_described("What `dataset explain` takes.", {"enum": sorted(CODES)}),
                title=_TEXT,
                layer=_described("Layer of validation.", {"enum": list(LAYERS.values())}),
                severity={"enum": ["error", "warning"]},
                message=_described("What is wrong.", _TEXT),
                found=_described(
                    "What was found; invisible characters are escaped.", _nullable(_TEXT)
                ),
                hint=_described("What to do.", _nullable(_TEXT)),
                note=_described("What helps to see it, as the nearest text.", _nullable(_TEXT)),
                record=_described(
                    "Id of the record, or key of the row, parts joined by /.", _nullable(_TEXT)
                ),
                place=_reference("place"),
                related=_described("Other places of the same finding.", _list("place")),
                count=_described("How often it was found, exactly.", _POSITIVE),
                fingerprint=_described(
                    "Name that survives moved lines; key of the allowlist.",
                    {"type": "string", "pattern": "^[0-9a-f]{16}$"},
                ),
            ),
            "accepted": _object(
                finding=_reference("finding"),
                reason=_described("Why it is accepted.", _TEXT),
                until=_described("Last day on which it is.", _nullable(_DAY)),
                place=_described("Where the allowlist says so.", _reference("place")),
            ),
            "place": _object(
                file=_described("Path from the project's folder, with /.", _nullable(_TEXT)),
                line=_described("From 1.", _nullable(_POSITIVE)),
                column=_described("From 1, in Unicode code points.", _nullable(_POSITIVE)),
                table=_described("Name of the table.", _nullable(_TEXT)),
                record=_described("Key of the row.", _nullable(_TEXT)),
                field=_described(
                    "Path of the field in the file, or the columns.", _nullable(_TEXT)
                ),
            ),
            "run": _object(
                check=_TEXT,
                outcome={"enum": ["passed", "failed", "not-run"]},
                examined=_described("How many files, records, quotations or rows.", _AMOUNT),
                reason=_described("Why it could not run.", _nullable(_TEXT)),
            ),
        },
    }


_TEXT = {"type": "string", "minLength": 1}
_DAY = {"type": "string", "format": "date"}
_AMOUNT = {"type": "integer", "minimum": 0}
_POSITIVE = {"type": "integer", "minimum": 1}


def _object(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _nullable(kind: dict[str, Any]) -> dict[str, Any]:
    return {**kind, "type": [kind["type"], "null"]}


def _described(text: str, kind: dict[str, Any]) -> dict[str, Any]:
    return {"description": text, **kind}


def _reference(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}"}


def _list(name: str) -> dict[str, Any]:
    return {"type": "array", "items": _reference(name)}
