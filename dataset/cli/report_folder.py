"""Handing over a report as a folder: one page for people, and Great Expectations' Data Docs beside it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from dataset.cli.findings import lines_of
from dataset.cli.reports import pages_address, version
from validation.findings import Report

if TYPE_CHECKING:
    from validation.table_checks import Checked

RECORD = "report.json"
"""What the folder says of itself; only a folder that has one is ever replaced."""

PAGE, DATA_DOCS = "index.html", "data-docs"


class ReportFolder:
    """A report in the making.

    Attributes:
        no_data_docs: why there are no Data Docs; empty as soon as there are.
    """

    def __init__(self, folder: Path, step: Callable[[str], None], no_data_docs: str) -> None:
        self._folder = folder
        self._step = step
        self.no_data_docs = no_data_docs

    def document(self, done: Checked) -> None:
        """Make the Data Docs of tables that were checked and are still open.

        Where a stock expectation disagrees with what the report says, one of the two is wrong: then that check did not
        run.
        """
        from validation import gx_docs

        def told(number: int, total: int) -> None:
            self._step(f"making Data Docs: {number} of {total} suites")

        ran = {run.check for run in done.report.runs if run.outcome != "not-run"}
        target = self._folder / DATA_DOCS
        try:
            gx_docs.distrust(done.report, gx_docs.write(done.tables, ran, target, told))
            self.no_data_docs = ""
        except gx_docs.NotMade as problem:
            shutil.rmtree(target, ignore_errors=True)
            self.no_data_docs = str(problem)

    def finish(self, report: Report, root: Path, subject: str, *, strict: bool) -> None:
        """Write the page, last of all."""
        from dataset.releasing import own_folder
        from validation import render_html

        self._step("writing the report")
        pages = pages_address(os.environ)
        surroundings = render_html.Surroundings(
            subject=subject,
            tool_version=version(),
            pages=pages,
            source=pages.removesuffix("/docs/codes"),
            data_docs="" if self.no_data_docs else f"{DATA_DOCS}/index.html",
            no_data_docs=self.no_data_docs,
        )
        page = render_html.render(report, lines_of(root), surroundings, strict=strict)
        (self._folder / PAGE).write_text(
            page, encoding="utf-8", errors="backslashreplace", newline="\n"
        )
        own_folder.write_record(self._folder, RECORD, {"report": "dataset validate"})


@contextmanager
def report_folder(
    out: Path | None, step: Callable[[str], None], no_data_docs: str
) -> Iterator[ReportFolder | None]:
    """A folder that takes its place at the end of the block, whole or not at all; None without `out`.

    Raises:
        Unusable: something is there that is no report; nothing is touched.
        OSError: the disk refuses; an earlier report is then still in its place.
    """
    if out is None:
        yield None
        return
    from dataset.releasing import own_folder

    own_folder.make_room(out, RECORD, "a report", replace=True)
    with own_folder.fresh(out) as folder:
        yield ReportFolder(folder, step, no_data_docs)
