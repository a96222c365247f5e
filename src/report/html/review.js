// What is open, which finding is current, and deciding on it.

let open = null;
let texts = null;
let current = null;

function renderProgress() {
  let [decided, all] = [0, 0];
  for (const article of articles) {
    for (const finding of article.findings) {
      all++;
      if (finding.decision) decided++;
    }
  }
  $("progress").max = Math.max(all, 1);
  $("progress").value = decided;
  $("decided").textContent = `${decided.toLocaleString("en")} of ${all.toLocaleString("en")} decided`;
}

function showIndex() {
  open = current = texts = null;
  for (const id of ["article", "findings"]) $(id).hidden = true;
  $("index").hidden = false;
  document.title = "mtlint report";
  renderIndex();
}

function showArticle(article) {
  if (open === article) return;
  open = article;
  current = null;
  texts = article.error ? null : textsOf(article);
  for (const id of ["article", "findings"]) $(id).hidden = false;
  $("index").hidden = true;
  $("name").textContent = visible(article.name);
  document.title = `${visible(article.name)} – mtlint report`;
  const notes = article.error ? [`not checked: ${article.error}`] : article.notes;
  $("notes").hidden = notes.length === 0;
  $("notes").open = Boolean(article.error);
  $("notes").querySelector("summary").textContent = `What was assumed or not checked (${notes.length})`;
  $("notes")
    .querySelector("ul")
    .replaceChildren(...notes.map((note) => element("li", {}, visible(note))));
  beads.replaceChildren();
  cards.replaceChildren();
  const titles = document.querySelector(".titles");
  titles.hidden = !texts;
  $("about").textContent = "";
  if (texts) {
    const sides = [texts.source, texts.target].filter(Boolean);
    const languages = sides.map((side) => side.name).join(" to ");
    $("about").textContent = `${languages}, ${count(article.words, "word")}, risk ${article.risk.toFixed(1)}`;
    const [source, target] = titles.children;
    source.hidden = !texts.source;
    source.textContent = texts.source ? `Source, ${texts.source.name}` : "";
    target.textContent = `Target, ${texts.target.name}`;
    source.classList.toggle("rtl", texts.source?.dir === "rtl");
    target.classList.toggle("rtl", texts.target.dir === "rtl");
    titles.classList.toggle("alone", !texts.source);
    renderTexts(article, texts);
    renderCards(article, texts);
  }
  scrollTo(0, 0);
  repaint();
}

function repaint() {
  if (!open) return renderIndex();
  if (texts) paint(open, texts.findings, current);
  paintCards(open, current);
}

function select(finding) {
  showArticle(finding.article);
  current = finding;
  repaint();
  history.replaceState(null, "", `#a${open.number}.${finding.n}`);
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const shown = document.querySelector(".beads .current");
  shown?.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
  const [item, list] = [cardOf(finding), $("findings")];
  list.scrollTo({ top: item.offsetTop - list.querySelector(".panel").offsetHeight - 8 });
}

// The next shown finding in this direction, in this article or one further on.
function neighbour(step) {
  const start = open ? open.number : step > 0 ? 0 : articles.length - 1;
  for (let number = start; number >= 0 && number < articles.length; number += step) {
    const inside = (finding) => articles[number] !== open || !current || (finding.n - current.n) * step > 0;
    const shown = shownIn(articles[number]).filter(inside);
    if (shown.length > 0) return shown.at(step > 0 ? 0 : -1);
  }
  return null;
}

function go(step) {
  const finding = neighbour(step);
  if (finding) select(finding);
  else say(step > 0 ? "That was the last finding." : "That was the first finding.");
}

function say(words) {
  $("said").textContent = words;
}

function decide(finding, decision, comment = finding.comment) {
  finding.decision = decision;
  finding.comment = comment;
  keep(finding.article);
  renderProgress();
  repaint();
  say(decision ? `${checkOf(finding).name}: ${decision}` : `${checkOf(finding).name}: undecided`);
}

function decideAndGoOn(decision) {
  const next = neighbour(1);
  decide(current, decision);
  if (next) select(next);
}

// Accepts with one of the suggestions: its words go to the clipboard, and into a comment that says
// nothing else.
function take(n) {
  const { suggestions } = texts.findings[current.n];
  if (suggestions[n] === undefined) return;
  navigator.clipboard?.writeText(suggestions[n]).catch(() => say("The browser does not let this page copy."));
  const isFree = ["", ...suggestions.map(taken)].includes(current.comment);
  decide(current, "accept", isFree ? taken(suggestions[n]) : current.comment);
}
