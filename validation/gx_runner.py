"""Runs checks over Parquet tables with Great Expectations; results come in this project's shape.

A check is data (`TableCheck`). `expectation` turns it into a stock Great Expectations expectation,
so that a suite can be published as JSON and run by anybody. `run` validates all of them in one
process, on DuckDB, over the files where they lie.

Great Expectations gives the verdict. It gives no reliable list of offenders (it caps them, and for
some expectations has none), so the same rule is also a small query here (`_OFFENDERS`), run on the
same connection: it counts exactly and names the rows, in the order of their key. Where verdict and
rows disagree, the check did not run: one of the two is wrong, and nothing is passed in silence.

Great Expectations takes seconds to import; that happens inside the functions.
"""

# ruff: noqa: S608 # names are quoted, values are parameters, and the SQL of a check is the project's

from __future__ import annotations

import logging
import os
import re
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, Literal

from validation.gx_bundle import ROW_LIMIT, bundle, inlined

if TYPE_CHECKING:
    from great_expectations.data_context.data_context.ephemeral_data_context import (
        EphemeralDataContext,
    )
    from great_expectations.datasource.fluent.interfaces import Batch
    from great_expectations.expectations.expectation import Expectation

    from validation.gx_duckdb import DuckDBDatasource

BATCH = "{batch}"
"""Stands for the checked table in the SQL of a `rows` check."""

_SEVERITIES = {"error": "critical", "warning": "warning"}  # ours and Great Expectations'
_REASON_LENGTH = 300

# Great Expectations hands a query to SQLAlchemy, which takes `:word` for a parameter unless there
# is a backslash before it, and does not see that backslash when another colon follows the word.
_COLON_BEFORE_WORD = re.compile(r"(?<![:\w\\]):(?=\w)")
_UNSAFE_COLON = re.compile(r"\\:|(?<![:\w\\]):[\w$]+:")


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
    if check.severity not in _SEVERITIES:
        return f"unknown severity {check.severity!r}; use one of {', '.join(_SEVERITIES)}"
    return _parameter_problem(check)


def _parameter_problem(check: TableCheck) -> str:
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
        case "rows" if BATCH not in params["sql"]:
            return f"the SQL must read the checked table as {BATCH}"
        case "rows" if _UNSAFE_COLON.search(params["sql"]):
            return r"the SQL must not contain `\:` or `:name:`; write the colon as chr(58)"
    return ""


def expectation(check: TableCheck) -> Expectation:
    """Return a check as a stock Great Expectations expectation.

    Its `meta` holds what this project adds: check_id, code, table and hint.
    """
    gxe = _great_expectations().expectations
    columns, params = check.columns, check.params
    common: dict[str, Any] = {
        "severity": _SEVERITIES[check.severity],
        "description": check.message,
        "meta": {
            "check_id": check.check_id,
            "code": check.code,
            "table": check.table,
            "hint": check.hint,
        },
    }
    bounds = {"min_value": params.get("min"), "max_value": params.get("max")}
    made: Expectation
    match check.kind:
        case "not_null":
            made = gxe.ExpectColumnValuesToNotBeNull(column=columns[0], **common)
        case "unique" if len(columns) == 1:
            made = gxe.ExpectColumnValuesToBeUnique(column=columns[0], **common)
        case "unique":
            made = gxe.ExpectCompoundColumnsToBeUnique(
                column_list=list(columns), ignore_row_if="any_value_is_missing", **common
            )
        case "in_set":
            made = gxe.ExpectColumnValuesToBeInSet(
                column=columns[0], value_set=list(params["values"]), **common
            )
        case "matches":
            made = gxe.ExpectColumnValuesToMatchRegex(
                column=columns[0], regex=_anchored(params["regex"]), **common
            )
        case "length_between":
            made = gxe.ExpectColumnValueLengthsToBeBetween(column=columns[0], **bounds, **common)
        case "between":
            made = gxe.ExpectColumnValuesToBeBetween(column=columns[0], **bounds, **common)
        case "not_after":
            made = gxe.ExpectColumnPairValuesAToBeGreaterThanB(
                column_A=columns[1],
                column_B=columns[0],
                or_equal=True,
                ignore_row_if="either_value_is_missing",
                **common,
            )
        case "row_count_at_least":
            made = gxe.ExpectTableRowCountToBeBetween(min_value=params["min"], **common)
        case _:
            made = gxe.UnexpectedRowsExpectation(
                unexpected_rows_query=_escaped(params["sql"]), **common
            )
    return made


