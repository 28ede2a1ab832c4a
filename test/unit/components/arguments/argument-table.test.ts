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

/** A message of these tests. */
const message = (text: string) => ({ code: "some-code", text });

const noX: Rule<string> = (value) => (value.includes("x") ? [message("must not contain x")] : []);
const noSlash: Rule<string> = (name) => (name.includes("/") ? [message("must not contain a slash")] : []);
const small: Rule<number> = (value) =>
  value > 9 ? [{ ...message("too large. Expected at most 9"), has: value }] : [];
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
        '  a.b: must not contain x; got "axe" [some-code]',
      ]);
    });
  }
  for (const [way, input] of ways(["ok", "axe"])) {
    it(`that is a list is refused with the index of the item when it is ${way}`, async () => {
      assert.deepEqual(await about(list(noX, "must not be empty"), input), [
        '  a[1]: must not contain x; got "axe" [some-code]',
      ]);
    });
  }
  for (const [way, input] of ways<string[]>([])) {
    it(`that is a list is refused when it is empty and ${way}`, async () => {
      assert.deepEqual(await about(list(noX, "must not be empty"), input), [
        "  a: empty. Expected at least one must not be empty; got [] [argument-empty]",
      ]);
    });
  }
  for (const [way, input] of ways<Record<string, string>>({ "a/b": "ok", c: "x" })) {
    it(`that is a map is refused with the name of the entry when it is ${way}`, async () => {
      assert.deepEqual(await about(map(noSlash, noX, anything), input, "m"), [
        '  m.a/b: must not contain a slash; got "a/b" [some-code]',
        '  m.c: must not contain x; got "x" [some-code]',
      ]);
    });
    it(`that is a map is refused for its entries together when it is ${way}`, async () => {
      const together = (path: string, value: unknown) => [
        { path, ...message(`are ${Object.keys(value as object).length}`) },
      ];
      assert.deepEqual(await about(map(anything, anything, together), input, "m"), [
        "  m: are 2 [some-code]",
      ]);
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
      [text(noX), undefined, "required argument is missing [argument-missing]"],
      [text(noX), 1, "wrong type. Expected a string; got 1 [argument-type]"],
      [optional(number(small)), "1", 'wrong type. Expected a number; got "1" [argument-type]'],
      [optional(boolean()), "true", 'wrong type. Expected a boolean; got "true" [argument-type]'],
      [list(noX, ""), "ok", 'wrong type. Expected a list of strings; got "ok" [argument-type]'],
      [list(noX, ""), undefined, "required argument is missing [argument-missing]"],
      [
        map(noX, noX, anything),
        1,
        "wrong type. Expected an object whose values are strings; got 1 [argument-type]",
      ],
    ];
    for (const [argument, given, reason] of wrong) {
      assert.deepEqual(await about(argument, given), [`  a: ${reason}`]);
    }
  });

  it("that measures too much is refused with its measure", async () => {
    assert.deepEqual(await about(number(small), 10), [
      "  a: too large. Expected at most 9; got 10 (10) [some-code]",
    ]);
  });

  it("that is secret, or must be hidden, is not shown", async () => {
    const hidden = ["  a: must not contain x; the value is not shown [some-code]"];
    assert.deepEqual(await about(text(noX), pulumi.secret("x")), hidden);
    assert.deepEqual(await about(text(noX, { hideValue: true }), "x"), hidden);
  });

  it("that is long is cut", async () => {
    assert.deepEqual(await about(text(noX), "x".repeat(300)), [
      `  a: must not contain x; got "${"x".repeat(99)}… [some-code]`,
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
        "  a: empty. Expected at least one must have one; got [] [argument-empty]",
      ]);
    }
  });

  it("whose presence matters counts as given when it is an output", async () => {
    const argument = ifGiven(text(noX));
    assert.deepEqual(await about(argument, undefined), []);
    assert.deepEqual(await about(argument, pulumi.output("ok")), []);
    assert.deepEqual(await about(argument, pulumi.output(undefined)), [
      "  a: required argument is missing [argument-missing]",
    ]);
  });

  it("that is needed in place of another is refused when it is missing, with what to do", async () => {
    assert.deepEqual(await about(needed(text(noX), "give b"), undefined), [
      "  a: required argument is missing. give b [argument-missing]",
    ]);
    assert.deepEqual(await about(needed(text(noX)), undefined), [
      "  a: required argument is missing [argument-missing]",
    ]);
    assert.deepEqual(await about(needed(text(noX), "give b"), "x"), [
      '  a: must not contain x; got "x" [some-code]',
    ]);
  });

  it("that decides which resources there are must be plain", async () => {
    const reason =
      "must be a plain value, not an Output: it decides which resources are created [argument-not-plain]";
    assert.deepEqual(await about(plain(boolean()), pulumi.output(true)), [`  a: ${reason}`]);
    assert.deepEqual(await about(plain(boolean()), "yes"), [
      '  a: wrong type. Expected a boolean; got "yes" [argument-type]',
    ]);
    assert.deepEqual(await about(plain(text(noX)), Promise.resolve("x")), [`  a: ${reason}`]);
    assert.deepEqual(await about(plain(text(noX)), "x"), ['  a: must not contain x; got "x" [some-code]']);
    assert.deepEqual(await about(plain(text(noX)), undefined), []);
  });

  it("that another one excludes is refused, and not looked at", async () => {
    const without = unless(() => true, message("must be omitted"), text(noX));
    assert.deepEqual(await about(without, "x"), ['  a: must be omitted; got "x" [some-code]']);
    assert.deepEqual(await about(without, undefined), []);
    assert.deepEqual(
      await about(
        unless(() => false, message("must be omitted"), text(noX)),
        undefined,
      ),
      ["  a: required argument is missing [argument-missing]"],
    );
  });

  it("that names resources must be a plain map", async () => {
    assert.deepEqual(await about(namedTexts(noSlash, noX), { a: "ok", "b/c": "x" }, "map"), [
      '  map.b/c: must not contain a slash; got "b/c" [some-code]',
      '  map.b/c: must not contain x; got "x" [some-code]',
    ]);
    assert.deepEqual(await about(namedTexts(noSlash, noX), pulumi.output({}), "map"), [
      "  map: must be a plain object, not an Output: it decides which resources are created. The values in it may be Outputs [argument-not-plain]",
    ]);
    const { result } = await check((checks) => namedTexts(noSlash, noX).check(checks, "map", undefined, {}));
    assert.deepEqual(result, {});
  });

  it("that is a map with a name in it has what it must have", async () => {
    const found = await complaints((checks) => [
      names(checks, "a", {}, noX, "must have one"),
      names(checks, "b", undefined as unknown as object as Record<string, string>, noX, "must have one"),
    ]);
    assert.deepEqual(found, [
      "  a: empty. Expected at least one must have one [argument-empty]",
      "  b: required argument is missing. Expected at least one must have one [argument-missing]",
    ]);
  });

  it("has names quoted in its path that are more than letters, digits and _ - : /", async () => {
    const entries = { "a.b": "x" };
    const found = await complaints((checks) => {
      namedTexts(anything, noX).check(checks.within("in"), "map", entries, {});
      void map(anything, noX, anything).check(checks.within('in["c d"]'), "map", entries, {});
      void map(anything, noX, anything).check(checks, "map", { "aws:x/y": "x" }, {});
    });
    assert.deepEqual(found, [
      '  in.map["a.b"]: must not contain x; got "x" [some-code]',
      '  in["c d"].map["a.b"]: must not contain x; got "x" [some-code]',
      '  map.aws:x/y: must not contain x; got "x" [some-code]',
    ]);
    assert.deepEqual(await about(map(anything, noX, anything), pulumi.output(entries), "map"), [
      '  map["a.b"]: must not contain x; got "x" [some-code]',
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
      message(""),
      structures(INNER, "inner"),
    ),
  },
  (checks, { audience, region }) => {
    if (audience === region) {
      checks.report("region", message("must not be the audience"), region);
    }
  },
);

async function aboutAll(args: unknown): Promise<string[]> {
  return complaints((checks) => TABLE.check(checks, args as Args));
}

describe("a table of arguments", () => {
  it("reports unknown names first, then what does not go together, then each argument in its order", async () => {
    assert.deepEqual(await aboutAll({ region: "x", audience: "x", inner: { size: 10 }, other: "c" }), [
      "  other: unknown argument; Valid arguments: audience, region, inner, items [argument-unknown]",
      '  region: must not be the audience; got "x" [some-code]',
      '  audience: must not contain x; got "x" [some-code]',
      '  region: must not contain x; got "x" [some-code]',
      "  inner.size: too large. Expected at most 9; got 10 (10) [some-code]",
    ]);
  });

  it("names the argument that was probably meant", async () => {
    assert.deepEqual(await aboutAll({ audience: "a", Region: "b", none: undefined, inner: { sizes: 1 } }), [
      '  Region: unknown argument; did you mean "region"? Valid arguments: audience, region, inner, items [argument-unknown]',
      '  inner.sizes: unknown argument; did you mean "size"? Valid arguments: size [argument-unknown]',
    ]);
  });

  it("says where an argument goes that belongs to something else", async () => {
    const misplaced = { remedy: "give it to the whole", names: ["region"] };
    const found = await complaints((checks) =>
      INNER.members(checks, { region: "a", other: 1 } as Inner, misplaced),
    );
    assert.deepEqual(found, [
      "  region: unknown argument here. give it to the whole [argument-misplaced]",
      "  other: unknown argument; Valid arguments: size [argument-unknown]",
    ]);
  });

  it("fails at once when there are no arguments", async () => {
    assert.deepEqual(await aboutAll(undefined), ["  args: required argument is missing [argument-missing]"]);
    assert.deepEqual(await aboutAll(null), ["  args: required argument is missing [argument-missing]"]);
    assert.deepEqual(await aboutAll("x"), [
      '  args: wrong type. Expected an object; got "x" [argument-type]',
    ]);
  });

  it("refuses what is no plain structure or list of structures", async () => {
    const output =
      "must be a plain object, not an Output: it decides which resources are created. The values in it may be Outputs [argument-not-plain]";
    assert.deepEqual(await about(structure(INNER), undefined), [
      "  a: required argument is missing [argument-missing]",
    ]);
    assert.deepEqual(await about(structure(INNER), ["x"]), [
      '  a: wrong type. Expected an object; got ["x"] [argument-type]',
    ]);
    assert.deepEqual(await about(optionalStructure(INNER), pulumi.output({})), [`  a: ${output}`]);
    assert.deepEqual(await aboutAll({ audience: "a", items: [] }), [
      "  items: empty. Expected at least one inner [argument-empty]",
    ]);
    assert.deepEqual(await aboutAll({ audience: "a", items: null }), [
      "  items: required argument is missing. Expected at least one inner [argument-missing]",
    ]);
    assert.deepEqual(await aboutAll({ audience: "a", items: "x" }), [
      '  items: wrong type. Expected a list; got "x" [argument-type]',
    ]);
    assert.deepEqual(await aboutAll({ audience: "a", items: pulumi.output([]) }), [
      "  items: must be a plain list, not an Output: it decides which resources are created. The values in it may be Outputs [argument-not-plain]",
    ]);
    assert.deepEqual(await aboutAll({ audience: "a", items: [{}, { size: 10 }, 1] }), [
      "  items[1].size: too large. Expected at most 9; got 10 (10) [some-code]",
      "  items[2]: wrong type. Expected an object; got 1 [argument-type]",
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
      checks.report("c", message("is not welcome"));
      checks.within("d").add([{ path: "e", ...message("is wrong"), given: "; got 1" }]);
      return text(noX).check(checks, "a", "x", {});
    });
    assert.deepEqual(found, [
      "  c: is not welcome [some-code]",
      "  d.e: is wrong; got 1 [some-code]",
      '  a: must not contain x; got "x" [some-code]',
    ]);
  });

  it("does not show outputs in a value, which may be secret", async () => {
    const found = await complaints((checks) => {
      checks.report("a", message("is not welcome"), {
        b: pulumi.secret("axe"),
        c: [Promise.resolve("axe")],
        d: 1,
      });
      checks.report("b", message("is not welcome"), pulumi.secret("axe"));
      checks.report("c", message("is not welcome"), { a: { b: { c: { d: { e: { f: 1 } } } } } });
    });
    assert.deepEqual(found, [
      '  a: is not welcome; got {"b":"an output","c":["an output"],"d":1} [some-code]',
      "  b: is not welcome [some-code]",
      '  c: is not welcome; got {"a":{"b":{"c":{"d":{"e":"…"}}}}} [some-code]',
    ]);
  });

  it("checks the name of the component", async () => {
    assert.deepEqual(
      await complaints((checks) => {
        checks.checkName(() => [message("is wrong")]);
      }),
      ['  name: is wrong; got "part" [some-code]'],
    );
  });
});
