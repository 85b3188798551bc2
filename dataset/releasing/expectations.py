"""`expectations/*.json`: the checks of the tables as Great Expectations suites, for anybody to run.

The checks are those that `dataset validate` runs (validation/suites.py). Each file `<table>.json` is one suite about
the table's own columns, of expectations that every engine knows. `cross-table.json` holds the suites in SQL, which need
all tables in one database; its queries name a table by its name, as the files are called.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dataset.releasing.texts import as_json
from validation.checks import TableCheck
from validation.gx_runner import expectation
from validation.suites import CROSS, Suite, published

FOLDER = "expectations"


def files() -> Iterator[tuple[str, str]]:
    """Name, with the folder, and text of every file."""
    across: list[dict[str, Any]] = []
    for suite in published():
        if suite.is_across:
            across.append(_document(suite))
        else:
            yield f"{FOLDER}/{suite.name}.json", as_json(_document(suite))
    yield f"{FOLDER}/{CROSS}.json", as_json({"name": CROSS, "suites": across})


def _document(suite: Suite) -> dict[str, Any]:
    return {
        "name": suite.name,
        "meta": {"table": suite.table},
        "expectations": [_stock(check) for check in suite.checks],
    }


def _stock(check: TableCheck) -> dict[str, Any]:
    """One expectation as Great Expectations reads it back, without the id and the state of a run."""
    made: dict[str, Any] = expectation(check).configuration.to_json_dict()
    kept = ("type", "kwargs", "meta", "severity", "description")
    return {name: made[name] for name in kept if made.get(name) is not None}
