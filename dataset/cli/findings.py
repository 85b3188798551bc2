"""Printing of findings, with the lines of the files they stand in."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path

import typer

from dataset.project import Project
from validation.findings import Report
from validation.render_text import render


def print_report(
    report: Report, project: Project | None = None, *, to_stderr: bool = False
) -> None:
    """Print every finding and the summary: to stdout if that is what was asked for, else stderr."""
    for line in render(report, lines_of(project.root if project else Path())):
        typer.echo(line, err=to_stderr)


def lines_of(root: Path) -> Callable[[str], list[str]]:
    """Return a function that gives the lines of a file below the root, none if it cannot be read.

    Lines end where the reader of YAML ends them, at a lone CR too, so that places lead to what they name.
    """
    from dataset.curation.yaml_reader import LINE_BREAK

    @functools.lru_cache(maxsize=64)
    def lines(file: str) -> list[str]:
        try:
            text = (root / file).read_bytes().decode("utf-8", errors="replace")
        except OSError:
            return []
        return LINE_BREAK.split(text.removeprefix("\ufeff"))

    return lines
