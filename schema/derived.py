"""Derived tables: what most people load. Nothing is written here by hand; see docs/derivations.md."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from schema.base import Count, Edtf, Flag, Iso3, References, Row, Slug, Text, Url, Vocabulary
from schema.meetings import MeetingRow
from schema.statements import StatementRow

JOINED = "several are joined by `; `"


class StatementWideRow(StatementRow):
    """A statement with its article, speakers, addressees, recipients and topics in one line."""

    TABLE: ClassVar[str] = "statements_wide"
    article_title: Annotated[Text, Field(description="Headline of the article.")]
    publisher: Annotated[Text, Field(description="Name of the outlet.")]
    published: Annotated[
        Edtf | None, Field(description="The outlet's calendar day of publication.")
    ] = None
    url: Annotated[Url | None, Field(description="Address at which the article was seen.")] = None
    speaker_ids: Annotated[str | None, Field(description=f"Officials who speak; {JOINED}.")] = None
    speakers: Annotated[
        Text, Field(description=f"Names of those who speak, or the label as printed; {JOINED}.")
    ]
    speaker_titles: Annotated[str | None, Field(description=f"Posts spoken from; {JOINED}.")] = None
    speaker_organizations: Annotated[
        str | None, Field(description=f"Bodies spoken for; {JOINED}.")
    ] = None
    speaker_iso3: Annotated[str | None, Field(description=f"Sides that speak; {JOINED}.")] = None
    speaker_ccode: Annotated[
        str | None, Field(description=f"Correlates of War numbers of those sides; {JOINED}.")
    ] = None
    relayers: Annotated[str | None, Field(description=f"Who passed it on; {JOINED}.")] = None
    addressees: Annotated[str | None, Field(description=f"To whom it was said; {JOINED}.")] = None
    addressee_iso3: Annotated[str | None, Field(description=f"Sides spoken to; {JOINED}.")] = None
    recipients: Annotated[
        str | None, Field(description=f"At whom the act is directed; {JOINED}.")
    ] = None
    recipient_iso3: Annotated[
        str | None, Field(description=f"Sides at which it is directed; {JOINED}.")
    ] = None
    topics: Annotated[str | None, Field(description=f"Topics, the main one first; {JOINED}.")] = (
        None
    )
    said_at_meeting: Annotated[
        str | None, Field(description="Title of the meeting at which it was said.")
    ] = None
    about_meeting: Annotated[
        str | None, Field(description="Title of the meeting that it is about.")
    ] = None
    quad: Annotated[
        str | None,
        Vocabulary("quad"),
        Field(
            description="PLOVER quad class of the event; read the codebook's warning on REQUEST."
        ),
    ] = None


class MeetingWideRow(MeetingRow):
    """A meeting with its participants, topics and reports in one line."""

    TABLE: ClassVar[str] = "meetings_wide"
    parent_meeting: Annotated[
        str | None, Field(description="Title of the visit or conference it is part of.")
    ] = None
    hosts: Annotated[str | None, Field(description=f"Hosts by name; {JOINED}.")] = None
    guests: Annotated[str | None, Field(description=f"Guests by name; {JOINED}.")] = None
    participants: Annotated[str | None, Field(description=f"All parties by name; {JOINED}.")] = None
    participant_ids: Annotated[
        str | None, Field(description=f"Officials among them; {JOINED}.")
    ] = None
    participant_iso3: Annotated[str | None, Field(description=f"Sides, each once; {JOINED}.")] = (
        None
    )
    topics: Annotated[str | None, Field(description=f"Topics, the main one first; {JOINED}.")] = (
        None
    )
    article_ids: Annotated[str | None, Field(description=f"Articles that report it; {JOINED}.")] = (
        None
    )


class DyadEventRow(Row):
    """A directed or undirected event between two sides, from a statement or a meeting."""

    TABLE: ClassVar[str] = "dyad_events"
    record_table: Annotated[Text, Field(description="`statements` or `meetings`.")]
    record_id: Annotated[
        Slug, Field(description="Statement or meeting from which the event follows.")
    ]
    sequence: Annotated[Count, Field(description="Order among the events of that record, from 1.")]
    iso3_1: Annotated[
        Iso3, Field(description="Side that acts; in an undirected event the first in the alphabet.")
    ]
    ccode1: Annotated[Count | None, Field(description="Correlates of War number of that side.")] = (
        None
    )
    actor: Annotated[Text, Field(description="Who acts, by name.")]
    iso3_2: Annotated[Iso3, Field(description="Side acted upon.")]
    ccode2: Annotated[Count | None, Field(description="Correlates of War number of that side.")] = (
        None
    )
    recipient: Annotated[Text, Field(description="Who is acted upon, by name.")]
    plover_event: Annotated[
        str, Vocabulary("plover_event"), Field(description="PLOVER 2 event type.")
    ]
    plover_mode: Annotated[
        str | None, Vocabulary("plover_mode"), Field(description="PLOVER 2 mode.")
    ] = None
    quad: Annotated[
        str,
        Vocabulary("quad"),
        Field(description="PLOVER quad class; read the codebook's warning on REQUEST."),
    ]
    directed: Annotated[
        Flag, Field(description="False where neither side acts upon the other, as in talks.")
    ]
    date: Annotated[Edtf | None, Field(description="Day of the event.")] = None
    year: Annotated[
        Count | None, Field(description="Year of the event, where the date lies within one year.")
    ] = None
    status: Annotated[
        str | None,
        Vocabulary("meeting_status"),
        Field(description="Status of the meeting; null for a statement."),
    ] = None


class ArticleShareRow(Row):
    """How much of an article's text the published tables would re-assemble (the rights guard's measurement)."""

    TABLE: ClassVar[str] = "article_shares"
    article_id: Annotated[Slug, References("articles"), Field(description="The article.")]
    region_chars: Annotated[
        Count, Field(description="Code points of the article, site furniture apart.")
    ]
    published_chars: Annotated[
        Count, Field(description="Code points of it that texts and offsets re-assemble.")
    ]
    published_share: Annotated[
        float, Field(ge=0, le=1, description="The second divided by the first.")
    ]
