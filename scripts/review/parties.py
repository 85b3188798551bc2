"""Parties of a statement as a reviewer changes them: who it is, how the text leads there, and the evidence for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from dataset.curation.yaml_reader import Tree
from scripts.candidates.parties import PRONOUNS, Parties
from scripts.review.opened import Opened
from scripts.review.words import Refused, nodes
from validation.quote_proof import Span
from validation.reference_checks import contains_form, forms_of

_RESOLVED = ("official_id", "organization_id", "tenure_id", "iso3")
_ORDER = ("official_id", "organization_id", "tenure_id", "iso3", "basis", "label")


def with_party(
    tree: Mapping[str, Tree], role: str, number: int, fields: Mapping[str, Tree]
) -> dict[str, Tree]:
    """The statement with some fields of a party set; None takes one away. Raises Refused if there is no such party."""
    there = [*nodes(tree.get(role))]
    party = there[number] if number < len(there) else None
    if not isinstance(party, dict):
        raise Refused(f"there are {len(there)} {role}")
    merged = {**party, **fields}
    there[number] = {name: value for name, value in merged.items() if value is not None}
    return {**tree, role: there}


def without(tree: Mapping[str, Tree], role: str, number: int) -> dict[str, Tree]:
    """The statement without a party; evidence for the others is counted anew. Raises Refused as `with_party`."""
    there = nodes(tree.get(role))
    if number >= len(there):
        raise Refused(f"there are {len(there)} {role}")
    left = [party for at, party in enumerate(there) if at != number]
    new = {**tree, role: left}
    if not left and role != "speakers":
        del new[role]
    return _counted(
        new, role, lambda at: None if at == number else at - (at > number), len(there), len(left)
    )


def labelled(  # noqa: PLR0917  # what is labelled, where, and with what
    opened: Opened,
    tree: Mapping[str, Tree],
    role: str,
    number: int,
    label: Tree,
    span: Span,
    official_id: str | None,
) -> dict[str, Tree]:
    """The statement with a party printed by these words: a new one, or one whose label was wrong.

    Whoever a curator has resolved stays; a party that is nobody yet is resolved from the words.
    """
    there = nodes(tree.get(role))
    old = there[number] if number < len(there) else None
    if isinstance(old, dict) and any(old.get(name) for name in _RESOLVED):
        official = opened.checked.index.officials.get(str(old.get("official_id")))
        fields: dict[str, Tree] = {"label": label}
        if official is not None:
            fields["basis"] = opened.people.basis(span, official)
        return with_party(tree, role, number, fields)
    evidence = Parties()
    party = opened.people.party(span, label, official_id, _day(opened, tree), evidence, role[:-1])
    new: dict[str, Tree] = {**tree, role: [*there[:number], party, *there[number + 1 :]]}
    if number == len(there):
        new = _counted(new, role, lambda at: at, len(there), len(there) + 1)
    return _with_evidence(opened, new, role, number)


def resolved(  # by keyword
    opened: Opened,
    tree: Mapping[str, Tree],
    place: tuple[str, int],
    label: Span | None,
    *,
    official_id: str | None,
    organization_id: str | None,
) -> dict[str, Tree]:
    """The statement with somebody put in the place of a party, with the post of that day, basis and evidence.

    Raises Refused where the registries know no such person or body, or the party is not there.
    """
    role, number = place
    index = opened.checked.index
    fields: dict[str, Tree] = dict.fromkeys(_RESOLVED)
    if official_id is not None:
        official = index.officials.get(official_id)
        if official is None:
            raise Refused(f"no official has the id {official_id}; add the person to officials.yaml")
        fields["official_id"] = official_id
        fields["tenure_id"] = opened.people.tenure(official, _day(opened, tree))
        fields["basis"] = opened.people.basis(label, official) if label else "external"
    elif organization_id is not None:
        if organization_id not in index.organizations:
            raise Refused(
                f"no organization has the id {organization_id}; add the body to organizations.yaml"
            )
        fields["organization_id"] = organization_id
        fields["basis"] = _basis_of_body(opened, organization_id, label)
    elif label is not None:
        words = opened.material.text[label.start : label.end]
        fields["basis"] = "pronoun" if words.lower() in PRONOUNS else "title"
    new = with_party(tree, role, number, fields)
    return _with_evidence(opened, _without_evidence(new, role, number), role, number)


def _basis_of_body(opened: Opened, organization_id: str, label: Span | None) -> str:
    if label is None:
        return "external"
    words = opened.material.text[label.start : label.end]
    body = opened.checked.index.organizations[organization_id]
    if any(contains_form(words, form) for form in forms_of(body)):
        return "named"
    if words.lower() in PRONOUNS:
        return "pronoun"
    return "metonym" if body.classification == "government" else "title"


def _day(opened: Opened, tree: Mapping[str, Tree]) -> str | None:
    """The day by which a post is chosen: that of the statement, else that of publication."""
    date = tree.get("date")
    if isinstance(date, str):
        return date
    published = opened.material.published
    return published.isoformat() if published else None


# evidence for parties


def _name(tree: Mapping[str, Tree], role: str, number: int) -> str:
    """How evidence calls a party: by its role, and by its number where there are several."""
    several = len(nodes(tree.get(role))) > 1
    return f"{role[:-1]}.{number + 1}" if several else role[:-1]


def _with_evidence(
    opened: Opened, tree: dict[str, Tree], role: str, number: int
) -> dict[str, Tree]:
    """With the words that introduce an official, where the label does not name him."""
    party = nodes(tree.get(role))[number]
    if not isinstance(party, dict) or party.get("basis") not in {"pronoun", "title"}:
        return tree
    quoted = opened.people.introduced(str(party.get("official_id")))
    name = f"{_name(tree, role, number)}.official_id"
    entries = nodes(tree.get("evidence"))
    if quoted is None or any(isinstance(e, dict) and e.get("field") == name for e in entries):
        return tree
    return {**tree, "evidence": [*entries, {"field": name, "quote": quoted}]}


def _without_evidence(tree: dict[str, Tree], role: str, number: int) -> dict[str, Tree]:
    """Without what was evidence for another person in this place."""
    prefix = _name(tree, role, number)
    gone = {f"{prefix}.official_id", f"{prefix}.organization_id", f"{prefix}.tenure_id"}
    return _filtered(tree, lambda field: None if field in gone else field)


def _counted(
    tree: dict[str, Tree], role: str, new: Callable[[int], int | None], before: int, after: int
) -> dict[str, Tree]:
    """Evidence that counts parties of a role, after one came or went."""
    pattern = re.compile(rf"{role[:-1]}(?:\.([1-9][0-9]*))?\.(\w+)")

    def renamed(field: str) -> str | None:
        match = pattern.fullmatch(field)
        if match is None or (match[1] is None and before != 1):
            return field
        number = new(int(match[1] or 1) - 1)
        if number is None:
            return None
        return f"{role[:-1]}.{number + 1}.{match[2]}" if after > 1 else f"{role[:-1]}.{match[2]}"

    return _filtered(tree, renamed)


def _filtered(tree: dict[str, Tree], renamed: Callable[[str], str | None]) -> dict[str, Tree]:
    entries: list[Tree] = []
    for entry in nodes(tree.get("evidence")):
        field = renamed(str(entry.get("field"))) if isinstance(entry, dict) else None
        if isinstance(entry, dict) and field is not None:
            entries.append({**entry, "field": field})
    new = {name: value for name, value in tree.items() if name != "evidence"}
    return {**new, "evidence": entries} if entries else new
