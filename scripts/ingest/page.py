"""A saved page as text: what a reader sees of it, line by line in the order of the page.

trafilatura tells which lines are the article. Its own text is not kept as the source, because it is not the words as
printed: version 2.3.1 makes a no-break space a plain one, composes letters (NFC), drops a paragraph that is printed
twice, and captions, bylines and dates altogether. So the lines are taken from the parsed page itself, and
trafilatura's words are looked up among them.

Left out are navigation, forms, readers' comments and the foot of the page, unless the article stands inside; what is
never shown; and characters that print nothing. What else stands around the article stays, in its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree, html

from dataset.curation.yaml_reader import HIDDEN
from scripts.ingest.lines import Line, letters
from scripts.ingest.metadata import Metadata, metadata_of
from scripts.ingest.received import LONGEST, tell
from validation.findings import Unusable

MOST_ELEMENTS, MOST_SIBLINGS = 15_000, 3_000
"""Elements of a page, and of one element in it, beyond which it is none of news.

trafilatura's time grows with the square of the siblings: 1.5 s for 3,000, and 60 s for 19,000.
"""
DEEPEST = 250
"""Elements inside one another; a browser's own limit is 512, news pages stay below 60."""

_NEVER_SHOWN = (
    *("script", "style", "template", "noscript", "iframe", "frame", "object", "embed"),
    *("applet", "svg", "math", "canvas", "audio", "video", "map", "select", "button"),
    *("input", "textarea", "datalist", "progress", "meter"),
)
_HIDES = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd"),
        *("details", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend"),
        *("li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table"),
        *("tbody", "tfoot", "thead", "tr", "ul"),
    )
)
_NEXT_LINE = frozenset(("li", "tr", "dt", "dd"))
"""Elements that begin a line but not a paragraph; so does `br`."""
_ASIDE = frozenset(("nav", "form", "footer", "dialog"))
_ASIDE_ROLES = frozenset(
    ("navigation", "search", "contentinfo", "dialog", "form", "menu", "menubar")
)
_COMMENTS = re.compile(
    r"(?:^|[\s_-])(?:comments?|commentlist|commentform|disqus(?:_thread)?|respond)(?:$|[\s_-])",
    re.IGNORECASE,
)
_CAPTION = re.compile(r"caption|photo-?credit|image-?credit", re.IGNORECASE)
_CREDIT = re.compile(
    r"byline|author|dateline|datetime|(?:^|[\s_-])(?:date|time|published|posted|timestamp|credits?|source)(?:$|[\s_-])",
    re.IGNORECASE,
)
_CREDIT_PROPERTIES = frozenset(("author", "datepublished", "datemodified", "datecreated"))
_KEPT = "\u200c\u200d\r"
"""Of the characters that print nothing, the joiners, which belong to spelling, and the CR, which is white space."""
_SEPARATOR = re.compile("[\v\x85\u2028\u2029]")
_SPACE = re.compile(r"[ \t\n\f\r]+")
"""White space that a browser shows as one space; a no-break space is none."""
_LONG = 40
"""Letters of a line that can hardly stand twice on a page by chance."""
_NEAR = 3
"""Letters of the article that may lie between two of its lines on the page."""
_CREDIT_LONGEST = 160


@dataclass(frozen=True)
class Page:
    """The text of a page with its lines, what its code says of it, and remarks for the curator."""

    text: str
    lines: list[Line]
    metadata: Metadata
    remarks: list[str]


@dataclass
class _Piece:
    """A line under way. `marks` are the elements around it that hold no article, as a rule."""

    words: str
    element: Any
    apart: bool
    linked: int
    marks: tuple[Any, ...]
    stamps: tuple[str, ...] = ()
    is_credit: bool = False
    is_story: bool = False


def read_page(name: str, source: str) -> Page:
    """Take the text of a page, given as decoded HTML. The same page gives the same text.

    Raises Unusable, with what to do, for a page without an article, or one that is no page of news by its size.
    """
    tree = _parsed(name, source)
    found = metadata_of(tree, source)
    _take_out_what_is_never_shown(tree)
    _demand_size(name, tree)
    writer = _written(tree)
    pieces = writer.pieces
    if sum(len(piece.words) for piece in pieces) > LONGEST:
        raise Unusable(f"{name}: more than {LONGEST:,} characters of text; no page of news")
    _mark_story(pieces, _article_words(name, tree))
    if not any(piece.is_story for piece in pieces):
        raise Unusable(
            f"{name}: no article on the page. If scripts write it, save the page from the browser once it is shown; "
            "or hand in the text alone, as a UTF-8 file"
        )
    holders = _holders(pieces)
    kept = [piece for piece in pieces if all(mark in holders for mark in piece.marks)]
    text, lines = _assembled(kept)
    return Page(text, lines, found, _remarks(pieces, kept, writer.hidden))


