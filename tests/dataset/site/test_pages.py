"""What lies in a site: every record has its page, every link leads somewhere, every page says what it is about."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from dataset.releasing import citation
from dataset.releasing.cite import cite
from dataset.site import linked_data
from dataset.site.build import build_site
from dataset.site.pages import Pages
from dataset.site.tables import KEYS, Tables
from dataset.site.views import Views
from validation import render_json
from validation.findings import Accepted, CheckRun, Finding, Place, Report

KINDS = {
    "statements": "Quotation",
    "meetings": "Event",
    "officials": "Person",
    "tenures": "Person",
    "organizations": "Organization",
    "articles": "NewsArticle",
}
VOID = {"meta", "link", "input", "br", "img", "hr"}


class Reader(HTMLParser):
    """Links, ids, scripts and unclosed elements of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.open: list[str] = []
        self.json: list[str] = []
        self.inline = ""
        self.styles = 0
        self._type: str | None = None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.links += [str(given[name]) for name in ("href", "src", "action") if given.get(name)]
        self.ids += [str(given["id"])] if "id" in given else []
        self.styles += "style" in given or tag == "style"
        self.inline += "".join(name for name in given if name.startswith("on"))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "script":
            self._type = "src" if "src" in given else given.get("type") or "inline"
            self.json += [""] if self._type == "application/ld+json" else []

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        self._type = None

    def handle_data(self, data: str) -> None:
        if self._type == "application/ld+json":
            self.json[-1] += data
        elif self._type in {"inline", "src"}:
            self.inline += data.strip()


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Reader]:
    """Every page by its path in the site."""
    return {
        path.relative_to(site).as_posix(): Reader(path.read_text(encoding="utf-8"))
        for path in sorted(site.rglob("*.html"))
    }


def inner_links(pages: dict[str, Reader]) -> Iterator[tuple[str, str, str]]:
    """Page, file and fragment of every link that stays in the site."""
    for name, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if not parts.scheme:
                yield name, unquote(parts.path), parts.fragment


def test_every_record_has_a_page_named_after_its_id(
    pages: dict[str, Reader], release_tables: Tables
) -> None:
    for table, key in KEYS.items():
        for row in release_tables.rows[table]:
            assert f"record/{row[key]}.html" in pages


def test_the_builder_says_how_many_pages_it_makes(site: Path, release_tables: Tables) -> None:
    assert len(Pages(release_tables, None)) == len(list(site.rglob("*.html")))


def test_every_link_within_the_site_leads_to_a_file_and_a_place_in_it(
    site: Path, pages: dict[str, Reader]
) -> None:
    seen = 0
    for name, path, fragment in inner_links(pages):
        target = (site / name).parent / path if path else site / name
        assert target.resolve().is_relative_to(site.resolve()), (name, path)
        assert target.is_file(), (name, path)
        relative = target.resolve().relative_to(site.resolve()).as_posix()
        if fragment and relative != "statements.html":  # there it is a question
            assert fragment in pages[relative].ids, (name, path, fragment)
        seen += 1
    assert seen > 5000


def test_links_that_leave_the_site_are_those_of_the_release(
    pages: dict[str, Reader], release_tables: Tables
) -> None:
    known = {
        row["url"] for table in ("articles", "references") for row in release_tables.rows[table]
    }
    for name, page in pages.items():
        for link in page.links:
            if urlsplit(link).scheme:
                is_known = link in known or link.startswith(
                    ("https://www.wikidata.org/wiki/Q", "https://creativecommons.org/")
                )
                assert is_known, (name, link)


def test_pages_are_well_formed_and_hold_no_script_or_style_of_their_own(
    pages: dict[str, Reader],
) -> None:
    for name, page in pages.items():
        assert page.open == [], name
        twice = [id_ for id_, times in Counter(page.ids).items() if times > 1]
        assert twice == [], name
        assert (page.inline, page.styles) == ("", 0), name


def test_every_page_forbids_what_is_not_of_the_site(site: Path) -> None:
    for path in site.rglob("*.html"):
        head = path.read_text(encoding="utf-8").partition("</head>")[0]
        assert "default-src &#39;none&#39;; script-src &#39;self&#39;" in head, path
        assert "unsafe" not in head, path


def test_every_page_says_in_json_ld_what_it_is_about(
    pages: dict[str, Reader], release_tables: Tables
) -> None:
    for name, page in pages.items():
        (text,) = page.json
        node = json.loads(text)
        assert node["@context"] == "https://schema.org", name
        if name == "index.html":
            assert node["@type"] == "Dataset"
            assert {part["name"] for part in node["distribution"]} == {
                f"{table}.parquet" for table in release_tables.rows
            }
    for table, kind in KINDS.items():
        for row in release_tables.rows[table]:
            record_id = row[KEYS[table]]
            node = json.loads(pages[f"record/{record_id}.html"].json[0])
            assert node["@type"].endswith(kind), record_id
            assert record_id in json.dumps(node)


