"""What the benchmarks measure is the process itself, not the one that started it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SMALL = """
from scripts.benchmarks import processes
with processes.measuring() as done:
    print(done().memory)
"""
LARGE = f"""
import subprocess, sys
held = bytearray(b"x" * 400_000_000)
print(subprocess.check_output([sys.executable, "-c", {SMALL!r}], text=True))
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system tells no such peak")
def test_the_memory_of_whoever_starts_a_process_is_not_counted() -> None:
    told = subprocess.check_output([sys.executable, "-c", LARGE], cwd=ROOT, text=True)
    assert 0 < float(told) < 300
