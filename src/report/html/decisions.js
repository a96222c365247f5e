// The reviewer's decisions, kept in this browser: an entry an article, under a digest of its name and
// all its findings, so that reports of other runs keep their own.

function digest(parts) {
  let [a, b] = [0x811c9dc5, 0x9747b28c];
  for (const part of parts) {
    for (let i = 0; i < part.length; i++) {
      a = Math.imul(a ^ part.charCodeAt(i), 0x01000193);
      b = Math.imul(b ^ part.charCodeAt(i), 0x5bd1e995);
    }
    b ^= a >>> 15;
  }
  return [a, b].map((n) => (n >>> 0).toString(16).padStart(8, "0")).join("");
}

const storage = (() => {
  try {
    localStorage.setItem("mtlint", "");
    localStorage.removeItem("mtlint");
    return localStorage;
  } catch {
    return null;
  }
})();

const keyOf = (article) => `mtlint:${digest([article.name, ...article.findings.map((each) => each.fingerprint)])}`;
let isUnsaved = false;

function warn(words) {
  $("warning").textContent = words;
  $("warning").hidden = false;
}

function recall(article) {
  if (!storage || article.findings.length === 0) return;
  let kept = {};
  try {
    kept = JSON.parse(storage.getItem(keyOf(article))) ?? {};
  } catch {
    // What another program has left there is no decision.
  }
  for (const finding of article.findings) {
    const [decision, comment] = Array.isArray(kept[finding.fingerprint]) ? kept[finding.fingerprint] : [];
    finding.decision = settings.decisions.includes(decision) ? decision : "";
    finding.comment = typeof comment === "string" ? comment : "";
  }
}

function keep(article) {
  const decided = article.findings.filter((finding) => finding.decision || finding.comment);
  const kept = Object.fromEntries(decided.map((f) => [f.fingerprint, [f.decision, f.comment]]));
  try {
    if (decided.length > 0) storage.setItem(keyOf(article), JSON.stringify(kept));
    else storage.removeItem(keyOf(article));
  } catch {
    if (storage) warn("This browser has no room left for decisions: export them before you close the page.");
    isUnsaved = true;
  }
}

addEventListener("beforeunload", (event) => {
  if (isUnsaved) event.preventDefault();
});
