/**
 * `node tools/suites/run.mjs SUITE [MOCHA OPTION…]`: runs a suite of suites.mjs, with one job more than there are cores. At night,
 * fuzzing follows.
 */
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { FOLDERS, inOrder, SUITES } from "./suites.mjs";

const root = path.resolve(import.meta.dirname, "../..");
const [name = "", ...options] = process.argv.slice(2);
const suite = SUITES[name];
if (suite === undefined) {
  console.error(`unknown suite "${name}"; expected one of ${Object.keys(SUITES).join(", ")}`);
  process.exit(2);
}
const files = FOLDERS.flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true }),
)
  .filter((entry) => entry.isFile())
  .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"));
const selected = inOrder(suite(files));
// One job more than cores: at any time some test waits for a process to start or a limit to pass, and leaves its core idle.
const jobs = availableParallelism() + 1;
const mocha = createRequire(import.meta.url).resolve("mocha/bin/mocha.js");
const runs = [[mocha, "--parallel", "--jobs", String(jobs), ...options, ...selected]];
if (name === "nightly") runs.push(["-r", "./tools/typescript/register.cjs", "test/security/fuzz/main.ts"]);
// Some tests run more rounds at night. Labs take the official plugins that are named.
const env = { ...process.env, SUITE: name, ...(name === "azuread" ? { OFFICIAL_PLUGINS: "azuread" } : {}) };
const began = performance.now();
console.log(
  `${selected.length} test files, ${jobs} at a time, the longest first. Each is shown when it has ended.`,
);
for (const args of runs) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit", env });
  if (status !== 0) process.exitCode = status ?? 1;
}
const seconds = Math.round((performance.now() - began) / 1000);
const outcome = process.exitCode === undefined ? "passed" : "failed";
console.log(`The ${name} suite ${outcome} in ${Math.floor(seconds / 60)} min ${seconds % 60} s.`);
