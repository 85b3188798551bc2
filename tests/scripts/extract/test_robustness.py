"""Any text gives an answer: valid spans, the same on every run."""

import itertools
import json
import os
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.extract import extract

_PIECES = [
    "said",
    "says",
    "told",
    "added",
    "stressed",
    "urged",
    "called",
    "for",
    "call",
    "on",
    "according",
    "to",
    "noting",
    "saying",
    "adding",
    "that",
    "the",
    "The",
    "a",
    "who",
    "which",
    "and",
    "but",
    "Iran",
    "Iraq",
    "Iranian",
    "Iraqi",
    "Ali",
    "Hassan",
    "al-Sudani",
    "Minister",
    "minister",
    "he",
    "He",
    "Prime",
    "of",
    "in",
    "on",
    "met",
    "with",
    "talks",
    "visit",
    "Tehran",
    "by",
    "was",
    "quoted",
    "as",
    "has",
    "been",
    "asked",
    "whether",
    "expressed",
    "hope",
    "Referring",
    "As",
    "counterpart",
    "his",
    "telephone",
    "call",
    "received",
    "Tuesday",
    "yesterday",
    "May",
    "5",
    "2023",
    "2023-02-31",
    "U.S.",
    "p.m.",
    "Mr.",
    "I'd",
    "he's",
    "Iran's",
]
_MARKS = [
    *(
        ",",
        ".",
        ":",
        ";",
        "?",
        "!",
        '"',
        "“",
        "”",
        "''",
        "'",
        "‘",
        "’",
        "«",
        "»",
        "-",
        "--",
        "—",
        "–",
    ),
    *("(", ")", "\n", "\n\n", "...", "\u00a0", "\x00", "\ufeff", "\u202e", "😀", "é", "İ", "\r\n"),
]
_newsy = st.lists(st.sampled_from(_PIECES + _MARKS), max_size=70).map(" ".join)


def _check(text, result):
    for statement in result["statements"]:
        spans = [*statement["content"]]
        assert spans == sorted(spans)
        assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
        for span in (*spans, statement["cue"], statement["speaker"]):
            if span is not None:
                start, end = span
                assert 0 <= start < end <= len(text)
                assert text[start:end].strip()
        assert statement["mode"] in ("direct", "mixed", "indirect")
        assert 0 < statement["confidence"] < 1
        assert statement["tier"] in ("high", "medium", "low")
    for official in result["officials"]:
        assert official["name"]
        assert all(0 <= start < end <= len(text) for start, end in official["spans"])
    json.dumps(result)


@settings(max_examples=300, deadline=None)
@given(_newsy)
def test_newslike_text_gives_valid_spans(text):
    _check(text, extract("x", text))


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_any_text_gives_valid_spans(text):
    _check(text, extract("x", text))


@pytest.mark.parametrize("text", ["", "\n", " ", "\ufeff", "\x00", '"', "“", "”", "'", ":", "said"])
def test_next_to_nothing_yields_nothing(text):
    assert extract("x", text)["statements"] == []


@pytest.mark.parametrize(
    "piece",
    [
        '"',
        "“a ",
        "a” ",
        "said ",
        "Ali said that ",
        "Ali met Omar Khalid, ",
        "(",
        ", ",
        "the minister ",
    ],
)
def test_floods_end(piece):
    text = piece * 4000
    _check(text, extract("x", text))


def test_the_same_for_every_hash_seed(gold):
    code = (
        "import json, sys; from scripts.extract import extract; "
        "print(json.dumps(extract('x', sys.stdin.read()), sort_keys=True))"
    )
    text = "\n".join(article["text"] for article in gold)
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            input=text,
            capture_output=True,
            text=True,
            check=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
        ).stdout
        for seed in ("0", "1", "20")
    }
    assert len(outputs) == 1
    assert json.loads(outputs.pop())["statements"]
