"""The derived tables and columns once more, in SQL over the published base tables (docs/derivations.md).

The build derives them from records in Python (`wide`, `tables`, `rights`). Whoever holds only the Parquet has the
base tables, so here the same rules are said a second time, for DuckDB: that runs out of core and on any number
of rows, and two tellings of one rule check each other. Tests hold them equal.

In the SQL a base table is written in braces: `{statements}`. `derived_check` puts the table there, or a part of it.
"""

# ruff: noqa: S608 # names and constants of the project

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dataset.building.tables import STATUS_ORDER
from dataset.building.wide import SEPARATOR, TOOK_PLACE
from schema import vocabularies
from schema.tables import BY_NAME

JOINED = f"CASE WHEN count(*) = 1 THEN min(value) ELSE string_agg(value, '{SEPARATOR}' ORDER BY place) END"
"""Several values as one text, in their order: over one row per value, nulls, blanks and repeats left out."""


@dataclass(frozen=True)
class Derivation:
    """Derived columns of one table, and how they follow.

    `sql` selects the key and the columns. `inputs` names for every column the base tables (or `table.column`) that it
    follows from. `by` is the column on which the table and all tables in `parted` can be cut into
    parts that are derived apart; `rows` says whether rows may be missing or too many (else other checks tell). `also`
    are columns that the SQL selects, too, and that other checks compare.
    """

    table: str
    sql: str
    inputs: Mapping[str, tuple[str, ...]]
    by: str
    parted: Mapping[str, str]
    rows: bool = False
    codes: Mapping[str, str] = field(default_factory=dict)
    also: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns that are derived."""
        return (*self.inputs, *self.also)

    @property
    def sources(self) -> tuple[str, ...]:
        """Base tables that the SQL reads."""
        return tuple(name for name in BY_NAME if f"{{{name}}}" in self.sql)


def _copied(table: str) -> dict[str, tuple[str, ...]]:
    """Columns that a wide table takes over from its base table."""
    names = (c.name for c in BY_NAME[table].columns if c.name not in BY_NAME[table].key)
    return {name: (f"{table}.{name}",) for name in names}


def _dated(column: str, source: str) -> dict[str, tuple[str, ...]]:
    """A date with its bounds, taken over from a base table."""
    table, _, name = source.partition(".")
    tails = ("", "_earliest", "_latest", "_uncertain")
    return {f"{column}{tail}": (f"{table}.{name}{tail}",) for tail in tails}


# who is who

_PARTY = (
    "coalesce(o.name, g.name, p.label, '')"  # the person, else the body, else the words printed
)
_NAMES = ("officials.name", "organizations.name")


_KINDS = ("id", "name", "title", "body", "iso3", "ccode")
"""What a wide table tells of a party."""


def _party_texts(table: str, key: str) -> str:
    """CTE `texts`: for every record and role the values of its parties, each kind as one text.

    Role `any` stands for all parties together. Most roles have one party, whose values need no joining: only
    the others go the long way.
    """
    titles = "LEFT JOIN {tenures} t ON p.tenure_id = t.tenure_id"
    has_titles = table == "statement_parties"
    roles = "p.role" if table == "statement_parties" else "unnest([p.role, 'any'])"
    kinds = ", ".join(_KINDS)
    listed = ", ".join(f"'{kind}'" for kind in _KINDS)
    whole = ", ".join(f"nullif({kind}, '') AS {kind}" for kind in _KINDS)
    picked = ", ".join(f"min(value) FILTER (what = '{kind}') AS {kind}" for kind in _KINDS)
    return f"""
named AS (
  SELECT p.{key} AS record_id, {roles} AS role, p.sequence, p.official_id AS id, {_PARTY} AS name,
    {"t.title" if has_titles else "NULL"} AS title, g.name AS body, p.iso3, CAST(p.ccode AS VARCHAR) AS ccode
  FROM {{{table}}} p LEFT JOIN {{officials}} o ON p.official_id = o.official_id
  LEFT JOIN {{organizations}} g ON p.organization_id = g.organization_id {titles if has_titles else ""}),
