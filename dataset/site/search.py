"""The statements as the search page reads them: columns in a script, for from disk a page may load nothing else."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from dataset.site.tables import Row, Tables
from dataset.site.views import Statement, Views, Who

COLUMNS = (
    "id",
    "content",
    "cue",
    "speakers",
    "sides",
    "recipients",
    "article",
    "sequence",
    "type",
    "act",
    "topics",
    "first",
    "last",
    "when",
)


class _Values:
    """Values that many rows share, each written once; rows hold their numbers."""

    def __init__(self) -> None:
        self.entries: list[dict[str, str]] = []
        self._numbers: dict[str, int] = {}

    def number(self, key: str, describe: Callable[[], dict[str, str]]) -> int:
        if key not in self._numbers:
            self._numbers[key] = len(self.entries)
            self.entries.append(describe())
        return self._numbers[key]


def script(views: Views) -> str:
    """A script that puts all statements into `globalThis.STATEMENTS`."""
    found = json.dumps(index(views), ensure_ascii=False, separators=(",", ":"))
    # A string that the browser's JSON parser reads is taken in faster than a script of the same length.
    text = json.dumps(found, ensure_ascii=False)
    return f"globalThis.STATEMENTS = JSON.parse({text});\n"


def index(views: Views) -> dict[str, Any]:
    """Columns of all statements by date, and the values that they share."""
    tables = views.tables
    shared: dict[str, _Values] = defaultdict(_Values)
    statements = sorted(views.statements.values(), key=lambda statement: statement.sorted_by)
    rows = [_row(tables, statement, shared) for statement in statements]
    columns = {name: [row[name] for row in rows] for name in COLUMNS}
    return {
        "version": tables.about.version,
        "count": len(rows),
        "columns": columns,
        "values": {name: values.entries for name, values in sorted(shared.items())},
    }


def _row(tables: Tables, statement: Statement, shared: dict[str, _Values]) -> dict[str, Any]:
    row = statement.row

    def coded(name: str, vocabulary: str, value: str) -> int:
        return shared[name].number(
            value, lambda: {"id": value, "name": tables.label(vocabulary, value)}
        )

    return {
        "id": statement.id,
        "content": row["content"],
        "cue": row["cue"] or "",
        "speakers": [
            shared["speakers"].number(
                who.link or who.name,
                lambda who=who: _speaker(tables, who),  # type: ignore[misc]
            )
            for who in statement.speakers
        ],
        "sides": [
            coded("sides", "iso3", side)
            for side in sorted({who.iso3 for who in statement.speakers if who.iso3})
        ],
        "recipients": "; ".join(_names([*statement.addressees, *statement.recipients])),
        "article": shared["articles"].number(
            row["article_id"],
            lambda: {
                "id": row["article_id"],
                "name": row["article_title"],
                "publisher": row["publisher"],
                "language": _language(tables, row),
            },
        ),
        "sequence": row["sequence"],
        "type": coded("types", "quote_type", row["quote_type"]),
        "act": coded("acts", "speech_act", row["speech_act"]),
        "topics": [coded("topics", "topic", topic) for topic in statement.topics],
        "first": str(row["date_earliest"] or ""),
        "last": str(row["date_latest"] or ""),
        "when": statement.when or "",
    }


def _names(parties: Iterable[Who]) -> list[str]:
    return list(dict.fromkeys(who.name for who in parties))


def _language(tables: Tables, row: Row) -> str:
    article = tables.find("articles", row["article_id"])
    return str(article["language"]) if article else "und"


def _speaker(tables: Tables, who: Who) -> dict[str, str]:
    """A speaker with every form of the name, so that whoever knows another spelling or script finds the words."""
    table = "officials" if who.official_id else "organizations"
    forms = [row["name"] for row in tables.belonging("names", table, who.link or "")]
    others = [form for form in dict.fromkeys(forms) if form != who.name]
    return {"id": who.link or "", "name": who.name, "forms": " ".join(others)}
