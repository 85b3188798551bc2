"""`dataset ingest FILE`: a saved page or plain text becomes a source and an article stub."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from dataset.cli import completion
from dataset.cli.options import Root

if TYPE_CHECKING:
    from scripts.ingest import Outcome

STDIN = "-"


def ingest(
    file: Annotated[
        str,
        typer.Argument(
            help="A saved web page (HTML) or a plain text (UTF-8); `-` reads it from stdin.",
            show_default=False,
        ),
    ],
    collection: Annotated[
        str,
        typer.Option(
            "--collection",
            help="Id of the collection: how the article was found.",
            autocompletion=completion.collection_ids,
            show_default=False,
        ),
    ],
    ids: Annotated[
        list[str] | None,
        typer.Option(
            "--id",
            help="Id of the article; one for each story. Default: outlet and words of the headline.",
            show_default=False,
        ),
    ] = None,
    stories: Annotated[
        list[str] | None,
        typer.Option(
            "--story",
            help="A headline, exactly as printed; one for each story that the text holds.",
            show_default=False,
        ),
    ] = None,
    publisher: Annotated[
        str | None,
        typer.Option(
            "--publisher",
            help="Id of the outlet, if its name or address does not tell.",
            autocompletion=completion.outlet_ids,
            show_default=False,
        ),
    ] = None,
    published: Annotated[
        str | None,
        typer.Option(
            "--published",
            metavar="DATE",
            help="Day of publication, if the page does not print it; needs --reference.",
            show_default=False,
        ),
    ] = None,
    reference: Annotated[
        str | None,
        typer.Option(
            "--reference",
            help="Id of the reference in which the day was seen.",
            autocompletion=completion.reference_ids,
            show_default=False,
        ),
    ] = None,
    url: Annotated[
        str | None,
        typer.Option("--url", help="Address, if the page does not tell it.", show_default=False),
    ] = None,
    language: Annotated[
        str | None,
        typer.Option(
            "--language", help="Of the text, such as en; found if left out.", show_default=False
        ),
    ] = None,
    scope: Annotated[
        str, typer.Option("--scope", help="What will be coded: full, statements or meetings.")
    ] = "full",
    encoding: Annotated[
        str | None,
        typer.Option(
            "--encoding",
            help="Of a page that names none or a wrong one, such as windows-1256.",
            show_default=False,
        ),
    ] = None,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Write nothing; print the stubs that would be written."),
    ] = False,
    root: Root = None,
) -> None:
    """Store the text of an article as a source, and write a stub of its record.

    A plain text is stored byte for byte; of a page, what a reader sees,
    without menus, forms and comments. Headline, outlet, day and the parts of
    the article are found where the page tells them; what it does not tell
    stays empty and is named.

    The same page again changes nothing; other words under a known id are
    refused.
    """
    from dataset.cli import output
    from dataset.cli.findings import print_report
    from dataset.cli.progress import steps
    from dataset.project import Project, find_root
    from scripts.ingest import Options, receive
    from scripts.ingest import ingest as store
    from validation.findings import Report

    project = Project(find_root(root))
    options = Options(
        collection,
        tuple(ids or ()),
        tuple(stories or ()),
        publisher,
        published,
        reference,
        url,
        language,
        scope,
    )
    if file == STDIN and sys.stdin.isatty():
        output.message("reading from the terminal; end with Ctrl-D")
    with steps() as step:
        step("reading the page")
        received = receive(file, encoding)
        step("finding the article")
        outcome = store(project, received, options, dry_run=dry_run)
    if outcome.findings:
        print_report(Report(outcome.findings), project, to_stderr=True)
        output.message("mend the records first; nothing was written")
        raise typer.Exit(1)
    if not outcome.articles:
        typer.echo(f"ingested before, nothing changed: {', '.join(outcome.known)}")
    elif dry_run:
        for made in outcome.articles:
            typer.echo(made.stub.text(), nl=False)
        output.message(
            f"nothing written; would write {', '.join(outcome.written + outcome.changed)}"
        )
    else:
        _print_articles(outcome)
    _tell(outcome, file, collection, dry_run=dry_run)


def _print_articles(outcome: Outcome) -> None:
    from dataset.cli import output

    for name in outcome.written:
        typer.echo(f"wrote {name}")
    for name in outcome.changed:
        typer.echo(f"changed {name} (n_included)")
    for made in outcome.articles:
        output.heading(made.stub.id)
        unknown = ", ".join(made.unknown)
        output.fields([*made.found, *([("unknown", unknown)] if unknown else [])])


def _tell(outcome: Outcome, file: str, collection: str, *, dry_run: bool) -> None:
    """Say what else was seen, and what to do next."""
    import shlex

    from dataset.cli import output

    lines = list(outcome.remarks)
    lines += [
        remark if len(outcome.articles) == 1 else f"{made.stub.id}: {remark}"
        for made in outcome.articles
        for remark in made.remarks
    ]
    for offer in outcome.offers:
        ends = "; the story before it ends there" if offer.ends_first else ""
        lines.append(
            f"“{offer.line.words}” may head a story of its own{ends}. If so, ingest it, too:"
        )
        words = shlex.join(["--collection", collection, "--story", offer.line.words])
        lines.append(f"  dataset ingest {shlex.quote(file)} {words}")
    if lines:
        output.message("\n".join(["", *lines]))
    if outcome.articles and not dry_run:
        output.message(_next([made.stub.id for made in outcome.articles]))


def _next(ids: list[str]) -> str:
    names = " ".join(ids)
    return (
        f"\nnext: compare the regions with the source and fill in what is unknown;\n"
        f"      dataset extract {names}\n"
        "      review and complete the record;\n"
        "      dataset fmt; dataset validate --records-only"
    )
