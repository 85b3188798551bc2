"""A page per finding code, for people who come from a report: Markdown in docs/codes, made by `make generate`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from validation.allowlist import refusal
from validation.codes import CODES, LAYERS, Code

FOLDER = "docs/codes"

_INTRODUCTION = """# Finding codes

Generated from `validation/codes.py` by `make generate`; do not edit. A code never changes its meaning. `dataset explain
CODE` prints the same in the terminal. Findings marked *yes* may be [accepted](../allowlist.md) with a reason.
"""


def page_path(code: str) -> str:
    """Path of a code's page from the project's folder."""
    return f"{FOLDER}/{code}.md"


def pages() -> Iterator[tuple[str, str]]:
    """Path and text of the page of every code, and of the list of them all."""
    yield f"{FOLDER}/README.md", _index()
    for code in CODES.values():
        yield page_path(code.code), page(code)


def page(code: Code) -> str:
    """One code in full."""
    reason = refusal(code.code)
    accepted = (
        f"Never: {reason}."
        if reason
        else "Yes, with a reason, in the [allowlist](../allowlist.md)."
    )
    return (
        f"# {code.code}: {_escaped(code.title)}\n\n"
        f"Layer: {LAYERS[code.code[:3]]}. [All codes](README.md)\n\n"
        f"**Cause.** {_escaped(code.cause)}\n\n"
        f"**Remedy.** {_escaped(code.remedy)}\n\n"
        f"**Example.** {_escaped(code.example)}\n\n"
        f"**May it be accepted?** {_escaped(accepted)}\n"
    )


def _index() -> str:
    parts = [_INTRODUCTION]
    for letters, layer in LAYERS.items():
        rows = [
            f"| [{code.code}]({code.code}.md) | {_escaped(code.title)} | {'no' if refusal(code.code) else 'yes'} |"
            for code in CODES.values()
            if code.code.startswith(letters)
        ]
        head = f"## {layer.capitalize()}\n\n| code | what is wrong | may be accepted |\n| --- | --- | --- |"
        parts.append("\n".join([head, *rows]) + "\n")
    return "\n".join(parts)


def _escaped(text: str) -> str:
    """Text in which no sign is taken for an HTML tag; what stands in backticks stays as it is."""
    pieces = re.split(r"(`[^`]+`)", text)
    return "".join(p if p.startswith("`") and len(p) > 1 else p.replace("<", "\\<") for p in pieces)
