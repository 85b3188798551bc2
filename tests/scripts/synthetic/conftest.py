"""Synthetic tables that many tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

from dataset.building.assemble import build_from
from scripts.synthetic.tables import Plan, write_tables

PLAN = Plan(each=2)


@pytest.fixture(scope="session")
def shards(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Base tables of 1,050 articles with two statements each, in two shards; nobody writes into this folder."""
    folder = tmp_path_factory.mktemp("synthetic") / "shards"
    write_tables(folder, 1_050, Plan(each=2, shard=1_000))
    return folder


@pytest.fixture(scope="session")
def tables(shards: Path) -> Path:
    """The complete folder of them; nobody writes into it."""
    folder = shards.with_name("tables")
    report = build_from(shards, folder, lambda _: None)
    assert report.findings == []
    return folder
