"""`dataset extract`: statements, officials and meetings found in articles."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from dataset.cli import completion
from dataset.cli.options import Root


def extract(
    inputs: Annotated[
        list[str],
        typer.Argument(
            help="Text files, folders, JSON Lines, Parquet, or `-` for JSON Lines on stdin.",
            show_default=False,
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option("--out", help="File to write; stdout if left out or `-`.", show_default=False),
    ] = None,
    published: Annotated[
        dt.datetime | None,
        typer.Option(
            "--published",
            formats=["%Y-%m-%d"],
            help="Day of publication of articles that come without one; it resolves `on Tuesday`.",
            show_default=False,
        ),
    ] = None,
    engine: Annotated[
        str,
        typer.Option(
            "--engine", help="What extracts; plug-ins add to it.", autocompletion=completion.engines
        ),
    ] = "rules",
    root: Root = None,
) -> None:
    """Find statements, officials and meetings in articles, and print a standoff object a line.

    Offsets are code points of the text as given. JSON Lines and Parquet have article_id, text and, if known, published;
    of a text file the name is the article_id. In a checkout officials get the ids that the registries hold.

    An article that cannot be used is told and left out. Exit code 0: all done. 1: some were left out. 2: nothing could
    be done.
    """
    from dataset.cli.engines import known_to, project_around
    from dataset.cli.progress import meter
    from scripts.standoff import articles, engines

    out = None if out == articles.STDIN else out
    found = articles.find([Path(given) for given in inputs], out)
    chosen = engines.load(engine, known_to(project_around(root)))
    day = published.date() if published else None
    failed = 0
    is_shown = out is not None or not sys.stdout.isatty()
    with (
        _opened(out) as write,
        meter("articles", sum(i.size for i in found), shown=is_shown) as counted,
    ):
        for item in articles.read(found, day):
            answer = item if isinstance(item, articles.Failure) else chosen.answer(item)
            counted.done(item.size)
            if isinstance(answer, articles.Failure):
                failed += 1
                counted.say(f"dataset: {answer}")
            else:
                write(answer)
    if failed:
        from dataset.cli import output

        output.message(f"dataset: {failed} left out")
        raise typer.Exit(1)


@contextmanager
def _opened(out: Path | None) -> Iterator[Callable[[dict[str, Any]], None]]:
    """Give what writes an object as a line of JSON: to stdout, or into a file that is there once it is whole."""
    from dataset.cli.output import json_text
    from dataset.files import replaced

    if out is None:
        # UTF-8 whatever the terminal speaks: this is data
        stdout = typer.get_binary_stream("stdout")

        def write(answer: dict[str, Any]) -> None:
            stdout.write(f"{json_text(answer, None)}\n".encode())

        yield write
        stdout.flush()
        return
    with replaced(out) as stream:
        yield lambda answer: print(json_text(answer, None), file=stream)
