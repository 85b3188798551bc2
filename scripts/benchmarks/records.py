"""What `dataset validate` on this project's records adds to the import of Great Expectations.

    python -m scripts.benchmarks.records

In each of several new processes: the import of Great Expectations, then all that `dataset validate` does, the
project's own imports included. Nothing is written.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from scripts.benchmarks import processes
from scripts.benchmarks.processes import Measured

MODULE = "scripts.benchmarks.records"
ROOT = Path(__file__).resolve().parents[2]
IMPORT = "import of Great Expectations"
WAYS = {IMPORT: ["--way", "import"], "all that validate adds": ["--way", "work"]}


def measure(*, work: bool) -> Measured:
    """Import Great Expectations, then check the records and the tables made of them; measure the one or the other.

    Raises:
        ValueError: a check did not pass.
    """
    with processes.measuring() as done:
        import great_expectations  # noqa: F401 # this is what is measured

        imported = done()
    if not work:
        return imported
    with processes.measuring() as done:
        from dataset.building.check import check_project
        from dataset.project import Project

        report = check_project(Project(ROOT), lambda _: None)
        measured = done()
    if not_passed := [run.check for run in report.runs if run.outcome != "passed"]:
        msg = f"not passed: {', '.join(not_passed)}"
        raise ValueError(msg)
    return measured


def main(arguments: Sequence[str]) -> int:
    """Measure and print; the process of one way prints its `Measured` as JSON."""
    parser = argparse.ArgumentParser(MODULE, description=__doc__)
    parser.add_argument("--repeat", type=int, default=9, help="how many rounds")
    parser.add_argument("--way", choices=("import", "work"), help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.way:
        print(json.dumps(measure(work=options.way == "work")))
        return 0
    print("\n".join(processes.table(processes.rounds(MODULE, WAYS, options.repeat), IMPORT)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
