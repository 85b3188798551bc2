// What selected words can become: buttons beneath the text, and the operations behind them and their keys.

import { $, brief, h, say } from "/assets/dom.js";
import { KEYS } from "/assets/keys.js";
import { listOf } from "/assets/list.js";

const NAMES = {
  add: "New statement",
  content: "Content",
  segment: "Segment",
  cue: "Cue",
  speaker: "Speaker",
  also: "Further speaker",
  addressee: "Addressee",
  recipient: "Recipient",
  relayer: "Relayer",
  quoted: "Quoted",
  "more-quoted": "More quoted",
  evidence: "Evidence",
};
const ROLES = { speaker: "speakers", also: "speakers", addressee: "addressees", recipient: "recipients", relayer: "relayers" };
const RARE = new Set(["also", "relayer", "more-quoted"]); // these have keys alone

export const PICKS = Object.keys(NAMES);

export class Picks {
  /** `item()` gives the statement that is open; `work` what was done; `act(operations)` does more. */
  constructor(source, work, { item, act }) {
    Object.assign(this, { source, work, item, act });
    const keys = new Map(KEYS.flatMap(([, rows]) => rows.map(([action, [key]]) => [action, key])));
    $("picked-actions").replaceChildren(...PICKS.filter((action) => !RARE.has(action)).map((action) => h("button", {
      type: "button", dataset: { pick: action }, disabled: true,
      mousedown: (event) => event.preventDefault(), // the selection stays
      click: () => this.pick(action),
    }, NAMES[action], h("kbd", { "aria-hidden": "true" }, keys.get(action)))));
  }

  /** Make something of the selected words. */
  pick(action) {
    if (!this.source.picked) say("Select words in the text first: with the mouse, or with i and the arrow keys.", { isProblem: true });
    else if (action !== "add" && !this.item()) say("No statement is open: choose one, or press m to make the words a new one.", { isProblem: true });
    else this.act([this.operation(action)]);
    return true;
  }

  operation(action) {
    const span = this.source.span;
    if (action === "add") return { do: "add", target: this.newName(), content: [span] };
    const { ref: target, tree } = this.item();
    if (action in ROLES) {
      const role = ROLES[action];
      return { do: "label", target, role, number: action === "speaker" ? 0 : listOf(tree[role]).length, span };
    }
    if (action === "evidence") {
      const field = listOf(tree.speakers).length > 1 ? "speaker.1.official_id" : "speaker.official_id";
      return { do: "evidence", target, field, span };
    }
    return { do: "quote", target, part: action, span };
  }

  newName() {
    const used = this.work.operations.concat(this.work.undone.flat()).map((operation) => Number(/^new-(\d+)$/u.exec(operation.target)?.[1] ?? 0));
    return `new-${Math.max(0, ...used) + 1}`;
  }

  draw() {
    const isPicked = Boolean(this.source.picked);
    const words = isPicked ? `“${brief(this.source.words, 90)}”` : "Select words in the text to make something of them.";
    $("picked-words").closest(".picked").classList.toggle("some", isPicked);
    if ($("picked-words").textContent !== words) $("picked-words").textContent = words;
    for (const button of $("picked-actions").children) {
      button.disabled = !isPicked || (button.dataset.pick !== "add" && !this.item());
    }
  }
}