def test_addresses_in_json_ld_lead_to_pages(site: Path, pages: dict[str, Reader]) -> None:
    def addresses(node: Any) -> Iterator[str]:
        if isinstance(node, dict):
            yield from (node[key] for key in ("@id", "contentUrl") if key in node)
            for value in node.values():
                yield from addresses(value)
        elif isinstance(node, list):
            for value in node:
                yield from addresses(value)

    for name, page in pages.items():
        for address in addresses(json.loads(page.json[0])):
            if not urlsplit(address).scheme:
                assert ((site / name).parent / urlsplit(address).path).is_file(), (name, address)


def test_no_json_ld_holds_an_article_body(pages: dict[str, Reader]) -> None:
    assert not any("articleBody" in page.json[0] for page in pages.values())


def test_the_records_of_a_page_are_cited_as_the_command_cites_them(
    newest_release: Path, views: Views
) -> None:
    for table, key in KEYS.items():
        for row in views.tables.rows[table][::5]:
            for format_ in citation.FORMATS:
                made = citation.render(views.tables.about, views.record(table, row), format_)
                assert made == cite(newest_release, row[key], format_)


def test_the_citation_stands_on_the_page(site: Path, newest_release: Path, views: Views) -> None:
    statement = next(iter(views.statements))
    text = (site / "record" / f"{statement}.html").read_text(encoding="utf-8")
    for format_ in citation.FORMATS:
        shown = cite(newest_release, statement, format_).partition("\n")[0].replace('"', "&#34;")
        assert shown in text
    assert cite(newest_release) in (site / "topics.html").read_text(encoding="utf-8")


def test_the_release_can_be_verified_where_the_site_is(site: Path, newest_release: Path) -> None:
    copy = site / "data" / newest_release.name
    for path in newest_release.rglob("*"):
        if path.is_file():
            assert (copy / path.relative_to(newest_release)).read_bytes() == path.read_bytes()


def test_a_doubtful_date_is_no_date_for_search_engines(views: Views) -> None:
    meeting = next(m for m in views.meetings.values() if str(m.row["start"]).startswith("["))
    assert "startDate" not in linked_data.meeting(views, meeting)
    sure = next(m for m in views.meetings.values() if re.fullmatch(r"[\d-]+", str(m.row["start"])))
    assert linked_data.meeting(views, sure)["startDate"] == sure.row["start"]


def test_a_cancelled_meeting_says_so_in_the_words_of_the_web(views: Views) -> None:
    meeting = next(iter(views.meetings.values()))
    row = {**meeting.row, "status": "cancelled"}
    node = linked_data.meeting(views, type(meeting)(**{**vars(meeting), "row": row}))
    assert node["eventStatus"] == "https://schema.org/EventCancelled"


# ---------------------------------------------------------------------- what a release may hold too


def test_a_retired_id_keeps_a_page_that_says_what_became_of_it(
    changed: Callable[..., Path], tmp_path: Path, views: Views
) -> None:
    statement = next(iter(views.statements))

    def retire(rows: list[dict[str, Any]]) -> None:
        rows.append(
            {
                "retired_id": "made-up-record-xyz",
                "record_table": "statements",
                "reason": "merged",
                "since": "1.1.0",
                "replaced_by": statement,
                "note": "Made up for a test.",
            }
        )

    build_site(changed(retired=retire), tmp_path / "out", None, lambda _: None)
    text = (tmp_path / "out" / "record" / "made-up-record-xyz.html").read_text(encoding="utf-8")
    assert "Made up for a test." in text
    assert f'href="../record/{statement}.html"' in text


def test_words_in_a_right_to_left_script_say_so(
    changed: Callable[..., Path], tmp_path: Path, views: Views
) -> None:
    article = views.tables.rows["articles"][0]["article_id"]

    def persian(rows: list[dict[str, Any]]) -> None:
        for row in rows:
            if row["article_id"] == article:
                row["language"] = "fa"

    build_site(changed(articles=persian), tmp_path / "out", None, lambda _: None)
    text = (tmp_path / "out" / "record" / f"{article}.html").read_text(encoding="utf-8")
    assert '<blockquote class="excerpt" lang="fa" dir="rtl">' in text
    name = next(row for row in views.tables.rows["officials"] if row["name_native"])
    page = (tmp_path / "out" / "record" / f"{name['official_id']}.html").read_text("utf-8")
    assert re.search(rf'<bdi lang="(fa|ar|ckb)" dir="rtl">{name["name_native"]}</bdi>', page)


def test_findings_and_what_did_not_run_are_shown(
    tmp_path: Path, changed: Callable[..., Path]
) -> None:
    folder = changed()
    finding = Finding("TAB007", "made up for a test", Place(table="names"), "some-id", found="<b>")
    known = Accepted(finding, "a test", Place("dataset/allowlist.yaml"))
    run = CheckRun("made.up", "not-run", reason="no time")
    report = render_json.document(Report([finding], [run], [known]))
    (folder / "validation.json").write_text(json.dumps(report), "utf-8")
    build_site(folder, tmp_path / "out", None, lambda _: None)
    text = (tmp_path / "out" / "validation.html").read_text(encoding="utf-8")
    assert text.count("made up for a test") == 2
    assert "accepted: a test" in text
    assert "&lt;b&gt;" in text
    assert "1 not passed" in text
