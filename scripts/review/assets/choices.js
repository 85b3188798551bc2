// What a reviewer chooses from, prepared once: persons, bodies, meetings, closed vocabularies.

import { searchable } from "/assets/combo.js";

export class Choices {
  constructor(given) {
    this.vocabularies = given.vocabularies;
    this.modes = given.modes;
    this.officials = new Map(given.officials.map((one) => [one.id, one]));
    this.organizations = new Map(given.organizations.map((one) => [one.id, one]));
    this.meetings = new Map(given.meetings.map((one) => [one.id, one]));
    this.references = searchable(given.references.map(({ id, name }) => ({ id, name, hint: id })));
    this.meetingOptions = searchable(given.meetings.map(({ id, name, start, place }) => ({
      id, name, hint: [start, place].filter(Boolean).join(", "),
    })));
  }

  /** Persons and bodies; those that the article names come first. */
  parties(mentioned) {
    const persons = [...this.officials.values()].map((one) => ({
      id: `person:${one.id}`,
      name: one.name,
      hint: [one.iso3, one.tenures.map((tenure) => tenure.title).join(", ")].filter(Boolean).join(" · "),
      search: one.forms,
      first: mentioned.has(one.id) ? 2 : 0,
    }));
    const bodies = [...this.organizations.values()].map((one) => ({
      id: `body:${one.id}`,
      name: one.name,
      hint: ["body", one.iso3].filter(Boolean).join(" · "),
      search: one.forms,
      first: mentioned.has(one.id) ? 1 : 0,
    }));
    return searchable([...persons, ...bodies]);
  }

  /** Who a party is: name of the person or body; an empty text for nobody whom the registries know. */
  nameOf(party) {
    return this.officials.get(party.official_id)?.name ?? this.organizations.get(party.organization_id)?.name
      ?? party.official_id ?? party.organization_id ?? "";
  }

  label(vocabulary, value) {
    return this.vocabularies[vocabulary]?.find((term) => term.value === value)?.label ?? value;
  }
}
