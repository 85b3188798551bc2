"""`dataset show RECORD_ID`: a record in its context, with its references resolved."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

import typer

from dataset.cli import completion
from dataset.cli.options import Root

if TYPE_CHECKING:
    from rich.text import Text

    from dataset.building.build import Checked
    from dataset.curation.context.contexts import Context

Format: TypeAlias = Literal["text", "json"]
Fields: TypeAlias = "list[tuple[str, str | Text]]"


def show(
    record_id: Annotated[
        str,
        typer.Argument(
            help="Id of any record; `query` finds ids.", autocompletion=completion.record_ids
        ),
    ],
    format_: Annotated[Format, typer.Option("--format", help="How to print it.")] = "text",
    root: Root = None,
) -> None:
    """Show a record in its context: what it says, where it stands, and why it is believed.

    Takes the id of any record, collection or reference, also while there are findings.

    A retired id shows why it was retired and what replaces it (exit code 0, it was found).
    """
    from dataset.building.build import check_records
    from dataset.cli import output
    from dataset.cli.progress import steps
    from dataset.cli.show_sections import print_context
    from dataset.project import Project, find_root

    with steps() as step:
        checked = check_records(Project(find_root(root)), step)
    found = _gather(checked, record_id)
    findings = [finding for finding in checked.report.sorted() if finding.record == record_id]
    if total := sum(finding.count for finding in checked.report.findings):
        about = sum(finding.count for finding in findings)
        output.message(
            f"dataset: the records have {total} finding{'s' if total > 1 else ''}, {about} of them"
            " about this one; what is shown may be incomplete; `dataset validate` lists them"
        )
    if format_ == "json":
        typer.echo(output.json_text(asdict(found) | {"findings": [_finding(f) for f in findings]}))
    else:
        print_context(found)


def _gather(checked: Checked, record_id: str) -> Context:
    from dataset.building.tables import meeting_status
    from dataset.curation.context import gather
    from dataset.curation.context.material import Material, closest
    from validation.findings import Unusable

    material = Material(checked.records, checked.index, checked.proof, meeting_status)
    try:
        return gather(material, record_id)
    except KeyError:
        pass
    if record_id in checked.index.broken:
        raise Unusable(f"show: {record_id} cannot be read; `dataset validate` tells why")
    near = closest(material, record_id)
    hint = f"did you mean {', '.join(near)}?" if near else "`dataset query` finds ids"
    raise Unusable(f"show: no record has the id {record_id!r}; {hint}")


def _finding(finding: Any) -> dict[str, object]:
    return {
        "code": finding.code,
        "place": str(finding.place),
        "message": finding.message,
        "found": finding.found,
        "hint": finding.hint,
    }
