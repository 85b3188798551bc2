"""`dataset extract`: statements, officials and meetings found in articles."""

from __future__ import annotations

import datetime as dt
import difflib
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

import typer

from dataset.cli import completion
from dataset.cli.options import MOST_THREADS, EngineName, Root

if TYPE_CHECKING:
    from dataset.project import Project
    from scripts.standoff.articles import Article, Failure, Item
    from scripts.standoff.engines import Engine

Form: TypeAlias = Literal["jsonl", "yaml"]


def extract(
    inputs: Annotated[
        list[str],
        typer.Argument(
            help="Text files, folders, JSON Lines, Parquet, `-` for JSON Lines on stdin; or ids of articles.",
            show_default=False,
            autocompletion=completion.articles,
        ),
    ],
    form: Annotated[
        Form | None,
        typer.Option(
            "--format",
            help="jsonl: a standoff object a line. yaml: candidates for review. Default: yaml for articles of the"
            " project, else jsonl.",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="File to write; stdout if left out or `-`.", show_default=False),
    ] = None,
    published: Annotated[
        dt.datetime | None,
        typer.Option(
            "--published",
            formats=["%Y-%m-%d"],
            help="Day of publication of articles that come without one; it resolves `on Tuesday`.",
            show_default=False,
        ),
    ] = None,
    engine: EngineName = "rules",
    into: Annotated[
        Path | None,
        typer.Option(
            "--into",
            help="Folder for a file of each shard, with a manifest: the input is a folder of JSON Lines or Parquet.",
            show_default=False,
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers",
            min=1,
            max=MOST_THREADS,
            help="Processes for --into; by default one for each processor.",
            show_default=False,
        ),
    ] = None,
    article_timeout: Annotated[
        int | None,
        typer.Option(
            "--article-timeout",
            min=1,
            help="Seconds of processor time that an article may take with --into; by default 60.",
            show_default=False,
        ),
    ] = None,
    root: Root = None,
) -> None:
    """Find statements, officials and meetings in articles.

    Texts give a standoff object a line: offsets are code points of the text as given. JSON Lines and Parquet have
    article_id, text and, if known, published; of a text file the name is the article_id. In a checkout officials get
    the ids that the registries hold.

    An article of the project, given by its id, gets candidates for review in dataset/candidates, beside the records
    and never in them: what is recorded or was rejected is not proposed again (`dataset candidates --help`).

    With --into, a folder of shards is worked through by several processes; ended at any time, the same command goes on.

    An article that cannot be used is told and left out. Exit code 0: all done. 1: some were left out. 2: nothing could
    be done.
    """
    from dataset.cli.engines import known_to, project_around
    from dataset.cli.extract_shards import Shards, extract_into
    from scripts.standoff import articles, engines
    from validation.findings import Unusable

    out = None if out == articles.STDIN else out
    project = project_around(root)
    if into is not None:
        if len(inputs) > 1 or out is not None or form == "yaml":
            raise Unusable(
                "--into takes one folder of shards, and writes JSON Lines: leave out --out and --format"
            )
        day = published.date() if published else None
        known = known_to(project)
        shards = Shards(Path(inputs[0]), into, workers, article_timeout, day)
        extract_into(shards, engines.load(engine, known), known)
        return
    if workers is not None or article_timeout is not None:
        raise Unusable("--workers and --article-timeout go with --into")
    ids = [given for given in inputs if is_article(given, project)]
    if ids and len(ids) < len(inputs):
        raise Unusable("give ids of articles, or texts, not both: they lead to different places")
    wanted = _Wanted(form or ("yaml" if ids else "jsonl"), out, published)
    found = [] if ids else articles.find([_path(given, project) for given in inputs], out)
    chosen = engines.load(engine, known_to(project))
    if ids and project is not None:
        if wanted.form == "yaml":
            _propose(project, ids, chosen, wanted)
            return
        items: Iterator[Item] = (_item(project, id_) for id_ in ids)
    else:
        items = articles.read(found, wanted.day)
    failed = _run(items, chosen, wanted, sum(i.size for i in found), project)
    if failed:
        from dataset.cli import output

        output.message(f"dataset: {failed} left out")
        raise typer.Exit(1)


@dataclass(frozen=True)
class _Wanted:
    """What the user asks for."""

    form: Form
    out: Path | None
    published: dt.datetime | None

    @property
    def day(self) -> dt.date | None:
        return self.published.date() if self.published else None


