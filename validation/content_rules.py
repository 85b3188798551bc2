"""Rules within and across tables that a foreign folder of Parquet can break: words, spans, dates, parties.

Most of them hold for records too (and have the code that they have there); nobody else checks them in tables
that somebody else built. Each is data, as in `suites`: a query that selects the offending rows. A rule passes
over what another one tells already, so that one mistake is one finding.
"""

# ruff: noqa: S608 # the names put into the SQL are the registry's and this module's

from __future__ import annotations

from collections.abc import Iterator, Sequence

from schema import vocabularies
from schema.statements import JOINT
from schema.tables import TABLES
from validation.checks import TableCheck

AGAIN = "build the dataset again from its records and sources"


def content_checks() -> list[TableCheck]:
    """Every rule of this module, in the order of the tables they are about."""
    rules = [
        *_forms(),
        *_words(),
        *_regions(),
        *_contradictions(),
        *_parties(),
        *_references(),
        *_times(),
    ]
    order = [table.name for table in TABLES]
    return sorted(rules, key=lambda rule: order.index(rule.table))


def _rule(
    name: str,
    table: str,
    code: str,
    columns: tuple[str, ...],
    sql: str,
    *,
    others: tuple[str, ...] = (),
    told: tuple[str, str],
) -> TableCheck:
    """A rule in SQL; `told` is what is wrong and what to do."""
    return TableCheck(
        f"{table}.{name}", table, code, columns, "rows", {"sql": sql, "tables": others}, *told
    )


def _values(rows: Sequence[tuple[object, ...]], *names: str) -> str:
    """A small table of texts and numbers, as SQL."""
    lines = (
        ", ".join("NULL" if v is None else f"'{v}'" if isinstance(v, str) else f"{v}" for v in row)
        for row in rows
    )
    return f"(VALUES {', '.join(f'({line})' for line in lines)}) v({', '.join(names)})"


def _one_of(vocabulary: str, *leave_out: str) -> str:
    """The values of a vocabulary as an SQL list."""
    values = (v for v in vocabularies.values(vocabulary) if v not in leave_out)
    return f"({', '.join(repr(value) for value in values)})"


# form


def _forms() -> Iterator[TableCheck]:
    yield _rule(
        "published_at.form",
        "articles",
        "TAB007",
        ("published_at",),
        "SELECT c.* FROM {batch} c WHERE c.published_at IS NOT NULL AND ("
        "NOT regexp_full_match(c.published_at, '\\d{4}-\\d\\d-\\d\\dT\\d\\d.\\d\\d.\\d\\dZ') "
        "OR try_strptime(c.published_at, '%Y-%m-%dT%H' || chr(58) || '%M' || chr(58) || '%SZ') IS NULL)",
        told=("published_at is no time in UTC", "write it as 2020-07-22T13:37:00Z"),
    )


# words and their anchors


_SOUND = 'a."start" < a."end" AND a."end" <= t.source_chars'
"""A span that another rule has no fault to find with."""

_CONTENTS = (
    "(SELECT x.record_id, array_to_string(list_transform(list_sort(list(struct_pack(s := x.segment, e := x.exact))), "
    f"lambda p: p.e), '{JOINT}') AS words, "
    'bool_and(x.exact IS NOT NULL AND length(x.exact) = x."end" - x."start") AS sound '
    "FROM anchors x WHERE x.record_table = 'statements' AND x.role = 'content' GROUP BY x.record_id)"
)
"""The words of every statement as its content anchors give them."""

_QUOTED = (
    "(SELECT q.record_id, array_to_string(list_transform(list_sort(list(struct_pack(s := q.segment, "
    'e := substring(x.exact, q."start" - x."start" + 1, q."end" - q."start")))), lambda p: p.e), '
    f"'{JOINT}') AS words, bool_and(x.exact IS NOT NULL) AS sound "
    "FROM anchors q LEFT JOIN anchors x ON x.record_table = 'statements' AND x.role = 'content' "
    'AND x.record_id = q.record_id AND x."start" <= q."start" AND q."end" <= x."end" '
    "WHERE q.record_table = 'statements' AND q.role = 'quoted' GROUP BY q.record_id)"
)
"""The quoted words of every statement: what its quoted anchors cut out of its content anchors."""


