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

import atexit
import gc
import json
import logging
import os
import re
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING, Any

from validation.checks import SEVERITIES, CheckResult, TableCheck
from validation.gx_bundle import bundles
from validation.gx_queries import anchored, escaped, offenders, parent_sql, quote_identifier
from validation.listing import Subject
from validation.parquet_sql import OpenTables, Tables, connected, one_line

if TYPE_CHECKING:
    from great_expectations.data_context.data_context.ephemeral_data_context import (
        EphemeralDataContext,
    )
    from great_expectations.datasource.fluent.interfaces import Batch
    from great_expectations.expectations.expectation import Expectation

    from validation.gx_duckdb import DuckDBDatasource
    from validation.listing import Listing


def expectation(check: TableCheck) -> Expectation:
    """Return a check as a stock Great Expectations expectation.

    Its `meta` holds what this project adds: check_id, code, table and hint.
    """
    gxe = great_expectations().expectations
    columns, params = check.columns, check.params
    common: dict[str, Any] = {
        "severity": SEVERITIES[check.severity],
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
                column=columns[0], regex=anchored(params["regex"]), **common
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
            sql = params["sql"] if check.kind == "rows" else parent_sql(check)
            made = gxe.UnexpectedRowsExpectation(unexpected_rows_query=escaped(sql), **common)
    return made


def run(
    checks: Sequence[TableCheck],
    tables: Tables,
    keys: Mapping[str, tuple[str, ...]],
    *,
    limit: int | None = 50,
    progress: Callable[[int, int], None] | None = None,
    bundled: bool = True,
) -> list[CheckResult]:
    """Run checks over tables.

    Args:
        checks: what to check; each `check_id` once.
        tables: open tables (`parquet_sql.opened` says how much memory they may take), or for every table its Parquet
            files.
        keys: for every table the columns that name a row; offenders are ordered by them.
        limit: how many offenders of a check to return at most; None for all.
        progress: called after every table with the number of checks done and of all checks.
        bundled: ask all checks of a table at once, and single ones only about what fails; False
            asks Great Expectations about every check by itself, which takes ten times as long.

    Returns:
        One result per check, in the order of `checks`. What stood in the way of a check (a missing
        table or column, an unreadable file, an error of the engine) is the reason of a `not-run`.

    Raises:
        ValueError: two checks have the same `check_id`.
    """
    if len({check.check_id for check in checks}) < len(checks):
        raise ValueError("two checks have the same check_id")
    by_table: dict[str, list[TableCheck]] = {}
    for check in checks:
        by_table.setdefault(check.table, []).append(check)
    results: dict[str, CheckResult] = {}
    with connected(tables) as opened, source_of(opened) as source:
        package = _Package(source, opened, keys)
        inside = [check for check in checks if check.table in opened.small]
        suspects = _suspects(package, inside) if bundled else {c.check_id for c in checks}
        for table, group in by_table.items():
            if bundled and table not in opened.small:
                suspects |= _suspects(package, group)
            for result in _check_table(package, group, limit, suspects):
                results[result.check.check_id] = result
            if progress:
                progress(len(results), len(checks))
    return [results[check.check_id] for check in checks]


@dataclass(frozen=True)
class _Package:
    """Open tables as Great Expectations sees them, with the columns that name their rows."""

    source: DuckDBDatasource
    tables: OpenTables
    keys: Mapping[str, tuple[str, ...]]


@contextmanager
def source_of(tables: OpenTables) -> Iterator[DuckDBDatasource]:
    """Open tables as a data source of Great Expectations, which says nothing of its own meanwhile."""
    great_expectations()  # before whatever else would import it, with the collector at work
    with _silence():
        from validation import gx_duckdb

        source = gx_duckdb.add_source(_context(), "tables", tables.database)
        try:
            yield source
        finally:
            gx_duckdb.close(source)


class _Stopped(Exception):
    """A check cannot be run; the message is the reason."""


def _check_table(
    package: _Package, checks: Sequence[TableCheck], limit: int | None, suspects: AbstractSet[str]
) -> Iterator[CheckResult]:
    """Give the results of the checks of one table; the suspects are asked about one by one."""
    obstacles = {check.check_id: _obstacle(package, check) for check in checks}
    asked = [c for c in checks if c.check_id in suspects and not obstacles[c.check_id]]
    verdicts = {i: why for i, why in obstacles.items() if why} | _verdicts(package.source, asked)
    for check in checks:
        if check.check_id not in verdicts:
            yield CheckResult(check, "passed", examined=package.tables.row_counts[check.table])
            continue
        try:
            yield _result(package, check, limit, verdict=verdicts[check.check_id])
        except _Stopped as stopped:
            yield CheckResult(check, "not-run", _explained(package, str(stopped)))


def _suspects(package: _Package, checks: Sequence[TableCheck]) -> set[str]:
    """Return the checks that may fail, by one expectation for all; every check if it gives no answer."""
    checks = [check for check in checks if not _obstacle(package, check)]
    if not checks:
        return set()
    from validation.gx_expectation import ExpectChecksToHold

    try:
        asked = ExpectChecksToHold(groups=json.dumps(bundles(checks, package.tables.small)))
        result = batch_of(package.source, checks[0].table).validate(asked)
        if not _engine_error(result.exception_info or {}):
            return set(result.result["observed_value"])
    except Exception:  # noqa: BLE001, S110 # each check will tell its own reason
        pass
    return {check.check_id for check in checks}


def batch_of(source: DuckDBDatasource, table: str) -> Batch:
    """Return a table of a source as Great Expectations sees it."""
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
        if table in package.tables.unreadable:
            return package.tables.unreadable[table]
        if table not in package.tables.columns:
            return f"table {table} is missing"
    missing = [name for name in check.columns if name not in package.tables.columns[check.table]]
    if missing and (file := package.tables.lacking[check.table].get(missing[0])):
        return f"{file} has no column {missing[0]}"
    return f"table {check.table} has no column {', '.join(missing)}" if missing else ""


def _explained(package: _Package, reason: str) -> str:
    """Replace the engine's word on a missing table by ours, which tells why it is missing."""
    if found := re.search(r"Table with name (\S+) does not exist", reason):
        return package.tables.unreadable.get(found[1], f"table {found[1]} is missing")
    return reason


def _result(
    package: _Package, check: TableCheck, limit: int | None, *, verdict: bool | str
) -> CheckResult:
    """Put the verdict and the offenders together.

    Raises:
        _Stopped: Great Expectations or the query failed, or they disagree.
    """
    if isinstance(verdict, str):
        raise _Stopped(verdict)
    sql, parameters = offenders(check, quote_identifier(check.table))
    _, [[count]] = _query(package, f"SELECT count(*) FROM ({sql}\n)", parameters)
    if verdict != (count == 0):
        raise _Stopped("verdict and rows disagree")
    examined = package.tables.row_counts[check.table]
    if not count:
        return CheckResult(check, "passed", examined=examined)
    if package.tables.listing is not None:
        _list(package, package.tables.listing, check)
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
        batch = batch_of(source, checks[0].table)
    except Exception as error:  # noqa: BLE001 # whatever it is, it is the reason
        return {check.check_id: one_line(str(error)) for check in checks}
    verdicts = _validate(batch, checks)
    # Many checks share one query, and an error in it is reported for all of them.
    for check in checks:
        if len(checks) > 1 and isinstance(verdicts[check.check_id], str):
            verdicts |= _validate(batch, [check])
    return verdicts


def _validate(batch: Batch, checks: Sequence[TableCheck]) -> dict[str, bool | str]:
    """Validate one suite; results come in any order and are told apart by their check_id."""
    gx = great_expectations()
    verdicts: dict[str, bool | str] = dict.fromkeys(
        (check.check_id for check in checks), "Great Expectations gave no result"
    )
    try:
        suite = gx.ExpectationSuite("checks", expectations=[expectation(c) for c in checks])
        for result in batch.validate(suite, result_format="BOOLEAN_ONLY").results:
            error = _engine_error(result.exception_info or {})
            check_id = result.expectation_config.meta["check_id"]
            verdicts[check_id] = one_line(error) if error else bool(result.success)
    except Exception as error:  # noqa: BLE001 # whatever it is, it is the reason
        return dict.fromkeys(verdicts, one_line(str(error)))
    return verdicts


def _engine_error(info: Mapping[str, Any]) -> str:
    """Return the message in `exception_info`, which is one report or one for each metric."""
    reports = [info] if "raised_exception" in info else list(info.values())
    return next((str(r["exception_message"]) for r in reports if r["raised_exception"]), "")


def _rows(package: _Package, check: TableCheck, limit: int | None) -> list[dict[str, Any]]:
    """Return the rows that break a check, ordered by key and then by what else is shown."""
    sql, parameters = offenders(check, quote_identifier(check.table))
    selected, _ = _query(package, f"SELECT * FROM ({sql}\n) LIMIT 0", parameters)
    wanted = [*package.keys.get(check.table, ()), *check.columns]
    computed = [name for name in selected if name not in package.tables.columns[check.table]]
    names = [n for n in dict.fromkeys([*wanted, *computed]) if n in selected] or selected
    shown = ", ".join(quote_identifier(name) for name in names)
    order = f"ORDER BY {shown}" + ("" if limit is None else f" LIMIT {limit:d}")
    _, rows = _query(package, f"SELECT {shown} FROM ({sql}\n) {order}", parameters)
    return [dict(zip(names, row, strict=True)) for row in rows]


def _list(package: _Package, listing: Listing, check: TableCheck) -> None:
    """Add every row that breaks a check to the listing; a count of rows has none.

    Raises:
        _Stopped: the query cannot be finished.
    """
    import duckdb

    if check.kind == "row_count_at_least":
        return
    subject = Subject(check.code, check.table, ", ".join(check.columns), check.message)
    try:
        listing.add(
            subject, package.keys[check.table], *offenders(check, quote_identifier(check.table))
        )
    except duckdb.Error as error:
        raise _Stopped(one_line(str(error))) from error


def _query(
    package: _Package, sql: str, parameters: Sequence[object] = ()
) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Run a query.

    Raises:
        _Stopped: the engine refuses it, with the first line of what it says.
    """
    import duckdb

    try:
        return package.tables.query(sql, parameters)
    except duckdb.Error as error:
        raise _Stopped(one_line(str(error))) from error


@cache
def great_expectations() -> ModuleType:
    """Import Great Expectations: quietly, and with its telemetry off from the start."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    with _silence(), _collector_at_rest():
        import great_expectations

        from validation import gx_duckdb, gx_expectation  # noqa: F401 # what `run` needs of it besides

    return great_expectations


def _context() -> EphemeralDataContext:
    """Return a Great Expectations context that lives in memory and draws no progress bars."""
    context: EphemeralDataContext = great_expectations().get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}  # type: ignore[assignment] # as documented
    return context


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Do without garbage collection for as long as an import takes, and leave what it made out of later ones.

    All that an import makes stays, and to look through it again and again took a sixth of the time of this one.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()
            atexit.register(
                gc.unfreeze
            )  # at the end all must go: DuckDB's binding complains of what is left
            gc.enable()


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
