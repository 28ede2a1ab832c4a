import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { ArgumentChecks } from "../../../../components/arguments/argument-checks";
import {
  boolean,
  ifGiven,
  list,
  map,
  namedTexts,
  names,
  needed,
  number,
  optional,
  optionalStructure,
  plain,
  structure,
  structures,
  text,
  unless,
} from "../../../../components/arguments/argument-kinds";
import { ArgumentPaths } from "../../../../components/arguments/argument-paths";
import type { Rule } from "../../../../components/arguments/argument-rule";
import { type Argument, argumentTable } from "../../../../components/arguments/argument-table";
import { declare, valueOf } from "../mock-clouds";

const noX: Rule<string> = (value) => (value.includes("x") ? ["must not contain x"] : []);
const noSlash: Rule<string> = (name) => (name.includes("/") ? ["must not contain a slash"] : []);
const small: Rule<number> = (value) => (value > 9 ? [{ reason: "must be at most 9", has: value }] : []);
const anything = () => [];
const PATHS = ArgumentPaths.of("Part", "part");

class Part extends pulumi.ComponentResource {
  constructor() {
    super("test:index:Part", "part", {}, {});
  }
}

/** Runs checks in a program, `finish` included. */
async function check<T>(use: (checks: ArgumentChecks) => T) {
  return declare(() => {
    const checks = new ArgumentChecks(PATHS, new Part());
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

/** What is complained about a value, whatever its type, that is given for an argument. */
async function about(argument: Argument<never, unknown>, given: unknown, path = "a"): Promise<string[]> {
  return complaints((checks) => argument.check(checks, path, given as never, {}));
}

/** The same value in each way in which an argument can be given. */
const ways = <T>(value: T): [string, pulumi.Input<T>][] => [
  ["plain", value],
  ["an output", pulumi.output(value) as pulumi.Input<T>],
  ["a promise", Promise.resolve(value)],
];

describe("an argument", () => {
  for (const [way, input] of ways("axe")) {
    it(`that is a string is refused with path, problem and value when it is ${way}`, async () => {
      assert.deepEqual(await complaints((checks) => text(noX).check(checks.within("a"), "b", input, {})), [
        '  a.b: must not contain x; got "axe"',
      ]);
    });
  }
  for (const [way, input] of ways(["ok", "axe"])) {
    it(`that is a list is refused with the index of the item when it is ${way}`, async () => {
      assert.deepEqual(await about(list(noX, "must not be empty"), input), [
        '  a[1]: must not contain x; got "axe"',
      ]);
    });
  }
  for (const [way, input] of ways<string[]>([])) {
    it(`that is a list is refused when it is empty and ${way}`, async () => {
      assert.deepEqual(await about(list(noX, "must not be empty"), input), [
        "  a: must not be empty; got []",
      ]);
    });
  }
  for (const [way, input] of ways<Record<string, string>>({ "a/b": "ok", c: "x" })) {
    it(`that is a map is refused with the name of the entry when it is ${way}`, async () => {
      assert.deepEqual(await about(map(noSlash, noX, anything), input, "m"), [
        '  m.a/b: must not contain a slash; got "a/b"',
        '  m.c: must not contain x; got "x"',
      ]);
    });
    it(`that is a map is refused for its entries together when it is ${way}`, async () => {
      const together = (path: string, value: unknown) => [
        { path, reason: `are ${Object.keys(value as object).length}` },
      ];
      assert.deepEqual(await about(map(anything, anything, together), input, "m"), ["  m: are 2"]);
    });
  }

  it("that is right is handed on: plain values as they are, others as outputs", async () => {
    const { result, failures } = await check((checks) => ({
      plain: text(noX).check(checks, "a", "ok", {}),
      later: text(noX).check(checks, "b", pulumi.output("ok"), {}),
      none: optional(number(small)).check(checks, "c", undefined, {}),
    }));
    assert.deepEqual(failures, []);
    assert.equal(result.plain, "ok");
    assert.equal(await valueOf(pulumi.output(result.later)), "ok");
    assert.equal(result.none, undefined);
  });

  it("that is missing or of another kind is refused, as programs without types may give it", async () => {
    const wrong: [Argument<never, unknown>, unknown, string][] = [
      [text(noX), undefined, "is missing"],
      [text(noX), 1, "must be a string; got 1"],
      [optional(number(small)), "1", 'must be a number; got "1"'],
      [optional(boolean()), "true", 'must be a boolean; got "true"'],
      [list(noX, ""), "ok", 'must be a list of strings; got "ok"'],
      [list(noX, ""), undefined, "is missing"],
      [map(noX, noX, anything), 1, "must be an object whose values are strings; got 1"],
    ];
    for (const [argument, given, reason] of wrong) {
      assert.deepEqual(await about(argument, given), [`  a: ${reason}`]);
    }
  });

  it("that measures too much is refused with its measure", async () => {
    assert.deepEqual(await about(number(small), 10), ["  a: must be at most 9, has 10; got 10"]);
  });

  it("that is secret, or must be hidden, is not shown", async () => {
    const hidden = ["  a: must not contain x; the value is not shown"];
    assert.deepEqual(await about(text(noX), pulumi.secret("x")), hidden);
    assert.deepEqual(await about(text(noX, { hideValue: true }), "x"), hidden);
  });

  it("that is long is cut", async () => {
    assert.deepEqual(await about(text(noX), "x".repeat(300)), [
      `  a: must not contain x; got "${"x".repeat(99)}…`,
    ]);
  });

  it("that may be left out may be nothing later too, but not an empty list", async () => {
    for (const given of [undefined, null, pulumi.output(undefined)]) {
      assert.deepEqual(await about(optional(list(noX, "must have one")), given), []);
      assert.deepEqual(await about(optional(map(noX, noX, anything)), given), []);
      assert.deepEqual(await about(optional(text(noX)), given), []);
    }
    for (const [, given] of ways<string[]>([])) {
      assert.deepEqual(await about(optional(list(noX, "must have one")), given), [
        "  a: must have one; got []",
      ]);
    }
  });

  it("whose presence matters counts as given when it is an output", async () => {
    const argument = ifGiven(text(noX));
    assert.deepEqual(await about(argument, undefined), []);
    assert.deepEqual(await about(argument, pulumi.output("ok")), []);
    assert.deepEqual(await about(argument, pulumi.output(undefined)), ["  a: is missing"]);
  });

  it("that is needed in place of another is refused when it is missing, with what to do", async () => {
    assert.deepEqual(await about(needed(text(noX), "give b"), undefined), ["  a: is missing; give b"]);
    assert.deepEqual(await about(needed(text(noX)), undefined), ["  a: is missing"]);
    assert.deepEqual(await about(needed(text(noX), "give b"), "x"), ['  a: must not contain x; got "x"']);
  });

  it("that decides which resources there are must be plain", async () => {
    const reason = "must be plain, since it decides which resources there are; got an output";
    assert.deepEqual(await about(plain(boolean()), pulumi.output(true)), [`  a: ${reason}`]);
    assert.deepEqual(await about(plain(boolean()), "yes"), ['  a: must be a boolean; got "yes"']);
    assert.deepEqual(await about(plain(text(noX)), Promise.resolve("x")), [`  a: ${reason}`]);
    assert.deepEqual(await about(plain(text(noX)), "x"), ['  a: must not contain x; got "x"']);
    assert.deepEqual(await about(plain(text(noX)), undefined), []);
  });

  it("that another one excludes is refused, and not looked at", async () => {
    const without = unless(() => true, "must be left out", text(noX));
    assert.deepEqual(await about(without, "x"), ['  a: must be left out; got "x"']);
    assert.deepEqual(await about(without, undefined), []);
    assert.deepEqual(
      await about(
        unless(() => false, "must be left out", text(noX)),
        undefined,
      ),
      ["  a: is missing"],
    );
  });

  it("that names resources must be a plain map", async () => {
    assert.deepEqual(await about(namedTexts(noSlash, noX), { a: "ok", "b/c": "x" }, "map"), [
      '  map.b/c: must not contain a slash; got "b/c"',
      '  map.b/c: must not contain x; got "x"',
    ]);
    assert.deepEqual(await about(namedTexts(noSlash, noX), pulumi.output({}), "map"), [
      "  map: must be a plain object, since it decides which resources there are; its values may be outputs; got an output",
    ]);
    const { result } = await check((checks) => namedTexts(noSlash, noX).check(checks, "map", undefined, {}));
    assert.deepEqual(result, {});
  });

  it("that is a map with a name in it has what it must have", async () => {
    const found = await complaints((checks) => [
      names(checks, "a", {}, noX, "must have one"),
      names(checks, "b", undefined as unknown as object as Record<string, string>, noX, "must have one"),
    ]);
    assert.deepEqual(found, ["  a: must have one", "  b: is missing: must have one"]);
  });

  it("has names quoted in its path that are more than letters, digits and _ - : /", async () => {
    const entries = { "a.b": "x" };
    const found = await complaints((checks) => {
      namedTexts(anything, noX).check(checks.within("in"), "map", entries, {});
      void map(anything, noX, anything).check(checks.within('in["c d"]'), "map", entries, {});
      void map(anything, noX, anything).check(checks, "map", { "aws:x/y": "x" }, {});
    });
    assert.deepEqual(found, [
      '  in.map["a.b"]: must not contain x; got "x"',
      '  in["c d"].map["a.b"]: must not contain x; got "x"',
      '  map.aws:x/y: must not contain x; got "x"',
    ]);
    assert.deepEqual(await about(map(anything, noX, anything), pulumi.output(entries), "map"), [
      '  map["a.b"]: must not contain x; got "x"',
    ]);
  });
});

interface Inner {
  size?: pulumi.Input<number | undefined>;
}
interface Args {
  audience: pulumi.Input<string>;
  region?: pulumi.Input<string | undefined>;
  inner?: Inner | undefined;
  items?: Inner[];
}
const INNER = argumentTable<Inner>()({ size: optional(number(small)) });
const TABLE = argumentTable<Args>()(
  {
    audience: text(noX),
    region: optional(text(noX)),
    inner: optionalStructure(INNER),
    items: unless<Inner[], unknown, Args>(
      ({ items }) => items === undefined,
      "",
      structures(INNER, "must have one"),
    ),
  },
  (checks, { audience, region }) => {
    if (audience === region) {
      checks.report("region", "must not be the audience", region);
    }
  },
);

async function aboutAll(args: unknown): Promise<string[]> {
  return complaints((checks) => TABLE.check(checks, args as Args));
}

describe("a table of arguments", () => {
  it("reports unknown names first, then what does not go together, then each argument in its order", async () => {
    assert.deepEqual(await aboutAll({ region: "x", audience: "x", inner: { size: 10 }, other: "c" }), [
      "  other: is no argument; there are: audience, region, inner, items",
      '  region: must not be the audience; got "x"',
      '  audience: must not contain x; got "x"',
      '  region: must not contain x; got "x"',
      "  inner.size: must be at most 9, has 10; got 10",
    ]);
  });

  it("names the argument that was probably meant", async () => {
    assert.deepEqual(await aboutAll({ audience: "a", Region: "b", none: undefined, inner: { sizes: 1 } }), [
      "  Region: is no argument; did you mean region? there are: audience, region, inner, items",
      "  inner.sizes: is no argument; did you mean size? there are: size",
    ]);
  });

  it("says where an argument goes that belongs to something else", async () => {
    const misplaced = { remedy: "give it to the whole", names: ["region"] };
    const found = await complaints((checks) =>
      INNER.members(checks, { region: "a", other: 1 } as Inner, misplaced),
    );
    assert.deepEqual(found, [
      "  region: is no argument of this; give it to the whole",
      "  other: is no argument; there are: size",
    ]);
  });

  it("fails at once when there are no arguments", async () => {
    assert.deepEqual(await aboutAll(undefined), ["  args: is missing"]);
    assert.deepEqual(await aboutAll(null), ["  args: is missing"]);
    assert.deepEqual(await aboutAll("x"), ['  args: must be an object; got "x"']);
  });

  it("refuses what is no plain structure or list of structures", async () => {
    const output =
      "must be a plain object, since it decides which resources there are; its values may be outputs; got an output";
    assert.deepEqual(await about(structure(INNER), undefined), ["  a: is missing"]);
    assert.deepEqual(await about(structure(INNER), ["x"]), ['  a: must be an object; got ["x"]']);
    assert.deepEqual(await about(optionalStructure(INNER), pulumi.output({})), [`  a: ${output}`]);
    assert.deepEqual(await aboutAll({ audience: "a", items: [] }), ["  items: must have one"]);
    assert.deepEqual(await aboutAll({ audience: "a", items: null }), ["  items: is missing: must have one"]);
    assert.deepEqual(await aboutAll({ audience: "a", items: "x" }), [
      '  items: must be a plain list; its values may be outputs; got "x"',
    ]);
    assert.deepEqual(await aboutAll({ audience: "a", items: pulumi.output([]) }), [
      "  items: must be a plain list; its values may be outputs; got an output",
    ]);
    assert.deepEqual(await aboutAll({ audience: "a", items: [{}, { size: 10 }, 1] }), [
      "  items[1].size: must be at most 9, has 10; got 10",
      "  items[2]: must be an object; got 1",
    ]);
  });

  it("takes arguments from the owner of a part as they are", async () => {
    const given = TABLE.checked({ audience: "x" }, PATHS.part("Inner", "part-inner", "inner."));
    const { result, failures } = await check((checks) => TABLE.check(checks, given));
    assert.deepEqual([result.audience, failures], ["x", []]);
  });
});

describe("ArgumentChecks", () => {
  it("collects everything that is known, in order", async () => {
    const found = await complaints((checks) => {
      checks.report("c", "is not welcome");
      checks.within("d").add([{ path: "e", reason: "is wrong", given: "; got 1" }]);
      return text(noX).check(checks, "a", "x", {});
    });
    assert.deepEqual(found, [
      "  c: is not welcome",
      "  d.e: is wrong; got 1",
      '  a: must not contain x; got "x"',
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

  it("checks the name of the component", async () => {
    assert.deepEqual(
      await complaints((checks) => {
        checks.checkName(() => ["is wrong"]);
      }),
      ['  name: is wrong; got "part"'],
    );
  });
});
