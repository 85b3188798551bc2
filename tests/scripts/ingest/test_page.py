"""What a reader sees of a page, line by line, and what is refused because it is no page of news."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dataset.curation.yaml_reader import HIDDEN
from scripts.ingest.page import DEEPEST, MOST_ELEMENTS, MOST_SIBLINGS, Page, read_page
from scripts.ingest.received import LONGEST
from validation.findings import Unusable


def words(page: Page) -> list[str]:
    return [line.words for line in page.lines]


def one(read: Page, begin: str):
    (line,) = [line for line in read.lines if line.words.startswith(begin)]
    return line


def test_lines_stand_in_the_text_where_they_say(page) -> None:
    read = read_page("x", page("<p>one</p><ul><li>two</li><li>three</li></ul>"))
    assert all(read.text[line.start : line.end] == line.words for line in read.lines)
    assert read.text.startswith("Council rejects tolls\n\none\n\ntwo\nthree\n\nThe harbour")
    assert read.text.endswith("letters came.\n")


@pytest.mark.parametrize(
    "inside, line",
    [
        ("<p>A  <b>bold</b>\n\tword<br>", "A bold word"),
        ("<p>no&nbsp;break, n&auml;ve, &amp;amp;", "no\u00a0break, näve, &amp;"),
        ("<p>e&#x301; stays two", "e\u0301 stays two"),
        ("<p>می&zwnj;خواهد", "می\u200cخواهد"),
        ("<p>so&shy;ft&#x200e; <span>wo<wbr>rd</span>", "soft word"),
        ("<p>up<sup>2</sup>", "up2"),
        ("<table><tr><td>one</td><td>two</td></tr></table>", "one\ttwo"),
        ("<p>before<script>x()</script><style>y</style>after", "beforeafter"),
        ("<p>before<!-- note -->after", "beforeafter"),
        ("<p>seen<span hidden>not</span><i style='DISPLAY : none'>nor this</i>!", "seen!"),
        ("<p>one&#x2028;two", "one two"),
        ("<p>label<select><option>a</select><button>go</button>", "label"),
        ("<img alt='a name'><p>x <svg><text>drawn</text></svg>y", "x y"),
    ],
)
def test_a_line_is_what_a_reader_sees(page, inside: str, line: str) -> None:
    assert words(read_page("x", page(inside)))[1] == line


def test_what_prints_nothing_is_told(page) -> None:
    read = read_page("x", page("<p>&#x202e;so&shy;ft&shy;</p>"))
    assert read.remarks == ["left out characters that print nothing: U+00AD ×2, U+202E ×1"]


@pytest.mark.parametrize(
    "aside",
    [
        "<nav>Home</nav>",
        "<form>Home</form>",
        "<footer>Home</footer>",
        "<dialog>Home</dialog>",
        "<b role='menu'>Home</b>",
        '<div role="search">Home</div>',
        '<div id="comments"><p>Home</p></div>',
        '<ol class="x commentlist">Home</ol>',
        '<section class="post-comments">Home</section>',
    ],
)
def test_what_is_no_article_is_left_out_and_counted(page, aside: str) -> None:
    read = read_page("x", page(after=aside))
    assert "Home" not in read.text
    assert read.remarks == [
        "left out 1 words of navigation, forms, comments of readers and the foot of the page"
    ]


@pytest.mark.parametrize(
    "around",
    [
        "<form>{}</form>",
        "<div id=respond>{}</div>",
        "<span role='dialog'>{}</span>",
    ],
)
def test_nothing_is_left_out_that_holds_the_article(page, around: str) -> None:
    whole = page()
    start, end = whole.index("<article>"), whole.index("</body>")
    read = read_page("x", whole[:start] + around.format(whole[start:end]) + whole[end:])
    assert "Nobody asked us" in read.text
    assert read.remarks == []


@pytest.mark.parametrize(
    "kept",
    [
        "<aside>Kept</aside>",
        "<div class='commentary'>Kept</div>",
        "<article><footer>Kept</footer></article>",
        "<p class='x'>Kept",
    ],
)
def test_what_may_be_of_the_article_stays(page, kept: str) -> None:
    assert "Kept" in words(read_page("x", page(after=kept)))


def test_the_article_is_marked_and_nothing_else(page) -> None:
    read = read_page("x", page(after="<ul><li><a href=/>A lake</a></li></ul><p>Far away"))
    assert [line.words[:7] for line in read.lines if line.is_story] == [
        "Council",
        "The har",
        "“Nobody",
        "She add",
    ]
    assert one(read, "A lake").linked == 1
    assert one(read, "The harbour").linked == 0
    assert one(read, "Council").heading == 1
    assert {line.article for line in read.lines} == {0, 1}


def test_what_the_page_says_of_a_line_is_kept(page) -> None:
    inside = (
        "<figure><figcaption><p>Who stands where</p></figcaption></figure><p class=wp-caption-text>Nobody</p>"
        "<p><time datetime=2024-05-02T10:00>2 May</time></p><address>By Me</address>"
        "<p class=updated-date><i>x</i></p><p><a rel=author>N. N.</a></p><p itemprop=author>N.</p>"
    )
    read = read_page("x", page(inside))
    assert [line.is_caption for line in read.lines[1:3]] == [True, True]
    assert [line.is_credit for line in read.lines[3:8]] == [True] * 5
    assert one(read, "2 May").stamps == ("2024-05-02T10:00",)
    assert not one(read, "The harbour").is_credit


def test_long_pictures_and_scripts_inside_a_page_hide_nothing(page) -> None:
    picture = f"<img src='data:image/png;base64,{'A' * 11_000_000}'>"
    assert (
        "Nobody asked us"
        in read_page("x", page(f"{picture}<script>{'a<b' * 4_000_000}</script>")).text
    )


@pytest.mark.parametrize(
    "whole, told",
    [
        (
            "<html><body><div id=app></div><script>render()</script></body></html>",
            "no article on the page",
        ),
        (
            "<html><noscript>Please switch scripts on, this page needs them to be seen.</noscript>",
            "no article",
        ),
        ("<!-- nothing -->", "no page can be read"),
        ("<html>" + "<div>" * (DEEPEST + 1) + "x", "nested more than"),
        ("<html>" + "<div>" * 5000 + "x", "nested more than"),
        ("<html>" + "<b>" * 200_000 + "x", "nested more than"),
        ("<html><body>" + "<p>x" * (MOST_SIBLINGS + 1), f"more than {MOST_ELEMENTS:,} elements"),
        (
            "<html><body>" + ("<div>" + "<p>x" * 2_500 + "</div>") * (MOST_ELEMENTS // 2_500),
            f"more than {MOST_ELEMENTS:,} elements",
        ),
        ("<html><body><p>" + "word " * (LONGEST // 5 + 1), f"more than {LONGEST:,} characters"),
        ("<html><body>\x00\x01", "no article on the page"),
    ],
)
def test_what_is_no_page_of_news_is_told_in_one_line(whole: str, told: str) -> None:
    with pytest.raises(Unusable) as caught:
        read_page("x", whole)
    assert str(caught.value).startswith("x: ")
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_page_that_trafilatura_stumbles_over_is_told(page, monkeypatch) -> None:
    def stumble(*_, **__):
        raise RecursionError("too deep")

    monkeypatch.setattr("trafilatura.bare_extraction", stumble)
    with pytest.raises(
        Unusable, match=r"trafilatura cannot read the page \(RecursionError: too deep\)"
    ):
        read_page("x", page())


HTML = st.lists(
    st.sampled_from(
        [
            "<p>",
            "</p>",
            "<div>",
            "</div>",
            "<article>",
            "<h1>",
            "<br>",
            "<a href=x>",
            "</a>",
            "<form>",
            "<time datetime=x>",
        ]
    )
    | st.text(max_size=30)
    | st.just("The council of the harbour met in Eastport on Monday and spoke of tolls. "),
    max_size=40,
).map("".join)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(HTML)
def test_no_page_is_too_strange(page, inside: str) -> None:
    try:
        read = read_page("x", page(inside))
    except Unusable:
        return
    assert all(read.text[line.start : line.end] == line.words for line in read.lines)
    assert all(
        line.words == line.words.strip(" \t\n") and line.words.strip() for line in read.lines
    )
    assert {*HIDDEN.findall(read.text)} <= {"\u200c", "\u200d"}
    assert read == read_page("x", page(inside))