def _anchored(regex: str) -> str:
    """Return a pattern that only a whole value matches.

    An engine may search (DuckDB 2) or match whole values (DuckDB 1); with both anchors the answer
    is the same. `^a|b$` would still mean "starts with a, or ends with b", hence the group.
    """
    body = regex.removeprefix("^")
    if body.endswith("$") and (len(body) - len(body[:-1].rstrip("\\"))) % 2 == 1:
        body = body[:-1]
    return f"^(?:{body})$" if "|" in body else f"^{body}$"


def _escaped(sql: str) -> str:
    """Return the SQL of a `rows` check as Great Expectations must be given it.

    It formats the query (so braces are doubled), puts an alias of its own behind the table unless
    the query has a JOIN (so the table goes into a subquery, which takes any alias), and reads
    `:word` as a parameter (so the colon is escaped).
    """
    parts = (part.replace("{", "{{").replace("}", "}}") for part in sql.split(BATCH))
    return _COLON_BEFORE_WORD.sub(r"\\:", f"(SELECT * FROM {BATCH})".join(parts))


def run(  # noqa: PLR0913 # how to run is optional, and by keyword
    checks: Sequence[TableCheck],
    tables: Mapping[str, list[Path]],
    keys: Mapping[str, tuple[str, ...]],
    *,
    limit: int | None = 50,
    threads: int | None = None,
    memory_limit: str | None = None,
    temp_directory: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
    bundled: bool = True,
) -> list[CheckResult]:
    """Run checks over Parquet tables.

    Args:
        checks: what to check; each `check_id` once.
        tables: for every table its Parquet files.
        keys: for every table the columns that name a row; offenders are ordered by them.
        limit: how many offenders of a check to return at most; None for all.
        threads: how many threads to use; by default all.
        memory_limit: how much memory the tables may take, such as "2GB".
        temp_directory: where to put what exceeds it.
        progress: called after every table with the number of checks done and of all checks.
        bundled: ask all checks of a table at once, and single ones only about what fails; False
            asks Great Expectations about every check by itself, which takes ten times as long.

    Returns:
        One result per check, in the order of `checks`. What stood in the way of a check (a missing
        table or column, an unreadable file, an error of the engine) is the reason of a `not-run`.

    Raises:
        ValueError: two checks have the same `check_id`, or DuckDB refuses a setting.
    """
    if len({check.check_id for check in checks}) < len(checks):
        raise ValueError("two checks have the same check_id")
    by_table: dict[str, list[TableCheck]] = {}
    for check in checks:
        by_table.setdefault(check.table, []).append(check)
    results: dict[str, CheckResult] = {}
    with _silence():
        from sqlalchemy.exc import DBAPIError

        from validation import gx_duckdb

        try:
            source = gx_duckdb.open_parquet(
                _context(),
                "tables",
                {},
                threads=threads,
                memory_limit=memory_limit,
                temp_directory=temp_directory,
            )
        except DBAPIError as error:
            raise ValueError(f"setting refused: {_one_line(str(error.orig))}") from error
        try:
            package = _open(source, tables, keys)
            for group in by_table.values():
                for result in _check_table(package, group, limit, bundled=bundled):
                    results[result.check.check_id] = result
                if progress:
                    progress(len(results), len(checks))
        finally:
            gx_duckdb.close(source)
    return [results[check.check_id] for check in checks]


@dataclass(frozen=True)
class _Package:
    """The tables, opened: columns and row count of the readable ones, what is wrong with others."""

    source: DuckDBDatasource
    columns: Mapping[str, Sequence[str]]
    row_counts: Mapping[str, int]
    unreadable: Mapping[str, str]
    keys: Mapping[str, tuple[str, ...]]


SMALL_BYTES = 8_000_000
"""Tables in files of this size together are copied into memory (DuckDB's work on the shipped tables fell by half)."""


class _Stopped(Exception):
    """A check cannot be run; the message is the reason."""


