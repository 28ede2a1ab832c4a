import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { basename, join } from "node:path";
import { bundledHelper } from "../../../../credential-helper/bundled-helper";
import { helperFiles } from "../../../../credential-helper/helper-files";
import { useFixture } from "./fixture";
import { helperSources } from "./run-helper";

describe("The credential helper's source", () => {
  const fixture = useFixture();

  it("imports nothing beyond the standard library", () => {
    const script = `
import ast, json, sys
names = set()
for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as file:
        for node in ast.walk(ast.parse(file.read())):
            if isinstance(node, ast.Import):
                names.update(alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                names.add(node.module.partition(".")[0])
print(json.dumps(sorted(names - {"azure_to_aws"})))`;
    const paths = helperFiles().map(({ path }) => join(helperSources, path));
    const names = JSON.parse(
      execFileSync("python3", ["-IS", "-c", script, ...paths], { encoding: "utf8" }),
    ) as string[];
    const allowed = [
      "_thread",
      "base64",
      "binascii",
      "calendar",
      "configparser",
      "fcntl",
      "hashlib",
      "http",
      "ipaddress",
      "json",
      "os",
      "posix",
      "random",
      "re",
      "shlex",
      "ssl",
      "stat",
      "sys",
      "time",
      "urllib",
      "xml",
    ];
    assert.deepEqual(names, allowed);
  });

  it("has modules that import one another in one direction only", () => {
    const modules = new Map(
      helperFiles().map(({ path, text }) => {
        const imported = [...text.matchAll(/^ *from \.(\w*) import (.*)$/gm)].flatMap(([, module, names]) =>
          module === "" ? (names ?? "").split(/ as \w+|[, ]+/) : [module ?? ""],
        );
        return [basename(path, ".py"), imported] as const;
      }),
    );
    const reached = (from: string, seen = new Set<string>()): Set<string> => {
      for (const name of modules.get(from) ?? []) {
        if (!seen.has(name)) {
          reached(name, seen.add(name));
        }
      }
      return seen;
    };
    assert.ok(reached("refresh").has("sts"));
    assert.deepEqual(
      [...modules.keys()].filter((name) => reached(name).has(name)),
      [],
    );
  });

  it("loads next to nothing to serve a fresh session", async () => {
    await fixture.run();
    const run = await fixture.run({ python: ["-X", "importtime"] });
    const loaded = [...run.stderr.matchAll(/\| +([\w.]+)$/gm)].map(([, name]) => name ?? "");
    assert.deepEqual([loaded.includes("binascii"), loaded.includes("os")], [true, false], run.stderr);
  });

  it("starts with the interpreter that isolates it", () => {
    assert.match(bundledHelper(), /^#!\/usr\/bin\/python3 -IBS\n/);
  });
});
