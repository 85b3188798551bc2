"""Measuring in processes of their own: wall time, processor time and peak memory, in interleaved rounds."""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from validation.findings import Report


class Measured(NamedTuple):
    """Seconds by the clock, seconds of processor time, and peak memory of the process in MB."""

    wall: float
    cpu: float
    memory: float


@contextmanager
def measuring() -> Iterator[Callable[[], Measured]]:
    """Measure from here to the call of what is yielded; the memory is that of the whole process."""
    wall, cpu = time.perf_counter(), time.process_time()

    def done() -> Measured:
        return Measured(time.perf_counter() - wall, time.process_time() - cpu, _peak())

    yield done


def _peak() -> float:
    """Peak memory of this process in MB; what getrusage tells may be that of the process which started it."""
    status = Path("/proc/self/status")
    if status.is_file():
        (line,) = (one for one in status.read_text().splitlines() if one.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024 / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


def expect_passed(report: Report) -> None:
    """Raise ValueError unless every check passed: what else was done is not what was to be measured."""
    if not_passed := [run.check for run in report.runs if run.outcome != "passed"]:
        msg = f"not passed: {', '.join(not_passed)}"
        raise ValueError(msg)


def rounds(
    module: str, ways: Mapping[str, Sequence[str]], repeat: int
) -> dict[str, list[Measured]]:
    """Run `module` once per way and round, each time in a new process, the ways in turn.

    Args:
        module: what is run as `python -m`; it must print one `Measured` as JSON.
        ways: the arguments of each way, by its name.
        repeat: how many rounds.

    Raises:
        subprocess.CalledProcessError: a process failed; its message is on stderr.
    """
    found: dict[str, list[Measured]] = {way: [] for way in ways}
    for number in range(repeat):
        # Every other round in the opposite order, so that no way is always the first.
        for way in list(ways)[:: 1 if number % 2 == 0 else -1]:
            command = [sys.executable, "-m", module, *ways[way]]
            done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
            found[way].append(Measured(*json.loads(done.stdout)))
    return found


def table(found: Mapping[str, Sequence[Measured]], floor: str) -> list[str]:
    """Medians as a Markdown table; a ratio is the median of the ratios to `floor` in the same round."""
    lines = [
        "| way | wall s | cpu s | peak MB | wall ratio | cpu ratio |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for way, runs in found.items():
        wall, cpu, memory = (statistics.median(run[i] for run in runs) for i in range(3))
        pairs = list(zip(runs, found[floor], strict=True))
        walls = statistics.median(own.wall / base.wall for own, base in pairs)
        cpus = statistics.median(own.cpu / base.cpu for own, base in pairs)
        lines.append(
            f"| {way} | {wall:.2f} | {cpu:.2f} | {memory:.0f} | {walls:.2f} | {cpus:.2f} |"
        )
    return lines
