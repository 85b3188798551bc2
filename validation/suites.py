"""Suites: the checks of every table, generated from the registry, and the rules that span tables.

Nothing here runs anything. A check is data (`TableCheck`); `gx_runner` turns it into a stock Great Expectations
expectation and runs it on whatever engine holds the tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from schema import vocabularies
from schema.tables import BY_NAME, TABLES, Column, Table
from validation.checks import TableCheck

CROSS = "cross-table"
NEVER_EMPTY = ("collections", "articles", "vocabularies")
IN_SQL = {"rows", "parent"}
"""Kinds of checks that are queries, so that only an engine with SQL can run them."""


def all_checks(tables: Sequence[Table] = TABLES) -> list[TableCheck]:
    """Every check of the given tables, those across tables last."""
    present = {table.name for table in tables}
    checks = [check for table in tables for check in table_checks(table)]
    return checks + [check for check in CROSS_CHECKS if check.table in present]


@dataclass(frozen=True)
class Suite:
    """The checks of one table as they are published: about its own columns, or queries that need other tables too."""

    name: str
    table: str
    checks: tuple[TableCheck, ...]
    is_across: bool


def published() -> Iterator[Suite]:
    """Every check by table, what needs SQL apart from what does not; the latter only where there is any."""
    checks = all_checks()
    for table in TABLES:
        here = [check for check in checks if check.table == table.name]
        own = tuple(check for check in here if check.kind not in IN_SQL)
        across = tuple(check for check in here if check.kind in IN_SQL)
        yield Suite(table.name, table.name, own, is_across=False)
        if across:
            yield Suite(f"{table.name} {CROSS}", table.name, across, is_across=True)


def keys() -> dict[str, tuple[str, ...]]:
    """Key columns by table, for naming the rows that fail."""
    return {table.name: table.key for table in TABLES}


def table_checks(table: Table) -> Iterator[TableCheck]:
    """Checks of one table that follow from its model."""
    yield TableCheck(
        f"{table.name}.key-unique",
        table.name,
        "TAB005",
        table.key,
        "unique",
        {},
        f"key of {table.name} is not unique",
        "remove or renumber one of the rows",
    )
    if table.name in NEVER_EMPTY:
        yield TableCheck(
            f"{table.name}.not-empty",
            table.name,
            "TAB017",
            (),
            "row_count_at_least",
            {"min": 1},
            f"{table.name} has no rows",
            "build the dataset from its records; nothing can be checked in an empty one",
        )
    for column in table.columns:
        yield from _column_checks(table, column)
    if {"record_table", "record_id"} <= {c.name for c in table.columns}:
        yield _owner_exists(table)


def _column_checks(table: Table, column: Column) -> Iterator[TableCheck]:
    def check(
        rule: str, code: str, kind: str, params: dict[str, object], message: str, hint: str
    ) -> TableCheck:
        return TableCheck(
            f"{table.name}.{column.name}.{rule}",
            table.name,
            code,
            (column.name,),
            kind,
            params,
            message,
            hint,
        )

    if not column.nullable:
        yield check(
            "not-null",
            "TAB004",
            "not_null",
            {},
            f"{column.name} is null",
            "fill in the value, or remove the row",
        )
    if column.vocabulary:
        yield check(
            "in-vocabulary",
            "TAB006",
            "in_set",
            {"values": vocabularies.values(column.vocabulary)},
            f"{column.name} is not in the vocabulary {column.vocabulary}",
            f"use a value of the vocabulary {column.vocabulary} (table vocabularies)",
        )
    if column.pattern and column.pattern.startswith("^") and column.pattern.endswith("$"):
        yield check(
            "form",
            "TAB007",
            "matches",
            {"regex": column.pattern},
            f"{column.name} does not have the required form",
            f"the form is {column.pattern}",
        )
    if column.minimum is not None or column.maximum is not None:
        low, high = column.minimum, column.maximum
        yield check(
            "range",
            "TAB010",
            "between",
            {"min": low, "max": high},
            f"{column.name} is out of range",
            f"the range is {low if low is not None else 'open'} to {high if high is not None else 'open'}",
        )
    if column.is_date_profile:
        first, last = f"{column.name}_earliest", f"{column.name}_latest"
        yield TableCheck(
            f"{table.name}.{column.name}.bounds-in-order",
            table.name,
            "TAB009",
            (first, last),
            "not_after",
            {},
            f"{first} lies after {last}",
            "derive the bounds again from the date",
        )
    if column.references:
        yield _parent_exists(table, column, column.references)


def _parent_exists(table: Table, column: Column, parent: str) -> TableCheck:
    (key,) = BY_NAME[parent].key
    return TableCheck(
        f"{table.name}.{column.name}.parent-exists",
        table.name,
        "TAB008",
        (column.name,),
        "parent",
        {"tables": (parent,), "key": key},
        f"{column.name} is not in {parent}",
        f"add the record to {parent}, or remove the row",
    )


def _owner_exists(table: Table) -> TableCheck:
    """`record_table` and `record_id` together lead to a row of one of the tables with permanent ids."""
    owners = [t for t in TABLES if t.group == "record"]
    known = " UNION ALL ".join(
        f'SELECT \'{t.name}\' AS t, "{t.key[0]}" AS i FROM "{t.name}"' for t in owners
    )
    sql = (
        f"SELECT c.* FROM {{batch}} c LEFT JOIN ({known}) k ON c.record_table = k.t AND c.record_id = k.i "
        "WHERE k.i IS NULL AND c.record_id IS NOT NULL"
    )
    return TableCheck(
        f"{table.name}.owner-exists",
        table.name,
        "TAB008",
        ("record_table", "record_id"),
        "rows",
        {"sql": sql, "tables": tuple(t.name for t in owners)},
        "the row belongs to no record",
        "add the record it belongs to, or remove the row",
    )


def _rows(
    name: str,
    table: str,
    code: str,
    columns: tuple[str, ...],
    others: tuple[str, ...],
    sql: str,
    *,
    told: tuple[str, str],
) -> TableCheck:
    """A rule in SQL that selects the offending rows; `told` is what is wrong and what to do."""
    params = {"sql": sql, "tables": others}
    return TableCheck(f"{CROSS}.{name}", table, code, columns, "rows", params, *told)


def _in_text(table: str, start: str = "start", end: str = "end") -> TableCheck:
    return _rows(
        f"{table}-in-text",
        table,
        "TAB011",
        (start, end),
        ("articles",),
        f"SELECT c.* FROM {{batch}} c JOIN articles a ON c.article_id = a.article_id "
        f'WHERE c."{start}" >= c."{end}" OR c."{end}" > a.source_chars',
        told=(
            "the span is empty, reversed or beyond the end of the source",
            "build the dataset again from its sources",
        ),
    )


def _same_ids(wide: str, base: str, key: str) -> TableCheck:
    return _rows(
        f"{wide}-complete",
        base,
        "TAB014",
        (key,),
        (wide,),
        f'SELECT c.* FROM {{batch}} c LEFT JOIN "{wide}" w ON c."{key}" = w."{key}" WHERE w."{key}" IS NULL',
        told=(f"the row is not in {wide}", "build the dataset again"),
    )


def _in_post(parties: str, acts: str, key: str, day: str) -> TableCheck:
    """Parties act in posts that they held on the day: only what is surely wrong is selected."""
    return _rows(
        f"{parties}-in-post",
        parties,
        "TIM001",
        ("tenure_id",),
        (acts, "tenures"),
        f"SELECT c.* FROM {{batch}} c JOIN {acts} a ON c.{key} = a.{key} "
        "JOIN tenures t ON c.tenure_id = t.tenure_id "
        f"WHERE (a.{day}_latest < t.start_earliest AND NOT a.{day}_uncertain "
        f"AND NOT t.start_uncertain) OR (a.{day}_earliest > t.end_latest "
        f"AND NOT a.{day}_uncertain AND NOT t.end_uncertain)",
        told=("the post was not held on that day", "use the post held then, or correct the dates"),
    )


def _own_tenure(parties: str) -> TableCheck:
    return _rows(
        f"{parties}-have-tenure",
        parties,
        "REF005",
        ("official_id", "tenure_id"),
        ("tenures",),
        "SELECT c.* FROM {batch} c JOIN tenures t ON c.tenure_id = t.tenure_id "
        "WHERE c.official_id IS NULL OR c.official_id <> t.official_id",
        told=("the tenure is that of somebody else", "correct the official or the tenure"),
    )


CROSS_CHECKS: tuple[TableCheck, ...] = (
    _in_text("anchors"),
    _in_text("mentions"),
    _in_text("article_regions"),
    _in_text("evidence"),
    _same_ids("statements_wide", "statements", "statement_id"),
    _same_ids("meetings_wide", "meetings", "meeting_id"),
    _same_ids("statements", "statements_wide", "statement_id"),
    _same_ids("meetings", "meetings_wide", "meeting_id"),
    _same_ids("article_shares", "articles", "article_id"),
    _rows(
        "anchors-exact-length",
        "anchors",
        "TAB011",
        ("exact", "start", "end"),
        (),
        'SELECT * FROM {batch} c WHERE c."exact" IS NOT NULL AND length(c."exact") <> c."end" - c."start"',
        told=("exact is not as long as its span", "build the dataset again from its sources"),
    ),
    _rows(
        "anchors-of-own-article",
        "anchors",
        "TAB014",
        ("record_id", "article_id"),
        ("statements",),
        "SELECT c.* FROM {batch} c JOIN statements s ON c.record_table = 'statements' AND c.record_id = s.statement_id "
        "WHERE c.article_id <> s.article_id",
        told=("the anchor of a statement lies in another article", "build the dataset again"),
    ),
    _rows(
        "statements-have-content-anchor",
        "statements",
        "TAB014",
        ("statement_id",),
        ("anchors",),
        "SELECT c.* FROM {batch} c WHERE c.statement_id NOT IN "
        "(SELECT record_id FROM anchors "
        "WHERE record_table = 'statements' AND role = 'content' AND record_id IS NOT NULL)",
        told=("the statement has no content anchor", "build the dataset again"),
    ),
    _rows(
        "statements-have-speaker",
        "statements",
        "TAB014",
        ("statement_id",),
        ("statement_parties",),
        "SELECT c.* FROM {batch} c WHERE c.statement_id NOT IN "
        "(SELECT statement_id FROM statement_parties WHERE role = 'speaker' AND statement_id IS NOT NULL)",
        told=("the statement has no speaker", "add a speaker row, or build the dataset again"),
    ),
    _rows(
        "collections-count",
        "collections",
        "TAB014",
        ("n_included",),
        ("articles",),
        "SELECT c.* FROM {batch} c WHERE c.n_included <> "
        "(SELECT count(*) FROM articles a WHERE a.collection_id = c.collection_id)",
        told=("n_included is not the number of articles of the collection", "correct n_included"),
    ),
    _rows(
        "meetings-article-count",
        "meetings",
        "TAB014",
        ("article_count",),
        ("meeting_reports",),
        "SELECT c.* FROM {batch} c WHERE c.article_count <> "
        "(SELECT count(DISTINCT r.article_id) FROM meeting_reports r WHERE r.meeting_id = c.meeting_id)",
        told=(
            "article_count is not the number of articles that report the meeting",
            "build the dataset again",
        ),
    ),
    _rows(
        "meetings-status",
        "meetings",
        "TAB016",
        ("status",),
        ("meeting_reports",),
        "SELECT c.* FROM {batch} c WHERE c.status <> 'unclear' AND NOT EXISTS "
        "(SELECT 1 FROM meeting_reports r WHERE r.meeting_id = c.meeting_id AND r.reported_status = c.status)",
        told=("no report of the meeting says so", "build the dataset again"),
    ),
    _in_post("statement_parties", "statements", "statement_id", "date"),
    _in_post("participants", "meetings", "meeting_id", "start"),
    _own_tenure("statement_parties"),
    _own_tenure("participants"),
    _rows(
        "said-before-published",
        "statements",
        "TIM004",
        ("date",),
        ("articles",),
        "SELECT c.* FROM {batch} c JOIN articles a ON c.article_id = a.article_id "
        "WHERE c.date_earliest > a.published_latest AND NOT c.date_uncertain AND NOT a.published_uncertain",
        told=(
            "said after the article was published",
            "correct the date of the statement or of the article",
        ),
    ),
    _rows(
        "reported-after-held",
        "meeting_reports",
        "TIM002",
        ("reported_status",),
        ("articles", "meetings"),
        "SELECT c.* FROM {batch} c JOIN articles a ON c.article_id = a.article_id "
        "JOIN meetings m ON c.meeting_id = m.meeting_id "
        "WHERE c.reported_status = 'held' AND c.stance = 'reports' AND NOT a.published_uncertain "
        "AND NOT coalesce(c.reported_start_uncertain, m.start_uncertain) "
        "AND a.published_latest < coalesce(c.reported_start_earliest, m.start_earliest)",
        told=("reported as held before it took place", "correct the dates or the reported status"),
    ),
    _rows(
        "retired-not-used",
        "retired",
        "REF004",
        ("retired_id",),
        tuple(t.name for t in TABLES if t.group == "record"),
        "SELECT c.* FROM {batch} c WHERE c.retired_id IN ("
        + " UNION ALL ".join(
            f'SELECT "{t.key[0]}" FROM "{t.name}"' for t in TABLES if t.group == "record"
        )
        + ")",
        told=("the retired id is in use", "use another id, or the record that replaces it"),
    ),
)
