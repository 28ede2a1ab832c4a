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

  it("finds the first wildcard next to escapes, and none without wildcards", () => {
    const read = (source: string, wildcards = true): unknown[] => {
      const { text, wildcardAt, variable } = conditionValue(source, wildcards, true);
      return [text, wildcardAt, variable];
    };
    assert.deepEqual(read("${*}a*b?"), ["*a*b?", 2, false]);
    assert.deepEqual(read("*${*}?"), ["**?", 0, false]);
    assert.deepEqual(read("${*}?"), ["*?", 1, false]);
    assert.deepEqual(read("${*}*", false), ["**", -1, false]);
    assert.deepEqual(read("a{b}$c${*}"), ["a{b}$c*", -1, false]);
  });

  it("takes everything else in ${…} for a variable, closed or not", () => {
    for (const source of ["${aws:username}", "x${a}", "${", "${}", "${*", "${**}", "$${a}", "*${a}"]) {
      const read = conditionValue(source, true, true);
      assert.deepEqual(read, { text: source, wildcardAt: -1, variable: true });
    }
  });

  it("knows no variables in older versions", () => {
    assert.deepEqual(conditionValue("${*}", true, false), { text: "${*}", wildcardAt: 2, variable: false });
  });
});
