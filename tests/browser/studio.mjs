// Opens pages of the studio, as `hub serve` shows them, in Chromium and prints what is wrong with them, one line a finding.
//
// usage: node studio.mjs ORIGIN PATH…
// Each page: light and dark, 390 and 1440 px wide, checked with axe; at 320 px for sideways scrolling; without script for its
// heading; by keyboard for a way to everything that can be followed. With SHOTS, a folder, each look is kept there as a picture.

import { axe, end, launch, opened, steady } from "./shared.mjs";

const [origin, ...paths] = process.argv.slice(2);
const shots = process.env.SHOTS;
const findings = [];
const browser = await launch();
const name = (path) => path.replace(/^\/_hub\//, "").replace(/[^a-z0-9]+/gi, "-").replace(/^-|-$/g, "") || "today";

async function look(path, width, colorScheme) {
  const where = `${path} ${width}px ${colorScheme}`;
  const { context, page } = await opened(browser, origin, findings, where, { viewport: { width, height: 900 }, colorScheme, reducedMotion: "reduce" });
  await page.goto(origin + path, { waitUntil: "load" });
  for (const finding of await axe(page)) findings.push(`${where}: ${finding}`);
  if (shots) await page.screenshot({ path: `${shots}/${name(path)}-${width}-${colorScheme}.png`, fullPage: true });
  await context.close();
}

async function narrow(path) {
  const where = `${path} 320px`;
  const { context, page } = await opened(browser, origin, findings, where, { viewport: { width: 320, height: 700 } });
  await page.goto(origin + path, { waitUntil: "load" });
  const extra = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (extra > 0) findings.push(`${where}: scrolls sideways by ${extra} px`);
  await context.close();
}

async function withoutScript(path) {
  const where = `${path} without script`;
  const { context, page } = await opened(browser, origin, findings, where, { javaScriptEnabled: false });
  await page.goto(origin + path, { waitUntil: "load" });
  if ((await page.locator("h1").count()) !== 1) findings.push(`${where}: ${await page.locator("h1").count()} headings of the page`);
  if (!(await page.locator("main").isVisible())) findings.push(`${where}: no visible main`);
  await context.close();
}

// Every link is come to with the Tab key, the way past the menu first, and each shows that it is.
async function byKeyboard(path) {
  const where = `${path} by keyboard`;
  const { context, page } = await opened(browser, origin, findings, where, { viewport: { width: 1440, height: 900 } });
  await page.goto(origin + path, { waitUntil: "load" });
  const links = await page.evaluate(() => [...document.querySelectorAll("a[href]")].filter((link) => link.checkVisibility({ visibilityProperty: true })).length);
  const seen = new Set();
  let first = "";
  for (let stop = 0; stop < links + 40 && seen.size < links; stop += 1) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const here = document.activeElement;
      const all = [...document.querySelectorAll("a[href]")];
      return { number: all.indexOf(here), text: here.textContent.trim(), ring: getComputedStyle(here).outlineStyle };
    });
    if (!first) first = at.text;
    if (at.number >= 0) {
      seen.add(at.number);
      if (at.ring === "none") findings.push(`${where}: nothing shows that “${at.text}” is come to`);
    }
  }
  if (first !== "Skip to the page") findings.push(`${where}: the first stop is “${first}”`);
  if (seen.size < links) findings.push(`${where}: ${links - seen.size} of ${links} links can't be come to`);
  await context.close();
}

try {
  for (const path of paths) {
    for (const scheme of ["light", "dark"]) for (const width of [390, 1440]) await steady(() => look(path, width, scheme));
    await steady(() => narrow(path));
    await steady(() => withoutScript(path));
    await steady(() => byKeyboard(path));
  }
} finally {
  await browser.close();
}
end(findings, `${paths.length} pages of the studio`);
