/**
 * Builds before the tests, so that none of them tests an older build: programs, the policy pack, and the command line
 * run as compiled JavaScript. Tests that reach no built file need no build, which takes seconds after each edit.
 */
const { spawnSync } = require("node:child_process");
const { existsSync, readdirSync, readFileSync, statSync } = require("node:fs");
const path = require("node:path");

const ROOT = path.join(__dirname, "..");

/** Mocha's workers inherit it: only the first process builds. */
const BUILT = "AZURE_TO_AWS_TESTS_BUILT";

/** What a file has in its text if it names a built file. */
const NAMES_BUILT_FILES = /\bdist\b/;

/** Programs that import the package as users have it. */
const PROGRAMS = ["examples", "templates"].map((folder) => path.join(ROOT, folder) + path.sep);

/** A relative import of any form. */
const IMPORT = /(?:\bfrom |\bimport |\bimport\(|\brequire\()"(\.[^"]*)"/g;

/** Whether one of the files, or a source that they import, names a built file. */
function needsBuild(files) {
  const seen = new Set(files);
  for (const file of seen) {
    const text = readFileSync(file, "utf8");
    if (NAMES_BUILT_FILES.test(text) || PROGRAMS.some((folder) => file.startsWith(folder))) {
      return true;
    }
    for (const [, specifier] of text.matchAll(IMPORT)) {
      const target = path.resolve(path.dirname(file), specifier.replace(/\.js$/, ""));
      const source = [`${target}.ts`, path.join(target, "index.ts")].find((name) => existsSync(name));
      if (source !== undefined) {
        seen.add(source);
      }
    }
  }
  return false;
}

/** The test files that mocha was asked for. None are named by a pattern or by an option: then all count. */
function named(args) {
  const files = args.filter((arg) => !arg.startsWith("-") && existsSync(arg));
  return files.flatMap((file) =>
    statSync(file).isDirectory()
      ? readdirSync(file, { recursive: true })
          .filter((name) => name.endsWith(".test.ts"))
          .map((name) => path.resolve(file, name))
      : [path.resolve(file)],
  );
}

if (process.env[BUILT] === undefined) {
  const files = named(process.argv.slice(2));
  if (files.length === 0 || needsBuild(files)) {
    const { status } = spawnSync("npm", ["run", "--silent", "build"], { cwd: ROOT, stdio: "inherit" });
    if (status !== 0) {
      console.error("The build failed; no test ran.");
      process.exit(1);
    }
  }
  process.env[BUILT] = "1";
}
