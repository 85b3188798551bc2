"""The benchmark of the project's own records."""

from __future__ import annotations

from scripts.benchmarks import records
from scripts.benchmarks.processes import Measured


def test_it_measures_the_import_and_the_whole_command():
    assert min(records.measure("import")) > 0
    assert min(records.measure("validate")) > 0


def test_it_prints_both(monkeypatch, capsys):
    def rounds(module, ways, repeat):
        assert (module, repeat) == (records.MODULE, 2)
        took = dict(zip(ways, (2, 5), strict=True))
        return {way: [Measured(took[way], 1, 100)] * repeat for way in ways}

    monkeypatch.setattr(records.processes, "rounds", rounds)

    assert records.main(["--repeat", "2"]) == 0
    printed = capsys.readouterr().out
    assert f"| {records.IMPORT} | 2.00 | 1.00 | 100 | 1.00 | 1.00 |" in printed
    assert f"| {records.VALIDATE} | 5.00 | 1.00 | 100 | 2.50 | 1.00 |" in printed
    assert "validate adds 3.00 s to the import, 0.00 s of processor time" in printed
