"""The closed vocabularies: every value a coded column may hold, with its definition and source.

The values live in `vocabularies.yaml` beside this file, which also says where each list comes from.
This module reads that file once, checks its shape, and answers questions about it. A malformed file
is a mistake in the program and not in the data: it raises `VocabularyFileError`, never a finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Annotated, Literal, cast

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

FILE_NAME = "vocabularies.yaml"

# Below this likeness (0 to 100) a suggestion confuses more than it helps.
CLOSE_ENOUGH = 60


class VocabularyFileError(ValueError):
    """The vocabulary file is not YAML, repeats a key, has the wrong shape or contradicts itself."""


@dataclass(frozen=True, slots=True)
class Term:
    """One value of one vocabulary. Fields that mean nothing for a vocabulary are None or empty."""

    vocabulary: str
    value: str
    label: str
    definition: str
    source: str
    plover_event: str | None = None
    plover_mode: str | None = None
    cap_code: str | None = None
    ccode: int | None = None
    quad: str | None = None
    modes: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    recipient: str | None = None


@dataclass(frozen=True, slots=True)
class About:
    """What a vocabulary as a whole is for, and the standard or guide it follows."""

    name: str
    title: str
    description: str
    source: str


def names() -> tuple[str, ...]:
    """Names of all vocabularies, in the order of publication."""
    return tuple(_packaged())


def about(name: str) -> About:
    """Title, description and source of a vocabulary; KeyError as in `vocabulary`."""
    return _entry(name)[0]


def vocabulary(name: str) -> Mapping[str, Term]:
    """Return the terms of a vocabulary by value, read-only and in order.

    Raises KeyError, naming the nearest vocabulary, if there is none of that name.
    """
    return _entry(name)[1]


def values(name: str) -> tuple[str, ...]:
    """Return the values of a vocabulary, in order; KeyError as in `vocabulary`."""
    return tuple(vocabulary(name))


def term(name: str, value: str) -> Term:
    """One term; KeyError, naming the nearest value, if the vocabulary does not hold it."""
    known = vocabulary(name)
    if value not in known:
        raise KeyError(
            _unknown(f"value {value!r} in the vocabulary {name!r}", closest(name, value))
        )
    return known[value]


def terms() -> list[Term]:
    """All terms of all vocabularies, in the order of the published `vocabularies` table."""
    return [entry for name in names() for entry in vocabulary(name).values()]


def ccode(iso3: str) -> int | None:
    """Correlates of War state number of a country, None if it is no member of that system.

    Raises KeyError for a code that is not in the `iso3` vocabulary.
    """
    return term("iso3", iso3).ccode


def quad(plover_event: str) -> str:
    """PLOVER quad class of an event type; KeyError for an unknown event.

    The class of REQUEST is verbal conflict; it must not be read as hostility.
    """
    # An event without a quad class is refused when the file is read.
    return cast("str", term("plover_event", plover_event).quad)


def modes(plover_event: str) -> tuple[str, ...]:
    """Return the PLOVER modes an event type may carry, if any; KeyError for an unknown event."""
    return term("plover_event", plover_event).modes


def closest(name: str, value: str) -> str | None:
    """Return the value that somebody who wrote `value` most likely meant, or None.

    Values and labels are compared without regard to case, so `Iran` finds IRN. KeyError as in
    `vocabulary`.
    """
    candidates = (
        (spelling, entry.value)
        for entry in vocabulary(name).values()
        for spelling in (entry.value, entry.label)
    )
    return _nearest(value, candidates)


def parse(text: str) -> dict[str, tuple[About, Mapping[str, Term]]]:
    """Read vocabularies from YAML text of the shape told in the header of `vocabularies.yaml`.

    Every scalar is taken as text, whatever YAML would make of it. Raises VocabularyFileError if the
    text is not such a file, or if a PLOVER reference in it leads nowhere; the message names every
    fault of its kind.
    """
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise VocabularyFileError(f"{FILE_NAME} is not YAML: {error}") from None
    try:
        shapes = _FILE.validate_python(_plain(node))
    except ValidationError as error:
        faults = (
            f"{'.'.join(map(str, fault['loc'])) or 'file'}: {fault['msg']}"
            for fault in error.errors()
        )
        raise VocabularyFileError(f"{FILE_NAME} has the wrong shape: {'; '.join(faults)}") from None
    entries = {name: (_about(name, shape), _terms(name, shape)) for name, shape in shapes.items()}
    loose = _loose_ends({name: found for name, (_, found) in entries.items()})
    if loose:
        raise VocabularyFileError(f"{FILE_NAME} contradicts itself: {'; '.join(loose)}")
    return {name: (info, MappingProxyType(found)) for name, (info, found) in entries.items()}


Line = Annotated[str, StringConstraints(min_length=1, pattern=r"^\S(.*\S)?$")]
Sentence = Annotated[str, StringConstraints(min_length=2, pattern=r"^\S.*\.$")]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(_[a-z0-9]+)*$")]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$")]
Number = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]*$")]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class _Value(_Shape):
    label: Line
    definition: Sentence
    plover_event: Code | None = None
    plover_mode: Code | None = None
    cap_code: Number | None = None
    ccode: Number | None = None
    quad: Code | None = None
    modes: list[Code] = []
    events: list[Code] = []
    recipient: Literal["required", "optional"] | None = None


class _Vocabulary(_Shape):
    title: Line
    description: Sentence
    source: Line
    values: Annotated[dict[Code, _Value], Field(min_length=1)]


_FILE = TypeAdapter(Annotated[dict[Name, _Vocabulary], Field(min_length=1)])


@cache
def _packaged() -> dict[str, tuple[About, Mapping[str, Term]]]:
    text = resources.files(__package__).joinpath(FILE_NAME).read_text(encoding="utf-8")
    return parse(text)


def _entry(name: str) -> tuple[About, Mapping[str, Term]]:
    packaged = _packaged()
    if name not in packaged:
        raise KeyError(
            _unknown(f"vocabulary {name!r}", _nearest(name, ((known, known) for known in packaged)))
        )
    return packaged[name]


def _about(name: str, shape: _Vocabulary) -> About:
    return About(name=name, title=shape.title, description=shape.description, source=shape.source)


def _terms(name: str, shape: _Vocabulary) -> dict[str, Term]:
    return {
        value: Term(
            vocabulary=name,
            value=value,
            label=entry.label,
            definition=entry.definition,
            source=shape.source,
            plover_event=entry.plover_event,
            plover_mode=entry.plover_mode,
            cap_code=entry.cap_code,
            ccode=None if entry.ccode is None else int(entry.ccode),
            quad=entry.quad,
            modes=tuple(entry.modes),
            events=tuple(entry.events),
            recipient=entry.recipient,
        )
        for value, entry in shape.values.items()
    }


def _loose_ends(found: Mapping[str, Mapping[str, Term]]) -> list[str]:
    """PLOVER references that lead nowhere or disagree, in words; empty if all is well."""
    events, known_modes, quads = (
        found.get(name, {}) for name in ("plover_event", "plover_mode", "quad")
    )
    loose = [
        f"event {event.value} has no known quad class ({event.quad})"
        for event in events.values()
        if event.quad not in quads
    ]
    by_event = {(event.value, mode) for event in events.values() for mode in event.modes}
    by_mode = {(event, mode.value) for mode in known_modes.values() for event in mode.events}
    loose += [
        f"event {event} and mode {mode} do not name each other"
        for event, mode in sorted(by_event ^ by_mode)
    ]
    for entry in (entry for entries in found.values() for entry in entries.values()):
        where = f"{entry.vocabulary}.{entry.value}"
        if entry.plover_event is not None and entry.plover_event not in events:
            loose.append(f"{where} names the unknown event {entry.plover_event}")
        elif (
            entry.plover_mode is not None
            and (entry.plover_event, entry.plover_mode) not in by_event
        ):
            loose.append(f"{where} has a mode ({entry.plover_mode}) that its event does not allow")
    return loose


def _plain(node: yaml.Node | None) -> object:
    """Dictionaries, lists and text from YAML nodes; types that YAML would guess are ignored."""
    if isinstance(node, yaml.MappingNode):
        return _mapping(node)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    return node.value if isinstance(node, yaml.ScalarNode) else None


def _mapping(node: yaml.MappingNode) -> dict[object, object]:
    found: dict[object, object] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise VocabularyFileError(f"{FILE_NAME}:{line} has a key that is not text")
        if key_node.value in found:
            raise VocabularyFileError(f"{FILE_NAME}:{line} repeats the key {key_node.value!r}")
        found[key_node.value] = _plain(value_node)
    return found


def _nearest(text: str, candidates: Iterable[tuple[str, str]]) -> str | None:
    # Only a mistake needs it, so a correct run never pays for the import.
    from rapidfuzz import fuzz

    best, likeness = None, float(CLOSE_ENOUGH)
    for spelling, answer in candidates:
        score = fuzz.ratio(text.casefold(), spelling.casefold())
        if score > likeness:
            best, likeness = answer, score
    return best


def _unknown(what: str, near: str | None) -> str:
    return f"no {what}" + (f"; did you mean {near!r}?" if near else "")
