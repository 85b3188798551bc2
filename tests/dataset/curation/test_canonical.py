# ruff: noqa: E501  # one case a line
from __future__ import annotations

import fcntl
import re
import stat
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from dataset import files
from dataset.curation import canonical as module
from dataset.curation.canonical import allot_ids, canonical, fmt, form
from dataset.curation.comments import _offsets as offsets
from dataset.curation.comments import comments
from dataset.curation.identifiers import SUFFIXES
from dataset.curation.kinds import KINDS
from dataset.curation.read import read, read_documents
from dataset.curation.yaml_reader import NEVER, load
from validation.findings import Unusable

ARTICLE = "articles/daily-visit.yaml"

MESSY = """\
# header of the file
# two lines


# about Ada
- name: "Ada Lund"   # the secretary
  id: ada-lund
  # about the country
  iso3: 'IRN'
  adressees: x
  born: ~
  tenures:   # posts
  -  title: Secretary
     # the body
     organization_id: norland
     role_class: nsa
     # end of tenure
  - # another
    {title: "a: b", organization_id: x # inline
    , role_class: other}
  evidence:
   - field: name
     note: |  # block
       two
       lines # no comment

     quote: >
       folded
       text
-
  # about Eva
  name: Eva
  id: eva-lund
  names: []
# last
"""

TIDY = """\
# header of the file
# two lines

# about Ada
- id: ada-lund
  name: Ada Lund  # the secretary
  # about the country
  iso3: IRN
  adressees: x
  born: null
  tenures:  # posts
    # the body
    - organization_id: norland
      title: Secretary
      role_class: nsa
      # end of tenure
    # another
    - organization_id: x  # inline
      title: "a: b"
      role_class: other
  evidence:
    - field: name
      note: "two\\nlines # no comment\\n"  # block
      quote: "folded text\\n"

# about Eva
- id: eva-lund
  name: Eva
  names: []

# last
"""


def test_messy_file_becomes_tidy():
    assert canonical(MESSY, "officials") == TIDY


def test_tidy_file_stays_as_it_is(sample):
    assert canonical(TIDY, "officials") == TIDY
    for path in sample.project.records.rglob("*.yaml"):
        kind = "articles" if path.parent.name == "articles" else path.stem
        assert canonical(path.read_text(), kind) == path.read_text()


def test_text_with_faults_of_syntax_is_refused():
    with pytest.raises(ValueError, match="text:1:4 SYN003 alias"):
        canonical("a: *b\n", "articles")


def test_article_sets_statements_and_reports_apart():
    text = "statements: [{content: a}, {content: b}]\nmeeting_reports: [{support: c}]\nid: d\n"
    assert canonical(text, "articles") == (
        "id: d\n\nmeeting_reports:\n  - support: c\n\n"
        "statements:\n  - content: a\n\n  - content: b\n"
    )


def test_statement_tells_who_said_what_before_how_it_was_coded():
    text = (
        "statements: [{evidence: [], speech_act: a, topics: [], speakers: [], content: b, id: c}]"
    )
    keys = [line.strip(" -").split(":")[0] for line in canonical(text, "articles").splitlines()[1:]]
    assert keys == ["id", "content", "speakers", "speech_act", "topics", "evidence"]


def test_unknown_field_stays_behind_the_field_it_was_written_behind():
    # Else a misspelt name would be a finding of form, too.
    text = "- id: a\n  nmae: b\n  iso3: c\n  foo: d\n  bar: e\n  born: f\n"
    assert canonical(text, "officials") == text
    text = "- foo: b\n  id: a\n"
    assert canonical(text, "officials") == text
    text = "- born: f\n  foo: d\n  id: a\n"
    assert canonical(text, "officials") == "- id: a\n  born: f\n  foo: d\n"


