import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { kindOfFile } from "../../../../tools/costs/kind-of-file";
import { parse } from "../../../../tools/costs/source-file";
import { READABLE } from "../../../../tools/costs/tokens-per-folder";
import { PROJECT_ROOT } from "../../../../tools/project-root";
import { trackedFiles } from "../../../../tools/release/git";

const kind = (text: string) => kindOfFile(parse({ path: "a.ts", text }));

describe("the kind of a file", () => {
  it("is data if the file only declares constants with lists or objects", () => {
    assert.equal(kind('import { b } from "./b";\ntype A = 1;\nexport const A = [{ b }] as const;'), "data");
    assert.equal(kind('export const ROWS = new Map([["a", row("b")]]);'), "data");
  });

  it("is code if the file has a function, a class, or a statement", () => {
    for (const text of [
      "export const A = [() => 1];",
      "export const A = { b() { return 1; } };",
      "export const A = [1];\nfunction f() {}",
      "export const A = [1];\nrun(A);",
      "export const A = [class {}];",
    ]) {
      assert.equal(kind(text), "code", text);
    }
  });

  it("is code if the file has only types, other files' exports, or single values", () => {
    for (const text of [
      "export interface A { b: string }",
      'export { a } from "./a";',
      "export const A = 1;",
      "",
    ]) {
      assert.equal(kind(text), "code", text);
    }
  });

  it("is generated if the first comment says so", () => {
    assert.equal(kind("/** Generated from b by c.ts: do not edit. */\nexport const A = [1];"), "generated");
    assert.equal(kind("// `npm run a` writes this file.\nf();"), "generated");
    assert.equal(kind("f();\n/** Generated from b. */"), "code");
    assert.equal(kind('const A = "Generated from b";'), "code");
  });

  it("is generated for exactly the generated files of the project", async () => {
    const files = (await trackedFiles(PROJECT_ROOT)).filter((file) => READABLE.test(file));
    const sources = files.map((file) => ({
      path: file,
      text: readFileSync(path.join(PROJECT_ROOT, file), "utf8"),
    }));
    // Parsing all of them takes long.
    const likely = sources.filter(({ text }) => /generated|writes/i.test(text.slice(0, 400)));
    const generated = likely.filter((source) => kindOfFile(parse(source)) === "generated");
    assert.deepEqual(generated.map((source) => source.path).sort(), [
      "lab/pulumi/plugins/schema/aws.ts",
      "lab/pulumi/plugins/schema/azure-native.ts",
      "lab/pulumi/plugins/schema/azuread.ts",
    ]);
  });
});
