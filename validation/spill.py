"""Room on the disk for what does not fit into memory: a folder for each process, gone when it ends.

A process that is killed leaves its folder behind; the next one that spills to the same place removes it. DuckDB itself
clears the folder it is given, so two processes must not share one.
"""

from __future__ import annotations

import contextlib
import fcntl
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from validation.findings import Unusable

PREFIX = "dataset-spill-"


@contextmanager
def spilling(place: Path | None = None) -> Iterator[Path]:
    """A folder of this process's own, below `place` or the system's folder for temporary files.

    Raises:
        Unusable: nothing can be written there.
    """
    place = place or Path(tempfile.gettempdir())
    folder = place / f"{PREFIX}{uuid.uuid4().hex}"
    try:
        place.mkdir(parents=True, exist_ok=True)
        lock = folder.with_suffix(".lock").open("w")
    except OSError as error:
        raise Unusable(f"{place}: cannot be used to spill to ({error.strerror})") from None
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _sweep(place)
        try:
            yield folder
        finally:
            _remove(folder)


def _sweep(place: Path) -> None:
    """Remove what killed processes left; the folders of those that live are locked."""
    for path in place.glob(f"{PREFIX}*.lock"):
        with contextlib.suppress(OSError), path.open("r+") as lock:
            if _takes(lock):
                _remove(path.with_suffix(""))


def _takes(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    with contextlib.suppress(OSError):
        folder.with_suffix(".lock").unlink()
