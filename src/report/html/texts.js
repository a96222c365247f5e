// An article's texts side by side, a row a group of sentences. Every linked word is an element that
// the script for linked words knows; stretches that findings point at are marked.

// What is marked: the elements, and for each the findings that it belongs to.
let marked = [];

// One side, its tokens in plain offsets, and the stretches that findings point at.
function sideOf(name, column, evidence, linked) {
  const starts = [];
  const ends = [];
  let at = 0;
  for (let i = 0; i < column.tokens.length; i += 2) {
    starts.push((at += column.tokens[i]));
    ends.push((at += column.tokens[i + 1]));
  }
  const spans = evidence.flatMap((each, n) => (each[name] ? [{ n, start: each[name][0], end: each[name][1] }] : []));
  return { ...column, name, starts, ends, spans, linked };
}

const riskLevel = (percent) => [10, 20, 35, 50, 70].filter((least) => percent >= least).length;

function renderTexts(article, texts) {
  marked = [];
  const [bySource, byTarget] = [new Map(), new Map()];
  const add = (map, from, to) => map.set(from, [...(map.get(from) ?? []), to]);
  for (let i = 0; i < texts.links.length; i += 2) {
    const [source, target] = [texts.links[i], texts.links[i + 1]];
    add(bySource, source, `t${target}`);
    add(byTarget, target, `s${source}`);
  }
  const source = texts.source && sideOf("source", texts.source, texts.findings, bySource);
  const target = sideOf("target", texts.target, texts.findings, byTarget);
  target.risk = texts.risk;
  beads.replaceChildren(...texts.rows.map((place) => bead(place, source, target)));
  beads.classList.toggle("alone", !source);
}

function bead([sourceFrom, sourceTo, targetFrom, targetTo, rendering, probability], source, target) {
  const row = element("li", { className: `bead ${rendering}`, tabIndex: 0 });
  if (source) row.append(cell(source, sourceFrom, sourceTo));
  row.append(cell(target, targetFrom, targetTo));
  if (rendering && rendering !== "literal") {
    row.append(element("p", { className: "badge" }, `${rendering}, ${probability} %`));
  }
  return row;
}

function cell(side, from, to) {
  if (from === to) return element("p", { className: `${side.name} none` }, "no counterpart");
  const paragraph = element("p", { className: side.name, lang: side.lang, dir: side.dir });
  for (let n = from; n < to; n++) {
    const [start, end, firstToken, lastToken, block, isTitle] = side.sentences[n];
    if (n > from) {
      const [, last, , , lastBlock] = side.sentences[n - 1];
      paragraph.append(lastBlock === block ? visible(side.text.slice(last, start)) : element("br"));
    }
    const sentence = element("span", { className: isTitle ? "sentence title" : "sentence" });
    const spans = side.spans.filter((span) => span.start < end && span.end > start);
    for (const [at, to, token] of pieces(side, start, end, firstToken, lastToken)) {
      sentence.append(...stretches(side, at, to, token, spans));
    }
    paragraph.append(sentence);
  }
  return paragraph;
}

// A sentence cut into words and what lies between them; the latter have no token.
function* pieces(side, start, end, firstToken, lastToken) {
  let at = start;
  for (let token = firstToken; token < lastToken; token++) {
    const [from, to] = [side.starts[token], side.ends[token]];
    if (from < at) continue;
    if (from > at) yield [at, from, -1];
    yield [from, to, token];
    at = to;
  }
  if (at < end) yield [at, end, -1];
}

// A piece cut where findings begin and end inside it.
function stretches(side, start, end, token, spans) {
  const ends = spans.flatMap((span) => [span.start, span.end]).filter((at) => at > start && at < end);
  const cuts = [...new Set([start, ...ends, end])].sort((a, b) => a - b);
  return cuts.slice(1).map((to, i) => {
    const at = cuts[i];
    const inside = spans.filter((span) => span.start <= at && span.end >= to).map((span) => span.n);
    return stretch(side, visible(side.text.slice(at, to)), token, at === start, inside);
  });
}

function stretch(side, text, token, isFirst, findings) {
  const linked = side.linked.get(token);
  const level = side.risk && token >= 0 ? riskLevel(side.risk[token]) : 0;
  if (!linked && level === 0 && findings.length === 0) return text;
  const span = element("span", {}, text);
  span.dataset.class = level > 0 ? `heat${level}` : "";
  if (linked) {
    span.dataset.class += " word";
    span.tabIndex = -1;
    span.dataset.to = linked.join(" ");
    if (isFirst) span.id = `${side.name[0]}${token}`;
  }
  if (findings.length > 0) marked.push({ span, findings, side: side.name });
  span.className = span.dataset.class;
  return span;
}

// Shows on the texts which findings are shown, decided and current.
function paint(article, evidence, current) {
  for (const { span, findings, side } of marked) {
    const here = findings.map((n) => article.findings[n]);
    const shown = here.filter((finding) => isShown(finding) || finding === current);
    const classes = [span.dataset.class];
    if (shown.length > 0) {
      const isOrigin = side === "source" && shown.every((finding) => evidence[finding.n].target);
      const worst = Math.max(...shown.map((finding) => finding.severity));
      classes.push("mark", settings.severities[worst]);
      if (isOrigin) classes.push("origin");
      if (shown.every((finding) => finding.decision)) classes.push("decided");
      if (shown.includes(current)) classes.push("current");
    }
    span.className = classes.join(" ");
  }
}

// The findings under a place in the texts, of which those after the current one come first.
function findingsAt(place, article, current) {
  const found = marked.find(({ span }) => span === place.closest?.(".mark"))?.findings ?? [];
  const shown = found.map((n) => article.findings[n]).filter(isShown);
  const at = shown.indexOf(current);
  return [...shown.slice(at + 1), ...shown.slice(0, at + 1)];
}
