// Works on a site that `hub serve` shows, as its author does, and prints what is wrong, one line a finding.
//
// usage: node live.mjs ORIGIN SITE
// SITE has `content/guides/first.md`, long enough to be scrolled, `content/faq/why.md` and a hearth of its own accent. A save shows
// by itself and leaves the scroll place; another page stays as it is; a new colour comes without loading the page again; a
// mistake lies over the page until it is mended or put aside; the bar shows other days, drafts and readers, and is one that all can use; pages that nobody
// sees wait until they are seen.

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { axe, end, launch, opened, steady } from "./shared.mjs";

const [origin, site] = process.argv.slice(2);
const findings = [];
const browser = await launch();
const holds = (what, is) => { if (!is) findings.push(what); };
const edit = async (path, change) => {
  const file = join(site, path);
  await writeFile(file, change(await readFile(file, "utf8")));
};
const shown = (page, what, test, argument) => page.waitForFunction(test, argument, { timeout: 60_000 }).catch((error) => {
  if (/crashed|Target closed/.test(error.message)) throw error;
  findings.push(`${what}: ${error.message.split("\n")[0]}`);
});
const live = (selector) => document.querySelector("hub-live")?.shadowRoot.querySelector(selector);
const has = `globalThis.inBar = ${live}`;

const { context, page } = await opened(browser, origin, findings, "a page at work", { viewport: { width: 900, height: 500 } });
await page.addInitScript(has);
await page.goto(`${origin}/guides/first/`, { waitUntil: "load" });
const other = await context.newPage();
await other.goto(`${origin}/faq/why/`, { waitUntil: "load" });
await other.evaluate(() => { globalThis.stayed = true; });

// A save.
await shown(page, "the bar never came", () => globalThis.inBar("summary"));
await page.evaluate(() => { scrollTo(0, 900); globalThis.stayed = true; });
await edit("content/guides/first.md", (text) => `${text}\nThe last sentence of all.\n`);
await shown(page, "a save didn't show", () => document.body.textContent.includes("The last sentence of all."));
await shown(page, "the scroll place is lost", () => Math.abs(scrollY - 900) < 3);
holds("a page that didn't change was loaded again", await other.evaluate(() => globalThis.stayed === true));

// A colour.
await page.evaluate(() => { globalThis.stayed = true; });
const colour = () => getComputedStyle(document.documentElement).getPropertyValue("--accent").trim();
const before = await page.evaluate(colour);
await edit("hub.toml", (text) => text.replace("#8a3b12", "#12508a"));
await shown(page, "a new colour didn't show", (before) => getComputedStyle(document.documentElement).getPropertyValue("--accent").trim() !== before, before);
holds("a new colour loaded the page again", await page.evaluate(() => globalThis.stayed === true));

// A mistake, and the next day of it.
await edit("content/faq/why.md", (text) => text.replace("short =", "shrot ="));
await shown(page, "a mistake didn't show", () => globalThis.inBar("[role=alert]")?.textContent.includes("`shrot`"));
const drawn = await page.evaluate(() => globalThis.inBar("[role=alert] pre").textContent);
for (const words of ["content/faq/why.md:3:1", "`short`"]) holds(`the mistake doesn't say ${words}: ${drawn}`, drawn.includes(words));
for (const finding of await axe(page)) findings.push(`with a mistake: ${finding}`);
await page.evaluate(() => globalThis.inBar("[role=alert] button").click());
holds("what is wrong can't be put aside", await page.evaluate(() => !globalThis.inBar("[role=alert]")));
const closer = (page) => shown(page, "the closer look never came", () => globalThis.inBar(".bar pre").textContent.includes("note[undated]"));
await closer(page);
holds("what was put aside came back with notes on other pieces", await page.evaluate(() => !globalThis.inBar("[role=alert]")));
await edit("content/faq/why.md", (text) => text.replace("shrot =", "short =").replace("Because", "For that"));
await shown(other, "a mended page didn't show", () => document.body.textContent.includes("For that"));

// The bar: by keyboard, another day, drafts, a reader.
await page.goto(`${origin}/guides/later/`, { waitUntil: "load" });
await shown(page, "the bar doesn't say why a piece isn't public", () => globalThis.inBar("summary")?.textContent.includes("not public"));
await page.evaluate(() => globalThis.inBar("summary").focus());
await page.keyboard.press("Enter");
holds("the bar doesn't open by keyboard", await page.evaluate(() => globalThis.inBar("details").open));
for (const finding of await axe(page)) findings.push(`with the bar open: ${finding}`);
await closer(page);
await page.evaluate(() => {
  const told = globalThis.inBar(".bar pre");
  new MutationObserver(() => { if (!told.textContent) globalThis.wasRead = true; }).observe(told, { childList: true });
});
await edit("content/faq/why.md", (text) => `${text}\nA word more.\n`);
await shown(page, "a reading keeps the notes of the one before", () => globalThis.wasRead);
await closer(page);
holds("a change takes the bar from under the keyboard", await page.evaluate(() => globalThis.inBar("summary").matches(":focus")));
await page.evaluate(() => {
  const at = globalThis.inBar("input[type=datetime-local]");
  at.value = "2026-12-09T12:00";
  at.dispatchEvent(new Event("change"));
});
await shown(page, "another day doesn't show what is public then", () => document.querySelector("h1")?.textContent.includes("A later one"));
await page.goto(`${origin}/faq/why/`, { waitUntil: "load" });
await shown(page, "the day is forgotten on the next page", () => globalThis.inBar("summary")?.textContent.includes("2026-12-09"));
await shown(page, "the bar knows no readers", () => globalThis.inBar("select"));
await page.evaluate(() => {
  const select = globalThis.inBar("select");
  select.value = "new";
  select.dispatchEvent(new Event("change"));
});
await shown(page, "the page isn't seen as a reader's", () => document.documentElement.dataset.segments === "new");
await page.goto(`${origin}/?as=`, { waitUntil: "load" });
await shown(page, "`?as=` doesn't take a reader away", () => !document.documentElement.dataset.segments && !location.search);

// Pages that nobody sees keep no connection from those that come after them (with these five it would be the seventh), and are
// true again once they are seen.
const look = (tab, hidden) => tab.evaluate((hidden) => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
  document.dispatchEvent(new Event("visibilitychange"));
}, hidden);
const tabs = [];
while (tabs.length < 5) {
  const tab = await context.newPage();
  await tab.goto(`${origin}/faq/why/`, { waitUntil: "load" });
  await look(tab, true);
  tabs.push(tab);
}
await edit("content/faq/why.md", (text) => text.replace("For that", "Seen at last"));
const isTrue = () => document.body.textContent.includes("Seen at last");
await shown(other, "a save didn't show beside pages that nobody sees", isTrue);
for (const tab of tabs) holds("a page that nobody sees was loaded again", !(await tab.evaluate(isTrue)));
await steady(async () => {
  const tab = tabs.pop();
  await look(tab, false);
  await shown(tab, "a page that is seen again isn't true", isTrue);
});
await browser.close();
// A page that isn't public yet is not found, and Chromium says so.
end(findings.filter((finding) => !finding.includes("status of 404")), "a page at work");