def _open(
    source: DuckDBDatasource, tables: Mapping[str, list[Path]], keys: Mapping[str, tuple[str, ...]]
) -> _Package:
    columns: dict[str, Sequence[str]] = {}
    row_counts: dict[str, int] = {}
    unreadable: dict[str, str] = {}
    for table, files in tables.items():
        try:
            columns[table], row_counts[table] = _open_table(source, table, files)
        except _Stopped as stopped:
            unreadable[table] = str(stopped)
    return _Package(source, columns, row_counts, unreadable, keys)


def _open_table(
    source: DuckDBDatasource, table: str, files: Sequence[Path]
) -> tuple[Sequence[str], int]:
    """Make the view of a table; return its columns and how many rows it has.

    Raises:
        _Stopped: a file cannot be read; no view is left behind.
    """
    from sqlalchemy.exc import DBAPIError

    from validation.gx_duckdb import copy_in, quote_identifier

    if not files:
        raise _Stopped(f"table {table} has no files")
    name = quote_identifier(table)
    try:
        # DuckDB looks at one file only until rows are wanted, so each is tried by itself.
        counts = [_view_rows(source, table, [file]) for file in files]
        if len(files) > 1:
            counts.append(_view_rows(source, table, files))
        if sum(file.stat().st_size for file in files) <= SMALL_BYTES:
            try:
                copy_in(source, table)
            except DBAPIError as error:
                names = ", ".join(map(str, files))
                raise _Stopped(f"{names} cannot be read: {_one_line(str(error.orig))}") from error
    except _Stopped:
        _query(source, f"DROP VIEW IF EXISTS {name}")
        raise
    return _query(source, f"SELECT * FROM {name} LIMIT 0")[0], counts[-1]


def _view_rows(source: DuckDBDatasource, table: str, files: Sequence[Path]) -> int:
    """Make the view of a table and return how many rows it has.

    Raises:
        _Stopped: that cannot be done; the message names the files.
    """
    from sqlalchemy.exc import DBAPIError

    from validation.gx_duckdb import add_view, query, quote_identifier

    try:
        add_view(source, table, files)
        _, [[rows]] = query(source, f"SELECT count(*) FROM {quote_identifier(table)}")
    except DBAPIError as error:
        names = ", ".join(map(str, files))
        raise _Stopped(f"{names} cannot be read: {_one_line(str(error.orig))}") from error
    return int(rows)


def _check_table(
    package: _Package, checks: Sequence[TableCheck], limit: int | None, *, bundled: bool
) -> Iterator[CheckResult]:
    """Run the checks of one table: all in a bundle, then one by one those that the bundle names."""
    obstacles = {check.check_id: _obstacle(package, check) for check in checks}
    ready = [check for check in checks if not obstacles[check.check_id]]
    suspects = _suspects(package, ready) if bundled else {check.check_id for check in ready}
    asked = [check for check in ready if check.check_id in suspects]
    verdicts = {i: why for i, why in obstacles.items() if why} | _verdicts(package.source, asked)
    for check in checks:
        if check.check_id not in verdicts:
            yield CheckResult(check, "passed", examined=package.row_counts[check.table])
            continue
        try:
            yield _result(package, check, limit, verdict=verdicts[check.check_id])
        except _Stopped as stopped:
            yield CheckResult(check, "not-run", _explained(package, str(stopped)))


def _suspects(package: _Package, checks: Sequence[TableCheck]) -> set[str]:
    """Return the checks that fail, by one expectation for all; every check if it gives no answer."""
    everyone = {check.check_id for check in checks}
    queries = [(check.check_id, inlined(*_offenders(check, BATCH))) for check in checks]
    safe = [(check_id, sql) for check_id, sql in queries if not _UNSAFE_COLON.search(sql)]
    if len(safe) < 2:  # noqa: PLR2004 # one check is its own bundle
        return everyone
    gx = _great_expectations()
    try:
        asked = gx.expectations.UnexpectedRowsExpectation(
            unexpected_rows_query=_escaped(bundle(safe))
        )
        result = _batch(package.source, checks[0].table).validate(asked, result_format="COMPLETE")
        rows = result.result["details"]["unexpected_rows"]
    except Exception:  # noqa: BLE001 # each check will tell its own reason
        return everyone
    if _engine_error(result.exception_info or {}) or len(rows) >= ROW_LIMIT:
        return everyone
    named = {str(row["check_id"]) for row in rows}
    return named | (everyone - {check_id for check_id, _ in safe})


