// The report's data, and which findings are shown. Of each article a small summary is read at once,
// its texts when it is opened.

const $ = (id) => document.getElementById(id);
const parse = (block) => JSON.parse(block.textContent);
const settings = parse(document.querySelector("script.settings"));

// In the order of the report; a large one is still growing while it is already read.
const articles = [];
let last = document.querySelector("script.settings");

function articleOf(summary, block) {
  const { name, error, notes = [], languages = ["", ""], words = 0, risk = 0, findings = [] } = summary;
  const article = { number: articles.length, block, name, error, notes, languages, words, risk };
  article.findings = findings.map(([check, severity, confidence, place, fingerprint], n) => ({
    article,
    n,
    check,
    severity,
    confidence,
    place,
    fingerprint,
    decision: "",
    comment: "",
  }));
  return article;
}

// Takes in the articles that have arrived since; tells whether these were the last. A block is whole
// once another element has begun after it.
function readOn() {
  const isDone = document.readyState !== "loading";
  for (let block; (block = last.nextElementSibling) && (isDone || block.nextElementSibling); last = block) {
    if (block.className === "texts") articles.push(articleOf(parse(last), block));
    else if (block.className === "failure") articles.push(articleOf(parse(block), null));
  }
  return isDone;
}

const textsOf = (article) => parse(article.block);
const severityOf = (finding) => settings.severities[finding.severity];
const checkOf = (finding) => settings.checks[finding.check];

const filter = { check: -1, severities: new Set(settings.severities.keys()), confidence: 0, undecided: false };

const isShown = (finding) =>
  (filter.check < 0 || finding.check === filter.check) &&
  filter.severities.has(finding.severity) &&
  finding.confidence >= filter.confidence &&
  !(filter.undecided && finding.decision);

const isFiltering = () =>
  filter.check >= 0 || filter.severities.size < settings.severities.length || filter.confidence > 0 || filter.undecided;

const shownIn = (article) => article.findings.filter(isShown);

// Overriding marks of direction would show a text in another order than it has, and controls nothing
// at all. One unit for one: places stay where they are.
const visible = (text) => text.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202d\u202e]/g, "\ufffd");

const count = (n, thing) => `${n.toLocaleString("en")} ${thing}${n === 1 ? "" : "s"}`;

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}
