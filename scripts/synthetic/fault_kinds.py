"""Kinds of fault that can be planted in synthetic tables: for every rule about tables one that breaks it and no other.

A kind is data: a query that finds the rows that can be spoiled, and what becomes of them. Everything in SQL, in which
`t` is the row and `p` what the query found.
"""

# ruff: noqa: S608 # nothing in the SQL comes from outside

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Stage = Literal["base", "derived", "measured"]
"""Faults of different stages go into different folders: what rests on a wrong cell is not told a second time."""


ANY_NUMBER = 1_000_000_000


@dataclass(frozen=True)
class Kind:
    """A kind of fault.

    Args:
        name: what it is called.
        code: code of the finding.
        table: the table whose rows are spoiled.
        field: what the finding is about, as its place says.
        where: which rows of `table`, called `t`, can be spoiled; or, beginning with SELECT, a query that gives their
            key, `hood` and whatever `sets` needs besides.
        sets: new values by column; SQL over `t` and `p`.
        action: whether the row is changed, taken out, or kept beside a changed copy.
        at: the table that the finding is about, if it is another one.
        times: how often one fault is counted; SQL over `t`, or a column of the query.
        most: how many can be planted.
        by: the columns by which rows are found again, if not the key.
        stage: in which folder it goes.
    """

    name: str
    code: str
    table: str
    field: str
    where: str
    sets: Mapping[str, str] = dataclasses.field(default_factory=dict)
    action: Literal["change", "remove", "add"] = "change"
    at: str = ""
    times: str = "1"
    most: int = ANY_NUMBER
    by: tuple[str, ...] = ()
    stage: Stage = "base"


def _day(column: str, day: str) -> dict[str, str]:
    """A date, given as SQL, with bounds that follow from it."""
    return {
        column: f"strftime({day}, '%Y-%m-%d')",
        f"{column}_earliest": day,
        f"{column}_latest": day,
        f"{column}_uncertain": "false",
    }


_LABEL = "role = 'speaker'"
_CERTAIN = "EXISTS (SELECT 1 FROM statements s WHERE s.statement_id = t.statement_id AND NOT s.date_uncertain)"
_ANYWHERE = "starts_with(role, 'a') OR starts_with(role, 'r')"
_TWICE = "example-nowhere-"

_GENERAL = (
    Kind("null", "TAB004", "statements", "content", "true", {"content": "NULL"}),
    Kind("vocabulary", "TAB006", "statements", "speech_act", "true", {"speech_act": "'sing'"}),
    Kind("form", "TAB007", "articles", "source_sha256", "true", {"source_sha256": "'0'"}),
    Kind(
        "time",
        "TAB007",
        "articles",
        "published_at",
        "true",
        {"published_at": "'2020-02-30T13:37:00Z'"},
    ),
    Kind("blank", "TAB007", "statements", "coded_by", "true", {"coded_by": "' '"}),
    Kind(
        "orphan",
        "TAB008",
        "statements",
        "about_meeting_id",
        "about_meeting_id IS NOT NULL",
        {"about_meeting_id": f"'{_TWICE}' || t.statement_id"},
    ),
    Kind(
        "row of nobody",
        "TAB008",
        "evidence",
        "record_table, record_id",
        "record_table = 'articles'",
        {"record_id": f"'{_TWICE}' || t.record_id"},
    ),
    Kind(
        "order of bounds",
        "TAB009",
        "statements",
        "reviewed_on_earliest, reviewed_on_latest",
        "true",
        {"reviewed_on_earliest": "DATE '2200-01-01'"},
    ),
    Kind(
        "range",
        "TAB010",
        "statements",
        "extractor_score",
        "method = 'extracted'",
        {"extractor_score": "1.5"},
    ),
    Kind("reversed span", "TAB011", "mentions", "start, end", "true", {"end": 't."start"'}),
    Kind(
        "span beyond the text",
        "TAB011",
        "evidence",
        "start, end",
        "record_table = 'articles'",
        {"end": "99999999"},
    ),
    Kind(
        "length of a content",
        "TAB011",
        "anchors",
        "exact, start, end",
        "role = 'content'",
        {"exact": "t.exact || 'x'"},
    ),
    Kind(
        "twin",
        "TAB005",
        "statement_topics",
        "statement_id, sequence",
        "sequence = 1",
        action="add",
        times="2",
    ),
)

