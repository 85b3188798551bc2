"""Collections: how a set of articles was found, and what it can stand for."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from schema.base import Count, EdtfPeriod, Record, Row, Slug, Text, Vocabulary


class CollectionFields(Record):
    """The sampling frame of a set of articles."""

    description: Annotated[
        Text, Field(description="How the articles were found and chosen, in words.")
    ]
    search_string: Annotated[Text | None, Field(description="Query used, if there was one.")] = None
    outlets: Annotated[
        Text | None, Field(description="Outlets searched, separated by semicolons.")
    ] = None
    period: Annotated[
        EdtfPeriod | None, Field(description="Publication days covered by the search.")
    ] = None
    design: Annotated[str, Vocabulary("design"), Field(description="How the articles were drawn.")]
    n_screened: Annotated[
        Count | None, Field(description="Articles looked at; null where not counted.")
    ] = None
    n_included: Annotated[
        Count, Field(description="Articles taken in; equals the articles of the collection.")
    ]


class Collection(CollectionFields):
    """A collection as curators write it in `collections.yaml`."""

    id: Annotated[Slug, Field(description="Name of the collection.")]


class CollectionRow(CollectionFields, Row):
    """How a set of articles was found."""

    TABLE: ClassVar[str] = "collections"
    collection_id: Annotated[Slug, Field(description="Key of the collection.")]
