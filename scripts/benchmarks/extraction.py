"""How many articles `dataset extract` reads in a second, and how long the worst texts take.

    python -m scripts.benchmarks.extraction

The made-up articles of the tests are joined to texts of some 5,000 characters, the length of a news article. In turn,
each in a new process: the rules on all of them, and, as the floor, nothing but finding their words by a regular
expression, so that one can tell a slow machine from slow rules. Then, once each: the import, and texts that are no
article but may be met. Nothing is written.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from scripts.benchmarks import processes
from scripts.benchmarks.processes import Measured

MODULE = "scripts.benchmarks.extraction"
ROOT = Path(__file__).resolve().parents[2]
RULES, WORDS = "rules", "words by a regular expression"
WAYS = {RULES: ["--way", "rules"], WORDS: ["--way", "words"]}
LENGTH = 5_000
"""Characters that a text has at least."""
COPIES = 6
"""Times that every text is read."""

_WORD = re.compile(r"\w+(?:['\u2019-]\w+)*|[^\w\s]")
_IMPORT = (
    "import time; t = time.process_time(); import scripts.extract; print(time.process_time() - t)"
)


def texts() -> list[str]:
    """The made-up articles, joined until each text is as long as a news article."""
    from scripts.evaluation.made_up import FOLDER, KEPT_ASIDE, TUNED, read_folder

    found, parts = [], ""
    for folder in (TUNED, KEPT_ASIDE):
        for article in read_folder(ROOT / FOLDER / folder):
            parts += article["text"] + "\n"
            if len(parts) >= LENGTH:
                found.append(parts)
                parts = ""
    return found


def worst() -> dict[str, str]:
    """Texts that take long where rules look too far, by what is wrong with them."""
    said = "The minister said that the road is open, and “trade” goes on, he added, while Iran called for calm. "
    return {
        "1 MB in one paragraph": said * (1_000_000 // len(said)),
        "200,000 quotation marks": '" ' * 200_000,
        "100,000 quotations": '"a b" ' * 100_000,
        "300 kB without a full stop": "the call for peace who said and told " * (300_000 // 37),
        "300 kB of names": "Ali Hadi Reza " * (300_000 // 14),
    }


def measure(way: str) -> Measured:
    """Read every text as often as `COPIES` says, the import apart."""
    read: Callable[[str], object] = _WORD.findall
    if way == "rules":
        from scripts.extract import extract

        def read(text: str) -> object:
            return extract("text", text)

    found = texts()
    with processes.measuring() as done:
        for _ in range(COPIES):
            for text in found:
                read(text)
        return done()


def main(arguments: Sequence[str]) -> int:
    """Measure and print; the process of one way prints its `Measured` as JSON."""
    parser = argparse.ArgumentParser(MODULE, description=__doc__)
    parser.add_argument("--repeat", type=int, default=9, help="how many rounds")
    parser.add_argument("--way", choices=("rules", "words"), help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.way:
        print(json.dumps(measure(options.way)))
        return 0
    found = processes.rounds(MODULE, WAYS, options.repeat)
    print("\n".join(processes.table(found, WORDS)))
    known = texts()
    articles, size = COPIES * len(known), COPIES * sum(map(len, known)) / 1e6
    seconds = [measured.cpu for measured in found[RULES]]
    for name, cpu in (("median", median(seconds)), ("best round", min(seconds))):
        print(
            f"\n{articles / cpu:.0f} articles of {size * 1e6 / articles:,.0f} characters a second of processor time,"
            f" {size / cpu:.2f} MB/s ({name})"
        )
    print(f"\nimport {1000 * median(_imports(options.repeat)):.0f} ms")
    print("\n| text | cpu s |\n| --- | ---: |")
    for name, cpu in _worst_seconds().items():
        print(f"| {name} | {cpu:.2f} |")
    return 0


def _imports(repeat: int) -> list[float]:
    """Seconds of processor time that the import of the compiled modules takes in a new process."""
    command = [sys.executable, "-c", _IMPORT]
    with tempfile.TemporaryDirectory() as compiled:
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": compiled}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        took = [
            float(subprocess.check_output(command, cwd=ROOT, env=environment, text=True))
            for _ in range(repeat + 1)
        ]
    return took[1:]  # the first compiles


def _worst_seconds() -> dict[str, float]:
    from scripts.extract import extract

    seconds = {}
    for name, text in worst().items():
        began = time.process_time()
        extract("text", text)
        seconds[name] = time.process_time() - began
    return seconds


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
