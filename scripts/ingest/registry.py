"""What the records know of an article before it is coded: its outlet, the agencies it credits, its language."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from dataset.curation.yaml_reader import Tree
from schema.organizations import Organization
from schema.vocabularies import values
from scripts.ingest import quoting
from scripts.ingest.lines import letters
from scripts.ingest.metadata import Declared, Metadata
from scripts.ingest.stories import Part, Story
from validation.findings import printable
from validation.quote_proof import Span, locate, occurrences
from validation.records import RecordSet
from validation.reference_checks import forms_of

OUTLETS = frozenset({"news-agency", "newspaper", "broadcaster", "news-site"})
"""Classes of organizations that publish."""

_SHORTEST_FORM = 3
_SEPARATOR = re.compile(r"\s[|–—:»·-]+\s")
_HOST_PREFIX = re.compile(r"^(?:www\d?|m|mobile|amp)\.")
_CONTRIBUTED = re.compile(r"contributed", re.IGNORECASE)
_PHOTO = re.compile(r"photo|image|picture", re.IGNORECASE)
_SOURCE = re.compile(r"^\W*source\b|\(\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class Publisher:
    """The outlet, or None, and how it was found or what to do instead; `form` is the name by which it was found."""

    id: str | None
    told: str
    form: str = ""


class Outlets:
    """The outlets among the organizations, by every form of their names and by the hosts of their articles."""

    def __init__(self, records: RecordSet) -> None:
        self.by_id: dict[str, Organization] = {
            entry.id: entry.record
            for entry in records.organizations
            if entry.record.classification in OUTLETS
        }
        self.forms = {
            id_: sorted({f for f in forms_of(record) if len(f) >= _SHORTEST_FORM}, key=_longest)
            for id_, record in self.by_id.items()
        }
        self.hosts: dict[str, set[str]] = defaultdict(set)
        for article in records.articles:
            if article.record.url is not None:
                self.hosts[_host(article.record.url)].add(article.record.publisher_id)

    def publisher(self, page: Metadata) -> Publisher:
        """The outlet of a page: by the name that it gives itself, and by the address of recorded articles."""
        named: dict[str, Declared] = {}
        for item in _site_names(page):
            for id_ in self._called(item.value):
                named.setdefault(id_, item)
        by_host = self._at(page.urls)
        found = set(named) or by_host
        if by_host and named and not by_host & set(named):
            both = ", ".join(sorted(by_host | set(named)))
            return Publisher(
                None, f"name and address of the page lead to different outlets: {both}"
            )
        if len(found) > 1:
            return Publisher(None, f"may be any of {', '.join(sorted(found))}")
        if not found:
            return Publisher(None, self._unknown(page))
        (id_,) = found
        if id_ in named:
            return Publisher(id_, f"{named[id_].where}: {named[id_].value}", named[id_].value)
        return Publisher(id_, f"address of articles recorded before: {_host(page.urls[0].value)}")

    def _unknown(self, page: Metadata) -> str:
        name = next((printable(item.value) for item in page.sites), "")
        called = f"the page calls its site “{name}”; " if name else ""
        return f"{called}add the outlet to organizations, or correct its names there; or give --publisher ID"

    def _called(self, name: str) -> Iterator[str]:
        wanted = letters(name)
        return (
            id_ for id_, forms in self.forms.items() if wanted and wanted in map(letters, forms)
        )

    def _at(self, urls: Sequence[Declared]) -> set[str]:
        hosts = {_host(url.value) for url in urls}
        return {
            id_
            for known, ids in self.hosts.items()
            for host in hosts
            if host == known or host.endswith(f".{known}") or known.endswith(f".{host}")
            for id_ in ids
        }

    def credits(self, text: str, story: Story, publisher: str | None) -> list[dict[str, Tree]]:
        """The agencies that captions and credit lines name, each once for what it supplied."""
        within = [Span(part.start, part.end) for part in story.of_kind("caption", "credits")]
        found: dict[tuple[str, str], dict[str, Tree]] = {}
        for part in story.of_kind("caption", "credits"):
            for span, id_ in self._named_in(text, part):
                kind = _credit_kind(text, part, span)
                if kind and id_ != publisher and (id_, kind) not in found:
                    label = _label(text, span, within)
                    if label is not None:
                        found[id_, kind] = {"organization_id": id_, "kind": kind, "label": label}
        return list(found.values())

    def _named_in(self, text: str, part: Part) -> list[tuple[Span, str]]:
        """Names of outlets in a part, in order; of two that overlap the longer."""
        taken: list[tuple[Span, str]] = []
        pairs = [(form, id_) for id_, forms in self.forms.items() for form in forms]
        for form, id_ in sorted(pairs, key=lambda pair: _longest(pair[0])):
            for span in occurrences(text, form, start=part.start, stop=part.end):
                if not any(span.overlaps(other) for other, _ in taken):
                    taken.append((span, id_))
        return sorted(taken)


def _longest(form: str) -> tuple[int, str]:
    return -len(form), form


def _host(url: str) -> str:
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        host = ""
    return _HOST_PREFIX.sub("", host)


def _site_names(page: Metadata) -> Iterator[Declared]:
    """What a page calls its site, in its code or at the end of its title."""
    yield from page.sites
    for title in page.titles:
        *rest, last = _SEPARATOR.split(title.value)
        if rest:
            yield Declared(last, title.where)
            yield Declared(rest[0], title.where)


def _credit_kind(text: str, part: Part, span: Span) -> str:
    """What an agency is credited for; empty where the line does not tell."""
    line = text[text.rfind("\n", 0, span.start) + 1 : (text + "\n").index("\n", span.end)]
    if _CONTRIBUTED.search(line):
        return "contributed"
    if part.kind == "caption" or _PHOTO.search(line):
        return "photo"
    return "source" if _SOURCE.search(text[part.start : span.start]) else ""


def _label(text: str, span: Span, within: Sequence[Span]) -> Tree:
    words = text[span.start : span.end]
    alone = locate(text, words, within=within)
    return words if alone == span else quoting.quote(text, span.start, span.end)


def printed_name(text: str, story: Story, form: str) -> Tree:
    """Words outside of the article's body in which the page prints the name of its outlet; None if it does not."""
    bodies = [Span(part.start, part.end) for part in story.of_kind("body", "headline")]
    for span in occurrences(text, form) if form else ():
        if not any(span.overlaps(body) for body in bodies):
            words = quoting.quote(text, span.start, span.end)
            if words is not None:
                return words
    return None


