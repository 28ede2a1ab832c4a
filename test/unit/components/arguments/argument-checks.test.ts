import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { ArgumentChecks } from "../../../../components/arguments/argument-checks";
import type { Rule } from "../../../../components/arguments/argument-rule";
import { declare, valueOf } from "../mock-clouds";

const noX: Rule<string> = (value) => (value.includes("x") ? ["must not contain x"] : []);
const small: Rule<number> = (value) => (value > 9 ? ["must be at most 9"] : []);

class Part extends pulumi.ComponentResource {
  constructor() {
    super("test:index:Part", "part", {}, {});
  }
}

/** Runs checks in a program, `finish` included. */
async function check<T>(use: (checks: ArgumentChecks) => T) {
  return declare(() => {
    const checks = new ArgumentChecks("Part", new Part());
    const result = use(checks);
    checks.finish();
    return result;
  });
}

/** What a program with these checks complains about, at once or later. */
async function complaints(use: (checks: ArgumentChecks) => unknown): Promise<string[]> {
  const lines = (error: unknown) => (error as Error).message.split("\n").slice(1);
  try {
    return (await check(use)).failures.flatMap(lines);
  } catch (error) {
    return lines(error);
  }
}

/** The same value in each way in which an argument can be given. */
const ways = <T>(value: T): [string, pulumi.Input<T>][] => [
  ["plain", value],
  ["an output", pulumi.output(value) as pulumi.Input<T>],
  ["a promise", Promise.resolve(value)],
];

