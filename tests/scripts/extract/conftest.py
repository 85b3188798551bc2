"""Articles written for these tests, with their gold: statements, officials and meetings."""

import re
from datetime import date
from pathlib import Path

import pytest
import yaml

_HERE = Path(__file__).parent
_WORD = re.compile(r"\w+(?:['\u2019\-]\w+)*")


def _places(text, words):
    return [m.start() for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]


def _nearest(text, words, spans):
    def gap(at):
        return min(max(a - at - len(words), at - b, 0) for a, b in spans)

    at = min(_places(text, words), key=gap)
    return (at, at + len(words))


def _statement(text, entry, after):
    contents = entry["content"] if isinstance(entry["content"], list) else [entry["content"]]
    spans = []
    at = after
    for content in contents:
        at = text.index(content, at)
        spans.append((at, at + len(content)))
        at += 1
    cue = _nearest(text, entry["cue"], spans) if entry["cue"] else None
    speaker = _nearest(text, entry["speaker"], [cue] if cue else spans)
    return {
        "content": spans,
        "cue": cue,
        "speaker": speaker,
        "mode": entry["mode"],
        "who": entry.get("who"),
    }


def read_gold(path):
    """One article: its text, day of publication and gold with offsets."""
    entry = yaml.safe_load(path.read_text(encoding="utf-8"))
    text = entry["text"]
    statements = []
    after = 0
    for statement in entry["statements"]:
        found = _statement(text, statement, after)
        after = found["content"][0][0]
        statements.append(found)
    return {
        "id": path.stem,
        "text": text,
        "published": entry["published"],
        "statements": statements,
        "officials": entry["officials"],
        "meetings": entry["meetings"],
    }


@pytest.fixture(scope="session")
def gold():
    """The articles that rules may be tuned on."""
    return [read_gold(path) for path in sorted((_HERE / "gold").glob("*.yaml"))]


@pytest.fixture(scope="session")
def held_out():
    """The articles that are scored, never read, while rules are tuned."""
    return [read_gold(path) for path in sorted((_HERE / "gold_held").glob("*.yaml"))]


@pytest.fixture(scope="session")
def words():
    """Numbers of the word tokens that spans of a text touch."""

    def touched(text, spans):
        return {
            i
            for i, m in enumerate(_WORD.finditer(text))
            if any(m.start() < b and a < m.end() for a, b in spans)
        }

    return touched


@pytest.fixture
def day():
    return date(2023, 2, 24)
