"""Reading all records of a project: YAML files to models, with the place of every value kept.

Everything that is wrong is found in one run. A file with a fault of syntax is not looked at any
further, and a record that its model refuses is left out; the result says which, so that later
checks do not report as missing what is merely broken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from dataset.curation import identifiers
from dataset.curation.kinds import KINDS, Kind, nested
from dataset.curation.yaml_reader import MAX_BYTES, Document, Tree, load
from dataset.project import Project
from schema.base import SLUG_PATTERN, Record
from validation.findings import (
    CheckRun,
    FieldPath,
    Finding,
    Place,
    Positions,
    Report,
    Unusable,
    printable,
)
from validation.records import Entry, RecordSet

SLUG = re.compile(SLUG_PATTERN.removesuffix("$") + r"\Z")  # Python's $ lets a line break follow
# Below this likeness (0 to 100) a suggestion confuses more than it helps.
CLOSE_ENOUGH = 70
CLOSE_ENOUGH_IN_PART = 85
ABOUT_SOURCES = "README.md"
# A closed list longer than this is not printed in a hint.
SHORT_LIST = 20

_REGISTRY_NAMES = ", ".join(f"{kind.name}.yaml" for kind in KINDS.values() if kind.is_registry)


@dataclass(frozen=True)
class RecordFile:
    """A file of records: its kind, where it is, and its name in messages."""

    kind: Kind
    path: Path
    name: str

    @property
    def stem(self) -> str:
        """File name without `.yaml`: for an article, the id it must have."""
        return self.path.stem


@dataclass
class ReadResult:
    """What reading yields.

    `broken_ids` maps the ids of records that were left out, and of their tenures or statements,
    to their table. `incomplete` names tables of which not even all ids are known: an id that is
    not found there proves nothing. `documents` are the files as read, to check their form.
    """

    records: RecordSet = field(default_factory=RecordSet)
    report: Report = field(default_factory=Report)
    broken_ids: dict[str, str] = field(default_factory=dict)
    incomplete: set[str] = field(default_factory=set)
    documents: list[tuple[RecordFile, Document]] = field(default_factory=list)


def read(project: Project, instead: Mapping[Path, str] | None = None) -> ReadResult:
    """Read every record file and the sources that articles name; `instead` of some files, texts that they might hold.

    The result holds the sound records in a fixed order (kinds, then file names, then as written)
    and all findings SYN001 to SYN006, SYN008 to SYN010, QUO014 and REC. Raises Unusable when there is no
    records folder, or a file cannot be opened.
    """
    result = ReadResult()
    result.documents, strays = read_documents(project, instead)
    for stray in strays:
        result.report.findings.append(stray.finding)
        result.incomplete |= _tables(stray.kind) if stray.kind else set()
    examined = 0
    positions = result.records.positions
    lines: dict[str, list[str]] = {}
    for file, document in result.documents:
        positions.places.update(document.positions.places)
        positions.keys.update(document.positions.keys)
        lines.update(document.positions.lines)
        examined += _read_file(file, document, result)
    positions.lines = lines
    _read_sources(project, result.records)
    result.report.runs += _runs(result.report.findings, len(result.documents), examined)
    _check_sources(project, result)
    return result


def _runs(findings: list[Finding], files: int, records: int) -> Iterator[CheckRun]:
    for check, letters, examined in (("syntax", "SYN", files), ("records", "REC", records)):
        failed = any(finding.code.startswith(letters) for finding in findings)
        yield CheckRun(check, "failed" if failed else "passed", examined)


# files


@dataclass(frozen=True)
class Stray:
    """Something in the records folder that is no record file; `kind` is what it may be meant as."""

    finding: Finding
    kind: Kind | None


def read_documents(
    project: Project, instead: Mapping[Path, str] | None = None
) -> tuple[list[tuple[RecordFile, Document]], list[Stray]]:
    """Load every record file, and say what else lies in the records folder (SYN010).

    `instead` gives texts that some of the files might hold, to see what would come of them.

    Raises Unusable when there is no records folder, or a file cannot be opened.
    """
    files, strays = record_files(project)
    texts = instead or {}
    return [
        (file, load(texts.get(file.path) or _content(file), file.name)) for file in files
    ], strays


def record_files(project: Project) -> tuple[list[RecordFile], list[Stray]]:
    """List the record files in their fixed order, and whatever else lies beside them.

    Names that begin with a dot belong to editors and tools and are passed over, unless they end
    like a record file. Raises Unusable when there is no records folder inside the project.
    """
    if not project.records.is_dir():
        raise Unusable(f"{project.name(project.records)} is not a folder; restore it")
    if not project.records.resolve().is_relative_to(project.root.resolve()):
        raise Unusable(f"{project.name(project.records)} leads out of the project; restore it")
    files: list[RecordFile] = []
    strays: list[Stray] = []
    for entry in _entries(project.records):
        kind = KINDS.get(entry.name.partition(".")[0])
        if kind is not None and entry.name == kind.name and _is_own(entry) and entry.is_dir():
            for part in _entries(entry):
                if _is_record_file(part):
                    files.append(RecordFile(kind, part, project.name(part)))
                else:
                    strays.append(_stray(project, part, kind))
        elif kind is not None and kind.is_registry and _is_record_file(entry):
            files.append(RecordFile(kind, entry, project.name(entry)))
        else:
            strays.append(_stray(project, entry, kind))
    order = list(KINDS)
    files.sort(key=lambda f: (order.index(f.kind.name), len(f.path.parts), f.name))
    return files, strays


def _entries(folder: Path) -> list[Path]:
    kept = (
        path
        for path in folder.iterdir()
        if not path.name.startswith(".") or path.suffix.lower() in {".yaml", ".yml"}
    )
    return sorted(kept, key=lambda path: path.name)


def _is_own(path: Path) -> bool:
    return not path.is_symlink()


def _is_record_file(path: Path) -> bool:
    named = path.suffix == ".yaml" and SLUG.match(path.stem) is not None
    return named and _is_own(path) and path.is_file()


def _stray(project: Project, path: Path, kind: Kind | None) -> Stray:
    message, hint = "not a record file", f"records are {_REGISTRY_NAMES} and articles/<id>.yaml"
    if path.is_symlink():
        message, hint = "a link", "put the file itself in its place"
    elif path.is_dir():
        message, hint = "a folder out of place", "move its files up, or remove it"
    elif kind is not None and path.suffix.lower() in {".yaml", ".yml"}:
        message = "a record file of the wrong name"
        hint = "name it in lower-case letters, digits and hyphens, ending in .yaml"
    name = printable(project.name(path), limit=500)
    return Stray(
        Finding("SYN010", message, Place(name), found=printable(path.name), hint=hint), kind
    )


def _content(file: RecordFile) -> bytes:
    try:
        with file.path.open("rb") as stream:
            # One byte more than allowed is enough to see that a file is too large.
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise Unusable(f"{file.name}: cannot be read ({error.strerror})") from None


def _read_sources(project: Project, records: RecordSet) -> None:
    """Read the sources that articles name; a missing one is reported by the quote proof."""
    for entry in records.articles:
        name = entry.record.source_file
        path = project.sources / name
        # The schema allows plain names only; a link could still lead anywhere.
        if path.is_file() and path.resolve().is_relative_to(project.sources.resolve()):
            try:
                with path.open("rb") as stream:
                    data = stream.read(MAX_BYTES + 1)
            except OSError as error:
                raise Unusable(f"{project.name(path)}: cannot be read ({error.strerror})") from None
            if len(data) <= MAX_BYTES:
                records.sources[name] = data


def _check_sources(project: Project, result: ReadResult) -> None:
    """Find what lies among the sources and belongs to no article (QUO014).

    An article that cannot be read may be the one that uses it, and one whose source is missing may mean it: then
    nothing is said.
    """
    check = "sources in use"
    used = {entry.record.source_file for entry in result.records.articles}
    unsure = "articles" in result.incomplete or "articles" in result.broken_ids.values()
    if unsure or not used <= result.records.sources.keys():
        reason = "not every article, or its source, could be read"
        result.report.runs.append(CheckRun(check, "not-run", reason=reason))
        return
    found = _entries(project.sources) if project.sources.is_dir() else []
    unused = [path for path in found if path.name not in {*used, ABOUT_SOURCES}]
    for path in unused:
        place = Place(printable(project.name(path), limit=500))
        hint = "record the article that it holds, or remove it"
        message = "no article uses this source"
        result.report.findings.append(
            Finding(
                "QUO014", message, place, found=printable(path.name), hint=hint, severity="warning"
            )
        )
    result.report.runs.append(CheckRun(check, "failed" if unused else "passed", len(found)))


# records


def _tables(kind: Kind) -> set[str]:
    return {name for name in (kind.name, kind.children) if name}


def _read_file(file: RecordFile, document: Document, result: ReadResult) -> int:
    """Take over the records of one file; return how many there were."""
    faults = document.findings or list(_shape_findings(file, document))
    result.report.findings += faults
    items = list(_items(file, document))
    if faults:
        result.incomplete |= _tables(file.kind)
    for path, tree in items:
        record = None
        if not document.findings:
            reader = _RecordReader(file, document.positions, path, tree)
            record = reader.read()
            result.report.findings += reader.findings
            result.incomplete |= reader.unsure
        if record is None:
            result.broken_ids.update(_ids(file.kind, tree))
        else:
            entry: Entry[Any] = Entry(str(tree["id"]), record, file.name, path)
            getattr(result.records, file.kind.name).append(entry)
    if not file.kind.is_registry and not any(tree.get("id") == file.stem for _, tree in items):
        # Whatever the file says, this is the article that others mean.
        result.broken_ids[file.stem] = file.kind.name
    return 0 if document.findings else len(items)


def _items(file: RecordFile, document: Document) -> Iterator[tuple[FieldPath, dict[str, Tree]]]:
    tree = document.tree
    if isinstance(tree, dict) and not file.kind.is_registry:
        yield (), tree
    elif isinstance(tree, list) and file.kind.is_registry:
        for index, item in enumerate(tree):
            if isinstance(item, dict):
                yield (index,), item


def _shape_findings(file: RecordFile, document: Document) -> Iterator[Finding]:
    wrong: list[tuple[FieldPath, Tree, str]] = []
    tree = document.tree
    if not file.kind.is_registry:
        if not isinstance(tree, dict):
            wrong.append(((), tree, "not one mapping"))
    elif not isinstance(tree, list):
        wrong.append(((), tree, "not a list of records"))
    else:
        for index, item in enumerate(tree):
            if not isinstance(item, dict):
                wrong.append(((index,), item, "not a record, that is a mapping of fields"))
    for path, found, message in wrong:
        place = document.positions.place(file.name, path)
        hint = "compare with an existing file of the same kind"
        yield Finding("SYN009", message, place, found=printable(_shown(found)), hint=hint)


def _ids(kind: Kind, tree: dict[str, Tree]) -> dict[str, str]:
    """Ids of a record and of its tenures or statements, each with its table."""
    owned = [(kind.children, child) for _, child in children(kind, tree)]
    named = ((child.get("id"), table) for table, child in ((kind.name, tree), *owned))
    return {id_: table for id_, table in named if isinstance(id_, str)}


def children(kind: Kind, tree: dict[str, Tree]) -> Iterator[tuple[int, dict[str, Tree]]]:
    """Yield the tenures of an official or the statements of an article, each with its index."""
    items = tree.get(kind.children)
    for index, item in enumerate(items if isinstance(items, list) else ()):
        if isinstance(item, dict):
            yield index, item


def read_record(
    file: RecordFile, document: Document, path: FieldPath, tree: dict[str, Tree]
) -> tuple[Record | None, list[Finding]]:
    """The record that a part of a document holds; with findings (REC) it may be None."""
    reader = _RecordReader(file, document.positions, path, tree)
    return reader.read(), reader.findings


class _RecordReader:
    """Validates one record and puts its errors into words.

    `read` fills `findings`, and `unsure`: the tables in which the record leaves an id unknown.
    """

    def __init__(
        self, file: RecordFile, positions: Positions, path: FieldPath, tree: dict[str, Tree]
    ) -> None:
        self.file = file
        self.positions = positions
        self.path = path
        self.tree = tree
        self.findings: list[Finding] = []
        self.unsure: set[str] = set()

    def read(self) -> Record | None:
        record = None
        try:
            record = self.file.kind.model.model_validate(self.tree)
        except ValidationError as error:
            for details in self._without_follow_ups(error.errors(include_url=False)):
                self._explain(details)
        self._check_ids()
        return record

    # ids

    def _check_ids(self) -> None:
        kind, own = self.file.kind, self.tree.get("id")
        owners = [own] if isinstance(own, str) and SLUG.match(own) else []
        if not owners:
            self.unsure.add(kind.name)
        if not kind.is_registry and owners and own != self.file.stem:
            hint = f"name the file {own}.yaml, or set id: {self.file.stem}"
            message = "the file is not named after the article"
            self._find("REC009", ("id",), message, owners[0], hint)
            owners.append(self.file.stem)
        limit = identifiers.LONGEST_OWNER
        if kind.children and owners and len(owners[0]) > limit:
            hint = f"shorten it to {limit} characters: the ids of its {kind.children} are longer"
            self._find("REC006", ("id",), "id too long", owners[0], hint)
            return
        for index, child in children(kind, self.tree):
            self._check_child(owners, (kind.children, index), child.get("id"))

    def _check_child(self, owners: list[str], path: FieldPath, id_: Tree) -> None:
        if id_ is None:
            hint = "run `dataset fmt`, which gives one"
            self._find("REC008", (*path, "id"), "id missing", "", hint)
        elif isinstance(id_, str) and SLUG.match(id_):
            if not owners or any(identifiers.belongs_to(owner, id_) for owner in owners):
                return
            hint = f"an id here is {owners[0]}-<three letters>; for a new record leave it out"
            self._find("REC009", (*path, "id"), "id does not follow the rule", id_, hint)
        self.unsure.add(self.file.kind.children)

    # errors

    def _find(
        self, code: str, path: FieldPath, message: str, found: str, hint: str, *, key: bool = False
    ) -> None:
        place = self.positions.place(self.file.name, (*self.path, *path), key=key)
        record = self._record_id(path)
        shown = printable(found)
        self.findings.append(Finding(code, message, place, record, found=shown, hint=hint))

    def _record_id(self, path: FieldPath) -> str:
        """Id of the record, or of the tenure or statement in it, that a path lies in."""
        nodes: list[Any] = [self.tree]
        for part in path:
            if not _has(nodes[-1], part):
                break
            nodes.append(nodes[-1][part])
        ids = [node.get("id") for node in nodes if isinstance(node, dict)]
        return next((printable(id_) for id_ in reversed(ids) if isinstance(id_, str)), "")

    def _without_follow_ups(self, errors: list[ErrorDetails]) -> Iterator[ErrorDetails]:
        """Leave out the missing field that a misspelt one was meant to be: that is one mistake."""
        meant = {
            (*error["loc"][:-1], self._meant_field(error["loc"]))
            for error in errors
            if error["type"] == "extra_forbidden"
        }
        for error in errors:
            if error["type"] != "missing" or error["loc"] not in meant:
                yield error

    def _model_at(self, loc: FieldPath) -> type[Record]:
        model = self.file.kind.model
        for part in loc:
            model = (nested(model, part) if isinstance(part, str) else None) or model
        return model

    def _meant_field(self, loc: FieldPath) -> str | None:
        # Only a mistake needs it, so a correct run never pays for the import.
        from rapidfuzz import fuzz, process

        fields = list(self._model_at(loc[:-1]).model_fields)
        key = str(loc[-1])[:MAX_SHOWN]
        # First the same word misspelt, then one that is part of the other (table, record_table).
        found = process.extractOne(
            key, fields, scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH
        ) or process.extractOne(key, fields, scorer=fuzz.WRatio, score_cutoff=CLOSE_ENOUGH_IN_PART)
        return found[0] if found else None

    def _written(self, loc: FieldPath) -> FieldPath:
        """Path in the YAML for a path in the model, which may name parts that nobody wrote out."""
        node: Any = self.tree
        path: list[str | int] = []
        for part in loc:
            if _has(node, part):
                node = node[part]
                path.append(part)
        return tuple(path)

    def _explain(self, error: ErrorDetails) -> None:
        loc, written = error["loc"], self._written(error["loc"])
        name = next((part for part in reversed(written) if isinstance(part, str)), "")
        context = error.get("ctx", {})
        match error["type"]:
            case "extra_forbidden":
                near = self._meant_field(loc)
                hint = (
                    f"did you mean {near}?" if near else "remove it; the codebook lists the fields"
                )
                self._find("REC001", loc, "unknown field", str(loc[-1]), hint, key=True)
            case "missing":
                path = (*written, str(loc[-1]))
                self._find("REC002", path, "missing field", str(loc[-1]), "add it")
            case _ if error["input"] is None:
                self._explain_empty(loc, written, name)
            case "string_too_short" | "too_short":
                self._find("REC002", written, "empty field", name, _EMPTY_HINT)
            case "vocabulary":
                message = f"not in the vocabulary {context['vocabulary']}"
                self._find("REC004", written, message, error["input"], _vocabulary_hint(context))
            case "date_profile":
                hint = "write it as docs/dates.md says, or leave it out"
                self._find("REC005", written, context["reason"], error["input"], hint)
            case "inconsistent":
                self._explain_contradiction(written, error["msg"])
            case kind if kind in _TYPES or kind.endswith(("_type", "_parsing")):
                message, hint = _TYPES.get(kind, ("not of the right type", "see the codebook"))
                self._find("REC003", written, message, _shown(error["input"]), hint)
            case kind:
                message, hint = _form(kind, context)
                self._find("REC006", written, message, _shown(error["input"]), hint)

    def _explain_empty(self, loc: FieldPath, written: FieldPath, name: str) -> None:
        if isinstance(loc[-1], int):
            self._find(
                "REC002", written, "empty entry", name, "write its value, or remove the entry"
            )
            return
        required = self._model_at(loc[:-1]).model_fields[loc[-1]].is_required()
        code = "REC002" if required else "REC003"
        hint = _EMPTY_HINT if required else "write its value, or leave the field out"
        self._find(code, written, "empty field", name, hint, key=True)

    def _explain_contradiction(self, written: FieldPath, message: str) -> None:
        """Point at the first field that the message names: nearer than the whole record."""
        node: Any = self.tree
        for part in written:
            node = node[part]
        named = [
            word for word in re.findall(r"\w+", message) if isinstance(node, dict) and word in node
        ]
        path = (*written, *named[:1])
        found = _shown(node[named[0]]) if named else ""
        self._find("REC007", path, message, found, "correct one of them")


MAX_SHOWN = 120
_EMPTY_HINT = "write its value; where it is unknown and may be null, leave the field out"
_TYPES = {
    "string_type": ("not a text", "write one text"),
    "list_type": ("not a list", "write each entry on a line of its own after '- '"),
    "model_type": ("not a mapping", "write fields, each on a line of its own as 'name: value'"),
    "flag": ("neither true nor false", "write true or false"),
    "count": ("not a whole number", "write digits only"),
    "float_parsing": ("not a number", "write a number such as 0.5"),
}


def _form(kind: str, context: dict[str, Any]) -> tuple[str, str]:
    """Message and hint for a value of the right type but the wrong form."""
    limits = {
        "string_too_long": ("text too long", "at most {max_length} characters"),
        "too_long": ("too many entries", "at most {max_length}"),
        "greater_than_equal": ("number too small", "at least {ge}"),
        "less_than_equal": ("number too large", "at most {le}"),
    }
    if kind in limits:
        message, hint = limits[kind]
        return message, hint.format(**context)
    pattern = context.get("pattern", "")
    if pattern == SLUG_PATTERN:
        return "malformed id", "write lower-case letters, digits and single hyphens"
    if pattern == r"\S":
        return "blank text", _EMPTY_HINT
    return "malformed value", f"follow the pattern {pattern}" if pattern else "see the codebook"


def _vocabulary_hint(context: dict[str, Any]) -> str:
    allowed = context["allowed"]
    listed = f"one of {', '.join(allowed)}" if len(allowed) <= SHORT_LIST else ""
    near = f"did you mean {context['near']}?" if context["near"] else ""
    return (
        "; ".join(part for part in (near, listed) if part) or "`dataset describe` lists the values"
    )


def _has(node: object, part: str | int) -> bool:
    if isinstance(node, dict):
        return isinstance(part, str) and part in node
    return isinstance(node, list) and isinstance(part, int) and part < len(node)


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    return "nothing" if value is None else str(value)
