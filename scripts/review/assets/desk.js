// The desk: holds what was done, asks the server what comes of it, and shows that.

import { get, post } from "/assets/api.js";
import { banner, hideBanner } from "/assets/banner.js";
import { Choices } from "/assets/choices.js";
import { askReason, offer, prepare, showChanges, showFaulty, showKeys } from "/assets/dialogs.js";
import { $, count, h, say } from "/assets/dom.js";
import { drawFindings } from "/assets/findings.js";
import { Form } from "/assets/form.js";
import { listen } from "/assets/keys.js";
import { List, waits } from "/assets/list.js";
import { marksOf } from "/assets/marks.js";
import { PICKS, Picks } from "/assets/picks.js";
import { Source } from "/assets/source.js";
import { asText, Work } from "/assets/work.js";

const id = location.pathname.split("/").at(-1);
const address = `articles/${id}`;
const PAUSE = 250; // milliseconds without a change before the validators are asked

const work = new Work(id);
let article = null;
let choices = null;
let latest = null; // what the server made of the operations
let items = []; // the same, with decisions that it has not heard of yet
let findings = [];
let current = null;
let options = null;
let busy = Promise.resolve();
let asked = null;
let waiting = 0;

const source = new Source($("source"), { onPick: () => picks.draw(), onVisit: visitMark });
const picks = new Picks(source, work, { item: () => item(), act: (operations) => act(operations) });
const form = new Form({ choices: null, act: (operation) => act([operation]), decide, partyOptions: () => options, items: () => items });
const list = new List($("list"), {
  choices: null,
  visit: (ref) => visit(ref, { focus: true }),
  acceptAll: (members) => act(members.map((item) => ({ do: "accept", target: item.ref }))),
  form: (item, found) => form.draw(item, found),
});

// ------------------------------------------------------------------------------------------------- opening

async function open() {
  let given;
  [given, choices] = await Promise.all([get(address), get("choices").then((told) => new Choices(told))]);
  form.choices = list.choices = choices;
  show(given.article);
  const left = work.left();
  $("desk").hidden = false;
  if (left && JSON.stringify(left.base) !== JSON.stringify(given.draft.base)) {
    work.start(given.draft.base);
    take(given.draft);
    await redoHere(left.steps, "since this page was left");
  } else {
    work.start(given.draft.base, left?.steps ?? []);
    if (left) {
      take(await post(`${address}/draft`, body()));
      say(`${count(left.steps.length, "change")} from before are here again, not saved.`);
    } else take(given.draft);
  }
  current = list.order(items).find(waits)?.ref ?? list.order(items)[0]?.ref ?? null;
  draw();
  list.focus(current);
  revealCurrent();
  validate();
}

function show(given) {
  article = given;
  document.title = `${article.title} – review`;
  $("title").textContent = article.title;
  $("about").textContent = [article.publisher, article.published, article.id].filter(Boolean).join(" · ");
  source.open(article.text, article.language, article.regions, article.hidden);
  options = choices.parties(new Set(article.mentions.map((one) => one.id)));
}

const body = (operations = work.operations) => ({ base: work.base, operations });

/** Take over what the server made of the operations. */
function take(draft) {
  latest = draft;
  items = draft.items.map((item, at) => ({ ...item, number: at + 1, id: item.kind === "candidate" ? `${id}-${item.ref}` : item.ref }));
  if (!items.some((item) => item.ref === current)) current = null;
  return draft.refused;
}

// ------------------------------------------------------------------------------------------------- drawing

function byRef() {
  const found = new Map();
  for (const one of findings) found.set(one.ref, [...(found.get(one.ref) ?? []), one]);
  return found;
}

function draw() {
  const restore = keepFocus();
  const at = $("list").scrollTop;
  const shown = {
    statements: $("mark-statements").checked,
    candidates: $("mark-candidates").checked,
    attribution: $("mark-attribution").checked,
    mentions: $("mark-mentions").checked,
  };
  source.draw(marksOf(items, current, article.mentions, shown, source));
  source.repaint();
  list.draw(items, current, byRef());
  $("list").scrollTop = at;
  restore();
  const waitingNow = items.filter(waits).length;
  $("review-heading").replaceChildren(waitingNow ? `${waitingNow} to review` : "Statements", " ", h("span", { class: "n" }, `of ${items.length}`));
  const changed = items.filter((item) => item.changed).length;
  $("unsaved").textContent = work.isEmpty ? "" : `${count(changed, "change")} not saved`;
  $("undo").disabled = work.isEmpty;
  $("redo").disabled = !work.undone.length;
  $("save").disabled = $("show-changes").disabled = work.isEmpty;
  picks.draw();
}

