"""The desk in a real browser, opened by the real command: from an uncoded page to records that are valid."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

from dataset.curation.canonical import fmt

pytestmark = pytest.mark.once

COMMAND = Path(sys.executable).parent / "dataset"
ARTICLE = "gazette-crossing"
PAGE = Path(__file__).parent / "ferry.html"
FOCUSED = "document.activeElement.id"


def validate(project) -> subprocess.CompletedProcess[str]:
    """What a curator does next."""
    return subprocess.run(
        [COMMAND, "validate", "--records-only"],
        cwd=project.root,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def _accept_three(reviewer) -> None:
    """Three by key, the first of the list first; of one, somebody else is the speaker."""
    expect(reviewer.current).to_contain_text("The crossing is too narrow")
    reviewer.press("a")
    expect(reviewer.current).to_contain_text("work must begin in spring")
    reviewer.press("a")
    expect(reviewer.current).to_contain_text("We will bear the cost")
    reviewer.press("b")
    reviewer.page.keyboard.type("basri")
    reviewer.press("Enter")
    expect(reviewer.current.locator(".card-line .who")).to_have_text("Nouri al-Basri")
    reviewer.press("Escape", "a")
    expect(reviewer.current.locator(".card-words")).not_to_contain_text("We will bear")


def _reject_one(reviewer) -> None:
    page = reviewer.page
    reviewer.visit("patience")
    reviewer.press("x")
    page.keyboard.press("3")
    expect(page.locator("#reject-reason")).to_have_value("Another statement holds these words.")
    reviewer.press("Enter")
    expect(page.locator("#reject-dialog")).to_be_hidden()


def _mend_one(reviewer) -> None:
    """One begins too early: its words are selected anew; its act and topic are set."""
    page = reviewer.page
    reviewer.visit("🚧 The road is long")
    reviewer.select("The road is long")
    reviewer.press("c")
    expect(reviewer.current.locator(".card-words")).to_have_text("The road is long")
    page.locator("#f-speech_act").select_option("warn")
    page.locator("#f-topics-0").select_option("trade-and-economy")
    expect(page.locator("#f-topics-1")).to_be_visible()
    page.locator("#do-accept").click()


def _add_one(reviewer) -> None:
    """One was missed: its content, its cue and who speaks."""
    page = reviewer.page
    reviewer.select("The plan is <b>bold</b>")
    reviewer.press("m")
    expect(reviewer.current.locator(".badge")).to_have_text("new")
    reviewer.validated()
    expect(reviewer.current).to_contain_text("REC002")
    reviewer.select("noted")
    reviewer.press("u")
    expect(reviewer.current.locator(".part-cue")).to_have_text("noted")
    reviewer.select("Taheri", 3)
    reviewer.press("w")
    expect(reviewer.current.locator(".who")).to_have_text("Karim Taheri")
    reviewer.validated()
    expect(page.locator("#findings-summary")).to_have_text("No findings")


def test_an_article_that_nobody_has_coded_becomes_records_that_are_valid(
    at_desk, empty_desk
) -> None:
    stub = empty_desk.article.read_text(encoding="utf-8").partition("\nstatements:")[0]
    empty_desk.article.write_text(stub, encoding="utf-8")  # as an article is taken in
    reviewer = at_desk(empty_desk)
    page = reviewer.open("/")
    expect(page.locator(".facts")).to_contain_text("no candidates yet")
    expect(page.locator(".facts")).to_contain_text("0 statements")
    page.get_by_role("button", name="Find candidates").click()
    expect(page.locator(".facts")).to_contain_text("10 to review")
    page.get_by_role("link", name="Iran, Iraq stress crossings").click()
    reviewer.validated()
    assert page.url.endswith(f"/articles/{ARTICLE}")
    _accept_three(reviewer)
    _reject_one(reviewer)
    _mend_one(reviewer)
    _add_one(reviewer)
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#status")).to_contain_text(
        "Saved: dataset/records/articles/gazette-crossing.yaml"
    )
    expect(page.locator("#unsaved")).to_have_text("")
    _is_as_reviewed(empty_desk)


def test_a_saved_page_becomes_records_that_are_valid(at_desk, empty_desk) -> None:
    arguments = ["ingest", PAGE, "--collection", "made-up", "--id", "gazette-ferry"]
    done = subprocess.run(
        [COMMAND, *arguments], cwd=empty_desk.project.root, check=False, timeout=120
    )
    assert done.returncode == 0
    reviewer = at_desk(empty_desk)
    page = reviewer.open("/")
    page.get_by_role("button", name="Find candidates in Iran, Iraq plan a ferry").click()
    expect(page.get_by_text("1 to review")).to_be_visible()
    page.get_by_role("link", name="Iran, Iraq plan a ferry").click()
    expect(reviewer.current).to_contain_text("A ferry will carry what the road cannot")
    reviewer.validated()
    reviewer.press("a")
    expect(page.locator("#unsaved")).to_have_text("1 change not saved")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#status")).to_contain_text(
        "Saved: dataset/records/articles/gazette-ferry.yaml"
    )
    article = (empty_desk.project.records / "articles/gazette-ferry.yaml").read_text("utf-8")
    assert "official_id: karim-taheri" in article
    assert "reviewed_by: A. L." in article
    done = validate(empty_desk.project)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert not fmt(empty_desk.project, check=True).changed


def _is_as_reviewed(desk) -> None:
    done = validate(desk.project)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert not fmt(desk.project, check=True).changed
    assert [statement["content"] for statement in desk.statements()] == [
        "The crossing is too narrow for trade,",
        "work must begin in spring",
        "We will bear the cost,",
        {"exact": "The road is long", "suffix": ", al-Basri"},
        "The plan is <b>bold</b>",
    ]
    cost = desk.statement("We will bear")
    assert cost["speakers"][0]["official_id"] == "nouri-al-basri"
    assert (cost["method"], cost["reviewed_by"]) == ("extracted", "A. L.")
    road = desk.statement("The road")
    assert (road["speech_act"], road["topics"]) == ("warn", ["trade-and-economy"])
    plan = desk.statement("The plan")
    assert (plan["cue"], plan["coded_by"]) == ("noted", "A. L.")
    assert plan["speakers"][0]["official_id"] == "karim-taheri"
    assert "Another statement holds these words." in desk.candidates.read_text(encoding="utf-8")


def _walk_in_the_text(reviewer) -> None:
    """Words with the arrow keys, as far as a missed statement."""
    page = reviewer.page
    for _ in range(20):
        if "the way was open" in reviewer.current.inner_text():
            break
        reviewer.press("j")
    reviewer.press("i")
    assert page.evaluate(FOCUSED) == "source"
    expect(page.locator("#picked-words")).to_have_text("“the”")
    reviewer.press("ArrowLeft", "ArrowLeft", "ArrowLeft", "Shift+ArrowLeft", "Shift+ArrowLeft")
    expect(page.locator("#picked-words")).to_have_text("“guest book 😀 and”")
    reviewer.press("ArrowRight", "ArrowRight")
    expect(page.locator("#picked-words")).to_have_text("“and”")
    reviewer.press("Home")
    expect(page.locator("#picked-words")).to_have_text("“He”")
    reviewer.press("Shift+End")
    expect(page.locator("#picked-words")).to_contain_text("open”")
    reviewer.press("ArrowDown")
    expect(page.locator("#picked-words")).to_have_text("“Tehran”")
    reviewer.press(
        "ArrowUp",
        "ArrowUp",
        "Shift+ArrowRight",
        "Shift+ArrowRight",
        "Shift+ArrowRight",
        "Shift+ArrowRight",
    )
    expect(page.locator("#picked-words")).to_have_text("“We will bear the cost”")
    reviewer.press("Escape")
    assert page.evaluate(FOCUSED).startswith("card-")


def _walk_through_the_fields(reviewer) -> None:
    page = reviewer.page
    reviewer.press("t")
    assert page.evaluate(FOCUSED) == "f-quote_type"
    reviewer.press("Escape", "g")
    assert page.evaluate(FOCUSED) == "f-speech_act"
    reviewer.press("Escape", "p")
    assert page.evaluate(FOCUSED) == "f-topics-0"
    reviewer.press("Escape", "e")
    assert page.evaluate(FOCUSED).startswith("f-")
    reviewer.press("Escape", "?")
    expect(page.locator("#keys-dialog")).to_be_visible()
    expect(page.locator("#keys-dialog")).to_contain_text("a statement that was missed")
    reviewer.press("Escape")
    expect(page.locator("#keys-dialog")).to_be_hidden()


def test_a_whole_review_with_the_keyboard_alone(at_desk, desk) -> None:
    reviewer = at_desk(desk)
    page = reviewer.open("/")
    expect(page.locator("#articles a")).to_be_visible()
    for _ in range(8):
        reviewer.press("Tab")
        if page.evaluate("document.activeElement.pathname") == f"/articles/{ARTICLE}":
            break
    reviewer.press("Enter")
    reviewer.validated()
    first = page.evaluate(FOCUSED)
    assert first.startswith("card-")

    reviewer.press("j")
    assert page.evaluate(FOCUSED) != first
    reviewer.press("k")
    assert page.evaluate(FOCUSED) == first
    reviewer.press("a")
    expect(page.locator("#unsaved")).to_have_text("1 change not saved")

    _walk_in_the_text(reviewer)
    _walk_through_the_fields(reviewer)
    reviewer.press("d")
    expect(page.locator("#changes-body")).to_contain_text(
        "content: The crossing is too narrow for trade,"
    )
    reviewer.press("Escape", "Control+s")
    expect(page.locator("#status")).to_contain_text("Saved:")
    assert desk.statement("The crossing")["method"] == "extracted"
    assert validate(desk.project).returncode == 0


def test_single_keys_can_be_switched_off(at_desk, desk) -> None:
    reviewer = at_desk(desk)
    page = reviewer.open()
    reviewer.press("?")
    page.locator("#single-keys").uncheck()
    reviewer.press("Escape", "a", "j")
    expect(page.locator("#unsaved")).to_have_text("")
    page.get_by_role("button", name="Keys").click()
    page.locator("#single-keys").check()
    reviewer.press("Escape", "a")
    expect(page.locator("#unsaved")).to_have_text("1 change not saved")


TYPED = """(all) => {
  for (const [key, code, more] of all) {
    const event = new KeyboardEvent('keydown', { key, code, bubbles: true, cancelable: true, ...more });
    document.activeElement.dispatchEvent(event);
  }
}"""


def test_keys_are_heard_with_caps_lock_and_in_layouts_without_latin_letters(at_desk, desk) -> None:
    reviewer = at_desk(desk)
    page = reviewer.open()
    unsaved = page.locator("#unsaved")
    page.evaluate(TYPED, [["ش", "KeyA", {}], ["A", "KeyA", {}]])  # Persian; Caps Lock
    expect(unsaved).to_have_text("2 changes not saved")
    page.evaluate(TYPED, [["Z", "KeyZ", {"ctrlKey": True}]])
    expect(unsaved).to_have_text("1 change not saved")
    page.evaluate(TYPED, [["z", "KeyZ", {"ctrlKey": True, "shiftKey": True}]])
    expect(unsaved).to_have_text("2 changes not saved")
    page.evaluate(TYPED, [["؟", "Slash", {"shiftKey": True}]])
    expect(page.locator("#keys-dialog")).to_be_visible()
    assert page.locator("#keys-dialog").evaluate("dialog => dialog.scrollTop") == 0
