"""A record is shown with everything it rests on, and what is missing stays visibly missing."""

import hashlib
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset.curation import context
from dataset.curation.context import Material, gather
from schema.articles import Article
from schema.collections import Collection
from schema.evidence import Reference, Retired
from schema.meetings import Meeting
from schema.officials import Official
from schema.organizations import Organization
from validation.article_proof import prove
from validation.index import Index
from validation.quote_proof import Span
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


def status(reports: Sequence[context.Report]) -> tuple[str, str | None]:
    """Stands in for the rule of the tables: the last report wins."""
    if not reports:
        return ("unclear", None)
    article, report = reports[-1]
    return (report.reported_status, article.record.published)


def material(records: RecordSet | None = None) -> Material:
    records = records or made_up()
    return Material(records, Index(records), prove(records), status)


@pytest.fixture(scope="module")
def made() -> Material:
    made = material()
    assert made.proof.report.findings == []
    return made


def shown_statement(made: Material, key: str = "opn") -> context.StatementContext:
    found = gather(made, f"daily-bridge-{key}")
    assert isinstance(found, context.StatementContext)
    return found


def spans(value: Any) -> Iterator[dict[str, Any]]:
    """Every mapping inside a gathered context that says where words stand."""
    if isinstance(value, dict):
        if {"start", "end", "text"} <= set(value):
            yield value
        for inner in value.values():
            yield from spans(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from spans(inner)


def test_every_span_of_every_record_is_what_stands_there(made: Material) -> None:
    seen = 0
    for record_id in made.entries:
        for span in spans(asdict(gather(made, record_id))):
            seen += 1
            assert TEXT[span["start"] : span["end"]] == span["text"]
            assert span["line"] == TEXT[: span["start"]].count("\n") + 1
            if "column" in span:
                line = TEXT.split("\n")[span["line"] - 1]
                assert line[span["column"] - 1 :].startswith(span["text"].split("\n")[0])
    assert seen > 50


@pytest.mark.parametrize(
    "record_id, kind",
    [
        ("daily-bridge-opn", context.StatementContext),
        ("daily-bridge", context.ArticleContext),
        ("ada-lund", context.OfficialContext),
        ("ada-lund-bcd", context.TenureContext),
        ("iran", context.OrganizationContext),
        ("said-visit", context.MeetingContext),
        ("one", context.CollectionContext),
        ("page-one", context.ReferenceContext),
        ("old-talks", context.RetiredContext),
    ],
)
def test_every_kind_is_found_by_its_id(made: Material, record_id: str, kind: type) -> None:
    found = gather(made, record_id)
    assert type(found) is kind
    assert found.record.id == record_id


@pytest.mark.parametrize("wrong", ["daily-bridge-opm", "", "nobody"])
def test_an_id_that_never_was_is_a_key_error(made: Material, wrong: str) -> None:
    with pytest.raises(KeyError):
        gather(made, wrong)


def test_closest_looks_in_all_kinds_and_among_the_retired(made: Material) -> None:
    assert context.closest(made, "ada-lunt") == ["ada-lund"]
    assert context.closest(made, "old-talk") == ["old-talks"]
    assert context.closest(made, "daily-bridge-op") == ["daily-bridge-opn"]
    assert context.closest(made, "???") == []


def test_who_said_it_to_whom_with_the_post_of_that_day(made: Material) -> None:
    speaker, addressee, recipient = shown_statement(made).parties
    assert (speaker.role.value, speaker.who.name, speaker.label) == (
        "speaker",
        "Ada Lund",
        "Ada Lund",
    )
    assert speaker.who.post is not None
    assert (speaker.who.post.id, speaker.who.post.title) == ("ada-lund-bcd", "Minister of Works")
    assert (speaker.who.post.day, speaker.who.post.covers_day) == ("2020-07-20", "yes")
    assert speaker.who.organization == context.Link(
        "organizations", "ministry-of-works", "Ministry of Works"
    )
    assert (speaker.who.organization_from, speaker.who.iso3_from) == ("tenure", "organization")
    assert (speaker.who.iso3, speaker.who.country, speaker.who.ccode) == ("IRN", "Iran", 630)
    assert (addressee.role.value, addressee.who.name) == ("addressee", "Omar Said")
    assert (addressee.who.organization, addressee.who.organization_from) == (None, None)
    assert (addressee.who.iso3, addressee.who.iso3_from) == ("IRQ", "official")
    assert (recipient.role.value, recipient.who.name) == ("recipient", "Iraq")
    assert (recipient.who.organization_from, recipient.who.iso3_from) == ("record", "organization")


def test_a_party_that_was_only_printed_keeps_its_label(made: Material) -> None:
    (clerk,) = shown_statement(made, "clk").parties
    assert clerk.who == context.Somebody("A clerk", *[None] * 8)  # type: ignore[arg-type]
    assert clerk.basis == context.Coded("title", "Title")


def test_a_side_given_by_the_curator_comes_from_the_record() -> None:
    speaker = ADA | {"iso3": "IRQ"}
    records = made_up(articles=[ARTICLE | {"statements": [statement("opn", "open", speaker)]}])
    (party_,) = shown_statement(material(records)).parties
    assert (party_.who.iso3, party_.who.iso3_from) == ("IRQ", "record")


@pytest.mark.parametrize(
    "day, start, end, expected",
    [
        ("2020-07-20", "2020-01-01", "2021-01-01", "yes"),
        ("2020-07-20", "2020-07-20", "2020-07-20", "yes"),
        ("2020-07-20", "2020-01-01", None, "possibly"),
        ("2020-07-20", None, "2021-01-01", "possibly"),
        ("2020-07-20", "2020-07", "2021-01-01", "possibly"),
        ("2020-07", "2020-07-20", "2021-01-01", "possibly"),
        (None, "2020-01-01", "2021-01-01", "possibly"),
        ("2020-07-20", "2020-08-01", None, "no"),
        ("2020-07-20", "2019-01-01", "2020-07-19", "no"),
    ],
)
def test_whether_a_post_was_held_is_three_valued(
    day: str | None, start: str | None, end: str | None, expected: str
) -> None:
    post = {"id": "ada-lund-bcd", "organization_id": "iran", "title": "T", "role_class": "other"}
    official = {"id": "ada-lund", "name": "Ada", "tenures": [post | {"start": start, "end": end}]}
    dated = {"date": day, "date_basis": day and "stated"}
    said = statement("opn", "open", party("Ada Lund", official_id="ada-lund") | {
        "tenure_id": "ada-lund-bcd"}, **dated)  # fmt: skip
    records = made_up(officials=[official], articles=[ARTICLE | {"statements": [said]}])
    (speaker,) = shown_statement(material(records)).parties
    assert speaker.who.post is not None
    assert speaker.who.post.covers_day == expected


def test_values_carry_labels_links_and_bounds(made: Material) -> None:
    values = shown_statement(made).record.values
    assert values["quote_type"] == context.Value("mixed", label="Mixed")
    assert values["said_at_meeting_id"].link == context.Link(
        "meetings", "lund-said-talks", "Talks of Lund and Said"
    )
    assert values["date"] == context.Value("2020-07-20", earliest="2020-07-20", latest="2020-07-20")
    assert "extractor" not in values
    official = gather(made, "ada-lund")
    assert official.record.values["born"] == context.Value(
        "1960", earliest="1960-01-01", latest="1960-12-31"
    )


def test_meeting_order_and_event_of_a_statement(made: Material) -> None:
    found = shown_statement(made)
    assert found.said_at == context.MeetingLink(
        "lund-said-talks", "Talks of Lund and Said", "2020-07-20", "2020-07-20", "Basra"
    )
    assert found.about is None
    assert (found.sequence, found.statements_in_article) == (2, 6)
    assert found.article.publisher == "The Daily"
    assert found.quad == context.Coded("verbal-conflict", "Verbal conflict")
    assert found.record.written == context.RecordPlace("records/daily-bridge.yaml", 42, 5)


def test_anchors_are_all_segments_cue_quoted_words_and_labels(made: Material) -> None:
    found = [(a.role, a.sequence, a.at.text) for a in shown_statement(made, "rep").anchors]
    assert found == [
        ("content", 1, "We shall repair it,"),
        ("content", 2, "before the winter comes."),
        ("quoted", 1, "We shall repair it,"),
        ("quoted", 2, "before the winter comes."),
        ("cue", 1, "said"),
        ("speaker", 1, "she"),
    ]


def test_a_passage_holds_the_content_and_few_words_around_it(made: Material) -> None:
    (passage,) = shown_statement(made, "rep").passages
    assert TEXT[passage.start : passage.end] == passage.text
    first, last = TEXT.index("We shall"), TEXT.index("winter comes.") + len("winter comes.")
    assert first - context.REACH <= passage.start < first
    assert last < passage.end <= last + context.REACH
    assert TEXT[passage.start - 1].isspace()
    assert TEXT[passage.end].isspace()
    assert (passage.begins_source, passage.ends_source) == (False, False)


def test_a_speaker_far_from_the_content_has_a_passage_of_its_own(made: Material) -> None:
    first, second = shown_statement(made, "fer").passages
    assert "A clerk" in first.text
    assert len(first.text) <= len("A clerk") + 2 * context.NARROW_REACH
    assert "adding the ferry would run again in May" in second.text
    assert second.ends_source
    assert first.end + context.NARROW_REACH < second.start


def test_the_beginning_of_the_source_is_known(made: Material) -> None:
    (passage,) = shown_statement(made, "hdl").passages
    assert (passage.start, passage.line, passage.begins_source) == (0, 1, True)


words = st.text(st.sampled_from("ab \n"), max_size=60)


@given(words, words, words, st.integers(0, 30))
def test_a_window_keeps_its_span_and_cuts_no_word(
    before: str, middle: str, after: str, reach: int
) -> None:
    text, span = before + middle + after, Span(len(before), len(before) + len(middle))
    window = context._window(text, span, reach)
    assert window.contains(span)
    assert span.start - reach <= window.start
    assert window.end <= span.end + reach
    for at, edge in ((window.start, span.start), (window.end, span.end)):
        is_inside_word = 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()
        assert at == edge or not is_inside_word


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 80)), max_size=8))
def test_merged_windows_are_apart_and_lose_nothing(pairs: list[tuple[int, int]]) -> None:
    windows = sorted(Span(start, start + length) for start, length in pairs)
    merged = context._merged(windows)
    assert all(any(m.contains(window) for m in merged) for window in windows)
    gaps = [b.start - a.end for a, b in itertools.pairwise(merged)]
    assert all(gap > context.NARROW_REACH for gap in gaps)


