"""People, posts and bodies with what was said and done."""

from dataset.curation.context import gather
from dataset.curation.context.contexts import OfficialContext, OrganizationContext, TenureContext
from dataset.curation.context.material import Material
from dataset.curation.context.shapes import Link


def test_an_official_has_posts_names_statements_and_meetings(made: Material) -> None:
    found = gather(made, "ada-lund")
    assert isinstance(found, OfficialContext)
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
    assert isinstance(other, OfficialContext)
    assert {link.id: link.roles for link in other.statements} == {
        "daily-bridge-opn": ("addressee",),
        "daily-bridge-thx": ("speaker",),
    }


def test_a_tenure_tells_whose_it_is_and_what_was_said_from_it(made: Material) -> None:
    found = gather(made, "ada-lund-bcd")
    assert isinstance(found, TenureContext)
    assert found.official.name == "Ada Lund"
    assert found.record.name == "Minister of Works, Ministry of Works"
    assert [link.id for link in found.statements] == ["daily-bridge-opn", "daily-bridge-rep"]
    assert [item.meeting.id for item in found.meetings] == ["lund-said-talks"]


def test_an_organization_counts_what_is_said_from_its_posts(made: Material) -> None:
    found = gather(made, "ministry-of-works")
    assert isinstance(found, OrganizationContext)
    assert [post.official.id for post in found.tenures] == ["ada-lund"]
    assert {link.id: link.roles for link in found.statements} == {
        "daily-bridge-opn": ("speaker",),
        "daily-bridge-rep": ("speaker",),
        "daily-bridge-thx": ("recipient",),
    }
    assert [item.role.value for item in found.meetings] == ["host"]
    assert found.record.values["parent_id"].link == Link("organizations", "iran", "Iran")
    ((seen,),) = (form.evidence for form in found.names)
    assert seen.reference is not None
    assert seen.reference.id == "page-one"
    assert found.evidence == ()
    state, outlet = gather(made, "iran"), gather(made, "daily")
    assert isinstance(state, OrganizationContext)
    assert [part.id for part in state.parts] == ["ministry-of-works"]
    assert isinstance(outlet, OrganizationContext)
    assert [article.id for article in outlet.articles] == ["daily-bridge"]