def _words() -> Iterator[TableCheck]:
    yield _rule(
        "exact-for-contents-only",
        "anchors",
        "TAB021",
        ("role", "exact"),
        "SELECT c.* FROM {batch} c WHERE "
        f"c.role IN {_one_of('anchor_role')} AND (c.role = 'content') <> (c.exact IS NOT NULL)",
        told=("contents have exact, and nothing else has", AGAIN),
    )
    yield _rule(
        "quoted-inside-content",
        "anchors",
        "TAB021",
        ("role", "start", "end"),
        "SELECT c.* FROM {batch} c JOIN articles t ON c.article_id = t.article_id "
        "WHERE c.record_table = 'statements' AND c.role = 'quoted' "
        'AND c."start" < c."end" AND c."end" <= t.source_chars '
        "AND EXISTS (SELECT 1 FROM anchors x WHERE x.record_table = 'statements' AND x.role = 'content' "
        "AND x.record_id = c.record_id) "
        "AND NOT EXISTS (SELECT 1 FROM anchors x WHERE x.record_table = 'statements' AND x.role = 'content' "
        'AND x.record_id = c.record_id AND x."start" <= c."start" AND c."end" <= x."end")',
        others=("articles", "anchors"),
        told=("quoted words lie outside the content", AGAIN),
    )
    yield _rule(
        "content-as-anchored",
        "statements",
        "TAB021",
        ("content",),
        f"SELECT c.*, k.words AS anchored FROM {{batch}} c JOIN {_CONTENTS} k ON c.statement_id = k.record_id "
        "WHERE k.sound AND c.content <> k.words",
        others=("anchors",),
        told=("content is not what its anchors hold", AGAIN),
    )
    yield _rule(
        "quoted-as-anchored",
        "statements",
        "TAB021",
        ("quoted_text",),
        f"SELECT c.*, q.words AS anchored FROM {{batch}} c LEFT JOIN {_CONTENTS} k ON c.statement_id = k.record_id "
        f"LEFT JOIN {_QUOTED} q ON c.statement_id = q.record_id WHERE k.sound AND c.content = k.words AND ("
        "(c.quote_type IN ('direct', 'mixed') AND c.quoted_text IS NOT NULL "
        "AND (q.record_id IS NULL OR (q.sound AND q.words <> c.quoted_text))) "
        "OR (c.quote_type = 'indirect' AND c.quoted_text IS NULL AND q.record_id IS NOT NULL))",
        others=("anchors",),
        told=("quoted_text is not what its anchors mark in the content", AGAIN),
    )
    yield _printed("statements", "cue", ("statements", "'cue'", "statement_id", "1"))
    yield _printed(
        "statement_parties", "label", ("statements", "c.role", "statement_id", "c.sequence")
    )
    yield _printed(
        "participants", "label", ("meetings", "'participant'", "meeting_id", "c.sequence")
    )
    yield _rule(
        "report-has-support",
        "meeting_reports",
        "TAB021",
        ("meeting_id",),
        "SELECT c.* FROM {batch} c WHERE NOT EXISTS (SELECT 1 FROM anchors a WHERE a.record_table = 'meetings' "
        "AND a.role = 'support' AND a.record_id = c.meeting_id AND a.article_id = c.article_id) "
        "AND EXISTS (SELECT 1 FROM meetings m WHERE m.meeting_id = c.meeting_id) "
        "AND EXISTS (SELECT 1 FROM articles t WHERE t.article_id = c.article_id)",
        others=("anchors", "meetings", "articles"),
        told=("no words of the article are marked that report the meeting", AGAIN),
    )


def _printed(table: str, column: str, anchor: tuple[str, str, str, str]) -> TableCheck:
    """A cue or label has an anchor of its length, and none where it is null."""
    owner, role, key, segment = anchor
    return _rule(
        f"{column}-as-anchored",
        table,
        "TAB021",
        (column,),
        f"SELECT c.* FROM {{batch}} c JOIN {owner} o ON c.{key} = o.{key} LEFT JOIN anchors a "
        f"ON a.record_table = '{owner}' AND a.record_id = c.{key} AND a.role = {role} AND a.segment = {segment} "
        f"LEFT JOIN articles t ON a.article_id = t.article_id "
        f"WHERE (c.{column} IS NULL) <> (a.role IS NULL) OR (trim(c.{column}) <> '' "
        f'AND length(c.{column}) <> a."end" - a."start" AND {_SOUND})',
        others=(owner, "anchors", "articles"),
        told=(f"{column} has no anchor of its length", AGAIN),
    )


