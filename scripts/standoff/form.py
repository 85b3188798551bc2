"""The form of what an engine answers for an article: one standoff object (docs/json-schema/standoff.schema.json).

Offsets are Unicode code points into the text as it was given, the end not included. Keys that the form does not
know are kept as they are.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from schema.base import Edtf, Vocabulary
from validation.findings import printable

Mode = Literal["direct", "mixed", "indirect"]
MODES: tuple[Mode, ...] = get_args(Mode)

MOST_TOLD = 3
"""Mistakes of one answer that are told; the others are counted."""


class AnswerError(ValueError):
    """An answer that is not of the form; the message says where, on one line."""


def _whole(value: Any) -> Any:
    """Take whole numbers of any library for what they are."""
    if isinstance(value, bool | float | str) or not hasattr(value, "__index__"):
        raise PydanticCustomError("whole", "not a whole number")
    return operator.index(value)


def _share(value: Any) -> Any:
    """Take numbers of any library for what they are."""
    if isinstance(value, bool | str) or not hasattr(value, "__float__"):
        raise PydanticCustomError("number", "not a number")
    number = float(value)
    if not math.isfinite(number):
        raise PydanticCustomError("number", "not a finite number")
    return number


def _forwards(span: tuple[int, int]) -> tuple[int, int]:
    if span[0] >= span[1]:
        raise PydanticCustomError("span", "a span that does not end behind its start")
    return span


Offset = Annotated[int, BeforeValidator(_whole), Field(ge=0)]
Span = Annotated[
    tuple[Offset, Offset],
    AfterValidator(_forwards),
    Field(description="First code point, and the one behind the last."),
]
Country = Annotated[
    str, Field(pattern=r"^[A-Z]{3}$", description="ISO 3166-1 alpha-3 code.", examples=["IRQ"])
]
Name = Annotated[str, Field(min_length=1)]


class Part(BaseModel):
    """Base of everything in a standoff object."""

    model_config = ConfigDict(extra="allow", frozen=True)


Speaker = Annotated[
    Span | None, Field(description="The speaker as printed; null where the text names none.")
]
SpeakerName = Annotated[
    Name | None, Field(description="Full name of the speaker within the article, if resolved.")
]
SpeakerId = Annotated[
    Name | None, Field(description="Id of the official, where the registries hold the speaker.")
]
Cue = Annotated[Span | None, Field(description="The reporting words; null without any.")]
Content = Annotated[
    list[Span],
    Field(min_length=1, description="The reported clause; several spans when it is split."),
]
Type = Annotated[
    Mode, Field(description="Whether all, part or none of the content stands in quotation marks.")
]


class Statement(Part):
    """A statement as an engine answers it."""

    speaker: Speaker
    speaker_name: SpeakerName
    cue: Cue
    content: Content
    mode: Type
    confidence: Annotated[
        float, BeforeValidator(_share), Field(ge=0, le=1, description="How sure the engine is.")
    ]
    tier: Annotated[str, Vocabulary("tier"), Field(description="Tier for review.")]
    speaker_id: SpeakerId = None


class StatementParts(Part):
    """A statement as far as gold and predictions from elsewhere must give it.

    Of gold alone: the record's id, further forms of the speaker's name, and words that say what sort it is.
    """

    speaker: Speaker = None
    speaker_name: SpeakerName = None
    cue: Cue = None
    content: Content
    mode: Type
    speaker_id: SpeakerId = None
    statement_id: Name | None = None
    speaker_forms: list[Name] = []
    tier: str | None = None
    tags: list[str] = []


class Official(Part):
    """A person named in the article."""

    name: Annotated[Name, Field(description="The fullest form of the name that is printed.")]
    title: Annotated[Name | None, Field(description="Title as printed, without the country.")]
    country: Annotated[Country | None, Field(description="Country the person acts for.")]
    spans: Annotated[list[Span], Field(description="Every place where the name stands.")]
    id: Annotated[
        Name | None, Field(description="Id of the official, where the registries hold him.")
    ] = None


class Meeting(Part):
    """A meeting that the article reports."""

    kind: Annotated[str, Vocabulary("meeting_kind"), Field(description="What sort of meeting.")]
    status: Annotated[
        str, Vocabulary("meeting_status"), Field(description="Status as the article puts it.")
    ]
    date: Annotated[Edtf | None, Field(description="First day, in the date profile.")]
    place: Annotated[Name | None, Field(description="City or country.")]
    participants: Annotated[
        list[Name], Field(description="Names; a post where the article names nobody.")
    ]


class Answer(Part):
    """What an engine finds in one article."""

    article_id: Annotated[Name, Field(description="Id of the article, as it was given.")]
    statements: Annotated[list[Statement], Field(description="In the order of the text.")]
    officials: Annotated[list[Official], Field(description="In the order of first mention.")]
    meetings: Annotated[list[Meeting], Field(description="In the order of first report.")]


class OfficialParts(Part):
    """A person as far as gold and predictions from elsewhere must give one.

    Of gold alone: further forms of the name, and all titles that are right.
    """

    name: Name
    title: Name | None = None
    country: Name | None = None
    spans: list[Span] = []
    id: Name | None = None
    forms: list[Name] = []
    titles: list[Name] = []


class MeetingParts(Part):
    """A meeting as far as gold and predictions from elsewhere must give one.

    Of gold alone: the record's id, all forms of each participant's name, and names of parties that need not be found.
    """

    kind: Name
    status: Name | None = None
    date: Edtf | None = None
    place: Name | None = None
    participants: list[Name] = []
    meeting_id: Name | None = None
    participant_forms: list[list[Name]] = []
    others: list[Name] = []


class Given(Part):
    """An article as gold or predictions from elsewhere give it: nothing but the statements is needed."""

    article_id: Name
    statements: list[StatementParts]
    officials: list[OfficialParts] | None = None
    meetings: list[MeetingParts] | None = None
    text: str | None = None
    published: str | None = None


def json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of one line of standoff JSON Lines."""
    schema = Answer.model_json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Standoff object of an article",
        **{key: value for key, value in schema.items() if key != "title"},
    }


