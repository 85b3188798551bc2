"""How long `dataset validate` takes on a large table, beside the same checks written by hand in DuckDB SQL.

    python -m scripts.benchmarks.validation --rows 5000000

Makes synthetic statements in a scratch folder and measures, each time in a process of its own: our work on the
folder; and, as the floor, every check of our suite for `statements` whose tables are there, written by hand. The
floor is written twice, as a query per check and as one aggregate for all that look at single rows; the quicker one
counts. Imports are left out on both sides. Nothing is written unless `--out` says where.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from schema import vocabularies
from scripts.benchmarks import processes
from scripts.benchmarks.processes import Measured
from scripts.synthetic.stories import STATEMENTS
from scripts.synthetic.tables import Plan, write_tables

MODULE = "scripts.benchmarks.validation"
TABLES = ("collections", "organizations", "articles", "meetings", "statements")

SLUG = "'^[a-z0-9]+(-[a-z0-9]+)*$'"
NOT_NULL = (
    "statement_id",
    "article_id",
    "sequence",
    "content",
    "quote_type",
    "location",
    "channel",
    "speech_act",
    "is_primary",
    "method",
    "guide_version",
)
SLUGS = (
    "statement_id",
    "article_id",
    "said_at_meeting_id",
    "about_meeting_id",
    "parent_statement_id",
    "utterance_id",
)
CLOSED = {
    "quote_type": "quote_type",
    "spoken_language": "language",
    "location": "statement_location",
    "channel": "channel",
    "date_basis": "date_basis",
    "speech_act": "speech_act",
    "plover_event": "plover_event",
    "plover_mode": "plover_mode",
    "report_relation": "report_relation",
    "method": "method",
    "tier": "tier",
}
PARENTS = (
    ("article_id", "articles", "article_id"),
    ("said_at_meeting_id", "meetings", "meeting_id"),
    ("about_meeting_id", "meetings", "meeting_id"),
    ("parent_statement_id", "statements", "statement_id"),
    ("utterance_id", "statements", "statement_id"),
)


def make_tables(folder: Path, statements: int) -> None:
    """Make synthetic tables with so many statements (rounded up to whole articles) in a folder of their own."""
    from dataset.building.assemble import build_from

    with tempfile.TemporaryDirectory(prefix="benchmark-") as shards:
        articles = -(-statements // STATEMENTS)
        write_tables(Path(shards), articles, Plan(processes=os.cpu_count() or 1))
        build_from(Path(shards), folder, lambda _: None)


def row_conditions() -> dict[str, str]:
    """What must not be true of a row, by a name for it."""
    conditions = {f"{column} null": f"{column} IS NULL" for column in NOT_NULL}
    for column in SLUGS:
        conditions[f"{column} form"] = f"NOT regexp_full_match({column}, {SLUG})"
    for column, name in CLOSED.items():
        values = ", ".join(f"'{value}'" for value in vocabularies.values(name))
        conditions[f"{column} vocabulary"] = f"{column} NOT IN ({values})"
    conditions["sequence range"] = "sequence NOT BETWEEN 0 AND 2147483647"
    conditions["score range"] = "extractor_score NOT BETWEEN 0 AND 1"
    conditions["date bounds"] = "date_earliest > date_latest"
    conditions["review bounds"] = "reviewed_on_earliest > reviewed_on_latest"
    return conditions


def other_queries() -> dict[str, str]:
    """Queries for what takes more than one row; each counts what is wrong."""
    queries = {
        "key": "SELECT count(*) FROM "
        "(SELECT 1 FROM statements GROUP BY statement_id HAVING count(*) > 1)",
        "said before published": "SELECT count(*) FROM statements c "
        "JOIN articles a ON c.article_id = a.article_id "
        "WHERE c.date_earliest > a.published_latest "
        "AND NOT c.date_uncertain AND NOT a.published_uncertain",
    }
    for column, parent, key in PARENTS:
        # The quickest way that was found; NOT EXISTS takes DuckDB 2.0 five to seventy times as long.
        queries[f"{column} parent"] = (
            f"SELECT count(*) FROM statements c ANTI JOIN {parent} p ON c.{column} = p.{key} "
            f"WHERE c.{column} IS NOT NULL"
        )
    return queries


def floor_queries(*, aggregate: bool) -> list[str]:
    """All checks by hand: a query for each, or one for all that look at single rows."""
    conditions = row_conditions().values()
    if aggregate:
        counts = ", ".join(f"count(*) FILTER (WHERE {broken})" for broken in conditions)
        first = [f"SELECT {counts} FROM statements"]
    else:
        first = [f"SELECT count(*) FROM statements WHERE {broken}" for broken in conditions]
    return [*first, *other_queries().values()]


def measure_floor(folder: Path, memory: str | None, *, aggregate: bool) -> Measured:
    """Run the checks by hand.

    Raises:
        ValueError: one of them finds something.
    """
    import duckdb

    with processes.measuring() as done, duckdb.connect() as connection:
        if memory:
            connection.execute("SET memory_limit = ?", [memory])
        connection.execute("SET preserve_insertion_order = false")
        for name in TABLES:
            source = f"read_parquet('{folder / name}.parquet')"
            connection.execute(f"CREATE VIEW {name} AS SELECT * FROM {source}")
        for sql in floor_queries(aggregate=aggregate):
            if any(connection.execute(sql).fetchall()[0]):
                msg = f"found something: {sql}"
                raise ValueError(msg)
        return done()


def measure_ours(folder: Path, memory: str | None) -> Measured:
    """Run our suites over all tables of the folder, as `dataset validate` does.

    Raises:
        ValueError: a check fails.
    """
    import great_expectations  # noqa: F401 # imports are left out

    from validation import gx_expectation, suites  # noqa: F401
    from validation.gx_runner import run
    from validation.parquet_sql import Limits, opened
    from validation.table_structure import check_structure

    with processes.measuring() as done:
        files = {name: [folder / f"{name}.parquet"] for name in TABLES}
        check_structure(files)
        ready = [
            check
            for check in suites.all_checks()
            if {check.table, *check.params.get("tables", ())} <= files.keys()
        ]
        with opened(files, Limits(memory=memory)) as tables:
            results = run(ready, tables, suites.keys())
        measured = done()
    if wrong := [r.check.check_id for r in results if r.outcome != "passed"]:
        msg = f"not passed: {', '.join(wrong)}"
        raise ValueError(msg)
    return measured


def main(arguments: Sequence[str]) -> int:
    """Measure and print; the process of one way prints its `Measured` as JSON."""
    parser = argparse.ArgumentParser(MODULE, description=__doc__)
    parser.add_argument("--rows", type=int, default=5_000_000, help="how many statements")
    parser.add_argument("--repeat", type=int, default=9, help="how many rounds")
    parser.add_argument("--memory-limit", help="DuckDB's limit in every process, such as 2GB")
    parser.add_argument("--out", type=Path, help="a file to write the table into as well")
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help="tables made before, instead of new ones")
    options = parser.parse_args(arguments)
    if options.way:
        print(json.dumps(WAYS[options.way](options.folder, options.memory_limit)))
        return 0
    with tempfile.TemporaryDirectory(prefix="benchmark-") as scratch:
        folder = options.folder or Path(scratch) / "tables"
        if options.folder is None:
            make_tables(folder, options.rows)
        limit = ["--memory-limit", options.memory_limit] if options.memory_limit else []
        ways = {way: ["--way", way, "--folder", str(folder), *limit] for way in WAYS}
        lines = report(processes.rounds(MODULE, ways, options.repeat))
    print("\n".join(lines))
    if options.out:
        options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


def report(found: dict[str, list[Measured]]) -> list[str]:
    """The table, against the quicker floor."""
    floors = [way for way in found if way.startswith("floor")]
    floor = min(
        floors, key=lambda way: sorted(run.wall for run in found[way])[len(found[way]) // 2]
    )
    return [*processes.table(found, floor), "", f"Ratios are to: {floor}"]


WAYS: dict[str, Callable[[Path, str | None], Measured]] = {
    "dataset validate": measure_ours,
    "floor, a query per check": lambda folder, memory: measure_floor(
        folder, memory, aggregate=False
    ),
    "floor, one aggregate": lambda folder, memory: measure_floor(folder, memory, aggregate=True),
}


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
