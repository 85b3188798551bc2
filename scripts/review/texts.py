"""What a draft would write: the texts of the article's file and of its candidates, in canonical form."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Collection
from dataclasses import replace

from dataset.curation.canonical import allot_ids, rendered
from dataset.curation.comments import attached
from dataset.curation.yaml_reader import Document, Tree, load
from scripts.candidates.decide import Change, New, reject, reviewed, texts, with_statements, without
from scripts.candidates.desk import Desk
from scripts.candidates.form import KIND
from scripts.review.draft import Draft, Item
from scripts.review.notes import carried
from scripts.review.opened import Opened
from validation.findings import Unusable


def change(opened: Opened, draft: Draft, reviewer: str, day: dt.date) -> Change:
    """The texts that take the place of those on disk; a file of which nothing changes has none.

    Accepted candidates and new statements go to their places in the text, rejected ones are remembered, and what
    was changed in a candidate that still waits is kept in the file of candidates.
    """
    items = draft.changed
    desk = _with_candidates(_with_recorded(opened, items), items)
    accepted = [item for item in items if item.decision == "accepted"]
    new = [_accepted(opened, item, reviewer, day) for item in accepted]
    new += [_coded(opened, item, reviewer) for item in items if item.kind == "new"]
    ids: dict[str, str] = {}
    article_text = desk.document.text
    if new:
        article_text, ids = with_statements(desk, new)
    candidates_text = _candidates_text(desk, items, reviewer, day)
    old = opened.desk.candidates_document
    return Change(
        opened.desk,
        candidates_text if old is not None and candidates_text != old.text else None,
        article_text if article_text != opened.desk.document.text else None,
        ids,
    )


def diff(made: Change) -> str:
    """The change as a unified diff of both files."""
    desk = made.desk
    old = {desk.project.name(desk.file.path): desk.document.text}
    if desk.candidates_document is not None:
        old[desk.project.name(desk.candidates_path)] = desk.candidates_document.text
    return "".join(
        line
        for name, text in texts(made)
        for line in difflib.unified_diff(
            old.get(name, "").splitlines(keepends=True),
            text.splitlines(keepends=True),
            name,
            name,
        )
    )


def _accepted(opened: Opened, item: Item, reviewer: str, day: dt.date) -> New:
    tree = reviewed({**item.about, "statement": item.tree}, reviewer, day)
    return New(item.ref, opened.parts(item.tree).start, tree)


def _coded(opened: Opened, item: Item, reviewer: str) -> New:
    return New(item.ref, opened.parts(item.tree).start, {**item.tree, "coded_by": reviewer.strip()})


def _with_recorded(opened: Opened, items: Collection[Item]) -> Desk:
    """The desk as if the changes to recorded statements were on disk."""
    desk = opened.desk
    changed = {item.ref: item for item in items if item.kind == "recorded"}
    if not changed:
        return desk
    document = desk.document
    with_ids = allot_ids(desk.file.kind, document.tree, set(desk.taken))
    tree = with_ids if isinstance(with_ids, dict) else {}
    notes = attached(document)
    statements: list[Tree] = []
    curated = dict(desk.curated)
    for number, old in enumerate(opened.recorded):
        item = changed.get(str(old["id"]))
        statements.append(item.tree if item else old)
        if item:
            notes = carried(notes, ("statements", number), old, item.tree)
            curated[number] = tuple((s.start, s.end) for s in opened.parts(item.tree).content)
    new = {**tree, "statements": statements}
    text = rendered(desk.file.kind, document, new, notes)
    return replace(desk, document=_read(text, desk.file.name, new), curated=curated)


def _with_candidates(desk: Desk, items: Collection[Item]) -> Desk:
    """The desk as if the changes to candidates were on disk."""
    changed = {
        item.ref: item.tree
        for item in items
        if item.kind == "candidate" and item.tree != item.was and item.decision is None
    }
    document = desk.candidates_document
    if document is None or not changed or not isinstance(document.tree, dict):
        return desk
    entries = document.tree["candidates"]
    notes = attached(document)
    written: list[Tree] = []
    for number, entry in enumerate(entries if isinstance(entries, list) else ()):
        tree = entry if isinstance(entry, dict) else {}
        new = changed.get(str(tree.get("letters")))
        if new is not None:
            path = ("candidates", number, "statement")
            notes = carried(notes, path, tree["statement"], new)
            tree = {**tree, "statement": new}
        written.append(tree)
    new = {**document.tree, "candidates": written}
    return _holding(desk, rendered(KIND, document, new, notes), new)


def _candidates_text(
    desk: Desk, items: Collection[Item], reviewer: str, day: dt.date
) -> str | None:
    """The file of candidates without those that were decided; rejected ones are remembered with their reasons."""
    rejected = [item for item in items if item.decision == "rejected"]
    for reason in dict.fromkeys(item.reason for item in rejected):
        letters = [item.ref for item in rejected if item.reason == reason]
        desk = _holding(desk, reject(desk, letters, reason, reviewer, day).candidates_text or "")
    accepted = [item.ref for item in items if item.decision == "accepted"]
    if accepted:
        return without(desk, accepted)
    return desk.candidates_document.text if desk.candidates_document else None


def _holding(desk: Desk, candidates_text: str, tree: Tree = None) -> Desk:
    """The desk with another file of candidates, which must hold the tree if one is given."""
    name = desk.project.name(desk.candidates_path)
    return replace(desk, candidates_document=_read(candidates_text, name, tree))


def _read(text: str, name: str, tree: Tree) -> Document:
    """A text as it will be read; a check that cannot fail but where rendering has a fault."""
    document = load(text, name)
    if document.findings or (tree is not None and document.tree != tree):
        raise Unusable(f"{name}: cannot be written so that it is read as it is meant; report it")
    return document