_BETWEEN = (
    Kind(
        "size of the collection",
        "TAB014",
        "collections",
        "n_included",
        "true",
        {"n_included": "t.n_included + 1"},
        most=1,
    ),
    Kind(
        "number of articles",
        "TAB014",
        "meetings",
        "article_count",
        "kind = 'talks'",
        {"article_count": "t.article_count + 1"},
    ),
    Kind(
        "content without a place",
        "TAB014",
        "anchors",
        "statement_id",
        "role = 'content' AND NOT EXISTS (SELECT 1 FROM anchors o "
        "WHERE o.record_id = t.record_id AND o.role = 'content' AND o.segment = 2)",
        action="remove",
        at="statements",
    ),
    Kind(
        "nobody speaks",
        "TAB014",
        "statement_parties",
        "statement_id",
        _LABEL,
        action="remove",
        at="statements",
    ),
    *(
        kind
        for one, key in (("statements", "statement_id"), ("meetings", "meeting_id"))
        for kind in (
            Kind(
                f"row missing in {one}_wide",
                "TAB014",
                f"{one}_wide",
                key,
                "true",
                action="remove",
                at=one,
            ),
            Kind(
                f"row too many in {one}_wide",
                "TAB014",
                f"{one}_wide",
                key,
                "true",
                {key: f"t.{key} || '-more'"},
                action="add",
            ),
        )
    ),
    Kind(
        "share missing",
        "TAB014",
        "article_shares",
        "article_id",
        "true",
        action="remove",
        at="articles",
    ),
    Kind(
        "anchor in another article",
        "TAB014",
        "anchors",
        "record_id, article_id",
        "SELECT t.record_table, t.record_id, t.role, t.segment, a.article_id AS other "
        "FROM anchors t JOIN articles a ON hood_of(a.article_id) = hood_of(t.article_id) "
        'AND a.article_id > t.article_id AND t."end" < a.source_chars '
        "WHERE t.record_table = 'statements' AND t.role = 'cue'",
        {"article_id": "p.other"},
    ),
    Kind(
        "status that nobody reports",
        "TAB016",
        "meetings",
        "status",
        "kind = 'talks'",
        {"status": "'postponed'"},
    ),
    Kind(
        "retired id in use",
        "REF004",
        "retired",
        "retired_id",
        "SELECT t.retired_id, s.id AS other FROM (SELECT retired_id, row_number() OVER (ORDER BY retired_id) AS n "
        "FROM retired) t JOIN (SELECT statement_id AS id, row_number() OVER (ORDER BY statement_id) AS n "
        "FROM statements) s USING (n)",
        {"retired_id": "p.other"},
        most=8,
    ),
)

_WORDS = (
    Kind(
        "words of a cue published",
        "TAB021",
        "anchors",
        "role, exact",
        "role = 'cue'",
        {"exact": 'repeat(\'x\', t."end" - t."start")'},
    ),
    Kind(
        "quotation outside its content",
        "TAB021",
        "anchors",
        "role, start, end",
        "SELECT t.record_table, t.record_id, t.role, t.segment FROM anchors t JOIN statements s "
        "ON s.statement_id = t.record_id WHERE t.role = 'quoted' AND s.quote_type = 'direct' AND t.segment = 1",
        {"start": 't."start" - 2'},
    ),
    Kind(
        "another content",
        "TAB021",
        "statements",
        "content",
        "quote_type = 'indirect'",
        {"content": "'Something else'"},
    ),
    Kind(
        "other quoted words",
        "TAB021",
        "statements",
        "quoted_text",
        "quote_type = 'direct'",
        {"quoted_text": "'x'"},
    ),
    Kind("another cue", "TAB021", "statements", "cue", "true", {"cue": "t.cue || 'x'"}),
    Kind(
        "another label",
        "TAB021",
        "statement_parties",
        "label",
        _LABEL,
        {"label": "t.label || 'x'"},
    ),
    Kind(
        "another label of a participant",
        "TAB021",
        "participants",
        "label",
        "label IS NOT NULL",
        {"label": "t.label || 'x'"},
    ),
    Kind(
        "report without words",
        "TAB021",
        "anchors",
        "meeting_id",
        "role = 'support'",
        action="remove",
        at="meeting_reports",
    ),
)

