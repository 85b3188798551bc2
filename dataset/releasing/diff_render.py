"""A difference in words: as text for a terminal, as JSON for programs, as Markdown for a changelog."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

from dataset.releasing.difference import (
    ROW_KINDS,
    Difference,
    RowChange,
    SchemaChange,
    is_derived,
)
from dataset.releasing.version_rule import Bump
from dataset.releasing.versions import Version
from schema.tables import BY_NAME
from validation.findings import printable

FORMAT = 1
SIGNS = {"added": "+", "changed": "~", "withdrawn": "-", "merged": ">", "removed": "-", "lost": "!"}
TEXT_CELL = 100
SCHEMA_WORDS = {
    "table-added": "table added",
    "table-removed": "table removed",
    "column-added": "column added ({after})",
    "column-removed": "column removed ({before})",
    "type-changed": "type changed: {before} → {after}",
    "null-allowed": "may be null now",
    "null-forbidden": "is never null now",
    "key-changed": "key changed: {before} → {after}",
    "description-changed": "description changed",
    "value-added": "value {after} added",
    "value-removed": "value {before} removed",
}


def in_words(change: SchemaChange) -> str:
    """A change of the schema as one line."""
    where = ".".join(part for part in (change.table, change.column) if part)
    words = SCHEMA_WORDS[change.kind].format(before=change.before, after=change.after)
    return f"{where}: {words}"


def totals(difference: Difference) -> str:
    """Counts of rows that differ, derived tables left out."""
    parts = [f"{count:,} {kind}" for kind in ROW_KINDS if (count := difference.total(kind))]
    return ", ".join(parts) or "no row differs"


def verdict(bump: Bump, last: Version | None) -> str:
    """The smallest legal bump, and the version that it leads to."""
    least = f", so at least {bump.after(last)}" if last is not None else ""
    return f"smallest legal bump: {bump.level}{least}"


def text(
    difference: Difference, bump: Bump, last: Version | None, limit: int | None
) -> Iterator[str]:
    """Yield lines for a terminal: verdict, schema, then table by table at most `limit` rows of each."""
    yield f"{difference.before.label} → {difference.after.label}: {totals(difference)}"
    yield verdict(bump, last)
    for reason in bump.reasons:
        yield f"  {reason.level}: {reason}"
    if difference.schema:
        yield ""
        yield "schema"
        for change in difference.schema:
            yield f"  {in_words(change)}"
    for table in _tables(difference):
        counts = difference.counts[table]
        summed = ", ".join(f"{count:,} {kind}" for kind, count in counts.items())
        yield ""
        yield f"{table}: {summed}" + (
            " (follows from the other tables)" if is_derived(table) else ""
        )
        if is_derived(table):
            continue
        shown = 0
        for row in difference.rows(table, limit):
            shown += 1
            yield from _row_lines(row)
        if (left := sum(counts.values()) - shown) > 0:
            yield f"  … and {left:,} more (--limit shows more, --format json all)"


def _row_lines(row: RowChange) -> Iterator[str]:
    line = f"  {SIGNS[row.kind]} {printable(row.name, TEXT_CELL)}"
    if row.kind == "merged":
        line += f"  merged into {row.replaced_by}"
    elif row.kind in {"withdrawn", "lost"}:
        line += f"  {row.kind}"
    elif row.label:
        line += f"  {printable(row.label, TEXT_CELL)}"
    if row.reason:
        line += f": {printable(row.reason, TEXT_CELL)}"
    yield line
    for name, (was, now) in row.fields.items():
        yield f"      {name}: {_shown(was)} → {_shown(now)}"


def _shown(value: Any) -> str:
    return "null" if value is None else printable(str(value), TEXT_CELL)


def as_json(difference: Difference, bump: Bump, last: Version | None) -> Iterator[str]:
    """Yield the lines of one JSON document that holds every row, however many: it is never in memory whole."""
    head = {
        "format": FORMAT,
        "before": difference.before.label,
        "after": difference.after.label,
        "bump": bump.level,
        "smallest_version": str(bump.after(last)) if last is not None else None,
        "reasons": [
            {"level": r.level, "rule": r.rule, "count": r.count, "places": list(r.places)}
            for r in bump.reasons
        ],
        "schema": [
            {
                "kind": change.kind,
                "table": change.table,
                "column": change.column or None,
                "before": change.before or None,
                "after": change.after or None,
            }
            for change in difference.schema
        ],
        "counts": difference.counts,
    }
    yield json.dumps(head, ensure_ascii=False, indent=2)[:-2] + ","
    yield '  "rows": ['
    pending = ""
    for table in _tables(difference):
        for row in difference.rows(table):
            if pending:
                yield f"{pending},"
            pending = f"    {json.dumps(_row_object(row), ensure_ascii=False, default=_plain)}"
    if pending:
        yield pending
    yield "  ]"
    yield "}"


def _row_object(row: RowChange) -> dict[str, Any]:
    result: dict[str, Any] = {"table": row.table, "key": dict(row.key), "change": row.kind}
    if row.fields:
        result["fields"] = {
            name: {"before": was, "after": now} for name, (was, now) in row.fields.items()
        }
    if row.replaced_by:
        result["replaced_by"] = row.replaced_by
    if row.reason:
        result["reason"] = row.reason
    return result


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def markdown(
    difference: Difference, bump: Bump, last: Version | None, limit: int | None
) -> Iterator[str]:
    """Yield Markdown lines for people who cited the older side: schema first, then records."""
    yield f"Against {difference.before.label}: {totals(difference)}. {verdict(bump, last).capitalize()}."
    if difference.schema:
        yield ""
        yield "Schema:"
        yield ""
        for change in difference.schema:
            yield f"- {_escaped(in_words(change))}"
    counted = [table for table in _tables(difference) if not is_derived(table)]
    if counted:
        kinds = [kind for kind in ROW_KINDS if difference.total(kind)]
        yield ""
        yield f"| table | {' | '.join(kinds)} |"
        yield f"| --- |{' ---: |' * len(kinds)}"
        for table in counted:
            cells = (difference.counts[table].get(kind, 0) for kind in kinds)
            yield f"| {table} | {' | '.join(f'{count:,}' for count in cells)} |"
    for table in counted:
        if table in BY_NAME and BY_NAME[table].group != "record":
            continue
        yield ""
        yield f"{table}:"
        yield ""
        shown = 0
        for row in difference.rows(table, limit):
            shown += 1
            yield from _markdown_row(row)
        if (left := sum(difference.counts[table].values()) - shown) > 0:
            yield f"- … and {left:,} more in `changes.json`"


def _markdown_row(row: RowChange) -> Iterator[str]:
    line = f"- `{row.name}` {row.kind}"
    if row.replaced_by:
        line += f" into `{row.replaced_by}`"
    if row.reason:
        line += f": {_escaped(row.reason)}"
    elif row.label and row.kind == "added":
        line += f": {_escaped(row.label)}"
    yield line
    for name, (was, now) in row.fields.items():
        yield f"    - {name}: {_escaped(_shown(was))} → {_escaped(_shown(now))}"


def _escaped(text: str) -> str:
    """Text as text: nothing in it is read as Markdown or HTML."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>|#" else sign for sign in text)


def _tables(difference: Difference) -> list[str]:
    """Tables with rows that differ, in the order of the registry; unknown ones behind."""
    known = list(BY_NAME)
    return sorted(
        difference.counts,
        key=lambda name: (known.index(name) if name in BY_NAME else len(known), name),
    )
