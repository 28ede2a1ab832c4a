import assert from "node:assert/strict";
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { apiReports } from "../../../../tools/api/api-reports";
import { ENTRIES } from "../../../../tools/packages/entries";
import { PROJECT_ROOT } from "../../../../tools/project-root";

describe("the reports of what programs can import", function () {
  this.timeout(60_000);
  let root = "";
  const entry = (name: string, text: string) => writeFile(path.join(root, "dist", `${name}.d.ts`), text);

  beforeEach(async () => {
    root = await realpath(await mkdtemp(path.join(tmpdir(), "api-reports-test-")));
    for (const file of Object.values(ENTRIES).flatMap((entries) => Object.values(entries))) {
      await mkdir(path.join(root, "dist", path.dirname(file)), { recursive: true });
      await entry(file, "export declare const nothing: undefined;\n");
    }
    await writeFile(path.join(root, "package.json"), '{"name": "project", "version": "1.0.0"}');
    await symlink(path.join(PROJECT_ROOT, "tsconfig.base.json"), path.join(root, "tsconfig.base.json"));
    await symlink(path.join(PROJECT_ROOT, "node_modules"), path.join(root, "node_modules"));
  });

  afterEach(async () => {
    await rm(root, { recursive: true });
  });

  it("have the signature of each exported name, and name a type that is not exported", async () => {
    await entry(
      "trust/public",
      "interface Hidden { readonly of: string }\n/** Judges. */\nexport declare function judge(text: string): Hidden;\nexport {};\n",
    );
    const { "trust.api.md": report = "" } = await apiReports(root);
    const [, body] = /```ts\n([\s\S]*?)\n\/\/ \(No /.exec(report) ?? [];
    assert.equal(
      body,
      '\n// Warning: (ae-forgotten-export) The symbol "Hidden" needs to be exported by the entry point public.d.ts\n//\n// @public\nexport function judge(text: string): Hidden;\n',
    );
  });
});
