"""How long `dataset validate` takes beside what one might use instead, on the same checks of the same table.

    python -m scripts.benchmarks.peers --rows 1000000 5000000 --figures docs/benchmarks/peers.json

Every check of the suite for `statements` that looks at this table alone, as each tool wants it said, from the Parquet
file to the verdicts; imports are left out. Each way first proves, on a small table with a fault for every check, that
it finds all of them, and on one without that it finds none. The ways then run in turn, each time in a process of its
own. pandera and pointblank are the dependency group `benchmarks`; a way that is not installed is told and left out.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import platform
import statistics
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from scripts.benchmarks import processes
from scripts.benchmarks.peer_ways import TABLE, WAYS, checks
from scripts.benchmarks.processes import Measured
from scripts.benchmarks.validation import make_tables
from validation.checks import TableCheck

MODULE = "scripts.benchmarks.peers"
FLOOR = "DuckDB SQL by hand (floor)"
PROOF_ROWS = 200
NEEDED = {"pandera on polars": "pandera", "pointblank on polars": "pointblank"}


def installed() -> list[str]:
    """The ways that can be measured here."""
    return [way for way in WAYS if not (n := NEEDED.get(way)) or importlib.util.find_spec(n)]


def spoil(path: Path, out: Path) -> None:
    """A copy of the table in which one row each breaks one of the checks."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pq.read_table(path)
    rows = table.to_pylist()
    for row, check in zip(rows, checks(), strict=False):
        row.update(_broken(check, rows[-1]))
    schema = pa.schema([pa.field(field.name, field.type) for field in table.schema])
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), out)


def _broken(check: TableCheck, other: Mapping[str, Any]) -> dict[str, Any]:
    """Values that break a check and no other."""
    import datetime as dt

    column = check.columns[0]
    match check.kind:
        case "not_null":
            return {column: None}
        case "in_set":
            return {column: "nonsense"}
        case "matches":
            return {column: "No Id"}
        case "unique":
            return {column: other[column]}
        case "between":
            return {column: -1}
    days = dt.date(2024, 1, 2), dt.date(2024, 1, 1)
    return dict(zip(check.columns, days, strict=True))


def prove(ways: Sequence[str], sound: Path) -> None:
    """Let every way look at a small sound table, and at a copy whose faults are known.

    Raises:
        ValueError: one of them finds too many or too few.
    """
    with tempfile.TemporaryDirectory(prefix="benchmark-") as scratch:
        faulty = Path(scratch) / "faulty.parquet"
        spoil(sound, faulty)
        for way in ways:
            found = WAYS[way](sound)(), WAYS[way](faulty)()
            if found != (0, len(checks())):
                msg = f"{way}: found {found[0]} and {found[1]} faults, not 0 and {len(checks())}"
                raise ValueError(msg)


def measure(way: str, path: Path) -> Measured:
    """One run.

    Raises:
        ValueError: it finds something in sound tables.
    """
    work = WAYS[way](path)
    with processes.measuring() as done:
        found = work()
        measured = done()
    if found:
        msg = f"{way}: {found} checks failed"
        raise ValueError(msg)
    return measured


def main(arguments: Sequence[str]) -> int:
    """Measure and print; the process of one way prints its `Measured` as JSON."""
    parser = argparse.ArgumentParser(MODULE, description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000, 5_000_000])
    parser.add_argument("--repeat", type=int, default=9, help="how many rounds")
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=installed(), metavar="WAY")
    parser.add_argument(
        "--figures", type=Path, help="JSON file for every figure; kept are other rows"
    )
    parser.add_argument(
        "--chart", type=Path, help="SVG file for a chart of all figures in that file"
    )
    parser.add_argument("--tables", type=Path, nargs="+", help="folders of tables made before")
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    parser.add_argument("--path", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.way:
        print(json.dumps(measure(options.way, options.path)))
        return 0
    for way in set(WAYS) - set(installed()):
        print(f"{way}: not installed, left out (dependency group `benchmarks`)", file=sys.stderr)
    with tempfile.TemporaryDirectory(prefix="benchmark-") as scratch:
        make_tables(Path(scratch) / "tables", PROOF_ROWS)
        prove(options.ways, Path(scratch) / f"tables/{TABLE}.parquet")
    for number, rows in enumerate(options.rows):
        with tempfile.TemporaryDirectory(prefix="benchmark-") as scratch:
            folder = options.tables[number] if options.tables else Path(scratch) / "tables"
            if not options.tables:
                make_tables(folder, rows)
            path = str(folder / f"{TABLE}.parquet")
            ways = {way: ["--way", way, "--path", path] for way in options.ways}
            found = processes.rounds(MODULE, ways, options.repeat)
        print(
            "\n".join(
                [f"{rows:,} rows, {options.repeat} rounds", "", *processes.table(found, FLOOR), ""]
            )
        )
        if options.figures:
            keep(options.figures, rows, found)
    if options.figures and options.chart:
        draw(json.loads(options.figures.read_text(encoding="utf-8")), options.chart)
    return 0


def keep(path: Path, rows: int, found: Mapping[str, Sequence[Measured]]) -> None:
    """Put every figure of a number of rows into a file, in the place of earlier ones."""
    figures = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    figures[str(rows)] = {
        "machine": f"{os.cpu_count()} processors, {platform.machine()}, Python {platform.python_version()}",
        "load": os.getloadavg()[1],
        "ways": {way: [run._asdict() for run in runs] for way, runs in found.items()},
    }
    ordered = dict(sorted(figures.items(), key=lambda item: int(item[0])))
    path.write_text(json.dumps(ordered, indent=1) + "\n", encoding="utf-8")


def draw(figures: Mapping[str, Any], path: Path) -> None:
    """Medians of processor time and peak memory against the number of rows."""
    import altair as alt

    values = [
        {
            "way": way,
            "rows": int(rows),
            "what": what,
            "value": statistics.median(run[key] for run in runs),
        }
        for rows, measured in figures.items()
        for way, runs in measured["ways"].items()
        for key, what in (("cpu", "processor time (s)"), ("memory", "peak memory (MB)"))
    ]
    data = alt.InlineData(values=values)
    base = alt.Chart(data).mark_line(point=True)
    encoded = base.encode(
        x=alt.X("rows:Q", scale=alt.Scale(type="log"), axis=alt.Axis(format="~s"), title="rows"),
        y=alt.Y("value:Q", scale=alt.Scale(type="log"), title=None),
        color=alt.Color("way:N", title=None, sort=list(WAYS)),
    )
    chart = encoded.properties(width=280, height=260).facet(column=alt.Column("what:N", title=None))
    chart.resolve_scale(y="independent").save(path)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
