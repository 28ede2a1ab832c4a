import assert from "node:assert/strict";
import { judgeTrustPolicy, unknownMark } from "../../../../trust";
import { strayOn } from "../../../../trust/analyze/claim-conditions";
import { ConditionIndex } from "../../../../trust/kernel/condition-index";
import { readConditions } from "../../../../trust/policy/conditions";
import { policy } from "../entra-policy";

const index = (condition: unknown, ...names: string[]): ConditionIndex =>
  new ConditionIndex(
    readConditions(condition, () => assert.fail("IAM takes it")),
    new Set(names),
  );

/** A statement with as many providers, and a condition on the audience of each. */
function wide(count: number): unknown {
  const names = Array.from({ length: count }, (_, number) => `idp-${number}.example.com`);
  return policy({
    Principal: { Federated: names.map((name) => `arn:aws:iam::111122223333:oidc-provider/${name}`) },
    Condition: { StringEquals: Object.fromEntries(names.map((name) => [`${name}:aud`, "app"])) },
  });
}

describe("ConditionIndex", () => {
  it("finds conditions by key, whether there are few or many", () => {
    for (const count of [2, 20]) {
      const keys = Array.from({ length: count }, (_, number) => [`aws:RequestTag/t${number}`, "x"] as const);
      const conditions = index({
        StringEquals: { "A.example.com:aud": "one", ...Object.fromEntries(keys) },
        StringLike: { "a.example.com:aud": "two" },
      });
      assert.deepEqual(
        conditions.on("a.example.com:aud").map(({ values }) => values),
        [["one"], ["two"]],
      );
      assert.deepEqual(conditions.on("a.example.com:sub"), []);
    }
  });

  it("tells keys of providers from others", () => {
    const conditions = index({ StringEquals: { "a.example.com:aud": "x", "aws:tag": "y", word: "z" } });
    assert.deepEqual(
      [conditions.owned.map(({ owner }) => owner), conditions.others.map(({ key }) => key)],
      [["a.example.com"], ["aws:tag", "word"]],
    );
  });

  it("finds the conditions of a provider, whether there are few or many", () => {
    for (const count of [1, 20]) {
      const names = Array.from({ length: count }, (_, number) => `idp-${number}.example.com`);
      const conditions = index({
        StringEquals: Object.fromEntries(names.map((name) => [`${name}:aud`, name])),
      });
      const found = conditions.ofProvider("idp-0.example.com");
      assert.deepEqual(
        found.map(({ values }) => values),
        [["idp-0.example.com"]],
      );
      assert.deepEqual(conditions.ofProvider("a.example.com"), []);
    }
  });

  it("takes keys of providers apart once, however many providers ask", () => {
    const conditions = index({ StringEquals: { "a.example.com:aud": "x" } });
    assert.equal(conditions.owned, conditions.owned);
  });

  it("takes for a stray the first that compares the claim under a name that no provider has", () => {
    const condition = {
      StringNotEquals: { "c.example.com:aud": "no comparison" },
      StringEquals: { "a.example.com:aud": "own", "b.example.com:aud": "stray", "aws:tag": "no provider's" },
    };
    assert.deepEqual(strayOn(index(condition, "a.example.com"), ":aud")?.values, ["stray"]);
    assert.equal(strayOn(index(condition, "a.example.com"), ":sub"), undefined);
    assert.equal(strayOn(index(condition, "a.example.com", "b.example.com"), ":aud"), undefined);
  });

  it("says that tokens are shut out where another provider's claim is demanded, and only then", () => {
    const own = { "a.example.com:aud": "x" };
    assert.equal(index({ StringEquals: own }).shutsOut("a.example.com"), false);
    assert.equal(index({ StringEquals: own }).shutsOut("b.example.com"), true);
    assert.equal(index({ StringEqualsIfExists: own }).shutsOut("b.example.com"), false);
    assert.equal(index({ Null: { "a.example.com:aud": "false" } }).shutsOut("b.example.com"), false);
    const both = { ...own, "b.example.com:aud": "x" };
    assert.equal(index({ StringEquals: both }).shutsOut("a.example.com"), true);
  });

  it("shuts out no token by a key that IAM may read in ASCII letters", () => {
    assert.equal(
      index({ StringEquals: { "\u017Fts.example.com:aud": "x" } }).shutsOut("sts.example.com"),
      false,
    );
  });

  it("shuts out no token by a key whose provider is partly unknown", () => {
    for (const [name, isShutOut] of [
      ["not-known-61-value", true],
      [unknownMark("a"), false],
    ] as const) {
      const conditions = index({ StringEquals: { [`${name}.example.com:aud`]: "x" } });
      assert.equal(conditions.shutsOut("a.example.com"), isShutOut);
    }
  });
});

describe("judgeTrustPolicy on a statement with many providers and as many conditions", () => {
  it("has one finding, since the providers demand each other's claims", () => {
    for (const count of [10, 100]) {
      const { accepted, findings } = judgeTrustPolicy(wide(count));
      assert.equal(accepted, false);
      assert.equal(findings.length, 1);
      assert.ok(Math.max(...findings.map(({ message }) => message.length)) < 1000);
    }
  });

  it("names the first conditions, the provider that they are not of, and how many more", () => {
    const [finding] = judgeTrustPolicy(wide(4)).findings;
    assert.deepEqual(
      [finding?.rule, finding?.provider, finding?.found],
      [
        "oidc-trust-names-its-issuer",
        "idp-1.example.com",
        "conditions on idp-0.example.com:aud and idp-1.example.com:aud and idp-2.example.com:aud and 1 more, which are another provider's keys (and so for 2 more)",
      ],
    );
  });

  it("names three conditions on other providers' keys in a finding about a claim, and counts the others", () => {
    const strays = Array.from(
      { length: 5 },
      (_, number) => [`other-${number}.example.com:aud`, "x"] as const,
    );
    const { findings } = judgeTrustPolicy(
      policy({ Condition: { StringNotEquals: Object.fromEntries(strays) } }),
    );
    const { found } = findings.find(({ rule }) => rule === "oidc-trust-requires-audience") ?? {};
    assert.equal(
      found,
      [0, 1, 2]
        .map((number) => `a condition on other-${number}.example.com:aud, which is another provider's key`)
        .concat("2 more on other providers' keys")
        .join("; "),
    );
  });
});