@pytest.mark.parametrize(
    "text, form_of_it",
    [
        ("[]", "[]\n"),
        ("# none yet\n\n[]\n# really\n", "# none yet\n# really\n[]\n"),
        ("{}", "{}\n"),
        ("a", "a\n"),
        ("- a # b", "- a  # b\n"),
        ("-\n- ~", "- null\n\n- null\n"),
        ("- - a\n  - - b", "- - a\n  - - b\n"),
        ("- [[], {}]", "- - []\n  - {}\n"),
        ("- - # x\n    a\n", "# x\n- - a\n"),
        ("- id: # one\n    a # two\n", "# one\n- id: a  # two\n"),
        ("- id:\n    # one\n    a\n", "# one\n- id: a\n"),
        ("--- # top\n- id: a\n...\n", "# top\n- id: a\n"),
        ("- id: a\r\n  # b\r\n  name: c # d\r\n", "- id: a\n  # b\n  name: c  # d\n"),
        ("- id: a\n# b\n\n# c\n- id: d\n", "- id: a\n\n# b\n\n# c\n- id: d\n"),
        ("- id: a\n\n  # end\n\n# b\n", "- id: a\n  # end\n\n# b\n"),
        ("- - # x\n    - y", "# x\n- - - y\n"),
        ("- {a: [b, # c\n c]} # d", "- a:\n    - b  # c\n    - c  # d\n"),
        ("- {# x\n a: b}", "# x\n- a: b\n"),
        ("? a # x\n: b", "a: b  # x\n"),
    ],
)
def test_small_forms(text, form_of_it):
    assert canonical(text, "officials") == form_of_it
    assert canonical(form_of_it, "officials") == form_of_it


SCALARS = {
    "plain": ("NO", "NO"),
    "number": ("2020", "2020"),
    "date": ("2020-07-21", "2020-07-21"),
    "truth": ("true", "true"),
    "minus": ("-5", "-5"),
    "apostrophe inside": ("Iran’s and it's", "Iran’s and it's"),
    "quotation mark inside": ('the "evil"', 'the "evil"'),
    "colon inside": ("a:b", "a:b"),
    "hash inside": ("a#b", "a#b"),
    "comma and brackets inside": ("a, [b] {c}", "a, [b] {c}"),
    "open interval": ("../2020", "../2020"),
    "no-break space inside": ("a\u00a0b", "a\u00a0b"),
    "empty": ("", '""'),
    "null": ("null", '"null"'),
    "tilde": ("~", '"~"'),
    "merge key": ("<<", '"<<"'),
    "list": ("[2023-02-25,2023-02-26]", '"[2023-02-25,2023-02-26]"'),
    "colon and space": ("a: b", '"a: b"'),
    "colon at the end": ("a:", '"a:"'),
    "comment": ("a #b", '"a #b"'),
    "dash": ("-", '"-"'),
    "dash and space": ("- a", '"- a"'),
    "question": ("? a", '"? a"'),
    "space before": (" a", '" a"'),
    "space behind": ("a ", '"a "'),
    "no-break space behind": ("a\u00a0", '"a\u00a0"'),
    "line break": ("a\nb", '"a\\nb"'),
    "tab": ("a\tb", '"a\\tb"'),
    "carriage return": ("a\rb", '"a\\rb"'),
    "quotation mark first": ('"a"', '"\\"a\\""'),
    "apostrophe first": ("'a'", "\"'a'\""),
    "backslash": ("\\a: ", '"\\\\a: "'),
    "alias": ("*a", '"*a"'),
    "tag": ("!a", '"!a"'),
    "percent": ("%a", '"%a"'),
    "at": ("@a", '"@a"'),
    "backtick": ("`a", '"`a"'),
    "document start": ("---", '"---"'),
    "document end": ("... a", '"... a"'),
    "right-to-left mark": ("a\u200fb", '"a\\u200fb"'),
    "soft hyphen": ("a\u00adb", '"a\\xadb"'),
    "joiner": ("می\u200cشود", '"می\\u200cشود"'),
}


@pytest.mark.parametrize("scalar", SCALARS.values(), ids=SCALARS.keys())
def test_quotes_only_where_needed(scalar):
    text, written = scalar
    assert module._scalar(text) == written
    for pattern in ("{}\n", "- {}\n", "a: {}\n", "{}: a\n"):
        tree = load(pattern.format(written), "f").tree
        assert text in (
            tree,
            *(tree if isinstance(tree, list) else ()),
            *((*tree, *tree.values()) if isinstance(tree, dict) else ()),
        )


