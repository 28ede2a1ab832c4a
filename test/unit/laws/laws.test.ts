import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { PROJECT_ROOT } from "../../../lab/project-root";
import { judgeTrustPolicy } from "../../../trust";
import { countOf, LAWS } from "./laws";
import { vectorFiles } from "./vectors";

const { SUITE } = process.env;

/** A few policies in `npm test`, 100,000 in `npm run test:all`, and ten million at night. */
const POLICIES = SUITE === "nightly" ? 10_000_000 : SUITE === "all" ? 100_000 : 2000;

describe("the laws of judging", () => {
  for (const { title, share, check } of LAWS) {
    it(title, async function () {
      const count = countOf(share, POLICIES);
      this.timeout(60_000 + 30 * count);
      const said = await check(1, count);
      assert.ok(said > count / 50, `the law said something about ${said} of ${count}`);
    });
  }

  it("agree with the test vectors, which are what the model says", async () => {
    for (const [name, text] of Object.entries(vectorFiles())) {
      const kept = await readFile(path.join(PROJECT_ROOT, "vectors", name), "utf8");
      assert.ok(kept === text, `${name} is old: vectors/README.md says how to write it`);
    }
    const vectors =
      Object.values(vectorFiles())
        .join("")
        .match(/^\{"id".*$/gm) ?? [];
    for (const line of vectors) {
      const { id, policy, verdict, reach } = JSON.parse(line) as Record<string, string>;
      const judged = judgeTrustPolicy(policy);
      if (verdict === "rejected") {
        assert.equal(judged.accepted && reach !== "nobody", false, id);
      }
    }
    assert.ok(vectors.length > 250);
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
