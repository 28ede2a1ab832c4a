import type { Recipe } from "./recipe";

const NAME = "azure-subscription-name";
const TESTS = "test/unit/cli/preflight/preflight.test.ts";

/** A check of preflight: the name of the subscription. */
export const preflightCheck: Recipe = {
  heading: "A check of preflight",
  most: 3,
  async follow(copy) {
    await copy.add(
      `cli/preflight/checks/${NAME}.ts`,
      `/** The preflight check against a subscription that is meant for something else. */
import { coded } from "../../../messages";
import { isRead, type Reading } from "../../clouds/reading";
import { cannotTell, type Check, type CheckManual, ok, wrong } from "../check";
import type { Subscription } from "../facts";

/** How the report calls this check. */
const AZURE_SUBSCRIPTION_NAME = coded("${NAME}", "name of the subscription");

/** What the manual says about this check. */
export const AZURE_SUBSCRIPTION_NAME_MANUAL: CheckManual = {
  check: AZURE_SUBSCRIPTION_NAME,
  cause: "The name of the subscription begins with Sandbox.",
  fix: "Choose another subscription.",
  reads: "The subscription.",
};

/** Whether the name of the subscription says that it is for something else. */
export function checkAzureSubscriptionName(subscription: Reading<Subscription | undefined>): Check {
  const name = isRead(subscription) ? subscription.value?.name : undefined;
  if (name === undefined) {
    return cannotTell(AZURE_SUBSCRIPTION_NAME, "the subscription is not known");
  }
  return name.startsWith("Sandbox")
    ? wrong(AZURE_SUBSCRIPTION_NAME, { found: name, expected: "a subscription that is kept" })
    : ok(AZURE_SUBSCRIPTION_NAME, name);
}
`,
    );
    const caller = "cli/preflight/arm-checks.ts";
    await copy.insert(
      caller,
      "import { checkComputeQuota",
      `import { checkAzureSubscriptionName } from "./checks/${NAME}";\n`,
    );
    await copy.replace(
      caller,
      "[checkResourceProviders(states, ofSubscription)]",
      "[checkResourceProviders(states, ofSubscription), checkAzureSubscriptionName(subscription)]",
    );
    await copy.insert(TESTS, '        "azure-region": "ok",', `        "${NAME}": "ok",\n`);
    await copy.insert(
      TESTS,
      '    it("shows a step that takes longer',
      `    it("refuses a subscription that is a sandbox, and no other", () => {
      const outcomeOf = (name: string) =>
        checkAzureSubscriptionName({ value: { id: "s1", name, tenantId: "t1", state: "Enabled" } }).outcome;
      assert.deepEqual([outcomeOf("Sandbox 1"), outcomeOf("Orders")], ["wrong", "ok"]);
      assert.equal(checkAzureSubscriptionName({ refused: "403" }).outcome, "cannot tell");
    });

`,
    );
    await copy.insert(
      TESTS,
      "import { PROJECT_ROOT }",
      `import { checkAzureSubscriptionName } from "../../../../cli/preflight/checks/${NAME}";\n`,
    );
  },
  tests: [TESTS, "test/unit/messages/error-catalog.test.ts", "test/unit/tools/check-page.test.ts"],
};