def test_evidence_tells_words_with_their_place_or_the_page(made: Material) -> None:
    quoted, consulted = shown_statement(made).evidence
    assert (quoted.field, quoted.value, quoted.quote) == ("date", "2020-07-20", "on Monday")
    assert (quoted.stance.value, quoted.accepted, quoted.note) == ("supports", True, "Counted.")
    assert quoted.at is not None
    assert quoted.at.start == TEXT.index("on Monday")
    assert quoted.article is not None
    assert quoted.article.id == "daily-bridge"
    assert quoted.reference is None
    assert (consulted.stance.value, consulted.accepted) == ("contradicts", False)
    assert consulted.reference is not None
    assert (consulted.reference.title, consulted.reference.url) == (
        "Page one",
        "https://example.org/1",
    )
    assert (consulted.quote, consulted.at, consulted.article) == (None, None, None)


def test_the_evidence_of_the_post_is_kept_by_tenure(made: Material) -> None:
    found = shown_statement(made).tenure_evidence
    assert list(found) == ["ada-lund-bcd"]
    ((title,),) = found.values()
    assert (title.field, title.quote) == ("title", "Ada Lund, minister of works")


def test_repetitions_and_nesting_are_seen_from_both_sides(made: Material) -> None:
    summary, primary = shown_statement(made, "hdl"), shown_statement(made, "opn")
    assert summary.repeats is not None
    assert (summary.repeats.statement.id, summary.repeats.relation.value) == (
        "daily-bridge-opn",
        "summary",
    )
    assert primary.repeats is None
    assert [(r.statement.id, r.relation.value) for r in primary.repeated_by] == [
        ("daily-bridge-hdl", "summary")
    ]
    inner, outer = shown_statement(made, "fer"), shown_statement(made, "clk")
    assert inner.inside is not None
    assert inner.inside.id == "daily-bridge-clk"
    assert [link.id for link in outer.holds] == ["daily-bridge-fer"]


