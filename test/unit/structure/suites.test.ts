import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { PROJECT_ROOT } from "../../../tools/project-root";

/**
 * The modules of the lab that start the Pulumi engine, or get the CLI for those that do. A test that imports one of them,
 * and not its types alone, needs the engine. The test of the module itself has a CLI that is none.
 */
const STARTS_ENGINE = [
  "lab/lab.ts",
  "lab/pulumi/start-engine.ts",
  "lab/pulumi/engine/pulumi-stack.ts",
  "lab/pulumi/toolchain/pulumi-cli.ts",
].map((file) => path.join(PROJECT_ROOT, file));

/** The programs of the lab that start the engine. */
const PROGRAM_WITH_ENGINE = /\bdist\/lab\/(?:demo|serve)\.js\b/;

/** Runs such a program, which refuses its options before it starts anything. */
const ONLY_REFUSED = "test/unit/lab/command.test.ts";

interface Suites {
  readonly startsEngine: (file: string) => boolean;
  readonly DAILY_ENGINE: readonly string[];
  readonly NOT_DAILY: readonly string[];
  readonly LONGEST: readonly string[];
  readonly WITH_AZUREAD: readonly string[];
  readonly SUITES: Record<"daily" | "all" | "nightly" | "azuread", (files: readonly string[]) => string[]>;
  readonly inOrder: (files: readonly string[]) => string[];
}

const imports = new Map<string, readonly string[]>();

/** An import or export with a path: whether of types alone, its names, its path. Prettier gives them this form. */
const IMPORT = /^(?:import|export) (type )?([^"';]*?)(?:from )?"(\.[^"]*)";$/gm;
const DYNAMIC_IMPORT = /\bimport\("(\.[^"]*)"\)/g;

/** The files of this project that a file imports when it runs. */
function importsOf(file: string): readonly string[] {
  let found = imports.get(file);
  if (found === undefined) {
    const text = readFileSync(file, "utf8");
    const statements = [...text.matchAll(IMPORT)].filter(
      ([, type, names = ""]) => type === undefined && !/^\{(\s*type [^,}]+,?)+\s*\} $/.test(names),
    );
    found = [
      ...statements.map((match) => match[3]),
      ...[...text.matchAll(DYNAMIC_IMPORT)].map((match) => match[1]),
    ]
      .map((specifier = "") => path.resolve(path.dirname(file), specifier.replace(/\.js$/, "")))
      .map((target) => [`${target}.ts`, path.join(target, "index.ts")].find((name) => existsSync(name)))
      .filter((name) => name !== undefined);
    imports.set(file, found);
  }
  return found;
}

function reachesEngine(file: string, seen: Set<string>): boolean {
  if (seen.has(file)) {
    return false;
  }
  if (STARTS_ENGINE.includes(file)) {
    return true;
  }
  seen.add(file);
  return importsOf(file).some((imported) => reachesEngine(imported, seen));
}

/** Whether a test starts the engine, by what it imports and which programs it names. */
function needsEngine(test: string): boolean {
  const file = path.join(PROJECT_ROOT, test);
  const subject = /^test\/unit\/(.*)\.test\.ts$/.exec(test)?.[1];
  const named = test !== ONLY_REFUSED && PROGRAM_WITH_ENGINE.test(readFileSync(file, "utf8"));
  return named || reachesEngine(file, new Set([path.join(PROJECT_ROOT, `${subject}.ts`)]));
}

describe("The suites of tests", () => {
  let suites: Suites;
  const files = readdirSync(path.join(PROJECT_ROOT, "test"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(PROJECT_ROOT, path.join(entry.parentPath, entry.name)));
  const tests = files.filter((file) => /\.(test|nightly)\.ts$/.test(file));

  before(async () => {
    suites = (await import(path.join(PROJECT_ROOT, "tools/suites/suites.mjs"))) as Suites;
  });

  it("know from its path whether a test starts the engine", () => {
    const wrong = tests.filter(
      (file) => !file.endsWith(".nightly.ts") && suites.startsEngine(file) !== needsEngine(file),
    );
    assert.deepEqual(wrong, []);
  });

  it("run in npm test what starts no engine, and the listed engine tests", () => {
    const daily = suites.SUITES.daily(files);
    assert.deepEqual(
      daily.filter((file) => suites.startsEngine(file)).sort(),
      [...suites.DAILY_ENGINE].sort(),
    );
    assert.deepEqual(
      tests
        .filter((file) => file.endsWith(".test.ts") && !suites.startsEngine(file) && !daily.includes(file))
        .sort(),
      [...suites.NOT_DAILY].sort(),
    );
  });

  it("run every test in npm run test:all, and besides the nightly ones in npm run test:nightly", () => {
    assert.deepEqual(
      suites.SUITES.all(files),
      files.filter((file) => file.endsWith(".test.ts")),
    );
    assert.deepEqual(suites.SUITES.nightly(files).sort(), [...tests].sort());
  });

  it("run in npm run test:azuread the listed files, each of which exists", () => {
    assert.deepEqual(suites.SUITES.azuread(files).sort(), [...suites.WITH_AZUREAD].sort());
  });

  it("start the longest files first, each of which exists", () => {
    const ordered = suites.inOrder(suites.SUITES.nightly(files));
    assert.deepEqual(ordered.slice(0, suites.LONGEST.length), suites.LONGEST);
    assert.equal(new Set(ordered).size, suites.SUITES.nightly(files).length);
  });
});
