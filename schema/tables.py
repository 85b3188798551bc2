"""The table registry: every published table with its model, key, order and columns.

Arrow schema, JSON Schema, codebook, dictionary and validation suites are generated from here, so a column
is described once, on its model.
"""

from __future__ import annotations

import ast
import functools
import inspect
import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pydantic.fields import FieldInfo

from schema import (
    articles,
    collections,
    derived,
    evidence,
    meetings,
    officials,
    organizations,
    statements,
)
from schema.base import DateKind, DateProfile, References, Row, Vocabulary

ColumnType = Literal["string", "integer", "boolean", "number", "date"]
SCHEMA_VERSION = "1.0.0"


@dataclass(frozen=True)
class Column:
    """One column of a published table.

    `derived_from` names the date column whose bound or qualifier this column holds; `date_kind` says what a
    date column may hold (`DateProfile`).
    """

    name: str
    type: ColumnType
    nullable: bool
    description: str
    vocabulary: str | None = None
    references: str | None = None
    pattern: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    is_date_profile: bool = False
    derived_from: str | None = None
    date_kind: DateKind | None = None


@dataclass(frozen=True)
class Table:
    """One published table. Rows are sorted by the key, in ascending code point order.

    `lead` names the columns that stand first after the key, because a reader looks for them first.
    """

    model: type[Row]
    key: tuple[str, ...]
    group: Literal["record", "link", "provenance", "vocabulary", "derived"]
    lead: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Name of the table and of its Parquet file."""
        return self.model.TABLE

    @property
    def description(self) -> str:
        """What one row is, from the model's docstring."""
        return (self.model.__doc__ or _written_docstring(self.model)).strip()

    @functools.cached_property
    def columns(self) -> tuple[Column, ...]:
        """Key, lead, then the other fields of the model in their order; dates are followed by their bounds."""
        fields = self.model.model_fields
        first = (*self.key, *self.lead)
        names = [*first, *(name for name in fields if name not in first)]
        return tuple(column for name in names for column in _columns(name, fields[name]))


def _written_docstring(model: type[Row]) -> str:
    """Return the docstring as it is written: `python -OO` drops it, and the tables must come out alike."""
    (written,) = ast.parse(inspect.getsource(model)).body
    return (
        (ast.get_docstring(written, clean=False) or "") if isinstance(written, ast.ClassDef) else ""
    )


def _columns(name: str, field: FieldInfo) -> Iterator[Column]:
    annotation, markers, nullable = _unwrap(field.annotation, list(field.metadata))
    description = field.description or ""
    vocabulary = next((m.name for m in markers if isinstance(m, Vocabulary)), None)
    references = next((m.table for m in markers if isinstance(m, References)), None)
    date_kind = next((m.kind for m in markers if isinstance(m, DateProfile)), None)
    is_date = date_kind is not None
    yield Column(
        name=name,
        type=_TYPES[annotation],
        nullable=nullable,
        description=description,
        vocabulary=vocabulary,
        references=references,
        pattern=_constraint(markers, "pattern"),
        minimum=_constraint(markers, "ge"),
        maximum=_constraint(markers, "le"),
        is_date_profile=is_date,
        date_kind=date_kind,
    )
    if is_date:
        start, end = (
            f"First day that `{name}` can mean; null = unknown.",
            f"Last day that `{name}` can mean; null = unknown or open.",
        )
        yield Column(f"{name}_earliest", "date", True, start, derived_from=name)
        yield Column(f"{name}_latest", "date", True, end, derived_from=name)
        yield Column(
            f"{name}_uncertain",
            "boolean",
            True,
            f"Whether `{name}` carries a qualifier.",
            derived_from=name,
        )


_TYPES: dict[object, ColumnType] = {str: "string", int: "integer", bool: "boolean", float: "number"}


