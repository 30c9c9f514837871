// Weighs the pages of guides, parts and answers of a built site: HTML and style sheets, each compressed on its own, in bytes.
//
// usage: node weigh.mjs FOLDER MOST
// Prints the heaviest page, and every page over MOST; ends with 1 if there is one.

import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { gzipSync } from "node:zlib";

const [folder, most] = [process.argv[2], Number(process.argv[3])];
const size = (bytes) => gzipSync(bytes, { level: 9 }).length;

async function weight(file) {
  const html = await readFile(file, "utf8");
  const sheets = [...html.matchAll(/<link\b[^>]*\bstylesheet\b[^>]*>/g)].map(([tag]) => tag.match(/href="([^"]+)"/)[1]);
  const styles = await Promise.all(sheets.map(async (path) => size(await readFile(join(folder, path)))));
  return styles.reduce((sum, one) => sum + one, size(html));
}

const pages = [];
for (const kind of ["guides", "series", "faq"]) {
  for (const entry of await readdir(join(folder, kind), { recursive: true })) {
    if (entry.endsWith("index.html")) pages.push(join(folder, kind, entry));
  }
}
const weights = await Promise.all(pages.map(async (file) => [await weight(file), relative(folder, file)]));
weights.sort((a, b) => b[0] - a[0]);
const heavy = weights.filter(([bytes]) => bytes > most);
console.log(`${weights.length} pages; the heaviest: ${weights[0].join(" bytes, ")}`);
for (const [bytes, page] of heavy) console.log(`${page}: ${bytes} bytes, ${bytes - most} too many`);
process.exit(heavy.length ? 1 : 0);