_REGIONS = (
    Kind(
        "no regions",
        "TAB014",
        "article_regions",
        "article_id",
        "SELECT DISTINCT t.article_id FROM article_regions t",
        action="remove",
        at="articles",
        by=("article_id",),
    ),
    Kind(
        "overlapping regions",
        "QUO010",
        "article_regions",
        "start, end",
        "kind = 'body'",
        {"start": 't."start" - 5'},
    ),
    *(
        Kind(
            f"site furniture in {table}",
            "QUO005",
            table,
            "start, end",
            f"SELECT {key}, a.source_chars FROM {table} t JOIN articles a USING (article_id) WHERE {which}",
            {"start": "p.source_chars - 20", "end": "p.source_chars - 5"},
        )
        for table, key, which in (
            (
                "anchors",
                "t.record_table, t.record_id, t.role, t.segment, t.article_id",
                "t.role = 'support'",
            ),
            (
                "mentions",
                't.article_id, t."start", t."end", t.record_table, t.record_id',
                "true",
            ),
        )
    ),
    Kind(
        "a caption",
        "QUO011",
        "article_regions",
        "content",
        "kind = 'body'",
        {"kind": "'caption'"},
        at="statements",
        times="(SELECT count(*) FROM statements s WHERE s.article_id = t.article_id)",
    ),
    Kind("location", "QUO012", "statements", "location", "true", {"location": "'headline'"}),
)

_CONTRADICTIONS = (
    Kind(
        "indirect with quoted words",
        "TAB022",
        "statements",
        "quote_type, quoted_text",
        "quote_type = 'mixed'",
        {"quote_type": "'indirect'"},
    ),
    Kind(
        "relation of a primary",
        "TAB022",
        "statements",
        "is_primary, utterance_id, report_relation",
        "is_primary",
        {"report_relation": "'same'"},
    ),
    Kind(
        "extracted by nobody",
        "TAB022",
        "statements",
        "method, extractor",
        "method = 'extracted'",
        {"extractor": "NULL"},
    ),
    Kind(
        "date without basis",
        "TAB022",
        "statements",
        "date, date_basis",
        "date IS NOT NULL",
        {"date_basis": "NULL"},
    ),
    Kind(
        "named without words",
        "TAB022",
        "statement_parties",
        "label, basis",
        f"label IS NULL AND ({_ANYWHERE})",
        {"basis": "'named'"},
    ),
    Kind(
        "nobody",
        "TAB022",
        "statement_parties",
        "official_id, organization_id, label",
        f"label IS NULL AND ({_ANYWHERE})",
        {"organization_id": "NULL"},
    ),
    Kind(
        "no participant",
        "TAB022",
        "participants",
        "official_id, organization_id, label",
        "label IS NULL",
        {"official_id": "NULL", "organization_id": "NULL", "tenure_id": "NULL"},
    ),
    Kind(
        "label of no article",
        "TAB022",
        "participants",
        "label, article_id",
        "label IS NOT NULL",
        {"article_id": "NULL"},
    ),
    Kind(
        "half a span",
        "TAB022",
        "evidence",
        "reference_id, article_id, start, end",
        "record_table = 'articles'",
        {"end": "NULL"},
    ),
)

_PARTIES = (
    Kind(
        "party named twice",
        "REF016",
        "statement_parties",
        "role, official_id, organization_id, label",
        "role = 'addressee'",
        {"sequence": "2"},
        action="add",
    ),
    Kind(
        "participant named twice",
        "REF016",
        "participants",
        "role, official_id, organization_id, label",
        "label IS NULL AND sequence = 1",
        {"sequence": "9"},
        action="add",
    ),
    *(
        kind
        for table, which, called in (
            ("statement_parties", _LABEL, "speaker"),
            ("participants", "label IS NULL", "participant"),
        )
        for kind in (
            Kind(
                f"tenure of another {called}",
                "REF005",
                table,
                "official_id, tenure_id",
                which,
                {
                    "tenure_id": "CASE WHEN t.official_id = 'example-official-0000000' "
                    "THEN 'example-official-0000001-now' ELSE 'example-official-0000000-now' END"
                },
            ),
            Kind(
                f"body of another {called}",
                "REF005",
                table,
                "organization_id, tenure_id",
                which,
                {"organization_id": "'example-state-irn'"},
            ),
            Kind(
                f"number of another state, {called}",
                "REF010",
                table,
                "iso3, ccode",
                which,
                {"ccode": "2"},
            ),
        )
    ),
    Kind(
        "number of another state, state",
        "REF010",
        "organizations",
        "iso3, ccode",
        "classification = 'state'",
        {"ccode": "2"},
        most=3,
    ),
)

