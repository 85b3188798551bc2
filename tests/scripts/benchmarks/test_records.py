"""The benchmark of the project's own records."""

from __future__ import annotations

from scripts.benchmarks import records
from scripts.benchmarks.processes import Measured


def test_it_measures_the_import_and_what_comes_after_it():
    assert min(records.measure(work=False)) > 0
    assert min(records.measure(work=True)) > 0


def test_it_prints_both(monkeypatch, capsys):
    def rounds(module, ways, repeat):
        assert (module, repeat) == (records.MODULE, 2)
        return {way: [Measured(2, 1, 100)] * repeat for way in ways}

    monkeypatch.setattr(records.processes, "rounds", rounds)

    assert records.main(["--repeat", "2"]) == 0
    printed = capsys.readouterr().out
    for way in records.WAYS:
        assert f"| {way} | 2.00 | 1.00 | 100 | 1.00 | 1.00 |" in printed
