// A text field that offers what the registries hold (ARIA Authoring Practices: combobox with list autocomplete).

import { h } from "/assets/dom.js";

const MOST = 40;
let made = 0;

function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** Options `{id, name, hint, search, first}` get what the search needs. */
export function searchable(options) {
  return options.map((one) => ({ ...one, folded: fold([one.name, one.id, one.hint, ...(one.search ?? [])].filter(Boolean).join(" ")) }));
}

/**
 * A combobox. `value` is the id chosen now, `nobody` the name of choosing none; `choose(id or null)` is called when
 * somebody has chosen. What is only typed changes nothing.
 */
export function combo({ id, label, value, options, nobody, choose, describedBy }) {
  made += 1;
  const listId = `combo-${made}`;
  const now = options.find((one) => one.id === value);
  const shownName = now?.name ?? value ?? "";
  let found = [];
  let active = -1;

  const list = h("ul", { id: listId, role: "listbox", "aria-label": label, hidden: true, class: "combo-list" });
  const input = h("input", {
    id,
    type: "text",
    role: "combobox",
    autocomplete: "off",
    spellcheck: "false",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": listId,
    "aria-label": label,
    "aria-describedby": describedBy ?? null,
    placeholder: nobody,
    value: shownName,
    input: () => open(),
    focus: () => input.select(),
    blur: () => { close(); input.value = input.defaultValue; },
    keydown: key,
  });

  function matching() {
    const words = fold(input.value === shownName ? "" : input.value).split(/\s+/u).filter(Boolean);
    const fits = options.filter((one) => words.every((word) => one.folded.includes(word)));
    fits.sort((one, other) => (other.first ?? 0) - (one.first ?? 0) || one.name.localeCompare(other.name));
    return words.length ? fits : [{ id: null, name: nobody }, ...fits];
  }

  function open() {
    found = matching().slice(0, MOST);
    list.replaceChildren(...found.map((one, number) => h("li", {
      id: `${listId}-${number}`,
      role: "option",
      "aria-selected": "false",
      mousedown: (event) => { event.preventDefault(); take(one); },
    }, h("span", { class: one.id ? "" : "unknown" }, one.name), one.hint ? h("small", {}, one.hint) : null)));
    if (!found.length) list.replaceChildren(h("li", { role: "option", "aria-disabled": "true", "aria-selected": "false", class: "unknown" }, "the registries hold nothing like it"));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    mark(found.length && input.value !== shownName ? 0 : -1);
  }

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    active = -1;
  }

  function mark(number) {
    active = number;
    [...list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === number)));
    const item = list.children[number];
    if (item) {
      input.setAttribute("aria-activedescendant", item.id);
      item.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }

  function take(one) {
    close();
    input.value = input.defaultValue = one.id ? one.name : "";
    if (one.id !== (value ?? null)) choose(one.id);
  }

  function key(event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) { open(); return; }
      const step = event.key === "ArrowDown" ? 1 : -1;
      mark((active + step + found.length) % found.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (!list.hidden && found[active]) take(found[active]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      close();
      input.value = shownName;
    }
  }

  return h("span", { class: "combo" }, input, list);
}