_REFERENCES = (
    Kind(
        "mode of another event",
        "REF011",
        "statements",
        "plover_event, plover_mode",
        "plover_event NOT IN ('CONSULT', 'COOPERATE', 'AID', 'SANCTION')",
        {"plover_mode": "'visit'"},
    ),
    Kind(
        "event without recipient",
        "REF014",
        "statement_parties",
        "plover_event",
        "role = 'recipient' AND EXISTS (SELECT 1 FROM statements s WHERE s.statement_id = t.statement_id "
        "AND s.plover_event IN ('COOPERATE', 'AID', 'SANCTION'))",
        action="remove",
        at="statements",
    ),
    Kind(
        "repetition of a repetition",
        "REF013",
        "statements",
        "utterance_id",
        "SELECT statement_id, other FROM (SELECT statement_id, lag(statement_id) OVER (ORDER BY statement_id) "
        "AS other FROM statements WHERE NOT is_primary) t WHERE other IS NOT NULL",
        {"utterance_id": "p.other"},
    ),
    *(
        Kind(f"circle in {table}", "REF008", table, above, which, {above: f"t.{key}"}, most=most)
        for table, key, above, which, most in (
            ("organizations", "organization_id", "parent_id", "parent_id IS NOT NULL", 40),
            ("meetings", "meeting_id", "parent_meeting_id", "kind = 'visit'", ANY_NUMBER),
            ("articles", "article_id", "reprint_of", "reprint_of IS NULL", ANY_NUMBER),
            (
                "statements",
                "statement_id",
                "parent_statement_id",
                "parent_statement_id IS NULL",
                ANY_NUMBER,
            ),
        )
    ),
    *(
        Kind(
            f"id of two kinds in {table}",
            "REF003",
            table,
            key,
            f"SELECT {key}, other FROM (SELECT {key}, row_number() OVER (ORDER BY {key}) AS n FROM {table}) t "
            f"JOIN (SELECT {of} AS other, row_number() OVER (ORDER BY {of}) AS n FROM {owner}) o USING (n)",
            {key: "p.other"},
            action="add",
            most=20,
        )
        for table, key, owner, of in (
            ("organizations", "organization_id", "articles", "article_id"),
            ("officials", "official_id", "organizations", "organization_id"),
            ("tenures", "tenure_id", "officials", "official_id"),
        )
    ),
)

_ACTS = (
    "WITH acts AS (SELECT p.official_id, s.date_earliest AS day, hood_of(s.article_id) AS h FROM statement_parties p "
    "JOIN statements s USING (statement_id) WHERE p.role = 'speaker' AND NOT s.date_uncertain "
    "UNION ALL SELECT p.official_id, m.start_earliest, hood_of(m.meeting_id) FROM participants p "
    "JOIN meetings m USING (meeting_id)), "
    "ends AS (SELECT official_id, max(day) AS day FROM acts GROUP BY official_id) "
    "SELECT e.official_id, e.day, count(*) AS times, min(a.h) AS hood FROM ends e JOIN acts a "
    "ON a.official_id = e.official_id AND a.day = e.day WHERE right(e.official_id, 1) IN ('1', '3', '5') "
    "GROUP BY e.official_id, e.day HAVING min(a.h) = max(a.h)"
)

_TIMES = (
    Kind(
        "post of another time, speaker",
        "TIM001",
        "statement_parties",
        "tenure_id",
        f"{_LABEL} AND {_CERTAIN}",
        {"tenure_id": "t.official_id || '-one'"},
    ),
    Kind(
        "post of another time, participant",
        "TIM001",
        "participants",
        "tenure_id",
        "label IS NULL",
        {"tenure_id": "t.official_id || '-one'"},
    ),
    Kind(
        "held after its report",
        "TIM002",
        "meeting_reports",
        "reported_status",
        "reported_status = 'held'",
        _day("reported_start", "DATE '2199-01-01'"),
    ),
    Kind(
        "begun after its report",
        "TIM002",
        "meeting_reports",
        "reported_status",
        "reported_status = 'ongoing'",
        _day("reported_start", "DATE '2199-01-01'"),
    ),
    Kind(
        "dead before born",
        "TIM003",
        "officials",
        "born, died",
        "right(official_id, 1) IN ('0', '2', '4')",
        _day("died", "DATE '1900-01-01'"),
        most=40,
    ),
    Kind(
        "term ended before it began",
        "TIM003",
        "tenures",
        "start, end",
        "ends_with(tenure_id, '-one')",
        _day("end", "DATE '1900-01-01'"),
        most=40,
    ),
    Kind(
        "visit ended before it began",
        "TIM003",
        "meetings",
        "start, end",
        "kind = 'visit'",
        _day("end", "t.start_earliest - 10"),
    ),
    Kind(
        "report of an end before its start",
        "TIM003",
        "meeting_reports",
        "reported_start, reported_end",
        "reported_status = 'ongoing'",
        _day("reported_end", "t.reported_start_earliest - 10"),
    ),
    Kind(
        "said after publication",
        "TIM004",
        "statements",
        "date",
        "date IS NOT NULL AND said_at_meeting_id IS NULL",
        _day("date", "DATE '2199-01-01'"),
    ),
    Kind(
        "talks outside their visit",
        "TIM005",
        "meetings",
        "parent_meeting_id, start, end",
        "kind = 'talks'",
        {**_day("start", "t.start_earliest - 60"), **_day("end", "t.start_earliest - 60")},
    ),
    Kind(
        "act of the dead",
        "TIM006",
        "officials",
        "official_id",
        _ACTS,
        _day("died", "p.day - 1"),
        at="*",
        times="times",
        most=40,
    ),
    Kind(
        "said outside its visit",
        "TIM007",
        "statements",
        "date, said_at_meeting_id",
        "date IS NOT NULL AND said_at_meeting_id IS NOT NULL",
        _day("date", "t.date_earliest - 60"),
    ),
)