# spans and regions


_UNSOUND_REGIONS = (
    "(SELECT r.article_id FROM article_regions r JOIN articles t ON r.article_id = t.article_id "
    'WHERE r."start" >= r."end" OR r."end" > t.source_chars)'
)


def _regions() -> Iterator[TableCheck]:
    yield _rule(
        "has-regions",
        "articles",
        "TAB014",
        ("article_id",),
        "SELECT c.* FROM {batch} c WHERE NOT EXISTS "
        "(SELECT 1 FROM article_regions r WHERE r.article_id = c.article_id)",
        others=("article_regions",),
        told=("the article has no regions", AGAIN),
    )
    yield _rule(
        "in-order",
        "article_regions",
        "QUO010",
        ("start", "end"),
        "SELECT c.* FROM {batch} c WHERE EXISTS (SELECT 1 FROM article_regions r "
        'WHERE r.article_id = c.article_id AND r.sequence < c.sequence AND r."end" > c."start") '
        f"AND c.article_id NOT IN {_UNSOUND_REGIONS}",
        others=("article_regions", "articles"),
        told=("the region overlaps an earlier one, or stands before it", AGAIN),
    )
    for table in ("anchors", "mentions"):
        yield _rule(
            "inside-regions",
            table,
            "QUO005",
            ("start", "end"),
            "SELECT c.* FROM {batch} c JOIN articles t ON c.article_id = t.article_id "
            'WHERE c."start" < c."end" AND c."end" <= t.source_chars '
            f"AND c.article_id NOT IN {_UNSOUND_REGIONS} "
            "AND EXISTS (SELECT 1 FROM article_regions r WHERE r.article_id = c.article_id) "
            "AND NOT EXISTS (SELECT 1 FROM article_regions r WHERE r.article_id = c.article_id "
            'AND r."start" <= c."start" AND c."end" <= r."end")'
            + (_OF_OWN_ARTICLE if table == "anchors" else ""),
            others=(
                "articles",
                "article_regions",
                *(("statements",) if table == "anchors" else ()),
            ),
            told=("the span lies in site furniture, outside the article's regions", AGAIN),
        )
    kinds = (
        "(SELECT x.record_id, bool_or(r.kind = 'headline') AS headline, "
        "bool_or(r.kind IN ('caption', 'credits')) AS outside FROM anchors x JOIN article_regions r "
        'ON r.article_id = x.article_id AND r."start" <= x."start" AND x."end" <= r."end" '
        "WHERE x.record_table = 'statements' AND x.role = 'content' GROUP BY x.record_id)"
    )
    yield _rule(
        "not-from-caption",
        "statements",
        "QUO011",
        ("content",),
        f"SELECT c.* FROM {{batch}} c JOIN {kinds} k ON c.statement_id = k.record_id WHERE k.outside",
        others=("anchors", "article_regions"),
        told=("the content stands in a caption or credit line", AGAIN),
    )
    yield _rule(
        "location-as-region",
        "statements",
        "QUO012",
        ("location",),
        f"SELECT c.* FROM {{batch}} c JOIN {kinds} k ON c.statement_id = k.record_id WHERE NOT k.outside "
        f"AND c.location IN {_one_of('statement_location')} AND k.headline <> (c.location = 'headline')",
        others=("anchors", "article_regions"),
        told=("location contradicts the region of the content", "correct location, or the regions"),
    )


_OF_OWN_ARTICLE = (
    " AND NOT EXISTS (SELECT 1 FROM statements s WHERE c.record_table = 'statements' "
    "AND s.statement_id = c.record_id AND s.article_id <> c.article_id)"
)


# rows that contradict themselves