def _unwrap(annotation: object, markers: list[object]) -> tuple[object, list[object], bool]:
    """Peel `Annotated` and `| None` off a field's type; returns the bare type, all markers, and nullability."""
    nullable = False
    while True:
        origin = typing.get_origin(annotation)
        if origin is typing.Annotated:
            annotation, *more = typing.get_args(annotation)
            for marker in more:
                markers.extend(marker.metadata if isinstance(marker, FieldInfo) else [marker])
        elif origin in (typing.Union, types.UnionType):
            nullable = True
            (annotation,) = (a for a in typing.get_args(annotation) if a is not type(None))
        else:
            return annotation, markers, nullable


def _constraint(markers: list[object], attribute: str) -> typing.Any:
    for marker in markers:
        value = getattr(marker, attribute, None)
        if value is not None:
            return value
    return None


STATEMENT_LEAD = ("article_id", "sequence", "content", "quoted_text", "cue")
STATEMENT_WIDE_LEAD = (
    "date",
    "speakers",
    "speaker_iso3",
    "cue",
    "content",
    "addressees",
    "recipients",
    "speech_act",
    "topics",
    "publisher",
    "published",
)
MEETING_WIDE_LEAD = (
    "start",
    "end",
    "title",
    "kind",
    "status",
    "place",
    "hosts",
    "guests",
    "participants",
    "topics",
)

TABLES: tuple[Table, ...] = (
    Table(collections.CollectionRow, ("collection_id",), "provenance"),
    Table(articles.ArticleRow, ("article_id",), "record"),
    Table(articles.ArticleRegionRow, ("article_id", "sequence"), "link"),
    Table(articles.ArticleCreditRow, ("article_id", "sequence"), "link"),
    Table(organizations.OrganizationRow, ("organization_id",), "record"),
    Table(officials.OfficialRow, ("official_id",), "record"),
    Table(organizations.NameRow, ("record_table", "record_id", "sequence"), "link"),
    Table(officials.TenureRow, ("tenure_id",), "record", ("official_id",)),
    Table(meetings.MeetingRow, ("meeting_id",), "record"),
    Table(meetings.MeetingReportRow, ("article_id", "sequence"), "link", ("meeting_id",)),
    Table(meetings.ParticipantRow, ("meeting_id", "sequence"), "link"),
    Table(meetings.MeetingTopicRow, ("meeting_id", "sequence"), "link"),
    Table(statements.StatementRow, ("statement_id",), "record", STATEMENT_LEAD),
    Table(
        statements.StatementPartyRow,
        ("statement_id", "role", "sequence"),
        "link",
        ("label", "basis"),
    ),
    Table(statements.StatementTopicRow, ("statement_id", "sequence"), "link"),
    Table(evidence.AnchorRow, ("record_table", "record_id", "role", "segment"), "provenance"),
    Table(
        evidence.MentionRow,
        ("article_id", "start", "end", "record_table", "record_id"),
        "provenance",
    ),
    Table(evidence.EvidenceRow, ("record_table", "record_id", "sequence"), "provenance"),
    Table(evidence.ReferenceRow, ("reference_id",), "provenance"),
    Table(evidence.RetiredRow, ("retired_id",), "provenance"),
    Table(evidence.VocabularyRow, ("vocabulary", "value"), "vocabulary"),
    Table(derived.ArticleShareRow, ("article_id",), "derived"),
    Table(derived.StatementWideRow, ("statement_id",), "derived", STATEMENT_WIDE_LEAD),
    Table(derived.MeetingWideRow, ("meeting_id",), "derived", MEETING_WIDE_LEAD),
    Table(derived.DyadEventRow, ("record_table", "record_id", "sequence"), "derived"),
)

BY_NAME: dict[str, Table] = {table.name: table for table in TABLES}


def table(name: str) -> Table:
    """The table of that name.

    Raises:
        KeyError: no such table; the message names the one most like it.
    """
    try:
        return BY_NAME[name]
    except KeyError:
        import difflib

        near = difflib.get_close_matches(name, BY_NAME, n=1)
        raise KeyError(
            f"no table {name!r}" + (f"; did you mean {near[0]!r}?" if near else "")
        ) from None
