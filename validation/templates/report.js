// Filter, permalinks, copying. Without it every finding is there, and only the search form is not.
"use strict";

(() => {
  const byId = (id) => document.getElementById(id);
  const findings = [...document.querySelectorAll(".finding")];
  const groups = [...document.querySelectorAll(".group")];
  const form = byId("search");
  const fields = ["q", "code", "state", "in"];
  const SIGNS = { "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'" };

  /** A text as it is compared: without case, accents and the shapes of quotation marks. */
  function plain(text) {
    return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[“”„‘’]/g, (sign) => SIGNS[sign]);
  }

  /** What can be read in an element, without buttons and without the findings inside it. */
  function read(node) {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    if (node.nodeName === "BUTTON" || node.matches(".rest, .accept")) return "";
    return [...node.childNodes].map(read).join("");
  }

  /** The words of a finding in one line. */
  function words(finding) {
    return plain(`${finding.dataset.code} ${read(finding)}`).replace(/\s+/g, " ").replaceAll('"', "");
  }

  const number = (count) => count.toLocaleString("en");
  const texts = new Map();

  function fits(finding, wanted, searched) {
    if (wanted.code && finding.dataset.code !== wanted.code) return false;
    if (wanted.state && finding.dataset.state !== wanted.state) return false;
    if (wanted.in && finding.dataset.in !== wanted.in) return false;
    if (!searched.length) return true;
    if (!texts.has(finding)) texts.set(finding, words(finding));
    return searched.every((word) => texts.get(finding).includes(word));
  }

  /** Show what fits. A finding with others inside stays, without its own text, as long as one of those is shown. */
  function filter() {
    const wanted = Object.fromEntries(fields.map((id) => [id, byId(id).value]));
    const searched = (plain(wanted.q).match(/"[^"]+"|\S+/g) ?? []).map((part) => part.replaceAll('"', ""));
    const isFiltered = Object.values(wanted).some((value) => value.trim());
    const kept = new Set(findings.filter((finding) => fits(finding, wanted, searched)));
    for (const finding of findings) {
      finding.hidden = !kept.has(finding) && ![...finding.querySelectorAll(".finding")].some((inner) => kept.has(inner));
    }
    for (const group of groups) group.hidden = !group.querySelector(".finding:not([hidden])");
    for (const rest of document.querySelectorAll(".rest")) {
      if (isFiltered) rest.open = [...rest.querySelectorAll(".finding")].some((inner) => kept.has(inner));
    }
    byId("result").textContent = isFiltered
      ? `${number(kept.size)} of ${number(findings.length)} findings`
      : `${number(findings.length)} finding${findings.length === 1 ? "" : "s"}`;
    byId("clear").hidden = !isFiltered;
    return wanted;
  }

  /** Keep the filter in the address, so that it can be passed on. */
  function remember(wanted) {
    const kept = new URLSearchParams(Object.entries(wanted).filter(([, value]) => value));
    history.replaceState(null, "", kept.size ? `#${kept}` : location.pathname + location.search);
  }

  function clear() {
    for (const id of fields) byId(id).value = "";
    filter();
  }

  /** Do what the address says: filter, or show a finding, whatever hides it. */
  function arrive() {
    const address = decodeURIComponent(location.hash.slice(1));
    if (form && address.includes("=")) {
      const wanted = new URLSearchParams(location.hash.slice(1));
      for (const id of fields) byId(id).value = wanted.get(id) ?? "";
      filter();
      return;
    }
    const target = address && byId(address);
    if (!target) return;
    if (form && target.closest("[hidden]")) clear();
    const closed = target.closest("details:not([open])");
    if (closed) closed.open = true;
    target.scrollIntoView();
  }

  /** Put text into the clipboard; a browser that gives pages from disk none copies what is selected. */
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  }

  for (const button of document.querySelectorAll("[data-copy], [data-copy-text]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await copy(button.dataset.copyText ?? `${byId(button.dataset.copy).textContent}\n`);
      const name = button.textContent;
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = name; }, 1500);
    });
  }
  if (form) {
    form.hidden = false;
    form.addEventListener("input", () => remember(filter()));
    form.addEventListener("submit", (event) => event.preventDefault());
    byId("clear").addEventListener("click", () => { clear(); remember({}); byId("q").focus(); });
    filter();
  }
  window.addEventListener("hashchange", arrive);
  window.addEventListener("beforeprint", () => {
    for (const rest of document.querySelectorAll(".rest, .missed")) rest.open = true;
  });
  arrive();
})();
