"""A release is cited as its own CITATION.cff says, and a damaged one is refused in one line."""

import json
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dataset.releasing import citation
from dataset.releasing.cite import cite, read_about
from dataset.releasing.release_folder import is_release, open_release
from validation.findings import Unusable

STATEMENT = "iran-daily-expel-us-wjs"


def refused(release: Path, record_id: str | None = None) -> str:
    with pytest.raises(Unusable) as caught:
        cite(release, record_id)
    told = str(caught.value)
    assert "\n" not in told
    return told


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def rewrite(release: Path, table: str, rows: list[dict[str, object]]) -> None:
    """Replace the rows of a table, and put the new size into the manifest."""
    file = release / f"{table}.parquet"
    schema = pq.read_schema(file)
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), file)
    manifest = json.loads((release / "manifest.json").read_text())
    manifest["tables"][table]["bytes"] = file.stat().st_size
    (release / "manifest.json").write_text(json.dumps(manifest))


def test_a_release_and_a_record_are_cited(release: Path) -> None:
    assert cite(release) == (
        "Iran–Iraq Security Dialogue Dataset contributors (2026). Iran–Iraq Security Dialogue Dataset"
        " (version 1.0.0, 2026-11-22) [Data set]. Licence: CC-BY-4.0."
    )
    assert f"Statement {STATEMENT}" in cite(release, STATEMENT)
    assert cite(release, STATEMENT, "ris").startswith("TY  - DATA\n")


def test_a_mistyped_id_names_the_nearest(release: Path) -> None:
    told = refused(release, "iran-daily-expel-us-wjq")
    assert told.startswith(
        "no record 'iran-daily-expel-us-wjq'; did you mean 'iran-daily-expel-us-wjs'"
    )
    assert told.endswith("(version 1.0.0)")


