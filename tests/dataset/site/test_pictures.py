"""The documents' pictures of the site are taken here, from the real pages: `make pictures` keeps them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
IMAGES = ROOT / "docs" / "images"
LARGEST = 150_000
PICTURES = {
    "site-statement": "record/iran-daily-expel-us-nrh.html",
    "site-statements": "statements.html#q=security&topic=border-security",
    "site-network": "network.html",
}


@pytest.mark.once
@pytest.mark.parametrize("name, address", PICTURES.items())
def test_the_page_of_a_picture_can_be_taken(
    visit: Callable[..., Any], tmp_path: Path, name: str, address: str
) -> None:
    visitor = visit()
    visitor.page.set_viewport_size({"width": 1120, "height": 720})
    page = visitor.open(address)
    folder = IMAGES if os.environ.get("KEEP_PICTURES") else tmp_path
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.png"
    page.screenshot(path=path)
    assert path.stat().st_size < LARGEST


def test_every_picture_that_a_document_shows_is_there_and_every_one_there_is_shown() -> None:
    shown: set[Path] = set()
    for document in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        text = document.read_text(encoding="utf-8")
        shown |= {
            (document.parent / target).resolve()
            for target in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", text)
        }
    assert shown == {path.resolve() for path in IMAGES.glob("*")}
    assert {path.stem for path in shown if path.stem.startswith("site-")} == set(PICTURES)
    assert all(path.stat().st_size < LARGEST for path in shown)
