import assert from "node:assert/strict";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { judgeText, type PlacedFinding } from "../../../../cli/judged-files/judge-file";
import type { Run } from "../../../../cli/report/outcome";
import { renderJudgedSarif } from "../../../../cli/report/sarif-report";
import { INPUT_FILES } from "../../../../messages/input-files";
import type { AcceptedFinding } from "../../../../policypack/configuration";
import { OPEN, policy } from "../entra-policy";

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly rank?: number;
  readonly suppressions?: readonly unknown[];
  readonly properties?: { readonly reach?: string };
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly message: { readonly text: string };
  readonly locations: readonly {
    readonly physicalLocation: {
      readonly artifactLocation: { readonly uri: string };
      readonly region: unknown;
    };
    readonly logicalLocations: readonly unknown[];
  }[];
}

interface Log {
  readonly $schema: string;
  readonly version: string;
  readonly runs: readonly {
    readonly tool: {
      readonly driver: {
        readonly name: string;
        readonly version: string;
        readonly rules: readonly { id: string }[];
      };
    };
    readonly columnKind: string;
    readonly invocations: readonly unknown[];
    readonly results: readonly Result[];
  }[];
}

function sarif(files: Run["files"]): Log {
  return JSON.parse(renderJudgedSarif({ files, allowUnknown: false, failOn: "nobody" }, "1.2.3")) as Log;
}

const ACCEPTED: AcceptedFinding = {
  fingerprint: "0".repeat(32),
  rule: "r",
  resource: "a",
  reason: "moves",
  until: "2999-12-31",
  owner: "platform",
};

/** The results for a role with one finding, which has these members. */
function resultsWith(
  changes: Partial<PlacedFinding["finding"]>,
  accepted?: AcceptedFinding,
): readonly Result[] {
  const judged = judgeText("trust.json", JSON.stringify(OPEN));
  const roles = judged.roles.map((role) => ({
    ...role,
    findings: role.findings.map((placed) => ({
      ...placed,
      accepted,
      finding: { ...placed.finding, ...changes },
    })),
  }));
  return sarif([{ ...judged, roles }]).runs[0]?.results ?? [];
}

const template = {
  Resources: {
    Open: { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: OPEN } },
    Everyone: {
      Type: "AWS::IAM::Role",
      Properties: { AssumeRolePolicyDocument: policy({ Principal: { AWS: "*" } }) },
    },
    Later: { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: { Ref: "Trust" } } },
  },
};

describe("the SARIF report", () => {
  it("has the members that SARIF 2.1.0 requires", () => {
    const log = sarif([
      judgeText("a/b c.json", JSON.stringify(template)),
      { file: "none.json", reason: INPUT_FILES.say("input-not-found") },
    ]);
    const [run] = log.runs;
    assert.ok(run);
    assert.equal(log.version, "2.1.0");
    assert.equal(log.runs.length, 1);
    assert.equal(run.tool.driver.name, "azure-to-aws");
    assert.equal(run.tool.driver.version, "1.2.3");
    assert.equal(run.columnKind, "utf16CodeUnits");
    assert.equal(new Set(run.tool.driver.rules.map(({ id }) => id)).size, run.tool.driver.rules.length);
    for (const result of run.results) {
      assert.equal(run.tool.driver.rules[result.ruleIndex]?.id, result.ruleId);
      assert.ok(["error", "warning", "note"].includes(result.level));
      assert.notEqual(result.message.text, "");
      assert.equal(result.locations.length, 1);
    }
    assert.deepEqual(run.invocations, [
      {
        executionSuccessful: false,
        exitCode: 2,
        toolExecutionNotifications: [
          {
            level: "error",
            message: { text: "none.json: no such file. Check the path [input-not-found]" },
            locations: [{ physicalLocation: { artifactLocation: { uri: "none.json" } } }],
          },
        ],
      },
    ]);
  });

  it("has a result per finding, with its rule, level and place", () => {
    const text = JSON.stringify(template);
    const [run] = sarif([judgeText("a/b c.json", text)]).runs;
    const [first] = run?.results ?? [];
    const start = text.indexOf('"StringEquals"');
    assert.deepEqual([first?.ruleId, first?.level], ["oidc-trust-requires-subject", "error"]);
    assert.deepEqual(first?.locations, [
      {
        physicalLocation: {
          artifactLocation: { uri: "a/b%20c.json" },
          region: { startLine: 1, startColumn: start + 1, endLine: 1, endColumn: start + 15 },
        },
        logicalLocations: [{ name: "Open", fullyQualifiedName: "Open", kind: "resource" }],
      },
    ]);
    assert.deepEqual(
      run?.results.map(({ ruleId, level }) => [ruleId, level]),
      [
        ["oidc-trust-requires-subject", "error"],
        ["oidc-trust-requires-subject", "error"],
        ["trust-policy-not-judged", "warning"],
      ],
    );
  });

  it("has a rank and a level for each reach of a violation, and a note without a rank", () => {
    const shown = (...given: Parameters<typeof resultsWith>): unknown[] =>
      resultsWith(...given).map(({ level, rank, properties }) => [level, rank, properties?.reach]);
    for (const [reach, level, rank] of [
      ["anyone", "error", 100],
      ["tenant", "error", 80],
      ["replay", "warning", 50],
      ["nobody", "warning", 20],
    ] as const) {
      assert.deepEqual(shown({ reach }), [[level, rank, reach]]);
      assert.deepEqual(shown({ reach }, ACCEPTED), [["note", rank, reach]]);
      assert.deepEqual(shown({ reach, severity: "note" }), [["note", undefined, undefined]]);
    }
    assert.deepEqual(shown({ reach: undefined }), [["error", undefined, undefined]]);
  });

  it("suppresses what somebody accepts, outside of the file or in it, and calls it a note", () => {
    const shown = (one?: AcceptedFinding): unknown[] =>
      resultsWith({}, one).map(({ level, suppressions }) => [level, suppressions]);
    assert.deepEqual(shown(), [["error", undefined]]);
    const justification = "moves (until 2999-12-31, platform)";
    assert.deepEqual(shown(ACCEPTED), [["note", [{ kind: "external", status: "accepted", justification }]]]);
    assert.deepEqual(shown({ ...ACCEPTED, rule: "comment" }), [
      ["note", [{ kind: "inSource", status: "accepted", justification }]],
    ]);
  });

  it("doubles braces in messages, where single ones would be placeholders", () => {
    const [run] = sarif([judgeText("f", JSON.stringify(template))]).runs;
    const message = run?.results[1]?.message.text ?? "";
    assert.match(message, /; found "Principal": \{\{"AWS": "\*"\}\},/);
    assert.equal(/(^|[^{])\{([^{]|$)/.test(message), false);
  });

  it("has no results where all is accepted", () => {
    const [run] = sarif([judgeText("f", JSON.stringify(policy()))]).runs;
    assert.deepEqual(run?.results, []);
    assert.deepEqual(run.invocations, [
      { executionSuccessful: true, exitCode: 0, toolExecutionNotifications: [] },
    ]);
  });

  it("names files by relative URIs, or by file URIs where they are given from the root", () => {
    const uri = (file: string): string | undefined =>
      sarif([judgeText(file, JSON.stringify(OPEN))]).runs[0]?.results[0]?.locations[0]?.physicalLocation
        .artifactLocation.uri;
    assert.equal(uri("./policies/röle#1.json"), "policies/r%C3%B6le%231.json");
    assert.equal(uri(path.resolve("x.json")), pathToFileURL(path.resolve("x.json")).href);
    assert.equal(uri("-"), "stdin");
  });
});
