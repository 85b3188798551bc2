"""Files that are replaced as a whole: a reader sees the old one or the new one, never a part."""

from __future__ import annotations

import contextlib
import fcntl
import os
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from validation.findings import Unusable

PREFIX, SUFFIX = ".dataset-", ".tmp"
"""Of the name of a file that is being written; .gitignore knows it."""


@contextmanager
def replaced(path: Path, name: str = "") -> Iterator[IO[str]]:
    """Give a text stream whose content takes the place of a file at the end; after an error the old file stays.

    UTF-8 with the line breaks that are written; what UTF-8 cannot hold becomes an escape. `name` is the file in
    messages.

    Raises Unusable when the disk refuses, or the path leads to something that is no file.
    """
    name = name or str(path)
    fresh = path.with_name(f"{PREFIX}{uuid.uuid4().hex}{SUFFIX}")
    try:
        if path.exists() and not path.is_file():
            raise Unusable(f"{name}: is no file; give the name of a file to write")
        with _new(fresh) as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)  # tells `sweep` that somebody is at work on it
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
            if path.exists():
                fresh.chmod(path.stat().st_mode)
            fresh.replace(path)
    except OSError as error:
        if error.filename not in {None, str(fresh), str(path)}:
            raise  # of what was read meanwhile, not of what is written
        raise Unusable(f"{name}: cannot be written ({error.strerror})") from None
    finally:
        with contextlib.suppress(OSError):
            fresh.unlink()


def _new(path: Path) -> IO[str]:
    return path.open("x", encoding="utf-8", errors="backslashreplace", newline="")


def replace(path: Path, text: str, name: str = "") -> None:
    """Write a file as a whole; errors as in `replaced`."""
    with replaced(path, name) as stream:
        stream.write(text)


def sweep(folders: Iterable[Path]) -> None:
    """Remove what a killed process left; a file that another one is writing is locked, and stays."""
    for folder in folders:
        for path in folder.glob(f"{PREFIX}*{SUFFIX}"):
            with contextlib.suppress(OSError), path.open("rb") as stream:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink()
