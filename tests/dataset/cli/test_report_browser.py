"""The report in a real browser, from disk: filters, permalinks, keyboard, phone and desktop, light, dark and paper."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from typer.testing import CliRunner

from dataset.cli import app
from dataset.cli.findings import lines_of
from dataset.project import Project
from validation.findings import Accepted, CheckRun, Finding, Place, Report
from validation.render_html import Surroundings, render

ROOT = Path(__file__).resolve().parents[3]
IMAGES = ROOT / "docs" / "images"
LARGEST = 150_000
FILE = "dataset/records/articles/iran-daily-expel-us.yaml"
OTHER = "dataset/records/officials.yaml"
SCRIPT = '<script>document.title="taken"</script><img src=x onerror="alert(1)">'

Send = Callable[..., Any]

pytestmark = pytest.mark.once


def line_of(words: str, file: str = FILE) -> tuple[int, int]:
    """Line and column of the first place where words stand in a file of the project."""
    for number, line in enumerate(lines_of(ROOT)(file), 1):
        if words in line:
            return number, line.index(words) + 1
    raise AssertionError(words)


def findings() -> list[Finding]:
    """Some of every kind: alike in numbers, of tables, a warning, with markup, in Persian."""
    line, column = line_of("quote_type: direct")
    quote = Finding(
        "QUO009",
        "quote type contradicts the content",
        Place(FILE, line, column + 12, field="statements.0.quote_type"),
        "iran-daily-expel-us-nrh",
        "direct",
        "correct quote_type or quoted",
        note="only “inevitable need” stands in quotation marks",
    )
    alike = [
        replace(
            quote, place=replace(quote.place, line=line + n), record=f"r-{n}", found=f"word {n}"
        )
        for n in range(1, 40)
    ]
    rows = Finding(
        "TAB008",
        "article_id is not in articles",
        Place(table="statements", record="x", field="article_id"),
        "x",
        SCRIPT,
        "add the record to articles, or remove the row",
        related=(Place(table="statements", record="z", field="article_id"),),
        count=7000,
    )
    strange = Finding(
        "TAB013", "unexpected file", Place(table="notes"), found="notes", severity="warning"
    )
    at = line_of("name_native", OTHER)
    persian = Finding("REC004", "not a name", Place(OTHER, at[0], at[1] + 13), "ali", "علی شمخانی")
    return [*alike, quote, rows, strange, persian]


@pytest.fixture(scope="module")
def report() -> Report:
    line, column = line_of("died", OTHER)
    post = Finding("TIM001", "post not held on that day", Place(OTHER, line, column), "ali", "2020")
    listed = Place("dataset/allowlist.yaml", 1, 3)
    runs = [
        CheckRun("syntax", "passed", 12),
        CheckRun("quote proof", "failed", 657),
        CheckRun("statements.key-unique", "passed", 82),
        CheckRun("statements.article_id.parent-exists", "failed", 82),
        CheckRun("cross-table.anchors-in-text", "not-run", reason="articles missing or unreadable"),
    ]
    return Report(
        findings(), runs, [Accepted(post, "the vote was later", listed, date(2027, 6, 30))]
    )


@pytest.fixture(scope="module")
def folder(report: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of these findings, in a folder whose name a careless link would stumble over."""
    folder = tmp_path_factory.mktemp("pages") / "a report, 100% of it"
    folder.mkdir()
    shown = render(report, lines_of(ROOT), Surroundings("the records", "0.1.0"))
    (folder / "index.html").write_text(shown, encoding="utf-8")
    return folder


def visible(page: Page) -> int:
    """How many findings a reader can come to: those not hidden, also below what is closed."""
    return page.locator(".finding:not([hidden])").count()


def barriers(page: Page) -> list[tuple[str, list[str]]]:
    page.evaluate("document.querySelectorAll('details').forEach((e) => { e.open = true; })")
    found = Axe().run(page, options={"preload": False}).response["violations"]
    return [(v["id"], v["nodes"][0]["target"]) for v in found]


