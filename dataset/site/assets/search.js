// Search in all statements, in the page itself. The address holds what is asked for, so that it can be passed on.
//
// A plain look through all rows, no index: scripts.benchmarks.site measures it, and a search library would cost more
// to load than it saves (docs/benchmarks.md).
"use strict";

(() => {
  const AT_ONCE = 25;
  const FACETS = { speaker: "speakers", side: "sides", topic: "topics", act: "act", type: "type", article: "article" };
  const VALUES = { speaker: "speakers", side: "sides", topic: "topics", act: "acts", type: "types", article: "articles" };
  const FIELDS = ["q", "from", "to", "sort", ...Object.keys(FACETS)];

  const { columns, values, count, version } = globalThis.STATEMENTS;
  const form = document.getElementById("search");
  const results = document.getElementById("results");
  const field = (name) => form.elements[name];
  const facetNames = Object.keys(FACETS);
  /** Numbers of the values that a row has in a facet. */
  const has = (facet, row) => [columns[FACETS[facet]][row]].flat();
  /** What stands for a value in the address: its id; a speaker without a record has a name alone. */
  const key = (value) => value.id || value.name;

  // ------------------------------------------------------------------------------------ text

  const ASCII = /^[\x00-\x7f]*$/;
  const PLAIN = { "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "ʼ": "'",
    "‐": "-", "‑": "-", "–": "-", "—": "-", "ي": "ی", "ى": "ی", "ك": "ک", "\u200c": " " };
  /** Text as it is compared: no case, no accents or vowel signs, plain quotation marks and hyphens. */
  function fold(text) {
    if (ASCII.test(text)) return text.toLowerCase();
    const plain = text.replace(/[“”„«»‘’ʼ‐‑–—يىك\u200c]/g, (sign) => PLAIN[sign]);
    return (ASCII.test(plain) ? plain : plain.normalize("NFKD").replace(/\p{M}+/gu, "")).toLowerCase();
  }

  const names = (values.speakers ?? []).map((speaker) => fold(`${speaker.name}\n${speaker.forms}`));
  const titles = (values.articles ?? []).map((article) => fold(article.name));
  const folded = [];
  /** What is searched of a row: content, cue, parties by every form of their names, article, id. */
  const haystack = (row) => (folded[row] ??= [
    fold(`${columns.content[row]}\n${columns.cue[row]}\n${columns.recipients[row]}\n${columns.id[row]}`),
    ...columns.speakers[row].map((number) => names[number]),
    titles[columns.article[row]],
  ].join("\n"));

  /** Get the rows ready while nothing else is to be done, so that the first search is as quick as the next. */
  function prepare(from = 0) {
    const idle = globalThis.requestIdleCallback ?? ((work) => setTimeout(() => work(), 50));
    idle((deadline) => {
      let row = from;
      while (row < count && (row - from < 200 || deadline?.timeRemaining() > 5)) haystack(row++);
      if (row < count) prepare(row);
    });
  }

  /** The words of a query; what stands in quotation marks is one. */
  const words = (query) => [...fold(query).matchAll(/"([^"]+)"|[^\s"]+/g)].map((match) => match[1] ?? match[0]);

  /** Text with the words that were looked for marked, as nodes. */
  function marked(text, wanted) {
    if (!wanted.length) return [text];
    // Where folding changes no lengths, as in most texts, places in both are the same; else sign by sign.
    const signs = fold(text).length === text.length ? text.split("") : [...text];
    const parts = fold(text).length === text.length ? null : signs.map(fold);
    const whole = parts ? parts.join("") : fold(text);
    const hits = new Set();
    for (const word of wanted) {
      for (let at = whole.indexOf(word); at >= 0; at = whole.indexOf(word, at + word.length)) {
        for (let sign = at; sign < at + word.length; sign += 1) hits.add(sign);
      }
    }
    if (!hits.size) return [text];
    const nodes = [];
    let run = "", inside = false, place = 0;
    const flush = () => {
      if (run) nodes.push(inside ? element("mark", {}, run) : run);
      run = "";
    };
    signs.forEach((sign, number) => {
      const length = parts ? parts[number].length : 1;
      const hit = length ? hits.has(place) : inside;
      if (hit !== inside) { flush(); inside = hit; }
      run += sign;
      place += length;
    });
    flush();
    return nodes;
  }

  // ------------------------------------------------------------------------------ what is asked

  const BOUND = /^\d{4}(-\d{2}(-\d{2})?)?$/;
  /** First or last day of what a date field means; null for an empty one, undefined for one that means nothing. */
  function bound(name) {
    const text = field(name).value.trim();
    const fits = text === "" || BOUND.test(text);
    field(name).setAttribute("aria-invalid", String(!fits));
    if (text === "") return null;
    if (!fits) return undefined;
    return text + (name === "from" ? "-01-01" : "-12-31").slice(text.length - 4);
  }

  function asked() {
    const facets = {};
    for (const facet of facetNames) {
      const wanted = field(facet).value;
      if (wanted) facets[facet] = values[VALUES[facet]]?.findIndex((value) => key(value) === wanted) ?? -1;
    }
    return { words: words(field("q").value), from: bound("from"), to: bound("to"), facets };
  }

  /** Whether a date may lie in the period; one that is not known does not count. */
  function within(row, from, to) {
    if (from == null && to == null) return true;
    const first = columns.first[row], last = columns.last[row];
    if (!first && !last) return false;
    return (to == null || (first || "0000") <= to) && (from == null || (last || "9999") >= from);
  }

  /** Rows that fit, and for every facet how many rows have each value while all else stays as it is. */
  function find({ words: wanted, from, to, facets }) {
    const rows = [];
    const counts = {};
    for (const facet of facetNames) counts[facet] = new Map();
    for (let row = 0; row < count; row += 1) {
      if (!within(row, from, to)) continue;
      if (wanted.length && !wanted.every((word) => haystack(row).includes(word))) continue;
      let misses = 0, missed = "";
      for (const facet in facets) {
        if (!has(facet, row).includes(facets[facet])) { misses += 1; missed = facet; }
      }
      if (misses === 0) rows.push(row);
      if (misses > 1) continue;
      for (const facet of facetNames) {
        if (misses && facet !== missed) continue;
        for (const number of has(facet, row)) counts[facet].set(number, (counts[facet].get(number) ?? 0) + 1);
      }
    }
    return { rows, counts };
  }

  // ---------------------------------------------------------------------------------- what is shown

  function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
    made.append(...children);
    return made;
  }
  const link = (id, ...children) => element("a", { href: `record/${encodeURIComponent(id)}.html` }, ...children);
  const RIGHT_TO_LEFT = new Set(["ar", "fa", "ckb", "ur", "he"]);

  function card(row, wanted) {
    const article = values.articles[columns.article[row]];
    const head = element("p", { class: "card-head" });
    const speakers = element("span", { class: "speakers" });
    columns.speakers[row].forEach((number, place) => {
      const speaker = values.speakers[number];
      if (place) speakers.append(", ");
      speakers.append(speaker.id ? link(speaker.id, ...marked(speaker.name, wanted)) : speaker.name);
    });
    head.append(speakers, element("span", { class: "act" }, values.acts[columns.act[row]].name));
    if (columns.recipients[row]) {
      head.append(element("span", { class: "toward" },
        element("span", { "aria-hidden": "true" }, "→ "), element("span", { class: "hidden" }, "toward "),
        ...marked(columns.recipients[row], wanted)));
    }
    head.append(element("span", { class: "card-date" }, columns.when[row] || "date unknown"));
    const direction = RIGHT_TO_LEFT.has(article.language) ? "rtl" : "ltr";
    const quote = element("blockquote", { class: "excerpt", lang: article.language, dir: direction },
      element("p", {}, ...marked(columns.content[row], wanted)));
    const foot = element("p", { class: "card-foot" });
    for (const number of columns.topics[row]) {
      const topic = values.topics[number];
      foot.append(element("a", { class: "topic", href: `#topic=${topic.id}` }, topic.name));
    }
    foot.append(element("span", { class: "reported" }, "reported by ", link(article.id, article.publisher)),
      element("a", { class: "permalink", href: `record/${columns.id[row]}.html` }, columns.id[row]));
    return element("li", { class: "card" }, head, quote, foot);
  }

  let rows = [], shown = 0, wanted = [];
  function showMore() {
    const next = rows.slice(shown, shown + AT_ONCE);
    results.append(...next.map((row) => card(row, wanted)));
    shown += next.length;
    document.getElementById("more").hidden = shown >= rows.length;
  }

  /** Write how many rows each value would leave; the value that is chosen stays, even with none. */
  function showCounts(counts) {
    for (const facet of facetNames) {
      for (const option of field(facet).options) {
        if (option.value === "") continue;
        const number = counts[facet].get(Number(option.dataset.number)) ?? 0;
        option.textContent = `${option.dataset.name} (${number})`;
        option.hidden = option.disabled = number === 0 && !option.selected;
      }
    }
  }

  function search() {
    const question = asked();
    const found = find(question);
    wanted = question.words;
    rows = field("sort").value === "old" ? found.rows : newestFirst(found.rows);
    shown = 0;
    results.replaceChildren();
    showMore();
    showCounts(found.counts);
    const wrong = question.from === undefined || question.to === undefined;
    document.getElementById("result-count").textContent =
      `${rows.length.toLocaleString("en")} of ${count.toLocaleString("en")} statements` +
      (wrong ? "; a date is not understood, write it as 2020, 2020-07 or 2020-07-21" : "");
  }

  /** Rows stand oldest first, those without a date last; an article's own order is kept within a day. */
  function newestFirst(found) {
    const first = (row) => columns.first[row] || "0000";
    return [...found].sort((a, b) => (first(a) === first(b) ? a - b : first(a) < first(b) ? 1 : -1));
  }

  // ------------------------------------------------------------------------------------ the address

  function address() {
    const parameters = new URLSearchParams();
    for (const name of FIELDS) {
      const value = field(name).value.trim();
      if (value && !(name === "sort" && value === "new")) parameters.set(name, value);
    }
    return parameters.toString();
  }

  /** Fill the form from the address: from what stands behind # or, as a plain form sends it, behind ?. */
  function readAddress() {
    const parameters = new URLSearchParams(location.hash.slice(1) || location.search);
    for (const name of FIELDS) {
      const value = parameters.get(name) ?? (name === "sort" ? "new" : "");
      const control = field(name);
      if (control instanceof HTMLSelectElement && ![...control.options].some((option) => option.value === value)) {
        control.append(element("option", { value, "data-name": `${value}: not in this version`, "data-number": -1 }, value));
      }
      control.value = value;
    }
  }

  let pending = 0;
  /** Browsers allow an address to change only so often: wait until the typing pauses. */
  function writeAddress() {
    clearTimeout(pending);
    pending = setTimeout(() => {
      try { history.replaceState(null, "", `#${address()}`); } catch { /* the address then stays as it was */ }
    }, 250);
  }

  // ------------------------------------------------------------------------------------------ files

  /** A cell of CSV; what a spreadsheet would compute is marked as text. */
  const cell = (value) => {
    const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  function csv() {
    const named = (facet, row) => has(facet, row).map((number) => values[VALUES[facet]][number].name).join("; ");
    const coded = (facet, row) => has(facet, row).map((number) => values[VALUES[facet]][number].id).join("; ");
    const lines = [["statement_id", "version", "speakers", "speaker_iso3", "recipients", "speech_act", "quote_type",
      "topics", "date_earliest", "date_latest", "cue", "content", "article_id", "publisher"]];
    for (const row of rows) {
      lines.push([columns.id[row], version, named("speaker", row), coded("side", row), columns.recipients[row],
        coded("act", row), coded("type", row), coded("topic", row), columns.first[row], columns.last[row],
        columns.cue[row], columns.content[row], coded("article", row), values.articles[columns.article[row]].publisher]);
    }
    return `${lines.map((line) => line.map(cell).join(",")).join("\r\n")}\r\n`;
  }

  // ------------------------------------------------------------------------------------------ start

  for (const facet of facetNames) {
    const entries = (values[VALUES[facet]] ?? []).map((value, number) => [value, number]);
    entries.sort(([a], [b]) => a.name.localeCompare(b.name, "en"));
    field(facet).append(element("option", { value: "" }, "any"), ...entries.map(([value, number]) =>
      element("option", { value: key(value), "data-name": value.name, "data-number": number }, value.name)));
  }
  form.hidden = document.getElementById("result-bar").hidden = false;
  readAddress();
  search();
  prepare();

  const changed = () => { search(); writeAddress(); };
  form.addEventListener("input", changed);
  field("sort").addEventListener("input", changed); // belongs to the form, but stands outside of it
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", () => { readAddress(); search(); });
  document.getElementById("more").addEventListener("click", () => {
    const next = shown;
    showMore();
    results.children[next]?.querySelector("a")?.focus();
  });
  document.getElementById("clear").addEventListener("click", () => {
    form.reset();
    changed();
    field("q").focus();
  });
  document.getElementById("copy-link").addEventListener("click", async (event) => {
    await SITE.copy(`${location.href.split(/[?#]/)[0]}#${address()}`);
    SITE.confirm(event.target, "Copied");
  });
  document.getElementById("save-csv").addEventListener("click", (event) => {
    SITE.save(csv(), `statements-${version}.csv`, "text/csv");
    SITE.confirm(event.target, "Saved");
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.target.closest("input, select, textarea")) {
      event.preventDefault();
      field("q").focus();
    }
  });
})();