# properties

TEXTS = st.text(
    st.characters(exclude_categories=["Cs"]).filter(lambda char: not NEVER.match(char)), max_size=20
)
KEYS = st.sampled_from(["id", "name", "tenures", "evidence", "statements", "content", "regions"])
TREES = st.recursive(
    st.none() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS | TEXTS, inner, max_size=4),
    max_leaves=12,
)


@given(TREES, st.sampled_from(sorted(KINDS)))
def test_what_is_written_reads_back(tree, kind):
    text = module.rendered(KINDS[kind], load("", "f"), tree)
    document = load(text, "f")
    if tree is None:
        assert text == "null\n"
        return
    assert document.findings == []
    assert document.tree == tree
    assert canonical(text, kind) == text


@given(TREES)
def test_other_yaml_tools_read_the_same(tree):
    text = module.rendered(KINDS["officials"], load("", "f"), tree)
    oracle = YAML(typ="base", pure=True)

    def without_nulls(node):
        if isinstance(node, dict):
            return {key: without_nulls(value) for key, value in node.items()}
        if isinstance(node, list):
            return [without_nulls(item) for item in node]
        return "null" if node is None else node

    assert oracle.load(text) == without_nulls(tree)


def texts(text):
    return sorted(comment.text for comment in comments(load(text, "f")))


def between_tokens(text):
    """Where comments begin, by another way: whatever is no white space between two tokens."""
    end = 0
    for token in yaml.scan(text, Loader=yaml.CSafeLoader):
        start = token.start_mark.index
        yield from (m.start() for m in re.compile(r"#[^\r\n]*").finditer(text, end, start))
        if isinstance(token, yaml.ScalarToken) and token.style in ("|", ">"):
            head = re.compile(r"[|>][-+0-9]*[ \t]+").match(text, start)
            if head is not None and text.startswith("#", head.end()):
                yield head.end()
        end = max(end, start, token.end_mark.index)


PIECES = st.lists(
    st.sampled_from(
        [
            "a: b\n",
            "c: >  # note\n  x # y\n",
            "d: 'p # q'\n",
            'e: "#\\x23"\n',
            "#\n",
            "f: g#h # i\n",
            "j:\n  - # k\n    l\n",
            "m: n # o\n  # p\n",
            "q: [r, # s\n  't#']\n",
            "u: |\n  # v\n",
            "# w\r\n",
            "x: {# y\n  z: 1}\n",
        ]
    ),
    max_size=6,
    unique=True,
)


@given(PIECES, st.booleans())
def test_comments_are_what_stands_between_the_tokens(pieces, starts):
    text = ("--- # first\n" if starts else "") + "".join(pieces)
    document = load(text, "f")
    if not document.findings:
        assert list(offsets(document)) == list(between_tokens(text))


EDITS = st.lists(
    st.tuples(
        st.integers(0, 200),
        st.sampled_from(["alone", "behind", "blank"]),
        st.integers(0, 10),
    ),
    max_size=8,
)


@settings(max_examples=200)
@given(EDITS, st.sampled_from([TIDY, MESSY]), st.sampled_from(["officials", "articles"]))
def test_comments_anywhere_are_kept_and_the_form_is_final(edits, base, kind):
    lines = [[line] for line in base.splitlines()]
    for number, (at, sort, column) in enumerate(edits):
        group = lines[at % len(lines)]
        if sort == "alone":
            group.append(f"{' ' * column}# alone {number}")
        elif sort == "behind":
            group[0] += f" # behind {number}"
        else:
            group.append("")
    text = "".join(f"{line}\n" for group in lines for line in group)
    before = load(text, "f")
    if before.findings:
        return
    once = canonical(text, kind)
    assert load(once, "f").tree == before.tree
    assert canonical(once, kind) == once
    assert texts(once) == texts(text)


# ids

STATEMENTS = st.lists(
    st.fixed_dictionaries(
        {"content": st.sampled_from(["a", "b", "c", ["a", "b"], {"exact": "a"}])}
    ),
    max_size=8,
)


