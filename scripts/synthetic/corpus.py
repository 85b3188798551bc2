"""Synthetic articles as texts, with everything that an extractor can find in them.

The texts go into `articles/` as text files, JSON Lines or Parquet (article_id, text, published); what is known of them
into `gold/`, JSON Lines of standoff objects: statements with their spans, officials and meetings.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
import pyarrow.parquet as pq

from scripts.synthetic import words
from scripts.synthetic.people import People, people
from scripts.synthetic.sentences import QUOTE_TYPES
from scripts.synthetic.stories import BLOCK, FULL, PORTION, PRONOUN, Stories, stories
from scripts.synthetic.tables import Plan

Form = Literal["text", "jsonl", "parquet"]
Row = dict[str, Any]
Span = list[int]


def write_corpus(
    folder: Path,
    articles: int,
    form: Form,
    plan: Plan | None = None,
    done: Callable[[int], None] = lambda _: None,
) -> None:
    """Write made-up articles and what is known of them; they are those of the tables of the same seed.

    Args:
        folder: where `articles/` and `gold/` go; made if they are missing.
        articles: how many.
        form: a text file for each, or shards of JSON Lines or Parquet.
        plan: how they are made.
        done: called with the number of articles of every shard that is finished.
    """
    plan = plan or Plan(shard=10_000)
    for name in ("articles", "gold"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    plan.run(partial(_shard, folder, form, (plan.seed, plan.each)), articles, done)


def _shard(
    folder: Path, form: Form, made_as: tuple[int, int], number: int, first: int, count: int
) -> int:
    seed, each = made_as
    name = f"part-{number:05}"
    schema = pa.schema(
        [("article_id", pa.string()), ("text", pa.string()), ("published", pa.string())]
    )
    writer = None
    if form == "parquet":
        writer = pq.ParquetWriter(
            folder / "articles" / f"{name}.parquet", schema, compression="zstd"
        )
    lines: list[Row] = []
    with (folder / "gold" / f"{name}.jsonl").open("w", encoding="utf-8") as gold:
        for at in range(first, first + count, PORTION):
            made = stories(seed, at, min(PORTION, first + count - at), each)
            rows = pa.table([made.ids, made.texts, made.published], schema=schema)
            if writer is not None:
                writer.write_table(rows)
            elif form == "text":
                for row in rows.to_pylist():
                    path = folder / "articles" / f"{row['article_id']}.txt"
                    path.write_text(row["text"], encoding="utf-8", newline="")
            else:
                lines += rows.to_pylist()
            for known in gold_of(made):
                gold.write(json.dumps(known, ensure_ascii=False) + "\n")
    if writer is not None:
        writer.close()
    if form == "jsonl":
        with (folder / "articles" / f"{name}.jsonl").open("w", encoding="utf-8") as stream:
            stream.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in lines)
    return count


def gold_of(made: Stories) -> Iterator[Row]:
    """What is known of each article."""
    known = people()
    names, ids = known.names.to_pylist(), known.ids.to_pylist()
    said = made.said
    labels = said.parts["label"].to_pylist()
    article_ids, statement_ids = made.ids.to_pylist(), made.statement_ids.to_pylist()
    published = made.published.to_pylist()
    for article, article_id in enumerate(article_ids):
        rows = range(article * made.each, (article + 1) * made.each)
        statements = []
        mentions: dict[int, list[Span]] = {}
        for who, span, form in _in_lead(known, made, article):
            mentions.setdefault(who, []).append(_name_span(span, names[who], form))
        for row in rows:
            who, form = int(made.speakers[row]), int(made.forms[row])
            speaker = _span(made, row, "label")
            if form != PRONOUN:
                mentions.setdefault(who, []).append(_name_span(speaker, names[who], form))
            statements.append(
                {
                    "statement_id": statement_ids[row],
                    "speaker": speaker,
                    "speaker_name": names[who],
                    "speaker_id": ids[who],
                    "cue": _span(made, row, "cue"),
                    "content": [
                        _span(made, row, part)
                        for part in ("first", "second")
                        if said.starts[part][row] >= 0
                    ],
                    "mode": QUOTE_TYPES[said.manners[row]],
                    "speaker_forms": [labels[row]],
                }
            )
        yield {
            "article_id": article_id,
            "published": published[article],
            "statements": statements,
            "officials": [_official(known, who, spans) for who, spans in mentions.items()],
            "meetings": _meetings(made, article, names),
        }


def _span(made: Stories, row: int, part: str) -> Span:
    start = int(made.places[row] + made.said.starts[part][row])
    return [start, start + int(made.said.sizes[part][row])]


def _in_lead(known: People, made: Stories, article: int) -> Iterator[tuple[int, Span, int]]:
    """Who is named in the first paragraph, where, and how."""
    lead = made.lead
    for who, starts in ((lead.host, lead.host_start), (lead.guest, lead.guest_start)):
        official = int(who[article])
        start = int(made.body_start[article] + starts[article])
        yield official, [start, start + len(known.titled[official].as_py())], FULL


def _name_span(span: Span, name: str, form: int) -> Span:
    """Where the name stands without its title."""
    return [span[1] - len(name), span[1]] if form == FULL else span


def _official(known: People, who: int, spans: list[Span]) -> Row:
    return {
        "id": known.ids[who].as_py(),
        "name": known.names[who].as_py(),
        "title": words.POSTS[known.post[who]][0],
        "country": words.STATES[known.side[who]],
        "spans": sorted(spans),
        "forms": [known.names[who].as_py(), known.families[who].as_py()],
    }


def _meetings(made: Stories, article: int, names: list[str]) -> list[Row]:
    in_block = (made.first + article) % BLOCK
    parties = [names[made.lead.host[article]], names[made.lead.guest[article]]]
    status = ("planned", "ongoing", "held")[min(in_block, 2)]
    place = words.TOWNS[made.lead.town[article]]
    met = [
        {"kind": "visit", "status": status, "date": None, "place": place, "participants": parties}
    ]
    if made.lead.talks[0][article] >= 0:
        met.append(
            {
                "kind": "talks",
                "status": "held",
                "date": None,
                "place": place,
                "participants": parties,
            }
        )
    return met
