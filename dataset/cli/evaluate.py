"""`dataset evaluate`: how well an engine finds what is in the gold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

import typer

from dataset.cli.options import EngineName, Root

if TYPE_CHECKING:
    from dataset.project import Project
    from scripts.evaluation.errors import Error
    from scripts.evaluation.evaluate import Case
    from scripts.gold import Rows
    from scripts.standoff.articles import Failure
    from scripts.standoff.form import Given

Form: TypeAlias = Literal["text", "json"]


def evaluate(
    gold: Annotated[
        Path | None,
        typer.Option(
            "--gold",
            help="Standoff JSON Lines; the curated records if left out.",
            show_default=False,
        ),
    ] = None,
    pred: Annotated[
        Path | None,
        typer.Option(
            "--pred",
            help="Standoff JSON Lines to be scored; if left out, the engine reads the texts.",
            show_default=False,
        ),
    ] = None,
    engine: EngineName = "rules",
    texts: Annotated[
        Path | None,
        typer.Option(
            "--texts",
            help="Folder with ARTICLE_ID.txt, where the gold carries no text.",
            show_default=False,
        ),
    ] = None,
    only_tag: Annotated[
        str | None,
        typer.Option(
            "--only-tag",
            help="Count gold statements with this tag alone; the others are neither missed nor wrong.",
            show_default=False,
        ),
    ] = None,
    form: Annotated[Form, typer.Option("--format", help="How figures are told.")] = "text",
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Write the figures into this file as JSON.", show_default=False),
    ] = None,
    errors: Annotated[
        bool, typer.Option("--errors", help="List what was missed, found in vain, or differs.")
    ] = False,
    rounds: Annotated[
        int, typer.Option("--bootstrap", min=0, help="Rounds for the 95 % intervals; 0 = none.")
    ] = 300,
    data: Annotated[
        Path | None,
        typer.Option(
            "--data",
            help="Folder of Parquet tables that hold the curated records, such as a release.",
            show_default=False,
        ),
    ] = None,
    registries: Annotated[
        bool,
        typer.Option(
            "--registries",
            help="Tell the engine the officials of the registries. Against the curated records this flatters.",
        ),
    ] = False,
    root: Root = None,
) -> None:
    """Measure an engine: precision, recall and F1 of statements, officials and meetings, with 95 % intervals.

    Contents are compared by their words (docs/extraction.md tells how). Exit code 0: measured. 1: the engine failed
    on some articles. 2: gold or predictions cannot be used.
    """
    from dataset.cli import output
    from dataset.cli.engines import known_to, project_around
    from dataset.cli.progress import meter
    from dataset.files import replace
    from scripts.evaluation import curated
    from scripts.evaluation.errors import errors as errors_in
    from scripts.evaluation.evaluate import Settings
    from scripts.evaluation.evaluate import evaluate as evaluate_cases
    from scripts.standoff import engines
    from scripts.standoff.reading import read_standoff
    from validation.findings import Unusable

    if gold is not None and data is not None:
        raise Unusable("--gold and --data are two kinds of gold; give one of them")
    if pred is not None and engine != engines.OWN:
        raise Unusable("--pred holds the answers, so no --engine is asked; give one of the two")
    articles = list(read_standoff(gold).values()) if gold else _curated(data, root)
    failures: list[Failure] = []
    with meter("articles", len(articles)) as counted:
        if pred is not None:
            label, cases = pred.name, _given(articles, pred, texts)
        else:
            known = known_to(project_around(root)) if registries else None
            chosen = engines.load(engine, known)
            label = chosen.label
            cases = curated.run(articles, _text_of(texts), chosen, failures.append)
        evaluation = evaluate_cases(
            _sound(cases, lambda: counted.done(1)),
            engine=label,
            gold=gold.name if gold else curated.CURATED,
            settings=Settings(only_tag=only_tag, rounds=rounds),
        )
    for failure in failures:
        output.message(f"dataset: {failure}")
    figures = evaluation.figures()
    listed = [error for result in evaluation.results for error in errors_in(result)]
    if out is not None:
        replace(out, curated.as_text(figures))
    if form == "json":
        typer.echo(output.json_text(figures | ({"errors": listed} if errors else {})))
    else:
        _print(figures, listed if errors else None)
    if failures:
        raise typer.Exit(1)


def _curated(data: Path | None, root: Path | None) -> list[Given]:
    """The curated records as gold: those in the checkout, or those that a folder of tables holds."""
    from dataset.project import Project, find_root
    from scripts.evaluation.curated import curated_gold
    from scripts.gold import rows_of
    from validation.findings import Unusable

    project = Project(find_root(root))
    try:
        return curated_gold(rows_of(data) if data else _rows(project), project.sources)
    except (FileNotFoundError, ValueError, KeyError) as error:
        raise Unusable(f"--data: {error.args[0] if error.args else error}") from None


def _rows(project: Project) -> Rows:
    """Rows of the tables that the records make now, whatever was built last."""
    from dataset.building.build import build_tables, check_records
    from validation.findings import Unusable

    checked = check_records(project)
    if not checked.is_clean:
        raise Unusable("the records have findings; run `dataset validate --records-only`")
    tables = build_tables(checked)
    return lambda name: tables[name].to_pylist()


def _text_of(texts: Path | None) -> Callable[[Given], str]:
    """How to get the text of a gold article: its own, else that of a file in a folder."""
    from scripts.evaluation.curated import own_text
    from scripts.standoff.articles import NoArticleError, decoded
    from validation.findings import Unusable

    def text_of(gold: Given) -> str:
        if gold.text is not None or texts is None:
            return own_text(gold)
        path = texts / f"{gold.article_id}.txt"
        try:
            return decoded(path.read_bytes())
        except (OSError, NoArticleError) as error:
            reason = error.strerror if isinstance(error, OSError) else error
            raise Unusable(f"{path}: cannot be read ({reason})") from None

    return text_of


def _given(articles: Sequence[Given], pred: Path, texts: Path | None) -> Iterator[Case]:
    """Each gold article with what a file of predictions has for it."""
    from scripts.evaluation.evaluate import Case
    from scripts.standoff.reading import read_standoff
    from validation.findings import Unusable, printable

    predicted = read_standoff(pred)
    unknown = sorted(predicted.keys() - {article.article_id for article in articles})
    if unknown:
        shown = ", ".join(map(printable, unknown[:3]))
        raise Unusable(f"{pred}: not in the gold: {len(unknown)}, such as {shown}")
    text_of = _text_of(texts)
    for article in articles:
        yield Case(article, text_of(article), predicted.get(article.article_id))


def _sound(cases: Iterable[Case], done: Callable[[], None]) -> Iterator[Case]:
    """The cases, each span of which lies within its text; Unusable for others."""
    from scripts.standoff.form import AnswerError, demand_within
    from validation.findings import Unusable

    for case in cases:
        for what, given in (("gold", case.gold), ("predictions", case.found)):
            try:
                if given is not None:
                    demand_within(given, len(case.text))
            except AnswerError as error:
                raise Unusable(f"{what} of {case.gold.article_id}: {error}") from None
        yield case
        done()


def _print(figures: Mapping[str, Any], listed: Sequence[Error] | None) -> None:
    from dataset.cli import output
    from scripts.evaluation import render

    missing = figures["articles_without_predictions"]
    many = output.number_of(figures["articles"], "article")
    told = f"{figures['engine']} against {figures['gold']}: {many}"
    output.message(f"{told}, {missing} without predictions" if missing else told)
    for table in render.tables(figures):
        output.heading(table.title)
        output.table(table.columns, table.rows)
    if listed is None:
        return
    table = render.article_table(figures)
    output.heading(table.title)
    output.table(table.columns, table.rows)
    output.heading("Differences")
    columns = ("article_id", "what", "kind", "record", "gold", "found")
    output.table(columns, [[dict(error)[name] for name in columns] for error in listed])
