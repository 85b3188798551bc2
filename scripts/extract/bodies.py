"""Bodies that an article names: those of the registries, and what else is printed as a ministry, council or party."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import compress

from scripts.extract.gazetteer import DEMONYMS, NAMES, country_of
from scripts.extract.known import Known, KnownOrganization
from scripts.extract.lexicon import Remembered, words
from scripts.extract.text import MARK, Text

Span = tuple[int, int]
_KINDS = words("titles", "bodies") | words("titles", "named_bodies")
"""With one of these a capitalised phrase is the name of a body."""
_JOINING = frozenset(("of", "for", "and", "the", "on"))
_REACH = 8


@dataclass(slots=True)
class Body:
    """A body, as it is printed first, and the tokens of each mention."""

    name: str
    known_id: str | None
    spans: list[Span] = field(default_factory=list)


def find_bodies(text: Text, known: Known | None = None) -> list[Body]:
    """The bodies that an article names, in the order of their first mention."""
    found: dict[str, Body] = {}
    for first, last, organization in _mentions(text, known):
        name = organization.name if organization else _name(text, first, last)
        body = found.setdefault(
            organization.id if organization else name.lower(),
            Body(name, organization.id if organization else None),
        )
        body.spans.append((first, last))
    return list(found.values())


def _name(text: Text, first: int, last: int) -> str:
    """The words as printed, without the ending of a possessive."""
    return re.sub(r"['’]s?$", "", " ".join(text.words_of(first, last).split()))


def _mentions(
    text: Text, known: Known | None
) -> Iterator[tuple[int, int, KnownOrganization | None]]:
    registry = known.bodies if known is not None else {}
    low = text.low
    done = -1
    kinds = [i for i in compress(range(len(low)), text.capital) if _BARE[low[i]] in _KINDS]
    starts = {start for kind in kinds if (start := _starts(text, kind)) < kind}
    starts.update(kinds)
    if registry:
        starts.update(
            i for i in compress(range(len(low)), text.capital) if _BARE[low[i]] in registry
        )
    for i in sorted(starts):
        if i <= done:
            continue
        named = _registered(text, i, registry.get(_BARE[low[i]], ()))
        if named is not None:
            done = named[0]
            yield i, named[0], named[1]
        elif (end := _printed(text, i)) is not None:
            done = end
            yield i, end, None


def _starts(text: Text, kind: int) -> int:
    """First token of the words with capitals that lead to "Council"."""
    start = kind
    while start and kind - start < _REACH - 1:
        before = start - 1
        word = text.low[before]
        if not text.capital[before] or word.endswith("'s"):
            break
        if word not in NAMES and word not in DEMONYMS and country_of(word):
            break  # "Irans", its apostrophe lost
        start = before
    return start


_BARE = Remembered(lambda word: word.removesuffix("'s"))


def _registered(
    text: Text, i: int, forms: list[tuple[tuple[str, ...], KnownOrganization]] | tuple[()]
) -> tuple[int, KnownOrganization] | None:
    """Last token and body of the longest registered name that begins at token i."""
    low = text.low
    for form, body in forms:
        end = i + len(form) - 1
        if end < len(low) and (*low[i:end], low[end].removesuffix("'s")) == form:
            return end, body
    return None


def _printed(text: Text, i: int) -> int | None:
    """Last token of a phrase with capitals that names a body: "Supreme National Security Council"."""
    low = text.low
    end = i
    kind = -1
    while end < min(len(low), i + _REACH):
        if low[end].removesuffix("'s") in _KINDS:
            kind = end
        behind = end + 1
        if low[end].endswith("'s") or behind >= len(low):
            break
        if text.capital[behind]:
            end = behind
        elif (
            low[behind] in _JOINING
            and kind == end
            and behind + 1 < len(low)
            and text.capital[behind + 1]
        ):
            end = behind + 1
        else:
            break
    if kind < 0 or end == i or text.kind[end] == MARK:
        return None
    return end if low[kind + 1 : kind + 2] == ["of"] and end > kind else kind
