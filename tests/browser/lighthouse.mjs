// Measures pages of a built site with Lighthouse, as on a slow phone, and prints a table; ends with 1 where a page is below what
// the project asks of itself. Run by hand on a quiet machine, see tests/README.md.
//
// usage: node lighthouse.mjs LIGHTHOUSE FOLDER RUNS [PATH…]
// LIGHTHOUSE is a folder in which `npm install lighthouse@12` was done; without paths, one page of each kind is measured.
// Each number is the median of RUNS. Pages come compressed and with the headers of `_headers`, as a host sends them.

import { readFile, readdir, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, join, normalize } from "node:path";
import { pathToFileURL } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";

const [installed, folder, runs, ...asked] = process.argv.slice(2);
const load = async (name) => import(pathToFileURL(createRequire(join(installed, "x.js")).resolve(name)));
const { default: lighthouse } = await load("lighthouse");
const { launch } = await load("chrome-launcher");

const types = {
  ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg",
  ".webp": "image/webp", ".xml": "application/xml", ".json": "application/json", ".txt": "text/plain; charset=utf-8", ".wasm": "application/wasm",
};
const compressed = new Set([".html", ".css", ".js", ".svg", ".xml", ".json", ".txt"]);

// `_headers`: a pattern, then its headers, indented.
const rules = [];
for (const line of (await readFile(join(folder, "_headers"), "utf8").catch(() => "")).split("\n")) {
  if (/^\S/.test(line) && !line.startsWith("#")) rules.push({ pattern: line.trim(), headers: [] });
  else if (line.trim()) rules.at(-1)?.headers.push(line.trim().split(/:\s*(.*)/s).slice(0, 2));
}
const fits = (pattern, path) => new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replace(/\*/g, ".*")}$`).test(path);
const headersOf = (path) => Object.fromEntries(rules.filter(({ pattern }) => fits(pattern, path)).flatMap(({ headers }) => headers));

function squeezed(body, accepted) {
  if (accepted.includes("br")) return { body: brotliCompressSync(body), encoding: "br" };
  return accepted.includes("gzip") ? { body: gzipSync(body, { level: 9 }), encoding: "gzip" } : { body };
}

const server = createServer(async (request, response) => {
  const path = decodeURIComponent(new URL(request.url, "http://x").pathname);
  let file = join(folder, normalize(path));
  try {
    if ((await stat(file)).isDirectory()) file = join(file, "index.html");
    const bytes = await readFile(file);
    const { body, encoding } = compressed.has(extname(file)) ? squeezed(bytes, request.headers["accept-encoding"] ?? "") : { body: bytes };
    response.writeHead(200, { ...headersOf(path), "content-type": types[extname(file)] ?? "application/octet-stream", ...(encoding && { "content-encoding": encoding, vary: "accept-encoding" }) });
    response.end(body);
  } catch {
    response.writeHead(404, { "content-type": types[".html"] }).end(await readFile(join(folder, "404.html")).catch(() => "404"));
  }
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const origin = `http://127.0.0.1:${server.address().port}`;

// One page of each kind, the first by name: the kind is in the page.
async function ofEachKind() {
  const found = new Map();
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith(".html")).sort();
  for (const file of files) {
    const kind = (await readFile(join(folder, file), "utf8")).match(/<body[^>]* class="is-([a-z0-9-]+)/)?.[1];
    if (kind && !found.has(kind)) found.set(kind, `/${file.replace(/index\.html$/, "")}`);
  }
  return [...found.values()].sort();
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

// A page that search engines shall leave out can't have all points for being found.
async function isHidden(path) {
  const file = path.endsWith("/") ? join(folder, path, "index.html") : join(folder, path);
  return path === "/404.html" || /name="robots" content="noindex"/.test(await readFile(file, "utf8"));
}

const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];

// A browser on a full machine may fail to record a run; such a run says nothing about the page and is made again.
async function report(path, port, tries) {
  const { lhr } = await lighthouse(origin + path, { port, output: "json", logLevel: "error", onlyCategories: CATEGORIES });
  if (!lhr.runtimeError) return lhr;
  if (tries < 2) throw new Error(`${path}: ${lhr.runtimeError.message}`);
  return report(path, port, tries - 1);
}

async function measured(path, port) {
  const reports = [];
  for (let run = 0; run < Number(runs); run += 1) {
    reports.push(await report(path, port, 3));
  }
  const of = (pick) => median(reports.map(pick));
  const scores = CATEGORIES.map((id) => Math.round(100 * of((lhr) => lhr.categories[id].score ?? 0)));
  const audit = (id) => of((lhr) => lhr.audits[id].numericValue);
  const missed = reports.flatMap((lhr) => CATEGORIES.slice(1).flatMap((id) => lhr.categories[id].auditRefs.filter(({ weight }) => weight > 0).map(({ id: name }) => lhr.audits[name])));
  const why = missed.filter(({ score, scoreDisplayMode }) => score !== null && score < 1 && scoreDisplayMode !== "notApplicable").map(({ id, title }) => `${id}: ${title}`);
  return { scores, lcp: audit("largest-contentful-paint"), cls: audit("cumulative-layout-shift"), tbt: audit("total-blocking-time"), why: [...new Set(why)] };
}

const paths = asked.length ? asked : await ofEachKind();
const chrome = await launch({ chromePath: process.env.CHROMIUM ?? "/usr/bin/chromium", chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu"] });
let below = 0;
console.log("perf  a11y  best   seo |  LCP ms    CLS  TBT ms | page");
try {
  for (const path of paths) {
    const { scores, lcp, cls, tbt, why } = await measured(path, chrome.port);
    const hidden = await isHidden(path);
    const isBelow = scores[0] < 99 || scores[1] < 100 || scores[2] < 100 || (scores[3] < 100 && !hidden);
    below += isBelow ? 1 : 0;
    const numbers = scores.map((score) => String(score).padStart(4)).join("  ");
    console.log(`${numbers} | ${lcp.toFixed(0).padStart(7)}  ${cls.toFixed(3)} ${tbt.toFixed(0).padStart(7)} | ${path}${hidden ? " (not to be found)" : ""}${isBelow ? "  ← below" : ""}`);
    for (const line of why) console.log(`      ${line}`);
  }
} finally {
  await chrome.kill();
  server.close();
}
console.log(`${paths.length} pages, ${below} below`);
process.exit(below ? 1 : 0);
