"""Codes of a statement, from the words that report it and the words that are reported."""

from __future__ import annotations

import re
from functools import cache

from scripts.guesses.lists import pattern, rows

ASSERT = "assert"
UNKNOWN = "unknown"


def speech_act(cue: str, content: str) -> str:
    """What a statement does: a value of the vocabulary speech_act, `assert` where no word suggests more."""
    for act, is_cue, words in _acts():
        if words.match(cue) if is_cue else words.search(content):
            return act
    return ASSERT


def channel(sentence: str) -> str:
    """Through what something was said: a value of the vocabulary channel, `unknown` where no word suggests one."""
    return next((value for value, words in _values("channels") if words.search(sentence)), UNKNOWN)


@cache
def _acts() -> tuple[tuple[str, bool, re.Pattern[str]], ...]:
    return tuple((act, where == "cue", pattern(words)) for act, where, words in rows("speech_acts"))


@cache
def _values(name: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((value, pattern(words)) for value, words in rows(name))
