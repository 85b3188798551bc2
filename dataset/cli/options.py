"""Options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dataset.cli import completion

Root = Annotated[
    Path | None,
    typer.Option(
        "--root",
        help="Project folder; found from the current folder if left out.",
        show_default=False,
    ),
]
Strict = Annotated[bool, typer.Option("--strict", help="Warnings count as findings.")]

EngineName = Annotated[
    str,
    typer.Option(
        "--engine", help="What extracts; plug-ins add to it.", autocompletion=completion.engines
    ),
]

MemoryLimit = Annotated[
    str | None,
    typer.Option(
        "--memory-limit",
        help="Memory for the tables, such as 2GB; what exceeds it goes to the disk. Python takes some 0.4 GB besides.",
        show_default=False,
    ),
]
SpillDirectory = Annotated[
    Path | None,
    typer.Option(
        "--spill-directory",
        help="Folder for what exceeds the memory; by default the system's for temporary files.",
        show_default=False,
    ),
]
MOST_THREADS = 256
Threads = Annotated[
    int | None,
    typer.Option(
        "--threads",
        min=1,
        max=MOST_THREADS,
        help="Threads to work with; by default one for each processor.",
        show_default=False,
    ),
]


class Format(StrEnum):
    """How findings are told."""

    TEXT = "text"
    JSON = "json"
    JUNIT = "junit"
    SARIF = "sarif"
    GITHUB = "github"
    GITLAB = "gitlab"
