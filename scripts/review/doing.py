"""Doing what a reviewer asks for: a row of operations makes a draft out of an article."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from dataset.curation.yaml_reader import Tree
from scripts.candidates.quoting import evidence, near, segments
from scripts.review import operations as op
from scripts.review import parties
from scripts.review.beginning import begun, filled, in_order, is_pronoun, pair_of, person
from scripts.review.draft import Draft, Item, first
from scripts.review.opened import Opened
from scripts.review.words import Parts, Refused, as_content, demand_coded, nodes, selected
from validation.quote_proof import Span

_GOES_WITH = {
    "plover_event": ("plover_mode",),
    "date": ("date_basis",),
}
"""Fields that mean nothing without another one."""


def drafted(opened: Opened, operations: Iterable[op.AnyOperation]) -> Draft:
    """What comes of operations, one after the other. One that cannot be done is told, and the others follow."""
    items = dict(first(opened).items)
    refused: dict[int, str] = {}
    for number, one in enumerate(operations):
        try:
            new = _done(opened, items, one)
        except Refused as refusal:
            refused[number] = str(refusal)
            continue
        if new is None:
            del items[one.target]
        else:
            items[one.target] = new
    return Draft(items, refused)


def _done(opened: Opened, items: Mapping[str, Item], one: op.AnyOperation) -> Item | None:
    if isinstance(one, op.Add):
        return begun(opened, items, one)
    item = items.get(one.target)
    if item is None:
        raise Refused(f"{one.target} is not there any more")
    if isinstance(one, op.Drop):
        return None
    if isinstance(one, op.Accept | op.Reject | op.Reopen):
        return _decided(item, one)
    if item.decision == "rejected":
        raise Refused(f"{one.target} is rejected; put it back before you change it")
    return _CHANGES[type(one)](_Context(opened, items), item, one)


def _decided(item: Item, one: op.Accept | op.Reject | op.Reopen) -> Item:
    if item.kind != "candidate":
        raise Refused("only a candidate is accepted or rejected")
    if isinstance(one, op.Accept):
        return replace(item, decision="accepted", reason=None)
    if isinstance(one, op.Reject):
        return replace(item, decision="rejected", reason=one.reason)
    return replace(item, decision=None, reason=None)


@dataclass(frozen=True)
class _Context:
    opened: Opened
    items: Mapping[str, Item]

    def parts(self, item: Item) -> Parts:
        return self.opened.parts(item.tree)

    def selected(self, span: tuple[int, int]) -> Span:
        return selected(self.opened.material, span)


# words


def _quote(context: _Context, item: Item, one: op.Quote) -> Item:
    if one.span is None:
        return _unquoted(item, one.part)
    span = context.selected(one.span)
    if one.part == "cue":
        return _with_cue(context, item, span)
    if one.part in {"quoted", "more-quoted"}:
        return _with_quoted(context, item, span, more=one.part == "more-quoted")
    parts = context.parts(item)
    content = [as_content(context.opened.reading, span)]
    if one.part == "segment":
        content = in_order([*parts.content, *content])
    return _with_content(context, item, content, parts)


def _unquoted(item: Item, part: op.Part) -> Item:
    if part == "cue":
        tree = {name: value for name, value in item.tree.items() if name != "cue"}
        found = {**item.found, "cue": None} if item.found is not None else None
        return replace(item, tree=tree, found=found)
    if part == "quoted":
        tree = {name: value for name, value in item.tree.items() if name != "quoted"}
        return _by_hand(item, {**tree, "quote_type": "indirect"}, "quote_type")
    raise Refused("a statement has a content; select other words for it")


def _with_content(context: _Context, item: Item, content: list[Span], before: Parts) -> Item:
    opened = context.opened
    demand_coded(opened.material, content)
    if item.found is not None:
        found = {**item.found, "content": [pair_of(span) for span in content]}
        return filled(opened, context.items, replace(item, found=found))
    words = segments(opened.material, content)
    if words is None:
        raise Refused("these words cannot be quoted so that they are found; select more of them")
    quote_type, quoted = opened.reading.quoted("mixed", content)
    tree = {
        **item.tree,
        "content": words,
        "quote_type": quote_type,
        "location": opened.reading.location(content[0]),
    }
    tree.pop("quoted", None)
    if quoted:
        tree["quoted"] = [*quoted]
    return replace(item, tree=_requoted(opened, tree, content, before))


def _with_cue(context: _Context, item: Item, span: Span) -> Item:
    opened = context.opened
    if item.found is not None:
        found = {**item.found, "cue": pair_of(span)}
        return filled(opened, context.items, replace(item, found=found))
    before = context.parts(item)
    cue = near(opened.material, span, before.content, before.content)
    if cue is None:
        raise Refused("a cue stands beside the content, not inside it and not far away")
    return replace(
        item,
        tree=_requoted(
            opened, {**item.tree, "cue": cue}, before.content, replace(before, cue=span)
        ),
    )


def _requoted(
    opened: Opened, tree: dict[str, Tree], content: list[Span], before: Parts
) -> dict[str, Tree]:
    """Cue and labels stay where they stood; what cannot be quoted from there stays as it was written."""
    material = opened.material
    if before.cue is not None:
        tree = {**tree, "cue": near(material, before.cue, content, content) or tree.get("cue")}
    target = opened.parts(tree).target or content
    for (name, number), span in before.labels.items():
        avoid = content if name in {"speakers", "relayers"} else []
        label = near(material, span, target, avoid)
        if label is not None:
            tree = parties.with_party(tree, name, number, {"label": label})
    return tree


def _with_quoted(context: _Context, item: Item, span: Span, *, more: bool) -> Item:
    opened, parts = context.opened, context.parts(item)
    if not any(content.contains(span) for content in parts.content):
        raise Refused("quoted words are a part of the content")
    spans = in_order([*(parts.quoted if more else []), span])
    text = opened.material.text
    covered = all(
        any(q.start <= at < q.end for q in spans)
        for content in parts.content
        for at in range(content.start, content.end)
        if text[at].isalnum()
    )
    tree: dict[str, Tree] = {
        **item.tree,
        "quoted": [text[s.start : s.end] for s in spans],
        "quote_type": "direct" if covered else "mixed",
    }
    return _by_hand(item, tree, "quote_type")


def _label(context: _Context, item: Item, one: op.Label) -> Item:
    opened, parts = context.opened, context.parts(item)
    span = context.selected(one.span)
    there = nodes(item.tree.get(one.role))
    if item.found is not None and one.role == "speakers" and one.number == 0:
        found = {**item.found, "speaker": pair_of(span)}
        return filled(opened, context.items, replace(item, found=found))
    if one.number > len(there):
        raise Refused(f"there are {len(there)} {one.role}")
    avoid = parts.content if one.role in {"speakers", "relayers"} else []
    label = near(opened.material, span, parts.target, avoid)
    if label is None:
        raise Refused("a speaker is printed beside the content, not inside it and not far away")
    official = person(opened, context.items, span, parts.start or 0)
    labelled = parties.labelled(opened, item.tree, one.role, one.number, label, span, official)
    guesses = item.guesses | {one.role} if is_pronoun(opened, span) else item.guesses
    return replace(item, tree=labelled, guesses=guesses, found=None)


# fields


def _who(context: _Context, item: Item, one: op.Who) -> Item:
    parts = context.parts(item)
    label = parts.labels.get((one.role, one.number))
    tree = parties.resolved(
        context.opened,
        item.tree,
        (one.role, one.number),
        label,
        official_id=one.official_id,
        organization_id=one.organization_id,
    )
    return _by_hand(item, tree, one.role, f"{one.role[:-1]}.tenure_id")


def _detail(_: _Context, item: Item, one: op.Detail) -> Item:
    tree = parties.with_party(item.tree, one.role, one.number, {one.field: one.value})
    return _by_hand(item, tree, one.role, f"{one.role[:-1]}.{one.field}")


def _remove(_: _Context, item: Item, one: op.Remove) -> Item:
    return _by_hand(item, parties.without(item.tree, one.role, one.number), one.role)


def _set(context: _Context, item: Item, one: op.Set) -> Item:
    if one.field == "quote_type":
        return _with_type(context, item, str(one.value))
    if (one.field == "topics") != isinstance(one.value, list):
        raise Refused(
            f"{one.field} is {'a list' if one.field == 'topics' else 'one value'}, never without"
            if one.value is None
            else f"{one.field} is {'a list' if one.field == 'topics' else 'one value'}"
        )
    value: Tree = [*one.value] if isinstance(one.value, list) else one.value
    tree = {**item.tree, one.field: value}
    if value is None:
        for name in (one.field, *_GOES_WITH.get(one.field, ())):
            tree.pop(name, None)
    if one.field == "utterance_id":
        for name in ("is_primary", "report_relation"):
            tree.pop(name, None)
        if value is not None:
            tree |= {"is_primary": "false", "report_relation": "summary"}
    return _by_hand(item, tree, one.field)


def _with_type(context: _Context, item: Item, quote_type: str) -> Item:
    """A type with the words that go with it: all of the content, those in marks, or none."""
    parts = context.parts(item)
    tree = {name: value for name, value in item.tree.items() if name != "quoted"}
    found, quoted = context.opened.reading.quoted(quote_type, parts.content)
    if quote_type == "mixed" and found != "mixed":
        raise Refused(
            "no quotation marks stand inside the content; select the quoted words and make them quoted"
        )
    if quoted:
        tree["quoted"] = [*quoted]
    return _by_hand(item, {**tree, "quote_type": quote_type}, "quote_type")


def _believe(context: _Context, item: Item, one: op.Believe) -> Item:
    entry: dict[str, Tree] = {"field": one.field}
    if one.span is not None:
        quoted = evidence(context.opened.material, context.selected(one.span))
        if quoted is None:
            raise Refused(
                "these words cannot be quoted so that they are found; select more of them"
            )
        entry["quote"] = quoted
    else:
        entry["reference_id"] = one.reference_id
    if one.note is not None:
        entry["note"] = one.note
    value = item.tree.get(one.field)
    if isinstance(value, str):
        entry["value"] = value
    return _by_hand(item, {**item.tree, "evidence": [*nodes(item.tree.get("evidence")), entry]})


def _disbelieve(_: _Context, item: Item, one: op.Disbelieve) -> Item:
    there = nodes(item.tree.get("evidence"))
    if one.number >= len(there):
        raise Refused(f"there are {len(there)} pieces of evidence")
    left = [entry for number, entry in enumerate(there) if number != one.number]
    tree = {name: value for name, value in item.tree.items() if name != "evidence"}
    return _by_hand(item, {**tree, "evidence": left} if left else tree)


def _by_hand(item: Item, tree: dict[str, Tree], *fields: str) -> Item:
    """An item a field of which somebody has set: it is no guess any more, and nothing is filled in anew."""
    return replace(item, tree=tree, guesses=item.guesses - {*fields}, found=None)


_CHANGES: Mapping[type[op.Operation], Callable[[_Context, Item, Any], Item]] = {
    op.Quote: _quote,
    op.Label: _label,
    op.Who: _who,
    op.Detail: _detail,
    op.Remove: _remove,
    op.Set: _set,
    op.Believe: _believe,
    op.Disbelieve: _disbelieve,
}
