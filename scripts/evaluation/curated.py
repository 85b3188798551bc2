"""The evaluation against the curated records, as it goes into a release."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from scripts.evaluation.evaluate import Case, Evaluation, Settings, evaluate
from scripts.gold import Rows, gold_objects, rows_of
from scripts.standoff import engines
from scripts.standoff.articles import Article, Failure
from scripts.standoff.engines import Engine
from scripts.standoff.form import Given
from validation.findings import Unusable

CURATED = "curated records"


def run(
    gold: Iterable[Given],
    text_of: Callable[[Given], str],
    engine: Engine,
    failed: Callable[[Failure], None],
) -> Iterator[Case]:
    """Let an engine answer for every article of the gold; `failed` is told what it could not do."""
    for article in gold:
        text = text_of(article)
        day = dt.date.fromisoformat(article.published) if article.published else None
        answer = engine.answer(Article(article.article_id, text, day, article.article_id))
        if isinstance(answer, Failure):
            failed(answer)
            yield Case(article, text, None)
        else:
            yield Case(article, text, Given.model_validate(answer))


def curated_gold(rows: Rows, sources: Path) -> list[Given]:
    """The curated records as gold; Unusable where a source is missing, errors of `rows` as they are."""
    try:
        return [Given.model_validate(found) for found in gold_objects(rows, sources)]
    except FileNotFoundError as error:
        if error.filename is None:  # no tables
            raise
        raise Unusable(f"{error.filename}: no such source; its text is needed") from None


def evaluate_tables(folder: Path, sources: Path, settings: Settings | None = None) -> Evaluation:
    """Measure our own engine against the tables of a folder, without telling it what their registries know.

    Raises Unusable when a source is missing, or the engine fails.
    """
    rows = rows_of(folder)
    engine = engines.load()

    def failed(failure: Failure) -> None:
        raise Unusable(str(failure))

    cases = run(curated_gold(rows, sources), own_text, engine, failed)
    return evaluate(cases, engine=engine.label, gold=CURATED, settings=settings)


def own_text(gold: Given) -> str:
    """The text that a gold article carries; Unusable if it carries none."""
    if gold.text is None:
        raise Unusable(
            f"{gold.article_id}: the gold has no text; give the folder of texts with --texts"
        )
    return gold.text


def as_text(figures: Mapping[str, object]) -> str:
    """Figures as they are written into `evaluation.json`."""
    return json.dumps(figures, indent=2, ensure_ascii=False) + "\n"
