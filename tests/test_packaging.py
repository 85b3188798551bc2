"""What is shipped and what is pinned: the tools, all of them, and never an article or a record."""

import io
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterable
from email.parser import Parser
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PACKAGES = ("schema", "validation", "dataset", "scripts")
DATA = ("dataset/sources", "dataset/records", "dataset/candidates", "dataset/releases")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PIN_FILES = ("requirements.txt", "requirements-bootstrap.txt")
CRLF = b"first line\r\nsecond line\n"
PLANTED = {
    "dataset/sources/planted.txt": CRLF,
    "dataset/records/planted.yaml": b"planted: true\n",
    "dataset/records/articles/planted.yaml": b"planted: true\n",
    "dataset/candidates/planted.yaml": b"planted: true\n",
    "dataset/releases/0.0.1/planted.parquet": b"PAR1",
    "dataset/allowlist.yaml": b"[]\n",
    "dataset/metadata.yaml": b"name: planted\n",
    "tests/planted.py": b"",
    "build/planted.txt": b"planted\n",
}


def _run(*command: str | Path, cwd: Path, **env: str) -> subprocess.CompletedProcess[bytes]:
    # A commit hook points git at its own repository, and the coverage of copies says nothing.
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "COV"))}
    done = subprocess.run(command, cwd=cwd, env=kept | env, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the working tree, committed or not, with one more file in every kept-back place."""
    copy = tmp_path_factory.mktemp("tree") / "project"
    unversioned = shutil.ignore_patterns(
        ".git", ".venv*", "__pycache__", ".*_cache", ".coverage*", ".hypothesis", "build", "dist"
    )
    shutil.copytree(ROOT, copy, ignore=unversioned)
    for name, content in PLANTED.items():
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).write_bytes(content)
    return copy


@pytest.fixture(scope="module")
def built(tree: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the sdist and the wheel, the wheel made from the sdist, without network."""
    out = tmp_path_factory.mktemp("dist")
    _run(
        sys.executable, "-m", "uv", "build", "--quiet", "--offline", "--no-build-isolation",
        "--python", sys.executable, "--out-dir", out,
        cwd=tree,
    )  # fmt: skip
    return out


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    (path,) = built.glob("*.whl")
    return path


def _code_files(tree: Path) -> set[str]:
    files = (path for package in PACKAGES for path in (tree / package).rglob("*"))
    names = {path.relative_to(tree).as_posix() for path in files if path.is_file()}
    data = ("dataset/allowlist.yaml", "dataset/metadata.yaml", *(f"{folder}/" for folder in DATA))
    return {name for name in names if not name.startswith(data)}


def _names(requirements: Iterable[str]) -> set[str]:
    return {canonicalize_name(Requirement(line).name) for line in requirements}


def _sdist_files(built: Path) -> set[str]:
    (path,) = built.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        return {item.name.partition("/")[2] for item in archive.getmembers() if item.isfile()}


def test_the_wheel_holds_the_four_packages_whole_and_nothing_else(tree: Path, wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {item.filename for item in archive.infolist() if not item.is_dir()}
    code = {name for name in names if ".dist-info/" not in name}

    assert code == _code_files(tree)
    assert {name.partition("/")[0] for name in code} == set(PACKAGES)
    assert any(name.startswith("schema/") and name.endswith(".yaml") for name in code)


def test_the_sdist_holds_the_code_its_licence_and_its_description(tree: Path, built: Path) -> None:
    names = _sdist_files(built)
    besides = {"PKG-INFO", "pyproject.toml", "README.md", "LICENSE"}
    optional = {name for name in ("CHANGELOG.md", "CITATION.cff") if (tree / name).exists()}

    # Some releases of uv-build also put in the project file as it was before they tidied it.
    assert names - {"pyproject.toml.orig"} == _code_files(tree) | besides | optional


def test_the_metadata_forbid_an_upload_and_name_the_licence(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (info,) = {name.partition("/")[0] for name in archive.namelist() if ".dist-info/" in name}
        metadata = Parser().parsestr(archive.read(f"{info}/METADATA").decode())
        entry_points = archive.read(f"{info}/entry_points.txt").decode()
        assert f"{info}/licenses/LICENSE" in archive.namelist()

    assert "Private :: Do Not Upload" in metadata.get_all("Classifier", [])
    assert metadata["Name"] == "iran-iraq-security-dialogue-tools"
    assert metadata["License-Expression"] == "Apache-2.0"
    assert Requirement(f"python{metadata['Requires-Python']}").specifier.contains("3.13.9")
    assert not Requirement(f"python{metadata['Requires-Python']}").specifier.contains("3.14.0")
    assert _names(metadata.get_all("Requires-Dist", [])) == _names(
        PROJECT["project"]["dependencies"]
    )
    assert "dataset = dataset.cli:main" in entry_points


def test_the_wheel_works_outside_the_checkout(wheel: Path, tmp_path: Path) -> None:
    installed = tmp_path / "installed"
    shutil.unpack_archive(wheel, installed, "zip")

    done = _run(
        sys.executable,
        "-c",
        "from dataset.cli.collision import check; import dataset, schema.tables;"
        "print(check(), dataset.__file__)",
        cwd=tmp_path,
        PYTHONPATH=str(installed),
    )

    assert done.stdout.decode().split() == ["None", str(installed / "dataset" / "__init__.py")]


def test_git_keeps_sources_byte_for_byte_and_archives_neither_them_nor_records(
    tree: Path,
) -> None:
    git = (
        "git", "-c", "core.autocrlf=true", "-c", "core.safecrlf=false", "-c", "user.name=test",
        "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false",
    )  # fmt: skip
    nobody = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    for step in (("init", "--quiet"), ("add", "."), ("commit", "--quiet", "-m", "x")):
        _run(*git, *step, cwd=tree, **nobody)

    stored = _run(*git, "show", "HEAD:dataset/sources/planted.txt", cwd=tree, **nobody).stdout
    packed = _run(*git, "archive", "HEAD", cwd=tree, **nobody).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        names = set(archive.getnames())

    assert stored == CRLF
    assert "dataset/cli/collision.py" in names
    assert not [
        name
        for name in names
        if name.startswith(
            ("dataset/sources", "dataset/records", "dataset/candidates", "dataset/allow")
        )
    ]
    assert not [name for name in names if name.startswith(("build", ".venv"))]


def _pins(name: str) -> dict[str, tuple[Requirement, list[str]]]:
    """Each pin of a requirements file, as (name with marker) -> (requirement, hashes)."""
    text = (ROOT / name).read_text(encoding="utf-8")
    lines = [
        line for line in text.splitlines() if line.strip() and not line.lstrip(" ").startswith("#")
    ]
    entries = "\n".join(lines).replace("\\\n", " ").splitlines()
    pins = {}
    for entry in entries:
        requirement, *hashes = entry.split("--hash=")
        pins[requirement.strip()] = (Requirement(requirement), [item.strip() for item in hashes])
    return pins


@pytest.mark.parametrize("name", PIN_FILES)
def test_every_pin_is_one_exact_version_with_hashes(name: str) -> None:
    pins = _pins(name)

    assert pins
    for requirement, hashes in pins.values():
        assert re.fullmatch(r"==[^*,]+", str(requirement.specifier)), requirement
        assert hashes, requirement
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", value) for value in hashes), requirement


@pytest.mark.parametrize("name", PIN_FILES)
def test_pins_name_no_index_host_or_path(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")

    assert not re.findall(r"://|@|(?:^|\s)-(?!-hash=)\S*|\w/\w", text, flags=re.MULTILINE)


def test_every_declared_dependency_is_pinned_to_a_version_it_allows() -> None:
    groups = PROJECT["dependency-groups"]
    declared = [*PROJECT["project"]["dependencies"], *groups["bootstrap"]]
    declared += [line for line in groups["dev"] if isinstance(line, str)]
    pinned = {
        canonicalize_name(pin.name): str(pin.specifier).removeprefix("==")
        for pin, _ in _pins("requirements.txt").values()
    }

    wrong = [
        line
        for line in map(Requirement, declared)
        if not line.specifier.contains(pinned.get(canonicalize_name(line.name), "0.dev0"))
    ]

    assert not wrong


def test_the_bootstrap_pins_are_those_of_the_environment() -> None:
    assert _pins("requirements-bootstrap.txt").items() <= _pins("requirements.txt").items()


def test_the_licences_are_complete() -> None:
    code = (ROOT / "LICENSE").read_text(encoding="utf-8")
    data = (ROOT / "LICENSE-DATA").read_text(encoding="utf-8")

    assert "Apache License" in code
    assert "END OF TERMS AND CONDITIONS" in code
    assert "SPDX identifier CC-BY-4.0" in data
    assert all(f"Section {number} -- " in data for number in range(1, 9))


def test_ci_can_be_run_directly() -> None:
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
