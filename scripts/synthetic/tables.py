"""Synthetic base tables in shards: Parquet folders of articles, and one of registries, for `dataset build --from`."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from dataset.building.assemble import base_schemas
from schema.arrow import arrow_schema
from schema.tables import BY_NAME
from scripts.synthetic.people import registries
from scripts.synthetic.rows import rows_of, vocabulary_columns
from scripts.synthetic.stories import PORTION, STATEMENTS, stories

REGISTRIES = "registries"


@dataclass(frozen=True)
class Plan:
    """How articles are made.

    `seed`: other seeds give other articles. `each`: how many statements an article has. `shard`: how many articles go
    into one shard, rounded to whole portions; what is in them does not depend on it. `processes`: how many shards are
    made at the same time.
    """

    seed: int = 1
    each: int = STATEMENTS
    shard: int = 50_000
    processes: int = 1

    def parts(self, articles: int) -> list[tuple[int, int]]:
        """The first article of every shard, and how many it has."""
        size = max(PORTION, self.shard // PORTION * PORTION)
        return [(at, min(size, articles - at)) for at in range(0, articles, size)]

    def run(
        self, make: Callable[[int, int, int], int], articles: int, done: Callable[[int], None]
    ) -> None:
        """Call `make` for every shard, with its number, first article and size."""
        parts = self.parts(articles)
        jobs = (range(len(parts)), [first for first, _ in parts], [count for _, count in parts])
        if self.processes == 1:
            for made in map(make, *jobs):
                done(made)
            return
        with ProcessPoolExecutor(self.processes, multiprocessing.get_context("spawn")) as pool:
            for made in pool.map(make, *jobs):
                done(made)


def write_tables(
    folder: Path,
    articles: int,
    plan: Plan | None = None,
    done: Callable[[int], None] = lambda _: None,
) -> None:
    """Write base tables of made-up articles: `registries/<table>.parquet` and `shard-00000/<table>.parquet` and so on.

    Args:
        folder: where the shards go; made if it is missing.
        articles: how many.
        plan: how they are made.
        done: called with the number of articles of every shard that is finished.
    """
    plan = plan or Plan()
    (folder / REGISTRIES).mkdir(parents=True, exist_ok=True)
    for name, columns in registries(plan.seed, articles).items():
        _write(folder / REGISTRIES / f"{name}.parquet", name, columns)
    _write(folder / REGISTRIES / "vocabularies.parquet", "vocabularies", vocabulary_columns())
    plan.run(partial(_shard, folder, plan.seed, plan.each), articles, done)


def _shard(home: Path, seed: int, each: int, number: int, first: int, count: int) -> int:
    folder = home / f"shard-{number:05}"
    folder.mkdir(exist_ok=True)
    writers: dict[str, pq.ParquetWriter] = {}
    try:
        for at in range(first, first + count, PORTION):
            made = stories(seed, at, min(PORTION, first + count - at), each)
            for name, columns in rows_of(made, seed):
                if name not in writers:
                    writers[name] = pq.ParquetWriter(
                        folder / f"{name}.parquet", _schema(name), compression="zstd"
                    )
                writers[name].write_table(_table(name, columns))
    finally:
        for writer in writers.values():
            writer.close()
    return count


def _write(path: Path, name: str, columns: Mapping[str, Any]) -> None:
    pq.write_table(_table(name, columns), path, compression="zstd")


def _schema(name: str) -> pa.Schema:
    return base_schemas()[name] if name != "vocabularies" else arrow_schema(BY_NAME[name])


def _table(name: str, columns: Mapping[str, Any]) -> pa.Table:
    schema, left = _schema(name), dict(columns)
    length = next(len(c) for c in left.values() if not isinstance(c, str | int | float | None))
    arrays = [_array(left.pop(field.name, None), field, length) for field in schema]
    if left:
        msg = f"{name} has no column {', '.join(left)}"
        raise ValueError(msg)
    return pa.Table.from_arrays(arrays, schema=schema)


def _array(values: Any, field: pa.Field[Any], length: int) -> Any:
    """A column: from an array as it is, from one value repeated, from nothing all null."""
    if values is None:
        return pa.nulls(length, field.type)
    if isinstance(values, str | int | float):
        return pa.repeat(pa.scalar(values, field.type), length)
    if isinstance(values, list):
        return pa.array(values, field.type)
    made = values if isinstance(values, pa.Array | pa.ChunkedArray) else pa.array(values)
    return made.cast(field.type)
