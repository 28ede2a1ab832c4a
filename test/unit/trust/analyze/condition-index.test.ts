import assert from "node:assert/strict";
import { judgeTrustPolicy } from "../../../../trust";
import { ConditionIndex } from "../../../../trust/analyze/condition-index";
import { readConditions } from "../../../../trust/parse/conditions";
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

  it("takes for a stray the first that compares the claim under a name that no provider has", () => {
    const condition = {
      StringNotEquals: { "c.example.com:aud": "no comparison" },
      StringEquals: { "a.example.com:aud": "own", "b.example.com:aud": "stray", "aws:aud": "no provider's" },
    };
    assert.deepEqual(index(condition, "a.example.com").strayOn(":aud")?.values, ["stray"]);
    assert.equal(index(condition, "a.example.com").strayOn(":sub"), undefined);
    assert.equal(index(condition, "a.example.com", "b.example.com").strayOn(":aud"), undefined);
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
});

describe("judgeTrustPolicy on a statement with many providers and as many conditions", () => {
  it("has findings by their sum, not by their product", () => {
    for (const count of [10, 100]) {
      const { accepted, findings } = judgeTrustPolicy(wide(count));
      assert.equal(accepted, false);
      // Each provider lacks its subject; each condition is another provider's for all but one.
      assert.equal(findings.length, 2 * count);
      assert.ok(Math.max(...findings.map(({ message }) => message.length)) < 1000);
    }
  });

  it("says of a condition for which provider it is another's, and for how many more", () => {
    const of = "oidc-trust-names-its-issuer";
    const [first, second] = judgeTrustPolicy(wide(4)).findings.filter(({ rule }) => rule === of);
    assert.deepEqual(
      [first?.provider, first?.found],
      [
        "idp-1.example.com",
        "a condition on idp-0.example.com:aud, which is another provider's key (and so for 2 more)",
      ],
    );
    assert.deepEqual(
      [second?.provider, second?.found],
      [
        "idp-0.example.com",
        "a condition on idp-1.example.com:aud, which is another provider's key (and so for 2 more)",
      ],
    );
  });

  it("names three conditions on other providers' keys, and counts the others", () => {
    const [finding] = judgeTrustPolicy(wide(7)).findings.filter(
      ({ rule, provider }) => rule === "oidc-trust-requires-audience" && provider === "idp-0.example.com",
    );
    assert.equal(finding, undefined, "its own audience is pinned");
    const strays = Array.from(
      { length: 5 },
      (_, number) => [`other-${number}.example.com:aud`, "x"] as const,
    );
    const { findings } = judgeTrustPolicy(
      policy({ Condition: { StringEquals: Object.fromEntries(strays) } }),
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
