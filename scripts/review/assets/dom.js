// Elements made of text and attributes, never of markup: whatever a source holds stays text.

/** An element with attributes (functions become listeners, `dataset` data attributes) and children. */
export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(key, value);
    else if (key === "dataset") Object.assign(element.dataset, value);
    else if (key === "value") element.value = element.defaultValue = value;
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export const $ = (id) => document.getElementById(id);

/** A number with its noun: `1 finding`, `2 findings`. */
export function count(number, one, many = `${one}s`) {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}

/** The words of a text on one line, cut behind `limit` characters. */
export function brief(text, limit = 160) {
  const words = [...text.replace(/\s+/gu, " ").trim()];
  return words.length <= limit ? words.join("") : `${words.slice(0, limit - 1).join("")}…`;
}

let clearing = 0;

/** Say something to everybody, those who listen included; it goes after a while. */
export function say(text, { isProblem = false } = {}) {
  const status = $("status");
  status.textContent = "";
  status.classList.toggle("problem", isProblem);
  clearTimeout(clearing);
  requestAnimationFrame(() => { status.textContent = text; });
  clearing = setTimeout(() => { status.textContent = ""; }, isProblem ? 12_000 : 5_000);
}

/** Put text into the clipboard; tell whether that was allowed. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
