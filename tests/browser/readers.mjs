// Does in Chromium what a reader does on a built site with its script, and prints what is wrong, one line a finding.
//
// usage: node readers.mjs FOLDER
// The site is the example: its segments, tracks and quiz are named here. Whatever a page says on the console, or asks of
// another origin, is a finding too.

import { createServer } from "node:http";
import { createRequire } from "node:module";
import { readFile, stat } from "node:fs/promises";
import { extname, join } from "node:path";
import { chromium } from "playwright-core";

const folder = process.argv[2];
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const policy = (await readFile(join(folder, "_headers"), "utf8")).match(/Content-Security-Policy: (.*)/)[1];
const types = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml" };
const findings = [];
const same = (what, actual, wanted) => {
  if (JSON.stringify(actual) !== JSON.stringify(wanted)) findings.push(`${what}: ${JSON.stringify(actual)}, not ${JSON.stringify(wanted)}`);
};

const server = createServer(async (request, response) => {
  let file = join(folder, new URL(request.url, "http://x").pathname);
  try {
    if ((await stat(file)).isDirectory()) file = join(file, "index.html");
    const body = await readFile(file);
    response.writeHead(200, { "content-type": types[extname(file)] ?? "application/octet-stream", "content-security-policy": policy });
    response.end(body);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const origin = `http://127.0.0.1:${server.address().port}`;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"],
});

// A reader: a fresh browser with an empty storage.
async function reader(what, doing, options = {}) {
  const context = await browser.newContext({ viewport: { width: 390, height: 900 }, reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  page.on("console", (message) => findings.push(`${what}: console: ${message.text()}`));
  page.on("pageerror", (error) => findings.push(`${what}: script error: ${error.message}`));
  page.on("request", (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(origin)) findings.push(`${what}: asked ${request.url()}`);
  });
  page.setDefaultTimeout(30_000);
  const go = (path) => page.goto(origin + path, { waitUntil: "load" });
  try {
    await doing({ page, context, go });
  } catch (error) {
    findings.push(`${what}: ${error.message}`);
  }
  await context.close();
}

const stored = (page) => page.evaluate(() => Object.fromEntries(Object.entries(localStorage).sort()));
const text = async (place) => (await place.innerText()).replace(/\s+/g, " ").trim();
async function saved(page, pressed) {
  const [file] = await Promise.all([page.waitForEvent("download"), pressed()]);
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), "utf8") };
}

async function axeFinds(page, what) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  for (const { id, nodes } of violations) for (const node of nodes) findings.push(`${what}: axe ${id}: ${node.target} ${node.html.slice(0, 120)}`);
}

// The same, whatever the order of its keys.
const inOrder = (all) => Object.entries(JSON.parse(all["hub:progress"]).tracks["tracks/beginner"]).sort();
const verdict = (page) => page.locator(".verdict");

async function answer(page, picks) {
  const groups = page.locator("[data-quiz] fieldset");
  for (const [number, pick] of picks.entries()) await groups.nth(number).locator("input").nth(pick).check();
  await page.locator("[data-quiz] button.button").first().click();
}

await reader("the quiz by keyboard", async ({ page, go }) => {
  await go("/start/");
  same("questions with a legend", await page.locator("[data-quiz] fieldset > legend h2").count(), 3);
  await page.locator("[data-quiz] input").first().focus();
  await page.keyboard.press("Enter");
  same("an open question", await text(verdict(page)), "This question is still open.");
  // The second answer of the first question speaks for the beginners' track, as the first of the two others.
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await page.keyboard.press("Tab");
  same("after the last question", await page.evaluate(() => document.activeElement.textContent), "Show my track");
  await page.keyboard.press("Enter");
  same("the result is announced in", await verdict(page).getAttribute("role"), "status");
  same("the result", (await text(verdict(page))).startsWith("This is your track: From box to first drawing See the track"), true);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  same("kept", (await stored(page))["hub:segments"], "beginner");
  same("said", (await text(verdict(page))).endsWith("Remembered: Starting out"), true);
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/tracks/beginner/");
});

await reader("a tie in the quiz", async ({ page, go }) => {
  await go("/start/");
  // Advanced, beginner, buyer: one each, and the first answered wins.
  await answer(page, [2, 0, 2]);
  same("the first of three", await text(verdict(page).locator(".track")), "Programs of your own");
  same("segments to keep", await verdict(page).locator("button").count(), 3);
  await answer(page, [0, 0, 0]);
  same("the most", await text(verdict(page).locator(".track")), "From box to first drawing");
});

