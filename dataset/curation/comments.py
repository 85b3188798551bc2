"""The comments of a record file: where they stand, and what each belongs to.

A YAML parser drops comments. They are found again at every `#` that stands in no scalar, and are tied to
fields and entries by where they stand, so that they move with them.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from dataset.curation.yaml_reader import LINE_BREAK, Document, Tree
from validation.findings import FieldPath

T = TypeVar("T")

_COMMENT = re.compile(r"#[^\r\n]*")
_TRAILING_COMMENT = re.compile(r"(^|\s)#.*")
_BLOCK_TEXT_HEAD = re.compile(r"[|>][-+0-9]*[ \t]+")
_NOWHERE = (sys.maxsize, sys.maxsize)


@dataclass(frozen=True)
class Comment:
    """A comment and where it begins; `trails` when it stands behind something on its line."""

    text: str
    at: tuple[int, int]
    trails: bool
    blank_after: bool


@dataclass
class Attached:
    """Comments by the path of the field or entry they stand above, behind or below.

    An empty text in `above` is a blank line. `at_end` belongs to the file as a whole.
    """

    above: dict[FieldPath, list[str]] = field(default_factory=dict)
    behind: dict[FieldPath, str] = field(default_factory=dict)
    below: dict[FieldPath, list[str]] = field(default_factory=dict)
    at_end: list[str] = field(default_factory=list)


def comments(document: Document) -> list[Comment]:
    """Find all comments of a file that was read without findings."""
    text = document.text
    if "#" not in text:
        return []
    starts = [0, *(match.end() for match in LINE_BREAK.finditer(text))]
    return [_comment(text, starts, offset) for offset in _offsets(document)]


def _offsets(document: Document) -> Iterator[int]:
    """Where comments begin: at every `#` in no scalar."""
    scalars = iter(document.hashes)
    start, end = next(scalars, _NOWHERE)
    at = 0
    while match := _COMMENT.search(document.text, at):
        while end <= match.start():
            start, end = next(scalars, _NOWHERE)
        if start < match.start():
            # The head of a block text may carry a comment, though the scalar has begun.
            head = _BLOCK_TEXT_HEAD.match(document.text, start)
            if head is None or head.end() != match.start():
                at = end
                continue
        yield match.start()
        at = match.end()


def _comment(text: str, starts: list[int], offset: int) -> Comment:
    line = bisect_right(starts, offset)
    start = starts[line - 1]
    match = _COMMENT.match(text, offset)
    words = match[0].rstrip() if match else ""
    following = text[starts[line] : starts[line + 1]] if line + 1 < len(starts) else "end"
    # What stands behind a lone dash or `---` is about what comes next.
    before = text[start:offset].split()
    trails = bool(before) and before[-1] not in ("-", "---")
    return Comment(words, (line, offset - start + 1), trails, not following.strip())


@dataclass(frozen=True)
class _Entry:
    """A field of a mapping or an entry of a list, where it begins and what it holds."""

    at: tuple[int, int]
    path: FieldPath
    value_at: tuple[int, int]
    is_single: bool

    @property
    def is_item(self) -> bool:
        return isinstance(self.path[-1], int)


def attached(document: Document) -> Attached:
    """Tie the comments of a file to its fields and entries.

    A comment on a line of its own belongs to what comes next; but one that is indented deeper than
    that closes the field or entry before it. A comment behind something belongs to that.
    """
    result = Attached()
    found = comments(document)
    if not found:
        return result
    entries = _entries(document)
    starts = [entry.at for entry in entries]
    by_path = {entry.path: entry for entry in entries}
    for comment in found:
        index = bisect_right(starts, comment.at)
        before = entries[index - 1] if index else None
        after = entries[index] if index < len(entries) else None
        if before is None:
            path = None
        elif comment.trails:
            _behind(result, before, comment)
            continue
        elif before.value_at > comment.at and (before.is_single or before.is_item):
            # Between a key or dash and its value. (Above a list it is about the first entry.)
            _above(result, before.path, comment)
            continue
        else:
            path = _closed(comment, before, after, by_path)
        if path is not None:
            result.below.setdefault(path, []).append(comment.text)
        elif after is not None:
            _above(result, after.path, comment)
        else:
            result.at_end.append(comment.text)
    return result


def _above(result: Attached, path: FieldPath, comment: Comment) -> None:
    lines = result.above.setdefault(path, [])
    lines += [comment.text, ""] if comment.blank_after else [comment.text]


def _behind(result: Attached, entry: _Entry, comment: Comment) -> None:
    if not entry.is_single and entry.is_item:
        # There is no room behind the dash of a list entry that is itself a mapping or list.
        result.above.setdefault(entry.path, []).append(comment.text)
        return
    earlier = result.behind.get(entry.path)
    if earlier is not None:
        result.above.setdefault(entry.path, []).append(earlier)
    result.behind[entry.path] = comment.text


def _closed(
    comment: Comment, before: _Entry, after: _Entry | None, by_path: dict[FieldPath, _Entry]
) -> FieldPath | None:
    """Find the field or entry that a comment closes: the innermost not indented deeper than it."""
    next_path = after.path if after else (0,)
    for depth in range(len(before.path), len(next_path), -1):
        path = before.path[:depth]
        if by_path[path].at[1] <= comment.at[1] and next_path[:depth] != path:
            return path
    return None


def _entries(document: Document) -> list[_Entry]:
    """All fields and entries in the order of the text, an outer one before an inner one."""
    places = {path: at for (_, path), at in document.positions.places.items() if path}
    keys = {path: at for (_, path), at in document.positions.keys.items()}
    lines = next(iter(document.positions.lines.values()))
    entries = []
    for path, at in places.items():
        start = keys.get(path) or _dash(lines, at)
        value = _value(document.tree, path)
        is_single = not value or isinstance(value, str)
        entries.append(_Entry(start, path, at, is_single))
    return sorted(entries, key=lambda entry: (entry.at, len(entry.path)))


def _dash(lines: list[str], at: tuple[int, int]) -> tuple[int, int]:
    """Where a list entry begins: at its dash, or at its value within brackets."""
    number, before = at[0], lines[at[0] - 1][: at[1] - 1].rstrip()
    while number > 1 and not before:  # the dash stands alone, above
        number -= 1
        before = _TRAILING_COMMENT.sub("", lines[number - 1]).rstrip()
    return (number, len(before)) if before.endswith("-") else at


def _value(tree: Tree, path: FieldPath) -> Tree:
    node: Any = tree
    for part in path:
        node = node[part]
    return cast("Tree", node)


def renumbered(notes: Attached, parent: FieldPath, new: Callable[[int], int | None]) -> Attached:
    """Comments after the entries of a list got other numbers: `new` gives each its own, None to one that went."""
    depth = len(parent)

    def moved_to(place: FieldPath) -> FieldPath | None:
        step = place[depth] if len(place) > depth and place[:depth] == parent else None
        if not isinstance(step, int):
            return place
        number = new(step)
        return None if number is None else (*parent, number, *place[depth + 1 :])

    def moved(old: Mapping[FieldPath, T]) -> dict[FieldPath, T]:
        return {to: value for place, value in old.items() if (to := moved_to(place)) is not None}

    return Attached(moved(notes.above), moved(notes.behind), moved(notes.below), notes.at_end)
