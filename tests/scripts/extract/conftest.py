"""Articles written for these tests, with their gold: statements, officials and meetings."""

import importlib.util
import re
from datetime import date
from pathlib import Path

import pytest
import yaml

_HERE = Path(__file__).parent


def _module(name):
    spec = importlib.util.spec_from_file_location(name, _HERE / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _places(text, words):
    return [m.start() for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]


def _nearest(text, words, spans):
    def gap(at):
        return min(max(a - at - len(words), at - b, 0) for a, b in spans)

    at = min(_places(text, words), key=gap)
    return (at, at + len(words))


def _find(text, words, spans):
    """The words nearest to the spans; None for None.

    As in the records, `{exact, prefix, suffix}` names a place by what stands around it.
    """
    if words is None:
        return None
    if isinstance(words, str):
        return _nearest(text, words, spans)
    before, exact, behind = (words.get(key, "") for key in ("prefix", "exact", "suffix"))
    if text.count(before + exact + behind) != 1:
        raise ValueError(f"{words} does not stand in one place of the text")
    start = text.index(before + exact + behind) + len(before)
    return (start, start + len(exact))


def _statement(text, entry, after):
    contents = entry["content"] if isinstance(entry["content"], list) else [entry["content"]]
    spans = []
    at = after
    for content in contents:
        at = text.index(content, at)
        spans.append((at, at + len(content)))
        at += 1
    cue = _find(text, entry["cue"], spans)
    speaker = _find(text, entry["speaker"], [cue] if cue else spans)
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
        "forms": {o["name"]: {o["name"], *o.get("forms", ())} for o in entry["officials"]},
        "meetings": entry["meetings"],
    }


@pytest.fixture(scope="session")
def reading():
    """`read_gold`, for files of a test's own."""
    return read_gold


@pytest.fixture(scope="session")
def gold():
    """The articles that rules may be tuned on."""
    return [read_gold(path) for path in sorted((_HERE / "gold").glob("*.yaml"))]


@pytest.fixture(scope="session")
def held_out():
    """The articles that are scored, never read, while rules are tuned."""
    return [read_gold(path) for path in sorted((_HERE / "gold_held").glob("*.yaml"))]


@pytest.fixture(scope="session")
def scoring():
    """The module beside: how far found statements, officials and meetings agree with the gold."""
    return _module("scoring")


@pytest.fixture(scope="session")
def losing():
    """The module beside: articles that lose a quotation mark."""
    return _module("lost_marks")


@pytest.fixture
def day():
    return date(2023, 2, 24)
