/**
 * `node tools/suites/run.mjs [SUITE] [OPTION…]`: runs a suite of suites.mjs with the options of mocha, or one of its programs with its own.
 * Without a suite: `daily`. There is one job more than there are cores. At night, fuzzing follows.
 */
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { FOLDERS, inOrder, PROGRAMS, SUITES } from "./suites.mjs";

const REGISTER = ["-r", "./tools/typescript/register.cjs"];
const root = path.resolve(import.meta.dirname, "../..");
const given = process.argv.slice(2);
const [name, ...options] = given[0] === undefined || given[0].startsWith("-") ? ["daily", ...given] : given;
const suite = SUITES[name];
const program = PROGRAMS[name];
if (suite === undefined && program === undefined) {
  const names = [...Object.keys(SUITES), ...Object.keys(PROGRAMS)];
  console.error(`unknown suite "${name}"; expected one of ${names.join(", ")}`);
  process.exit(2);
}
// Some tests run more rounds at night. Labs take the official plugins that are named.
const env = { ...process.env, SUITE: name, ...(name === "azuread" ? { OFFICIAL_PLUGINS: "azuread" } : {}) };
const began = performance.now();
for (const args of program === undefined ? mochaRuns() : [[...REGISTER, program, ...options]]) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit", env });
  if (status !== 0) process.exitCode = status ?? 1;
}
if (suite !== undefined) {
  const seconds = Math.round((performance.now() - began) / 1000);
  const outcome = process.exitCode === undefined ? "passed" : "failed";
  console.log(`The ${name} suite ${outcome} in ${Math.floor(seconds / 60)} min ${seconds % 60} s.`);
}

function mochaRuns() {
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true }),
  )
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"));
  const selected = inOrder(suite(files));
  // One job more than cores: at any time some test waits for a process to start or a limit to pass, and leaves its core idle.
  const jobs = availableParallelism() + 1;
  console.log(
    `${selected.length} test files, ${jobs} at a time, the longest first. Each is shown when it has ended.`,
  );
  const mocha = createRequire(import.meta.url).resolve("mocha/bin/mocha.js");
  const run = [mocha, "--parallel", "--jobs", String(jobs), ...options, ...selected];
  return name === "nightly" ? [run, [...REGISTER, PROGRAMS.fuzz]] : [run];
}
