"""What follows from an id: the body and side of a party, the meeting and day a report implies."""

from __future__ import annotations

from dataclasses import dataclass

from schema import vocabularies
from schema.meetings import Participant
from schema.statements import Party
from validation.index import Index


@dataclass(frozen=True)
class Side:
    """The body a party belongs to and the state it stands for."""

    organization_id: str | None
    iso3: str | None
    ccode: int | None


def side(index: Index, party: Party | Participant) -> Side:
    """Body and side of a party.

    What the curator wrote comes first; then the body of the tenure; then the country of the body, of the
    bodies it is part of, and of the person.
    """
    organization_id = party.organization_id
    if organization_id is None and party.tenure_id in index.tenures:
        organization_id = index.tenures[party.tenure_id][2].organization_id
    iso3 = party.iso3 or _country(index, organization_id)
    if iso3 is None and party.official_id in index.officials:
        iso3 = index.officials[party.official_id].iso3
    return Side(organization_id, iso3, vocabularies.ccode(iso3) if iso3 else None)


def _country(index: Index, organization_id: str | None) -> str | None:
    seen: set[str] = set()
    while organization_id is not None and organization_id not in seen:
        seen.add(organization_id)
        organization = index.organizations.get(organization_id)
        if organization is None:
            return None
        if organization.iso3 is not None:
            return organization.iso3
        organization_id = organization.parent_id
    return None


def name_of(
    index: Index, official_id: str | None, organization_id: str | None, label: str | None
) -> str:
    """How to call a party in a wide table: the person, else the body, else the words printed."""
    if official_id in index.officials:
        return index.officials[official_id].name
    if organization_id in index.organizations:
        return index.organizations[organization_id].name
    return label or ""
