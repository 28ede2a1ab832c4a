import assert from "node:assert/strict";
import { parseSource } from "../../../../policy-sources/positions/source";
import { type Part, type Path, rangeOf } from "../../../../policy-sources/positions/source-node";

function written(text: string, path: Path, part: Part): string {
  const { start, end } = rangeOf(parseSource(text).nodes(), path, part);
  return text.slice(start, end);
}

describe("a parsed text", () => {
  const texts = {
    JSON: '{"a": {"b\\n": [1, "x,]\\"y", {"c": null}]}, "d": true}',
    YAML: 'a:\n  "b\\n":\n    - 1\n    - "x,]\\"y"\n    - c: null\nd: true\n',
  };
  for (const [language, text] of Object.entries(texts)) {
    describe(`in ${language}`, () => {
      it("has the values that are written", () => {
        const source = parseSource(text);
        assert.equal(source.language, language);
        assert.deepEqual(source.value, { a: { "b\n": [1, 'x,]"y', { c: null }] }, d: true });
      });

      it("knows where a value and a member are written", () => {
        const separator = language === "JSON" ? '"' : "";
        assert.equal(written(text, ["a", "b\n", 1], "value"), '"x,]\\"y"');
        assert.equal(written(text, ["d"], "entry"), `${separator}d${separator}: true`);
      });

      it("gives the name of the innermost member that it has of a path", () => {
        const separator = language === "JSON" ? '"' : "";
        assert.equal(written(text, ["a", "b\n", 2, "c", "none", 7], "entry"), `${separator}c${separator}`);
      });

      it("gives the innermost item that it has of a path, which has no name", () => {
        assert.match(written(text, ["a", "b\n", 2, "none"], "entry").trim(), /^\{?"?c"?: null\}?$/);
      });
    });
  }

  it("tells of a member that an object has twice", () => {
    assert.deepEqual(
      ['{"a": {"x": 1, "\\u0078": 2}}', '{"a": {"x": 1}, "b": {"x": 1}}'].map((text) => {
        const { repeated } = parseSource(text);
        return repeated && [repeated.name, repeated.start];
      }),
      [["x", 15], undefined],
    );
  });

  it("points to the last of two members, which is the one that counts", () => {
    assert.equal(written('{"a": 1, "a": 2}', ["a"], "value"), "2");
  });

  it("has long forms for the short forms of intrinsic functions", () => {
    const text = "a: !Ref X\nb: !GetAtt Y.Arn\nc: !Sub 12\nd: !Join\n  - ''\n  - [!Ref Z]\ne: !Condition C\n";
    assert.deepEqual(parseSource(text).value, {
      a: { Ref: "X" },
      b: { "Fn::GetAtt": "Y.Arn" },
      c: { "Fn::Sub": "12" },
      d: { "Fn::Join": ["", [{ Ref: "Z" }]] },
      e: { Condition: "C" },
    });
  });

  it("takes a date in YAML for a text, as CloudFormation does", () => {
    assert.deepEqual(parseSource("Version: 2012-10-17\n").value, { Version: "2012-10-17" });
  });

  it("does not resolve aliases, which CloudFormation does not take", () => {
    assert.deepEqual(parseSource("a: &a [x]\nb: *a\n").value, { a: ["x"], b: { "Fn::YamlAlias": "a" } });
  });

  it("keeps a member named __proto__ as any other", () => {
    for (const text of ['{"__proto__": {"x": 1}}', "__proto__: {x: 1}\n"]) {
      assert.deepEqual(Object.entries(parseSource(text).value as object), [["__proto__", { x: 1 }]]);
    }
  });

  const refused: [string, string, string][] = [
    ["a comma too many", '{"a": 1,\n}', "not valid JSON from line 2, column 1 [input-json-invalid]"],
    ["a comma too few", '{"a": 1\n "b": 2}', "not valid JSON from line 2, column 2 [input-json-invalid]"],
    ["a word", '{"a": nope}', "not valid JSON from line 1, column 7 [input-json-invalid]"],
    ["an end too early", '{"a": [1', "not valid JSON from line 1, column 9 [input-json-invalid]"],
    ["two values", "{} {}", "not valid JSON from line 1, column 4 [input-json-invalid]"],
    [
      "JSON that nests deeply",
      `{"a": ${"[".repeat(100_000)}`,
      "the input is nested too deeply to be read [input-too-deep]",
    ],
    [
      "JSON that nests deeply and ends",
      `${"[".repeat(100_000)}${"]".repeat(100_000)}`,
      "the input is nested too deeply to be read [input-too-deep]",
    ],
    [
      "a tab for indentation in YAML",
      "a:\n\tb: 1\n",
      "the input is neither JSON nor YAML from line 2, column 1 [input-yaml-invalid]",
    ],
    [
      "a key twice in YAML",
      "a:\n  b: 1\n  b: 2\n",
      "the input has a key twice in one mapping, again at line 3, column 3 [input-yaml-invalid]",
    ],
    [
      "two YAML documents",
      "a: 1\n---\nb: 1\n",
      "the input is not JSON, and not a single YAML document [input-yaml-several]",
    ],
    [
      "YAML that nests deeply",
      `a: ${"[".repeat(5000)}`,
      "the input is not JSON, and nested too deeply for YAML: at most 300 levels are read [input-yaml-invalid]",
    ],
    [
      "YAML that nests deeply by lists in lists",
      `${"- ".repeat(5000)}x`,
      "the input is not JSON, and nested too deeply for YAML: at most 300 levels are read [input-yaml-invalid]",
    ],
    [
      "YAML larger than any template",
      `a: ${"x".repeat(4 * 1024 * 1024)}`,
      "the input is not JSON, and too large for YAML: at most 4194304 characters are read [input-yaml-invalid]",
    ],
  ];
  for (const [what, text, message] of refused) {
    it(`refuses ${what}`, () => {
      assert.throws(() => parseSource(text), { name: "UnreadableError", message });
    });
  }

  it("never quotes the text in an error: it may be a secret", () => {
    assert.throws(
      () => parseSource('{"password": hunter2}'),
      (error: Error) => !error.message.includes("hunter"),
    );
  });
});
