"""`dataset review`: articles and their candidates in the browser."""

from __future__ import annotations

from typing import Annotated

import typer

from dataset.cli import completion, pipes
from dataset.cli.options import EngineName, Root
from dataset.cli.reviewer import Reviewer, named


def review(
    article: Annotated[
        str | None,
        typer.Argument(
            help="Id of the article; a list of all if left out.",
            show_default=False,
            autocompletion=completion.articles,
        ),
    ] = None,
    reviewer: Reviewer = None,
    engine: EngineName = "rules",
    port: Annotated[
        int,
        typer.Option(
            "--port",
            min=0,
            max=65535,
            help="Port on this machine; a free one if left out.",
            show_default=False,
        ),
    ] = 0,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the address in the browser.")
    ] = True,
    root: Root = None,
) -> None:
    """Review an article in the browser: accept, reject and mend candidates, add what was missed.

    The desk answers on this machine alone, to the page whose address is printed, until Ctrl-C.
    """
    from dataset.cli import output
    from dataset.cli.progress import steps
    from dataset.project import Project, find_root
    from scripts.review.bench import Bench, Unknown
    from scripts.review.serve import serve
    from validation.findings import Unusable

    project = Project(find_root(root))
    bench = Bench(project, named(project, reviewer), engine=engine)
    with steps() as step:
        step("reading records")
        bench.checked()
        if article is not None:
            try:
                bench.open(article)
            except Unknown as unknown:
                near = bench.checked().index.closest(str(unknown), "articles")
                hint = f"did you mean {near}?" if near else "`dataset review` lists all"
                raise Unusable(f"{unknown}: no article has this id; {hint}") from None

    def ready(address: str) -> None:
        typer.echo(f"the review desk is at {address} (Ctrl-C ends it)")
        if browser:
            import webbrowser

            webbrowser.open(address)

    with pipes.outlive_peers():
        serve(bench, f"/articles/{article}" if article else "/", ready, port)
    output.message("the review desk is closed")