def check(answer: object, article_id: str, text: str) -> dict[str, Any]:
    """Return an engine's answer in plain types of JSON, its keys in the order of the form.

    Raises AnswerError for an answer that is not of the form, is about another article, leads out of the text, or
    holds something that JSON cannot.
    """
    if not isinstance(answer, Mapping):
        raise AnswerError(f"the answer is no mapping ({type(answer).__name__})")
    try:
        model = Answer.model_validate(dict(answer))
    except ValidationError as error:
        raise AnswerError(told(error)) from None
    if model.article_id != article_id:
        raise AnswerError(f"article_id: not the one that was asked for ({model.article_id!r})")
    demand_within(model, len(text))
    for number, statement in enumerate(model.statements):
        for before, after in zip(statement.content, statement.content[1:], strict=False):
            if after[0] < before[1]:
                raise AnswerError(f"statements.{number}.content: spans overlap or are out of order")
    try:
        return model.model_dump(mode="json", exclude_unset=True)
    except ValueError as error:
        raise AnswerError(f"cannot be written as JSON ({printable(str(error))})") from None


def demand_within(model: Answer | Given, length: int) -> None:
    """Raise AnswerError, naming the place, for a span that leads out of a text of that length."""
    for place, span in spans_of(model):
        if span[1] > length:
            raise AnswerError(f"{place}: leads out of the text ({list(span)}, length {length})")


def spans_of(model: Answer | Given) -> Iterator[tuple[str, tuple[int, int]]]:
    """Every span of an article with its place, as `statements.3.cue`."""
    statements: Sequence[Statement | StatementParts] = model.statements
    officials: Sequence[Official | OfficialParts] = model.officials or ()
    for number, statement in enumerate(statements):
        place = f"statements.{number}"
        for name, span in (("speaker", statement.speaker), ("cue", statement.cue)):
            if span is not None:
                yield f"{place}.{name}", span
        for segment, span in enumerate(statement.content):
            yield f"{place}.content.{segment}", span
    for number, official in enumerate(officials):
        for index, span in enumerate(official.spans):
            yield f"officials.{number}.spans.{index}", span


def told(error: ValidationError) -> str:
    """What a model refuses, on one line: the first few mistakes with their places, the others counted."""
    errors = error.errors(include_url=False)
    lines = [_one(each) for each in errors[:MOST_TOLD]]
    more = len(errors) - len(lines)
    return "; ".join([*lines, f"and {more} more"] if more else lines)


def _one(error: ErrorDetails) -> str:
    place = ".".join(map(str, error["loc"])) or "the answer"
    if error["type"] == "missing":
        return f"{place}: missing"
    message = error["msg"][:1].lower() + error["msg"][1:]
    return f"{place}: {message} (found {printable(repr(error['input']), 60)})"
