"""Statements: who said what to whom, as attributed by an article (docs/annotation-guide.md).

A statement records that somebody is reported to have *said* something. It never asserts that what was
said is so.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from schema.base import (
    Count,
    Edtf,
    Flag,
    Iso3,
    Quotable,
    Record,
    References,
    Row,
    Segments,
    Slug,
    Text,
    Vocabulary,
    as_list,
)
from schema.evidence import Evidence
from schema.meetings import Topics

JOINT = " […] "
"""Stands between the segments of a split quotation."""


class PartyFields(Record):
    """Somebody in a statement: who speaks, passes it on, is spoken to, or is acted upon."""

    official_id: Annotated[
        Slug | None, References("officials"), Field(description="The person, once resolved.")
    ] = None
    organization_id: Annotated[
        Slug | None,
        References("organizations"),
        Field(description="The body; follows from the tenure if left out."),
    ] = None
    tenure_id: Annotated[
        Slug | None,
        References("tenures"),
        Field(description="The post spoken from, as held on the day."),
    ] = None
    iso3: Annotated[
        Iso3 | None, Field(description="The side at that time; follows from the body or person.")
    ] = None
    basis: Annotated[
        str,
        Vocabulary("party_basis"),
        Field(description="How the text names the party, or that it does not."),
    ]


class Party(PartyFields):
    """A party as a curator writes it under a statement."""

    label: Annotated[
        Quotable | None,
        Field(description="The noun phrase or pronoun as printed; absent where the text has none."),
    ] = None

    @model_validator(mode="after")
    def _names_someone(self) -> Party:
        if self.official_id is None and self.organization_id is None and self.label is None:
            raise PydanticCustomError(
                "inconsistent", "a party needs an official_id, an organization_id or a label"
            )
        if self.label is None and self.basis != "external":
            raise PydanticCustomError(
                "inconsistent", "a party without a label as printed must have basis external"
            )
        return self


class StatementPartyRow(PartyFields, Row):
    """A speaker, relayer, addressee or recipient of a statement."""

    TABLE: ClassVar[str] = "statement_parties"
    statement_id: Annotated[Slug, References("statements"), Field(description="The statement.")]
    role: Annotated[
        str,
        Vocabulary("party_role"),
        Field(description="Speaker, relayer, addressee or recipient."),
    ]
    sequence: Annotated[Count, Field(description="Order within the role, from 1.")]
    label: Annotated[Text | None, Field(description="The party as printed.")] = None
    ccode: Annotated[Count | None, Field(description="Correlates of War number of the side.")] = (
        None
    )


class StatementFields(Record):
    """One attributed statement."""

    quote_type: Annotated[
        str,
        Vocabulary("quote_type"),
        Field(description="Whether all, part or none of the content stands in quotation marks."),
    ]
    spoken_language: Annotated[
        str | None,
        Vocabulary("language"),
        Field(description="Language spoken, where the text says so (BCP 47)."),
    ] = None
    is_translated: Annotated[
        Flag | None,
        Field(description="Whether the words printed are a translation; null = not known."),
    ] = None
    location: Annotated[
        str, Vocabulary("statement_location"), Field(description="Headline, lead or body.")
    ]
    channel: Annotated[str, Vocabulary("channel"), Field(description="Through what it was said.")]
    said_at_meeting_id: Annotated[
        Slug | None, References("meetings"), Field(description="Meeting at which it was said.")
    ] = None
    about_meeting_id: Annotated[
        Slug | None,
        References("meetings"),
        Field(description="Meeting that it is about, said before or outside it."),
    ] = None
    date: Annotated[Edtf | None, Field(description="Day on which it was said.")] = None
    date_basis: Annotated[
        str | None, Vocabulary("date_basis"), Field(description="Where the day comes from.")
    ] = None
    speech_act: Annotated[
        str, Vocabulary("speech_act"), Field(description="What the content does.")
    ]
    plover_event: Annotated[
        str | None,
        Vocabulary("plover_event"),
        Field(description="PLOVER 2 event type, where the statement is one."),
    ] = None
    plover_mode: Annotated[
        str | None, Vocabulary("plover_mode"), Field(description="PLOVER 2 mode of that event.")
    ] = None
    parent_statement_id: Annotated[
        Slug | None,
        References("statements"),
        Field(description="Statement inside which this one is reported."),
    ] = None
    utterance_id: Annotated[
        Slug | None,
        References("statements"),
        Field(description="Primary record of the same utterance, for a repetition or summary."),
    ] = None
    is_primary: Annotated[
        Flag, Field(description="False for a repetition, translation or summary of another record.")
    ] = True
    report_relation: Annotated[
        str | None,
        Vocabulary("report_relation"),
        Field(description="How it relates to the primary record."),
    ] = None
    method: Annotated[
        str,
        Vocabulary("method"),
        Field(description="Written by a curator or accepted from the extractor."),
    ] = "curated"
    extractor: Annotated[Text | None, Field(description="Name and version of the extractor.")] = (
        None
    )
    extractor_score: Annotated[
        float | None, Field(ge=0, le=1, description="Score that the extractor gave, 0 to 1.")
    ] = None
    tier: Annotated[
        str | None, Vocabulary("tier"), Field(description="Review tier that the extractor gave.")
    ] = None
    coded_by: Annotated[Text | None, Field(description="Who coded it, by role or initials.")] = None
    reviewed_by: Annotated[
        Text | None, Field(description="Who reviewed it, by role or initials.")
    ] = None
    reviewed_on: Annotated[Edtf | None, Field(description="Day of the review.")] = None
    guide_version: Annotated[
        Text,
        WithJsonSchema({"type": ["string", "number"]}),  # an editor reads 0.1 as a number
        Field(description="Version of the annotation guide that was followed."),
    ]


class Statement(StatementFields):
    """A statement as a curator writes it in an article's file."""

    id: Annotated[
        Slug | None,
        Field(description="Permanent id, `<article>-<three letters>`, given by `dataset fmt`."),
    ] = None
    content: Annotated[
        Segments,
        Field(description="The whole reported clause, exactly as printed; a list when split."),
    ]
    quoted: Annotated[
        list[Text],
        BeforeValidator(as_list, json_schema_input_type=str | list[str]),
        Field(
            description="The words of the content that stand in quotation marks, or would, had a mark not been lost."
        ),
    ] = []
    cue: Annotated[
        Quotable | None,
        Field(description="The reporting words; absent where the quotation has none."),
    ] = None
    speakers: Annotated[list[Party], Field(min_length=1, description="Who speaks.")]
    relayers: Annotated[
        list[Party], Field(description="Who passes it on, where the text prints it.")
    ] = []
    addressees: Annotated[list[Party], Field(description="To whom it was said.")] = []
    recipients: Annotated[
        list[Party], Field(description="At whom the act is directed (PLOVER).")
    ] = []
    topics: Topics
    evidence: Annotated[list[Evidence], Field(description="Why resolved values are believed.")] = []

    @model_validator(mode="after")
    def _is_consistent(self) -> Statement:
        if (self.quote_type == "indirect") != (not self.quoted):
            raise PydanticCustomError(
                "inconsistent",
                "quoted words and quote_type disagree: indirect has none, direct and mixed have some",
            )
        if (self.plover_event is None) and self.plover_mode is not None:
            raise PydanticCustomError("inconsistent", "plover_mode without plover_event")
        if self.is_primary != (self.report_relation is None) or self.is_primary != (
            self.utterance_id is None
        ):
            raise PydanticCustomError(
                "inconsistent",
                "utterance_id and report_relation are given exactly when is_primary is false",
            )
        if (self.method == "extracted") != (self.extractor is not None):
            raise PydanticCustomError(
                "inconsistent", "extractor is given exactly when method is extracted"
            )
        if self.method == "extracted" and (self.reviewed_by is None or self.reviewed_on is None):
            raise PydanticCustomError(
                "inconsistent",
                "method is extracted, but reviewed_by and reviewed_on do not say who accepted it and when",
            )
        if self.method != "extracted" and (self.extractor_score, self.tier) != (None, None):
            raise PydanticCustomError(
                "inconsistent",
                "extractor_score and tier are the extractor's, but method is not extracted",
            )
        if (self.date is None) != (self.date_basis is None):
            raise PydanticCustomError("inconsistent", "date and date_basis go together")
        return self


class StatementRow(StatementFields, Row):
    """One attributed statement: that somebody is reported to have said something."""

    TABLE: ClassVar[str] = "statements"
    statement_id: Annotated[Slug, Field(description="Permanent id.")]
    article_id: Annotated[
        Slug, References("articles"), Field(description="Article that reports it.")
    ]
    sequence: Annotated[
        Count, Field(description="Order in the article by the first word of the content, from 1.")
    ]
    cue: Annotated[Text | None, Field(description="The reporting words.")] = None
    content: Annotated[
        Text, Field(description="The reported clause; segments are joined by ` […] `.")
    ]
    quoted_text: Annotated[
        Text | None,
        Field(description="Only the words in quotation marks; fragments are joined by ` […] `."),
    ] = None


class StatementTopicRow(Row):
    """A topic of a statement, in order."""

    TABLE: ClassVar[str] = "statement_topics"
    statement_id: Annotated[Slug, References("statements"), Field(description="The statement.")]
    sequence: Annotated[Count, Field(description="1 = main topic.")]
    topic: Annotated[str, Vocabulary("topic"), Field(description="The topic.")]