# ------------------------------------------------------------------------------------- every screen


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_the_page_has_no_barriers_fits_the_screen_and_complains_of_nothing(
    visit: Send, folder: Path, phone: bool, dark: bool
) -> None:
    page = visit(folder, phone=phone, dark=dark).open("index.html")

    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    expect(page.locator("h1")).to_have_text("7,041 errors and 1 warning; 1 check could not run")
    dark_ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (dark_ground == "rgb(22, 24, 26)") is dark


def test_a_clean_report_has_no_barriers_either(visit: Send, tmp_path: Path) -> None:
    clean = Report(runs=[CheckRun("syntax", "passed", 12)])
    (tmp_path / "index.html").write_text(render(clean), encoding="utf-8")
    page = visit(tmp_path).open("index.html")

    assert barriers(page) == []
    expect(page.locator("h1")).to_have_text("Clean: nothing was found")


def test_without_javascript_every_finding_is_there(visit: Send, folder: Path) -> None:
    page = visit(folder, java_script_enabled=False).open("index.html")

    expect(page.locator(".finding")).to_have_count(len(findings()) + 1)
    expect(page.locator("#search")).to_be_hidden()
    expect(page.locator("button")).to_have_count(
        page.locator("button[hidden], form button").count()
    )


def test_on_paper_every_finding_is_there_and_nothing_to_click(visit: Send, folder: Path) -> None:
    page = visit(folder).open("index.html")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")

    assert page.locator(".finding:visible").count() == len(findings()) + 1
    assert page.locator("button:visible, input:visible, nav:visible").count() == 0
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"


def test_the_caret_hangs_below_its_character(visit: Send, folder: Path) -> None:
    page = visit(folder).open("index.html")
    mark = page.locator("#QUO009 .hit mark").first

    content = mark.evaluate("(e) => getComputedStyle(e, '::after').content")
    assert content.startswith('"^"')
    assert mark.inner_text() != ""
    top = mark.evaluate("(e) => parseFloat(getComputedStyle(e, '::after').top)")
    assert top > 0.9 * mark.evaluate("(e) => parseFloat(getComputedStyle(e).fontSize)")


# ------------------------------------------------------------------------------------------- filter


def test_a_choice_leaves_what_fits(visit: Send, folder: Path) -> None:
    page = visit(folder).open("index.html")
    whole = len(findings()) + 1
    expect(page.locator("#result")).to_have_text(f"{whole} findings")

    for field, value, count in (
        ("code", "QUO009", 40),
        ("code", "TIM001", 1),
        ("state", "warning", 1),
        ("state", "accepted", 1),
        ("in", "statements", 1),
        ("in", OTHER, 2),
    ):
        page.locator(f"#{field}").select_option(value)
        expect(page.locator("#result")).to_have_text(f"{count} of {whole} findings")
        assert visible(page) == count, value
        page.get_by_role("button", name="Show all").click()
        assert visible(page) == whole


def test_words_are_found_whatever_their_case_and_quotation_marks(visit: Send, folder: Path) -> None:
    page = visit(folder).open("index.html")

    for words, count in (
        ('"word 17"', 1),
        ("INEVITABLE need", 40),
        ('"inevitable need"', 40),
        ("علی", 1),
        ("r-5 quo009", 1),
        ("nothing like it", 0),
        ("7,000 times", 1),
    ):
        page.get_by_label("Text").fill(words)
        expect(page.locator("#result")).to_have_text(f"{count} of {len(findings()) + 1} findings")


def test_what_is_found_below_another_finding_is_shown(visit: Send, folder: Path) -> None:
    page = visit(folder).open("index.html")

    page.get_by_label("Text").fill('"word 39"')

    expect(page.locator(".finding.short:not([hidden])")).to_be_visible()
    expect(page.locator("#TAB008")).to_be_hidden()


