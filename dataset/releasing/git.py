"""What a release asks of git: which commit holds its inputs, and whether anything is uncommitted."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from validation.findings import Unusable

# Everything that the tables are made of and from: with these the same, the tables are the same.
INPUTS = (
    "dataset/records",
    "dataset/sources",
    "dataset/allowlist.yaml",
    "dataset/building",
    "dataset/curation",
    "dataset/project.py",
    "schema",
    "validation",
    "requirements.txt",
)

# What the evaluation of the extractor is made of, besides. Releases made before there was one do not list it.
EVALUATION_INPUTS = (
    "scripts/evaluation",
    "scripts/extract",
    "scripts/gold.py",
    "scripts/guesses",
    "scripts/standoff",
)


def git(root: Path, *arguments: str, given: str | None = None) -> str:
    """Run git in a folder and return what it prints.

    Raises Unusable with git's own reason when it fails or is not installed.
    """
    try:
        done = subprocess.run(  # noqa: S603 # the arguments are this module's own
            ["git", "-C", str(root), *arguments],  # noqa: S607 # git is where the user has it
            input=given,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except FileNotFoundError:
        raise Unusable(
            "git is not installed; a release records and finds its commit by it"
        ) from None
    if done.returncode:
        reason = done.stderr.strip().splitlines() or ["no reason given"]
        raise Unusable(f"git {arguments[0]}: {reason[-1].removeprefix('fatal: ')}")
    return done.stdout


def head(root: Path) -> str:
    """Return the id of the commit that is checked out."""
    return git(root, "rev-parse", "--verify", "HEAD").strip()


def uncommitted(root: Path) -> list[str]:
    """Return files that differ from the last commit, or that git neither knows nor ignores."""
    listed = git(root, "status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames")
    return [entry[3:] for entry in listed.split("\0") if entry]


def input_ids(root: Path, commit: str = "HEAD") -> dict[str, str]:
    """Return git's object id of each of the inputs in a commit; an input that is not there is left out."""
    return _ids(root, [commit], (*INPUTS, *EVALUATION_INPUTS))[commit]


def find_commit(root: Path, ids: Mapping[str, str], tag: str) -> str | None:
    """Return the commit whose inputs have these ids: the tag's if it fits, else the newest that does."""
    commits = git(root, "rev-list", "--all", "HEAD", "--date-order").split()
    tagged = git(root, "for-each-ref", "--format=%(*objectname)%(objectname)", f"refs/tags/{tag}")
    first = tagged.strip()[:40]
    order = [first, *commits] if first else commits
    found = _ids(root, order, (*INPUTS, *(path for path in ids if path not in INPUTS)))
    return next((commit for commit in order if found[commit] == dict(ids)), None)


def is_shallow(root: Path) -> bool:
    """Tell whether the history of this clone was cut off."""
    return git(root, "rev-parse", "--is-shallow-repository").strip() == "true"


def check_out(root: Path, commit: str, target: Path) -> None:
    """Put the files of a commit into a new folder, without touching the project's own checkout.

    Raises Unusable when git refuses.
    """
    git(root, "clone", "--quiet", "--shared", "--no-checkout", ".", str(target))
    git(target, "checkout", "--quiet", "--detach", commit)


def _ids(root: Path, commits: Sequence[str], paths: Sequence[str]) -> dict[str, dict[str, str]]:
    names = [(commit, path) for commit in commits for path in paths]
    asked = "".join(f"{commit}:{path}\n" for commit, path in names)
    answers = git(root, "cat-file", "--batch-check=%(objectname)", given=asked).splitlines()
    result: dict[str, dict[str, str]] = {commit: {} for commit in commits}
    for (commit, path), answer in zip(names, answers, strict=True):
        if not answer.endswith(" missing"):
            result[commit][path] = answer
    return result
