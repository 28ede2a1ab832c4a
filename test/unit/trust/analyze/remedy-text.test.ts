import assert from "node:assert/strict";
import { fixText, placeholdersIn, policyDocumentRemedy, remedyText, type TrustFix } from "../../../../trust";
import { listText } from "../../../../trust/analyze/remedy-text";

const [AUD, SUB] = ["idp.example.com:aud", "idp.example.com:sub"] as const;
const BOTH = { [AUD]: "app", [SUB]: "user" };

/** A fix that adds conditions, or replaces others with them. */
const fixOf = (changes: Partial<TrustFix>): TrustFix => ({
  addTo: undefined,
  replace: undefined,
  operator: "StringEquals",
  conditions: { [SUB]: ["user", "other"] },
  ...changes,
});
const WEAK = { operator: "StringLike", key: SUB, values: ["*"] };
const WEAK_AUDIENCE = { operator: "StringLike", key: AUD, values: ["app*"] };
const ALSO_WEAK = { operator: "ForAllValues:StringLike", key: SUB, values: ["*", "user"] };

const RENAMES = fixOf({ rename: { from: "idp.example.com/", to: "idp.example.com" } });
const ADDS_ALL = fixOf({ addTo: "statement", conditions: BOTH });
const ADDS_BLOCK = fixOf({ addTo: "condition" });
const ADDS_KEYS = fixOf({ addTo: "operator", conditions: BOTH });
const REPLACES_ONE = fixOf({ replace: WEAK });
const REPLACES_TWO = fixOf({ replace: WEAK, alsoReplace: [WEAK_AUDIENCE], conditions: BOTH });
const REPLACES_KEY = fixOf({ replace: WEAK, alsoReplace: [ALSO_WEAK] });
const MOVES_ONE = fixOf({ ...REPLACES_ONE, addTo: "operator" });
const MOVES_TWO = fixOf({ ...REPLACES_TWO, addTo: "operator" });

const ONE = `"${SUB}": ["user", "other"]`;
const TWO = `"${AUD}": "app", "${SUB}": "user"`;
const TWO_LINES = `"${AUD}": "app"\n"${SUB}": "user"`;
const [BLOCK, YAML_BLOCK] = [`"StringEquals": {${ONE}}`, `StringEquals:\n  ${ONE}`] as const;
const RENAMING = "In the principal and the condition keys of the statement, replace idp.example.com/ with";
const TO_OPERATOR = "to StringEquals in the Condition";
const WEAK_BLOCK = `"StringLike": {"${SUB}": "*", "${AUD}": "app*"}`;

/** Each fix: its sentence with JSON, the instruction alone, and the code in JSON and in YAML. */
const ROWS = [
  [RENAMES, `${RENAMING} idp.example.com.`, RENAMING, "idp.example.com", "idp.example.com"],
  [
    ADDS_ALL,
    `Add "Condition": {"StringEquals": {${TWO}}} to the statement.`,
    "Add to the statement",
    `"Condition": {"StringEquals": {${TWO}}}`,
    `Condition:\n  StringEquals:\n    "${AUD}": "app"\n    "${SUB}": "user"`,
  ],
  [ADDS_BLOCK, `Add ${BLOCK} to the Condition.`, "Add to the Condition", BLOCK, YAML_BLOCK],
  [ADDS_KEYS, `Add ${TWO} ${TO_OPERATOR}.`, `Add ${TO_OPERATOR}`, TWO, TWO_LINES],
  [
    REPLACES_ONE,
    `Replace "StringLike": {"${SUB}": "*"} with ${BLOCK}.`,
    `Replace StringLike on ${SUB} with`,
    BLOCK,
    YAML_BLOCK,
  ],
  [
    REPLACES_TWO,
    `Replace ${WEAK_BLOCK} with "StringEquals": {${TWO}}.`,
    `Replace the conditions on ${SUB} and ${AUD} with`,
    `"StringEquals": {${TWO}}`,
    `StringEquals:\n  "${AUD}": "app"\n  "${SUB}": "user"`,
  ],
  [
    REPLACES_KEY,
    `Replace "StringLike": {"${SUB}": "*"}, "ForAllValues:StringLike": {"${SUB}": ["*", "user"]} with ${BLOCK}.`,
    `Replace the condition on ${SUB} with`,
    BLOCK,
    YAML_BLOCK,
  ],
  [
    MOVES_ONE,
    `Remove "${SUB}": "*" from StringLike, and add ${ONE} ${TO_OPERATOR}.`,
    `Remove ${SUB} from StringLike, and add ${TO_OPERATOR}`,
    ONE,
    ONE,
  ],
  [
    MOVES_TWO,
    `Remove ${WEAK_BLOCK} from the Condition, and add ${TWO} ${TO_OPERATOR}.`,
    `Remove the conditions on ${SUB} and ${AUD}, and add ${TO_OPERATOR}`,
    TWO,
    TWO_LINES,
  ],
] as const;

