"""Building blocks of every model: the base classes, and the types a field is made of.

A *record* is what a curator writes (nested, one per person, meeting or article); a *row* is what is
published (flat, one per line of a table). Both share their scalar fields through a `...Fields` class, so
that a name means the same thing in YAML, in Parquet and in the codebook.

Field types carry small markers (`References`, `Vocabulary`, `DateProfile`). The markers validate, and the
Arrow schema, the JSON Schema, the codebook and the table checks are all generated from them.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from schema import edtf, vocabularies

SLUG_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"


class Model(BaseModel):
    """Base of records and rows: no unknown field, no change after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True, defer_build=True)


class Record(Model):
    """Something a curator writes."""


class Row(Model):
    """One line of a published table. Class attributes describe the table to the registry."""

    TABLE: ClassVar[str] = ""


@dataclass(frozen=True)
class References:
    """Marks a field that holds the key of another table (a foreign key)."""

    table: str


@dataclass(frozen=True)
class Vocabulary:
    """Marks and validates a field that holds one value of a closed vocabulary."""

    name: str

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        def check(value: str | None) -> str | None:
            if value is None or value in vocabularies.vocabulary(self.name):
                return value
            near = vocabularies.closest(self.name, value)
            raise PydanticCustomError(
                "vocabulary",
                "not in the vocabulary {vocabulary}",
                {
                    "vocabulary": self.name,
                    "near": near or "",
                    "allowed": list(vocabularies.values(self.name)),
                },
            )

        return core_schema.no_info_after_validator_function(check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {**handler(schema), "enum": list(vocabularies.values(self.name))}


STILL = ".."
"""End of something that is known to be going on; a null end is unknown."""


DateKind = Literal["day", "period", "end"]


@dataclass(frozen=True)
class DateProfile:
    """Marks and validates a date in the project's EDTF profile; a table gives it bounds (docs/dates.md).

    `kind` says what the field may hold besides one date or a one-of set: a `period` may be an interval, the
    `end` of something may be `..`.
    """

    kind: DateKind = "day"

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        def check(value: str) -> str:
            try:
                read_date(value, self.kind)
            except edtf.EdtfError as error:
                raise PydanticCustomError(
                    "date_profile",
                    "{reason}",
                    {"reason": error.problem, "remedy": error.remedy},
                ) from None
            return value

        return core_schema.no_info_after_validator_function(check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        # an editor reads a bare year as a number
        return {**handler(schema), "type": ["string", "integer"], "format": "edtf"}


def read_date(text: str, kind: DateKind = "day") -> tuple[dt.date | None, dt.date | None, bool]:
    """Bounds of a date that a field of this kind may hold, and whether it carries a qualifier.

    Raises:
        edtf.EdtfError: the text is no date of the profile, or an interval where one date belongs.
    """
    if kind == "end" and text == STILL:
        return None, None, False
    date = edtf.parse(text)
    if date.is_interval and kind != "period":
        raise edtf.EdtfError(
            "an interval where one date belongs",
            text,
            "write its start and end in their own fields, or [A,B] for one of two days",
        )
    return date.earliest, date.latest, date.uncertain


def _utc_time(value: str) -> str:
    try:
        dt.datetime.strptime(value, "%Y-%m-%dT%H:%M:%SZ")  # noqa: DTZ007  # the Z is in the format
    except ValueError:
        raise PydanticCustomError("utc_time", "not a time as 2020-07-22T13:37:00Z") from None
    return value


def _flag(value: object) -> object:
    """YAML scalars arrive as text; only the two words of YAML 1.2 are a truth value."""
    if isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return value == "true"
    raise PydanticCustomError("flag", "neither true nor false")


def _count(value: object) -> object:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and re.fullmatch(r"0|[1-9][0-9]{0,17}", value):
        return int(value)
    raise PydanticCustomError("count", "not a whole number")


Slug = Annotated[str, Field(pattern=SLUG_PATTERN, max_length=120)]
Text = Annotated[str, Field(min_length=1, pattern=r"\S")]
Edtf = Annotated[str, DateProfile()]
EdtfPeriod = Annotated[str, DateProfile("period")]
EdtfEnd = Annotated[str, DateProfile("end")]
Flag = Annotated[bool, BeforeValidator(_flag)]
Count = Annotated[int, Field(ge=0, le=2_147_483_647), BeforeValidator(_count)]
UtcTime = Annotated[str, AfterValidator(_utc_time)]
Iso3 = Annotated[str, Vocabulary("iso3")]
Url = Annotated[str, Field(pattern=r"^https?://[^\s<>\"]+$", max_length=2000)]
WikidataId = Annotated[str, Field(pattern=r"^Q[1-9][0-9]*$")]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
FileName = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=120)]


class Quote(Record):
    """Words as printed in a source (W3C Web Annotation, TextQuoteSelector).

    In YAML a plain string is enough; the mapping form settles a text that occurs more than once.
    """

    exact: Annotated[
        str,
        Field(min_length=1, description="The words exactly as printed, character by character."),
    ]
    prefix: Annotated[
        str | None, Field(description="Words that stand immediately before `exact`.")
    ] = None
    suffix: Annotated[
        str | None, Field(description="Words that stand immediately after `exact`.")
    ] = None


def _as_quote(value: object) -> object:
    return {"exact": value} if isinstance(value, str) else value


def as_list(value: object) -> object:
    """One text or mapping where a list may stand, as a list of one."""
    return [value] if isinstance(value, str | dict) else value


Quotable = Annotated[Quote, BeforeValidator(_as_quote, json_schema_input_type=str | Quote)]
Segments = Annotated[
    list[Quotable],
    Field(min_length=1),
    BeforeValidator(as_list, json_schema_input_type=str | Quote | list[str | Quote]),
]
