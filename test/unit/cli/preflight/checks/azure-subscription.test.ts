import assert from "node:assert/strict";
import {
  checkAzureSubscription,
  type SubscriptionFacts,
} from "../../../../../cli/preflight/checks/azure-subscription";
import type { Subscription } from "../../../../../cli/preflight/facts";

const LAB: Subscription = { id: "s1", name: "Lab", tenantId: "T1", state: "Enabled" };
const RIGHT: SubscriptionFacts = {
  wanted: "s1",
  subscription: { value: LAB },
  visible: ["s1", "s2"],
  tenantId: "t1",
};

describe("the check of the subscription", () => {
  const cases: [string, Partial<SubscriptionFacts>, string, string][] = [
    ["accepts the configured one", {}, "ok", "s1 (Lab)"],
    [
      "accepts the only one that the login sees",
      { wanted: undefined, visible: ["s1"] },
      "ok",
      "s1 (Lab); the only one that the login sees",
    ],
    [
      "refuses one that the login does not see",
      { subscription: { refused: "404 SubscriptionNotFound", status: 404 }, visible: ["s2"] },
      "wrong",
      "the login sees s2, but not s1",
    ],
    [
      "refuses a login that sees none",
      { wanted: undefined, subscription: { value: undefined }, visible: [] },
      "wrong",
      "the login sees no subscription",
    ],
    [
      "cannot choose among several",
      { wanted: undefined, subscription: { value: undefined } },
      "cannot tell",
      "the login sees 2 subscriptions, and none is configured",
    ],
    [
      "accepts one that is past due, in which everything is still allowed, and says so",
      { subscription: { value: { ...LAB, state: "PastDue" } } },
      "ok",
      "s1 (Lab); PastDue: it still allows everything, and is disabled unless its owner pays",
    ],
    ...["Warned", "Disabled", "Expired", "Deleted"].map(
      (state): [string, Partial<SubscriptionFacts>, string, string] => [
        `refuses one that is ${state}`,
        { subscription: { value: { ...LAB, state } } },
        "wrong",
        `s1 (Lab) is ${state}: nothing can be created in it`,
      ],
    ),
    [
      "cannot tell of a state that Microsoft does not document",
      { subscription: { value: { ...LAB, state: "Suspended" } } },
      "cannot tell",
      's1 (Lab) has the state "Suspended", which Microsoft does not document',
    ],
    [
      "refuses one of another tenant",
      { subscription: { value: { ...LAB, tenantId: "t2" } } },
      "wrong",
      "s1 (Lab) of tenant t2",
    ],
    [
      "cannot tell if it cannot be read",
      { subscription: { refused: "fetch failed" } },
      "cannot tell",
      "fetch failed",
    ],
  ];
  for (const [title, change, outcome, found] of cases) {
    it(title, () => {
      const check = checkAzureSubscription({ ...RIGHT, ...change });
      assert.deepEqual([check.outcome, check.found], [outcome, found]);
    });
  }
});