def _parsed(name: str, source: str) -> Any:
    parser = html.HTMLParser(
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        huge_tree=True,  # pictures and scripts inside the page may be long
        default_doctype=False,
    )
    try:
        tree = html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise Unusable(f"{name}: no page can be read in it; hand in its text, as UTF-8") from None
    if any(error.level_name == "FATAL" for error in parser.error_log):
        raise Unusable(f"{name}: {_TOO_DEEP}")
    return tree


_TOO_DEEP = f"elements nested more than {DEEPEST} deep; no page of news, hand in its text alone"


def _take_out_what_is_never_shown(tree: Any) -> None:
    for element in list(tree.iter(*_NEVER_SHOWN, "head")):
        _drop(element)
    for element in tree.xpath("//*[@hidden or @style]"):
        if element.get("hidden") is not None or _HIDES.search(element.get("style", "")):
            _drop(element)


def _drop(element: Any) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def _demand_size(name: str, tree: Any) -> None:
    """Refuse what would take long; depth is counted on the way, for a path upwards costs its length each time."""
    count = 0
    inside = [0]
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        if event == "end":
            inside.pop()
            continue
        count += 1
        inside[-1] += 1
        inside.append(0)
        if len(inside) > DEEPEST:
            raise Unusable(f"{name}: {_TOO_DEEP}")
        if count > MOST_ELEMENTS or inside[-2] > MOST_SIBLINGS:
            raise Unusable(
                f"{name}: more than {MOST_ELEMENTS:,} elements, or {MOST_SIBLINGS:,} in one of them; no page of news, "
                "hand in its text alone"
            )


# lines


class _Writer:
    """Collects pieces while the page is walked through. `marks` grows and shrinks with the elements entered."""

    def __init__(self) -> None:
        self.pieces: list[_Piece] = [_Piece("", None, True, 0, ())]
        self.parts: list[str] = []
        self.hidden: list[str] = []
        self.marks: list[Any] = []
        self.links = 0

    def begin(self, element: Any, *, apart: bool) -> None:
        """End the line under way; the next one stands apart as a paragraph, or just below."""
        words = "".join(self.parts).strip()
        self.parts.clear()
        if words:
            self.pieces[-1].words = words
        else:
            apart = apart or self.pieces[-1].apart
            self.pieces.pop()
        self.pieces.append(_Piece("", element, apart, 0, tuple(self.marks)))

    def write(self, words: str | None) -> None:
        shown = _SPACE.sub(" ", self._shown(words or ""))
        if not self.parts or self.parts[-1].endswith((" ", "\t")):
            shown = shown.lstrip(" ")
        if shown:
            self.parts.append(shown)
            self.pieces[-1].linked += len(shown) if self.links else 0

    def next_cell(self) -> None:
        """Set the cells of a table apart."""
        if self.parts:
            self.parts.append("\t")

    def _shown(self, words: str) -> str:
        """Words without the characters that print nothing; line separators are white space."""
        if words.isprintable():
            return words
        words = _SEPARATOR.sub("\n", words)
        self.hidden += [char for char in HIDDEN.findall(words) if char not in _KEPT]
        return HIDDEN.sub(lambda found: found[0] if found[0] in _KEPT else "", words)


def _written(tree: Any) -> _Writer:
    """Walk through the page and write down its lines."""
    writer = _Writer()
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            _enter(writer, element, tag)
            writer.write(element.text)
        else:
            _leave(writer, element, tag)
            writer.write(element.tail)
    writer.begin(None, apart=True)
    writer.pieces.pop()
    return writer


def _enter(writer: _Writer, element: Any, tag: str) -> None:
    is_marked = _is_marked(element, tag)
    if is_marked:
        writer.marks.append(element)
    if is_marked or tag in _BLOCKS:
        writer.begin(element, apart=_is_apart(tag))
    elif tag == "br":
        writer.begin(element.getparent(), apart=False)
    elif tag in ("td", "th"):
        writer.next_cell()
    writer.links += tag == "a"
    piece = writer.pieces[-1]
    if tag == "time" and element.get("datetime"):
        piece.stamps = (*piece.stamps, element.get("datetime"))
    piece.is_credit = piece.is_credit or _is_credit(element, tag)


def _leave(writer: _Writer, element: Any, tag: str) -> None:
    writer.links -= tag == "a"
    is_marked = bool(writer.marks) and writer.marks[-1] is element
    if is_marked:
        writer.marks.pop()
    if is_marked or tag in _BLOCKS:
        writer.begin(element.getparent(), apart=_is_apart(tag))


