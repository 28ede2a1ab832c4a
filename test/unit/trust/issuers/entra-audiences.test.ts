import assert from "node:assert/strict";
import { applicationOf, judgeEntraAudiences } from "../../../../trust/issuers/entra-audiences";
import type { AudienceFact, AudienceQuestion } from "../../../../trust/issuers/platform";

const CLIENT = "7b1c0d52-9e84-4a3f-b6d0-51e2c8f4a790";
const DEVOPS = "499b84ac-1321-427f-aa17-267ca6975798";
const VAULT = "https://vault.azure.net";
const SERVICE_CONNECTION =
  "/eid1/c/pub/t/LBptj047XUyefwobLD1OXw/a/rISbSSETf0KqFyZ8ppdXmA/sc/0ca3ddd9-f0b0-4635-a98c-5866526961b6/64171687-7a59-4fce-b2c8-823278dcf176";

const exactly = (...values: readonly string[]): AudienceQuestion["audience"] => ({
  kind: "exact",
  values,
  beginnings: undefined,
  literals: values,
  folds: false,
});

function judge(tokenVersion: 1 | 2, ...audiences: readonly string[]): readonly AudienceFact[] {
  return judgeEntraAudiences({
    tenant: { tenantId: "tenant", tokenVersion, providerName: "provider" },
    audience: exactly(...audiences),
    subject: exactly("0b5c7d1e-2f3a-4b4c-8d5e-6f7a8b9c0d1e"),
    isSubjectPinned: true,
    isPinned: () => true,
    isUnknown: () => false,
    isCustomers: true,
    services: [],
  });
}

describe("judgeEntraAudiences", () => {
  it("tells the audiences that no token has from those with which nothing is wrong", () => {
    const [code, severity, reach] = ["audience-not-a-client-id", "note", undefined] as const;
    assert.deepEqual(judge(2, CLIENT, "api://orders"), [
      { code, severity, reach, values: ["api://orders"], right: [CLIENT] },
    ]);
    assert.deepEqual(judge(2, CLIENT), []);
    assert.deepEqual(judge(2, DEVOPS), [
      {
        code: "audience-never-issued",
        severity: "violation",
        reach: "nobody",
        values: [DEVOPS],
        right: [],
      },
    ]);
    assert.deepEqual(judge(1, "api://orders", `${VAULT}/.default`, VAULT), [
      {
        code: "audience-held-by-others",
        severity: "violation",
        reach: "replay",
        values: [VAULT],
        right: ["api://orders"],
      },
      {
        code: "audience-never-issued",
        severity: "note",
        reach: undefined,
        values: [`${VAULT}/.default`],
        right: ["api://orders"],
      },
    ]);
    assert.deepEqual(judge(1, "api://orders"), []);
  });
});

describe("applicationOf", () => {
  it("is the application that exact subjects name parts of, and no pattern's", () => {
    assert.equal(applicationOf(exactly(SERVICE_CONNECTION)), DEVOPS);
    assert.equal(applicationOf(exactly(SERVICE_CONNECTION, CLIENT)), undefined);
    assert.equal(applicationOf({ ...exactly(SERVICE_CONNECTION), kind: "patterns" }), undefined);
  });
});
