"""Reporting words: their forms and what each takes, made from `data/cues.txt`."""

from __future__ import annotations

from typing import NamedTuple

from scripts.extract.lexicon import lines, words

PAST, THIRD, ING, BASE = "past", "third", "ing", "base"
_VOWELS = "aeiou"


class Cue(NamedTuple):
    """A form of a reporting word."""

    lemma: str
    takes: str
    form: str
    length: int
    """Number of words: "pointed out" has two."""


def _third(verb: str) -> str:
    if verb.endswith(("s", "sh", "ch", "x", "z")):
        return verb + "es"
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return verb[:-1] + "ies"
    return verb + "s"


def _past(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return verb[:-1] + "ied"
    return verb + "ed"


def _ing(verb: str) -> str:
    if verb.endswith("ie"):
        return verb[:-2] + "ying"
    if verb.endswith("e") and not verb.endswith("ee"):
        return verb[:-1] + "ing"
    return verb + "ing"


def _entries() -> dict[str, tuple[tuple[tuple[str, ...], Cue], ...]]:
    """First word of a form to all forms that begin so, the longest first."""
    found: dict[str, dict[tuple[str, ...], Cue]] = {}

    def put(form: str, lemma: str, takes: str, kind: str) -> None:
        parts = tuple(form.replace("_", " ").split())
        found.setdefault(parts[0], {}).setdefault(parts, Cue(lemma, takes, kind, len(parts)))

    for line in lines("cues"):
        fields = line.split()
        at = next(
            i
            for i, part in enumerate(fields)
            if i and set(part) <= set("cbqprotnawm") and _flags(part)
        )
        verb, particles = fields[0].replace("_", " "), fields[1:at]
        takes, irregular = fields[at], [form.replace("_", " ") for form in fields[at + 1 :]]
        lemma = " ".join([verb, *particles])
        tail = "".join(" " + particle for particle in particles)
        given = dict(zip((PAST, ING, THIRD), irregular, strict=False))
        for kind, make in ((PAST, _past), (ING, _ing), (THIRD, _third)):
            form = given.get(kind) or make(verb) + tail
            if kind in given and tail and not given[kind].endswith(tail):
                form = given[kind] + tail
            put(form, lemma, takes, kind)
        put(lemma, lemma, takes, BASE)
        for form in irregular[3:]:
            put(form, lemma, takes, PAST)
    return {
        first: tuple(sorted(forms.items(), key=lambda item: (-len(item[0]), item[0])))
        for first, forms in found.items()
    }


_PARTICLES = frozenset(
    [
        "on",
        "out",
        "to",
        "of",
        "about",
        "for",
        "against",
        "at",
        "up",
        "in",
        "upon",
        "by",
        "down",
        "that",
        "off",
        "clear",
        "it",
        "light",
        "the",
        "fact",
        "attention",
        "task",
    ]
)


def _flags(part: str) -> bool:
    return part not in _PARTICLES


CUES = _entries()
CUE_FIRST = frozenset(CUES)
EXPRESS_VERBS = words("expressions", "verbs")
EXPRESS_NOUNS = words("expressions", "nouns")


def cue_at(low: list[str], i: int, last: int) -> Cue | None:
    """The reporting word that begins at token i, the longest; None if there is none."""
    forms = CUES.get(low[i])
    if forms is None:
        return None
    for parts, cue in forms:
        if len(parts) == 1:
            return cue
        if i + len(parts) - 1 <= last and all(low[i + k] == parts[k] for k in range(1, len(parts))):
            return cue
    return None
