import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import Ajv from "ajv";
import { acceptAuditFindings } from "../../../../../cli/audit/accept-findings";
import type { AuditFinding, AuditReport } from "../../../../../cli/audit/audit-report";
import { FORMATS } from "../../../../../cli/audit/formats";
import type { Format } from "../../../../../cli/audit/formats/format";
import { mermaidOf } from "../../../../../cli/audit/formats/mermaid";
import { controllerText } from "../../../../../cli/audit/formats/wording";
import { compareSince } from "../../../../../cli/audit/since";
import { allFindings, SEVERITIES, summaryOf } from "../../../../../cli/audit/summary";
import type { SnapshotRecord } from "../../../../../cli/snapshot/snapshot-records";
import { reportSchema } from "../../../../../tools/audit/report-schema";
import { PROJECT_ROOT } from "../../../../../tools/project-root";
import { accepting } from "../accepted";
import {
  allow,
  AUDIENCE,
  auditOf,
  deployed,
  federationStatement,
  PROVIDER,
  providerArn,
  role,
} from "../company";
import { estateOf } from "../estate-of";

async function rendered(format: Format, report: AuditReport, columns?: number): Promise<string> {
  let text = "";
  for await (const piece of format(report, {
    files: ["estate.gz"],
    paint: (_, part) => part,
    columns,
    exitCode: 1,
  })) {
    text += piece;
  }
  return text;
}

/** A real report with findings of several severities, one accepted, one new, and one gone. */
function sample(): AuditReport {
  const report = auditOf(
    ...deployed(),
    role("open", [federationStatement({ aud: AUDIENCE })], [allow("*")]),
    role("replay", [federationStatement({ sub: "bbbbbbbb-0000-4000-8000-000000000001" })]),
    role(
      "unused",
      [federationStatement({ aud: AUDIENCE, sub: "bbbbbbbb-0000-4000-8000-000000000001" })],
      undefined,
      {
        RoleLastUsed: {},
      },
    ),
  );
  const all = allFindings(report);
  const [first] = all;
  assert.ok(first !== undefined && all.length > 3);
  const terms = { rule: "role-unused", reason: "until the move", until: "2099-01-01" };
  const accepted = acceptAuditFindings(report, accepting(report, terms), new Date("2026-11-28"));
  return compareSince(accepted, {
    findings: [first, { ...first, fingerprint: "gone", subject: "arn:gone", message: "It is gone." }],
    seen: report.seen,
  });
}

const REPORTS: readonly (readonly [string, AuditReport])[] = [
  ["a real one", sample()],
  ["40 roles from a seed", estateOf(40, 7)],
  ["none", auditOf()],
];

/** What a reader of each format counts. */
interface Read {
  readonly roles: readonly string[];
  readonly findings: readonly string[];
  readonly severities: Readonly<Record<string, number>>;
}

function countLine(text: string): Readonly<Record<string, number>> {
  const [, line = ""] = /Findings: ([^.]*)\./.exec(text.replace(/\\/g, "").replace(/\n\s*/g, " ")) ?? [];
  return Object.fromEntries(
    SEVERITIES.map((name) => [name, Number(new RegExp(`(\\d+) ${name}`).exec(line)?.[1] ?? 0)]),
  );
}

/** The code of a Markdown table's column, row by row. */
function column(text: string, heading: string, position: number): string[] {
  const [, section = ""] = text.split(`\n## ${heading}\n`);
  return (section.split("\n## ")[0]?.split("<details>")[0] ?? "")
    .split("\n")
    .filter((line) => line.startsWith("| ") && !line.startsWith("| ---"))
    .slice(1)
    .map((line) => line.split(" | ")[position]?.replace(/^`|`$/g, "") ?? "");
}

