"""What the code of a page declares, and where; nothing is guessed."""

from __future__ import annotations

import json

import pytest
from lxml import html

from scripts.ingest.metadata import MOST_VALUES, Metadata, is_url, metadata_of


def of(head: str, before: str = "") -> Metadata:
    source = f"{before}<html><head>{head}</head><body>x</body></html>"
    return metadata_of(html.document_fromstring(source), source)


def ld(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


ARTICLE = {
    "@type": "NewsArticle",
    "headline": "Head  line",
    "datePublished": "2024-03-12",
    "author": [{"name": "A. B."}, "C. D."],
    "publisher": {"name": "Gazette"},
    "inLanguage": "en-GB",
}


@pytest.mark.parametrize(
    "value",
    [
        ARTICLE,
        [ARTICLE],
        {"@graph": [{"@type": "WebSite", "name": "No"}, ARTICLE]},
        {"a": {"b": [ARTICLE]}},
    ],
)
def test_an_article_is_found_wherever_json_ld_has_it(value: object) -> None:
    found = of(ld(value))
    assert [(d.value, d.where) for d in found.titles] == [("Head line", "JSON-LD headline")]
    assert [(d.value, d.about) for d in found.published] == [("2024-03-12", "Head line")]
    assert [d.value for d in found.authors] == ["A. B.", "C. D."]
    assert [d.value for d in found.sites] == ["Gazette"]
    assert [d.value for d in found.languages] == ["en-GB"]


@pytest.mark.parametrize(
    "head",
    [
        ld({"@type": "WebSite", "name": "Gazette", "datePublished": "2024"}),
        ld({"@type": 7, "headline": "x"}),
        ld(["NewsArticle"]),
        '<script type="application/ld+json">{"@type": "NewsArticle", </script>',
        f'<script type="application/ld+json">{"[" * 100_000}</script>',
        '<script type="application/ld+json"></script>',
        f'<script type="text/plain">{json.dumps(ARTICLE)}</script>',
        '<meta name="date" content="2024-01-01"><meta property="article:modified_time" content="2024-01-01">',
        '<meta name="copyright" content="© 2024 Gazette">',
        ld(
            {
                **ARTICLE,
                "headline": 3,
                "datePublished": {"x": 1},
                "author": None,
                "publisher": 4,
                "inLanguage": [],
            }
        ),
    ],
)
def test_what_declares_nothing_gives_nothing(head: str) -> None:
    assert of(head) == Metadata()


def test_elements_are_read_where_there_is_no_json() -> None:
    found = of(
        '<title>Head - Gazette</title><meta property="og:title" content="Head"><meta name="Author" content="A. B.">'
        '<meta property="og:site_name" content="Gazette"><meta property="article:published_time" content="2024-03-12">'
        '<link rel="Canonical" href="https://x.example/a"><meta property="og:url" content="https://x.example/b">'
        '<meta property="og:locale" content="en_US">'
    )
    assert [(d.value, d.where) for d in found.titles] == [
        ("Head", "meta og:title"),
        ("Head - Gazette", "title element"),
    ]
    assert [(d.value, d.where) for d in found.urls] == [
        ("https://x.example/a", "canonical link"),
        ("https://x.example/b", "meta og:url"),
    ]
    assert found.published[0].where == "meta article:published_time"
    assert (found.authors[0].value, found.sites[0].value, found.languages[0].value) == (
        "A. B.",
        "Gazette",
        "en_US",
    )


def test_a_marked_time_counts() -> None:
    source = '<html lang="fa"><body><time itemprop="datePublished" datetime="2024-03-12">x</time></body></html>'
    found = metadata_of(html.document_fromstring(source), source)
    assert [(d.value, d.where) for d in found.published] == [
        ("2024-03-12", "itemprop datePublished")
    ]
    assert found.languages[0].value == "fa"


@pytest.mark.parametrize(
    "note",
    [
        "<!-- saved from url=(0020)https://x.example/a?b -->",
        "<!--\n Page saved with SingleFile \n url: https://x.example/a?b \n saved date: x\n-->",
    ],
)
def test_the_address_that_a_browser_noted_is_read(note: str) -> None:
    (url,) = of("", before=note).urls
    assert (url.value, url.where) == ("https://x.example/a?b", "the address it was saved from")


@pytest.mark.parametrize(
    "href",
    ["/a", "javascript:alert(1)", "https://", "https://[x/", "file:///etc/passwd", "x" * 600],
)
def test_an_address_that_no_record_can_hold_is_none(href: str) -> None:
    assert not is_url(href)
    assert of(f'<link rel="canonical" href="{href}">').urls == []


def test_a_flood_of_articles_is_cut() -> None:
    found = of(ld([{**ARTICLE, "headline": f"Head {n}"} for n in range(5 * MOST_VALUES)]))
    assert len(found.titles) == MOST_VALUES
