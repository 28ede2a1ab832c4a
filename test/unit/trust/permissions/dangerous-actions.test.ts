import assert from "node:assert/strict";
import { DANGEROUS_ACTIONS, ESCALATION_PATHS } from "../../../../trust";

describe("the table of dangerous actions and escalation paths", () => {
  it("has each action and each path once, with source, grade, and date", () => {
    const actions = DANGEROUS_ACTIONS.map(({ action }) => action);
    assert.equal(new Set(actions).size, actions.length);
    const ids = ESCALATION_PATHS.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    for (const { source, grade, checked } of [...DANGEROUS_ACTIONS, ...ESCALATION_PATHS]) {
      assert.match(source, /^https:\/\/\S+$/);
      assert.ok(["published", "reference", "inferred"].includes(grade), source);
      assert.match(checked, /^\d{4}-\d{2}-\d{2}$/);
    }
  });

  it("has no path that takes harmless actions alone", () => {
    const dangerous = new Set(DANGEROUS_ACTIONS.map(({ action }) => action));
    assert.deepEqual(
      ESCALATION_PATHS.filter(({ needs }) => !needs.some(({ action }) => dangerous.has(action))).map(
        ({ id }) => id,
      ),
      [],
    );
  });

  it("names actions as IAM does, and forms of resources for those that are accepted by name", () => {
    for (const { action, named } of DANGEROUS_ACTIONS) {
      assert.match(action, /^[a-z0-9-]+:[A-Z][A-Za-z0-9]+$/);
      assert.notEqual(named?.length, 0, action);
    }
  });
});
