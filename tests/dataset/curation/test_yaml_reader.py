from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dataset.curation import yaml_reader
from dataset.curation.yaml_reader import HIDDEN, MAX_DEPTH, MAX_KEY, NEVER, escaped, load

MARKER = "‸"


def place_of_marker(text):
    before = text[: text.index(MARKER)].replace("\r\n", "\n").split("\n")
    return text.replace(MARKER, ""), len(before), len(before[-1]) + 1


# what is read


def test_scalars_stay_text():
    document = load("a: NO\nb: 1.10\nc: true\nd: 2020-07-21\ne: 0x1F\nf: Null\n", "f")
    assert document.tree == {
        "a": "NO",
        "b": "1.10",
        "c": "true",
        "d": "2020-07-21",
        "e": "0x1F",
        "f": "Null",
    }
    assert document.findings == []


def test_only_plain_null_tilde_and_nothing_are_none():
    text = "a:\nb: ~\nc: null\nd: ''\ne: \"~\"\nf: 'null'\ng: [null, ]\nh: |\n"
    assert load(text, "f").tree == {
        "a": None,
        "b": None,
        "c": None,
        "d": "",
        "e": "~",
        "f": "null",
        "g": [None],
        "h": "",
    }


def test_bytes_and_text_read_alike():
    text = "é: 😀\r\nb: [x, {c: d}]\r\n"
    assert load(text.encode(), "f") == load(text, "f")
    assert load(text, "f").tree == {"é": "😀", "b": ["x", {"c": "d"}]}


def test_byte_order_mark_is_no_part_of_the_text():
    document = load("\ufeffa: b\na: c\n", "f")
    assert (document.tree, document.text, document.has_byte_order_mark) == (
        {"a": "b"},
        "a: b\na: c\n",
        True,
    )
    assert str(document.findings[0].place) == "f:2:1"
    first = load("\ufeff*a : b", "f").findings[0]
    assert str(first.place) == "f:1:1"


@pytest.mark.parametrize(
    "text, path, is_key",
    [
        ("a: b\n‸c: d\n", ("c",), True),
        ("a: b\nc:   ‸d\n", ("c",), False),
        ("é😀: ‸d\n", ("é😀",), False),
        ('😀: ["😀😀", ‸b]\n', ("😀", 1), False),
        ("a: b\r\nc:\r\n  - x\r\n  - ‸y\r\n", ("c", 1), False),
        ("a:\tb\nc: \t‸d\n", ("c",), False),
        ("a:\n  ‸b:\n    c: d\n", ("a", "b"), True),
        ("a:\n  b:\n    ‸c: d\n", ("a", "b"), False),
        ("a: |\n  x\n\n  y\n# z\n‸b: c\n", ("b",), True),
        ("a: ‸|\n  x\n", ("a",), False),
        ("a: ‸'b\n  c'\n", ("a",), False),
        ("a:‸\nb: c\n", ("a",), False),
        ("? ‸a\n: b\n", ("a",), True),
        ("a: {b: c, ‸d: e}\n", ("a", "d"), True),
        ("a: ‸\\\n", ("a",), False),
        ("‸- a\n", (), False),
    ],
)
def test_place_of_keys_and_values(text, path, is_key):
    text, line, column = place_of_marker(text)
    document = load(text, "f")
    assert document.findings == []
    places = document.positions.keys if is_key else document.positions.places
    assert places["f", path] == (line, column)


# what is refused: one broken thing, one finding

