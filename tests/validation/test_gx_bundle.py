"""Bundles: what a first pass names, and that one bad query spoils no other."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from validation.checks import TableCheck
from validation.gx_bundle import bundles, joined


def check(kind: str, *columns: str, table: str = "t", **params: Any) -> TableCheck:
    name = f"{table}.{kind}.{'-'.join(columns)}'"
    return TableCheck(name, table, "TAB001", columns, kind, params, "is wrong", "put it right")


CHECKS = [
    check("not_null", "a"),
    check("in_set", "a", values=["x", "y's"]),
    check("between", "n", min=2),
    check("unique", "a"),
    check("unique", "a", "n"),
    check("parent", "a", tables=("p",), key="k"),
    check("parent", "b", tables=("p",), key="k"),
    check("row_count_at_least", min=3),
    check("rows", sql="SELECT * FROM {batch} c WHERE c.n = 1 -- ?"),
]
TABLES = """
    CREATE TABLE t AS FROM (VALUES ('x', 1, NULL), ('z', 2, 'x'), ('z', 3, 'x')) v (a, n, b);
    CREATE TABLE p AS FROM (VALUES ('x'), ('y')) v (k)
"""
WRONG = {
    "t.in_set.a'",
    "t.between.n'",
    "t.unique.a'",
    "t.parent.a'",
    "t.rows.'",
}


@pytest.fixture
def connection():
    with duckdb.connect() as connection:
        connection.execute(TABLES)
        yield connection


@pytest.mark.parametrize("small", [{"t"}, set()], ids=["small", "large"])
def test_the_queries_of_a_bundle_name_the_checks_that_fail(connection, small):
    groups = bundles(CHECKS, small)

    found = [name for group in groups for (name,) in connection.sql(joined(group)).fetchall()]

    assert sorted(found) == sorted(WRONG)
    assert sorted(i for group in groups for part in group for i in part.check_ids) == sorted(
        check.check_id for check in CHECKS
    )


def test_a_part_names_none_but_its_own_checks(connection):
    for group in bundles(CHECKS, {"t"}):
        for part in group:
            found = {name for (name,) in connection.sql(part.sql).fetchall()}
            assert found == WRONG & set(part.check_ids)


def test_no_checks_make_no_queries():
    assert bundles([], set()) == []