def is_article(given: str, project: Project | None) -> bool:
    """Whether an argument is the id of an article of the project; a path of that name goes first."""
    if project is None or Path(given).exists() or "/" in given:
        return False
    return (project.records / "articles" / f"{given}.yaml").is_file()


def _path(given: str, project: Project | None) -> Path:
    """A path as given; Unusable, with what may be meant, for what is neither a path nor an article."""
    from validation.findings import Unusable

    path = Path(given)
    if project is None or given == "-" or path.exists() or path.is_symlink() or "/" in given:
        return path
    known = sorted(p.stem for p in (project.records / "articles").glob("*.yaml"))
    near = difflib.get_close_matches(given, known, n=1)
    hint = f"; did you mean the article {near[0]}?" if near else ""
    raise Unusable(f"{given}: no such file or folder, and no article has this id{hint}")


def _item(project: Project, article_id: str) -> Item:
    """An article of the project as an engine reads it: its regions alone."""
    from scripts.candidates import load
    from scripts.standoff.articles import Article

    material = load(project, article_id).material
    return Article(article_id, material.visible(), material.published, article_id)


def _propose(project: Project, ids: list[str], chosen: Engine, wanted: _Wanted) -> None:
    """Put candidates beside the records, article by article, and print what awaits review."""
    from dataset.cli import output
    from dataset.cli.candidates import print_pending
    from scripts.candidates import load, propose, save
    from scripts.candidates.decide import proposed
    from validation.findings import Unusable

    if wanted.out is not None or wanted.published is not None:
        raise Unusable(
            "candidates of an article go to dataset/candidates, and its day stands in its file:"
            " leave out --out and --published"
        )
    for id_ in ids:
        desk = load(project, id_)
        proposal = propose(desk, chosen)
        if len(ids) > 1:
            output.heading(id_)
        written = (
            save(proposed(desk, proposal)) if proposal.trees or desk.candidates_document else []
        )
        print_pending(load(project, id_), proposal.fresh)
        told = f"{len(proposal.fresh)} new; found again: {proposal.recorded} recorded, {proposal.rejected} rejected"
        output.message("\n".join([told, *(f"wrote {name}" for name in written)]))
        for line in proposal.left_out:
            output.message(f"dataset: {id_}: left out, {line}")


def _run(
    items: Iterator[Item],
    chosen: Engine,
    wanted: _Wanted,
    total: int,
    project: Project | None,
) -> int:
    """Write what is found in each article; return how many were left out."""
    from dataset.cli.progress import meter
    from scripts.standoff.articles import Failure

    failed = 0
    is_shown = wanted.out is not None or not sys.stdout.isatty()
    written = _form(wanted.form, chosen, project)
    with (
        _opened(wanted.out) as write,
        meter("articles", total, shown=is_shown) as counted,
    ):
        for item in items:
            told = item if isinstance(item, Failure) else written(item, chosen.answer(item))
            counted.done(item.size)
            if isinstance(told, Failure):
                failed += 1
                counted.say(f"dataset: {told}")
            else:
                write(told)
    return failed


def _form(
    form: Form, chosen: Engine, project: Project | None
) -> Callable[[Article, Any], str | Failure]:
    """How an answer is written: as a line of JSON, or as a YAML document; a failure stays one."""
    from dataset.cli.output import json_line
    from scripts.standoff.articles import Failure

    if form == "jsonl":
        return lambda _, answer: answer if isinstance(answer, Failure) else f"{json_line(answer)}\n"
    from dataset.curation.read import read
    from scripts.candidates.loose import as_yaml
    from validation.index import Index
    from validation.records import RecordSet

    index = Index(read(project).records if project is not None else RecordSet())

    def document(article: Article, answer: Any) -> str | Failure:
        if isinstance(answer, Failure):
            return answer
        text = as_yaml(article, answer, chosen.label, index)
        return text if isinstance(text, Failure) else f"---\n{text}"

    return document


@contextmanager
def _opened(out: Path | None) -> Iterator[Callable[[str], object]]:
    """Give what writes text: to stdout, or into a file that is there once it is whole."""
    from dataset.files import replaced

    if out is None:
        # UTF-8 whatever the terminal speaks: this is data
        stdout = typer.get_binary_stream("stdout")
        yield lambda text: stdout.write(text.encode("utf-8", "backslashreplace"))
        stdout.flush()
        return
    with replaced(out) as stream:
        yield stream.write
