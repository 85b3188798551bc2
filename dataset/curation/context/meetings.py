"""A meeting in its context: who took part, what each article says of it."""

from __future__ import annotations

from dataset.curation.context.contexts import MeetingContext
from dataset.curation.context.material import Material, Report
from dataset.curation.context.parties import participants_of
from dataset.curation.context.parts import (
    article_link,
    basics,
    coded,
    evidence_on,
    link_or_none,
    meeting_link,
    span_at,
    written,
)
from dataset.curation.context.shapes import ReportItem
from dataset.curation.context.statements import statements_where
from schema.articles import Article
from schema.base import Record
from schema.meetings import MeetingReport
from validation.records import Entry


def meeting_context(material: Material, entry: Entry[Record]) -> MeetingContext:
    """Return a meeting in its context."""
    reports = [
        (article, number, report)
        for article in material.records.articles
        for number, report in enumerate(article.record.meeting_reports)
        if report.meeting_id == entry.id
    ]
    meeting = material.index.meetings[entry.id]
    status, as_of = material.meeting_status(_reports_on(material, entry.id))
    return MeetingContext(
        record=basics(material, "meetings", entry),
        topics=tuple(coded("topic", topic) for topic in meeting.topics),
        status=coded("meeting_status", status),
        status_as_of=as_of,
        article_count=len({article.id for article, _, _ in reports}),
        source_count=len(
            {
                article.record.text_origin_id or article.record.publisher_id
                for article, _, report in reports
                if report.stance == "reports"
            }
        ),
        parts=tuple(
            meeting_link(material, other.id)
            for other in material.records.meetings
            if other.record.parent_meeting_id == entry.id
        ),
        participants=tuple(participants_of(material, entry, meeting)),
        reports=tuple(report_item(material, *report) for report in reports),
        said_there=statements_where(material, lambda s: s.said_at_meeting_id == entry.id),
        said_about=statements_where(material, lambda s: s.about_meeting_id == entry.id),
        evidence=evidence_on(material, entry),
    )


def _reports_on(material: Material, meeting_id: str) -> list[Report]:
    return [
        (article, report)
        for article in material.records.articles
        for report in article.record.meeting_reports
        if report.meeting_id == meeting_id
    ]


def report_item(
    material: Material, article: Entry[Article], number: int, report: MeetingReport
) -> ReportItem:
    """Return what one article says of one meeting; `number` counts its reports from 0."""
    source = material.proof.articles.get(article.id)
    spans = source.reports.get(number, []) if source else []
    return ReportItem(
        article=article_link(material, article.id),
        meeting=meeting_link(material, report.meeting_id),
        reported_status=coded("meeting_status", report.reported_status),
        reported_start=report.reported_start,
        reported_end=report.reported_end,
        reported_place=report.reported_place,
        stance=coded("report_stance", report.stance),
        attributed_statement=link_or_none(material, "statements", report.attributed_statement_id),
        support=tuple(at for span in spans if (at := span_at(material, article.id, span))),
        settles=_settles(material, article, report),
        written=written(material, article, ("meeting_reports", number)),
    )


def _settles(material: Material, article: Entry[Article], report: MeetingReport) -> bool:
    """Tell whether the status of the meeting is what this report alone would make it.

    A claim that the article merely attributes settles nothing where others report for themselves.
    """
    reports = _reports_on(material, report.meeting_id)
    if report.attributed_statement_id is not None and any(
        other.attributed_statement_id is None and where.record.published for where, other in reports
    ):
        return False
    alone = material.meeting_status([(article, report)])
    return alone[1] is not None and alone == material.meeting_status(reports)