def with_ids(statements, taken=()):
    article = {"id": "art", "statements": statements}
    return allot_ids(KINDS["articles"], article, set(taken))["statements"]


@given(STATEMENTS, STATEMENTS, st.randoms(use_true_random=False))
def test_inserting_deleting_and_reordering_change_no_other_id(first, more, random):
    known = with_ids(first)
    ids = {id(item): item["id"] for item in known}
    kept = [item for item in known if random.random() < 0.7]
    mixed = [*kept, *more]
    random.shuffle(mixed)
    after = with_ids(mixed, {item["id"] for item in known})
    assert len({item["id"] for item in after}) == len(after)
    for before, now in zip(mixed, after, strict=True):
        if id(before) in ids:
            assert now["id"] == ids[id(before)]
        else:
            assert now["id"] not in ids.values()
    assert with_ids(after, {item["id"] for item in after}) == after


def test_ids_of_statements_and_tenures_are_filled_in_first(sample):
    sample.replace(ARTICLE, "  - id: daily-visit-hjk\n    content", "  - ‸content")
    sample.replace("officials.yaml", "    - id: ada-lund-bcd\n      organ", "    - ‸organ")
    result = fmt(sample.project)
    assert result.report.findings == []
    assert result.changed == [
        "dataset/records/officials.yaml",
        "dataset/records/articles/daily-visit.yaml",
    ]
    assert "  - id: daily-visit-lbv\n    content: neighbours to join" in sample.text(ARTICLE)
    assert read(sample.project).report.findings == []
    assert fmt(sample.project).changed == []


def test_empty_id_is_filled_in(sample):
    sample.replace(ARTICLE, "- id: daily-visit-hjk", "- id:‸")
    fmt(sample.project)
    assert "- id: daily-visit-lbv" in sample.text(ARTICLE)


def test_retired_id_is_never_given_again(sample):
    sample.replace(ARTICLE, "- id: daily-visit-hjk\n    content", "- ‸content")
    sample.replace("retired.yaml", "id: old-visit", "id: ‸daily-visit-lbv")
    fmt(sample.project)
    assert "- id: daily-visit-tnw" in sample.text(ARTICLE)


def test_id_of_another_kind_is_not_given(sample):
    sample.replace(ARTICLE, "- id: daily-visit-hjk\n    content", "- ‸content")
    sample.replace("references.yaml", "id: page-one", "id: ‸daily-visit-lbv")
    fmt(sample.project)
    assert "- id: daily-visit-tnw" in sample.text(ARTICLE)


def test_no_ids_are_given_while_a_file_cannot_be_read(sample):
    sample.replace(ARTICLE, "- id: daily-visit-hjk\n    content", "- ‸content")
    sample.replace("retired.yaml", "note:", "‸note: [")
    result = fmt(sample.project)
    assert [f.code for f in result.report.findings] == ["SYN001"]
    assert result.changed == []


@pytest.mark.parametrize(
    "tree",
    [
        "text",
        {"id": "Not A Slug", "statements": [{"content": "a"}]},
        {"statements": [{"content": "a"}]},
        {"id": "art", "statements": "text"},
        {"id": "art", "statements": ["text"]},
        {"id": "a" * 117, "statements": [{"content": "a"}]},
    ],
)
def test_what_is_no_record_gets_no_id(tree):
    assert allot_ids(KINDS["articles"], tree, set()) == tree


def test_owner_without_ids_left_is_one_line(monkeypatch):
    monkeypatch.setattr("dataset.curation.identifiers.SUFFIXES", 1)
    with pytest.raises(Unusable, match="ids of art are in use"):
        with_ids([{"content": "a"}, {"content": "a"}])
    assert SUFFIXES == 8000


# files


