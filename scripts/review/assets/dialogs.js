// The dialogs: reasons for a rejection, what would be written, what keeps from saving, what cannot be copied, the keys.

import { $, copy, h, say } from "/assets/dom.js";
import { finding } from "/assets/form.js";
import { listing } from "/assets/keys.js";
import { contentOf } from "/assets/list.js";

const REASONS = [
  "Nothing is said or reported here.",
  "The content cannot be recovered.",
  "Another statement holds these words.",
  "It stands in site furniture or a caption.",
  "A topic of a meeting, no words.",
];

/** Wire up what every dialog has; `heard` tells and sets whether single keys are heard. */
export function prepare(heard) {
  for (const button of document.querySelectorAll("[data-close]")) button.addEventListener("click", () => button.closest("dialog").close());
  $("keys-body").replaceChildren(...listing());
  $("single-keys").checked = heard.get();
  $("single-keys").addEventListener("change", () => heard.set($("single-keys").checked));
  $("reject-reasons").replaceChildren(...REASONS.map((reason, number) => h("button", {
    type: "button", dataset: { reason }, click: () => { $("reject-reason").value = reason; $("reject-reason").focus(); },
  }, h("kbd", {}, String(number + 1)), reason)));
  $("reject-dialog").addEventListener("keydown", (event) => {
    const reason = REASONS[Number(event.key) - 1];
    if (reason && !(event.target === $("reject-reason") && event.target.value)) {
      event.preventDefault();
      $("reject-reason").value = reason;
      $("reject-reason").focus();
    } else if (event.key === "Enter" && event.target === $("reject-reason")) {
      event.preventDefault();
      $("reject-yes").click();
    }
  });
}

export function showKeys() {
  $("keys-dialog").showModal();
}

/** Ask why a candidate is none; `done(reason or null)` is called unless somebody thinks better of it. */
export function askReason(item, done) {
  const dialog = $("reject-dialog");
  $("reject-what").textContent = contentOf(item);
  $("reject-reason").value = item.reason ?? "";
  $("reject-yes").onclick = () => { dialog.close(); done($("reject-reason").value.trim() || null); };
  $("reject-no").onclick = () => dialog.close();
  dialog.showModal();
  $("reject-reason").focus();
}

export function showChanges(diff, files) {
  $("changes-about").textContent = diff ? `In ${files.article} and ${files.candidates}, in canonical form.` : "Nothing would change.";
  $("changes-body").replaceChildren(...diff.split("\n").map((line) => {
    const name = /^(---|\+\+\+) /u.test(line) ? "file" : line.startsWith("+") ? "added" : line.startsWith("-") ? "removed" : line.startsWith("@") ? "place" : "";
    return h("span", { class: name }, `${line}\n`);
  }));
  $("changes-copy").onclick = () => offer(diff);
  $("changes-dialog").showModal();
}

/** Tell what keeps from saving; `mend(finding)` goes there, `rest()` saves what has no findings. */
export function showFaulty(found, { mend, rest }) {
  const dialog = $("faulty-dialog");
  $("faulty-list").replaceChildren(...found.map((one) => finding(one)));
  const refs = new Set(found.map((one) => one.ref));
  $("faulty-mend").hidden = !found.some((one) => one.ref);
  $("faulty-rest").hidden = refs.has(null) || !rest;
  $("faulty-mend").onclick = () => { dialog.close(); mend(found.find((one) => one.ref)); };
  $("faulty-rest").onclick = () => { dialog.close(); rest(refs); };
  $("faulty-close").onclick = () => dialog.close();
  dialog.showModal();
}

/** Copy a text; where the browser forbids that, show it to be copied by hand. */
export async function offer(text) {
  if (await copy(text)) { say("Copied."); return; }
  $("copy-text").value = text;
  $("copy-dialog").showModal();
  $("copy-text").select();
}
