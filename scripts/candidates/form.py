"""The file of candidates of one article: what was found, what awaits review, and what was rejected."""

from __future__ import annotations

import hashlib
import json
from typing import Annotated

from pydantic import Field

from dataset.curation.kinds import Kind
from dataset.curation.yaml_reader import Tree
from schema.base import Edtf, Quotable, Record, Segments, Slug, Text, Vocabulary
from schema.statements import Statement

HEAD = """\
# yaml-language-server: $schema=../../docs/json-schema/candidates.schema.json
# What an engine found, for review: nothing in this file is data. docs/extraction.md tells how to go on.
"""

Score = Annotated[float, Field(ge=0, le=1)]


class Candidate(Record):
    """A statement that awaits review, in the form that it will have in the article's file."""

    letters: Annotated[
        str,
        Field(
            pattern=r"^[a-z]{3}$",
            description="Its name within the article, and mostly the end of its id later on.",
        ),
    ]
    extractor: Annotated[Text, Field(description="Name and version of the engine.")]
    score: Annotated[Score, Field(description="Score that the engine gave, 0 to 1.")]
    tier: Annotated[
        str, Vocabulary("tier"), Field(description="Tier for review that the engine gave.")
    ]
    as_proposed: Annotated[
        Text,
        Field(
            description="Hash of the statement as it was proposed; one that was changed is kept."
        ),
    ]
    guesses: Annotated[
        list[Text], Field(description="Fields that rest on single words, and need a look.")
    ] = []
    statement: Annotated[
        Statement, Field(description="The statement, as in an article's file, without its id.")
    ]


class Rejection(Record):
    """A candidate that was rejected, remembered so that it is not proposed again."""

    letters: Annotated[str, Field(description="Its name within the article.")]
    extractor: Annotated[Text, Field(description="Name and version of the engine.")]
    content: Annotated[Segments, Field(description="The words that were taken for a statement.")]
    cue: Annotated[Quotable | None, Field(description="The reporting words.")] = None
    reason: Annotated[Text | None, Field(description="Why it is none, if a reason was given.")] = (
        None
    )
    rejected_by: Annotated[Text | None, Field(description="Who rejected it.")] = None
    rejected_on: Annotated[Edtf | None, Field(description="Day of the rejection.")] = None


class Person(Record):
    """A person whom the engine found."""

    name: Annotated[Text, Field(description="The fullest form printed.")]
    title: Annotated[Text | None, Field(description="Title as printed.")] = None
    country: Annotated[Text | None, Field(description="ISO 3166-1 alpha-3 code.")] = None
    official_id: Annotated[
        Slug | None, Field(description="The official; absent for a new one.")
    ] = None
    printed: Annotated[list[Text], Field(description="Every form of the name printed.")] = []


class Encounter(Record):
    """A meeting that the engine found."""

    kind: Annotated[str, Vocabulary("meeting_kind"), Field(description="What sort of meeting.")]
    status: Annotated[
        str, Vocabulary("meeting_status"), Field(description="As the article puts it.")
    ]
    date: Annotated[Edtf | None, Field(description="First day.")] = None
    place: Annotated[Text | None, Field(description="City or country.")] = None
    participants: Annotated[list[Text], Field(description="Names, or posts without a name.")] = []
    meeting_id: Annotated[Slug | None, Field(description="The meeting; absent for a new one.")] = (
        None
    )


class Candidates(Record):
    """The file: named after the article."""

    article_id: Annotated[Text, Field(description="The article.")]
    officials: Annotated[
        list[Person], Field(description="Persons, as found last. For information.")
    ] = []
    meetings: Annotated[
        list[Encounter], Field(description="Meetings, as found last. For information.")
    ] = []
    candidates: Annotated[list[Candidate], Field(description="What awaits review.")] = []
    rejected: Annotated[list[Rejection], Field(description="What was rejected.")] = []


KIND = Kind("candidates", Candidates, is_registry=False, set_apart=("candidates", "rejected"))


def fingerprint(statement: Tree) -> str:
    """Twelve letters and digits that stand for a statement as it is written."""
    whole = json.dumps(statement, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(whole.encode()).hexdigest()[:12]


def json_schema() -> str:
    """JSON Schema (2020-12) of a file of candidates, for editors."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Candidates.model_json_schema(),
    }
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