async function readAll(report: AuditReport): Promise<Readonly<Record<string, Read>>> {
  const json = JSON.parse(await rendered(FORMATS.json, report)) as AuditReport;
  const sarif = JSON.parse(await rendered(FORMATS.sarif, report)) as {
    runs: {
      results: {
        ruleId: string;
        baselineState?: string;
        suppressions?: unknown;
        properties: { severity: string };
      }[];
    }[];
  };
  const results = (sarif.runs[0]?.results ?? []).filter(({ baselineState }) => baselineState !== "absent");
  const html = await rendered(FORMATS.html, report);
  const [, block = ""] = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(html) ?? [];
  const page = (JSON.parse(block) as { report: AuditReport }).report;
  const text = await rendered(FORMATS.text, report);
  const markdown = await rendered(FORMATS.markdown, report);
  const table = text.split("\nReach ")[1]?.split("\n\n")[0]?.split("\n").slice(1) ?? [];
  const sorted = (rules: readonly string[]): string[] => [...rules].sort();
  return {
    json: {
      roles: json.roles.map(({ name }) => name),
      findings: sorted(allFindings(json).map(({ rule }) => rule)),
      severities: summaryOf(json).severities,
    },
    html: {
      roles: page.roles.map(({ name }) => name),
      findings: sorted(allFindings(page).map(({ rule }) => rule)),
      severities: summaryOf(page).severities,
    },
    text: {
      roles: table.map((line) => line.split(/\s{2,}/)[2] ?? ""),
      findings: sorted(
        [...text.matchAll(/^ {2}(?:critical|high|medium|low|note|accepted)[^[]*\[([a-z-]+)\]$/gm)].map(
          ([, rule = ""]) => rule,
        ),
      ),
      severities: countLine(text),
    },
    markdown: {
      roles: column(markdown, "Roles", 2),
      findings: sorted(column(markdown, "Findings", 1)),
      severities: countLine(markdown),
    },
    sarif: {
      roles: json.roles.map(({ name }) => name),
      findings: sorted(results.map(({ ruleId }) => ruleId)),
      severities: Object.fromEntries(
        SEVERITIES.map((name) => [
          name,
          results.filter(
            ({ properties, suppressions }) => properties.severity === name && suppressions === undefined,
          ).length,
        ]),
      ),
    },
  };
}

describe("the formats of the audit", () => {
  for (const [name, report] of REPORTS) {
    it(`agree on roles, findings, and numbers: ${name}`, async () => {
      const { json, ...others } = await readAll(report);
      assert.deepEqual(
        json?.roles,
        report.roles.map((one) => one.name),
      );
      for (const [format, read] of Object.entries(others)) {
        assert.deepEqual(read, json, format);
      }
    });
  }

  it("say how much a table leaves out", async () => {
    const markdown = await rendered(FORMATS.markdown, estateOf(120, 3));
    assert.equal(column(markdown, "Roles", 2).length, 50);
    assert.ok(markdown.includes("\nAnd 70 more roles, none of them worse.\n"));
    assert.ok(markdown.length < 65_536, String(markdown.length));
  });
});

describe("the JSON format of the audit", () => {
  const schema = JSON.parse(
    readFileSync(path.join(PROJECT_ROOT, "docs/reference/audit-report.schema.json"), "utf8"),
  ) as object;

  it("has the schema that the types give: run npm run generate -- audit-pages", () => {
    assert.deepEqual(schema, reportSchema());
  }).timeout("30s");

  for (const [name, report] of REPORTS) {
    it(`is as the published schema says: ${name}`, async () => {
      const validate = new Ajv().compile(schema);
      const value: unknown = JSON.parse(await rendered(FORMATS.json, report));
      assert.equal(validate(value), true, JSON.stringify(validate.errors));
      // As JSON has it, the report is the model.
      assert.deepEqual(value, JSON.parse(JSON.stringify(report)));
    });
  }

  it("refuses what the schema does not know", () => {
    const validate = new Ajv().compile(schema);
    assert.equal(validate({ ...estateOf(2), more: 1 }), false);
    assert.equal(validate({ ...estateOf(2), format: 2 }), false);
  });
});

describe("the SARIF format of the audit", () => {
  for (const [name, report] of REPORTS) {
    it(`is as the standard's schema says: ${name}`, async () => {
      const schema = JSON.parse(
        readFileSync(require.resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"), "utf8"),
      ) as object;
      const validate = new Ajv({ schemaId: "auto", logger: false })
        .addMetaSchema(
          JSON.parse(
            readFileSync(require.resolve("ajv/lib/refs/json-schema-draft-04.json"), "utf8"),
          ) as object,
        )
        .compile(schema);
      assert.equal(
        validate(JSON.parse(await rendered(FORMATS.sarif, report))),
        true,
        JSON.stringify(validate.errors),
      );
    });
  }

  /** What the results of a report say. */
  async function resultsOf(report: AuditReport) {
    const log = JSON.parse(await rendered(FORMATS.sarif, report)) as {
      runs: {
        invocations: { toolExecutionNotifications: { message: { text: string } }[] }[];
        results: {
          level: string;
          baselineState?: string;
          partialFingerprints: Readonly<Record<string, string>>;
        }[];
      }[];
    };
    const [run = assert.fail()] = log.runs;
    return {
      results: run.results.map(({ level, baselineState, partialFingerprints }) => [
        partialFingerprints["azureToAwsFinding/v2"],
        level,
        baselineState,
      ]),
      notes: run.invocations[0]?.toolExecutionNotifications.map(({ message }) => message.text) ?? [],
    };
  }

  const finding = (fingerprint: string, severity: AuditFinding["severity"]): AuditFinding => ({
    rule: "role-unused",
    fingerprint,
    severity,
    subject: "arn",
    message: "Nobody used it.",
    remedy: "Delete it.",
  });

  it("keeps open what was not seen this time, because code scanning closes what a log leaves out", async () => {
    const report = { ...auditOf(), notSeenThisTime: [finding("a", "high")], gone: [finding("b", "low")] };
    assert.deepEqual((await resultsOf(report)).results, [
      ["a", "error", "unchanged"],
      ["b", "warning", "absent"],
    ]);
  });

  it("calls what is accepted a note, however bad it is", async () => {
    const accepted = { reason: "a move", until: "2099-01-01", owner: "platform" };
    const findings = [{ ...finding("a", "critical"), accepted }, finding("b", "critical")];
    assert.deepEqual((await resultsOf({ ...auditOf(), findings })).results, [
      ["a", "note", undefined],
      ["b", "error", undefined],
    ]);
  });

  it("leaves out the mildest of more than 25,000 results, and says so", async () => {
    const many = Array.from({ length: 25_000 }, (_, index) => finding(String(index), "low"));
    const findings = [...many, finding("worst", "critical")];
    const { results, notes } = await resultsOf({ ...auditOf(), findings });
    assert.deepEqual(
      [results.length, results[0], results.at(-1)],
      [25_000, ["worst", "error", undefined], ["24998", "warning", undefined]],
    );
    assert.equal(
      notes.at(-1),
      "1 results are left out: GitHub takes at most 25000 in one run. Name fewer files at once [sarif-results-left-out]",
    );
  });

  it("shows what is accepted, new, unchanged, and gone", async () => {
    const log = JSON.parse(await rendered(FORMATS.sarif, sample())) as {
      runs: {
        results: { ruleId: string; baselineState: string; suppressions?: { justification: string }[] }[];
      }[];
    };
    const results = log.runs[0]?.results ?? [];
    assert.deepEqual([...new Set(results.map(({ baselineState }) => baselineState))].sort(), [
      "absent",
      "new",
      "unchanged",
    ]);
    assert.deepEqual(
      results
        .filter(({ suppressions }) => suppressions !== undefined)
        .map(({ ruleId, suppressions }) => [ruleId, suppressions?.[0]?.justification]),
      [["role-unused", "until the move (until 2099-01-01, platform)"]],
    );
  });
});

describe("the text format of the audit", () => {
  it("stays within 80 columns, but for words and code that cannot be broken", async () => {
    const text = await rendered(FORMATS.text, sample(), 80);
    const wide = text.split("\n").filter((line) => line.length > 80 && !/^ {4,}["{}[\]]/.test(line));
    assert.deepEqual(wide, []);
  });

  it("begins with the numbers, and has one sentence per role with the worst first", async () => {
    const lines = (await rendered(FORMATS.text, sample())).split("\n");
    assert.deepEqual(lines.slice(0, 8), [
      "1 AWS account, 1 Entra tenant, 1 Azure subscription: 4 roles, of which 4 trust an identity provider outside of AWS. Collected 2026-11-28 06:00 UTC.",
      "",
      "Who can assume how many of these roles:",
      "  1  any identity assigned to the application, and anyone who can assign one",
      "  1  only the named identity, but with more tokens than intended",
      "  2  only the identities that the policy names",
      "",
      "Findings: 1 high, 2 medium. 1 accepted. Compared with the earlier report: 2 new, 1 known, 1 gone.",
    ]);
    const first = lines.findIndex((line) => line.startsWith("1. "));
    assert.deepEqual(
      lines.slice(first, first + 4).map((line) => /^(\d)\. .* role (\w+) of/.exec(line)?.slice(1)),
      [
        ["1", "open"],
        ["2", "replay"],
        ["3", "unused"],
        ["4", "orders"],
      ],
    );
  });
});

describe("hostile names in the audit's formats", () => {
  const hostile = '\u001b[31m`|](javascript:x)<img src=x>"];\n  click n0 "https://evil.example"@acme #1';
  const finding: AuditFinding = {
    rule: "role-unused",
    fingerprint: "hostile",
    severity: "low",
    subject: "arn",
    message: hostile,
    remedy: hostile,
  };
  const base = estateOf(12, 1, { hostile });
  // What is beside the roles comes from an earlier report and from accepted findings. A policy's text has C1 controls as they are.
  const code = `"\u009b2J"\n\`\`\`\n<img src=x>\n\`\`\``;
  const correction = {
    json: code,
    terraform: code,
    cloudformation: code,
    pulumi: code,
    hasPlaceholders: false,
  };
  const report: AuditReport = {
    ...base,
    roles: base.roles.map((one) => ({ ...one, correction })),
    findings: [{ ...finding, accepted: { reason: hostile, until: "2099-01-01", owner: hostile } }],
    gone: [finding],
    notSeenThisTime: [finding],
    acceptanceProblems: [hostile],
    notSeen: [hostile],
  };

  it("steer no terminal", async () => {
    const text = await rendered(FORMATS.text, report, 80);
    assert.deepEqual(text.replaceAll("\n", "").match(/\p{Cc}/gu), null);
  });

  it("are inert in Markdown, and in the diagram", async () => {
    const markdown = await rendered(FORMATS.markdown, report);
    const prose = markdown.replace(/^(`{3,})[^\n]*\n[\s\S]*?^\1$/gm, "").replace(/(?<!\\)`[^`\n]*`/g, "");
    assert.equal(/(^|[^\\])<(?!\/?(?:details|summary)>)/.test(prose), false);
    const summaries = markdown.split("\n").filter((line) => line.startsWith("<summary>"));
    assert.notEqual(summaries.length, 0);
    // Within a tag, Markdown has no escapes.
    assert.deepEqual(
      summaries.filter((line) => !/^<summary>[A-Za-z0-9 .,:/_&#;-]*<\/summary>$/.test(line)),
      [],
    );
    assert.equal(/(^|[^\\])\]\(javascript/.test(prose), false);
    assert.deepEqual(markdown.match(/^ {2}click/gm), null);
    assert.equal(/^\s*click/m.test(mermaidOf(report).code), false);
  });

  it("leave each label of the diagram one label", () => {
    const { code } = mermaidOf(report);
    for (const line of code.split("\n").slice(1)) {
      assert.match(line, /^ {2}(?:n\d+ --> n\d+|n\d+\W{1,2}"[^"`<>[\]{}|]*"\W{1,2})$/);
    }
  });
});

describe("the diagram of the audit", () => {
  it("stays within Mermaid's limits, whatever the size of the report", () => {
    for (const count of [1, 12, 500]) {
      const { code, roles } = mermaidOf(estateOf(count, 5, { hostile: "ä".repeat(100) }));
      assert.ok(code.length <= 50_000 && code.split(" --> ").length - 1 <= 500, String(count));
      assert.equal(roles, Math.min(20, count));
    }
  });

  it("leaves out roles rather than become too long for Mermaid", () => {
    const report = estateOf(20, 5);
    const roles = report.roles.map((one, of) => ({
      ...one,
      entries: [0, 1, 2, 3].flatMap((place) =>
        one.entries.slice(0, 1).map((entry) => {
          const name = `${of} ${place} ${"ä".repeat(48)}`;
          return { ...entry, provider: name, issuer: name, audiences: [name], subjects: [name, `b${name}`] };
        }),
      ),
    }));
    const { code, roles: shown } = mermaidOf({ ...report, roles });
    assert.ok(code.length <= 50_000, String(code.length));
    assert.ok(shown > 5 && shown < 20, String(shown));
  });

  it("leads from the identity over audience and provider to the role and its power", () => {
    const { code, roles } = mermaidOf(auditOf(...deployed()));
    assert.equal(roles, 1);
    assert.equal(
      code,
      [
        "flowchart LR",
        '  n0["orders #40;111122223333#41;"]',
        '  n1{{"Microsoft Entra"}}',
        '  n2[/"orders: api://orders"/]',
        '  n3(["id-orders"])',
        '  n4(("data"))',
        "  n3 --> n2",
        "  n2 --> n1",
        "  n1 --> n0",
        "  n0 --> n4",
      ].join("\n"),
    );
  });
});

describe("findings of a trust policy", () => {
  const report = auditOf(...deployed(), role("open", [federationStatement({ aud: AUDIENCE })]));
  const trustIn = async (from: AuditReport): Promise<unknown[]> => {
    const { roles } = JSON.parse(await rendered(FORMATS.json, from)) as AuditReport;
    return roles.flatMap(({ findings }) =>
      findings.map(({ rule, trust, since, accepted, acceptanceEnded }) => [
        rule,
        trust?.map(({ code }) => code),
        since,
        accepted?.reason ?? acceptanceEnded,
      ]),
    );
  };
  const until = (date: string): AuditReport =>
    acceptAuditFindings(
      report,
      accepting(report, { rule: "trust-admits-assigned", reason: "a move", until: date }),
      new Date("2026-11-28"),
    );

  it("keep their analysis when they are compared and accepted, and differ from each other", async () => {
    const analysis = ["claim-not-pinned"];
    assert.deepEqual(await trustIn(report), [["trust-admits-assigned", analysis, undefined, undefined]]);
    const earlier = { findings: [], seen: report.seen };
    assert.deepEqual(await trustIn(compareSince(until("2099-01-01"), earlier)), [
      ["trust-admits-assigned", analysis, "new", "a move"],
    ]);
    assert.deepEqual(await trustIn(compareSince(until("2026-01-01"), earlier)), [
      ["trust-admits-assigned", analysis, "new", "2026-01-01"],
    ]);
    assert.deepEqual(Object.keys(JSON.parse(JSON.stringify(allFindings(report)[0])) as object), [
      "rule",
      "fingerprint",
      "severity",
      "subject",
      "message",
      "remedy",
      "reach",
      "trust",
    ]);
  });

  it("have no two equal texts, whatever the accounts and statements are called", () => {
    const elsewhere = {
      ...federationStatement({ aud: AUDIENCE }),
      Principal: { Federated: providerArn(PROVIDER, "999988887777") },
    };
    const all = allFindings(
      auditOf(...deployed(), role("same", [federationStatement({ aud: AUDIENCE })], [allow("*")]), {
        ...role("same", [elsewhere], [allow("*")], {
          Arn: "arn:aws:iam::999988887777:role/same",
        }),
        of: "999988887777",
      } as SnapshotRecord),
    ).filter(({ reach }) => reach === "assigned");
    assert.equal(all.length, 4);
    assert.equal(new Set(all.map(({ message }) => message)).size, all.length);
  });
});

describe("a role whose trust policy is not known", () => {
  it("is called unknown in the tables, not exact", async () => {
    const base = auditOf(...deployed());
    const report: AuditReport = { ...base, roles: base.roles.map((one) => ({ ...one, verdict: "unknown" })) };
    assert.deepEqual(column(await rendered(FORMATS.markdown, report), "Roles", 0), ["| unknown"]);
    const text = await rendered(FORMATS.text, report);
    assert.match(text, /^unknown +data +orders /m);
    assert.match(text, /^ {2}1 {2}not known: the input does not have the trust policy$/m);
    assert.deepEqual([summaryOf(report).reaches.unknown, summaryOf(report).reaches.exact], [1, 0]);
  });
});

describe("the Markdown table of findings", () => {
  it("has the worst first, and what is accepted last", async () => {
    const report = auditOf(
      ...deployed(),
      role("open", [federationStatement({ aud: AUDIENCE })], [allow("*")]),
      role("replay", [federationStatement({ sub: "bbbbbbbb-0000-4000-8000-000000000001" })], [allow("*")]),
      role("shut", [federationStatement({ aud: AUDIENCE, sub: "*" })]),
    );
    const markdown = await rendered(
      FORMATS.markdown,
      acceptAuditFindings(
        report,
        accepting(report, {
          rule: "powerful-role-behind-weak-door",
          reason: "a move",
          until: "2099-01-01",
        }).filter(({ resource }) => resource === "arn:aws:iam::111122223333:role/open"),
        new Date("2026-11-28"),
      ),
    );
    assert.deepEqual(column(markdown, "Findings", 0), [
      "| high",
      "| medium",
      "| medium",
      "| low",
      "| accepted (high)",
    ]);
  });
});

describe("who controls a way in", () => {
  it("shows type and object ID, so two controllers of the same name differ", () => {
    const by = { by: "owner of application orders", can: "They can sign in as it." };
    const said = (["User", "Group"] as const).map((type, index) =>
      controllerText({ principal: `object-${index}`, name: "Ada", type, ...by }),
    );
    assert.deepEqual(said, [
      "Ada (User object-0), owner of application orders. They can sign in as it.",
      "Ada (Group object-1), owner of application orders. They can sign in as it.",
    ]);
    assert.equal(
      controllerText({ principal: "object-2", type: "unknown", ...by }),
      "object-2 (unknown), owner of application orders. They can sign in as it.",
    );
  });
});
