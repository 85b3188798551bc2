"""News articles, the regions of their source text, and the agencies they credit (schema.org NewsArticle)."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from schema.base import (
    Count,
    Edtf,
    FileName,
    Quotable,
    Record,
    References,
    Row,
    Sha256,
    Slug,
    Text,
    Url,
    UtcTime,
    Vocabulary,
)
from schema.evidence import Evidence
from schema.meetings import MeetingReport
from schema.statements import Statement


class ArticleFields(Record):
    """A news article. One source file may hold several."""

    collection_id: Annotated[
        Slug, References("collections"), Field(description="How the article was found.")
    ]
    coding_scope: Annotated[
        str, Vocabulary("coding_scope"), Field(description="What of it was coded.")
    ]
    title: Annotated[Text, Field(description="Headline as printed.")]
    publisher_id: Annotated[
        Slug, References("organizations"), Field(description="Outlet that published this text.")
    ]
    text_origin_id: Annotated[
        Slug | None,
        References("organizations"),
        Field(description="Outlet whose text it is; null = unknown."),
    ] = None
    reprint_of: Annotated[
        Slug | None, References("articles"), Field(description="Article of which it is a reprint.")
    ] = None
    byline: Annotated[Text | None, Field(description="Author as printed.")] = None
    url: Annotated[Url | None, Field(description="Address at which the text was seen.")] = None
    language: Annotated[
        str, Vocabulary("language"), Field(description="Language of the text (BCP 47).")
    ]
    published: Annotated[
        Edtf | None, Field(description="The outlet's calendar day of publication.")
    ] = None
    published_at: Annotated[
        UtcTime | None,
        Field(description="Time of publication in UTC (ISO 8601), where the stamp can be trusted."),
    ] = None
    date_basis: Annotated[
        str | None,
        Vocabulary("date_basis"),
        Field(description="Whether the day is printed, inferred or from outside."),
    ] = None
    dateline_place: Annotated[Text | None, Field(description="Place in the dateline.")] = None
    source_file: Annotated[
        FileName, Field(description="File under dataset/sources that holds the text.")
    ]
    source_sha256: Annotated[Sha256, Field(description="SHA-256 of that file's bytes.")]
    source_chars: Annotated[Count, Field(description="Length of the text in Unicode code points.")]
    rights: Annotated[str, Vocabulary("rights"), Field(description="Whose the text is.")]


class Credit(Record):
    """An agency or outlet that the article credits, as a curator writes it."""

    organization_id: Annotated[
        Slug, References("organizations"), Field(description="Who is credited.")
    ]
    kind: Annotated[str, Vocabulary("credit_kind"), Field(description="For what.")]
    label: Annotated[Quotable, Field(description="The name as printed.")]


class Region(Record):
    """A part of the source text that belongs to the article. All text outside regions is site furniture."""

    kind: Annotated[
        str, Vocabulary("region_kind"), Field(description="Headline, caption, body or credits.")
    ]
    starts: Annotated[Quotable, Field(description="First words of the region.")]
    ends: Annotated[
        Quotable | None,
        Field(description="Last words of the region; absent where `starts` is all of it."),
    ] = None


class Article(ArticleFields):
    """An article with everything coded from it: one file of `records/articles/`."""

    id: Annotated[Slug, Field(description="Permanent id; the file has the same name.")]
    credits: Annotated[list[Credit], Field(description="Agencies credited.")] = []
    regions: Annotated[
        list[Region],
        Field(min_length=1, description="The article within the source text, in order."),
    ]
    evidence: Annotated[list[Evidence], Field(description="Why the values are believed.")] = []
    meeting_reports: Annotated[
        list[MeetingReport], Field(description="What the article says of meetings.")
    ] = []
    statements: Annotated[list[Statement], Field(description="Every attributed statement.")] = []


class ArticleRow(ArticleFields, Row):
    """A news article."""

    TABLE: ClassVar[str] = "articles"
    article_id: Annotated[Slug, Field(description="Permanent id.")]


class ArticleRegionRow(Row):
    """A part of an article's source text, apart from site furniture."""

    TABLE: ClassVar[str] = "article_regions"
    article_id: Annotated[Slug, References("articles"), Field(description="The article.")]
    sequence: Annotated[Count, Field(description="Order in the source, from 1.")]
    kind: Annotated[
        str, Vocabulary("region_kind"), Field(description="Headline, caption, body or credits.")
    ]
    start: Annotated[Count, Field(description="First code point of the region.")]
    end: Annotated[Count, Field(description="Code point after the last one.")]


class ArticleCreditRow(Row):
    """An agency or outlet that an article credits."""

    TABLE: ClassVar[str] = "article_credits"
    article_id: Annotated[Slug, References("articles"), Field(description="The article.")]
    sequence: Annotated[Count, Field(description="Order as printed, from 1.")]
    organization_id: Annotated[
        Slug, References("organizations"), Field(description="Who is credited.")
    ]
    kind: Annotated[str, Vocabulary("credit_kind"), Field(description="For what.")]
    label: Annotated[Text, Field(description="The name as printed.")]
