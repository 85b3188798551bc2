"""Findings as one HTML page that stands alone: no network, no other file, works from disk and on paper.

The same findings give the same bytes. Nothing in a finding can become markup, style or script: every text is escaped,
and the page's policy lets work only the style and script that it was made with, by their hashes.
"""

from __future__ import annotations

import base64
import hashlib
import re
import sys
from dataclasses import dataclass
from functools import cache
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from validation.findings import Report, printable
from validation.render_text import Lines, no_lines
from validation.report_page import content
from validation.style import PALETTE

TITLE = "Validation report"
PACKAGE = "validation"


@dataclass(frozen=True)
class Surroundings:
    """What a report does not know itself.

    `subject` says what was checked. `pages` is the address of the folder docs/codes, and `source` that of the project's
    folder, at the commit that was checked, if they are known. `data_docs` is the address of Great Expectations' Data
    Docs from the page; without them `no_data_docs` may say why.
    """

    subject: str = ""
    tool_version: str = ""
    pages: str = ""
    source: str = ""
    data_docs: str = ""
    no_data_docs: str = ""


DEFAULT = Surroundings()


def render(
    report: Report,
    lines: Lines = no_lines,
    surroundings: Surroundings = DEFAULT,
    *,
    strict: bool = False,
) -> str:
    """The page of a report; `strict` as in the exit code, which is part of it."""
    shown = content(
        report, lines, strict=strict, source=surroundings.source, pages=surroundings.pages
    )
    style = PALETTE.read_text(encoding="utf-8") + _file("tokens.css") + _file("report.css")
    script = _file("report.js")
    return (
        _environment()
        .get_template("report.html")
        .render(
            title=TITLE,
            policy=_policy(style, script),
            style=Markup(style),  # noqa: S704 # a file of ours
            script=Markup(script),  # noqa: S704 # a file of ours
            page=shown,
            about=surroundings,
        )
    )


def _policy(style: str, script: str) -> str:
    """What the page may do: what it came with, by its hash."""
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; img-src data:;"
        " base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def _file(name: str) -> str:
    return resources.files(PACKAGE).joinpath("templates", name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader(PACKAGE),
        autoescape=True,
        finalize=_harmless,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"number": "{:,}".format, "ticks": _ticks}
    return environment


def _harmless(value: object) -> object:
    """A text without characters that cannot be seen or reorder what is seen, as in the other renderings."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    return "\n".join(printable(line, sys.maxsize) for line in value.split("\n"))


def _ticks(text: str) -> Markup:
    """Text in which what stands in backticks is code."""
    escaped = str(escape(_harmless(text)))
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", escaped))  # noqa: S704 # escaped
