"""Base tables in shards to the complete folder: the bytes of a build from records, or on any fault nothing."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dataset.building import assemble, parts
from dataset.building.assemble import base_schemas, build_from
from schema.tables import TABLES
from validation.findings import Report, Unusable
from validation.parquet_sql import Limits

Files = dict[str, bytes]


def silent(_: str) -> None:
    """No progress wanted."""


def bytes_of(folder: Path) -> Files:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def built_from(folder: Path, out: Path, **limits: Any) -> Files:
    report = build_from(folder, out, silent, Limits(**limits))
    assert report.findings == []
    return bytes_of(out)


@pytest.fixture
def shards(built: Path, tmp_path: Path) -> Path:
    """The project's base tables in three shards, in no order, without anything that can be derived."""
    return sharded(built, tmp_path / "shards")


def sharded(built: Path, folder: Path, count: int = 3) -> Path:
    lots = random.Random(7)  # noqa: S311 # shuffles rows
    for name, schema in base_schemas(with_shares=True).items():
        table = pq.read_table(built / f"{name}.parquet", columns=schema.names)
        order = list(range(table.num_rows))
        lots.shuffle(order)
        for shard in range(count):
            path = folder / f"shard-{shard}" / f"{name}.parquet"
            path.parent.mkdir(parents=True, exist_ok=True)
            pq.write_table(table.take(pa.array(order[shard::count], pa.int64())), path)
    return folder


def change(path: Path, how: Callable[[pa.Table], pa.Table]) -> None:
    pq.write_table(how(pq.read_table(path, partitioning=None)), path)


# the same bytes


def test_the_projects_own_tables_come_out_as_from_the_records(built: Path, tmp_path: Path) -> None:
    assert built_from(built, tmp_path / "out") == bytes_of(built)


def test_shards_and_order_do_not_matter(built: Path, shards: Path, tmp_path: Path) -> None:
    assert built_from(shards, tmp_path / "out") == bytes_of(built)


@pytest.mark.parametrize("limits", [{"threads": 1}, {"threads": 4, "memory": "100MB"}])
def test_threads_and_memory_do_not_matter(
    built: Path, shards: Path, tmp_path: Path, limits: dict[str, Any]
) -> None:
    assert built_from(shards, tmp_path / "out", **limits) == bytes_of(built)


def test_small_parts_and_batches_do_not_matter(
    built: Path, shards: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assemble, "BATCH_ROWS", 3)
    monkeypatch.setattr(parts, "PART_ROWS", 7)
    monkeypatch.setattr(assemble, "part_rows", lambda _: 7)

    assert built_from(shards, tmp_path / "out") == bytes_of(built)


def test_width_of_types_and_order_of_columns_do_not_matter(
    built: Path, shards: Path, tmp_path: Path
) -> None:
    def rewritten(table: pa.Table) -> pa.Table:
        wide = {pa.int32(): pa.int64(), pa.string(): pa.large_string()}
        fields = [pa.field(f.name, wide.get(f.type, f.type)) for f in table.schema]
        return table.cast(pa.schema(fields)).select(table.column_names[::-1])

    for path in (shards / "shard-1").iterdir():
        change(path, rewritten)
    change(
        shards / "shard-2/statements.parquet",
        lambda t: t.set_column(
            t.column_names.index("speech_act"), "speech_act", t["speech_act"].dictionary_encode()
        ),
    )

    assert built_from(shards, tmp_path / "out") == bytes_of(built)


def test_what_can_be_derived_is_made_anew(built: Path, tmp_path: Path) -> None:
    """Wide tables, derived columns and bounds of dates that are given are not believed."""
    given = Path(shutil.copytree(built, tmp_path / "given"))
    (given / "statements_wide.parquet").write_bytes(b"no Parquet")
    for name, column, value in (
        ("meetings", "status", "postponed"),
        ("meetings", "article_count", 99),
        ("statements", "sequence", 99),
        ("officials", "born_earliest", None),
    ):
        path = given / f"{name}.parquet"
        rows = pq.read_table(path).to_pylist()
        schema = pq.read_schema(path)
        pq.write_table(pa.Table.from_pylist([{**r, column: value} for r in rows], schema), path)

    assert built_from(given, tmp_path / "out") == bytes_of(built)


