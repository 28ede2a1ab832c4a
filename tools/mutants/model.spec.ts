/** The laws of judging, and nothing else, against mutants. `npm run mutants` runs it. */
import assert from "node:assert/strict";
import { countOf, LAWS } from "../../test/unit/laws/laws";

const POLICIES = Number(process.env.MUTANTS_POLICIES);

/** The first laws share one run, so they are one test: Stryker tries a mutant only with the tests that reached it. */
const SHARING = 3;

describe("the model", () => {
  for (const laws of [LAWS.slice(0, SHARING), ...LAWS.slice(SHARING).map((law) => [law])]) {
    it(laws.map(({ title }) => title).join("; "), async () => {
      for (const law of laws) {
        const said = await law.check(1, countOf(law, POLICIES));
        assert.ok(said > 0, "the law said nothing");
      }
    });
  }
});
