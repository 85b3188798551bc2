"""Meetings: a visit, talks, a conference, a call or a press conference, and what each article says of it."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from schema.base import (
    Count,
    Edtf,
    Flag,
    Iso3,
    Record,
    References,
    Row,
    Segments,
    Slug,
    Text,
    Vocabulary,
)
from schema.evidence import Evidence


def _each_once(topics: list[str]) -> list[str]:
    if len(set(topics)) < len(topics):
        raise PydanticCustomError("inconsistent", "topics name one topic twice")
    return topics


Topics = Annotated[
    list[Annotated[str, Vocabulary("topic")]],
    Field(max_length=3, description="Topics, the main one first, at most three."),
    AfterValidator(_each_once),
]


class ParticipantFields(Record):
    """One party to a meeting."""

    official_id: Annotated[
        Slug | None, References("officials"), Field(description="Who took part.")
    ] = None
    organization_id: Annotated[
        Slug | None,
        References("organizations"),
        Field(description="Body represented; follows from the tenure if left out."),
    ] = None
    tenure_id: Annotated[
        Slug | None, References("tenures"), Field(description="Post in which the person took part.")
    ] = None
    iso3: Annotated[
        Iso3 | None,
        Field(description="Side on which the party stood; follows from the body or person."),
    ] = None
    label: Annotated[Text | None, Field(description="The party as printed in an article.")] = None
    role: Annotated[
        str, Vocabulary("participant_role"), Field(description="Part played in the meeting.")
    ]
    attendance: Annotated[
        str, Vocabulary("attendance"), Field(description="Whether the party was there.")
    ]
    article_id: Annotated[
        Slug | None,
        References("articles"),
        Field(description="Article in which the label is printed."),
    ] = None


class Participant(ParticipantFields):
    """A participant as a curator writes it under a meeting."""

    @model_validator(mode="after")
    def _names_someone(self) -> Participant:
        if self.official_id is None and self.organization_id is None and self.label is None:
            raise PydanticCustomError(
                "inconsistent", "a participant needs an official_id, an organization_id or a label"
            )
        if (self.label is None) != (self.article_id is None):
            raise PydanticCustomError(
                "inconsistent", "label and article_id of a participant go together"
            )
        return self


class ParticipantRow(ParticipantFields, Row):
    """One party to a meeting."""

    TABLE: ClassVar[str] = "participants"
    meeting_id: Annotated[Slug, References("meetings"), Field(description="The meeting.")]
    sequence: Annotated[Count, Field(description="Order within the meeting, from 1.")]
    ccode: Annotated[Count | None, Field(description="Correlates of War number of the side.")] = (
        None
    )


class MeetingFields(Record):
    """A meeting, past or planned."""

    title: Annotated[Text, Field(description="Short descriptive title, ours.")]
    kind: Annotated[
        str, Vocabulary("meeting_kind"), Field(description="What sort of meeting it is.")
    ]
    modality: Annotated[
        str | None, Vocabulary("modality"), Field(description="How the parties met.")
    ] = None
    start: Annotated[Edtf | None, Field(description="First day.")] = None
    end: Annotated[Edtf | None, Field(description="Last day; null = unknown.")] = None
    date_basis: Annotated[
        str | None,
        Vocabulary("date_basis"),
        Field(description="Whether the dates are printed, inferred or from outside."),
    ] = None
    place: Annotated[Text | None, Field(description="City or venue.")] = None
    iso3: Annotated[Iso3 | None, Field(description="Country of the place.")] = None
    host_iso3: Annotated[Iso3 | None, Field(description="Country that hosts.")] = None
    parent_meeting_id: Annotated[
        Slug | None,
        References("meetings"),
        Field(description="Visit or conference that this meeting is part of."),
    ] = None
    series: Annotated[Text | None, Field(description="Series the meeting belongs to.")] = None
    ordinal: Annotated[Count | None, Field(description="Number within the series.")] = None
    outcome: Annotated[Text | None, Field(description="What came of it, as reported.")] = None


class Meeting(MeetingFields):
    """A meeting as curators write it in `meetings.yaml`."""

    id: Annotated[Slug, Field(description="Permanent id, a name without a day in it.")]
    topics: Topics = []
    participants: Annotated[
        list[Participant], Field(description="Who took part, hosts first.")
    ] = []
    evidence: Annotated[list[Evidence], Field(description="Why the values are believed.")] = []


class MeetingRow(MeetingFields, Row):
    """A visit, talks, conference, call or press conference."""

    TABLE: ClassVar[str] = "meetings"
    meeting_id: Annotated[Slug, Field(description="Permanent id.")]
    status: Annotated[
        str,
        Vocabulary("meeting_status"),
        Field(description="Derived from the reports; see docs/derivations.md."),
    ]
    status_as_of: Annotated[
        Edtf | None, Field(description="Publication day of the report that settled the status.")
    ] = None
    article_count: Annotated[
        Count, Field(description="Articles that speak of the meeting, denials included.")
    ]
    source_count: Annotated[
        Count, Field(description="Distinct text origins among the articles that report it.")
    ]
    first_reported: Annotated[
        Edtf | None, Field(description="Publication day of the earliest report.")
    ] = None
    is_leaf: Annotated[Flag, Field(description="Whether no other meeting is part of this one.")]


class MeetingTopicRow(Row):
    """A topic of a meeting, in order."""

    TABLE: ClassVar[str] = "meeting_topics"
    meeting_id: Annotated[Slug, References("meetings"), Field(description="The meeting.")]
    sequence: Annotated[Count, Field(description="1 = main topic.")]
    topic: Annotated[str, Vocabulary("topic"), Field(description="The topic.")]


class MeetingReportFields(Record):
    """What one article says of one meeting."""

    meeting_id: Annotated[Slug, References("meetings"), Field(description="The meeting reported.")]
    reported_status: Annotated[
        str,
        Vocabulary("meeting_status"),
        Field(description="Status of the meeting as the article puts it."),
    ]
    reported_start: Annotated[Edtf | None, Field(description="First day by this article.")] = None
    reported_end: Annotated[Edtf | None, Field(description="Last day by this article.")] = None
    reported_place: Annotated[Text | None, Field(description="Place by this article.")] = None
    stance: Annotated[
        str,
        Vocabulary("report_stance"),
        Field(description="Whether the article reports or denies it."),
    ] = "reports"
    attributed_statement_id: Annotated[
        Slug | None,
        References("statements"),
        Field(description="Statement that alone vouches for it, where the article does not."),
    ] = None


class MeetingReport(MeetingReportFields):
    """A meeting report as a curator writes it in an article's file."""

    support: Annotated[Segments, Field(description="Words of the article that report the meeting.")]


class MeetingReportRow(MeetingReportFields, Row):
    """What one article says of one meeting."""

    TABLE: ClassVar[str] = "meeting_reports"
    article_id: Annotated[Slug, References("articles"), Field(description="The article.")]
    sequence: Annotated[
        Count,
        Field(
            description="Order within the article, from 1: its own voice and claims it relays are "
            "reports of their own."
        ),
    ]
