import assert from "node:assert/strict";
import { Option } from "commander";
import type { Options } from "../../../cli/command";
import { choice, repeatable } from "../../../cli/options";
import { optionsFrom } from "./read-options";

const DECLARED = [
  choice("--format <FORMAT>", "a choice with a default", ["text", "json"]).default("text"),
  choice("--fail-on <REACH>", "a choice without one", ["anyone", "tenant"]),
  new Option("--quiet", "a switch"),
  new Option("--no-comments", "a switch that turns off"),
  new Option("--out <FILE>", "a text"),
  repeatable("--pattern <PATTERN>", "texts"),
  repeatable("--only <CLOUD>", "choices", ["aws", "azure"]),
];

const read = (...args: string[]): Options => optionsFrom(DECLARED, args);

describe("reading options", () => {
  it("takes files and options in any order", () => {
    const options = read("a.json", "--format", "json", "-", "--quiet", "--pattern=a", "--pattern", "b");
    assert.deepEqual(options.files, ["a.json", "-"]);
    assert.equal(options.text("format"), "json");
    assert.equal(options.has("quiet"), true);
    assert.deepEqual(options.texts("pattern"), ["a", "b"]);
  });

  it("takes everything after -- for files", () => {
    assert.deepEqual(read("--", "--format").files, ["--format"]);
  });

  it("gives the default of a choice, and nothing for other options that are not there", () => {
    const options = read();
    assert.deepEqual(
      [options.text("format"), options.text("fail-on"), options.text("out"), options.has("quiet")],
      ["text", undefined, undefined, false],
    );
    assert.deepEqual(
      [options.has("no-comments"), options.texts("pattern"), options.texts("only")],
      [false, [], []],
    );
  });

  it("knows a switch that turns off by its name", () => {
    assert.equal(read("--no-comments").has("no-comments"), true);
  });

  it("takes a value that looks like an option of another command", () => {
    assert.equal(read("--out", "--strict").text("out"), "--strict");
  });

  const wrong: [what: string, args: string[], error: { code?: string; message: string }][] = [
    [
      "an unknown option, and names the nearest",
      ["--formt", "json"],
      {
        code: "commander.unknownOption",
        message: "error: unknown option '--formt'\n(Did you mean --format?)",
      },
    ],
    [
      "an option named like a member of every object",
      ["--constructor"],
      { code: "commander.unknownOption", message: "error: unknown option '--constructor'" },
    ],
    [
      "a switch with a value",
      ["--quiet=yes"],
      { code: "commander.unknownOption", message: "error: unknown option '--quiet=yes'" },
    ],
    [
      "an option without its value",
      ["--out"],
      { code: "commander.optionMissingArgument", message: "error: option '--out <FILE>' argument missing" },
    ],
    [
      "an option that has the next option for its value",
      ["--out", "--quiet"],
      { code: "commander.optionMissingArgument", message: "option '--out <FILE>' argument missing" },
    ],
    [
      "a value that is no choice, and names the choices",
      ["--format", "xml"],
      { message: '--format: invalid value. Expected text or json; got "xml" [option-value-invalid]' },
    ],
    [
      "the second value of a repeatable option, if it is no choice",
      ["--only", "aws", "--only", "gcp"],
      { message: '--only: invalid value. Expected aws or azure; got "gcp" [option-value-invalid]' },
    ],
  ];
  for (const [what, args, error] of wrong) {
    it(`refuses ${what}`, () => {
      assert.throws(() => read(...args), error);
    });
  }
});