def test_a_share_that_nobody_measured_counts_credit_lines(built: Path, tmp_path: Path) -> None:
    shards = sharded(built, tmp_path / "shards")
    for path in shards.glob("*/article_shares.parquet"):
        path.unlink()

    files = built_from(shards, tmp_path / "out")

    assert {name: data for name, data in files.items() if name != "article_shares.parquet"} == {
        name: data for name, data in bytes_of(built).items() if name != "article_shares.parquet"
    }
    rows = zip(
        *(
            pq.read_table(f / "article_shares.parquet").to_pylist()
            for f in (built, tmp_path / "out")
        ),
        strict=True,
    )
    for measured, counted in rows:
        assert counted["published_chars"] >= measured["published_chars"]
        assert counted["region_chars"] == measured["region_chars"]
        share = counted["published_chars"] / counted["region_chars"]
        assert counted["published_share"] == round(share, 6)


# on any fault nothing


def refused(source: Path, out: Path) -> Report:
    """What is said of base tables that cannot be built; a folder that was there stays as it was."""
    out.mkdir()
    pq.write_table(pa.table({"a": [1]}), out / "kept.parquet")
    before = bytes_of(out)

    report = build_from(source, out, silent)

    assert report.exit_code() == 1
    assert bytes_of(out) == before
    assert [path.name for path in out.parent.iterdir() if path.name.startswith(".out.new")] == []
    return report


def told(report: Report) -> list[tuple[str, str, str, int]]:
    return [(f.code, f.place.table, f.place.field, f.count) for f in report.sorted()]


def test_a_row_that_stands_in_two_shards_is_told_with_both(shards: Path, tmp_path: Path) -> None:
    one, other = (shards / f"shard-{n}/statements.parquet" for n in (0, 2))
    twice = pq.read_table(one, partitioning=None).slice(0, 2)
    change(other, lambda table: pa.concat_tables([table, twice]))

    report = refused(shards, tmp_path / "out")

    assert told(report) == [("TAB005", "statements", "statement_id", 4)]
    [finding] = report.findings
    first = min(twice["statement_id"].to_pylist())
    assert finding.record == first
    assert finding.note == (
        f"{first}: in shard-0/statements.parquet and shard-2/statements.parquet"
    )
    assert [run.check for run in report.not_run] == ["tables that follow"]


def test_nulls_and_dates_that_are_none_are_counted_and_told_together(
    shards: Path, tmp_path: Path
) -> None:
    def spoilt(table: pa.Table) -> pa.Table:
        rows = table.to_pylist()
        rows[0]["title"], rows[1]["title"] = None, None
        rows[0]["start"], rows[2]["end"] = "May 2020", "2020/2021"
        return pa.Table.from_pylist(rows, pa.schema([f.with_nullable(True) for f in table.schema]))

    change(shards / "shard-1/tenures.parquet", spoilt)

    report = refused(shards, tmp_path / "out")

    assert sorted(told(report)) == [
        ("TAB004", "tenures", "title", 2),
        ("TAB018", "tenures", "end", 1),
        ("TAB018", "tenures", "start", 1),
    ]
    by_field = {f.place.field: f for f in report.findings}
    assert by_field["start"].found == "May 2020"
    assert by_field["end"].message.endswith("an interval where one date belongs")
    assert all("shard-1/tenures.parquet" in f.note for f in report.findings)
    assert len(by_field["title"].related) == 1


def test_faults_in_several_tables_are_told_together(shards: Path, tmp_path: Path) -> None:
    for name, column in (("articles", "title"), ("participants", "role")):
        change(
            shards / f"shard-1/{name}.parquet",
            lambda t, c=column: t.set_column(
                t.column_names.index(c), c, pa.nulls(t.num_rows, pa.string())
            ),
        )

    report = refused(shards, tmp_path / "out")

    assert [f.place.field for f in report.sorted()] == ["title", "role"]


