"""A draft: the statements and candidates of an article as they would be. Pure; nothing is written here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from dataset.curation.yaml_reader import Tree
from scripts.candidates.propose import pending_trees
from scripts.review.opened import Opened
from scripts.review.words import Parts, nodes

Kind = Literal["recorded", "candidate", "new"]
Decision = Literal["accepted", "rejected"]


@dataclass(frozen=True)
class Item:
    """A statement on the desk.

    `tree` is it as it would be written, `was` as it is on the disk; `about` is the candidate around it. `found` holds
    the spans of a new one until one of its fields is set by hand: so long it is filled in anew.
    """

    ref: str
    kind: Kind
    tree: dict[str, Tree]
    was: dict[str, Tree]
    about: Mapping[str, Tree] = field(default_factory=dict)
    guesses: frozenset[str] = frozenset()
    decision: Decision | None = None
    reason: str | None = None
    found: Mapping[str, Any] | None = None

    @property
    def is_changed(self) -> bool:
        """Whether it would be written differently from what is on the disk."""
        return self.tree != self.was or self.decision is not None


@dataclass(frozen=True)
class Draft:
    """All statements on the desk by what they are called: an id, the letters of a candidate, `new-1`.

    `refused` are operations that could not be done, by their number, with the reason.
    """

    items: Mapping[str, Item]
    refused: Mapping[int, str] = field(default_factory=dict)

    @property
    def changed(self) -> list[Item]:
        """What would be written."""
        return [item for item in self.items.values() if item.is_changed]


def first(opened: Opened) -> Draft:
    """The draft of an article to which nothing has been done."""
    items: dict[str, Item] = {}
    for tree in opened.recorded:
        ref = str(tree["id"])
        items[ref] = Item(ref, "recorded", tree, tree)
    for about in pending_trees(opened.desk):
        statement = about["statement"]
        tree = statement if isinstance(statement, dict) else {}
        letters = str(about["letters"])
        guesses = frozenset(str(name) for name in nodes(about.get("guesses")))
        items[letters] = Item(letters, "candidate", tree, tree, about, guesses)
    return Draft(items)


def in_order(opened: Opened, draft: Draft) -> Iterator[tuple[Item, Parts]]:
    """All items with their parts, in the order of the text; what cannot be found comes last."""
    end = len(opened.material.text) + 1
    pairs = [(item, opened.parts(item.tree)) for item in draft.items.values()]
    yield from sorted(pairs, key=lambda pair: end if pair[1].start is None else pair[1].start)
