"""`expectations/*.json`: the checks of the tables as Great Expectations suites, for anybody to run.

The checks are those that `dataset validate` runs (validation/suites.py). Each file `<table>.json` is one suite about
the table's own columns, of expectations that every engine knows. `cross-table.json` holds the suites in SQL, which need
all tables in one database; its queries name a table by its name, as the files are called.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from dataset.releasing.texts import as_json
from schema.tables import TABLES
from validation.checks import TableCheck
from validation.gx_runner import expectation
from validation.suites import CROSS, all_checks

FOLDER = "expectations"
IN_SQL = {"rows", "parent"}
"""Kinds of checks that are queries, so that only an engine with SQL can run them."""


def files() -> Iterator[tuple[str, str]]:
    """Name, with the folder, and text of every file."""
    checks = all_checks()
    across: list[dict[str, Any]] = []
    for table in TABLES:
        here = [check for check in checks if check.table == table.name]
        own = [check for check in here if check.kind not in IN_SQL]
        sql = [check for check in here if check.kind in IN_SQL]
        yield f"{FOLDER}/{table.name}.json", as_json(_suite(table.name, table.name, own))
        if sql:
            across.append(_suite(f"{table.name} {CROSS}", table.name, sql))
    yield f"{FOLDER}/{CROSS}.json", as_json({"name": CROSS, "suites": across})


def _suite(name: str, table: str, checks: Sequence[TableCheck]) -> dict[str, Any]:
    return {
        "name": name,
        "meta": {"table": table},
        "expectations": [_stock(check) for check in checks],
    }


def _stock(check: TableCheck) -> dict[str, Any]:
    """One expectation as Great Expectations reads it back, without the id and the state of a run."""
    made: dict[str, Any] = expectation(check).configuration.to_json_dict()
    kept = ("type", "kwargs", "meta", "severity", "description")
    return {name: made[name] for name in kept if made.get(name) is not None}
