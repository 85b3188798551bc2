"""Comments stay with their fields when a statement is changed; those of a field that went stand above the statement."""

from __future__ import annotations

import json
from collections.abc import Iterator
from difflib import SequenceMatcher

from dataset.curation.comments import Attached
from dataset.curation.yaml_reader import Tree
from validation.findings import FieldPath


def carried(notes: Attached, path: FieldPath, old: Tree, new: Tree) -> Attached:
    """The comments of a file in which what stands at `path` was changed from `old` to `new`.

    Fields are known by their names, entries of a list by what they hold, else by their place if as many were
    replaced. Nothing is lost: a comment on what is not there any more moves up to what is.
    """
    moves = dict(_moves(path, path, old, new))
    result = Attached(at_end=[*notes.at_end])
    for place, lines in notes.above.items():
        result.above.setdefault(_new_place(place, path, moves)[0], []).extend(lines)
    for place, line in notes.behind.items():
        to, is_there = _new_place(place, path, moves)
        if is_there:
            result.behind[to] = line
        else:
            result.above.setdefault(to, []).append(line)
    for place, lines in notes.below.items():
        to, is_there = _new_place(place, path, moves)
        (result.below if is_there else result.above).setdefault(to, []).extend(lines)
    return result


def _new_place(
    place: FieldPath, path: FieldPath, moves: dict[FieldPath, FieldPath]
) -> tuple[FieldPath, bool]:
    """Where a comment goes, and whether what it belonged to is still there."""
    if place[: len(path)] != path:
        return place, True
    if place in moves:
        return moves[place], True
    for length in range(len(place) - 1, len(path), -1):
        if place[:length] in moves:
            return moves[place[:length]], False
    return path, False


def _moves(
    before: FieldPath, after: FieldPath, old: Tree, new: Tree
) -> Iterator[tuple[FieldPath, FieldPath]]:
    yield before, after
    if isinstance(old, dict) and isinstance(new, dict):
        for name in old.keys() & new.keys():
            yield from _moves((*before, name), (*after, name), old[name], new[name])
    elif isinstance(old, list) and isinstance(new, list):
        for one, other in _pairs(old, new):
            yield from _moves((*before, one), (*after, other), old[one], new[other])


def _pairs(old: list[Tree], new: list[Tree]) -> Iterator[tuple[int, int]]:
    """Numbers of the entries that are the same, or stand in each other's place."""
    one, other = ([json.dumps(e, sort_keys=True) for e in entries] for entries in (old, new))
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    for _, start, end, to, stop in matcher.get_opcodes():
        if end - start == stop - to:
            yield from zip(range(start, end), range(to, stop), strict=True)
