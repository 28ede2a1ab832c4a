import assert from "node:assert/strict";
import type { Reading } from "../../../../../cli/clouds/reading";
import {
  type AudienceFacts,
  checkAdoptedAudience,
  checkAudience,
} from "../../../../../cli/preflight/checks/audience";
import type { AdoptedApplication } from "../../../../../cli/preflight/facts";

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
    ["the token exchange of Microsoft's", { audience: "api://AzureADTokenExchange" }, "wrong"],
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
      title: "audience",
      outcome: "wrong",
      found: `api://${TENANT}/orders, and the tenant's policy nonDefaultUriAddition is on`,
      expected: "api://<application ID>",
      fix: '# Set audienceForm: "application-id" in the program.\n# Or set tokenVersion: 2, which this policy leaves alone.',
    });
  });
});

describe("the check of the audience of an existing application", () => {
  const APPLICATION: AdoptedApplication = {
    identifierUris: ["api://orders"],
    tokenVersion: 1,
    isSingleTenant: true,
    servicePrincipal: { isEnabled: true, requiresAssignment: true },
  };
  const adopted = (
    application: Reading<AdoptedApplication | undefined>,
    audience?: string,
    tokenVersion: 1 | 2 = 1,
  ) => checkAdoptedAudience({ clientId: "c1", application, audience, tokenVersion });

  it("accepts its only application ID URI, and the one that the program names", () => {
    assert.deepEqual(adopted({ value: APPLICATION }), {
      id: "audience",
      title: "audience",
      outcome: "ok",
      found: "api://orders, of the application c1",
    });
    const two = { ...APPLICATION, identifierUris: ["api://other", "api://orders"] };
    assert.equal(adopted({ value: two }, "api://orders").outcome, "ok");
    assert.equal(adopted({ value: two }).outcome, "wrong");
  });

  it("adds an application ID URI that is missing, and keeps the others", () => {
    const { outcome, found, fix } = adopted({ value: APPLICATION }, "api://new");
    assert.deepEqual(
      [outcome, found, fix],
      [
        "wrong",
        "the application c1 has api://orders",
        "az ad app update --id c1 --identifier-uris api://orders api://new",
      ],
    );
  });

  const cases: [string, Reading<AdoptedApplication | undefined>, string][] = [
    ["is wrong if the tenant has none", { value: undefined }, "the tenant has no application c1"],
    [
      "is wrong without a service principal",
      { value: { ...APPLICATION, servicePrincipal: undefined } },
      "the application c1 has no service principal",
    ],
    [
      "is wrong with a disabled service principal",
      { value: { ...APPLICATION, servicePrincipal: { isEnabled: false, requiresAssignment: true } } },
      "the application c1 has a service principal that is disabled",
    ],
    [
      "is wrong if anybody gets a token",
      { value: { ...APPLICATION, servicePrincipal: { isEnabled: true, requiresAssignment: false } } },
      "the application c1 does not require assignment",
    ],
    [
      "is wrong for other tenants too",
      { value: { ...APPLICATION, isSingleTenant: false } },
      "the application c1 is for more than its own tenant",
    ],
    [
      "is wrong with tokens of another version",
      { value: { ...APPLICATION, tokenVersion: 2 } },
      "the application c1 issues tokens of version 2",
    ],
  ];
  for (const [title, application, found] of cases) {
    it(title, () => {
      const result = adopted(application);
      assert.deepEqual([result.outcome, result.found], ["wrong", found]);
    });
  }

  it("cannot tell if it cannot be read", () => {
    assert.equal(adopted({ refused: "403" }).outcome, "cannot tell");
  });
});
