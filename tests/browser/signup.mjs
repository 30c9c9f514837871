// Fills in the sign-up form of a built site in Chromium, without scripts, and prints what is wrong with it.
//
// usage: node signup.mjs FOLDER PATH PORT
// The form of PATH posts to this machine's PORT, where a listener stands in for the mail provider.

import { createServer } from "node:http";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "playwright-core";

const [folder, path, port] = process.argv.slice(2);
const policy = (await readFile(join(folder, "_headers"), "utf8")).match(/Content-Security-Policy: (.*)/)[1];
const findings = [];
const expect = (what, actual, wanted) => {
  if (JSON.stringify(actual) !== JSON.stringify(wanted)) findings.push(`${what}: ${JSON.stringify(actual)}, not ${JSON.stringify(wanted)}`);
};

const site = createServer(async (request, response) => {
  let file = join(folder, new URL(request.url, "http://x").pathname);
  try {
    if ((await stat(file)).isDirectory()) file = join(file, "index.html");
    const type = file.endsWith(".css") ? "text/css" : "text/html; charset=utf-8";
    response.writeHead(200, { "content-type": type, "content-security-policy": policy });
    response.end(await readFile(file));
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((ready) => site.listen(0, "127.0.0.1", ready));
const origin = `http://127.0.0.1:${site.address().port}`;

const posts = [];
const provider = createServer((request, response) => {
  let body = "";
  request.on("data", (part) => (body += part));
  request.on("end", () => {
    posts.push({ method: request.method, type: request.headers["content-type"], fields: [...new URLSearchParams(body)].sort() });
    response.writeHead(303, { location: `${origin}/newsletter/check-inbox/` }).end();
  });
});
await new Promise((ready) => provider.listen(Number(port), "127.0.0.1", ready));

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"],
});
try {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 900 } });
  const page = await context.newPage();
  page.on("console", (message) => findings.push(`console: ${message.text()}`));
  await page.goto(origin + path);

  const form = page.locator(`form[action="http://127.0.0.1:${port}/subscribe"]`);
  const [email, consent, trap] = [form.locator("input[type=email]"), form.locator("input[type=checkbox]"), form.locator("input[name=website]")];
  expect("the consent is ticked", await consent.isChecked(), false);

  const cdp = await context.newCDPSession(page);
  const { nodes } = await cdp.send("Accessibility.getFullAXTree");
  const labels = nodes.filter((node) => !node.ignored).map((node) => node.name?.value ?? "");
  const label = (await form.locator("[aria-hidden=true] label").textContent()).trim();
  expect("the trap is read out", labels.includes(label), false);
  expect("the field for the address is read out", labels.includes((await form.locator("label[for$=email], label[for^=email]").textContent()).trim()), true);

  // From the address on, each stop of the keyboard: the trap stands before it in both themes, so go round once.
  await email.focus();
  const stops = [];
  for (const key of ["Shift+Tab", "Tab", "Tab", "Tab", "Tab"]) {
    await page.keyboard.press(key);
    stops.push(await page.evaluate(() => document.activeElement.name ?? ""));
  }
  expect("the keyboard stops at the trap", stops.includes("website"), false);
  await trap.evaluate((field) => field.scrollIntoView({ block: "center" }));
  const hit = await trap.evaluate((field) => {
    const box = field.getBoundingClientRect();
    return document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2) === field;
  });
  expect("the trap can be seen and clicked", hit, false);

  await email.fill("reader@post.example");
  await form.locator("button").click();
  await page.waitForTimeout(300);
  expect("sent without consent", posts.length, 0);
  await consent.check();
  await form.locator("button").click();
  await page.waitForURL("**/newsletter/check-inbox/");
  expect("sent", posts, [{
    method: "POST", type: "application/x-www-form-urlencoded",
    fields: [["email", "reader@post.example"], ["embed", "1"], ["tag", "beginner"], ["website", ""]],
  }]);
} finally {
  await browser.close();
  site.close();
  provider.close();
}
console.log(findings.join("\n"));
process.exit(findings.length ? 1 : 0);
