"""The page that tells how the engine fares against the curated records (docs/evaluation.md)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from dataset.building.build import Checked, build_tables, check_records
from dataset.project import Project
from scripts.candidates.measure import field_counts
from scripts.evaluation import render
from scripts.evaluation.curated import CURATED, curated_gold, own_text, run
from scripts.evaluation.errors import errors
from scripts.evaluation.evaluate import Evaluation, evaluate
from scripts.standoff import engines
from scripts.standoff.articles import Failure
from scripts.standoff.known import known_of
from validation.findings import Unusable

PAGE = "docs/evaluation.md"


def page(project: Project) -> str:
    """Return docs/evaluation.md for the records as they are.

    Raises Unusable when the records have findings or the engine fails.
    """
    checked = check_records(project)
    if not checked.is_clean:
        raise Unusable("the records have findings; run `dataset validate --records-only`")
    evaluation = _evaluated(checked, project)
    parts = [
        _HEAD.format(engine=evaluation.engine),
        *(_section(table) for table in render.tables(evaluation.figures())),
        _section(render.article_table(evaluation.figures())),
        _DIFFERENCES,
        _differences(evaluation),
        _FIELDS,
        _fields(checked),
    ]
    return "\n".join(parts)


def _evaluated(checked: Checked, project: Project) -> Evaluation:
    tables = build_tables(checked)
    gold = curated_gold(lambda name: tables[name].to_pylist(), project.sources)
    engine = engines.load()
    return evaluate(run(gold, own_text, engine, _failed), engine=engine.label, gold=CURATED)


def _failed(failure: Failure) -> None:
    raise Unusable(str(failure))


def _section(table: render.Table) -> str:
    return f"## {table.title}\n\n{_table(table.columns, table.rows)}"


def _table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [list(columns), ["---"] * len(columns), *([str(cell) for cell in row] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _differences(evaluation: Evaluation) -> str:
    """How often each kind of difference was found, and the records concerned; no words of the articles."""
    found = [error for result in evaluation.results for error in errors(result)]
    counts = Counter((error["what"], error["kind"]) for error in found)
    rows = [
        (
            what,
            kind,
            count,
            ", ".join(
                _records(e["record"] for e in found if (e["what"], e["kind"]) == (what, kind))
            ),
        )
        for (what, kind), count in sorted(
            counts.items(), key=lambda item: (item[0][0] != "statement", item[0])
        )
    ]
    return _table(("of", "difference", "times", "records"), rows)


def _records(ids: Iterable[str | None]) -> Iterator[str]:
    yield from (f"`{id_}`" for id_ in dict.fromkeys(ids) if id_)


def _fields(checked: Checked) -> str:
    engine = engines.load(known=known_of(checked.records))
    pairs, counts = field_counts(checked, engine)
    rows = [
        (
            f"`{name}`",
            count.recorded,
            count.proposed,
            count.same,
            render.percent(count.same / count.proposed if count.proposed else None),
        )
        for name, count in counts.items()
    ]
    told = f"{pairs} candidates are recorded statements.\n\n"
    return told + _table(("field", "recorded", "proposed", "the same", "% of the proposed"), rows)


_HEAD = """# Evaluation of the extractor

Generated from the records by `make generate`; do not edit. `dataset evaluate` prints the same figures, and with
`--errors` the words.

The engine `{engine}` read the source texts as they are, site furniture included, and was told nothing of what the
registries hold. How things are counted is in [extraction](extraction.md#how-it-is-measured).

**Read this before you quote a figure.** The rules were written with these very articles at hand, so the figures say
that nothing has been lost, not how well the engine reads an article that nobody has seen. There are few articles: even
where all is found, the next one may show what is not. Shares are in percent.
"""

_DIFFERENCES = """## Differences

What was missed, found in vain, or found with other limits, speaker, type or facts. Among the meetings recorded are
conferences of states, and meetings known from somebody's words alone.
"""

_FIELDS = """## Candidates, field by field

Candidates as `dataset extract ARTICLE` proposes them, against what curators recorded: here the engine knows the
registries, which were made from these articles, too. Where a curator went beyond the article (a day from a reference,
a post resolved by another source), no candidate can be the same. The lists of words behind `speech_act` and `channel`
were checked against these records.
"""
