"""A statement that was missed: filled in from what was selected, as a finding of the engine would be."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import replace

from scripts.candidates.parties import PRONOUNS
from scripts.review import operations as op
from scripts.review.draft import Item
from scripts.review.opened import Opened
from scripts.review.words import Refused, as_content, demand_coded, nodes, selected
from validation.quote_proof import Span


def begun(opened: Opened, items: Mapping[str, Item], one: op.Add) -> Item:
    """A new statement of these words. Raises Refused where they cannot be quoted, or the name is taken."""
    if one.target in items:
        raise Refused(f"{one.target} is there already")
    material = opened.material
    content = [as_content(opened.reading, selected(material, span)) for span in one.content]
    demand_coded(material, content)
    found = {
        "content": [pair_of(span) for span in in_order(content)],
        "cue": pair_of(selected(material, one.cue)) if one.cue else None,
        "speaker": pair_of(selected(material, one.speaker)) if one.speaker else None,
    }
    return filled(opened, items, Item(one.target, "new", {}, {}, found=found))


def filled(opened: Opened, items: Mapping[str, Item], item: Item) -> Item:
    """The item made anew from its spans: what follows from cue, speaker and scene comes and goes with them."""
    found = dict(item.found or {})
    filler = opened.filler()
    at = found["content"][0][0]
    for earlier in opened.answer["statements"]:
        if earlier["content"][0][0] < at:
            filler.scenes.scene(earlier)
    speaker = found["speaker"]
    found["speaker_id"] = person(opened, items, Span(*speaker), at) if speaker else None
    draft = filler.draft({**found, "mode": "mixed"}, nameless=True)
    if isinstance(draft, str):
        raise Refused(f"{draft}; select other words")
    guesses = {*draft.guesses}
    if speaker and is_pronoun(opened, Span(*speaker)):
        guesses.add("speakers")
    tree = {**draft.tree, "speakers": draft.tree.get("speakers", [])}
    return replace(item, tree=tree, guesses=frozenset(guesses))


def person(opened: Opened, items: Mapping[str, Item], span: Span, at: int) -> str | None:
    """The official whom words mean: named in them or, behind a pronoun, who spoke last before `at`."""
    named = opened.people.named(span)
    if named is not None or not is_pronoun(opened, span):
        return named
    before = [
        (start, item)
        for item in items.values()
        if item.decision != "rejected" and (start := opened.parts(item.tree).start) is not None
        if start < at
    ]
    if not before:
        return None
    _, last = max(before, key=lambda pair: pair[0])
    speakers = nodes(last.tree.get("speakers"))
    speaker = speakers[0] if len(speakers) == 1 else None
    official = speaker.get("official_id") if isinstance(speaker, dict) else None
    return official if isinstance(official, str) else None


def is_pronoun(opened: Opened, span: Span) -> bool:
    """Whether a span is a pronoun."""
    return opened.material.text[span.start : span.end].lower() in PRONOUNS


def pair_of(span: Span) -> tuple[int, int]:
    """A span as engines write it."""
    return span.start, span.end


def in_order(spans: Iterable[Span]) -> list[Span]:
    """Spans in the order of the text; Refused if two overlap."""
    ordered = sorted(spans)
    for one, other in itertools.pairwise(ordered):
        if one.overlaps(other):
            raise Refused("the segments of a content do not overlap")
    return ordered
