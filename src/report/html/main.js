// What the reviewer can press, what the address says, and the report's arrival.

const flip = (button) => {
  const isOn = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(isOn));
  return isOn;
};

const toggleHeat = () => document.body.classList.toggle("heat", flip($("heat")));
const toggleTheme = () => {
  document.documentElement.dataset.theme = flip($("theme")) ? "dark" : "light";
};

const shortcuts = {
  j: () => go(1),
  k: () => go(-1),
  u: () => current && decide(current, ""),
  c: () => current && cardOf(current).querySelector("input").focus(),
  h: toggleHeat,
  t: toggleTheme,
  i: () => (location.hash = "#index"),
  "?": () => $("help").showModal(),
};
for (const decision of settings.decisions) shortcuts[decision[0]] = () => current && decideAndGoOn(decision);
for (let n = 0; n < 9; n++) shortcuts[n + 1] = () => current && take(n);

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input:not([type=checkbox], [type=range]), select, textarea");
  if (event.target.closest(".comment") && event.key === "Enter") event.target.blur();
  if (isTyping || event.altKey || event.ctrlKey || event.metaKey || $("help").open) return;
  if (!$("shortcuts").checked || !Object.hasOwn(shortcuts, event.key)) return;
  event.preventDefault();
  shortcuts[event.key]();
});

beads.addEventListener("click", (event) => {
  const [finding] = open ? findingsAt(event.target, open, current) : [];
  if (finding) select(finding);
});
beads.addEventListener("keydown", (event) => {
  if (event.key === "Enter") event.target.click();
});

cards.addEventListener("click", (event) => {
  const item = event.target.closest(".card");
  const button = event.target.closest("button");
  if (!item || !button) return;
  const finding = open.findings[Number(item.dataset.n)];
  if (button.matches(".head")) return select(finding);
  const { decision, suggestion } = button.dataset;
  if (suggestion !== undefined) take(Number(suggestion));
  else decide(finding, decision === finding.decision ? "" : decision);
});
cards.addEventListener("change", (event) => {
  current.comment = event.target.value;
  keep(open);
});

$("filters").addEventListener("submit", (event) => event.preventDefault());
$("filters").addEventListener("input", () => {
  filter.check = $("by-check").value === "" ? -1 : Number($("by-check").value);
  filter.confidence = Number($("by-confidence").value);
  filter.undecided = $("by-decision").checked;
  const boxes = document.querySelectorAll(".chip input:checked");
  filter.severities = new Set(Array.from(boxes, (box) => settings.severities.indexOf(box.value)));
  $("least").textContent = `${filter.confidence} %`;
  limit = PAGE;
  repaint();
});
$("more").addEventListener("click", () => {
  limit += PAGE;
  renderIndex();
});
$("heat").addEventListener("click", toggleHeat);
$("theme").addEventListener("click", toggleTheme);
$("keys").addEventListener("click", shortcuts["?"]);
$("export").addEventListener("click", download);
$("previous").addEventListener("click", shortcuts.k);
$("next").addEventListener("click", shortcuts.j);

// Addresses: #index, #a3 for the fourth article, #a3.5 for its sixth finding.
function route() {
  const [, number, n] = /^#a(\d+)(?:\.(\d+))?$/.exec(location.hash) ?? [];
  const article = articles.length === 1 && location.hash !== "#findings" ? articles[0] : articles[number];
  if (location.hash === "#findings" && open) return;
  if (!article) return showIndex();
  showArticle(article);
  if (article.findings[n]) select(article.findings[n]);
}

// Takes in what has arrived of the report. A long one is listed, and can be worked on, before its end
// is there.
function arrive() {
  if (isComplete) return;
  const before = articles.length;
  isComplete = readOn();
  const fresh = articles.slice(before);
  fresh.forEach(recall);
  listChecks(fresh);
  renderProgress();
  if (isComplete) {
    $("back").parentElement.hidden = articles.length === 1;
    if (!open) route();
    return;
  }
  const isListed = !open && articles.length > 1;
  if (isListed && before < limit) showIndex();
  else if (isListed && !isFiltering()) renderTotal(articles);
  setTimeout(arrive, 200);
}

const perCheck = new Map();

function listChecks(fresh) {
  for (const { check } of fresh.flatMap((article) => article.findings))
    perCheck.set(check, (perCheck.get(check) ?? 0) + 1);
  const chosen = $("by-check").value;
  const found = [...perCheck].sort(([a], [b]) => a - b);
  const option = ([check, n]) =>
    element("option", { value: check }, `${settings.checks[check].name} (${n.toLocaleString("en")})`);
  $("by-check").replaceChildren(element("option", { value: "" }, "all"), ...found.map(option));
  $("by-check").value = chosen;
}

function begin() {
  if (!storage) warn("This browser keeps nothing for this page: export your decisions before you close it.");
  $("theme").setAttribute("aria-pressed", String(matchMedia("(prefers-color-scheme: dark)").matches));
  const bar = document.querySelector(".bar");
  new ResizeObserver(() => document.documentElement.style.setProperty("--bar", `${bar.offsetHeight}px`)).observe(bar);
  addEventListener("hashchange", route);
  if (document.readyState !== "loading") return arrive();
  document.addEventListener("DOMContentLoaded", arrive);
  setTimeout(arrive, 200);
}

begin();
