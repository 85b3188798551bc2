"""Rights guard: the tables publish statement contents and short labels, never an article's body.

Two things are done at every build: a column that is not meant to carry an article's text must not hold a long
run of it, and the share of each article that published texts and offsets would re-assemble is measured.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from dataset.building.tables import Rows
from schema.derived import ArticleShareRow
from schema.evidence import AnchorRow, MentionRow
from schema.tables import BY_NAME
from validation.article_proof import Proof
from validation.findings import CheckRun, Finding, Place, Report, printable
from validation.quote_proof import Span

LONGEST_RUN = 160
"""Code points of an article's text that a column without contents may hold in one piece."""

BLOCK = LONGEST_RUN // 2
"""Every run of that length holds a whole block of a text cut into pieces of half of it."""

CARRIES_CONTENT = {
    ("statements", "content"),
    ("statements", "quoted_text"),
    ("statements_wide", "content"),
    ("statements_wide", "quoted_text"),
    ("anchors", "exact"),
}


def guard(rows: Rows, proof: Proof) -> Report:
    """A finding for every cell that publishes more of an article's text than it may."""
    blocks = {
        source.text[at : at + BLOCK]: (article_id, at)
        for article_id, source in sorted(proof.articles.items())
        for at in range(0, len(source.text) - BLOCK + 1, BLOCK)
    }
    texts = {article_id: source.text for article_id, source in proof.articles.items()}
    findings = []
    examined = 0
    for table, members in sorted(rows.items()):
        key = BY_NAME[table].key
        for row in members:
            for column, value in row.__dict__.items():
                if not isinstance(value, str) or (table, column) in CARRIES_CONTENT:
                    continue
                examined += 1
                article = _source_of_run(value, blocks, texts)
                if article is not None:
                    record = "/".join(str(getattr(row, k)) for k in key)
                    findings.append(_finding(table, record, column, value, article))
    run = CheckRun("rights guard", "failed" if findings else "passed", examined)
    return Report(findings, [run])


def _finding(table: str, record: str, column: str, value: str, article: str) -> Finding:
    return Finding(
        "TAB015",
        f"{LONGEST_RUN} characters or more of {article} in one piece",
        Place(table=table, record=record, field=column),
        record=record,
        found=printable(value, 80),
        hint="shorten the value; only statement contents may carry an article's text",
    )


def _source_of_run(
    value: str, blocks: Mapping[str, tuple[str, int]], texts: Mapping[str, str]
) -> str | None:
    """Article of which a value holds a long run: a block found in the value, grown to both sides."""
    if len(value) < LONGEST_RUN:
        return None
    for start in range(len(value) - BLOCK + 1):
        found = blocks.get(value[start : start + BLOCK])
        if found is None:
            continue
        article, at = found
        text = texts[article]
        before = _alike(value[:start][::-1], text[:at][::-1])
        after = _alike(value[start + BLOCK :], text[at + BLOCK :])
        if before + BLOCK + after >= LONGEST_RUN:
            return article
    return None


def _alike(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginnings."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def shares(rows: Rows, proof: Proof) -> list[ArticleShareRow]:
    """How much of each article the published texts and offsets would re-assemble.

    Counted: contents, cues, labels, credits, headlines, and mentions of recorded names, whose words are
    published together with their place. The support of meetings and evidence is published as
    offsets alone and gives no text away.
    """
    published = _published(rows, proof)
    result = []
    for article_id, source in proof.articles.items():
        size = sum(region.end - region.start for region in source.spans)
        chars = covered(published[article_id], source.spans)
        result.append(
            ArticleShareRow(
                article_id=article_id,
                region_chars=size,
                published_chars=chars,
                published_share=round(chars / max(1, size), 6),
            )
        )
    return result


def _published(rows: Rows, proof: Proof) -> dict[str, list[Span]]:
    """Spans of each article whose words are published."""
    spans: dict[str, list[Span]] = defaultdict(list)
    for row in rows.get("anchors", []):
        if isinstance(row, AnchorRow) and row.role != "support":
            spans[row.article_id].append(Span(row.start, row.end))
    for row in rows.get("mentions", []):
        if isinstance(row, MentionRow):
            spans[row.article_id].append(Span(row.start, row.end))
    for article_id, source in proof.articles.items():
        spans[article_id] += source.credits
        spans[article_id] += [r.span for r in source.regions if r.kind == "headline"]
    return spans


def covered(spans: Iterable[Span], regions: Sequence[Span]) -> int:
    """Code points of the regions that lie in at least one of the spans."""
    total, at = 0, 0
    for span in sorted(spans):
        start = max(span.start, at)
        for region in regions:
            total += max(0, min(span.end, region.end) - max(start, region.start))
        at = max(at, span.end)
    return total
