"""`dataset explain CODE`: what a finding code means and what to do."""

from __future__ import annotations

from typing import Annotated

import typer

from dataset.cli import completion


def explain(
    code: Annotated[
        str,
        typer.Argument(
            help="A code such as QUO001; all codes if left out.", autocompletion=completion.codes
        ),
    ] = "all",
) -> None:
    """Tell what a finding code means, why it occurs and what to do about it."""
    from validation.codes import CODES
    from validation.findings import Unusable
    from validation.render_text import explain as text_of

    wanted = code.upper()
    if wanted == "ALL":
        for entry in CODES.values():
            typer.echo(f"{entry.code}  {entry.title}")
        return
    if wanted not in CODES:
        import difflib

        near = difflib.get_close_matches(wanted, CODES, n=3)
        hint = f"did you mean {' or '.join(near)}?" if near else "`dataset explain` lists them"
        raise Unusable(f"no finding code {code}; {hint}")
    typer.echo(text_of(wanted))
