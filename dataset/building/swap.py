"""A folder takes the place of another one: in a single step, where the system can do that."""

from __future__ import annotations

import ctypes
import errno
import os
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def take_place(fresh: Path, folder: Path, aside: Path) -> None:
    """Let a folder take the place of another one, or of none.

    The old folder is left for the caller to remove: under the name of the new one, or `aside`, to which it is moved
    where the two cannot change places in one step.

    Raises:
        OSError: the system refuses; the old folder is in its place.
    """
    if folder.exists() and exchange(fresh, folder):
        return
    if folder.exists():
        folder.rename(aside)
    try:
        fresh.rename(folder)
    except OSError:
        if aside.exists():
            aside.rename(folder)
        raise


def exchange(first: Path, second: Path) -> bool:
    """Let two paths change places, so that nobody ever finds either of them missing.

    Returns False, with nothing changed, where the system or the file system cannot (renameat2 of Linux 3.15).

    Raises:
        OSError: the system can, but refuses these two.
    """
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    names = os.fsencode(first), os.fsencode(second)
    if renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE) == 0:
        return True
    problem = ctypes.get_errno()
    if problem in _CANNOT:
        return False
    raise OSError(problem, os.strerror(problem), str(second))


_CANNOT = {getattr(errno, name) for name in ("ENOSYS", "EINVAL", "ENOTSUP")}
