"""Progress on a terminal, silence in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@contextmanager
def steps() -> Iterator[Callable[[str], None]]:
    """A function that tells which step is under way: a spinner on stderr if that is a terminal, else nothing."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    console = Console(stderr=True)
    with console.status("starting") as status:
        yield status.update


@contextmanager
def bar(total: int) -> Iterator[Callable[[str], None]]:
    """A function to call with the name of each of `total` parts as it begins: a bar on stderr if that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("starting", total=total)
        begun = 0

        def begin(name: str) -> None:
            nonlocal begun
            progress.update(task, description=name, completed=begun)
            begun += 1

        yield begin


@dataclass(frozen=True)
class Meter:
    """`done(size)` counts one more piece of that size; `say(text)` prints a line to stderr, above the meter."""

    done: Callable[[int], None]
    say: Callable[[str], None]


@contextmanager
def meter(unit: str, total: int = 0, *, shown: bool = True) -> Iterator[Meter]:
    """Count pieces and tell how many there are in a second, with a bar where the `total` of their sizes is known.

    Drawn on stderr if that is a terminal; `shown` may forbid it.
    """
    from dataset.cli.output import clean, message

    if not (shown and sys.stderr.isatty()):
        yield Meter(lambda _: None, message)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True, markup=False, highlight=False)
    columns = (BarColumn(), TextColumn("{task.fields[told]}"), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=total or None, told=f"0 {unit}")
        count = 0

        def done(size: int) -> None:
            nonlocal count
            count += 1
            seconds = progress.tasks[0].elapsed or 0
            rate = f", {count / seconds:,.0f}/s" if seconds else ""
            progress.update(task, advance=size, told=f"{count:,} {unit}{rate}")

        def say(text: str) -> None:
            progress.console.print(clean(text), soft_wrap=True)

        yield Meter(done, say)
