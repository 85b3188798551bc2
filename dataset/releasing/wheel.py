"""The data wheel: a finished release as a Python package that analysts install, needing pyarrow alone.

The archive is made by the library `wheel`, which writes RECORD; the metadata are checked and written by `packaging`.
A build backend (flit, hatchling, uv_build) would need a project to be staged first, and compresses: then the
bytes depend on the zlib at hand. Parquet is compressed already, so everything is stored as it is.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZIP_STORED

from dataset import loader
from dataset.releasing import citation
from dataset.releasing.cite import read_about
from dataset.releasing.release_folder import Release, open_release
from validation.findings import Unusable, printable

if TYPE_CHECKING:
    from dataset.releasing.citation import About

PACKAGE = "iran_iraq_security_dialogue"
DISTRIBUTION = "iran-iraq-security-dialogue"
PYARROW = "pyarrow>=14.0.1"
"""The oldest version that was tried."""

PYTHON = ">=3.10"
CODE_LICENSE = "Apache-2.0"
ROOT = Path(__file__).resolve().parents[2]
LICENSE_FILES = ("LICENSE", "LICENSE-DATA")

INIT = '''"""The Iran–Iraq Security Dialogue Dataset, version {version}.

>>> import {package} as d
>>> d.tables()                                    # names of all tables
>>> d.load("statements_wide").to_pandas()         # load() gives a pyarrow.Table
>>> d.describe("statements_wide")                 # what its columns mean
>>> print(d.cite())                               # how to cite this version, or with an id, one record
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .loader import connect, describe, folder, load, tables

if TYPE_CHECKING:
    from .citation import Format

__all__ = ["__version__", "cite", "connect", "describe", "load", "tables"]

__version__ = "{version}"


def cite(record_id: str | None = None, format: Format = "text") -> str:
    """Return the citation of this version, or of one record in it, as text, bibtex, ris or csl.

    Raises KeyError, in one line, for an id that is unknown or retired; ValueError for an unknown format.
    """
    from .citation import cite_folder  # not above: it would slow down every import

    return cite_folder(folder(), record_id, format)
