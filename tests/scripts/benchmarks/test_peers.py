"""The benchmark beside other tools: each way finds known faults, and all figures are kept.

pandera and pointblank are not installed for the tests; the benchmark proves them by the same function at each run.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scripts.benchmarks import peers
from scripts.benchmarks.peer_ways import WAYS, checks
from scripts.benchmarks.processes import Measured
from scripts.benchmarks.validation import make_tables

HERE = [way for way in WAYS if way not in peers.NEEDED]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("peers") / "tables"
    make_tables(folder, peers.PROOF_ROWS)
    return folder / "statements.parquet"


def test_every_way_finds_each_of_the_known_faults_and_nothing_else(sound: Path) -> None:
    assert set(HERE) <= set(peers.installed())

    peers.prove(HERE, sound)


def test_a_way_that_misses_a_fault_is_not_measured(
    sound: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(peers, "WAYS", {"blind": lambda _: lambda: 0})

    with pytest.raises(ValueError, match=f"blind: found 0 and 0 faults, not 0 and {len(checks())}"):
        peers.prove(["blind"], sound)


def test_a_table_with_faults_is_not_measured(sound: Path, tmp_path: Path) -> None:
    assert min(peers.measure(peers.FLOOR, sound)) > 0
    peers.spoil(sound, tmp_path / "faulty.parquet")

    with pytest.raises(ValueError, match="33 checks failed"):
        peers.measure(peers.FLOOR, tmp_path / "faulty.parquet")


def test_one_command_prints_keeps_and_draws(
    sound: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    ways = [peers.FLOOR, "pyarrow.compute by hand"]
    runs = {ways[0]: [Measured(1, 1, 100)], ways[1]: [Measured(3, 2, 200)]}
    monkeypatch.setattr(peers.processes, "rounds", lambda *_: runs)
    monkeypatch.setattr(peers, "prove", lambda *_: None)
    monkeypatch.setattr(peers, "make_tables", lambda *_: None)
    figures, chart = tmp_path / "peers.json", tmp_path / "peers.svg"
    figures.write_text(json.dumps({"5000": {"machine": "", "load": 0, "ways": {}}}))
    arguments = ["--rows", "200", "--repeat", "1", "--tables", str(sound.parent), "--ways", *ways]

    assert peers.main([*arguments, "--figures", str(figures), "--chart", str(chart)]) == 0

    printed = capsys.readouterr().out
    assert printed.startswith("200 rows, 1 rounds\n")
    assert "| pyarrow.compute by hand | 3.00 | 2.00 | 200 | 3.00 | 2.00 |" in printed
    kept = json.loads(figures.read_text(encoding="utf-8"))
    assert list(kept) == ["200", "5000"]
    assert kept["200"]["ways"][ways[1]] == [{"wall": 3, "cpu": 2, "memory": 200}]
    assert "peak memory (MB)" in chart.read_text(encoding="utf-8")
