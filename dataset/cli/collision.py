"""Notice another distribution that took the place of one of this project's packages.

The public package index has a `dataset` and a `schema` too. Where one of them is found before ours,
or was installed over ours, commands would fail later in ways nobody could read, so `main` asks
here first. Standard library only, and none of the checked packages is imported.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

PACKAGES = ("dataset", "schema", "validation", "scripts")
REMEDY = "run these tools in an environment of their own, for example with uvx or pipx"


def check(packages: tuple[str, ...] = PACKAGES) -> str | None:
    """Return one line that tells what is in the way of `packages`, or None if nothing is.

    They are in order when they lie side by side in one folder and no other distribution of the same
    name is installed in that folder, where it would have mixed its files with ours.
    """
    found = {name: _location(name) for name in packages}
    missing = [name for name, place in found.items() if place is None]
    if missing:
        return f"package not found: {', '.join(missing)}; install these tools again; {REMEDY}"
    places = {name: place for name, place in found.items() if place is not None}
    homes = {place.parent for place in places.values()}
    if len(homes) > 1:
        seen = ", ".join(f"{name} in {place.parent}" for name, place in places.items())
        return f"packages of different origin have got mixed: {seen}; {REMEDY}"
    strangers = [name for name in packages if _installed_as_distribution(name, homes)]
    if strangers:
        return (
            f"another distribution named {', '.join(strangers)} is installed in"
            f" {', '.join(map(str, homes))} and has mixed its files with these tools; {REMEDY}"
        )
    return None


def _location(name: str) -> Path | None:
    """Return the folder of package `name` (of a module: its file), or None if there is none."""
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, ValueError):  # a half-loaded or hand-made module has no usable spec
        return None
    if spec is None:
        return None
    # A folder without __init__.py may be spread over several places; the first is the one that
    # Python searches first.
    folders = list(spec.submodule_search_locations or ())
    place = folders[0] if folders else spec.origin
    return Path(place).resolve() if place else None


def _installed_as_distribution(name: str, homes: set[Path]) -> bool:
    """Tell whether a distribution called `name` left its metadata in one of `homes`."""
    return any(any(home.glob(f"{name}-[0-9]*.*-info")) for home in homes)
