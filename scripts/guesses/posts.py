"""The class of a post, from its title as printed."""

from __future__ import annotations

from functools import cache

from scripts.guesses.lists import rows, words_of


def role_class(title: str) -> str | None:
    """The value of the vocabulary role_class that a title suggests; None where its words suggest none."""
    words = frozenset(words_of(title))
    return next((role for role, wanted in _posts() if wanted <= words), None)


@cache
def _posts() -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple((role, frozenset(words.split())) for role, words in rows("posts"))