await reader("progress", async ({ page, go }) => {
  await go("/tracks/beginner/");
  await page.locator("[data-begin] a").click();
  await page.getByRole("button", { name: "I have done this step" }).click();
  await page.reload();
  same("pressed after a reload", await page.locator(".done button").getAttribute("aria-pressed"), "true");
  await go("/tracks/beginner/");
  same("marked on the track", await page.locator(".timeline .is-done").count(), 1);
  same("the way on", await text(page.locator("[data-begin]")), "Go on: Set the pen height");
  await go("/");
  same("on home", await text(page.locator("[data-resume]")), "Continue where you left off: Set the pen height");
  await go("/tracks/beginner/");
  const steps = await page.locator(".timeline a.hit").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  for (const step of steps.slice(1)) {
    await go(step);
    await page.locator(".done button").click();
  }
  await go("/");
  same("after the last step, the next track", await text(page.locator("[data-resume]")), "Continue where you left off: Programs of your own");
});

await reader("one's own days", async ({ page, go }) => {
  await page.clock.install({ time: new Date("2026-12-28T10:00:00Z") });
  await go("/tracks/buyer/");
  const { name, text: file } = await saved(page, () => page.getByRole("button", { name: "Start today" }).click());
  same("the file's name", name, "buyer.ics");
  same("every line ends as RFC 5545 says", file.replaceAll("\r\n", "").includes("\n"), false);
  same("the longest line in octets", Math.max(...file.split("\r\n").map((line) => Buffer.byteLength(line))) <= 75, true);
  const lines = file.replaceAll("\r\n ", "").split("\r\n");
  const of = (field) => lines.filter((line) => line.startsWith(field)).map((line) => line.slice(field.length));
  same("days", of("DTSTART;VALUE=DATE:"), ["20261228", "20270103", "20270117", "20270126"]);
  same("ends", of("DTEND;VALUE=DATE:"), ["20261229", "20270104", "20270118", "20270127"]);
  same("stamp", of("DTSTAMP:")[0].slice(0, 13), "20261228T1000");
  same("ids", of("UID:").every((id) => /^tracks-buyer-[a-z0-9-]+@slowline\.example$/.test(id)) && new Set(of("UID:")).size === 4, true);
  same("addresses", of("URL:").every((url) => url.startsWith("https://slowline.example/tracks/buyer/")), true);
  same("what", of("SUMMARY:")[0].startsWith("Day 1: "), true);
  same("frame", [lines[0], lines[1], lines.at(-2), lines.at(-1)], ["BEGIN:VCALENDAR", "VERSION:2.0", "END:VCALENDAR", ""]);
  const again = await saved(page, () => page.getByRole("button", { name: "Start today" }).click());
  same("the same ids again", again.text, file);
  same("said", (await text(page.locator("[data-said]"))).length > 0, true);
});

const choices = (page) => page.locator("[data-choose]");

