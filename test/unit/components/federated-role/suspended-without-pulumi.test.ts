import assert from "node:assert/strict";
import { isSuspended } from "../../../../components/federated-role/suspended-without-pulumi";
import { buildTrustPolicy, suspendTrustPolicy, suspendTrustPolicyInPlace } from "../../../../trust";

const ISSUER = "https://sts.windows.net/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/";
const ARGS = {
  oidcProviderArn: `arn:aws:iam::111122223333:oidc-provider/${ISSUER.slice("https://".length)}`,
  issuer: ISSUER,
  audiences: ["api://orders"],
  subjects: ["11111111-aaaa-4bbb-8ccc-000000000001"],
};
const open = { ...buildTrustPolicy(ARGS) };
const guard = { Effect: "Deny", Principal: { AWS: "*" }, Action: "sts:AssumeRole" };

describe("isSuspended", () => {
  for (const [what, policy] of [
    ["what the component writes", buildTrustPolicy({ ...ARGS, suspended: true })],
    ["what azure-to-aws suspend adds", suspendTrustPolicy(open)],
    ["what azure-to-aws suspend writes in place", suspendTrustPolicyInPlace(open)],
  ] as const) {
    it(`knows ${what}`, () => {
      assert.equal(isSuspended(JSON.stringify(policy)), true);
    });
  }

  for (const [what, policy] of [
    ["an open policy", open],
    [
      "a Deny of the owner's whose Sid begins alike",
      { ...open, Statement: [...open.Statement, { Sid: "SuspendedAccountsGuard", ...guard }] },
    ],
  ] as const) {
    it(`takes ${what} for none`, () => {
      assert.equal(isSuspended(JSON.stringify(policy)), false);
    });
  }

  it("takes what is no policy for none", () => {
    for (const value of ["", "[]", "null", undefined]) {
      assert.equal(isSuspended(value), false);
    }
  });
});
