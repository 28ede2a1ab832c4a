import assert from "node:assert/strict";
import { readConditions } from "../../../../trust/policy/conditions";

/** What is read of a condition, and what IAM would refuse. */
function read(condition: unknown): readonly [conditions: unknown[], refused: unknown[]] {
  const refused: unknown[] = [];
  const conditions = readConditions(condition, (code, path, given) => {
    refused.push([code, path.join("."), given]);
  });
  return [conditions.map(({ name, foldedKey, owner, values }) => [name, foldedKey, owner, values]), refused];
}

describe("readConditions", () => {
  it("reads each key of each operator, and skips a member that JSON would not have", () => {
    const condition = {
      StringEquals: { "Idp.example.com:aud": ["a", "b"], "idp.example.com:sub": undefined, "aws:tag": 5 },
      Null: { "idp.example.com:sub": false },
    };
    assert.deepEqual(read(condition), [
      [
        ["StringEquals", "idp.example.com:aud", "idp.example.com", ["a", "b"]],
        ["StringEquals", "aws:tag", undefined, [5]],
        ["Null", "idp.example.com:sub", "idp.example.com", [false]],
      ],
      [],
    ]);
    assert.deepEqual(read(undefined), [[], []]);
  });

  it("refuses a key that an operator has twice in other letters, and reads both", () => {
    const condition = { StringEquals: { "idp.example.com:AUD": "a", "idp.example.com:aud": "b" } };
    assert.deepEqual(read(condition), [
      [
        ["StringEquals", "idp.example.com:aud", "idp.example.com", ["a"]],
        ["StringEquals", "idp.example.com:aud", "idp.example.com", ["b"]],
      ],
      [["condition-key-repeated", "Condition.StringEquals.idp.example.com:aud", undefined]],
    ]);
  });
});
