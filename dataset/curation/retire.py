"""Withdrawing a published record: it leaves its file, and a tombstone with the reason stays behind.

Files are replaced one by one, the tombstone first. A process killed in between leaves a record beside
its tombstone, which `dataset validate` reports (REF004), and never an id without either.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from dataset.curation.canonical import rendered
from dataset.curation.comments import Attached, attached, renumbered
from dataset.curation.kinds import KINDS, Kind, nested
from dataset.curation.read import RecordFile, children, read_documents
from dataset.curation.yaml_reader import Document, Tree, load
from dataset.files import replace as replace_file
from dataset.project import Project
from schema.base import Record, References
from validation.findings import FieldPath, Finding, Report, Unusable

CHILD_TABLES = {"officials": "tenures", "articles": "statements"}
FOLDER = "retired"


@dataclass(frozen=True)
class Tombstone:
    """What stays behind: the id, the table it stood in, why, and what takes its place."""

    id: str
    table: str
    reason: str
    note: str
    replaced_by: str | None = None
    since: str | None = None

    def tree(self) -> dict[str, Tree]:
        """The tombstone as it is written; what is not known is left out."""
        fields: dict[str, Tree] = {
            "id": self.id,
            "record_table": self.table,
            "reason": self.reason,
            "replaced_by": self.replaced_by,
            "since": self.since,
            "note": self.note,
        }
        return {name: value for name, value in fields.items() if value is not None}


@dataclass
class Retirement:
    """What `retire` did, or the findings that forbid it: then nothing was written."""

    tombstones: list[Tombstone] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    redirected: int = 0
    report: Report = field(default_factory=Report)


@dataclass(frozen=True)
class _Found:
    """Where a record stands: its file, its path in it, its table, and its own records' ids."""

    file: RecordFile
    document: Document
    path: FieldPath
    table: str
    children: tuple[str, ...]


def retire(project: Project, tombstone: Tombstone, *, with_children: bool = False) -> Retirement:
    """Take a record out and leave its tombstone; references to it go to `replaced_by`, if there is one.

    The table of the tombstone is found, not believed. With `with_children` the tenures of an official or
    the statements of an article go with it, for the same reason and without a replacement.

    Raises Unusable for an id that no record has, a replacement that is none, tenures or statements that
    would be left alone, or a file that cannot be written. A reference left over is a finding (REL013), as
    is any fault of syntax, and then nothing is written.
    """
    documents, strays = read_documents(project)
    result = Retirement(report=Report([stray.finding for stray in strays]))
    for _, document in documents:
        result.report.findings += document.findings
    if result.report.findings:
        return result
    found = _find(documents, tombstone.id)
    _demand_sense(documents, tombstone, found, with_children=with_children)
    result.tombstones = [replace(tombstone, table=found.table)]
    result.tombstones += [
        replace(tombstone, id=child, table=CHILD_TABLES[found.table], replaced_by=None)
        for child in found.children
    ]
    trees, notes = _without(documents, found)
    for file, _ in documents:
        if file.path in trees:
            trees[file.path], count = _redirected(
                trees[file.path], file.kind.model, tombstone.id, tombstone.replaced_by
            )
            result.redirected += count
    gone = {stone.id for stone in result.tombstones}
    for file, document in documents:
        if file.path in trees:
            result.report.findings += _left_over(file, document, gone, tombstone, found)
    if result.report.findings:
        return result
    _write(project, documents, trees, notes, result)
    if found.path == ():
        found.file.path.unlink()
        result.removed.append(found.file.name)
    return result


def _find(documents: list[tuple[RecordFile, Document]], id_: str) -> _Found:
    for file, document in documents:
        if file.kind.name == FOLDER:
            continue
        for path, record in _records(document.tree):
            own = tuple(str(child.get("id")) for _, child in children(file.kind, record))
            if record.get("id") == id_:
                return _Found(file, document, path, file.kind.name, own)
            for index, child in children(file.kind, record):
                if child.get("id") == id_:
                    inner = (*path, file.kind.children, index)
                    return _Found(file, document, inner, CHILD_TABLES[file.kind.name], ())
    raise Unusable(f"no record has the id {id_!r}; `dataset show` finds what it may be called")


def _records(tree: Tree) -> Iterator[tuple[FieldPath, dict[str, Tree]]]:
    if isinstance(tree, dict):
        yield (), tree
    for index, item in enumerate(tree if isinstance(tree, list) else ()):
        if isinstance(item, dict):
            yield (index,), item


def _demand_sense(
    documents: list[tuple[RecordFile, Document]],
    tombstone: Tombstone,
    found: _Found,
    *,
    with_children: bool,
) -> None:
    if found.table not in {*CHILD_TABLES, *CHILD_TABLES.values(), "organizations", "meetings"}:
        raise Unusable(
            f"{tombstone.id} is one of the {found.table}, which have no permanent ids; delete it by hand"
        )
    if found.children and not with_children:
        what = CHILD_TABLES[found.table]
        raise Unusable(
            f"{tombstone.id} has {len(found.children)} {what}; move or retire them first, or give --with-children"
        )
    if tombstone.replaced_by is None:
        return
    if tombstone.replaced_by == tombstone.id:
        raise Unusable(f"{tombstone.id} cannot replace itself")
    other = _find(documents, tombstone.replaced_by)
    if other.table != found.table:
        raise Unusable(
            f"{tombstone.replaced_by} is one of the {other.table} and cannot replace one of the {found.table}"
        )


