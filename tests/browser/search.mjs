// Searches built sites in Chromium as readers do, and prints what is wrong, one line a finding.
//
// usage: node search.mjs EXAMPLE GERMAN
// EXAMPLE is the example site at the root of a host; GERMAN a small site below /hub/ with guides on houses and trees.
// Whatever a page says on the console, or asks of another origin, is a finding, unless the test broke something on purpose.

import { createServer } from "node:http";
import { createRequire } from "node:module";
import { readFile, stat } from "node:fs/promises";
import { extname, join } from "node:path";
import { chromium } from "playwright-core";

const [example, german] = process.argv.slice(2);
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const types = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".json": "application/json", ".svg": "image/svg+xml" };
const findings = [];
const same = (what, actual, wanted) => {
  if (JSON.stringify(actual) !== JSON.stringify(wanted)) findings.push(`${what}: ${JSON.stringify(actual)}, not ${JSON.stringify(wanted)}`);
};

async function serve(folder, base) {
  const policy = (await readFile(join(folder, "_headers"), "utf8")).match(/Content-Security-Policy: (.*)/)[1];
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://x").pathname);
    let file = join(folder, path.slice(base.length));
    try {
      if (!path.startsWith(base)) throw new Error("outside");
      if ((await stat(file)).isDirectory()) file = join(file, "index.html");
      const body = await readFile(file);
      response.writeHead(200, { "content-type": types[extname(file)] ?? "application/octet-stream", "content-security-policy": policy });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { server, home: `http://127.0.0.1:${server.address().port}${base}` };
}

const sites = { example: await serve(example, "/"), german: await serve(german, "/hub/") };
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"],
});

// A reader: a fresh browser with an empty storage. `broken`: the console may speak.
async function reader(what, doing, { site = "example", broken = false, ...options } = {}) {
  const { home } = sites[site];
  const context = await browser.newContext({ viewport: { width: 390, height: 900 }, reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  const asked = [];
  if (!broken) page.on("console", (message) => findings.push(`${what}: console: ${message.text()}`));
  if (!broken) page.on("pageerror", (error) => findings.push(`${what}: script error: ${error.message}`));
  page.on("request", (request) => {
    asked.push(request.url());
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(home)) findings.push(`${what}: asked ${request.url()}`);
  });
  page.setDefaultTimeout(30_000);
  const go = (path) => page.goto(home + path, { waitUntil: "load" });
  const told = page.locator(".search [role=status]");
  const found = async (text) => {
    await told.evaluate((place) => { place.textContent = ""; });
    await page.locator("[type=search]").fill(text);
    await page.waitForFunction(() => /^(Found|Nothing|Gefunden|Nichts|The search)/.test(document.querySelector(".told").textContent));
  };
  try {
    await doing({ page, go, told, found, asked, titles: () => page.locator(".found h2").allInnerTexts() });
  } catch (error) {
    findings.push(`${what}: ${error.message}`);
  }
  await context.close();
}

const focused = (page) => page.evaluate(() => document.activeElement.name || document.activeElement.textContent.trim());
const path = (page) => page.evaluate(() => location.pathname + location.search);

async function axeFinds(page, what) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  for (const { id, nodes } of violations) for (const node of nodes) findings.push(`${what}: axe ${id}: ${node.target} ${node.html.slice(0, 120)}`);
}

