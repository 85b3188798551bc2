"""Writing a source, its stubs and the raised count of the collection: all of them, or nothing."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dataset.files import replace as replace_file
from dataset.project import Project
from validation.findings import Unusable


@dataclass(frozen=True)
class Planned:
    """A file to be written. `before` is what it holds now; None if it must not exist yet."""

    path: Path
    text: str
    before: str | None = None


@contextlib.contextmanager
def alone(project: Project) -> Iterator[None]:
    """Let no other ingest write the records meanwhile: two would raise the count of a collection by one."""
    handle = os.open(project.records, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def write(project: Project, planned: Sequence[Planned]) -> None:
    """Write the files in order, each as a whole; when one fails, take back those before it.

    A process killed in between leaves a source that no article uses (QUO014) or a count too high (REC007); ingesting
    the same page again then writes what is missing. Raises Unusable for a file that cannot be written.
    """
    for file in planned:
        if file.before is None and (file.path.exists() or file.path.is_symlink()):
            raise Unusable(
                f"{project.name(file.path)} is there already; move it, or give another --id"
            )
    done: list[Planned] = []
    try:
        for file in planned:
            done.append(file)
            file.path.parent.mkdir(exist_ok=True)
            replace_file(file.path, file.text, project.name(file.path))
    except BaseException:
        for file in reversed(done):
            with contextlib.suppress(Unusable, OSError):
                _take_back(project, file)
        raise


def _take_back(project: Project, file: Planned) -> None:
    if file.before is None:
        file.path.unlink(missing_ok=True)
    else:
        replace_file(file.path, file.before, project.name(file.path))
