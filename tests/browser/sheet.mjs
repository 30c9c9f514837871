// Contact sheets of a built site: one page of each type, side by side, for eyes rather than for assertions.
//
// usage: node sheet.mjs FOLDER OUT [--widths 390,768,1440] [--schemes light,dark] [PATH …]
// Writes OUT/WIDTH-SCHEME.png for each pair, and every page's own picture beside it. Without paths it takes the fullest page
// of each type, as the class of <body> tells them apart.

import { createServer } from "node:http";
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { extname, join, relative } from "node:path";
import { chromium } from "playwright-core";

/// How much of a long page is shown, in heights of a screen, and how many pages stand in a row.
const SCREENS = 3;
const ROW = { 320: 12, 390: 12, 768: 8, 1440: 6 };
const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml" };

function options(words) {
  const given = { widths: [390, 768, 1440], schemes: ["light", "dark"], rest: [] };
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === "--widths") given.widths = words.shift().split(",").map(Number);
    else if (word === "--schemes") given.schemes = words.shift().split(",");
    else given.rest.push(word);
  }
  return given;
}

function serve(folder) {
  const server = createServer(async (request, response) => {
    try {
      let file = join(folder, decodeURIComponent(new URL(request.url, "http://localhost").pathname));
      if ((await stat(file)).isDirectory()) file = join(file, "index.html");
      const bytes = await readFile(file);
      response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" });
      response.end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  return new Promise((done) => server.listen(0, "127.0.0.1", () => done(server)));
}

/// The longest page of each type, by its path.
async function oneOfEach(folder) {
  const longest = new Map();
  for (const name of (await readdir(folder, { recursive: true })).sort()) {
    if (!name.endsWith(".html")) continue;
    const html = await readFile(join(folder, name), "utf8");
    const kind = html.match(/<body[^>]*class="(?:is|kind)-([^"]+)"/)?.[1];
    if (!kind) continue;
    const key = ["listing", "newsletter-state"].includes(kind) ? `${kind} ${name.split("/")[0]}` : kind;
    if (html.length > (longest.get(key)?.length ?? 0)) longest.set(key, { name, length: html.length });
  }
  return [...longest.values()].map(({ name }) => `/${name.replace(/index\.html$/, "")}`).sort();
}

async function picture(browser, address, path, width, colorScheme) {
  const height = Math.round(width < 600 ? 844 : width * 0.66);
  const context = await browser.newContext({ viewport: { width, height }, colorScheme, reducedMotion: "reduce" });
  const page = await context.newPage();
  await page.goto(address + path);
  const whole = await page.evaluate(() => document.documentElement.scrollHeight);
  const shown = Math.min(whole, height * SCREENS);
  const png = await page.screenshot({ fullPage: true, clip: { x: 0, y: 0, width, height: shown } });
  await context.close();
  return png;
}

/// Pictures under their paths, in rows.
async function sheet(browser, pictures, width) {
  const page = await browser.newPage({ viewport: { width: 2400, height: 1000 } });
  const figures = pictures.map(
    ({ path, png }) => `<figure><figcaption>${path}</figcaption><img src="data:image/png;base64,${png.toString("base64")}"></figure>`,
  );
  await page.setContent(`<style>
    body { margin: 16px; background: #8a8a8a; display: grid; gap: 16px; align-items: start; grid-template-columns: repeat(${ROW[width] ?? 6}, 1fr) }
    figure { margin: 0 } img { width: 100%; display: block } figcaption { font: 600 13px/1.6 sans-serif; overflow-wrap: anywhere }
  </style>${figures.join("")}`);
  const png = await page.screenshot({ fullPage: true });
  await page.close();
  return png;
}

const { widths, schemes, rest } = options(process.argv.slice(2));
const [folder, out, ...named] = rest;
const paths = named.length ? named : await oneOfEach(folder);
const server = await serve(folder);
const address = `http://127.0.0.1:${server.address().port}`;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu"],
});
await mkdir(out, { recursive: true });
for (const width of widths) {
  for (const scheme of schemes) {
    const pictures = [];
    for (const path of paths) {
      const png = await picture(browser, address, path, width, scheme);
      await writeFile(join(out, `${relative("/", path).replaceAll("/", "_") || "home"}-${width}-${scheme}.png`), png);
      pictures.push({ path, png });
    }
    await writeFile(join(out, `${width}-${scheme}.png`), await sheet(browser, pictures, width));
    console.log(`${width}-${scheme}.png: ${pictures.length} pages`);
  }
}
await browser.close();
server.close();
