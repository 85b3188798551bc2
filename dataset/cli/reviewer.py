"""Who reviews: an option of every command that records what a person decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from dataset.project import Project

Reviewer = Annotated[
    str | None,
    typer.Option(
        "--reviewer",
        help="Who reviews: name or initials; git's user.name if left out.",
        show_default=False,
    ),
]


def named(project: Project, given: str | None) -> str:
    """Who reviews: as given, else as git knows the user. Raises Unusable where neither tells."""
    from dataset.releasing.git import git
    from validation.findings import Unusable

    if given is not None:
        if not given.strip():
            raise Unusable("--reviewer: a reviewer has a name or initials")
        return given.strip()
    try:
        return git(project.root, "config", "user.name").strip()
    except Unusable:
        raise Unusable("--reviewer: say who reviews (git knows no user.name here)") from None
