// Drives the HTML report in headless Chromium; README.md says how. Fails with the first broken promise.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const root = resolve(import.meta.dirname, "../..");
const program = resolve(process.env.MTLINT ?? join(root, "target/debug/mtlint"));
const shots = process.argv[2];
const work = mkdtempSync(join(tmpdir(), "mtlint-browser-"));

function check(...args) {
  const { status, stderr } = spawnSync(program, ["check", ...args], { cwd: root, encoding: "utf8" });
  assert.ok(status < 2, stderr);
}

// Chromium has no sandbox for root, which containers often run as.
const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args });

// A new reader, who has decided nothing yet; whatever the browser complains of is a failure.
async function open(file, options = {}) {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    acceptDownloads: true,
    ...options,
  });
  const page = await context.newPage();
  page.on("pageerror", (error) => assert.fail(error));
  page.on("console", (message) => assert.notEqual(message.type(), "error", message.text()));
  page.on("dialog", (dialog) => assert.fail(`a text ran as a script: ${dialog.message()}`));
  page.on("request", (request) => assert.match(request.url(), /^(file|blob):/));
  await page.goto(pathToFileURL(file).href);
  await page.waitForFunction(() => document.getElementById("decided").textContent !== "");
  return page;
}

async function accessible(page, what) {
  // Evaluated by the debugger: the page's own policy would forbid it.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run());
  const told = violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html}\n${node.failureSummary}`),
  );
  assert.deepEqual(told, [], `axe-core, ${what}`);
}

async function shoot(page, name) {
  if (shots) await page.screenshot({ path: join(shots, `${name}.png`) });
}

async function exported(page) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("#export")]);
  return readFileSync(await download.path(), "utf8");
}

// Enough of RFC 4180 to read our own files back.
function cells(csv) {
  const rows = [[]];
  for (const [, quoted, plain, end] of csv.slice(1).matchAll(/(?:"((?:[^"]|"")*)"|([^,"\r\n]*))(,|\r\n)/g)) {
    rows.at(-1).push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === "\r\n") rows.push([]);
  }
  return rows.slice(0, -1);
}

async function reviewing() {
  const [html, csv] = [join(work, "report.html"), join(work, "report.csv")];
  check("corpora/articles", "-o", html);
  check("corpora/articles", "-o", csv);
  const page = await open(html);
  assert.equal(await exported(page), readFileSync(csv, "utf8"), "an export without decisions is the CSV report");
  assert.equal(await page.locator("#rows tr").count(), 3);
  await shoot(page, "index");
  await page.locator("#rows a").nth(1).click();
  await page.locator(".word").nth(3).hover();
  assert.ok((await page.locator(".lit").count()) >= 2, "linked words light up");
  await page.locator(".target .mark").first().click();
  assert.equal(await page.locator(".card.current").count(), 1);
  await shoot(page, "article");
  const all = await page.locator(".card").count();
  for (const key of "arfl") await page.keyboard.press(key);
  await page.keyboard.press("k");
  await page.keyboard.press("c");
  await page.keyboard.type('=1+1, "quoted" jkl');
  await page.keyboard.press("Enter");
  await page.click(".card.current [data-decision=accept]");
  await page.locator("#by-decision").check();
  assert.equal(
    await page.locator(".card:visible").count(),
    all - 3,
    "three decided ones are hidden, the current one is not",
  );
  await page.keyboard.press("j");
  assert.equal(await page.locator(".card:visible").count(), all - 4);
  await page.locator("#by-decision").uncheck();
  await page.locator(".chip.major input").uncheck();
  assert.equal(await page.locator(".card.major:visible:not(.current)").count(), 0);
  await page.locator(".chip.major input").check();
  await page.click("#heat");
  assert.ok((await page.locator(".heat3, .heat4, .heat5").count()) > 0);
  await shoot(page, "heat");
  await page.reload();
  assert.match(await page.textContent("#decided"), /^4 of/, "decisions outlive the page");
  const [before, after] = [cells(readFileSync(csv, "utf8")), cells(await exported(page))];
  const [decision, comment] = ["decision", "comment"].map((name) => before[0].indexOf(name));
  assert.deepEqual(after.map((row) => row[decision]).filter(Boolean), [
    "decision",
    "accept",
    "reject",
    "fixed",
    "accept",
  ]);
  assert.ok(
    after.some((row) => row[comment] === `'=1+1, "quoted" jkl`),
    "a comment is guarded",
  );
  const without = (rows) => rows.map((row) => row.toSpliced(decision, 2));
  assert.deepEqual(without(after), without(before));
  const suggested = page.locator(".card:has(.suggestion) .head").first();
  await suggested.click();
  await page.keyboard.press("1");
  assert.match(await page.locator(".card.current input").inputValue(), /^use: /);
}

async function readers() {
  const html = join(work, "report.html");
  for (const colorScheme of ["light", "dark"]) {
    const page = await open(html, { colorScheme });
    await accessible(page, `${colorScheme}, list`);
    await page.keyboard.press("j");
    await page.keyboard.press("h");
    await page.keyboard.press("a");
    await accessible(page, `${colorScheme}, article`);
    await shoot(page, `article-${colorScheme}`);
    await page.keyboard.press("?");
    await accessible(page, `${colorScheme}, help`);
    await shoot(page, `help-${colorScheme}`);
  }
  const narrow = await open(html, { viewport: { width: 390, height: 844 } });
  await shoot(narrow, "narrow-index");
  await narrow.keyboard.press("j");
  await accessible(narrow, "narrow");
  const overflow = await narrow.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(overflow <= 0, `nothing is wider than the screen, but ${overflow} pixels`);
  await narrow.waitForTimeout(500);
  await shoot(narrow, "narrow-article");
  if (shots) await narrow.pdf({ path: join(shots, "print.pdf") });
}

