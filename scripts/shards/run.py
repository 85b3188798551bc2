"""A folder of shards to a folder of outputs, shard by shard, each of which is there whole or not at all.

Articles of all shards go to the processes in one stream, so that small shards do not keep them waiting and one large
shard keeps all of them at work. What comes back is written in the order in which it was read: the bytes do
not depend on the number of processes. Only so many batches are under way at a time.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import IO, Any, TypeAlias

from dataset.files import replace, replaced, sweep
from scripts.shards.journal import JOURNAL, MANIFEST, Entry, Journal, journal, sha256
from scripts.shards.pool import Batch, Pool, Task
from scripts.standoff import articles
from scripts.standoff.articles import Article, Failure, Input
from validation.findings import Unusable

BATCH_ARTICLES, BATCH_CHARACTERS = 32, 300_000
BATCHES_EACH = 3
"""Batches that are under way for each process: one it works on, others that wait for it or to be written."""

SUFFIXES = {*articles.LINES, articles.PARQUET}


@dataclass(frozen=True)
class Job:
    """What is to be done: shards, by their name within `source`, into `folder`.

    `settings` is all that decides what is made of a shard. `task` says what the processes do.
    """

    source: Path
    folder: Path
    task: Task
    settings: dict[str, Any]
    published: date | None = None
    workers: int = field(default_factory=lambda: os.cpu_count() or 1)


@dataclass
class Summary:
    """What came of it: shards done before and now, articles, those left out, and shards that cannot be read."""

    kept: int = 0
    done: int = 0
    articles: int = 0
    left_out: int = 0
    failed: list[Failure] = field(default_factory=list)


@dataclass(frozen=True)
class _Shard:
    """A shard to be read, and its sum; None if it cannot even be opened."""

    name: str
    path: Path
    sum: str | None
    size: int

    @property
    def output(self) -> str:
        return f"{Path(self.name).with_suffix('')}.jsonl"


_Step: TypeAlias = tuple[_Shard, Batch | Failure | None]
"""In the order of reading: articles handed in, something that is no article, and None behind the last of a shard."""

_Answered: TypeAlias = tuple[_Shard, list[tuple[str | Failure, int]] | None]
"""A line or a failure with the size of its article, for each of them; None behind the last of a shard."""


def extract_shards(
    job: Job,
    done: Callable[[int], None] = lambda _: None,
    say: Callable[[str], None] = lambda _: None,
) -> Summary:
    """Extract from every shard that is not done yet, then write the manifest.

    Args:
        job: what is to be done.
        done: called with the size of every article, in bytes of its shard.
        say: told in a line what is left out.

    Raises:
        Unusable: there are no shards, or two would have one output; what `journal` refuses; the disk is full (what was
            finished before stays, and the same call goes on from there).
    """
    shards = find_shards(job.source)
    source, folder = job.source.resolve(), job.folder.resolve()
    if source.is_relative_to(folder) or folder.is_relative_to(source):
        raise Unusable(f"{job.folder}: must lie apart from the shards in {job.source}")
    summary = Summary()
    with journal(job.folder, job.settings) as noted:
        sweep({job.folder, *((job.folder / name).parent for name in shards)})
        with Pool(job.workers, job.task) as pool:
            writer = _Writer(job, noted, summary, done, say)
            try:
                for step in _ahead(_steps(job, shards, noted, pool, summary), pool, job.workers):
                    writer.take(*step)
            finally:
                writer.drop()
        _finish(noted, shards, summary)
    return summary


def find_shards(source: Path) -> dict[str, Path]:
    """Shards by their name within a folder, in the order of the names.

    Raises:
        Unusable: no folder, no shards in it, or two that differ in their suffix alone.
    """
    if not source.is_dir():
        raise Unusable(
            f"{source}: no such folder; shards are the JSON Lines and Parquet files of a folder"
        )
    found: dict[str, Path] = {}
    outputs: dict[str, str] = {}
    for given in articles.find([source]):
        name = given.path.relative_to(source).as_posix()
        if given.path.suffix.lower() not in SUFFIXES:
            raise Unusable(f"{given.path}: is no shard; put texts into JSON Lines or Parquet")
        other = outputs.setdefault(str(Path(name).with_suffix("")), name)
        if other != name:
            raise Unusable(
                f"{source}: {other} and {name} would have one output; rename one of them"
            )
        found[name] = given.path
    return dict(sorted(found.items()))


def _steps(
    job: Job, shards: dict[str, Path], noted: Journal, pool: Pool, summary: Summary
) -> Iterator[_Step]:
    """Read what is not done yet, and hand it in."""
    for name, path in shards.items():
        shard = _Shard(name, path, sha256(path), path.stat().st_size if path.exists() else 0)
        before = noted.done.get(name)
        if before is not None and before.shard_sha256 == shard.sum and before.stands(job.folder):
            summary.kept += 1
            continue
        waiting: list[Article] = []
        for item in articles.read([Input(path, shard.size)], job.published):
            if isinstance(item, Article):
                waiting.append(item)
            if waiting and (isinstance(item, Failure) or _is_full(waiting)):
                yield shard, pool.submit(waiting)
                waiting = []
            if isinstance(item, Failure):
                yield shard, item
        if waiting:
            yield shard, pool.submit(waiting)
        yield shard, None


def _is_full(batch: Sequence[Article]) -> bool:
    return (
        len(batch) >= BATCH_ARTICLES
        or sum(len(article.text) for article in batch) >= BATCH_CHARACTERS
    )


def _ahead(steps: Iterator[_Step], pool: Pool, workers: int) -> Iterator[_Answered]:
    """Answers in the order of reading, while further batches are handed in: so many, and no more."""
    under_way: deque[_Step] = deque()
    for step in steps:
        under_way.append(step)
        if len(under_way) > BATCHES_EACH * workers:
            yield _answered(pool, *under_way.popleft())
    while under_way:
        yield _answered(pool, *under_way.popleft())


def _answered(pool: Pool, shard: _Shard, step: Batch | Failure | None) -> _Answered:
    if isinstance(step, Batch):
        sizes = [article.size for article in step.articles]
        return shard, list(zip(pool.answers(step), sizes, strict=True))
    return shard, None if step is None else [(step, step.size)]


class _Output:
    """The files that are made of one shard, written beside their places."""

    def __init__(self, shard: _Shard, folder: Path) -> None:
        self.shard, self._folder = shard, folder
        self.articles = self.left_out = 0
        self.broken: Failure | None = None
        self.first: Failure | None = None
        self._files = ExitStack()
        self._sums = {name: hashlib.sha256() for name in (shard.output, self.left_out_file)}
        self._streams: dict[str, IO[str]] = {}
        self._open(shard.output)

    @property
    def left_out_file(self) -> str:
        return f"{Path(self.shard.output).with_suffix('')}.left-out.jsonl"

    def _open(self, name: str) -> None:
        path = self._folder / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Unusable(f"{path.parent}: cannot be made ({error.strerror})") from None
        self._streams[name] = self._files.enter_context(replaced(path))

    def write(self, name: str, line: str) -> None:
        if name not in self._streams:
            self._open(name)
        self._sums[name].update(line.encode("utf-8"))
        try:
            self._streams[name].write(line)
        except OSError as error:
            raise Unusable(f"{self._folder / name}: cannot be written ({error.strerror})") from None

    def leave_out(self, failure: Failure) -> None:
        """Tell of an article; a failure of the file itself spoils the whole output."""
        if failure.name == str(self.shard.path):
            self.broken = failure
            return
        self.left_out += 1
        place = f"{self.shard.name}{failure.name.removeprefix(str(self.shard.path))}"
        self.first = self.first or Failure(place, failure.reason)
        told = json.dumps({"place": place, "reason": failure.reason})
        self.write(self.left_out_file, f"{told}\n")

    def keep(self) -> Entry:
        """Put the files into their places."""
        self._files.close()
        has_left_out = self.left_out > 0
        if not has_left_out:
            (self._folder / self.left_out_file).unlink(missing_ok=True)
        return Entry(
            self.shard.name,
            self.shard.size,
            self.shard.sum or "",
            self.shard.output,
            self._sums[self.shard.output].hexdigest(),
            self.articles,
            self.left_out,
            self.left_out_file if has_left_out else None,
            self._sums[self.left_out_file].hexdigest() if has_left_out else None,
        )

    def drop(self) -> None:
        """Let go of what was written."""
        error = _Dropped()
        self._files.__exit__(_Dropped, error, None)


class _Dropped(Exception):
    """An output is given up."""


class _Writer:
    """Takes answers in the order of reading, and finishes one shard after the other."""

    def __init__(
        self,
        job: Job,
        noted: Journal,
        summary: Summary,
        done: Callable[[int], None],
        say: Callable[[str], None],
    ) -> None:
        self._job, self._noted, self._summary = job, noted, summary
        self._done, self._say = done, say
        self._output: _Output | None = None

    def take(self, shard: _Shard, answers: list[tuple[str | Failure, int]] | None) -> None:
        """Write what is made of some articles of a shard; None ends it."""
        output = self._output = self._output or _Output(shard, self._job.folder)
        for answer, size in answers or ():
            self._done(size)
            if isinstance(answer, Failure):
                output.leave_out(answer)
            else:
                output.articles += 1
                output.write(shard.output, answer)
        if answers is None:
            self._end(output)
            self._output = None

    def drop(self) -> None:
        """Let go of what is not finished."""
        if self._output is not None:
            self._output.drop()

    def _end(self, output: _Output) -> None:
        if output.broken is not None:
            output.drop()
            self._summary.failed.append(output.broken)
            self._say(f"{output.broken}; nothing of it is kept")
            return
        entry = output.keep()
        self._noted.add(entry)
        self._summary.done += 1
        if output.first is not None:
            self._say(
                f"{output.first} ({entry.left_out} left out of {output.shard.name}, all in"
                f" {self._job.folder / output.left_out_file})"
            )


def _finish(noted: Journal, shards: dict[str, Path], summary: Summary) -> None:
    """Remove what was made of shards that are there no more or cannot be read, and write the manifest."""
    failed = {failure.name for failure in summary.failed}
    good = {name for name, path in shards.items() if str(path) not in failed}
    for name, entry in noted.done.items():
        if name not in good:
            for made in (entry.output, entry.left_out_file):
                if made is not None:
                    (noted.folder / made).unlink(missing_ok=True)
    entries = [noted.done[name] for name in sorted(good)]
    summary.articles = sum(entry.articles for entry in entries)
    summary.left_out = sum(entry.left_out for entry in entries)
    reasons = {failure.name: failure.reason for failure in summary.failed}
    manifest = {
        "settings": noted.settings,
        "articles": summary.articles,
        "left_out": summary.left_out,
        "shards": [asdict(entry) for entry in entries],
        "unreadable": [
            {"shard": name, "reason": reasons[str(path)]}
            for name, path in shards.items()
            if str(path) in failed
        ],
    }
    replace(noted.folder / MANIFEST, json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")
    (noted.folder / JOURNAL).unlink(missing_ok=True)
