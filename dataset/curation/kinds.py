"""The kinds of record files: which model each holds, and what a model's fields are made of."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from schema.articles import Article
from schema.base import Record
from schema.collections import Collection
from schema.evidence import Reference, Retired
from schema.meetings import Meeting
from schema.officials import Official
from schema.organizations import Organization


@dataclass(frozen=True)
class Kind:
    """A kind of record file. `children` is the field whose records get ids made from its own.

    `set_apart` are lists whose entries have a blank line between them.
    A registry is a list of records, in `<name>.yaml`, in the files of a folder `<name>`, or in
    both. An article has a file to itself.
    """

    name: str
    model: type[Record]
    is_registry: bool = True
    children: str = ""
    set_apart: tuple[str, ...] = ()


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            Kind("collections", Collection),
            Kind("references", Reference),
            Kind("organizations", Organization),
            Kind("officials", Official, children="tenures"),
            Kind("meetings", Meeting),
            Kind("retired", Retired),
            Kind(
                "articles",
                Article,
                is_registry=False,
                children="statements",
                set_apart=("meeting_reports", "statements"),
            ),
        )
    }
)


@cache
def nested(model: type[Record], field: str) -> type[Record] | None:
    """Return the record model that a field holds, one or a list of them; None if it holds none."""
    info = model.model_fields.get(field)
    found = [] if info is None else list(_records(info.annotation))
    return found[0] if found else None


def _records(annotation: object) -> Iterator[type[Record]]:
    if isinstance(annotation, type) and issubclass(annotation, Record):
        yield annotation
    elif typing.get_origin(annotation) in (typing.Annotated, typing.Union, types.UnionType, list):
        for part in typing.get_args(annotation):
            yield from _records(part)
