// The fields of the current statement. Each change is an operation; nothing is kept here.

import { combo } from "/assets/combo.js";
import { brief, h } from "/assets/dom.js";
import { contentOf, exact, listOf, waits } from "/assets/list.js";

const ROLES = ["speakers", "relayers", "addressees", "recipients"];
const ONE = { speakers: "Speaker", relayers: "Relayer", addressees: "Addressee", recipients: "Recipient" };
const CODED = [
  ["quote_type", "Quote type", "quote_type", "t"],
  ["speech_act", "Speech act", "speech_act", "g"],
  ["channel", "Channel", "channel", ""],
  ["location", "Location", "statement_location", ""],
];
const MORE = [
  ["plover_event", "PLOVER event", "plover_event"],
  ["spoken_language", "Spoken language", "language"],
  ["is_translated", "Translated", null],
  ["report_relation", "Repeats it as", "report_relation"],
];

/** The fields of one statement. `act` does operations, `context` has choices, items and who is named in the article. */
export class Form {
  constructor({ choices, act, decide, partyOptions, items }) {
    this.choices = choices;
    this.act = act;
    this.decide = decide;
    this.partyOptions = partyOptions;
    this.items = items;
    this.moreIsOpen = false;
  }

  draw(item, findings) {
    this.item = item;
    this.left = [...findings];
    const isFixed = item.decision === "rejected";
    const fields = isFixed ? [h("p", { class: "hint" }, item.reason ? `Reason: ${item.reason}` : "No reason was given.")] : [
      this.#words(), ...ROLES.map((role) => this.#role(role)), h("div", { class: "grid" }, this.#coded(), this.#topics(), this.#scene()), this.#more(), this.#evidence(),
    ];
    const rest = this.left.length ? h("ul", { class: "finding-list" }, this.left.map((one) => finding(one))) : null;
    return [this.#actions(), rest, ...fields];
  }

  #do(fields) {
    this.act({ target: this.item.ref, ...fields });
  }

  // ------------------------------------------------------------------------------------ parts of the form

