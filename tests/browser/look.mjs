// Opens pages of a built site in Chromium and prints what is wrong with them, one line a finding.
//
// usage: node look.mjs FOLDER PATH…
// Each page: light and dark, 390 and 1440 px wide, checked with axe; at 320 px for sideways scrolling; with scripts off
// for its heading. The site is served with the headers of its `_headers`, the strict policy among them: whatever a page says on
// the console or asks of another origin is a finding. A page is loaded once, as a phone's, and turned into the others: what that
// leaves wrong would be wrong for whoever turns their phone.

import { axe, end, launch, opened, serve, steady } from "./shared.mjs";

const [folder, ...paths] = process.argv.slice(2);
const site = await serve(folder);
const browser = await launch();
const findings = [];
const LOOKS = [[390, "light"], [390, "dark"], [1440, "dark"], [1440, "light"]];

async function look(path) {
  const { context, page } = await opened(browser, site.origin, findings, path, { colorScheme: "light", reducedMotion: "reduce" });
  await page.goto(site.origin + path, { waitUntil: "load" });
  for (const [width, colorScheme] of LOOKS) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    for (const found of await axe(page)) findings.push(`${path} ${width}px ${colorScheme}: ${found}`);
  }
  await page.setViewportSize({ width: 320, height: 700 });
  const extra = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (extra > 0) findings.push(`${path} 320px: scrolls sideways by ${extra} px`);
  await context.close();
}

async function withoutScript(path) {
  const { context, page } = await opened(browser, site.origin, findings, `${path} no script`, { javaScriptEnabled: false });
  await page.goto(site.origin + path, { waitUntil: "load" });
  if ((await page.locator("h1").count()) !== 1) findings.push(`${path} no script: ${await page.locator("h1").count()} h1`);
  if (!(await page.locator("main").isVisible())) findings.push(`${path} no script: no visible main`);
  await context.close();
}

try {
  for (const path of paths) {
    await steady(() => look(path));
    await steady(() => withoutScript(path));
  }
} finally {
  await browser.close();
  site.server.close();
}
end(findings, `${paths.length} pages looked at`);
