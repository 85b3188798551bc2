"""Versions are three numbers, compared as numbers; folders of releases are found by them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset.project import Project
from dataset.releasing import versions
from dataset.releasing.versions import Version
from validation.findings import Unusable

NUMBER = st.integers(0, 999_999)
VERSION = st.builds(Version, NUMBER, NUMBER, NUMBER)


@given(VERSION)
def test_a_version_is_read_as_it_is_written(version: Version) -> None:
    assert versions.parse(str(version)) == versions.parse(f"v{version}") == version


@given(VERSION, st.sampled_from(["major", "minor", "patch"]))
def test_a_bump_is_above_the_version_and_ends_in_zeros(
    version: Version, level: versions.Level
) -> None:
    bumped = version.bumped(level)

    assert bumped > version
    assert [n for n in bumped[("major", "minor", "patch").index(level) + 1 :] if n] == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "1.0",
        "1.0.0.0",
        "01.0.0",
        "1.0.0-rc1",
        "1.0.0+x",
        " 1.0.0",
        "1.0.0\n",
        "\u0661.0.0",
        "vv1.0.0",
        "../1.0.0",
    ],
)
def test_anything_else_is_no_version(text: str) -> None:
    with pytest.raises(Unusable, match="is no version; write three numbers"):
        versions.parse(text)


def test_releases_are_ordered_by_number_and_unfinished_work_is_none(project: Project) -> None:
    for name in ("1.10.0", "1.9.0", ".2.0.0.new", "notes", "2"):
        (project.releases / name).mkdir(parents=True)
    (project.releases / "3.0.0").write_text("a file", "utf-8")

    assert list(map(str, versions.released(project))) == ["1.9.0", "1.10.0"]
    assert versions.newest(project) == (Version(1, 10, 0), project.releases / "1.10.0")


def test_without_releases_there_is_no_newest(project: Project) -> None:
    assert versions.newest(project) is None
    with pytest.raises(Unusable, match="releases: none yet"):
        versions.folder_of(project, "latest")


def test_a_folder_is_found_by_version_by_path_and_as_the_latest(project: Project) -> None:
    for name in ("1.0.0", "1.1.0"):
        (project.releases / name).mkdir(parents=True)

    assert versions.folder_of(project, "1.0.0") == project.releases / "1.0.0"
    assert versions.folder_of(project, "v1.0.0") == project.releases / "1.0.0"
    assert versions.folder_of(project, "latest") == project.releases / "1.1.0"
    assert versions.folder_of(project, str(project.root)) == project.root
    with pytest.raises(Unusable, match=r"'1\.2\.0'; releases: 1\.0\.0, 1\.1\.0"):
        versions.folder_of(project, "1.2.0")