crowds AS (SELECT record_id, role FROM named GROUP BY record_id, role HAVING count(*) > 1),
listed AS (
  SELECT n.record_id, n.role, n.sequence, unnest([{listed}]) AS what, unnest([{kinds}]) AS value
  FROM named n JOIN crowds c ON n.record_id = c.record_id AND n.role = c.role),
once AS (
  SELECT record_id, role, what, value, min(sequence) AS place FROM listed WHERE value <> '' GROUP BY ALL),
told AS (SELECT record_id, role, what, {JOINED} AS value FROM once GROUP BY ALL),
texts AS (
  SELECT record_id, role, {whole} FROM named n
  WHERE NOT EXISTS (SELECT 1 FROM crowds c WHERE n.record_id = c.record_id AND n.role = c.role)
  UNION ALL SELECT record_id, role, {picked} FROM told GROUP BY record_id, role)"""


def _topic_texts(table: str, key: str) -> str:
    """CTE `topics`: the topics of every record as one text."""
    return f"""
topics AS (
  SELECT record_id, {JOINED} AS topics FROM (
    SELECT {key} AS record_id, topic AS value, min(sequence) AS place FROM {{{table}}}
    WHERE topic <> '' GROUP BY ALL) GROUP BY record_id)"""


def _pivoted(columns: Mapping[str, tuple[str, str]]) -> str:
    """CTE `parties`: one row per record, a column for every role and kind of value."""
    picked = ", ".join(
        f"min({what}) FILTER (role = '{role}') AS {column}"
        for column, (role, what) in columns.items()
    )
    return f"parties AS (SELECT record_id, {picked} FROM texts GROUP BY record_id)"


_STATEMENT_PARTIES = {
    "speaker_ids": ("speaker", "id"),
    "speaker_names": ("speaker", "name"),
    "speaker_titles": ("speaker", "title"),
    "speaker_organizations": ("speaker", "body"),
    "speaker_iso3": ("speaker", "iso3"),
    "speaker_ccode": ("speaker", "ccode"),
    "relayers": ("relayer", "name"),
    "addressees": ("addressee", "name"),
    "addressee_iso3": ("addressee", "iso3"),
    "recipients": ("recipient", "name"),
    "recipient_iso3": ("recipient", "iso3"),
}

_STATEMENTS_WIDE = f"""
WITH {_party_texts("statement_parties", "statement_id")},
{_pivoted(_STATEMENT_PARTIES)},
{_topic_texts("statement_topics", "statement_id")}
SELECT s.*, a.title AS article_title, a.published, a.published_earliest, a.published_latest, a.published_uncertain,
  a.url, m.name AS publisher, parties.*, coalesce(speaker_names, '') AS speakers, topics.topics,
  said.title AS said_at_meeting, about.title AS about_meeting, v.quad
FROM {{statements}} s LEFT JOIN {{articles}} a ON s.article_id = a.article_id
LEFT JOIN {{organizations}} m ON a.publisher_id = m.organization_id
LEFT JOIN parties ON s.statement_id = parties.record_id
LEFT JOIN topics ON s.statement_id = topics.record_id
LEFT JOIN {{meetings}} said ON s.said_at_meeting_id = said.meeting_id
LEFT JOIN {{meetings}} about ON s.about_meeting_id = about.meeting_id
LEFT JOIN event_quads v ON s.plover_event = v.event
"""

_NAMED_PARTY = ("statement_parties", *_NAMES)
_OF_PARTIES: dict[str, tuple[str, ...]] = {
    "speaker_ids": ("statement_parties",),
    "speakers": _NAMED_PARTY,
    "speaker_titles": ("statement_parties", "tenures.title"),
    "speaker_organizations": ("statement_parties", "organizations.name"),
    "speaker_iso3": ("statement_parties",),
    "speaker_ccode": ("statement_parties",),
    "relayers": _NAMED_PARTY,
    "addressees": _NAMED_PARTY,
    "addressee_iso3": ("statement_parties",),
    "recipients": _NAMED_PARTY,
    "recipient_iso3": ("statement_parties",),
}

STATEMENTS_WIDE = Derivation(
    "statements_wide",
    _STATEMENTS_WIDE,
    {
        **_copied("statements"),
        "article_title": ("articles.title",),
        **_dated("published", "articles.published"),
        "url": ("articles.url",),
        "publisher": ("articles.publisher_id", "organizations.name"),
        **_OF_PARTIES,
        "topics": ("statement_topics",),
        "said_at_meeting": ("statements.said_at_meeting_id", "meetings.title"),
        "about_meeting": ("statements.about_meeting_id", "meetings.title"),
        "quad": ("statements.plover_event",),
    },
    by="statement_id",
    parted=dict.fromkeys(("statements", "statement_parties", "statement_topics"), "statement_id"),
)


_PARTICIPANTS = {
    "hosts": ("host", "name"),
    "guests": ("guest", "name"),
    "participants": ("any", "name"),
    "participant_ids": ("any", "id"),
    "participant_iso3": ("any", "iso3"),
}

_MEETINGS_WIDE = f"""
WITH {_party_texts("participants", "meeting_id")},
{_pivoted(_PARTICIPANTS)},
{_topic_texts("meeting_topics", "meeting_id")},
reports AS (
  SELECT meeting_id, string_agg(article_id, '{SEPARATOR}' ORDER BY article_id) AS article_ids
  FROM (SELECT DISTINCT meeting_id, article_id FROM {{meeting_reports}}) GROUP BY meeting_id)