async function otherScripts() {
  const write = (name, text) => (writeFileSync(join(work, name), text), join(work, name));
  const english = write(
    "en.txt",
    "Minister meets king\n\nThe minister met the king on Friday. They spoke about 12 bridges for 350 people.\n",
  );
  const arabic = write(
    "ar.txt",
    "الوزير يلتقي الملك\n\nالتقى الوزير بالملك يوم الجمعة . وتحدثا عن 13 جسرا من أجل 350 شخصا.\n",
  );
  const chinese = write("zh.txt", "部长会见国王\n\n部长周五会见了国王。他们谈到了为350人修建的13座桥。\n");
  for (const [code, target] of [
    ["ar", arabic],
    ["zh", chinese],
  ]) {
    const html = join(work, `${code}.html`);
    check(target, "--source", english, "--from", "en", "--to", code, "-o", html);
    const page = await open(html);
    await page.keyboard.press("j");
    await page.waitForTimeout(300);
    await accessible(page, code);
    assert.equal(
      await page.locator(`.target[lang=${code}]`).first().getAttribute("dir"),
      code === "ar" ? "rtl" : "ltr",
    );
    await shoot(page, code);
  }
}

async function hostileTexts() {
  const payloads = [
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "<!--<script>",
    "]]>",
    "{{articles}}",
    "<svg onload=alert(1)>",
    "\u202eevil\u202c",
    "javascript:alert(1)",
    "../../etc/passwd",
    "=cmd|' /C calc'!A0",
  ];
  const text = payloads.map((payload) => `The the goat ${payload} ate.`).join("\n\n");
  const file = join(work, "<img src=x onerror=alert(1)>.txt");
  writeFileSync(file, text);
  const html = join(work, "hostile.html");
  check(file, "--to", "en", "--no-encoder", "-o", html);
  const page = await open(html);
  for (let i = 0; i < payloads.length; i++) await page.keyboard.press("j");
  assert.equal(await page.locator("img, iframe, main script, .beads svg").count(), 0);
  assert.ok((await page.textContent(".beads")).includes("</script><img src=x onerror=alert(1)>"));
}

// The page of one long article, its blocks repeated under other names. Wall time is what a reader waits,
// the time of the page's main thread is what a busy machine does not change.
async function largeReport() {
  const times = (name) => {
    const text = readFileSync(join(root, "corpora/articles/nl-en-harbour", name), "utf8");
    writeFileSync(join(work, name), Array(10).fill(text).join("\n\n"));
    return join(work, name);
  };
  const one = join(work, "one.html");
  check(times("target.txt"), "--source", times("source.txt"), "--no-encoder", "-o", one);
  const [head, article, foot] = cutOut(readFileSync(one, "utf8"));
  const n = JSON.parse(/class="article">(.*?)<\/script>/.exec(article)[1]).findings.length;
  const copies = Math.ceil(100_000 / n);
  const large = join(work, "large.html");
  const named = Array.from({ length: copies }, (_, i) => article.replace('"name":"', `"name":"${i}/`));
  writeFileSync(large, [head, ...named, foot].join(""));
  console.log(`${copies * n} findings, ${copies} articles, ${Math.round(statSync(large).size / 1e6)} MB`);

  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const busy = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "TaskDuration").value * 1000;
  };
  const timed = async (what, act) => {
    const [wall, thread] = [performance.now(), what === "list" ? 0 : await busy()];
    await act();
    const [waited, worked] = [performance.now() - wall, (await busy()) - thread];
    console.log(`  ${what}: ${waited.toFixed(0)} ms, main thread ${worked.toFixed(0)} ms`);
  };
  const painted = () => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
  const click = async (selector) => {
    await page.evaluate((name) => document.querySelector(name).click(), selector);
    await painted();
  };
  await timed("list", async () => {
    await page.goto(pathToFileURL(large).href, { waitUntil: "commit" });
    await page.waitForSelector("#rows tr");
  });
  await timed("read to the end", () =>
    page.waitForFunction(() => !/Reading on/.test(document.getElementById("sum").textContent)),
  );
  await timed("filter", () => click(".chip.minor input"));
  await timed("open an article", () => click("#rows a"));
  await timed("next finding", () => page.keyboard.press("j").then(painted));
  await timed("decide", () => page.keyboard.press("a").then(painted));
  let csv;
  await timed("export", async () => (csv = await exported(page)));
  assert.ok(csv.split("\r\n").length > copies * n);
}

// A page's frame, its articles, and the rest of the frame.
function cutOut(html) {
  const start = html.indexOf('<script type="application/json" class="article">');
  const end = html.lastIndexOf("</script>") + "</script>\n".length;
  return [html.slice(0, start), html.slice(start, end), html.slice(end)];
}

for (const part of [reviewing, readers, otherScripts, hostileTexts, largeReport]) {
  await part();
  console.log(`ok ${part.name}`);
}
await browser.close();
