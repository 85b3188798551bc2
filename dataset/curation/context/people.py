"""People, their posts and the bodies they belong to, in their context."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from dataset.curation.context.articles import articles_where
from dataset.curation.context.contexts import OfficialContext, OrganizationContext, TenureContext
from dataset.curation.context.material import AnyParty, Material
from dataset.curation.context.parties import post_on
from dataset.curation.context.parts import (
    basics,
    coded,
    evidence_on,
    link,
    meeting_link,
    tenure_evidence,
)
from dataset.curation.context.shapes import Attendance, NameForm, Post
from dataset.curation.context.statements import statements_with
from dataset.curation.resolve import side
from schema.base import Record
from schema.meetings import Participant as ParticipantRecord
from schema.officials import Tenure
from schema.organizations import Name
from validation.records import Entry


def _name_forms(
    material: Material, entry: Entry[Record], names: Iterable[Name]
) -> tuple[NameForm, ...]:
    return tuple(
        NameForm(
            name.name,
            name.language,
            name.script,
            coded("name_kind", name.kind),
            evidence_on(material, entry, ("names", number)),
        )
        for number, name in enumerate(names)
    )


def _posts(material: Material, wanted: Callable[[str, Tenure], bool]) -> tuple[Post, ...]:
    """Return the tenures wanted, judged by official and tenure; the earliest known start first."""
    posts = [
        post
        for tenure_id, (_, official_id, tenure) in material.index.tenures.items()
        if tenure_id and wanted(official_id, tenure)
        if (post := post_on(material, tenure_id, None)) is not None
    ]
    return tuple(sorted(posts, key=lambda post: (post.start is None, post.start or "", post.id)))


def _meetings_with(
    material: Material, is_meant: Callable[[ParticipantRecord], bool]
) -> tuple[Attendance, ...]:
    return tuple(
        Attendance(
            meeting_link(material, meeting.id),
            coded("participant_role", participant.role),
            coded("attendance", participant.attendance),
        )
        for meeting in material.records.meetings
        for participant in meeting.record.participants
        if is_meant(participant)
    )


def official_context(material: Material, entry: Entry[Record]) -> OfficialContext:
    """Return a person in its context."""
    tenures = _posts(material, lambda holder, _: holder == entry.id)
    return OfficialContext(
        record=basics(material, "officials", entry),
        names=_name_forms(material, entry, material.index.officials[entry.id].names),
        tenures=tenures,
        statements=statements_with(material, lambda party: party.official_id == entry.id),
        meetings=_meetings_with(material, lambda party: party.official_id == entry.id),
        evidence=evidence_on(material, entry),
        tenure_evidence=tenure_evidence(material, tenures),
    )


def tenure_context(material: Material, entry: Entry[Record]) -> TenureContext:
    """Return a tenure in its context."""
    return TenureContext(
        record=basics(material, "tenures", entry),
        official=link(material, "officials", material.index.tenures[entry.id][1]),
        statements=statements_with(material, lambda party: party.tenure_id == entry.id),
        meetings=_meetings_with(material, lambda party: party.tenure_id == entry.id),
        evidence=evidence_on(material, entry),
    )


def organization_context(material: Material, entry: Entry[Record]) -> OrganizationContext:
    """Return a body in its context."""

    def is_it(party: AnyParty) -> bool:
        return side(material.index, party).organization_id == entry.id

    return OrganizationContext(
        record=basics(material, "organizations", entry),
        names=_name_forms(material, entry, material.index.organizations[entry.id].names),
        parts=tuple(
            link(material, "organizations", other.id)
            for other in material.records.organizations
            if other.record.parent_id == entry.id
        ),
        tenures=_posts(material, lambda _, tenure: tenure.organization_id == entry.id),
        articles=articles_where(material, lambda article: article.publisher_id == entry.id),
        statements=statements_with(material, is_it),
        meetings=_meetings_with(material, is_it),
        evidence=evidence_on(material, entry),
    )
