"""Articles, collections and references."""

from types import SimpleNamespace

from dataset.curation.context import gather
from dataset.curation.context.contexts import ArticleContext, CollectionContext, ReferenceContext
from dataset.curation.context.material import Material
from dataset.curation.context.shapes import Link


def test_an_article_tells_how_its_source_divides(world: SimpleNamespace, made: Material) -> None:
    found = gather(made, "daily-bridge")
    assert isinstance(found, ArticleContext)
    assert [region.kind.value for region in found.regions] == ["headline", "body"]
    assert found.region_chars == sum(r.at.end - r.at.start for r in found.regions)
    assert found.furniture_chars == len(world.TEXT) - found.region_chars
    assert [link.id[-3:] for link in found.statements] == ["hdl", "opn", "rep", "thx", "clk", "fer"]
    assert len(found.reports) == 2
    assert [item.field for item in found.evidence] == ["published"]


def test_an_article_names_whom_it_credits_and_reprints(world: SimpleNamespace) -> None:
    credit = {"organization_id": "daily", "kind": "source", "label": "Ada Lund"}
    other = world.ARTICLE | {"id": "other", "statements": [], "meeting_reports": []}
    records = world.made_up(
        articles=[other, world.ARTICLE | {"credits": [credit], "reprint_of": "other"}]
    )
    found = gather(world.material(records), "daily-bridge")
    assert isinstance(found, ArticleContext)
    assert [(c.kind.value, c.organization.name, c.label) for c in found.credits] == [
        ("source", "The Daily", "Ada Lund")
    ]
    assert found.record.values["reprint_of"].link == Link(
        "articles", "other", "Minister: The bridge stays open"
    )


def test_a_collection_lists_its_articles(made: Material) -> None:
    found = gather(made, "one")
    assert isinstance(found, CollectionContext)
    assert [article.id for article in found.articles] == ["daily-bridge"]


def test_a_reference_tells_all_that_rests_on_it(made: Material) -> None:
    found = gather(made, "page-one")
    assert isinstance(found, ReferenceContext)
    assert {(c.record.id, c.evidence.field) for c in found.cited_by} == {
        ("daily-bridge", "published"),
        ("daily-bridge-opn", "date"),
        ("ada-lund", "born"),
        ("ministry-of-works", "name"),
    }
