"""Why a value is believed: references, evidence, and the spans of source text behind a record."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from schema.base import (
    Count,
    Edtf,
    Flag,
    Quotable,
    Record,
    References,
    Row,
    Slug,
    Text,
    Url,
    Vocabulary,
)

RECORD_TABLES = "^(articles|organizations|officials|tenures|meetings|statements)$"
"""Tables whose rows have permanent ids."""

RecordTable = Annotated[str, Field(description="Table of the record that this row belongs to.")]
RecordId = Annotated[str, Field(description="Id of that record.")]


class ReferenceFields(Record):
    """A page that was consulted."""

    url: Annotated[Url | None, Field(description="Address at which the page was seen.")] = None
    title: Annotated[Text | None, Field(description="Title of the page, where it was seen.")] = None
    publisher: Annotated[
        Text | None, Field(description="Who published the page, as far as it says.")
    ] = None
    accessed: Annotated[
        Edtf | None, Field(description="Day on which the page was consulted; null where not noted.")
    ] = None
    note: Annotated[
        Text | None, Field(description="What the page was used for, or a caution about it.")
    ] = None


class Reference(ReferenceFields):
    """A page consulted, as curators list it in `references.yaml`."""

    id: Annotated[Slug, Field(description="Permanent name of the reference.")]


class ReferenceRow(ReferenceFields, Row):
    """A page consulted."""

    TABLE: ClassVar[str] = "references"
    reference_id: Annotated[Slug, Field(description="Key of the reference.")]


class EvidenceFields(Record):
    """What one source says about one field of one record."""

    field: Annotated[
        Text,
        Field(
            description="The field in question, for a party with its role: `speaker.official_id`."
        ),
    ]
    value: Annotated[
        Text | None,
        WithJsonSchema({"type": ["string", "number", "null"]}),  # an editor reads 1955 as a number
        Field(description="The value that this source gives, in the form of the field."),
    ] = None
    stance: Annotated[
        str,
        Vocabulary("evidence_stance"),
        Field(description="Whether the source supports or contradicts the field."),
    ] = "supports"
    accepted: Annotated[
        Flag,
        Field(
            description="Whether the recorded value follows this source. A value set aside is kept as dissent."
        ),
    ] = True
    reference_id: Annotated[
        Slug | None, References("references"), Field(description="The page consulted.")
    ] = None
    note: Annotated[Text | None, Field(description="How the source bears on the value.")] = None


class Evidence(EvidenceFields):
    """Evidence as a curator writes it, beside the record it belongs to."""

    article_id: Annotated[
        Slug | None,
        References("articles"),
        Field(description="Article quoted; inside an article's own file it may be left out."),
    ] = None
    quote: Annotated[
        Quotable | None, Field(description="Words of that article that bear on the value.")
    ] = None

    @model_validator(mode="after")
    def _has_one_source(self) -> Evidence:
        if (self.reference_id is None) == (self.quote is None):
            raise PydanticCustomError(
                "inconsistent", "evidence needs either a reference_id or a quote, not both"
            )
        if self.article_id is not None and self.quote is None:
            raise PydanticCustomError("inconsistent", "article_id without a quote")
        return self


class EvidenceRow(EvidenceFields, Row):
    """Why a cell is believed: one source for one field of one record."""

    TABLE: ClassVar[str] = "evidence"
    record_table: RecordTable
    record_id: RecordId
    sequence: Annotated[
        Count, Field(description="Order of the evidence within the record, from 1.")
    ]
    article_id: Annotated[
        Slug | None,
        References("articles"),
        Field(description="Article quoted, if it is one of ours."),
    ] = None
    start: Annotated[
        Count | None, Field(description="First code point of the quoted words in the source.")
    ] = None
    end: Annotated[
        Count | None, Field(description="Code point after the last one of the quoted words.")
    ] = None


class AnchorRow(Row):
    """A span of source text behind a record (W3C TextPositionSelector, and TextQuoteSelector for contents)."""

    TABLE: ClassVar[str] = "anchors"
    record_table: RecordTable
    record_id: RecordId
    role: Annotated[
        str, Vocabulary("anchor_role"), Field(description="What the span is to the record.")
    ]
    segment: Annotated[
        Count, Field(description="Order of the span among those of the same role, from 1.")
    ]
    article_id: Annotated[
        Slug, References("articles"), Field(description="Article in whose source the span stands.")
    ]
    start: Annotated[
        Count, Field(description="First code point, counted from 0 in the source decoded as UTF-8.")
    ]
    end: Annotated[
        Count, Field(description="Code point after the last one; `text[start:end]` is the span.")
    ]
    exact: Annotated[str | None, Field(description="The words themselves, for contents only.")] = (
        None
    )
    prefix: Annotated[
        str | None, Field(description="Words before, only where the text occurs more than once.")
    ] = None
    suffix: Annotated[
        str | None, Field(description="Words after, only where the text occurs more than once.")
    ] = None


class MentionRow(Row):
    """A place in an article where an official or organization is named or meant; found by script."""

    TABLE: ClassVar[str] = "mentions"
    article_id: Annotated[
        Slug, References("articles"), Field(description="Article in which the mention stands.")
    ]
    start: Annotated[Count, Field(description="First code point of the mention.")]
    end: Annotated[Count, Field(description="Code point after the last one.")]
    record_table: RecordTable
    record_id: RecordId
    form: Annotated[str, Vocabulary("mention_form"), Field(description="Name, title or pronoun.")]


class RetiredFields(Record):
    """What a tombstone says."""

    record_table: Annotated[
        str,
        Field(pattern=RECORD_TABLES, description="Table in which the id stood."),
    ]
    reason: Annotated[
        str, Vocabulary("retirement_reason"), Field(description="Why the record was withdrawn.")
    ]
    replaced_by: Annotated[
        Slug | None, Field(description="Id of the record that takes its place.")
    ] = None
    since: Annotated[Text | None, Field(description="First release without the record.")] = None
    note: Annotated[
        Text, Field(description="The reason in words, for someone who cited the record.")
    ]


class Retired(RetiredFields):
    """A tombstone as curators write it in `retired.yaml`."""

    id: Annotated[Slug, Field(description="The retired id.")]


class RetiredRow(RetiredFields, Row):
    """A tombstone: an id that was published once and is never used again."""

    TABLE: ClassVar[str] = "retired"
    retired_id: Annotated[Slug, Field(description="The retired id.")]


class VocabularyRow(Row):
    """One value of a closed vocabulary, with its definition."""

    TABLE: ClassVar[str] = "vocabularies"
    vocabulary: Annotated[Text, Field(description="Name of the vocabulary.")]
    value: Annotated[Text, Field(description="The value as it stands in the tables.")]
    label: Annotated[Text, Field(description="The value in words.")]
    definition: Annotated[Text, Field(description="When the value is used.")]
    source: Annotated[Text, Field(description="Standard or rule that the vocabulary follows.")]
    plover_event: Annotated[
        str | None, Field(description="PLOVER 2 event type that corresponds.")
    ] = None
    plover_mode: Annotated[str | None, Field(description="PLOVER 2 mode that corresponds.")] = None
    cap_code: Annotated[
        str | None, Field(description="Comparative Agendas Project code that corresponds.")
    ] = None
