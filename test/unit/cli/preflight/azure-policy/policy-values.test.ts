import assert from "node:assert/strict";
import { parametersOf, resolveValue, UNKNOWN } from "../../../../../cli/preflight/azure-policy/policy-values";

const PARAMETERS = parametersOf({ tagName: "a", list: [1] }, { TAGNAME: "Owner", kept: undefined });

describe("a value in a policy rule", () => {
  const cases: [unknown, unknown][] = [
    ["plain", "plain"],
    [true, true],
    ["[parameters('tagName')]", "Owner"],
    ["[ parameters( 'TagName' ) ]", "Owner"],
    ["[parameters('list')]", [1]],
    ["[concat('tags[', parameters('tagName'), ']')]", "tags[Owner]"],
    ["[concat('it''s, ', concat('a', 'b'))]", "it's, ab"],
    ["[[literal]", "[literal]"],
    ["[unclosed", "[unclosed"],
    ["[parameters('other')]", UNKNOWN],
    ["[parameters('kept')]", UNKNOWN],
    ["[resourceGroup().location]", UNKNOWN],
    ["[concat('a', utcNow())]", UNKNOWN],
    [
      ["x", "[parameters('tagName')]"],
      ["x", "Owner"],
    ],
    [["x", "[utcNow()]"], UNKNOWN],
  ];
  for (const [value, expected] of cases) {
    it(`${JSON.stringify(value)} is ${expected === UNKNOWN ? "unknown" : JSON.stringify(expected)}`, () => {
      assert.deepEqual(resolveValue(value, PARAMETERS), expected);
    });
  }
});
