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
const PROGRAM_WITH_ENGINE = /\b(?:dist\/lab\/serve\.js|tools\/demo\/main\.ts)\b/;

/** Runs such a program, which refuses its options before it starts anything. */
const ONLY_REFUSED = "test/unit/tools/demo/command.test.ts";

interface Suites {
  readonly FOLDERS: readonly string[];
  readonly startsEngine: (file: string) => boolean;
  readonly DAILY_ENGINE: readonly string[];
  readonly NOT_DAILY: readonly string[];
  readonly isIn: (file: string, list: readonly string[]) => boolean;
  readonly LONGEST: readonly string[];
  readonly WITH_AZUREAD: readonly string[];
  readonly SUITES: Record<
    "daily" | "lab" | "bench" | "all" | "nightly" | "azuread",
    (files: readonly string[]) => string[]
  >;
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
      ...statements.flatMap(([, , names = "", specifier = ""]) => modules(file, specifier, names)),
      ...[...text.matchAll(DYNAMIC_IMPORT)].flatMap(([, specifier = ""]) => modules(file, specifier)),
    ];
    imports.set(file, found);
  }
  return found;
}

/** The files that an import means: of an entry of the lab, which exports everything, those that have the imported names. */
function modules(from: string, specifier: string, names?: string): readonly string[] {
  const target = path.resolve(path.dirname(from), specifier.replace(/\.js$/, ""));
  const file = [`${target}.ts`, path.join(target, "index.ts")].find((name) => existsSync(name));
  if (file === undefined) {
    return [];
  }
  const isEntry = path.basename(file) === "index.ts" && file.startsWith(path.join(PROJECT_ROOT, "lab/"));
  if (!isEntry || names === undefined) {
    return [file];
  }
  const wanted = new Set(names.match(/(?<!\btype )\b(?!as\b|type\b)\w+/g));
  return [...readFileSync(file, "utf8").matchAll(IMPORT)]
    .filter(([, , exported = ""]) => exported.match(/\w+/g)?.some((name) => wanted.has(name)))
    .flatMap(([, , , own = ""]) => modules(file, own));
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
  const [, room = "", subject = ""] = /^(?:test\/unit\/|(lab\/)test\/)(.*)\.test\.ts$/.exec(test) ?? [];
  const named = test !== ONLY_REFUSED && PROGRAM_WITH_ENGINE.test(readFileSync(file, "utf8"));
  return named || reachesEngine(file, new Set([path.join(PROJECT_ROOT, `${room}${subject}.ts`)]));
}

describe("The suites of tests", () => {
  let suites: Suites;
  let files: string[];
  let tests: string[];

  before(async () => {
    suites = (await import(path.join(PROJECT_ROOT, "tools/suites/suites.mjs"))) as Suites;
    files = suites.FOLDERS.flatMap((folder) =>
      readdirSync(path.join(PROJECT_ROOT, folder), { recursive: true, withFileTypes: true }),
    )
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(PROJECT_ROOT, path.join(entry.parentPath, entry.name)));
    tests = files.filter((file) => /\.(test|nightly)\.ts$/.test(file));
  });

  it("know from its path whether a test starts the engine", () => {
    const wrong = tests.filter(
      (file) => !file.endsWith(".nightly.ts") && suites.startsEngine(file) !== needsEngine(file),
    );
    assert.deepEqual(wrong, []);
  });

  it("run in npm test and in those of the workspaces what starts no engine, and the listed engine tests", () => {
    const { daily: top, lab, bench } = suites.SUITES;
    const daily = [...top(files), ...lab(files), ...bench(files)];
    assert.deepEqual(
      daily.filter((file) => suites.startsEngine(file)).sort(),
      [...suites.DAILY_ENGINE].sort(),
    );
    const quick = tests.filter((file) => file.endsWith(".test.ts") && !suites.startsEngine(file));
    assert.deepEqual(
      quick.filter((file) => !daily.includes(file)),
      quick.filter((file) => suites.isIn(file, suites.NOT_DAILY)),
    );
    assert.deepEqual(
      suites.NOT_DAILY.filter((entry) => !tests.some((file) => suites.isIn(file, [entry]))),
      [],
    );
  });

  it("run every test in npm run test:all, and besides the nightly ones in npm test -- nightly", () => {
    assert.deepEqual(
      suites.SUITES.all(files),
      files.filter((file) => file.endsWith(".test.ts")),
    );
    assert.deepEqual(suites.SUITES.nightly(files).sort(), [...tests].sort());
  });

  it("run in npm test -- azuread the listed files, each of which exists", () => {
    assert.deepEqual(suites.SUITES.azuread(files).sort(), [...suites.WITH_AZUREAD].sort());
  });

  it("start the longest files first, each of which exists", () => {
    const ordered = suites.inOrder(suites.SUITES.nightly(files));
    assert.deepEqual(ordered.slice(0, suites.LONGEST.length), suites.LONGEST);
    assert.equal(new Set(ordered).size, suites.SUITES.nightly(files).length);
  });
});
