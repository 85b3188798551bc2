"""The canonical form of record files, so that a diff shows changed facts and nothing else.

The form is a function of what a file says and of its comments: fields in the order of their model
with the id first, two spaces of indentation, lists indented under their key, one line for every
text however long, quotes (double ones) only where plain text would be read as something else, a
blank line between records, LF. An empty value is `null`; whether to write one at all is the
curator's choice, and so is the order of records.

The form is written here and not by a YAML library: it must stay the same when a library changes,
a comment must stay with its field when fields are reordered, and thousands of files must take
seconds.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from dataset.curation import identifiers
from dataset.curation.comments import Attached, attached, comments
from dataset.curation.kinds import KINDS, Kind, nested
from dataset.curation.read import SLUG, RecordFile, children, read_documents
from dataset.curation.yaml_reader import HIDDEN, LINE_BREAK, NULLS, Document, Tree, escaped, load
from dataset.files import replace as replace_file
from dataset.files import sweep
from dataset.project import Project
from schema.base import Record
from schema.statements import Statement
from validation.findings import CheckRun, FieldPath, Finding, Place, Report, Unusable, printable

# Who said what comes before how it was coded.
_FIRST: dict[type[Record], tuple[str, ...]] = {
    Statement: (
        *("id", "content", "quoted", "cue"),
        *("speakers", "relayers", "addressees", "recipients"),
    ),
}
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
# What a plain text cannot begin with, hold or end with (YAML 1.2, 7.3.3, read strictly).
_NOT_PLAIN = re.compile(
    r"""[\s,\[\]{}#&*!|>'"%@`]|[-?:](\s|\Z)|---|\.\.\.|<<\Z|.*(:\s|\s\#|[\n\t]|[:\s]\Z)""",
    re.DOTALL,
)


@dataclass
class Formatted:
    """What `fmt` did: the files it changed, or would change, and what kept it from more."""

    changed: list[str] = field(default_factory=list)
    report: Report = field(default_factory=Report)


def canonical(text: str, kind: str) -> str:
    """Bring the text of a record file into canonical form; `kind` is a name of `kinds.KINDS`.

    Raises ValueError when the text has faults of syntax: then nobody can say what it means.
    """
    document = load(text, "text")
    if document.findings:
        first = document.findings[0]
        raise ValueError(f"{first.place} {first.code} {first.message}")
    return rendered(KINDS[kind], document, document.tree)


def fmt(project: Project, *, check: bool = False) -> Formatted:
    """Write every record file in canonical form, and give ids to new tenures and statements.

    With `check` nothing is written; what would change is reported (SYN007, REC008). A file with
    faults of syntax is left alone and they are reported; ids are given only when every file could
    be read, because a retired id might stand in the one that could not. A file is replaced as a
    whole or not at all, and only if it reads the same afterwards. Raises Unusable when a file
    cannot be opened or written, or an owner has no ids left.
    """
    documents, strays = read_documents(project)
    report = Report([stray.finding for stray in strays])
    for _, document in documents:
        report.findings += document.findings
    taken = (
        set() if report.findings else {id_ for f, d in documents for id_ in ids_in(f.kind, d.tree)}
    )
    may_allot = not report.findings
    planned: dict[Path, str] = {}
    result = Formatted(report=report)
    for file, document in documents:
        if document.findings:
            continue
        tree = allot_ids(file.kind, document.tree, taken) if may_allot else document.tree
        report.findings += _without_owner(file, document)
        text = rendered(file.kind, document, tree)
        if text == document.text and not document.has_byte_order_mark:
            continue
        if not _says_the_same(document, tree, text):
            report.findings.append(_refusal(file))
            continue
        result.changed.append(file.name)
        planned[file.path] = text
        if check:
            report.findings += _form_findings(file, document)
            report.findings += _missing_ids(file, document)
    report.runs.append(_run(report.findings, len(documents)))
    if not check:
        sweep({file.path.parent for file, _ in documents})
        for path, text in planned.items():
            replace_file(path, text, project.name(path))
    return result


def form(documents: Iterable[tuple[RecordFile, Document]], skip: Collection[str] = ()) -> Report:
    """Find files that are not in canonical form (SYN007), at the first place where they differ.

    Files with faults of syntax are passed over, and those named in `skip`: what has to be mended
    anyway need not be told off for its form.
    """
    report = Report()
    examined = 0
    for file, document in documents:
        if not document.findings and file.name not in skip:
            examined += 1
            report.findings += _form_findings(file, document)
    report.runs.append(_run(report.findings, examined))
    return report


def _run(findings: list[Finding], examined: int) -> CheckRun:
    return CheckRun("canonical form", "failed" if findings else "passed", examined)


