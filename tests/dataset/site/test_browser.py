"""The site in a real browser, from disk: search, filters, permalinks, keyboard, phone and desktop, light and dark."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from dataset.project import Project
from dataset.releasing.versions import released
from dataset.site.build import build_site
from dataset.site.tables import Tables

pytestmark = pytest.mark.once

STATEMENT = "iran-daily-expel-us-nrh"
VERSION = [*released(Project(Path(__file__).resolve().parents[3])).values()][-1].name
PAGES = (
    "index.html",
    "statements.html",
    "meetings.html",
    "officials.html",
    "organizations.html",
    "articles.html",
    "timeline.html",
    "network.html",
    "topics.html",
    "codebook.html",
    "datasheet.html",
    "validation.html",
    "download.html",
    "about.html",
    f"record/{STATEMENT}.html",
    "record/amir-abdollahian-iraq-visit-mgx.html",
    "record/ali-shamkhani.html",
    "record/ali-shamkhani-kqz.html",
    "record/iran-daily.html",
    "record/iran-daily-expel-us.html",
)
"""Every page that is no record, and a record of every kind."""

Send = Callable[..., Any]


def results(page: Page) -> list[str]:
    """Ids of the statements that are listed."""
    return page.locator("#results .permalink").all_inner_texts()


def count(page: Page) -> int:
    """How many statements were found, as the page says."""
    text = page.locator("#result-count").inner_text()
    return int(text.split(" of ")[0].replace(",", ""))


def all_results(page: Page) -> list[str]:
    """Ids of all that were found, however many clicks it takes to list them."""
    while page.locator("#more").is_visible():
        page.locator("#more").click()
    return results(page)


# -------------------------------------------------------------------------------------- every page


SHORTEN = """() => {
  for (const details of document.querySelectorAll('details')) details.open = true;
  for (const list of document.querySelectorAll('tbody, ul.cards, ul.lines, ul.columns, dl.evidence'))
    for (const child of [...list.children].slice(6)) child.remove();
}"""
"""Opens what is folded, and leaves six entries of each list: the others are alike, and axe takes minutes for them."""


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_pages_have_no_barriers_fit_the_screen_and_complain_of_nothing(
    visit: Send, phone: bool, dark: bool
) -> None:
    visitor = visit(phone=phone, dark=dark)
    for name in PAGES:
        page = visitor.open(name)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, name
        assert page.locator("h1").count() == 1, name
        if dark == phone:  # every colour and every layout is looked at once
            page.evaluate(SHORTEN)
            found = Axe().run(page, options={"preload": False}).response["violations"]
            assert [(v["id"], v["nodes"][0]["target"]) for v in found] == [], name


def test_every_page_offers_citation_and_download(visit: Send) -> None:
    visitor = visit()
    for name in PAGES:
        page = visitor.open(name)
        expect(page.locator("#citation-text")).to_contain_text(f"version {VERSION}")
        expect(page.locator("aside.cite a", has_text="Download")).to_be_visible()


def test_a_phone_has_a_menu(visit: Send) -> None:
    page = visit(phone=True).open("index.html")
    link = page.locator("#menu a", has_text="Timeline")
    expect(link).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    link.click()
    expect(page.locator("h1")).to_have_text("Timeline")


def test_without_javascript_the_records_can_still_be_read(visit: Send) -> None:
    visitor = visit(java_script_enabled=False)
    page = visitor.page
    page.goto((visitor.root / "statements.html").as_uri())
    page.get_by_role("link", name="article by article").click()
    page.locator("table a").first.click()
    expect(page.locator(".card .content").first).to_be_visible()


# ------------------------------------------------------------------------------------------ search


def test_a_newcomer_finds_a_statement_sees_its_proof_and_cites_it(
    visit: Send, release_tables: Tables
) -> None:
    """The path of somebody who was told a few words of it."""
    page = visit().open("index.html")
    page.get_by_label("Search statements").fill("inevitable need withdrawal")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("statements.html"))
    assert results(page) == [STATEMENT]
    page.locator("#results .permalink").click()
    expect(page.locator("h1")).to_contain_text("Ali Shamkhani, as reported by Iran Daily")
    expect(page.locator(".lead-quote .excerpt .content")).to_contain_text(
        "accelerate the withdrawal"
    )
    article = release_tables.find("articles", "iran-daily-expel-us")
    assert article is not None
    expect(page.locator("section.proof")).to_contain_text(article["source_sha256"])
    expect(page.locator("section.proof")).to_contain_text("characters 1017–1133")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("[data-copy=citation-text]").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert (
        f"Statement {STATEMENT}, in: Iran–Iraq Security Dialogue Dataset (version {VERSION}"
        in copied
    )


def test_all_statements_are_found_at_first(visit: Send, release_tables: Tables) -> None:
    page = visit().open("statements.html")
    wanted = {row["statement_id"] for row in release_tables.rows["statements"]}
    assert count(page) == len(wanted)
    assert set(all_results(page)) == wanted


@pytest.mark.parametrize(
    "parameter, column",
    [("act", "speech_act"), ("type", "quote_type"), ("article", "article_id")],
)
def test_a_filter_finds_what_the_tables_say(
    visit: Send, release_tables: Tables, parameter: str, column: str
) -> None:
    page = visit().open("statements.html")
    counts = Counter(row[column] for row in release_tables.rows["statements"])
    for value, number in counts.items():
        page.locator(f"#{parameter}").select_option(value)
        assert count(page) == number, value


def test_filters_on_speakers_sides_and_topics_find_what_the_tables_say(
    visit: Send, release_tables: Tables
) -> None:
    page = visit().open("statements.html")
    parties = [r for r in release_tables.rows["statement_parties"] if r["role"] == "speaker"]
    for parameter, rows, column in (
        ("speaker", parties, "official_id"),
        ("side", parties, "iso3"),
        ("topic", release_tables.rows["statement_topics"], "topic"),
    ):
        pairs = {(row[column], row["statement_id"]) for row in rows if row[column]}
        for value, number in Counter(value for value, _ in pairs).items():
            page.locator(f"#{parameter}").select_option(value)
            assert count(page) == number, value
            label = page.locator(f"#{parameter} option:checked").inner_text()
            assert label.endswith(f"({number})")
        page.locator(f"#{parameter}").select_option("")


def test_filters_narrow_each_other_and_tell_what_they_would_leave(
    visit: Send, release_tables: Tables
) -> None:
    page = visit().open("statements.html#speaker=ali-shamkhani")
    whole = count(page)
    option = page.locator("#act option[value=request]")
    left = int(re.findall(r"\((\d+)\)", str(option.text_content()))[0])
    assert 0 < left < whole
    page.locator("#act").select_option("request")
    assert count(page) == left
    page.locator("#clear").click()
    assert count(page) == len(release_tables.rows["statements"])


@pytest.mark.parametrize(
    "start, end",
    [("2020-07-21", "2020-07-21"), ("2022", ""), ("", "2009"), ("2022-11", "2022-11")],
)
def test_a_period_finds_what_may_lie_in_it(
    visit: Send, release_tables: Tables, start: str, end: str
) -> None:
    page = visit().open("statements.html")
    page.locator("#from").fill(start)
    page.locator("#to").fill(end)
    first = f"{start}{'-01-01'[len(start) - 4 :]}" if start else "0000"
    last = f"{end}{'-12-31'[len(end) - 4 :]}" if end else "9999"
    wanted = {
        row["statement_id"]
        for row in release_tables.rows["statements"]
        if row["date"] is not None
        and str(row["date_earliest"] or "0000") <= last
        and str(row["date_latest"] or "9999") >= first
    }
    assert set(all_results(page)) == wanted
    assert wanted


def test_a_date_that_is_none_is_told(visit: Send) -> None:
    page = visit().open("statements.html")
    whole = count(page)
    page.locator("#from").fill("21 July")
    expect(page.locator("#result-count")).to_contain_text("a date is not understood")
    expect(page.locator("#from")).to_have_attribute("aria-invalid", "true")
    assert count(page) == whole
    page.locator("#from").fill("")
    expect(page.locator("#from")).to_have_attribute("aria-invalid", "false")


def test_words_are_found_whatever_their_case_accents_quotation_marks_and_script(
    visit: Send, release_tables: Tables
) -> None:
    page = visit().open("statements.html")
    box = page.locator("#q")

    def found(query: str) -> set[str]:
        box.fill(query)
        return set(all_results(page))

    said = {
        row["statement_id"]
        for row in release_tables.rows["statement_parties"]
        if row["official_id"] == "ali-shamkhani" and row["role"] == "speaker"
    }
    native = release_tables.find("officials", "ali-shamkhani")
    assert native is not None
    assert said <= found("SHAMKHANI")
    assert said == found(native["name_native"])
    assert found("shámkhani") == found("Shamkhani")
    assert found('"inevitable need"') == {STATEMENT}
    assert found("need inevitable") == {STATEMENT}
    assert found('"need inevitable"') == set()
    assert found(STATEMENT) == {STATEMENT}
    box.fill("inevitable")
    assert page.locator("#results mark").all_inner_texts() == ["inevitable"]


def test_a_link_leads_back_to_what_was_asked(visit: Send) -> None:
    visitor = visit()
    page = visitor.open("statements.html")
    page.locator("#q").fill("security")
    page.locator("#side").select_option("IRN")
    page.locator("#from").fill("2020")
    page.locator("#sort").select_option("old")
    before, number = results(page), count(page)
    expect(page).to_have_url(re.compile("sort=old"))
    address = page.url
    assert "#q=security&from=2020&sort=old&side=IRN" in address
    page.goto("about:blank")
    page.goto(address)
    assert (results(page), count(page)) == (before, number)
    assert page.locator("#q").input_value() == "security"
    page.evaluate("location.hash = 'topic=border-security'")
    expect(page.locator("#side")).to_have_value("")
    expect(page.locator("#topic")).to_have_value("border-security")


def test_a_link_to_a_value_that_this_version_lacks_finds_nothing_and_says_why(visit: Send) -> None:
    page = visit().open("statements.html#speaker=nobody-known")
    assert count(page) == 0
    expect(page.locator("#speaker option:checked")).to_contain_text("not in this version")


def test_the_order_is_that_of_the_dates(visit: Send, release_tables: Tables) -> None:
    page = visit().open("statements.html")
    dates = {r["statement_id"]: r["date_earliest"] for r in release_tables.rows["statements"]}
    known = [dates[id_] for id_ in all_results(page) if dates[id_]]
    assert known == sorted(known, reverse=True)
    page.locator("#sort").select_option("old")
    known = [dates[id_] for id_ in all_results(page) if dates[id_]]
    assert known == sorted(known)


def test_what_was_found_can_be_saved_for_a_spreadsheet(visit: Send, release_tables: Tables) -> None:
    page = visit().open("statements.html#topic=border-security")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as CSV").click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert download.value.suggested_filename == f"statements-{VERSION}.csv"
    assert len(rows) == count(page)
    for row in rows:
        statement = release_tables.find("statements", row["statement_id"])
        assert statement is not None
        assert row["content"].removeprefix("'") == statement["content"]
        assert row["version"] == VERSION


# ------------------------------------------------------------------------------ links and keyboard


def test_a_statement_is_shown_in_its_article(visit: Send) -> None:
    page = visit().open(f"record/iran-daily-expel-us.html#{STATEMENT}")
    card = page.locator(f"[id='{STATEMENT}']")
    expect(card).to_be_in_viewport()
    page.locator(f"[id='{STATEMENT}'] .permalink").click()
    expect(page.locator("#record-id")).to_have_text(STATEMENT)


def test_all_can_be_done_with_the_keyboard(visit: Send) -> None:
    page = visit().open("statements.html")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("inevitable")
    page.keyboard.press("Tab")
    expect(page.locator("#speaker")).to_be_focused()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('permalink')"):
            break
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    expect(page.locator("#record-id")).to_have_text(STATEMENT)


def test_show_more_goes_on_where_the_reader_was(visit: Send) -> None:
    page = visit().open("statements.html")
    first = len(results(page))
    page.locator("#more").focus()
    page.keyboard.press("Enter")
    assert len(results(page)) > first
    place = page.evaluate(
        "[...document.querySelectorAll('#results > li')].indexOf(document.activeElement.closest('li'))"
    )
    assert place == first


# ------------------------------------------------------------------------------------------ charts


def test_a_mark_of_the_timeline_leads_to_its_record(visit: Send) -> None:
    page = visit().open("timeline.html")
    page.locator("#timeline svg .mark-symbol path").first.click(force=True)
    page.wait_for_url(re.compile(r"/(record/|statements\.html#from=)"))


def test_a_cell_of_topics_leads_to_its_statements(visit: Send) -> None:
    page = visit().open("topics.html")
    cell = page.locator("#chart-topic svg .mark-rect path").first
    label = cell.get_attribute("aria-label")
    cell.click(position={"x": 4, "y": 4})  # beside the number
    page.wait_for_url(re.compile(r"statements\.html#topic="))
    assert label is not None
    number = int(re.findall(r"Statements: (\d+)", label)[0])
    assert count(page) == number


def test_the_network_shows_the_meetings_of_one_party(visit: Send) -> None:
    page = visit().open("network.html")
    rows = page.locator("#pair-table tbody tr:visible")
    whole = rows.count()
    page.get_by_label("Show the meetings of").select_option("mustafa-al-kadhimi")
    assert 0 < rows.count() < whole
    assert all("Kadhimi" in text for text in rows.all_inner_texts())
    expect(page.locator("#pair-count")).to_have_text(str(rows.count()))
    expect(page.locator("#network-status")).to_have_text(f"{rows.count()} pairs")
    page.locator("#network svg .mark-symbol.role-mark path").first.click()
    chosen = page.locator("#who").input_value()
    assert chosen not in {"", "mustafa-al-kadhimi"}
    page.locator("#network svg .mark-symbol.role-mark path").first.click()
    assert rows.count() == whole


def test_charts_follow_the_readers_taste_and_the_width_of_the_screen(visit: Send) -> None:
    visitor = visit()
    page = visitor.open("timeline.html")
    mark = page.locator("#timeline svg .mark-symbol path").first
    light = mark.get_attribute("fill")
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    expect(mark).not_to_have_attribute("fill", str(light))
    wide = page.locator("#timeline svg").bounding_box()
    page.set_viewport_size({"width": 600, "height": 800})
    assert wide is not None
    expect(page.locator("#timeline svg")).not_to_have_attribute("width", f"{wide['width']:.0f}")
    narrow = page.locator("#timeline svg").bounding_box()
    assert narrow is not None
    assert narrow["width"] < 600 < wide["width"]


# --------------------------------------------------------------------------------- hostile records


def test_html_and_scripts_in_records_are_text(
    visit: Send, changed: Callable[..., Path], tmp_path: Path
) -> None:
    """A release is data: whatever stands in it, no page runs it."""
    attack = "</script></title><img src=x onerror=alert(1)><script>alert(2)</script>'\"&\u2028"

    def spoil(*columns: str) -> Callable[[list[dict[str, Any]]], None]:
        def change(rows: list[dict[str, Any]]) -> None:
            for row in rows:
                for column in columns:
                    row[column] = attack

        return change

    release = changed(
        statements=spoil("content", "cue"),
        statements_wide=spoil("content", "cue", "publisher", "speakers", "article_title"),
        officials=spoil("name", "name_native"),
        meetings_wide=spoil("title", "place"),
        meetings=spoil("title", "place"),
        names=spoil("name"),
        articles=spoil("title", "byline"),
        evidence=spoil("value", "note"),
        vocabularies=spoil("label", "definition"),
        organizations=spoil("name", "status_note"),
    )
    out = tmp_path / "out"
    build_site(release, out, None, lambda _: None)
    visitor = visit(out)
    for name in PAGES:
        page = visitor.open(name)
        assert page.locator("img").count() == 0, name
        assert page.locator("script:not([src]):not([type])").count() == 0, name
    page = visitor.open("statements.html")
    page.locator("#q").fill("alert")
    expect(page.locator("#results .content, #results .excerpt").first).to_contain_text("<img src=x")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as CSV").click()
    assert "<img src=x" in Path(download.value.path()).read_text(encoding="utf-8")
