"""Nasty files, each through the real command line: the exact finding, no traceback, nothing written."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dataset import cli
from dataset.project import Project

ROOT = Path(__file__).resolve().parent.parent
CORPUS = Path(__file__).parent / "corpus"
REFERENCES = "dataset/records/references.yaml"
ARTICLE = "dataset/records/articles/lund-in-town.yaml"
SOURCE = "dataset/sources/town.txt"
SOUND = "- id: page-one\n  url: https://example.org/one\n  title: A page\n  accessed: 2026-11-22\n"
TABLE = {
    name: set(codes.split())
    for name, codes in re.findall(
        r"^\| `(\S+)` \|.*\| ([A-Z0-9 ]*)\|$",
        (CORPUS / "README.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
}
# What no editor shows as it is; the codes are those of the file as it stands.
BYTES: dict[str, tuple[bytes, set[str]]] = {
    "byte order mark": (b"\xef\xbb\xbf" + SOUND.encode(), {"SYN007"}),
    "windows line ends": (SOUND.replace("\n", "\r\n").encode(), {"SYN007"}),
    "lone carriage returns": (SOUND.replace("\n", "\r").encode(), {"SYN005"}),
    "line separators": (SOUND.replace("\n", "\u2028").encode(), {"SYN005", "SYN001"}),
    "UTF-16": (SOUND.encode("utf-16"), {"SYN006"}),
    "UTF-16 without a mark": (SOUND.encode("utf-16-le"), {"SYN006"}),
    "UTF-32": (SOUND.encode("utf-32"), {"SYN006"}),
    "latin 1": (SOUND.replace("A page", "Café").encode("latin-1"), {"SYN006"}),
    "a surrogate in UTF-8": (SOUND.encode().replace(b"A page", b"\xed\xa0\x80"), {"SYN006"}),
    "an overlong slash": (SOUND.encode().replace(b"A page", b"\xc0\xaf"), {"SYN006"}),
    "cut off inside a character": (SOUND.encode() + b"# \xe2\x80", {"SYN006"}),
    "NUL": (SOUND.replace("A page", "A\0page").encode(), {"SYN006"}),
    "escape sequence": (SOUND.replace("A page", "A\x1b]0;owned\x07").encode(), {"SYN005"}),
    "bidirectional override": (SOUND.replace("A page", "A\u202epage").encode(), {"SYN005"}),
    "isolate in a comment": (f"# \u2066\n{SOUND}".encode(), {"SYN005"}),
    "zero-width space in an id": (SOUND.replace("page-", "page\u200b-").encode(), {"SYN005"}),
    "zero-width space in a key": (SOUND.replace("title", "ti\u200btle").encode(), {"SYN005"}),
    "brackets without end": (b"[" * 1_000_000, {"SYN008"}),
    "a key of a million letters": (b"a" * 1_000_000 + b": b\n", {"SYN001"}),
    "more bytes than allowed": (b"# padding\n" * 2_100_000, {"SYN008"}),
    "a program": (Path(sys.executable).read_bytes()[:100_000], {"SYN006"}),
}
SOURCE_FILES = ["../records/references.yaml", "/etc/passwd", "..", "town.txt/", "a\\b", "~", "a b"]
HOSTILE_NAMES = [
    b"new\nline.yaml",
    b"escape\x1b[2J.yaml",
    b"bidi\xe2\x80\xae.yaml",
    b"broken\xff.yaml",
    b"-rf.yaml",
    b" .yaml",
    b"$(touch owned).yaml",
    b"'; DROP TABLE officials; --.yaml",
]


@pytest.fixture
def sound(tmp_path: Path) -> Project:
    """A copy of the sound project."""
    shutil.copytree(CORPUS / "sound", tmp_path / "p")
    return Project(tmp_path / "p")


@pytest.fixture(autouse=True)
def _keep_sigpipe() -> Iterator[None]:
    before = signal.getsignal(signal.SIGPIPE)
    yield
    signal.signal(signal.SIGPIPE, before)


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of a command as `main` ends it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["dataset", *map(str, arguments)])
        patch.delenv("DATASET_DEBUG", raising=False)
        with pytest.raises(SystemExit) as ended:
            cli.main()
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    assert "internal error" not in err
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", out + err)
    return int(ended.value.code or 0), out, err


def everything(root: Path) -> dict[Path, tuple[int, int, int]]:
    """Every path below a folder, with what would change if somebody wrote there."""
    status = {path: path.lstat() for path in root.rglob("*")}
    return {path: (s.st_mode, s.st_size, s.st_mtime_ns) for path, s in status.items()}


def codes_of(
    project: Project, capsys: pytest.CaptureFixture[str], *, fails: bool = True
) -> set[str]:
    """Codes that `validate` finds; every command is tried, and none writes anything."""
    before = everything(project.root)
    code, out, _ = run(
        capsys, "validate", "--records-only", "--format", "json", "--root", project.root
    )
    found = {finding["code"] for finding in json.loads(out)["findings"]}
    assert code == int(fails)
    as_text = run(capsys, "validate", "--records-only", "--root", project.root)
    assert as_text[0] == code
    assert run(capsys, "fmt", "--check", "--root", project.root)[0] in (0, 1)
    if fails and found != {"SYN007"}:
        assert run(capsys, "build", "--root", project.root)[:2] == (1, "")
    assert everything(project.root) == before
    return found


def put(project: Project, name: str, content: bytes) -> None:
    (project.root / name).write_bytes(content)


def replace(project: Project, name: str, old: str, new: str) -> None:
    text = (project.root / name).read_text(encoding="utf-8")
    assert text.count(old) == 1
    put(project, name, text.replace(old, new).encode("utf-8", "surrogatepass"))


# record files


def test_the_sound_project_is_sound(sound: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert codes_of(sound, capsys, fails=False) == set()


def test_the_table_tells_every_file_of_the_corpus() -> None:
    assert sorted(TABLE) == sorted(path.name for path in (CORPUS / "records").iterdir())


@pytest.mark.parametrize("name", sorted(TABLE))
def test_a_nasty_file(name: str, sound: Project, capsys: pytest.CaptureFixture[str]) -> None:
    put(sound, REFERENCES, (CORPUS / "records" / name).read_bytes())
    expected = TABLE[name]
    assert codes_of(sound, capsys, fails=bool(expected)) == expected


@pytest.mark.parametrize("name", BYTES)
def test_nasty_bytes(name: str, sound: Project, capsys: pytest.CaptureFixture[str]) -> None:
    content, expected = BYTES[name]
    put(sound, REFERENCES, content)
    assert codes_of(sound, capsys) == expected


def test_a_file_of_a_hundred_megabytes_is_not_read(
    sound: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    with (sound.root / REFERENCES).open("r+b") as stream:
        stream.truncate(100_000_000)
    assert codes_of(sound, capsys) == {"SYN008"}


# places


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_socket(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # the address of a socket is short
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


def a_device(path: Path) -> None:
    try:
        os.mknod(path, 0o600 | 0o020000, os.makedev(1, 5))  # /dev/zero never ends
    except PermissionError:
        pytest.skip("only root makes devices")


def a_folder(path: Path) -> None:
    path.mkdir()


def a_link_out(path: Path) -> None:
    path.symlink_to("/etc/passwd")


def a_link_to_itself(path: Path) -> None:
    path.symlink_to(path.name)


PLACES = [a_pipe, a_socket, a_device, a_folder, a_link_out, a_link_to_itself]


@pytest.mark.parametrize("make", PLACES)
@pytest.mark.parametrize(
    "name, expected",
    [
        (REFERENCES, {"SYN010"}),
        ("dataset/records/articles/another.yaml", {"SYN010"}),
        ("dataset/records/notes.txt", {"SYN010"}),
        (SOURCE, {"QUO006"}),
    ],
)
def test_something_else_in_the_place_of_a_file(
    make: Callable[[Path], None],
    name: str,
    expected: set[str],
    sound: Project,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (sound.root / name).unlink(missing_ok=True)
    make(sound.root / name)
    if make is a_folder and name == REFERENCES:
        expected = {"SYN010"}
    assert codes_of(sound, capsys) == expected


@pytest.mark.parametrize("make", PLACES)
def test_something_else_in_the_place_of_the_allowlist(
    make: Callable[[Path], None], sound: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    make(sound.allowlist)
    code, out, err = run(capsys, "validate", "--records-only", "--root", sound.root)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "dataset/allowlist.yaml" in err


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_hostile_file_names(
    name: bytes, sound: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = os.fsencode(sound.records / "articles")
    with open(os.path.join(folder, name), "wb") as stream:  # noqa: PTH118, PTH123, bytes
        stream.write(b"id: x\n")
    assert codes_of(sound, capsys) == {"SYN010"}


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_hostile_names_of_sources(
    name: bytes, sound: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    with open(os.path.join(os.fsencode(sound.sources), name), "wb"):  # noqa: PTH118, PTH123
        pass
    assert codes_of(sound, capsys, fails=False) == {"QUO014"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
@pytest.mark.parametrize("name", [REFERENCES, SOURCE])
def test_a_file_that_may_not_be_read(
    name: str, sound: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    (sound.root / name).chmod(0)
    code, out, err = run(capsys, "validate", "--records-only", "--root", sound.root)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert name in err


# values of an article


@pytest.mark.parametrize("name", SOURCE_FILES)
def test_a_source_that_leads_elsewhere(
    name: str, sound: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    replace(sound, ARTICLE, "source_file: town.txt", f"source_file: {json.dumps(name)}")
    assert codes_of(sound, capsys) - {"SYN007"} == {"REC006"}


@pytest.mark.parametrize(
    "old, new, expected",
    [
        ("source_chars: 72", f"source_chars: {'9' * 5000}", "REC003"),
        ("source_chars: 72", "source_chars: .inf", "REC003"),
        ("source_chars: 72", "source_chars: 1e9", "REC003"),
        ("source_chars: 72", "source_chars: -1", "REC003"),
        ("published: 2020-07-22", "published: 0000-01-01", "REC005"),
        ("published: 2020-07-22", "published: 10000-01-01", "REC005"),
        ("published: 2020-07-22", "published: 2020-07-22T99:99", "REC005"),
        ("content: neighbours to join hands", "content: Neighbours to join hands", "QUO001"),
        ("content: neighbours to join hands", f"content: {'neighbours ' * 900}", "QUO001"),
    ],
)
def test_a_hostile_value(
    old: str, new: str, expected: str, sound: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    replace(sound, ARTICLE, old, new)
    assert codes_of(sound, capsys) - {"SYN007"} == {expected}


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"\0" * 1000, "Lund\u202e".encode(), b"\xef\xbb\xbf"]
)
def test_a_source_that_is_another(
    content: bytes, sound: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    put(sound, SOURCE, content)
    assert codes_of(sound, capsys) == {"QUO003"}


def test_a_source_that_is_no_text(sound: Project, capsys: pytest.CaptureFixture[str]) -> None:
    content = (sound.root / SOURCE).read_bytes()
    broken = content + b"\xff"
    put(sound, SOURCE, broken)
    old, new = (hashlib.sha256(data).hexdigest() for data in (content, broken))
    replace(sound, ARTICLE, old, new)
    assert codes_of(sound, capsys) == {"QUO006"}


# tables


def test_no_query_waits_for_a_pipe_or_reads_what_is_no_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number, make in enumerate((a_pipe, a_socket, a_device, a_folder, a_link_to_itself)):
        folder = tmp_path / str(number)
        folder.mkdir()
        make(folder / "officials.parquet")
        before = everything(folder)
        code, out, err = run(capsys, "query", "SELECT 1", "--data", folder)
        assert (code, out, err.count("\n")) == (2, "", 1)
        assert "officials.parquet cannot be read" in err or "no tables" in err
        assert everything(folder) == before


def test_broken_tables_are_one_finding_each(built: Path, tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    shutil.copytree(built, folder)

    def broken(name: str) -> Path:
        path = folder / f"{name}.parquet"
        path.unlink()
        return path

    whole = (folder / "names.parquet").read_bytes()
    broken("names").write_bytes(whole[: len(whole) // 2])
    broken("tenures").write_bytes(b"")
    broken("meetings").write_text("id,title\n1,a\n")
    a_pipe(broken("retired"))
    officials = pq.read_table(folder / "officials.parquet")
    born = pa.array([float("nan")] * officials.num_rows)
    foreign = officials.set_column(officials.schema.get_field_index("born"), "born", born)
    pq.write_table(foreign, broken("officials"))
    sql = 'x"; DROP TABLE officials; --'
    references = pq.read_table(folder / "references.parquet")
    empty = pa.nulls(references.num_rows, pa.string())
    pq.write_table(references.append_column(sql, empty), broken("references"))
    before = everything(folder)

    done = subprocess.run(
        [sys.executable, "-m", "dataset", "validate", str(folder), "--format", "json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    found = {(f["code"], f["place"].get("table")) for f in json.loads(done.stdout)["findings"]}
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert found == {
        ("TAB012", "names"),
        ("TAB012", "tenures"),
        ("TAB012", "meetings"),
        ("TAB001", "retired"),
        ("TAB003", "officials"),
        ("TAB013", "references"),
    }
    assert everything(folder) == before
