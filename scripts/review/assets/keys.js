// The keys, in one table: what is heard and what the list of keys shows are the same.

import { h } from "/assets/dom.js";

/** Groups of `[name of the action, keys, what it does]`; a key is what KeyboardEvent.key says, `^` stands for Ctrl or Cmd. */
export const KEYS = [
  ["Go", [
    ["next", ["j"], "next statement or candidate"],
    ["previous", ["k"], "the one before"],
    ["waiting", ["n"], "next candidate that waits for a decision"],
    ["finding", ["f"], "next finding"],
    ["text", ["i"], "into the text, at the current statement"],
    ["edit", ["e"], "to the fields of the current statement"],
    ["leave", ["Escape"], "back to the card; what is selected is let go"],
  ]],
  ["Decide", [
    ["accept", ["a"], "accept the candidate"],
    ["reject", ["x"], "reject it (or give up a new statement)"],
    ["reopen", ["o"], "put back what was accepted or rejected"],
  ]],
  ["Words selected in the text become …", [
    ["add", ["m"], "a statement that was missed"],
    ["content", ["c"], "the content of the current statement"],
    ["segment", ["C"], "a further segment of it"],
    ["cue", ["u"], "its cue"],
    ["speaker", ["w"], "who speaks"],
    ["also", ["W"], "a further speaker"],
    ["addressee", ["h"], "an addressee"],
    ["recipient", ["r"], "a recipient"],
    ["relayer", ["y"], "a relayer"],
    ["quoted", ["q"], "the quoted words"],
    ["more-quoted", ["Q"], "further quoted words"],
    ["evidence", ["v"], "evidence for who the speaker is"],
  ]],
  ["Fields", [
    ["who", ["b"], "who the speaker is"],
    ["type", ["t"], "quote type"],
    ["act", ["g"], "speech act"],
    ["topic", ["p"], "main topic"],
  ]],
  ["Work", [
    ["undo", ["^z"], "undo"],
    ["redo", ["^Z", "^y"], "do it again"],
    ["save", ["^s"], "save"],
    ["changes", ["d"], "what would be written"],
    ["keys", ["?"], "this list"],
  ]],
  ["In the text", [
    [null, ["←", "→"], "select a word; with Shift, more of them"],
    [null, ["↑", "↓"], "the first word of another line"],
    [null, ["Home", "End"], "first, last word of the line"],
    [null, ["Enter"], "to the statement that is marked there"],
  ]],
];

const BY_KEY = new Map(KEYS.flatMap(([, rows]) => rows.filter(([action]) => action).flatMap(([action, keys]) => keys.map((key) => [key, action]))));
const IN_TEXT = new Set(["INPUT", "TEXTAREA", "SELECT"]);

function isTyping(target) {
  return (IN_TEXT.has(target.tagName) && target.type !== "checkbox") || target.isContentEditable;
}

/** The key as the table has it, whatever Caps Lock says; of a layout without Latin letters, the letter in that place. */
function keyOf(event) {
  const { key, code, shiftKey } = event;
  if (key === "؟") return "?";
  const letter = /^[a-z]$/iu.test(key) ? key : /^\p{L}$/u.test(key) ? /^Key([A-Z])$/u.exec(code)?.[1] : null;
  if (!letter) return key;
  return shiftKey ? letter.toUpperCase() : letter.toLowerCase();
}

/** Listen: `act(action)` is called for a key that means one, and tells whether it did something. */
export function listen(act, areSingleKeysHeard) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.altKey) return;
    if (document.querySelector("dialog[open]")) return;
    const isControlled = event.ctrlKey || event.metaKey;
    const action = BY_KEY.get(isControlled ? `^${keyOf(event)}` : keyOf(event));
    if (!action) return;
    const typing = isTyping(event.target);
    if (isControlled ? typing && action !== "save" : typing && action !== "leave") return;
    if (!isControlled && event.key.length === 1 && !areSingleKeysHeard()) return;
    if (act(action)) event.preventDefault();
  });
}

/** The list of keys as it is shown. */
export function listing() {
  return KEYS.map(([title, rows]) => h("section", {},
    h("h3", {}, title),
    h("dl", { class: "keys" }, rows.map(([, keys, meaning]) => [
      h("dt", {}, keys.map((key, number) => [number ? " or " : null, shown(key)])),
      h("dd", {}, meaning),
    ]))));
}

function shown(key) {
  const parts = key.startsWith("^") ? ["Ctrl", ...shifted(key.slice(1))] : shifted(key);
  return parts.map((part, number) => [number ? "+" : null, h("kbd", {}, part === "Escape" ? "Esc" : part)]);
}

function shifted(key) {
  return /^[A-Z]$/u.test(key) ? ["Shift", key] : [key.length === 1 && /[a-z]/u.test(key) ? key.toUpperCase() : key];
}
