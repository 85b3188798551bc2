"""The data wheel: the same bytes from the same release, sound metadata, and it works where nothing else is."""

import csv
import importlib.metadata
import io
import json
import os
import re
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from packaging.metadata import Metadata
from packaging.utils import parse_wheel_filename
from wheel.wheelfile import WheelFile

from dataset import loader
from dataset.releasing import citation
from dataset.releasing import wheel as wheel_module
from dataset.releasing.cite import cite
from dataset.releasing.wheel import build_wheel
from validation.findings import Unusable

ROOT = Path(__file__).parents[3]
NAME = "iran_iraq_security_dialogue-1.0.0-py3-none-any.whl"
INFO = "iran_iraq_security_dialogue-1.0.0.dist-info"
PACKAGE = "iran_iraq_security_dialogue"
STATEMENT = "iran-daily-expel-us-wjs"


@pytest.fixture(scope="module")
def wheel(released: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_wheel(released, tmp_path_factory.mktemp("dist") / "new")


@pytest.fixture(scope="module")
def bare(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment in which the wheel was installed, and besides it pyarrow alone."""
    home = tmp_path_factory.mktemp("bare")
    uv = (sys.executable, "-m", "uv", "--quiet", "--offline")
    python = home / "bin" / "python"
    settings = {k: v for k, v in os.environ.items() if not k.startswith(("COV", "PYTHON"))}
    for step in (
        ("venv", "--no-project", "--clear", "--python", sys.executable, home),
        ("pip", "install", "--no-deps", "--python", python, wheel),
    ):
        subprocess.run([*uv, *step], check=True, env=settings)
    (site,) = home.glob("lib/python*/site-packages")
    installed = Path(pa.__file__).parents[1]
    for part in installed.glob("pyarrow*"):
        if part.name in {"pyarrow", "pyarrow.libs"}:
            (site / part.name).symlink_to(part)
        elif part.match(f"pyarrow-{pa.__version__}.*"):
            shutil.copytree(part, site / part.name)
    subprocess.run([*uv, "pip", "check", "--python", python], check=True, env=settings)
    return python


def run(python: Path, code: str, cwd: Path) -> object:
    """What a program prints as JSON in the bare environment, where any warning is an error."""
    done = subprocess.run(
        [python, "-I", "-W", "error", "-c", code],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_it_loads_and_cites_where_nothing_but_pyarrow_is(
    bare: Path, released: Path, tmp_path: Path
) -> None:
    found = run(
        bare,
        f"""
import importlib.metadata, json
import iran_iraq_security_dialogue as d
statements = d.load("statements", columns=["statement_id", "content"])
print(json.dumps({{
    "version": [d.__version__, importlib.metadata.version("iran-iraq-security-dialogue")],
    "tables": d.tables(),
    "rows": {{name: d.load(name).num_rows for name in d.tables()}},
    "contents": statements.to_pylist(),
    "key": d.describe("statements")["primary_key"],
    "whole": d.cite(),
    "record": [d.cite("{STATEMENT}", f) for f in ("text", "bibtex", "ris", "csl")],
}}))
""",
        tmp_path,
    )
    assert found == {
        "version": ["1.0.0", "1.0.0"],
        "tables": loader.tables(released),
        "rows": {name: loader.load(name, released).num_rows for name in loader.tables(released)},
        "contents": loader.load(
            "statements", released, columns=["statement_id", "content"]
        ).to_pylist(),
        "key": ["statement_id"],
        "whole": cite(released),
        "record": [cite(released, STATEMENT, format_) for format_ in citation.FORMATS],
    }


def test_mistakes_are_told_in_one_line_there_too(bare: Path, tmp_path: Path) -> None:
    found = run(
        bare,
        """
import json
import iran_iraq_security_dialogue as d
told = []
for what in (
    lambda: d.load("statement"), lambda: d.cite("irann"), lambda: d.cite("iran", "word"),
):
    try:
        what()
    except (KeyError, ValueError) as error:
        told.append(error.args[0])
print(json.dumps(told))
""",
        tmp_path,
    )
    assert found == [
        "no table 'statement'; did you mean 'statements'?",
        "no record 'irann'; did you mean 'iran'?",
        "no format 'word'; there are text, bibtex, ris, csl",
    ]


def test_importing_it_loads_nothing_else_and_using_it_pyarrow_alone(
    bare: Path, tmp_path: Path
) -> None:
    before, after = run(
        bare,
        """
import json, sys
def foreign():
    files = {n.partition(".")[0] for n, m in sys.modules.items() if getattr(m, "__file__", None)}
    return {name for name in files - sys.stdlib_module_names if not name.startswith("_sysconfig")}
known = foreign()
import iran_iraq_security_dialogue as d
before = sorted(foreign() - known)
d.load("articles"); d.cite("iran")
print(json.dumps([before, sorted(foreign() - known)]))
""",
        tmp_path,
    )  # type: ignore[misc]
    assert before == [PACKAGE]
    assert after == [PACKAGE, "pyarrow"]


def test_without_its_tables_it_says_to_install_it_again(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    for file in (tmp_path / PACKAGE / "data").glob("*.parquet"):
        file.unlink()
    done = subprocess.run(
        [sys.executable, "-c", f"import {PACKAGE} as d; d.tables()"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "data; install the data package again" in done.stderr


def test_the_archive_holds_the_tables_and_the_very_modules(wheel: Path, released: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        for table in loader.tables(released):
            data = archive.read(f"{PACKAGE}/data/{table}.parquet")
            assert data == (released / f"{table}.parquet").read_bytes()
        for module in (loader, citation):
            source = Path(str(module.__file__))
            assert archive.read(f"{PACKAGE}/{source.name}") == source.read_bytes()
        for name in ("LICENSE", "LICENSE-DATA"):
            assert archive.read(f"{INFO}/licenses/{name}") == (ROOT / name).read_bytes()
    besides = {name for name in names if not name.endswith(".parquet")}
    assert besides == {
        *(f"{PACKAGE}/{name}" for name in ("__init__.py", "citation.py", "loader.py", "py.typed")),
        f"{PACKAGE}/data/citation.json",
        *(f"{INFO}/{name}" for name in ("METADATA", "WHEEL", "RECORD")),
        *(f"{INFO}/licenses/{name}" for name in ("LICENSE", "LICENSE-DATA")),
    }


def test_its_name_record_and_entries_are_as_the_standards_want(wheel: Path) -> None:
    name, version, _, tags = parse_wheel_filename(wheel.name)
    assert (name, str(version)) == ("iran-iraq-security-dialogue", "1.0.0")
    assert [str(tag) for tag in tags] == ["py3-none-any"]
    with WheelFile(wheel) as archive:
        for entry in archive.infolist():
            archive.read(entry)  # the library compares with RECORD
            assert entry.date_time == (2026, 11, 22, 0, 0, 0)
            assert entry.external_attr >> 16 == 0o100664
            assert entry.compress_type == zipfile.ZIP_STORED
        rows = list(csv.reader(io.StringIO(archive.read(f"{INFO}/RECORD").decode())))
        assert [row[0] for row in rows] == archive.namelist()
    assert rows[-1] == [f"{INFO}/RECORD", "", ""]
    assert all(digest.startswith("sha256=") and size for _, digest, size in rows[:-1])


def test_the_metadata_are_valid(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        metadata = Metadata.from_email(archive.read(f"{INFO}/METADATA"), validate=True)
    assert metadata.name == "iran-iraq-security-dialogue"
    assert str(metadata.version) == "1.0.0"
    assert metadata.license_expression == "CC-BY-4.0 AND Apache-2.0"
    assert metadata.license_files == ["LICENSE", "LICENSE-DATA"]
    assert metadata.author == "Iran–Iraq Security Dialogue Dataset contributors"
    assert [requirement.name for requirement in metadata.requires_dist or []] == ["pyarrow"]
    assert metadata.requires_dist is not None
    assert metadata.requires_dist[0].specifier.contains(importlib.metadata.version("pyarrow"))
    assert metadata.description_content_type == "text/markdown; charset=UTF-8"
    assert metadata.description is not None
    assert 'd.load("statements_wide")' in metadata.description
    assert "- `statements`: 82 rows" in metadata.description


def test_the_same_release_gives_the_same_bytes(
    wheel: Path, release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for file in release.iterdir():
        os.utime(file, (0, 0))
        file.chmod(0o600)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    monkeypatch.setenv("TZ", "Asia/Tehran")
    time.tzset()
    try:
        again = build_wheel(release, tmp_path)
    finally:
        monkeypatch.undo()
        time.tzset()
    assert again.read_bytes() == wheel.read_bytes()


@pytest.mark.parametrize("before", [None, "1000000000"])
def test_the_environment_is_left_as_it_was(
    released: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str | None
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    if before:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", before)
    build_wheel(released, tmp_path)
    assert os.environ.get("SOURCE_DATE_EPOCH") == before


def test_the_address_of_the_dataset_is_in_the_metadata(release: Path, tmp_path: Path) -> None:
    with (release / "CITATION.cff").open("a", encoding="utf-8") as file:
        file.write("url: https://example.org/d\n")
    with zipfile.ZipFile(build_wheel(release, tmp_path)) as archive:
        metadata = Metadata.from_email(archive.read(f"{INFO}/METADATA"))
    assert metadata.project_urls == {"Homepage": "https://example.org/d"}


def refused(release: Path, out: Path) -> str:
    out.mkdir()
    (out / NAME).write_bytes(b"an older one")
    with pytest.raises(Unusable) as caught:
        build_wheel(release, out)
    assert [path.name for path in out.iterdir()] == [NAME]
    assert (out / NAME).read_bytes() == b"an older one"
    told = str(caught.value)
    assert "\n" not in told
    return told


def test_one_changed_byte_in_a_table_is_refused(release: Path, tmp_path: Path) -> None:
    file = release / "officials.parquet"
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    assert "the bytes of officials.parquet are not those" in refused(release, tmp_path / "out")


@pytest.mark.parametrize(
    "version,told",
    [("one", "'one' is no version that a wheel can have"), ("1.0.0-rc.1", "called '1.0.0rc1'")],
)
def test_a_version_that_a_wheel_cannot_have_is_refused(
    release: Path, tmp_path: Path, seal: Callable[[Path, str], Path], version: str, told: str
) -> None:
    assert told in refused(seal(release, version), tmp_path / "out")


@pytest.mark.parametrize(
    "licence,told",
    [("", "names no licence"), ("license: My own terms\n", "no metadata of a wheel (")],
)
def test_a_licence_that_is_none_is_refused(
    release: Path, tmp_path: Path, licence: str, told: str
) -> None:
    file = release / "CITATION.cff"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("license: CC-BY-4.0\n", licence), encoding="utf-8")
    assert told in refused(release, tmp_path / "out")


def test_a_title_in_two_lines_is_refused(release: Path, tmp_path: Path) -> None:
    file = release / "CITATION.cff"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("title: Iran", 'title: "a\\nb"\nabstract: Iran'), encoding="utf-8")
    assert "no metadata of a wheel (" in refused(release, tmp_path / "out")


def test_outside_a_checkout_the_licences_are_missing(
    release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wheel_module, "ROOT", tmp_path)
    assert "make the wheel from a checkout" in refused(release, tmp_path / "out")


def test_no_text_of_a_release_becomes_code(release: Path, tmp_path: Path) -> None:
    file = release / "CITATION.cff"
    hostile = 'title: "\\"\\"\\"; raise SystemExit({version}) #"\nabstract: Iran'
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("title: Iran", hostile), encoding="utf-8")
    built = build_wheel(release, tmp_path)
    with zipfile.ZipFile(built) as archive:
        code = archive.read(f"{PACKAGE}/__init__.py").decode()
        told = json.loads(archive.read(f"{PACKAGE}/data/citation.json"))
    assert "SystemExit" not in code
    assert told["title"] == '"""; raise SystemExit({version}) #'


def test_loading_from_the_wheel_gives_what_pyarrow_reads(bare: Path, released: Path) -> None:
    data = next(bare.parents[1].glob(f"lib/python*/site-packages/{PACKAGE}/data"))
    for table in loader.tables(released):
        assert loader.load(table, data).equals(
            pq.read_table(data / f"{table}.parquet"), check_metadata=True
        )


def test_what_it_costs_can_be_measured(released: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "scripts.benchmarks.loading", released, "--runs=1", "--rows=900"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    form = r"(.+?) +\d+\.\d\d ms, pyarrow +\d+\.\d\d ms: \d+\.\d{3} \(.+: at most 1\.\d+\)"
    found = [re.fullmatch(form, line) for line in done.stdout.splitlines()]
    assert [match and match[1] for match in found] == [
        "import with pyarrow",
        "import alone",
        "load all 25 tables",
        "load 900 rows",
    ]
