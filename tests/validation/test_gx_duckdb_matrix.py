"""Every expectation of Great Expectations, run through the DuckDB shim: an upgrade cannot slip by.

The shim leans on parts of Great Expectations, SQLAlchemy and duckdb_engine that may change. So each
expectation class is run here on a tiny table where its verdict is known, most of them once passing
and once failing, and those that have no SQL implementation must say exactly that.
"""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from validation.parquet_sql import Limits, opened

# In the package, but not registered: it cannot run on any engine.
UNREGISTERED = "ExpectMulticolumnValuesToBeUnique"

NO_PROVIDER = "No provider found for {} using DuckDBExecutionEngine"

TABLE = pa.table(
    {
        "id": ["a", "b", "c", "d", "e", "f"],
        "n": pa.array([1, 2, 3, 4, 5, 6], pa.int32()),
        "zero": pa.array([0] * 6, pa.int32()),
        "one": pa.array([1] * 6, pa.int32()),
        "pair": pa.array([1, 1, 2, 2, 3, 3], pa.int32()),
        "tens": pa.array([10, 20, 30, 40, 50, 600], pa.int64()),
        "ratio": [0.0, 0.2, 0.4, 0.6, 0.8, 1.0],
        "flag": [True, True, True, True, False, False],
        "word": ["one", "two", "two", "four", "four", "four"],
        "maybe": ["x", None, "y", None, "z", None],
        "nothing": pa.array([None] * 6, pa.string()),
        "first": [date(2020, 1, day) for day in range(1, 7)],
        "last": [date(2020, 1, day) for day in (1, 3, 3, 5, 5, 6)],
        "at": [datetime(2020, 1, day) for day in range(1, 7)],  # noqa: DTZ001 # a naive column
        "end": pa.array([1, 3, 3, 5, 5, 6], pa.int32()),  # a reserved word; so is `at`, in places
        "json": ['{"a": 1}'] * 6,
    }
)
OTHER = pa.table({"id": ["a", "b", "c"]})


@dataclass(frozen=True)
class Case:
    """An expectation, and what it must say: its verdict, or the error in its stead."""

    name: str
    arguments: dict[str, Any]
    passes: bool = True
    unexpected: int | None = None
    observed: object = None
    error: str = ""

    def __str__(self) -> str:
        verdict = "error" if self.error else "passes" if self.passes else "fails"
        return f"{self.name.removeprefix('Expect')}-{verdict}"


def passing(name: str, **arguments: Any) -> Case:
    return Case(name, arguments)


def failing(name: str, unexpected: int | None = None, observed: object = None, **kw: Any) -> Case:
    return Case(name, kw, passes=False, unexpected=unexpected, observed=observed)


def unavailable(name: str, metric: str, **arguments: Any) -> Case:
    return Case(name, arguments, passes=False, error=NO_PROVIDER.format(metric))


