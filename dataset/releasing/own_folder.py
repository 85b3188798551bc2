"""A folder that a command makes: it appears whole or not at all, and replaces only what the command made before.

What is written says of itself which files it has, in one JSON file of its own (`record`).
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dataset.building.swap import take_place
from dataset.releasing.manifest import files_in
from validation.findings import Unusable


def make_room(out: Path, record: str, what: str, *, replace: bool) -> None:
    """See to it that a folder may be written to `out`; nothing is touched yet.

    Raises Unusable, in one line, if something is there: with `replace`, something other than an earlier `what`.
    """
    if not out.exists() and not out.is_symlink():
        return
    if out.is_symlink() or not out.is_dir():
        raise Unusable(f"{out} is no folder; give another one")
    if not any(out.iterdir()):
        return
    if not replace:
        raise Unusable(f"{out} exists already; give another folder, or --force to replace it")
    if foreign := sorted(files_in(out).keys() - _own_files(out, record)):
        raise Unusable(
            f"{out / foreign[0]} is not of {what}'s making; move it away, or give another folder"
        )


def _own_files(out: Path, record: str) -> set[str]:
    """Names of the files that were written into a folder, as it says itself; none if it does not."""
    try:
        files = json.loads((out / record).read_text(encoding="utf-8"))["files"]
        return {record, *map(str, files)}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return set()


def write_record(folder: Path, record: str, facts: dict[str, Any]) -> None:
    """Write what a folder says of itself, last of all: the facts, and the names of all its other files."""
    facts = {**facts, "files": sorted(files_in(folder))}
    text = json.dumps(facts, ensure_ascii=False, indent=2) + "\n"
    (folder / record).write_text(text, encoding="utf-8")


@contextmanager
def fresh(out: Path) -> Iterator[Path]:
    """A folder beside `out` that takes its place when all went well, and is gone when not."""
    out = out.absolute()
    out.parent.mkdir(parents=True, exist_ok=True)
    new, old = (out.with_name(f".{out.name}.{os.getpid()}.{what}") for what in ("new", "old"))
    new.mkdir()
    try:
        yield new
        take_place(new, out, old)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(new, ignore_errors=True)
