"""How often the fields of candidates are what curators recorded: for those that are found at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dataset.building.build import Checked
from schema.statements import Party, Statement
from scripts.candidates.desk import curated_spans, material_of
from scripts.candidates.fill import Draft, fill
from scripts.candidates.propose import SAME, answered
from scripts.evaluation.words import Words, shared
from scripts.standoff.engines import Engine


@dataclass
class FieldCount:
    """One field over all candidates that are recorded statements: how often each has a value, and the same one."""

    recorded: int = 0
    proposed: int = 0
    same: int = 0


def field_counts(checked: Checked, engine: Engine) -> tuple[int, dict[str, FieldCount]]:
    """How many candidates are recorded statements, and of their fields how many are as recorded.

    Records and their proof must be clean. Raises Unusable when the engine fails.
    """
    counts = {name: FieldCount() for name in FIELDS}
    pairs = 0
    for entry in checked.records.articles:
        for statement, proposed in _pairs(checked, engine, entry.id):
            pairs += 1
            for name, value in FIELDS.items():
                one, other = value(statement), value(proposed)
                counts[name].recorded += bool(one)
                counts[name].proposed += bool(other)
                counts[name].same += bool(one) and one == other
    return pairs, counts


def _pairs(
    checked: Checked, engine: Engine, article_id: str
) -> Iterator[tuple[Statement, Statement]]:
    """Recorded statements with the candidates that share most of their words, each once."""
    article = checked.index.articles[article_id]
    material = material_of(checked, article)
    words = Words(material.text)
    drafts = fill(material, answered(material, engine)).drafts
    recorded = curated_spans(checked.proof.articles[article_id])
    close = sorted(
        (-common, number, at)
        for number, spans in recorded.items()
        for at, draft in enumerate(drafts)
        if (common := shared(words.touched(spans), words.touched(_spans(draft)))) >= SAME
    )
    done: set[int] = set()
    taken: set[int] = set()
    for _, number, at in close:
        if number not in done and at not in taken:
            done.add(number)
            taken.add(at)
            yield article.statements[number], Statement.model_validate(drafts[at].tree)


def _spans(draft: Draft) -> list[tuple[int, int]]:
    return [(span.start, span.end) for span in draft.content]


def _who(parties: list[Party]) -> object:
    """Who the parties are: persons, else bodies, else the words printed."""
    return {
        p.official_id or p.organization_id or (p.label.exact if p.label else "") for p in parties
    }


FIELDS: dict[str, Callable[[Statement], object]] = {
    "content": lambda s: [quote.exact for quote in s.content],
    "quoted": lambda s: s.quoted,
    "quote_type": lambda s: s.quote_type,
    "cue": lambda s: s.cue.exact if s.cue else None,
    "speakers": lambda s: _who(s.speakers),
    "speakers: label": lambda s: {p.label.exact for p in s.speakers if p.label},
    "speakers: basis": lambda s: [p.basis for p in s.speakers],
    "speakers: tenure_id": lambda s: {p.tenure_id for p in s.speakers if p.tenure_id},
    "addressees": lambda s: _who(s.addressees),
    "relayers": lambda s: _who(s.relayers),
    "location": lambda s: s.location,
    "channel": lambda s: s.channel if s.channel != "unknown" else None,
    "said_at_meeting_id": lambda s: s.said_at_meeting_id,
    "date": lambda s: s.date,
    "speech_act": lambda s: s.speech_act,
}
"""What is compared, and how it is taken from a statement; nothing counts as no value."""
