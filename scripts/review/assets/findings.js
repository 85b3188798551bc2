// The findings of the whole article, above the list.

import { $, count, h } from "/assets/dom.js";
import { finding } from "/assets/form.js";
import { waits } from "/assets/list.js";

/** Show all findings; those of candidates that wait for a decision come last. `visit(finding)` goes to the field. */
export function drawFindings(findings, items, visit) {
  const itemOf = (one) => items.find((item) => item.ref === one.ref) ?? null;
  const isOfWaiting = (one) => Boolean(itemOf(one) && waits(itemOf(one)));
  const errors = findings.filter((one) => one.severity === "error" && !isOfWaiting(one));
  const others = findings.filter((one) => !errors.includes(one));
  $("findings").classList.toggle("some", errors.length > 0);
  $("findings-summary").textContent = findings.length
    ? [errors.length ? count(errors.length, "finding") : "No finding in what is recorded or accepted", others.length ? `${others.length} if all candidates were accepted, or only a warning` : ""].filter(Boolean).join("; ")
    : "No findings";
  $("findings-list").replaceChildren(...[...errors, ...others].map((one) => {
    const item = itemOf(one);
    const element = finding(one, item ? () => visit(one) : null);
    if (item) element.prepend(h("span", { class: "number" }, String(item.number)), " ");
    element.append(h("small", {}, `${one.title}. ${one.remedy}`));
    return element;
  }));
}
