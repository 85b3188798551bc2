"""How much the data wheel costs on top of pyarrow: its import, and `load` against `pyarrow.parquet.read_table`.

    python -m scripts.benchmarks.loading dataset/releases/1.0.0

builds the wheel of a release, unpacks it into a folder of its own, and prints ratios of medians. Runs are
interleaved, so that whatever else the machine does falls on both sides alike.
"""

from __future__ import annotations

import argparse
import importlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from dataset.releasing.wheel import PACKAGE, build_wheel

IMPORT = "import time; t = time.perf_counter(); {what}; print(time.perf_counter() - t)"
LARGEST_IMPORT_RATIO = 1.1
LARGEST_LOAD_RATIO = 1.05


def main() -> None:
    """Measure a release and print the ratios beside what is wanted of them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("release", type=Path, help="folder of a release")
    parser.add_argument("--runs", type=int, default=25, help="runs of each side (default: 25)")
    parser.add_argument(
        "--rows", type=int, default=500_000, help="rows of the large table (default: 500000)"
    )
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        with zipfile.ZipFile(build_wheel(asked.release, home / "wheel")) as archive:
            archive.extractall(home / "installed")
        _print_imports(home / "installed", asked.runs)
        sys.path.insert(0, str(home / "installed"))
        _print_loads(home, asked.runs, asked.rows)


def _print_imports(installed: Path, runs: int) -> None:
    alone, both = f"import {PACKAGE}", f"import {PACKAGE}; import pyarrow"
    times = _imports(("import pyarrow", both, alone), installed, runs)
    arrow, *ours = (statistics.median(found) for found in times)
    _print("import with pyarrow", ours[0], arrow, LARGEST_IMPORT_RATIO)
    _print("import alone", ours[1], arrow, LARGEST_IMPORT_RATIO)


def _imports(codes: Sequence[str], installed: Path, runs: int) -> list[list[float]]:
    """Seconds that each import takes in a fresh interpreter; the first, cold round does not count."""
    times: list[list[float]] = [[] for _ in codes]
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    for _ in range(runs + 1):
        for code, found in zip(codes, times, strict=True):
            command = [sys.executable, "-c", IMPORT.format(what=code)]
            done = subprocess.run(
                command, env=environment, cwd=installed, capture_output=True, text=True, check=True
            )
            found.append(float(done.stdout))
    return [found[1:] for found in times]


def _print_loads(home: Path, runs: int, rows: int) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    package: Any = importlib.import_module(PACKAGE)
    data = Path(str(package.__file__)).parent / "data"
    names = package.tables()
    ours, theirs = _interleaved(
        lambda: [package.load(name) for name in names],
        lambda: [pq.read_table(data / f"{name}.parquet") for name in names],
        runs,
    )
    _print(f"load all {len(names)} tables", ours, theirs, LARGEST_LOAD_RATIO)

    wide = package.load("statements_wide")
    large = home / "large" / "statements_wide.parquet"
    large.parent.mkdir()
    pq.write_table(
        pa.concat_tables([wide] * max(1, rows // wide.num_rows)), large, compression="zstd"
    )
    ours, theirs = _interleaved(
        lambda: package.load("statements_wide", large.parent),
        lambda: pq.read_table(large),
        max(5, runs // 3),
    )
    _print(f"load {rows} rows", ours, theirs, LARGEST_LOAD_RATIO)


def _interleaved(
    ours: Callable[[], object], theirs: Callable[[], object], runs: int
) -> tuple[float, float]:
    """Return the median seconds of both, run in turns, each beginning as often as the other."""
    times: tuple[list[float], list[float]] = ([], [])
    sides = (ours, theirs)
    for side in sides:
        side()
    for run in range(runs):
        for at in (0, 1) if run % 2 else (1, 0):
            begun = time.perf_counter()
            sides[at]()
            times[at].append(time.perf_counter() - begun)
    return statistics.median(times[0]), statistics.median(times[1])


def _print(what: str, ours: float, theirs: float, wanted: float) -> None:
    ratio = ours / theirs
    verdict = "as wanted" if ratio <= wanted else "MORE THAN WANTED"
    print(
        f"{what:<22} {ours * 1000:9.2f} ms, pyarrow {theirs * 1000:9.2f} ms:"
        f" {ratio:.3f} ({verdict}: at most {wanted})"
    )


if __name__ == "__main__":
    main()
