"""The published suites: read back and run by plain Great Expectations, without anything of this project."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import pandas as pd
import pyarrow.parquet as pq
import pytest

from schema.tables import TABLES
from validation.suites import all_checks

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def suites(released):
    return {
        path.stem: json.loads(path.read_text(encoding="utf-8"))
        for path in (released / "expectations").glob("*.json")
    }


@pytest.fixture(scope="module")
def context():
    import great_expectations

    context = great_expectations.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    return context


@pytest.fixture(scope="module")
def frames(context):
    return context.data_sources.add_pandas("frames")


@pytest.fixture(scope="module")
def database(context, released, tmp_path_factory):
    path = tmp_path_factory.mktemp("sqlite") / "tables.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        for table in TABLES:
            frame = pd.read_parquet(released / f"{table.name}.parquet")
            frame.to_sql(table.name, connection, index=False)
    return context.data_sources.add_sqlite("database", connection_string=f"sqlite:///{path}"), path


def run(batch, suite):
    import great_expectations

    outcome = batch.validate(great_expectations.ExpectationSuite(**suite))
    failed = [r.expectation_config.meta["check_id"] for r in outcome.results if not r.success]
    return len(outcome.results), failed


def frame_batch(frames, name, frame):
    asset = frames.add_dataframe_asset(name)
    definition = asset.add_batch_definition_whole_dataframe("whole")
    return definition.get_batch(batch_parameters={"dataframe": frame})


def test_every_check_of_the_project_is_published_once(suites):
    across = suites.pop("cross-table")["suites"]
    published = [
        expectation["meta"]["check_id"]
        for suite in [*suites.values(), *across]
        for expectation in suite["expectations"]
    ]

    assert set(suites) == {table.name for table in TABLES}
    assert sorted(published) == sorted(check.check_id for check in all_checks())
    suites["cross-table"] = {"suites": across}


@pytest.mark.parametrize("name", [table.name for table in TABLES])
def test_the_suite_of_a_table_succeeds_on_pandas(suites, frames, released, name):
    suite = suites[name]
    frame = pq.read_table(released / f"{name}.parquet").to_pandas()

    examined, failed = run(frame_batch(frames, name, frame), suite)

    assert failed == []
    assert examined == len(suite["expectations"]) > 0


def test_the_suite_of_a_table_fails_on_what_is_wrong(suites, frames, released):
    frame = pq.read_table(released / "meetings.parquet").to_pandas()
    frame.loc[0, "kind"] = "stroll"

    _, failed = run(frame_batch(frames, "broken", frame), suites["meetings"])

    assert failed == ["meetings.kind.in-vocabulary"]


def test_the_suites_across_tables_succeed_on_sqlite(suites, database):
    source, _ = database
    for suite in suites["cross-table"]["suites"]:
        table = suite["meta"]["table"]
        asset = source.add_table_asset(f"whole {table}", table_name=table)
        batch = asset.add_batch_definition_whole_table("whole").get_batch()

        examined, failed = run(batch, suite)

        assert failed == []
        assert examined == len(suite["expectations"]) > 0


def test_the_suites_across_tables_fail_on_what_is_wrong(suites, database):
    source, path = database
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE spoilt AS SELECT * FROM statement_topics")
        connection.execute("UPDATE spoilt SET statement_id = 'nobody-said-this'")
        connection.commit()
    asset = source.add_table_asset("spoilt", table_name="spoilt")
    batch = asset.add_batch_definition_whole_table("whole").get_batch()
    (suite,) = (
        s for s in suites["cross-table"]["suites"] if s["meta"]["table"] == "statement_topics"
    )

    _, failed = run(batch, suite)

    assert failed == ["statement_topics.statement_id.parent-exists"]
