// Serves a built site as a host would that reads `_headers`: every header of a rule that fits the path.

import { createServer } from "node:http";
import { readFile, stat } from "node:fs/promises";
import { extname, join, normalize } from "node:path";

const types = {
  ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".png": "image/png",
  ".jpg": "image/jpeg", ".xml": "application/xml", ".rss": "application/rss+xml", ".json": "application/json", ".txt": "text/plain; charset=utf-8",
  ".ics": "text/calendar; charset=utf-8", ".wasm": "application/wasm",
};

// Rules of `_headers`: a path, which may end with `*`, and below it indented lines of `Name: value`.
async function rules(folder) {
  const text = await readFile(join(folder, "_headers"), "utf8");
  const found = [];
  for (const line of text.split("\n").filter(Boolean)) {
    const [, name, value] = line.match(/^\s+([\w-]+): (.*)$/) ?? [];
    if (name) found.at(-1).headers.push([name.toLowerCase(), value]);
    else found.push({ path: line.trim(), headers: [] });
  }
  return found;
}

const fits = (rule, path) => (rule.path.endsWith("*") ? path.startsWith(rule.path.slice(0, -1)) : path === rule.path);

// Starts a server on a free port of this machine; `change` may send a header's value otherwise.
export async function serve(folder, change = (name, value) => value) {
  const known = await rules(folder);
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://x").pathname));
    const headers = Object.fromEntries(known.filter((rule) => fits(rule, path)).flatMap((rule) => rule.headers).map(([name, value]) => [name, change(name, value)]));
    let file = join(folder, path);
    try {
      if ((await stat(file)).isDirectory()) file = join(file, "index.html");
      const body = await readFile(file);
      response.writeHead(200, { ...headers, "content-type": types[extname(file)] ?? "application/octet-stream" });
      response.end(body);
    } catch {
      response.writeHead(404, { "content-type": "text/html" });
      response.end("<!doctype html><title>404</title>");
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return server;
}
