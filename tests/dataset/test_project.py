from __future__ import annotations

import pytest

from dataset.project import Project, find_root
from validation.findings import Unusable


@pytest.fixture
def checkout(tmp_path):
    root = tmp_path / "checkout"
    (root / "dataset" / "records" / "articles").mkdir(parents=True)
    (root / "pyproject.toml").touch()
    return root


def test_root_is_found_from_anywhere_inside(checkout):
    assert find_root(checkout) == checkout
    assert find_root(checkout / "dataset" / "records" / "articles") == checkout
    assert find_root(checkout / "pyproject.toml") == checkout


def test_root_is_found_from_the_working_folder(checkout, monkeypatch):
    monkeypatch.chdir(checkout / "dataset")
    assert find_root() == checkout


def test_root_is_found_through_a_link(checkout, tmp_path):
    (tmp_path / "link").symlink_to(checkout / "dataset")
    assert find_root(tmp_path / "link") == checkout


@pytest.mark.parametrize("missing", ["dataset/records", "pyproject.toml"])
def test_folder_that_lacks_a_part_is_no_checkout(checkout, missing):
    path = checkout / missing
    path.rename(checkout / "gone")
    with pytest.raises(Unusable) as error:
        find_root(checkout)
    assert str(checkout) in str(error.value)
    assert "--root" in str(error.value)
    assert "\n" not in str(error.value)


def test_folder_that_does_not_exist_is_no_checkout(tmp_path):
    with pytest.raises(Unusable):
        find_root(tmp_path / "nowhere")


def test_places_of_a_project(tmp_path):
    project = Project(tmp_path)
    parts = [project.records, project.sources, project.releases, project.build, project.allowlist]
    assert [project.name(part) for part in parts] == [
        "dataset/records",
        "dataset/sources",
        "dataset/releases",
        "build/parquet",
        "dataset/allowlist.yaml",
    ]