/** Whoever works in a field goes on there after it was drawn anew, with what was typed. */
function keepFocus() {
  const focused = document.activeElement;
  if (!$("list").contains(focused)) return () => {};
  const { id: name, value, selectionStart, selectionEnd } = focused;
  const isTyped = focused.type === "text" && value !== focused.defaultValue;
  return () => {
    if (document.activeElement === focused) return;
    const now = focused.isConnected ? focused : $(name) ?? $(`card-${current}`);
    now?.focus({ preventScroll: true });
    if (!isTyped || now?.id !== name) return;
    now.value = value;
    now.setSelectionRange(selectionStart, selectionEnd);
    now.dispatchEvent(new Event("input"));
  };
}

const item = () => items.find((one) => one.ref === current) ?? null;

function revealCurrent() {
  const span = item()?.spans.content[0];
  if (span) source.reveal(source.toUnits(span[0]), source.toUnits(span[1]));
}

/** Make a statement the current one. */
function visit(ref, { focus = false, field = null } = {}) {
  current = ref;
  draw();
  revealCurrent();
  if (focus) list.focus(ref);
  if (field !== null) focusField(field);
}

function visitMark(refs) {
  const next = refs[(refs.indexOf(current) + 1) % refs.length];
  visit(next);
  list.focus(next);
}

function focusField(field) {
  const [name, number, part] = field.split(".");
  const inParty = { official_id: "who", organization_id: "who", tenure_id: "tenure", basis: "basis", label: "who" }[part] ?? "who";
  const element = $(`f-${name}`) ?? $(`f-${name}-${number}-${inParty}`) ?? $(`f-${name}-0`);
  element?.closest("details")?.setAttribute("open", "");
  element?.focus();
}

// -------------------------------------------------------------------------------------------------- acting

/** Do a step. Steps follow one another: each is shown before the next is sent. */
function act(step) {
  const ready = step.map((operation) => (operation.span === "picked" ? { ...operation, span: source.span } : operation));
  if (ready.some((operation) => "span" in operation && operation.span === null && operation.do === "evidence")) {
    say("Select the words in the text first.", { isProblem: true });
    return busy;
  }
  busy = busy.then(() => doStep(ready)).catch(trouble);
  return busy;
}

async function doStep(step) {
  const before = work.operations.length;
  const undone = [...work.undone];
  work.push(step);
  let draft;
  try {
    draft = await post(`${address}/draft`, body());
  } catch (error) {
    if (error.kind === "stale") { // the step stays with the others: all of them can be done again
      draw();
      await conflict(work.steps);
      return;
    }
    work.drop();
    work.undone = undone;
    take(latest);
    draw();
    throw error;
  }
  const refused = draft.refused.filter((one) => one.number >= before);
  if (refused.length) {
    work.drop();
    work.undone = undone;
    take(latest);
    draw();
    say(refused.map((one) => one.message).join("; "), { isProblem: true });
    return;
  }
  take(draft);
  const begun = step.find((operation) => operation.do === "add");
  if (begun) current = begun.target;
  current ??= list.order(items).find(waits)?.ref ?? items[0]?.ref ?? null;
  if (step.some((operation) => ["add", "quote", "label", "evidence"].includes(operation.do))) source.clear();
  draw();
  if (begun) {
    list.focus(current);
    say("A new statement. Now select who speaks and press w, and the reporting words and press u.");
  }
  validate();
}

async function again(change, said) {
  if (!change()) return;
  try {
    take(await post(`${address}/draft`, body()));
    current ??= list.order(items)[0]?.ref ?? null;
    draw();
    say(said);
    validate();
  } catch (error) {
    if (error.kind === "stale") await conflict(work.steps);
    else throw error;
  }
}

const undo = () => { busy = busy.then(() => again(() => work.undo(), "Undone.")).catch(trouble); };
const redo = () => { busy = busy.then(() => again(() => work.redo(), "Done again.")).catch(trouble); };

function decide(decision) {
  const now = item();
  if (!now) return false;
  if (decision === "reject" && now.kind === "new") return decide("drop");
  const isPossible = { accept: waits(now), reject: waits(now), reopen: Boolean(now.decision), drop: now.kind === "new" }[decision];
  if (!isPossible) return false;
  const next = nextAfter(list.order(items), (one) => waits(one) && one.ref !== now.ref);
  const go = (operation) => {
    // The next key is about the next candidate, even if the server is still busy with this one.
    const decided = { accept: "accepted", reject: "rejected", reopen: null }[decision];
    if (decision !== "drop") items = items.map((one) => (one === now ? { ...one, decision: decided, reason: operation.reason ?? null, changed: true } : one));
    act([operation]);
    if (decision !== "reopen" && next) visit(next.ref, { focus: true });
    else visit(now.ref, { focus: true });
  };
  if (decision === "reject") askReason(now, (reason) => go({ do: "reject", target: now.ref, reason }));
  else go({ do: decision, target: now.ref });
  return true;
}

