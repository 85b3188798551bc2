"""A meeting with who took part and what each article says of it."""

from types import SimpleNamespace

from dataset.curation.context import gather
from dataset.curation.context.contexts import MeetingContext
from dataset.curation.context.material import Material
from dataset.curation.context.shapes import Link


def test_a_meeting_has_participants_reports_and_what_was_said(made: Material) -> None:
    found = gather(made, "lund-said-talks")
    assert isinstance(found, MeetingContext)
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
    assert isinstance(visit, MeetingContext)
    assert [part.id for part in visit.parts] == ["lund-said-talks"]
    assert (visit.status.value, visit.status_as_of, visit.reports) == ("unclear", None, ())


def test_a_claim_settles_nothing_where_the_article_reports_for_itself(made: Material) -> None:
    found = gather(made, "lund-said-talks")
    assert isinstance(found, MeetingContext)
    own, claim = found.reports
    assert (own.settles, own.attributed_statement) == (True, None)
    assert [span.text for span in own.support] == ["told her guest"]
    assert claim.attributed_statement == Link(
        "statements", "daily-bridge-clk", "the talks had taken place"
    )
    assert not claim.settles


def test_a_claim_settles_the_status_where_there_is_nothing_else(world: SimpleNamespace) -> None:
    only = [world.ARTICLE["meeting_reports"][1]]
    found = gather(
        world.material(world.made_up(articles=[world.ARTICLE | {"meeting_reports": only}])),
        "lund-said-talks",
    )
    assert isinstance(found, MeetingContext)
    assert [report.settles for report in found.reports] == [True]
