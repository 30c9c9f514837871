// Opens pages with times of events in Chromium set to other zones, and prints what is wrong, one line a finding.
//
// usage: node times.mjs FOLDER ZONE PATH…
// ZONE is the site's own. Each moment that a page offers in the reader's time (`<time data-local>`) is worked out here anew, with
// the day of the week, since it may be another.

import { end, launch, opened, serve } from "./shared.mjs";

const [folder, own, ...paths] = process.argv.slice(2);
const site = await serve(folder);
const browser = await launch();
const findings = [];
const plain = (text) => text.replace(/\s+/g, " ");
let moments = 0;
let otherDays = 0;

for (const timezoneId of [own, "America/New_York", "Asia/Tokyo", "Pacific/Auckland"]) {
  for (const path of paths) {
    const where = `${path} in ${timezoneId}`;
    const { context, page } = await opened(browser, site.origin, findings, where, { timezoneId, locale: "en-US" });
    await page.goto(site.origin + path, { waitUntil: "load" });
    const times = await page.locator("main time[data-local]").evaluateAll((all) => all.map((time) => ({ at: time.dateTime, around: time.parentElement.innerText })));
    if (!times.length) findings.push(`${where}: no time is offered in the reader's own`);
    const language = await page.locator("html").getAttribute("lang");
    for (const { at, around } of times) {
      const format = (options) => plain(new Intl.DateTimeFormat(language, { timeZone: timezoneId, ...options }).format(new Date(at)));
      const wanted = `${format({ weekday: "short", hour: "2-digit", minute: "2-digit" })} your time`;
      if (timezoneId === own && plain(around).includes("your time")) findings.push(`${where}: “${plain(around)}” says the same time twice`);
      if (timezoneId !== own && !plain(around).includes(wanted)) findings.push(`${where}: “${plain(around)}” doesn't say “${wanted}”`);
      moments += 1;
      if (format({ day: "numeric" }) !== String(Number(at.slice(8, 10)))) otherDays += 1;
    }
    await context.close();
  }
}
if (!otherDays) findings.push("no moment falls on another day for the reader: the test holds less than it should");
await browser.close();
site.server.close();
end(findings, `${moments} moments, ${otherDays} on another day`);
