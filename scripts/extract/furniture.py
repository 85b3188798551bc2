"""Site furniture: what stands on a page and is no part of the article."""

from __future__ import annotations

from scripts.extract.text import Text


def is_furniture(text: Text, first: int, last: int) -> bool:
    """Whether a paragraph is furniture, which never yields a record."""
    return False
