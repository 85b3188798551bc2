"""The rebuild proof: the commit that a release names, built with its own pinned packages, gives the same tables."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from dataset.building.build import Step
from dataset.building.hashing import logical_hash
from dataset.releasing import git, manifest
from dataset.releasing.facts import sha256_of
from dataset.releasing.manifest import Manifest
from validation.findings import CheckRun, Finding, Outcome, Place, Report, Unusable

CHECK = "rebuild"
_BUILT = Path("build", "parquet")


def rebuild(root: Path, folder: Path, step: Step) -> Report:
    """Build the tables of a release anew, and its evaluation if it has one, and compare them with it.

    The commit is found by git's ids of its inputs, and checked out aside; its requirements.txt says
    which packages go into an environment made for it. Logical hashes must be equal, and bytes too where
    the Parquet writer is the same. Raises Unusable when the folder is no release or git cannot be asked.
    """
    said = manifest.read(folder)
    report = Report()
    step("looking for the commit")
    commit = git.find_commit(root, said.git.inputs, f"v{said.version}")
    if commit is None:
        report.runs.append(CheckRun(CHECK, "not-run", 0, _why_not_found(root)))
        return report
    with tempfile.TemporaryDirectory(prefix="dataset-rebuild-") as scratch:
        checkout = Path(scratch, "checkout")
        git.check_out(root, commit, checkout)
        try:
            python = _environment(Path(scratch, "environment"), checkout, step)
            step(f"building commit {commit[:12]}")
            _run([str(python), "-m", "dataset", "build"], checkout, "the build")
            _evaluate(python, checkout, said, step)
        except Unusable as error:
            report.runs.append(CheckRun(CHECK, "not-run", 0, f"commit {commit[:12]}: {error}"))
            return report
        step("comparing")
        report.findings += differences(folder, checkout / _BUILT, said)
    outcome: Outcome = "failed" if report.findings else "passed"
    report.runs.append(CheckRun(f"{CHECK} of commit {commit[:12]}", outcome, len(said.tables)))
    return report


def _evaluate(python: Path, checkout: Path, said: Manifest, step: Step) -> None:
    """Measure the extractor of the commit against its tables, if the release tells how it fared."""
    if manifest.EVALUATION not in said.files:
        return
    step("evaluating the extractor")
    command = [str(python), "-m", "dataset", "evaluate", "--data", str(_BUILT)]
    _run([*command, "--out", str(_BUILT.parent / manifest.EVALUATION)], checkout, "the evaluation")


def _why_not_found(root: Path) -> str:
    if git.is_shallow(root):
        return "this clone is shallow and lacks the release's commit; run `git fetch --unshallow --tags`"
    return "no commit in this clone has the inputs that the manifest names; run `git fetch --all --tags`"


def _environment(folder: Path, checkout: Path, step: Step) -> Path:
    """Make an environment with exactly the packages that the commit pins; returns its Python."""
    step("installing the pinned packages")
    uv = shutil.which(
        "uv", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    )
    if uv is None:
        raise Unusable(
            "uv is not installed; run this from the project's own environment (make env)"
        )
    _run(
        [uv, "venv", "--quiet", "--python", sys.executable, str(folder)],
        checkout,
        "the environment",
    )
    python = folder / "bin" / "python"
    pins = [uv, "pip", "sync", "--quiet", "--python", str(python), "--require-hashes"]
    bootstrap = checkout / "requirements-bootstrap.txt"
    if bootstrap.is_file():
        pins += ["--require-build-hashes", "-b", str(bootstrap)]
    _run(
        [*pins, str(checkout / "requirements.txt")], checkout, "the installation of pinned packages"
    )
    return python


def _run(command: Sequence[str], folder: Path, what: str) -> None:
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"}
    }
    done = subprocess.run(  # noqa: S603 # our own arguments
        command,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip()).splitlines() or ["no reason given"]
        raise Unusable(f"{what} failed ({said[-1]})")


def differences(folder: Path, built: Path, said: Manifest) -> list[Finding]:
    """Findings REL009: where the tables in `built`, and the evaluation beside them, differ from a release."""
    findings = list(_other_evaluation(folder, built, said))
    for name, entry in said.tables.items():
        path = built / f"{name}.parquet"
        place = Place(str(folder / f"{name}.parquet"))
        hint = f"see what differs with `dataset diff {folder} <the rebuilt folder>`"
        if not path.is_file():
            findings.append(Finding("REL009", "the rebuild has no such table", place, hint=hint))
            continue
        hashed = logical_hash(path)
        if hashed != entry.logical_hash:
            message = (
                f"rebuilt, the table has another logical hash (expected {entry.logical_hash[:12]}…)"
            )
            findings.append(Finding("REL009", message, place, found=f"{hashed[:12]}…", hint=hint))
        elif _writer(path) == _writer(folder / f"{name}.parquet") and (
            sha256_of(path) != entry.sha256
        ):
            message = "rebuilt by the same Parquet writer, the file has other bytes"
            findings.append(Finding("REL009", message, place, hint=hint))
    for path in sorted(built.glob("*.parquet")):
        if path.stem not in said.tables:
            message = f"the rebuild has a table {path.stem}, the release has not"
            findings.append(Finding("REL009", message, Place(str(folder))))
    return findings


def _other_evaluation(folder: Path, built: Path, said: Manifest) -> Iterator[Finding]:
    entry, fresh = said.files.get(manifest.EVALUATION), built.parent / manifest.EVALUATION
    if entry is not None and (not fresh.is_file() or sha256_of(fresh) != entry.sha256):
        place = Place(str(folder / manifest.EVALUATION))
        hint = "compare it with what `dataset evaluate --data` finds in the commit"
        yield Finding("REL009", "evaluated anew, the extractor fares otherwise", place, hint=hint)


def _writer(path: Path) -> str | None:
    """What wrote a table; None for a file that is missing or damaged, which `verify` has told by then."""
    try:
        return str(pq.read_metadata(path).created_by)
    except (OSError, pa.ArrowException):
        return None