def test_fmt_writes_the_form_and_a_second_run_changes_nothing(sample):
    sample.write("officials.yaml", "\ufeff" + MESSY.replace("\n", "\r\n"))
    sample.path("officials.yaml").chmod(0o640)
    result = fmt(sample.project)
    assert result.changed == ["dataset/records/officials.yaml"]
    data = sample.path("officials.yaml").read_bytes()
    assert b"\r" not in data
    assert data.startswith(b"# header")
    assert stat.S_IMODE(sample.path("officials.yaml").stat().st_mode) == 0o640
    assert fmt(sample.project).changed == []
    assert sample.path("officials.yaml").read_bytes() == data
    assert [p.name for p in sample.project.records.iterdir() if p.name.startswith(".")] == []


def test_sound_project_needs_no_change(sample):
    before = {path: path.stat().st_mtime_ns for path in sample.project.records.rglob("*.yaml")}
    result = fmt(sample.project)
    assert (result.changed, result.report.findings) == ([], [])
    assert {path: path.stat().st_mtime_ns for path in before} == before
    assert [(run.check, run.outcome, run.examined) for run in result.report.runs] == [
        ("canonical form", "passed", 7)
    ]


def test_check_writes_nothing_and_tells_what_would_change(sample):
    sample.replace(ARTICLE, "- id: daily-visit-hjk\n    content", "- ‸content")
    before = sample.text(ARTICLE)
    _, line, column = sample.replace(
        "officials.yaml", "  name: Ada Lund\n", "  name: ‸'Ada Lund'\n"
    )
    result = fmt(sample.project, check=True)
    found = [(f.code, f.place.line, f.place.column) for f in result.report.sorted()]
    assert found == [("REC008", 23, 5), ("SYN007", line, column)]
    assert len(result.changed) == 2
    assert sample.text(ARTICLE) == before
    assert "'Ada Lund'" in sample.text("officials.yaml")


def test_check_finds_missing_ids_in_registries(sample):
    sample.replace("officials.yaml", "    - id: ada-lund-bcd\n      organ", "    - ‸organ")
    found = fmt(sample.project, check=True).report.findings
    assert [(f.code, f.place.line, f.place.field) for f in found] == [
        ("REC008", 14, "0.tenures.1.id")
    ]


def test_file_with_faults_of_syntax_is_left_alone(sample):
    sample.replace("officials.yaml", "  name: Ada Lund\n", "  name: Ada Lund\n  ‸name: Eva\n")
    before = sample.text("officials.yaml")
    sample.write("meetings.yml", "")
    result = fmt(sample.project)
    assert sorted(f.code for f in result.report.findings) == ["SYN002", "SYN010"]
    assert sample.text("officials.yaml") == before


FORMS = {
    "other order": ("officials.yaml", "  name: Ada Lund\n  iso3: IRN\n", "  ‸iso3: IRN\n  name: Ada Lund\n"),
    "needless quotes": ("officials.yaml", "title: Editor", "title: ‸'Editor'"),
    "no space before a list": ("officials.yaml", "  names:\n    - name: Lund\n      kind: short", "  names:\n  ‸- name: Lund\n    kind: short"),
    "blank line lost": ("organizations.yaml", "ccode: 630\n\n- id: daily", "ccode: 630\n‸- id: daily"),
    "two blank lines": ("organizations.yaml", "ccode: 630\n\n", "ccode: 630\n\n‸\n"),
    "line folded": ("collections.yaml", "description: Five articles chosen", "description: Five articles‸\n    chosen"),
    "windows line ends": ("retired.yaml", "id: old-visit\n", "id: old-visit‸\r\n"),
    "no line end": ("retired.yaml", "note: Entered twice.\n", "note: Entered twice.‸"),
    "space at the end": ("retired.yaml", "id: old-visit\n", "id: old-visit‸ \n"),
    "byte order mark": ("retired.yaml", "- id: old-visit\n", "‸\ufeff- id: old-visit\n"),
}  # fmt: skip


@pytest.mark.parametrize("change", FORMS.values(), ids=FORMS.keys())
def test_other_form_is_one_finding(sample, change):
    file, line, column = sample.replace(*change)
    documents = read(sample.project).documents
    report = form(documents)
    assert [f.code for f in report.findings] == ["SYN007"]
    place = report.findings[0].place
    assert (place.file, place.line, place.column) == (file, line, column)
    assert [(run.outcome, run.examined) for run in report.runs] == [("failed", 7)]
    assert form(documents, skip=[file]).findings == []


