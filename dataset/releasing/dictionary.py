"""`DICTIONARY.md`: every table, column and closed value of a release, as the codebook of its time had them."""

from __future__ import annotations

from dataset.releasing.about import About
from dataset.releasing.facts import ReleaseFacts
from schema.codebook import REQUEST_WARNING, RESERVED_WORDS, body

FILE_NAME = "DICTIONARY.md"
HEADER = """# Dictionary: {title}

Version {version}, {date}. Schema version {schema_version}.

**Dates.** A date column `x` is text as exact as the source is (EDTF): `2022-11-26`, `2020-07` for a month,
`2022-11-XX` for an unknown day, `[2023-02-25,2023-02-26]` for one of two days, `2022-11-28/2022-11-30` for from one
to the other; `?` marks an uncertain date, `~` an approximate one, `%` both; an end that is `..` is still open. Three
columns follow it: `x_earliest` and `x_latest` (dates) bound what it can mean, `x_uncertain` says whether it carries
such a mark. Null is unknown.

**Spans** are Unicode code points into the source text: `text[start:end]`. A column marked **key** identifies the row;
*null* means that the value may be unknown.

{request_warning}

{reserved_words}

"""


def text(facts: ReleaseFacts, about: About) -> str:
    """The dictionary as Markdown; its tables are those of the codebook."""
    header = HEADER.format(
        title=about.title,
        version=facts.version,
        date=facts.date.isoformat(),
        schema_version=facts.schema_version,
        request_warning=REQUEST_WARNING,
        reserved_words=RESERVED_WORDS,
    )
    return header + body()
