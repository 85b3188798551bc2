"""Standoff JSON Lines read back: gold and predictions, whoever made them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from scripts.standoff.form import Given, told
from validation.findings import Unusable, printable


def read_standoff(path: Path) -> dict[str, Given]:
    """The objects of a file by their article, in the order of the file.

    Only `article_id` and the content and mode of statements are needed; officials and meetings, where there are any,
    are of the form.

    Raises Unusable, naming the line, for what is no JSON or no standoff object, and for an article given twice.
    """
    found: dict[str, Given] = {}
    for place, line in _lines(path):
        model = _read(place, line)
        if model.article_id in found:
            name = printable(model.article_id)
            raise Unusable(f"{place}: article {name} for the second time; give each once")
        found[model.article_id] = model
    return found


def _lines(path: Path) -> Iterator[tuple[str, bytes]]:
    if not path.is_file():
        raise Unusable(f"{path}: no such file")
    try:
        with path.open("rb") as stream:
            for number, line in enumerate(stream, 1):
                bare = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
                if bare.strip():
                    yield f"{path}:{number}", bare
    except OSError as error:
        raise Unusable(f"{path}: cannot be read ({error.strerror})") from None


def _read(place: str, line: bytes) -> Given:
    try:
        value: Any = json.loads(line)
    except UnicodeDecodeError:
        raise Unusable(f"{place}: not UTF-8 text") from None
    except (ValueError, RecursionError) as error:
        raise Unusable(f"{place}: not JSON ({printable(str(error))})") from None
    try:
        return Given.model_validate(value)
    except ValidationError as error:
        raise Unusable(f"{place}: {told(error)}") from None
