import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { PROJECT_ROOT } from "../../../tools/project-root";
import { trackedFiles } from "../../../tools/release/git";

/** How a comment begins that says when a workaround can go. */
const END_CONDITION = "End condition:";

describe("each workaround", () => {
  it("names its upstream issue, and a test with the published provider that fails once it can go", async () => {
    const { WITH_AZUREAD } = (await import(path.join(PROJECT_ROOT, "tools/suites/suites.mjs"))) as {
      readonly WITH_AZUREAD: readonly string[];
    };
    const sources = (await trackedFiles(PROJECT_ROOT)).filter((file) =>
      /^(?:cli|components|credential-helper|policy-sources|policypack|trust)\/.*\.(?:ts|py)$/.test(file),
    );
    const found = sources.flatMap((file) =>
      readFileSync(path.join(PROJECT_ROOT, file), "utf8")
        .split(END_CONDITION)
        .slice(1)
        .map((rest) => ({ file, comment: rest.slice(0, rest.indexOf("*/")) })),
    );
    assert.deepEqual(
      found.map(({ file }) => file),
      ["components/entra-audience/forgotten-assignment.ts", "components/pulumi/read-back.ts"],
    );
    for (const { file, comment } of found) {
      assert.match(comment, /\b[\w-]+\/[\w-]+#\d+\b/, file);
      const [test = ""] = /\btest\/\S+\.test\.ts/.exec(comment) ?? [];
      assert.ok(WITH_AZUREAD.includes(test), `${file}: ${test}`);
    }
  });
});
