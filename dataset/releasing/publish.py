"""Publication: one move makes a finished folder a release.

Before the move there is no release, after it there is, whole. What follows from a release (its
section of the changelog, the project's CITATION.cff, the notes that were used up) is written
afterwards, from the folder alone; `finish` can do that again at any time and does nothing twice.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dataset.building.build import Step
from dataset.building.parquet import flush
from dataset.files import replace
from dataset.project import Project
from dataset.releasing import changelog, citation_cff, manifest
from dataset.releasing.about import read_about
from dataset.releasing.prepare import Evaluate, Prepared, prepare
from dataset.releasing.versions import Version, newest
from validation.findings import Unusable


@contextmanager
def prepared_release(
    project: Project,
    version: Version,
    date: dt.date,
    step: Step,
    evaluate: Evaluate | None = None,
) -> Iterator[Prepared]:
    """Prepare a release and hand it over; what is not published by the end is removed.

    `evaluate` measures the extractor against the release; it is given, because scripts lie above this layer.

    Raises Unusable when another release is under way.
    """
    project.releases.mkdir(parents=True, exist_ok=True)
    with _alone(project.releases):
        folder = project.releases / f".{version}.new"
        _sweep(project.releases)
        try:
            yield prepare(project, version, date, folder, step, evaluate)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def publish(project: Project, prepared: Prepared) -> Path:
    """Move a prepared release to its place, and bring the project's own files up to it.

    Raises Unusable when it is not ready, or its place is taken.
    """
    target = project.releases / str(prepared.version)
    if not prepared.is_ready:
        raise Unusable(f"{prepared.version} is not ready to be released")
    if os.path.lexists(target):
        raise Unusable(f"{target}: is there already; a release is never changed")
    prepared.folder.rename(target)
    flush(project.releases)
    finish(project)
    return target


def finish(project: Project) -> list[str]:
    """Bring changelog, CITATION.cff and notes up to the newest release; returns the names of what changed."""
    last = newest(project)
    if last is None:
        return []
    folder = last[1]
    changed = []
    section = (folder / "CHANGES.md").read_text("utf-8")
    log = project.root / changelog.FILE
    old = log.read_text("utf-8")
    if (new := changelog.with_section(old, section)) != old:
        replace(log, new)
        changed.append(changelog.FILE)
    about, malformed = read_about(project)
    if about is None:
        raise Unusable(f"{malformed[0].place} {malformed[0].code} {malformed[0].message}")
    citation = project.root / citation_cff.FILE_NAME
    text = citation_cff.of_checkout(project, about)
    if not citation.exists() or citation.read_text("utf-8") != text:
        replace(citation, text)
        changed.append(citation.name)
    for name in manifest.read(folder).changelog:
        note = project.root / changelog.FOLDER / name
        if note.is_file():
            note.unlink()
            changed.append((changelog.FOLDER / name).as_posix())
    return changed


@contextmanager
def _alone(releases: Path) -> Iterator[None]:
    """Keep a second release out; the system lets go of the lock when the process ends, however it ends."""
    with (releases / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Unusable(
                f"another release is being made in {releases}; wait until it has ended"
            ) from None
        yield


def _sweep(releases: Path) -> None:
    """Remove what killed processes left: nothing in it was ever published."""
    for path in releases.glob(".*"):
        if path.is_dir() and path.suffix in {".new", ".lock", ".old"}:
            shutil.rmtree(path, ignore_errors=True)