await reader("by keyboard alone", async ({ page, go, told, asked, titles }) => {
  await go("guides/flow-fields/");
  same("stops before the text", await page.evaluate(() => [...document.querySelectorAll("a, summary, button, input")].filter((stop) => stop.checkVisibility({ visibilityProperty: true }) && stop.compareDocumentPosition(document.querySelector("h1")) & Node.DOCUMENT_POSITION_FOLLOWING && !stop.closest("details:not([open]) .panel")).length), 4);
  await page.keyboard.press("/");
  await page.waitForURL("**/search/");
  await page.waitForFunction(() => document.activeElement.name === "q");
  same("loaded before anything is asked", asked.filter((url) => url.includes("/pagefind/")), []);
  await page.keyboard.type("pens");
  await page.waitForFunction(() => document.querySelector(".told").textContent.startsWith("Found: "));
  same("results as said", (await told.innerText()).split(" ")[1] > 0, true);
  const first = (await titles())[0];
  await page.keyboard.press("ArrowDown");
  same("down to the first result", await focused(page), first);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  same("up to the field", await focused(page), "q");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Escape");
  same("Escape goes to the field", await focused(page), "q");
  same("the address can be shared", await path(page), "/search/?q=pens");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname !== "/search/");
  same("the result's page", await page.locator("h1").innerText(), first);
  await page.goBack();
  await page.waitForFunction(() => document.querySelector(".told").textContent.startsWith("Found: "));
  same("back to the results", (await titles())[0], first);
  await page.locator("[name=q]").focus();
  await page.keyboard.press("Escape");
  same("Escape empties", [await page.locator("[name=q]").inputValue(), await titles(), await path(page)], ["", [], "/search/"]);
});

await reader("Escape leads back", async ({ page, go }) => {
  await go("guides/");
  await page.keyboard.press("Control+k");
  await page.waitForURL("**/search/");
  await page.waitForFunction(() => document.activeElement.name === "q");
  await page.keyboard.press("Escape");
  await page.waitForURL("**/guides/");
});

await reader("a slash that is written", async ({ page, go }) => {
  await go("newsletter/");
  const field = page.locator("input[type=email]").first();
  await field.focus();
  await page.keyboard.type("a/b");
  same("stays in its field", await field.inputValue(), "a/b");
  await page.keyboard.press("Control+k");
  await page.waitForURL("**/search/");
});

await reader("the slash switched off", async ({ page, go }) => {
  await go("preferences/");
  await page.getByRole("checkbox", { name: "/ opens the search" }).uncheck();
  same("stored", await page.evaluate(() => localStorage.getItem("hub:slash")), "off");
  same("said", await page.locator("[data-say]").innerText(), "Remembered.");
  await go("guides/");
  await page.keyboard.press("/");
  await page.waitForTimeout(300);
  same("nothing happens", await path(page), "/guides/");
  await page.keyboard.press("Control+k");
  await page.waitForURL("**/search/");
  await go("preferences/");
  same("shown", await page.locator("[data-slash]").isChecked(), false);
  await page.locator("[data-slash]").check();
  same("nothing stored", await page.evaluate(() => localStorage.getItem("hub:slash")), null);
});

await reader("names and announcements", async ({ page, go, told, found }) => {
  await go("search/");
  same("robots", await page.locator("meta[name=robots]").getAttribute("content"), "noindex");
  await page.getByRole("search").getByRole("searchbox", { name: "What are you looking for?" }).waitFor();
  for (const name of ["What", "For", "Level"]) same(`filter ${name}`, await page.getByRole("combobox", { name, exact: true }).count(), 1);
  same("polite", await told.getAttribute("role"), "status");
  await found("xylophone");
  same("nothing", await told.innerText(), "Nothing found for “xylophone”. Perhaps with fewer words, or other ones?");
  await found("paper");
  same("headings", await page.getByRole("main").getByRole("heading", { level: 2 }).count() > 1, true);
  same("marks", await page.locator(".found mark").count() > 0, true);
  same("kind and minutes", /(Guide|Part|Question|Track|Issue|Member|Series|Event|Challenge|Prompt|Offer|Page)/.test(await page.locator(".found .meta").first().innerText()), true);
});