# language

_STOPLISTS = {
    "en": "English",
    "fa": "Persian",
    "ar": "Arabic",
    "tr": "Turkish",
    "ku": "Kurdish",
    "de": "German",
    "fr": "French",
    "ru": "Russian",
    "it": "Italian",
    "es": "Spanish",
    "hr": "Croatian",
}
"""Languages of the vocabulary for which jusText has a list of frequent words."""
_FREQUENT, _CLEARLY = 0.25, 1.3
"""Share of frequent words in a text of that language, and by how much it must lead."""
_MOST_WORDS = 2_000


@dataclass(frozen=True)
class Language:
    """The language, and how it was found."""

    tag: str
    told: str
    remarks: tuple[str, ...] = field(default=())


def language(text: str, declared: Sequence[Declared]) -> Language:
    """The language of the words, by the frequent ones among them; a page's word where they do not tell."""
    by_words = _by_words(text)
    for item in declared:
        tag = re.split(r"[-_]", item.value.lower())[0]
        if tag in values("language") and by_words in (tag, None):
            return Language(tag, f"{item.where}: {item.value}")
    if by_words is None:
        return Language(
            "und", "not told", ("the language could not be told: write it, or give --language",)
        )
    remark = f"its code says {printable(declared[0].value)}" if declared else ""
    return Language(by_words, "by its frequent words", (remark,) if remark else ())


def _by_words(text: str) -> str | None:
    from justext import get_stoplist

    words = re.findall(r"[^\W\d_]+", text.casefold())[:_MOST_WORDS]
    if not words:
        return None
    shares = {}
    for tag, name in _STOPLISTS.items():
        frequent = get_stoplist(name)
        shares[tag] = sum(word in frequent for word in words) / len(words)
    second, best = sorted(shares, key=shares.__getitem__)[-2:]
    if shares[best] < _FREQUENT or shares[best] < _CLEARLY * shares[second]:
        return None
    return best
