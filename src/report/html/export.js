// The CSV report of `mtlint check`, byte for byte, with the decisions filled in.

const space = /[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;
const fold = (text) => text.split(space).filter(Boolean).join(" ");
const cut = (side, span) => (side && span ? side.text.slice(...span) : "");

function guard(text) {
  const whole = text.replaceAll("\0", "\ufffd");
  return settings.csv.formula.some((sign) => whole.startsWith(sign)) ? `'${whole}` : whole;
}

function quote(cell) {
  const isPlain = ![settings.csv.delimiter, '"', "\r", "\n"].some((sign) => cell.includes(sign));
  return isPlain ? cell : `"${cell.replaceAll('"', '""')}"`;
}

function row(finding, evidence, texts) {
  return {
    article: finding.article.name,
    line: evidence.line,
    column: evidence.column,
    sentence: evidence.sentence,
    check: checkOf(finding).name,
    category: evidence.category,
    severity: severityOf(finding),
    confidence: (finding.confidence / 100).toFixed(2),
    span: cut(texts.target, evidence.target),
    suggestion: evidence.suggestions.join(" | "),
    message: evidence.message,
    source_span: cut(texts.source, evidence.source),
    source_sentence: fold(cut(texts.source, evidence.source_sentence)),
    target_sentence: fold(cut(texts.target, evidence.target_sentence)),
    decision: finding.decision,
    comment: finding.comment,
    fingerprint: finding.fingerprint,
  };
}

function line(cells) {
  const cell = (column) => quote(settings.csv.numeric.includes(column) ? String(cells[column]) : guard(cells[column]));
  return `${settings.csv.columns.map(cell).join(settings.csv.delimiter)}\r\n`;
}

function csv() {
  const lines = [settings.csv.mark ? "\ufeff" : "", line(Object.fromEntries(settings.csv.columns.map((c) => [c, c])))];
  for (const article of articles.filter((each) => each.findings.length > 0)) {
    const texts = textsOf(article);
    for (const finding of article.findings) lines.push(line(row(finding, texts.findings[finding.n], texts)));
  }
  return new Blob(lines, { type: "text/csv" });
}

function download() {
  const stem =
    location.pathname
      .split("/")
      .pop()
      .replace(/\.html?$/i, "") || "report";
  const link = element("a", { href: URL.createObjectURL(csv()), download: `${decodeURI(stem)}.csv` });
  link.click();
  // The browser reads it after this; a minute is enough for that.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  isUnsaved = false;
}
