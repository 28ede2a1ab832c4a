import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { CommandError, UsageError } from "../../../cli/command";
import { errorSections } from "../../../messages/error-sections";
import { UnreadableError } from "../../../policy-sources";
import { PROJECT_ROOT } from "../../../tools/project-root";
import { runCli } from "./run-cli";

const CODES = new Set(errorSections().map((section) => section.code));

/** Text on standard error that is not a message: help, progress, and the component that import prints. */
const NOT_MESSAGES = ["help()", "stderr.write(text)", "`${what} (", "renderComponent("];

/** Each call that writes to standard error, with its arguments up to the end of the statement. */
async function stderrCalls(): Promise<string[]> {
  const folder = path.join(PROJECT_ROOT, "cli");
  const files = await readdir(folder, { recursive: true });
  const sources = await Promise.all(
    files
      .filter((file) => file.endsWith(".ts"))
      .map(async (file) => readFile(path.join(folder, file), "utf8")),
  );
  return sources.flatMap((source) =>
    [...source.matchAll(/(?:\berr|stderr\.write|console\.(?:error|warn))\((?!text: string)[^]*?;\n/g)].map(
      ([call]) => call,
    ),
  );
}

describe("Messages of the command line", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "coded-messages-"));
    await writeFile(path.join(folder, "broken.json"), "{");
    await writeFile(path.join(folder, "other.json"), '{"a": 1}');
    await writeFile(path.join(folder, "other.yaml"), "a: 1\n");
    await writeFile(path.join(folder, "claims.json"), '{"sub": "x"}');
    await writeFile(path.join(folder, "accepted.json"), '{"accepted": {"findings": [1]}}');
    await writeFile(path.join(folder, "trust.json"), '{"Version": "2012-10-17", "Statement": []}');
  });
  after(() => rm(folder, { recursive: true }));

  it("are values of a catalog, by type: an error takes no string", () => {
    // @ts-expect-error a string has no code
    assert.ok(new UsageError("text") instanceof CommandError);
    // @ts-expect-error a string has no code
    assert.ok(new UnreadableError("text") instanceof Error);
  });

  it("are printed with their codes wherever the sources write to standard error", async () => {
    const calls = await stderrCalls();
    assert.ok(calls.length >= 12, `${calls.length} calls`);
    const others = calls.filter(
      (call) =>
        !/withCode\(|\bline\b|\bmessage\b/.test(call) && !NOT_MESSAGES.some((text) => call.includes(text)),
    );
    assert.deepEqual(others, []);
  });

  const accepting = (file: string, into = "p.json"): string[] => {
    const terms = ["--reason", "r", "--until", "2999-12-31", "--owner", "o"];
    return ["judge", "--write-accepted", into, ...terms, file];
  };
  const wrong: [title: string, args: string[], code: string][] = [
    ["an unknown command", ["judg"], "command-unknown"],
    ["an unknown option before a command", ["--bogus"], "option-unknown"],
    ["an unknown option", ["judge", "--bogus"], "option-unknown"],
    ["a switch with a value", ["judge", "--allow-unknown=yes"], "option-unknown"],
    ["an option without a value", ["judge", "--format"], "option-value-missing"],
    ["a value of a choice", ["judge", "--fail-on", "x", "-"], "option-value-invalid"],
    ["no file for import", ["import", "--name", "n", "--workload", "w"], "file-missing"],
    ["standard input twice", ["judge", "-", "-"], "standard-input-twice"],
    [
      "a configuration that does not exist",
      ["judge", "--policy-pack-config", "none", "-"],
      "input-not-found",
    ],
    [
      "a configuration with problems",
      ["judge", "--policy-pack-config", "accepted.json", "-"],
      "policies-file-invalid",
    ],
    [
      "no terms of what is accepted",
      ["judge", "--write-accepted", "p.json", "-"],
      "acceptance-terms-invalid",
    ],
    [
      "a pattern for every subject",
      ["judge", "--subject-pattern", "ci.example.com=<a>", "-"],
      "subject-pattern-unusable",
    ],
    ["a broken file to accept findings of", accepting("broken.json"), "input-json-invalid"],
    ["another kind of file to accept findings of", accepting("other.json"), "input-kind-unknown"],
    ["a folder to accept findings in", accepting("trust.json", "."), "input-is-folder"],
    [
      "a missing folder to accept findings in",
      accepting("trust.json", "none/p.json"),
      "accepted-findings-not-written",
    ],
    ["no name for import", ["import", "other.json"], "option-missing"],
    [
      "another file for import",
      ["import", "--name", "n", "--workload", "w", "other.json"],
      "input-export-unknown",
    ],
    ["YAML as a configuration", ["judge", "--check-config", "other.yaml"], "input-not-json"],
    ["--trust without --claims", ["explain", "--trust", "trust.json"], "options-incomplete"],
    ["two kinds of work", ["explain", "--cloudtrail", "x", "text"], "options-exclusive"],
    [
      "claims without an issuer",
      ["explain", "--trust", "trust.json", "--claims", "claims.json"],
      "input-claims-without-issuer",
    ],
    ["events that are not JSON", ["explain", "--cloudtrail", "broken.json"], "input-events-invalid"],
    ["a text without an error", ["explain", "nothing"], "explain-nothing-known"],
    ["records without a failed event", ["explain", "--cloudtrail", "other.json"], "explain-no-event"],
    ["a file for preflight", ["preflight", "Pulumi.dev.yaml"], "file-unexpected"],
    ["no file of a stack", ["preflight", "--stack-config", "none.yaml"], "stack-file-unreadable"],
    ["another file of a stack", ["preflight", "--stack-config", "other.yaml"], "stack-file-other"],
    ["a broken file of a stack", ["preflight", "--stack-config", "broken.json"], "stack-file-not-yaml"],
    [
      "more identities than workloads",
      ["preflight", "--identity-id", identityId("a"), "--identity-id", identityId("b")],
      "option-too-often",
    ],
    ["no role for suspend", ["suspend"], "role-not-given"],
    ["no role for resume", ["resume"], "role-not-given"],
  ];
  for (const [title, args, code] of wrong) {
    it(`end with the code ${code} for ${title}`, async () => {
      const inFolder = args.map((arg) =>
        /^(?:accepted|broken|other|claims|trust)\.|^\.$/.test(arg) ? path.join(folder, arg) : arg,
      );
      const { stderr } = await runCli(inFolder);
      assert.ok(CODES.has(code));
      assert.match(stderr, new RegExp(`\\[${code}\\]\\n$`));
      assert.equal(stderr.replaceAll("\n  ", " ").split("\n").length, 2, stderr);
    });
  }
});

function identityId(name: string): string {
  return `/subscriptions/0a1b2c3d-0000-4000-8000-0123456789ab/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
}
