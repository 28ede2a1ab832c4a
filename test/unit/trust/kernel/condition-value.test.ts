import assert from "node:assert/strict";
import { conditionValue } from "../../../../trust/kernel/condition-value";

describe("conditionValue", () => {
  it("finds the first wildcard where the operator has wildcards", () => {
    assert.deepEqual(conditionValue("ab*c?", true, true), { text: "ab*c?", wildcardAt: 2, variable: false });
    assert.deepEqual(conditionValue("ab*c?", false, true), {
      text: "ab*c?",
      wildcardAt: -1,
      variable: false,
    });
  });

  it("resolves escapes and keeps them apart from wildcards", () => {
    assert.deepEqual(conditionValue("${*}${?}${$}*", true, true), {
      text: "*?$*",
      wildcardAt: 3,
      variable: false,
    });
    assert.deepEqual(conditionValue("a$b", true, true), { text: "a$b", wildcardAt: -1, variable: false });
  });

  it("takes everything else in ${…} for a variable, closed or not", () => {
    for (const source of ["${aws:username}", "x${a}", "${", "${}", "${*", "${**}", "$${a}"]) {
      assert.equal(conditionValue(source, true, true).variable, true, source);
    }
  });

  it("knows no variables in older versions", () => {
    assert.deepEqual(conditionValue("${*}", true, false), { text: "${*}", wildcardAt: 2, variable: false });
  });
});