def _contradictions() -> Iterator[TableCheck]:
    rules = (
        (
            "statements",
            ("quote_type", "quoted_text"),
            (
                "(c.quote_type = 'indirect' AND c.quoted_text IS NOT NULL) "
                "OR (c.quote_type IN ('direct', 'mixed') AND c.quoted_text IS NULL)"
            ),
            "indirect statements have no quoted_text, direct and mixed ones have some",
        ),
        (
            "statements",
            ("is_primary", "utterance_id", "report_relation"),
            "c.is_primary <> (c.utterance_id IS NULL) OR c.is_primary <> (c.report_relation IS NULL)",
            "utterance_id and report_relation are given exactly when is_primary is false",
        ),
        (
            "statements",
            ("method", "extractor"),
            f"c.method IN {_one_of('method')} AND (c.method = 'extracted') <> (c.extractor IS NOT NULL)",
            "extractor is given exactly when method is extracted",
        ),
        (
            "statements",
            ("date", "date_basis"),
            "(c.date IS NULL) <> (c.date_basis IS NULL)",
            "date and date_basis go together",
        ),
        (
            "statement_parties",
            ("label", "basis"),
            f"c.label IS NULL AND c.basis IN {_one_of('party_basis', 'external')}",
            "a party without a label as printed must have basis external",
        ),
        (
            "statement_parties",
            ("official_id", "organization_id", "label"),
            "c.basis = 'external' AND coalesce(c.official_id, c.organization_id, c.label) IS NULL",
            "the party names nobody",
        ),
        (
            "participants",
            ("official_id", "organization_id", "label"),
            "coalesce(c.official_id, c.organization_id, c.label, c.article_id) IS NULL",
            "the participant names nobody",
        ),
        (
            "participants",
            ("label", "article_id"),
            "(c.label IS NULL) <> (c.article_id IS NULL)",
            "label and article_id go together",
        ),
        (
            "evidence",
            ("reference_id", "article_id", "start", "end"),
            (
                '(c.reference_id IS NULL) = (c.article_id IS NULL) OR (c.article_id IS NULL) <> (c."start" IS NULL) '
                'OR (c."start" IS NULL) <> (c."end" IS NULL)'
            ),
            "evidence is either a reference, or a span of an article",
        ),
    )
    for table, columns, condition, message in rules:
        yield _rule(
            f"{columns[0]}.consistent",
            table,
            "TAB022",
            columns,
            f"SELECT c.* FROM {{batch}} c WHERE {condition}",
            told=(message, "correct the column that is wrong"),
        )


# parties and references


def _parties() -> Iterator[TableCheck]:
    states = _values(
        [(t.value, t.ccode) for t in vocabularies.vocabulary("iso3").values()], "iso3", "ccode"
    )
    for table, key in (("statement_parties", "statement_id"), ("participants", "meeting_id")):
        yield _rule(
            "named-once",
            table,
            "REF016",
            ("role", "official_id", "organization_id", "label"),
            f"SELECT c.* FROM {{batch}} c JOIN {table} p ON p.{key} = c.{key} AND p.role = c.role "
            "WHERE p.sequence < c.sequence AND (p.official_id = c.official_id "
            "OR (coalesce(p.official_id, c.official_id) IS NULL AND (p.organization_id = c.organization_id "
            "OR (coalesce(p.organization_id, c.organization_id) IS NULL AND p.label = c.label))))",
            others=(table,),
            told=("the party is named twice in one role", "remove one of the rows"),
        )
        yield _rule(
            "tenure-in-organization",
            table,
            "REF005",
            ("organization_id", "tenure_id"),
            "SELECT c.* FROM {batch} c JOIN tenures t ON c.tenure_id = t.tenure_id "
            "JOIN organizations g ON c.organization_id = g.organization_id "
            "WHERE c.official_id = t.official_id AND c.organization_id <> t.organization_id",
            others=("tenures", "organizations"),
            told=("the tenure is in another organization", "correct the body or the tenure"),
        )
        yield _rule(
            "ccode-of-iso3",
            table,
            "REF010",
            ("iso3", "ccode"),
            f"SELECT c.* FROM {{batch}} c LEFT JOIN {states} ON c.iso3 = v.iso3 "
            "WHERE c.ccode IS DISTINCT FROM v.ccode AND (c.iso3 IS NULL OR v.iso3 IS NOT NULL)",
            told=("ccode is not the number of the state in iso3", "correct it"),
        )
    yield _rule(
        "ccode-of-iso3",
        "organizations",
        "REF010",
        ("iso3", "ccode"),
        f"SELECT c.* FROM {{batch}} c LEFT JOIN {states} ON c.iso3 = v.iso3 "
        "WHERE c.ccode <> coalesce(v.ccode, -1) AND (c.iso3 IS NULL OR v.iso3 IS NOT NULL)",
        told=("ccode is not the number of the state in iso3", "correct it"),
    )


