import assert from "node:assert/strict";
import { OPEN, policy } from "../../cli/entra-policy";
import { readFixture, verdicts, verdictsOf } from "../verdicts";

describe("IAM's account of roles", () => {
  it("has a verdict for each role, its policy decoded or not", () => {
    assert.deepEqual(verdictsOf(readFixture("authorization-details.json")), {
      "entra-right": "accepted",
      "entra-open": "rejected",
      "entra-v2": "accepted",
      "github-bounded": "accepted",
      "github-open": "rejected",
      "cognito-pool": "accepted",
      "corp-saml": "accepted",
      "ec2-instance": "accepted",
    });
  });

  it("is also what list-roles and get-role answer", () => {
    const role = { RoleName: "a", AssumeRolePolicyDocument: OPEN };
    assert.deepEqual(verdicts({ Roles: [role] }), { a: "rejected" });
    assert.deepEqual(verdicts({ Role: role }), { a: "rejected" });
    assert.deepEqual(verdicts({ Role: { ...role, AssumeRolePolicyDocument: policy() } }), { a: "accepted" });
  });

  it("keeps white space before a policy, encoded with it", () => {
    for (const space of ["", "\n", " \t", "\r\n  "]) {
      const role = (text: string) => ({ RoleName: "a", AssumeRolePolicyDocument: text });
      const encoded = encodeURIComponent(space + JSON.stringify(policy()));
      assert.deepEqual(verdicts({ Role: role(encoded) }), { a: "accepted" }, JSON.stringify(space));
      assert.deepEqual(verdicts({ Role: role(space + encoded.trim()) }), { a: "accepted" });
    }
    assert.deepEqual(verdicts({ Role: { RoleName: "a", AssumeRolePolicyDocument: "%2520%7B" } }), {
      a: "rejected",
    });
  });

  it("has roles beyond the page that it shows, which are unknown", () => {
    assert.deepEqual(verdicts({ IsTruncated: true, Marker: "x", Roles: [] }), {
      "(further roles)": "unknown: the roles on the answer's next page",
    });
  });

  it("rejects a policy that cannot be decoded, and a role without one", () => {
    assert.deepEqual(
      verdicts({
        RoleDetailList: [{ RoleName: "a", AssumeRolePolicyDocument: "%7B%E0%A4%A" }, { RoleName: "b" }, 7],
      }),
      { a: "rejected", b: "rejected", "role 2": "rejected" },
    );
  });

  it("rejects a provider of another account than the role's", () => {
    const role = (account: string): unknown => ({
      Roles: [{ RoleName: "a", Arn: `arn:aws:iam::${account}:role/a`, AssumeRolePolicyDocument: policy() }],
    });
    assert.deepEqual(verdicts(role("111122223333")), { a: "accepted" });
    assert.deepEqual(verdicts(role("444455556666")), { a: "rejected" });
  });

  it("of an account with thousands of roles and megabytes of other policies is read whole", () => {
    const roles = Array.from({ length: 5000 }, (_, index) => ({
      RoleName: `r${index}`,
      AssumeRolePolicyDocument: index === 4321 ? OPEN : policy(),
      RolePolicyList: [{ PolicyName: "p", PolicyDocument: "x".repeat(2000) }],
    }));
    const rejected = Object.entries(verdicts({ RoleDetailList: roles })).filter(
      ([, verdict]) => verdict !== "accepted",
    );
    assert.deepEqual(rejected, [["r4321", "rejected"]]);
  });
});
