"""The figures of the datasheet: queries over the tables of a release, each with the Markdown it becomes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from dataset.releasing.coverage import TOOK_PLACE, rows
from dataset.releasing.facts import ReleaseFacts
from schema import vocabularies
from schema.tables import BY_NAME, TABLES
from validation.findings import Unusable

if TYPE_CHECKING:
    import duckdb

HALF = 0.5
MOST_ROWS = 100
"""A listing of outlets or articles longer than this is cut, and says so."""


def markdown(
    head: Sequence[str], body: Sequence[Sequence[object]], total: int | None = None
) -> str:
    """A table; `total` is the number of rows if `body` holds only the first ones."""
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    lines += ["| " + " | ".join(_cell(value) for value in row) + " |" for row in body]
    if total is not None and total > len(body):
        lines += ["", f"The first {len(body)} of {total}."]
    return "\n".join(lines)


def _cell(value: object) -> str:
    if value is None:
        return ""
    return " ".join(str(value).split()).replace("|", "\\|")


def percent(part: float, whole: float = 1) -> str:
    """A share in percent with one decimal; empty where there is nothing to divide by."""
    return f"{100 * part / whole:.1f} %" if whole else ""


def tables(facts: ReleaseFacts) -> str:
    """Every table with its rows."""
    body = [(f"`{t.name}`", t.rows, BY_NAME[t.name].description) for t in facts.tables]
    return markdown(("table", "rows", "one row is"), body)


def by_year(connection: duckdb.DuckDBPyConnection) -> str:
    """Articles, statements and meetings by year."""
    found = rows(
        connection,
        f"""
        SELECT year, count(*) FILTER (kind = 'a'), count(*) FILTER (kind = 's'), count(*) FILTER (kind = 'm')
        FROM (
            SELECT 'a' AS kind, year(published_latest) AS year FROM articles
            UNION ALL SELECT 's', year(date_latest) FROM statements
            UNION ALL SELECT 'm', year(start_latest) FROM meetings WHERE {TOOK_PLACE}
        ) GROUP BY year ORDER BY year NULLS LAST
        """,
    )
    body = [("unknown" if year is None else year, *counts) for year, *counts in found]
    return markdown(("year", "articles published", "statements", "meetings"), body)


def by_outlet(connection: duckdb.DuckDBPyConnection) -> str:
    """Articles and statements by the outlet that published them."""
    found = rows(
        connection,
        """
        SELECT o.name, o.iso3, count(*), sum(coalesce(s.n, 0))::BIGINT,
            min(a.published_earliest), max(a.published_latest)
        FROM articles a JOIN organizations o ON a.publisher_id = o.organization_id
        LEFT JOIN (SELECT article_id, count(*) AS n FROM statements GROUP BY 1) s USING (article_id)
        GROUP BY o.organization_id, o.name, o.iso3 ORDER BY count(*) DESC, o.name
        """,
    )
    head = ("outlet", "state", "articles", "statements", "first published", "last published")
    return markdown(head, found[:MOST_ROWS], len(found))


def by_state(connection: duckdb.DuckDBPyConnection) -> str:
    """In how many statements and meetings a state has a part, by role."""
    found = rows(
        connection,
        """
        WITH sides AS (
            SELECT DISTINCT iso3, role, statement_id AS id FROM statement_parties
            UNION ALL SELECT DISTINCT iso3, 'meeting', meeting_id FROM participants
        )
        SELECT iso3, count(*) FILTER (role = 'speaker'),
            (SELECT count(DISTINCT id) FROM sides t
             WHERE t.iso3 = s.iso3 AND t.role IN ('addressee', 'recipient')),
            count(*) FILTER (role = 'meeting')
        FROM sides s WHERE iso3 IS NOT NULL GROUP BY iso3 ORDER BY iso3
        """,
    )
    body = [(vocabularies.term("iso3", code).label, code, *counts) for code, *counts in found]
    head = ("state", "ISO 3166-1", "statements by", "statements to or at", "meetings with")
    return markdown(head, body)


def missing(connection: duckdb.DuckDBPyConnection) -> str:
    """Every column that has nulls, with their number and share."""
    body: list[Sequence[object]] = []
    for table in TABLES:
        names = [c.name for c in table.columns if c.nullable and c.derived_from is None]
        counts = ", ".join(f'count(*) - count("{name}")' for name in names)
        total, *nulls = rows(
            connection, f'SELECT count(*){", " if names else ""}{counts} FROM "{table.name}"'
        )[0]
        body += [
            (f"`{table.name}.{name}`", count, percent(count, total))
            for name, count in zip(names, nulls, strict=True)
            if count
        ]
    return markdown(("column", "null", "of its rows"), body)


def collections(connection: duckdb.DuckDBPyConnection) -> str:
    """The sampling frame, collection by collection."""
    parts = []
    for name, words, search, outlets, period, design, screened, included in rows(
        connection,
        "SELECT collection_id, description, search_string, outlets, period, design, n_screened, n_included "
        "FROM collections ORDER BY 1",
    ):
        term = vocabularies.term("design", design)
        facts = [
            f"- Design: {design}. {term.definition}",
            f"- Search: {_cell(search)}" if search else "- Search: none recorded.",
            f"- Outlets searched: {_cell(outlets)}" if outlets else "",
            f"- Period: {period}" if period else "",
            f"- Articles looked at: {'not counted' if screened is None else screened}; taken in: {included}.",
        ]
        parts.append(f"### `{name}`\n\n{_cell(words)}\n\n" + "\n".join(f for f in facts if f))
    return "\n\n".join(parts)


def scopes(connection: duckdb.DuckDBPyConnection) -> str:
    """How much of the articles was coded."""
    found = rows(connection, "SELECT coding_scope, count(*) FROM articles GROUP BY 1 ORDER BY 1")
    return markdown(("coded of the article", "articles"), found)


def methods(connection: duckdb.DuckDBPyConnection) -> str:
    """Statements by method, reviewed ones apart."""
    found = rows(
        connection,
        "SELECT method, coalesce(extractor, ''), count(*), count(reviewed_by) "
        "FROM statements GROUP BY 1, 2 ORDER BY 1, 2",
    )
    return markdown(("method", "extractor", "statements", "of them reviewed"), found)


def shares(connection: duckdb.DuckDBPyConnection) -> str:
    """How much of each article the published text and offsets would re-assemble."""
    found = rows(
        connection,
        "SELECT article_id, region_chars, published_chars, published_share FROM article_shares "
        "ORDER BY published_share DESC, article_id",
    )
    if not found:
        return ""
    all_shares = [row[3] for row in found]
    summary = (
        "What the published texts and offsets would re-assemble of an article lies between "
        f"{percent(all_shares[-1])} and {percent(all_shares[0])} of its characters, with a median of "
        f"{percent(median(all_shares))}; {sum(share > HALF for share in all_shares)} of {len(found)} "
        "articles are above half."
    )
    body = [(f"`{name}`", whole, part, percent(share)) for name, whole, part, share in found]
    head = ("article", "characters", "published", "share")
    return f"{summary}\n\n{markdown(head, body[:MOST_ROWS], len(body))}"


def retired(connection: duckdb.DuckDBPyConnection) -> str:
    """Withdrawn records by table and reason."""
    found = rows(
        connection, "SELECT record_table, reason, count(*) FROM retired GROUP BY 1, 2 ORDER BY 1, 2"
    )
    if not found:
        return "No record has been withdrawn so far."
    return markdown(("table", "reason", "withdrawn records"), found)


def from_file(path: Path | None) -> str:
    """Figures of a JSON file, however deeply it nests them, one a line; empty without a file.

    Raises Unusable when the file cannot be read as JSON.
    """
    if path is None:
        return ""
    document = read_figures(path)
    body = list(_leaves(document))
    return markdown(("figure", "value"), body[:MOST_ROWS], len(body))


def read_figures(path: Path) -> Any:
    """What a JSON file holds. Raises Unusable when it cannot be read as JSON."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Unusable(f"{path}: not a file of figures ({error})") from None


def _leaves(node: Any, name: str = "") -> Iterator[tuple[str, object]]:
    """Every single value with the path to it, joined by dots."""
    if isinstance(node, dict):
        for key in sorted(node):
            yield from _leaves(node[key], f"{name}.{key}" if name else str(key))
    elif isinstance(node, list):
        for number, item in enumerate(node, 1):
            yield from _leaves(item, f"{name}.{number}" if name else str(number))
    else:
        yield f"`{name}`", f"{node:.4g}" if isinstance(node, float) else node