def test_a_filter_is_kept_in_the_address(visit: Send, folder: Path) -> None:
    visitor = visit(folder)
    page = visitor.open("index.html")
    page.locator("#state").select_option("error")
    page.get_by_label("Text").fill("شمخانی ali")
    address = page.evaluate("location.href").rsplit("/", 1)[1]

    again = visitor.open(address)

    assert again.locator("#q").input_value() == "شمخانی ali"
    assert again.locator("#state").input_value() == "error"
    assert visible(again) == 1


def test_findings_are_no_list_items_to_the_browser(visit: Send, folder: Path) -> None:
    """It would number them anew for each one that is hidden: two minutes, where there are ten thousand."""
    page = visit(folder).open("index.html")

    kinds = page.evaluate(
        "[...new Set([...document.querySelectorAll('.finding')].map((e) => getComputedStyle(e).display))]"
    )
    assert kinds == ["block"]


# ------------------------------------------------------------------------------ permalinks, keyboard


def test_an_address_leads_to_a_finding_also_below_others(visit: Send, folder: Path) -> None:
    deep = findings()[38]
    page = visit(folder).open(f"index.html#f-{deep.fingerprint}")

    expect(page.locator(f"#f-{deep.fingerprint}")).to_be_in_viewport()


def test_an_address_wins_over_a_filter_that_hides_it(visit: Send, folder: Path) -> None:
    page = visit(folder).open("index.html#code=TAB008")
    other = findings()[0]
    expect(page.locator(f"#f-{other.fingerprint}")).to_be_hidden()

    page.evaluate(f"location.hash = 'f-{other.fingerprint}'")

    expect(page.locator(f"#f-{other.fingerprint}")).to_be_in_viewport()


def test_a_permalink_is_the_address_of_its_finding(visit: Send, folder: Path) -> None:
    page = visit(folder).open("index.html")
    card = page.locator("#TAB013 .finding")

    card.locator(".permalink").click()

    assert page.url.endswith(f"#{card.get_attribute('id')}")


def test_fingerprint_and_entry_can_be_copied(visit: Send, folder: Path) -> None:
    visitor = visit(folder)
    page = visitor.open("index.html")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    wanted = next(f for f in findings() if f.code == "TAB008")
    card = page.locator(f"#f-{wanted.fingerprint}")

    card.get_by_role("button", name=f"Copy the fingerprint {wanted.fingerprint}").click()
    assert page.evaluate("navigator.clipboard.readText()") == wanted.fingerprint
    expect(card.get_by_text("Copied")).to_be_visible()
    card.get_by_text("Accept it").click()
    card.locator(".accept button").click()
    assert page.evaluate("navigator.clipboard.readText()") == (
        f"- fingerprint: {wanted.fingerprint}\n  code: TAB008\n  record: x\n  count: 7000\n  reason:\n"
    )


def test_the_keyboard_suffices(visit: Send, folder: Path) -> None:
    page = visit(folder).open("index.html")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "q":
            break
    page.keyboard.type('"word 17"')
    expect(page.locator("#result")).to_have_text(re.compile("^1 of"))
    page.keyboard.press("Enter")  # nothing to send
    page.keyboard.press("Tab")
    page.keyboard.press("T")
    expect(page.locator("#code")).to_have_value("TIM001")
    expect(page.locator("#result")).to_have_text(re.compile("^0 of"))


# ------------------------------------------------------------------------------------------ attacks


def test_markup_in_a_record_is_text(visit: Send, folder: Path) -> None:
    page = visit(folder).open("index.html")

    expect(page.locator("#TAB008 .literal").first).to_have_text(SCRIPT)
    assert page.title().startswith("Validation report: ")
    assert page.locator("img").count() == 0


def test_nothing_but_its_own_script_runs(visit: Send, folder: Path) -> None:
    visitor = visit(folder)
    page = visitor.open("index.html")

    page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'document.title = \"taken\"';"
        " document.body.append(s); }"
    )

    assert page.title() != "taken"
    assert "Content Security Policy" in visitor.complaints.pop()


