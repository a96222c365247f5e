// The list of articles: counts of the shown findings, and where in the text they lie.

const PAGE = 500;
let limit = PAGE;
let isComplete = false;

function renderIndex() {
  const listed = articles.filter((article) => !isFiltering() || shownIn(article).length > 0);
  $("rows").replaceChildren(...listed.slice(0, limit).map(indexRow));
  $("more").hidden = listed.length <= limit;
  renderTotal(listed);
}

function renderTotal(listed) {
  const shown = listed.length.toLocaleString("en");
  $("total").textContent = isFiltering()
    ? `${shown} of ${count(articles.length, "article")}`
    : count(articles.length, "article");
  $("sum").textContent = summed(listed) + (isComplete ? "" : " Reading on…");
}

function summed(listed) {
  const counts = bySeverity(listed.flatMap(shownIn));
  const all = counts.reduce((sum, n) => sum + n, 0);
  const parts = settings.severities.map((severity, n) => `${counts[n].toLocaleString("en")} ${severity}`).reverse();
  const failed = listed.filter((article) => article.error).length;
  const words = listed.reduce((sum, article) => sum + article.words, 0);
  const unchecked = failed > 0 ? `; ${count(failed, "article")} could not be checked` : "";
  return `${count(all, "finding")} in ${count(words, "word")}: ${parts.join(", ")}${unchecked}.`;
}

function bySeverity(found) {
  const counts = settings.severities.map(() => 0);
  for (const finding of found) counts[finding.severity]++;
  return counts;
}

function indexRow(article) {
  const cells = (...texts) => texts.map((text) => element("td", { className: "number" }, text));
  const link = element("a", { href: `#a${article.number}` }, element("bdi", {}, visible(article.name)));
  const head = element("th", { scope: "row" }, link);
  if (article.error) {
    const row = element("tr", { className: "failed" }, head);
    row.append(element("td", { colSpan: 7 }, `not checked: ${visible(article.error)}`));
    return row;
  }
  const shown = shownIn(article);
  const counts = bySeverity(shown).map((n) => (n === 0 ? "·" : String(n)));
  const row = element("tr", {}, head, ...cells(article.words.toLocaleString("en"), article.risk.toFixed(1)));
  for (const severity of [2, 1, 0]) {
    row.append(element("td", { className: `number ${settings.severities[severity]}` }, counts[severity]));
  }
  const decided = article.findings.filter((finding) => finding.decision).length;
  row.append(
    element("td", {}, plot(shown)),
    ...cells(article.findings.length > 0 ? `${decided}/${article.findings.length}` : ""),
  );
  return row;
}

// A stroke a finding, from the start of the text to its end; the more severe, the higher.
function plot(shown) {
  const svg = (name, attributes, ...children) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
    made.append(...children);
    return made;
  };
  const strokes = settings.severities.map((severity, n) => {
    const height = 6 + 5 * n;
    const of = shown.filter((finding) => finding.severity === n);
    return svg("path", { class: severity, d: of.map((finding) => `M${finding.place} 18v${-height}`).join("") });
  });
  const about = `${count(shown.length, "finding")} from the start of the text to its end`;
  const frame = {
    class: "plot",
    viewBox: "0 0 1000 20",
    preserveAspectRatio: "none",
    role: "img",
    "aria-label": about,
  };
  return svg("svg", frame, svg("path", { class: "base", d: "M0 18h1000" }), ...strokes);
}
