"""Who a party or participant is: name, post of that day, body, side."""

from __future__ import annotations

from collections.abc import Iterator

from dataset.curation.context.material import AnyParty, Material
from dataset.curation.context.parts import coded, country, link, link_or_none, span_at
from dataset.curation.context.shapes import Covers, Origin, Participant, Party, Post, Somebody
from dataset.curation.resolve import Side, name_of, side
from schema.base import Record
from schema.meetings import Meeting
from schema.officials import Tenure
from schema.statements import Party as PartyRecord
from schema.statements import Statement
from validation.article_proof import PARTY_LISTS, StatementProof
from validation.records import Entry
from validation.time_checks import earliest, latest, surely_outside


def post_on(material: Material, tenure_id: str | None, day: str | None) -> Post | None:
    """Return a tenure as seen from a day; None if there is no such tenure."""
    if tenure_id not in material.index.tenures:
        return None
    _, official_id, tenure = material.index.tenures[tenure_id]
    return Post(
        id=tenure_id,
        official=link(material, "officials", official_id),
        organization=link(material, "organizations", tenure.organization_id),
        title=tenure.title,
        role_class=coded("role_class", tenure.role_class),
        acting=tenure.acting,
        start=tenure.start,
        end=tenure.end,
        day=day,
        covers_day=_covers(day, tenure),
    )


def _covers(day: str | None, tenure: Tenure) -> Covers:
    """Tell whether a post was held on a day; dates may be unknown or imprecise."""
    if surely_outside(day, tenure.start, tenure.end):
        return "no"
    begun, left = latest(tenure.start), earliest(tenure.end)
    first, last = earliest(day), latest(day)
    if begun is None or left is None or first is None or last is None:
        return "possibly"
    return "yes" if begun <= first and last <= left else "possibly"


def somebody(material: Material, party: AnyParty, label: str | None, day: str | None) -> Somebody:
    """Return who a party is on a day, as far as its ids and its label tell."""
    its = side(material.index, party)
    name = name_of(material.index, party.official_id, its.organization_id, label)
    return Somebody(
        name=name or party.official_id or its.organization_id or "",
        official=link_or_none(material, "officials", party.official_id),
        organization=link_or_none(material, "organizations", its.organization_id),
        organization_from=_organization_from(party, its),
        post=post_on(material, party.tenure_id, day),
        iso3=its.iso3,
        country=country(its.iso3),
        ccode=its.ccode,
        iso3_from=_iso3_from(material, party, its),
    )


def _organization_from(party: AnyParty, its: Side) -> Origin | None:
    if its.organization_id is None:
        return None
    return "record" if party.organization_id is not None else "tenure"


def _iso3_from(material: Material, party: AnyParty, its: Side) -> Origin | None:
    if its.iso3 is None:
        return None
    if party.iso3 is not None:
        return "record"
    nobody = party.model_copy(update={"official_id": None})
    return "organization" if side(material.index, nobody).iso3 is not None else "official"


def parties_of(
    material: Material, article_id: str, statement: Statement, spans: StatementProof
) -> Iterator[Party]:
    """Yield the parties of a statement, role by role, with their places in the source."""
    for field, role in PARTY_LISTS.items():
        parties: list[PartyRecord] = getattr(statement, field)
        for number, party in enumerate(parties):
            label = party.label.exact if party.label else None
            yield Party(
                role=coded("party_role", role),
                sequence=number + 1,
                who=somebody(material, party, label, statement.date),
                basis=coded("party_basis", party.basis),
                label=label,
                at=span_at(material, article_id, spans.labels.get((role, number))),
            )


def participants_of(
    material: Material, entry: Entry[Record], meeting: Meeting
) -> Iterator[Participant]:
    """Yield who took part in a meeting."""
    for number, participant in enumerate(meeting.participants):
        path = (*entry.path, "participants", number, "label")
        span = material.proof.elsewhere.get((entry.file, path))
        yield Participant(
            role=coded("participant_role", participant.role),
            sequence=number + 1,
            who=somebody(material, participant, participant.label, meeting.start),
            attendance=coded("attendance", participant.attendance),
            label=participant.label,
            article_id=participant.article_id,
            at=span_at(material, participant.article_id, span) if participant.article_id else None,
        )
