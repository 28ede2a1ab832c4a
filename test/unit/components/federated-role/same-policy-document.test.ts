import assert from "node:assert/strict";
import { isSamePolicyDocument } from "../../../../components/federated-role/same-policy-document";

const PROVIDER = "arn:aws:iam::111122223333:oidc-provider/sts.windows.net/8f6d/";

/** A trust policy with two statements, and with changes of the first. */
const trust = (changes: object = {}, second: object = {}): object => ({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { Federated: PROVIDER },
      Action: ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"],
      Condition: { StringEquals: { "iss:aud": "api://orders", "iss:sub": ["one", "two"] } },
      ...changes,
    },
    { Sid: "Suspended", Effect: "Deny", Principal: "*", Action: "sts:*", ...second },
  ],
});

describe("isSamePolicyDocument", () => {
  const same = (other: unknown): boolean => {
    const [one, two] = [JSON.stringify(trust()), typeof other === "string" ? other : JSON.stringify(other)];
    assert.equal(isSamePolicyDocument(two, one), isSamePolicyDocument(one, two));
    return isSamePolicyDocument(one, two);
  };

  const conditions = (operator: string, aud: unknown, sub: unknown): object => ({
    Condition: { [operator]: { "iss:sub": sub, "iss:aud": aud } },
  });

  for (const [what, other] of [
    ["the same text", trust()],
    ["another layout", JSON.stringify(trust(), undefined, 4)],
    ["another order of keys", Object.fromEntries(Object.entries(trust()).reverse())],
    ["another order of actions", trust({ Action: ["sts:TagSession", "sts:AssumeRoleWithWebIdentity"] })],
    [
      "another order of condition keys and values",
      trust(conditions("StringEquals", "api://orders", ["two", "one"])),
    ],
    [
      "a list of one in place of the one",
      trust(conditions("StringEquals", ["api://orders"], ["one", "two"])),
    ],
    [
      "another order of statements",
      { ...trust(), Statement: [...(trust() as { Statement: [] }).Statement].reverse() },
    ],
    ["a list of one action in place of the one", trust({}, { Action: ["sts:*"] })],
    ["a list of one principal in place of the one", trust({ Principal: { Federated: [PROVIDER] } })],
    ["a value that is given twice", trust(conditions("StringEquals", "api://orders", ["one", "two", "one"]))],
  ] as const) {
    it(`takes ${what} for the same`, () => {
      assert.equal(same(other), true);
    });
  }

  it("takes one statement for the same as a list of it", () => {
    const [Statement] = (trust() as { Statement: object[] }).Statement;
    const [object, list] = [Statement, [Statement]].map((own) =>
      JSON.stringify({ ...trust(), Statement: own }),
    );
    assert.equal(isSamePolicyDocument(object ?? "", list ?? ""), true);
  });

  for (const [what, other] of [
    ["one subject more", trust(conditions("StringEquals", "api://orders", ["one", "two", "three"]))],
    ["one subject less", trust(conditions("StringEquals", "api://orders", "one"))],
    ["values of the wrong keys", trust(conditions("StringEquals", ["one", "two"], "api://orders"))],
    ["another operator", trust(conditions("StringLike", "api://orders", ["one", "two"]))],
    ["an Effect that moved to the other statement", trust({ Effect: "Deny" }, { Effect: "Allow" })],
    ["one statement less", { ...trust(), Statement: (trust() as { Statement: [] }).Statement.slice(0, 1) }],
    ["a number in place of a string", trust(conditions("StringEquals", 1, ["one", "two"]))],
    ["a string that is not JSON", "api://orders"],
    ["an empty list of subjects", trust(conditions("StringEquals", "api://orders", []))],
  ] as const) {
    it(`takes ${what} for another`, () => {
      assert.equal(same(other), false);
    });
  }
});
