import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { PROJECT_ROOT } from "../../../tools/project-root";
import { judgeTrustPolicy } from "../../../trust";
import type { ModelReach } from "../../model/who-gets-in";
import { productReach, width } from "./compare-judge";
import { countOf, LAWS } from "./laws";
import { vectorFiles } from "./vectors";

const { SUITE } = process.env;

/** A few policies in `npm test`, 100,000 in `npm run test:all`, and ten million at night. */
const POLICIES = SUITE === "nightly" ? 10_000_000 : SUITE === "all" ? 100_000 : 2000;

describe("the laws of judging", () => {
  for (const law of LAWS) {
    it(law.title, async function () {
      const count = countOf(law, POLICIES);
      this.timeout(60_000 + 30 * count);
      const said = await law.check(1, count);
      assert.ok(said > count / 50, `the law said something about ${said} of ${count}`);
    });
  }

  it("agree with the test vectors, which are what the model says", async () => {
    for (const [name, text] of Object.entries(vectorFiles())) {
      const kept = await readFile(path.join(PROJECT_ROOT, "vectors", name), "utf8");
      assert.ok(kept === text, `${name} is old: vectors/README.md says how to write it`);
    }
    const vectors = vectorFiles()["trust-policies.jsonl"]?.trimEnd().split("\n") ?? [];
    for (const line of vectors) {
      const { id, policy, reach } = JSON.parse(line) as { id: string; policy: object; reach: ModelReach };
      const judged = judgeTrustPolicy(policy);
      assert.ok(width(productReach(judged)) >= width(reach), id);
      assert.ok(!judged.accepted || width(reach) <= width("exact"), id);
    }
    assert.equal(vectors.length, 309);
  });

  it("are tried by a program from any policy on, for a time", async function () {
    this.timeout(120_000);
    const program = path.join(__dirname, "main.ts");
    const runner = path.join(PROJECT_ROOT, "tools/typescript/register.cjs");
    const run = async (...args: readonly string[]) =>
      execa(process.execPath, ["-r", runner, program, ...args], { reject: false });
    const held = await run("--seed", "7", "--minutes", "0");
    assert.deepEqual(
      [held.exitCode, held.stdout, held.stderr],
      [
        0,
        "The laws of judging are tried for 0 minutes, from policy 7 on.\n1000 policies: the laws hold.",
        "",
      ],
    );
    assert.equal((await run("--minutes", "soon")).exitCode, 2);
  });

  it("are the headings of their page", async () => {
    const page = await readFile(path.join(PROJECT_ROOT, "docs/explanation/laws.md"), "utf8");
    const headings = [...page.matchAll(/^## \d+\. (.*)$/gm)].map(([, heading]) => heading);
    assert.deepEqual(
      headings,
      LAWS.map(({ title }) => title),
    );
  });
});
