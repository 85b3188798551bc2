"""Whatever is done to a release is found, and the file is named."""

from __future__ import annotations

import datetime as dt
import json
import random
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dataset.project import Project
from dataset.releasing import manifest
from dataset.releasing.about import read_about
from dataset.releasing.facts import gather, sha256_of
from dataset.releasing.metadata import write_metadata
from dataset.releasing.verify import verify
from dataset.releasing.versions import Version
from schema.tables import SCHEMA_VERSION
from validation.findings import Finding, Report, Unusable

SEED = 20261122
ROOT = Path(__file__).resolve().parents[3]


def seal(folder: Path, version: str, *, previous: Path | None = None) -> manifest.Manifest:
    for name in (manifest.NAME, manifest.SUMS):
        (folder / name).unlink(missing_ok=True)
    about, _ = read_about(Project(ROOT))
    assert about is not None
    date = dt.date(2026, 11, 22)
    write_metadata(gather(folder, version=version, date=date), about, folder)
    return manifest.seal(
        folder,
        version=version,
        date=date.isoformat(),
        schema_version=SCHEMA_VERSION,
        previous=manifest.Previous.of(previous) if previous else None,
        git=manifest.Git(inputs={"schema": "0" * 40}),
    )


@pytest.fixture(scope="session")
def sealed_once(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of the real tables; nobody writes into this folder."""
    folder = tmp_path_factory.mktemp("releases") / "1.0.0"
    shutil.copytree(built, folder)
    (folder / "docs").mkdir()
    (folder / "docs" / "note.md").write_text("A file in a folder.\n", "utf-8")
    (folder / "README.md").write_text("What this is.\n", "utf-8")
    seal(folder, "1.0.0")
    return folder


@pytest.fixture
def release(sealed_once: Path, tmp_path: Path) -> Path:
    """A release of the real tables that a test may damage."""
    return Path(shutil.copytree(sealed_once, tmp_path / "releases" / "1.0.0"))


def checked(folder: Path, **earlier: Path) -> Report:
    """Verify; earlier releases by their versions with underscores."""
    versions = {Version(*map(int, name[1:].split("_"))): path for name, path in earlier.items()}
    return verify(folder, lambda _: None, earlier=versions)


def the_finding(folder: Path) -> Finding:
    (finding,) = checked(folder).findings
    return finding


def where(finding: Finding) -> str:
    return Path(finding.place.file).name


def test_a_release_is_what_was_published(release: Path) -> None:
    report = checked(release)

    assert (report.findings, report.not_run) == ([], [])
    assert [(run.check, run.outcome) for run in report.runs] == [
        ("release files", "passed"),
        ("release tables", "passed"),
        ("metadata of the release", "passed"),
        ("ids of earlier releases", "passed"),
    ]
    assert report.runs[0].examined == len(manifest.files_in(release))


def test_the_checksums_are_what_sha256sum_reads(release: Path) -> None:
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", "--quiet", manifest.SUMS],
        cwd=release,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_one_flipped_bit_in_any_file_is_found_and_the_file_named(release: Path) -> None:
    source = random.Random(SEED)  # noqa: S311 # places to break, not secrets
    for name, path in manifest.files_in(release).items():
        original = path.read_bytes()
        data = bytearray(original)
        data[source.randrange(len(data))] ^= 1 << source.randrange(8)
        path.write_bytes(bytes(data))
        try:
            told = " ".join(f"{f.place.file} {f.found}" for f in checked(release).findings)
        except Unusable as error:
            told = str(error)
        assert path.name in told, name
        path.write_bytes(original)


@pytest.mark.parametrize("name", ["statements.parquet", "README.md", "docs/note.md"])
@pytest.mark.parametrize("kept", [0, 1, 10])
def test_a_truncated_file_is_one_finding(release: Path, name: str, kept: int) -> None:
    path = release / name
    path.write_bytes(path.read_bytes()[:kept])

    finding = the_finding(release)

    assert (finding.code, where(finding)) == ("REL002", path.name)


@pytest.mark.parametrize("name", ["statements.parquet", "README.md", "docs/note.md"])
def test_a_missing_file_is_one_finding(release: Path, name: str) -> None:
    (release / name).unlink()

    assert (the_finding(release).code, where(the_finding(release))) == ("REL001", Path(name).name)


@pytest.mark.parametrize("name", ["statements.parquet", "README.md", "docs/note.md"])
def test_a_renamed_file_is_one_finding_with_its_name(release: Path, name: str) -> None:
    path = release / name
    path.rename(path.with_name(f"old-{path.name}"))

    finding = the_finding(release)

    assert (finding.code, where(finding)) == ("REL004", f"old-{path.name}")
    assert finding.hint == f"name it {name} again"


@pytest.mark.parametrize("name", ["notes.txt", "extra.parquet", "docs/more.md", ".hidden"])
def test_an_extra_file_is_one_finding(release: Path, name: str) -> None:
    (release / name).write_text("not published", "utf-8")

    assert (the_finding(release).code, where(the_finding(release))) == ("REL003", Path(name).name)


def test_two_swapped_files_are_both_named(release: Path) -> None:
    one, two = release / "statements.parquet", release / "meetings.parquet"
    aside = release.parent / "aside"
    one.rename(aside)
    two.rename(one)
    aside.rename(two)

    findings = checked(release).findings

    assert {(f.code, where(f)) for f in findings} == {("REL002", one.name), ("REL002", two.name)}


def test_a_link_is_no_file_of_a_release(release: Path) -> None:
    path = release / "README.md"
    copy = release.parent / "README.md"
    path.rename(copy)
    path.symlink_to(copy)

    assert (the_finding(release).code, the_finding(release).found) == ("REL002", "no file")


def edit(path: Path, change: Callable[[str], str]) -> None:
    path.write_text(change(path.read_text("utf-8")), "utf-8")


MANIFEST_EDITS: dict[str, Callable[[dict[str, object]], object]] = {
    "the date": lambda m: m.update(date="2020-01-01"),
    "the version": lambda m: m.update(version="1.0.1"),
    "rows": lambda m: m["tables"]["statements"].update(rows=1),  # type: ignore[index]
    "a logical hash": lambda m: m["tables"]["statements"].update(logical_hash="0" * 64),  # type: ignore[index]
    "the tools": lambda m: m["tools"].update(python="2.7"),  # type: ignore[attr-defined]
}


@pytest.mark.parametrize("what", MANIFEST_EDITS)
def test_an_edited_manifest_is_named(release: Path, what: str) -> None:
    path = release / manifest.NAME
    document = json.loads(path.read_text("utf-8"))
    MANIFEST_EDITS[what](document)
    path.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", "utf-8")

    findings = checked(release).findings

    assert ("REL005", manifest.NAME) in {(f.code, where(f)) for f in findings}


RESEALED: dict[str, tuple[Callable[[dict[str, object]], object], str]] = {
    "rows": (MANIFEST_EDITS["rows"], "rows is not what the manifest says (1)"),
    "a logical hash": (MANIFEST_EDITS["a logical hash"], "logical hash is not what"),
    "schema version": (lambda m: m.update(schema_version="9"), "schema version is not what"),
    "the version": (MANIFEST_EDITS["the version"], "named like another version"),
}


@pytest.mark.parametrize("what", RESEALED)
def test_an_edit_that_was_covered_up_in_the_checksums_is_found_in_the_tables(
    release: Path, what: str
) -> None:
    change, message = RESEALED[what]
    path = release / manifest.NAME
    document = json.loads(path.read_text("utf-8"))
    change(document)
    path.write_text(json.dumps(document), "utf-8")
    (release / manifest.SUMS).write_text(manifest.sums(release), "utf-8")

    findings = checked(release).findings

    assert {f.code for f in findings} == {"REL006"}
    assert message in findings[0].message


SUMS_EDITS: dict[str, tuple[Callable[[str], str], str, str]] = {
    "a hash": (lambda t: t.replace(t[:8], "00000000", 1), "REL005", "do not list"),
    "a line gone": (lambda t: t.partition("\n")[2], "REL005", "do not list"),
    "a line that names nothing": (
        lambda t: f"{'0' * 64}  ghost.md\n{t}",
        "REL005",
        "does not have",
    ),
    "no hash": (lambda t: f"hello\n{t}", "REL005", "cannot be read"),
    "a line twice": (lambda t: t.partition("\n")[0] + "\n" + t, "REL005", "cannot be read"),
}


@pytest.mark.parametrize("what", SUMS_EDITS)
def test_edited_checksums_are_one_finding(release: Path, what: str) -> None:
    change, code, message = SUMS_EDITS[what]
    edit(release / manifest.SUMS, change)

    finding = the_finding(release)

    assert (finding.code, where(finding)) == (code, manifest.SUMS)
    assert message in finding.message


def test_missing_checksums_are_one_finding(release: Path) -> None:
    (release / manifest.SUMS).unlink()

    assert (the_finding(release).code, where(the_finding(release))) == ("REL001", manifest.SUMS)


def test_a_manifest_that_lies_about_a_file_is_told_from_a_damaged_file(release: Path) -> None:
    path = release / manifest.NAME
    document = json.loads(path.read_text("utf-8"))
    document["files"]["README.md"]["sha256"] = "0" * 64
    path.write_text(json.dumps(document), "utf-8")
    edit(
        release / manifest.SUMS,
        lambda text: "".join(
            f"{sha256_of(path)}  {manifest.NAME}\n" if line.endswith(manifest.NAME) else f"{line}\n"
            for line in text.splitlines()
        ),
    )

    finding = the_finding(release)

    assert (finding.code, where(finding)) == ("REL005", manifest.NAME)
    assert "README.md" in finding.message


@pytest.mark.parametrize(
    "content, message",
    [
        (None, "is no release"),
        ("", "cannot be read at manifest.json"),
        ("{}", "cannot be read at format"),
        ('{"format": 2}', "cannot be read at format"),
    ],
)
def test_a_folder_without_a_readable_manifest_is_no_release(
    release: Path, content: str | None, message: str
) -> None:
    (release / manifest.NAME).unlink()
    if content is not None:
        (release / manifest.NAME).write_text(content, "utf-8")

    with pytest.raises(Unusable, match=message):
        checked(release)


def test_a_table_of_another_type_under_the_right_checksum_is_named(release: Path) -> None:
    path = release / "meetings.parquet"
    seal(release, "1.0.0")
    data = path.read_bytes()
    document = json.loads((release / manifest.NAME).read_text("utf-8"))
    path.write_bytes(data[:-1])
    document["tables"]["meetings"].update(sha256=sha256_of(path), bytes=len(data) - 1)
    (release / manifest.NAME).write_text(json.dumps(document), "utf-8")
    (release / manifest.SUMS).write_text(manifest.sums(release), "utf-8")

    told = {(f.code, f.message, where(f)) for f in checked(release).findings}

    assert ("REL006", "table cannot be read", "meetings.parquet") in told


def test_tables_that_are_damaged_are_never_called_checked(release: Path) -> None:
    (release / "meetings.parquet").write_bytes(b"")

    runs = {run.check: run.outcome for run in checked(release, v0_9_0=release).runs}

    assert runs == {
        "release files": "failed",
        "release tables": "not-run",
        "metadata of the release": "not-run",
        "ids of earlier releases": "not-run",
    }


# ids of earlier releases


def without_first(folder: Path, table: str) -> str:
    """Remove the first row of a table; returns its id."""
    path = folder / f"{table}.parquet"
    rows = pq.read_table(path)
    pq.write_table(rows.slice(1), path)
    return str(rows[0][0])


def test_an_id_that_vanished_without_tombstone_is_found(release: Path) -> None:
    later = Path(shutil.copytree(release, release.with_name("1.1.0")))
    gone = without_first(later, "meetings")
    seal(later, "1.1.0", previous=release)

    (finding,) = checked(later, v1_0_0=release).findings

    assert (finding.code, finding.record, finding.place.table) == ("REL007", gone, "meetings")
    assert "published in 1.0.0" in finding.message


def test_a_tombstone_answers_for_an_id(release: Path) -> None:
    later = Path(shutil.copytree(release, release.with_name("1.1.0")))
    gone = without_first(later, "meetings")
    retired = pq.read_table(later / "retired.parquet")
    stone = {"retired_id": gone, "record_table": "meetings", "reason": "error", "note": "x"}
    rows = pa.Table.from_pylist([*retired.to_pylist(), stone], schema=retired.schema)
    pq.write_table(rows, later / "retired.parquet")
    seal(later, "1.1.0", previous=release)

    report = checked(later, v1_0_0=release, v2_0_0=release)

    assert report.findings == []
    assert {run.outcome for run in report.runs} == {"passed"}


def test_without_the_release_before_it_ids_are_not_called_checked(release: Path) -> None:
    later = Path(shutil.copytree(release, release.with_name("1.1.0")))
    seal(later, "1.1.0", previous=release)

    (run,) = checked(later).not_run

    assert (run.check, run.reason) == ("ids of earlier releases", "1.0.0 is not beside it")


def test_an_earlier_release_that_cannot_be_read_is_told(release: Path) -> None:
    later = Path(shutil.copytree(release, release.with_name("1.1.0")))
    seal(later, "1.1.0", previous=release)
    (release / "meetings.parquet").write_bytes(b"broken")

    (run,) = checked(later, v1_0_0=release).not_run

    assert run.check == "ids of earlier releases"
