"""What has been done in a folder of extracted shards: a line for each finished shard, then the manifest.

Lines are appended and flushed one by one; a process that is killed leaves at most half a line, which is not believed.
Nothing is believed either because of a name or a time stamp: a shard counts as done if its bytes, and those of what
was made of it, have the sums that were noted.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from dataset.files import replace
from validation.findings import Unusable

MANIFEST, JOURNAL, LOCK = "manifest.json", ".journal.jsonl", ".lock"


@dataclass(frozen=True)
class Entry:
    """A shard that is finished.

    `shard` and `output` are paths within the folders of shards and outputs, sums are SHA-256 in hexadecimal, sizes in
    bytes. `left_out` articles are told in `left_out_file`, with their own sum.
    """

    shard: str
    shard_bytes: int
    shard_sha256: str
    output: str
    output_sha256: str
    articles: int
    left_out: int = 0
    left_out_file: str | None = None
    left_out_sha256: str | None = None

    def stands(self, folder: Path) -> bool:
        """Whether what was made of the shard is there as it was written."""
        files = [(self.output, self.output_sha256), (self.left_out_file, self.left_out_sha256)]
        return all(sha256(folder / name) == wanted for name, wanted in files if name is not None)


@dataclass
class Journal:
    """Finished shards by name, and the file to which further ones are added."""

    folder: Path
    settings: dict[str, Any]
    done: dict[str, Entry]
    stream: IO[bytes]

    def add(self, entry: Entry) -> None:
        """Note a finished shard, on the disk."""
        self.done[entry.shard] = entry
        try:
            self.stream.write(json.dumps(asdict(entry)).encode() + b"\n")
            self.stream.flush()
            os.fsync(self.stream.fileno())
        except OSError as error:
            raise _refused(self.folder / JOURNAL, error) from None


@contextmanager
def journal(folder: Path, settings: dict[str, Any]) -> Iterator[Journal]:
    """Take a folder of outputs for this process alone, with what is done in it already.

    Args:
        folder: made if it is missing.
        settings: all that decides what is made of a shard; those of a folder must not change.

    Raises:
        Unusable: another process is at work there; the folder has other settings, or is nobody's; the disk refuses.
    """
    if folder.is_dir() and not (folder / MANIFEST).exists() and not (folder / JOURNAL).exists():
        foreign = [path.name for path in sorted(folder.iterdir()) if path.name != LOCK]
        if foreign:
            raise Unusable(f"{folder}: holds {foreign[0]}, but no manifest; give a new folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / LOCK).open("w")
    except OSError as error:
        raise _refused(folder, error) from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Unusable(
                f"{folder}: another process is extracting into it; wait for it"
            ) from None
        with _opened(folder, settings) as opened:
            yield opened
        with contextlib.suppress(OSError):
            (folder / LOCK).unlink()


@contextmanager
def _opened(folder: Path, settings: dict[str, Any]) -> Iterator[Journal]:
    done: dict[str, Entry] = {}
    for path, parse in ((folder / MANIFEST, _manifest), (folder / JOURNAL, _lines)):
        if path.exists():
            try:
                earlier, entries = parse(path.read_bytes())
            except (OSError, ValueError, TypeError, KeyError, IndexError):
                raise Unusable(f"{path}: is not as it was written; give a new folder") from None
            _same(folder, settings, earlier)
            done |= {entry.shard: entry for entry in entries}
    # Written anew, for the last line may be half a line; a folder at work has no manifest.
    lines = [{"settings": settings}, *map(asdict, done.values())]
    replace(folder / JOURNAL, "".join(f"{json.dumps(line)}\n" for line in lines))
    (folder / MANIFEST).unlink(missing_ok=True)
    with (folder / JOURNAL).open("ab") as stream:
        yield Journal(folder, settings, done, stream)


def _manifest(data: bytes) -> tuple[dict[str, Any], list[Entry]]:
    found = json.loads(data)
    return found["settings"], [Entry(**entry) for entry in found["shards"]]


def _lines(data: bytes) -> tuple[dict[str, Any], list[Entry]]:
    """The lines of a journal that were written to their end."""
    first, *others = [
        json.loads(line) for line in data.splitlines(keepends=True) if line[-1:] == b"\n"
    ]
    return first["settings"], [Entry(**entry) for entry in others]


def _same(folder: Path, settings: dict[str, Any], earlier: dict[str, Any]) -> None:
    names = sorted({*earlier, *settings})
    other = [name for name in names if earlier.get(name) != settings.get(name)]
    if other:
        told = ", ".join(f"{name} {earlier.get(name)}, now {settings.get(name)}" for name in other)
        raise Unusable(f"{folder}: was made in another way ({told}); give a new folder")


def sha256(path: Path) -> str | None:
    """The sum of a file; None for one that cannot be read."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return None


def _refused(path: Path, error: OSError) -> Unusable:
    return Unusable(f"{path}: cannot be written ({error.strerror})")