SELECT m.*, whole.title AS parent_meeting, parties.*, topics.topics, article_ids
FROM {{meetings}} m LEFT JOIN "meetings" whole ON m.parent_meeting_id = whole.meeting_id
LEFT JOIN parties ON m.meeting_id = parties.record_id
LEFT JOIN topics ON m.meeting_id = topics.record_id
LEFT JOIN reports ON m.meeting_id = reports.meeting_id
"""

MEETINGS_WIDE = Derivation(
    "meetings_wide",
    _MEETINGS_WIDE,
    {
        **_copied("meetings"),
        "parent_meeting": ("meetings.parent_meeting_id", "meetings.title"),
        **dict.fromkeys(("hosts", "guests", "participants"), ("participants", *_NAMES)),
        **dict.fromkeys(("participant_ids", "participant_iso3"), ("participants",)),
        "topics": ("meeting_topics",),
        "article_ids": ("meeting_reports",),
    },
    by="meeting_id",
    parted=dict.fromkeys(
        ("meetings", "participants", "meeting_topics", "meeting_reports"), "meeting_id"
    ),
)


# events between two sides


def _sides(name: str, source: str, key: str, role: str, which: str) -> str:
    """CTE: one row per record, role and side, with the names of the side in the order of its parties."""
    return f"""
{name}_named AS (
  SELECT {key} AS record_id, {role} AS role, p.iso3, p.sequence, p.ccode, {_PARTY} AS value FROM {source}
  LEFT JOIN {{officials}} o ON p.official_id = o.official_id
  LEFT JOIN {{organizations}} g ON p.organization_id = g.organization_id
  WHERE p.iso3 IS NOT NULL AND {which}),
{name}_once AS (
  SELECT record_id, role, iso3, value, min(sequence) AS place FROM {name}_named GROUP BY ALL),
{name}_texts AS (SELECT record_id, role, iso3, {JOINED} AS names FROM {name}_once WHERE value <> '' GROUP BY ALL),
{name}_firsts AS (
  SELECT record_id, role, iso3, min(sequence) AS place, arg_min_null(ccode, sequence) AS ccode
  FROM {name}_named GROUP BY ALL),
{name} AS (
  SELECT f.*, coalesce(t.names, '') AS names FROM {name}_firsts f LEFT JOIN {name}_texts t
  ON f.record_id = t.record_id AND f.role = t.role AND f.iso3 = t.iso3)"""


def _kinds() -> str:
    kinds = vocabularies.vocabulary("meeting_kind").values()
    rows = []
    for kind in kinds:
        if kind.plover_event is not None:
            mode = f"'{kind.plover_mode}'" if kind.plover_mode else "NULL"
            rows.append(f"('{kind.value}', '{kind.plover_event}', {mode})")
    return f"(VALUES {', '.join(rows)}) k(kind, event, mode)"


_PAIR = (
    "a.iso3 AS iso3_1, a.ccode AS ccode1, a.names AS actor, "
    "b.iso3 AS iso3_2, b.ccode AS ccode2, b.names AS recipient"
)
_YEAR = "CASE WHEN year(date_earliest) = year(date_latest) THEN CAST(year(date_earliest) AS INTEGER) END AS year"

_SPEAKING = _sides(
    "speaking",
    "{statement_parties} p",
    "p.statement_id",
    "p.role",
    "p.role IN ('speaker', 'recipient')",
)
_MEETING = _sides(
    "meeting",
    "{participants} p JOIN {meetings} m ON p.meeting_id = m.meeting_id",
    "p.meeting_id",
    "CASE WHEN m.kind = 'visit' THEN p.role ELSE 'side' END",
    "p.attendance = 'attended' AND (m.kind = 'visit' OR p.role <> 'observer')",
)

_DYAD_EVENTS = f"""
WITH {_SPEAKING}, {_MEETING},
said AS (
  SELECT 'statements' AS record_table, s.statement_id AS record_id,
    row_number() OVER (PARTITION BY s.statement_id ORDER BY a.place, b.place) AS sequence, {_PAIR},
    s.plover_event, s.plover_mode, true AS directed, s.date, s.date_earliest, s.date_latest, s.date_uncertain,
    NULL AS status
  FROM {{statements}} s JOIN speaking a ON a.record_id = s.statement_id AND a.role = 'speaker'
  JOIN speaking b ON b.record_id = s.statement_id AND b.role = 'recipient' AND a.iso3 <> b.iso3
  WHERE s.plover_event IS NOT NULL AND s.is_primary),
