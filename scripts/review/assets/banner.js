// What is in the way, in one place, with what can be done about it.

import { $, h } from "/assets/dom.js";

export function banner(text, buttons) {
  $("banner").replaceChildren(h("p", {}, text), h("div", { class: "buttons" }, buttons.map(([name, click, isMain]) => h("button", { type: "button", class: isMain ? "main" : null, click }, name))));
  $("banner").hidden = false;
}

export function hideBanner() {
  $("banner").hidden = true;
  $("banner").replaceChildren();
}
