"""`dataset candidates`: what an engine found in an article, listed, accepted and rejected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dataset.cli import completion
from dataset.cli.options import EngineName, Root
from dataset.cli.reviewer import Reviewer, named

if TYPE_CHECKING:
    from dataset.project import Project
    from scripts.candidates import Change, Desk
    from scripts.candidates.form import Candidate
    from validation.findings import Finding

app = typer.Typer(
    help="Review what an engine found in an article (`dataset extract ARTICLE` puts it there).",
    no_args_is_help=True,
)

Article = Annotated[
    str,
    typer.Argument(
        help="Id of the article.", show_default=False, autocompletion=completion.articles
    ),
]
Letters = Annotated[
    list[str],
    typer.Argument(
        help="The letters of candidates.", show_default=False, autocompletion=completion.letters
    ),
]
Day = Annotated[
    dt.datetime | None,
    typer.Option(
        "--on",
        formats=["%Y-%m-%d"],
        help="Day of the review; today if left out.",
        show_default=False,
    ),
]

EXCERPT = 100
"""Characters of a content that a listing shows."""


@app.command(name="list")
def list_(
    article: Annotated[
        str | None,
        typer.Argument(
            help="Id of the article; all articles with candidates if left out.",
            show_default=False,
            autocompletion=completion.articles,
        ),
    ] = None,
    root: Root = None,
) -> None:
    """List the candidates of an article, or the articles that have some.

    The last column names the fields that rest on single words or are left open: they need a look.
    """
    from dataset.cli import output
    from scripts.candidates.desk import articles, load, read_candidates

    project = _project(root)
    if article is None:
        files = [(id_, read_candidates(project, id_)) for id_ in articles(project)]
        rows = [(id_, len(pending), len(rejected)) for id_, (pending, rejected, _) in files]
        output.table(("article", "candidates", "rejected"), rows)
        return
    print_pending(load(project, article))


@app.command()
def accept(
    article: Article,
    letters: Letters = [],  # noqa: B006  # Typer wants a list
    tier: Annotated[
        str | None,
        typer.Option(
            "--tier",
            help="Accept all candidates of this tier: high, medium or low.",
            show_default=False,
        ),
    ] = None,
    reviewer: Reviewer = None,
    on: Day = None,
    root: Root = None,
) -> None:
    """Put candidates into the article's file, as extracted and reviewed.

    A candidate with which the records would have findings is told and stays; nothing is written for it. Exit code 1
    then.
    """
    from dataset.cli import output
    from scripts.candidates import accept as accepted
    from scripts.candidates import check, load, save
    from validation.findings import Unusable

    project = _project(root)
    who, day = named(project, reviewer), _day(on)
    desk = load(project, article)
    chosen = set(letters) | {c.letters for c in desk.pending if tier is not None and c.tier == tier}
    _demand_tier(tier)
    if not chosen:
        what = "letters of candidates, or --tier" if tier is None else "another --tier"
        raise Unusable(
            f"{article}: nothing to accept; give {what} (`dataset candidates list {article}`)"
        )
    change = accepted(desk, chosen, who, day)
    findings = check(change)
    if findings:
        _print_findings(change, findings)
        refused = _refused(change, findings)
        if refused is None or refused == chosen:
            output.message("nothing was written")
            raise typer.Exit(1)
        change = accepted(desk, chosen - refused, who, day)
        if check(change):
            output.message("nothing was written: without these candidates there are still findings")
            raise typer.Exit(1)
    written = save(change)
    by_letters = {c.letters: c for c in desk.pending}
    for one, id_ in change.ids.items():
        typer.echo(f"accepted {id_}\t{_excerpt(by_letters[one])}")
    output.message("\n".join(f"wrote {name}" for name in written))
    output.message(
        "topics are left to you, guesses to be looked at: `dataset show ID`; then `dataset validate`"
    )
    if findings:
        raise typer.Exit(1)


@app.command()
def reject(
    article: Article,
    letters: Letters,
    reason: Annotated[
        str | None, typer.Option("--reason", help="Why it is no statement.", show_default=False)
    ] = None,
    reviewer: Reviewer = None,
    on: Day = None,
    root: Root = None,
) -> None:
    """Take candidates off the list and remember them, so that they are not proposed again."""
    from dataset.cli import output
    from scripts.candidates import load, save
    from scripts.candidates import reject as rejected

    project = _project(root)
    desk = load(project, article)
    change = rejected(desk, set(letters), reason, named(project, reviewer), _day(on))
    written = save(change)
    for one in sorted(set(letters)):
        typer.echo(f"rejected {one}")
    output.message("\n".join(f"wrote {name}" for name in written))


@app.command()
def registries(
    article: Article,
    engine: EngineName = "rules",
    root: Root = None,
) -> None:
    """Print officials, meetings and reports that an article has and the registries lack, as YAML to paste.

    Nothing is written: what enters the registries is for a curator to decide.
    """
    from dataset.cli import output
    from dataset.cli.engines import known_to
    from scripts.candidates import load
    from scripts.candidates.propose import answered
    from scripts.candidates.registries import proposals
    from scripts.standoff import engines

    project = _project(root)
    desk = load(project, article)
    answer = answered(desk.material, engines.load(engine, known_to(project)))
    reported = {report.meeting_id for report in desk.article.meeting_reports}
    text = proposals(desk.material, answer, desk.taken, reported)
    if not text:
        output.message(f"the registries have everybody and every meeting found in {article}")
        return
    typer.echo(text, nl=False)


def print_pending(desk: Desk, fresh: Collection[str] = ()) -> None:
    """Print what awaits review; `fresh` letters are marked as new."""
    from dataset.cli import output

    columns = ("letters", "tier", "score", "speaker", "cue", "content", "look at")
    rows = [
        (
            f"{c.letters} *"
            if c.letters in fresh and len(fresh) < len(desk.pending)
            else c.letters,
            c.tier,
            f"{c.score:.2f}",
            " + ".join(p.label.exact for p in c.statement.speakers if p.label),
            c.statement.cue.exact if c.statement.cue else None,
            _excerpt(c),
            " ".join(c.guesses),
        )
        for c in desk.pending
    ]
    output.table(columns, rows)
    waiting = output.number_of(len(desk.pending), "candidate")
    output.message(f"{waiting}, {len(desk.rejected)} rejected earlier")


def _excerpt(candidate: Candidate) -> str:
    words = " ".join(" … ".join(q.exact for q in candidate.statement.content).split())
    return words if len(words) <= EXCERPT else f"{words[: EXCERPT - 1]}…"


def _refused(change: Change, findings: Sequence[Finding]) -> set[str] | None:
    """Letters of the candidates that findings are about; None if one is about something else."""
    by_id = {id_: letters for letters, id_ in change.ids.items()}
    about = {finding.record for finding in findings}
    return {by_id[id_] for id_ in about} if about <= by_id.keys() else None


def _print_findings(change: Change, findings: Sequence[Finding]) -> None:
    """Print findings with the lines of the text that was not written."""
    from dataset.cli.findings import lines_of
    from dataset.curation.yaml_reader import LINE_BREAK
    from scripts.candidates.decide import texts
    from validation.findings import Report
    from validation.render_text import render

    fresh = dict(texts(change))
    on_disk = lines_of(change.desk.project.root)

    def lines(file: str) -> list[str]:
        return LINE_BREAK.split(fresh[file]) if file in fresh else on_disk(file)

    for line in render(Report([*findings]), lines):
        typer.echo(line, err=True)


def _project(root: Path | None) -> Project:
    from dataset.project import Project, find_root

    return Project(find_root(root))


def _day(on: dt.datetime | None) -> dt.date:
    return on.date() if on is not None else dt.datetime.now(dt.UTC).date()


def _demand_tier(tier: str | None) -> None:
    from schema.vocabularies import values
    from validation.findings import Unusable

    if tier is not None and tier not in values("tier"):
        raise Unusable(f"--tier {tier}: no such tier; there are {', '.join(values('tier'))}")