describe("ArgumentChecks", () => {
  for (const [way, input] of ways("axe")) {
    it(`names path, problem and value of a text that is ${way}`, async () => {
      assert.deepEqual(await complaints((checks) => checks.within("a").text("b", input, noX)), [
        '  a.b: must not contain x; got "axe"',
      ]);
    });
  }
  for (const [way, input] of ways(["ok", "axe"])) {
    it(`names the item of a list that is ${way}`, async () => {
      const list = input as pulumi.Input<pulumi.Input<string>[]>;
      assert.deepEqual(await complaints((checks) => checks.texts("list", list, noX, "must not be empty")), [
        '  list[1]: must not contain x; got "axe"',
      ]);
    });
  }
  for (const [way, input] of ways<string[]>([])) {
    it(`refuses an empty list that is ${way}`, async () => {
      const list = input as pulumi.Input<pulumi.Input<string>[]>;
      assert.deepEqual(await complaints((checks) => checks.texts("list", list, noX, "must not be empty")), [
        "  list: must not be empty; got []",
      ]);
    });
  }

  it("hands on what is right: plain values as they are, others as outputs", async () => {
    const { result, failures } = await check((checks) => ({
      plain: checks.text("a", "ok", noX),
      later: checks.text("b", pulumi.output("ok"), noX),
      none: checks.optionalNumber("c", undefined, small),
    }));
    assert.deepEqual(failures, []);
    assert.equal(result.plain, "ok");
    assert.equal(await valueOf(pulumi.output(result.later)), "ok");
    assert.equal(result.none, undefined);
  });

  it("collects everything that is known, in order", async () => {
    const found = await complaints((checks) => {
      checks.report("c", "is not welcome");
      return [checks.text("a", "x", noX), checks.optionalNumber("b", 10, small)];
    });
    assert.deepEqual(found, [
      "  c: is not welcome",
      '  a: must not contain x; got "x"',
      "  b: must be at most 9; got 10",
    ]);
  });

  it("refuses what is missing or of another kind, as programs without types may give it", async () => {
    const found = await complaints((checks) => [
      checks.text("a", undefined as unknown as string, noX),
      checks.text("b", 1 as unknown as string, noX),
      checks.optionalNumber("c", "1" as unknown as number, small),
      checks.optionalBoolean("d", "true" as unknown as boolean),
      checks.texts("e", "ok" as unknown as string[], noX, ""),
    ]);
    assert.deepEqual(found, [
      "  a: is missing",
      "  b: must be a string; got 1",
      '  c: must be a number; got "1"',
      '  d: must be a boolean; got "true"',
      '  e: must be a list of strings; got "ok"',
    ]);
  });

  it("does not show a secret value, nor one that must be hidden", async () => {
    assert.deepEqual(await complaints((checks) => checks.text("a", pulumi.secret("x"), noX)), [
      "  a: must not contain x; the value is not shown",
    ]);
    assert.deepEqual(await complaints((checks) => checks.text("a", "x", noX, { hideValue: true })), [
      "  a: must not contain x; the value is not shown",
    ]);
  });

  it("does not show outputs in a value, which may be secret", async () => {
    const found = await complaints((checks) => {
      checks.report("a", "is not welcome", { b: pulumi.secret("axe"), c: [Promise.resolve("axe")], d: 1 });
      checks.report("b", "is not welcome", pulumi.secret("axe"));
      checks.report("c", "is not welcome", { a: { b: { c: { d: { e: { f: 1 } } } } } });
    });
    assert.deepEqual(found, [
      '  a: is not welcome; got {"b":"an output","c":["an output"],"d":1}',
      "  b: is not welcome",
      '  c: is not welcome; got {"a":{"b":{"c":{"d":{"e":"…"}}}}}',
    ]);
  });

  it("cuts long values", async () => {
    const [line] = await complaints((checks) => checks.text("a", "x".repeat(300), noX));
    assert.equal(line, `  a: must not contain x; got "${"x".repeat(99)}…`);
  });

  it("wants structure to be plain, and says so for an output", async () => {
    const map = { a: "ok", "b/c": "x" };
    const names: Rule<string> = (name) => (name.includes("/") ? ["must not contain a slash"] : []);
    assert.deepEqual(await complaints((checks) => checks.textMap("map", map, names, noX)), [
      '  map.b/c: must not contain a slash; got "b/c"',
      '  map.b/c: must not contain x; got "x"',
    ]);
    const found = await complaints((checks) => {
      checks.names("map", pulumi.output({}) as unknown as Record<string, string>, names);
      checks.items("items", [], "must have one");
      checks.items("items", pulumi.output([]) as unknown as [], "must have one");
      checks.items("items", "x" as unknown as [], "must have one");
    });
    assert.deepEqual(found, [
      "  map: must be a plain object, since it decides which resources there are; its values may be outputs; got an output",
      "  items: must have one",
      "  items: must be a plain list; its values may be outputs; got an output",
      '  items: must be a plain list; its values may be outputs; got "x"',
    ]);
  });

  it("says what is missing with what to give, and shows what is no object", async () => {
    const found = await complaints((checks) => [
      checks.isStructure("a", undefined, "must be such as { b: 1 }"),
      checks.isStructure("b", null),
      checks.isStructure("c", ["x"]),
      checks.names("d", undefined as unknown as Record<string, string>, noX, "must have one"),
      checks.items("e", undefined as unknown as [], "must have one"),
      checks.texts("f", undefined as unknown as string[], noX, "must have one"),
    ]);
    assert.deepEqual(found, [
      "  a: is missing: must be such as { b: 1 }",
      "  b: is missing",
      '  c: must be an object; got ["x"]',
      "  d: is missing: must have one",
      "  e: is missing: must have one",
      "  f: is missing",
    ]);
  });

  it("reports names that are no arguments, with the one that was probably meant", async () => {
    interface Args {
      audience?: string;
      region?: string;
    }
    const given = { audiences: "a", Region: "b", other: "c", none: undefined } as unknown as Args;
    const nested = { x: 1 } as unknown as Args;
    const found = await complaints((checks) => {
      checks.knownKeys("", given, ["audience", "region"]);
      checks.within("a").knownKeys("b", nested, ["audience", "region"]);
    });
    assert.deepEqual(found, [
      "  audiences: is no argument; did you mean audience? there are: audience, region",
      "  Region: is no argument; did you mean region? there are: audience, region",
      "  other: is no argument; there are: audience, region",
      "  a.b.x: is no argument; there are: audience, region",
    ]);
  });

  it("fails at once when there are no arguments", async () => {
    for (const none of [undefined, null, "x"]) {
      const found = await complaints((checks) => {
        checks.arguments(none as unknown as { a?: string }, ["a"]);
        checks.report("a", "is never looked at");
      });
      assert.deepEqual(found, [none === "x" ? '  args: must be an object; got "x"' : "  args: is missing"]);
    }
  });

  it("wants what decides which resources there are to be plain", async () => {
    const found = await complaints((checks) => [
      checks.plainBoolean("a", pulumi.output(true) as unknown as boolean),
      checks.plainBoolean("b", "yes" as unknown as boolean),
      checks.plainText("c", Promise.resolve("x") as unknown as string, noX),
      checks.plainText("d", "x", noX),
    ]);
    const reason = "must be plain, since it decides which resources there are; got an output";
    assert.deepEqual(found, [
      `  a: ${reason}`,
      '  b: must be a boolean; got "yes"',
      `  c: ${reason}`,
      '  d: must not contain x; got "x"',
    ]);
  });

  it("takes an output for given where it matters that something is given", async () => {
    assert.deepEqual(
      await complaints((checks) => [
        checks.textIfGiven("a", undefined, noX),
        checks.textIfGiven("b", pulumi.output("ok"), noX),
        checks.textIfGiven("c", pulumi.output<string | undefined>(undefined), noX),
      ]),
      ["  c: is missing"],
    );
  });

  for (const [way, input] of ways<Record<string, string>>({ "a/b": "ok", c: "x" })) {
    it(`checks names and values of a map that is ${way}`, async () => {
      const noSlash: Rule<string> = (name) => (name.includes("/") ? ["must not contain a slash"] : []);
      const map = input as pulumi.Input<Record<string, pulumi.Input<string>>>;
      assert.deepEqual(await complaints((checks) => checks.optionalTextMap("m", map, noSlash, noX)), [
        '  m.a/b: must not contain a slash; got "a/b"',
        '  m.c: must not contain x; got "x"',
      ]);
    });
  }

  it("quotes names in paths that are more than letters, digits and _ - : /", async () => {
    const map = { "a.b": "x" };
    const none: Rule<string> = () => [];
    const found = await complaints((checks) => {
      checks.within("in").textMap("map", map, noX, noX);
      void checks.within('in["c d"]').optionalTextMap("map", map, noX, noX);
      checks.within("in").knownKeys("", { "e f": 1 } as { a?: string }, ["a"]);
      checks.names("map", { "g h": 1 }, () => ["is no name"]);
      void checks.optionalTextMap("map", { "aws:x/y": "x" }, none, noX);
    });
    assert.deepEqual(found, [
      '  in.map["a.b"]: must not contain x; got "x"',
      '  in["c d"].map["a.b"]: must not contain x; got "x"',
      '  in["e f"]: is no argument; there are: a',
      '  map["g h"]: is no name; got "g h"',
      '  map.aws:x/y: must not contain x; got "x"',
    ]);
    const later = await complaints((checks) =>
      checks.within("in").optionalTextMap("map", pulumi.output(map), noX, noX),
    );
    assert.deepEqual(later, ['  in.map["a.b"]: must not contain x; got "x"']);
  });

  it("takes lists and maps that are left out, and no empty list", async () => {
    const plain = await complaints((checks) => [
      checks.optionalTexts("a", undefined, noX, "must have one"),
      checks.optionalTextMap("b", undefined, noX, noX),
      checks.optionalTexts("c", [], noX, "must have one"),
    ]);
    assert.deepEqual(plain, ["  c: must have one; got []"]);
    const later = await complaints((checks) => [
      checks.optionalTexts("a", pulumi.output(undefined), noX, "must have one"),
      checks.optionalTextMap("b", pulumi.output(undefined), noX, noX),
      checks.optionalTexts("c", pulumi.output([]), noX, "must have one"),
    ]);
    assert.deepEqual(later, ["  c: must have one; got []"]);
  });
});