NASTY = {
    "unclosed quotation mark": ('a: b\nc: ‸"d\n', "SYN001", "unexpected end"),
    "unclosed list": ("a: ‸[b\n", "SYN001", "expected ',' or ']'"),
    "colon in plain text": ("title: Iran‸: neighbours\n", "SYN001", "not allowed"),
    "reserved sign": ("a: ‸@b\n", "SYN001", "cannot start"),
    "tab as indentation": ("a:\n‸\tb: c\n", "SYN001", "cannot start"),
    "wrong indentation": ("a: b\n c‸: d\n", "SYN001", "not allowed"),
    "surrogate by escape": ('a: "\\u‸d800"\n', "SYN001", "Unicode"),
    "unknown directive": ("%FOO‸ x\n---\na: b\n", "SYN001", "directive"),
    "duplicate key": ("a: b\n‸a: c\n", "SYN002", "a"),
    "duplicate key, quoted": ("a: b\n‸'a': c\n", "SYN002", "a"),
    "duplicate key in braces": ("x: {a: b, ‸a: {c: d}}\n", "SYN002", "a"),
    "duplicate key, astral": ("x: {😀: b, ‸😀: c}\n", "SYN002", "😀"),
    "duplicate key holding duplicates": ("a: b\n‸a: {c: d, c: d}\n", "SYN002", "a"),
    "duplicate key holding lists": ("a: b\n‸a: [[c], {d: e}]\n", "SYN002", "a"),
    "anchor": ("a: ‸&x b\n", "SYN003", "&x"),
    "anchor on a list": ("a: ‸&x [b]\n", "SYN003", "&x"),
    "alias": ("a: ‸*x\n", "SYN003", "*x"),
    "alias as key": ("‸*x : a\n", "SYN003", "*x"),
    "alias at the root": ("‸*x\n", "SYN003", "*x"),
    "merge key": ("‸<<: *x\n", "SYN003", "<<"),
    "merge key of a list": ("‸<<: [a]\n", "SYN003", "<<"),
    "tag": ("a: ‸!!int 5\n", "SYN004", "!!int"),
    "tag that runs code": ("a: ‸!!python/object/apply:os.system [x]\n", "SYN004", "!!python"),
    "own tag": ("‸!mine\na: b\n", "SYN004", "!mine"),
    "bare tag": ("a: ‸! b\n", "SYN004", "!"),
    "control character": ("a: b‸\x07c\n", "SYN005", "U+0007"),
    "escape sequence": ("# ‸\x1b[2J\na: b\n", "SYN005", "U+001B"),
    "delete": ("a: b‸\x7f\n", "SYN005", "U+007F"),
    "next line": ("a: b‸\x85c\n", "SYN005", "U+0085"),
    "line separator": ("a: b‸\u2028c\n", "SYN005", "LINE SEPARATOR"),
    "lone carriage return": ("a: b‸\rc: d\n", "SYN005", "U+000D"),
    "right to left override": ("é: 😀‸\u202eb\n", "SYN005", "RIGHT-TO-LEFT OVERRIDE"),
    "isolate in quotes": ('a: "b‸\u2066c"\n', "SYN005", "U+2066"),
    "zero-width space in a key": ("a‸\u200b: b\n", "SYN005", "ZERO WIDTH SPACE"),
    "byte order mark inside": ("a: b‸\ufeff\n", "SYN005", "U+FEFF"),
    "soft hyphen": ("a: b‸\u00adc\n", "SYN005", "SOFT HYPHEN"),
    "tag character": ("a: b‸\U000e0041\n", "SYN005", "U+E0041"),
    "non-character": ("a: b‸\uffff\n", "SYN005", "U+FFFF"),
    "NUL by escape": ('a: ‸"b\\0"\n', "SYN005", "U+0000"),
    "bell by escape": ('a: ‸"b\\a"\n', "SYN005", "U+0007"),
    "override by escape": ('a: ‸"b\\u202ec"\n', "SYN005", "U+202E"),
    "isolate by escape, in a list": ('- ‸"b\\u2066c"\n', "SYN005", "U+2066"),
    "override by escape, in a key": ('‸"b\\u202ec": d\n', "SYN005", "202e"),
    "NUL": ("a: b\nc: ‸\0d\0\n", "SYN006", "NUL"),
    "surrogate": ("é: ‸\ud800\n", "SYN006", "byte 0xED"),
    "nested too deep": ("[" * MAX_DEPTH + "‸[", "SYN008", "50 levels"),
    "nested too deep in blocks": ("- " * MAX_DEPTH + "‸- a", "SYN008", "50 levels"),
    "nested too deep in keys": ("? " * MAX_DEPTH + "‸? a", "SYN009", "a mapping"),
    "key too long": (f"a: b\n‸{'k' * (MAX_KEY + 1)}: c\n", "SYN008", "101 characters"),
    "NUL in a key": ('‸"a\\0": b\n', "SYN005", "a"),
    "nothing": ("‸", "SYN009", "[]"),
    "only a comment": ("‸# nothing yet\n", "SYN009", "[]"),
    "only a marker": ("‸---\n", "SYN009", "[]"),
    "two documents": ("a: b\n‸---\nc: d\n", "SYN009", "---"),
    "two documents of one name": ("a: b\n‸---\na: d\n", "SYN009", "---"),
    "version directive": ("‸%YAML 1.1\n---\na: b\n", "SYN009", "%YAML"),
    "tag directive": ("‸%TAG ! x:\n---\na: b\n", "SYN009", "%TAG"),
    "list as key": ("‸[a, {b: c}]: d\n", "SYN009", "a list"),
    "mapping as key": ("? ‸{a: b}\n: c\n", "SYN009", "a mapping"),
    "empty key": ("?‸\n: a\n", "SYN009", "name the field"),
    "null as key": ("a: b\n‸~: c\n", "SYN009", "~"),
}


