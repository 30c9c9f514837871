// Takes the pictures of README.md: the example's home page and the studio, each on a desk and on a phone.
//
// usage: node pictures.mjs HUB SITE OUT
// HUB is the built program, SITE the folder of the example. The day is fixed, so that a picture changes only where hub does.

import { mkdir, rm, writeFile } from "node:fs/promises";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { launch } from "./shared.mjs";

const [hub, site, out] = process.argv.slice(2);
const DAY = "2026-12-08T12:00:00+01:00";
const PICTURES = [
  { name: "hub.png", path: "/" },
  { name: "studio.png", path: "/_hub/calendar/" },
];

const server = spawn(hub, ["serve", site, "--port", "0", "--at", DAY, "--no-bar"], { stdio: ["ignore", "ignore", "pipe"] });
const origin = await new Promise((found, lost) => {
  let said = "";
  server.stderr.setEncoding("utf8").on("data", (text) => {
    said += text;
    const address = said.match(/http:\/\/[0-9.]+:\d+/);
    if (address) found(address[0]);
  });
  server.on("exit", () => lost(new Error(`hub serve ended:\n${said}`)));
});

const browser = await launch();
async function shot(path, width, height, colorScheme) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme, deviceScaleFactor: 1, timezoneId: "Europe/Berlin" });
  const page = await context.newPage();
  // The stream of changes never ends: `load` is all there is to wait for.
  await page.goto(origin + path, { waitUntil: "load" });
  await page.waitForTimeout(300);
  const picture = await page.screenshot({ type: "png" });
  await context.close();
  return picture.toString("base64");
}

// Two pages side by side, the phone before the desk.
async function together(desk, phone) {
  const context = await browser.newContext({ viewport: { width: 1200, height: 760 }, deviceScaleFactor: 1 });
  const page = await context.newPage();
  await page.setContent(`<style>body{margin:0;background:#e9e3d8}img{position:absolute;border-radius:12px;box-shadow:0 8px 30px #0004}</style>
    <img src="data:image/png;base64,${desk}" style="inset:40px auto auto 40px;width:980px">
    <img src="data:image/png;base64,${phone}" style="inset:150px 40px auto auto;width:260px">`);
  const picture = await page.screenshot({ type: "png" });
  await context.close();
  return picture;
}

try {
  await mkdir(out, { recursive: true });
  for (const { name, path } of PICTURES) {
    const picture = await together(await shot(path, 1280, 880, "light"), await shot(path, 390, 844, "dark"));
    await rm(join(out, name), { force: true });
    await writeFile(join(out, name), picture);
    console.log(join(out, name));
  }
} finally {
  await browser.close();
  server.kill();
}
