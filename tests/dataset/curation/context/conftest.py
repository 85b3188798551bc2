"""A made-up article with everything around it, small enough to be read whole."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from dataset.curation.context import gather
from dataset.curation.context.contexts import StatementContext
from dataset.curation.context.material import Material, Report
from schema.articles import Article
from schema.collections import Collection
from schema.evidence import Reference, Retired
from schema.meetings import Meeting
from schema.officials import Official
from schema.organizations import Organization
from validation.article_proof import prove
from validation.index import Index
from validation.records import Entry, RecordSet

TEXT = """\
NEWS 7 | LOGIN

Minister: The bridge stays open

Ada Lund, minister of works, told her guest Omar Said in Basra on Monday that the bridge "will stay" open.

"We shall repair it," she said, "before the winter comes."

He thanked the ministry for its patience. A clerk announced that the talks had taken place.

It was a calm day on the river, the market was crowded, and nothing that happened in the town that
afternoon, from the harbour to the old walls, gave anybody cause to think of bridges; still less of
winters. That, by and large, is all that can be told of it, adding the ferry would run again in May.

Read more
"""


def party(label: str | None, basis: str = "named", **ids: str) -> dict[str, Any]:
    return {"label": label, "basis": basis, **ids}


def statement(key: str, content: Any, speaker: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "id": f"daily-bridge-{key}",
        "content": content,
        "quote_type": "indirect",
        "location": "body",
        "channel": "meeting",
        "speech_act": "assert",
        "guide_version": "1",
        "topics": ["border-security"],
        "speakers": [speaker],
        **more,
    }


ADA = party("Ada Lund", official_id="ada-lund", tenure_id="ada-lund-bcd")
SHE = party("she", "pronoun", official_id="ada-lund", tenure_id="ada-lund-bcd")
HE = party("He", "pronoun", official_id="omar-said")

STATEMENTS = [
    statement(
        "hdl",
        {"exact": "The bridge stays open", "suffix": "\n"},
        party("Minister", "title", official_id="ada-lund"),
        location="headline",
        is_primary=False,
        utterance_id="daily-bridge-opn",
        report_relation="summary",
    ),
    statement(
        "opn",
        'the bridge "will stay" open',
        ADA,
        quote_type="mixed",
        quoted=["will stay"],
        cue="told",
        addressees=[party("Omar Said", official_id="omar-said")],
        recipients=[party("the bridge", "metonym", organization_id="iraq")],
        said_at_meeting_id="lund-said-talks",
        date="2020-07-20",
        date_basis="inferred",
        plover_event="REQUEST",
        evidence=[
            {"field": "date", "value": "2020-07-20", "quote": "on Monday", "note": "Counted."},
            {"field": "date", "value": "2020-07-21", "reference_id": "page-one",
             "stance": "contradicts", "accepted": False},
        ],
    ),
    statement(
        "rep",
        ["We shall repair it,", "before the winter comes."],
        SHE,
        quote_type="direct",
        quoted=["We shall repair it,", "before the winter comes."],
        cue={"exact": "said", "suffix": ", "},
        about_meeting_id="lund-said-talks",
    ),
    statement("thx", "the ministry for its patience", HE, cue="thanked", speech_act="thank",
              recipients=[party("the ministry", "title", organization_id="ministry-of-works")]),
    statement("clk", "the talks had taken place", party("A clerk", "title"), cue="announced"),
    statement("fer", "the ferry would run again in May", party("A clerk", "title"), cue="adding",
              parent_statement_id="daily-bridge-clk"),
]  # fmt: skip

ARTICLE: dict[str, Any] = {
    "id": "daily-bridge",
    "collection_id": "one",
    "coding_scope": "full",
    "title": "Minister: The bridge stays open",
    "publisher_id": "daily",
    "language": "en",
    "published": "2020-07-21",
    "date_basis": "external",
    "source_file": "bridge.txt",
    "source_sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
    "source_chars": len(TEXT),
    "rights": "public-domain",
    "regions": [
        {"kind": "headline", "starts": "Minister: The bridge stays open"},
        {"kind": "body", "starts": "Ada Lund, minister", "ends": "again in May."},
    ],
    "meeting_reports": [
        {"meeting_id": "lund-said-talks", "reported_status": "held", "support": "told her guest"},
        {"meeting_id": "lund-said-talks", "reported_status": "held", "support": "the talks",
         "attributed_statement_id": "daily-bridge-clk"},
    ],
    "statements": STATEMENTS,
    "evidence": [{"field": "published", "value": "2020-07-21", "reference_id": "page-one"}],
}  # fmt: skip

ORGANIZATIONS: list[dict[str, Any]] = [
    {"id": "iran", "name": "Iran", "classification": "state", "iso3": "IRN", "ccode": 630},
    {"id": "iraq", "name": "Iraq", "classification": "state", "iso3": "IRQ", "ccode": 645},
    {
        "id": "ministry-of-works",
        "name": "Ministry of Works",
        "classification": "ministry",
        "parent_id": "iran",
        "names": [
            {
                "name": "the ministry",
                "kind": "short",
                "evidence": [{"field": "name", "reference_id": "page-one"}],
            }
        ],
    },
    {"id": "daily", "name": "The Daily", "classification": "newspaper"},
]

OFFICIALS: list[dict[str, Any]] = [
    {
        "id": "ada-lund",
        "name": "Ada Lund",
        "born": "1960",
        "names": [{"name": "Lund", "kind": "short"}],
        "evidence": [{"field": "born", "value": "1960", "reference_id": "page-one"}],
        "tenures": [
            {"id": "ada-lund-xyz", "organization_id": "daily", "title": "Editor",
             "role_class": "other"},
            {"id": "ada-lund-bcd", "organization_id": "ministry-of-works",
             "title": "Minister of Works", "role_class": "other", "start": "2020-01-01",
             "end": "2021-01-01",
             "evidence": [{"field": "title", "quote": "Ada Lund, minister of works",
                           "article_id": "daily-bridge"}]},
        ],
    },
    {"id": "omar-said", "name": "Omar Said", "iso3": "IRQ"},
]  # fmt: skip

MEETINGS: list[dict[str, Any]] = [
    {"id": "said-visit", "title": "Visit of Omar Said", "kind": "visit"},
    {
        "id": "lund-said-talks",
        "title": "Talks of Lund and Said",
        "kind": "talks",
        "start": "2020-07-20",
        "end": "2020-07-20",
        "date_basis": "inferred",
        "place": "Basra",
        "parent_meeting_id": "said-visit",
        "topics": ["border-security"],
        "participants": [
            {"official_id": "ada-lund", "tenure_id": "ada-lund-bcd", "label": "Ada Lund",
             "article_id": "daily-bridge", "role": "host", "attendance": "attended"},
            {"official_id": "omar-said", "role": "guest", "attendance": "attended"},
        ],
        "evidence": [{"field": "place", "value": "Basra", "quote": "in Basra",
                      "article_id": "daily-bridge"}],
    },
]  # fmt: skip


def made_up(**changes: Any) -> RecordSet:
    """The records above; an entry of `changes` takes the place of a whole list of them."""
    given: dict[str, Any] = {
        "articles": [ARTICLE],
        "organizations": ORGANIZATIONS,
        "officials": OFFICIALS,
        "meetings": MEETINGS,
        "references": [{"id": "page-one", "url": "https://example.org/1", "title": "Page one"}],
        "collections": [
            {"id": "one", "description": "One.", "design": "purposive", "n_included": 1}
        ],
        "retired": [
            {"id": "old-talks", "record_table": "meetings", "reason": "merged",
             "replaced_by": "lund-said-talks", "note": "Entered twice."},
            {"id": "old-visit", "record_table": "meetings", "reason": "error", "note": "None."},
        ],
    } | changes  # fmt: skip
    models = {
        "articles": Article,
        "organizations": Organization,
        "officials": Official,
        "meetings": Meeting,
        "references": Reference,
        "collections": Collection,
        "retired": Retired,
    }
    records = RecordSet(sources={"bridge.txt": TEXT.encode()})
    for name, model in models.items():
        entries = getattr(records, name)
        for number, values in enumerate(given[name]):
            path = () if name == "articles" else (number,)
            record = model.model_validate(values)
            file = f"records/{values['id'] if name == 'articles' else name}.yaml"
            entries.append(Entry(values["id"], record, file, path))
    records.positions.places["records/daily-bridge.yaml", ("statements", 1)] = (42, 5)
    return records


def status(reports: Sequence[Report]) -> tuple[str, str | None]:
    """Stands in for the rule of the tables: the last report wins."""
    if not reports:
        return ("unclear", None)
    article, report = reports[-1]
    return (report.reported_status, article.record.published)


def material(records: RecordSet | None = None) -> Material:
    records = records or made_up()
    return Material(records, Index(records), prove(records), status)


def shown_statement(made: Material, key: str = "opn") -> StatementContext:
    found = gather(made, f"daily-bridge-{key}")
    assert isinstance(found, StatementContext)
    return found


@pytest.fixture(scope="session")
def world() -> SimpleNamespace:
    """The text, the records as written, and the functions that make variants of them."""
    return SimpleNamespace(
        TEXT=TEXT,
        ARTICLE=ARTICLE,
        STATEMENTS=STATEMENTS,
        MEETINGS=MEETINGS,
        ADA=ADA,
        HE=HE,
        party=party,
        statement=statement,
        made_up=made_up,
        material=material,
        shown_statement=shown_statement,
    )


@pytest.fixture(scope="module")
def made() -> Material:
    made = material()
    assert made.proof.report.findings == []
    return made