await reader("on this device", async ({ page, context, go }) => {
  await go("/preferences/");
  same("at first", await text(page.locator("[data-stored]")), "Nothing.");
  await choices(page).getByRole("radio", { name: /Starting out/ }).check();
  await choices(page).getByRole("radio", { name: /Choosing a machine/ }).check();
  await choices(page).getByRole("radio", { name: /Finding your hand/ }).check();
  same("one an axis", (await stored(page))["hub:segments"], "intermediate buyer");
  same("links that fit", await page.locator(".fits > li").evaluateAll((all) => all.filter((one) => one.checkVisibility()).map((one) => one.dataset.for)), ["intermediate", "buyer"]);
  await page.locator("[data-prefs] [data-switch] [value=dark]").check();
  same("dark", await page.evaluate(() => document.documentElement.dataset.theme), "dark");
  same("the menu knows it", await page.locator(".menu [value=dark]").isChecked(), true);
  await go("/tracks/beginner/first-evening/");
  await page.locator(".done button").click();
  await go("/preferences/");
  same("progress in words", await text(page.locator('[data-track="tracks/beginner"] [data-count]')), "Steps done: 1 / 6");
  const shown = await text(page.locator("[data-stored]"));
  for (const part of ["Finding your hand, Choosing a machine", "Dark", "From box to first drawing: 1"]) if (!shown.includes(part)) findings.push(`stored, but not shown: ${part} in ${shown}`);

  const file = await saved(page, () => page.getByRole("button", { name: "Save to a file" }).click());
  const before = await stored(page);
  same("the file", Object.keys(JSON.parse(file.text)), ["hub", "theme", "slash", "segments", "progress"]);
  await page.getByText("Forget everything").click();
  await page.getByRole("button", { name: "Yes, forget it all" }).click();
  same("forgotten", await stored(page), {});
  same("said so", await text(page.locator("[data-say]")), "Forgotten. Nothing is stored any more.");
  same("no trace on the page", await page.evaluate(() => ((({ theme, segments, ready }) => ({ theme, segments, ready }))(document.documentElement.dataset))), { theme: "", segments: "", ready: "" });
  same("no choice is ticked", await choices(page).locator(":checked").evaluateAll((all) => all.map((one) => one.value)), ["", ""]);

  const bring = async (name, content) => {
    await page.locator("[data-import]").setInputFiles({ name, mimeType: "application/json", buffer: Buffer.from(content) });
    await page.waitForFunction(() => document.querySelector("[data-import]").value === "");
    await page.waitForTimeout(100);
  };
  for (const bad of ["", "[]", "null", "{\"hub\":2}", "no", JSON.stringify({ hub: 1, pad: "x".repeat(70000) })]) {
    await bring("bad.json", bad);
    same(`a file that isn't one (${bad.slice(0, 12)})`, await stored(page), {});
  }
  const hostile = { hub: 1, theme: "<b>", segments: ["nobody", "beginner", "intermediate"], more: 1, progress: { last: "__proto__", tracks: { "tracks/beginner": { done: ["first-evening", "x\"><b>"], title: "<img>", next: { url: "//evil.example", title: "x" } }, other: { done: [] } } } };
  await bring("hostile.json", JSON.stringify(hostile));
  const kept = await stored(page);
  same("only what is known", [Object.keys(kept), kept["hub:segments"]], [["hub:progress", "hub:segments"], "beginner"]);
  same("nothing of the file's own", /evil|img|<b>|other|proto/.test(kept["hub:progress"]), false);
  await bring(file.name, file.text);
  const after = await stored(page);
  same("brought back", [after["hub:theme"], after["hub:segments"], Object.keys(after)], [before["hub:theme"], before["hub:segments"], Object.keys(before)]);
  same("and its progress", inOrder(after), inOrder(before));

  // Another window follows by itself.
  const other = await context.newPage();
  await other.goto(`${origin}/`);
  await choices(page).getByRole("radio", { name: /Going deep/ }).check();
  await other.waitForFunction(() => document.documentElement.dataset.segments === "advanced buyer");
});

await reader("home follows without a flash", async ({ page, go }) => {
  await go("/");
  const own = () => page.locator(".yours > section").evaluateAll((all) => all.filter((one) => one.checkVisibility()).map((one) => one.dataset.for));
  const order = () => page.locator(".ways > li").evaluateAll((all) => all.map((one) => ({ id: one.dataset.for, top: one.getBoundingClientRect().top })).sort((a, b) => a.top - b.top).map((one) => one.id));
  same("nothing of one's own", await own(), []);
  await page.evaluate(() => localStorage.setItem("hub:segments", "advanced member"));
  // The module is kept away, so that only the boot script can have done it: it runs before the body exists.
  await page.route("**/*.js", (route) => route.fulfill({ contentType: "text/javascript", body: "" }));
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (!document.body) return;
      globalThis.atBody = document.documentElement.dataset.segments;
      observer.disconnect();
    }).observe(document, { childList: true, subtree: true });
  });
  await page.reload();
  same("there before the body", await page.evaluate(() => globalThis.atBody), "advanced member");
  same("one's own", await own(), ["advanced", "member"]);
  same("first", (await order()).slice(0, 2), ["advanced", "member"]);
  await page.unroute("**/*.js");
  await page.reload();
  same("first for the keyboard too", await page.locator(".ways > li").evaluateAll((all) => all.slice(0, 2).map((one) => one.dataset.for)), ["advanced", "member"]);
  const shift = await page.evaluate(() => new Promise((done) => {
    new PerformanceObserver((list) => done(list.getEntries().reduce((sum, one) => sum + one.value, 0))).observe({ type: "layout-shift", buffered: true });
    setTimeout(() => done(0), 300);
  }));
  same("nothing moves", shift < 0.01, true);
  for (const bad of ["a\"]{}", "A B", "<b>"]) {
    await page.evaluate((value) => localStorage.setItem("hub:segments", value), bad);
    await page.reload();
    same(`not taken: ${bad}`, await page.evaluate(() => document.documentElement.dataset.segments), "");
  }
});

