import assert from "node:assert/strict";
import { OPEN, policy } from "../entra-policy";
import { type CliResult, fixture, runCli } from "../run-cli";

const ARN = "arn:aws:iam::111122223333:role/";
const GITHUB = "token.actions.githubusercontent.com";

/** Trust of GitHub with given conditions. */
function gitHub(StringEquals: object): object {
  return policy({
    Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${GITHUB}` },
    Condition: { StringEquals },
  });
}

const ROLES = [
  ["everyone", gitHub({ [`${GITHUB}:aud`]: "sts.amazonaws.com" })],
  ["replayed", gitHub({ [`${GITHUB}:sub`]: "repo:acme/infra:ref:refs/heads/main" })],
  ["tenant-wide", OPEN],
  ["right", policy()],
  ["dead", gitHub({ [`${GITHUB}:aud`]: "", [`${GITHUB}:sub`]: "repo:acme/infra:ref:refs/heads/main" })],
] as const;

/** An answer of IAM that was cut: its further roles are unknown. */
const INPUT = JSON.stringify({
  RoleDetailList: ROLES.map(([RoleName, AssumeRolePolicyDocument]) => ({
    RoleName,
    Arn: `${ARN}${RoleName}`,
    AssumeRolePolicyDocument,
    RoleLastUsed: { LastUsedDate: "2026-11-01T08:00:00+00:00", Region: "eu-central-1" },
  })),
  IsTruncated: true,
});

/** One role as a report has it. */
interface Row {
  readonly role: string;
  readonly verdict: string;
  readonly reach: string;
  readonly account: string;
  readonly lastUsed: string;
}

const byName = (a: { readonly role: string }, b: { readonly role: string }): number =>
  a.role.localeCompare(b.role);

/** The rows of a table whose cells `split` separates. */
function rowsOf(lines: readonly string[], split: (line: string) => string[]): Row[] {
  return lines.map((line) => {
    const [verdict = "", reach = "", role = "", account = "", lastUsed = ""] = split(line);
    return { role, verdict, reach, account, lastUsed };
  });
}

function textRows(report: string): Row[] {
  const lines = report.split("\n");
  const start = lines.findIndex((line) => line.startsWith("Verdict"));
  const heading = lines[start] ?? "";
  const columns = ["Verdict", "Reach", "Role", "Account", "Last used"].map((name) => heading.indexOf(name));
  const end = lines.indexOf("", start);
  return rowsOf(lines.slice(start + 1, end), (line) =>
    columns.map((from, index) => line.slice(from, columns[index + 1]).trim()),
  );
}

function markdownRows(report: string): Row[] {
  const lines = report
    .split("\n")
    .filter((line) => /^\| (rejected|not judged|accepted|tolerated) /.test(line));
  return rowsOf(lines, (line) =>
    line
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim().replaceAll("`", "").replaceAll("\\", "")),
  );
}

interface JsonRole {
  readonly role: string;
  readonly verdict: string;
  readonly reach?: string;
  readonly account?: string;
  readonly arn?: string;
  readonly lastUsed?: { readonly date?: string };
  readonly findings: readonly {
    readonly code: string;
    readonly reach?: string;
    readonly severity: string;
    readonly fingerprint: string;
  }[];
}

interface SarifResult {
  readonly ruleId: string;
  readonly properties?: {
    readonly code: string;
    readonly reach?: string;
    readonly arn?: string;
    readonly lastUsed?: unknown;
  };
  readonly locations: readonly [{ readonly logicalLocations: readonly [{ readonly name: string }] }];
}

describe("the reports of one run", () => {
  const reports = new Map<string, CliResult>();
  let roles: readonly JsonRole[];

  before(async () => {
    for (const format of ["text", "markdown", "json", "sarif"]) {
      reports.set(format, await runCli(["judge", "--format", format, "-"], INPUT));
    }
    roles = (JSON.parse(stdout("json")) as { files: [{ roles: JsonRole[] }] }).files[0].roles;
  });

  const stdout = (format: string): string => reports.get(format)?.stdout ?? "";

  it("end with the same exit code", () => {
    assert.deepEqual(
      [...reports.values()].map(({ exitCode }) => exitCode),
      [1, 1, 1, 1],
    );
  });

  it("list the same roles in text and Markdown, the worst first, those that were not judged apart", () => {
    assert.deepEqual(textRows(stdout("text")), markdownRows(stdout("markdown")));
    assert.deepEqual(
      textRows(stdout("text")).map(({ verdict, reach, role }) => [verdict, reach, role]),
      [
        ["rejected", "anyone", "everyone"],
        ["rejected", "tenant", "tenant-wide"],
        ["rejected", "replay", "replayed"],
        ["rejected", "nobody", "dead"],
        ["not judged", "", "(further roles)"],
        ["accepted", "", "right"],
      ],
    );
  });

  it("give the same verdict, reach, account, and last use in JSON", () => {
    const fromJson = roles.map(({ role, verdict, reach = "", account = "", lastUsed }): Row => ({
      role,
      verdict: verdict === "unknown" ? "not judged" : verdict,
      // The table has no reach for accepted roles.
      reach: verdict === "accepted" ? "" : reach,
      account,
      lastUsed: lastUsed?.date?.slice(0, 10) ?? "",
    }));
    assert.deepEqual(textRows(stdout("text")).sort(byName), fromJson.sort(byName));
  });

  it("name the same findings, by code, in all four", () => {
    const fromJson = roles.flatMap(({ findings }) => findings.map(({ code }) => code)).sort();
    const printed = (format: string): string[] =>
      [...stdout(format).matchAll(/\[`?([a-z]+(?:-[a-z]+)+)`?\]$/gm)].map(([, code = ""]) => code).sort();
    const { results } = (JSON.parse(stdout("sarif")) as { runs: [{ results: SarifResult[] }] }).runs[0];
    const fromSarif = results.flatMap(({ properties }) => properties?.code ?? []).sort();
    assert.equal(fromJson.length, 4);
    // Reports for people also have a code for each role that is not judged. In SARIF, that is a rule.
    const unknown = roles.filter(({ verdict }) => verdict === "unknown").map(() => "trust-policy-not-judged");
    const forPeople = [...fromJson, ...unknown].sort();
    assert.deepEqual([printed("text"), printed("markdown"), fromSarif], [forPeople, forPeople, fromJson]);
  });

  it("show people the fingerprint of each violation, by which it can be accepted", () => {
    const violations = roles.flatMap(({ findings }) =>
      findings.filter(({ severity }) => severity === "violation").map(({ fingerprint }) => fingerprint),
    );
    const printed = (format: string): string[] =>
      [...stdout(format).matchAll(/Fingerprint: `?([0-9a-f]{32})`?$/gm)].map(([, print = ""]) => print);
    assert.equal(violations.length, 4);
    assert.deepEqual(printed("text").sort(), violations.toSorted());
    assert.deepEqual(printed("markdown").sort(), violations.toSorted());
  });

  it("give each finding's role the same reach, ARN, and last use in SARIF", () => {
    const { results } = (JSON.parse(stdout("sarif")) as { runs: [{ results: SarifResult[] }] }).runs[0];
    const fromSarif = results
      .filter(({ ruleId }) => ruleId !== "trust-policy-not-judged")
      .map(({ properties: { reach, arn, lastUsed } = { code: "" }, locations }) => ({
        role: locations[0].logicalLocations[0].name,
        reach,
        arn,
        lastUsed,
      }));
    const fromJson = roles
      .filter(({ findings }) => findings.length > 0)
      .map(({ role, reach, arn, lastUsed }) => ({ role, reach, arn, lastUsed }));
    assert.deepEqual(fromSarif.sort(byName), fromJson.sort(byName));
  });

  it("count the same in the first lines of text and Markdown", () => {
    const counts = (format: string, line: RegExp): string[] =>
      [...stdout(format).matchAll(line)].map(([, number]) => number ?? "");
    assert.deepEqual(counts("text", /^ {2}(\d+) {2}/gm), ["1", "1", "1", "1", "1", "1"]);
    assert.deepEqual(counts("markdown", /^\| (\d+) \|/gm), ["1", "1", "1", "1", "1", "1"]);
    const headline = "6 roles in 1 file: 4 rejected, 1 not judged, 1 accepted.";
    assert.equal(stdout("text").split("\n")[0], headline);
    assert.equal(stdout("markdown").split("\n")[2], `**${headline}**`);
  });

  it("show neither account nor last use if the file does not", async () => {
    const { stdout: text } = await runCli(["judge", fixture("trust-without-subject.json")]);
    assert.equal(
      text.split("\n").find((line) => line.startsWith("Verdict")),
      "Verdict   Reach   Role",
    );
  });
});