# --------------------------------------------------------------------------- the whole way, Data Docs


@pytest.fixture
def whole(documented: Any) -> Path:
    """The report of a folder of Parquet in which one value is wrong, and is a script."""
    return Path(documented.folder)


def test_a_wrong_value_is_a_finding_on_the_page_and_a_failed_expectation_in_data_docs(
    visit: Send, whole: Path
) -> None:
    page = visit(whole).open("index.html")
    card = page.locator("#TAB006 .finding")
    expect(card).to_have_count(1)
    expect(card.locator(".where")).to_have_text(re.compile(r"^meetings\.modality in "))
    expect(card.locator(".literal")).to_contain_text(SCRIPT[:40])

    page.get_by_role("link", name="Great Expectations’ Data Docs").click()
    expect(page.locator("h1")).to_have_text("Data Docs")
    failed = page.locator("tr", has=page.get_by_role("link", name="Failed", exact=True))
    assert failed.locator("td:nth-child(3)").all_inner_texts() == ["meetings"]
    assert page.locator("main section").first.locator("tbody tr").count() > 40
    failed.get_by_role("link", name="Failed").click()

    expect(page.locator("h1")).to_have_text("meetings: validation result")
    page.get_by_label("Failed only").check()
    rows = page.locator(".ge-section tr:visible", has=page.locator("td .text-danger.fas"))
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("values must belong to this set")
    expect(rows).to_contain_text(SCRIPT)
    page.get_by_role("link", name="meetings", exact=True).click()
    expect(page.locator("h1")).to_have_text("meetings: expectation suite")
    page.get_by_role("link", name="Validation report").click()
    expect(page.locator("h1")).to_have_text(re.compile("error"))


DOCS = ("index.html", "validations/meetings.html", "expectations/meetings.html")


@pytest.mark.parametrize(
    "phone, pages",
    [(False, DOCS), (True, DOCS[1:2])],
    ids=["desktop light", "phone dark"],
)
def test_data_docs_have_no_barriers_and_fit_the_screen(
    visit: Send, whole: Path, phone: bool, pages: tuple[str, ...]
) -> None:
    visitor = visit(whole, phone=phone, dark=phone)
    for name in pages:
        page = visitor.open(f"data-docs/{name}")
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, name
        assert barriers(page) == [], name


# ------------------------------------------------------------------------------------------ picture


MISTAKES = {
    "content: Foreign forces won’t bring": "content: Foreign forces won't bring",
    "quote_type: mixed": "quote_type: direct",
}


def test_the_documents_picture_is_taken_here(visit: Send, project: Project, tmp_path: Path) -> None:
    """The report of two mistakes; with KEEP_PICTURES in the environment the picture is kept in docs/images."""
    article = project.root / FILE
    text = article.read_text(encoding="utf-8")
    for right, wrong in MISTAKES.items():
        assert right in text
        text = text.replace(right, wrong, 1)
    article.write_text(text, encoding="utf-8")
    out = tmp_path / "report"
    CliRunner().invoke(
        app, ["validate", "--records-only", "--root", str(project.root), "--report", str(out)]
    )
    page = visit(out).open("index.html")
    page.set_viewport_size({"width": 1120, "height": 1300})
    path = (IMAGES if os.environ.get("KEEP_PICTURES") else tmp_path) / "validation-report.png"
    path.parent.mkdir(exist_ok=True)
    page.screenshot(path=path)

    expect(page.locator(".finding .where")).to_contain_text([FILE, FILE])
    expect(page.locator(".hit").first).to_contain_text("Foreign forces won't bring")
    assert path.stat().st_size < LARGEST
    kept = (IMAGES / "validation-report.png").read_bytes()
    assert kept[:8] == b"\x89PNG\r\n\x1a\n"
    assert kept[16:24] == path.read_bytes()[16:24]  # width and height
    assert len(kept) < LARGEST