await reader("a list by level and segment", async ({ page, go }) => {
  await go("/guides/");
  await page.evaluate(() => localStorage.setItem("hub:segments", "beginner"));
  await page.reload();
  const cards = page.locator("[data-level]");
  const all = await cards.count();
  const visible = () => page.locator("[data-level]:visible").count();
  same("all at first", await visible(), all);
  await page.getByLabel("Level").selectOption("advanced");
  const some = await visible();
  same("fewer", some > 0 && some < all, true);
  same("announced", await text(page.locator("[data-filter] [role=status]")), `Shown: ${some} / ${all}`);
  await page.getByRole("button", { name: "Show all" }).click();
  await page.waitForTimeout(50);
  same("all again", await visible(), all);
  await page.locator('[name=for]').selectOption({ label: "Me: Starting out" });
  same("mine", (await visible()) < all, true);
});

const PAGES = ["/", "/start/", "/preferences/", "/tracks/beginner/", "/guides/"];

await reader("blocked storage", async ({ page, go }) => {
  await page.addInitScript(() => Object.defineProperty(globalThis, "localStorage", { get() { throw new DOMException("blocked", "SecurityError"); } }));
  for (const path of [...PAGES, "/tracks/beginner/first-evening/"]) {
    await go(path);
    same(`${path} works`, await page.evaluate(() => document.documentElement.dataset.ready), "");
  }
  await page.locator(".done button").click();
  same("holds for the page", await page.locator(".done button").getAttribute("aria-pressed"), "true");
  await go("/preferences/");
  same("says so", (await text(page.locator("[data-say]"))).startsWith("Your browser doesn't let"), true);
  await page.locator("[data-prefs] [data-switch] [value=dark]").check();
  same("dark for the page", await page.evaluate(() => document.documentElement.dataset.theme), "dark");
  await go("/start/");
  await answer(page, [1, 0, 0]);
  same("the quiz answers", await text(verdict(page).locator(".track")), "From box to first drawing");
});

await reader("without scripts", async ({ page, go }) => {
  await go("/start/");
  same("a decision list", await page.locator("[data-quiz] a").count(), 9);
  await go("/preferences/");
  same("says what it would do", await page.locator("noscript").isVisible(), true);
  same("feeds", await page.locator(".fits a:visible").count() > 12, true);
  for (const path of PAGES) {
    await go(path);
    same(`${path}: controls that do nothing`, await page.locator(".scripted:visible").count(), 0);
  }
  await go("/tracks/beginner/");
  same("the days in words", await page.getByText("the steps come on day 1, 3, 7, 14, 21, 30").isVisible(), true);
}, { javaScriptEnabled: false });

for (const colorScheme of ["light", "dark"]) {
  await reader(`axe, ${colorScheme}`, async ({ page, go }) => {
    await go("/start/");
    await axeFinds(page, `/start/ ${colorScheme}`);
    await answer(page, [1, 0, 0]);
    await axeFinds(page, `/start/ answered, ${colorScheme}`);
    await go("/preferences/");
    await choices(page).getByRole("radio", { name: /Starting out/ }).check();
    await page.getByText("Forget everything").click();
    await axeFinds(page, `/preferences/ ${colorScheme}`);
    for (const path of ["/", "/guides/", "/tracks/beginner/"]) {
      await go(path);
      await axeFinds(page, `${path} with a choice, ${colorScheme}`);
    }
  }, { colorScheme });
}

await reader("320 px", async ({ page, go }) => {
  for (const path of PAGES) {
    await go(path);
    if (path === "/start/") await answer(page, [1, 0, 0]);
    if (path === "/preferences/") await choices(page).getByRole("radio", { name: /Starting out/ }).check();
    const extra = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (extra > 0) findings.push(`${path} at 320 px: ${extra} px too wide`);
  }
}, { viewport: { width: 320, height: 700 } });

// A page of one device is nothing to find, and every page leads to it.
const read = (path) => readFile(join(folder, path), "utf8");
for (const path of ["sitemap.xml", "llms.txt", "opml.xml", "feeds/all.rss"]) same(`${path} names it`, (await read(path)).includes("/preferences/"), false);
same("kept out of search engines", (await read("preferences/index.html")).includes('name="robots" content="noindex"'), true);
for (const path of ["index.html", "404.html", "guides/index.html"]) same(`${path} leads to it`, (await read(path)).includes('href="/preferences/"'), true);

await browser.close();
server.close();
console.log(findings.join("\n"));
console.log(`${findings.length} findings`);
process.exit(findings.length ? 1 : 0);