def test_among_very_many_ids_the_nearest_is_still_found(
    release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(citation, "CANDIDATES", 30)
    assert "did you mean 'iran-daily-expel-us-wjs'" in refused(release, "iran-daily-expel-us-wjq")


def test_an_id_like_no_other_tells_what_can_be_cited(release: Path) -> None:
    told = refused(release, "zzz")
    assert told.startswith("no record 'zzz'; what has a permanent id (statements, articles,")


@pytest.mark.parametrize(
    "since,instead,told",
    [
        (
            "1.0.0",
            STATEMENT,
            f"is retired since version 1.0.0 (duplicate: twice); cite {STATEMENT},",
        ),
        (None, None, "is retired (duplicate: twice); nothing takes its place"),
    ],
)
def test_a_retired_id_tells_what_takes_its_place(
    release: Path, since: str | None, instead: str | None, told: str
) -> None:
    stone = {
        "retired_id": "gone-abc",
        "record_table": "statements",
        "reason": "duplicate",
        "replaced_by": instead,
        "since": since,
        "note": "twice",
    }
    rewrite(release, "retired", [stone])
    assert told in refused(release, "gone-abc")


@pytest.mark.parametrize(
    "text,doi",
    [
        ("", None),
        ("doi: 10.1234/all\n", "10.1234/all"),
        ("identifiers:\n  - {type: doi, value: 10.1234/one}\n", "10.1234/one"),
        (
            (
                "doi: 10.1234/all\nidentifiers:\n"
                "  - {type: url, value: x, description: version 1.0.0}\n"
                "  - {type: doi, value: 10.1234/v11, description: DOI of version 11.0.0}\n"
                "  - {type: doi, value: 10.1234/v1, description: DOI of version 1.0.0.}\n"
            ),
            "10.1234/v1",
        ),
        (
            (
                "doi: 10.1234/all\nidentifiers:\n"
                "  - {type: doi, value: 10.1234/v101, description: version 1.0.0.1}\n"
                "  - {type: doi, value: 10.1234/v1}\n"
            ),
            "10.1234/all",
        ),
    ],
)
def test_only_a_doi_that_is_told_is_cited(release: Path, text: str, doi: str | None) -> None:
    with (release / "CITATION.cff").open("a", encoding="utf-8") as file:
        file.write(text)
    assert read_about(open_release(release)).doi == doi


def test_persons_publisher_and_address_are_read(release: Path) -> None:
    change(
        release / "CITATION.cff",
        "  - name: Iran–Iraq Security Dialogue Dataset contributors\n",
        "  - {family-names: Cruz, given-names: Ana, name-particle: de la}\n  - {given-names: Plato}\n",
    )
    with (release / "CITATION.cff").open("a", encoding="utf-8") as file:
        file.write(
            "repository: https://example.org/r\npreferred-citation: {publisher: {name: P}}\n"
        )
    told = cite(release)
    assert told.startswith("de la Cruz, Ana; Plato (2026). ")
    assert " P. https://example.org/r. " in told


@pytest.mark.parametrize(
    "old,new,told",
    [
        ("type: dataset\n", "", "type should be 'dataset', but is 'nothing'"),
        ("version: 1.0.0", "version: 1.0.1", "version should be '1.0.0', but is '1.0.1'"),
        ("2026-11-22", "2026-11-23", "date-released should be '2026-11-22', but is '2026-11-23'"),
        ("cff-version: 1.2.0", "cff-version: 1.1.0", "cff-version should be '1.2.0'"),
        ("title: Iran–Iraq Security Dialogue Dataset\n", "", "has no title"),
        ("  - name: Iran", "  - nom: Iran", "an author has neither a name"),
        ("authors:\n  - name:", "authors:\n   ", "names no authors"),
        ("license: CC-BY-4.0", "doi: https://doi.org/10.1234/x", "is no DOI; write it bare"),
        ("message: ", "message: [", "; fetch the release again"),
        ("cff-version: 1.2.0\n", "- a\n#", "; fetch the release again"),
    ],
)
def test_a_wrong_citation_file_is_told(release: Path, old: str, new: str, told: str) -> None:
    change(release / "CITATION.cff", old, new)
    assert told in refused(release)


@pytest.mark.parametrize(
    "content,told",
    [
        (b"- a\n- b\n", "holds no keys"),
        (b"\xff\xfe", "is not UTF-8 text"),
        (b"[" * 100_000, "; fetch the release again"),
        (b"a" * (2**20 + 1), "is larger than any release writes it"),
    ],
)
def test_a_citation_file_of_another_kind_is_told(release: Path, content: bytes, told: str) -> None:
    (release / "CITATION.cff").write_bytes(content)
    assert told in refused(release)


@pytest.mark.parametrize("name", ["CITATION.cff", "manifest.json"])
def test_a_missing_file_is_told(release: Path, name: str) -> None:
    (release / name).unlink()
    assert f"there is no {release / name}" in refused(release)
    assert is_release(release) == (name != "manifest.json")


@pytest.mark.parametrize(
    "key,value,told",
    [
        ("version", 1, "has no text under 'version'"),
        ("date", "22 November", "is no ISO day (22 November)"),
        ("date", "2026-02-30", "is no ISO day (2026-02-30)"),
        ("tables", {}, "lists no tables"),
        ("tables", ["articles"], "lists no tables"),
        ("tables", {"../../etc/passwd": {}}, "lists a table called '../../etc/passwd'"),
        ("tables", {"articles": 5}, "does not tell rows, bytes and sha256 of articles"),
        (
            "tables",
            {"articles": {"rows": True, "bytes": 5, "sha256": ""}},
            "does not tell rows, bytes and sha256 of articles",
        ),
    ],
)
def test_a_wrong_manifest_is_told(release: Path, key: str, value: object, told: str) -> None:
    manifest = json.loads((release / "manifest.json").read_text())
    (release / "manifest.json").write_text(json.dumps({**manifest, key: value}))
    assert told in refused(release)


@pytest.mark.parametrize("text,told", [("{", "is not JSON"), ("[]", "is not a JSON object")])
def test_a_manifest_that_is_none_is_told(release: Path, text: str, told: str) -> None:
    (release / "manifest.json").write_text(text)
    assert told in refused(release)


def test_a_missing_table_is_told(release: Path) -> None:
    (release / "mentions.parquet").unlink()
    assert "table mentions is in the manifest.json, but not in the folder" in refused(release)


def test_a_table_too_many_is_told(release: Path) -> None:
    shutil.copy(release / "mentions.parquet", release / "more.parquet")
    shutil.copy(release / "mentions.parquet", release / "._hidden.parquet")
    assert "table more is in the folder, but not in the manifest.json" in refused(release)


def test_a_cut_table_is_told(release: Path) -> None:
    file = release / "statements.parquet"
    file.write_bytes(file.read_bytes()[:-1])
    assert "statements.parquet has" in refused(release)


def test_a_damaged_table_of_the_right_size_is_told(release: Path) -> None:
    file = release / "statements.parquet"
    file.write_bytes(b"\0" * file.stat().st_size)
    assert "statements.parquet cannot be read" in refused(release, STATEMENT)
    with pytest.raises(Unusable, match=r"bytes of statements\.parquet are not those"):
        open_release(release, sums=True)


def test_a_statement_whose_article_is_gone_is_told(release: Path) -> None:
    rewrite(release, "articles", [])
    assert "there is no article iran-daily-expel-us" in refused(release, STATEMENT)


def test_a_table_that_vanishes_while_it_is_read_is_told(release: Path) -> None:
    (release / "anchors.parquet").unlink()
    with pytest.raises(ValueError, match="there is no table anchors"):
        citation.find_record(release, STATEMENT)


def test_sound_sums_pass(release: Path) -> None:
    assert open_release(release, sums=True).tables["articles"].rows == 6
