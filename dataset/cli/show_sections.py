"""How `dataset show` lays a record out: section by section, in the words of `show_words`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from dataset.cli.show_words import (
    LABEL_WIDTH,
    MARKS,
    Fields,
    article_line,
    attendance_rows,
    bold,
    citation_row,
    date_of,
    event_of,
    evidence_lines,
    mark_of,
    marked_passage,
    meaning,
    meeting_line,
    name_rows,
    named,
    participant_lines,
    party_lines,
    post_rows,
    quoted,
    region_rows,
    related_rows,
    report_rows,
    shown_value,
    statement_rows,
    status_lines,
    value_fields,
)

if TYPE_CHECKING:
    from rich.text import Text

    from dataset.curation.context import contexts, shapes


def _section(title: str, fields: Iterable[tuple[str, str | Text | None]]) -> None:
    """Print a section, unless it has nothing to tell."""
    from dataset.cli import output

    known = [(label, value) for label, value in fields if value]
    if known:
        output.heading(title)
        output.fields(known, label_width=LABEL_WIDTH)


def _title(kind: str, record: shapes.Basics, note: str = "") -> None:
    from dataset.cli import output

    output.paragraph(f"{kind} {record.id}{note}", indent=0)
    if record.name:
        output.paragraph(bold(record.name))


def _evidence(title: str, items: Iterable[shapes.EvidenceItem]) -> None:
    """Print evidence by the field that it bears on; what was set aside stands with the rest."""
    from dataset.cli import output

    by_field: dict[str, list[shapes.EvidenceItem]] = {}
    for item in items:
        by_field.setdefault(item.field, []).append(item)
    if by_field:
        output.heading(title)
    for field, members in by_field.items():
        output.paragraph(field)
        output.fields(
            [(f"  {item.stance.value}", evidence_lines(item)) for item in members],
            label_width=LABEL_WIDTH,
        )


def _print_statement(found: contexts.StatementContext) -> None:
    from dataset.cli import output

    values = found.record.values
    order = f", {found.sequence} of {found.statements_in_article} in its article"
    _title("Statement", found.record, order if found.sequence else "")
    _section("Who", ((party.role.value, party_lines(party)) for party in found.parties))
    _section(
        "When and where",
        [
            ("date", date_of(values)),
            ("said at", meeting_line(found.said_at)),
            ("about", meeting_line(found.about)),
            ("channel", shown_value(values, "channel")),
            ("reported by", article_line(found.article)),
            ("location", shown_value(values, "location")),
        ],
    )
    _section(
        "What",
        [
            ("quote type", meaning("quote_type", str(values["quote_type"].value))),
            ("quoted words", " · ".join(quoted(words) for words in found.quoted)),
            ("speech act", meaning("speech_act", str(values["speech_act"].value))),
            ("PLOVER", event_of(found)),
            ("topics", "; ".join(topic.label for topic in found.topics)),
            ("spoken", shown_value(values, "spoken_language")),
            ("translated", shown_value(values, "is_translated")),
        ],
    )
    _section("Related statements", related_rows(found))
    output.heading("Where it stands")
    _print_passages(found)
    _evidence("Why it is believed", found.evidence)
    if not found.evidence:
        output.heading("Why it is believed")
        output.paragraph(
            "by the words above, and what they rest on below; nothing else is recorded"
        )
    posts = {party.who.post.id: party.who.post for party in found.parties if party.who.post}
    for tenure_id, items in found.tenure_evidence.items():
        post = posts[tenure_id]
        _evidence(f"Why the post of {post.official.name} is believed [{tenure_id}]", items)
    coding = ("method", "extractor", "extractor_score", "tier", "coded_by", "reviewed_by")
    _print_record(
        found.record,
        [
            (name.replace("_", " "), shown_value(values, name))
            for name in (*coding, "reviewed_on", "guide_version")
        ],
    )


def _print_passages(found: contexts.StatementContext) -> None:
    from dataset.cli import output

    if not found.anchors:
        output.paragraph("not found in the source; `dataset validate` tells why")
        return
    source = f"dataset/sources/{found.anchors[0].at.source_file}"
    for passage in found.passages:
        output.fields(
            [("", f"{source}:{passage.line}"), ("", marked_passage(passage, found.anchors))]
        )
    styled = output.is_styled()
    rows: Fields = []
    for anchor in found.anchors:
        if anchor.role not in MARKS:
            continue
        before, after = ("", "") if styled else MARKS[anchor.role]
        rows.append((anchor.role, mark_of(anchor, before, after)))
    output.fields(rows, label_width=LABEL_WIDTH)


def _print_record(record: shapes.Basics, more: Iterable[tuple[str, str | None]] = ()) -> None:
    place = record.written
    _section("The record", [("written", f"{place.file}:{place.line}:{place.column}"), *more])


def _print_official(found: contexts.OfficialContext) -> None:
    _title("Official", found.record)
    _section("Person", value_fields(found.record, ("name",)))
    _section("Names", name_rows(found.names))
    _section("Posts", post_rows(found.tenures))
    _section("Statements", statement_rows(found.statements))
    _section("Meetings", attendance_rows(found.meetings))
    _evidence("Why it is believed", found.evidence)
    for tenure_id, items in found.tenure_evidence.items():
        _evidence(f"Why the post is believed [{tenure_id}]", items)
    _print_record(found.record)


def _print_tenure(found: contexts.TenureContext) -> None:
    _title("Tenure", found.record)
    _section("Post", [("official", named(found.official)), *value_fields(found.record, ("title",))])
    _section("Statements made from it", statement_rows(found.statements))
    _section("Meetings attended in it", attendance_rows(found.meetings))
    _evidence("Why it is believed", found.evidence)
    _print_record(found.record)


def _print_organization(found: contexts.OrganizationContext) -> None:
    _title("Organization", found.record)
    _section(
        "Body",
        [*value_fields(found.record, ("name",)), *(("part", named(part)) for part in found.parts)],
    )
    _section("Names", name_rows(found.names))
    _section("Posts in it", post_rows(found.tenures, with_holder=True))
    _section("Articles", (("published", article_line(article)) for article in found.articles))
    _section("Statements", statement_rows(found.statements))
    _section("Meetings", attendance_rows(found.meetings))
    _evidence("Why it is believed", found.evidence)
    _print_record(found.record)


def _print_meeting(found: contexts.MeetingContext) -> None:
    _title("Meeting", found.record)
    topics = "; ".join(topic.label for topic in found.topics)
    _section("What, when, where", [*value_fields(found.record, ("title",)), ("topics", topics)])
    _section("Parts", (("part", meeting_line(part)) for part in found.parts))
    _section(
        "Who", ((person.role.value, participant_lines(person)) for person in found.participants)
    )
    _section("Status", [("derived", status_lines(found)), *report_rows(found.reports)])
    _section("Said there", statement_rows(found.said_there))
    _section("Said about it", statement_rows(found.said_about))
    _evidence("Why it is believed", found.evidence)
    _print_record(found.record)


def _print_article(found: contexts.ArticleContext) -> None:
    _title("Article", found.record)
    _section(
        "Publication",
        [
            *value_fields(found.record, ("title",)),
            *((c.kind.value, f"{named(c.organization)}, as “{c.label}”") for c in found.credits),
        ],
    )
    _section("How the source divides", region_rows(found))
    _section("Statements", statement_rows(found.statements))
    _section("Meetings reported", report_rows(found.reports, by_meeting=True))
    _evidence("Why it is believed", found.evidence)
    _print_record(found.record)


def _print_collection(found: contexts.CollectionContext) -> None:
    _title("Collection", found.record)
    _section("How it was made", value_fields(found.record, ("description",)))
    _section("Articles", ((a.published or "no date", article_line(a)) for a in found.articles))
    _print_record(found.record)


def _print_reference(found: contexts.ReferenceContext) -> None:
    _title("Reference", found.record)
    _section("Page", value_fields(found.record))
    _section("What rests on it", map(citation_row, found.cited_by))
    _print_record(found.record)


def _print_retired(found: contexts.RetiredContext) -> None:
    _title("Retired id", found.record)
    values = found.record.values
    _section(
        "Why",
        [
            ("reason", meaning("retirement_reason", str(values["reason"].value))),
            ("note", shown_value(values, "note")),
            ("table", shown_value(values, "record_table")),
            ("since", shown_value(values, "since")),
            ("replaced by", named(found.replacement) or "nothing"),
        ],
    )
    _print_record(found.record)


def print_context(found: contexts.Context) -> None:
    """Print a record in its context."""
    from dataset.curation.context import contexts

    printers: dict[type[object], Callable[[Any], None]] = {
        contexts.StatementContext: _print_statement,
        contexts.OfficialContext: _print_official,
        contexts.TenureContext: _print_tenure,
        contexts.OrganizationContext: _print_organization,
        contexts.MeetingContext: _print_meeting,
        contexts.ArticleContext: _print_article,
        contexts.CollectionContext: _print_collection,
        contexts.ReferenceContext: _print_reference,
        contexts.RetiredContext: _print_retired,
    }
    printers[type(found)](found)