await reader("filters", async ({ page, go, titles }) => {
  await go("search/");
  const say = () => page.waitForFunction(() => document.querySelector(".told").textContent.startsWith("Found: "));
  await page.getByRole("combobox", { name: "What", exact: true }).selectOption("Question");
  await say();
  same("kinds found", [...new Set((await page.locator(".found .meta span:first-child").allInnerTexts()))], ["Question"]);
  same("in the address", await path(page), "/search/?kind=Question");
  await page.getByRole("combobox", { name: "For", exact: true }).selectOption({ index: 1 });
  await page.waitForURL("**/search/?kind=Question&segment=*");
  await page.reload();
  await say();
  same("kept over a reload", await page.getByRole("combobox", { name: "What", exact: true }).inputValue(), "Question");
  await page.getByRole("combobox", { name: "For", exact: true }).selectOption("");
  await page.waitForURL((url) => url.search === "?kind=Question");
  await say();
  await page.locator("[data-more]").click();
  await page.waitForFunction(() => document.querySelectorAll(".found > li").length > 10);
  same("the first of the next", await focused(page), (await titles())[10]);
});

for (const colorScheme of ["light", "dark"]) {
  for (const width of [320, 1440]) {
    await reader(`${width} px, ${colorScheme}`, async ({ page, go, found }) => {
      await go("search/");
      await axeFinds(page, `empty, ${width} px, ${colorScheme}`);
      await found("pen paper");
      await axeFinds(page, `found, ${width} px, ${colorScheme}`);
      same("sideways", await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    }, { viewport: { width, height: 900 }, colorScheme });
  }
}

await reader("no script", async ({ page, go }) => {
  await go("guides/");
  await page.locator(".menu > summary").click();
  await page.locator("a.find").click();
  await page.waitForURL("**/search/");
  same("no form", await page.locator("[data-search]").isVisible(), false);
  same("why", (await page.locator("noscript .note, .search .note").first().innerText()).startsWith("The search needs scripts"), true);
  same("ways", await page.locator(".search section a").count() > 3, true);
}, { javaScriptEnabled: false });

await reader("the index is missing, then there", async ({ page, go, told, found }) => {
  let gone = true;
  await page.route("**/pagefind-entry.json*", (route) => (gone ? route.abort() : route.continue()));
  await go("search/");
  await found("pen");
  same("said", (await told.innerText()).startsWith("The search couldn't be loaded."), true);
  gone = false;
  await page.locator("[name=q]").press("Enter");
  await page.waitForFunction(() => document.querySelector(".told").textContent.startsWith("Found: "));
}, { broken: true });

await reader("the script is missing", async ({ page, go, told, found }) => {
  await page.route("**/pagefind.js", (route) => route.abort());
  await go("search/");
  await found("pen");
  same("said", (await told.innerText()).startsWith("The search couldn't be loaded."), true);
}, { broken: true });

await reader("WebAssembly is forbidden", async ({ page, go, told, found }) => {
  await page.route("**/search/", async (route) => {
    const response = await route.fetch();
    const headers = response.headers();
    headers["content-security-policy"] = headers["content-security-policy"].replace(" 'wasm-unsafe-eval'", "");
    await route.fulfill({ response, headers });
  });
  await go("search/");
  await found("pen");
  same("said", (await told.innerText()).startsWith("The search couldn't be loaded."), true);
}, { broken: true });

await reader("word endings, and a base path", async ({ page, go, found, titles, asked }) => {
  await go("search/");
  await found("Haus");
  same("the plural is found", (await titles()).sort(), ["Am See", "Wald"]);
  same("its own language", asked.some((url) => url.endsWith("/hub/pagefind/wasm.de.pagefind")), true);
  await found("Bäume");
  same("with dots", await titles(), ["Wald"]);
  await found("onerror");
  same("text stays text", [await page.locator(".found p:not(.meta)").innerText(), await page.locator(".found img").count()].map((it) => (typeof it === "string" ? it.includes("<img src=x onerror=alert(1)>") : it)), [true, 0]);
  await found("Keller");
  await page.locator(".passages a").first().click();
  await page.waitForURL("**/hub/guides/see/#*");
}, { site: "german" });

for (const finding of findings) console.log(finding);
for (const { server } of Object.values(sites)) server.close();
await browser.close();
process.exit(findings.length ? 1 : 0);
