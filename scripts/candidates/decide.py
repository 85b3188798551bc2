"""What a reviewer decides: changed texts of the article and of its candidates; only `save` writes them."""

from __future__ import annotations

import datetime as dt
import fcntl
import functools
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from dataset.building.build import check_records
from dataset.curation.canonical import allot_ids, rendered
from dataset.curation.comments import Attached, attached, renumbered
from dataset.curation.yaml_reader import Document, Tree, load
from dataset.files import replace, sweep
from scripts.candidates.desk import Desk
from scripts.candidates.form import HEAD, KIND
from scripts.candidates.propose import Proposal, pending_trees
from validation.findings import Finding, Report, Unusable


@dataclass(frozen=True)
class Change:
    """Texts that take the place of those on disk; None leaves a file as it is. `ids` are those given, by letters."""

    desk: Desk
    candidates_text: str | None = None
    article_text: str | None = None
    ids: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class New:
    """A statement that is to be recorded: a name for it, where its content begins, and its fields."""

    name: str
    start: int | None
    tree: dict[str, Tree]


def proposed(desk: Desk, proposal: Proposal) -> Change:
    """The file of candidates with what was proposed; None is written where there is nothing to say."""
    fields: dict[str, Tree] = {
        "officials": [*proposal.officials],
        "meetings": [*proposal.meetings],
        "candidates": [*proposal.trees],
    }
    return Change(desk, _candidates_text(desk, fields))


def accept(desk: Desk, letters: Collection[str], reviewer: str, day: dt.date) -> Change:
    """Put candidates into the article's file, as extracted and reviewed, each at its place in the text.

    Raises Unusable for letters that no candidate has, or a reviewer without a name.
    """
    chosen = _chosen(desk, letters)
    if not reviewer.strip():
        raise Unusable("a reviewer has a name or initials: --reviewer")
    new = [
        New(str(one["letters"]), _start(desk, one), reviewed(one, reviewer, day)) for one in chosen
    ]
    text, ids = with_statements(desk, new)
    return Change(desk, without(desk, ids), text, ids)


def without(desk: Desk, letters: Collection[str]) -> str:
    """The file of candidates without some of them."""
    left = [t for t in pending_trees(desk) if t["letters"] not in letters]
    return _candidates_text(desk, {"candidates": [*left]})


def with_statements(desk: Desk, new: Sequence[New]) -> tuple[str, dict[str, str]]:
    """The article's file with more statements, each at its place in the text; the ids given, by their names."""
    statements = _list_of(desk.document.tree, "statements")
    starts = [
        min((start for start, _ in desk.curated.get(n, ())), default=None)
        for n in range(len(statements))
    ]
    placed = [(_place(starts, one.start), one) for one in new]
    order: list[tuple[str, Tree]] = []
    for number in range(len(statements) + 1):
        order += [(one.name, one.tree) for at, one in placed if at == number]
        order += [("", statement) for statement in statements[number : number + 1]]
    tree: Tree = {**_mapping(desk.document.tree), "statements": [entry for _, entry in order]}
    with_ids = allot_ids(desk.file.kind, tree, set(desk.taken))
    given = _list_of(with_ids, "statements")
    ids = {
        name: str(_mapping(entry)["id"])
        for (name, _), entry in zip(order, given, strict=True)
        if name
    }
    notes = renumbered(
        attached(desk.document), ("statements",), lambda n: n + sum(at <= n for at, _ in placed)
    )
    text = _same(rendered(desk.file.kind, desk.document, with_ids, notes), with_ids, desk.file.name)
    return text, ids


def _start(desk: Desk, tree: Mapping[str, Tree]) -> int | None:
    """Where the content of a candidate begins."""
    candidate = next(c for c in desk.pending if c.letters == tree["letters"])
    spans = desk.spans(candidate)
    return spans[0][0] if spans else None


def reject(
    desk: Desk,
    letters: Collection[str],
    reason: str | None,
    reviewer: str | None,
    day: dt.date,
) -> Change:
    """Take candidates off the list and remember them, with the reason if one is given."""
    chosen = _chosen(desk, letters)
    gone = {tree["letters"] for tree in chosen}
    old = desk.candidates_document.tree if desk.candidates_document else {}
    rejected = [*_list_of(old, "rejected")]
    for tree in chosen:
        statement = _mapping(tree["statement"])
        fields: dict[str, Tree] = {
            "letters": tree["letters"],
            "extractor": tree["extractor"],
            "content": statement["content"],
            "cue": statement.get("cue"),
            "reason": reason,
            "rejected_by": reviewer,
            "rejected_on": day.isoformat(),
        }
        rejected.append({name: value for name, value in fields.items() if value is not None})
    left = [t for t in pending_trees(desk) if t["letters"] not in gone]
    return Change(desk, _candidates_text(desk, {"candidates": [*left], "rejected": rejected}))


