"""Reading one YAML file safely: plain text in, a tree with the place of every key and value out.

YAML is read as far as records need it: mappings, lists and text. Every scalar stays text (`NO` is
Norway, `1.10` keeps its nought) except the plain words `null` and `~` and a value left empty, which
are None. Anchors, aliases, merge keys, tags and directives are refused, and so are characters that
cannot be seen.

The tree is built from the parser's events in one pass: an alias is refused before anything could
be expanded, depth is counted before anything recurses, and time grows with size alone.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TypeAlias, cast

import yaml

from validation.findings import FieldPath, Finding, Place, Positions, dotted, printable

Tree: TypeAlias = "str | list[Tree] | dict[str, Tree] | None"

MAX_BYTES = 20_000_000
MAX_DEPTH = 50
MAX_VALUES = 1_000_000
MAX_KEY = 100  # a longer one, escaped, could break YAML's own limit of 1024 for a key on one line
MAX_FINDINGS = 1_000

NULLS = frozenset({"", "~", "null"})

# Control characters but tab and line break; marks that join, hide or reorder; non-characters.
# The zero-width joiners belong to Persian and Arabic spelling. There too the escape is asked for,
# so that whoever reads the file sees that they are there.
HIDDEN = re.compile(
    "\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
# Of these, what no article's words need: not even an escape may bring it into a value.
NEVER = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\ufffe\uffff"
    "\U000e0000-\U000e007f]"
)
NUL = re.compile("\0")
LINE_BREAK = re.compile(r"\r\n|\n|\r")

_HIDDEN_MESSAGE = "control or invisible character"
_SHORT_KEY = "a field's name is a short word"
_UNPARSABLE_HINT = (
    "mend the line; quote a text that holds ': ' or ' #', or starts with one of & * ! | > % @ `"
)


@dataclass(frozen=True)
class Document:
    """One file as read. With findings, `tree` holds only what could be read.

    `hashes` are the spans of the scalars that hold a `#`, where it begins no comment.
    """

    tree: Tree
    positions: Positions
    findings: list[Finding]
    text: str
    has_byte_order_mark: bool = False
    hashes: tuple[tuple[int, int], ...] = ()


def load(source: bytes | str, file: str, *, any_escape: bool = False) -> Document:
    """Read a YAML file's bytes or text; `file` is the name that places and findings carry.

    With `any_escape` escapes may bring any character but NUL into a value: for the allowlist, which must be able
    to name whatever it excuses.

    Never raises for what the file holds: everything wrong with it is a finding (SYN001 to SYN006,
    SYN008, SYN009), as many in one go as can be told apart.
    """
    text, refusal = _decoded(source, file)
    # Editors on Windows put a byte order mark first. It is no part of the text, and `fmt` drops it.
    has_mark = text.startswith("\ufeff")
    text = text.removeprefix("\ufeff")
    lines = LINE_BREAK.split(text)
    positions = Positions(lines={file: lines})
    if refusal is not None:
        return Document(None, positions, [refusal], text, has_mark)
    hidden = _hidden_characters(text, file)
    # A stand-in of the same width lets the parser go on, with every column as it was.
    clean = HIDDEN.sub(lambda m: "\r" if m[0] == "\r" else "\ufffd", text) if hidden else text
    never = NUL if any_escape else NEVER
    builder = _Builder(file, positions, max(1, len(lines) - (not lines[-1])), never)
    builder.read(clean)
    findings = [*hidden, *builder.findings]
    return Document(builder.root, positions, findings, text, has_mark, tuple(builder.hashes))


def escaped(char: str) -> str:
    """Return the escape of a character in a double-quoted YAML string."""
    code = ord(char)
    for prefix, digits in (("x", 2), ("u", 4)):
        if code < 16**digits:
            return f"\\{prefix}{code:0{digits}x}"
    return f"\\U{code:08x}"


def _decoded(source: bytes | str, file: str) -> tuple[str, Finding | None]:
    if len(source) > MAX_BYTES:
        found = f"more than {MAX_BYTES // 1_000_000} MB"
        return "", Finding("SYN008", "file too large", Place(file), found=found, hint="split it")
    if isinstance(source, str):
        source = source.encode("utf-8", "surrogatepass")
    try:
        text = source.decode()
    except UnicodeDecodeError as error:
        before = source[: error.start].decode()
        return before, _undecodable(file, before, f"byte 0x{source[error.start]:02X}")
    if "\0" in text:
        return text, _undecodable(file, text[: text.index("\0")], "NUL", text.count("\0"))
    return text, None


def _undecodable(file: str, before: str, found: str, count: int = 1) -> Finding:
    lines = LINE_BREAK.split(before.removeprefix("\ufeff"))
    place = Place(file, len(lines), len(lines[-1]) + 1)
    hint = "save the file as UTF-8"
    return Finding("SYN006", "not UTF-8 text", place, found=found, hint=hint, count=count)


def _hidden_characters(text: str, file: str) -> list[Finding]:
    """Find what cannot be seen: one finding per kind of character, with its exact count."""
    offsets: dict[str, list[int]] = {}
    for match in HIDDEN.finditer(text):
        offsets.setdefault(match[0], []).append(match.start())
    starts = [0, *(m.end() for m in LINE_BREAK.finditer(text))] if offsets else []

    def place(offset: int) -> Place:
        line = bisect_right(starts, offset)
        return Place(file, line, offset - starts[line - 1] + 1)

    return [
        Finding(
            "SYN005",
            _HIDDEN_MESSAGE,
            place(at[0]),
            found=f"U+{ord(char):04X} {unicodedata.name(char, '')}".rstrip(),
            hint=_hidden_hint(char),
            related=tuple(place(offset) for offset in at[1:5]),
            count=len(at),
        )
        for char, at in offsets.items()
    ]


def _hidden_hint(char: str) -> str:
    if NEVER.match(char):
        return "remove it"
    return f"remove it; where the words need it, write {escaped(char)} inside double quotes"


class _StopError(Exception):
    """Reading on is pointless or costly; the finding that says why is recorded already."""


@dataclass
class _Frame:
    """A mapping or list still open. With the path None it is read to its end, but not kept."""

    container: dict[str, Tree] | list[Tree]
    path: FieldPath | None
    is_key: bool = False
    awaits_value: bool = False
    child: FieldPath | None = None
    merges: bool = False


@dataclass
class _Builder:
    """Builds the tree from parser events: a class, because every event changes the same state."""

    file: str
    positions: Positions
    line_count: int
    never: re.Pattern[str]
    root: Tree = None
    findings: list[Finding] = field(default_factory=list)
    stack: list[_Frame] = field(default_factory=list)
    hashes: list[tuple[int, int]] = field(default_factory=list)
    values: int = 0
    documents: int = 0

    def read(self, text: str) -> None:
        try:
            for event in yaml.parse(text, Loader=yaml.CSafeLoader):
                self._take(event)
        except _StopError:
            return
        except yaml.YAMLError as error:
            self._unparsable(error)
            return
        if self.root is None and not self.findings:
            hint = "write [] where there are no records yet"
            self._find("SYN009", "the file is empty", Place(self.file, 1, 1), hint=hint)

    def _take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._properties(event)
            self._scalar(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._properties(event)
            self._open(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._close()
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._document(event)

    # findings

    def _find(self, code: str, message: str, place: Place, found: str = "", hint: str = "") -> None:
        self._add(Finding(code, message, place, found=printable(found), hint=hint))

    def _add(self, finding: Finding) -> None:
        self.findings.append(finding)
        if len(self.findings) == MAX_FINDINGS:
            message = f"more than {MAX_FINDINGS} faults"
            hint = "mend these first; the rest of the file was not read"
            self.findings.append(Finding("SYN008", message, finding.place, hint=hint))
            raise _StopError

    def _place(self, event: yaml.Event, path: FieldPath | None = None) -> Place:
        return Place(self.file, *_start(event), field=dotted(path or ()))

    def _unparsable(self, error: yaml.YAMLError) -> None:
        found = getattr(error, "problem", None) or str(error)
        marks = [getattr(error, name, None) for name in ("problem_mark", "context_mark")]
        places = [(mark.line + 1, mark.column + 1) for mark in marks if mark is not None]
        # What is never closed is noticed at the end of the file; more use is where it was opened.
        inside = [at for at in places if at[0] <= self.line_count]
        at = next(iter(inside), None) or self._innermost_open()
        self._find("SYN001", "not valid YAML", Place(self.file, *at), found, _UNPARSABLE_HINT)

    def _innermost_open(self) -> tuple[int, int]:
        paths = [frame.path for frame in reversed(self.stack) if frame.path is not None]
        return self.positions.places[self.file, paths[0]] if paths else (1, 1)

    # events

    def _document(self, event: yaml.DocumentStartEvent) -> None:
        self.documents += 1
        place = self._place(event)
        if self.documents > 1:
            hint = "put each into a file of its own"
            self._find("SYN009", "a second document in one file", place, "---", hint)
            raise _StopError
        if event.version or event.tags:
            found = "%YAML" if event.version else "%TAG"
            hint = "remove the line; records are plain YAML 1.2"
            self._find("SYN009", "a directive", place, found, hint)

    def _properties(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor is not None:
            found = f"&{event.anchor}"
            self._find("SYN003", "anchor", self._place(event), found, "write the value out")
        if event.tag is not None:
            found = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._find("SYN004", "tag", self._place(event), found, "remove it")

    def _alias(self, event: yaml.AliasEvent) -> None:
        # A merge key says already that its alias is wrong.
        if not (self.stack and self.stack[-1].merges):
            found = f"*{event.anchor}"
            self._find("SYN003", "alias", self._place(event), found, "write the value out")
        if self._expects_key():
            self._discard_next(self.stack[-1])
        else:
            self._put(None, event)

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        is_plain = bool(event.implicit[0])
        if "#" in event.value:
            start, end = (cast("yaml.Mark", mark) for mark in (event.start_mark, event.end_mark))
            self.hashes.append((start.index, end.index))
        if self._expects_key():
            self._key(self.stack[-1], event, is_plain=is_plain)
            return
        value: str | None = None if is_plain and event.value in NULLS else event.value
        path = self._put(value, event)
        if hidden := self.never.findall(event.value):
            found = " ".join(f"U+{ord(char):04X}" for char in dict.fromkeys(hidden))
            hint = "remove it; not even an escape brings it into a value"
            self._find("SYN005", _HIDDEN_MESSAGE, self._place(event, path), found, hint)

    def _expects_key(self) -> bool:
        if not self.stack:
            return False
        frame = self.stack[-1]
        return isinstance(frame.container, dict) and not frame.awaits_value

    def _discard_next(self, frame: _Frame) -> None:
        """Have the next value read, but not kept, for want of a usable key."""
        frame.awaits_value, frame.child, frame.merges = True, None, False

    def _key(self, frame: _Frame, event: yaml.ScalarEvent, *, is_plain: bool) -> None:
        key = event.value
        path = None if frame.path is None else (*frame.path, key)
        self._discard_next(frame)
        if is_plain and key == "<<":
            frame.merges = True
            fault = ("SYN003", "merge key", key, "write the fields out")
        elif is_plain and key in NULLS:
            fault = ("SYN009", "a key is empty", key, "name the field")
        elif len(key) > MAX_KEY:
            fault = ("SYN008", "key too long", f"{len(key)} characters", _SHORT_KEY)
        elif self.never.search(key):
            fault = ("SYN005", _HIDDEN_MESSAGE, key, _SHORT_KEY)
        elif path is None:
            return
        elif (self.file, path) in self.positions.keys:
            place = self._place(event, path)
            first = Place(self.file, *self.positions.keys[self.file, path], field=place.field)
            found, hint = printable(key), "keep one of the two"
            self._add(
                Finding(
                    "SYN002", "key given twice", place, found=found, hint=hint, related=(first,)
                )
            )
            return
        else:
            frame.child = path
            self.positions.keys[self.file, path] = _start(event)
            return
        code, message, found, hint = fault
        self._find(code, message, self._place(event, path), found, hint)

    def _open(self, event: yaml.CollectionStartEvent) -> None:
        if len(self.stack) >= MAX_DEPTH:
            found = f"more than {MAX_DEPTH} levels"
            self._find("SYN008", "nested too deep", self._place(event), found, "flatten the value")
            raise _StopError
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        container: dict[str, Tree] | list[Tree] = {} if is_mapping else []
        if self._expects_key():
            found = "a mapping" if is_mapping else "a list"
            hint = "a key is one plain word; quote a text that starts with [ or {"
            self._find("SYN009", "a key is not a text", self._place(event), found, hint)
            self.stack.append(_Frame(container, None, is_key=True))
        else:
            path = self._put(container, event)
            self.stack.append(_Frame(container, path))

    def _close(self) -> None:
        if self.stack.pop().is_key:
            self._discard_next(self.stack[-1])

    def _put(self, value: Tree, event: yaml.Event) -> FieldPath | None:
        """Put a value where it belongs and note its place; return the path, None if not kept."""
        self.values += 1
        if self.values > MAX_VALUES:
            found = f"more than {MAX_VALUES} values"
            self._find("SYN008", "file too large", self._place(event), found, "split it")
            raise _StopError
        path = self._attach(value)
        if path is not None:
            self.positions.places[self.file, path] = _start(event)
        return path

    def _attach(self, value: Tree) -> FieldPath | None:
        if not self.stack:
            self.root = value
            return ()
        frame = self.stack[-1]
        if isinstance(frame.container, list):
            frame.container.append(value)
            return None if frame.path is None else (*frame.path, len(frame.container) - 1)
        path, frame.awaits_value = frame.child, False
        if path is not None:
            frame.container[str(path[-1])] = value
        return path


def _start(event: yaml.Event) -> tuple[int, int]:
    mark = cast("yaml.Mark", event.start_mark)  # the parser always sets it
    return mark.line + 1, mark.column + 1