def _without(
    documents: list[tuple[RecordFile, Document]], found: _Found
) -> tuple[dict[Path, Tree], dict[Path, Attached]]:
    """Every file's tree, and the comments of the one that loses a record; a file that is all record is left out."""
    trees = {file.path: document.tree for file, document in documents}
    if found.path == ():
        del trees[found.file.path]
        return trees, {}
    trees[found.file.path] = _removed(found.document.tree, found.path)
    return trees, {found.file.path: _shifted(attached(found.document), found.path)}


def _removed(tree: Tree, path: FieldPath) -> Tree:
    """A tree without the entry of a list; a list that becomes empty stays, empty."""
    step, *rest = path
    if isinstance(tree, list) and isinstance(step, int):
        if not rest:
            return [*tree[:step], *tree[step + 1 :]]
        return [*tree[:step], _removed(tree[step], tuple(rest)), *tree[step + 1 :]]
    if isinstance(tree, dict) and isinstance(step, str):
        return {**tree, step: _removed(tree[step], tuple(rest))}
    return tree


def _shifted(notes: Attached, path: FieldPath) -> Attached:
    """Comments without those of the removed entry; the ones behind it move up by one."""
    *parent, removed = path

    def new(number: int) -> int | None:
        if not isinstance(removed, int) or number < removed:
            return number
        return None if number == removed else number - 1

    return renumbered(notes, tuple(parent), new)


def _redirected(
    tree: Tree, model: type[Record] | None, old: str, new: str | None
) -> tuple[Tree, int]:
    """A tree in which every reference to `old` leads to `new`, and how many there were."""
    if new is None or model is None:
        return tree, 0
    if isinstance(tree, list):
        pairs = [_redirected(item, model, old, new) for item in tree]
        return [item for item, _ in pairs], sum(count for _, count in pairs)
    if not isinstance(tree, dict):
        return tree, 0
    result: dict[str, Tree] = {}
    total = 0
    for key, value in tree.items():
        if value == old and _refers(model, key):
            result[key] = new
            total += 1
        else:
            result[key], count = _redirected(value, nested(model, key), old, new)
            total += count
    return result, total


def _refers(model: type[Record], key: str) -> bool:
    info = model.model_fields.get(key)
    return info is not None and any(isinstance(mark, References) for mark in info.metadata)


def _left_over(
    file: RecordFile, document: Document, gone: set[str], tombstone: Tombstone, found: _Found
) -> Iterator[Finding]:
    """References to what goes that lead nowhere else, outside of what goes itself."""
    for path, id_ in _references(document.tree, file.kind.model, ()):
        inside = file.path == found.file.path and path[: len(found.path)] == found.path
        if id_ in gone and not inside and (id_ != tombstone.id or tombstone.replaced_by is None):
            yield Finding(
                "REL013",
                f"still refers to {id_}, which is to be retired",
                document.positions.place(file.name, path),
                id_,
                hint="change or remove this reference, or give --replaced-by; nothing was written",
            )


def _references(
    tree: Tree, model: type[Record] | None, path: FieldPath
) -> Iterator[tuple[FieldPath, str]]:
    if model is None:
        return
    if isinstance(tree, list):
        for index, item in enumerate(tree):
            yield from _references(item, model, (*path, index))
    elif isinstance(tree, dict):
        for key, value in tree.items():
            if isinstance(value, str) and _refers(model, key):
                yield (*path, key), value
            else:
                yield from _references(value, nested(model, key), (*path, key))


def _write(
    project: Project,
    documents: list[tuple[RecordFile, Document]],
    trees: dict[Path, Tree],
    notes: dict[Path, Attached],
    result: Retirement,
) -> None:
    registry = project.records / f"{FOLDER}.yaml"
    stones: list[Tree] = [stone.tree() for stone in result.tombstones]
    planned: list[tuple[Path, str]] = []
    has_registry = False
    for file, document in documents:
        if file.path not in trees:
            continue
        tree = trees[file.path]
        if file.path == registry:
            has_registry = True
            tree = [*(tree if isinstance(tree, list) else []), *stones]
        text = rendered(file.kind, document, tree, notes.get(file.path))
        if text != document.text:
            planned.append((file.path, text))
    if not has_registry:
        planned.append((registry, _fresh(KINDS[FOLDER], stones)))
    planned.sort(key=lambda entry: entry[0] != registry)
    for path, text in planned:
        replace_file(path, text, project.name(path))
        result.changed.append(project.name(path))


def _fresh(kind: Kind, tree: Tree) -> str:
    return rendered(kind, load("[]\n", "text"), tree)
