// Opens pages of a built site in Chromium as people have set theirs, and prints what is wrong, one line a finding.
//
// usage: node conditions.mjs FOLDER PATH…
// Each page: scripts blocked (axe, light and dark, 390 and 1440 px); storage blocked; a window at 200 % zoom, and letters of
// twice the size; no motion; forced colours; paper; what moves while it loads; how many stops the keyboard makes before the
// text. Elements are found by what they are, never by the classes of a theme.

import { axe, end, launch, opened, serve, steady } from "./shared.mjs";

const [folder, ...paths] = process.argv.slice(2);
const site = await serve(folder);
const bare = await serve(folder, { blocked: true });
const browser = await launch();
const findings = [];
const MOST_STOPS = 5;
// What no eye sees: a page that scores a hundredth is called still by those who measure it.
const STILL = 0.001;
const LOOKS = 4;
// The example’s own zone, and one in which the reader’s own time stands beside.
const HOME = "Europe/Berlin";
const AWAY = "Asia/Tokyo";

// Everything that follows runs in a page.
function sideways() {
  return document.documentElement.scrollWidth - innerWidth;
}

// Text that is cut off by a box that doesn't grow.
function clipped() {
  const boxes = [...document.querySelectorAll("body *")].filter((box) => box.checkVisibility({ visibilityProperty: true, opacityProperty: true }));
  const cut = boxes.filter((box) => {
    const style = getComputedStyle(box);
    const hides = (value) => value === "hidden" || value === "clip";
    const over = (hides(style.overflowY) && box.scrollHeight > box.clientHeight + 2) || (hides(style.overflowX) && box.scrollWidth > box.clientWidth + 2);
    return over && box.clientHeight > 2 && box.textContent.trim() && !box.closest("[aria-hidden=true], svg");
  });
  return cut.map((box) => `${box.localName} “${box.textContent.trim().slice(0, 40)}”`);
}

function moving() {
  const found = document.getAnimations().map((one) => `runs ${one.animationName ?? one.transitionProperty}`);
  for (const box of document.querySelectorAll("*")) {
    const style = getComputedStyle(box);
    if (style.transitionDuration.split(", ").some((time) => parseFloat(time) > 0.01)) found.push(`${box.localName} has a transition`);
    if (style.animationName !== "none" && parseFloat(style.animationDuration) > 0.01) found.push(`${box.localName} has an animation`);
    if (style.scrollBehavior === "smooth") found.push(`${box.localName} scrolls smoothly`);
  }
  return [...new Set(found)];
}

// Where colours are forced, a control must have an edge or an underline, and focus a ring.
function edgeless() {
  const controls = [...document.querySelectorAll("button, input, select, summary, a[href]")].filter((one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }));
  const found = [];
  for (const control of controls) {
    const style = getComputedStyle(control);
    if (style.forcedColorAdjust === "none") found.push(`${control.localName} keeps its own colours`);
    const looksPressable = control.matches("button, input:not([type=radio], [type=checkbox], [type=file]), select");
    if (looksPressable && (style.borderStyle === "none" || parseFloat(style.borderWidth) === 0)) found.push(`${control.localName} “${control.textContent.trim().slice(0, 30)}” has no edge`);
  }
  for (const control of controls.slice(0, 12)) {
    control.focus({ focusVisible: true });
    const style = getComputedStyle(control);
    if (document.activeElement === control && (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2)) found.push(`${control.localName} “${control.textContent.trim().slice(0, 30)}” shows no focus`);
  }
  return [...new Set(found)];
}

// On paper: no way to go on, no form, a white ground, and the addresses of links out of the text.
function paper() {
  const found = [];
  const seen = (one) => one.checkVisibility({ visibilityProperty: true });
  const name = (one) => `${one.localName} “${(one.getAttribute("aria-label") ?? one.textContent).trim().replace(/\s+/g, " ").slice(0, 30)}”`;
  // What belongs to the text stays: a question with its answer below it, and the boxes of a list to tick off.
  for (const one of document.querySelectorAll("nav, form, button, input:enabled, select, summary:not(:has(h2, h3))")) if (seen(one)) found.push(`${name(one)} is printed`);
  const light = (colour) => { const [r, g, b] = colour.match(/[\d.]+/g).map(Number); return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255; };
  const none = (colour) => /, 0\)$|\/ 0\)$/.test(colour);
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgb = (colour) => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); return `rgb(${[...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3)})`; };
  for (const one of document.querySelectorAll("body, body *")) {
    if (!seen(one) || one.closest("svg, img")) continue;
    const style = getComputedStyle(one);
    if (!none(style.backgroundColor) && one.textContent.trim() && light(rgb(style.backgroundColor)) < 0.75) found.push(`${name(one)} has a dark ground`);
    const ownText = [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (ownText && light(rgb(style.color)) > 0.6) found.push(`${name(one)} is too pale`);
  }
  for (const link of document.querySelectorAll("main article p a[href^=http]")) {
    if (seen(link) && !getComputedStyle(link, "::after").content.includes("http") && !link.textContent.includes(new URL(link.href).hostname)) found.push(`${name(link)} doesn't say where it leads`);
  }
  return [...new Set(found)];
}

// Stops of the keyboard before the heading of the page, and before the text of a piece: the place with the most paragraphs. What
// a piece offers by itself, such as its recording, is as good as its text.
function stops() {
  const focusable = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")].filter((one) =>
    one.checkVisibility({ visibilityProperty: true }) && one.tabIndex >= 0 && !one.disabled && (one.localName === "summary" || !one.closest("details:not([open]) > :not(summary)")));
  const before = (place) => focusable.filter((one) => place && one.compareDocumentPosition(place) & Node.DOCUMENT_POSITION_FOLLOWING && !ofPiece(one)).length;
  const count = (box) => [...box.children].filter((child) => child.localName === "p").length;
  const ofPiece = (one) => one.closest("main article") && !one.closest("nav, header, details");
  const boxes = [...document.querySelectorAll("main > article div")].sort((a, b) => count(b) - count(a));
  const text = boxes[0] && count(boxes[0]) > 1 ? boxes[0] : null;
  return { heading: before(document.querySelector("main h1")), text: before(text) };
}

