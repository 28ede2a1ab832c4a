import assert from "node:assert/strict";
import { choice, readOptions } from "../../../cli/options";

const TYPES = { format: "text", quiet: "switch", pattern: "texts" } as const;

describe("reading options", () => {
  it("takes files and options in any order", () => {
    const options = readOptions(
      ["a.json", "--format", "json", "-", "--quiet", "--pattern=a", "--pattern", "b"],
      TYPES,
    );
    assert.deepEqual(options.files, ["a.json", "-"]);
    assert.equal(options.text("format"), "json");
    assert.equal(options.has("quiet"), true);
    assert.deepEqual(options.texts("pattern"), ["a", "b"]);
  });

  it("takes everything after -- for files", () => {
    assert.deepEqual(readOptions(["--", "--format"], TYPES).files, ["--format"]);
  });

  it("gives nothing for options that are not there", () => {
    const options = readOptions([], TYPES);
    assert.deepEqual(
      [options.text("format"), options.has("quiet"), options.texts("pattern")],
      [undefined, false, []],
    );
  });

  const wrong: [string, string[], string][] = [
    [
      "an unknown option",
      ["--colors"],
      'unknown option "--colors". Expected --format, --quiet, --pattern, or --help [option-unknown]',
    ],
    [
      "an unknown short option",
      ["-q"],
      'unknown option "-q". Expected --format, --quiet, --pattern, or --help [option-unknown]',
    ],
    [
      "an option named like a member of every object",
      ["--constructor"],
      'unknown option "--constructor". Expected --format, --quiet, --pattern, or --help [option-unknown]',
    ],
    [
      "a switch with a value",
      ["--quiet=yes"],
      '--quiet takes no value. Expected --quiet alone; got "yes" [option-value-unexpected]',
    ],
    [
      "an option without its value",
      ["--format"],
      "--format has no value. Expected --format VALUE [option-value-missing]",
    ],
  ];
  for (const [what, args, message] of wrong) {
    it(`refuses ${what}`, () => {
      assert.throws(() => readOptions(args, TYPES), { name: "UsageError", message });
    });
  }

  it("takes the first of the allowed values by default", () => {
    assert.equal(choice(readOptions([], TYPES), "format", ["text", "json"]), "text");
    assert.equal(choice(readOptions(["--format", "json"], TYPES), "format", ["text", "json"]), "json");
  });

  it("refuses a value that is not allowed, and names those that are", () => {
    assert.throws(() => choice(readOptions(["--format", "xml"], TYPES), "format", ["text", "json"]), {
      name: "UsageError",
      message: '--format: invalid value. Expected text or json; got "xml" [option-value-invalid]',
    });
  });
});
