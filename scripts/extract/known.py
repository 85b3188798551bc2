"""Officials and bodies that the registries know already: a printed name is told to be one of theirs.

Spellings of one Arabic, Kurdish or Persian name differ between agencies ("Fayyad", "Fayyadh"; "Qassem", "Ghasem").
Names are compared by what is left of them without vowels and with letters merged that stand for one sound.
A first and a last name must both agree, and the state where both are known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from scripts.extract.names import Person
from scripts.extract.text import read

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
class KnownOrganization:
    """A body of the registry: id, preferred name and every recorded form of it."""

    id: str
    name: str
    forms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Known:
    """What the registries hold that the engine can use; its indexes are made once, at their first use."""

    officials: tuple[KnownOfficial, ...] = ()
    organizations: tuple[KnownOrganization, ...] = ()

    @cached_property
    def by_form(self) -> dict[str, list[KnownOfficial]]:
        """Names in lower case to the officials who have them."""
        found: dict[str, list[KnownOfficial]] = {}
        for official, form in self._forms():
            found.setdefault(form.lower(), []).append(official)
        return found

    @cached_property
    def by_sound(self) -> dict[tuple[str, str], list[KnownOfficial]]:
        """First and last names by their sound to the officials who have them."""
        found: dict[tuple[str, str], list[KnownOfficial]] = {}
        for official, form in self._forms():
            key = _key(form)
            if key is not None and official not in found.setdefault(key, []):
                found[key].append(official)
        return found

    @cached_property
    def bodies(self) -> dict[str, list[tuple[tuple[str, ...], KnownOrganization]]]:
        """First words of names of bodies to the words of these names, the longest first."""
        found: dict[str, list[tuple[tuple[str, ...], KnownOrganization]]] = {}
        for body in self.organizations:
            for form in dict.fromkeys((body.name, *body.forms)):
                words = tuple(read(form).low)
                if words:
                    found.setdefault(words[0], []).append((words, body))
        for forms in found.values():
            forms.sort(key=lambda item: (-len(item[0]), item[1].id))
        return found

    def _forms(self) -> Iterator[tuple[KnownOfficial, str]]:
        for official in self.officials:
            for form in dict.fromkeys((official.name, *official.forms)):
                yield official, form


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
    for person in persons:
        key = _key(person.name)
        fits = known.by_form.get(person.name.lower()) or (known.by_sound.get(key) if key else None)
        country = None if person.weak else person.country
        fits = [o for o in fits or () if None in {o.country, country} or o.country == country]
        if len({o.id for o in fits}) == 1:
            person.known_id = fits[0].id
            if fits[0].country:
                person.country, person.weak = country or fits[0].country, False
