"""`dataset extract FOLDER --into FOLDER`: the same bytes whatever happens on the way."""

from __future__ import annotations

import hashlib
import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from dataset.cli import app
from dataset.cli.output import json_line
from scripts.shards import Job, extract_shards
from scripts.shards.journal import JOURNAL, LOCK, journal
from scripts.shards.pool import Task
from scripts.standoff import engines
from scripts.standoff.articles import Article
from validation.findings import Unusable

PATIENCE = 120
Start = Callable[..., "subprocess.Popen[str]"]


ROOT = Path(__file__).resolve().parents[3]

ENGINE = """
import os, signal, time

def extract(article_id, text, published):
    if "gate" in text:
        for _ in range(12_000):
            if os.path.exists(os.environ["GATE"]):
                break
            with open(os.environ["GATE"] + f".{os.getpid()}", "w"):
                pass
            time.sleep(0.01)
    if "crash" in text:
        os.kill(os.getpid(), signal.SIGKILL)
    while "endless" in text:
        pass
    if "once" in text and not os.path.exists(os.environ["GATE"]):
        open(os.environ["GATE"], "w").close()
        os.kill(os.getpid(), signal.SIGKILL)
    statement = {
        "speaker": None, "speaker_name": None, "cue": None, "content": [(0, len(text))],
        "mode": "indirect", "confidence": 1, "tier": "high",
    }
    return {"article_id": article_id, "statements": [statement], "officials": [], "meetings": []}
"""


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the engine `obedient`."""
    home = tmp_path_factory.mktemp("obedient")
    (home / "obedient.py").write_text(ENGINE, encoding="utf-8")
    facts = home / "obedient-1.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: obedient\nVersion: 1\n")
    group = "iran_iraq_security_dialogue.extractors"
    (facts / "entry_points.txt").write_text(f"[{group}]\nobedient = obedient:extract\n")
    return home


@pytest.fixture(scope="session")
def start(engine: Path) -> Start:
    """A function that starts `dataset extract` with that engine, outside of any checkout."""

    def run(*arguments: str | Path, gate: Path, **more: Any) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "dataset", "extract", "--engine", "obedient"]
        path = os.pathsep.join(map(str, (ROOT, engine)))
        environment = {**os.environ, "PYTHONPATH": path, "GATE": str(gate)}
        if "preexec_fn" in more:  # where no file may grow, coverage could not write its own
            environment = {k: v for k, v in environment.items() if not k.startswith("COV")}
        return subprocess.Popen(
            [*command, *map(str, arguments)],
            cwd=gate.parent,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            **more,
        )

    return run


def write_shard(path: Path, texts: Sequence[str]) -> None:
    """A shard of JSON Lines; the articles are numbered."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [{"article_id": f"{path.stem}-{n}", "text": text} for n, text in enumerate(texts)]
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")


def files_of(folder: Path) -> Mapping[str, bytes]:
    """All files in a folder, hidden ones included, by their path."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def finished(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Exit code and messages of a process; data go into files."""
    out, err = process.communicate(timeout=PATIENCE)
    assert out == ""
    return process.returncode, err


def wait_for(what: Callable[[], object]) -> None:
    """Wait until something is true."""
    end = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that ended, but was not asked for its exit code, does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(") ")[2][0]
    except OSError:
        return False
    return state not in "ZX"


