"""Work at the desk in a real browser: undone, checked, saved, and never lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from dataset.building.build import check_records

pytestmark = pytest.mark.once


def test_what_was_done_is_undone_and_done_again(at_desk, desk) -> None:
    reviewer = at_desk(desk)
    page = reviewer.open()
    badges = page.locator(".card .badge")
    reviewer.press("a", "a")
    expect(page.locator("#unsaved")).to_have_text("2 changes not saved")
    reviewer.press("Control+z")
    expect(page.locator("#unsaved")).to_have_text("1 change not saved")
    reviewer.press("Control+z")
    expect(page.locator("#unsaved")).to_have_text("")
    expect(badges.filter(has_text="accepted")).to_have_count(0)
    expect(page.locator("#undo")).to_be_disabled()
    page.locator("#redo").click()
    reviewer.press("Control+Shift+Z")
    expect(badges.filter(has_text="accepted")).to_have_count(2)
    reviewer.visit("The crossing is too narrow")
    reviewer.press("o")
    expect(badges.filter(has_text="accepted")).to_have_count(1)
    reviewer.press("Control+y")
    page.get_by_role("button", name="Accept these").first.click()
    expect(badges.filter(has_text="accepted")).to_have_count(5)
    reviewer.press("Control+z")
    expect(badges.filter(has_text="accepted")).to_have_count(1)
    assert "method: extracted" not in desk.article.read_text(encoding="utf-8")


def test_findings_come_and_go_while_one_works(at_desk, desk) -> None:
    reviewer = at_desk(desk)
    page = reviewer.open()
    reviewer.visit("patience")
    page.locator(".card-head", has_text=re.compile("urged.*patience$", re.DOTALL)).click()
    expect(page.locator("#findings-summary")).to_have_text("No findings")
    page.locator("#f-date").fill("2025-01-01")
    page.locator("#f-date").press("Tab")
    expect(page.locator("#findings-summary")).to_have_text("1 finding")
    expect(reviewer.current.locator(".finding")).to_contain_text("REC007")
    expect(page.locator("#f-date")).to_have_attribute("aria-invalid", "true")
    page.locator("#f-date_basis").select_option("stated")
    expect(reviewer.current.locator(".finding")).to_contain_text(
        "said after the article was published"
    )
    page.locator("#findings-summary").click()
    page.locator("#findings-list button").click()
    assert page.evaluate("document.activeElement.id") == "f-date"
    page.locator("#f-date").fill("")
    page.locator("#f-date").press("Tab")
    expect(page.locator("#findings-summary")).to_have_text("No findings")
    expect(reviewer.current.locator(".finding")).to_have_count(0)


def test_what_has_findings_is_not_saved_but_the_rest_may_be(at_desk, desk) -> None:
    reviewer = at_desk(desk)
    page = reviewer.open()
    reviewer.press("a")
    expect(reviewer.current).to_contain_text("work must begin")
    page.locator("#f-date").fill("2025-01-01")
    page.locator("#f-date").press("Tab")
    expect(reviewer.current.locator(".note")).to_have_text("changed")
    page.locator("#do-accept").click()
    expect(page.locator("#unsaved")).to_have_text("2 changes not saved")
    before = desk.article.read_bytes()
    page.locator("#save").click()
    expect(page.locator("#faulty-dialog")).to_contain_text("said after the article was published")
    assert desk.article.read_bytes() == before
    page.locator("#faulty-mend").click()
    assert page.evaluate("document.activeElement.id") == "f-date"
    page.locator("#save").click()
    page.locator("#faulty-rest").click()
    expect(page.locator("#status")).to_contain_text("not saved yet")
    assert [s["content"] for s in desk.statements()] == [
        "The crossing is too narrow for trade,",
        "patience",
    ]
    expect(page.locator("#unsaved")).to_have_text("1 change not saved")
    expect(page.locator(".badge", has_text="accepted")).to_have_count(1)
    assert check_records(desk.project).report.findings == []


def test_a_file_changed_on_the_disk_is_left_alone_and_the_work_is_done_again(at_desk, desk) -> None:
    reviewer = at_desk(desk)
    page = reviewer.open()
    reviewer.press("a")
    expect(page.locator("#unsaved")).to_have_text("1 change not saved")
    by_hand = desk.article.read_text(encoding="utf-8").replace(
        "speech_act: request", "speech_act: hope"
    )
    desk.article.write_text(by_hand, encoding="utf-8")
    page.locator("#save").click()
    expect(page.locator("#banner")).to_contain_text("was changed on the disk")
    expect(page.locator("#banner")).to_contain_text("1 change of yours is still here")
    assert desk.article.read_text(encoding="utf-8") == by_hand
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy my changes").click()
    expect(page.locator("#status")).to_have_text("Copied.")
    assert "The crossing is too narrow for trade," in page.evaluate(
        "navigator.clipboard.readText()"
    )
    page.get_by_role("button", name="Do them again").click()
    expect(page.locator("#banner")).to_be_hidden()
    expect(page.locator("#unsaved")).to_have_text("1 change not saved")
    page.locator("#save").click()
    expect(page.locator("#status")).to_contain_text("Saved:")
    assert desk.statement("patience")["speech_act"] == "hope"
    assert desk.statement("The crossing")["method"] == "extracted"


def test_what_cannot_be_done_again_is_told_and_can_be_copied(
    at_desk, desk, at_another_desk
) -> None:
    reviewer = at_desk(desk)
    page = reviewer.open()
    reviewer.press("a", "a")
    expect(page.locator("#unsaved")).to_have_text("2 changes not saved")
    other = at_another_desk(desk.project)
    other.save({"do": "reject", "target": other.letters("The crossing is")})
    reviewer.press("a")
    expect(page.locator("#banner")).to_contain_text("3 changes of yours are still here")
    page.get_by_role("button", name="Do them again").click()
    expect(page.locator("#banner")).to_contain_text("1 change could not be done again")
    expect(page.locator("#banner")).to_contain_text("is not there any more")
    expect(page.locator("#unsaved")).to_have_text("2 changes not saved")
    page.get_by_role("button", name="Close").click()
    expect(page.locator("#banner")).to_be_hidden()


def test_a_reload_loses_nothing(at_desk, desk) -> None:
    reviewer = at_desk(desk)
    page = reviewer.open()
    reviewer.press("a", "a")
    expect(page.locator("#unsaved")).to_have_text("2 changes not saved")
    assert "token" not in page.url
    page.reload()
    expect(page.locator("#unsaved")).to_have_text("2 changes not saved")
    expect(page.locator(".badge", has_text="accepted")).to_have_count(2)


def test_a_desk_that_was_closed_keeps_the_work_in_the_page(at_desk, short_desk) -> None:
    reviewer = at_desk(short_desk)
    reviewer.expected = {"net::ERR_CONNECTION_REFUSED"}
    page = reviewer.open()
    reviewer.press("a")
    expect(page.locator("#unsaved")).to_have_text("1 change not saved")
    assert short_desk.end() == 0
    reviewer.press("a")
    expect(page.locator("#banner")).to_contain_text("The desk does not answer")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy my changes").click()
    expect(page.locator("#status")).to_have_text("Copied.")
    assert "The crossing is too narrow" in page.evaluate("navigator.clipboard.readText()")


def test_a_selection_counts_code_points_behind_signs_of_two_units(at_desk, desk) -> None:
    reviewer = at_desk(desk)
    page = reviewer.open()
    reviewer.visit("«راه باز است»")
    reviewer.select("راه باز است")
    reviewer.press("c")
    expect(reviewer.current.locator(".card-words")).to_have_text("راه باز است")
    reviewer.press("a")
    reviewer.visit("the way was open")
    reviewer.select("way was open")
    reviewer.press("c")
    expect(reviewer.current.locator(".card-words")).to_have_text("way was open")
    reviewer.press("a")
    page.locator("#save").click()
    expect(page.locator("#status")).to_contain_text("Saved:")
    assert desk.statement("راه")["quote_type"] == "direct"
    assert desk.statement("way was open")["cue"] == "said"
    assert check_records(desk.project).report.findings == []


def test_a_refused_operation_says_why_and_changes_nothing(at_desk, desk) -> None:
    reviewer = at_desk(desk)
    page = reviewer.open()
    reviewer.press("c")
    expect(page.locator("#status")).to_contain_text("Select words in the text first")
    reviewer.select("Ten lakes")
    reviewer.press("m")
    expect(page.locator("#status")).to_contain_text("site furniture")
    expect(page.locator("#unsaved")).to_have_text("")
    expect(page.locator("#undo")).to_be_disabled()


def test_evidence_parties_and_a_new_statement_that_is_given_up(at_desk, desk) -> None:
    reviewer = at_desk(desk)
    page = reviewer.open()
    reviewer.visit("work must begin")
    reviewer.select("Iranian Transport Minister Karim Taheri")
    reviewer.press("v")
    expect(page.locator("#f-evidence summary")).to_have_text("Evidence (1)")
    reviewer.select("the Iraqi minister")
    page.locator("[data-pick=addressee]").click()
    expect(reviewer.current.locator("legend", has_text="Addressee")).to_contain_text(
        "the Iraqi minister"
    )
    reviewer.current.get_by_role("button", name="Remove addressee").click()
    expect(reviewer.current.locator("legend", has_text="Addressee")).to_have_count(0)
    reviewer.select("The plan is")
    reviewer.press("m")
    expect(reviewer.current.locator(".badge")).to_have_text("new")
    reviewer.press("x")
    expect(page.locator(".badge", has_text="new")).to_have_count(0)
