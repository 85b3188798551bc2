"""What a reviewer can do to an article: operations, as the page sends them. A draft is what comes of a row of them.

Words are given as spans, in code points of the source, never as text; what is quoted is made of them on this side.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from dataset.curation.yaml_reader import NEVER

MOST_OPERATIONS = 20_000
MOST_SEGMENTS = 50
LONGEST_TEXT = 2_000

Role = Literal["speakers", "relayers", "addressees", "recipients"]
Part = Literal["content", "segment", "cue", "quoted", "more-quoted"]
Settable = Literal[
    "quote_type",
    "location",
    "channel",
    "speech_act",
    "plover_event",
    "plover_mode",
    "topics",
    "said_at_meeting_id",
    "about_meeting_id",
    "date",
    "date_basis",
    "spoken_language",
    "is_translated",
    "utterance_id",
    "report_relation",
    "parent_statement_id",
]


def _writable(text: str) -> str:
    if NEVER.search(text):
        msg = "holds a control character"
        raise ValueError(msg)
    return text.strip()


def _is_stretch(span: tuple[int, int]) -> tuple[int, int]:
    if not 0 <= span[0] < span[1]:
        msg = "a span begins at 0 or later and ends behind its beginning"
        raise ValueError(msg)
    return span


Span = Annotated[tuple[int, int], AfterValidator(_is_stretch)]
Words = Annotated[
    str, Field(min_length=1, max_length=LONGEST_TEXT, pattern=r"\S"), AfterValidator(_writable)
]
Target = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=120)]
NewTarget = Annotated[str, Field(pattern=r"^new-[1-9][0-9]{0,5}$")]
Number = Annotated[int, Field(ge=0, le=1000)]


class Operation(BaseModel):
    """One thing that was done to a candidate, to a recorded statement or to a new one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    target: Target


class Accept(Operation):
    """Record a candidate as a statement."""

    do: Literal["accept"]


class Reject(Operation):
    """Take a candidate off the list and remember it."""

    do: Literal["reject"]
    reason: Words | None = None


class Reopen(Operation):
    """Let a candidate wait again."""

    do: Literal["reopen"]


class Add(Operation):
    """Begin a statement that was missed; cue and speaker may follow."""

    do: Literal["add"]
    target: NewTarget
    content: Annotated[list[Span], Field(min_length=1, max_length=MOST_SEGMENTS)]
    cue: Span | None = None
    speaker: Span | None = None


class Drop(Operation):
    """Give up a statement that was begun."""

    do: Literal["drop"]
    target: NewTarget


class Quote(Operation):
    """Make words of the source a part of the statement; `span` null takes the cue or the quoted words away."""

    do: Literal["quote"]
    part: Part
    span: Span | None = None


class Label(Operation):
    """Say with which words a party is printed; a number one past the last adds a party."""

    do: Literal["label"]
    role: Role
    number: Number
    span: Span


class Who(Operation):
    """Say who a party is: a person, a body, or (with neither) nobody whom the registries know."""

    do: Literal["who"]
    role: Role
    number: Number
    official_id: Target | None = None
    organization_id: Target | None = None

    @model_validator(mode="after")
    def _one_at_most(self) -> Who:
        if self.official_id is not None and self.organization_id is not None:
            msg = "a person or a body, not both: the body of a person follows from the post"
            raise ValueError(msg)
        return self


class Detail(Operation):
    """Set the post, the basis or the side of a party; null takes it away."""

    do: Literal["detail"]
    role: Role
    number: Number
    field: Literal["tenure_id", "basis", "iso3"]
    value: Words | None = None


class Remove(Operation):
    """Take a party out."""

    do: Literal["remove"]
    role: Role
    number: Number


class Set(Operation):
    """Set a coded field; null takes it away."""

    do: Literal["set"]
    field: Settable
    value: Words | Annotated[list[Words], Field(max_length=20)] | None = None


class Believe(Operation):
    """Add evidence for a field: words of the article, or a page that was consulted."""

    do: Literal["evidence"]
    field: Annotated[str, Field(pattern=r"^[a-z_0-9]+(\.[a-z_0-9]+){0,2}$", max_length=80)]
    span: Span | None = None
    reference_id: Target | None = None
    note: Words | None = None

    @model_validator(mode="after")
    def _one_source(self) -> Believe:
        if (self.span is None) == (self.reference_id is None):
            msg = "evidence is words of the article or a reference, one of the two"
            raise ValueError(msg)
        return self


class Disbelieve(Operation):
    """Take a piece of evidence away."""

    do: Literal["no-evidence"]
    number: Number


AnyOperation = Annotated[
    Accept
    | Reject
    | Reopen
    | Add
    | Drop
    | Quote
    | Label
    | Who
    | Detail
    | Remove
    | Set
    | Believe
    | Disbelieve,
    Field(discriminator="do"),
]
Operations = Annotated[list[AnyOperation], Field(max_length=MOST_OPERATIONS)]
OPERATIONS: TypeAdapter[list[AnyOperation]] = TypeAdapter(Operations)