def check(change: Change) -> list[Finding]:
    """What the records would have against an article text, besides what they have already; empty if nothing."""
    desk = change.desk
    if change.article_text is None:
        return []
    report: Report = check_records(
        desk.project, instead={desk.file.path: change.article_text}
    ).report
    return [f for f in report.sorted() if f.fingerprint not in desk.before]


def save(change: Change) -> list[str]:
    """Write what changes, the article first; return the names of the files written.

    Raises Unusable, with nothing written, when one of the files is no longer as the desk read it.
    """
    desk = change.desk
    with _alone(desk):
        return _save(change)


def _save(change: Change) -> list[str]:
    desk = change.desk
    old = desk.candidates_document
    planned = [
        (desk.file.path, change.article_text, desk.document),
        (desk.candidates_path, change.candidates_text, old),
    ]
    for path, text, document in planned:
        if text is not None:
            _demand_unchanged(desk, path, document)
    written = []
    for path, text, document in planned:
        if text is None or (document is not None and text == document.text):
            continue
        replace(path, text, desk.project.name(path))
        written.append(desk.project.name(path))
    return written


@contextmanager
def _alone(desk: Desk) -> Iterator[None]:
    """Let one save after the other, so that none overwrites what it has not seen."""
    folder = desk.project.candidates
    folder.mkdir(exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        sweep([folder])
        yield


def _demand_unchanged(desk: Desk, path: Path, document: Document | None) -> None:
    try:
        now = path.read_bytes()
    except FileNotFoundError:
        now = None
    then = None if document is None else document.text.encode()
    if now != then and not (document is not None and document.has_byte_order_mark):
        raise Unusable(
            f"{desk.project.name(path)}: was changed meanwhile, so nothing was written; look at it and try again"
        )


def _chosen(desk: Desk, letters: Collection[str]) -> list[dict[str, Tree]]:
    trees = pending_trees(desk)
    known = {str(tree["letters"]) for tree in trees}
    unknown = sorted(set(letters) - known)
    if unknown:
        there = ", ".join(sorted(known)) or "none"
        raise Unusable(
            f"{desk.article_id} has no candidate {', '.join(unknown)}; there are {there}"
        )
    return [tree for tree in trees if tree["letters"] in letters]


def reviewed(candidate: Mapping[str, Tree], reviewer: str, day: dt.date) -> dict[str, Tree]:
    """The statement of a candidate as it is recorded once somebody has accepted it."""
    statement = _mapping(candidate["statement"])
    return {
        **statement,
        "method": "extracted",
        "extractor": candidate["extractor"],
        "extractor_score": candidate["score"],
        "tier": candidate["tier"],
        "reviewed_by": reviewer.strip(),
        "reviewed_on": day.isoformat(),
    }


def _place(starts: Sequence[int | None], start: int | None) -> int:
    """Where a statement belongs among those of the file: before the first that begins later."""
    if start is None:
        return len(starts)
    later = (n for n, other in enumerate(starts) if other is not None and other > start)
    return next(later, len(starts))


def _mapping(tree: Tree) -> dict[str, Tree]:
    return tree if isinstance(tree, dict) else {}


def _list_of(tree: Tree, name: str) -> list[Tree]:
    found = _mapping(tree).get(name)
    return found if isinstance(found, list) else []


def _candidates_text(desk: Desk, changed: Mapping[str, Tree]) -> str:
    """The file of candidates with some of its lists changed; comments stay with their candidates."""
    old = desk.candidates_document
    document = old or load(f"{HEAD}\narticle_id: {desk.article_id}\n", "candidates")
    before = _mapping(document.tree)
    tree = {name: value for name, value in {**before, **changed}.items() if value != []}
    notes = _moved(attached(document), before, changed)
    return _same(
        rendered(KIND, document, tree, notes), tree, desk.project.name(desk.candidates_path)
    )


def _moved(notes: Attached, before: Tree, changed: Mapping[str, Tree]) -> Attached:
    """Comments follow their candidate, known by its letters; those of lists made anew go."""
    for name, new in changed.items():
        entries = new if isinstance(new, list) else []
        places = {str(_mapping(entry).get("letters")): n for n, entry in enumerate(entries)}
        own = [str(_mapping(entry).get("letters", "")) for entry in _list_of(before, name)]
        notes = renumbered(notes, (name,), functools.partial(_new_place, own, places))
    return notes


def _new_place(own: Sequence[str], places: Mapping[str, int], number: int) -> int | None:
    return places.get(own[number])


def _same(text: str, tree: Tree, name: str) -> str:
    """The text, if it says what the tree holds; a check that cannot fail but where rendering has a fault."""
    again = load(text, name)
    if again.findings or again.tree != tree:
        raise Unusable(f"{name}: cannot be written so that it is read as it is meant; report it")
    return text


def texts(change: Change) -> Iterable[tuple[str, str]]:
    """Names and new texts of the files that a change touches."""
    desk = change.desk
    for path, text in (
        (desk.file.path, change.article_text),
        (desk.candidates_path, change.candidates_text),
    ):
        if text is not None:
            yield desk.project.name(path), text
