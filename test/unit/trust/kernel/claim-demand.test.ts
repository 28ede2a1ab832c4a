import assert from "node:assert/strict";
import { strongest } from "../../../../trust/analyze/claim-conditions";
import {
  type ClaimDemand,
  demandOfCondition,
  demandOn,
  demandsAbsence,
} from "../../../../trust/kernel/claim-demand";
import { type Condition, readConditions } from "../../../../trust/policy/conditions";

const GUID = "0b5c7d1e-2f3a-4b4c-8d5e-6f7a8b9c0d1e";

/** Conditions on one claim: values by operator. */
const conditionsOn = (values: Readonly<Record<string, unknown>>): Condition[] =>
  readConditions(
    Object.fromEntries(Object.entries(values).map(([operator, value]) => [operator, { claim: value }])),
    () => assert.fail("IAM takes it"),
  );

/** What they demand, if patterns are bounded by this beginning. */
const demanded = (values: Readonly<Record<string, unknown>>, beginning = "good"): ClaimDemand =>
  demandOn(conditionsOn(values), true, (demand) => demand.beginnings?.[0]?.startsWith(beginning) ?? false);

const kindAndValues = (demand: ClaimDemand): readonly unknown[] => [demand.kind, ...demand.values];

describe("demandOn", () => {
  it("demands nothing without a condition", () => {
    assert.deepEqual(demanded({}), {
      kind: "nothing",
      values: [],
      beginnings: undefined,
      literals: [],
      folds: false,
    });
  });

  it("takes what holds without the claim for a demand only beside one that compares the claim with a value", () => {
    const conditional = { StringEqualsIfExists: "x" };
    for (const [beside, expected] of [
      [{}, ["nothing"]],
      [{ StringLike: "*" }, ["exact", "x"]],
      [{ StringLike: [] }, ["nothing"]],
      [{ NumericEquals: "1" }, ["nothing"]],
      [{ ArnLike: "*" }, ["nothing"]],
      [{ Null: "false" }, ["exact", "x"]],
      [{ Null: ["false", "true"] }, ["nothing"]],
      [{ Null: [] }, ["nothing"]],
      [{ "ForAnyValue:Null": "false" }, ["nothing"]],
    ] as const) {
      assert.deepEqual(
        kindAndValues(demanded({ ...conditional, ...beside })),
        expected,
        JSON.stringify(beside),
      );
    }
  });

  it("takes the narrowest of several: exact values, then patterns that are bounded, then other patterns", () => {
    const bounded = { StringLike: "good*" };
    for (const [conditions, expected] of [
      [{ ...bounded, StringEquals: "x" }, ["exact", "x"]],
      [{ StringEquals: "x", ...bounded }, ["exact", "x"]],
      [{ ...bounded, "ForAnyValue:StringLike": "b*" }, ["patterns", "good*"]],
      [{ StringLike: "a*", "ForAnyValue:StringLike": "good*" }, ["patterns", "good*"]],
      [{ StringLike: "a*", "ForAnyValue:StringLike": "b*" }, ["patterns", "b*"]],
      [{ StringNotEquals: "x", ...bounded }, ["patterns", "good*"]],
    ] as const) {
      assert.deepEqual(kindAndValues(demanded(conditions)), expected, JSON.stringify(conditions));
    }
  });

  it("takes the values that two lists have in common", () => {
    const { values, literals } = demanded({ StringEquals: ["a", "b"], StringLike: ["b", "c"] });
    assert.deepEqual([values, literals], [["b"], ["b"]]);
  });

  it("takes the operator that minds the case, wherever it stands", () => {
    const [minds, folds] = [{ StringEquals: GUID }, { StringEqualsIgnoreCase: GUID.toUpperCase() }];
    for (const conditions of [
      { ...minds, ...folds },
      { ...folds, ...minds },
    ]) {
      const demand = demanded(conditions);
      assert.deepEqual([...kindAndValues(demand), demand.folds], ["exact", GUID, false]);
    }
    assert.equal(demanded(folds).folds, true);
  });
});

describe("demandOfCondition", () => {
  it("demands nothing by operators that compare no text or exclude, and by values that are unknown", () => {
    for (const [operator, value] of [
      ["Null", "x"],
      ["NumericEquals", "1"],
      ["StringNotEquals", "x"],
      ["StringEquals", []],
      ["StringEquals", ["x", 2 ** 60]],
      ["StringEquals", "${aws:username}"],
    ] as const) {
      const [condition = assert.fail()] = conditionsOn({ [operator]: value });
      assert.equal(demandOfCondition(condition, true).kind, "nothing", `${operator} ${String(value)}`);
    }
  });

  it("tells values without wildcard, beginnings, and values with other spellings apart", () => {
    const demandOf = (operator: string, value: unknown): ClaimDemand =>
      demandOfCondition(conditionsOn({ [operator]: value })[0] ?? assert.fail(), true);
    assert.deepEqual(demandOf("StringLike", ["one", "two*x"]), {
      kind: "patterns",
      values: ["one", "two*x"],
      beginnings: ["two"],
      literals: ["one"],
      folds: false,
    });
    assert.deepEqual(demandOf("StringEqualsIgnoreCase", [GUID, "12", "name"]), {
      kind: "patterns",
      values: [GUID, "12", "name"],
      beginnings: undefined,
      literals: [GUID, "12"],
      folds: true,
    });
    assert.deepEqual(demandOf("StringEquals", [true, 12]).values, ["true", "12"]);
  });
});

describe("demandsAbsence", () => {
  it("is said of Null with nothing but true, without a quantifier", () => {
    for (const [operator, value, expected] of [
      ["Null", "true", true],
      ["Null", ["true", true], true],
      ["Null", ["true", "false"], false],
      ["Null", "false", false],
      ["Null", [], false],
      ["ForAllValues:Null", "true", false],
      ["ForAnyValue:Null", "true", false],
      ["Bool", "true", false],
    ] as const) {
      const [condition = assert.fail()] = conditionsOn({ [operator]: value });
      assert.equal(demandsAbsence(condition), expected, `${operator} ${String(value)}`);
    }
  });
});

describe("strongest", () => {
  it("is the condition that demands the most, and the first of several that demand as much", () => {
    for (const [conditions, operator] of [
      [{ StringLike: "x*", StringEquals: "x" }, "StringEquals"],
      [{ StringEquals: "x", StringLike: "y" }, "StringEquals"],
      [{ StringLike: "x*", StringEqualsIgnoreCase: "y" }, "StringLike"],
      [{}, undefined],
    ] as const) {
      assert.equal(strongest(conditionsOn(conditions), true)?.name, operator, JSON.stringify(conditions));
    }
  });
});