def test_an_official_has_posts_names_statements_and_meetings(made: Material) -> None:
    found = gather(made, "ada-lund")
    assert isinstance(found, context.OfficialContext)
    assert [post.id for post in found.tenures] == ["ada-lund-bcd", "ada-lund-xyz"]
    assert [form.name for form in found.names] == ["Lund"]
    assert {link.id: link.roles for link in found.statements} == {
        "daily-bridge-hdl": ("speaker",),
        "daily-bridge-opn": ("speaker",),
        "daily-bridge-rep": ("speaker",),
    }
    (talks,) = found.meetings
    assert (talks.meeting.id, talks.role.value) == ("lund-said-talks", "host")
    assert [item.field for item in found.evidence] == ["born"]
    assert list(found.tenure_evidence) == ["ada-lund-bcd", "ada-lund-xyz"]
    other = gather(made, "omar-said")
    assert isinstance(other, context.OfficialContext)
    assert {link.id: link.roles for link in other.statements} == {
        "daily-bridge-opn": ("addressee",),
        "daily-bridge-thx": ("speaker",),
    }


def test_a_tenure_tells_whose_it_is_and_what_was_said_from_it(made: Material) -> None:
    found = gather(made, "ada-lund-bcd")
    assert isinstance(found, context.TenureContext)
    assert found.official.name == "Ada Lund"
    assert found.record.name == "Minister of Works, Ministry of Works"
    assert [link.id for link in found.statements] == ["daily-bridge-opn", "daily-bridge-rep"]
    assert [item.meeting.id for item in found.meetings] == ["lund-said-talks"]


