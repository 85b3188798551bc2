"""Words by which a stretch is found again: the proof, not this module, says where they lead."""

from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from dataset.curation.yaml_reader import NEVER
from schema.articles import Article
from scripts.ingest import quoting
from scripts.ingest.lines import plain_lines
from scripts.ingest.stories import Part
from scripts.ingest.stub import regions
from validation.article_proof import prove
from validation.quote_proof import Span, locate
from validation.records import Entry, RecordSet

# Few words, so that everything stands there twice.
TEXTS = st.lists(
    st.lists(
        st.sampled_from(["he", "said", "the", "road.", "“Yes”", "\u202e"]), min_size=1, max_size=7
    ).map(" ".join),
    min_size=1,
    max_size=9,
).map("\n".join)


def placed(text: str, found: list[dict[str, object]]) -> list[Span]:
    """Where the quote proof finds regions."""
    data = text.encode()
    record = Article.model_validate(
        {
            "id": "a",
            "collection_id": "c",
            "coding_scope": "full",
            "title": "t",
            "publisher_id": "p",
            "language": "en",
            "source_file": "a.txt",
            "source_sha256": hashlib.sha256(data).hexdigest(),
            "source_chars": len(text),
            "rights": "unknown",
            "regions": found,
        }
    )
    proof = prove(RecordSet(articles=[Entry("a", record, "a.yaml", ())], sources={"a.txt": data}))
    return [region.span for region in proof.articles["a"].regions]


@given(TEXTS, st.data())
def test_the_proof_finds_every_region_where_it_was(text: str, data: st.DataObject) -> None:
    lines = plain_lines(text)
    chosen = data.draw(
        st.lists(st.integers(0, len(lines) - 1), unique=True, min_size=1).map(sorted)
    )
    parts = [Part("body", lines[n].start, lines[n].end) for n in chosen]
    if data.draw(st.booleans()):
        parts = [Part("body", parts[0].start, parts[-1].end)]

    found, refused = regions(text, parts)

    kept = [part for part in parts if part not in refused]
    assert (
        placed(text, found) == [Span(part.start, part.end) for part in kept] if found else not kept
    )
    assert not refused or NEVER.search(text) or len(set(text.split("\n"))) < len(lines)


@given(TEXTS, st.data())
def test_a_quotation_leads_to_one_place(text: str, data: st.DataObject) -> None:
    lines = plain_lines(text)
    line = data.draw(st.sampled_from(lines))

    words = quoting.quote(text, line.start, line.end)

    if words is None:
        assert NEVER.search(text) or text.count(line.words) > 1
        return
    exact, prefix, suffix = (
        (words, "", "")
        if isinstance(words, str)
        else (words["exact"], words.get("prefix", ""), words.get("suffix", ""))
    )
    assert not NEVER.search(exact + prefix + suffix)
    assert locate(text, exact, prefix, suffix) == Span(line.start, line.end)


def test_few_words_are_taken_where_they_suffice() -> None:
    body = "One two three four five six seven eight.\nNine ten eleven twelve thirteen fourteen fifteen."
    text = f"Head line\n{body}\nHead line\n"
    start = text.index("One")

    assert quoting.region(text, start, start + len(body), 0) == {
        "starts": "One two three four",
        "ends": "twelve thirteen fourteen fifteen.",
    }
    assert quoting.region(text, 0, 9, 0) == {"starts": "Head line"}
    assert quoting.region(text, text.rindex("Head"), len(text) - 1, start) == {
        "starts": "Head line"
    }
    assert quoting.region(text, text.rindex("Head"), len(text) - 1, 0) == {
        "starts": {"exact": "Head line", "prefix": " thirteen fourteen fifteen.\n"[-20:]}
    }


def test_a_short_first_line_is_quoted_alone() -> None:
    text = "2 May 2024\n\nEASTPORT (NNA) —"
    assert quoting.region(text, 0, len(text), 0) == {
        "starts": "2 May 2024",
        "ends": "EASTPORT (NNA) —",
    }