CASES = [
    # Tables
    passing("ExpectTableRowCountToEqual", value=6),
    failing("ExpectTableRowCountToEqual", value=5, observed=6),
    passing("ExpectTableRowCountToBeBetween", min_value=6, max_value=6),
    failing("ExpectTableRowCountToBeBetween", min_value=7, observed=6),
    passing("ExpectTableRowCountToEqualOtherTable", other_table_name="statements"),
    failing("ExpectTableRowCountToEqualOtherTable", other_table_name="other"),
    passing("ExpectTableColumnCountToEqual", value=len(TABLE.schema)),
    failing("ExpectTableColumnCountToEqual", value=2, observed=len(TABLE.schema)),
    passing("ExpectTableColumnCountToBeBetween", min_value=1, max_value=len(TABLE.schema)),
    failing("ExpectTableColumnCountToBeBetween", max_value=2, observed=len(TABLE.schema)),
    passing("ExpectTableColumnsToMatchOrderedList", column_list=TABLE.column_names),
    failing("ExpectTableColumnsToMatchOrderedList", column_list=["id"]),
    passing("ExpectTableColumnsToMatchSet", column_set=["n", "id"], exact_match=False),
    failing("ExpectTableColumnsToMatchSet", column_set=["n", "id"], exact_match=True),
    passing("ExpectColumnToExist", column="end"),
    failing("ExpectColumnToExist", column="absent"),
    # Values of a column
    passing("ExpectColumnValuesToNotBeNull", column="id"),
    failing("ExpectColumnValuesToNotBeNull", 3, column="maybe"),
    passing("ExpectColumnValuesToBeNull", column="nothing"),
    failing("ExpectColumnValuesToBeNull", 3, column="maybe"),
    passing("ExpectColumnValuesToBeUnique", column="id"),
    failing("ExpectColumnValuesToBeUnique", 5, column="word"),
    passing("ExpectColumnValuesToBeInSet", column="maybe", value_set=["x", "y", "z"]),
    failing("ExpectColumnValuesToBeInSet", 3, column="word", value_set=["one", "two"]),
    passing("ExpectColumnValuesToBeInSet", column="nothing", value_set=["x"]),
    passing("ExpectColumnValuesToNotBeInSet", column="word", value_set=["three"]),
    failing("ExpectColumnValuesToNotBeInSet", 2, column="word", value_set=["two"]),
    passing("ExpectColumnValuesToBeBetween", column="n", min_value=1, max_value=6),
    failing("ExpectColumnValuesToBeBetween", 2, column="end", min_value=2, max_value=5),
    failing("ExpectColumnValuesToBeBetween", 2, column="first", min_value=date(2020, 1, 3)),
    failing("ExpectColumnValuesToBeBetween", 1, column="ratio", max_value=0.9),
    passing("ExpectColumnValueLengthsToBeBetween", column="word", min_value=3, max_value=4),
    failing("ExpectColumnValueLengthsToBeBetween", 3, column="word", max_value=3),
    passing("ExpectColumnValueLengthsToEqual", column="id", value=1),
    failing("ExpectColumnValueLengthsToEqual", 3, column="word", value=3),
    passing("ExpectColumnValuesToMatchRegex", column="word", regex="^[a-z]{3,4}$"),
    failing("ExpectColumnValuesToMatchRegex", 3, column="word", regex="^(one|two)$"),
    passing("ExpectColumnValuesToMatchRegex", column="word", regex="o"),
    passing("ExpectColumnValuesToNotMatchRegex", column="word", regex="^x"),
    failing("ExpectColumnValuesToNotMatchRegex", 2, column="word", regex="^tw"),
    passing("ExpectColumnValuesToMatchRegexList", column="word", regex_list=["^o", "^t", "^f"]),
    failing("ExpectColumnValuesToMatchRegexList", 3, column="word", regex_list=["^o", "^t"]),
    passing("ExpectColumnValuesToNotMatchRegexList", column="word", regex_list=["^x", "^y"]),
    failing("ExpectColumnValuesToNotMatchRegexList", 3, column="word", regex_list=["^o", "^t"]),
    passing("ExpectColumnValuesToMatchLikePattern", column="word", like_pattern="%o%"),
    failing("ExpectColumnValuesToMatchLikePattern", 5, column="word", like_pattern="on_"),
    passing("ExpectColumnValuesToNotMatchLikePattern", column="word", like_pattern="x%"),
    failing("ExpectColumnValuesToNotMatchLikePattern", 2, column="word", like_pattern="tw%"),
    passing(
        "ExpectColumnValuesToMatchLikePatternList", column="word", like_pattern_list=["t%", "%o%"]
    ),
    failing(
        "ExpectColumnValuesToMatchLikePatternList", 3, column="word", like_pattern_list=["t%", "o%"]
    ),
    passing(
        "ExpectColumnValuesToNotMatchLikePatternList", column="word", like_pattern_list=["x%", "y%"]
    ),
    failing(
        "ExpectColumnValuesToNotMatchLikePatternList", 2, column="word", like_pattern_list=["tw%"]
    ),
    passing("ExpectColumnValueZScoresToBeLessThan", column="n", threshold=2, double_sided=True),
    failing(
        "ExpectColumnValueZScoresToBeLessThan", 1, column="tens", threshold=2, double_sided=True
    ),
    passing("ExpectColumnValuesToNotBeOutliers", column="n", method="std", multiplier=2),
    failing("ExpectColumnValuesToNotBeOutliers", 1, column="tens", method="std", multiplier=2),
    # Types
    passing("ExpectColumnValuesToBeOfType", column="n", type_="INTEGER"),
    failing("ExpectColumnValuesToBeOfType", column="n", type_="VARCHAR"),
    passing("ExpectColumnValuesToBeInTypeList", column="first", type_list=["DATE", "TIMESTAMP"]),
    failing("ExpectColumnValuesToBeInTypeList", column="at", type_list=["DATE", "VARCHAR"]),
    passing("ExpectColumnTypeToBe", column="flag", type_="BOOLEAN"),
    failing("ExpectColumnTypeToBe", column="ratio", type_="BIGINT"),
    # A column as a whole
    passing("ExpectColumnMinToBeBetween", column="n", min_value=1, max_value=1),
    failing("ExpectColumnMinToBeBetween", column="n", min_value=2, observed=1),
    passing("ExpectColumnMaxToBeBetween", column="n", min_value=6, max_value=6),
    failing("ExpectColumnMaxToBeBetween", column="n", max_value=5, observed=6),
    passing("ExpectColumnSumToBeBetween", column="n", min_value=21, max_value=21),
    failing("ExpectColumnSumToBeBetween", column="n", max_value=20, observed=21),
    passing("ExpectColumnMeanToBeBetween", column="n", min_value=3.5, max_value=3.5),
    failing("ExpectColumnMeanToBeBetween", column="n", max_value=3, observed=3.5),
    passing("ExpectColumnMedianToBeBetween", column="n", min_value=3.5, max_value=3.5),
    failing("ExpectColumnMedianToBeBetween", column="n", max_value=3, observed=3.5),
    passing("ExpectColumnStdevToBeBetween", column="n", min_value=1.87, max_value=1.88),
    failing("ExpectColumnStdevToBeBetween", column="n", max_value=1),
    passing(
        "ExpectColumnQuantileValuesToBeBetween",
        column="n",
        quantile_ranges={"quantiles": [0.25, 0.75], "value_ranges": [[2, 2], [5, 5]]},
    ),
    failing(
        "ExpectColumnQuantileValuesToBeBetween",
        column="n",
        quantile_ranges={"quantiles": [0.5], "value_ranges": [[5, 6]]},
    ),
    passing("ExpectColumnMostCommonValueToBeInSet", column="word", value_set=["four"]),
    failing("ExpectColumnMostCommonValueToBeInSet", column="word", value_set=["one", "two"]),
    passing("ExpectColumnUniqueValueCountToBeBetween", column="word", min_value=3, max_value=3),
    failing("ExpectColumnUniqueValueCountToBeBetween", column="word", min_value=4, observed=3),
    passing("ExpectColumnProportionOfUniqueValuesToBeBetween", column="pair", max_value=0.5),
    failing(
        "ExpectColumnProportionOfUniqueValuesToBeBetween", column="id", max_value=0.9, observed=1.0
    ),
    passing("ExpectColumnProportionOfNonNullValuesToBeBetween", column="maybe", min_value=0.5),
    failing(
        "ExpectColumnProportionOfNonNullValuesToBeBetween",
        column="maybe",
        min_value=0.6,
        observed=0.5,
    ),
    passing("ExpectColumnDistinctValuesToBeInSet", column="pair", value_set=[1, 2, 3, 4]),
    failing("ExpectColumnDistinctValuesToBeInSet", column="pair", value_set=[1, 2]),
    passing("ExpectColumnDistinctValuesToContainSet", column="pair", value_set=[1, 2]),
    failing("ExpectColumnDistinctValuesToContainSet", column="pair", value_set=[1, 4]),
    passing("ExpectColumnDistinctValuesToEqualSet", column="pair", value_set=[1, 2, 3]),
    failing("ExpectColumnDistinctValuesToEqualSet", column="pair", value_set=[1, 2]),
    passing(
        "ExpectColumnKLDivergenceToBeLessThan",
        column="flag",
        partition_object={"values": [True, False], "weights": [0.65, 0.35]},
        threshold=0.1,
    ),
    failing(
        "ExpectColumnKLDivergenceToBeLessThan",
        column="flag",
        partition_object={"values": [True, False], "weights": [0.05, 0.95]},
        threshold=0.1,
    ),
    # Several columns
    passing("ExpectColumnPairValuesAToBeGreaterThanB", column_A="end", column_B="n", or_equal=True),
    failing(
        "ExpectColumnPairValuesAToBeGreaterThanB",
        2,
        column_A="first",
        column_B="last",
        or_equal=True,
    ),
    passing("ExpectColumnPairValuesToBeEqual", column_A="n", column_B="n"),
    failing("ExpectColumnPairValuesToBeEqual", 2, column_A="n", column_B="end"),
    passing(
        "ExpectColumnPairValuesToBeInSet",
        column_A="word",
        column_B="flag",
        value_pairs_set=[("one", True), ("two", True), ("four", True), ("four", False)],
    ),
    failing(
        "ExpectColumnPairValuesToBeInSet",
        3,
        column_A="word",
        column_B="flag",
        value_pairs_set=[("one", True), ("two", True)],
    ),
    passing("ExpectCompoundColumnsToBeUnique", column_list=["word", "n"]),
    failing("ExpectCompoundColumnsToBeUnique", 4, column_list=["word", "flag"]),
    passing("ExpectSelectColumnValuesToBeUniqueWithinRecord", column_list=["n", "tens"]),
    failing("ExpectSelectColumnValuesToBeUniqueWithinRecord", 4, column_list=["n", "end"]),
    passing("ExpectMulticolumnValuesToBeEqual", column_list=["n", "n"]),
    failing("ExpectMulticolumnValuesToBeEqual", 2, column_list=["n", "end"]),
    passing("ExpectMulticolumnSumToEqual", column_list=["zero", "one"], sum_total=1),
    failing("ExpectMulticolumnSumToEqual", 5, column_list=["n", "pair"], sum_total=2),
    # SQL
    passing("UnexpectedRowsExpectation", unexpected_rows_query="SELECT * FROM {batch} WHERE n > 6"),
    failing(
        "UnexpectedRowsExpectation",
        observed=3,
        unexpected_rows_query="SELECT s.* FROM {batch} s LEFT JOIN other o ON s.id = o.id "
        "WHERE o.id IS NULL",
    ),
    passing(
        "ExpectQueryResultsToMatchComparison",
        base_query="SELECT count(*) FROM other",
        comparison_data_source_name="package",
        comparison_query="SELECT 3",
    ),
    failing(
        "ExpectQueryResultsToMatchComparison",
        base_query="SELECT count(*) FROM other",
        comparison_data_source_name="package",
        comparison_query="SELECT 4",
    ),
    # Known gaps
    Case(
        "ExpectColumnValuesToNotBeOutliers",
        {"column": "n", "method": "iqr"},
        passes=False,
        error="IQR outlier detection is not implemented for SQL dialect 'duckdb'",
    ),
    # Great Expectations has these for other engines only.
    unavailable(
        "ExpectColumnValuesToBeIncreasing", "column_values.increasing.unexpected_count", column="n"
    ),
    unavailable(
        "ExpectColumnValuesToBeDecreasing", "column_values.decreasing.unexpected_count", column="n"
    ),
    unavailable(
        "ExpectColumnValuesToBeDateutilParseable",
        "column_values.dateutil_parseable.unexpected_count",
        column="word",
    ),
    unavailable(
        "ExpectColumnValuesToBeJsonParseable",
        "column_values.json_parseable.unexpected_count",
        column="json",
    ),
    unavailable(
        "ExpectColumnValuesToMatchJsonSchema",
        "column_values.match_json_schema.unexpected_count",
        column="json",
        json_schema={"type": "object"},
    ),
    unavailable(
        "ExpectColumnValuesToMatchStrftimeFormat",
        "column_values.match_strftime_format.unexpected_count",
        column="word",
        strftime_format="%Y",
    ),
]


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder: Path = tmp_path_factory.mktemp('it\'s a "folder" [x]')
    for name, table in (("statements", TABLE), ("other", OTHER)):
        pq.write_table(table, folder / f"{name}.parquet")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # theirs, not ours
        import great_expectations as gx

        from validation import gx_duckdb

        context = gx.get_context(mode="ephemeral")
        context.variables.progress_bars = {"globally": False}
        files = {name: [folder / f"{name}.parquet"] for name in ("statements", "other")}
        with opened(files, Limits(threads=1)) as tables:
            source = gx_duckdb.add_source(context, "package", tables.database)
            asset = source.add_table_asset("statements", table_name="statements")
            yield asset.get_batch(asset.build_batch_request())
            gx_duckdb.close(source)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_expectation_gives_the_known_answer(batch: Any, case: Case):
    import great_expectations.expectations as gxe

    result = batch.validate(getattr(gxe, case.name)(**case.arguments), result_format="SUMMARY")

    assert errors(result.exception_info) == ([case.error] if case.error else [])
    assert bool(result.success) is case.passes
    if case.unexpected is not None:
        assert result.result["unexpected_count"] == case.unexpected
    if case.observed is not None:
        assert result.result["observed_value"] == case.observed


def errors(info: dict[str, Any]) -> list[str]:
    reports = [info] if "raised_exception" in info else list(info.values())
    return sorted({r["exception_message"] for r in reports if r["raised_exception"]})


def test_an_expectation_that_is_not_registered_still_cannot_run(batch: Any):
    import great_expectations.expectations as gxe
    from great_expectations.exceptions import ExpectationNotFoundError

    unregistered = getattr(gxe, UNREGISTERED)(column="n", column_list=["n", "tens"])

    with pytest.raises(ExpectationNotFoundError):
        batch.validate(unregistered)


def test_the_matrix_names_every_expectation_there_is():
    from great_expectations.expectations import core

    there = {name for name, value in vars(core).items() if inspect.isclass(value)}

    assert {case.name for case in CASES} | {UNREGISTERED} == there