def _form_findings(file: RecordFile, document: Document) -> list[Finding]:
    old, new = document.text, rendered(file.kind, document, document.tree)
    if old == new and not document.has_byte_order_mark:
        return []
    same = 0 if document.has_byte_order_mark else _alike(old, new)
    before = LINE_BREAK.split(old[:same])
    place = Place(file.name, len(before), len(before[-1]) + 1)
    line = LINE_BREAK.split(old)[len(before) - 1]
    found = "byte order mark" if document.has_byte_order_mark else printable(line.strip())
    hint = "run `dataset fmt`"
    return [Finding("SYN007", "not in canonical form", place, found=found, hint=hint)]


def _alike(old: str, new: str) -> int:
    """Count the characters with which two different texts begin alike."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(old), len(new)))


def _refusal(file: RecordFile) -> Finding:
    hint = "left as it is; simplify the comments or quoting near the place where it differs"
    message = "cannot be brought into canonical form without changing what it says"
    return Finding("SYN007", message, Place(file.name, 1, 1), hint=hint)


def _says_the_same(document: Document, tree: Tree, text: str) -> bool:
    again = load(text, "text")
    if again.findings or again.tree != tree:
        return False
    return _comment_texts(document) == _comment_texts(again)


def _comment_texts(document: Document) -> list[str]:
    return sorted(comment.text for comment in comments(document))


# ids


def allot_ids(kind: Kind, tree: Tree, taken: set[str]) -> Tree:
    """Return the tree with an id for every tenure or statement that has none; `taken` grows.

    The seed is what the record is about: the words of a statement, the title and body of a tenure.
    Raises Unusable when an owner has no ids left.
    """
    if not kind.children:
        return tree
    if isinstance(tree, list):
        return [_with_ids(kind, record, taken) for record in tree]
    return _with_ids(kind, tree, taken)


def _with_ids(kind: Kind, record: Tree, taken: set[str]) -> Tree:
    if not isinstance(record, dict):
        return record
    owner = record.get("id")
    items = record.get(kind.children)
    if not isinstance(owner, str) or not _can_own(owner) or not isinstance(items, list):
        return record
    return {**record, kind.children: [_with_id(owner, item, taken) for item in items]}


def _with_id(owner: str, item: Tree, taken: set[str]) -> Tree:
    if not isinstance(item, dict) or item.get("id") is not None:
        return item
    seed = _words(item["content"]) if "content" in item else _seed_of_tenure(item)
    try:
        id_ = identifiers.allot(owner, seed, taken)
    except identifiers.IdsExhaustedError as error:
        raise Unusable(str(error)) from None
    taken.add(id_)
    return {**item, "id": id_}


def _seed_of_tenure(item: dict[str, Tree]) -> str:
    return "\x1f".join(_words(item.get(name)) for name in ("title", "organization_id"))


def _words(node: Tree) -> str:
    """Return the words of a text, of a quotation in mapping form, or of a list of either."""
    if isinstance(node, list):
        return "\x1f".join(_words(item) for item in node)
    if isinstance(node, dict):
        return _words(node.get("exact"))
    return node or ""


def ids_in(kind: Kind, tree: Tree) -> Iterator[str]:
    """Every id in the tree of a file: of its records, and of their tenures or statements."""
    for record in tree if isinstance(tree, list) else [tree]:
        if isinstance(record, dict):
            for node in (record, *(child for _, child in children(kind, record))):
                id_ = node.get("id")
                if isinstance(id_, str):
                    yield id_


def _without_owner(file: RecordFile, document: Document) -> Iterator[Finding]:
    """Say which records get no ids for what they own, because they have no usable id themselves."""
    tree = document.tree
    records = [((i,), r) for i, r in enumerate(tree)] if isinstance(tree, list) else [((), tree)]
    for path, record in records:
        if not isinstance(record, dict) or _can_own(record.get("id")):
            continue
        waiting = [child for _, child in children(file.kind, record) if child.get("id") is None]
        if waiting:
            place = document.positions.place(file.name, (*path, "id"))
            message = f"no ids given to {file.kind.children}: the record's own id is not usable"
            own = record.get("id")
            found = "missing" if own is None else printable(str(own))
            hint = "write it (lower-case letters, digits, hyphens), then run `dataset fmt` again"
            yield Finding("REC008", message, place, found=found, hint=hint, count=len(waiting))


def _can_own(id_: Tree) -> bool:
    return (
        isinstance(id_, str)
        and SLUG.match(id_) is not None
        and len(id_) <= identifiers.LONGEST_OWNER
    )


def _missing_ids(file: RecordFile, document: Document) -> Iterator[Finding]:
    tree = document.tree
    records = enumerate(tree) if isinstance(tree, list) else [(None, tree)]
    for index, record in records:
        if isinstance(record, dict):
            for child_index, child in children(file.kind, record):
                if child.get("id") is None:
                    start: FieldPath = () if index is None else (index,)
                    path = (*start, file.kind.children, child_index, "id")
                    place = document.positions.place(file.name, path)
                    yield Finding("REC008", "id missing", place, hint="run `dataset fmt`")


# rendering


def rendered(kind: Kind, document: Document, tree: Tree, notes: Attached | None = None) -> str:
    """Write a tree in canonical form with the comments of the document it came from, or with `notes`."""
    found = attached(document) if notes is None else notes
    return "".join(f"{line}\n" for line in _Renderer(kind, found).lines(tree))


@dataclass
class _Renderer:
    """Writes a tree with its comments. Indentation follows from the path: two spaces a level."""

    kind: Kind
    notes: Attached

    def lines(self, tree: Tree) -> list[str]:
        if isinstance(tree, dict | list) and tree:
            lines = self._block(tree, (), self.kind.model)
            return [*lines, "", *self.notes.at_end] if self.notes.at_end else lines
        return [*self.notes.at_end, _scalar(tree)]

    def _block(self, tree: Tree, path: FieldPath, model: type[Record] | None) -> list[str]:
        pad = "  " * len(path)
        lines: list[str] = []
        if isinstance(tree, dict):
            for key in _ordered(list(tree), model):
                inner = None if model is None else nested(model, key)
                start, child = f"{pad}{_scalar(key)}:", (*path, key)
                written = self._value(tree[key], child, inner, start)
                self._append(lines, child, pad, written, apart=self._is_set_apart(child, tree[key]))
        elif isinstance(tree, list):
            for index, item in enumerate(tree):
                child = (*path, index)
                self._hoist(child, item, model)
                written = self._item(item, child, model, pad)
                self._append(lines, child, pad, written, apart=self._is_set_apart(path, tree))
        return lines

    def _append(
        self, lines: list[str], path: FieldPath, pad: str, written: list[str], *, apart: bool
    ) -> None:
        """Add a field or entry with the comments above and below it."""
        if apart and lines:
            lines.append("")
        lines += [f"{pad}{note}" if note else "" for note in self.notes.above.get(path, [])]
        lines += written
        lines += [f"{pad}{note}" for note in self.notes.below.get(path, [])]

    def _value(
        self, value: Tree, path: FieldPath, model: type[Record] | None, start: str
    ) -> list[str]:
        behind = self._behind(path)
        if isinstance(value, dict | list) and value:
            return [f"{start}{behind}", *self._block(value, path, model)]
        return [f"{start} {_scalar(value)}{behind}"]

    def _item(self, item: Tree, path: FieldPath, model: type[Record] | None, pad: str) -> list[str]:
        if isinstance(item, dict | list) and item:
            first, *rest = self._block(item, path, model)
            return [f"{pad}- {first[len(pad) + 2 :]}", *rest]
        return [f"{pad}- {_scalar(item)}{self._behind(path)}"]

    def _behind(self, path: FieldPath) -> str:
        note = self.notes.behind.get(path)
        return f"  {note}" if note else ""

    def _hoist(self, path: FieldPath, item: Tree, model: type[Record] | None) -> None:
        """Move comments above what stands on the line of the dash to above the dash."""
        if not isinstance(item, dict | list) or not item:
            return
        if isinstance(item, list):
            first: FieldPath = (*path, 0)
            self._hoist(first, item[0], model)
        else:
            first = (*path, _ordered(list(item), model)[0])
        moved = self.notes.above.pop(first, [])
        self.notes.above.setdefault(path, []).extend(moved)

    def _is_set_apart(self, path: FieldPath, value: Tree) -> bool:
        if not isinstance(value, list) or not value:
            return False
        if self.kind.is_registry:
            return path == ()
        return len(path) == 1 and path[0] in self.kind.set_apart


def _ordered(keys: list[str], model: type[Record] | None) -> list[str]:
    """Keys in the order of the model. An unknown one stays behind the key it was written behind."""
    if model is None:
        return keys
    order = _order(model)
    ranks: dict[str, int] = {}
    rank = -1
    for key in keys:
        rank = order.get(key, rank)
        ranks[key] = rank
    return sorted(keys, key=ranks.__getitem__)


@cache
def _order(model: type[Record]) -> dict[str, int]:
    first = [name for name in _FIRST.get(model, ("id",)) if name in model.model_fields]
    names = [*first, *(name for name in model.model_fields if name not in first)]
    return {name: rank for rank, name in enumerate(names)}


def _scalar(value: Tree) -> str:
    """Write a text, nothing, or an empty list or mapping."""
    if value is None:
        return "null"
    if isinstance(value, str):
        return value if _is_plain(value) else _quoted(value)
    return "[]" if isinstance(value, list) else "{}"


def _is_plain(text: str) -> bool:
    visible = text == text.strip() and not HIDDEN.search(text)
    return visible and text not in NULLS and not _NOT_PLAIN.match(text)


def _quoted(text: str) -> str:
    inner = "".join(
        _ESCAPES.get(char) or (escaped(char) if HIDDEN.match(char) else char) for char in text
    )
    return f'"{inner}"'
