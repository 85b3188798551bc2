"""What the commands that run an engine share: the checkout around them, if any, and what its registries hold."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataset.project import Project
    from scripts.extract import Known


def project_around(root: Path | None) -> Project | None:
    """The checkout that was named, or the one in which one stands; None outside of any.

    Raises Unusable when one was named and there is none.
    """
    from dataset.project import Project, find_root
    from validation.findings import Unusable

    try:
        return Project(find_root(root))
    except Unusable:
        if root is not None:
            raise
        return None


def known_to(project: Project | None) -> Known | None:
    """Officials of the registries; None without a checkout. What cannot be read of them is told on stderr."""
    from dataset.cli import output
    from dataset.curation.read import read
    from scripts.standoff.known import known_of

    if project is None:
        return None
    result = read(project)
    if "officials" in {*result.incomplete, *result.broken_ids.values()}:
        output.message(
            "dataset: some officials cannot be read and get no ids; run `dataset validate`"
        )
    return known_of(result.records)