def _is_apart(tag: str) -> bool:
    return tag not in _NEXT_LINE


def _is_marked(element: Any, tag: str) -> bool:
    """Whether an element holds what is no article, by the meaning of HTML or as comments of readers."""
    if tag == "footer":
        return next(element.iterancestors("article"), None) is None
    named = f"{element.get('class', '')} {element.get('id', '')}"
    return (
        tag in _ASIDE
        or element.get("role", "").lower() in _ASIDE_ROLES
        or (tag in _BLOCKS and _COMMENTS.search(named) is not None)
    )


def _is_credit(element: Any, tag: str) -> bool:
    named = f"{element.get('class', '')} {element.get('id', '')}"
    return (
        tag in ("time", "address")
        or element.get("rel") == "author"
        or element.get("itemprop", "").lower() in _CREDIT_PROPERTIES
        or _CREDIT.search(named) is not None
    )


# the article


def _article_words(name: str, tree: Any) -> list[str]:
    """What trafilatura takes for the article, piece by piece, in order."""
    import logging

    import trafilatura

    # What the library says is no news to a curator.
    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    try:
        found = trafilatura.bare_extraction(tree, include_comments=False)
    except Exception as error:  # noqa: BLE001  # whatever a strange page brings about in the library
        what = f"{type(error).__name__}: {error}"
        raise Unusable(
            f"{name}: trafilatura cannot read the page ({what}); hand in its text, as UTF-8"
        ) from None
    body = getattr(found, "body", None)
    return [] if body is None else [words for words in body.itertext() if words.strip()]


def _mark_story(pieces: list[_Piece], article: list[str]) -> None:
    """Find the article's words among the lines, both in order: short lines only next to what was found."""
    whole = "".join(map(letters, article))
    at = 0
    for piece in pieces:
        wanted = letters(piece.words)
        found = whole.find(wanted, at) if wanted else -1
        if found != -1 and (len(wanted) >= _LONG or found - at <= _NEAR):
            piece.is_story = True
            at = found + len(wanted)


def _holders(pieces: list[_Piece]) -> set[Any]:
    """Elements that hold some of the article: a form around the whole page is no reason to leave it out."""
    return {mark for piece in pieces if piece.is_story for mark in piece.marks}


# assembling


def _assembled(pieces: list[_Piece]) -> tuple[str, list[Line]]:
    articles = _articles(pieces)
    parents: dict[Any, int] = {}
    parts: list[str] = []
    lines: list[Line] = []
    at = 0
    for piece in pieces:
        if parts:
            gap = "\n\n" if piece.apart else "\n"
            parts.append(gap)
            at += len(gap)
        parts.append(piece.words)
        around = list(_around(piece.element))
        parent = parents.setdefault(around[1] if len(around) > 1 else None, len(parents) + 1)
        lines.append(
            Line(
                at,
                at + len(piece.words),
                piece.words,
                heading=_heading(around),
                is_caption=any(_is_caption(element) for element in around[:3]),
                is_credit=piece.is_credit and len(piece.words) <= _CREDIT_LONGEST,
                is_story=piece.is_story,
                linked=min(1.0, piece.linked / len(piece.words)),
                # the outermost: inside of it, other elements of the name hold comments and boxes
                article=next((articles[e] for e in reversed(around) if e in articles), 0),
                parent=parent,
                stamps=piece.stamps,
            )
        )
        at += len(piece.words)
    parts.append("\n")
    return "".join(parts), lines


def _around(element: Any) -> Iterator[Any]:
    while element is not None:
        yield element
        element = element.getparent()


def _heading(around: list[Any]) -> int:
    tags = (str(element.tag) for element in around[:4])
    return next((int(tag[1]) for tag in tags if re.fullmatch("h[1-6]", tag)), 0)


def _is_caption(element: Any) -> bool:
    named = f"{element.get('class', '')} {element.get('id', '')}"
    return element.tag == "figcaption" or _CAPTION.search(named) is not None


def _articles(pieces: list[_Piece]) -> dict[Any, int]:
    """Elements that hold one story each, numbered from 1."""
    found: dict[Any, int] = {}
    for piece in pieces:
        for element in _around(piece.element):
            if element.tag == "article":
                found.setdefault(element, len(found) + 1)
    return found


def _remarks(pieces: list[_Piece], kept: list[_Piece], hidden: list[str]) -> list[str]:
    remarks = [f"left out characters that print nothing: {tell(hidden)}"] if hidden else []
    left_out = sum(len(p.words.split()) for p in pieces) - sum(len(p.words.split()) for p in kept)
    if left_out:
        remarks.append(
            f"left out {left_out} words of navigation, forms, comments of readers and the foot of the page"
        )
    return remarks
