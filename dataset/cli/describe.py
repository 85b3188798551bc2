"""`dataset describe`: the codebook in the terminal."""

from __future__ import annotations

from typing import Annotated

import typer

from dataset.cli import completion


def describe(
    name: Annotated[
        str | None,
        typer.Argument(
            help="A table or a vocabulary; all tables if left out.",
            show_default=False,
            autocompletion=completion.names,
        ),
    ] = None,
) -> None:
    """Print what a table or a closed vocabulary holds."""
    from dataset.cli import output
    from schema import vocabularies
    from schema.tables import BY_NAME, TABLES
    from validation.findings import Unusable

    if name is None:
        rows = [(t.name, t.description.splitlines()[0]) for t in TABLES]
        output.table(("table", "one row is"), rows)
        output.message(f"\nvocabularies: {', '.join(vocabularies.names())}")
    elif name in BY_NAME:
        columns = BY_NAME[name].columns
        output.table(
            ("column", "type", "null", "vocabulary", "references", "meaning"),
            [
                (c.name, c.type, c.nullable, c.vocabulary, c.references, c.description)
                for c in columns
            ],
        )
    elif name in vocabularies.names():
        terms = vocabularies.vocabulary(name).values()
        output.table(
            ("value", "label", "definition"), [(t.value, t.label, t.definition) for t in terms]
        )
    else:
        import difflib

        near = difflib.get_close_matches(name, [*BY_NAME, *vocabularies.names()], n=3)
        hint = f"did you mean {' or '.join(near)}?" if near else "`dataset describe` lists them"
        raise Unusable(f"no table or vocabulary {name}; {hint}")
