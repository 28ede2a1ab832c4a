import assert from "node:assert/strict";
import { type AudienceFacts, checkAudience } from "../../../../../cli/preflight/checks/audience";

const TENANT = "8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f";
const OFF = { isEnabled: false, excludesV2Tokens: true };
const ON = { isEnabled: true, excludesV2Tokens: true };
const FACTS: AudienceFacts = {
  audience: `api://${TENANT}/orders`,
  isByApplicationId: false,
  tenantId: TENANT,
  tokenVersion: 1,
  policy: { value: { tenantIdentifier: ON, nonDefault: OFF } },
  verifiedDomains: { value: ["contoso.com"] },
  graph: "https://graph.microsoft.com",
};
const STRICT = { value: { tenantIdentifier: ON, nonDefault: ON } };
const STRICT_FOR_ALL = { value: { tenantIdentifier: ON, nonDefault: { ...ON, excludesV2Tokens: false } } };
const NOT_READ = { refused: "403" };

describe("the check of the audience", () => {
  const cases: [string, Partial<AudienceFacts>, string][] = [
    ["the default audience under Microsoft's default policy", {}, "ok"],
    ["the default audience under the strict policy", { policy: STRICT }, "wrong"],
    ["an application ID under the strict policy", { policy: STRICT, isByApplicationId: true }, "ok"],
    ["v2 tokens under the strict policy, which leaves them alone", { policy: STRICT, tokenVersion: 2 }, "ok"],
    ["v2 tokens under a strict policy for all", { policy: STRICT_FOR_ALL, tokenVersion: 2 }, "wrong"],
    ["the default audience if the policy cannot be read", { policy: NOT_READ }, "cannot tell"],
    ["a name without the tenant", { audience: "api://orders" }, "wrong"],
    [
      "a name without the tenant if the tenant has no policy",
      { audience: "api://orders", policy: { value: { tenantIdentifier: OFF, nonDefault: OFF } } },
      "ok",
    ],
    ["a name on a verified domain", { audience: "api://contoso.com/orders" }, "ok"],
    ["a name on another domain", { audience: "api://example.com/orders" }, "wrong"],
    [
      "a name on a domain if the domains cannot be read",
      { audience: "api://contoso.com/orders", verifiedDomains: NOT_READ },
      "cannot tell",
    ],
    ["a web address on a verified domain", { audience: "https://shop.contoso.com/orders" }, "ok"],
    ["a web address on another domain", { audience: "https://example.com/orders" }, "wrong"],
    [
      "a web address if the domains cannot be read",
      { audience: "https://contoso.com/orders", verifiedDomains: NOT_READ },
      "cannot tell",
    ],
    ["a reserved address", { audience: "https://graph.microsoft.com" }, "wrong"],
    ["a string that is no URI", { audience: "orders" }, "wrong"],
    ["an unknown tenant", { audience: undefined }, "cannot tell"],
  ];
  for (const [title, change, outcome] of cases) {
    it(`is ${outcome} for ${title}`, () => {
      assert.equal(checkAudience({ ...FACTS, ...change }).outcome, outcome);
    });
  }

  it("names both ways out of the strict policy", () => {
    assert.deepEqual(checkAudience({ ...FACTS, policy: STRICT }), {
      id: "audience",
      outcome: "wrong",
      found: `api://${TENANT}/orders, and the tenant's policy nonDefaultUriAddition is on`,
      expected: "api://<application ID>",
      fix: '# Set audienceForm: "application-id" in the program.\n# Or set tokenVersion: 2, which this policy leaves alone.',
    });
  });
});
