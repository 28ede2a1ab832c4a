import assert from "node:assert/strict";
import { conditionOperator, needsTheClaim } from "../../../../trust/policy/condition-operators";

describe("conditionOperator", () => {
  it("takes a name apart into quantifier, comparison and IfExists", () => {
    assert.deepEqual(conditionOperator("ForAnyValue:StringNotLikeIfExists"), {
      comparison: "like",
      negated: true,
      quantifier: "ForAnyValue:",
      ifExists: true,
    });
  });

  it("knows every operator of IAM's and none beside", () => {
    assert.notEqual(conditionOperator("ForAllValues:Null"), undefined);
    for (const name of [
      "NullIfExists",
      "stringequals",
      "StringEquals ",
      "ForallValues:StringEquals",
      "",
      "toString",
    ]) {
      assert.equal(conditionOperator(name), undefined, name);
    }
  });

  it("knows which are false of a token without the claim", () => {
    const needing = ["StringEquals", "ForAnyValue:StringLike", "Bool"];
    const content = ["StringEqualsIfExists", "ForAllValues:StringEquals", "StringNotEquals", "NotIpAddress"];
    const needs = (name: string): boolean => {
      const operator = conditionOperator(name);
      return operator !== undefined && needsTheClaim(operator);
    };
    assert.deepEqual(needing.map(needs), [true, true, true]);
    assert.deepEqual(content.map(needs), [false, false, false, false]);
  });
});