describe("remedyText and fixText", () => {
  it("write JSON in one sentence, or apart from the instruction", () => {
    for (const [fix, sentence, instruction, code] of ROWS) {
      assert.deepEqual([remedyText(fix), remedyText(fix, "json")], [sentence, sentence]);
      assert.deepEqual([fixText(fix), fixText(fix, "json")], Array(2).fill({ instruction, code }));
    }
  });

  it("write YAML in lines below the instruction, and another name of a provider behind it", () => {
    for (const [fix, sentence, instruction, , code] of ROWS) {
      assert.deepEqual(fixText(fix, "yaml"), { instruction, code });
      assert.equal(remedyText(fix, "yaml"), fix === RENAMES ? sentence : `${instruction}:\n${code}`);
    }
    // Its colon needs quotation marks.
    const { code } = fixText(fixOf({ operator: "ForAnyValue:StringLike" }), "yaml");
    assert.equal(code, `"ForAnyValue:StringLike":\n  ${ONE}`);
  });

  it("write a block of HCL for each condition, wherever the others go", () => {
    const block = (key: string, values: string): string =>
      `condition {\n  test     = "StringEquals"\n  variable = "${key}"\n  values   = ${values}\n}`;
    const one = block(SUB, '["user", "other"]');
    const two = `${block(AUD, '["app"]')}\n${block(SUB, '["user"]')}`;
    for (const [fix, instruction, code] of [
      [ADDS_BLOCK, "Add to the statement", one],
      [ADDS_KEYS, "Add to the statement", two],
      [MOVES_ONE, `Replace the condition on ${SUB} with`, one],
      [REPLACES_KEY, `Replace the condition on ${SUB} with`, one],
      [MOVES_TWO, `Replace the conditions on ${SUB} and ${AUD} with`, two],
    ] as const) {
      assert.deepEqual(fixText(fix, "hcl"), { instruction, code });
      assert.equal(remedyText(fix, "hcl"), `${instruction}:\n${code}`);
    }
  });
});

describe("policyDocumentRemedy", () => {
  it("adds entries to the conditions of getPolicyDocument, replaces them, or renames the provider", () => {
    const entry = (key: string, values: string): string =>
      `{"test": "StringEquals", "variable": "${key}", "values": ${values}}`;
    const one = entry(SUB, '["user", "other"]');
    const two = `${entry(AUD, '["app"]')}, ${entry(SUB, '["user"]')}`;
    for (const [fix, what] of [
      [RENAMES, "replace it in identifiers and in each variable of conditions."],
      [ADDS_BLOCK, `add ${one} to conditions.`],
      [ADDS_ALL, `add ${two} to conditions.`],
      [REPLACES_KEY, `replace the entry for ${SUB} in conditions with ${one}.`],
      [MOVES_TWO, `replace the entries for ${SUB} and ${AUD} in conditions with ${two}.`],
    ] as const) {
      assert.equal(policyDocumentRemedy(fix), `With getPolicyDocument, ${what}`);
    }
  });
});

describe("policy variables and directives", () => {
  it("have another form in a policy document's data source, where HCL and Pulumi's YAML would read them", () => {
    const fix = fixOf({ addTo: "operator", conditions: { [SUB]: "${aws:username}%{a}" } });
    assert.match(remedyText(fix, "hcl"), /values {3}= \["&\{aws:username\}%%\{a\}"\]/);
    assert.match(policyDocumentRemedy(fix), /"values": \["&\{aws:username\}%\{a\}"\]/);
    assert.match(remedyText(fix), /"\$\{aws:username\}%\{a\}"/);
  });
});

describe("placeholdersIn", () => {
  it("names each placeholder once, but for the values that a replaced condition has already", () => {
    const [first, second] = [WEAK, { ...WEAK, values: ["<owner>", "x"] }];
    const conditions = { [AUD]: "<app>", [SUB]: ["<owner>", "repo:<name>/<app>", "user"] };
    for (const [replaced, placeholders] of [
      [{}, ["<app>", "<owner>", "<name>"]],
      [{ replace: first }, ["<app>", "<owner>", "<name>"]],
      [{ replace: second }, ["<app>", "<name>"]],
      [{ replace: first, alsoReplace: [second] }, ["<app>", "<name>"]],
    ] as const) {
      assert.deepEqual(placeholdersIn(fixOf({ conditions, ...replaced })), placeholders);
    }
    assert.deepEqual(placeholdersIn(ADDS_ALL), []);
  });
});

describe("listText", () => {
  it("shows a hundred values and counts the others", () => {
    const marks = (count: number): string[] => Array.from({ length: count }, (_, index) => `#${index}`);
    const listOf = (count: number): string =>
      listText([...marks(count).keys()], (at) => `#${String(at)}`, "|");
    assert.deepEqual([listOf(0), listOf(2)], ["[]", "[#0|#1]"]);
    assert.equal(listOf(100), `[${marks(100).join("|")}]`);
    assert.equal(listOf(250), `[${marks(100).join("|")}|… 150 more]`);
  });
});
