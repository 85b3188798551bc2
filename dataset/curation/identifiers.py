"""How ids are made. What they promise is in docs/identifiers.md.

Tenures and statements are too many to be named by hand, so they get `<owner>-<three letters>`. The
letters come from a hash and not from a count: a count would promise an order, and orders change.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection

# Without vowels no three letters spell a word; y can stand for a vowel.
LETTERS = "bcdfghjklmnpqrstvwxz"
SUFFIXES = len(LETTERS) ** 3
# Room that an id of at most 120 characters must leave for a hyphen and three letters.
LONGEST_OWNER = 116

# A step that shares no factor with 8000 visits every suffix; a large one sets neighbours apart.
_STEP = 3001


class IdsExhaustedError(ValueError):
    """All suffixes of an owner are taken."""


def allot(owner: str, seed: str, taken: Collection[str]) -> str:
    """Make a new id `<owner>-<three letters>` that is not in `taken`.

    The same owner, seed and `taken` always give the same id. `taken` must hold the ids in use and
    the retired ones. Raises IdsExhaustedError when all 8000 are taken.
    """
    digest = hashlib.sha256(f"{owner}\x1f{seed}".encode("utf-8", "surrogatepass")).digest()
    first = int.from_bytes(digest[:8], "big")
    for attempt in range(SUFFIXES):
        candidate = f"{owner}-{_suffix((first + attempt * _STEP) % SUFFIXES)}"
        if candidate not in taken:
            return candidate
    raise IdsExhaustedError(f"all {SUFFIXES} ids of {owner} are in use or retired")


def belongs_to(owner: str, id_: str) -> bool:
    """Tell whether an id has the form `<owner>-<three letters>`.

    Any three letters pass, not only those that `allot` uses: a published id stays as it is.
    """
    return (
        id_.startswith(f"{owner}-") and re.fullmatch(r"[a-z]{3}", id_[len(owner) + 1 :]) is not None
    )


def _suffix(number: int) -> str:
    rest, last = divmod(number, len(LETTERS))
    first, middle = divmod(rest, len(LETTERS))
    return LETTERS[first] + LETTERS[middle] + LETTERS[last]
