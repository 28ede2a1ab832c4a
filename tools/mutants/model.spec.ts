/** The laws of judging, and nothing else, against mutants. `npm run mutants` runs it. */
import assert from "node:assert/strict";
import { countOf, LAWS } from "../../test/unit/laws/laws";
import { isAnyChanged } from "./verdicts";

const POLICIES = Number(process.env.MUTANTS_POLICIES);

/** Whether mutants are left alone that change no verdict. Stryker tries all that one place has, and the laws take long. */
const ONLY_CHANGING = process.env.MUTANTS_ONLY_CHANGING === "true";

/** The first laws share one run, so they are one test: Stryker tries a mutant only with the tests that reached it. */
const SHARING = 3;

/** The mutant that Stryker has put in. There is none in its first run, which shows what each test reaches. */
const activeMutant = (): unknown =>
  (globalThis as { __stryker__?: { activeMutant?: unknown } }).__stryker__?.activeMutant;

let last: { readonly mutant: unknown; readonly isLeftAlone: boolean } | undefined;

function isLeftAlone(): boolean {
  const mutant = activeMutant();
  if (!ONLY_CHANGING || mutant === undefined) {
    return false;
  }
  if (last?.mutant !== mutant) {
    last = { mutant, isLeftAlone: !isAnyChanged() };
  }
  return last.isLeftAlone;
}

describe("the model", () => {
  for (const laws of [LAWS.slice(0, SHARING), ...LAWS.slice(SHARING).map((law) => [law])]) {
    it(laws.map(({ title }) => title).join("; "), async () => {
      if (isLeftAlone()) {
        return;
      }
      for (const law of laws) {
        const checked = await law.check(1, countOf(law, POLICIES));
        assert.ok(checked > 0, "the law checked nothing");
      }
    });
  }
});
