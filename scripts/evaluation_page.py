"""The page that tells how the engine fares against the curated records (docs/evaluation.md)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from dataset.building.build import Checked, build_tables, check_records
from dataset.project import Project
from scripts.candidates.measure import field_counts
from scripts.evaluation import made_up, render
from scripts.evaluation.causes import CAUSES, causes
from scripts.evaluation.curated import CURATED, curated_gold, own_text, run
from scripts.evaluation.errors import errors
from scripts.evaluation.evaluate import Evaluation, evaluate
from scripts.evaluation.statements import GROUPS
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
        *_made_up(evaluation, project),
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


def _made_up(curated: Evaluation, project: Project) -> Iterator[str]:
    """The figures of both folders of made-up articles, and all causes side by side; nothing where there are none."""
    measured = {
        heading: _measured(path)
        for heading, folder in (("tuned on", made_up.TUNED), ("kept aside", made_up.KEPT_ASIDE))
        if (path := project.root / made_up.FOLDER / folder).is_dir()
    }
    if not measured:
        return
    yield _MADE_UP
    yield _beside({name: evaluation.figures() for name, evaluation in measured.items()})
    yield _CAUSES
    every = {"curated records": curated} | measured
    counts = {
        heading: Counter(cause for result in evaluation.results for cause in causes(result))
        for heading, evaluation in every.items()
    }
    rows = [
        (*cause, *(count[cause] for count in counts.values()))
        for cause in CAUSES
        if any(count[cause] for count in counts.values())
    ]
    yield _table(("of", "cause", *counts), rows)


def _beside(measured: Mapping[str, render.Figures]) -> str:
    """The chief figures of several evaluations, a column each."""

    def row(name: str, of: Callable[[render.Figures], float | int | None]) -> tuple[str, ...]:
        told = (of(figures) for figures in measured.values())
        return name, *(str(x) if isinstance(x, int) else render.percent(x) for x in told)

    rows = [row("articles", lambda f: f["articles"])]
    rows.append(row("statements in the gold", lambda f: f["statements"]["types"]["all"]["gold"]))
    rows += [
        row(f"{group}: {name} F1", lambda f, g=group, n=name: f["statements"]["types"][g][n]["f1"])  # type: ignore[misc]
        for group in GROUPS
        for name in ("relaxed", "strict", "joint")
    ]
    rows += [
        row("speaker resolved", lambda f: f["statements"]["types"]["all"]["resolved"]),
        row("tier high: share of all", lambda f: f["statements"]["tiers"]["high"]["of_all"]),
        row("tier high: joint precision", lambda f: f["statements"]["tiers"]["high"]["joint"]),
        row("officials: named F1", lambda f: f["officials"]["named"]["f1"]),
        row("officials: country F1", lambda f: f["officials"]["country"]["f1"]),
        row("officials: title F1", lambda f: f["officials"]["title"]["f1"]),
        row("meetings: reported F1", lambda f: f["meetings"]["reported"]["f1"]),
        row("meetings: participants F1", lambda f: f["meetings"]["participants"]["f1"]),
        row("meetings: day", lambda f: f["meetings"]["date"]),
        row("meetings: place", lambda f: f["meetings"]["place"]),
    ]
    return _table(("figure", *measured), rows)


def _measured(folder: Path) -> Evaluation:
    gold = [made_up.as_gold(article) for article in made_up.read_folder(folder)]
    engine = engines.load()
    return evaluate(run(gold, own_text, engine, _failed), engine=engine.label, gold=folder.name)


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

_MADE_UP = """## On made-up articles

Articles that were written [to measure the engine](../tests/scripts/extract/README.md), in the manner of the agencies
and full of what is hard in them. One part served to tune the rules, so that its figures flatter as those above do; the
other was **kept aside**: nobody who wrote rules has read it. Its figures are the nearest to those of a new article;
but its totals and counts were seen while rules were tuned, which may flatter a little.
"""

_CAUSES = """## By cause

What stands between the engine and the gold, told from spans and facts alone, so that the articles kept aside could be
counted unread. Something that is wrong in two ways counts for each; of officials and meetings, only the first counts.
"""

_FIELDS = """## Candidates, field by field

Candidates as `dataset extract ARTICLE` proposes them, against what curators recorded: here the engine knows the
registries, which were made from these articles, too. Where a curator went beyond the article (a day from a reference,
a post resolved by another source), no candidate can be the same. The lists of words behind `speech_act` and `channel`
were checked against these records.
"""