def _references() -> Iterator[TableCheck]:
    events = vocabularies.vocabulary("plover_event")
    modes = _values([(e.value, m) for e in events.values() for m in e.modes], "event", "mode")
    yield _rule(
        "mode-of-event",
        "statements",
        "REF011",
        ("plover_event", "plover_mode"),
        f"SELECT c.* FROM {{batch}} c LEFT JOIN {modes} ON c.plover_event = v.event AND c.plover_mode = v.mode "
        f"WHERE v.mode IS NULL AND c.plover_mode IN {_one_of('plover_mode')} "
        f"AND (c.plover_event IS NULL OR c.plover_event IN {_one_of('plover_event')})",
        told=("the mode does not belong to the event", "use a mode of that event, or none"),
    )
    directed = [e.value for e in events.values() if e.recipient == "required"]
    yield _rule(
        "event-has-recipient",
        "statements",
        "REF014",
        ("plover_event",),
        f"SELECT c.* FROM {{batch}} c WHERE c.plover_event IN ({', '.join(map(repr, directed))}) "
        "AND NOT EXISTS (SELECT 1 FROM statement_parties p "
        "WHERE p.statement_id = c.statement_id AND p.role = 'recipient')",
        others=("statement_parties",),
        told=("the PLOVER event needs a recipient", "add a recipient row, or use another event"),
    )
    yield _rule(
        "repeats-a-primary",
        "statements",
        "REF013",
        ("utterance_id",),
        "SELECT c.* FROM {batch} c JOIN statements p ON c.utterance_id = p.statement_id "
        "WHERE NOT p.is_primary",
        others=("statements",),
        told=("utterance_id leads to a repetition", "give the id of the primary record"),
    )
    for table, key, above in (
        ("organizations", "organization_id", "parent_id"),
        ("meetings", "meeting_id", "parent_meeting_id"),
        ("articles", "article_id", "reprint_of"),
        ("statements", "statement_id", "parent_statement_id"),
    ):
        yield _rule(
            f"{above}.no-circle",
            table,
            "REF008",
            (above,),
            f"SELECT c.* FROM {{batch}} c WHERE c.{above} IS NOT NULL AND c.{key} IN ("
            f"WITH RECURSIVE walk(child, above) AS (SELECT x.{key}, x.{above} FROM {table} x "
            f"WHERE x.{above} IS NOT NULL UNION SELECT w.child, x.{above} FROM walk w "
            f"JOIN {table} x ON x.{key} = w.above WHERE x.{above} IS NOT NULL AND w.above <> w.child) "
            "SELECT child FROM walk WHERE child = above)",
            others=(table,),
            told=(
                "the record is, by way of others, above itself",
                f"correct {above} of one of them",
            ),
        )
    kinds = [table for table in TABLES if table.group == "record"]
    for number, kind in enumerate(kinds[1:], 1):
        (key,) = kind.key
        earlier = " UNION ALL ".join(
            f'SELECT x."{t.key[0]}" AS i FROM {t.name} x' for t in kinds[:number]
        )
        yield _rule(
            "id-of-one-kind",
            kind.name,
            "REF003",
            (key,),
            f'SELECT c.* FROM {{batch}} c WHERE c."{key}" IN (SELECT i FROM ({earlier}) WHERE i IS NOT NULL)',
            others=tuple(t.name for t in kinds[:number]),
            told=("a record of another kind has the same id", "give the newer one another id"),
        )


# time: only what is surely wrong


def _before(first: str, second: str) -> str:
    """Whether one date surely lies before another: SQL over their bounds."""
    return (
        f"({first}_latest < {second}_earliest AND NOT {first}_uncertain AND NOT {second}_uncertain)"
    )


