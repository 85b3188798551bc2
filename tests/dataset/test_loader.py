"""The built tables are read by name, from wherever they are, and mistakes are told in one line."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import dataset
from dataset import loader

DICTIONARY = {"table": "references", "description": "A page consulted.", "columns": []}


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """Two tables in a folder whose name has everything that SQL and wildcards could trip over."""
    home = tmp_path / "year=2020" / 'it\'s [a*b]? "x"'
    home.mkdir(parents=True)
    references = pa.table({"reference_id": ["a", "b"], "url": ["u", None], "n": [1, 2]})
    references = references.replace_schema_metadata({"dataset.table": json.dumps(DICTIONARY)})
    pq.write_table(references, home / "references.parquet")
    pq.write_table(pa.table({"article_id": ["x"]}), home / "articles.parquet")
    (home / "._articles.parquet").write_bytes(b"left by another system")
    (home / "notes.txt").write_text("no table")
    return home


def test_tables_are_those_of_the_folder_and_hidden_files_are_none(built: Path) -> None:
    assert dataset.tables(built) == ["articles", "references"]


def test_load_reads_a_table_whole_and_adds_nothing_from_the_path(built: Path) -> None:
    table = dataset.load("references", built)
    assert table.column_names == ["reference_id", "url", "n"]
    assert table.to_pylist()[1] == {"reference_id": "b", "url": None, "n": 2}


def test_load_reads_columns_in_the_order_asked_for(built: Path) -> None:
    assert dataset.load("references", str(built), columns=["n", "url"]).to_pydict() == {
        "n": [1, 2],
        "url": ["u", None],
    }


def test_unknown_table_names_the_nearest(built: Path) -> None:
    with pytest.raises(KeyError, match="no table 'refs'; did you mean 'references'"):
        dataset.load("refs", built)


def test_unknown_table_like_no_other_lists_them(built: Path) -> None:
    with pytest.raises(KeyError, match="no table 'zzz'; there are articles, references"):
        dataset.load("zzz", built)


def test_unknown_column_names_the_nearest(built: Path) -> None:
    with pytest.raises(KeyError, match="no column 'urls' in references; did you mean 'url'"):
        dataset.load("references", built, columns=["n", "urls"])


def test_describe_returns_the_dictionary_inside_the_file(built: Path) -> None:
    assert dataset.describe("references", built) == DICTIONARY


def test_describe_refuses_a_file_without_dictionary(built: Path) -> None:
    with pytest.raises(ValueError, match=r"articles\.parquet carries no dictionary"):
        dataset.describe("articles", built)


def test_connect_has_one_view_per_table_and_survives_every_path(built: Path) -> None:
    with dataset.connect(built) as connection:
        assert connection.execute("SHOW TABLES").fetchall() == [("articles",), ("references",)]
        found = connection.execute('SELECT * FROM "references" ORDER BY n').fetchall()
    assert found == [("a", "u", 1), ("b", None, 2)]


def test_connect_finds_the_files_after_the_working_folder_has_changed(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(built.parent)
    with dataset.connect(built.name) as connection:
        monkeypatch.chdir(tmp_path)
        assert connection.execute("SELECT article_id FROM articles").fetchall() == [("x",)]


def test_a_name_with_quotes_is_one_view(built: Path) -> None:
    name = "a\"b'; DROP VIEW articles; --"
    shutil.copy(built / "articles.parquet", built / f"{name}.parquet")
    with dataset.connect(built) as connection:
        names = {found for (found,) in connection.execute("SHOW TABLES").fetchall()}
    assert names == {"articles", "references", name}


@pytest.mark.parametrize("read", [lambda home: dataset.load("bad", home), dataset.connect])
def test_a_broken_file_is_told_in_one_line(built: Path, read: object) -> None:
    (built / "bad.parquet").write_bytes(b"PAR1 and then nothing of the sort")
    with pytest.raises(ValueError, match=r"bad\.parquet cannot be read as Parquet") as caught:
        read(built)  # type: ignore[operator]
    assert "\n" not in str(caught.value)


def test_a_given_folder_that_is_missing_or_empty_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"no folder .*nowhere; give the folder"):
        dataset.tables(tmp_path / "nowhere")
    with pytest.raises(FileNotFoundError, match=r"no tables in .*; give the folder"):
        dataset.tables(tmp_path)


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place to which the loader was copied, as the data package does."""
    home = tmp_path / "package" / "inside"
    home.mkdir(parents=True)
    monkeypatch.setattr(loader, "__file__", str(home / "loader.py"))
    return home


def test_the_folder_beside_the_loader_comes_before_the_build(shipped: Path, built: Path) -> None:
    shutil.copytree(built, shipped.parent / "build" / "parquet")
    assert loader.folder() == shipped.parent / "build" / "parquet"
    shutil.copytree(built, shipped / "data")
    assert loader.folder() == shipped / "data"
    assert loader.folder(built) == built


@pytest.mark.usefixtures("shipped")
def test_without_a_build_one_line_tells_to_make_one() -> None:
    with pytest.raises(FileNotFoundError, match=r"parquet; run `make data` in the checkout"):
        loader.folder()


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = (
        "import sys, dataset; dataset.load, dataset.connect\n"
        "print([m for m in ('pyarrow', 'duckdb', 'pydantic', 'rich') if m in sys.modules])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert ran.stdout == "[]\n"


def test_the_loader_runs_alone_where_nothing_of_the_project_is(built: Path, tmp_path: Path) -> None:
    package = tmp_path / "elsewhere" / "analyst_data"
    package.mkdir(parents=True)
    shutil.copy(Path(loader.__file__), package / "loader.py")
    shutil.copytree(built, package / "data")
    (package / "__init__.py").write_text("from .loader import connect, load, tables\n")
    code = "import analyst_data as d; print(d.tables(), d.load('articles').num_rows)"
    ran = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=package.parent,
    )
    assert ran.stdout == "['articles', 'references'] 1\n"


def test_the_version_is_that_of_the_installed_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def version(name: str) -> str:
        asked.append(name)
        return "1.2.3"

    monkeypatch.setattr("importlib.metadata.version", version)
    assert dataset.__version__ == "1.2.3"
    assert asked == ["iran-iraq-security-dialogue-tools"]


def test_a_folder_that_was_never_installed_has_no_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dataset, "DISTRIBUTION", "never-installed-anywhere")
    assert dataset.__version__ == "0+unknown"


def test_other_attributes_are_missing_as_anywhere() -> None:
    with pytest.raises(AttributeError, match="module 'dataset' has no attribute 'lod'"):
        dataset.lod  # noqa: B018
