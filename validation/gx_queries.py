"""Checks as queries: the rows that break one, and the condition of a kind that looks at single rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from validation.checks import BATCH, COLON_BEFORE_WORD, TableCheck


def quote_identifier(name: str) -> str:
    """Return a name as a quoted SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal_path(path: Path) -> str:
    """Return a path in which DuckDB finds no wildcard, whatever the file is called."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in str(path))


def literal(value: object) -> str:
    """A value as a SQL literal.

    Raises:
        TypeError: a type that no check uses.
    """
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return repr(value)
        case float():
            return f"CAST('{value!r}' AS DOUBLE)"
        case dt.date():
            return f"DATE '{value.isoformat()}'"
        case str():
            return "'" + value.replace("'", "''") + "'"
    msg = f"no SQL literal for {type(value).__name__}"
    raise TypeError(msg)


def inlined(sql: str, parameters: Sequence[object]) -> str:
    """A query with its parameters written out, for an engine call that takes none.

    Raises:
        ValueError: as many question marks as parameters are not there.
    """
    parts = sql.split("?")
    if not parameters:
        return sql
    if len(parts) != len(parameters) + 1:
        msg = "parameters and question marks differ in number"
        raise ValueError(msg)
    filled = [literal(value) + part for value, part in zip(parameters, parts[1:], strict=True)]
    return parts[0] + "".join(filled)


def anchored(regex: str) -> str:
    """Return a pattern that only a whole value matches.

    An engine may search (DuckDB 2) or match whole values (DuckDB 1); with both anchors the answer
    is the same. `^a|b$` would still mean "starts with a, or ends with b", hence the group.
    """
    body = regex.removeprefix("^")
    if body.endswith("$") and (len(body) - len(body[:-1].rstrip("\\"))) % 2 == 1:
        body = body[:-1]
    return f"^(?:{body})$" if "|" in body else f"^{body}$"


def escaped(sql: str) -> str:
    """Return the SQL of a `rows` check as Great Expectations must be given it.

    It formats the query (so braces are doubled), puts an alias of its own behind the table unless
    the query has a JOIN (so the table goes into a subquery, which takes any alias), and reads
    `:word` as a parameter (so the colon is escaped).
    """
    parts = (part.replace("{", "{{").replace("}", "}}") for part in sql.split(BATCH))
    return COLON_BEFORE_WORD.sub(r"\\:", f"(SELECT * FROM {BATCH})".join(parts))


def parent_sql(check: TableCheck) -> str:
    """Return a `parent` check as the SQL of a `rows` check."""
    (column,), (parent,) = check.columns, check.params["tables"]
    child, key = (quote_identifier(name) for name in (column, check.params["key"]))
    return (
        f"SELECT c.* FROM {BATCH} c LEFT JOIN {quote_identifier(parent)} p ON c.{child} = p.{key} "
        f"WHERE c.{child} IS NOT NULL AND p.{key} IS NULL"
    )


def condition(check: TableCheck) -> tuple[str, list[Any]] | None:
    """Return what is true of a row that breaks a check, with its parameters; None if it takes more than one row."""
    columns = [quote_identifier(column) for column in check.columns]
    params = check.params
    match check.kind:
        case "not_null":
            return f"{columns[0]} IS NULL", []
        case "in_set":
            values = list(params["values"])
            return f"{columns[0]} NOT IN ({', '.join('?' * len(values))})", values
        case "matches":
            return f"NOT regexp_full_match({columns[0]}, ?)", [anchored(params["regex"])]
        case "not_after":
            return f"{columns[0]} > {columns[1]}", []
        case "length_between" | "between":
            measured = f"length({columns[0]})" if check.kind == "length_between" else columns[0]
            bounds = [("<", params.get("min")), (">", params.get("max"))]
            outside = [(f"{measured} {sign} ?", b) for sign, b in bounds if b is not None]
            return " OR ".join(text for text, _ in outside), [b for _, b in outside]
    return None


def offenders(check: TableCheck, table: str) -> tuple[str, list[Any]]:
    """Return the query for the rows that break a check, reading it as `table`; and its parameters."""
    columns = [quote_identifier(column) for column in check.columns]
    match check.kind:
        case "rows" | "parent":
            sql = check.params["sql"] if check.kind == "rows" else parent_sql(check)
            return sql.replace(BATCH, table).rstrip("; \n"), []
        case "row_count_at_least":
            count = f"SELECT count(*) AS row_count FROM {table}"
            return f"SELECT * FROM ({count}) WHERE row_count < ?", [check.params["min"]]
        case "unique":
            key = ", ".join(columns)
            filled = " AND ".join(f"{column} IS NOT NULL" for column in columns)
            grouped = f"FROM {table} WHERE {filled} GROUP BY {key} HAVING count(*) > 1"
            return f"SELECT * FROM {table} WHERE ({key}) IN (SELECT ({key}) {grouped})", []
    broken, parameters = condition(check) or ("false", [])
    return f"SELECT * FROM {table} WHERE {broken}", parameters
