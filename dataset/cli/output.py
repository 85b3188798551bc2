"""How commands print: the one place that knows whether a person or a program reads.

On a terminal tables are drawn and text is styled; in a pipe tables are tab-separated and nothing is
styled. In both, no control character of a value gets through. Data goes to stdout, messages to
stderr.
"""

from __future__ import annotations

import datetime as dt
import decimal
import json
import math
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from validation.findings import printable

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

TEXT_WIDTH = 100
"""Columns of running text: at most on a terminal, always in a pipe."""

DOUBTFUL = re.compile(r"[^\u00a0\u2000-\u200a\u200c\u200d\u202f\u205f\u3000]+")
"""Runs of everything but the invisible characters that do no harm on a terminal."""

NARROWEST_COLUMN = 16
"""A table that cannot give this much to each long column is printed record by record instead."""


def is_terminal() -> bool:
    """Tell whether stdout goes to a terminal."""
    return sys.stdout.isatty()


def is_styled() -> bool:
    """Tell whether styles will be seen; where not, what is to stand out needs signs."""
    return console().color_system is not None


def console() -> Console:
    """Return a console on stdout that takes text as it is: no markup, no emoji, no highlighting."""
    from rich.console import Console

    terminal = is_terminal()
    return Console(
        file=sys.stdout,
        force_terminal=terminal,
        color_system="auto" if terminal else None,
        width=None if terminal else TEXT_WIDTH,
        markup=False,
        emoji=False,
        highlight=False,
    )


def number_of(count: int, noun: str) -> str:
    """Return a number of things, as `1 article` or `2 articles`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def clean(text: str) -> str:
    """Return a text in full, with control and bidirectional characters escaped.

    Spaces of any width stay, and so do the joiners without which Persian cannot be written.
    """
    return DOUBTFUL.sub(lambda match: printable(match[0], sys.maxsize), text)


def message(text: str) -> None:
    """Print something about the work, not of its result: to stderr."""
    print("\n".join(clean(line) for line in text.split("\n")), file=sys.stderr)


def heading(text: str) -> None:
    """Print a heading with an empty line above it."""
    from rich.text import Text

    _print(Text(f"\n{clean(text)}", style="bold"))


def paragraph(text: str | Text, indent: int = 2) -> None:
    """Print running text, wrapped to a width that is good to read."""
    from rich.padding import Padding

    _print(Padding(_text(text), (0, 0, 0, indent)))


def fields(
    pairs: Iterable[tuple[str, str | Text]], *, indent: int = 2, label_width: int | None = None
) -> None:
    """Print labels, and beside each what belongs to it, wrapped beneath its own beginning."""
    from rich.table import Table
    from rich.text import Text

    pairs = [(clean(label), _text(value)) for label, value in pairs]
    if not pairs:
        return
    width = label_width or max(len(label) for label, _ in pairs)
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(width=max(indent - 2, 0))
    grid.add_column(width=width, overflow="fold")
    grid.add_column(overflow="fold")
    for label, value in pairs:
        grid.add_row("", Text(label, style="dim"), value)
    _print(grid)


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table: drawn on a terminal; tab-separated, with a line of headings, in a pipe.

    A table with too many columns for the terminal is printed record by record, without its nulls.
    """
    names = [clean(column) for column in columns]
    if not is_terminal():
        print("\t".join(names))
        for row in rows:
            print("\t".join(clean(cell(value)) for value in row))
        return
    rows = list(rows)
    cells = [[clean(cell(value)) for value in row] for row in rows]
    if _fits(names, cells):
        numeric = [_is_numeric(values) for values in zip(*rows, strict=True)]
        _print(_drawn(names, cells, numeric or [False] * len(names)), widest=None)
    else:
        for number, row in enumerate(cells, 1):
            heading(f"{number} of {len(cells)}")
            fields((name, text) for name, text in zip(names, row, strict=True) if text)


def cell(value: object) -> str:
    """Return one value as text: dates in ISO form, null empty, lists and structures as JSON."""
    if type(value) is int:  # millions of them, where an answer is long
        return str(value)
    plain = value if isinstance(value, str) else as_json(value)
    if plain is None or isinstance(plain, str):
        return plain or ""
    return json.dumps(plain, ensure_ascii=False)


def as_json(value: object) -> Any:
    """Return a value in the types of JSON: dates as ISO text, bytes as hexadecimal, NaN as null."""
    if isinstance(value, Mapping):
        return {str(key): as_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set):
        return [as_json(item) for item in value]
    if isinstance(value, float | decimal.Decimal):
        return float(value) if math.isfinite(value) else None
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else str(value)


def json_text(value: object, indent: int | None = 2) -> str:
    """Return a value as JSON, on one line without an indent; invisible characters are escaped, so that none is lost."""
    return _visible(json.dumps(as_json(value), ensure_ascii=False, indent=indent))


def json_line(value: object) -> str:
    """Return what is of JSON's own types as JSON on one line, as `json_text` does, but in a fifth of the time."""
    return _visible(json.dumps(value, ensure_ascii=False, allow_nan=False))


def _visible(raw: str) -> str:
    return re.sub(r"[^\x20-\x7e\n]", _escaped, raw)


def _escaped(match: re.Match[str]) -> str:
    sign = match[0]
    if sign.isprintable():
        return sign
    units = sign.encode("utf-16-be", "surrogatepass")  # JSON writes U+1F600 and up as two units
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def _text(value: str | Text) -> Text:
    from rich.text import Text

    return Text(clean(value)) if isinstance(value, str) else value


def _fits(names: Sequence[str], cells: Sequence[Sequence[str]]) -> bool:
    from rich.cells import cell_len

    widths = [
        max(min(cell_len(text), NARROWEST_COLUMN) for text in column)
        for column in zip(names, *cells, strict=True)
    ]
    return sum(widths) + 2 * len(widths) <= console().width


def _is_numeric(values: Iterable[object]) -> bool:
    known = [value for value in values if value is not None]
    return bool(known) and all(
        isinstance(value, int | float | decimal.Decimal) and not isinstance(value, bool)
        for value in known
    )


def _drawn(
    names: Sequence[str], cells: Sequence[Sequence[str]], numeric: Sequence[bool]
) -> RenderableType:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for name, right in zip(names, numeric, strict=True):
        drawn.add_column(Text(name), justify="right" if right else "left", overflow="fold")
    for row in cells:
        drawn.add_row(*map(Text, row))
    return drawn


def _print(shown: RenderableType, widest: int | None = TEXT_WIDTH) -> None:
    """Print; the spaces with which columns are filled up are dropped where a program may read."""
    screen = console()
    with screen.capture() as capture:
        screen.print(shown, width=min(screen.width, widest or screen.width))
    for line in capture.get().removesuffix("\n").split("\n"):
        print(line if is_terminal() else line.rstrip())
