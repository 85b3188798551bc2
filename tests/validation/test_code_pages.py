"""A page per code: complete, linked, and plain Markdown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from validation.allowlist import refusal
from validation.code_pages import FOLDER, page, page_path, pages
from validation.codes import CODES, LAYERS, Code

ROOT = Path(__file__).resolve().parents[2]
PAGES = dict(pages())
INDEX = PAGES[f"{FOLDER}/README.md"]


def test_every_code_has_a_page_and_a_line_in_the_list() -> None:
    assert sorted(PAGES) == sorted([f"{FOLDER}/README.md", *map(page_path, CODES)])
    rows = re.findall(r"^\| \[(\w+)\]\((\w+)\.md\) \| .+ \| (yes|no) \|$", INDEX, re.MULTILINE)
    assert {first for first, _, _ in rows} == set(CODES)
    assert all(first == second for first, second, _ in rows)
    assert all((answer == "no") == bool(refusal(code)) for code, _, answer in rows)
    assert re.findall(r"^## (.+)$", INDEX, re.MULTILINE) == [
        n.capitalize() for n in LAYERS.values()
    ]


@pytest.mark.parametrize("code", CODES.values(), ids=list(CODES))
def test_a_page_says_all_there_is_to_say(code: Code) -> None:
    text = page(code).replace("\\<", "<")

    assert text.startswith(f"# {code.code}: {code.title}\n")
    assert all(part in text for part in (code.cause, code.remedy, code.example))
    assert LAYERS[code.code[:3]] in text
    reason = refusal(code.code)
    assert (f"Never: {reason}." if reason else "Yes, with a reason") in text


@pytest.mark.parametrize("name", PAGES)
def test_pages_hold_no_html_and_links_lead_somewhere(name: str) -> None:
    tokens = MarkdownIt().enable("table").parse(PAGES[name])
    inline = [child for token in tokens for child in token.children or ()]

    assert not [token for token in (*tokens, *inline) if token.type.startswith("html")]
    for link in (token.attrs["href"] for token in inline if token.type == "link_open"):
        assert (ROOT / name).parent.joinpath(str(link)).resolve().is_file(), link


def test_signs_are_escaped_but_not_in_code() -> None:
    text = page(Code("SYN001", "a <b>", "`x <y>` and <z>", "r `", "e"))

    assert text.startswith("# SYN001: a \\<b>\n")
    assert "`x <y>` and \\<z>" in text
