"""Articles answered by several processes, in the order in which they were handed in.

A process that dies, whether the article or the system killed it, takes no other article with it: what was under way is
asked again in one process alone, and if that dies as well, article by article. One that kills it there is a `Failure`.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing.connection import wait
from types import FrameType, TracebackType
from typing import Any, Self, TypeAlias

from scripts.extract import Known
from scripts.standoff import engines
from scripts.standoff.articles import Article, Failure

Written: TypeAlias = str | Failure
Render: TypeAlias = Callable[[Any], str]


@dataclass(frozen=True)
class Task:
    """What every process does: ask the engine of that name, and write its answer as a line.

    `render` must be a function of a module, for it is sent by its name. `seconds` of processor time are for an article.
    """

    engine: str
    known: Known | None
    render: Render
    seconds: int


@dataclass
class Batch:
    """Articles that are answered together, and their answers to come."""

    articles: Sequence[Article]
    future: Future[list[Written]]


class Pool:
    """Processes that answer batches; at the end of the block they are gone."""

    def __init__(self, workers: int, task: Task) -> None:
        """Start no process before there is a batch."""
        self._task = task
        self._many, self._one = _Processes(workers, task), _Processes(1, task)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        for processes in (self._many, self._one):
            processes.end(kill=kind is not None)

    def submit(self, articles: Sequence[Article]) -> Batch:
        """Hand in articles; `answers` gives what is made of them."""
        return Batch(articles, self._many.submit(articles))

    def answers(self, batch: Batch) -> list[Written]:
        """A line or a failure for each article of a batch, in their order; waits until they are there."""
        try:
            return batch.future.result()
        except BrokenProcessPool:
            return self._alone(batch.articles)

    def _alone(self, articles: Sequence[Article]) -> list[Written]:
        """Ask again in the one process; if that dies as well, article by article."""
        try:
            return self._one.submit(articles).result()
        except BrokenProcessPool:
            if len(articles) > 1:
                return [self._alone([article])[0] for article in articles]
            (article,) = articles
            reason = "the process that read it died twice: of the article, or of too little memory"
            return [Failure(article.name, reason, article.size)]


class _Processes:
    """So many processes, started when there is something to do, and again when they died."""

    def __init__(self, workers: int, task: Task) -> None:
        self._workers, self._task = workers, task
        self._executor: ProcessPoolExecutor | None = None

    def submit(self, articles: Sequence[Article]) -> Future[list[Written]]:
        if self._executor is None:
            self._executor = _executor(self._workers, self._task)
        try:
            return self._executor.submit(_answers, articles)
        except BrokenProcessPool:
            self.end(kill=True)
            return self.submit(articles)

    def end(self, *, kill: bool) -> None:
        """Wait until the processes have ended; with `kill` they do at once."""
        if self._executor is None:
            return
        # `kill_workers` comes with Python 3.14
        processes = list((self._executor._processes or {}).values())  # noqa: SLF001
        self._executor.shutdown(wait=False, cancel_futures=True)
        for process in processes if kill else ():
            process.kill()
        for process in processes:
            process.join()
        self._executor = None


def _executor(workers: int, task: Task) -> ProcessPoolExecutor:
    """Processes that share nothing with this one, so that one started later keeps no pipe of an earlier one open."""
    return ProcessPoolExecutor(
        workers, multiprocessing.get_context("spawn"), initializer=_begin, initargs=(task,)
    )


# within a process


@dataclass
class _State:
    engine: engines.Engine
    task: Task


_state: list[_State] = []


def _begin(task: Task) -> None:
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # Ctrl-C goes to all; who handed in the articles decides
    signal.signal(signal.SIGPROF, _too_long)
    threading.Thread(target=_die_with_parent, daemon=True).start()
    _state[:] = [_State(engines.load(task.engine, task.known), task)]


def _die_with_parent() -> None:
    """End as soon as the process is gone that started this one, however it ended."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


class _TooLong(BaseException):
    """An article has had its time. No Exception, lest it is taken for a failure of the engine."""


def _too_long(_: int, __: FrameType | None) -> None:
    raise _TooLong


def _answers(articles: Sequence[Article]) -> list[Written]:
    (state,) = _state
    return [_answer(state, article) for article in articles]


def _answer(state: _State, article: Article) -> Written:
    """What the engine says of an article; its time is up after so many seconds, and again each second thereafter."""
    limit = state.task.seconds
    try:
        signal.setitimer(signal.ITIMER_PROF, limit, 1)
        answer = state.engine.answer(article)
        signal.setitimer(signal.ITIMER_PROF, 0)
    except _TooLong:
        with contextlib.suppress(_TooLong):
            signal.setitimer(signal.ITIMER_PROF, 0)
        reason = f"took more than {limit} s of processor time; give more with --article-timeout"
        return Failure(article.name, reason, article.size)
    return answer if isinstance(answer, Failure) else f"{state.task.render(answer)}\n"
