"""Officials and their tenures (Popolo: person and membership).

An official is anyone who speaks or acts for a state, body, party or armed group, living or dead.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from schema.base import (
    Edtf,
    EdtfEnd,
    Flag,
    Iso3,
    Record,
    References,
    Row,
    Slug,
    Text,
    Vocabulary,
    WikidataId,
)
from schema.evidence import Evidence
from schema.organizations import Name


class OfficialFields(Record):
    """A person."""

    name: Annotated[Text, Field(description="Preferred English name.")]
    name_native: Annotated[
        Text | None, Field(description="Name in its own script, as seen in a source.")
    ] = None
    iso3: Annotated[
        Iso3 | None, Field(description="Country the person acts for or belongs to.")
    ] = None
    born: Annotated[Edtf | None, Field(description="Date of birth, as far as sources agree.")] = (
        None
    )
    died: Annotated[Edtf | None, Field(description="Date of death; null = no death known.")] = None
    wikidata_id: Annotated[
        WikidataId | None, Field(description="Wikidata item, only as seen in a named source.")
    ] = None


class TenureFields(Record):
    """A person holding a post."""

    organization_id: Annotated[
        Slug, References("organizations"), Field(description="Body in which the post is held.")
    ]
    title: Annotated[Text, Field(description="Title of the post in English.")]
    role_class: Annotated[
        str, Vocabulary("role_class"), Field(description="What sort of post it is.")
    ]
    acting: Annotated[
        Flag, Field(description="Whether the post was held in an acting capacity.")
    ] = False
    start: Annotated[Edtf | None, Field(description="First day in the post; null = unknown.")] = (
        None
    )
    end: Annotated[
        EdtfEnd | None,
        Field(description="Last day in the post; null = unknown, `..` = still held."),
    ] = None


class Tenure(TenureFields):
    """A tenure as a curator writes it under an official."""

    id: Annotated[
        Slug | None,
        Field(description="Permanent id, `<official>-<three letters>`, given by `dataset fmt`."),
    ] = None
    evidence: Annotated[
        list[Evidence], Field(description="Why the post and its dates are believed.")
    ] = []


class Official(OfficialFields):
    """An official as curators write it in `officials.yaml`."""

    id: Annotated[Slug, Field(description="Permanent id.")]
    names: Annotated[list[Name], Field(description="Further forms of the name, as printed.")] = []
    tenures: Annotated[list[Tenure], Field(description="Posts held; they may overlap.")] = []
    evidence: Annotated[list[Evidence], Field(description="Why the values are believed.")] = []


class OfficialRow(OfficialFields, Row):
    """A person who speaks or acts for a state, body, party or armed group, or is named as one."""

    TABLE: ClassVar[str] = "officials"
    official_id: Annotated[Slug, Field(description="Permanent id.")]


class TenureRow(TenureFields, Row):
    """A person holding a post."""

    TABLE: ClassVar[str] = "tenures"
    tenure_id: Annotated[Slug, Field(description="Permanent id.")]
    official_id: Annotated[Slug, References("officials"), Field(description="Who holds the post.")]
