"""`dataset extract FOLDER --into FOLDER`: shards in, a file for each out."""

from __future__ import annotations

import hashlib
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import typer

from dataset.cli import pipes

if TYPE_CHECKING:
    from scripts.extract import Known
    from scripts.shards import Summary
    from scripts.standoff.engines import Engine

TERMINATED = 143
LONGEST = 60
"""Seconds of processor time that an article may take. Those of this project take some hundredths."""


@dataclass(frozen=True)
class Shards:
    """Where shards lie and what comes of them goes; by default as many workers as processors."""

    source: Path
    into: Path
    workers: int | None
    seconds: int | None
    published: date | None


def extract_into(wanted: Shards, engine: Engine, known: Known | None) -> None:
    """Extract from every shard that is not done yet, and say what came of it."""
    from dataset.cli import output
    from dataset.cli.output import json_line
    from dataset.cli.progress import meter
    from scripts.shards import Job, extract_shards
    from scripts.shards.pool import Task
    from scripts.shards.run import find_shards

    seconds = wanted.seconds or LONGEST
    task = Task(engine.name, known, json_line, seconds)
    settings = {
        "extractor": engine.label,
        "officials": hashlib.sha256(repr(known).encode()).hexdigest() if known else None,
        "published": wanted.published.isoformat() if wanted.published else None,
        "article_timeout": seconds,
    }
    workers = wanted.workers or os.cpu_count() or 1
    job = Job(wanted.source, wanted.into, task, settings, wanted.published, workers)
    total = sum(
        path.stat().st_size for path in find_shards(wanted.source).values() if path.exists()
    )
    with _signals(wanted.into), meter("articles", total) as counted:
        summary = extract_shards(job, counted.done, counted.say)
    output.message(_told(summary, wanted.into))
    if summary.failed or summary.left_out:
        raise typer.Exit(1)


def _told(summary: Summary, folder: Path) -> str:
    kept = f", {summary.kept} done before" if summary.kept else ""
    failed = f", {len(summary.failed)} that cannot be read" if summary.failed else ""
    left_out = f", {summary.left_out} left out" if summary.left_out else ""
    shards = f"shards in {folder}: {summary.kept + summary.done}"
    return f"{shards}{kept}{failed}; articles: {summary.articles}{left_out}"


@contextmanager
def _signals(folder: Path) -> Iterator[None]:
    """On SIGTERM tidy up and say how to go on; and outlive a worker that dies."""

    def end(_: int, __: FrameType | None) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        from dataset.cli import output

        output.message(f"dataset: terminated; the same command goes on in {folder}")
        raise SystemExit(TERMINATED)

    before = signal.signal(signal.SIGTERM, end)
    try:
        with pipes.outlive_peers():
            yield
    finally:
        signal.signal(signal.SIGTERM, before)
