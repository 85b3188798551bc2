"""The command line. Thin: each command calls the library and prints; heavy imports wait inside the commands."""

from __future__ import annotations

import io
import os
import sys
from typing import Annotated

import typer

from dataset.cli import (
    build,
    cite,
    collision,
    describe,
    explain,
    export,
    fmt,
    query,
    show,
    validate,
)

app = typer.Typer(
    name="dataset",
    help="Build, check and read the Iran–Iraq Security Dialogue Dataset.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(build.build)
app.command()(validate.validate)
app.command()(fmt.fmt)
app.command()(show.show)
app.command()(query.query)
app.command()(cite.cite)
app.command()(export.export)
app.command()(explain.explain)
app.command()(describe.describe)


LONGEST_MESSAGE = 1000


def _version(value: bool) -> None:
    if value:
        import dataset

        typer.echo(dataset.__version__)
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Build, check and read the Iran–Iraq Security Dialogue Dataset."""


def main() -> None:
    """Entry point: refuse to run among foreign packages, and never show a traceback.

    Exit codes: 0 clean, 1 findings, 2 unusable input or usage, 130 interrupted, 141 reader gone.
    """
    problem = collision.check()
    if problem is not None:
        print(problem, file=sys.stderr)
        raise SystemExit(2)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal without Unicode still reads
    try:
        app()
    except BrokenPipeError:
        # the reader of our output has gone (`| head`); Python would complain once more while closing stdout
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(141) from None
    except KeyboardInterrupt:
        _tell("interrupted")
        raise SystemExit(130) from None
    except Exception as error:
        if os.environ.get("DATASET_DEBUG"):
            raise
        _tell(_in_words(error))
        raise SystemExit(2) from None


def _tell(text: str) -> None:
    from validation.findings import printable

    for line in f"dataset: {text}".split("\n"):
        print(printable(line, LONGEST_MESSAGE), file=sys.stderr)


def _in_words(error: Exception) -> str:
    from validation.findings import Unusable

    if isinstance(error, Unusable):
        return str(error)
    if isinstance(error, OSError):
        return f"{error.filename}: {error.strerror}" if error.filename else str(error)
    what = f"{type(error).__name__}: {error}"
    return f"internal error: {what}; set DATASET_DEBUG=1 for details and report it"
