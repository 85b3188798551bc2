"""What is measured of a folder of tables."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dataset.building.hashing import logical_hash
from dataset.releasing.coverage import measure
from dataset.releasing.facts import gather
from schema.arrow import DICTIONARY_KEY
from schema.tables import SCHEMA_VERSION, TABLES
from validation.findings import Unusable

DATE = dt.date(2026, 11, 22)


@pytest.fixture
def folder(built, tmp_path):
    return shutil.copytree(built, tmp_path / "tables")


def test_every_table_is_measured_in_the_order_of_the_registry(facts, built):
    assert [table.name for table in facts.tables] == [table.name for table in TABLES]
    assert facts.schema_version == SCHEMA_VERSION
    for table in facts.tables:
        data = (built / table.file).read_bytes()
        content = pq.read_table(facts.path(table.name))
        assert table.size == len(data)
        assert table.sha256 == hashlib.sha256(data).hexdigest()
        assert table.rows == content.num_rows
        assert table.logical_hash == logical_hash(content)


def test_a_missing_table_cannot_be_measured(folder):
    (folder / "articles.parquet").unlink()
    with pytest.raises(Unusable, match=r"articles.parquet: the table is missing"):
        gather(folder, version="1.0.0", date=DATE)


@pytest.mark.parametrize("content", [b"", b"PAR1 not really PAR1", b"a,b\n1,2\n"])
def test_a_file_that_is_no_parquet_cannot_be_measured(folder, content):
    (folder / "articles.parquet").write_bytes(content)
    with pytest.raises(Unusable, match=r"articles.parquet: not a table of this dataset"):
        gather(folder, version="1.0.0", date=DATE)


@pytest.mark.parametrize("said", [None, {"schema_version": "99.0.0"}, ["a list"], {}])
def test_a_table_of_another_schema_is_refused(folder, said):
    path = folder / "articles.parquet"
    metadata = None if said is None else {DICTIONARY_KEY: json.dumps(said)}
    pq.write_table(pq.read_table(path).replace_schema_metadata(metadata), path)
    with pytest.raises(Unusable, match=r"articles.parquet"):
        gather(folder, version="1.0.0", date=DATE)


def test_a_column_of_a_foreign_type_is_refused(folder):
    pq.write_table(pa.table({"a": [[1]]}), folder / "articles.parquet")
    with pytest.raises(Unusable, match="no logical type"):
        gather(folder, version="1.0.0", date=DATE)


def test_coverage_is_that_of_the_tables(coverage, built):
    articles = pq.read_table(built / "articles.parquet").to_pylist()
    statements = pq.read_table(built / "statements.parquet").to_pylist()
    meetings = [
        row
        for row in pq.read_table(built / "meetings.parquet").to_pylist()
        if row["status"] in ("held", "ongoing")
    ]
    days = [row["date_earliest"] for row in statements] + [
        row["start_earliest"] for row in meetings
    ]

    assert (coverage.articles, coverage.statements) == (len(articles), len(statements))
    assert coverage.first == min(day for day in days if day)
    assert coverage.languages == tuple(sorted({row["language"] for row in articles}))
    assert coverage.addresses == tuple(sorted({row["url"] for row in articles if row["url"]}))
    assert {"IRN", "IRQ"} <= set(coverage.states)
    assert len(coverage.state_names) == len(coverage.states)
    assert coverage.period == f"{coverage.first}/{coverage.last}"


def test_without_dates_there_is_no_period(folder):
    for name in ("statements", "meetings"):
        path = folder / f"{name}.parquet"
        table = pq.read_table(path)
        pq.write_table(table.slice(0, 0), path)

    empty = measure(folder)

    assert (empty.statements, empty.first, empty.last, empty.period) == (0, None, None, None)
