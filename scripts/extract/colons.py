"""Speakers set before a colon: headlines ("Iran: ...") and transcripts ("Minister: ...")."""

from __future__ import annotations

from scripts.extract.statements import Found
from scripts.extract.text import Text


def colon_statement(text: Text, first: int, last: int, sentence: int) -> list[Found]:
    """The statement of a sentence that begins with a speaker and a colon; an empty list if none."""
    return []
