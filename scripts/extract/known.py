"""Officials whom the registries know already: a printed name is told to be one of theirs.

Spellings of one Arabic, Kurdish or Persian name differ between agencies ("Fayyad", "Fayyadh"; "Qassem", "Ghasem").
Names are compared by what is left of them without vowels and with letters merged that stand for one sound.
A first and a last name must both agree, and the state where both are known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from scripts.extract.names import Person

_ARTICLE = re.compile(r"^(?:al|el|ul|as|ash|ad|an|ar|at|az|ol)[- ](?=\w)")
_LETTERS = (
    ("gh", "q"), ("kh", "k"), ("sh", "x"), ("ch", "j"), ("dh", "d"), ("th", "s"), ("ph", "f"), ("z", "d"),
    ("c", "k"), ("g", "q"), ("v", "w"),
)  # fmt: skip
_DROPPED = re.compile(r"[aeiouywh'’\-]+")


@dataclass(frozen=True, slots=True)
class KnownOfficial:
    """A person of the registry: id, preferred name, every recorded form of it, ISO 3166-1 alpha-3 code."""

    id: str
    name: str
    forms: tuple[str, ...] = ()
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What the registries hold that the engine can use."""

    officials: tuple[KnownOfficial, ...] = ()


def skeleton(word: str) -> str:
    """A name without what spellings differ in: "Fayyadh" and "Fayyad", "Qassem" and "Ghasem" are the same."""
    word = _ARTICLE.sub("", word.lower().strip())
    for letters, one in _LETTERS:
        word = word.replace(letters, one)
    kept = (
        word[:1] + _DROPPED.sub("", word[1:])
        if word[:1] not in "aeiouywh'"
        else _DROPPED.sub("", word)
    )
    return re.sub(r"(.)\1+", r"\1", kept) or word[:1]


def _key(name: str) -> tuple[str, str] | None:
    parts = [
        part
        for part in re.split(r"[\s-]+", name)
        if part and part.lower() not in ("al", "el", "bin", "ibn")
    ]
    return (skeleton(parts[0]), skeleton(parts[-1])) if len(parts) > 1 else None


def recognise(persons: Iterable[Person], known: Known) -> None:
    """Give each person of an article the id of the one official of the registry whose name he has."""
    by_form: dict[str, list[KnownOfficial]] = {}
    by_key: dict[tuple[str, str], list[KnownOfficial]] = {}
    for official in known.officials:
        for form in dict.fromkeys((official.name, *official.forms)):
            by_form.setdefault(form.lower(), []).append(official)
            key = _key(form)
            if key is not None and official not in by_key.setdefault(key, []):
                by_key[key].append(official)
    for person in persons:
        key = _key(person.name)
        fits = by_form.get(person.name.lower()) or (by_key.get(key) if key else None) or []
        fits = [
            o for o in fits if None in {o.country, person.country} or o.country == person.country
        ]
        if len({o.id for o in fits}) == 1:
            person.known_id = fits[0].id
            person.country = person.country or fits[0].country