def _batch(source: DuckDBDatasource, table: str) -> Batch:
    """Return a table as Great Expectations sees it."""
    try:
        asset = source.get_asset(table)
    except LookupError:
        # A name that is a keyword is quoted only when it comes in quotes.
        asset = source.add_table_asset(name=table, table_name=f'"{table}"')
    batch: Batch = asset.get_batch(asset.build_batch_request())
    return batch


def _obstacle(package: _Package, check: TableCheck) -> str:
    """Say which table or column a check lacks; an empty string when none."""
    for table in (check.table, *check.params.get("tables", ())):
        if table in package.unreadable:
            return package.unreadable[table]
        if table not in package.columns:
            return f"table {table} is missing"
    missing = [name for name in check.columns if name not in package.columns[check.table]]
    return f"table {check.table} has no column {', '.join(missing)}" if missing else ""


def _explained(package: _Package, reason: str) -> str:
    """Replace the engine's word on a missing table by ours, which tells why it is missing."""
    if found := re.search(r"Table with name (\S+) does not exist", reason):
        return package.unreadable.get(found[1], f"table {found[1]} is missing")
    return reason


def _result(
    package: _Package, check: TableCheck, limit: int | None, *, verdict: bool | str
) -> CheckResult:
    """Put the verdict and the offenders together.

    Raises:
        _Stopped: Great Expectations or the query failed, or they disagree.
    """
    from validation.gx_duckdb import quote_identifier

    if isinstance(verdict, str):
        raise _Stopped(verdict)
    sql, parameters = _offenders(check, quote_identifier(check.table))
    _, [[count]] = _query(package.source, f"SELECT count(*) FROM ({sql}\n)", parameters)
    if verdict != (count == 0):
        raise _Stopped("verdict and rows disagree")
    examined = package.row_counts[check.table]
    if not count:
        return CheckResult(check, "passed", examined=examined)
    rows = _rows(package, check, limit)
    return CheckResult(check, "failed", examined=examined, unexpected=count, rows=rows)


def _verdicts(source: DuckDBDatasource, checks: Sequence[TableCheck]) -> dict[str, bool | str]:
    """Ask Great Expectations about the checks of one table.

    Returns:
        For every check_id whether the table passes, or in one line why there is no answer.
    """
    if not checks:
        return {}
    try:
        batch = _batch(source, checks[0].table)
    except Exception as error:  # noqa: BLE001 # whatever it is, it is the reason
        return {check.check_id: _one_line(str(error)) for check in checks}
    verdicts = _validate(batch, checks)
    # Many checks share one query, and an error in it is reported for all of them.
    for check in checks:
        if len(checks) > 1 and isinstance(verdicts[check.check_id], str):
            verdicts |= _validate(batch, [check])
    return verdicts


def _validate(batch: Batch, checks: Sequence[TableCheck]) -> dict[str, bool | str]:
    """Validate one suite; results come in any order and are told apart by their check_id."""
    gx = _great_expectations()
    verdicts: dict[str, bool | str] = dict.fromkeys(
        (check.check_id for check in checks), "Great Expectations gave no result"
    )
    try:
        suite = gx.ExpectationSuite("checks", expectations=[expectation(c) for c in checks])
        for result in batch.validate(suite, result_format="BOOLEAN_ONLY").results:
            error = _engine_error(result.exception_info or {})
            check_id = result.expectation_config.meta["check_id"]
            verdicts[check_id] = _one_line(error) if error else bool(result.success)
    except Exception as error:  # noqa: BLE001 # whatever it is, it is the reason
        return dict.fromkeys(verdicts, _one_line(str(error)))
    return verdicts


def _engine_error(info: Mapping[str, Any]) -> str:
    """Return the message in `exception_info`, which is one report or one for each metric."""
    reports = [info] if "raised_exception" in info else list(info.values())
    return next((str(r["exception_message"]) for r in reports if r["raised_exception"]), "")


