"""How metadata files are written: the same facts always give the same text."""

from __future__ import annotations

import json
from typing import Any


def as_json(document: Any) -> str:
    """JSON with sorted keys, in UTF-8, with a newline at the end. Lists keep their order."""
    return json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def given(**facts: Any) -> dict[str, Any]:
    """A mapping without what is not known (None)."""
    return {name: value for name, value in facts.items() if value is not None}
