"""What differs between two folders of tables, and what the version rule makes of it."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataset.releasing import diff_render, version_rule
from dataset.releasing.difference import Difference, RowChange, Side, compare
from dataset.releasing.versions import Version
from validation.findings import Unusable

Row = dict[str, Any]
Tables = dict[str, list[Row]]

KEYS = {
    "meetings": ["meeting_id"],
    "statement_topics": ["statement_id", "sequence"],
    "meetings_wide": ["meeting_id"],
    "retired": ["retired_id"],
    "vocabularies": ["vocabulary", "value"],
    "foreign": ["id"],
}
RETIRED = pa.schema(
    [(name, pa.string()) for name in ("retired_id", "record_table", "replaced_by", "note")]
)
TEXTS = pa.schema([("meeting_id", pa.string()), ("title", pa.string()), ("ordinal", pa.int32())])


def write(folder: Path, name: str, rows: Sequence[Row], schema: pa.Schema | None = None) -> None:
    """Write rows as a table that carries its key, as every table of the dataset does."""
    defaults = {"retired": RETIRED, "meetings": TEXTS, "meetings_wide": TEXTS}
    table = pa.Table.from_pylist(list(rows), schema=schema or defaults.get(name))
    metadata = {
        **(table.schema.metadata or {}),
        "dataset.table": json.dumps({"primary_key": KEYS[name]}),
    }
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(table.replace_schema_metadata(metadata), folder / f"{name}.parquet")


def meeting(id_: str, title: str | None = "Talks", ordinal: int | None = 1) -> Row:
    return {"meeting_id": id_, "title": title, "ordinal": ordinal}


def tombstone(id_: str, replaced_by: str | None = None, table: str = "meetings") -> Row:
    return {
        "retired_id": id_,
        "record_table": table,
        "replaced_by": replaced_by,
        "note": "Because.",
    }


Compare = Callable[[Tables, Tables], Difference]


@pytest.fixture
def difference(tmp_path: Path) -> Iterator[Compare]:
    """Compare two sets of tables; the difference stays open until the test ends."""
    with contextlib.ExitStack() as stack:

        def compared(before: Tables, after: Tables) -> Difference:
            for side, tables in (("1.0.0", before), ("after", after)):
                for name, rows in tables.items():
                    write(tmp_path / side, name, rows)
            spill = tmp_path / "spill"
            spill.mkdir()
            return stack.enter_context(
                compare(
                    Side("1.0.0", tmp_path / "1.0.0"),
                    Side("after", tmp_path / "after"),
                    scratch=spill,
                )
            )

        yield compared


def level(found: Difference) -> str:
    return version_rule.smallest_bump(found).level


def test_equal_tables_do_not_differ_whatever_wrote_them(tmp_path: Path) -> None:
    rows = [meeting("a"), meeting("b", None, None)]
    write(tmp_path / "a", "meetings", rows)
    write(tmp_path / "b", "meetings", rows)
    table = pq.read_table(tmp_path / "b" / "meetings.parquet")
    pq.write_table(table, tmp_path / "b" / "meetings.parquet", compression="gzip", row_group_size=1)

    with compare(Side("a", tmp_path / "a"), Side("b", tmp_path / "b"), scratch=tmp_path) as found:
        assert found.is_empty
        assert found.counts == {}
        assert level(found) == "patch"


def test_each_kind_of_row_change_is_told_with_what_was_and_is(difference: Compare) -> None:
    before = {
        "meetings": [
            meeting("changed", "Talks", None),
            meeting("lost"),
            meeting("merged"),
            meeting("same"),
            meeting("withdrawn"),
        ],
        "retired": [],
    }
    after = {
        "meetings": [meeting("added", "New"), meeting("changed", None, 2), meeting("same")],
        "retired": [
            tombstone("withdrawn"),
            tombstone("merged", "same"),
            tombstone("lost", None, "officials"),
        ],
    }

    found = difference(before, after)

    assert found.counts["meetings"] == {
        "added": 1,
        "changed": 1,
        "withdrawn": 1,
        "merged": 1,
        "lost": 1,
    }
    rows = {row.name: row for row in found.rows("meetings")}
    assert list(rows) == ["added", "changed", "lost", "merged", "withdrawn"]
    assert rows["changed"].fields == {"title": ("Talks", None), "ordinal": (None, 2)}
    assert rows["merged"] == RowChange(
        "meetings", (("meeting_id", "merged"),), "merged", "Talks", {}, "same", "Because."
    )
    assert (rows["withdrawn"].kind, rows["withdrawn"].reason) == ("withdrawn", "Because.")
    assert (rows["added"].label, rows["added"].fields) == ("New", {})
    assert [row.name for row in found.rows("meetings", 2)] == ["added", "changed"]
    assert list(found.rows("nothing of the kind")) == []


def test_a_published_id_without_tombstone_is_refused_and_named(difference: Compare) -> None:
    found = difference({"meetings": [meeting("a"), meeting("b")]}, {"meetings": [meeting("a")]})

    (finding,) = version_rule.refusals(found, "dataset/records/retired.yaml")
    assert (finding.code, finding.record, finding.place.file) == (
        "REL007",
        "b",
        "dataset/records/retired.yaml",
    )


def test_a_tombstone_may_not_vanish_either(difference: Compare) -> None:
    found = difference(
        {"meetings": [meeting("a")], "retired": [tombstone("b")]},
        {"meetings": [meeting("a")], "retired": []},
    )

    assert [f.record for f in version_rule.refusals(found, "x")] == ["b"]


def test_merged_records_leave_nothing_to_refuse(difference: Compare) -> None:
    found = difference(
        {"meetings": [meeting("a"), meeting("b")], "retired": []},
        {"meetings": [meeting("a")], "retired": [tombstone("b", "a")]},
    )

    assert version_rule.refusals(found, "x") == []
    assert level(found) == "minor"


TOPIC = {"statement_id": "s", "sequence": 1, "topic": "water"}
VALUE = {"vocabulary": "topic", "value": "water", "label": "Water"}
DUST = {**VALUE, "value": "dust"}

RULE: dict[str, tuple[Tables, Tables, str]] = {
    "nothing": ({"meetings": [meeting("a")]}, {"meetings": [meeting("a")]}, "patch"),
    "a value corrected": (
        {"meetings": [meeting("a")]},
        {"meetings": [meeting("a", "Call")]},
        "patch",
    ),
    "a row added": (
        {"meetings": [meeting("a")]},
        {"meetings": [meeting("a"), meeting("b")]},
        "minor",
    ),
    "a record withdrawn": (
        {"meetings": [meeting("a"), meeting("b")], "retired": []},
        {"meetings": [meeting("a")], "retired": [tombstone("b")]},
        "minor",
    ),
    "a link row removed": (
        {"statement_topics": [TOPIC, {**TOPIC, "sequence": 2}]},
        {"statement_topics": [TOPIC]},
        "minor",
    ),
    "a table added": (
        {"meetings": [meeting("a")]},
        {"meetings": [meeting("a")], "statement_topics": [TOPIC]},
        "minor",
    ),
    "a table removed": (
        {"meetings": [meeting("a")], "statement_topics": [TOPIC]},
        {"meetings": [meeting("a")]},
        "major",
    ),
    "a column added": (
        {"statement_topics": [TOPIC]},
        {"statement_topics": [{**TOPIC, "note": "x"}]},
        "minor",
    ),
    "a column removed": (
        {"statement_topics": [{**TOPIC, "note": "x"}]},
        {"statement_topics": [TOPIC]},
        "major",
    ),
    "a column renamed": (
        {"statement_topics": [{**TOPIC, "note": "x"}]},
        {"statement_topics": [{**TOPIC, "remark": "x"}]},
        "major",
    ),
    "a column of another type": (
        {"statement_topics": [{**TOPIC, "note": "1"}]},
        {"statement_topics": [{**TOPIC, "note": 1}]},
        "major",
    ),
    "a closed value added": (
        {"vocabularies": [VALUE]},
        {"vocabularies": [VALUE, DUST]},
        "minor",
    ),
    "a closed value removed": (
        {"vocabularies": [VALUE, DUST]},
        {"vocabularies": [VALUE]},
        "major",
    ),
    "a definition corrected": (
        {"vocabularies": [VALUE]},
        {"vocabularies": [{**VALUE, "label": "Waters"}]},
        "patch",
    ),
    "rows of a derived table": (
        {"meetings_wide": [meeting("a")]},
        {"meetings_wide": [meeting("b"), meeting("c")]},
        "patch",
    ),
    "the weightiest of several": (
        {"meetings": [meeting("a")], "vocabularies": [VALUE]},
        {"meetings": [meeting("a", "Call"), meeting("b")], "vocabularies": [DUST]},
        "major",
    ),
}


@pytest.mark.parametrize("case", RULE)
def test_the_smallest_legal_bump(difference: Compare, case: str) -> None:
    before, after, expected = RULE[case]

    assert level(difference(before, after)) == expected


def nullable(column: str, *, may: bool) -> pa.Schema:
    return pa.schema(
        [
            ("meeting_id", pa.string()),
            pa.field(column, pa.string(), nullable=may),
            ("ordinal", pa.int32()),
        ]
    )


@pytest.mark.parametrize("was, now, expected", [(False, True, "major"), (True, False, "patch")])
def test_a_column_that_may_be_null_is_another_promise(
    tmp_path: Path, was: bool, now: bool, expected: str
) -> None:
    for side, may in (("a", was), ("b", now)):
        write(tmp_path / side, "meetings", [meeting("m")], nullable("title", may=may))

    with compare(Side("a", tmp_path / "a"), Side("b", tmp_path / "b"), scratch=tmp_path) as found:
        assert level(found) == expected
        assert found.counts == {}


def test_descriptions_are_documentation(tmp_path: Path) -> None:
    for side, text in (("a", "Old."), ("b", "New.")):
        column = pa.field("meeting_id", pa.string(), metadata={"description": text})
        schema = pa.schema([column, ("title", pa.string()), ("ordinal", pa.int32())])
        write(tmp_path / side, "meetings", [meeting("m")], schema)

    with compare(Side("a", tmp_path / "a"), Side("b", tmp_path / "b"), scratch=tmp_path) as found:
        assert [(c.kind, c.before, c.after) for c in found.schema] == [
            ("description-changed", "Old.", "New.")
        ]
        assert level(found) == "patch"


def test_another_key_is_major_and_rows_are_not_matched(tmp_path: Path) -> None:
    write(tmp_path / "a", "foreign", [{"id": "x", "other": "y"}])
    KEYS["foreign"] = ["other"]
    try:
        write(tmp_path / "b", "foreign", [{"id": "x", "other": "z"}])
    finally:
        KEYS["foreign"] = ["id"]

    with compare(Side("a", tmp_path / "a"), Side("b", tmp_path / "b"), scratch=tmp_path) as found:
        assert [(c.kind, c.before, c.after) for c in found.schema] == [
            ("key-changed", "id", "other")
        ]
        assert (level(found), found.counts) == ("major", {})


@pytest.mark.parametrize(
    "last, chosen, named",
    [("1.2.3", "1.2.4", "1.3.0"), ("1.2.3", "1.2.3", "1.3.0"), ("0.9.0", "0.9.9", "0.10.0")],
)
def test_a_version_below_the_smallest_is_refused_with_the_smallest_named(
    difference: Compare, last: str, chosen: str, named: str
) -> None:
    found = difference({"meetings": [meeting("a")]}, {"meetings": [meeting("a"), meeting("b")]})
    bump = version_rule.smallest_bump(found)
    old, new = (Version(*map(int, text.split("."))) for text in (last, chosen))

    (finding,) = version_rule.too_small(new, old, bump, f"dataset/releases/{chosen}")

    assert (finding.code, finding.place.file) == ("REL008", f"dataset/releases/{chosen}")
    assert finding.hint == f"release {named} or higher: rows were added: 1 in meetings"
    assert version_rule.too_small(bump.after(old), old, bump, "x") == []
    assert version_rule.too_small(old.bumped("major"), old, bump, "x") == []


# what is refused


def test_a_key_that_is_not_unique_cannot_be_matched(difference: Compare) -> None:
    with pytest.raises(Unusable, match="meetings: two rows have the key a"):
        difference({"meetings": [meeting("a")]}, {"meetings": [meeting("a"), meeting("a")]})


def test_a_folder_without_tables_and_a_broken_table_are_named(tmp_path: Path) -> None:
    write(tmp_path / "a", "meetings", [meeting("a")])
    (tmp_path / "b").mkdir()
    with (
        pytest.raises(Unusable, match="holds no tables"),
        compare(Side("a", tmp_path / "a"), Side("b", tmp_path / "b"), scratch=tmp_path),
    ):
        pass
    (tmp_path / "b" / "meetings.parquet").write_text("no table", "utf-8")
    with (
        pytest.raises(Unusable, match=r"meetings.parquet: cannot be read as Parquet"),
        compare(Side("a", tmp_path / "a"), Side("b", tmp_path / "b"), scratch=tmp_path),
    ):
        pass


def test_a_table_with_damaged_pages_is_told_in_one_line(tmp_path: Path) -> None:
    for side in ("a", "b"):
        write(tmp_path / side, "meetings", [meeting(f"m{n}", f"{side} {n}") for n in range(100)])
    path = tmp_path / "b" / "meetings.parquet"
    data = bytearray(path.read_bytes())
    data[4:200] = bytes(196)
    path.write_bytes(bytes(data))

    with (
        pytest.raises(Unusable, match="cannot be compared"),
        compare(Side("a", tmp_path / "a"), Side("b", tmp_path / "b"), scratch=tmp_path),
    ):
        pass


def test_a_table_without_a_key_cannot_be_compared(tmp_path: Path) -> None:
    for side in ("a", "b"):
        (tmp_path / side).mkdir()
        pq.write_table(pa.table({"x": [side]}), tmp_path / side / "strange.parquet")

    with (
        pytest.raises(Unusable, match="strange: has no key"),
        compare(Side("a", tmp_path / "a"), Side("b", tmp_path / "b"), scratch=tmp_path),
    ):
        pass


# against a plain reading of what a difference is

CELL = st.one_of(st.none(), st.text(max_size=3))
SIDES = st.dictionaries(
    st.sampled_from("abcde"), st.tuples(CELL, st.one_of(st.none(), st.integers(0, 3)))
)


@settings(max_examples=25, deadline=None)
@given(SIDES, SIDES)
def test_rows_differ_where_a_dictionary_says_so(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        for side, rows in (("a", before), ("b", after)):
            write(
                root / side,
                "meetings",
                [meeting(key, *cells) for key, cells in sorted(rows.items())],
            )
        (root / "spill").mkdir()
        with compare(Side("a", root / "a"), Side("b", root / "b"), scratch=root / "spill") as found:
            told = {row.name: (row.kind, row.fields) for row in found.rows("meetings")}
    expected: dict[str, Any] = {key: ("added", {}) for key in after.keys() - before.keys()}
    expected |= {key: ("lost", {}) for key in before.keys() - after.keys()}
    for key in before.keys() & after.keys():
        pairs = dict(
            zip(("title", "ordinal"), zip(before[key], after[key], strict=True), strict=True)
        )
        fields = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
        if fields:
            expected[key] = ("changed", fields)
    assert told == expected


# in words


@pytest.fixture
def shown(difference: Compare) -> Difference:
    """A difference with one of everything, and texts that would do harm in Markdown or on a terminal."""
    return difference(
        {
            "meetings": [meeting("a", "Talks"), meeting("m"), meeting("w")],
            "retired": [],
            "meetings_wide": [meeting("a")],
        },
        {
            "meetings": [
                meeting("a", "<b>*Call*</b>\u202e"),
                *(meeting(f"n{n}", "New") for n in range(3)),
            ],
            "retired": [tombstone("m", "a"), tombstone("w")],
            "meetings_wide": [meeting("b")],
            "statement_topics": [TOPIC],
        },
    )


def test_as_text(shown: Difference) -> None:
    bump = version_rule.smallest_bump(shown)

    lines = list(diff_render.text(shown, bump, Version(1, 0, 0), limit=2))

    assert lines[0] == "1.0.0 → after: 5 added, 1 changed, 1 withdrawn, 1 merged"
    assert lines[1] == "smallest legal bump: minor, so at least 1.1.0"
    assert "  statement_topics: table added" in lines
    at = lines.index("meetings: 3 added, 1 changed, 1 withdrawn, 1 merged")
    assert lines[at + 1 : at + 5] == [
        "  ~ a  <b>*Call*</b>\\u202e",
        "      title: Talks → <b>*Call*</b>\\u202e",
        "  > m  merged into a: Because.",
        "  … and 4 more (--limit shows more, --format json all)",
    ]
    assert "meetings_wide: 1 added, 1 removed (follows from the other tables)" in lines
    assert not [line for line in lines if "\u202e" in line]


def test_as_json_every_row_is_there_and_dates_are_text(shown: Difference) -> None:
    bump = version_rule.smallest_bump(shown)

    document = json.loads("\n".join(diff_render.as_json(shown, bump, Version(1, 0, 0))))

    assert (document["bump"], document["smallest_version"]) == ("minor", "1.1.0")
    assert document["counts"]["meetings"]["added"] == 3
    rows = [row for row in document["rows"] if row["table"] == "meetings"]
    assert rows[0] == {
        "table": "meetings",
        "key": {"meeting_id": "a"},
        "change": "changed",
        "fields": {"title": {"before": "Talks", "after": "<b>*Call*</b>\u202e"}},
    }
    assert {row["change"] for row in rows} == {"added", "changed", "merged", "withdrawn"}
    assert len(document["rows"]) == sum(
        sum(kinds.values()) for kinds in document["counts"].values()
    )


def test_json_without_rows_and_with_dates_is_json(difference: Compare, tmp_path: Path) -> None:
    same = difference({"meetings": [meeting("a")]}, {"meetings": [meeting("a")]})
    empty = json.loads("\n".join(diff_render.as_json(same, version_rule.smallest_bump(same), None)))
    assert (empty["rows"], empty["smallest_version"]) == ([], None)

    for side, day in (("c", 1), ("d", 2)):
        write(tmp_path / side, "foreign", [{"id": "x", "day": dt.date(2026, 1, day)}])
    with compare(Side("c", tmp_path / "c"), Side("d", tmp_path / "d"), scratch=tmp_path) as found:
        document = json.loads(
            "\n".join(diff_render.as_json(found, version_rule.smallest_bump(found), None))
        )
    assert document["rows"][0]["fields"] == {"day": {"before": "2026-01-01", "after": "2026-01-02"}}


def test_as_markdown_texts_stay_texts(shown: Difference) -> None:
    bump = version_rule.smallest_bump(shown)

    lines = list(diff_render.markdown(shown, bump, Version(1, 0, 0), limit=2))

    assert lines[0] == (
        "Against 1.0.0: 5 added, 1 changed, 1 withdrawn, 1 merged."
        " Smallest legal bump: minor, so at least 1.1.0."
    )
    assert "- statement\\_topics: table added" in lines
    assert "| meetings | 3 | 1 | 1 | 1 |" in lines
    assert "    - title: Talks → \\<b\\>\\*Call\\*\\</b\\>\\\\u202e" in lines
    assert "- `m` merged into `a`: Because." in lines
    assert "- … and 4 more in `changes.json`" in lines
    assert not [line for line in lines if "meetings_wide" in line]
