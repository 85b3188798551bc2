"""What the code of a page says of itself: headline, outlet, address, author, day; each with where it says so.

trafilatura and htmldate read these too, but do not tell where from, and guess where nothing is said: of the 15 pages of
tests/scripts/ingest, htmldate 1.11.0 dates 4 by the day of the visit, by the last change, by one of two days, or by a
stamp in UTC. Here nothing is guessed: a value that the page does not declare is unknown.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from pydantic import TypeAdapter

from schema.base import Url

_URL: TypeAdapter[str] = TypeAdapter(Url)

MOST_NODES = 20_000
"""Values of one JSON-LD block that are looked at."""
LONGEST_VALUE, MOST_VALUES = 500, 50

_ARTICLE_TYPES = re.compile(r"article|report|blogposting|liveblog", re.IGNORECASE)
_TITLES = ("og:title", "twitter:title", "dc.title", "citation_title")
_SITES = ("og:site_name", "application-name", "dc.publisher", "citation_journal_title")
_AUTHORS = ("author", "article:author", "dc.creator", "parsely-author", "byl")
_PUBLISHED = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "citation_publication_date",
    "citation_date",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "published_time",
    "publication_date",
    "date.issued",
)
_SAVED_FROM = re.compile(
    r"<!--\s*saved from url=\(\d+\)(\S{1,2000}?)\s*-->"
    r"|<!--\s*Page saved with SingleFile\s+url:\s*(\S{1,2000})",
    re.IGNORECASE,
)
_HEAD = 8_192


@dataclass(frozen=True)
class Declared:
    """A value as the page's code has it, and where: `og:title`, `JSON-LD headline`.

    `about` is the headline of the article that a JSON-LD block speaks of.
    """

    value: str
    where: str
    about: str = ""


@dataclass
class Metadata:
    """What a page declares, the most trustworthy first."""

    titles: list[Declared] = field(default_factory=list)
    sites: list[Declared] = field(default_factory=list)
    urls: list[Declared] = field(default_factory=list)
    authors: list[Declared] = field(default_factory=list)
    published: list[Declared] = field(default_factory=list)
    languages: list[Declared] = field(default_factory=list)


def metadata_of(tree: Any, source: str) -> Metadata:
    """Read what the code of a page declares; `source` is the page, for what browsers note when they save it."""
    found = Metadata()
    for node in _articles(tree):
        _from_json(node, found)
    metas = _metas(tree)
    _take(found.titles, metas, _TITLES)
    _take(found.sites, metas, _SITES)
    _take(found.authors, metas, _AUTHORS)
    _take(found.published, metas, _PUBLISHED)
    _from_elements(tree, found)
    _add(found.urls, metas.get("og:url"), "meta og:url")
    saved = _SAVED_FROM.search(source[:_HEAD])
    if saved:
        _add(found.urls, saved[1] or saved[2], "the address it was saved from")
    found.urls = [url for url in found.urls if is_url(url.value)]
    _add(found.languages, metas.get("og:locale"), "meta og:locale")
    return found


def is_url(text: str) -> bool:
    """Whether an address is one that a record can hold."""
    try:
        return bool(urlsplit(_URL.validate_python(text)).hostname)
    except ValueError:  # pydantic's refusal is one, too
        return False


def _add(values: list[Declared], value: object, where: str, about: str = "") -> None:
    words = " ".join(value.split()) if isinstance(value, str) else ""
    is_new = all(words != known.value for known in values)
    if words and len(words) <= LONGEST_VALUE and len(values) < MOST_VALUES and is_new:
        values.append(Declared(words, where, about))


def _metas(tree: Any) -> dict[str, str]:
    """The first content of every name that the page's `meta` elements give."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        if name and element.get("content"):
            found.setdefault(name.strip().lower(), element.get("content"))
    return found


def _take(values: list[Declared], metas: dict[str, str], names: tuple[str, ...]) -> None:
    for name in names:
        _add(values, metas.get(name), f"meta {name}")


def _from_elements(tree: Any, found: Metadata) -> None:
    for element in tree.iter("title"):
        _add(found.titles, element.text_content(), "title element")
        break
    for element in tree.iter("link"):
        if "canonical" in element.get("rel", "").lower().split():
            _add(found.urls, element.get("href"), "canonical link")
    for element in tree.xpath("//*[@itemprop='datePublished'][@datetime]"):
        _add(found.published, element.get("datetime"), "itemprop datePublished")
    root = tree.getroottree().getroot()
    _add(found.languages, root.get("lang") or root.get("xml:lang"), "html lang")


# JSON-LD


def _articles(tree: Any) -> Iterator[dict[str, Any]]:
    """The articles that the JSON-LD blocks of a page describe."""
    for element in tree.iter("script"):
        if element.get("type", "").strip().lower() != "application/ld+json":
            continue
        try:
            value = json.loads(element.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _nodes(value):
            types = node.get("@type")
            named = types if isinstance(types, list) else [types]
            if any(isinstance(name, str) and _ARTICLE_TYPES.search(name) for name in named):
                yield node


def _nodes(value: object) -> Iterator[dict[str, Any]]:
    """Every mapping in a JSON value, outer before inner; lists in order."""
    waiting: list[object] = [value]
    for _ in range(MOST_NODES):
        if not waiting:
            return
        item = waiting.pop()
        if isinstance(item, dict):
            yield item
            waiting.extend(reversed(list(item.values())))
        elif isinstance(item, list):
            waiting.extend(reversed(item))


def _from_json(node: dict[str, Any], found: Metadata) -> None:
    headline = node.get("headline") or node.get("name")
    about = " ".join(headline.split()) if isinstance(headline, str) else ""
    _add(found.titles, headline, "JSON-LD headline", about)
    _add(found.published, node.get("datePublished"), "JSON-LD datePublished", about)
    _add(found.languages, node.get("inLanguage"), "JSON-LD inLanguage")
    for name in _names(node.get("publisher")):
        _add(found.sites, name, "JSON-LD publisher")
    for name in _names(node.get("author")):
        _add(found.authors, name, "JSON-LD author", about)


def _names(value: object) -> Iterator[object]:
    for item in value if isinstance(value, list) else [value]:
        yield item.get("name") if isinstance(item, dict) else item
