"""From a release to a folder of pages: the same release and sources always give the same bytes."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from dataset.building.build import Step
from dataset.releasing import citation, own_folder
from dataset.releasing.manifest import files_in
from dataset.site import dates, search, tables
from dataset.site.pages import Page, Pages
from dataset.site.tables import Tables
from validation.style import PALETTE

RECORD = "site.json"
"""What a site says of itself; only a folder that has one is ever replaced."""

PACKAGE = "dataset.site"
CHARTS = "vega.js"
STATEMENTS = "statements.js"
BUNDLE_SNIPPET = "window.vegaEmbed = vegaEmbed;"
VEGA_LITE = "6.4"

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " base-uri 'none'; form-action 'self'"
)
"""What a page may load: files of the site itself. No text of a record can ever become a script."""

RIGHT_TO_LEFT = {"ar", "fa", "ckb", "ur", "he"}


@dataclass(frozen=True)
class Made:
    """What a build wrote: how many pages, and the articles without context because their source was not at hand."""

    version: str
    pages: int
    without_context: tuple[str, ...]


def build_site(release: Path, out: Path, sources: Path | None, step: Step) -> Made:
    """Write the site of a release into the folder `out`, which is replaced if it is a site already.

    `sources` is the folder of the articles' texts; without it, contents stand without context (docs/site.md).

    Raises:
        Unusable: `out` is something else, or the release is damaged or of another schema; in one line.
        OSError: the disk refuses. An earlier site is then still in its place.
    """
    own_folder.make_room(out, RECORD, "the site builder", replace=True)
    step("reading the release")
    pages = Pages(tables.read(release), sources)
    with own_folder.fresh(out) as folder:
        for name, text in _scripts(pages, step):
            _write(folder / "assets" / name, text)
        for asset in (*resources.files(PACKAGE).joinpath("assets").iterdir(), PALETTE):
            _write(folder / "assets" / asset.name, asset.read_text(encoding="utf-8"))
        step("copying the tables")
        _copy_release(pages.tables, folder)
        render = renderer(pages)
        for number, page in enumerate(pages):
            step(f"writing pages: {number + 1} of {len(pages)}")
            _write(folder / page.path, render(page))
        about = pages.tables.about
        facts = {"site": about.title, "version": about.version, "date": about.date}
        own_folder.write_record(folder, RECORD, facts)
    views = pages.views
    return Made(
        version=pages.tables.about.version,
        pages=len(pages),
        without_context=tuple(
            row["article_id"]
            for row in pages.tables.rows["articles"]
            if not views.excerpts.has_context(row["article_id"])
        ),
    )


def _scripts(pages: Pages, step: Step) -> Iterator[tuple[str, str]]:
    """Scripts that are made: the statements to be searched, and the chart library as one file."""
    import vl_convert

    step("collecting statements")
    yield STATEMENTS, search.script(pages.views)
    step("bundling the chart library")
    yield CHARTS, vl_convert.javascript_bundle(BUNDLE_SNIPPET, vl_version=VEGA_LITE)


def _copy_release(found: Tables, folder: Path) -> None:
    """Put the release into the site as it is, so that it can be had, and verified, where the site is."""
    target = folder / "data" / found.about.version
    for name, path in files_in(found.folder).items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target / name)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def renderer(pages: Pages) -> Callable[[Page], str]:
    """Return what makes the HTML of a page."""
    found = pages.tables
    environment = Environment(
        loader=PackageLoader(PACKAGE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "when": dates.words,
        "machine": dates.machine,
        "period": dates.period,
        "tenure": dates.tenure,
        "label": lambda value, vocabulary: found.label(vocabulary, value),
        "meaning": lambda value, vocabulary: found.meaning(vocabulary, value),
        "direction": _direction,
        "json": as_json,
        "bytes": _bytes,
        "number": lambda value: f"{value:,}".replace(",", "\u202f"),
    }
    environment.globals |= {
        "site": pages,
        "about": found.about,
        "manifest": found.manifest,
        "views": pages.views,
        "tables": found,
        "policy": POLICY,
        "vega": {"lite": VEGA_LITE},
    }
    whole = _citations(found.about, None)

    def render(page: Page) -> str:
        citations = _citations(found.about, page.record) if page.record else whole
        template = environment.get_template(page.template)
        return template.render(page=page, base=page.base, citations=citations, **page.context)

    return render


def _citations(about: citation.About, record: citation.Record | None) -> dict[str, str]:
    """The citation of the release, or of a record in it, in every format."""
    return {format_: citation.render(about, record, format_) for format_ in citation.FORMATS}


def as_json(value: Any) -> Markup:
    """JSON that can stand inside a script element: nothing in it ends the element or begins another."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704, all that HTML would read is escaped


def _direction(text: str, language: str | None = None) -> str:
    """`rtl` for a text in a script that is written from right to left, else `ltr`."""
    import unicodedata

    if language in RIGHT_TO_LEFT:
        return "rtl"
    for sign in text:
        way = unicodedata.bidirectional(sign)
        if way in {"R", "AL"}:
            return "rtl"
        if way == "L":
            return "ltr"
    return "ltr"


def _bytes(size: int) -> str:
    """A size as people read it."""
    if size < 1024:  # noqa: PLR2004
        return f"{size} bytes"
    return f"{size / 1024:,.0f} KB" if size < 1024**2 else f"{size / 1024**2:,.1f} MB"
