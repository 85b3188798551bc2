"""Synthetic articles as rows of the base tables. What can be derived from them is left to `dataset build --from`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from schema import vocabularies
from scripts.synthetic import words
from scripts.synthetic.columns import (
    Columns,
    Draw,
    Texts,
    days,
    glue,
    lengths,
    only,
    pc,
    pick,
    qualified,
)
from scripts.synthetic.people import agency_id, ccodes_of, outlet_id, people, state_id
from scripts.synthetic.sentences import MIXED, QUOTE_TYPES, SPLIT
from scripts.synthetic.stories import (
    BLOCK,
    FULL,
    ONGOING,
    PLANNED,
    PORTION,
    PRONOUN,
    Stories,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[Any]


def rows_of(made: Stories, seed: int) -> Iterator[tuple[str, Columns]]:
    """Columns of every growing table, some tables in several portions."""
    yield from _articles(made)
    yield from _meetings(made, seed)
    yield from _reports(made)
    yield from _statements(made, seed)
    yield from _statement_anchors(made)


def _articles(made: Stories) -> Iterator[tuple[str, Columns]]:
    count, in_block = made.count, _in_block(made)
    previous = made.ids.take(pa.array(np.maximum(np.arange(count) - 1, 0)))
    reprints = (in_block == BLOCK - 1) & (made.days % 5 == 0)
    outlets = pick([outlet_id(n) for n in range(len(words.OUTLETS))], made.outlet)
    agencies = pick([agency_id(n) for n in range(len(words.AGENCIES))], made.agency)
    credited = np.asarray(pc.is_valid(made.credits))
    yield (
        "articles",
        {
            "article_id": made.ids,
            "collection_id": "example-collection",
            "coding_scope": "full",
            "title": made.headlines,
            "publisher_id": outlets,
            "text_origin_id": only(agencies, credited & ~reprints),
            "reprint_of": only(previous, reprints),
            "language": "en",
            "published": made.published,
            "date_basis": "stated",
            "dateline_place": pick(words.TOWNS, made.lead.town),
            "source_file": glue(made.ids, ".txt"),
            "source_sha256": [
                hashlib.sha256(t.encode()).hexdigest() for t in made.texts.to_pylist()
            ],
            "source_chars": made.sizes,
            "rights": "open-licence",
        },
    )
    regions = (
        ("headline", np.zeros(count, int), lengths(made.headlines)),
        ("body", made.body_start, made.body_end),
        ("credits", made.credit_start, made.credit_start + lengths(made.credits)),
    )
    for number, (kind, start, end) in enumerate(regions, 1):
        here = credited if kind == "credits" else np.ones(count, bool)
        yield (
            "article_regions",
            {
                "article_id": made.ids.filter(pa.array(here)),
                "sequence": number,
                "kind": kind,
                "start": start[here],
                "end": end[here],
            },
        )
    chosen = pa.array(credited)
    yield (
        "article_credits",
        {
            "article_id": made.ids.filter(chosen),
            "sequence": 1,
            "organization_id": agencies.filter(chosen),
            "kind": "contributed",
            "label": made.credits.filter(chosen),
        },
    )
    yield (
        "evidence",
        {
            "record_table": "articles",
            "record_id": made.ids,
            "sequence": 1,
            "field": "dateline_place",
            "value": pick(words.TOWNS, made.lead.town),
            "stance": "supports",
            "accepted": True,
            "article_id": made.ids,
            "start": made.body_start,
            "end": made.body_start + made.dateline,
        },
    )


def _in_block(made: Stories) -> Numbers:
    return (made.first + np.arange(made.count)) % BLOCK


def _meetings(made: Stories, seed: int) -> Iterator[tuple[str, Columns]]:
    known, count = people(), len(made.visit_days)
    draw = Draw(seed, "meetings", made.first, count, PORTION // BLOCK)
    first = np.arange(count) * BLOCK  # the article that announces the visit
    host, guest = made.lead.host[first], made.lead.guest[first]
    host_iso3 = known.iso3.take(pa.array(host))
    start = days(made.visit_days)
    guests = known.titles.take(pa.array(guest))
    for ids, title, kind, parent in (
        (made.visit_ids, "Visit of the ", "visit", pa.nulls(count, pa.string())),
        (made.talks_ids, "Talks with the ", "talks", made.visit_ids),
    ):
        yield (
            "meetings",
            {
                "meeting_id": ids,
                "title": glue(title, guests),
                "kind": kind,
                "modality": "in-person",
                "start": start,
                "end": days(made.visit_days + (kind == "visit")),
                "date_basis": "stated",
                "place": pick(words.TOWNS, made.lead.town[first]),
                "iso3": host_iso3,
                "host_iso3": host_iso3,
                "parent_meeting_id": parent,
            },
        )
        yield (
            "meeting_topics",
            {"meeting_id": ids, "sequence": 1, "topic": draw.from_vocabulary("topic")},
        )
        # printed in the first article of the block that exists; only the visit's parties are quoted
        printed = np.full(count, kind == "visit")
        for number, (who, role, label) in enumerate(
            ((host, "host", made.lead.host_labels), (guest, "guest", made.lead.guest_labels)), 1
        ):
            here = pa.array(who)
            yield (
                "participants",
                {
                    "meeting_id": ids,
                    "sequence": number,
                    "official_id": known.ids.take(here),
                    "organization_id": known.bodies.take(here),
                    "tenure_id": known.tenures.take(here),
                    "iso3": known.iso3.take(here),
                    "ccode": ccodes_of(known.side[who]),
                    "label": only(label.take(pa.array(first)), printed),
                    "role": role,
                    "attendance": "attended",
                    "article_id": only(made.ids.take(pa.array(first)), printed),
                },
            )
    for number, (start_, label) in enumerate(
        (
            (made.lead.host_start, made.lead.host_labels),
            (made.lead.guest_start, made.lead.guest_labels),
        ),
        1,
    ):
        at = made.body_start[first] + start_[first]
        article = made.ids.take(pa.array(first))
        words_ = label.take(pa.array(first))
        yield (
            "anchors",
            {
                "record_table": "meetings",
                "record_id": made.visit_ids,
                "role": "participant",
                "segment": number,
                "article_id": article,
                "start": at,
                "end": at + lengths(words_),
            },
        )


def _reports(made: Stories) -> Iterator[tuple[str, Columns]]:
    in_block = _in_block(made)
    block = pa.array(np.arange(made.count) // BLOCK)
    visits, talks = made.visit_ids.take(block), made.talks_ids.take(block)
    status = pick(
        ("planned", "ongoing", "held"),
        np.select([in_block == PLANNED, in_block == ONGOING], [0, 1], 2),
    )
    claimed = (in_block == PLANNED) & (made.days % 7 == 0)
    first_said = made.statement_ids.take(pa.array(np.arange(made.count) * made.each))
    starts = days(made.visit_days).take(block)
    has_talks = made.lead.talks[0] >= 0
    for number, (ids, here, (start, end), segment) in enumerate(
        (
            (visits, np.ones(made.count, bool), made.lead.visit, in_block + 1),
            (talks, has_talks, made.lead.talks, in_block - 1),
        ),
        1,
    ):
        chosen = pa.array(here)
        yield (
            "meeting_reports",
            {
                "article_id": made.ids.filter(chosen),
                "sequence": number,
                "meeting_id": ids.filter(chosen),
                "reported_status": status.filter(chosen),
                "reported_start": only(starts, in_block == ONGOING).filter(chosen),
                "stance": "reports",
                "attributed_statement_id": only(first_said, claimed).filter(chosen),
            },
        )
        yield (
            "anchors",
            {
                "record_table": "meetings",
                "record_id": ids.filter(chosen),
                "role": "support",
                "segment": segment[here],
                "article_id": made.ids.filter(chosen),
                "start": (made.body_start + start)[here],
                "end": (made.body_start + end)[here],
            },
        )


def _statements(made: Stories, seed: int) -> Iterator[tuple[str, Columns]]:
    known, of_article = people(), made.of_article
    count = len(of_article)
    draw = Draw(seed, "coding", made.first, count, PORTION * made.each)
    ids, place = made.statement_ids, np.tile(np.arange(made.each), made.count)
    in_block = _in_block(made)[of_article]
    firsts = pa.array(of_article * made.each)  # the first statement of each one's article
    # nothing repeats a repetition, and nothing stands within itself
    repeats, nested = draw.some(0.05) & (place > 0), draw.some(0.05) & (place > 0)
    at_visit = draw.some(0.3) & (in_block > PLANNED)
    about = draw.some(0.3)
    event, mode = _events(draw, repeats)
    day, dated = _days(made, draw, at_visit)
    visits = made.visit_ids.take(pa.array(of_article // BLOCK))
    extracted = draw.some(0.8)
    doubtful = draw.some(0.1)
    yield (
        "statements",
        {
            "statement_id": ids,
            "article_id": made.ids.take(pa.array(of_article)),
            "content": made.said.contents,
            "quoted_text": made.said.quoted,
            "cue": made.said.parts["cue"],
            "quote_type": pick(QUOTE_TYPES, made.said.manners),
            "spoken_language": draw.from_vocabulary("language", nulls=0.5),
            "is_translated": pa.array(draw.some(0.5), mask=draw.some(0.5)),
            "location": pick(("lead", "body"), np.minimum(place, 1)),
            "channel": draw.from_vocabulary("channel"),
            "said_at_meeting_id": only(visits, at_visit),
            "about_meeting_id": only(visits, about & ~at_visit),
            "date": only(qualified(days(day), doubtful), dated),
            "date_basis": only(draw.from_vocabulary("date_basis"), dated),
            "speech_act": draw.from_vocabulary("speech_act"),
            "plover_event": event,
            "plover_mode": mode,
            "parent_statement_id": only(ids.take(firsts), nested),
            "utterance_id": only(ids.take(firsts), repeats),
            "is_primary": ~repeats,
            "report_relation": only(draw.from_vocabulary("report_relation"), repeats),
            "method": pick(("curated", "extracted"), extracted.astype(int)),
            "extractor": only(pa.scalar("example-extractor 1.0"), extracted),
            "extractor_score": pa.array(draw.share().round(4), mask=~extracted),
            "tier": only(draw.from_vocabulary("tier"), extracted),
            "coded_by": "example",
            "reviewed_by": "example",
            "reviewed_on": days(draw.number(DAYS_OF_REVIEW)),
            "guide_version": "0.1",
        },
    )
    yield from _parties(made, draw, event)
    yield (
        "statement_topics",
        {"statement_id": ids, "sequence": 1, "topic": draw.one_of(FIRST_TOPICS)},
    )
    second = pa.array(draw.some(0.4))
    topics = draw.one_of(OTHER_TOPICS).filter(second)
    yield (
        "statement_topics",
        {"statement_id": ids.filter(second), "sequence": 2, "topic": topics},
    )
    named = made.forms != PRONOUN
    start = made.places + made.said.starts["label"]
    yield (
        "mentions",
        {
            "article_id": made.ids.take(pa.array(of_article[named])),
            "start": start[named],
            "end": (start + made.said.sizes["label"])[named],
            "record_table": "officials",
            "record_id": known.ids.take(pa.array(made.speakers[named])),
            "form": pick(("name", "title"), (made.forms == FULL).astype(int)[named]),
        },
    )


DAYS_OF_REVIEW = 5_500
_TOPICS = vocabularies.values("topic")
FIRST_TOPICS, OTHER_TOPICS = _TOPICS[::2], _TOPICS[1::2]


def _events(draw: Draw, repeats: Numbers) -> tuple[Texts, Texts]:
    """Event types with a mode that belongs to each, if it has any; half of the statements are no event."""
    pairs = [
        (event, mode)
        for event in vocabularies.values("plover_event")
        for mode in (None, *vocabularies.modes(event))
    ]
    chosen, nulls = draw.number(len(pairs)), draw.some(0.5) | repeats
    events, modes = (pick(column, chosen, nulls) for column in zip(*pairs, strict=True))
    return events, modes


def _days(made: Stories, draw: Draw, at_visit: Numbers) -> tuple[Numbers, Numbers]:
    """On which day each statement was made, and whether that is known: never after the article was published."""
    of_article = made.of_article
    first = made.visit_days[of_article // BLOCK]
    other = made.days[of_article] - draw.number(2)
    return np.where(at_visit, first, other), draw.some(0.9)


def _parties(made: Stories, draw: Draw, event: Texts) -> Iterator[tuple[str, Columns]]:
    known, ids = people(), made.statement_ids
    who = pa.array(made.speakers)
    yield (
        "statement_parties",
        {
            "statement_id": ids,
            "role": "speaker",
            "sequence": 1,
            "label": made.said.parts["label"],
            "basis": pick(("named", "named", "pronoun"), made.forms),
            "official_id": known.ids.take(who),
            "organization_id": known.bodies.take(who),
            "tenure_id": known.tenures.take(who),
            "iso3": known.iso3.take(who),
            "ccode": ccodes_of(known.side[made.speakers]),
        },
    )
    # the state acted upon, or a listener, is known from the context
    others = (known.side[made.speakers] + 1 + draw.number(len(words.STATES) - 1)) % len(
        words.STATES
    )
    states = pick([state_id(iso3) for iso3 in words.STATES], others)
    for role, here in (
        ("recipient", np.asarray(pc.is_valid(event))),
        ("addressee", draw.some(0.2)),
    ):
        chosen = pa.array(here)
        yield (
            "statement_parties",
            {
                "statement_id": ids.filter(chosen),
                "role": role,
                "sequence": 1,
                "basis": "external",
                "organization_id": states.filter(chosen),
                "iso3": pick(words.STATES, others[here]),
                "ccode": ccodes_of(others[here]),
            },
        )


def _statement_anchors(made: Stories) -> Iterator[tuple[str, Columns]]:
    said, ids = made.said, made.statement_ids
    articles = made.ids.take(pa.array(made.of_article))
    direct = np.isin(said.manners, [n for n, kind in enumerate(QUOTE_TYPES) if kind == "direct"])
    everywhere = np.ones(len(ids), bool)
    for role, segment, part, here in (
        ("content", 1, "first", everywhere),
        ("content", 2, "second", said.manners == SPLIT),
        ("quoted", 1, "first", direct),
        ("quoted", 2, "second", said.manners == SPLIT),
        ("quoted", 1, "inner", said.manners == MIXED),
        ("cue", 1, "cue", everywhere),
        ("speaker", 1, "label", everywhere),
    ):
        chosen = pa.array(here)
        start = (made.places + said.starts[part])[here]
        yield (
            "anchors",
            {
                "record_table": "statements",
                "record_id": ids.filter(chosen),
                "role": role,
                "segment": segment,
                "article_id": articles.filter(chosen),
                "start": start,
                "end": start + said.sizes[part][here],
                "exact": said.parts[part].filter(chosen) if role == "content" else None,
            },
        )


def vocabulary_columns() -> Mapping[str, list[Any]]:
    """Columns of the table of vocabularies."""
    terms = list(vocabularies.terms())
    names = ("vocabulary", "value", "label", "definition", "source")
    more = ("plover_event", "plover_mode", "cap_code")
    return {name: [getattr(term, name) for term in terms] for name in (*names, *more)}
