// The findings of the open article as a list of cards; the current one shows its evidence.

const cards = document.querySelector(".cards");
const names = { accept: "Accept", reject: "Reject", fixed: "Fixed", later: "Later" };

function renderCards(article, texts) {
  cards.replaceChildren(...article.findings.map((finding) => card(finding, texts.findings[finding.n], texts)));
}

function card(finding, evidence, texts) {
  const item = $("card").content.firstElementChild.cloneNode(true);
  const put = (name, text) => (item.querySelector(`.${name}`).textContent = text);
  const severity = severityOf(finding);
  item.classList.add(severity);
  item.dataset.n = finding.n;
  put("severity", severity);
  put("check", checkOf(finding).name);
  put("confidence", `${finding.confidence} %`);
  put("message", visible(evidence.message));
  put("place", `line ${evidence.line}, column ${evidence.column}; ${evidence.category}`);
  put("why", checkOf(finding).summary);
  for (const name of ["source", "target"]) quoteIn(item.querySelector(`.facts .${name}`), texts[name], evidence[name]);
  const suggestions = evidence.suggestions.map((text, n) => suggestion(text, n, texts.target));
  item.querySelector(".suggestions").append(...suggestions);
  item.querySelector(".suggestions").hidden = suggestions.length === 0;
  item.querySelector(".decisions").append(...settings.decisions.map(decisionButton));
  item.querySelector("input").value = finding.comment;
  return item;
}

function quoteIn(place, column, span) {
  place.parentElement.hidden = !span;
  if (!span) return;
  const text = visible(column.text.slice(...span));
  place.append(element("bdi", { lang: column.lang, dir: column.dir }, text));
}

function suggestion(text, n, column) {
  const words = element("bdi", { lang: column.lang, dir: column.dir }, visible(text));
  const button = element(
    "button",
    { type: "button", className: "suggestion", title: "Accept, and copy these words" },
    words,
  );
  if (n < 9) button.append(" ", element("kbd", {}, String(n + 1)));
  button.dataset.suggestion = n;
  return button;
}

function decisionButton(decision) {
  const button = element("button", { type: "button" }, names[decision], " ", element("kbd", {}, decision[0]));
  button.dataset.decision = decision;
  return button;
}

// The comment that tells which suggestion was accepted.
const taken = (words) => `use: ${words}`;

const cardOf = (finding) => cards.children[finding.n];

function paintCard(finding, current) {
  const item = cardOf(finding);
  item.hidden = !isShown(finding) && finding !== current;
  item.classList.toggle("current", finding === current);
  item.classList.toggle("decided", Boolean(finding.decision));
  item.querySelector(".head").setAttribute("aria-expanded", String(finding === current));
  item.querySelector(".verdict").textContent = finding.decision;
  for (const button of item.querySelectorAll("[data-decision]")) {
    button.setAttribute("aria-pressed", String(button.dataset.decision === finding.decision));
  }
  for (const button of item.querySelectorAll("[data-suggestion]")) {
    const isTaken = finding.comment === taken(texts.findings[finding.n].suggestions[button.dataset.suggestion]);
    button.setAttribute("aria-pressed", String(isTaken && finding.decision === "accept"));
  }
  const input = item.querySelector("input");
  if (document.activeElement !== input) input.value = finding.comment;
}

function paintCards(article, current) {
  for (const finding of article.findings) paintCard(finding, current);
  const shown = shownIn(article).length;
  const all = article.findings.length;
  $("shown").textContent = shown === all ? count(all, "finding") : `${shown} of ${count(all, "finding")}`;
  $("nothing").hidden = shown > 0 || current !== null;
  $("nothing").textContent = all > 0 ? "The filter hides all findings of this article." : "No finding in this article.";
}
