"""One story of a text as an article: the fields of its stub, and what was found from where."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from dataset.curation.yaml_reader import Tree
from scripts.ingest.lines import Line, letters
from scripts.ingest.metadata import Declared, Metadata
from scripts.ingest.options import Options
from scripts.ingest.publication import Given, NoEvidenceError, Publication, publication
from scripts.ingest.registry import Language, Outlets, Publisher, language, printed_name
from scripts.ingest.stories import Part, Story
from scripts.ingest.stub import Stub, can_be_held, regions
from validation.findings import Unusable, printable
from validation.quote_proof import Span, occurrences

TO_DO = (
    "To do: compare the regions with the source, record meetings and statements, delete this line."
)
_BYLINE = re.compile(
    r"^(?:written |reported )?by:?\s+(?P<who>[^|,;:\d(]{3,80}?)\s*(?=$|[|,;:\d(]|\s[–—-]\s)",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True)
class Material:
    """The text to be stored, its lines, and what is known of the page it came from.

    `name` is what messages call it, `origin` the comment that says what it was made from, `page_hash` the SHA-256 of
    the page, empty for a plain text. `remarks` is what a curator should know of it.
    """

    name: str
    text: str
    lines: Sequence[Line]
    metadata: Metadata
    remarks: Sequence[str]
    origin: str
    page_hash: str = ""

    @property
    def data(self) -> bytes:
        """The bytes of the source."""
        return self.text.encode()


@dataclass
class Article:
    """A stub with the parts of the text that are its regions.

    `found` says what was found and where from, `unknown` which fields a person has to look for, `remarks` what was seen
    and not recorded, `evidence` why the values are believed.
    """

    stub: Stub
    parts: list[Part]
    found: list[tuple[str, str]] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    evidence: list[dict[str, Tree]] = field(default_factory=list)


def article(  # noqa: PLR0913  # everything that is known of a story
    id_: str,
    story: Story,
    material: Material,
    *,
    source: str,
    options: Options,
    outlets: Outlets,
    publisher: Publisher,
    alone: bool,
) -> Article:
    """Make the stub of a story. `alone`: no other story of this text is, or becomes, an article.

    Raises Unusable where no part of the text can be quoted, or a day given by hand has no evidence.
    """
    text, page = material.text, material.metadata
    found, refused = regions(text, story.parts)
    if not found:
        raise Unusable(
            f"{material.name}: no line reads like an article; name its headline, exactly as printed, with --story"
        )
    made = Article(Stub(), [part for part in story.parts if part not in refused])
    stub = made.stub
    stub.fields = {
        "id": id_,
        "collection_id": options.collection_id,
        "coding_scope": options.scope,
        "source_file": source,
        "source_sha256": hashlib.sha256(material.data).hexdigest(),
        "source_chars": str(len(text)),
        "rights": "publisher-property",
        "regions": list(found),
    }
    stub.remark("", material.origin)
    stub.remark("", TO_DO)
    _describe(made, story, text, refused)
    _title(made, story)
    _publisher(made, publisher, printed_name(text, story, publisher.form))
    _language(made, _language_of(text, page, options))
    _address(made, page, options)
    _day(made, _publication(story, material, options, alone=alone))
    _byline(made, story, text, page, alone=alone)
    _place(made, story)
    _credits(made, outlets.credits(text, story, publisher.id))
    if made.evidence:
        stub.fields["evidence"] = list(made.evidence)
    return made


def _place(made: Article, story: Story) -> None:
    if story.place is None:
        made.unknown.append("dateline_place")
    else:
        _set(made, "dateline_place", story.place, "dateline")


def _credits(made: Article, found: Sequence[dict[str, Tree]]) -> None:
    if found:
        made.stub.fields["credits"] = list(found)
        names = ", ".join(f"{item['organization_id']} ({item['kind']})" for item in found)
        made.found.append(("credits", names))


def _set(made: Article, name: str, value: str, told: str) -> None:
    made.stub.fields[name] = value
    made.found.append((name, f"{value} ({told})" if told else value))


def _leave(made: Article, name: str, why: str) -> None:
    """Leave a field for a person to fill in, who must see it."""
    made.stub.fields[name] = None
    made.stub.remark(name, why)
    made.unknown.append(name)
    made.remarks.append(f"{name}: {why}")


def _describe(made: Article, story: Story, text: str, refused: Sequence[Part]) -> None:
    body = sum(part.end - part.start for part in story.of_kind("body"))
    kinds = [part.kind for part in made.parts]
    counted = [f"{kinds.count(kind)} {kind}" for kind in dict.fromkeys(kinds)]
    share = f"{100 * body / len(text):.0f} % of it body"
    made.found.append(
        ("source", f"{len(text):,} characters, {share}; regions: {', '.join(counted)}")
    )
    made.found.append(("sha256", str(made.stub.fields["source_sha256"])))
    if story.left:
        shown = "; ".join(f"“{printable(line.words, 40)}”" for line in story.left[:3])
        more = f" and {len(story.left) - 3} more" if len(story.left) > 3 else ""  # noqa: PLR2004
        made.remarks.append(f"lines amid the article in no region: {shown}{more}")
    if refused:
        made.remarks.append(
            f"{len(refused)} parts of the article hold characters that no record can quote, and are in no region"
        )


def _title(made: Article, story: Story) -> None:
    if story.title is None:
        _leave(
            made,
            "title",
            "no headline was found; copy it exactly as printed, with a region of its own",
        )
    elif not can_be_held(story.title):
        _leave(
            made,
            "title",
            "the headline holds characters that no record can quote; copy what it prints",
        )
    else:
        _set(made, "title", story.title, story.title_from)


def _publisher(made: Article, publisher: Publisher, printed: Tree) -> None:
    if publisher.id is None:
        _leave(made, "publisher_id", publisher.told)
        return
    _set(made, "publisher_id", publisher.id, publisher.told)
    if printed is not None:
        evidence: dict[str, Tree] = {
            "field": "publisher_id",
            "value": publisher.id,
            "quote": printed,
        }
        made.evidence.append(evidence)


def _language_of(text: str, page: Metadata, options: Options) -> Language:
    if options.language is not None:
        return Language(options.language, "as given")
    return language(text, page.languages)


def _language(made: Article, tongue: Language) -> None:
    _set(made, "language", tongue.tag, tongue.told)
    for remark in tongue.remarks:
        made.stub.remark("language", remark)
        made.remarks.append(f"language: {remark}")


def _address(made: Article, page: Metadata, options: Options) -> None:
    if options.url is not None:
        _set(made, "url", options.url, "as given")
    elif page.urls:
        _set(made, "url", page.urls[0].value, page.urls[0].where)
    else:
        made.unknown.append("url")


# the day


def _publication(story: Story, material: Material, options: Options, *, alone: bool) -> Publication:
    declared = list(_about(material.metadata.published, story, alone=alone))
    given = Given(options.published, options.reference_id)
    try:
        return publication(material.text, material.lines, story, declared, given)
    except NoEvidenceError:
        raise Unusable(
            f"{material.name}: --published {options.published}: no credit line prints that day; "
            "say with --reference ID where it was seen"
        ) from None


def _about(declared: Sequence[Declared], story: Story, *, alone: bool) -> Iterator[Declared]:
    """What a page declares of this story: of several articles, only what names its headline."""
    for item in declared:
        if letters(item.about) == letters(story.title or "") or (alone and not item.about):
            yield item
    others = {item.about for item in declared if item.about}
    if alone and len(others) == 1 and letters(others.pop()) != letters(story.title or ""):
        # worded otherwise, but there is no other
        yield from (item for item in declared if item.about)


def _day(made: Article, day: Publication) -> None:
    if day.published is not None and day.basis is not None:
        made.stub.fields |= {"published": day.published, "date_basis": day.basis}
        made.found.append(("published", f"{day.published} ({day.basis}; {day.told})"))
        made.evidence += day.evidence
    else:
        made.unknown.append("published")
    for remark in day.remarks:
        made.stub.remark("source_file", f"Day of publication: the page {remark}.")
        made.remarks.append(f"published: the page {remark}")


# the author


def _byline(made: Article, story: Story, text: str, page: Metadata, *, alone: bool) -> None:
    """The author as a credit line prints the name: one that the page declares, or who stands behind `By`."""
    names = [item.value for item in _about(page.authors, story, alone=alone)]
    for part in story.of_kind("credits"):
        spans = [span for name in names for span in _within(text, name, part)]
        who = text[min(s.start for s in spans) : max(s.end for s in spans)] if spans else ""
        if not who:
            match = _BYLINE.search(text[part.start : part.end])
            who = match["who"] if match else ""
        if who and "\n" not in who and can_be_held(who):
            _set(made, "byline", who, "")
            return
    made.unknown.append("byline")


def _within(text: str, name: str, part: Part) -> Iterator[Span]:
    yield from occurrences(text, name, start=part.start, stop=part.end)