@pytest.mark.parametrize("name", NASTY)
def test_one_broken_thing_is_one_finding(name):
    text, code, words = NASTY[name]
    text, line, column = place_of_marker(text)
    findings = load(text, "f").findings
    if name == "nested too deep in keys":  # every level is a fault of its own
        assert (findings[-1].code, len(findings)) == ("SYN008", MAX_DEPTH)
        findings = [findings[-2]]
        column -= 2
    assert [f.code for f in findings] == [code], findings
    assert (findings[0].place.line, findings[0].place.column) == (line, column)
    assert words in f"{findings[0].message} ({findings[0].found}); {findings[0].hint}"
    assert findings[0].found.isprintable()


def test_bytes_that_are_not_utf_8():
    finding = load("é: ".encode() + b"\xe9\n", "f").findings[0]
    assert (finding.code, str(finding.place), finding.found) == ("SYN006", "f:1:4", "byte 0xE9")
    utf16 = load("a: b".encode("utf-16"), "f").findings[0]
    assert (utf16.code, str(utf16.place)) == ("SYN006", "f:1:1")
    with_mark = load(b"\xef\xbb\xbfa: \xff", "f").findings[0]
    assert str(with_mark.place) == "f:1:4"


def test_everything_wrong_is_told_in_one_go():
    text = "a: &x b\na: *x\nc: !!str d\n? [e]\n: f\ng: h\u202ei\u200bj\u202e\nk: [\n"
    found = [(f.code, str(f.place), f.count) for f in load(text, "f").findings]
    assert found == [
        ("SYN005", "f:6:5", 2),
        ("SYN005", "f:6:7", 1),
        ("SYN003", "f:1:4", 1),
        ("SYN002", "f:2:1", 1),
        ("SYN003", "f:2:4", 1),
        ("SYN004", "f:3:4", 1),
        ("SYN009", "f:4:3", 1),
        ("SYN001", "f:7:4", 1),
    ]


def test_repeated_hidden_character_is_counted_with_a_few_places():
    finding = load("a: b\n" + "# \u200b\n" * 100, "f").findings[0]
    assert finding.count == 100
    assert [place.line for place in finding.related] == [3, 4, 5, 6]


def test_duplicate_key_shows_where_the_first_stands():
    finding = load("x:\n  a: b\n  a: c\n", "f").findings[0]
    assert [str(place) for place in finding.related] == ["f:2:3"]
    assert finding.place.field == "x.a"


def test_hidden_characters_are_allowed_as_escapes():
    document = load('a: "b\\u200cc\\u200f\\u00ad"\n', "f")
    assert (document.tree, document.findings) == ({"a": "b\u200cc\u200f\u00ad"}, [])


def test_the_allowlist_may_name_what_it_excuses():
    assert load('a: "b\\u202e"\n', "f", any_escape=True).tree == {"a": "b\u202e"}
    assert [f.code for f in load('a: "\\0"\n', "f", any_escape=True).findings] == ["SYN005"]


def test_nothing_hidden_gets_into_a_value_but_what_spelling_needs():
    for code in range(0x110000):
        char = chr(code)
        if NEVER.match(char):
            assert HIDDEN.match(char)
    allowed = "\u200c\u200d\u200e\u200f\u061c\u00ad\u200b\u2060\ufeff"
    assert not NEVER.search(allowed)


def test_no_break_space_is_allowed():
    assert load("a: b\u00a0c\n", "f").findings == []


