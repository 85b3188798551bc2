"""Bodies that an article names: those of the registries, and what else is printed as a ministry, council or party."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from scripts.extract.gazetteer import DEMONYMS, NAMES, country_of
from scripts.extract.known import Known, KnownOrganization
from scripts.extract.lexicon import words
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
        name = organization.name if organization else " ".join(text.words_of(first, last).split())
        body = found.setdefault(
            organization.id if organization else name.lower(),
            Body(name, organization.id if organization else None),
        )
        body.spans.append((first, last))
    return list(found.values())


def _mentions(
    text: Text, known: Known | None
) -> Iterator[tuple[int, int, KnownOrganization | None]]:
    registry = known.bodies if known is not None else {}
    done = -1
    for i, word in enumerate(text.low):
        if i <= done or not text.capital[i]:
            continue
        named = _registered(
            text, i, registry.get(word) or registry.get(word.removesuffix("'s")) or ()
        )
        if named is not None:
            done = named[0]
            yield i, named[0], named[1]
        elif (end := _printed(text, i)) is not None:
            done = end
            yield i, end, None


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
    if low[i] not in NAMES and low[i] not in DEMONYMS and country_of(low[i]):
        return None  # "Iran's", also without its apostrophe
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
