import assert from "node:assert/strict";
import { findUnknownForms } from "../../../../tools/costs/unknown-forms";

const find = (text: string, file = "policypack/iam/a.ts") => findUnknownForms([{ path: file, text }]);

describe("the forms of unknown", () => {
  for (const [form, text] of [
    ["mark", 'const OPEN = "\\uE000";'],
    ["mark", "const MARK = /\\uE000([0-9a-f]*)\\uE001/g;"],
    ["word", "const a = `not-known-${digits}-value`;"],
    ["symbol UNKNOWN", 'export const UNKNOWN: unique symbol = Symbol("not known before the update");'],
    ["object unresolved", "return parts.length === 0 ? value : { unresolved: parts };"],
    ["undefined", "return value === UNKNOWN ? undefined : value;"],
    ["undefined", "return hasMark(value) ? undefined : value;"],
  ] as const) {
    it(`include ${form}: ${text}`, () => {
      assert.deepEqual(find(text), { [form]: 1 });
    });
  }

  for (const text of [
    'import { unknownMark } from "../partial/unknown-mark";\nconst a = unknownMark("b");',
    'const CHECKED = Symbol("checked arguments");',
    'throw new Error("the value is unknown");',
    "return { unresolved: parts, other };",
    "return { objects, ...(all ? { unknown: true } : {}) };",
    "return value === OTHER ? undefined : value;",
    "return value === UNKNOWN ? 1 : value;",
    "const a = value as unknown;",
  ]) {
    it(`do not include: ${text}`, () => {
      assert.deepEqual(find(text), {});
    });
  }

  it("are counted by file, each form once per file", () => {
    const mark = 'const OPEN = "\\uE000";\nconst CLOSE = "\\uE001";';
    const sources = ["trust/a.ts", "policy-sources/b.ts", "lab/c.ts", "cli/preflight/d.ts"];
    assert.deepEqual(findUnknownForms(sources.map((path) => ({ path, text: mark }))), { mark: 2 });
  });

  it("include undefined only in the policy pack", () => {
    assert.deepEqual(find("f(isMark(a) ? undefined : a);", "policy-sources/terraform-source/a.ts"), {});
  });
});
