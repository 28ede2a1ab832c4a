import assert from "node:assert/strict";
import { judgeTrustPolicy, placeName } from "../../../../trust";
import { finding } from "../../../../trust/analyze/finding";
import { policy, PROVIDER } from "../entra-policy";

describe("finding", () => {
  const place = { statement: 0, path: ["Statement", 0], sid: undefined, provider: PROVIDER, denied: true };
  const content = {
    rule: "oidc-trust-requires-subject",
    code: "claim-stands-in",
    severity: "note",
    found: "one claim",
    right: "no change",
  } as const;

  it("has no consequence of its own for a note that neither opens nor closes the role", () => {
    assert.deepEqual(finding(place, content), {
      ...content,
      statement: 0,
      sid: undefined,
      provider: PROVIDER,
      key: undefined,
      path: ["Statement", 0],
      reach: undefined,
      consequence: "",
      detail: "",
      fix: undefined,
      remedy: undefined,
      message: `Statement 0, provider ${PROVIDER}: expected no change; found one claim.`,
    });
  });

  it("says who gets in, and that a Deny does not change it, only where it opens the role", () => {
    for (const [reach, consequence, detail] of [
      ["anyone", "", "The policy's Deny statement does not change that."],
      ["nobody", "Nobody can assume this role as written.", ""],
    ] as const) {
      const { consequence: said, detail: added } = finding(place, { ...content, reach });
      assert.deepEqual([said, added], [consequence, detail], reach);
    }
  });
});

describe("placeName", () => {
  it("names the statement and its provider, or the policy as a whole", () => {
    for (const [statement, sid, provider, name] of [
      [undefined, undefined, undefined, "Trust policy"],
      [1, undefined, undefined, "Statement 1"],
      [1, "Deploy", undefined, "Statement 1 (Deploy)"],
      [1, "Deploy", "gitlab.com", "Statement 1 (Deploy), provider gitlab.com"],
    ] as const) {
      assert.equal(placeName({ statement, sid, provider }), name);
    }
  });
});

describe("the finding for what IAM rejects or may read in another way", () => {
  it("says that anyone may get in by a member that is there twice, and nobody by a version that is none", () => {
    const twice = JSON.stringify(policy()).replace("{", '{"Version":"2012-10-17",');
    assert.deepEqual(
      [twice, policy({}, "2020-01-01")].map((document) =>
        judgeTrustPolicy(document).findings.map(({ reach, detail, message }) => [reach, detail, message]),
      ),
      [
        [
          [
            "anyone",
            "",
            "Anyone may be able to assume this role: IAM may read the policy in another way. " +
              'Trust policy: expected each member once; found the member "Version" twice in one object.',
          ],
        ],
        [
          [
            "nobody",
            "",
            "Nobody can assume this role as written: IAM rejects the policy. " +
              'Trust policy: expected "Version": "2012-10-17"; found the version "2020-01-01".',
          ],
        ],
      ],
    );
  });
});