def test_alias_bomb_costs_nothing():
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n"
    for this, last in zip("bcdefghij", "abcdefghi", strict=True):
        bomb += f"{this}: &{this} [{', '.join([f'*{last}'] * 9)}]\n"
    document = load(bomb, "f")
    assert {f.code for f in document.findings} == {"SYN003"}
    assert len(document.findings) == 10 + 81
    assert document.tree["j"] == [None] * 9


@pytest.mark.parametrize("part", ["[", "{a: ", "- ", "? ", "[{a: ["])
def test_depth_is_bounded_before_anything_recurses(part):
    findings = load(part * 200_000, "f").findings
    assert findings[-1].code in ("SYN008", "SYN001")
    assert len(findings) <= MAX_DEPTH + 1


def test_size_is_bounded(monkeypatch):
    monkeypatch.setattr(yaml_reader, "MAX_BYTES", 10)
    assert load("a: bcdefgh", "f").findings == []
    finding = load("a: bcdefghi", "f").findings[0]
    assert (finding.code, str(finding.place)) == ("SYN008", "f")
    assert load(b"a: bcdefghi", "f").findings == [finding]


def test_number_of_values_is_bounded(monkeypatch):
    monkeypatch.setattr(yaml_reader, "MAX_VALUES", 3)
    assert load("[a, b]", "f").findings == []
    finding = load("[a, b, c]", "f").findings[0]
    assert (finding.code, finding.message, str(finding.place)) == (
        "SYN008",
        "file too large",
        "f:1:8",
    )


def test_number_of_findings_is_bounded():
    findings = load("- *a\n" * 5000, "f").findings
    assert len(findings) == yaml_reader.MAX_FINDINGS + 1
    assert (findings[-1].code, str(findings[-1].place)) == ("SYN008", "f:1000:3")


def test_failure_of_the_parser_without_a_place(monkeypatch):
    def fail(*_, **__):
        raise yaml.YAMLError("no place known")

    monkeypatch.setattr(yaml, "parse", fail)
    finding = load("a: b", "f").findings[0]
    assert (finding.code, str(finding.place), finding.found) == (
        "SYN001",
        "f:1:1",
        "no place known",
    )


# properties

FRAGMENTS = st.sampled_from(
    [
        *("a", "b: ", "- ", "\n", "\n  ", "# c\n", "[", "]", "{", "}", ", ", '"', "'", "|\n", ": "),
        *(
            "? ",
            "&x ",
            "*x",
            "!t ",
            "---\n",
            "\t",
            "~",
            "null",
            ">-\n",
            "é",
            "😀",
            "\r\n",
            "\u200b",
        ),
        *("%YAML", "\ufeff", "\0", "<<: ", "\\", "...\n", "\r", "\x85"),
    ]
)
YAML_LIKE = st.lists(FRAGMENTS, max_size=25).map("".join)


@given(st.binary(max_size=200))
def test_no_bytes_raise(data):
    load(data, "f")


@given(st.text(st.characters(), max_size=100) | YAML_LIKE)
def test_no_text_raises_and_all_places_are_in_the_text(text):
    document = load(text, "f")
    lines = document.positions.lines["f"]
    for finding in document.findings:
        assert 1 <= finding.place.line <= len(lines)
        assert 1 <= finding.place.column <= len(lines[finding.place.line - 1]) + 2


@given(YAML_LIKE)
def test_reads_what_an_independent_loader_reads(text):
    document = load(text, "f")
    if document.findings:
        return

    def as_text(node):
        if isinstance(node, dict):
            return {key: as_text(value) for key, value in node.items()}
        if isinstance(node, list):
            return [as_text(item) for item in node]
        return node or ""

    try:
        expected = yaml.load(document.text, Loader=yaml.BaseLoader)  # noqa: S506  # text only
    except yaml.YAMLError:  # it refuses a tab before a comment or line end, which YAML allows
        return

    def without_nulls(node):
        if isinstance(node, dict):
            return {key: without_nulls(value) for key, value in node.items()}
        if isinstance(node, list):
            return [without_nulls(item) for item in node]
        return "" if node in ("~", "null") else node

    assert without_nulls(as_text(document.tree)) == without_nulls(expected)


@given(st.characters())
def test_escape_reads_back(char):
    if HIDDEN.match(char) and not NEVER.match(char):
        assert load(f'a: "{escaped(char)}"', "f").tree == {"a": char}
