"""Checks of tables as data: what is asked, what was found. Nothing here runs anything."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

BATCH = "{batch}"
"""Stands for the checked table in the SQL of a `rows` check."""

SEVERITIES = {"error": "critical", "warning": "warning"}  # ours and Great Expectations'

# Great Expectations hands a query to SQLAlchemy, which takes `:word` for a parameter unless there
# is a backslash before it, and does not see that backslash when another colon follows the word.
COLON_BEFORE_WORD = re.compile(r"(?<![:\w\\]):(?=\w)")
UNSAFE_COLON = re.compile(r"\\:|(?<![:\w\\]):[\w$]+:")


@dataclass(frozen=True)
class _Kind:
    """How many columns a kind of check names, and which parameters it takes."""

    columns: tuple[int, float]
    required: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()


_KINDS: Mapping[str, _Kind] = {
    "not_null": _Kind((1, 1)),
    "unique": _Kind((1, float("inf"))),
    "in_set": _Kind((1, 1), frozenset({"values"})),
    "matches": _Kind((1, 1), frozenset({"regex"})),
    "length_between": _Kind((1, 1), optional=frozenset({"min", "max"})),
    "between": _Kind((1, 1), optional=frozenset({"min", "max"})),
    "not_after": _Kind((2, 2)),
    "row_count_at_least": _Kind((0, float("inf")), frozenset({"min"})),
    "parent": _Kind((1, 1), frozenset({"tables", "key"})),
    "rows": _Kind((0, float("inf")), frozenset({"sql"}), frozenset({"tables"})),
}


@dataclass(frozen=True)
class TableCheck:
    """One check of a table.

    The kinds, with their columns and parameters (a null value is only `not_null`'s business, every
    other kind passes over it):

    * `not_null`: one column.
    * `unique`: one column or several together.
    * `in_set`: one column; `values`.
    * `matches`: one column; `regex` in RE2's syntax, which the whole value must match.
    * `length_between`, `between`: one column; `min`, `max` or both, both inclusive. A length is
      counted in Unicode code points.
    * `not_after`: two columns; the first is at most the second.
    * `row_count_at_least`: `min`.
    * `parent`: one column, whose values are in the column `key` of the one table in `tables`.
    * `rows`: `sql`, a query that selects the offending rows. `{batch}` stands for the table, and
      can be given an alias; other tables go by their names. All other braces are literal.
      `tables` may name the other tables the query needs. `columns` are those worth showing.

    Raises:
        ValueError: the check cannot be run as it stands.
    """

    check_id: str
    table: str
    code: str
    columns: tuple[str, ...]
    kind: str
    params: Mapping[str, Any]
    message: str
    hint: str
    severity: str = "error"

    def __post_init__(self) -> None:
        problem = _problem(self)
        if problem:
            raise ValueError(f"check {self.check_id}: {problem}")


@dataclass(frozen=True)
class CheckResult:
    """What one check found.

    `examined` is the number of rows of the table, `unexpected` the exact number of offenders, and
    `rows` the offenders themselves, ordered by key: their key, the checked columns, and whatever a
    `rows` query computes. A check that is `not-run` says why in one line and has none of these.
    """

    check: TableCheck
    outcome: Literal["passed", "failed", "not-run"]
    reason: str = ""
    examined: int = 0
    unexpected: int = 0
    rows: list[dict[str, Any]] = field(default_factory=list)


def _problem(check: TableCheck) -> str:
    """Say what is wrong with a check; an empty string when nothing is."""
    kind = _KINDS.get(check.kind)
    if kind is None:
        return f"unknown kind {check.kind!r}; use one of {', '.join(_KINDS)}"
    fewest, most = kind.columns
    if not fewest <= len(check.columns) <= most:
        wanted = f"{fewest}" if fewest == most else f"at least {fewest}"
        return f"{check.kind} takes {wanted} column(s), not {len(check.columns)}"
    given = set(check.params)
    if missing := sorted(kind.required - given):
        return f"{check.kind} needs {', '.join(missing)}"
    if foreign := sorted(given - kind.required - kind.optional):
        return f"{check.kind} does not take {', '.join(foreign)}"
    if check.severity not in SEVERITIES:
        return f"unknown severity {check.severity!r}; use one of {', '.join(SEVERITIES)}"
    return _parameter_problem(check)


def _parameter_problem(check: TableCheck) -> str:  # noqa: PLR0911 # one sentence for each
    params = check.params
    match check.kind:
        case "in_set" if not params["values"] or None in params["values"]:
            return "values must name at least one value, and no null"
        case "between" | "length_between":
            bounds = [params[name] for name in ("min", "max") if params.get(name) is not None]
            allowed = (int,) if check.kind == "length_between" else (int, float, date)
            if not bounds:
                return f"{check.kind} needs min, max or both"
            if not all(isinstance(bound, allowed) for bound in bounds):
                return f"min and max must be {' or '.join(kind.__name__ for kind in allowed)}"
        case "parent" if len(params["tables"]) != 1:
            return "parent takes one table"
        case "rows" if BATCH not in params["sql"]:
            return f"the SQL must read the checked table as {BATCH}"
        case "rows" if UNSAFE_COLON.search(params["sql"]):
            return r"the SQL must not contain `\:` or `:name:`; write the colon as chr(58)"
    return ""
