"""Handing over a report: in the format that was asked for, on stdout or in a file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import typer

from dataset.cli.findings import lines_of
from dataset.cli.options import Format
from dataset.files import replace as write_whole
from validation.findings import Report


def rendered(
    report: Report,
    kind: Format,
    *,
    root: Path,
    tables: Path | None = None,
    strict: bool = False,
    show_fingerprints: bool = False,
) -> Iterator[str]:
    """Lines of a report in a format. `root` is the project's folder, `tables` a folder of Parquet that was checked."""
    lines = lines_of(root)
    match kind:
        case Format.TEXT:
            from validation import render_text

            return render_text.render(report, lines, show_fingerprints=show_fingerprints)
        case Format.JSON:
            from validation import render_json

            return render_json.render(report, strict=strict)
        case Format.JUNIT:
            from validation import render_junit

            return render_junit.render(report, lines, strict=strict)
        case Format.GITHUB:
            from validation import render_github

            return render_github.render(report, strict=strict)
        case Format.GITLAB:
            from validation import render_gitlab

            return render_gitlab.render(report, _address(tables, root))
        case Format.SARIF:
            from validation import render_sarif

            surroundings = render_sarif.Surroundings(
                _version(), _address(tables, root), pages_address(os.environ)
            )
            return render_sarif.render(report, surroundings, strict=strict)


def hand_over(lines: Iterable[str], report: Report, output: Path | None) -> None:
    """Print the lines; or write them into a file, and say on stderr what is in it.

    Raises Unusable when the file cannot be written; what was there before then stays as it was.
    """
    if output is None:
        for line in lines:
            typer.echo(line)
        return
    from validation.render_text import summary

    write_whole(output, "".join(f"{line}\n" for line in lines))
    typer.echo(f"{summary(report)}\nwritten to {output}", err=True)


def pages_address(environment: Mapping[str, str]) -> str:
    """Address of docs/codes at the commit being checked, where a CI service tells it; else nothing."""
    hub = [environment.get(f"GITHUB_{name}", "") for name in ("SERVER_URL", "REPOSITORY", "SHA")]
    if all(hub):
        return "{}/{}/blob/{}/docs/codes".format(*hub)
    lab = [environment.get(f"CI_{name}", "") for name in ("PROJECT_URL", "COMMIT_SHA")]
    return "{}/-/blob/{}/docs/codes".format(*lab) if all(lab) else ""


def _address(tables: Path | None, root: Path) -> str:
    """The folder of the tables as seen from the project's folder; where `dataset build` puts them if none is named."""
    if tables is None:
        return "build/parquet"
    folder = tables.resolve()
    if folder.is_relative_to(root.resolve()):
        return folder.relative_to(root.resolve()).as_posix()
    return folder.as_uri()


def _version() -> str:
    import dataset

    return dataset.__version__