def test_a_number_too_large_for_its_column_is_told(shards: Path, tmp_path: Path) -> None:
    path = shards / "shard-1/anchors.parquet"
    change(
        path,
        lambda t: t.set_column(t.column_names.index("end"), "end", pa.array([2**40] * t.num_rows)),
    )

    with pytest.raises(Unusable, match=r"building anchors: .*1099511627776"):
        build_from(shards, tmp_path / "out", silent)

    assert not (tmp_path / "out").exists()


def test_a_shard_with_another_schema_is_named(shards: Path, tmp_path: Path) -> None:
    change(shards / "shard-1/anchors.parquet", lambda table: table.drop_columns(["exact"]))
    change(
        shards / "shard-2/anchors.parquet",
        lambda t: t.set_column(t.column_names.index("end"), "end", t["end"].cast(pa.string())),
    )
    (shards / "shard-0/retired.parquet").unlink()
    (shards / "shard-1/retired.parquet").unlink()
    (shards / "shard-2/retired.parquet").unlink()

    report = refused(shards, tmp_path / "out")

    assert [(f.code, f.message) for f in report.sorted()] == [
        ("TAB003", "shard-2/anchors.parquet has end as another type"),
        ("TAB002", "shard-1/anchors.parquet lacks the column exact"),
        ("TAB001", "table retired is missing"),
    ]


def test_a_shard_that_is_cut_off_is_named(shards: Path, tmp_path: Path) -> None:
    for name, cut in (("anchors", -9), ("mentions", 100)):
        path = shards / f"shard-1/{name}.parquet"
        path.write_bytes(path.read_bytes()[:cut])

    report = refused(shards, tmp_path / "out")

    assert told(report) == [("TAB012", "anchors", "", 1), ("TAB012", "mentions", "", 1)]
    assert "shard-1/anchors.parquet cannot be read" in report.sorted()[0].message


def test_a_shard_that_is_damaged_within_is_named(
    shards: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A large one, whose pages nobody reads before they are needed."""
    path = shards / "shard-1/anchors.parquet"
    change(path, lambda table: table)
    start = pq.read_metadata(path).row_group(0).column(3).data_page_offset
    data = bytearray(path.read_bytes())
    data[start : start + 100] = b"\xff" * 100
    path.write_bytes(data)
    monkeypatch.setattr("validation.table_structure.is_small", lambda _: False)

    report = refused(shards, tmp_path / "out")

    assert told(report) == [("TAB012", "anchors", "", 1)]
    assert "shard-1/anchors.parquet cannot be read" in report.findings[0].message


def test_what_the_schema_does_not_know_is_a_warning(
    built: Path, shards: Path, tmp_path: Path
) -> None:
    change(shards / "shard-1/anchors.parquet", lambda t: t.append_column("note", t["article_id"]))
    (shards / "shard-1/readme.parquet").write_bytes((shards / "shard-1/names.parquet").read_bytes())

    report = build_from(shards, tmp_path / "out", silent)

    assert told(report) == [("TAB013", "anchors", "note", 1), ("TAB013", "readme", "", 1)]
    assert report.exit_code() == 0
    assert bytes_of(tmp_path / "out") == bytes_of(built)


def test_the_folder_that_is_read_cannot_be_replaced(built: Path, tmp_path: Path) -> None:
    given = Path(shutil.copytree(built, tmp_path / "given"))

    with pytest.raises(Unusable, match="is the folder that is read"):
        build_from(given, tmp_path / "." / "given", silent)

    assert bytes_of(given) == bytes_of(built)


def test_a_limit_too_small_says_what_helps(
    shards: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("validation.parquet_sql.LEAST_MEMORY", 0)

    with pytest.raises(Unusable, match="give more with --memory-limit, or fewer --threads"):
        build_from(shards, tmp_path / "out", silent, Limits(memory="1MB"))

    assert not (tmp_path / "out").exists()


def test_progress_is_told_table_by_table(built: Path, tmp_path: Path) -> None:
    steps: list[str] = []

    build_from(built, tmp_path / "out", steps.append)

    assert steps[0] == "looking at the files"
    assert steps[-1].endswith(f"({len(TABLES)} of {len(TABLES)} tables)")
    rows = pq.read_metadata(built / "statements.parquet").num_rows
    assert any(step.startswith(f"writing statements: {rows:,} rows (") for step in steps)