met AS (
  SELECT 'meetings' AS record_table, m.meeting_id AS record_id, row_number() OVER (PARTITION BY m.meeting_id ORDER BY
      CASE WHEN m.kind = 'visit' THEN a.place END, CASE WHEN m.kind = 'visit' THEN b.place END,
      a.iso3, b.iso3) AS sequence, {_PAIR},
    k.event AS plover_event, k.mode AS plover_mode, m.kind = 'visit' AS directed, m."start" AS date,
    m.start_earliest AS date_earliest, m.start_latest AS date_latest, m.start_uncertain AS date_uncertain, m.status
  FROM {{meetings}} m JOIN {_kinds()} ON m.kind = k.kind JOIN meeting a ON a.record_id = m.meeting_id
  JOIN meeting b ON b.record_id = m.meeting_id
    AND CASE WHEN m.kind = 'visit' THEN a.role = 'guest' AND b.role = 'host' AND a.iso3 <> b.iso3
        ELSE a.iso3 < b.iso3 END
  WHERE m.status IN ({", ".join(f"'{status}'" for status in TOOK_PLACE)}))
SELECT e.*, v.quad, {_YEAR} FROM (SELECT * FROM said UNION ALL SELECT * FROM met) e
LEFT JOIN event_quads v ON e.plover_event = v.event
"""

_EVENT = ("statements.plover_event", "meetings.kind")
DYAD_EVENTS = Derivation(
    "dyad_events",
    _DYAD_EVENTS,
    {
        **dict.fromkeys(
            ("iso3_1", "ccode1", "iso3_2", "ccode2"), ("statement_parties", "participants")
        ),
        **dict.fromkeys(("actor", "recipient"), ("statement_parties", "participants", *_NAMES)),
        "plover_event": _EVENT,
        "plover_mode": ("statements.plover_mode", "meetings.kind"),
        "quad": _EVENT,
        "directed": ("meetings.kind",),
        **{
            f"date{tail}": (f"statements.date{tail}", f"meetings.start{tail}")
            for tail in ("", "_earliest", "_latest", "_uncertain")
        },
        "year": ("statements.date", "meetings.start"),
        "status": ("meetings.status",),
    },
    by="record_id",
    parted={
        "statements": "statement_id",
        "statement_parties": "statement_id",
        "meetings": "meeting_id",
        "participants": "meeting_id",
    },
    rows=True,
)
ROW_INPUTS = {
    "dyad_events": (
        "statement_parties",
        "participants",
        "statements.plover_event",
        "statements.is_primary",
        "meetings.kind",
        "meetings.status",
    )
}
"""What decides whether a derived row is there at all."""


# derived columns of base tables

_ORDER = ", ".join(f"'{status}'" for status in STATUS_ORDER)

_MEETINGS = f"""
WITH RECURSIVE reported AS (
  SELECT r.*, a.published, coalesce(a.published_earliest, a.published_latest, DATE '0001-01-01') AS day
  FROM {{meeting_reports}} r JOIN {{articles}} a ON r.article_id = a.article_id),
