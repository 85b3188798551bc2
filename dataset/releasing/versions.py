"""Versions of the data, and the folders that hold them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal, NamedTuple

from dataset.project import Project
from validation.findings import Unusable, printable

Level = Literal["major", "minor", "patch"]

_FORM = re.compile(r"(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})", re.ASCII)


class Version(NamedTuple):
    """A version of the data: MAJOR.MINOR.PATCH, without any suffix. Compares as numbers do."""

    major: int
    minor: int
    patch: int

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"

    def bumped(self, level: Level) -> Version:
        """Return the next version at that level."""
        match level:
            case "major":
                return Version(self.major + 1, 0, 0)
            case "minor":
                return Version(self.major, self.minor + 1, 0)
            case "patch":
                return Version(self.major, self.minor, self.patch + 1)


def parse(text: str) -> Version:
    """Read a version as people write it, with or without a leading `v`.

    Raises Unusable when it is not three numbers between dots.
    """
    match = _FORM.fullmatch(text.removeprefix("v"))
    if match is None:
        raise Unusable(
            f"{printable(text)!r} is no version; write three numbers between dots, such as 1.2.0"
        )
    return Version(*map(int, match.groups()))


def is_version(text: str) -> bool:
    """Tell whether a text is a version without a leading `v`, as folders of releases are named."""
    return _FORM.fullmatch(text) is not None


def released(project: Project) -> dict[Version, Path]:
    """Return the releases of a project, oldest first; hidden folders are unfinished work."""
    if not project.releases.is_dir():
        return {}
    found = (
        (parse(path.name), path)
        for path in project.releases.iterdir()
        if is_version(path.name) and path.is_dir()
    )
    return dict(sorted(found))


def newest(project: Project) -> tuple[Version, Path] | None:
    """Return the newest release, if there is any."""
    found = released(project)
    return next(reversed(found.items())) if found else None


def folder_of(project: Project, name: str) -> Path:
    """Return the folder of a version, of a path that is a folder, or of `latest`.

    Raises Unusable when there is none; the message names what there is.
    """
    found = released(project)
    if name == "latest" and found:
        return next(reversed(found.values()))
    if is_version(name.removeprefix("v")):
        folder = found.get(parse(name))
        if folder is not None:
            return folder
    elif Path(name).is_dir():
        return Path(name)
    there = ", ".join(map(str, found)) or "none yet"
    raise Unusable(
        f"no release and no folder {printable(name)!r}; releases: {there} (a folder needs its path)"
    )
