"""The page of a report: everything on it, once and in its place, and nothing in a finding that is more than text."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from validation import render_html
from validation.codes import CODES
from validation.findings import Accepted, CheckRun, Finding, Place, Report
from validation.render_html import Surroundings, render
from validation.report_page import EXAMPLES, content

FILE = "dataset/records/articles/a.yaml"
SOURCE = {FILE: ["id: a", "title: A", "content: “Neighbours”", "cue: said", "x: 1"]}
LISTED = Place("dataset/allowlist.yaml", 1, 3)
SCRIPT = "<script>document.title='taken'</script><img src=x onerror=alert(1)>"

QUOTE = Finding(
    "QUO001",
    "content is not in the source",
    Place(FILE, 3, 10, field="statements.0.content"),
    "a-bcd",
    "Neighbours",
    "copy the words exactly as printed, see `dataset show`",
    related=(Place(FILE, 5, 1),),
    note="nearest: “Neighbors” (characters 4-13)",
)
ROWS = Finding(
    "TAB008",
    "article_id is not in articles",
    Place(table="statements", record="x", field="article_id"),
    "x",
    "y",
    related=(Place(table="statements", record="z", field="article_id"),),
    count=7000,
)
STRANGE = Finding(
    "TAB013", "an unexpected file", Place(table="odd name"), found="odd name", severity="warning"
)
POST = Finding("TIM001", "post not held", Place(FILE, 4, 1, field="date"), "a-bcd", "2020")


def report() -> Report:
    """Errors, a warning, a finding of many rows, an accepted one, and checks of every outcome."""
    return Report(
        [ROWS, QUOTE, STRANGE],
        [
            CheckRun("syntax", "passed", 3),
            CheckRun("quote proof", "failed", 40),
            CheckRun("statements.key-unique", "passed", 25),
            CheckRun("statements.article_id.parent-exists", "failed", 25),
            CheckRun("cross-table.anchors-in-text", "not-run", reason="articles missing"),
            CheckRun("cross-table.evidence-in-text", "not-run", reason="articles missing"),
        ],
        [Accepted(POST, "the vote was later", LISTED, date(2027, 6, 30))],
    )


def lines_of(name: str) -> list[str]:
    return SOURCE.get(name, [])


@dataclass
class Node:
    """An element with its attributes, what is inside, and its text."""

    tag: str
    attributes: dict[str, str]
    children: list[Node] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.texts)

    def all(self, tag: str = "", **wanted: str) -> list[Node]:
        """Elements inside, in their order; a class fits if it is one of several."""
        found = []
        for child in self.children:
            if tag in {"", child.tag} and all(
                value in child.attributes.get(name.rstrip("_").replace("_", "-"), "").split()
                for name, value in wanted.items()
            ):
                found.append(child)
            found += child.all(tag, **wanted)
        return found

    def one(self, tag: str = "", **wanted: str) -> Node:
        (found,) = self.all(tag, **wanted)
        return found


class _Reader(HTMLParser):
    VOID = {"meta", "link", "input", "br"}

    def __init__(self) -> None:
        super().__init__()
        self.stack = [Node("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.stack[-1].children.append(node)
        if tag not in self.VOID:
            self.stack.append(node)

    def handle_endtag(self, tag: str) -> None:
        assert self.stack[-1].tag == tag
        self.stack.pop()

    def handle_data(self, data: str) -> None:
        for node in self.stack:
            node.texts.append(data)


def read(page: str) -> Node:
    reader = _Reader()
    reader.feed(page)
    reader.close()
    assert len(reader.stack) == 1
    return reader.stack[0]


def page(found: Report | None = None, surroundings: Surroundings = Surroundings(), **more) -> Node:  # noqa: B008
    return read(render(report() if found is None else found, lines_of, surroundings, **more))


def told(card: Node) -> dict[str, str]:
    """What a card says under each heading."""
    names = [node.text for node in card.all("dt")]
    return dict(zip(names, [node.text.strip() for node in card.all("dd")], strict=True))


# what is told


def test_a_finding_is_told_in_full() -> None:
    card = page().one("li", class_="finding", id=f"f-{QUOTE.fingerprint}")

    assert card.one("p", class_="what").text == "error content is not in the source"
    assert card.one("p", class_="where").text == f"{FILE}:3:10 record a-bcd"
    assert told(card) == {
        "Found": "Neighbours",
        "Note": "nearest: “Neighbors” (characters 4-13)",
        "To do": "copy the words exactly as printed, see dataset show",
        "Also": f"{FILE}:5:1",
        "Fingerprint": f"{QUOTE.fingerprint}\nCopy",
    }
    assert card.one("dd", class_="hint").one("code").text == "dataset show"
    assert card.one("a", class_="permalink").attributes["href"] == f"#f-{QUOTE.fingerprint}"
    assert card.attributes["data-code"] == "QUO001"
    assert card.attributes["data-in"] == FILE


def test_the_caret_stands_below_the_character_that_is_meant() -> None:
    excerpt = page().one("li", id=f"f-{QUOTE.fingerprint}").one("pre", class_="excerpt")

    assert excerpt.text.split("\n") == [
        "1id: a",
        "2title: A",
        "3content: “Neighbours”",
        "4cue: said",
        "",
    ]
    hit = excerpt.one(class_="hit")
    assert (hit.one("mark").text, hit.one(class_="number").text) == ("“", "3")


@pytest.mark.parametrize(
    "line, column, head, at, tail",
    [
        ("abc", 0, "", "a", "bc"),
        ("abc", 3, "ab", "c", ""),
        ("abc", 4, "abc", "", ""),
        ("abc", 99, "abc", "", ""),
        ("ae\u0301b", 2, "a", "e\u0301", "b"),
        ("a\u202eb\x00", 2, "a", "\\u202e", "b\\u0000"),
        ("x" * 2000 + "y" + "z" * 2000, 2001, "…" + "x" * 600, "y", "z" * 600 + "…"),
    ],
)
def test_an_excerpt_is_cut_at_the_column(
    line: str, column: int, head: str, at: str, tail: str
) -> None:
    found = Report([Finding("REC004", "x", Place("f", 1, column))])

    ((item, _),) = content(found, lambda _: [line]).groups[0].shown

    assert item.excerpt is not None
    assert (item.excerpt.head, item.excerpt.at, item.excerpt.tail) == (head, at, tail)


@pytest.mark.parametrize("line", [0, 6, 10**9])
def test_a_place_that_is_not_in_the_file_has_no_excerpt(line: int) -> None:
    shown = page(Report([replace(QUOTE, place=Place(FILE, line, 1))]))

    assert shown.all("pre", class_="excerpt") == []
    assert len(shown.all("li", class_="finding")) == 1


def test_findings_stand_below_their_code_with_cause_and_remedy() -> None:
    group = page().one("section", class_="group", id="QUO001")

    assert group.one("h3").text == "QUO001 not in the source 1"
    facts = group.one("dl", class_="facts").text
    assert CODES["QUO001"].cause in facts
    assert "Never accepted" in facts
    assert [card.attributes["id"] for card in group.all("li", class_="finding")] == [
        f"f-{QUOTE.fingerprint}"
    ]


def test_the_sums_are_exact() -> None:
    shown = page()

    figures = [
        (node.one("dt").text, node.one("dd").text)
        for node in shown.one("dl", class_="figures").all("div")
    ]
    assert figures == [
        ("Errors", "7,001"),
        ("Warnings", "1"),
        ("Accepted", "1"),
        ("Checks run", "4"),
        ("Not run", "2"),
    ]
    (by_code, *_) = shown.all("table")
    rows = [[cell.text for cell in row.children] for row in by_code.one("tbody").children]
    assert rows == [
        ["QUO001", "not in the source", "1", "0", "0"],
        ["TIM001", CODES["TIM001"].title, "0", "0", "1"],
        ["TAB008", "orphan", "7,000", "0", "0"],
        ["TAB013", CODES["TAB013"].title, "0", "1", "0"],
    ]
    links = [node.attributes["href"] for node in by_code.all("a")]
    assert links == ["#QUO001", "#accepted", "#TAB008", "#TAB013"]
    assert {link[1:] for link in links} <= {node.attributes.get("id") for node in shown.all()}


@pytest.mark.parametrize(
    "found, strict, verdict, tone, code",
    [
        (Report(), False, "Clean: nothing was found", "good", 0),
        (report(), False, "7,001 errors and 1 warning; 2 checks could not run", "bad", 1),
        (Report([STRANGE]), False, "1 warning", "doubtful", 0),
        (Report([STRANGE]), True, "1 warning", "bad", 1),
        (Report([QUOTE]), False, "1 error", "bad", 1),
        (
            Report([], [CheckRun("x", "not-run", reason="y")]),
            False,
            "No findings, but 1 check could not run",
            "bad",
            2,
        ),
    ],
)
def test_the_verdict_is_one_line(
    found: Report, strict: bool, verdict: str, tone: str, code: int
) -> None:
    shown = page(found, strict=strict)

    head = shown.one("h1")
    assert (head.text, head.attributes["class"]) == (verdict, f"verdict {tone}")
    assert shown.one("title").text == f"Validation report: {verdict}"
    assert f"Exit code {code}." in shown.one("p", class_="lede").text


def test_an_accepted_finding_is_told_with_its_reason_and_counts_for_nothing() -> None:
    shown = page()

    card = shown.one("li", class_="accepted")
    assert card.attributes["data-state"] == "accepted"
    assert card.one("p", class_="what").text == "accepted TIM001 post not held"
    assert (
        told(card)["Accepted"] == "the vote was later until 2027-06-30 dataset/allowlist.yaml:1:3"
    )
    assert card.all("details", class_="accept") == []
    assert "TIM001" not in {group.attributes.get("id") for group in shown.all("section")}


def test_the_entry_that_would_accept_a_finding_is_ready_unless_it_never_is() -> None:
    twice = replace(ROWS, place=replace(ROWS.place, field="article_id"))
    shown = page(Report([ROWS, QUOTE, twice]))

    assert shown.one("li", id=f"f-{QUOTE.fingerprint}").all("pre", class_="accept") == []
    entries = [node.one("pre").text for node in shown.all("details", class_="accept")]
    assert entries == 2 * [
        f"- fingerprint: {ROWS.fingerprint}\n  code: TAB008\n  record: x\n  count: 14000\n  reason:"
    ]


def test_two_findings_of_one_fingerprint_have_each_its_own_address() -> None:
    shown = page(Report([QUOTE, QUOTE]))

    ids = [node.attributes["id"] for node in shown.all("li", class_="finding")]
    assert ids == [f"f-{QUOTE.fingerprint}", f"f-{QUOTE.fingerprint}-2"]


def test_checks_that_did_not_run_are_told_by_reason() -> None:
    missed = page().one("details", class_="missed")

    assert missed.one("summary").text == "articles missing 2"
    assert [node.text for node in missed.all("li")] == [
        "cross-table.anchors-in-text",
        "cross-table.evidence-in-text",
    ]


def test_a_check_without_a_reason_is_not_lost() -> None:
    shown = page(Report([], [CheckRun("x", "not-run")]))

    assert shown.one("details", class_="missed").one("summary").text == "no reason is known 1"


def test_what_was_examined_is_told_by_table() -> None:
    table = page().one("table", class_="tables")

    rows = [[cell.text for cell in row.children] for row in table.one("tbody").children]
    assert rows == [
        ["statements", "25", "1", "1", "0"],
        ["anchors", "0", "0", "0", "1"],
        ["evidence", "0", "0", "0", "1"],
    ]
    details = page().one("details", id="table-statements")
    assert "statements.article_id.parent-exists" in details.text
    whole = page().one("section", aria_labelledby="examined")
    assert "quote proof" in whole.text


def test_more_of_the_same_stands_in_short_below_and_none_is_lost() -> None:
    same = [
        replace(QUOTE, place=replace(QUOTE.place, line=n), record=f"r-{n}", found=f"words {n}")
        for n in range(1, 4 + EXAMPLES)
    ]
    other = replace(same[0], message="another thing", found="words")
    shown = page(Report([*same, other]))

    cards = shown.one("ul", class_="cards").children
    assert len(cards) == EXAMPLES + 1
    rest = cards[EXAMPLES].one("details", class_="rest")
    assert rest.one("summary").text == "3 more that say the same"
    ids = Counter(node.attributes["id"] for node in shown.all("li", class_="finding"))
    assert ids == Counter(f"f-{f.fingerprint}" for f in (*same, other))
    (first, *_) = rest.all("li")
    assert first.text.startswith(f"{FILE}:6:10 r-6 words 6 nearest: ")


def test_a_clean_report_has_nothing_to_filter() -> None:
    shown = page(Report([], [CheckRun("syntax", "passed", 12)]))

    assert shown.all("form") == []
    assert shown.all("nav") == []
    assert "syntax" in shown.one("section", aria_labelledby="examined").text


def test_addresses_are_given_where_they_are_known() -> None:
    known = Surroundings(
        "the records", "1.2", "https://x.example/docs/codes", "https://x.example/blob/0f"
    )
    shown = page(surroundings=known)

    card = shown.one("li", id=f"f-{QUOTE.fingerprint}")
    assert [node.attributes["href"] for node in card.all("a", class_="spot")] == [
        f"https://x.example/blob/0f/{FILE}#L3",
        f"https://x.example/blob/0f/{FILE}#L5",
    ]
    group = shown.one("section", id="QUO001").one("h3").one("a")
    assert group.attributes["href"] == "https://x.example/docs/codes/QUO001.md"
    assert "Checked: the records. " in shown.one("p", class_="lede").text
    assert "version 1.2 of the tools" in shown.one("footer").text
    assert page().all("a", class_="spot") == []


def test_data_docs_are_linked_or_it_is_said_why_there_are_none() -> None:
    made = page(surroundings=Surroundings(data_docs="data-docs/index.html")).one(class_="lede")
    missing = page(surroundings=Surroundings(no_data_docs="no tables were checked")).one(
        class_="lede"
    )

    assert made.one("a").attributes["href"] == "data-docs/index.html"
    assert missing.all("a") == []
    assert "There are no Data Docs of Great Expectations: no tables were checked." in missing.text


# what a finding cannot do


def skeleton(shown: Node) -> list[tuple[str, tuple[str, ...]]]:
    """Elements and the names of their attributes."""
    return [(node.tag, tuple(node.attributes)) for node in shown.all()]


def test_markup_in_a_finding_is_text() -> None:
    def with_words(words: str) -> Node:
        place = Place(f"{words}.yaml", 3, 10, words, words, words)
        finding = Finding("TAB013", words, place, words, words, words, "error", (place,), 2, words)
        excused = Accepted(replace(finding, found=words * 2), words, place)
        found = Report([finding], [CheckRun(words, "not-run", reason=words)], [excused])
        return read(
            render(found, lambda _: [words] * 4, Surroundings(words, words, "", "", "", words))
        )

    hostile, harmless = with_words(SCRIPT), with_words("words of no importance")

    assert skeleton(hostile) == skeleton(harmless)
    assert hostile.one("main").text.count(SCRIPT) > 20
    assert hostile.all("img") == []


def test_the_page_runs_and_loads_nothing_but_itself() -> None:
    shown = page()

    rules = dict(
        rule.split(" ", 1)
        for rule in shown.one("meta", **{"http-equiv": "Content-Security-Policy"})
        .attributes["content"]
        .split("; ")
    )
    assert rules["default-src"] == "'none'"
    assert rules["img-src"] == "data:"
    for tag in ("style", "script"):
        digest = hashlib.sha256(shown.one(tag).text.encode()).digest()
        assert rules[f"{tag}-src"] == f"'sha256-{base64.b64encode(digest).decode()}'"
    assert not any(
        "style" in node.attributes or "onclick" in node.attributes for node in shown.all()
    )
    addresses = [node.attributes.get(name, "") for node in shown.all() for name in ("src", "href")]
    assert all(address.startswith(("#", "data:")) for address in addresses if address)
    assert not re.search(r"https?:|url\(|@import", shown.one("style").text)


def test_the_same_findings_give_the_same_bytes() -> None:
    assert render(report(), lines_of) == render(report(), lines_of)
    assert not re.search(r"20\d\d-\d\d-\d\dT|\d\d:\d\d:\d\d", render(report(), lines_of))


words = st.text(st.characters(), min_size=1, max_size=30)
places = st.builds(
    Place, words | st.just(""), st.integers(0, 3), st.integers(0, 40), words, words, words
)
hostile = st.builds(
    Finding,
    st.sampled_from(["QUO001", "TAB013", "SYN010", "TIM001"]),
    words,
    places,
    words | st.just(""),
    words,
    words | st.just(""),
    st.sampled_from(["error", "warning"]),
    st.lists(places, max_size=2).map(tuple),
    st.integers(1, 10**12),
    words | st.just(""),
)
hostile_reports = st.builds(
    Report,
    st.lists(hostile, max_size=4),
    st.lists(st.builds(CheckRun, words, st.sampled_from(["passed", "failed", "not-run"]))),
    st.lists(st.builds(Accepted, hostile, words, places)),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(hostile_reports, words)
def test_whatever_the_findings_say_the_page_can_be_read(found: Report, line: str) -> None:
    text = render(found, lambda _: [line] * 3)

    shown = read(text)
    assert len(shown.all("script")) == 1
    assert len(shown.all("li", class_="finding")) == len(found.findings) + len(found.accepted)
    ids = Counter(node.attributes["id"] for node in shown.all() if "id" in node.attributes)
    assert ids.most_common(1)[0][1] == 1
    assert not re.search("[\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069]", text)


def test_the_templates_are_those_that_are_used() -> None:
    folder = render_html.resources.files("validation").joinpath("templates")

    assert {file.name for file in folder.iterdir()} == {
        *("report.html", "report.css", "report.js", "tokens.css", "data_docs"),
    }
