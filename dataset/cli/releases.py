"""How commands find the release they are asked for."""

from __future__ import annotations

from pathlib import Path


def release_folder(asked: str | None, root: Path | None) -> Path:
    """Return the folder of a version, of a release given by its path, or of the newest release.

    A path is taken as it is, and needs no checkout around it.

    Raises Unusable when there is no such release; the message names those that there are.
    """
    from dataset.project import Project, find_root
    from dataset.releasing.versions import folder_of, newest
    from validation.findings import Unusable

    if asked is not None and not is_version(asked):
        return given_folder(asked)
    project = Project(find_root(root))
    if asked is not None:
        return folder_of(project, asked)
    last = newest(project)
    if last is None:
        raise Unusable(
            f"there is no release in {project.name(project.releases)} yet; make one with"
            " `dataset release`, or give the folder of one"
        )
    return last[1]


def given_folder(asked: str) -> Path:
    """Return a folder that was given by its path; Unusable if it is none."""
    from validation.findings import Unusable, printable

    folder = Path(asked)
    if not folder.is_dir():
        raise Unusable(
            f"{printable(asked)!r} is neither a version nor a folder; a version is three numbers between dots"
        )
    return folder


def is_version(asked: str) -> bool:
    """Tell whether a text is written as a version is."""
    from dataset.releasing.versions import parse
    from validation.findings import Unusable

    try:
        parse(asked)
    except Unusable:
        return False
    return True


def complete_version(incomplete: str) -> list[str]:
    """Return the versions that begin as typed, newest first, for the shell's completion."""
    from dataset.project import Project, find_root
    from dataset.releasing.versions import released
    from validation.findings import Unusable

    try:
        versions = list(released(Project(find_root())))
    except (Unusable, OSError):
        return []
    return [name for name in map(str, reversed(versions)) if name.startswith(incomplete)]
