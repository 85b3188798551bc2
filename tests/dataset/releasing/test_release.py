"""A release from end to end: cut, refused, killed, compared with the next, withdrawn from, rebuilt."""

from __future__ import annotations

import fcntl
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dataset.building.parquet import publish
from dataset.project import Project
from dataset.releasing import manifest
from dataset.releasing.rebuild import differences
from dataset.releasing.verify import verify
from dataset.releasing.versions import released

ROOT = Path(__file__).resolve().parents[3]
DAY = "2026-11-22"
STATEMENT = "iran-daily-expel-us-zfp"
ARTICLE = "dataset/records/articles/iran-daily-expel-us.yaml"
NOTE = "docs/changes/+first-release.added.md"
SEED = 20261122


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder; git has a name there, and the user's own settings do not count."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "GIT_CONFIG_GLOBAL": os.devnull,
        **{
            f"GIT_{who}_{what}": "somebody"
            for who in ("AUTHOR", "COMMITTER")
            for what in ("NAME", "EMAIL")
        },
    }
    return subprocess.run(
        command,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=900,
    )


def dataset(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run(folder, sys.executable, "-m", "dataset", *arguments)


def commit(folder: Path, why: str) -> None:
    for command in (["git", "add", "--all"], ["git", "commit", "--quiet", "--message", why]):
        done = run(folder, *command)
        assert done.returncode == 0, done.stderr


def state(root: Path) -> dict[str, bytes]:
    """Everything that a release may touch; hidden work under way does not count."""
    files = [root / "CHANGELOG.md", root / "CITATION.cff", *(root / "docs/changes").glob("*")]
    releases = root / "dataset/releases"
    files += [
        p for p in releases.rglob("*") if not p.relative_to(releases).parts[0].startswith(".")
    ]
    return {str(p.relative_to(root)): p.read_bytes() for p in sorted(files) if p.is_file()}


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository that has all that a release needs, before its first one; nobody changes it."""
    root = tmp_path_factory.mktemp("before") / "repository"
    for name in ("records", "sources"):
        shutil.copytree(ROOT / "dataset" / name, root / "dataset" / name)
    for name in ("pyproject.toml", "requirements.txt", "LICENSE", "LICENSE-DATA", ".gitignore"):
        shutil.copy(ROOT / name, root / name)
    shutil.copy(ROOT / "dataset" / "metadata.yaml", root / "dataset")
    (root / "docs/changes").mkdir(parents=True)
    (root / NOTE).write_text("Everything.\n", "utf-8")
    (root / "CHANGELOG.md").write_text("# Changelog\n\n<!-- releases -->\n", "utf-8")
    assert run(root, "git", "init", "--quiet").returncode == 0
    commit(root, "Begin")
    return root


@pytest.fixture(scope="module")
def after(before: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same repository with its first release, committed; nobody changes it."""
    root = Path(shutil.copytree(before, tmp_path_factory.mktemp("after") / "repository"))
    done = dataset(root, "release", "1.0.0", "--date", DAY)
    assert done.returncode == 0, done.stderr
    commit(root, "Release 1.0.0")
    return root


@pytest.fixture
def repository(after: Path, tmp_path: Path) -> Path:
    """The repository with its first release, to work on."""
    return Path(shutil.copytree(after, tmp_path / "repository"))


def test_a_release_is_whole_proved_and_told(after: Path) -> None:
    folder = after / "dataset/releases/1.0.0"
    report = verify(folder, lambda _: None)

    assert (report.findings, report.not_run) == ([], [])
    assert {
        "manifest.json",
        "SHA256SUMS",
        "datapackage.json",
        "croissant.json",
        "datacite.json",
    } <= {path.name for path in folder.iterdir()}
    said = manifest.read(folder)
    assert (said.version, said.date, said.previous) == ("1.0.0", DAY, None)
    assert set(said.git.inputs) >= {"dataset/records", "dataset/sources", "requirements.txt"}
    assert run(folder, "sha256sum", "--check", "--quiet", "SHA256SUMS").returncode == 0
    assert f"<!-- releases -->\n\n## 1.0.0 - {DAY}\n" in (after / "CHANGELOG.md").read_text("utf-8")
    assert "- Everything." in (folder / "CHANGES.md").read_text("utf-8")
    assert not (after / NOTE).exists()
    assert "version: 1.0.0" in (after / "CITATION.cff").read_text("utf-8")
    assert [p.suffix for p in (after / "dist").iterdir()] == [".whl"]
    evaluation = json.loads((folder / "evaluation.json").read_text("utf-8"))
    assert evaluation["articles"] == len(list((after / "dataset/sources").glob("*.txt")))
    sheet = (folder / "DATASHEET.md").read_text("utf-8")
    assert f"The engine {evaluation['engine']} read the" in sheet
    validation = json.loads((folder / "validation.json").read_text("utf-8"))
    assert (validation["summary"]["errors"], validation["summary"]["checks_not_run"]) == (0, 0)


def test_no_article_text_is_in_a_release(after: Path) -> None:
    source = next((after / "dataset/sources").glob("002_*")).read_text("utf-8")
    long = max(re.split(r"\n+", source), key=len)
    for path in manifest.files_in(after / "dataset/releases/1.0.0").values():
        if path.suffix != ".parquet":
            assert long not in path.read_text("utf-8"), path


def test_the_same_commit_and_day_give_the_same_bytes(
    before: Path, after: Path, tmp_path: Path
) -> None:
    root = Path(shutil.copytree(before, tmp_path / "elsewhere"))

    assert dataset(root, "release", "1.0.0", "--date", DAY).returncode == 0

    assert state(root) == state(after)


def test_a_dry_run_shows_everything_and_leaves_nothing(before: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(before, tmp_path / "repository"))
    old = state(root)

    done = dataset(root, "release", "1.0.0", "--date", DAY, "--dry-run")

    assert done.returncode == 0, done.stderr
    assert "- Everything." in done.stdout
    assert "manifest.json\t" in done.stdout
    assert "was not released" in done.stderr
    assert state(root) == old
    assert run(root, "git", "status", "--porcelain").stdout == ""


def test_all_that_forbids_a_release_is_told_at_once(repository: Path) -> None:
    (repository / "docs/changes/more.txt").write_text("x", "utf-8")
    (repository / "docs/changes/+empty.fixed.md").write_text("\n", "utf-8")
    metadata = repository / "dataset/metadata.yaml"
    metadata.write_text(metadata.read_text("utf-8").replace("title:", "titel:", 1), "utf-8")
    old = state(repository)

    done = dataset(repository, "release", "1.0.0", "--date", DAY)

    codes = re.findall(r" (REL\d{3}) ", done.stderr)
    assert done.returncode == 1
    assert set(codes) == {"REL010", "REL011", "REL012", "REL103"}
    assert codes.count("REL012") == 2
    assert state(repository) == old


@pytest.mark.parametrize(
    "arguments, message",
    [
        (["1.0"], "give a version and its day"),
        (["1.0", "--date", DAY], "is no version"),
        (["0.9.0", "--date", "22.11.2026"], "Invalid value for '--date'"),
    ],
)
def test_what_is_no_version_or_day_is_refused(
    repository: Path, arguments: list[str], message: str
) -> None:
    done = dataset(repository, "release", *arguments)

    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_invalid_records_are_never_released(repository: Path) -> None:
    path = repository / ARTICLE
    path.write_text(path.read_text("utf-8").replace("2020-07-22", "2020-07-32", 1), "utf-8")
    commit(repository, "Break a date")

    done = dataset(repository, "release", "1.1.0", "--date", DAY)

    assert (done.returncode, "REC005" in done.stderr) == (1, True)
    assert list(map(str, released(Project(repository)))) == ["1.0.0"]


def without_statement(text: str) -> str:
    start = text.index(f"  - id: {STATEMENT}\n")
    end = text.index("\n  - id: ", start) + 1
    return text[:start] + text[end:]


def test_a_record_that_vanished_and_a_version_too_small_are_refused(repository: Path) -> None:
    path = repository / ARTICLE
    path.write_text(without_statement(path.read_text("utf-8")), "utf-8")
    commit(repository, "Delete a statement")

    done = dataset(repository, "release", "1.0.1", "--date", DAY)

    assert done.returncode == 1
    assert f"REL007 a published record would vanish without a tombstone ({STATEMENT}" in done.stderr
    assert "1.0.1 REL008 1.0.1 is below the smallest version that may follow 1.0.0" in done.stderr
    compared = dataset(repository, "diff")
    assert (compared.returncode, f"! {STATEMENT}" in compared.stdout) == (1, True)


def test_a_withdrawn_record_leaves_a_tombstone_through_to_the_next_release(
    repository: Path,
) -> None:
    retired = dataset(repository, "retire", STATEMENT, "--reason", "error", "--note", "For a test.")
    assert retired.returncode == 0, retired.stderr
    commit(repository, "Withdraw a statement")

    small = dataset(repository, "release", "1.0.1", "--date", DAY)
    assert (
        small.returncode,
        "release 1.1.0 or higher: " in small.stderr,
        "a record was withdrawn: 1 in statements" in small.stderr,
    ) == (1, True, True)
    done = dataset(repository, "release", "1.1.0", "--date", "2026-12-01")
    assert done.returncode == 0, done.stderr

    folder = repository / "dataset/releases/1.1.0"
    changes = json.loads((folder / "changes.json").read_text("utf-8"))
    rows = {row["change"]: row for row in changes["rows"] if row["table"] == "statements"}
    assert rows["withdrawn"]["key"] == {"statement_id": STATEMENT}
    assert (changes["bump"], changes["smallest_version"]) == ("minor", "1.1.0")
    checked = dataset(repository, "verify", "1.1.0")
    assert (checked.returncode, checked.stdout[:11]) == (0, "no findings")
    previous = manifest.read(folder).previous
    assert previous is not None
    assert previous.version == "1.0.0"
    log = (repository / "CHANGELOG.md").read_text("utf-8")
    assert log.index("## 1.1.0 - 2026-12-01") < log.index(f"## 1.0.0 - {DAY}")

    commit(repository, "Release 1.1.0")
    shallow = repository.with_name("shallow")
    assert (
        run(
            repository, "git", "clone", "-q", "--depth", "1", f"file://{repository}", str(shallow)
        ).returncode
        == 0
    )
    told = dataset(shallow, "verify", "1.0.0", "--rebuild")
    assert (told.returncode, "git fetch --unshallow" in told.stdout) == (2, True)


def test_what_was_never_published_needs_no_tombstone(
    repository: Path, before: Path, tmp_path: Path
) -> None:
    root = Path(shutil.copytree(before, tmp_path / "unreleased"))

    for folder, name in ((root, STATEMENT), (repository, "nobody-at-all")):
        done = dataset(folder, "retire", name, "--reason", "error", "--note", "x")
        assert (done.returncode, "is in no release" in done.stderr) == (2, True)
    for option, value, message in (
        ("--reason", "whim", "no such reason"),
        ("--note", " ", "say in words"),
    ):
        arguments = {"--reason": "error", "--note": "x", option: value}
        flat = [part for pair in arguments.items() for part in pair]
        done = dataset(repository, "retire", STATEMENT, *flat)
        assert (done.returncode, message in done.stderr) == (2, True)


def test_two_at_once_one_is_told(repository: Path) -> None:
    with (repository / "dataset/releases/.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        done = dataset(repository, "release", "1.1.0", "--date", DAY)

    assert done.returncode == 2
    assert "another release is being made" in done.stderr


# killed

KILLED = """
import os, random, shutil, signal, sys
from pathlib import Path
import datetime as dt
from dataset.project import Project
from dataset.releasing import publish
from dataset.releasing.prepare import Prepared
from dataset.releasing.versions import Version
from validation.findings import Report

repository, staged, work, log = map(Path, sys.argv[1:5])
source = random.Random(int(sys.argv[5]))
TRACED = ("releasing/publish.py", "releasing/changelog.py", "dataset/files.py")

def attempt(root, at):
    count = 0
    def tracer(frame, event, _):
        nonlocal count
        if not frame.f_code.co_filename.endswith(TRACED):
            return None
        count += 1
        if count == at:
            os.kill(os.getpid(), signal.SIGKILL)
        return tracer
    folder = root / "dataset/releases/.1.0.0.new"
    prepared = Prepared(Version(1, 0, 0), dt.date(2026, 11, 22), folder, Report())
    sys.settrace(tracer)
    publish.publish(Project(root), prepared)
    sys.settrace(None)
    return count

def fresh(name):
    root = shutil.copytree(repository, work / name)
    shutil.copytree(staged, root / "dataset/releases/.1.0.0.new")
    return root

def forked(root, at):
    # Nothing is attempted in the parent: a child of a process with threads may wait for ever.
    child = os.fork()
    if child == 0:
        signal.alarm(300)
        (work / "total").write_text(str(attempt(root, at)))
        os._exit(7)
    return os.waitpid(child, 0)[1]

forked(fresh("whole"), 0)
total = int((work / "total").read_text())
points = sorted(source.sample(range(1, total + 1), min(total, 50)))
for point in points:
    status = forked(fresh(str(point)), point)
    with log.open("a") as stream:
        stream.write(f"{point} {os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0}\\n")
"""


def test_killed_at_fifty_points_of_publication_there_is_the_old_state_or_the_new(
    before: Path, after: Path, tmp_path: Path
) -> None:
    script = tmp_path / "killed.py"
    script.write_text(KILLED, "utf-8")
    log, work = tmp_path / "log", tmp_path / "work"
    work.mkdir()
    staged = after / "dataset/releases/1.0.0"
    done = run(
        ROOT, sys.executable, str(script), str(before), str(staged), str(work), str(log), str(SEED)
    )
    assert done.returncode == 0, done.stderr
    attempts = [line.split() for line in log.read_text().splitlines()]
    assert [signal_ for _, signal_ in attempts] == [str(int(signal.SIGKILL))] * 50

    old, new = state(before), state(after)
    seen = {"old": 0, "new": 0}
    for point, _ in attempts:
        root = work / point
        now = state(root)
        if now == old:
            seen["old"] += 1
            continue
        published = {
            name: data for name, data in now.items() if name.startswith("dataset/releases")
        }
        assert published == {n: d for n, d in new.items() if n.startswith("dataset/releases")}, (
            point
        )
        seen["new"] += 1
    assert all(seen.values()), seen
    half = next(p for p, _ in attempts if old != state(work / p) != new)
    finished = dataset(work / half, "release", "--finish")
    assert (finished.returncode, state(work / half)) == (0, new)
    assert dataset(work / half, "release", "--finish").stderr == "nothing to finish\n"


def test_killed_while_preparing_nothing_stays_and_the_next_release_goes_through(
    before: Path, after: Path, tmp_path: Path
) -> None:
    root = Path(shutil.copytree(before, tmp_path / "repository"))
    source = random.Random(SEED)  # noqa: S311 # moments, not secrets
    for _ in range(3):
        process = subprocess.Popen(
            [sys.executable, "-m", "dataset", "release", "1.0.0", "--date", DAY],
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(source.uniform(0.5, 3))
        process.kill()
        process.wait()
        assert state(root) == state(before)

    assert dataset(root, "release", "1.0.0", "--date", DAY).returncode == 0
    assert state(root) == state(after)
    assert [p.name for p in (root / "dataset/releases").iterdir() if p.is_dir()] == ["1.0.0"]


# compared and rebuilt


def test_diff_takes_versions_folders_and_records(repository: Path) -> None:
    same = dataset(repository, "diff", "1.0.0", "records", "--exit-code")
    assert (same.returncode, same.stdout.splitlines()[0]) == (
        0,
        "1.0.0 → the working records: no row differs",
    )
    path = repository / ARTICLE
    path.write_text(
        path.read_text("utf-8").replace("speech_act: thank", "speech_act: support", 1), "utf-8"
    )

    changed = dataset(repository, "diff", "latest", "--format", "json", "--exit-code")

    document = json.loads(changed.stdout)
    assert (changed.returncode, document["bump"], document["smallest_version"]) == (
        1,
        "patch",
        "1.0.1",
    )
    folders = dataset(repository.parent, "diff", *[str(repository / "dataset/releases/1.0.0")] * 2)
    assert folders.returncode == 0, folders.stderr
    nothing = dataset(repository, "diff", "9.9.9")
    assert (nothing.returncode, "releases: 1.0.0" in nothing.stderr) == (2, True)
    path.write_text("statements: [", "utf-8")
    broken = dataset(repository, "diff", "--format", "markdown")
    assert (broken.returncode, broken.stdout, "SYN001" in broken.stderr) == (1, "", True)


def test_verify_takes_a_folder_anywhere_and_names_what_is_damaged(
    repository: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(repository / "dataset/releases/1.0.0", tmp_path / "alone/1.0.0"))
    assert dataset(folder.parent, "verify", str(folder)).returncode == 0
    (folder / "DATASHEET.md").write_text("Better words.\n", "utf-8")

    done = dataset(folder.parent, "verify", str(folder), "--format", "json")

    (finding,) = json.loads(done.stdout)["findings"]
    assert (done.returncode, finding["code"]) == (1, "REL002")
    assert finding["place"]["file"].endswith("DATASHEET.md")
    lost = dataset(folder.parent, "verify", "1.0.0")
    assert (lost.returncode, "no dataset in" in lost.stderr) == (2, True)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone of the project itself as it is now, with a release."""
    root = tmp_path_factory.mktemp("whole") / "project"
    assert run(ROOT, "git", "clone", "--quiet", "--shared", ".", str(root)).returncode == 0
    listed = run(ROOT, "git", "ls-files", "--modified", "--others", "--exclude-standard").stdout
    for name in listed.splitlines():
        if (ROOT / name).is_file():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, root / name)
        else:
            (root / name).unlink(missing_ok=True)
    if run(root, "git", "status", "--porcelain").stdout:
        commit(root, "What is not committed yet")
    done = dataset(root, "release", "999.0.0", "--date", DAY)
    assert done.returncode == 0, done.stderr
    commit(root, "Release 999.0.0")
    return root


def test_the_rebuild_proof_finds_the_commit_and_its_packages(whole: Path) -> None:
    done = dataset(whole, "verify", "999.0.0", "--rebuild")

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("no findings")


def test_a_release_without_an_evaluation_is_proved_all_the_same(
    before: Path, tmp_path: Path
) -> None:
    """As 1.0.0, which was made before there was one."""
    root = Path(shutil.copytree(before, tmp_path / "repository"))
    code = (
        "import datetime as dt; from pathlib import Path; from dataset.project import Project\n"
        "from dataset.releasing import publish, versions\n"
        "project = Project(Path.cwd())\n"
        "day, version = dt.date(2026, 11, 22), versions.parse('1.0.0')\n"
        "with publish.prepared_release(project, version, day, lambda _: None) as prepared:\n"
        "    publish.publish(project, prepared)\n"
    )
    assert run(root, sys.executable, "-c", code).returncode == 0
    commit(root, "Release 1.0.0")
    folder = root / "dataset/releases/1.0.0"

    assert not (folder / "evaluation.json").exists()
    assert "No evaluation of an extractor" in (folder / "DATASHEET.md").read_text("utf-8")
    assert dataset(root, "verify", "1.0.0").returncode == 0
    built = Path(shutil.copytree(folder, tmp_path / "built"))
    for path in (p for p in built.iterdir() if p.suffix != ".parquet"):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert differences(folder, built, manifest.read(folder)) == []


def test_the_evaluation_of_a_release_is_what_the_command_finds_in_it(
    after: Path, tmp_path: Path
) -> None:
    folder, out = after / "dataset/releases/1.0.0", tmp_path / "evaluation.json"

    done = dataset(after, "evaluate", "--data", str(folder), "--out", str(out))

    assert done.returncode == 0, done.stderr
    assert out.read_bytes() == (folder / "evaluation.json").read_bytes()


def test_a_rebuild_that_differs_is_named_table_by_table(after: Path, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    folder = after / "dataset/releases/1.0.0"
    tables = {path.stem: pq.read_table(path) for path in folder.glob("*.parquet")}
    tables["meetings"] = tables["meetings"].slice(1)
    del tables["names"]
    tables["more"] = tables["retired"]
    built = tmp_path / "built"
    publish(tables, built)
    pq.write_table(tables["officials"], built / "officials.parquet", compression="gzip")
    evaluation = (folder / "evaluation.json").read_bytes()
    (tmp_path / "evaluation.json").write_bytes(evaluation.replace(b"1.0", b"0.9", 1))
    folder = Path(shutil.copytree(folder, tmp_path / "damaged" / "1.0.0"))
    (folder / "tenures.parquet").unlink()

    found = differences(folder, built, manifest.read(folder))

    assert [(f.code, Path(f.place.file).name, f.message[:30]) for f in found] == [
        ("REL009", "evaluation.json", "evaluated anew, the extractor "),
        ("REL009", "meetings.parquet", "rebuilt, the table has another"),
        ("REL009", "names.parquet", "the rebuild has no such table"),
        ("REL009", "officials.parquet", "rebuilt by the same Parquet wr"),
        ("REL009", "1.0.0", "the rebuild has a table more, "),
    ]
