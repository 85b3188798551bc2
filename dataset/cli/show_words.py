"""How `dataset show` puts things into words: every function returns text, none prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from rich.text import Text

    from dataset.curation.context import contexts, shapes

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


def _lines(*lines: str | Text | None) -> Text:
    """Join lines into one text; what is empty is left out."""
    from rich.text import Text

    from dataset.cli.output import clean

    shown = [Text(clean(line)) if isinstance(line, str) else line for line in lines if line]
    return Text("\n").join(shown)


def _parts(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)


def named(link: shapes.Link | None) -> str | None:
    """Return the name and id of another record."""
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


def meaning(vocabulary: str, value: str) -> str:
    """Return a coded value with its definition, for where the reader asks how we know."""
    from schema.vocabularies import term

    definition = term(vocabulary, value).definition.rstrip(".")
    return f"{value} ({definition[0].lower()}{definition[1:]})"


def _place(at: shapes.SourceSpan) -> str:
    return f"line {at.line}, characters {at.start}-{at.end}"


def quoted(words: str) -> str:
    """Put words on one line, between quotation marks; a new paragraph becomes a sign."""
    return f"“{_one_line(words)}”"


def _one_line(words: str) -> str:
    return " ¶ ".join(" ".join(part.split(" ")) for part in words.split("\n") if part.strip())


def _excerpt(words: str) -> str:
    shown = _one_line(words)
    return shown if len(shown) <= EXCERPT else f"{shown[: EXCERPT - 1].rstrip()}…"


def bold(words: str) -> Text:
    """Return words on one line, in bold."""
    from rich.text import Text

    from dataset.cli.output import clean

    return Text.assemble((clean(_one_line(words)), "bold"))


def value_fields(record: shapes.Basics, leave_out: Sequence[str] = ()) -> Fields:
    """Return the fields of a record as they are, resolved; a date basis beside its dates."""
    fields: Fields = []
    for name, value in record.values.items():
        if name in leave_out:
            continue
        shown = str(value.value).lower() if isinstance(value.value, bool) else str(value.value)
        if value.link is not None:
            shown = named(value.link) or shown
        elif name == "date_basis":
            shown = meaning(name, shown)
        elif value.label is not None:
            plain = shown.replace("-", " ").casefold()
            shown = shown if plain == value.label.casefold() else f"{shown} ({value.label})"
        elif value.earliest != value.latest:
            shown = f"{shown} (that is {_period(value.earliest, value.latest)})"
        fields.append((name.removesuffix("_id").replace("_", " "), shown))
    return fields


def evidence_lines(item: shapes.EvidenceItem) -> Text:
    """Tell one piece of evidence: verdict, words or page, note."""
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
        yield quoted(item.quote)
        place = _place(item.at) if item.at else "not found in the source"
        yield f"{place} of {item.article.id}" if item.article else place
    if item.reference is not None:
        page = item.reference
        name = _parts(page.publisher, quoted(page.title) if page.title else None)
        yield f"{name} [{page.id}]".strip()
        if page.url:
            yield page.url
        if page.note:
            yield f"the page: {page.note}"


def statement_rows(statements: Iterable[shapes.StatementLink]) -> Iterator[tuple[str, Text]]:
    """Yield statements by their date."""
    for statement in statements:
        yield statement.date or "no date", _statement_lines(statement)


def _statement_lines(statement: shapes.StatementLink) -> Text:
    line = f"line {statement.line}" if statement.line else None
    who = f"{'; '.join(statement.speakers)} ({statement.speech_act.value})"
    roles = f"as {' and '.join(statement.roles)}" if statement.roles else None
    return _lines(f"{who}: {_excerpt(statement.content)}", _parts(f"[{statement.id}]", roles, line))


def meeting_line(meeting: shapes.MeetingLink | None) -> str | None:
    """Tell a meeting in short: title, days, place, id."""
    if meeting is None:
        return None
    title = meeting.title or "(no such record)"
    return f"{title}, {_parts(_days(meeting.start, meeting.end), meeting.place)} [{meeting.id}]"


def article_line(article: shapes.ArticleLink) -> str:
    """Tell an article in short: title, publisher, day, id."""
    title = quoted(article.title)
    return f"{_parts(title, article.publisher, article.published)} [{article.id}]"


def attendance_rows(meetings: Iterable[shapes.Attendance]) -> Iterator[tuple[str, Text]]:
    """Yield meetings by their first day, with what somebody did there."""
    for item in meetings:
        yield (
            item.meeting.start or "no date",
            _lines(meeting_line(item.meeting), f"as {item.role.value}, {item.attendance.value}"),
        )


def name_rows(names: Iterable[shapes.NameForm]) -> Iterator[tuple[str, Text]]:
    """Yield forms of a name by their kind, with where they were seen."""
    for form in names:
        seen = (line for item in form.evidence for line in (*_source_of(item), item.note))
        yield form.kind.value, _lines(_parts(form.name, form.language, form.script), *seen)


def _post(post: shapes.Post) -> str:
    acting = "acting " if post.acting else ""
    return f"{acting}{post.title}, {named(post.organization)}"


def shown_value(values: dict[str, shapes.Value], name: str) -> str | None:
    """Return the value of a field as it is, None if it is not known."""
    value = values.get(name)
    if value is None:
        return None
    return str(value.value).lower() if isinstance(value.value, bool) else str(value.value)


def date_of(values: dict[str, shapes.Value]) -> str | None:
    """Tell the date of a statement, what it spans, and how it is known."""
    if "date" not in values:
        return "unknown"
    date = values["date"]
    spread = date.earliest != date.latest
    exact = f"that is {_period(date.earliest, date.latest)}" if spread else None
    return _parts(str(date.value), exact, meaning("date_basis", str(values["date_basis"].value)))


def event_of(found: contexts.StatementContext) -> str | None:
    """Tell the coded event of a statement with its quad, if it has one."""
    values = found.record.values
    event = _parts(shown_value(values, "plover_event"), shown_value(values, "plover_mode"))
    return f"{event} ({found.quad.label.lower()})" if found.quad else None


def party_lines(party: shapes.Party) -> Text:
    """Tell who a party is, and by which words the text means it."""
    return _lines(*_identity(party.who), _printed(party))


def _printed(party: shapes.Party) -> str:
    basis = meaning("party_basis", party.basis.value)
    if party.label is None:
        return f"not in the text; {basis}"
    place = _place(party.at) if party.at else "not found in the source"
    return f"printed as {quoted(party.label)}, {place}; {basis}"


def _identity(who: shapes.Somebody) -> Iterator[str | Text]:
    """Yield who somebody is: name, post with its dates, body, side."""
    known = who.official or who.organization
    yield bold(who.name) + _lines(f" [{known.id}]" if known else None)
    if who.post is not None:
        yield f"{'acting ' if who.post.acting else ''}{who.post.title} [{who.post.id}]"
        yield f"in the post {_period(who.post.start, who.post.end)}{_held(who.post)}"
    if who.official and who.organization and who.organization_from:
        yield f"{named(who.organization)}, {STANDS_FOR[who.organization_from]}"
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


def related_rows(found: contexts.StatementContext) -> Iterator[tuple[str, Text]]:
    """Yield the statements that repeat, hold or stand inside this one."""
    if found.repeats is not None:
        primary = _statement_lines(found.repeats.statement)
        yield f"{found.repeats.relation.value} of", primary
    for other in found.repeated_by:
        yield f"has {other.relation.value}", _statement_lines(other.statement)
    if found.inside is not None:
        yield "inside", _statement_lines(found.inside)
    for inner in found.holds:
        yield "holds", _statement_lines(inner)


def mark_of(anchor: shapes.Anchor, before: str, after: str) -> Text:
    """Say where an anchor stands, in the manner in which the passage marks it."""
    from rich.text import Text

    sign = (f"{before}…{after}", STYLES[anchor.role])
    return Text.assemble(sign, f" {_place(anchor.at)}")


def marked_passage(passage: shapes.Passage, anchors: Iterable[shapes.Anchor]) -> Text:
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


def post_rows(
    posts: Iterable[shapes.Post], *, with_holder: bool = False
) -> Iterator[tuple[str, Text]]:
    """Yield posts with their dates; `with_holder` names who held them instead of the body."""
    for post in posts:
        what = _parts(post.official.name, post.title) if with_holder else _post(post)
        yield "post", _lines(f"{what}", f"{_period(post.start, post.end)} [{post.id}]")


def participant_lines(person: shapes.Participant) -> Text:
    """Tell who took part, and how."""
    printed = f"printed as {quoted(person.label)}" if person.label else None
    place = f"{_place(person.at)} of {person.article_id}" if person.at else None
    return _lines(*_identity(person.who), _parts(person.attendance.value, printed, place))


def status_lines(found: contexts.MeetingContext) -> Text:
    """Tell the derived status, the rule behind it, and how many report."""
    counts = f"{found.article_count} reporting, {found.source_count} independent"
    rule = (
        "the latest report in an article's own voice settles it; a denial of that day leaves it"
        " unclear"
    )
    as_of = f"as of {found.status_as_of}" if found.status_as_of else "no dated report"
    return _lines(_parts(found.status.value, as_of), rule, f"articles: {counts}")


def report_rows(
    reports: Iterable[shapes.ReportItem], *, by_meeting: bool = False
) -> Iterator[tuple[str, Text]]:
    """Yield what each article says of a meeting; `by_meeting` names the meeting instead of the article."""
    for report in reports:
        about = meeting_line(report.meeting) if by_meeting else article_line(report.article)
        days = _days(report.reported_start, report.reported_end)
        settles = "settles the status" if report.settles else None
        claim = report.attributed_statement
        yield (
            report.stance.value,
            _lines(
                about,
                _parts(report.reported_status.value, days, report.reported_place, settles),
                f"only as a claim: {named(claim)}" if claim else None,
                *(f"{quoted(span.text)}, {_place(span)}" for span in report.support),
            ),
        )


def region_rows(found: contexts.ArticleContext) -> Iterator[tuple[str, str]]:
    """Yield the regions of a source, and how much of it lies outside them."""
    for region in found.regions:
        yield region.kind.value, f"{_place(region.at)}: {_excerpt(region.at.text)}"
    if found.region_chars is not None and found.furniture_chars is not None:
        total = found.region_chars + found.furniture_chars
        share = found.furniture_chars / total if total else 0
        yield "furniture", f"{found.furniture_chars} of {total} characters ({share:.0%})"


def citation_row(citation: shapes.Citation) -> tuple[str, Text]:
    """Tell what rests on a reference."""
    item = citation.evidence
    verdict = f"{item.stance.value}, {'accepted' if item.accepted else 'set aside'}"
    value = f"{item.field} = {item.value}" if item.value else item.field
    return citation.record.table, _lines(named(citation.record), f"{value}: {verdict}", item.note)
