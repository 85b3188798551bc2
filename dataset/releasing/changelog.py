"""The changelog: notes that people wrote, one file each, become the section of a release.

towncrier renders them, as pyproject.toml configures it; nothing is written before the release is.
"""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from dataset.releasing.versions import Version
from validation.findings import Finding, Place, Unusable

FILE = "CHANGELOG.md"
FOLDER = Path("docs", "changes")
START = "<!-- releases -->\n"
KINDS = ("added", "changed", "deprecated", "removed", "fixed", "security", "data")
_NAME = re.compile(rf"\+[a-z0-9]+(-[a-z0-9]+)*\.({'|'.join(KINDS)})\.md")
_KEEPS_FOLDER = "README.md"


def notes(root: Path) -> list[Path]:
    """Files with notes for the next release, in order."""
    folder = root / FOLDER
    return sorted(p for p in folder.glob("*") if p.name != _KEEPS_FOLDER) if folder.is_dir() else []


def check(root: Path) -> Iterator[Finding]:
    """Findings REL012: notes of which no line can be made."""
    for path in notes(root):
        place = Place((FOLDER / path.name).as_posix())
        if not path.is_file() or not _NAME.fullmatch(path.name):
            hint = f"name it +<subject>.<kind>.md; kinds: {', '.join(KINDS)}"
            yield Finding(
                "REL012", "not the name of a change note", place, found=path.name, hint=hint
            )
        elif not path.read_bytes().strip():
            yield Finding(
                "REL012", "the note is empty", place, hint="write one sentence, or delete it"
            )


def section(root: Path, version: Version, date: dt.date) -> str:
    """The notes as a section of the changelog, its heading first.

    Raises Unusable with towncrier's reason when it refuses.
    """
    done = subprocess.run(  # noqa: S603 # our own arguments
        [
            *(sys.executable, "-m", "towncrier", "build", "--draft", "--dir", str(root)),
            *("--version", str(version), "--date", date.isoformat()),
        ],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        reason = (done.stderr.strip() or done.stdout.strip()).splitlines() or ["no reason given"]
        raise Unusable(f"{FOLDER.as_posix()}: the notes cannot be rendered ({reason[-1]})")
    return done.stdout.strip() + "\n"


def with_section(text: str, section: str) -> str:
    """A changelog with a section put in at the top; unchanged if it is there already.

    Raises Unusable when the line that marks the top is missing.
    """
    heading = section.partition("\n")[0]
    if f"\n{heading}\n" in text:
        return text
    before, mark, after = text.partition(START)
    if not mark:
        raise Unusable(
            f"{FILE}: the line {START.strip()!r} is missing; put it above the first release"
        )
    return f"{before}{mark}\n{section}{after}"
