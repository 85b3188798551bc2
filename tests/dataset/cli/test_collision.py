"""A foreign package of the same name is noticed, whichever way it got there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dataset.cli import collision

OURS = Path(__file__).parents[3]


@pytest.fixture
def fresh_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """Two importable packages side by side, under names that nothing else uses."""
    names = ("collision_one", "collision_two")
    for name in names:
        _make_package(tmp_path / "home", name)
    monkeypatch.syspath_prepend(tmp_path / "home")
    return names


def _make_package(home: Path, name: str) -> None:
    (home / name).mkdir(parents=True)
    (home / name / "__init__.py").touch()


def _ask_in_new_process(search_first: Path, code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=search_first.parent,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(search_first), str(OURS)])},
        capture_output=True,
        text=True,
        check=False,
    )


def test_this_checkout_is_in_order() -> None:
    assert collision.check() is None


def test_packages_side_by_side_are_in_order(fresh_names: tuple[str, str]) -> None:
    assert collision.check(fresh_names) is None


def test_a_foreign_schema_that_is_found_first_is_named_in_one_line(tmp_path: Path) -> None:
    foreign = tmp_path / "foreign"
    _make_package(foreign, "schema")

    done = _ask_in_new_process(
        foreign, "from dataset.cli.collision import check; print(check(), end='')"
    )

    assert done.stderr == ""
    assert done.stdout == (
        f"packages of different origin have got mixed: dataset in {OURS}, schema in {foreign},"
        f" validation in {OURS}, scripts in {OURS}; {collision.REMEDY}"
    )


def test_the_command_stops_with_that_line_and_exit_code_2(tmp_path: Path) -> None:
    foreign = tmp_path / "foreign"
    _make_package(foreign, "schema")

    done = _ask_in_new_process(
        foreign, "import sys; from dataset.cli import main; sys.exit(main())"
    )

    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert f"schema in {foreign}" in done.stderr


def test_a_module_in_one_file_is_not_our_package(
    tmp_path: Path, fresh_names: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "collision_three.py").touch()
    monkeypatch.syspath_prepend(tmp_path)

    line = collision.check((*fresh_names, "collision_three"))

    assert line is not None
    assert f"collision_three in {tmp_path}" in line


def test_a_folder_without_init_counts_by_its_place(
    tmp_path: Path, fresh_names: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere" / "collision_four").mkdir(parents=True)
    monkeypatch.syspath_prepend(tmp_path / "elsewhere")

    line = collision.check((*fresh_names, "collision_four"))

    assert line is not None
    assert f"collision_four in {tmp_path / 'elsewhere'}" in line


def test_a_missing_package_is_named(fresh_names: tuple[str, str]) -> None:
    line = collision.check((*fresh_names, "collision_absent"))

    assert line is not None
    assert line.startswith("package not found: collision_absent;")


def test_a_built_in_module_has_no_place(fresh_names: tuple[str, str]) -> None:
    line = collision.check((*fresh_names, "sys"))

    assert line is not None
    assert "sys" in line


def test_a_module_without_a_spec_counts_as_missing(
    fresh_names: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    handmade = type(sys)("collision_handmade")
    monkeypatch.setitem(sys.modules, "collision_handmade", handmade)

    line = collision.check((*fresh_names, "collision_handmade"))

    assert line is not None
    assert line.startswith("package not found: collision_handmade;")


@pytest.mark.parametrize(
    "metadata", ["collision_two-1.6.2.dist-info", "collision_two-1.6.2-py3.11.egg-info"]
)
def test_a_distribution_of_the_same_name_in_the_same_folder_has_mixed_its_files_with_ours(
    tmp_path: Path, fresh_names: tuple[str, str], metadata: str
) -> None:
    home = tmp_path / "home"
    (home / metadata).mkdir()

    line = collision.check(fresh_names)

    assert line == (
        f"another distribution named collision_two is installed in {home} and has mixed its"
        f" files with these tools; {collision.REMEDY}"
    )


def test_the_longer_name_of_another_distribution_is_no_collision(
    tmp_path: Path, fresh_names: tuple[str, str]
) -> None:
    (tmp_path / "home" / "collision_two_tools-1.0.dist-info").mkdir()
    (tmp_path / "home" / "collision_two-tools-1.0.dist-info").mkdir()

    assert collision.check(fresh_names) is None
