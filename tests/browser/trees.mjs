// Writes what a screen reader is given of pages of a built site: role, name, state and level of each node, indented, ignored
// nodes left out, text with the node it is in. Chromium's own accessibility tree, with the site's script running.
//
// usage: node trees.mjs FOLDER OUT NAME=PATH…
// Each page becomes OUT/NAME.txt: a line is `role “name” (level, states): text`. Nodes that only group others are left out; text
// that is already the name of what holds it is not said twice, as a screen reader wouldn't either; long code is cut.

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { end, launch, opened, serve, steady } from "./shared.mjs";

const [folder, out, ...pages] = process.argv.slice(2);
const site = await serve(folder);
const browser = await launch();
const findings = [];

// What groups, sets in type or draws without a name of its own.
// HTML-AAM: a form without a name is no landmark. Some versions of Chromium give it all the same.
const isNamelessForm = (node, role) => role === "form" && !node.name?.value;
const SILENT = new Set(["generic", "none", "presentation", "InlineTextBox", "LineBreak", "ListMarker", "emphasis", "strong", "Abbr", "superscript", "subscript", "mark", "time"]);
// What is named by its own text.
const NAMED = new Set(["link", "button", "heading", "DisclosureTriangle", "radio", "checkbox", "option", "term", "cell", "columnheader", "rowheader"]);
const STATES = { level: "level", checked: "checked", pressed: "pressed", expanded: "open", disabled: "disabled", required: "required", selected: "selected", live: "live" };
const LONGEST_CODE = 72;

function states(node) {
  const found = [];
  for (const { name, value } of node.properties ?? []) {
    const [word, state] = [STATES[name], String(value.value ?? "")];
    if (!word || (name === "level" && node.role.value !== "heading")) continue;
    if (name === "level") found.push(state);
    else if (name === "expanded" || name === "pressed") found.push(state === "true" ? word : `not ${word}`);
    else if (!["", "false", "off"].includes(state)) found.push(state === "true" ? word : `${word} ${state}`);
  }
  const value = node.value?.value;
  if (value !== undefined && value !== "") found.push(`value ${value}`);
  const description = said(node.description?.value);
  if (description) found.push(`described “${description}”`);
  return found.length ? ` (${found.join(", ")})` : "";
}

const said = (text) => (text ?? "").replace(/\s+/g, " ").trim();

function lines(nodes) {
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const children = (node) => (node.childIds ?? []).map((id) => byId.get(id)).filter(Boolean);
  const text = (node) => (node.role?.value === "StaticText" ? node.name?.value ?? "" : children(node).map(text).join(""));
  const cut = (code) => (code.length > LONGEST_CODE ? `${code.slice(0, LONGEST_CODE)}…` : code);
  // What stands in a node, runs of text as one; `told` is its name, which isn't said twice.
  const inside = (node, told) => {
    const found = [];
    for (const child of children(node)) {
      const role = child.role?.value ?? "none";
      if (role === "StaticText" || role === "code") {
        const words = role === "code" ? cut(said(text(child))) : said(child.name?.value);
        if (!words || told.includes(words)) continue;
        if (typeof found.at(-1) === "string") found.push(`${found.pop()} ${words}`);
        else found.push(words);
      } else if (role === "LabelText" || role === "Legend") {
        // Heard as the name of its control or group.
        found.push(...inside(child, text(child)).filter((one) => typeof one !== "string"));
      } else if (child.ignored || SILENT.has(role) || isNamelessForm(child, role)) {
        for (const one of inside(child, told)) {
          if (typeof one === "string" && typeof found.at(-1) === "string") found.push(`${found.pop()} ${one}`);
          else found.push(one);
        }
      } else found.push(made(child, role));
    }
    return found;
  };
  const made = (node, role) => {
    const name = said(node.name?.value);
    const head = `${role[0].toLowerCase()}${role.slice(1)}${name ? ` “${name}”` : ""}${states(node)}`;
    return { head, inner: inside(node, NAMED.has(role) ? name : "") };
  };
  const write = (one, depth) => {
    const indent = "  ".repeat(depth);
    if (typeof one === "string") return [`${indent}${one}`];
    const [only] = one.inner;
    if (one.inner.length === 1 && typeof only === "string") return [`${indent}${one.head}: ${only}`];
    return [`${indent}${one.head}`, ...one.inner.flatMap((inner) => write(inner, depth + 1))];
  };
  const root = nodes.find((node) => node.role?.value === "RootWebArea");
  return write({ head: `page “${said(root.name?.value)}”`, inner: inside(root, "") }, 0).join("\n") + "\n";
}

await mkdir(out, { recursive: true });
try {
  for (const entry of pages) {
    const at = entry.indexOf("=");
    const [name, path] = [entry.slice(0, at), entry.slice(at + 1)];
    await steady(async () => {
      const { context, page } = await opened(browser, site.origin, findings, path, { viewport: { width: 1280, height: 900 }, reducedMotion: "reduce", timezoneId: "Europe/Berlin", locale: "en-GB" });
      await page.goto(site.origin + path, { waitUntil: "load" });
      const cdp = await context.newCDPSession(page);
      await cdp.send("Accessibility.enable");
      const { nodes } = await cdp.send("Accessibility.getFullAXTree");
      await writeFile(join(out, `${name}.txt`), lines(nodes));
      await context.close();
    });
  }
} finally {
  await browser.close();
  site.server.close();
}
end(findings, `${pages.length} trees`);
