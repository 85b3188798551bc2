"""The same checks of one table, as each tool wants them said; every way returns how many of them fail.

A way prepares itself (imports, the checks in its own terms) and returns the work that is measured: from the Parquet
file to the number.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from validation import suites
from validation.checks import TableCheck
from validation.gx_queries import anchored

TABLE = "statements"
Work: TypeAlias = Callable[[], int]


def checks() -> list[TableCheck]:
    """Every check of the suite that looks at `statements` alone."""
    return [c for c in suites.all_checks() if c.table == TABLE and not c.params.get("tables")]


def columns() -> list[str]:
    """The columns that the checks need."""
    return list(dict.fromkeys(column for check in checks() for column in check.columns))


def ours(path: Path) -> Work:
    """What `dataset validate` does with them."""
    import great_expectations  # noqa: F401 # imports are left out

    from validation import gx_expectation  # noqa: F401
    from validation.gx_runner import run

    asked = checks()

    def work() -> int:
        results = run(asked, {TABLE: [path]}, suites.keys(), limit=5)
        if lost := [result.reason for result in results if result.outcome == "not-run"]:
            raise ValueError(lost[0])
        return sum(result.outcome == "failed" for result in results)

    return work


def floor(path: Path) -> Work:
    """DuckDB SQL written by hand, a query per check."""
    import duckdb

    from scripts.benchmarks.validation import other_queries, row_conditions

    broken = [f"SELECT count(*) FROM {TABLE} WHERE {test}" for test in row_conditions().values()]

    def work() -> int:
        with duckdb.connect() as connection:
            connection.execute("SET preserve_insertion_order = false")
            connection.execute(f"CREATE VIEW {TABLE} AS SELECT * FROM read_parquet('{path}')")
            queries = [*broken, other_queries()["key"]]
            return sum(connection.execute(sql).fetchall()[0][0] > 0 for sql in queries)

    return work


def arrow(path: Path) -> Work:
    """pyarrow.compute written by hand."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    def fails(table: pa.Table, check: TableCheck) -> bool:
        column = table[check.columns[0]]
        params = check.params
        match check.kind:
            case "not_null":
                return column.null_count > 0
            case "unique":
                return bool(
                    pc.count_distinct(column, "only_valid").as_py() < pc.count(column).as_py()
                )
            case "in_set":
                allowed = pa.array([*params["values"], None], column.type)
                return not pc.all(pc.is_in(column, allowed)).as_py()
            case "matches":
                wrong = pc.invert(pc.match_substring_regex(column, anchored(params["regex"])))
            case "between":
                low, high = pc.less(column, params["min"]), pc.greater(column, params["max"])
                wrong = pc.or_(low, high)
            case _:
                wrong = pc.greater(column, table[check.columns[1]])
        return bool(pc.any(wrong).as_py())

    asked, needed = checks(), columns()

    def work() -> int:
        table = pq.read_table(path, columns=needed)
        return sum(fails(table, check) for check in asked)

    return work


def great_expectations_pandas(path: Path) -> Work:
    """The same suite of stock expectations on a pandas data frame."""
    import great_expectations as gx
    import pyarrow.parquet as pq

    from validation.gx_runner import expectation

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}  # type: ignore[assignment] # as documented
    suite = gx.ExpectationSuite("peers", expectations=[expectation(check) for check in checks()])
    asset = context.data_sources.add_pandas("peers").add_dataframe_asset("peers")
    needed = columns()

    def work() -> int:
        frame = pq.read_table(path, columns=needed).to_pandas(date_as_object=False)
        batch = asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": frame})
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # pandas takes the groups of a pattern for a mistake
            found = batch.validate(suite, result_format="BOOLEAN_ONLY")
        for result in found.results:
            for report in result.exception_info.values() if result.exception_info else ():
                if isinstance(report, Mapping) and report.get("raised_exception"):
                    raise ValueError(report["exception_message"])
        return sum(not result.success for result in found.results)

    return work


def pandera(path: Path) -> Work:
    """A polars data frame, by pandera."""
    import pandera.polars as pa  # type: ignore[import-not-found,unused-ignore]
    import polars as pl
    from pandera.errors import SchemaErrors  # type: ignore[import-not-found,unused-ignore]

    def rules(check: TableCheck) -> Iterator[Any]:
        params = check.params
        if check.kind == "in_set":
            yield pa.Check.isin(list(params["values"]))
        elif check.kind == "matches":
            yield pa.Check.str_matches(anchored(params["regex"]))
        elif check.kind == "between":
            yield pa.Check.in_range(params["min"], params["max"])

    by_column: dict[str, list[TableCheck]] = {name: [] for name in columns()}
    ordered = []
    for check in checks():
        by_column[check.columns[0]].append(check)
        if check.kind == "not_after":
            ordered.append(check.columns)

    def in_order(low: str, high: str) -> Any:
        return pa.Check(lambda data: data.lazyframe.select(pl.col(low) <= pl.col(high)))

    schema = pa.DataFrameSchema(
        {
            name: pa.Column(
                checks=[rule for check in asked for rule in rules(check)],
                nullable=all(check.kind != "not_null" for check in asked),
                unique=any(check.kind == "unique" for check in asked),
            )
            for name, asked in by_column.items()
        },
        checks=[in_order(low, high) for low, high in ordered],
    )

    def work() -> int:
        try:
            schema.validate(pl.read_parquet(path, columns=list(by_column)), lazy=True)
        except SchemaErrors as errors:
            return len(errors.schema_errors)
        return 0

    return work


def pointblank(path: Path) -> Work:
    """A polars data frame, by pointblank."""
    import pointblank as pb  # type: ignore[import-not-found,unused-ignore]
    import polars as pl

    asked, needed = checks(), columns()

    def add(plan: Any, check: TableCheck) -> Any:
        column, params = check.columns[0], check.params
        match check.kind:
            case "not_null":
                return plan.col_vals_not_null(columns=column)
            case "unique":
                return plan.rows_distinct(columns_subset=[column])
            case "in_set":
                # it takes null for a value like any other
                return plan.col_vals_in_set(columns=column, set=[*params["values"], None])
            case "matches":
                regex = anchored(params["regex"])
                return plan.col_vals_regex(columns=column, pattern=regex, na_pass=True)
            case "between":
                return plan.col_vals_between(
                    columns=column, left=params["min"], right=params["max"], na_pass=True
                )
        return plan.col_vals_le(columns=column, value=pb.col(check.columns[1]), na_pass=True)

    def work() -> int:
        plan = pb.Validate(data=pl.read_parquet(path, columns=needed))
        for check in asked:
            plan = add(plan, check)
        done = plan.interrogate(collect_extracts=False)
        if any(step.eval_error for step in done.validation_info):
            msg = "a step could not be evaluated"
            raise ValueError(msg)
        return sum(not step.all_passed for step in done.validation_info)

    return work


WAYS: Mapping[str, Callable[[Path], Work]] = {
    "dataset validate": ours,
    "DuckDB SQL by hand (floor)": floor,
    "pyarrow.compute by hand": arrow,
    "pandera on polars": pandera,
    "pointblank on polars": pointblank,
    "Great Expectations on pandas": great_expectations_pandas,
}