judged AS (
  SELECT *, bool_or(attributed_statement_id IS NULL) OVER (PARTITION BY meeting_id) AS any_own FROM reported),
own AS (
  SELECT *, bool_or(reported_status = 'held') OVER (PARTITION BY meeting_id)
      AND NOT bool_or(stance = 'denies' OR reported_status = 'cancelled') OVER (PARTITION BY meeting_id) AS was_held
  FROM judged WHERE attributed_statement_id IS NULL OR NOT any_own),
counting AS (
  SELECT *, max(day) OVER (PARTITION BY meeting_id) AS last FROM own
  WHERE NOT was_held OR reported_status = 'held'),
settled AS (
  SELECT meeting_id, bool_or(stance = 'denies') AS denied,
    list_min(list(list_position([{_ORDER}], reported_status))) AS best,
    list(published) AS days,
    list_sort(list(struct_pack(a := article_id, s := sequence, p := published)))[1].p AS one
  FROM counting WHERE day = last GROUP BY meeting_id),
walk(article_id, origin, step) AS (
  SELECT article_id, article_id, 0 FROM {{articles}}
  UNION ALL
  SELECT w.article_id, a.reprint_of, w.step + 1 FROM walk w JOIN {{articles}} a ON a.article_id = w.origin
  JOIN {{articles}} b ON b.article_id = a.reprint_of WHERE a.text_origin_id IS NULL AND w.step < 100),
origins AS (
  SELECT w.article_id, coalesce(a.text_origin_id, a.publisher_id) AS origin
  FROM (SELECT article_id, arg_max(origin, step) AS origin FROM walk GROUP BY article_id) w
  JOIN {{articles}} a ON a.article_id = w.origin),
counted AS (
  SELECT r.meeting_id, count(DISTINCT o.origin) FILTER (r.stance = 'reports') AS source_count,
    count(DISTINCT r.article_id) AS article_count,
    min(r.day) FILTER (r.published IS NOT NULL) AS day
  FROM reported r JOIN origins o ON r.article_id = o.article_id GROUP BY r.meeting_id),
firsts AS (
  SELECT r.meeting_id, list_sort(list(r.published)) AS days
  FROM reported r JOIN counted c ON r.meeting_id = c.meeting_id
  WHERE r.published IS NOT NULL AND r.day = c.day GROUP BY r.meeting_id)
SELECT m.meeting_id,
  CASE WHEN s.meeting_id IS NULL OR s.denied THEN 'unclear' ELSE ([{_ORDER}])[s.best] END AS status,
  CASE WHEN list_contains(s.days, m.status_as_of) THEN m.status_as_of ELSE s.one END AS status_as_of,
  coalesce(c.article_count, 0) AS article_count, coalesce(c.source_count, 0) AS source_count,
  CASE WHEN list_contains(f.days, m.first_reported) THEN m.first_reported ELSE f.days[1] END AS first_reported,
  m.meeting_id NOT IN (SELECT parent_meeting_id FROM "meetings" WHERE parent_meeting_id IS NOT NULL) AS is_leaf