def test_an_organization_counts_what_is_said_from_its_posts(made: Material) -> None:
    found = gather(made, "ministry-of-works")
    assert isinstance(found, context.OrganizationContext)
    assert [post.official.id for post in found.tenures] == ["ada-lund"]
    assert {link.id: link.roles for link in found.statements} == {
        "daily-bridge-opn": ("speaker",),
        "daily-bridge-rep": ("speaker",),
        "daily-bridge-thx": ("recipient",),
    }
    assert [item.role.value for item in found.meetings] == ["host"]
    assert found.record.values["parent_id"].link == context.Link("organizations", "iran", "Iran")
    ((seen,),) = (form.evidence for form in found.names)
    assert seen.reference is not None
    assert seen.reference.id == "page-one"
    assert found.evidence == ()
    state, outlet = gather(made, "iran"), gather(made, "daily")
    assert isinstance(state, context.OrganizationContext)
    assert [part.id for part in state.parts] == ["ministry-of-works"]
    assert isinstance(outlet, context.OrganizationContext)
    assert [article.id for article in outlet.articles] == ["daily-bridge"]


def test_a_meeting_has_participants_reports_and_what_was_said(made: Material) -> None:
    found = gather(made, "lund-said-talks")
    assert isinstance(found, context.MeetingContext)
    host, guest = found.participants
    assert (host.role.value, host.who.name, host.attendance.value) == (
        "host",
        "Ada Lund",
        "attended",
    )
    assert host.at is not None
    assert host.at.text == host.label == "Ada Lund"
    assert (guest.label, guest.at) == (None, None)
    assert (found.status.value, found.status_as_of) == ("held", "2020-07-21")
    assert (found.article_count, found.source_count) == (1, 1)
    assert [link.id for link in found.said_there] == ["daily-bridge-opn"]
    assert [link.id for link in found.said_about] == ["daily-bridge-rep"]
    assert [item.field for item in found.evidence] == ["place"]
    visit = gather(made, "said-visit")
    assert isinstance(visit, context.MeetingContext)
    assert [part.id for part in visit.parts] == ["lund-said-talks"]
    assert (visit.status.value, visit.status_as_of, visit.reports) == ("unclear", None, ())


def test_a_claim_settles_nothing_where_the_article_reports_for_itself(made: Material) -> None:
    found = gather(made, "lund-said-talks")
    assert isinstance(found, context.MeetingContext)
    own, claim = found.reports
    assert (own.settles, own.attributed_statement) == (True, None)
    assert [span.text for span in own.support] == ["told her guest"]
    assert claim.attributed_statement == context.Link(
        "statements", "daily-bridge-clk", "the talks had taken place"
    )
    assert not claim.settles


def test_a_claim_settles_the_status_where_there_is_nothing_else() -> None:
    only = [ARTICLE["meeting_reports"][1]]
    found = gather(
        material(made_up(articles=[ARTICLE | {"meeting_reports": only}])), "lund-said-talks"
    )
    assert isinstance(found, context.MeetingContext)
    assert [report.settles for report in found.reports] == [True]


def test_an_article_tells_how_its_source_divides(made: Material) -> None:
    found = gather(made, "daily-bridge")
    assert isinstance(found, context.ArticleContext)
    assert [region.kind.value for region in found.regions] == ["headline", "body"]
    assert found.region_chars == sum(r.at.end - r.at.start for r in found.regions)
    assert found.furniture_chars == len(TEXT) - found.region_chars
    assert [link.id[-3:] for link in found.statements] == ["hdl", "opn", "rep", "thx", "clk", "fer"]
    assert len(found.reports) == 2
    assert [item.field for item in found.evidence] == ["published"]