@pytest.fixture(scope="module")
def shards(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four shards, one in a folder of its own and one empty; before the gate the third waits in its middle."""
    folder = tmp_path_factory.mktemp("gated") / "shards"
    write_shard(folder / "2020/one.jsonl", [f"article {n}" for n in range(70)])
    write_shard(folder / "three.jsonl", [*["article"] * 130, "gate", *["article"] * 40])
    write_shard(folder / "two.jsonl", ["article"])
    write_shard(folder / "void.jsonl", [])
    return folder


@pytest.fixture(scope="module")
def straight(shards: Path, start: Start) -> Mapping[str, bytes]:
    """What is made of them without any trouble."""
    folder, gate = shards.with_name("straight"), shards.with_name("open")
    gate.touch()
    told = finished(start(shards, "--into", folder, gate=gate))
    assert told == (0, f"shards in {folder}: 4; articles: 242\n")
    return files_of(folder)


# the same bytes


def test_bytes_are_those_of_one_article_after_the_other_whatever_the_workers(
    tmp_path: Path,
) -> None:
    """Our own engine, on texts with statements."""
    text = "NORTON – Iranian Foreign Minister Ali Rezaei said that road {} is open."
    texts = [text.format(n) for n in range(40)]
    write_shard(tmp_path / "shards/b.jsonl", texts)
    rows = {"article_id": [f"a-{n}" for n in range(40)], "text": texts}
    pq.write_table(pa.table(rows), tmp_path / "shards/a.parquet")
    engine = engines.load()

    jobs = [(1, "alone"), (2, "many")]
    for workers, name in jobs:
        task = Task("rules", None, json_line, 60)
        job = Job(tmp_path / "shards", tmp_path / name, task, {}, workers=workers)
        summary = extract_shards(job)
        assert (summary.done, summary.articles, summary.left_out) == (2, 80, 0)

    answers = [engine.answer(Article(f"b-{n}", texts[n], None, "")) for n in range(40)]
    wanted = "".join(f"{json_line(answer)}\n" for answer in answers)
    made = files_of(tmp_path / "alone")
    assert sorted(made) == ["a.jsonl", "b.jsonl", "manifest.json"]
    assert made["b.jsonl"].decode() == wanted
    assert made == files_of(tmp_path / "many")
    manifest = json.loads(made["manifest.json"])
    for entry in manifest["shards"]:
        shard = (tmp_path / "shards" / entry["shard"]).read_bytes()
        assert entry["shard_sha256"] == hashlib.sha256(shard).hexdigest()
        assert entry["output_sha256"] == hashlib.sha256(made[entry["output"]]).hexdigest()
        assert (entry["articles"], entry["shard_bytes"]) == (40, len(shard))


@pytest.mark.parametrize("stop", [signal.SIGKILL, signal.SIGTERM])
def test_a_stopped_run_goes_on_where_it_was_without_loss_or_duplicate(
    shards: Path, straight: Mapping[str, bytes], tmp_path: Path, start: Start, stop: signal.Signals
) -> None:
    out, gate = tmp_path / "out", tmp_path / "gate"
    arguments = [shards, "--into", out, "--workers", "2"]
    process = start(*arguments, gate=gate)
    noted = out / JOURNAL
    try:
        wait_for(lambda: noted.exists() and noted.read_bytes().count(b"\n") == 2)
        wait_for(lambda: list(tmp_path.glob("gate.*")))
        workers = [int(path.suffix[1:]) for path in tmp_path.glob("gate.*")]
        process.send_signal(stop)
        code, told = finished(process)
    finally:
        process.kill()

    assert not (out / "manifest.json").exists()
    assert (out / "2020/one.jsonl").read_bytes() == straight["2020/one.jsonl"]
    assert not (out / "three.jsonl").exists()
    wait_for(lambda: not any(map(is_alive, workers)))
    if stop == signal.SIGKILL:
        assert code == -stop
        assert "Traceback" not in told
        with noted.open("ab") as stream:
            stream.write(b'{"shard": "thr')  # as of one that dies while it writes
    else:
        assert code == 128 + stop
        assert told == f"dataset: terminated; the same command goes on in {out}\n"
        assert sorted(files_of(out)) == [JOURNAL, LOCK, "2020/one.jsonl"]

    gate.touch()
    again = finished(start(*arguments, gate=gate))

    assert again == (0, f"shards in {out}: 4, 1 done before; articles: 242\n")
    assert files_of(out) == straight


def test_only_what_changed_is_done_again(tmp_path: Path) -> None:
    source, folder = tmp_path / "shards", tmp_path / "out"
    for name in ("kept", "changed", "spoilt", "gone", "dull"):
        write_shard(source / f"{name}.jsonl", ["a text", "\0" if name == "gone" else "b"])
    job = Job(source, folder, Task("rules", None, json_line, 60), {"extractor": "x"}, workers=1)
    first = extract_shards(job)
    assert (first.done, first.kept, first.left_out) == (5, 0, 1)
    assert (folder / "gone.left-out.jsonl").exists()

    write_shard(source / "changed.jsonl", ["another text", "\0"])
    (folder / "spoilt.jsonl").write_text("spoilt", encoding="utf-8")
    (source / "gone.jsonl").unlink()
    sizes: list[int] = []
    again = extract_shards(job, sizes.append)

    assert (again.done, again.kept, again.articles, len(sizes)) == (2, 2, 7, 4)
    fresh = Job(source, tmp_path / "fresh", job.task, job.settings, workers=1)
    extract_shards(fresh)
    assert files_of(folder) == files_of(tmp_path / "fresh")
    with pytest.raises(Unusable, match=r"made in another way \(extractor x, now y\)"):
        extract_shards(Job(source, folder, job.task, {"extractor": "y"}))


# what goes wrong


def test_a_poisonous_article_is_left_out_alone(tmp_path: Path, start: Start) -> None:
    poison = ["crash", "endless", "once"]
    texts = [f"article {n}" for n in range(80)]
    for at, word in zip((3, 40, 79), poison, strict=True):
        texts[at] = word
    write_shard(tmp_path / "shards/a.jsonl", texts)
    write_shard(tmp_path / "shards/b.jsonl", ["fine"])

    arguments = [tmp_path / "shards", "--into", tmp_path / "out", "--article-timeout", "1"]
    code, told = finished(start(*arguments, "--workers", "2", gate=tmp_path / "gate"))

    left_out = tmp_path / "out/a.left-out.jsonl"
    first = "the process that read it died twice: of the article, or of too little memory"
    assert code == 1
    assert told.splitlines() == [
        f"a.jsonl:4: {first} (2 left out of a.jsonl, all in {left_out})",
        f"shards in {tmp_path / 'out'}: 2; articles: 79, 2 left out",
    ]
    assert [json.loads(line) for line in left_out.read_text().splitlines()] == [
        {"place": "a.jsonl:4", "reason": first},
        {
            "place": "a.jsonl:41",
            "reason": "took more than 1 s of processor time; give more with --article-timeout",
        },
    ]
    made = (tmp_path / "out/a.jsonl").read_text().splitlines()
    ids = [json.loads(line)["article_id"] for line in made]
    assert ids == [f"a-{n}" for n in range(80) if n not in {3, 40}]


def spoil(path: Path) -> None:
    """Overwrite bytes in the middle of a file."""
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 60] = bytes(range(60))
    path.write_bytes(data)


def test_a_shard_that_cannot_be_read_is_named_and_the_others_are_done(
    tmp_path: Path, start: Start
) -> None:
    source, out = tmp_path / "shards", tmp_path / "out"
    write_shard(source / "good.jsonl", ["one", "two"])
    rows: dict[str, list[Any]] = {
        "article_id": [f"p-{n}" for n in range(500)],
        "text": [f"text {n} {hashlib.sha256(bytes([n % 256])).hexdigest()}" for n in range(500)],
    }
    whole = pa.table(rows)
    for name in ("damaged", "truncated"):
        pq.write_table(whole, source / f"{name}.parquet", row_group_size=100, use_dictionary=False)
    spoil(source / "damaged.parquet")
    short = (source / "truncated.parquet").read_bytes()[:-200]
    (source / "truncated.parquet").write_bytes(short)
    pq.write_table(whole.rename_columns(["article_id", "body"]), source / "columns.parquet")
    numbers = pa.table({"article_id": [1, 2], "text": ["a", "b"]})
    pq.write_table(numbers, source / "types.parquet")
    (source / "link.jsonl").symlink_to(tmp_path / "nowhere")
    write_shard(source / "cut.jsonl", ["one", "two"])
    (source / "cut.jsonl").write_bytes((source / "cut.jsonl").read_bytes()[:-9])

    arguments = [source, "--into", out, "--workers", "1"]
    code, told = finished(start(*arguments, gate=tmp_path / "gate"))

    assert code == 1
    lines = told.splitlines()
    starts = [
        f"{source}/columns.parquet: no column text (found article_id, body); rename",
        "cut.jsonl:2: not JSON (",
        f"{source}/damaged.parquet: damaged behind row ",
        f"{source}/link.jsonl: is no file, or leads nowhere; nothing of it is kept",
        f"{source}/truncated.parquet: cannot be read as Parquet (",
        "types.parquet:1: article_id is no text (found 1) (2 left out of types.parquet, all in",
        f"shards in {out}: 3, 4 that cannot be read; articles: 3, 3 left out",
    ]
    for line, wanted in zip(lines, starts, strict=True):
        assert line.startswith(wanted)
    names = ["cut.jsonl", "cut.left-out.jsonl", "good.jsonl", "manifest.json"]
    assert sorted(files_of(out)) == [*names, "types.jsonl", "types.left-out.jsonl"]
    unreadable = json.loads((out / "manifest.json").read_text())["unreadable"]
    assert [each["shard"] for each in unreadable] == [
        *("columns.parquet", "damaged.parquet", "link.jsonl", "truncated.parquet")
    ]

    for name in ("columns", "damaged", "truncated", "types"):
        pq.write_table(whole, source / f"{name}.parquet")
    write_shard(source / "cut.jsonl", ["one", "two"])
    (source / "link.jsonl").unlink()
    assert finished(start(*arguments, gate=tmp_path / "gate")) == (
        0,
        f"shards in {out}: 6, 1 done before; articles: 2004\n",
    )
    assert not list(out.glob("*.left-out.jsonl"))


def test_a_full_disk_is_named_and_the_same_command_goes_on(tmp_path: Path, start: Start) -> None:
    source, out = tmp_path / "shards", tmp_path / "out"
    write_shard(source / "a.jsonl", ["short"])
    write_shard(source / "b.jsonl", ["long " * 100] * 200)
    arguments = [source, "--into", out, "--workers", "1"]

    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    code, told = finished(start(*arguments, gate=tmp_path / "gate", preexec_fn=little_room))

    assert (code, told) == (2, f"dataset: {out}/b.jsonl: cannot be written (File too large)\n")
    assert sorted(files_of(out)) == [JOURNAL, LOCK, "a.jsonl"]
    assert finished(start(*arguments, gate=tmp_path / "gate")) == (
        0,
        f"shards in {out}: 2, 1 done before; articles: 201\n",
    )
    assert len((out / "b.jsonl").read_text().splitlines()) == 200


def test_two_at_once_are_kept_apart(tmp_path: Path) -> None:
    with (
        journal(tmp_path / "out", {}),
        pytest.raises(Unusable, match="out: another process is extracting into it; wait for it"),
        journal(tmp_path / "out", {}),
    ):
        pass


# what is refused before any work


@pytest.mark.parametrize(
    "arguments, told",
    [
        (
            ["shards", "--into", "full"],
            "full: holds thesis.txt, but no manifest; give a new folder",
        ),
        (["shards", "--into", "shards/out"], "must lie apart from the shards"),
        (["nowhere", "--into", "out"], "nowhere: no such folder"),
        (["texts", "--into", "out"], "a.txt: is no shard; put texts into JSON Lines or Parquet"),
        (["twins", "--into", "out"], "a.jsonl and a.ndjson would have one output; rename one"),
        (["torn", "--into", "torn-out"], "manifest.json: is not as it was written"),
        (["shards", "more", "--into", "out"], "--into takes one folder of shards"),
        (["shards", "--into", "out", "--out", "x"], "--into takes one folder of shards"),
        (["shards", "--workers", "2"], "--workers and --article-timeout go with --into"),
    ],
)
def test_what_cannot_be_done_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("shards/a.jsonl", "twins/a.jsonl", "twins/a.ndjson", "torn/a.jsonl"):
        write_shard(tmp_path / name, ["a"])
    for name in ("texts/a.txt", "full/thesis.txt", "torn-out/manifest.json"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("{}", encoding="utf-8")

    done = CliRunner().invoke(app, ["extract", *arguments])

    assert isinstance(done.exception, Unusable)
    assert told in str(done.exception)
    assert not (tmp_path / "out").exists()
