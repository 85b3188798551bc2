"""What becomes of a command whose reader, or whose peer, goes away while it writes."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager


def end_with_the_reader() -> None:
    """Let a reader of the output that goes away end the command without a word, as it ends other tools."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)


@contextmanager
def outlive_peers() -> Iterator[None]:
    """Outlive browsers that break off a connection and workers that die with a pipe to them in use."""
    before = signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGPIPE, before)
