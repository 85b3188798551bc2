"""Plug-ins that are really built and installed, into a folder of their own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

PYPROJECT = """\
[build-system]
requires = ["uv_build"]
build-backend = "uv_build"

[project]
name = "{name}"
version = "{version}"

[project.entry-points."iran_iraq_security_dialogue.extractors"]
{entry}

[tool.uv.build-backend]
module-name = "{module}"
module-root = ""
"""


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """A function that installs a module as a distribution with an entry point; returns the folder it lies in."""

    def install(module: str, code: str, entry: str, version: str = "1.2") -> Path:
        home = tmp_path_factory.mktemp(module)
        (home / "source" / module).mkdir(parents=True)
        (home / "source" / module / "__init__.py").write_text(code, encoding="utf-8")
        name = module.replace("_", "-")
        text = PYPROJECT.format(name=name, version=version, entry=entry, module=module)
        (home / "source" / "pyproject.toml").write_text(text, encoding="utf-8")
        command = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--offline"]
        command += ["--no-deps", "--no-build-isolation", "--python", sys.executable]
        subprocess.run([*command, "--target", home / "site", home / "source"], check=True)
        return home / "site"

    return install
