"""The benchmark of the rules: that it measures what it says, not how long it takes."""

from __future__ import annotations

from scripts.benchmarks import extraction
from scripts.benchmarks.processes import Measured


def test_texts_are_as_long_as_articles_and_both_ways_read_them(monkeypatch):
    texts = extraction.texts()
    assert len(texts) > 10
    assert min(map(len, texts)) >= extraction.LENGTH
    monkeypatch.setattr(extraction, "texts", lambda: texts[:1])
    monkeypatch.setattr(extraction, "COPIES", 1)
    assert min(extraction.measure("rules")) > 0
    assert min(extraction.measure("words")) > 0


def test_the_worst_texts_are_as_long_as_their_names_say():
    worst = extraction.worst()
    assert 990_000 < len(worst["1 MB in one paragraph"]) <= 1_000_000
    assert "\n" not in worst["1 MB in one paragraph"]
    assert worst["200,000 quotation marks"].count('"') == 200_000
    assert "." not in worst["300 kB without a full stop"]


def test_it_prints_a_rate_the_import_and_each_text(monkeypatch, capsys):
    def rounds(module, ways, repeat):
        assert (module, repeat) == (extraction.MODULE, 1)
        took = {extraction.RULES: 2.0, extraction.WORDS: 0.5}
        return {way: [Measured(took[way], took[way], 40)] * repeat for way in ways}

    monkeypatch.setattr(extraction.processes, "rounds", rounds)
    monkeypatch.setattr(extraction, "COPIES", 2)
    monkeypatch.setattr(extraction, "texts", lambda: ["x" * 5_000] * 50)
    monkeypatch.setattr(extraction, "worst", lambda: {"a word": "Iraq"})

    assert extraction.main(["--repeat", "1"]) == 0
    printed = capsys.readouterr().out
    assert "| rules | 2.00 | 2.00 | 40 | 4.00 | 4.00 |" in printed
    assert (
        "50 articles of 5,000 characters a second of processor time, 0.25 MB/s (median)" in printed
    )
    assert "| a word | 0.00 |" in printed
    assert "import " in printed
