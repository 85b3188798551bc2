"""The version rule: which bump a difference needs at least, and what no release may do.

The published table with its reasons is in docs/releases.md; a test holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass

from dataset.releasing.difference import Difference, SchemaKind, is_derived
from dataset.releasing.versions import Level, Version
from validation.findings import Finding, Place

SCHEMA_LEVELS: dict[SchemaKind, tuple[Level, str]] = {
    "table-removed": ("major", "a table was removed"),
    "column-removed": ("major", "a column was removed"),
    "type-changed": ("major", "a column has another type"),
    "null-allowed": ("major", "a column that was always filled may be null"),
    "key-changed": ("major", "a table has another key"),
    "value-removed": ("major", "a closed value was removed"),
    "table-added": ("minor", "a table was added"),
    "column-added": ("minor", "a column was added"),
    "value-added": ("minor", "a closed value was added"),
    "null-forbidden": ("patch", "a column is now always filled"),
    "description-changed": ("patch", "a description was changed"),
}
ROW_LEVELS: dict[str, tuple[Level, str]] = {
    "lost": ("major", "a record vanished without a tombstone, which no release may do"),
    "withdrawn": ("minor", "a record was withdrawn"),
    "merged": ("minor", "a record was merged into another"),
    "added": ("minor", "rows were added"),
    "removed": ("minor", "rows without permanent ids were removed"),
    "changed": ("patch", "values were corrected"),
}
_ORDER: tuple[Level, ...] = ("major", "minor", "patch")
EXAMPLES = 5


@dataclass(frozen=True)
class Reason:
    """Why a bump is needed: the rule, how often it applies, and where."""

    level: Level
    rule: str
    count: int
    places: tuple[str, ...]

    def __str__(self) -> str:
        shown = ", ".join(self.places[:EXAMPLES])
        more = ", …" if len(self.places) > EXAMPLES else ""
        return f"{self.rule}: {shown}{more}"


@dataclass(frozen=True)
class Bump:
    """The smallest legal bump, with every reason for it, the weightiest first."""

    level: Level
    reasons: tuple[Reason, ...]

    def after(self, version: Version) -> Version:
        """The smallest version that may follow `version`."""
        return version.bumped(self.level)


def smallest_bump(difference: Difference) -> Bump:
    """Return the smallest legal bump. Nothing changed still needs a patch: a version is never reused."""
    places: dict[tuple[Level, str], list[str]] = {}
    counts: dict[tuple[Level, str], int] = {}
    for change in difference.schema:
        rule = SCHEMA_LEVELS[change.kind]
        where = ".".join(part for part in (change.table, change.column) if part)
        places.setdefault(rule, []).append(where)
        counts[rule] = counts.get(rule, 0) + 1
    for table, kinds in difference.counts.items():
        # Rows of derived tables follow from the others, and closed values were counted above.
        if is_derived(table) or table == "vocabularies":
            continue
        for kind, count in kinds.items():
            rule = ROW_LEVELS[kind]
            places.setdefault(rule, []).append(f"{count:,} in {table}")
            counts[rule] = counts.get(rule, 0) + count
    reasons = [
        Reason(level, text, counts[level, text], tuple(found))
        for (level, text), found in places.items()
    ]
    reasons.sort(key=lambda reason: _ORDER.index(reason.level))
    return Bump(reasons[0].level if reasons else "patch", tuple(reasons))


def refusals(difference: Difference, file: str) -> list[Finding]:
    """Findings REL007: published ids that would vanish. `file` is where their tombstones belong."""
    return [
        Finding(
            "REL007",
            "a published record would vanish without a tombstone",
            Place(file),
            change.name,
            found=f"{change.name} stood in {table}",
            hint="put the record back, or run `dataset retire` for it",
        )
        for table, kinds in difference.counts.items()
        if kinds.get("lost")
        for change in difference.rows(table)
        if change.kind == "lost"
    ]


def too_small(version: Version, last: Version, bump: Bump, place: str) -> list[Finding]:
    """Finding REL008 if a version is below the smallest that the rule allows after `last`."""
    least = bump.after(last)
    if version >= least:
        return []
    why = "; ".join(str(r) for r in bump.reasons if r.level == bump.level) or "nothing changed"
    return [
        Finding(
            "REL008",
            f"{version} is below the smallest version that may follow {last}",
            Place(place),
            hint=f"release {least} or higher: {why}",
        )
    ]
