/** The laws of judging, and nothing else, against mutants. `npm run mutants` runs it. */
import assert from "node:assert/strict";
import { countOf, LAWS } from "../../test/unit/laws/laws";

const POLICIES = Number(process.env.MUTANTS_POLICIES);

describe("the model", () => {
  for (const law of LAWS) {
    it(law.title, async () => {
      const said = await law.check(1, countOf(law, POLICIES));
      assert.ok(said > 0, "the law said nothing");
    });
  }
});
