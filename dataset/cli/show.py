"""`dataset show RECORD_ID`: a record in its context, with its references resolved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

import typer

from dataset.cli import completion
from dataset.cli.options import Root

if TYPE_CHECKING:
    from rich.text import Text

    from dataset.building.build import Checked
    from dataset.curation import context as shapes

Format: TypeAlias = Literal["text", "json"]
Fields: TypeAlias = "list[tuple[str, str | Text]]"

LABEL_WIDTH = 14
EXCERPT = 100
"""Code points of a statement that are shown where it is one of a list."""

MARKS = {"content": ("⟦", "⟧"), "cue": ("«", "»"), "speaker": ("{", "}")}
STYLES = {"content": "reverse", "cue": "bold underline", "speaker": "bold italic"}
STANDS_FOR = {
    "record": "as recorded",
    "tenure": "follows from the post",
    "organization": "follows from the body",
    "official": "follows from the person",
}


def show(
    record_id: Annotated[
        str,
        typer.Argument(
            help="Id of any record; `query` finds ids.", autocompletion=completion.record_ids
        ),
    ],
    format_: Annotated[Format, typer.Option("--format", help="How to print it.")] = "text",
    root: Root = None,
) -> None:
    """Show a record in its context: what it says, where it stands, and why it is believed.

    Takes the id of any record, collection or reference, also while there are findings.

    A retired id shows why it was retired and what replaces it (exit code 0, it was found).
    """
    from dataset.building.build import check_records
    from dataset.cli import output
    from dataset.cli.progress import steps
    from dataset.project import Project, find_root

    with steps() as step:
        checked = check_records(Project(find_root(root)), step)
    found = _gather(checked, record_id)
    findings = [finding for finding in checked.report.sorted() if finding.record == record_id]
    if total := sum(finding.count for finding in checked.report.findings):
        about = sum(finding.count for finding in findings)
        output.message(
            f"dataset: the records have {total} finding{'s' if total > 1 else ''}, {about} of them"
            " about this one; what is shown may be incomplete; `dataset validate` lists them"
        )
    if format_ == "json":
        typer.echo(output.json_text(asdict(found) | {"findings": [_finding(f) for f in findings]}))
    else:
        _print(found)


def _gather(checked: Checked, record_id: str) -> shapes.Context:
    from dataset.building.tables import meeting_status
    from dataset.curation.context import Material, closest, gather
    from validation.findings import Unusable

    material = Material(checked.records, checked.index, checked.proof, meeting_status)
    try:
        return gather(material, record_id)
    except KeyError:
        pass
    if record_id in checked.index.broken:
        raise Unusable(f"show: {record_id} cannot be read; `dataset validate` tells why")
    near = closest(material, record_id)
    hint = f"did you mean {', '.join(near)}?" if near else "`dataset query` finds ids"
    raise Unusable(f"show: no record has the id {record_id!r}; {hint}")


def _finding(finding: Any) -> dict[str, object]:
    return {
        "code": finding.code,
        "place": str(finding.place),
        "message": finding.message,
        "found": finding.found,
        "hint": finding.hint,
    }


# ------------------------------------------------------------------------------ lines of text


def _lines(*lines: str | Text | None) -> Text:
    """Join lines into one text; what is empty is left out."""
    from rich.text import Text

    from dataset.cli.output import clean

    shown = [Text(clean(line)) if isinstance(line, str) else line for line in lines if line]
    return Text("\n").join(shown)


def _parts(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)


def _named(link: shapes.Link | None) -> str | None:
    if link is None:
        return None
    return f"{link.name or '(no such record)'} [{link.id}]"


def _period(start: str | None, end: str | None) -> str:
    return f"{start or 'unknown'} to {end or 'unknown'}"


def _days(start: str | None, end: str | None) -> str:
    """Return the days of a meeting; one day where it began and ended on the same."""
    if start is None and end is None:
        return "date unknown"
    return start if start and start == end else _period(start, end)


def _meaning(vocabulary: str, value: str) -> str:
    """Return a coded value with its definition, for where the reader asks how we know."""
    from schema.vocabularies import term

    definition = term(vocabulary, value).definition.rstrip(".")
    return f"{value} ({definition[0].lower()}{definition[1:]})"


def _place(at: shapes.SourceSpan) -> str:
    return f"line {at.line}, characters {at.start}-{at.end}"


def _quoted(words: str) -> str:
    """Put words on one line, between quotation marks; a new paragraph becomes a sign."""
    return f"“{_one_line(words)}”"


def _one_line(words: str) -> str:
    return " ¶ ".join(" ".join(part.split(" ")) for part in words.split("\n") if part.strip())


def _excerpt(words: str) -> str:
    shown = _one_line(words)
    return shown if len(shown) <= EXCERPT else f"{shown[: EXCERPT - 1].rstrip()}…"


# ------------------------------------------------------------------------------------ layout


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
        output.paragraph(_bold(record.name))


def _bold(words: str) -> Text:
    from rich.text import Text

    from dataset.cli.output import clean

    return Text.assemble((clean(_one_line(words)), "bold"))


def _values(record: shapes.Basics, leave_out: Sequence[str] = ()) -> Fields:
    """Return the fields of a record as they are, resolved; a date basis beside its dates."""
    fields: Fields = []
    for name, value in record.values.items():
        if name in leave_out:
            continue
        shown = str(value.value).lower() if isinstance(value.value, bool) else str(value.value)
        if value.link is not None:
            shown = _named(value.link) or shown
        elif name == "date_basis":
            shown = _meaning(name, shown)
        elif value.label is not None:
            plain = shown.replace("-", " ").casefold()
            shown = shown if plain == value.label.casefold() else f"{shown} ({value.label})"
        elif value.earliest != value.latest:
            shown = f"{shown} (that is {_period(value.earliest, value.latest)})"
        fields.append((name.removesuffix("_id").replace("_", " "), shown))
    return fields


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
            [(f"  {item.stance.value}", _evidence_lines(item)) for item in members],
            label_width=LABEL_WIDTH,
        )


def _evidence_lines(item: shapes.EvidenceItem) -> Text:
    from rich.text import Text

    from dataset.cli.output import clean

    verdict = "accepted" if item.accepted else "set aside"
    is_dissent = item.stance.value == "contradicts" or not item.accepted
    value = clean(f"{item.value}, ") if item.value else ""
    first = Text.assemble(value, (verdict, "yellow" if is_dissent else "green"))
    return _lines(first, *_source_of(item), item.note)


def _source_of(item: shapes.EvidenceItem) -> Iterator[str]:
    """Yield where the evidence comes from: the words with their place, or the page."""
    if item.quote is not None:
        yield _quoted(item.quote)
        place = _place(item.at) if item.at else "not found in the source"
        yield f"{place} of {item.article.id}" if item.article else place
    if item.reference is not None:
        page = item.reference
        name = _parts(page.publisher, _quoted(page.title) if page.title else None)
        yield f"{name} [{page.id}]".strip()
        if page.url:
            yield page.url
        if page.note:
            yield f"the page: {page.note}"


def _statement_rows(statements: Iterable[shapes.StatementLink]) -> Iterator[tuple[str, Text]]:
    for statement in statements:
        yield statement.date or "no date", _statement_lines(statement)


def _statement_lines(statement: shapes.StatementLink) -> Text:
    line = f"line {statement.line}" if statement.line else None
    who = f"{'; '.join(statement.speakers)} ({statement.speech_act.value})"
    roles = f"as {' and '.join(statement.roles)}" if statement.roles else None
    return _lines(f"{who}: {_excerpt(statement.content)}", _parts(f"[{statement.id}]", roles, line))


def _meeting(meeting: shapes.MeetingLink | None) -> str | None:
    if meeting is None:
        return None
    title = meeting.title or "(no such record)"
    return f"{title}, {_parts(_days(meeting.start, meeting.end), meeting.place)} [{meeting.id}]"


def _article(article: shapes.ArticleLink) -> str:
    title = _quoted(article.title)
    return f"{_parts(title, article.publisher, article.published)} [{article.id}]"


def _attendances(meetings: Iterable[shapes.Attendance]) -> Iterator[tuple[str, Text]]:
    for item in meetings:
        yield (
            item.meeting.start or "no date",
            _lines(_meeting(item.meeting), f"as {item.role.value}, {item.attendance.value}"),
        )


def _names(names: Iterable[shapes.NameForm]) -> Iterator[tuple[str, Text]]:
    for form in names:
        seen = (line for item in form.evidence for line in (*_source_of(item), item.note))
        yield form.kind.value, _lines(_parts(form.name, form.language, form.script), *seen)


def _post(post: shapes.Post) -> str:
    acting = "acting " if post.acting else ""
    return f"{acting}{post.title}, {_named(post.organization)}"


# --------------------------------------------------------------------------------- statements


def _print_statement(found: shapes.StatementContext) -> None:
    from dataset.cli import output

    values = found.record.values
    order = f", {found.sequence} of {found.statements_in_article} in its article"
    _title("Statement", found.record, order if found.sequence else "")
    _section("Who", ((party.role.value, _party(party)) for party in found.parties))
    _section(
        "When and where",
        [
            ("date", _date(values)),
            ("said at", _meeting(found.said_at)),
            ("about", _meeting(found.about)),
            ("channel", _shown(values, "channel")),
            ("reported by", _article(found.article)),
            ("location", _shown(values, "location")),
        ],
    )
    _section(
        "What",
        [
            ("quote type", _meaning("quote_type", str(values["quote_type"].value))),
            ("quoted words", " · ".join(_quoted(words) for words in found.quoted)),
            ("speech act", _meaning("speech_act", str(values["speech_act"].value))),
            ("PLOVER", _plover(found)),
            ("topics", "; ".join(topic.label for topic in found.topics)),
            ("spoken", _shown(values, "spoken_language")),
            ("translated", _shown(values, "is_translated")),
        ],
    )
    _section("Related statements", _related(found))
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
            (name.replace("_", " "), _shown(values, name))
            for name in (*coding, "reviewed_on", "guide_version")
        ],
    )


def _shown(values: dict[str, shapes.Value], name: str) -> str | None:
    value = values.get(name)
    if value is None:
        return None
    return str(value.value).lower() if isinstance(value.value, bool) else str(value.value)


def _date(values: dict[str, shapes.Value]) -> str | None:
    if "date" not in values:
        return "unknown"
    date = values["date"]
    spread = date.earliest != date.latest
    exact = f"that is {_period(date.earliest, date.latest)}" if spread else None
    return _parts(str(date.value), exact, _meaning("date_basis", str(values["date_basis"].value)))


def _plover(found: shapes.StatementContext) -> str | None:
    values = found.record.values
    event = _parts(_shown(values, "plover_event"), _shown(values, "plover_mode"))
    return f"{event} ({found.quad.label.lower()})" if found.quad else None


def _party(party: shapes.Party) -> Text:
    return _lines(*_identity(party.who), _printed(party))


def _printed(party: shapes.Party) -> str:
    meaning = _meaning("party_basis", party.basis.value)
    if party.label is None:
        return f"not in the text; {meaning}"
    place = _place(party.at) if party.at else "not found in the source"
    return f"printed as {_quoted(party.label)}, {place}; {meaning}"


def _identity(who: shapes.Somebody) -> Iterator[str | Text]:
    """Yield who somebody is: name, post with its dates, body, side."""
    known = who.official or who.organization
    yield _bold(who.name) + _lines(f" [{known.id}]" if known else None)
    if who.post is not None:
        yield f"{'acting ' if who.post.acting else ''}{who.post.title} [{who.post.id}]"
        yield f"in the post {_period(who.post.start, who.post.end)}{_held(who.post)}"
    if who.official and who.organization and who.organization_from:
        yield f"{_named(who.organization)}, {STANDS_FOR[who.organization_from]}"
    if who.iso3 is not None and who.iso3_from is not None:
        number = f"COW {who.ccode}" if who.ccode is not None else None
        yield f"{who.country}: {_parts(who.iso3, number, STANDS_FOR[who.iso3_from])}"


def _held(post: shapes.Post) -> str:
    if post.day is None:
        return ""
    return {
        "yes": f", so on {post.day} too",
        "possibly": f"; whether on {post.day} too, the dates do not settle",
        "no": f"; NOT on {post.day}",
    }[post.covers_day]


def _related(found: shapes.StatementContext) -> Iterator[tuple[str, Text]]:
    if found.repeats is not None:
        primary = _statement_lines(found.repeats.statement)
        yield f"{found.repeats.relation.value} of", primary
    for other in found.repeated_by:
        yield f"has {other.relation.value}", _statement_lines(other.statement)
    if found.inside is not None:
        yield "inside", _statement_lines(found.inside)
    for inner in found.holds:
        yield "holds", _statement_lines(inner)


def _print_passages(found: shapes.StatementContext) -> None:
    from dataset.cli import output

    if not found.anchors:
        output.paragraph("not found in the source; `dataset validate` tells why")
        return
    source = f"dataset/sources/{found.anchors[0].at.source_file}"
    for passage in found.passages:
        output.fields([("", f"{source}:{passage.line}"), ("", _marked(passage, found.anchors))])
    styled = output.is_styled()
    rows: Fields = []
    for anchor in found.anchors:
        if anchor.role not in MARKS:
            continue
        before, after = ("", "") if styled else MARKS[anchor.role]
        rows.append((anchor.role, _mark(anchor, before, after)))
    output.fields(rows, label_width=LABEL_WIDTH)


def _mark(anchor: shapes.Anchor, before: str, after: str) -> Text:
    """Say where an anchor stands, in the manner in which the passage marks it."""
    from rich.text import Text

    sign = (f"{before}…{after}", STYLES[anchor.role])
    return Text.assemble(sign, f" {_place(anchor.at)}")


def _marked(passage: shapes.Passage, anchors: Iterable[shapes.Anchor]) -> Text:
    """Return a passage with its content, cue and speaker marked: by style, else by signs."""
    from rich.text import Text

    from dataset.cli.output import clean, is_styled

    signs = not is_styled()
    spans = [(a.role, a.at.start, a.at.end) for a in anchors if a.role in MARKS]
    inside = {at for _, start, end in spans for at in (start, end)}
    edges = sorted({passage.start, passage.end, *inside})
    shown = Text("" if passage.begins_source else "… ")
    for start, end in pairwise(edge for edge in edges if passage.start <= edge <= passage.end):
        roles = [role for role, first, last in spans if first <= start and end <= last]
        if signs:
            shown += "".join(MARKS[role][0] for role, first, _ in spans if first == start)
        words = passage.text[start - passage.start : end - passage.start]
        style = " ".join(STYLES[role] for role in roles)
        shown.append(clean(words.replace("\n\n", " ¶ ").replace("\n", " ¶ ")), style=style)
        if signs:
            shown += "".join(MARKS[role][1] for role, _, last in spans if last == end)
    shown += "" if passage.ends_source else " …"
    return shown


def _print_record(record: shapes.Basics, more: Iterable[tuple[str, str | None]] = ()) -> None:
    place = record.written
    _section("The record", [("written", f"{place.file}:{place.line}:{place.column}"), *more])


# ------------------------------------------------------------------------ the other kinds


def _print_official(found: shapes.OfficialContext) -> None:
    _title("Official", found.record)
    _section("Person", _values(found.record, ("name",)))
    _section("Names", _names(found.names))
    _section("Posts", _posts(found.tenures))
    _section("Statements", _statement_rows(found.statements))
    _section("Meetings", _attendances(found.meetings))
    _evidence("Why it is believed", found.evidence)
    for tenure_id, items in found.tenure_evidence.items():
        _evidence(f"Why the post is believed [{tenure_id}]", items)
    _print_record(found.record)


def _posts(
    posts: Iterable[shapes.Post], *, with_holder: bool = False
) -> Iterator[tuple[str, Text]]:
    for post in posts:
        what = _parts(post.official.name, post.title) if with_holder else _post(post)
        yield "post", _lines(f"{what}", f"{_period(post.start, post.end)} [{post.id}]")


def _print_tenure(found: shapes.TenureContext) -> None:
    _title("Tenure", found.record)
    _section("Post", [("official", _named(found.official)), *_values(found.record, ("title",))])
    _section("Statements made from it", _statement_rows(found.statements))
    _section("Meetings attended in it", _attendances(found.meetings))
    _evidence("Why it is believed", found.evidence)
    _print_record(found.record)


def _print_organization(found: shapes.OrganizationContext) -> None:
    _title("Organization", found.record)
    _section(
        "Body",
        [*_values(found.record, ("name",)), *(("part", _named(part)) for part in found.parts)],
    )
    _section("Names", _names(found.names))
    _section("Posts in it", _posts(found.tenures, with_holder=True))
    _section("Articles", (("published", _article(article)) for article in found.articles))
    _section("Statements", _statement_rows(found.statements))
    _section("Meetings", _attendances(found.meetings))
    _evidence("Why it is believed", found.evidence)
    _print_record(found.record)


def _print_meeting(found: shapes.MeetingContext) -> None:
    _title("Meeting", found.record)
    topics = "; ".join(topic.label for topic in found.topics)
    _section("What, when, where", [*_values(found.record, ("title",)), ("topics", topics)])
    _section("Parts", (("part", _meeting(part)) for part in found.parts))
    _section("Who", ((person.role.value, _participant(person)) for person in found.participants))
    _section("Status", [("derived", _status(found)), *_reports(found.reports)])
    _section("Said there", _statement_rows(found.said_there))
    _section("Said about it", _statement_rows(found.said_about))
    _evidence("Why it is believed", found.evidence)
    _print_record(found.record)


def _participant(person: shapes.Participant) -> Text:
    printed = f"printed as {_quoted(person.label)}" if person.label else None
    place = f"{_place(person.at)} of {person.article_id}" if person.at else None
    return _lines(*_identity(person.who), _parts(person.attendance.value, printed, place))


def _status(found: shapes.MeetingContext) -> Text:
    counts = f"{found.article_count} reporting, {found.source_count} independent"
    rule = (
        "the latest report in an article's own voice settles it; a denial of that day leaves it"
        " unclear"
    )
    as_of = f"as of {found.status_as_of}" if found.status_as_of else "no dated report"
    return _lines(_parts(found.status.value, as_of), rule, f"articles: {counts}")


def _reports(
    reports: Iterable[shapes.ReportItem], *, by_meeting: bool = False
) -> Iterator[tuple[str, Text]]:
    for report in reports:
        about = _meeting(report.meeting) if by_meeting else _article(report.article)
        days = _days(report.reported_start, report.reported_end)
        settles = "settles the status" if report.settles else None
        claim = report.attributed_statement
        yield (
            report.stance.value,
            _lines(
                about,
                _parts(report.reported_status.value, days, report.reported_place, settles),
                f"only as a claim: {_named(claim)}" if claim else None,
                *(f"{_quoted(span.text)}, {_place(span)}" for span in report.support),
            ),
        )


def _print_article(found: shapes.ArticleContext) -> None:
    _title("Article", found.record)
    _section(
        "Publication",
        [
            *_values(found.record, ("title",)),
            *((c.kind.value, f"{_named(c.organization)}, as “{c.label}”") for c in found.credits),
        ],
    )
    _section("How the source divides", _regions(found))
    _section("Statements", _statement_rows(found.statements))
    _section("Meetings reported", _reports(found.reports, by_meeting=True))
    _evidence("Why it is believed", found.evidence)
    _print_record(found.record)


def _regions(found: shapes.ArticleContext) -> Iterator[tuple[str, str]]:
    for region in found.regions:
        yield region.kind.value, f"{_place(region.at)}: {_excerpt(region.at.text)}"
    if found.region_chars is not None and found.furniture_chars is not None:
        total = found.region_chars + found.furniture_chars
        share = found.furniture_chars / total if total else 0
        yield "furniture", f"{found.furniture_chars} of {total} characters ({share:.0%})"


def _print_collection(found: shapes.CollectionContext) -> None:
    _title("Collection", found.record)
    _section("How it was made", _values(found.record, ("description",)))
    _section("Articles", ((a.published or "no date", _article(a)) for a in found.articles))
    _print_record(found.record)


def _print_reference(found: shapes.ReferenceContext) -> None:
    _title("Reference", found.record)
    _section("Page", _values(found.record))
    _section("What rests on it", map(_citation, found.cited_by))
    _print_record(found.record)


def _citation(citation: shapes.Citation) -> tuple[str, Text]:
    item = citation.evidence
    verdict = f"{item.stance.value}, {'accepted' if item.accepted else 'set aside'}"
    value = f"{item.field} = {item.value}" if item.value else item.field
    return citation.record.table, _lines(_named(citation.record), f"{value}: {verdict}", item.note)


def _print_retired(found: shapes.RetiredContext) -> None:
    _title("Retired id", found.record)
    values = found.record.values
    _section(
        "Why",
        [
            ("reason", _meaning("retirement_reason", str(values["reason"].value))),
            ("note", _shown(values, "note")),
            ("table", _shown(values, "record_table")),
            ("since", _shown(values, "since")),
            ("replaced by", _named(found.replacement) or "nothing"),
        ],
    )
    _print_record(found.record)


def _print(found: shapes.Context) -> None:
    from dataset.curation import context

    printers: dict[type[object], Callable[[Any], None]] = {
        context.StatementContext: _print_statement,
        context.OfficialContext: _print_official,
        context.TenureContext: _print_tenure,
        context.OrganizationContext: _print_organization,
        context.MeetingContext: _print_meeting,
        context.ArticleContext: _print_article,
        context.CollectionContext: _print_collection,
        context.ReferenceContext: _print_reference,
        context.RetiredContext: _print_retired,
    }
    printers[type(found)](found)
