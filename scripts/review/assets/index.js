// The list of articles, with what awaits review in each.

import { get, post } from "/assets/api.js";
import { $, count, h, say } from "/assets/dom.js";

const TIERS = ["high", "medium", "low"];

function waiting(article) {
  return TIERS.reduce((sum, tier) => sum + (article.tiers[tier] ?? 0), 0);
}

function facts(article) {
  const tiers = TIERS.filter((tier) => article.tiers[tier]).map((tier) => h(
    "li", { class: `tier tier-${tier}` }, `${article.tiers[tier]} ${tier}`,
  ));
  const state = waiting(article) ? [h("li", { class: "strong" }, `${waiting(article)} to review`), ...tiers]
    : [h("li", {}, article.has_candidates ? "all candidates reviewed" : "no candidates yet")];
  return h("ul", { class: "facts" },
    state,
    h("li", {}, count(article.statements, "statement")),
    article.rejected ? h("li", {}, `${article.rejected} rejected`) : null,
    article.findings ? h("li", { class: "trouble" }, count(article.findings, "finding")) : null);
}

async function propose(article, button) {
  button.disabled = true;
  try {
    const { fresh } = await post(`articles/${article.id}/propose`, {});
    say(fresh ? `${count(fresh, "candidate")} found in ${article.id}` : `nothing new found in ${article.id}`);
    await load(article.id);
  } catch (trouble) {
    say(trouble.message, { isProblem: true });
    button.disabled = false;
  }
}

function row(article) {
  const address = `/articles/${article.id}`;
  const name = article.problem ? h("h2", {}, article.title) : h("h2", {}, h("a", { href: address }, article.title));
  const find = h("button", {
    type: "button",
    click: () => propose(article, find),
    "aria-label": `${article.has_candidates ? "Look for new candidates" : "Find candidates"} in ${article.title}`,
  }, article.has_candidates ? "Look for new ones" : "Find candidates");
  return h("li", { id: `article-${article.id}`, dataset: { words: `${article.title} ${article.publisher} ${article.id}`.toLowerCase() } },
    h("div", {},
      name,
      h("p", { class: "about" }, [article.publisher, article.published, article.id].filter(Boolean).join(" · ")),
      article.problem ? h("p", { class: "problem-text" }, article.problem) : facts(article)),
    article.problem ? null : find);
}

function filter() {
  const words = $("filter").value.toLowerCase().split(/\s+/u).filter(Boolean);
  let shown = 0;
  for (const item of $("articles").children) {
    item.hidden = !words.every((word) => item.dataset.words.includes(word));
    shown += !item.hidden;
  }
  if (words.length) say(`${count(shown, "article")} shown`);
}

async function load(focused) {
  try {
    const articles = await get("articles");
    const total = articles.reduce((sum, article) => sum + waiting(article), 0);
    $("summary").textContent = total
      ? `${count(total, "candidate")} in ${count(articles.filter(waiting).length, "article")} of ${articles.length} await a decision. Nothing is data before somebody has accepted it.`
      : `No candidate awaits a decision in ${count(articles.length, "article")}.`;
    $("articles").replaceChildren(...articles.map(row));
    $("search").hidden = articles.length < 8;
    filter();
    if (focused) $(`article-${focused}`)?.querySelector("a")?.focus();
  } catch (trouble) {
    $("summary").textContent = trouble.message;
    $("summary").classList.add("problem-text");
  }
}

$("filter").addEventListener("input", filter);
load();
