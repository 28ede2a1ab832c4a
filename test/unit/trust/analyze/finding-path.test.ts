import assert from "node:assert/strict";
import { judgeTrustPolicy } from "../../../../trust";
import { AUD, AUDIENCE, policy, PROVIDER_ARN, SUB, SUBJECT } from "../entra-policy";

/** The path of a policy's first finding, its steps parted by a space. */
const path = (document: unknown): string => (judgeTrustPolicy(document).findings[0]?.path ?? []).join(" ");

const AT = "Statement 0";
const conditions = (Condition: unknown): unknown => policy({ Condition });

describe("the path of a finding", () => {
  const paths: [string, unknown, string][] = [
    [
      "to the condition on the claim, if there is one",
      conditions({ StringEquals: { [AUD]: AUDIENCE }, StringLike: { [SUB]: "*" } }),
      `${AT} Condition StringLike ${SUB}`,
    ],
    [
      "to it in another case as well",
      conditions({ StringEquals: { [AUD]: AUDIENCE }, StringLike: { [SUB.toUpperCase()]: "*" } }),
      `${AT} Condition StringLike ${SUB.toUpperCase()}`,
    ],
    [
      "to the condition on another provider's claim",
      conditions({ StringEquals: { [AUD]: AUDIENCE, "example.com:sub": SUBJECT } }),
      `${AT} Condition StringEquals example.com:sub`,
    ],
    [
      "past a condition that only excludes values, to what is missing",
      conditions({ StringEquals: { [AUD]: AUDIENCE }, StringNotEquals: { [SUB]: "x" } }),
      `${AT} Condition StringEquals ${SUB}`,
    ],
    [
      "to the missing key of the Condition that is there",
      conditions({ StringEquals: { [AUD]: AUDIENCE } }),
      `${AT} Condition StringEquals ${SUB}`,
    ],
    ["to the missing Condition", conditions(undefined), `${AT} Condition StringEquals ${AUD}`],
    [
      "to an empty value",
      conditions({ StringLike: { [AUD]: AUDIENCE, [SUB]: "" } }),
      `${AT} Condition StringLike ${SUB}`,
    ],
    ["to the Principal that takes in everyone", policy({ Principal: "*" }), `${AT} Principal`],
    ["to one in a list", policy({ Principal: { AWS: ["1", "*"] } }), `${AT} Principal AWS 1`],
    [
      "to the NotPrincipal",
      policy({ Principal: undefined, NotPrincipal: { AWS: "x" } }),
      `${AT} NotPrincipal`,
    ],
    ["to a misspelt Effect", policy({ Effect: "allow" }), `${AT} Effect`],
    ["to a Sid that is no text", policy({ Sid: 1 }), `${AT} Sid`],
    ["to an action that is none", policy({ Action: 1 }), `${AT} Action`],
    ["to a NotAction that is none", policy({ Action: undefined, NotAction: 1 }), `${AT} NotAction`],
    [
      "to a principal that is none",
      policy({ Principal: { Federated: [PROVIDER_ARN, ""] } }),
      `${AT} Principal Federated 1`,
    ],
    [
      "to a kind of principal that is none",
      policy({ Principal: { Federated: PROVIDER_ARN, Person: "x" } }),
      `${AT} Principal Person`,
    ],
    ["to an operator that is none", conditions({ StringIs: {} }), `${AT} Condition StringIs`],
    ["to a block that is none", conditions({ StringEquals: [] }), `${AT} Condition StringEquals`],
    [
      "to values that are none",
      conditions({ StringEquals: { [AUD]: { a: 1 } } }),
      `${AT} Condition StringEquals ${AUD}`,
    ],
    [
      "to the second of two keys in different case",
      conditions({ StringEquals: { [AUD]: "a", [AUD.toUpperCase()]: "a" } }),
      `${AT} Condition StringEquals ${AUD.toUpperCase()}`,
    ],
    ["to a member that is none, of a statement", policy({ Resource: "*" }), `${AT} Resource`],
    ["to a member that is none, of the policy", { ...policy(), 'Vers"ion': 1 }, 'Vers"ion'],
    ["to a version that is none", { ...policy(), Version: "2020-01-01" }, "Version"],
    ["to what a statement lacks", policy({ Action: undefined }), `${AT} Action`],
    ["to a statement that is none", { Version: "2012-10-17", Statement: [1] }, AT],
    ["to the one statement that is no list", { Statement: { Effect: "allow" } }, "Statement Effect"],
    ["to the statements that are missing", { Version: "2012-10-17" }, "Statement"],
    ["nowhere, if the policy is no object", [], ""],
    ["nowhere, if a text is no JSON", "{", ""],
    [
      "to a member that comes twice",
      JSON.stringify(policy()).replace('"Effect":', '"Action":"sts:*","Effect":'),
      `${AT} Action`,
    ],
  ];
  for (const [what, document, expected] of paths) {
    it(`leads ${what}`, () => {
      assert.equal(path(document), expected);
    });
  }

  it("leads to the provider, where that is another than the issuer's", () => {
    const document = policy({
      Principal: { Federated: PROVIDER_ARN.replace("111122223333", "444455556666") },
    });
    assert.deepEqual(judgeTrustPolicy(document, { accountId: "111122223333" }).findings[0]?.path, [
      "Statement",
      0,
      "Principal",
      "Federated",
    ]);
  });
});
