"""What the dataset is: the one file of metadata (dataset/metadata.yaml), read and checked.

Every metadata file of a release is made from it, from the models and from the tables (docs/metadata.md).
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from dataset.curation.yaml_reader import MAX_BYTES, Document, load
from dataset.project import Project
from schema.base import SLUG_PATTERN
from validation.findings import FieldPath, Finding, Unusable, printable

CODE = "REL103"

DOI_PATTERN = r"^10\.[0-9]{4,9}/[^\s]+$"
URL_PATTERN = r"^https?://[^\s<>\"]+$"
SPDX_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9.+-]*$"
VERSION_PATTERN = r"^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)$"

Line = Annotated[str, Field(min_length=1, max_length=300, pattern=r"^\S(.*\S)?$")]
Prose = Annotated[str, Field(min_length=1, max_length=5000, pattern=r"^\S[^\n]*$")]
Url = Annotated[str, Field(pattern=URL_PATTERN, max_length=2000)]
Doi = Annotated[str, Field(pattern=DOI_PATTERN, max_length=200)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Licence(_Part):
    """A licence: its SPDX identifier, its name, and the address of its text."""

    id: Annotated[str, Field(pattern=SPDX_PATTERN)]
    title: Line
    url: Url

    @property
    def spdx_url(self) -> str:
        """Address of the licence in the SPDX list."""
        return f"https://spdx.org/licenses/{self.id}"


class Licences(_Part):
    """The licence of the data, and that of the tools that make them."""

    data: Licence
    code: Licence


class About(_Part):
    """What `dataset/metadata.yaml` holds.

    `url`, `repository` and the DOIs are left out or empty until they exist (docs/metadata.md).
    """

    name: Annotated[str, Field(pattern=SLUG_PATTERN, max_length=100)]
    title: Line
    description: Line
    abstract: Prose
    keywords: Annotated[tuple[Line, ...], Field(min_length=1, strict=False)]
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
    licences: Licences
    creators: Annotated[tuple[Line, ...], Field(min_length=1, strict=False)]
    publisher: Line
    motivation: Annotated[tuple[Prose, ...], Field(min_length=1, strict=False)]
    uses: Annotated[tuple[Prose, ...], Field(min_length=1, strict=False)]
    misuses: Annotated[tuple[Prose, ...], Field(min_length=1, strict=False)]
    limits: Annotated[tuple[Prose, ...], Field(min_length=1, strict=False)]
    url: Url | None = None
    repository: Url | None = None
    doi: Doi | None = None
    version_dois: dict[Annotated[str, Field(pattern=VERSION_PATTERN)], Doi] = {}

    @field_validator("keywords", "creators")
    @classmethod
    def _named_once(cls, values: tuple[str, ...]) -> tuple[str, ...]:
        twice = sorted({value for value in values if values.count(value) > 1})
        if twice:
            raise PydanticCustomError("twice", "named twice", {"values": "; ".join(twice)})
        return values

    def version_doi(self, version: str) -> str | None:
        """DOI of one version, None if it has none (yet)."""
        return self.version_dois.get(version)


def read_about(project: Project) -> tuple[About | None, list[Finding]]:
    """Read `dataset/metadata.yaml`; what is wrong with it is told with line and column (SYN, REL103).

    Raises Unusable when the file is missing, a link, or cannot be opened.
    """
    path, name = project.metadata, project.name(project.metadata)
    document = load(_content(path, name), name)
    if document.findings:
        return None, document.findings
    try:
        return About.model_validate(document.tree), []
    except ValidationError as error:
        return None, [_finding(document, name, e) for e in error.errors(include_url=False)]


def _content(path: Path, name: str) -> bytes:
    if path.is_symlink():
        raise Unusable(f"{name}: is a link; put the file itself in its place")
    try:
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise Unusable(f"{name}: cannot be read ({error.strerror})") from None


def _finding(document: Document, file: str, error: ErrorDetails) -> Finding:
    """One error of the model in the words of a finding, at the place of the value or of its key."""
    loc: FieldPath = tuple(part for part in error["loc"] if part != "[key]")
    name = next((str(part) for part in reversed(loc) if isinstance(part, str)), "the file")
    kind, shown = error["type"], _shown(error["input"])
    of_key = False
    match kind:
        case "missing":
            message, shown, hint = (
                "missing field",
                name,
                "add it; docs/metadata.md lists the fields",
            )
        case "extra_forbidden":
            message, shown, hint = "unknown field", name, "docs/metadata.md lists the fields"
            of_key = True
        case "twice":
            message, shown = f"an entry of {name} is named twice", error["ctx"]["values"]
            hint = "keep one of the two"
        case _ if error["input"] is None:
            message, of_key = "empty field", True
            hint = "write its value"
        case _:
            message, hint = f"{name} does not have the required form", _form(kind, error)
            of_key = error["loc"][-1:] == ("[key]",)
    place = document.positions.place(file, loc, key=of_key)
    return Finding(CODE, message, place, found=printable(shown), hint=hint)


_FORMS = {
    SLUG_PATTERN: "write lower-case letters, digits and single hyphens",
    URL_PATTERN: "write a whole address that starts with http:// or https://",
    DOI_PATTERN: "write the bare DOI, as in 10.1234/abc, without https://doi.org/",
    SPDX_PATTERN: "write the identifier of the SPDX list, as in CC-BY-4.0",
    VERSION_PATTERN: "write a version, as in 1.2.0",
}


def _form(kind: str, error: ErrorDetails) -> str:
    context = error.get("ctx", {})
    if kind in ("model_type", "dict_type"):
        return "write fields, each on a line of its own as 'name: value'"
    if kind == "tuple_type":
        return "write each entry on a line of its own after '- '"
    if kind == "string_type":
        return "write one text"
    if kind == "string_too_long":
        return f"at most {context['max_length']} characters"
    pattern = context.get("pattern", "")
    return _FORMS.get(pattern, "write a text on one line, without blanks around it")


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    return "nothing" if value is None else str(value)