function nextAfter(order, fits) {
  const at = order.findIndex((one) => one.ref === current);
  return [...order.slice(at + 1), ...order.slice(0, Math.max(at, 0))].find(fits);
}

// ------------------------------------------------------------------------------------------------ findings

/** Ask the validators, once nothing has changed for a moment. */
function validate() {
  clearTimeout(waiting);
  asked?.abort();
  waiting = setTimeout(async () => {
    asked = new AbortController();
    try {
      findings = await post(`${address}/findings`, body(), asked.signal);
      draw();
      drawFindings(findings, items, (one) => visit(one.ref, { focus: true, field: one.field }));
      $("findings").dataset.fresh = String(work.operations.length);
    } catch (error) {
      if (error.name === "AbortError") return;
      if (error.kind === "stale") await conflict(work.steps);
      else trouble(error);
    }
  }, PAUSE);
}

// -------------------------------------------------------------------------------------------------- saving

function save(steps = work.steps, later = []) {
  if (!steps.length) return;
  busy = busy.then(() => write(steps, later)).catch(trouble);
}

async function write(steps, later) {
  $("save").disabled = true;
  say("Checking all records and saving …");
  let written;
  try {
    written = await post(`${address}/save`, body(steps.flat()));
  } catch (error) {
    draw();
    if (error.kind === "stale") await conflict(work.steps);
    else if (error.kind === "faulty") explain(error.told.faulty, later);
    else throw error;
    return;
  }
  const was = current;
  const { article: now, draft } = await post(`${address}/again`, { operations: later.flat() });
  show(now);
  work.start(draft.base, later);
  take(draft);
  current = items.find((one) => one.ref === (written.ids[was] ?? was))?.ref ?? list.order(items).find(waits)?.ref ?? items[0]?.ref ?? null;
  hideBanner();
  draw();
  list.focus(current);
  revealCurrent();
  const told = written.files.length ? `Saved: ${written.files.join(" and ")}.` : "Nothing had to be written.";
  say(later.length ? `${told} ${count(later.length, "change")} not saved yet.` : told);
  validate();
}

function explain(found, later) {
  const rest = (refs) => {
    const isFaulty = (operation) => refs.has(operation.target);
    const sound = work.steps.map((step) => step.filter((operation) => !isFaulty(operation))).filter((step) => step.length);
    const faulty = work.steps.map((step) => step.filter(isFaulty)).filter((step) => step.length);
    if (sound.length) save(sound, faulty);
    else say("Nothing else is changed.", { isProblem: true });
  };
  showFaulty(found, { mend: (one) => visit(one.ref, { focus: true, field: one.field }), rest: later.length ? null : rest });
}

// ------------------------------------------------------------------------------- when something is in the way

/** A file was changed on the disk: say so, keep what was done, and offer to do it again there. */
async function conflict(steps) {
  clearTimeout(waiting);
  asked?.abort();
  const files = `${article.files.article} or ${article.files.candidates}`;
  const told = `${files} was changed on the disk after this page had read it, so nothing was written.`;
  if (!steps.length) {
    banner(told, [["Show what is there now", () => redoHere([], "")]]);
    return;
  }
  banner(`${told} Nothing is lost: ${count(steps.length, "change")} of yours ${steps.length === 1 ? "is" : "are"} still here.`, [
    ["Do them again on what is there now", () => redoHere(steps, ""), true],
    ["Copy my changes", () => offer(asText(steps, items))],
    ["Forget them", () => redoHere([], "")],
  ]);
}

/** Open the article as it is now, and do again what was done to an earlier one. */
async function redoHere(steps, why) {
  try {
    const text = asText(steps, items);
    const { article: now, draft } = await post(`${address}/again`, { operations: steps.flat() });
    const refused = new Set(draft.refused.map((one) => one.number));
    let number = 0;
    const kept = steps.map((step) => step.filter(() => !refused.has(number++))).filter((step) => step.length);
    show(now);
    work.start(draft.base, kept);
    take(draft);
    current ??= list.order(items).find(waits)?.ref ?? items[0]?.ref ?? null;
    hideBanner();
    draw();
    revealCurrent();
    validate();
    if (refused.size) {
      banner(`${count(refused.size, "change")} could not be done again${why ? `, because the files were changed ${why}` : ""}: ${[...new Set(draft.refused.map((one) => one.message))].join("; ")}.`, [
        ["Copy all my changes", () => offer(text), true],
        ["Close", hideBanner],
      ]);
    } else say(steps.length ? `${count(steps.length, "change")} done again on what is there now; not saved yet.` : "This is what is on the disk now.");
  } catch (error) {
    trouble(error);
  }
}