def _times() -> Iterator[TableCheck]:
    for table, start, end in (
        ("officials", "born", "died"),
        ("tenures", "start", "end"),
        ("meetings", "start", "end"),
        ("meeting_reports", "reported_start", "reported_end"),
    ):
        yield _rule(
            f"{end}-after-{start}",
            table,
            "TIM003",
            (start, end),
            f"SELECT c.* FROM {{batch}} c WHERE {_before(f'c.{end}', f'c.{start}')}",
            told=(f"{end} lies before {start}", "correct one of the two"),
        )
    yield _rule(
        "reported-after-begun",
        "meeting_reports",
        "TIM002",
        ("reported_status",),
        "SELECT c.* FROM {batch} c JOIN articles a ON c.article_id = a.article_id "
        "JOIN meetings m ON c.meeting_id = m.meeting_id "
        "WHERE c.reported_status = 'ongoing' AND c.stance = 'reports' AND CASE WHEN c.reported_start IS NOT NULL "
        f"THEN {_before('a.published', 'c.reported_start')} ELSE {_before('a.published', 'm.start')} END",
        others=("articles", "meetings"),
        told=("reported as ongoing before it began", "correct the dates or the reported status"),
    )
    yield _rule(
        "within-its-whole",
        "meetings",
        "TIM005",
        ("parent_meeting_id", "start", "end"),
        "SELECT c.* FROM {batch} c JOIN meetings w ON c.parent_meeting_id = w.meeting_id "
        f"WHERE NOT coalesce({_before('w.end', 'w.start')}, false) "
        f"AND NOT coalesce({_before('c.end', 'c.start')}, false) AND "
        f"({_outside('c.start', 'w.start', 'w.end')} OR {_outside('c.end', 'w.start', 'w.end')})",
        others=("meetings",),
        told=("the meeting lies outside the one it is part of", "correct the dates or the parent"),
    )
    yield _rule(
        "said-at-its-meeting",
        "statements",
        "TIM007",
        ("date", "said_at_meeting_id"),
        "SELECT c.* FROM {batch} c JOIN meetings w ON c.said_at_meeting_id = w.meeting_id "
        f"JOIN articles a ON c.article_id = a.article_id WHERE {_outside('c.date', 'w.start', 'w.end')} "
        f"AND NOT coalesce({_before('a.published', 'c.date')}, false) "
        f"AND NOT coalesce({_before('w.end', 'w.start')}, false) "
        "AND NOT EXISTS (SELECT 1 FROM meetings u WHERE u.meeting_id = w.parent_meeting_id "
        f"AND ({_outside('w.start', 'u.start', 'u.end')} OR {_outside('w.end', 'u.start', 'u.end')}))",
        others=("meetings", "articles"),
        told=(
            "said outside the days of the meeting at which it is recorded",
            "correct the date, or said_at_meeting_id",
        ),
    )
    for table, acts, key, day, acting in (
        ("statement_parties", "statements", "statement_id", "date", "c.role = 'speaker'"),
        ("participants", "meetings", "meeting_id", "start", "c.attendance = 'attended'"),
    ):
        date = f"a.{day}"
        yield _rule(
            "alive",
            table,
            "TIM006",
            ("official_id",),
            f"SELECT c.* FROM {{batch}} c JOIN {acts} a ON c.{key} = a.{key} "
            "JOIN officials o ON c.official_id = o.official_id "
            "LEFT JOIN tenures t ON c.tenure_id = t.tenure_id "
            f"WHERE {acting} AND ({_before(date, 'o.born')} OR {_before('o.died', date)}) "
            f"AND NOT coalesce({_before(date, 't.start')} OR {_before('t.end', date)}, false) "
            f"AND NOT coalesce({_before('o.died', 'o.born')}, false)",
            others=(acts, "officials", "tenures"),
            told=("the person did not live on that day", "correct the person or the dates"),
        )


def _outside(day: str, start: str, end: str) -> str:
    """Whether a day surely lies outside a period, whose first day is also its last where no end is known."""
    last = f"CASE WHEN {end} IS NOT NULL THEN {_before(end, day)} ELSE {_before(start, day)} END"
    return f"(coalesce({_before(day, start)}, false) OR coalesce({last}, false))"


CHECKS: tuple[TableCheck, ...] = tuple(content_checks())
"""The rules, ready to run."""