const say = (where, lines) => findings.push(...lines.map((line) => `${where}: ${line}`));

async function blocked(path) {
  const { context, page } = await opened(browser, bare.origin, findings, `${path} scripts blocked`, { quiet: true, reducedMotion: "reduce" });
  await page.goto(bare.origin + path, { waitUntil: "load" });
  if (await page.evaluate(() => "ready" in document.documentElement.dataset)) findings.push(`${path}: a script ran all the same`);
  for (const width of [390, 1440]) {
    for (const colorScheme of ["light", "dark"]) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      say(`${path} ${width}px ${colorScheme}, scripts blocked`, await axe(page));
    }
  }
  await context.close();
}

async function zoomed(path) {
  const { context, page } = await opened(browser, site.origin, findings, `${path} zoomed`, { viewport: { width: 640, height: 512 }, deviceScaleFactor: 2 });
  await page.goto(site.origin + path, { waitUntil: "load" });
  for (const [what, width, size] of [["zoom of 200 %", 640, ""], ["letters of 200 %", 1280, "200%"], ["letters of 200 % on a phone", 390, "200%"]]) {
    await page.setViewportSize({ width, height: 512 });
    await page.evaluate((size) => { const sheet = new CSSStyleSheet(); if (size) sheet.replaceSync(`html{font-size:${size}!important}`); document.adoptedStyleSheets = [sheet]; }, size);
    const extra = await page.evaluate(sideways);
    if (extra > 0) findings.push(`${path} ${what}: ${extra} px too wide`);
    say(`${path} ${what}, cut off`, await page.evaluate(clipped));
  }
  await context.close();
}

async function quiet(path) {
  const { context, page } = await opened(browser, site.origin, findings, `${path} without storage`, { reducedMotion: "reduce" });
  await page.addInitScript(() => Object.defineProperty(globalThis, "localStorage", { get() { throw new DOMException("blocked", "SecurityError"); } }));
  await page.goto(site.origin + path, { waitUntil: "load" });
  if (!(await page.evaluate(() => "ready" in document.documentElement.dataset))) findings.push(`${path} without storage: the script didn't come to its end`);
  say(`${path} without motion`, await page.evaluate(moving));
  const { heading, text } = await page.evaluate(stops);
  if (heading > MOST_STOPS) findings.push(`${path}: ${heading} stops before the heading`);
  if (text > MOST_STOPS) findings.push(`${path}: ${text} stops before the text`);
  // Who comes to a page to write is there already: the way round the header is behind them.
  if (!(await page.evaluate(() => document.activeElement.matches("main input")))) {
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    if (!(await page.evaluate(() => document.activeElement.localName === "main"))) findings.push(`${path}: the first stop doesn't lead to the content`);
  }
  await page.emulateMedia({ forcedColors: "active" });
  say(`${path} with forced colours`, await page.evaluate(edgeless));
  await context.close();
}

async function printed(path) {
  const { context, page } = await opened(browser, site.origin, findings, `${path} on paper`, { viewport: { width: 700, height: 900 }, colorScheme: "dark" });
  await page.addInitScript(() => localStorage.setItem("hub:theme", "dark"));
  await page.goto(site.origin + path, { waitUntil: "load" });
  await page.emulateMedia({ media: "print" });
  say(`${path} on paper`, await page.evaluate(paper));
  await context.close();
}

// What has moved in one look at a page, from top to bottom.
async function moves(path, width, timezoneId) {
  const { context, page } = await opened(browser, site.origin, findings, `${path} ${width}px`, { viewport: { width, height: 800 }, timezoneId });
  await page.addInitScript((still) => {
    globalThis.moved = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (entry.value > still) globalThis.moved.push(`${entry.value.toFixed(4)} by ${entry.sources.map(({ node }) => node?.outerHTML?.slice(0, 60) ?? "?").join(", ")}`);
    }).observe({ type: "layout-shift", buffered: true });
  }, STILL);
  await page.goto(site.origin + path, { waitUntil: "load" });
  await page.evaluate(async () => {
    for (let y = 0; y < document.body.scrollHeight; y += 700) {
      scrollTo(0, y);
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    }
  });
  await page.waitForTimeout(50);
  const moved = await page.evaluate(() => globalThis.moved);
  await context.close();
  return moved;
}

// What a page or its script moves, it moves at each look. What moves once stood half read on a machine that had no time: a
// browser may show the first rows of a table before it has read the rest.
async function shifts(path) {
  for (const [width, timezoneId] of [[390, HOME], [390, AWAY], [1440, HOME], [1440, AWAY]]) {
    let moved = await moves(path, width, timezoneId);
    for (let look = 1; look < LOOKS && moved.length; look++) moved = await moves(path, width, timezoneId);
    say(`${path} ${width}px in ${timezoneId} moves while it loads`, moved);
  }
}

try {
  const waiting = [...paths];
  const worker = async () => {
    for (let path = waiting.shift(); path; path = waiting.shift()) {
      for (const look of [blocked, zoomed, quiet, printed, shifts]) await steady(() => look(path));
    }
  };
  await Promise.all([worker(), worker(), worker()]);
} finally {
  await browser.close();
  site.server.close();
  bare.server.close();
}
end(findings, `${paths.length} pages under other conditions`);
