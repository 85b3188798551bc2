"""When two names, titles or places are the same, though not in the same words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from scripts.extract.known import skeleton
from scripts.guesses.posts import role_class
from scripts.standoff.form import StatementParts

_PARTICLES = frozenset({"al", "el", "bin", "ibn", "ul", "abu"})
_SMALL = frozenset({"the", "a", "an", "of", "for", "and", "to", "in", "affairs", "his", "its"})
_SPLIT = re.compile(r"[\s-]+")


def same_name(one: str, other: str) -> bool:
    """Whether two names are one person's: first and last agree by sound, or one is the other's last name alone."""
    if plain(one) == plain(other):
        return True
    first, second = _sounds(one), _sounds(other)
    if not first or not second or first[-1] != second[-1]:
        return False
    return len(first) == 1 or len(second) == 1 or first[0] == second[0]


def is_one_of(name: str, forms: Iterable[str]) -> bool:
    """Whether a name is the same as one of several forms; a last name alone says nothing against a full name."""
    known = list(forms)
    full = [form for form in known if len(_sounds(form)) > 1]
    if len(_sounds(name)) > 1 and full:
        return plain(name) in map(plain, known) or any(same_name(name, form) for form in full)
    return any(same_name(name, form) for form in known)


def plain(name: str) -> str:
    """A name in lower case, without an article before it."""
    return " ".join(name.lower().split()).removeprefix("the ")


def _sounds(name: str) -> list[str]:
    parts = [part for part in _SPLIT.split(name) if part and part.lower() not in _PARTICLES]
    return [skeleton(part) for part in parts]


def same_title(one: str, other: str) -> bool:
    """Whether two titles are of one post: the same words, small ones apart, or the same class of post."""
    if _content(one) == _content(other):
        return True
    role = role_class(one)
    return role is not None and role == role_class(other)


def _content(title: str) -> frozenset[str]:
    words = re.findall(r"\w+", title.lower().replace("defence", "defense"))
    return frozenset(words) - _SMALL


def speaker_resolved(gold: StatementParts, found: StatementParts) -> bool | None:
    """Whether the speaker was resolved to the right person; None where the gold names none."""
    if gold.speaker_id is None and gold.speaker_name is None:
        return None
    if gold.speaker_id is not None and found.speaker_id is not None:
        return gold.speaker_id == found.speaker_id
    if found.speaker_name is None:
        return False
    named = [gold.speaker_name] if gold.speaker_name else []
    return is_one_of(found.speaker_name, [*named, *gold.speaker_forms])
