"""The command line. Thin: each command calls the library and prints; heavy imports wait inside the commands."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from dataset.cli import (
    build,
    candidates,
    cite,
    collision,
    describe,
    diff,
    evaluate,
    explain,
    export,
    extract,
    fmt,
    ingest,
    pipes,
    query,
    release,
    retire,
    review,
    show,
    site,
    validate,
    verify,
)

app = typer.Typer(
    name="dataset",
    help="Build, check and read the Iran–Iraq Security Dialogue Dataset.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(ingest.ingest)
app.command()(build.build)
app.command()(validate.validate)
app.command()(fmt.fmt)
app.command()(extract.extract)
app.add_typer(candidates.app, name="candidates")
app.command()(review.review)
app.command()(evaluate.evaluate)
app.command()(show.show)
app.command()(query.query)
app.command()(cite.cite)
app.command()(export.export)
app.command()(site.site)
app.command()(explain.explain)
app.command()(describe.describe)
app.command()(release.release)
app.command()(diff.diff)
app.command()(verify.verify)
app.command()(retire.retire)

LONGEST_MESSAGE = 1000
INTERRUPTED = 130


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

    Exit codes: 0 clean, 1 findings, 2 unusable input or usage, 130 interrupted; a reader of the output that
    goes away (`| head`) ends the command without a word, as it ends other tools (141 in a shell).
    """
    pipes.end_with_the_reader()
    is_heard = sys.stdout is not None
    _fill_closed_streams()
    problem = collision.check()
    if problem is not None:
        print(problem, file=sys.stderr)
        raise SystemExit(2)
    if not is_heard:
        _tell("stdout is closed; send it to /dev/null if nobody is to read it")
        raise SystemExit(2)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal without Unicode still reads
    try:
        _run()
    except KeyboardInterrupt:
        _tell("interrupted")
        raise SystemExit(130) from None
    except Exception as error:
        if os.environ.get("DATASET_DEBUG"):
            raise
        _tell(_in_words(error))
        raise SystemExit(2) from None


def _fill_closed_streams() -> None:
    """Open nothing in place of a standard stream that is closed, lest the next file to be opened takes its number."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            stream = Path(os.devnull).open(mode, encoding="utf-8")  # noqa: SIM115, for as long as we run
            setattr(sys, name, stream)


def _run() -> None:
    """Run the command, and find out here, not while Python shuts down, whether its output was taken."""
    try:
        try:
            app()
        except SystemExit as end:
            if end.code == INTERRUPTED:  # what typer makes of a KeyboardInterrupt, without a word
                raise KeyboardInterrupt from None
            sys.stdout.flush()
            raise
    except KeyboardInterrupt:
        _drop_output()
        raise
    except OSError as error:
        try:
            sys.stdout.flush()
        except OSError:
            _drop_output()
            raise OSError(error.errno, error.strerror, error.filename or "stdout") from None
        raise


def _drop_output() -> None:
    """Let go of what stdout still holds: it takes no more, or nobody may be waiting for it."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _tell(text: str) -> None:
    from validation.findings import printable

    for line in f"dataset: {text}".split("\n"):
        print(printable(line, LONGEST_MESSAGE), file=sys.stderr)


def _in_words(error: Exception) -> str:
    from validation.findings import Unusable

    if isinstance(error, Unusable):
        return str(error)
    if isinstance(error, OSError):
        return (
            f"{error.filename}: {error.strerror}"
            if error.filename
            else error.strerror or str(error)
        )
    what = f"{type(error).__name__}: {error}"
    return f"internal error: {what}; set DATASET_DEBUG=1 for details and report it"
