import assert from "node:assert/strict";
import type { TrustFix } from "../../../../trust";
import { conditionAfter, mergedFix, replacedBy, statementAfter } from "../../../../trust/analyze/merged-fix";

const [AUD, SUB] = ["idp.example.com:aud", "idp.example.com:sub"] as const;

/** A fix that adds conditions, or replaces others with them. */
const fixOf = (changes: Partial<TrustFix>): TrustFix => ({
  addTo: undefined,
  replace: undefined,
  operator: "StringEquals",
  conditions: {},
  ...changes,
});
const replacing = (operator: string, key: string, ...values: string[]): Partial<TrustFix> => ({
  replace: { operator, key, values },
});
const ADDS_AUDIENCE = fixOf({ addTo: "statement", conditions: { [AUD]: "app" } });
const ADDS_SUBJECT = fixOf({ addTo: "statement", conditions: { [SUB]: "user" } });

describe("statementAfter", () => {
  const fix = fixOf({ rename: { from: "idp.example.com/", to: "idp.example.com" } });
  const arn = (name: string): string => `arn:aws:iam::111122223333:oidc-provider/${name}`;

  it("gives a provider its other name in principal and keys, in any case of the keys", () => {
    const Condition = {
      StringEquals: { "IDP.example.com/:aud": "app", "other.example.com:aud": "x", "aws:tag": "y" },
      StringLike: "no block",
    };
    assert.deepEqual(
      statementAfter(
        {
          Sid: "One",
          Principal: { AWS: "*", Federated: [arn("idp.example.com/"), arn("idp.example.com/x"), 7] },
          Condition,
        },
        fix,
      ),
      {
        Sid: "One",
        Principal: { AWS: "*", Federated: [arn("idp.example.com"), arn("idp.example.com/x"), 7] },
        Condition: {
          StringEquals: { "idp.example.com:aud": "app", "other.example.com:aud": "x", "aws:tag": "y" },
          StringLike: "no block",
        },
      },
    );
  });

  it("takes a single provider, and leaves a principal that is no object", () => {
    const principalAfter = (Principal: unknown): unknown => statementAfter({ Principal }, fix).Principal;
    assert.deepEqual(principalAfter({ Federated: arn("idp.example.com/") }), {
      Federated: arn("idp.example.com"),
    });
    assert.equal(principalAfter("*"), "*");
    assert.deepEqual(statementAfter({ Principal: "*" }, fix), { Principal: "*", Condition: {} });
  });

  it("leaves the principal if the fix is about conditions", () => {
    const statement = { Principal: { Federated: arn("idp.example.com/") } };
    assert.deepEqual(statementAfter(statement, ADDS_AUDIENCE), {
      ...statement,
      Condition: { StringEquals: { [AUD]: "app" } },
    });
  });
});

describe("conditionAfter", () => {
  it("takes away what the fix replaces, operators that are empty then too, and adds what it has", () => {
    const condition = { StringLike: { [AUD]: "*", [SUB]: "*" }, Null: { [SUB]: "false" } };
    const fix = fixOf({
      ...replacing("StringLike", AUD, "*"),
      alsoReplace: [
        { operator: "Null", key: SUB, values: ["false"] },
        { operator: "Bool", key: SUB, values: [] },
      ],
      conditions: { [AUD]: "app" },
    });
    assert.deepEqual(conditionAfter(condition, fix), {
      StringLike: { [SUB]: "*" },
      StringEquals: { [AUD]: "app" },
    });
    assert.deepEqual(condition.StringLike, { [AUD]: "*", [SUB]: "*" });
    assert.deepEqual(
      replacedBy(fix).map(({ operator }) => operator),
      ["StringLike", "Null", "Bool"],
    );
    assert.deepEqual(replacedBy(ADDS_AUDIENCE), []);
  });

  it("adds to a block that is there, and takes anything else for an empty one", () => {
    assert.deepEqual(conditionAfter({ StringEquals: { [SUB]: "user" } }, ADDS_AUDIENCE), {
      StringEquals: { [SUB]: "user", [AUD]: "app" },
    });
    for (const condition of [undefined, "text", { StringEquals: "text" }]) {
      assert.deepEqual(conditionAfter(condition, ADDS_AUDIENCE), { StringEquals: { [AUD]: "app" } });
    }
  });
});

