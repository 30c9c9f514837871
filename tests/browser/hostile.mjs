// Opens every page of a built site without its policy and looks for what ran, or could.
//
// usage: node hostile.mjs FOLDER|ORIGIN [PATH…]
// A folder is walked for its pages. Of each page: nothing called `pwned()` or opened a dialog, the console is silent, nothing was
// asked for that isn't part of the site, no element or attribute that runs but the theme's own, and one `main` with a heading.

import { readdir } from "node:fs/promises";
import { relative } from "node:path";
import { end, launch } from "./shared.mjs";
import { serve } from "./serve.mjs";

const [place, ...given] = process.argv.slice(2);
// Pages of `hub serve` listen, each by a connection of its own, and Chromium has six for a server.
const PARALLEL = 4;
const OPEN = ["content-security-policy", "x-frame-options"];
const served = place.startsWith("http") ? null : await serve(place, (name, value) => (OPEN.includes(name) ? "" : value));
const origin = served ? `http://127.0.0.1:${served.address().port}` : place;
const files = served ? (await readdir(place, { recursive: true, withFileTypes: true })).filter((one) => one.isFile()).map((one) => `/${relative(place, `${one.parentPath}/${one.name}`)}`) : [];
const known = new Set(files.flatMap((path) => [path, path.replace(/index\.html$/, "")]));
const paths = given.length ? given : files.filter((path) => path.endsWith(".html")).map((path) => path.replace(/index\.html$/, ""));
const url = (path) => origin + path.split("/").map(encodeURIComponent).join("/");
const findings = [];

const browser = await launch();
const context = await browser.newContext({ bypassCSP: true });
await context.exposeBinding("reportPwned", (_, what) => findings.push(what));
await context.addInitScript(() => {
  const told = (what) => () => globalThis.reportPwned(`${what} on ${location.pathname}`);
  for (const name of ["pwned", "alert", "confirm", "prompt", "print"]) globalThis[name] = told(name);
});

// What stands in a page that could run, by the page's own eyes.
function look() {
  const found = [];
  // The studio leads its author to the editor, and shows mails in frames.
  const fine = ["http:", "https:", "mailto:", "tel:", ...(location.pathname.startsWith("/_hub/") ? ["vscode:"] : [])];
  const links = ["href", "src", "action", "formaction", "poster", "cite", "data", "background", "xlink:href", "ping", "manifest"];
  for (const element of document.querySelectorAll("*")) {
    const name = element.localName;
    if ([...(location.pathname.startsWith("/_hub/") ? [] : ["iframe"]), "object", "embed", "base", "frame", "applet", "portal", "animate", "set", "foreignobject"].includes(name)) found.push(`<${name}>`);
    if (name === "meta" && element.httpEquiv && !/^content-security-policy$/i.test(element.httpEquiv)) found.push(`meta ${element.httpEquiv}`);
    for (const { name: attribute, value } of element.attributes) {
      if (/^on/i.test(attribute) || attribute === "srcdoc") found.push(`${name} has ${attribute}`);
      if (!links.includes(attribute)) continue;
      const { protocol } = URL.parse(value, document.baseURI) ?? { protocol: "none" };
      if (!fine.includes(protocol) && !(protocol === "data:" && ["img", "link"].includes(name))) found.push(`${name} ${attribute}=${value.slice(0, 60)}`);
    }
    if (name === "script" && element.type === "application/ld+json") try { JSON.parse(element.textContent); } catch (error) { found.push(error.message); }
  }
  const count = (selector) => document.querySelectorAll(selector).length;
  if (count("main") !== 1 || count("h1") < 1) found.push(`${count("main")} main, ${count("h1")} h1`);
  const scripts = [...document.scripts].filter((one) => one.type !== "application/ld+json" && one.type !== "application/json");
  return { found, scripts: scripts.map((one) => one.getAttribute("src")?.replace(/^.*\//, "") ?? one.textContent) };
}

const scripts = new Map();
const waiting = [...paths];
async function worker() {
  const page = await context.newPage();
  // How quick a page is, is not asked here: a machine may be busy.
  page.setDefaultNavigationTimeout(120_000);
  let where = "";
  page.on("console", (message) => message.location().url.endsWith("/favicon.ico") || findings.push(`${where}: console ${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => findings.push(`${where}: script error: ${error.message}`));
  page.on("dialog", (dialog) => (findings.push(`${where}: dialog`), dialog.dismiss()));
  page.on("request", (request) => {
    const asked = request.url();
    if (/^(data|blob):/.test(asked)) return;
    const path = asked.startsWith(`${origin}/`) ? decodeURIComponent(new URL(asked).pathname) : "";
    if (served ? !known.has(path) : !path) findings.push(`${where}: asked ${asked}`);
  });
  for (where = waiting.shift(); where; where = waiting.shift()) {
    await page.goto(served ? url(where) : origin + where, { waitUntil: served ? "load" : "domcontentloaded" });
    const seen = await page.evaluate(look);
    findings.push(...seen.found.map((what) => `${where}: ${what}`));
    for (const script of seen.scripts) scripts.set(script, [...(scripts.get(script) ?? []), where]);
  }
  where = "at the end";
}

try {
  await Promise.all(Array.from({ length: PARALLEL }, worker));
} finally {
  await browser.close();
  served?.close();
}
// The theme has a handful of scripts; whatever else is one came from a text.
if (scripts.size > 6) for (const [script, pages] of scripts) if (pages.length < 3) findings.push(`${pages[0]}: a script of its own: ${script.slice(0, 80)}`);
end([...new Set(findings)].slice(0, 200), `${paths.length} hostile pages, ${scripts.size} scripts`);
