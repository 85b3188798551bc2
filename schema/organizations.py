"""Organizations: a state, ministry, body, party, armed group, international organization or outlet (Popolo)."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from schema.base import Count, Iso3, Record, References, Row, Slug, Text, Vocabulary, WikidataId
from schema.evidence import Evidence, RecordId, RecordTable


class NameFields(Record):
    """One form of a name."""

    name: Annotated[Text, Field(description="The form exactly as printed or recorded.")]
    language: Annotated[
        str | None,
        Vocabulary("language"),
        Field(description="BCP 47 tag of the text it is used in."),
    ] = None
    script: Annotated[
        str | None,
        Field(pattern=r"^(Latn|Arab|Cyrl)$", description="ISO 15924 script, `Latn` or `Arab`."),
    ] = None
    kind: Annotated[str, Vocabulary("name_kind"), Field(description="What sort of form it is.")]


class Name(NameFields):
    """A form of a name as a curator writes it under an official or organization."""

    evidence: Annotated[list[Evidence], Field(description="Where the form was seen.")] = []


class NameRow(NameFields, Row):
    """A form of the name of an official or organization."""

    TABLE: ClassVar[str] = "names"
    record_table: RecordTable
    record_id: RecordId
    sequence: Annotated[Count, Field(description="Order within the record, from 1.")]


class OrganizationFields(Record):
    """A body that speaks, acts, publishes or is spoken of."""

    name: Annotated[Text, Field(description="Preferred English name.")]
    classification: Annotated[
        str,
        Vocabulary("organization_classification"),
        Field(description="What sort of body it is (Popolo)."),
    ]
    sector: Annotated[
        str | None, Vocabulary("sector"), Field(description="PLOVER 2 actor sector.")
    ] = None
    iso3: Annotated[
        Iso3 | None, Field(description="Country the body belongs to (ISO 3166-1 alpha-3).")
    ] = None
    ccode: Annotated[
        Count | None, Field(description="Correlates of War state number, for states only.")
    ] = None
    parent_id: Annotated[
        Slug | None, References("organizations"), Field(description="Body it is part of.")
    ] = None
    media_ownership: Annotated[
        str | None,
        Vocabulary("media_ownership"),
        Field(description="Who owns the outlet, for media only."),
    ] = None
    wikidata_id: Annotated[
        WikidataId | None, Field(description="Wikidata item, only as seen in a named source.")
    ] = None
    status_note: Annotated[
        Text | None, Field(description="What a reader must know to read the name right.")
    ] = None

    @model_validator(mode="after")
    def _ccode_is_for_states(self) -> OrganizationFields:
        if self.ccode is not None and self.classification != "state":
            raise PydanticCustomError(
                "inconsistent", "ccode is given, but the organization is not a state"
            )
        return self


class Organization(OrganizationFields):
    """An organization as curators write it in `organizations.yaml`."""

    id: Annotated[Slug, Field(description="Permanent id.")]
    names: Annotated[list[Name], Field(description="Further forms of the name, as printed.")] = []
    evidence: Annotated[list[Evidence], Field(description="Why the values are believed.")] = []


class OrganizationRow(OrganizationFields, Row):
    """A state, ministry, body, party, armed group, international organization or outlet."""

    TABLE: ClassVar[str] = "organizations"
    organization_id: Annotated[Slug, Field(description="Permanent id.")]