def _offenders(check: TableCheck, table: str) -> tuple[str, list[Any]]:
    """Return the query for the rows that break a check, reading it as `table`; and its parameters."""
    from validation.gx_duckdb import quote_identifier

    columns = [quote_identifier(column) for column in check.columns]
    params = check.params
    if check.kind == "rows":
        relation = table if table == BATCH else f"(SELECT * FROM {table})"
        return params["sql"].replace(BATCH, relation).rstrip("; \n"), []
    if check.kind == "row_count_at_least":
        count = f"SELECT count(*) AS row_count FROM {table}"
        return f"SELECT * FROM ({count}) WHERE row_count < ?", [params["min"]]
    broken: tuple[str, list[Any]]
    match check.kind:
        case "not_null":
            broken = f"{columns[0]} IS NULL", []
        case "unique":
            key = ", ".join(columns)
            filled = " AND ".join(f"{column} IS NOT NULL" for column in columns)
            grouped = f"FROM {table} WHERE {filled} GROUP BY {key} HAVING count(*) > 1"
            broken = f"({key}) IN (SELECT ({key}) {grouped})", []
        case "in_set":
            values = list(params["values"])
            broken = f"{columns[0]} NOT IN ({', '.join('?' * len(values))})", values
        case "matches":
            broken = f"NOT regexp_full_match({columns[0]}, ?)", [_anchored(params["regex"])]
        case "not_after":
            broken = f"{columns[0]} > {columns[1]}", []
        case _:
            measured = f"length({columns[0]})" if check.kind == "length_between" else columns[0]
            bounds = [("<", params.get("min")), (">", params.get("max"))]
            outside = [(f"{measured} {sign} ?", b) for sign, b in bounds if b is not None]
            broken = " OR ".join(text for text, _ in outside), [b for _, b in outside]
    condition, parameters = broken
    return f"SELECT * FROM {table} WHERE {condition}", parameters


def _rows(package: _Package, check: TableCheck, limit: int | None) -> list[dict[str, Any]]:
    """Return the rows that break a check, ordered by key and then by what else is shown."""
    from validation.gx_duckdb import quote_identifier

    sql, parameters = _offenders(check, quote_identifier(check.table))
    selected, _ = _query(package.source, f"SELECT * FROM ({sql}\n) LIMIT 0", parameters)
    wanted = [*package.keys.get(check.table, ()), *check.columns]
    computed = [name for name in selected if name not in package.columns[check.table]]
    names = [n for n in dict.fromkeys([*wanted, *computed]) if n in selected] or selected
    shown = ", ".join(quote_identifier(name) for name in names)
    order = f"ORDER BY {shown}" + ("" if limit is None else f" LIMIT {limit:d}")
    _, rows = _query(package.source, f"SELECT {shown} FROM ({sql}\n) {order}", parameters)
    return [dict(zip(names, row, strict=True)) for row in rows]


def _query(
    source: DuckDBDatasource, sql: str, parameters: Sequence[object] = ()
) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Run a query.

    Raises:
        _Stopped: the engine refuses it, with the first line of what it says.
    """
    from sqlalchemy.exc import DBAPIError

    from validation.gx_duckdb import query

    try:
        return query(source, sql, parameters)
    except DBAPIError as error:
        raise _Stopped(_one_line(str(error.orig))) from error


def _one_line(message: str) -> str:
    """Return what an error says in one line, without the wrapping of SQLAlchemy."""
    wrapped = re.search(r"\(_?duckdb\.\w+\) (.+)", message)
    lines = [wrapped[1]] if wrapped else [line for line in message.splitlines() if line.strip()]
    line = " ".join(lines[0].split()) if lines else "unknown error"
    return line if len(line) <= _REASON_LENGTH else f"{line[: _REASON_LENGTH - 1]}…"


def _great_expectations() -> ModuleType:
    """Import Great Expectations: quietly, and with its telemetry off from the start."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    with _silence():
        import great_expectations

    return great_expectations


def _context() -> EphemeralDataContext:
    """Return a Great Expectations context that lives in memory and draws no progress bars."""
    context: EphemeralDataContext = _great_expectations().get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}  # type: ignore[assignment] # as documented
    return context


@contextmanager
def _silence() -> Iterator[None]:
    """Keep the warnings and log messages of Great Expectations from the user.

    What they have to say comes as the reason of a check that did not run.
    """
    logger = logging.getLogger("great_expectations")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)
