// The statements and candidates beside the text: one card each, the current one open.

import { $, brief, count, h } from "/assets/dom.js";
import { stateOf } from "/assets/marks.js";

const GROUPS = [
  ["high", "To review: high", (item) => waits(item) && item.tier === "high"],
  ["medium", "To review: medium", (item) => waits(item) && item.tier === "medium"],
  ["low", "To review: low", (item) => waits(item) && !["high", "medium"].includes(item.tier)],
  ["new", "New", (item) => item.kind === "new"],
  ["accepted", "Accepted, not saved yet", (item) => item.decision === "accepted"],
  ["rejected", "Rejected, not saved yet", (item) => item.decision === "rejected"],
  ["recorded", "Recorded", (item) => item.kind === "recorded"],
];

/** Whether an item awaits a decision. */
export function waits(item) {
  return item.kind === "candidate" && !item.decision;
}

/** Words of a quotation in either of its forms. */
export function exact(node) {
  return typeof node === "string" ? node : node?.exact ?? "";
}

/** One value where a list may stand, as a list. */
export function listOf(node) {
  return Array.isArray(node) ? node : node === null || node === undefined ? [] : [node];
}

/** The content of a statement as one text. */
export function contentOf(item) {
  return listOf(item.tree.content).map(exact).join(" … ");
}

export class List {
  constructor(root, { choices, visit, acceptAll, form }) {
    this.root = root;
    this.choices = choices;
    this.visit = visit;
    this.acceptAll = acceptAll;
    this.form = form;
    this.byTier = true;
    this.cards = new Map();
  }

  /** Items in the order in which they are shown. */
  order(items) {
    return this.byTier ? GROUPS.flatMap(([, , belongs]) => items.filter(belongs)) : items;
  }

  draw(items, current, findings) {
    const seen = new Set(items.map((item) => item.ref));
    for (const ref of this.cards.keys()) if (!seen.has(ref)) this.cards.delete(ref);
    const groups = this.byTier ? GROUPS.map(([name, title, belongs]) => [name, title, items.filter(belongs)]) : [["all", "In order of the text", items]];
    const kept = groups.filter(([, , members]) => members.length);
    const sections = kept.map(([name, title, members]) => h("section", { class: "group", "aria-labelledby": `group-${name}` },
      h("div", { class: "group-head" },
        h("h3", { id: `group-${name}` }, title, " ", h("span", { class: "n" }, `(${members.length})`)),
        this.byTier && members.every(waits) && members.length > 1
          ? h("button", { type: "button", class: "quiet", click: () => this.acceptAll(members) }, `Accept these ${members.length}`)
          : null),
      h("ul", { class: "cards" }, members.map((item) => this.#card(item, item.ref === current, findings.get(item.ref) ?? [], items.length)))));
    if (!sections.length) sections.push(h("p", { class: "empty" }, "Nothing is recorded, and no candidate waits. Select words in the text and press m to add a statement."));
    this.root.replaceChildren(...sections);
  }

  #card(item, isCurrent, findings, total) {
    const state = JSON.stringify([item, isCurrent && total, findings]);
    const old = this.cards.get(item.ref);
    if (old?.state === state) return old.element; // what is being typed into it stays
    const errors = findings.filter((one) => one.severity === "error").length;
    const speakers = listOf(item.tree.speakers).map((party) => this.choices.nameOf(party) || exact(party.label)).join(" + ");
    const head = h("button", {
      type: "button",
      class: "card-head",
      id: `card-${item.ref}`,
      "aria-expanded": String(isCurrent),
      "aria-controls": isCurrent ? `body-${item.ref}` : null,
      click: () => this.visit(item.ref),
    },
    h("span", { class: "card-line" },
      h("span", { class: "number" }, String(item.number)),
      h("span", { class: `badge st-${stateOf(item)}` }, badge(item)),
      h("span", { class: "who" }, speakers || h("span", { class: "unknown" }, "nobody yet")),
      item.tree.cue ? h("span", { class: "cue" }, exact(item.tree.cue)) : null,
      item.changed && item.kind !== "new" && !item.decision ? h("span", { class: "note" }, "changed") : null,
      errors ? h("span", { class: "trouble" }, count(errors, "finding")) : null),
    h("span", { class: "card-words" }, isCurrent ? contentOf(item) : brief(contentOf(item), 150)));
    const element = h("li", { class: `card${isCurrent ? " open" : ""} st-${stateOf(item)}` }, head,
      isCurrent ? h("div", { class: "card-body", id: `body-${item.ref}` }, this.form(item, findings)) : null);
    this.cards.set(item.ref, { state, element });
    return element;
  }

  /** Put the keyboard on a card. */
  focus(ref) {
    const head = $(`card-${ref}`);
    if (!head) return;
    head.focus({ preventScroll: true });
    const card = head.closest(".card");
    const [box, place] = [this.root.getBoundingClientRect(), card.getBoundingClientRect()];
    if (place.top < box.top || place.bottom > box.bottom) card.scrollIntoView({ block: place.height > box.height ? "start" : "nearest" });
  }
}

function badge(item) {
  const state = stateOf(item);
  if (state === "candidate") return `${item.tier ?? "candidate"}${item.score ? ` ${Number(item.score).toFixed(2)}` : ""}`;
  return state;
}
