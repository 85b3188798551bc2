"""Great Expectations' Data Docs of the published suites, for those who know them.

Great Expectations validates, and its own renderers decide what stands on the pages; the frame around that is ours
(`gx_pages`), because its own needs the network. The same tables give the same bytes: what it notes about the run, times
among it, is left out.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from validation import suites
from validation.findings import CheckRun, Report
from validation.gx_runner import batch_of, expectation, great_expectations, source_of
from validation.parquet_sql import OpenTables, one_line
from validation.suites import Suite

if TYPE_CHECKING:
    from great_expectations.core.expectation_validation_result import (
        ExpectationSuiteValidationResult,
    )

INDEX = "index.html"
RESULTS, SUITES = "validations", "expectations"
"""Folders of the pages, by the names that Great Expectations gives them."""

_OF_THE_RUN = (
    "run_id",
    "batch_markers",
    "active_batch_definition",
    "validation_id",
    "checkpoint_id",
)


class NotMade(Exception):
    """There are no Data Docs; the message is the reason, in one line."""


def write(
    tables: OpenTables,
    ran: Collection[str],
    folder: Path,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, bool]:
    """Validate every published suite as it is published, and write pages of suites and results, and an index.

    Args:
        tables: open tables.
        ran: ids of the checks that can run on them; the others are left out, and so is a suite without any.
        folder: where the pages go; it is made.
        progress: called after every suite with the number of suites done and of all.

    Returns:
        For every check whether it passes, as the stock expectation has it.

    Raises:
        NotMade: Great Expectations stumbles, or nothing can run.
        OSError: the disk refuses.
    """
    asked = [suite for suite in map(_only(ran), suites.published()) if suite.checks]
    if not asked:
        raise NotMade("no suite can run on these tables")
    great_expectations()
    from validation.gx_pages import Link, Pages

    for name in (RESULTS, SUITES):
        (folder / name).mkdir(parents=True)
    pages, links, verdicts = Pages(), [], {}
    with source_of(tables) as source, _stumbling():
        for number, suite in enumerate(asked, 1):
            result = _validated(suite, batch_of(source, suite.table))
            verdicts.update({_check_id(one): bool(one.success) for one in result.results})
            link = Link(suite.name, suite.table, is_success=bool(result.success))
            _write(folder / link.result, pages.result(result))
            _write(folder / link.suite, pages.suite(_suite(suite)))
            links.append(link)
            if progress:
                progress(number, len(asked))
        _write(folder / INDEX, pages.index(links))
    return verdicts


def distrust(report: Report, verdicts: Mapping[str, bool]) -> None:
    """Take a check for one that did not run where a stock expectation disagrees with what the report says of it."""
    for number, run in enumerate(report.runs):
        if run.check in verdicts and verdicts[run.check] != (run.outcome == "passed"):
            reason = f"{run.outcome} here, but not as a stock expectation of Great Expectations"
            report.runs[number] = CheckRun(run.check, "not-run", reason=reason)


def _only(ran: Collection[str]) -> Callable[[Suite], Suite]:
    def narrowed(suite: Suite) -> Suite:
        return replace(suite, checks=tuple(c for c in suite.checks if c.check_id in ran))

    return narrowed


def _suite(suite: Suite) -> Any:
    """A suite as it is published, told in the words of Great Expectations; ours, which say what is wrong, are notes."""
    made = [expectation(check) for check in suite.checks]
    for one, check in zip(made, suite.checks, strict=True):
        one.description = None
        one.notes = f"{check.code}: {check.message}"
    return great_expectations().ExpectationSuite(suite.name, expectations=made)


def _validated(suite: Suite, batch: Any) -> ExpectationSuiteValidationResult:
    """What Great Expectations says of a suite, in the order of its checks, which is not the order that it gives."""
    result: ExpectationSuiteValidationResult = batch.validate(
        _suite(suite), result_format="SUMMARY"
    )
    order = {check.check_id: number for number, check in enumerate(suite.checks)}
    result.results.sort(key=lambda one: order[_check_id(one)])
    meta: dict[str, Any] = dict(result.meta)
    result.meta = {name: value for name, value in meta.items() if name not in _OF_THE_RUN}
    return result


def _check_id(result: Any) -> str:
    return str(result.expectation_config.meta["check_id"])


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


class _Complaints(logging.Handler):
    """Keeps what Great Expectations logs when it leaves out a part of a page."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a message."""
        self.texts.append(record.getMessage())


@contextmanager
def _stumbling() -> Iterator[None]:
    """Turn whatever goes wrong inside Great Expectations into a reason, also what it only logs.

    Raises NotMade.
    """
    logger = logging.getLogger("great_expectations")
    complaints = _Complaints()
    level, propagates = logger.level, logger.propagate
    logger.addHandler(complaints)
    logger.setLevel(logging.ERROR)
    logger.propagate = False
    try:
        yield
    except OSError:
        raise
    except Exception as error:
        raise NotMade(one_line(f"{type(error).__name__}: {error}")) from error
    finally:
        logger.removeHandler(complaints)
        logger.setLevel(level)
        logger.propagate = propagates
    if complaints.texts:
        raise NotMade(one_line(complaints.texts[0]))