def test_form_is_no_matter_while_the_syntax_is_wrong(sample):
    sample.replace("officials.yaml", "  name: Ada Lund\n", "  name: 'Ada Lund'\n  ‸name: Eva\n")
    report = form(read(sample.project).documents)
    assert (report.findings, report.runs[0].examined) == ([], 6)


def test_file_that_would_change_its_meaning_is_not_written(sample, monkeypatch):
    sample.replace("officials.yaml", "title: Editor", "title: ‸'Editor'  # once")
    before = sample.text("officials.yaml")
    monkeypatch.setattr(module, "_quoted", lambda text: text)
    for spoilt in (lambda value: "spoilt" if value == "Editor" else "ok", lambda _: "a: b: c"):
        monkeypatch.setattr(module, "_scalar", spoilt)
        result = fmt(sample.project)
        assert {f.code for f in result.report.findings} == {"SYN007"}
        assert result.changed == []
    assert sample.text("officials.yaml") == before


def test_file_that_would_lose_a_comment_is_not_written(sample, monkeypatch):
    sample.replace("officials.yaml", "title: Editor", "title: ‸'Editor'  # once")
    monkeypatch.setattr(module, "attached", lambda _: module.Attached())
    result = fmt(sample.project)
    assert "dataset/records/officials.yaml" in {f.place.file for f in result.report.findings}
    assert "# once" in sample.text("officials.yaml")


@pytest.mark.parametrize("step", ["open", "replace"])
def test_failed_writing_is_one_line_and_leaves_the_file(sample, monkeypatch, step):
    sample.replace("officials.yaml", "title: Editor", "title: ‸'Editor'")
    before = sample.text("officials.yaml")

    def refuse(*_, **__):
        raise OSError(28, "No space left on device")

    if step == "open":
        monkeypatch.setattr(files, "_new", refuse)
    else:
        monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(Unusable, match=r"officials.yaml: cannot be written \(No space left"):
        fmt(sample.project)
    assert sample.text("officials.yaml") == before
    assert [p.name for p in sample.project.records.iterdir() if p.name.startswith(".")] == []


def test_what_a_killed_run_left_is_cleared_up_unless_somebody_writes_it(sample):
    left = sample.project.records / ".dataset-killed.tmp"
    left.write_text("half")
    busy = sample.project.records / "articles" / ".dataset-busy.tmp"
    with busy.open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        fmt(sample.project, check=True)
        assert (left.exists(), busy.exists()) == (True, True)
        fmt(sample.project)
        assert (left.exists(), busy.exists()) == (False, True)


def test_a_temporary_file_is_ignored_by_git(sample, monkeypatch):
    sample.replace("officials.yaml", "title: Editor", "title: ‸'Editor'")
    seen = []
    real = files._new

    def seen_new(path):
        seen.append(path.name)
        return real(path)

    monkeypatch.setattr(files, "_new", seen_new)
    fmt(sample.project)
    ignored = (Path(__file__).parents[3] / ".gitignore").read_text().splitlines()
    assert len(seen) == 1
    assert any(fnmatch(seen[0], pattern) for pattern in ignored)


@pytest.mark.parametrize("own", [None, "Not A Slug", "x" * 200])
def test_without_an_owner_no_ids_are_given_and_that_is_said(sample, own):
    path = sample.project.records / "articles" / "one.yaml"
    path.write_text(
        (f"id: {own}\n" if own else "title: T\n") + "statements:\n  - cue: a\n  - cue: b\n"
    )
    result = fmt(sample.project)
    told = [f for f in result.report.findings if f.place.file.endswith("one.yaml")]
    assert [(f.code, f.count) for f in told] == [("REC008", 2)]
    assert "no ids given to statements" in told[0].message


def test_documents_are_those_of_the_reader(sample):
    documents, strays = read_documents(sample.project)
    assert strays == []
    assert [file.name for file, _ in documents] == [
        file.name for file, _ in read(sample.project).documents
    ]
