"""The manifest of a release and its checksums: what lies in the folder, and what it was made from."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterator
from importlib.metadata import version as installed
from pathlib import Path
from typing import Annotated, Any, Literal

import pyarrow.parquet as pq
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dataset.building.hashing import logical_hash
from dataset.releasing.facts import sha256_of
from validation.findings import Unusable

NAME = "manifest.json"
SUMS = "SHA256SUMS"
EVALUATION = "evaluation.json"
"""How well the extractor finds what the records hold; a release need not have it."""

FORMAT: Literal[1] = 1
# Distributions that the tables' bytes, or the verdict on them, depend on.
TOOLS = ("pyarrow", "pydantic", "pyyaml", "duckdb", "great-expectations")
CHUNK = 1 << 20

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TableEntry(_Part):
    """One table: rows, size in bytes, the file's SHA-256 and the logical hash of its content."""

    rows: Annotated[int, Field(ge=0)]
    bytes: Annotated[int, Field(ge=0)]
    sha256: Sha256
    logical_hash: Sha256


class FileEntry(_Part):
    """One file that is no table."""

    bytes: Annotated[int, Field(ge=0)]
    sha256: Sha256


class Git(_Part):
    """The inputs of the release: git's object id of each, by its path."""

    inputs: dict[str, Annotated[str, Field(pattern=r"^[0-9a-f]{40,64}$")]]


class Previous(_Part):
    """The release before, if there was one, with the SHA-256 of its manifest."""

    version: str
    manifest_sha256: Sha256

    @classmethod
    def of(cls, folder: Path) -> Previous:
        """The entry for the release in a folder; raises Unusable as `read`."""
        return cls(version=read(folder).version, manifest_sha256=sha256_of(folder / NAME))


class Manifest(_Part):
    """What `manifest.json` holds. Changing this form means a new FORMAT number."""

    format: Literal[1]
    version: str
    date: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    schema_version: str
    previous: Previous | None
    git: Git
    tools: dict[str, str]
    tables: dict[str, TableEntry]
    files: dict[str, FileEntry]
    changelog: tuple[str, ...] = ()

    def text(self) -> str:
        """The manifest as it is written."""
        return json.dumps(self.model_dump(), ensure_ascii=False, indent=2) + "\n"


def read(folder: Path) -> Manifest:
    """Read the manifest of a release.

    Raises Unusable when there is none, or it is not what a release writes.
    """
    path = folder / NAME
    try:
        return Manifest.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        raise Unusable(f"{folder}: is no release (there is no {NAME} in it)") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or NAME
        raise Unusable(
            f"{path}: cannot be read at {where} ({first['msg']}); fetch it again"
        ) from None
    except OSError as error:
        raise Unusable(f"{path}: cannot be read ({error.strerror})") from None


def seal(folder: Path, **facts: Any) -> Manifest:
    """Write the manifest, then the checksums, of a folder in which everything else lies.

    `facts` are the fields of `Manifest` that the folder does not hold itself.
    """
    tables = {
        path.stem: TableEntry(
            rows=pq.read_metadata(path).num_rows,
            bytes=path.stat().st_size,
            sha256=sha256_of(path),
            logical_hash=logical_hash(path),
        )
        for path in sorted(folder.glob("*.parquet"))
    }
    files = dict(file_entries(folder, tables))
    whole = Manifest(format=FORMAT, tools=tools(), tables=tables, files=files, **facts)
    (folder / NAME).write_text(whole.text(), "utf-8")
    (folder / SUMS).write_text(sums(folder), "utf-8")
    return whole


def tools() -> dict[str, str]:
    """Versions of Python and of the libraries that the release was made with."""
    return {"python": platform.python_version(), **{name: installed(name) for name in TOOLS}}


def files_in(folder: Path) -> dict[str, Path]:
    """Everything below a folder that is no folder, by its path from there with `/`, in order."""
    found = (path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    return dict(sorted((path.relative_to(folder).as_posix(), path) for path in found))


def sums(folder: Path) -> str:
    """The text of `SHA256SUMS`, as `sha256sum -c` reads it."""
    lines = (
        f"{sha256_of(path)}  {name}\n" for name, path in files_in(folder).items() if name != SUMS
    )
    return "".join(lines)


def read_sums(folder: Path) -> tuple[dict[str, str], list[int]]:
    """Return the checksum of each file that `SHA256SUMS` lists, and the numbers of lines it cannot mean.

    Raises Unusable when there is no such file, or it is not text.
    """
    try:
        text = (folder / SUMS).read_text("utf-8")
    except FileNotFoundError:
        return {}, []
    except (OSError, UnicodeDecodeError) as error:
        raise Unusable(f"{folder / SUMS}: cannot be read ({error}); fetch it again") from None
    listed: dict[str, str] = {}
    bad: list[int] = []
    for number, line in enumerate(
        text.split("\n")[:-1] if text.endswith("\n") else text.split("\n"), 1
    ):
        digest, gap, name = line[:64], line[64:66], line[66:]
        if gap != "  " or not name or name in listed or not _is_hexadecimal(digest):
            bad.append(number)
        else:
            listed[name] = digest
    return listed, bad


def _is_hexadecimal(text: str) -> bool:
    return len(text) == 64 and all(sign in "0123456789abcdef" for sign in text)  # noqa: PLR2004


def file_entries(folder: Path, tables: dict[str, Any]) -> Iterator[tuple[str, FileEntry]]:
    """Entries of every file that is neither a table nor the manifest or the checksums themselves."""
    skipped = {NAME, SUMS, *(f"{name}.parquet" for name in tables)}
    for name, path in files_in(folder).items():
        if name not in skipped:
            yield name, FileEntry(bytes=path.stat().st_size, sha256=sha256_of(path))
