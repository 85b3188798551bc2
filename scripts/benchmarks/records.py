"""What `dataset validate` on this project's records adds to the import of Great Expectations.

    python -m scripts.benchmarks.records

In turn, each in a new process: the import of Great Expectations, and all that `dataset validate` does (that import and
those of the project included). What it adds is the difference within a round. Nothing is written.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path

from scripts.benchmarks import processes
from scripts.benchmarks.processes import Measured

MODULE = "scripts.benchmarks.records"
ROOT = Path(__file__).resolve().parents[2]
IMPORT, VALIDATE = "import of Great Expectations", "dataset validate"
WAYS = {IMPORT: ["--way", "import"], VALIDATE: ["--way", "validate"]}


def measure(way: str) -> Measured:
    """Import Great Expectations, or check the records and the tables made of them.

    Raises:
        ValueError: a check did not pass.
    """
    with processes.measuring() as done:
        if way == "import":
            import great_expectations  # noqa: F401 # this is what is measured

            return done()
        from dataset.building.check import check_project
        from dataset.project import Project

        report = check_project(Project(ROOT), lambda _: None)
        measured = done()
    processes.expect_passed(report)
    return measured


def main(arguments: Sequence[str]) -> int:
    """Measure and print; the process of one way prints its `Measured` as JSON."""
    parser = argparse.ArgumentParser(MODULE, description=__doc__)
    parser.add_argument("--repeat", type=int, default=9, help="how many rounds")
    parser.add_argument("--way", choices=("import", "validate"), help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.way:
        print(json.dumps(measure(options.way)))
        return 0
    found = processes.rounds(MODULE, WAYS, options.repeat)
    print("\n".join(processes.table(found, IMPORT)))
    pairs = list(zip(found[VALIDATE], found[IMPORT], strict=True))
    wall, cpu = (statistics.median(ours[i] - base[i] for ours, base in pairs) for i in range(2))
    print(f"\nvalidate adds {wall:.2f} s to the import, {cpu:.2f} s of processor time")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