def test_an_article_names_whom_it_credits_and_reprints() -> None:
    credit = {"organization_id": "daily", "kind": "source", "label": "Ada Lund"}
    other = ARTICLE | {"id": "other", "statements": [], "meeting_reports": []}
    records = made_up(articles=[other, ARTICLE | {"credits": [credit], "reprint_of": "other"}])
    found = gather(material(records), "daily-bridge")
    assert isinstance(found, context.ArticleContext)
    assert [(c.kind.value, c.organization.name, c.label) for c in found.credits] == [
        ("source", "The Daily", "Ada Lund")
    ]
    assert found.record.values["reprint_of"].link == context.Link(
        "articles", "other", "Minister: The bridge stays open"
    )


def test_a_collection_lists_its_articles(made: Material) -> None:
    found = gather(made, "one")
    assert isinstance(found, context.CollectionContext)
    assert [article.id for article in found.articles] == ["daily-bridge"]


def test_a_reference_tells_all_that_rests_on_it(made: Material) -> None:
    found = gather(made, "page-one")
    assert isinstance(found, context.ReferenceContext)
    assert {(c.record.id, c.evidence.field) for c in found.cited_by} == {
        ("daily-bridge", "published"),
        ("daily-bridge-opn", "date"),
        ("ada-lund", "born"),
        ("ministry-of-works", "name"),
    }


def test_a_tombstone_tells_why_and_what_replaces_it(made: Material) -> None:
    merged, gone = gather(made, "old-talks"), gather(made, "old-visit")
    assert isinstance(merged, context.RetiredContext)
    assert merged.record.values["reason"].value == "merged"
    assert merged.record.values["note"].value == "Entered twice."
    assert merged.replacement == context.Link(
        "meetings", "lund-said-talks", "Talks of Lund and Said"
    )
    assert isinstance(gone, context.RetiredContext)
    assert gone.replacement is None


def test_a_record_under_a_retired_id_is_what_is_shown() -> None:
    reused = MEETINGS[0] | {"id": "old-talks"}
    found = gather(material(made_up(meetings=[*MEETINGS, reused])), "old-talks")
    assert isinstance(found, context.MeetingContext)


def test_ids_that_lead_nowhere_are_shown_without_a_name() -> None:
    said = statement(
        "opn",
        "open",
        party("Ada Lund", official_id="nobody", tenure_id="nobody-bcd"),
        said_at_meeting_id="no-talks",
        parent_statement_id="no-statement",
        evidence=[{"field": "date", "reference_id": "no-page"}],
    )
    article = ARTICLE | {"publisher_id": "no-outlet", "statements": [said], "meeting_reports": []}
    found = shown_statement(material(made_up(articles=[article])))
    (speaker,) = found.parties
    assert speaker.who.official == context.Link("officials", "nobody", None)
    assert (speaker.who.name, speaker.who.post) == ("Ada Lund", None)
    assert found.said_at == context.MeetingLink("no-talks", None, None, None, None)
    assert found.article.publisher == "no-outlet"
    assert found.inside is None
    assert found.evidence[0].reference == context.Page("no-page", *[None] * 5)  # type: ignore[arg-type]


def test_a_party_known_by_a_dangling_id_alone_is_called_by_it() -> None:
    recipient = party(None, "external", organization_id="no-body")
    said = statement("opn", "open", ADA, recipients=[recipient])
    found = shown_statement(material(made_up(articles=[ARTICLE | {"statements": [said]}])))
    assert found.parties[1].who.name == "no-body"


def test_without_its_source_a_statement_still_tells_who_said_what() -> None:
    records = made_up()
    records.sources.clear()
    found = shown_statement(material(records), "rep")
    assert found.content == "We shall repair it, […] before the winter comes."
    assert (found.anchors, found.passages, found.sequence) == ((), (), None)
    assert found.parties[0].at is None
    article = gather(material(records), "daily-bridge")
    assert isinstance(article, context.ArticleContext)
    assert (article.regions, article.region_chars, article.furniture_chars) == ((), None, None)
    assert article.reports[0].support == ()


def test_of_an_id_used_twice_the_first_record_is_shown() -> None:
    twice = [*STATEMENTS, statement("opn", "patience", HE)]
    found = gather(material(made_up(articles=[ARTICLE | {"statements": twice}])), "daily-bridge")
    assert isinstance(found, context.ArticleContext)
    assert [link.id for link in found.statements].count("daily-bridge-opn") == 1
    assert found.statements[1].content == 'the bridge "will stay" open'