'''

DESCRIPTION = """# {title}

Version {version}, released {date}. Who said what to whom, and who met whom, in the security diplomacy of Iran and Iraq.

```python
import {package} as d

d.tables()  # names of all tables
d.load("statements_wide").to_pandas()  # load() gives a pyarrow.Table
d.describe("statements_wide")  # what its columns mean
print(d.cite())  # how to cite this version
print(d.cite("iran-daily-expel-us-wjs", "bibtex"))  # one statement of it
```

Most people load `statements_wide`, `meetings_wide` or `dyad_events`. `d.connect()` gives a DuckDB connection with
one view per table; it needs `duckdb` installed as well. Nothing else but pyarrow is needed.

The data are licensed under {license}, the few lines of code under {code_license}. Words quoted from articles stay with
their publishers; no article is in this package.

{tables}
"""


def build_wheel(release: Path, out: Path) -> Path:
    """Make the data wheel of a finished release, in the folder `out`, and return its path.

    The same release gives the same bytes: entries are sorted, stored, and dated on the day of the release. A wheel of
    that name is replaced once the new one is whole.

    Raises Unusable, in one line, for a release that is damaged (every checksum is compared), whose version is no
    canonical PEP 440 version, or that names no licence.
    """
    from wheel.wheelfile import WheelFile

    opened = open_release(release, sums=True)
    about = read_about(opened)
    _check_version(opened.version)
    name = f"{PACKAGE}-{opened.version}"
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out, prefix=".wheel-") as aside, _dated(opened.date):
        unfinished = Path(aside) / f"{name}-py3-none-any.whl"
        with WheelFile(unfinished, "w", compression=ZIP_STORED) as archive:
            for path, content in (*_package(opened, about), *_info(opened, about)):
                data = content.read_bytes() if isinstance(content, Path) else content.encode()
                archive.writestr(path, data)
        return unfinished.replace(out / unfinished.name)


def _check_version(version: str) -> None:
    from packaging.version import InvalidVersion, Version

    try:
        canonical = str(Version(version))
    except InvalidVersion:
        raise Unusable(f"{printable(version)!r} is no version that a wheel can have") from None
    if canonical != version:
        raise Unusable(f"a wheel of version {printable(version)!r} would be called {canonical!r}")


@contextmanager
def _dated(day: str) -> Iterator[None]:
    """Let the library date all entries, RECORD included, on the day of the release."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    midnight = dt.datetime.fromisoformat(day).replace(tzinfo=dt.UTC)
    os.environ["SOURCE_DATE_EPOCH"] = str(int(midnight.timestamp()))
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before


def _package(release: Release, about: About) -> Iterator[tuple[str, Path | str]]:
    """Yield the files of the package: the very modules that the tools use, and the tables.

    Of what the release says, nothing but the checked version goes into code.
    """
    yield (
        f"{PACKAGE}/__init__.py",
        INIT.format(title=about.title, version=release.version, package=PACKAGE),
    )
    yield f"{PACKAGE}/citation.py", Path(citation.__file__)
    text = json.dumps(about.to_json(), ensure_ascii=False, indent=2) + "\n"
    yield f"{PACKAGE}/data/{citation.ABOUT}", text
    for table in sorted(release.tables):
        yield f"{PACKAGE}/data/{table}.parquet", release.file(table)
    yield f"{PACKAGE}/loader.py", Path(loader.__file__)
    yield f"{PACKAGE}/py.typed", ""


def _info(release: Release, about: About) -> Iterator[tuple[str, Path | str]]:
    """Yield what installers and archives read, which by custom stands last."""
    home = f"{PACKAGE}-{release.version}.dist-info"
    yield f"{home}/METADATA", _metadata(release, about)
    yield (
        f"{home}/WHEEL",
        (
            "Wheel-Version: 1.0\n"
            "Generator: iran-iraq-security-dialogue-tools\n"
            "Root-Is-Purelib: true\n"
            "Tag: py3-none-any\n"
        ),
    )
    for name in LICENSE_FILES:
        if not (ROOT / name).is_file():
            raise Unusable(f"there is no {ROOT / name}; make the wheel from a checkout")
        yield f"{home}/licenses/{name}", ROOT / name


def _metadata(release: Release, about: About) -> str:
    from packaging.metadata import Metadata, RawMetadata

    if about.license is None:
        raise Unusable(f"{release.folder}: CITATION.cff names no licence, and a wheel needs one")
    listed = [f"- `{name}`: {listed.rows} rows" for name, listed in sorted(release.tables.items())]
    raw: RawMetadata = {
        "metadata_version": "2.4",
        "name": DISTRIBUTION,
        "version": release.version,
        "summary": f"{about.title}: who said what to whom, and who met whom",
        "author": ", ".join(citation.plain_name(creator) for creator in about.creators),
        "license_expression": f"{about.license} AND {CODE_LICENSE}",
        "license_files": list(LICENSE_FILES),
        "classifiers": [
            "Intended Audience :: Science/Research",
            "Operating System :: OS Independent",
            "Programming Language :: Python :: 3 :: Only",
            "Topic :: Scientific/Engineering",
            "Typing :: Typed",
        ],
        "requires_python": PYTHON,
        "requires_dist": [PYARROW],
        "description_content_type": "text/markdown; charset=UTF-8",
        "description": DESCRIPTION.format(
            title=about.title,
            version=release.version,
            date=release.date,
            package=PACKAGE,
            license=about.license,
            code_license=CODE_LICENSE,
            tables="\n".join(listed),
        ),
    }
    if about.url:
        raw["project_urls"] = {"Homepage": about.url}
    try:
        message = Metadata.from_raw(raw).as_rfc822()
    except ExceptionGroup as wrong:
        told = "; ".join(str(error) for error in wrong.exceptions)
        raise Unusable(f"{release.folder}: no metadata of a wheel ({printable(told)})") from None
    return message.as_bytes().decode()