describe("mergedFix", () => {
  const both = { [AUD]: "app", [SUB]: "user" };

  it("says where the conditions of both go", () => {
    for (const [condition, addTo] of [
      [undefined, "statement"],
      ["text", "statement"],
      [{}, "condition"],
      [{ StringLike: { [SUB]: "*" } }, "condition"],
      [{ StringEquals: {} }, "condition"],
      [{ StringEquals: { "aws:tag": "x" } }, "operator"],
    ] as const) {
      assert.deepEqual(
        mergedFix(condition, ADDS_AUDIENCE, ADDS_SUBJECT),
        { addTo, replace: undefined, operator: "StringEquals", conditions: both },
        JSON.stringify(condition),
      );
    }
  });

  it("replaces what both replace, beside what is left of the operator", () => {
    const first = fixOf({ ...replacing("StringLike", AUD, "*"), conditions: { [AUD]: "app" } });
    const second = fixOf({ ...replacing("Null", SUB, "true"), conditions: { [SUB]: "user" } });
    const condition = { StringLike: { [AUD]: "*" }, Null: { [SUB]: "true" } };
    const merged = { ...first, alsoReplace: [second.replace], conditions: both };
    assert.deepEqual(mergedFix(condition, first, second), merged);
    assert.deepEqual(mergedFix({ ...condition, StringEquals: { "aws:tag": "x" } }, first, second), {
      ...merged,
      addTo: "operator",
    });
    // What is replaced first has the operator's own block: the new conditions stand there.
    const own = fixOf({ ...replacing("StringEquals", AUD, "*"), conditions: { [AUD]: "app" } });
    assert.deepEqual(mergedFix({ StringEquals: { [AUD]: "*", "aws:tag": "x" } }, own, ADDS_SUBJECT), {
      ...own,
      conditions: both,
    });
  });

  it("does not count replaced conditions as left in the operator's block", () => {
    const first = fixOf({ ...replacing("StringLike", AUD, "*"), conditions: { [AUD]: "app" } });
    const second = fixOf({ ...replacing("StringEquals", SUB, ""), conditions: { [SUB]: "user" } });
    const condition = { StringLike: { [AUD]: "*" }, StringEquals: { [SUB]: "" } };
    const merged = { ...first, alsoReplace: [second.replace], conditions: both };
    assert.deepEqual(mergedFix(condition, first, second), merged);
  });

  it("drops a condition of the first that the second replaces", () => {
    const first = fixOf({ addTo: "statement", conditions: { [AUD]: "weak", [SUB]: "user" } });
    const second = fixOf({ ...replacing("StringEquals", AUD, "weak"), conditions: { [AUD]: "app" } });
    assert.deepEqual(mergedFix(undefined, first, second), {
      addTo: "statement",
      replace: undefined,
      operator: "StringEquals",
      conditions: both,
    });
    const elsewhere = fixOf({ ...replacing("StringLike", AUD, "weak"), conditions: { [AUD]: "app" } });
    assert.equal(mergedFix(undefined, first, elsewhere), undefined);
  });

  it("writes exact values under StringLike beside patterns, but not wildcards that are literal under StringEquals", () => {
    const pattern = fixOf({ operator: "StringLike", addTo: "statement", conditions: { [SUB]: ["user:*"] } });
    const merged = (first: TrustFix, second: TrustFix): unknown =>
      mergedFix(undefined, first, second)?.operator;
    assert.equal(merged(ADDS_AUDIENCE, pattern), "StringLike");
    assert.equal(merged(pattern, ADDS_AUDIENCE), "StringLike");
    for (const value of ["a*", "a?", "${a}"]) {
      const literal = fixOf({ addTo: "statement", conditions: { [AUD]: ["app", value] } });
      assert.equal(merged(literal, pattern), undefined, value);
      assert.equal(merged(pattern, literal), undefined, value);
      assert.equal(merged(literal, ADDS_SUBJECT), "StringEquals", value);
    }
    const ignoringCase = fixOf({ operator: "StringEqualsIgnoreCase", conditions: { [SUB]: "user" } });
    assert.equal(mergedFix(undefined, ADDS_AUDIENCE, ignoringCase), undefined);
    assert.equal(mergedFix(undefined, pattern, ignoringCase), undefined);
    assert.equal(merged(ignoringCase, ignoringCase), undefined);
  });

  it("merges no fix of a name", () => {
    const rename = fixOf({ rename: { from: "a", to: "b" } });
    assert.equal(mergedFix(undefined, rename, ADDS_SUBJECT), undefined);
    assert.equal(mergedFix(undefined, ADDS_SUBJECT, rename), undefined);
  });
});