_DATES = (
    Kind("no date", "TAB018", "statements", "reviewed_on", "true", {"reviewed_on": "'yesterday'"}),
    Kind(
        "bound of another date",
        "TAB019",
        "statements",
        "reviewed_on_latest",
        "true",
        {"reviewed_on_latest": "t.reviewed_on_latest + 1"},
    ),
)


def _derived(
    name: str,
    table: str,
    field: str,
    where: str = "true",
    sets: Mapping[str, str] | None = None,
    **more: str,
) -> Kind:
    stage: Stage = "derived"
    if more.get("action") == "remove":
        return Kind(name, "TAB020", table, field, where, action="remove", stage=stage)
    if more.get("action") == "add":
        return Kind(name, "TAB020", table, field, where, sets or {}, action="add", stage=stage)
    return Kind(name, "TAB020", table, field, where, sets or {field: "'x'"}, stage=stage)


_EVENT = "record_table, record_id, sequence"

_DERIVED = (
    *(
        _derived(f"{column} of statements_wide", "statements_wide", column)
        for column in (
            "content",
            "publisher",
            "speakers",
            "speaker_titles",
            "recipients",
            "topics",
            "article_title",
        )
    ),
    _derived(
        "quad of statements_wide",
        "statements_wide",
        "quad",
        "quad IS NULL",
        {"quad": "'verbal-conflict'"},
    ),
    *(
        _derived(f"{column} of meetings_wide", "meetings_wide", column)
        for column in ("guests", "participants", "participant_iso3", "topics", "article_ids")
    ),
    *(
        _derived(f"{column} of dyad_events", "dyad_events", column)
        for column in ("actor", "recipient")
    ),
    _derived("year of dyad_events", "dyad_events", "year", "true", {"year": "1999"}),
    _derived("event missing", "dyad_events", _EVENT, action="remove"),
    _derived("event too many", "dyad_events", _EVENT, "true", {"sequence": "99"}, action="add"),
    _derived("sequence of statements", "statements", "sequence", "true", {"sequence": "999"}),
    _derived(
        "source_count of meetings", "meetings", "source_count", "true", {"source_count": "999"}
    ),
    _derived("is_leaf of meetings", "meetings", "is_leaf", "true", {"is_leaf": "NOT t.is_leaf"}),
    _derived(
        "first_reported of meetings",
        "meetings",
        "first_reported",
        "first_reported IS NOT NULL",
        _day("first_reported", "DATE '1999-01-01'"),
    ),
    _derived(
        "share of article_shares",
        "article_shares",
        "published_share",
        "true",
        {"published_share": "t.published_share / 2"},
    ),
    Kind(
        "published characters of article_shares",
        "TAB020",
        "article_shares",
        "published_chars",
        "true",
        {"published_chars": "1", "published_share": "round(1 / t.region_chars, 6)"},
        stage="measured",
    ),
    Kind(
        "day of a status",
        "TAB016",
        "meetings",
        "status_as_of",
        "status_as_of IS NOT NULL",
        _day("status_as_of", "DATE '1999-01-01'"),
        stage="measured",
    ),
)

KINDS: tuple[Kind, ...] = (
    *_GENERAL,
    *_BETWEEN,
    *_WORDS,
    *_REGIONS,
    *_CONTRADICTIONS,
    *_PARTIES,
    *_REFERENCES,
    *_TIMES,
    *_DATES,
    *_DERIVED,
)
