"""Columns made at random: the same for the same seed, whoever makes them and in whatever order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute

from schema import vocabularies

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[Any]

Columns = dict[str, Any]
Texts: TypeAlias = Any
"""An Arrow array, mostly of texts."""

pc: Any = pyarrow.compute
"""Without its types: the stubs do not follow a value of any type through it."""

FIRST_DAY, DAYS = np.datetime64("2010-01-01"), 5_000


class Draw:
    """Random columns of one length for one part of the data.

    As many numbers are drawn as the part has rows at most (`whole`), so that the first rows of a part are the same
    however many there are.
    """

    def __init__(self, seed: int, part: str, number: int, length: int, whole: int = 0) -> None:
        self.length, self._whole = length, max(length, whole)
        self._random = np.random.default_rng([seed, *part.encode(), number])

    def number(self, below: int) -> Numbers:
        """Whole numbers from 0."""
        return self._random.integers(0, below, self._whole)[: self.length]

    def share(self) -> Numbers:
        """Numbers from 0 to 1."""
        made: Numbers = self._random.random(self._whole)[: self.length]
        return made

    def some(self, share: float) -> Numbers:
        """True for about that share of the rows."""
        made: Numbers = self.share() < share
        return made

    def one_of(self, values: Sequence[str], nulls: float = 0.0) -> Texts:
        """One of the values, or null for about that share of the rows."""
        return pick(values, self.number(len(values)), self.some(nulls))

    def from_vocabulary(self, name: str, nulls: float = 0.0) -> Texts:
        """A value of a closed vocabulary."""
        return self.one_of(vocabularies.values(name), nulls)


def pick(values: Sequence[str | None] | Texts, indices: Numbers, nulls: Any = None) -> Texts:
    """The values at these places; null where the mask is true."""
    source: Texts = values if isinstance(values, pa.Array) else pa.array(list(values), pa.string())
    return source.take(pa.array(indices, mask=nulls))


def glue(*parts: Any) -> Texts:
    """Texts one behind the other, row by row; null where one is."""
    return pc.binary_join_element_wise(*parts, "")


def lengths(texts: Any) -> Numbers:
    """Code points of each text, 0 for null."""
    counted = pc.fill_null(pc.utf8_length(texts), 0)
    return np.asarray(counted.to_numpy(zero_copy_only=False), dtype=np.int64)


def slugs(stem: str, numbers: Numbers, nulls: Any = None) -> Texts:
    """`stem-0000012`: in the order of the numbers; null where the mask is true."""
    digits = pc.utf8_lpad(pa.array(numbers, mask=nulls).cast(pa.string()), 7, "0")
    return glue(f"{stem}-", digits)


def upper_first(texts: Texts) -> Texts:
    """Texts with a capital at the beginning."""
    return glue(
        pc.utf8_upper(pc.utf8_slice_codeunits(texts, 0, 1)), pc.utf8_slice_codeunits(texts, 1)
    )


def days(numbers: Numbers, nulls: Any = None) -> Texts:
    """Dates as ISO texts, from days since `FIRST_DAY`."""
    return pc.strftime(
        pa.array(FIRST_DAY + numbers.astype("timedelta64[D]"), mask=nulls), "%Y-%m-%d"
    )


def qualified(texts: Texts, doubtful: Numbers) -> Texts:
    """Dates of which some are only about right."""
    return glue(texts, pick(("", "~"), doubtful.astype(int)))


def only(values: Any, where: Numbers) -> Texts:
    """The values where the mask is true, null elsewhere."""
    return pc.if_else(pa.array(where), values, None)
