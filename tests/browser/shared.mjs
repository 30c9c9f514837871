// What the browser tests share: a server of a built folder, Chromium without a network, a page that reports what no page may do.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { serve as hosted } from "./serve.mjs";

// Serves a folder; `blocked` sends a policy that lets no script run, as a browser does that blocks them.
export async function serve(folder, { blocked = false } = {}) {
  const server = await hosted(folder, (name, value) =>
    blocked && name === "content-security-policy" ? value.replace(/script-src[^;]*/, "script-src 'none'") : value);
  return { server, origin: `http://127.0.0.1:${server.address().port}` };
}

export const launch = () => chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"],
});

// A page in a browser of its own. What it says on the console, throws, or asks of another origin goes to `findings`.
export async function opened(browser, origin, findings, where, options = {}) {
  const { quiet = false, ...settings } = options;
  const context = await browser.newContext({ viewport: { width: 390, height: 900 }, ...settings });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  if (!quiet) page.on("console", (message) => findings.push(`${where}: console ${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => findings.push(`${where}: script error: ${error.message}`));
  page.on("request", (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(`${origin}/`)) findings.push(`${where}: asked ${request.url()}`);
  });
  return { context, page };
}

const source = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

// What axe finds, one line each; the size of targets too, which WCAG 2.2 AA asks for and axe leaves out unless told. By the
// driver, not as a script of the page: the page's policy stays as it is.
export async function axe(page) {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(source);
  // All that axe knows of a page is much to hand over: only what is wrong leaves it.
  return page.evaluate(async () => {
    const { violations } = await globalThis.axe.run(document, { resultTypes: ["violations"], rules: { "target-size": { enabled: true } } });
    return violations.flatMap(({ id, impact, nodes }) => nodes.map((node) => `axe ${id} (${impact}): ${node.target} ${node.html.slice(0, 120)}`));
  });
}

// A renderer that a full machine ends is no finding about a page; one that ends twice on the same page is.
export async function steady(look) {
  try {
    await look();
  } catch (error) {
    if (!/crashed|Target closed/.test(error.message)) throw error;
    console.error(`a renderer ended, once more: ${error.message.split("\n")[0]}`);
    await look();
  }
}

export function end(findings, what) {
  console.log(findings.join("\n"));
  console.log(`${what}, ${findings.length} findings`);
  process.exit(findings.length ? 1 : 0);
}
