"""The benchmark of the report as a web page."""

from __future__ import annotations

from pathlib import Path

from scripts.benchmarks import report
from scripts.benchmarks.processes import Measured
from validation import suites


def test_it_writes_what_it_measures(tmp_path: Path, monkeypatch):
    one = [next(iter(suites.published()))]  # all of them take their time
    monkeypatch.setattr(suites, "published", lambda: one)
    assert min(report.measure("docs", tmp_path)) > 0
    assert (tmp_path / "index.html").stat().st_size > 0
    assert (tmp_path / "data-docs" / "index.html").stat().st_size > 0


def test_it_prints_every_way(monkeypatch, capsys):
    def rounds(module, ways, repeat):
        assert (module, repeat) == (report.MODULE, 2)
        took = dict(zip(ways, (2, 3, 5), strict=True))
        return {way: [Measured(took[way], 1, 100)] * repeat for way in ways}

    monkeypatch.setattr(report.processes, "rounds", rounds)

    assert report.main(["--repeat", "2"]) == 0
    printed = capsys.readouterr().out
    assert f"| {report.VALIDATE} | 2.00 | 1.00 | 100 | 1.00 | 1.00 |" in printed
    assert "| with page and Data Docs | 5.00 | 1.00 | 100 | 2.50 | 1.00 |" in printed
