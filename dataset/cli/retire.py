"""`dataset retire`: withdraw a published record, and leave a tombstone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dataset.cli.options import Root

if TYPE_CHECKING:
    from dataset.project import Project


def retire(
    record_id: Annotated[str, typer.Argument(help="Id of the record.", show_default=False)],
    reason: Annotated[
        str,
        typer.Option("--reason", help="withdrawn, merged, duplicate, out-of-scope or error."),
    ],
    note: Annotated[
        str, typer.Option("--note", help="The reason in words, for someone who cited the record.")
    ],
    replaced_by: Annotated[
        str | None,
        typer.Option(
            "--replaced-by",
            help="Id of the record that takes its place; references are redirected to it.",
            show_default=False,
        ),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", help="First release without it, if known.", show_default=False),
    ] = None,
    with_children: Annotated[
        bool,
        typer.Option(
            "--with-children",
            help="Retire an official's tenures, or an article's statements, too.",
        ),
    ] = False,
    root: Root = None,
) -> None:
    """Take a published record out of its file and leave a tombstone in retired.yaml.

    Its id is never used again, and every later release says what became of it. A reference that would
    lead nowhere is reported, and then nothing is written. A record that was never published needs no
    tombstone: delete it.
    """
    from dataset.cli import output
    from dataset.cli.findings import print_report
    from dataset.curation.retire import Tombstone
    from dataset.curation.retire import retire as retire_record
    from dataset.project import Project, find_root
    from schema.vocabularies import values
    from validation.findings import Unusable

    project = Project(find_root(root))
    reasons = values("retirement_reason")
    if reason not in reasons:
        raise Unusable(f"--reason {reason}: no such reason; there are {', '.join(reasons)}")
    if not note.strip():
        raise Unusable("--note: say in words why; someone who cited the record will read it")
    _demand_published(project, record_id)
    tombstone = Tombstone(record_id, "", reason, note.strip(), replaced_by, since)
    result = retire_record(project, tombstone, with_children=with_children)
    if result.report.findings:
        print_report(result.report, project, to_stderr=True)
        raise typer.Exit(1)
    for stone in result.tombstones:
        typer.echo(f"retired {stone.id} ({stone.table})")
    if result.redirected:
        typer.echo(f"redirected {result.redirected} references to {replaced_by}")
    for name in result.changed:
        typer.echo(f"changed {name}")
    for name in result.removed:
        typer.echo(f"removed {name}")
    output.message(
        "now look at the change, run `dataset validate` and commit; the next release is at least a minor one"
    )


def _demand_published(project: Project, record_id: str) -> None:
    """Refuse an id that no release has: nobody can have cited it."""
    from dataset.releasing.verify import ids_of
    from dataset.releasing.versions import released
    from validation.findings import Unusable

    if not any(record_id in ids for folder in released(project).values() for ids in ids_of(folder)):
        raise Unusable(
            f"{record_id} is in no release, so nobody can have cited it; delete it, without a tombstone"
        )
