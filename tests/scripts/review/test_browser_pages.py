"""What the pages of the desk look like in a real browser: marks, screens, barriers, the picture of the documents."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.once

IMAGES = Path(__file__).resolve().parents[3] / "docs" / "images"
LARGEST = 150_000


def test_a_source_that_holds_markup_is_shown_as_text(at_desk, desk) -> None:
    reviewer = at_desk(desk)
    page = reviewer.open()
    expect(page.locator("#source")).to_contain_text('<script>document.title = "owned"</script>')
    expect(page.locator("#source")).to_contain_text('<img src=x onerror="document.title')
    assert page.locator("#source script, #source img, #source b").count() == 0
    assert page.locator("#list script, #list img, #list b").count() == 0
    assert page.title() == "Iran, Iraq stress crossings – review"


def test_marks_tell_what_they_are_by_more_than_their_colour(at_desk, desk) -> None:
    reviewer = at_desk(desk)
    page = reviewer.open()
    styles = "e => { const s = getComputedStyle(e); return [s.borderBottomStyle, s.textDecorationStyle]; }"
    recorded = page.locator("#source .mk-content.st-recorded").first
    candidate = page.locator("#source .mk-content.st-candidate").first
    assert recorded.evaluate(styles)[0] == "solid"
    assert candidate.evaluate(styles)[0] == "dashed"
    assert page.locator("#source .mk-speakers").first.evaluate(styles)[1] == "double"
    assert page.locator("#source .mk-cue").first.evaluate(styles)[1] == "dotted"
    tags = page.locator(".mk.now[data-tag]").evaluate_all("all => all.map(e => e.dataset.tag)")
    assert {"speaker", "cue", "addressee"} <= {*tags}
    furniture = page.locator("#source .mk-furniture").all_inner_texts()
    assert "Home | News | Lakes" in furniture
    assert page.locator("#source .mk-mention", has_text="Karim Taheri").count() >= 1
    page.locator("#mark-candidates").uncheck()
    expect(page.locator("#source .mk-content.st-candidate:not(.now)")).to_have_count(0)
    page.locator("#mark-mentions").uncheck()
    expect(page.locator("#source .mk-mention")).to_have_count(0)


def test_a_mark_in_the_text_leads_to_its_card_and_the_order_can_be_changed(at_desk, desk) -> None:
    reviewer = at_desk(desk)
    page = reviewer.open()
    page.locator("#source .mk-content.st-recorded").first.click()
    expect(reviewer.current.locator(".badge")).to_have_text("recorded")
    page.get_by_role("button", name="In order of the text").click()
    numbers = page.locator(".card .number").all_inner_texts()
    assert numbers == [str(number) for number in range(1, len(numbers) + 1)]
    reviewer.press("k")
    expect(reviewer.current.locator(".number")).not_to_have_text("1")


def test_a_phone_shows_text_and_list_together_or_one_of_them(at_desk, desk) -> None:
    reviewer = at_desk(desk, phone=True)
    page = reviewer.open()
    expect(page.locator("#source")).to_be_visible()
    expect(reviewer.current).to_be_visible()
    page.get_by_role("button", name="Text", exact=True).tap()
    expect(page.locator("#list")).to_be_hidden()
    page.get_by_role("button", name="List", exact=True).tap()
    expect(page.locator("#source")).to_be_hidden()
    page.locator("#do-accept").tap()
    expect(page.locator(".badge", has_text="accepted")).to_have_count(1)
    page.get_by_role("button", name="Save").tap()
    expect(page.locator("#status")).to_contain_text("Saved:")
    assert desk.statement("The crossing")["reviewed_by"] == "A. L."


class Onlooker:
    """Somebody who looks for barriers, in light and in dark."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.axe = Axe()

    def look(self, *schemes: str) -> None:
        assert self.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        for scheme in schemes:
            self.page.emulate_media(color_scheme=scheme)
            found = self.axe.run(self.page, options={"preload": False}).response["violations"]
            assert [
                (v["id"], v["nodes"][0]["target"], v["nodes"][0]["failureSummary"]) for v in found
            ] == []


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_pages_have_no_barriers_and_fit_the_screen(at_desk, desk, phone: bool) -> None:
    schemes = ("light",) if phone else ("light", "dark")  # colours do not depend on the screen
    reviewer = at_desk(desk, phone=phone)
    look = Onlooker(reviewer.page).look
    page = reviewer.open("/")
    expect(page.locator("#articles li").first).to_be_visible()
    look(*schemes)
    reviewer.open()
    reviewer.press("a")
    page.locator("#f-date").fill("2025")
    page.locator("#f-date").press("Tab")
    reviewer.validated()
    page.locator("#findings-summary").click()
    page.locator("#f-evidence summary").click()
    page.locator("#f-speakers-0-who").click()
    page.keyboard.type("a")
    look(*schemes)
    reviewer.press("Escape", "Escape", "?")
    look(*schemes)
    reviewer.press("Escape")
    page.locator(".badge.st-candidate").first.click()
    page.locator("#do-reject").click()
    look(*schemes)


def test_the_picture_of_the_documents_can_be_taken(at_desk, desk, tmp_path: Path) -> None:
    """`make pictures` keeps it."""
    reviewer = at_desk(desk)
    page = reviewer.page
    page.set_viewport_size({"width": 1040, "height": 600})
    reviewer.open()
    reviewer.press("a")
    expect(page.locator("#unsaved")).to_have_text("1 change not saved")
    reviewer.validated()
    folder = IMAGES if os.environ.get("KEEP_PICTURES") else tmp_path
    path = folder / "review-desk.png"
    page.screenshot(path=path)
    assert path.stat().st_size < LARGEST
