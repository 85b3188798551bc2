"""What a web page of the findings costs, and what Great Expectations' Data Docs beside it cost.

    python -m scripts.benchmarks.report

In turn, each in a new process: all that `dataset validate` does on this project's records, the same with the page, and
the same with page and Data Docs. What is written goes into a scratch folder.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.benchmarks import processes
from scripts.benchmarks.processes import Measured

if TYPE_CHECKING:
    from validation.table_checks import Checked

MODULE = "scripts.benchmarks.report"
ROOT = Path(__file__).resolve().parents[2]
VALIDATE = "dataset validate"
WAYS = {
    VALIDATE: ["--way", "findings"],
    "with the page": ["--way", "page"],
    "with page and Data Docs": ["--way", "docs"],
}


def measure(way: str, folder: Path) -> Measured:
    """Check the records and the tables made of them; write what the way asks for into a folder.

    Raises:
        ValueError: a check did not pass.
    """
    with processes.measuring() as done:
        from dataset.building.check import check_project
        from dataset.project import Project

        def document(checked: Checked) -> None:
            from validation import gx_docs

            ran = {run.check for run in checked.report.runs if run.outcome != "not-run"}
            gx_docs.write(checked.tables, ran, folder / "data-docs")

        look = document if way == "docs" else None
        report = check_project(Project(ROOT), lambda _: None, look=look)
        if way != "findings":
            from validation import render_html

            (folder / "index.html").write_text(render_html.render(report), encoding="utf-8")
        measured = done()
    processes.expect_passed(report)
    return measured


def main(arguments: Sequence[str]) -> int:
    """Measure and print; the process of one way prints its `Measured` as JSON."""
    parser = argparse.ArgumentParser(MODULE, description=__doc__)
    parser.add_argument("--repeat", type=int, default=9, help="how many rounds")
    ways = ("findings", "page", "docs")
    parser.add_argument("--way", choices=ways, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.way:
        with tempfile.TemporaryDirectory() as scratch:
            print(json.dumps(measure(options.way, Path(scratch))))
        return 0
    found = processes.rounds(MODULE, WAYS, options.repeat)
    print("\n".join(processes.table(found, VALIDATE)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
