"""A statement is shown with everything it rests on."""

from types import SimpleNamespace

from dataset.curation.context.material import Material
from dataset.curation.context.shapes import Coded, MeetingLink, RecordPlace


def test_meeting_order_and_event_of_a_statement(world: SimpleNamespace, made: Material) -> None:
    found = world.shown_statement(made)
    assert found.said_at == MeetingLink(
        "lund-said-talks", "Talks of Lund and Said", "2020-07-20", "2020-07-20", "Basra"
    )
    assert found.about is None
    assert (found.sequence, found.statements_in_article) == (2, 6)
    assert found.article.publisher == "The Daily"
    assert found.quad == Coded("verbal-conflict", "Verbal conflict")
    assert found.record.written == RecordPlace("records/daily-bridge.yaml", 42, 5)


def test_anchors_are_all_segments_cue_quoted_words_and_labels(
    world: SimpleNamespace, made: Material
) -> None:
    found = [(a.role, a.sequence, a.at.text) for a in world.shown_statement(made, "rep").anchors]
    assert found == [
        ("content", 1, "We shall repair it,"),
        ("content", 2, "before the winter comes."),
        ("quoted", 1, "We shall repair it,"),
        ("quoted", 2, "before the winter comes."),
        ("cue", 1, "said"),
        ("speaker", 1, "she"),
    ]


def test_evidence_tells_words_with_their_place_or_the_page(
    world: SimpleNamespace, made: Material
) -> None:
    quoted, consulted = world.shown_statement(made).evidence
    assert (quoted.field, quoted.value, quoted.quote) == ("date", "2020-07-20", "on Monday")
    assert (quoted.stance.value, quoted.accepted, quoted.note) == ("supports", True, "Counted.")
    assert quoted.at is not None
    assert quoted.at.start == world.TEXT.index("on Monday")
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


def test_the_evidence_of_the_post_is_kept_by_tenure(world: SimpleNamespace, made: Material) -> None:
    found = world.shown_statement(made).tenure_evidence
    assert list(found) == ["ada-lund-bcd"]
    ((title,),) = found.values()
    assert (title.field, title.quote) == ("title", "Ada Lund, minister of works")


def test_repetitions_and_nesting_are_seen_from_both_sides(
    world: SimpleNamespace, made: Material
) -> None:
    summary, primary = world.shown_statement(made, "hdl"), world.shown_statement(made, "opn")
    assert summary.repeats is not None
    assert (summary.repeats.statement.id, summary.repeats.relation.value) == (
        "daily-bridge-opn",
        "summary",
    )
    assert primary.repeats is None
    assert [(r.statement.id, r.relation.value) for r in primary.repeated_by] == [
        ("daily-bridge-hdl", "summary")
    ]
    inner, outer = world.shown_statement(made, "fer"), world.shown_statement(made, "clk")
    assert inner.inside is not None
    assert inner.inside.id == "daily-bridge-clk"
    assert [link.id for link in outer.holds] == ["daily-bridge-fer"]