FROM {{meetings}} m LEFT JOIN settled s ON m.meeting_id = s.meeting_id
LEFT JOIN counted c ON m.meeting_id = c.meeting_id LEFT JOIN firsts f ON m.meeting_id = f.meeting_id
"""
# Two reports of one day may differ in how they write it: either text is right.

_REPORTS = ("meeting_reports", "articles.published")
MEETINGS = Derivation(
    "meetings",
    _MEETINGS,
    {
        "status": _REPORTS,
        "status_as_of": _REPORTS,
        "source_count": (
            "meeting_reports",
            "articles.text_origin_id",
            "articles.reprint_of",
            "articles.publisher_id",
        ),
        "first_reported": _REPORTS,
        "is_leaf": ("meetings.parent_meeting_id",),
    },
    by="meeting_id",
    parted={"meetings": "meeting_id", "meeting_reports": "meeting_id"},
    codes={"status": "TAB016", "status_as_of": "TAB016"},
    also=("article_count",),
)

STATEMENTS = Derivation(
    "statements",
    """
SELECT s.statement_id, row_number() OVER (PARTITION BY s.article_id ORDER BY a."start", s.statement_id) AS sequence
FROM {statements} s JOIN {anchors} a ON a.record_table = 'statements' AND a.role = 'content' AND a.segment = 1
  AND a.record_id = s.statement_id
""",
    {"sequence": ("anchors.start", "anchors.segment", "anchors.role")},
    by="article_id",
    parted={"statements": "article_id", "anchors": "article_id"},
)

_ARTICLE_SHARES = """
WITH spans AS (
  SELECT article_id, "start", "end" FROM {anchors} WHERE role <> 'support'
  UNION ALL SELECT article_id, "start", "end" FROM {mentions}
  UNION ALL SELECT article_id, "start", "end" FROM {article_regions} WHERE kind = 'headline'),
pieces AS (
  SELECT article_id, "end", greatest("start", coalesce(max("end") OVER (PARTITION BY article_id
    ORDER BY "start", "end" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)) AS "start" FROM spans),
covered AS (
  SELECT p.article_id, sum(greatest(0, least(p."end", r."end") - greatest(p."start", r."start"))) AS chars
  FROM pieces p JOIN {article_regions} r ON p.article_id = r.article_id GROUP BY p.article_id),
sizes AS (SELECT article_id, sum("end" - "start") AS chars FROM {article_regions} GROUP BY article_id),
credited AS (SELECT article_id, sum(length(label)) AS chars FROM {article_credits} GROUP BY article_id),
measured AS (
  SELECT w.article_id, w.region_chars AS told_region, w.published_chars AS told, w.published_share AS told_share,
    coalesce(z.chars, 0) AS region_chars, coalesce(c.chars, 0) AS fewest,
    least(coalesce(c.chars, 0) + coalesce(d.chars, 0), coalesce(z.chars, 0)) AS most
  FROM {article_shares} w LEFT JOIN sizes z ON w.article_id = z.article_id
  LEFT JOIN covered c ON w.article_id = c.article_id LEFT JOIN credited d ON w.article_id = d.article_id),
shares AS (
  SELECT *, coalesce(told, most) / greatest(1, coalesce(told_region, region_chars)) AS share FROM measured)
SELECT article_id, region_chars,
  CASE WHEN told BETWEEN fewest AND most THEN told WHEN told IS NULL THEN most ELSE fewest END AS published_chars,
  CASE WHEN abs(told_share - share) < 1e-6 THEN told_share ELSE round(share, 6) END AS published_share
FROM shares
"""
# The tables hold no span of a credit line, so its words may be counted or, where they stand elsewhere too, not. Where
# nobody has measured an article, they are.

ARTICLE_SHARES = Derivation(
    "article_shares",
    _ARTICLE_SHARES,
    {
        "region_chars": ("article_regions.start", "article_regions.end"),
        "published_chars": ("anchors", "mentions", "article_regions", "article_credits"),
        "published_share": ("article_shares.published_chars", "article_shares.region_chars"),
    },
    by="article_id",
    parted=dict.fromkeys(
        ("anchors", "mentions", "article_regions", "article_credits", "article_shares"),
        "article_id",
    ),
)

DERIVATIONS = (MEETINGS, STATEMENTS, STATEMENTS_WIDE, MEETINGS_WIDE, DYAD_EVENTS, ARTICLE_SHARES)
"""Base tables first: what rests on a wrong base is not told a second time."""


def quads() -> list[tuple[str, str]]:
    """PLOVER events with their quad class."""
    return [(e, vocabularies.quad(e)) for e in vocabularies.values("plover_event")]
