"""The expectation of the first pass: many checks hold, computed by one metric that runs each query once.

A metric of our own, because the stock expectation on a query runs it twice, to count and to show, and gives no more
than 200 rows. Importing this module takes seconds: do so inside functions.
"""

from __future__ import annotations

import json
from typing import Any, ClassVar

from great_expectations.execution_engine.sqlalchemy_execution_engine import (
    SqlAlchemyExecutionEngine,
)
from great_expectations.expectations.expectation import BatchExpectation
from great_expectations.expectations.metrics.metric_provider import metric_value
from great_expectations.expectations.metrics.table_metric_provider import TableMetricProvider
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from validation.gx_bundle import Part, joined

METRIC = "table.checks.suspected"


class SuspectedChecks(TableMetricProvider):
    """Ids of the checks that may fail: those that a query names, and all of a query that cannot be run."""

    metric_name = METRIC
    value_keys = ("groups",)

    @metric_value(engine=SqlAlchemyExecutionEngine)
    def _sqlalchemy(
        cls,  # noqa: N805 # the decorator makes it a class method
        execution_engine: SqlAlchemyExecutionEngine,
        metric_domain_kwargs: dict[str, Any],  # noqa: ARG002 # the queries name their tables
        metric_value_kwargs: dict[str, Any],
        metrics: dict[str, Any],  # noqa: ARG002 # Great Expectations sets the signature
        runtime_configuration: dict[str, Any],  # noqa: ARG002
    ) -> list[str]:
        groups = [[Part(*p) for p in group] for group in json.loads(metric_value_kwargs["groups"])]
        with execution_engine.engine.connect() as connection:
            return [check_id for group in groups for check_id in _suspected(connection, group)]


def _suspected(connection: Connection, group: list[Part]) -> list[str]:
    try:
        return [str(row[0]) for row in connection.exec_driver_sql(joined(group))]
    except DBAPIError:
        # One bad query must not make the others suspect.
        if len(group) == 1:
            return group[0].check_ids
        return [check_id for part in group for check_id in _suspected(connection, [part])]


class ExpectChecksToHold(BatchExpectation):
    """Expect that no query of a bundle names a check.

    `groups` is what `bundles` made, as JSON: Great Expectations copies a nested list again and again, part by part.
    """

    groups: str

    metric_dependencies: ClassVar[tuple[str, ...]] = (METRIC,)
    success_keys: ClassVar[tuple[str, ...]] = ("groups",)

    def _validate(
        self,
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any] | None = None,  # noqa: ARG002
        execution_engine: object = None,  # noqa: ARG002
    ) -> dict[str, Any]:
        suspected = metrics[METRIC]
        return {"success": not suspected, "result": {"observed_value": suspected}}
