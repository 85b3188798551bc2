"""Findings as a Code Quality report of GitLab, which shows them beside the lines of a merge request.

The format knows no accepted findings: they are left out here, and counted in the line that sums up.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from validation.findings import Finding, Report
from validation.render_text import told

_SEVERITIES = {"error": "major", "warning": "minor"}  # ours and GitLab's


def render(report: Report, tables: str = "build/parquet") -> Iterator[str]:
    """Lines of the JSON text; `tables` is the folder of the Parquet files, from the project's folder."""
    yield from json.dumps(document(report, tables), indent=2).split("\n")


def document(report: Report, tables: str = "build/parquet") -> list[dict[str, Any]]:
    """The findings in the types of JSON, in order of their place. GitLab wants each fingerprint once."""
    seen: Counter[str] = Counter()
    items = []
    for finding in report.sorted():
        seen[finding.fingerprint] += 1
        number = seen[finding.fingerprint]
        items.append(_item(finding, f"-{number}" if number > 1 else "", tables))
    return items


def _item(finding: Finding, suffix: str, tables: str) -> dict[str, Any]:
    place = finding.place
    table = f"{tables}/{place.table}.parquet" if place.table else tables
    return {
        "description": "; ".join(told(finding)),
        "check_name": finding.code,
        "fingerprint": f"{finding.fingerprint}{suffix}",
        "severity": _SEVERITIES[finding.severity],
        "location": {"path": place.file or table, "lines": {"begin": max(place.line, 1)}},
    }
