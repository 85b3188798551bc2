"""Markdown of a release (datasheet, dictionary, changes) as HTML: its own HTML is shown as text, never run."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

_ANCHOR = re.compile(r'<a id="(?P<id>[a-z0-9_-]+)"></a>')
_PARSER = MarkdownIt("commonmark", {"html": False}).enable("table")


def render(text: str, *, down: int = 0, name: str = "") -> Markup:
    """Return Markdown as HTML: headings `down` levels lower and each with an id, tables in boxes that scroll.

    A box is called after the heading above it, or by the name given where there is none. Of a link to a file of the
    project, which lies in no release, the words stay.
    """
    tokens = list(_with_boxes(_with_ids(_PARSER.parse(text), down), name))
    for token in tokens:
        if token.children:
            token.children = [*_without_links_to_files(token.children)]
    made = _PARSER.renderer.render(tokens, _PARSER.options, {})
    return Markup(made)  # noqa: S704, the renderer escapes all text, HTML in it included


def _without_links_to_files(tokens: Sequence[Token]) -> Iterator[Token]:
    dropped = False  # links do not stand within each other
    for token in tokens:
        if token.type == "link_open":
            dropped = not str(token.attrGet("href")).startswith(("#", "https://", "http://"))
        if not (dropped and token.type in {"link_open", "link_close"}):
            yield token


def _with_ids(tokens: Sequence[Token], down: int) -> Sequence[Token]:
    used: set[str] = set()
    for opening, inline, closing in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if opening.type == "heading_open":
            opening.tag = closing.tag = f"h{min(6, int(opening.tag[1]) + down)}"
            opening.attrSet("id", _id(inline, used))
    return tokens


def _id(heading: Token, used: set[str]) -> str:
    """Take the id that the text gives in the one form the dictionary uses, else make one of its letters."""
    anchor = _ANCHOR.match(heading.content)
    if anchor:
        heading.content = heading.content[anchor.end() :]
        heading.children = _PARSER.parseInline(heading.content)[0].children
    name = anchor["id"] if anchor else re.sub(r"[^a-z0-9_]+", "-", heading.content.lower())
    name = name.strip("-") or "part"
    while name in used:
        name += "-more"
    used.add(name)
    return name


def _with_boxes(tokens: Sequence[Token], name: str) -> Iterator[Token]:
    """Put every table into a box that scrolls by itself and that the keyboard reaches."""
    tables = 0
    for number, token in enumerate(tokens):
        if token.type == "heading_open":
            name = tokens[number + 1].content.replace("`", "")
        if token.type == "th_open" and not tokens[number + 1].content:
            token.tag = tokens[number + 2].tag = "td"  # a corner that heads nothing is no header
        if token.type == "table_open":
            tables += 1
            label = html.escape(f"{name}, table {tables}")
            box = f'<div class="scroll" role="region" tabindex="0" aria-label="{label}">\n'
            yield Token("html_block", "", 0, content=box)
        yield token
        if token.type == "table_close":
            yield Token("html_block", "", 0, content="</div>\n")
