"""Articles written for these tests, with their gold: statements, officials and meetings."""

import importlib.util
from datetime import date
from pathlib import Path

import pytest

from scripts.evaluation.made_up import KEPT_ASIDE, TUNED, read_article, read_folder

_HERE = Path(__file__).parent


def _module(name):
    spec = importlib.util.spec_from_file_location(name, _HERE / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def reading():
    """How one file is read, for files of a test's own."""
    return read_article


@pytest.fixture(scope="session")
def gold():
    """The articles that rules may be tuned on."""
    return read_folder(_HERE / TUNED)


@pytest.fixture(scope="session")
def held_out():
    """The articles that are scored, never read, while rules are tuned."""
    return read_folder(_HERE / KEPT_ASIDE)


@pytest.fixture(scope="session")
def scoring():
    """The module beside: how far found statements, officials and meetings agree with the gold."""
    return _module("scoring")


@pytest.fixture(scope="session")
def losing():
    """The module beside: articles that lose a quotation mark."""
    return _module("lost_marks")


@pytest.fixture
def day():
    return date(2023, 2, 24)