  #actions() {
    const { item } = this;
    const button = (name, key, decision, isMain) => h("button", {
      type: "button", class: isMain ? "main" : null, id: `do-${decision}`, click: () => this.decide(decision),
    }, name, h("kbd", { "aria-hidden": "true" }, key));
    const buttons = item.kind === "new" ? [button("Give up", "x", "drop")]
      : waits(item) ? [button("Accept", "a", "accept", true), button("Reject", "x", "reject")]
        : item.decision ? [button("Put back", "o", "reopen")] : [];
    const from = item.extractor ? `${item.kind === "candidate" ? "found by" : "accepted from"} ${item.extractor}${item.score ? `, score ${Number(item.score).toFixed(2)}` : ""}` : "";
    return h("div", { class: "actions" }, buttons, h("small", {}, [item.kind === "candidate" || item.kind === "new" ? "" : item.ref, from].filter(Boolean).join(" · ")));
  }

  #words() {
    const { tree } = this.item;
    const quoted = listOf(tree.quoted);
    const rows = [
      ["cue", tree.cue ? exact(tree.cue) : null, "select the reporting words, then u", tree.cue ? () => this.#do({ do: "quote", part: "cue", span: null }) : null],
      ...(quoted.length && tree.quote_type !== "direct" ? [["quoted", quoted.join(" … "), "", null]] : []),
    ];
    return h("dl", { class: "words" }, rows.map(([name, words, hint, remove]) => [
      h("dt", {}, name === "cue" ? "Cue" : "Quoted"),
      h("dd", {},
        words ? h("q", { class: `part part-${name}` }, words) : h("span", { class: "unknown" }, hint),
        remove ? removal(`Remove the ${name}`, remove) : null,
        this.#problems(name, name === "cue" ? "" : "quoted")),
    ]), h("dt", { class: "hidden" }, "Content"), h("dd", { class: "problems-only" }, this.#problems("content")));
  }

  #role(role) {
    const parties = listOf(this.item.tree[role]);
    if (!parties.length && role !== "speakers") return null;
    return h("div", { class: "role" },
      parties.map((party, number) => this.#party(role, party, number, parties.length)),
      parties.length ? null : h("p", { class: "unknown" }, "No speaker yet: select the words that name who speaks, then w"),
      this.#problems(role, "", true));
  }

  #party(role, party, number, total) {
    const name = total > 1 ? `${ONE[role]} ${number + 1}` : ONE[role];
    const id = `f-${role}-${number}`;
    const official = this.choices.officials.get(party.official_id);
    const value = party.official_id ? `person:${party.official_id}` : party.organization_id ? `body:${party.organization_id}` : null;
    const problems = this.#problems(`${role}.${number}`, "", false, `${id}-problems`);
    const choose = (chosen) => {
      const [kind, who] = chosen ? chosen.split(/:(.*)/u) : [null, null];
      this.#do({ do: "who", role, number, official_id: kind === "person" ? who : null, organization_id: kind === "body" ? who : null });
    };
    const detail = (field) => (chosen) => this.#do({ do: "detail", role, number, field, value: chosen || null });
    const tenures = official ? official.tenures.map((one) => [one.id, `${one.title}, ${one.body}${one.start || one.end ? ` (${one.start ?? "?"} – ${one.end ?? "?"})` : ""}`]) : [];
    return h("fieldset", { class: "party" },
      h("legend", {}, name, " ", this.#look(role, `${role.slice(0, -1)}.tenure_id`), party.label ? h("q", { class: `part part-${role}` }, exact(party.label)) : h("span", { class: "unknown" }, "not printed")),
      h("div", { class: "grid" },
        field(`${id}-who`, "Who", combo({
          id: `${id}-who`, label: `Who is the ${name.toLowerCase()}`, value, options: this.partyOptions(), nobody: "nobody in the registries", choose, describedBy: problems ? `${id}-problems` : null,
        }), "b", role === "speakers" && number === 0),
        field(`${id}-basis`, "Basis", select(`${id}-basis`, this.#terms("party_basis"), party.basis, detail("basis"))),
        official ? field(`${id}-tenure`, "Post", select(`${id}-tenure`, [["", "no post"], ...tenures], party.tenure_id ?? "", detail("tenure_id"))) : null),
      removal(`Remove ${name.toLowerCase()}`, () => this.#do({ do: "remove", role, number })),
      problems);
  }

  #coded() {
    const { tree } = this.item;
    return CODED.map(([name, label, vocabulary, key]) => this.#choice(name, label, this.#terms(vocabulary), tree[name], key));
  }

  #topics() {
    const topics = listOf(this.item.tree.topics);
    const options = [["", "none"], ...this.#terms("topic")];
    const choose = (number) => (value) => {
      const next = [...topics];
      if (value) next[number] = value;
      else next.splice(number, 1);
      this.#do({ do: "set", field: "topics", value: [...new Set(next.filter(Boolean))] });
    };
    const fields = ["Main topic", "Second topic", "Third topic"].slice(0, Math.min(3, topics.length + 1))
      .map((label, number) => field(`f-topics-${number}`, [label, number ? null : this.#look("topics")], select(`f-topics-${number}`, options, topics[number] ?? "", choose(number)), "p", number === 0));
    return [fields, this.#problems("topics")];
  }

  #scene() {
    const { tree } = this.item;
    const meeting = (name, label) => field(`f-${name}`, [label, this.#look(name)], combo({
      id: `f-${name}`, label, value: tree[name], options: this.choices.meetingOptions, nobody: "none", choose: (value) => this.#do({ do: "set", field: name, value }),
    }), "", false, true);
    return [
      this.#text("date", "Date", "2024-03-11"),
      this.#choice("date_basis", "Basis of the date", [["", "none"], ...this.#terms("date_basis")], tree.date_basis ?? ""),
      meeting("said_at_meeting_id", "Said at"),
      meeting("about_meeting_id", "About"),
      this.#problems("said_at_meeting_id", "about_meeting_id"),
    ];
  }

  #more() {
    const { tree } = this.item;
    const others = this.items().filter((one) => one.ref !== this.item.ref && one.kind !== "new" && one.decision !== "rejected")
      .map((one) => [one.id, `${one.number}: ${brief(contentOf(one), 60)}`]);
    const known = (value) => (value && !others.some(([id]) => id === value) ? [[value, value]] : []);
    const modes = tree.plover_event ? this.choices.modes[tree.plover_event] ?? [] : [];
    const choices = MORE.map(([name, label, vocabulary]) => {
      const options = vocabulary ? this.#terms(vocabulary) : [["true", "yes"], ["false", "no"]];
      return this.#choice(name, label, [["", "none"], ...options], tree[name] ?? "");
    });
    if (modes.length) choices.splice(1, 0, this.#choice("plover_mode", "PLOVER mode", [["", "none"], ...modes.map((mode) => [mode, this.choices.label("plover_mode", mode)])], tree.plover_mode ?? ""));
    const ref = (name, label) => this.#choice(name, label, [["", "none"], ...known(tree[name]), ...others], tree[name] ?? "");
    const filled = MORE.filter(([name]) => tree[name]).length + ["utterance_id", "parent_statement_id"].filter((name) => tree[name]).length;
    const details = h("details", { class: "more", toggle: () => { this.moreIsOpen = details.open; } },
      h("summary", {}, `PLOVER, language, repeats${filled ? ` (${filled} set)` : ""}`),
      h("div", { class: "grid" }, choices, ref("utterance_id", "Repeats"), ref("parent_statement_id", "Said within")));
    details.open = this.moreIsOpen || this.left.some((one) => ["plover_event", "plover_mode", "utterance_id", "report_relation", "parent_statement_id"].includes(one.field));
    return h("div", {}, details, this.#problems("plover_event", "plover_mode"), this.#problems("utterance_id", "parent_statement_id"));
  }

  #evidence() {
    const entries = listOf(this.item.tree.evidence);
    const add = select("f-evidence-field", [["", "add evidence from the selection for …"], ...this.#provable()], "", (name) => {
      if (name) this.act({ target: this.item.ref, do: "evidence", field: name, span: "picked" });
    });
    const page = combo({
      id: "f-evidence-page", label: "Reference for what comes from outside", value: null, options: this.choices.references, nobody: "reference for what comes from outside …",
      choose: (value) => value && this.#do({ do: "evidence", field: this.#outside(), reference_id: value }),
    });
    return h("details", { class: "more", id: "f-evidence" },
      h("summary", {}, `Evidence (${entries.length})`),
      h("ul", { class: "evidence" }, entries.map((entry, number) => h("li", {},
        h("code", {}, entry.field), " ",
        entry.quote ? h("q", { class: "part" }, exact(entry.quote)) : h("span", {}, entry.reference_id),
        entry.note ? h("small", {}, entry.note) : null,
        removal(`Remove evidence for ${entry.field}`, () => this.#do({ do: "no-evidence", number })),
        this.#problems(`evidence.${number}`)))),
      h("div", { class: "grid" }, field("f-evidence-field", "From the text", add, "v"), field("f-evidence-page", "From a page", page)));
  }

  /** Fields that evidence may be for, parties by their numbers where there are several. */
  #provable() {
    const parties = ROLES.flatMap((role) => {
      const there = listOf(this.item.tree[role]);
      return there.map((_, number) => {
        const name = `${role.slice(0, -1)}${there.length > 1 ? `.${number + 1}` : ""}`;
        return [`${name}.official_id`, `${ONE[role].toLowerCase()}${there.length > 1 ? ` ${number + 1}` : ""}`];
      });
    });
    return [...parties, ["date", "date"], ["said_at_meeting_id", "said at"], ["channel", "channel"], ["quoted", "quoted"]];
  }

  /** The field that a reference is for: the party from outside, else the date. */
  #outside() {
    for (const role of ROLES) {
      const there = listOf(this.item.tree[role]);
      const number = there.findIndex((party) => party.basis === "external");
      if (number >= 0) return `${role.slice(0, -1)}${there.length > 1 ? `.${number + 1}` : ""}.${there[number].organization_id ? "organization_id" : "official_id"}`;
    }
    return this.item.tree.date ? "date" : "speech_act";
  }

  // --------------------------------------------------------------------------------------------- one field

  #terms(vocabulary) {
    return (this.choices.vocabularies[vocabulary] ?? []).map((term) => [term.value, term.label || term.value, term.definition]);
  }

  #choice(name, label, options, value, key = "") {
    const problems = this.#problems(name, "", false, `f-${name}-problems`);
    return field(`f-${name}`, [label, this.#look(name)], [
      select(`f-${name}`, options, value, (chosen) => this.#do({ do: "set", field: name, value: chosen || null }), problems ? `f-${name}-problems` : null), problems,
    ], key, Boolean(key));
  }

  #text(name, label, example) {
    const problems = this.#problems(name, "", false, `f-${name}-problems`);
    const value = this.item.tree[name] ?? "";
    const input = h("input", {
      id: `f-${name}`, type: "text", value, placeholder: example, autocomplete: "off", spellcheck: "false", "aria-describedby": problems ? `f-${name}-problems` : null, "aria-invalid": problems ? "true" : null,
      change: () => { if (input.value.trim() !== value) this.#do({ do: "set", field: name, value: input.value.trim() || null }); },
    });
    return field(`f-${name}`, [label, this.#look(name)], [input, problems]);
  }

  /** A word beside fields that rest on single words. */
  #look(...names) {
    return names.some((name) => this.item.guesses.includes(name)) ? h("span", { class: "look", title: "This rests on single words: look at it" }, "look", h("span", { class: "hidden" }, " at it")) : null;
  }

  /** Findings on fields that begin with a name; those shown at one place are not shown at another. */
  #problems(name, other = "", isExact = false, id = null) {
    const fits = (one) => [name, other].filter(Boolean).some((start) => one.field === start || (!isExact && one.field.startsWith(`${start}.`)));
    const found = this.left.filter(fits);
    this.left = this.left.filter((one) => !fits(one));
    return found.length ? h("ul", { class: "finding-list", id }, found.map((one) => finding(one))) : null;
  }
}

/** A finding as it stands beside what it is about. */
export function finding(one, visit = null) {
  const head = [h("code", {}, one.code), " ", one.message, one.found ? [" (", h("span", { class: "found" }, one.found), ")"] : null];
  return h("li", { class: `finding ${one.severity}` },
    visit ? h("button", { type: "button", class: "link", click: visit }, head) : h("span", {}, head),
    one.hint ? h("span", { class: "remedy" }, one.hint) : null,
    one.note ? h("small", {}, one.note) : null);
}

function field(id, label, control, key = "", isFirst = false, isWide = false) {
  return h("div", { class: `field${isWide ? " wide" : ""}` },
    h("label", { for: id }, label, key && isFirst ? h("kbd", { "aria-hidden": "true" }, key) : null), control);
}

function select(id, options, value, choose, describedBy = null) {
  const known = options.some(([one]) => one === (value ?? ""));
  const shown = known ? options : [[value ?? "", value || "not chosen"], ...options];
  const element = h("select", {
    id, "aria-describedby": describedBy, "aria-invalid": describedBy ? "true" : null, change: () => choose(element.value),
  }, shown.map(([one, label, title]) => h("option", { value: one, title }, label)));
  element.value = value ?? "";
  return element;
}

function removal(name, click) {
  return h("button", { type: "button", class: "quiet remove", "aria-label": name, title: name, click }, "×");
}
