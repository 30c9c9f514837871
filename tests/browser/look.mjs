// Opens pages of a built site in Chromium and prints what is wrong with them, one line a finding.
//
// usage: node look.mjs FOLDER PATH…
// Each page: light and dark, 390 and 1440 px wide, checked with axe; at 320 px for sideways scrolling; with scripts off
// for its heading. The site is served with the headers of its `_headers`, the strict policy among them: whatever a page says on
// the console or asks of another origin is a finding.

import { createRequire } from "node:module";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { serve } from "./serve.mjs";

const [folder, ...paths] = process.argv.slice(2);
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const server = await serve(folder);
const origin = `http://127.0.0.1:${server.address().port}`;
const profile = await mkdtemp(join(tmpdir(), "hub-look-"));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"],
});
const findings = [];

async function open(path, options) {
  const context = await browser.newContext({ bypassCSP: false, ...options });
  const page = await context.newPage();
  const where = `${path} ${options.viewport.width}px ${options.colorScheme ?? "light"}${options.javaScriptEnabled === false ? " no script" : ""}`;
  page.on("console", (message) => findings.push(`${where}: console ${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => findings.push(`${where}: script error: ${error.message}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(origin) && !request.url().startsWith("data:")) findings.push(`${where}: asked ${request.url()}`);
  });
  await page.goto(origin + path, { waitUntil: "load" });
  return { context, page, where };
}

async function accessibility(path, width, colorScheme) {
  const { context, page, where } = await open(path, { viewport: { width, height: 900 }, colorScheme, reducedMotion: "reduce" });
  // By the driver, not as a script of the page: the page's policy stays as it is.
  await page.evaluate(axe);
  const result = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  for (const violation of result.violations) {
    for (const node of violation.nodes) findings.push(`${where}: axe ${violation.id} (${violation.impact}): ${node.target} ${node.html.slice(0, 120)}`);
  }
  await context.close();
}

async function narrow(path) {
  const { context, page, where } = await open(path, { viewport: { width: 320, height: 700 } });
  const extra = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (extra > 0) findings.push(`${where}: scrolls sideways by ${extra} px`);
  await context.close();
}

async function withoutScript(path) {
  const { context, page, where } = await open(path, { viewport: { width: 390, height: 900 }, javaScriptEnabled: false });
  if ((await page.locator("h1").count()) !== 1) findings.push(`${where}: ${await page.locator("h1").count()} h1`);
  if (!(await page.locator("main").isVisible())) findings.push(`${where}: no visible main`);
  await context.close();
}

// A renderer that a full machine ends is no finding about a page; one that ends twice on the same page is.
async function steady(look) {
  const before = findings.length;
  try {
    await look();
  } catch (error) {
    if (!/Target crashed|Page crashed/.test(error.message)) throw error;
    findings.length = before;
    console.error(`a renderer ended, once more: ${error.message.split("\n")[0]}`);
    await look();
  }
}

try {
  for (const path of paths) {
    for (const width of [390, 1440]) for (const scheme of ["light", "dark"]) await steady(() => accessibility(path, width, scheme));
    await steady(() => narrow(path));
    await steady(() => withoutScript(path));
  }
} finally {
  await browser.close();
  server.close();
  await rm(profile, { recursive: true, force: true });
}
console.log(findings.join("\n"));
console.log(`${paths.length} pages looked at, ${findings.length} findings`);
process.exit(findings.length ? 1 : 0);
