"""A small made-up project, and pages made of a few words."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from dataset.project import Project

HERE = Path(__file__).parent
BODY = """
<p>The harbour council of Eastport has rejected the tolls on the crossing, its chairwoman, Mary Major, announced.</p>
<p>“Nobody asked us, and nobody will pay,” Major said in front of the old customs house on Thursday evening.</p>
<p>She added that the council would not discuss the matter again before the autumn, whatever letters came.</p>
"""


@pytest.fixture
def made_up(tmp_path: Path) -> Project:
    """A project with two outlets, one article, one collection and a tombstone."""
    return Project(Path(shutil.copytree(HERE / "project", tmp_path / "project")))


@pytest.fixture
def page() -> Callable[..., str]:
    """A function that makes a page of an article's inside, with `head` and with `after` the article."""

    def make(inside: str = "", *, head: str = "", after: str = "", body: str = BODY) -> str:
        return (
            f'<!DOCTYPE html>\n<html lang="en"><head><title>Council rejects tolls</title>{head}</head>\n'
            f"<body><article><h1>Council rejects tolls</h1>{inside}{body}</article>{after}</body></html>\n"
        )

    return make
