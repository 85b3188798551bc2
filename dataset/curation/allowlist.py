"""Reading the allowlist: the known findings that are accepted, each with its reason."""

from __future__ import annotations

from dataset.curation.yaml_reader import MAX_BYTES, load
from dataset.project import Project
from validation.allowlist import Allowlist, parse
from validation.findings import Unusable


def read_allowlist(project: Project) -> Allowlist:
    """Read `dataset/allowlist.yaml`; without that file nothing is accepted.

    What is wrong with it is among the findings of the result (SYN, ALW002 to ALW004). Raises
    Unusable when it is no file of its own, or cannot be opened.
    """
    path, name = project.allowlist, project.name(project.allowlist)
    if path.is_symlink():
        raise Unusable(f"{name}: is a link; put the file itself in its place")
    if not path.exists():
        return Allowlist()
    if not path.is_file():  # to open a pipe would wait for ever for somebody to write into it
        raise Unusable(f"{name}: cannot be read (it is no file)")
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise Unusable(f"{name}: cannot be read ({error.strerror})") from None
    document = load(content, name, any_escape=True)
    if document.findings:
        return Allowlist(findings=document.findings, exists=True)
    return parse(document.tree, document.positions, name)
