// Looks in Chromium at a site that is written from right to left, and prints what is wrong with it, one line a finding.
//
// usage: node rtl.mjs FOLDER
// The site is tests/sites/rtl with the theme hearth: its pages and numbers are named here.

import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import { chromium } from "playwright-core";
import { serve } from "./serve.mjs";

const [folder] = process.argv.slice(2);
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const pages = ["/", "/guides/minutes-11/", "/tracks/first/", "/tracks/first/minutes-1/", "/faq/", "/start/", "/preferences/", "/events/", "/events/night/", "/spotlights/kit/", "/series/later/", "/newsletter/", "/404.html"];

// Numbers of things, and how Arabic says them: one number for each of its six plural forms.
const plurals = [
  ["/series/later/", "#parts", "بلا أجزاء"],
  ["/guides/minutes-1/", ".facts", "دقيقة واحدة"],
  ["/guides/minutes-2/", ".facts", "دقيقتان"],
  ["/guides/minutes-3/", ".facts", "3 دقائق"],
  ["/guides/minutes-11/", ".facts", "11 دقيقة"],
  ["/guides/minutes-100/", ".facts", "100 دقيقة"],
  ["/faq/pen/", ".piece-head", "سُئل 11 مرة"],
  ["/faq/ink/", ".piece-head", "سُئل 3 مرات"],
  ["/", "#letter", "1,234 قارئًا"],
];

const server = await serve(folder);
const origin = `http://127.0.0.1:${server.address().port}`;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"],
});
const findings = [];
const hold = (is, text) => is || findings.push(text);

async function on(path, width, look, options = {}) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  page.on("console", (message) => findings.push(`${path}: console ${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => findings.push(`${path}: script error: ${error.message}`));
  await page.goto(origin + path, { waitUntil: "load" });
  await look(page);
  await context.close();
}

const box = (page, selector) => page.locator(selector).first().boundingBox();
const style = (page, selector, name) => page.locator(selector).first().evaluate((it, name) => getComputedStyle(it)[name], name);

for (const path of pages) {
  for (const [width, colorScheme] of [[390, "light"], [1440, "dark"]]) {
    await on(path, width, async (page) => {
      hold((await page.getAttribute("html", "dir")) === "rtl" && (await page.getAttribute("html", "lang")) === "ar", `${path}: lang and dir`);
      await page.evaluate(axe);
      const result = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
      for (const violation of result.violations) for (const node of violation.nodes) findings.push(`${path} ${width}px ${colorScheme}: axe ${violation.id}: ${node.target} ${node.html.slice(0, 120)}`);
    }, { colorScheme });
  }
  await on(path, 320, async (page) => {
    const extra = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    hold(extra <= 0, `${path}: scrolls sideways by ${extra} px at 320 px`);
    // Text of the theme holds no Latin word: none was forgotten.
    const latin = await page.evaluate(() => [...document.querySelectorAll("nav, .skip, .menu, .switch, .consent label")].flatMap((it) => it.textContent.match(/[A-Za-z]{2,}/g) ?? []));
    hold(latin.every((word) => ["Tom", "Ink", "Kit"].includes(word)), `${path}: Latin words ${latin}`);
  });
}

// The page is mirrored: what leads stands at the right, what follows at the left.
await on("/", 1440, async (page) => {
  const [brand, menu, text, art] = await Promise.all([".top .brand", ".menu > summary", ".hero h1", ".hero-art"].map((it) => box(page, it)));
  hold(brand.x > menu.x + menu.width, "the name stands right of the menu");
  hold(text.x > art.x + art.width, "the hero's words stand right of its picture");
  const { x, width } = await box(page, ".top .brand");
  const wide = await box(page, ".top");
  hold(Math.abs(x + width - (wide.x + wide.width - parseFloat(await style(page, ".top", "paddingRight")))) < 2, "the name begins at the right edge");
  await page.locator(".menu > summary").click();
  const [panel, button] = await Promise.all([box(page, ".panel"), box(page, ".menu > summary")]);
  hold(Math.abs(panel.x - button.x) < 2, "the menu opens from the left edge, where its button is");
  const arrow = await page.locator(".more").first().evaluate((it) => getComputedStyle(it, "::after").content);
  hold(arrow.includes("←"), `arrows lead to the left: ${arrow}`);
  for (const selector of [".hero h1", ".lead", ".ways h3"]) hold((await style(page, selector, "textAlign")) === "start" && (await style(page, selector, "direction")) === "rtl", `${selector} begins at the right`);
});
await on("/tracks/first/", 390, async (page) => {
  const [item, title] = await Promise.all([box(page, ".timeline li"), box(page, ".timeline h3")]);
  hold(item.x + item.width - (title.x + title.width) > 20, "the line of a track runs at the right of its steps");
});
await on("/tracks/first/minutes-2/", 390, async (page) => {
  const [mark, item] = await Promise.all([page.locator(".parts li").first().evaluate((it) => getComputedStyle(it, "::before").right), box(page, ".parts li")]);
  hold(parseFloat(mark) < 2 && item.width > 0, `the marks of steps stand at the right: ${mark}`);
});

// Code and addresses run from left to right, and the button of a block keeps clear of where its lines begin.
await on("/guides/minutes-11/", 1440, async (page) => {
  for (const selector of ["pre", ".prose p code", "input[type=email]"]) hold((await style(page, selector, "direction")) === "ltr", `${selector} runs from left to right`);
  const [block, copy] = await Promise.all([box(page, ".code"), box(page, ".copy")]);
  if (copy) hold(copy.x > block.x + block.width / 2, "the copy button stands at the right of a block");
  const quote = await style(page, ".prose blockquote", "borderRightWidth");
  hold(parseFloat(quote) > 0, "the bar of a quotation stands at its right");
});

for (const [path, selector, text] of plurals) {
  await on(path, 390, async (page) => {
    const said = await page.locator(selector).first().textContent();
    hold(said.includes(text), `${path}: “${text}” isn't in “${said.trim()}”`);
  });
}

// The reader's own time is added in their language.
await on("/events/night/", 390, async (page) => {
  const said = await page.locator(".local").first().textContent();
  hold(said.includes("بتوقيتك"), `the reader's own time: ${said}`);
}, { timezoneId: "America/New_York" });

await browser.close();
server.close();
console.log(findings.join("\n"));
console.log(`${pages.length} pages looked at, ${findings.length} findings`);
process.exit(findings.length ? 1 : 0);