function trouble(error) {
  if (error.kind === "silent") {
    banner("The desk does not answer: the command was ended, or the computer slept. Your changes stay in this page until you close it.", [
      ["Try again", () => { hideBanner(); validate(); }, true],
      ["Copy my changes", () => offer(asText(work.steps, items))],
    ]);
  } else if (error.kind === "stale") conflict(work.steps);
  else if (article && error.kind) say(error.message, { isProblem: true });
  else if (error.kind) {
    $("title").textContent = "Cannot be opened";
    banner(error.message, []);
  } else throw error;
}

// ---------------------------------------------------------------------------------------------------- keys

const ACTIONS = {
  next: () => step(1),
  previous: () => step(-1),
  waiting: () => {
    const next = nextAfter(list.order(items), waits);
    if (next) visit(next.ref, { focus: true });
    else say(item() && waits(item()) ? "This is the last candidate that waits." : "No candidate waits for a decision.");
    return true;
  },
  finding: () => {
    const places = findings.filter((one) => one.ref);
    if (!places.length) { say("No findings."); return true; }
    const at = places.findIndex((one) => one.ref === current && one.field === lastField);
    const next = places[(at + 1) % places.length];
    lastField = next.field;
    visit(next.ref, { focus: true, field: next.field });
    return true;
  },
  text: () => {
    const span = item()?.spans.content[0];
    source.enter(source.picked ? source.picked.start : span ? source.toUnits(span[0]) : 0);
    return true;
  },
  edit: () => {
    $(`body-${current}`)?.querySelector("input, select")?.focus();
    return Boolean(current);
  },
  leave: () => {
    source.clear();
    if (current) list.focus(current);
    return true;
  },
  accept: () => decide("accept"),
  reject: () => decide("reject"),
  reopen: () => decide("reopen"),
  who: () => focusAt("f-speakers-0-who"),
  type: () => focusAt("f-quote_type"),
  act: () => focusAt("f-speech_act"),
  topic: () => focusAt("f-topics-0"),
  undo: () => { undo(); return true; },
  redo: () => { redo(); return true; },
  save: () => { document.activeElement?.blur?.(); save(); return true; },
  changes: () => { changes(); return true; },
  keys: () => { showKeys(); return true; },
  ...Object.fromEntries(PICKS.map((action) => [action, () => picks.pick(action)])),
};

let lastField = null;

function step(by) {
  const order = list.order(items);
  if (!order.length) return true;
  const at = order.findIndex((one) => one.ref === current);
  const next = order[Math.min(order.length - 1, Math.max(0, at + by))];
  visit(next.ref, { focus: true });
  return true;
}

function focusAt(name) {
  $(name)?.focus();
  return Boolean($(name));
}

async function changes() {
  if (work.isEmpty) { say("Nothing is changed."); return; }
  await busy;
  try {
    const { diff } = await post(`${address}/changes`, body());
    showChanges(diff, article.files);
  } catch (error) {
    trouble(error);
  }
}

// ------------------------------------------------------------------------------------------------- the page

const heard = {
  get: () => localStorage.getItem("review-single-keys") !== "no",
  set: (value) => localStorage.setItem("review-single-keys", value ? "yes" : "no"),
};

function setOrder(byTier) {
  list.byTier = byTier;
  $("by-tier").setAttribute("aria-pressed", String(byTier));
  $("by-place").setAttribute("aria-pressed", String(!byTier));
  draw();
  revealCurrent();
}

function setView(view) {
  $("desk").dataset.view = view;
  for (const name of ["text", "both", "list"]) $(`view-${name}`).setAttribute("aria-pressed", String(name === view));
  revealCurrent();
}

prepare(heard);
listen((action) => (article ? ACTIONS[action]?.() ?? false : false), heard.get);
$("undo").addEventListener("click", undo);
$("redo").addEventListener("click", redo);
$("save").addEventListener("click", () => save());
$("show-changes").addEventListener("click", changes);
$("show-keys").addEventListener("click", showKeys);
$("by-tier").addEventListener("click", () => setOrder(true));
$("by-place").addEventListener("click", () => setOrder(false));
for (const view of ["text", "both", "list"]) $(`view-${view}`).addEventListener("click", () => setView(view));
for (const name of ["statements", "candidates", "attribution", "mentions"]) $(`mark-${name}`).addEventListener("change", draw);
addEventListener("beforeunload", (event) => { if (!work.isEmpty) event.preventDefault(); });
addEventListener("focus", () => { if (article && $("banner").hidden) validate(); });
$("desk").dataset.view = "both";
$("view-both").setAttribute("aria-pressed", "true");
open().catch(trouble);
