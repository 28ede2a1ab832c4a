/** What code scanning makes of a SARIF report: the schema, GitHub's limits, identities of results, and fixes. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import Ajv from "ajv";
import fc from "fast-check";
import { sarifRule } from "../../../../cli/findings/sarif-rules";
import { judgeText } from "../../../../cli/judged-files/judge-file";
import type { Run } from "../../../../cli/report/outcome";
import { renderJudgedSarif } from "../../../../cli/report/sarif-report";
import { SARIF_RULES } from "../../../../cli/report/sarif-rules";
import { INPUT_FILES } from "../../../../messages/input-files";
import { Lines } from "../../../../policy-sources";
import { policy as anyPolicy } from "../../trust/properties/generated-policies";
import { AUD, AUDIENCE, OPEN, policy, PROVIDER, SUB, SUBJECT } from "../entra-policy";

interface Region {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

interface Fix {
  readonly description: { readonly text: string };
  readonly artifactChanges: readonly {
    readonly artifactLocation: { readonly uri: string };
    readonly replacements: readonly {
      readonly deletedRegion: Region;
      readonly insertedContent?: { readonly text: string };
    }[];
  }[];
}

interface Result {
  readonly ruleId: string;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly properties: { readonly code: string };
  readonly fixes?: readonly Fix[];
}

interface SarifRun {
  readonly invocations: readonly [
    { readonly toolExecutionNotifications: readonly { readonly message: { readonly text: string } }[] },
  ];
  readonly results: readonly Result[];
}

/** A JSON file of an installed package. */
function jsonOf(file: string): object {
  return JSON.parse(readFileSync(require.resolve(file), "utf8")) as object;
}

function render(files: Run["files"]): { readonly runs: readonly [SarifRun] } {
  const run: Run = { files, allowUnknown: false, failOn: "nobody" };
  return JSON.parse(renderJudgedSarif(run, "1.2.3")) as { runs: [SarifRun] };
}

function resultsOf(text: string, file = "trust.json"): readonly Result[] {
  return render([judgeText(file, text)]).runs[0].results;
}

/** Applies the edits of a fix to a file, the last one first. */
function applied(text: string, fix: Fix | undefined): string {
  const lines = new Lines(text);
  const offset = (line: number, column: number): number => {
    let at = 0;
    for (let before = 1; before < line; before++) {
      at = text.indexOf("\n", at) + 1;
    }
    assert.equal(lines.positionOf(at + column - 1).line, line);
    return at + column - 1;
  };
  const [change] = fix?.artifactChanges ?? [];
  assert.ok(change);
  return change.replacements
    .map(({ deletedRegion: region, insertedContent }) => ({
      start: offset(region.startLine, region.startColumn),
      end: offset(region.endLine, region.endColumn),
      inserted: insertedContent?.text ?? "",
    }))
    .sort((a, b) => b.start - a.start)
    .reduce((all, { start, end, inserted }) => all.slice(0, start) + inserted + all.slice(end), text);
}

const GITHUB = "token.actions.githubusercontent.com";
const EXACT = "repo:acme/app:ref:refs/heads/main";

function gitHubPolicy(condition: unknown): Record<string, unknown> {
  const Federated = `arn:aws:iam::111122223333:oidc-provider/${GITHUB}`;
  return policy({ Principal: { Federated }, Condition: condition });
}

describe("the SARIF report in code scanning", () => {
  it("is valid by the schema of SARIF 2.1.0", () => {
    const validate = new Ajv({ schemaId: "auto", meta: false, logger: false })
      .addMetaSchema(jsonOf("ajv/lib/refs/json-schema-draft-04.json"))
      .compile(jsonOf("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"));
    const valid = (log: unknown): boolean => validate(log) === true;
    const log = render([
      judgeText("open.json", JSON.stringify(OPEN, null, 2)),
      judgeText("known.json", JSON.stringify(gitHubPolicy({ StringEquals: { [`${GITHUB}:sub`]: EXACT } }))),
      judgeText(
        "later.json",
        JSON.stringify({
          Resources: {
            R: { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: { Ref: "T" } } },
          },
        }),
      ),
      { file: "none.json", reason: INPUT_FILES.say("input-not-found") },
    ]);
    assert.equal(log.runs[0].results.filter(({ fixes }) => fixes !== undefined).length, 1);
    assert.equal(valid(log), true, JSON.stringify(validate.errors));
    assert.equal(valid({ ...log, runs: [{ ...log.runs[0], results: [{ fixes: [{}] }] }] }), false);
  });

  it("has rules with all that GitHub requires, and within its limits", () => {
    const rules = SARIF_RULES.map((rule) => sarifRule(rule));
    for (const { id, shortDescription, fullDescription, help, properties } of rules) {
      assert.ok(
        id.length <= 255 && shortDescription.text.length <= 1024 && fullDescription.text.length <= 1024,
      );
      assert.ok(fullDescription.text.startsWith(shortDescription.text));
      assert.notEqual(help.markdown, "");
      assert.deepEqual(properties.tags, ["security"]);
      const severity = Number(properties["security-severity"]);
      assert.ok(severity > 0 && severity <= 10);
    }
    assert.deepEqual(
      rules.map(({ id, properties }) => [id, properties["security-severity"]]),
      [
        ["oidc-trust-requires-audience", "9.5"],
        ["oidc-trust-audience-beside-subject", "5.0"],
        ["oidc-trust-requires-subject", "9.5"],
        ["oidc-trust-names-its-issuer", "3.0"],
        ["trust-policy-is-well-formed", "3.0"],
        ["trust-policy-not-judged", "5.0"],
      ],
    );
  });

  it("links to the manual where it is published, and has no link before", () => {
    const links = (site: string | undefined): unknown[] =>
      SARIF_RULES.map((rule) => sarifRule(rule, site).helpUri);
    assert.deepEqual(links("https://manual.example/docs").slice(3), [
      "https://manual.example/docs/reference/rules/oidc-trust-names-its-issuer.html",
      "https://manual.example/docs/reference/rules/trust-policy-is-well-formed.html",
      "https://manual.example/docs/errors/roles-not-judged.html#trust-policy-not-judged",
    ]);
    assert.deepEqual(new Set(links(undefined)), new Set([undefined]));
    const [rule = assert.fail()] = SARIF_RULES;
    assert.match(
      sarifRule(rule, "https://manual.example/docs").help.markdown,
      /\[More about this rule\]\(https:\/\/manual\.example\/docs\//,
    );
  });

  it("has the fix in the message, for viewers that show nothing else", () => {
    const [result] = resultsOf(JSON.stringify(OPEN));
    assert.match(
      result?.message.text ?? "",
      /Add "sts\.windows\.net\/.*:sub": "<principal ID of the managed identity>" to StringEquals in the Condition\. Replace <principal ID of the managed identity> with your own value first\.$/,
    );
  });

  it("has at most 25,000 results, the worst ones, and says how many are left out", () => {
    const mild = policy({
      Condition: { StringEquals: { [AUD]: AUDIENCE, [SUB]: SUBJECT, [`${PROVIDER}:jti`]: "x" } },
    });
    const file = judgeText("many.json", JSON.stringify(Array<unknown>(100).fill(mild)));
    const open = judgeText("open.json", JSON.stringify([OPEN, OPEN]));
    const [run] = render([...Array<typeof file>(250).fill(file), open]).runs;
    assert.equal(run.results.length, 25_000);
    assert.deepEqual(
      run.results.slice(0, 3).map(({ level }) => level),
      ["error", "error", "note"],
    );
    assert.deepEqual(
      run.invocations[0].toolExecutionNotifications.map(({ message }) => message.text),
      [
        "2 results are left out: GitHub takes at most 25000 in one run. Name fewer files at once [sarif-results-left-out]",
      ],
    );
  });

  describe("partialFingerprints", () => {
    const text = JSON.stringify(OPEN, null, 2);

    it("have exact values", () => {
      assert.deepEqual(
        resultsOf(text).map(({ partialFingerprints }) => partialFingerprints),
        [
          {
            "azureToAwsFinding/v2": "163933b7d971af9248f58fb6064048fa",
            primaryLocationLineHash: "d8bd258f765ddec3:1",
          },
        ],
      );
    });

    it("stay the same when lines move", () => {
      assert.deepEqual(
        resultsOf(`\n\n\n${text}`).map(({ partialFingerprints }) => partialFingerprints),
        resultsOf(text).map(({ partialFingerprints }) => partialFingerprints),
      );
    });

    it("differ between roles, statements, and what is wrong, and with the file of a bare policy", () => {
      const prints = (value: unknown, file?: string): string[] =>
        resultsOf(JSON.stringify(value), file).map(
          ({ partialFingerprints }) => partialFingerprints["azureToAwsFinding/v2"] ?? "",
        );
      const [statement] = OPEN.Statement as unknown[];
      const all = [
        ...prints(OPEN),
        ...prints(OPEN, "other.json"),
        ...prints(policy({ Condition: { StringLike: { [AUD]: AUDIENCE, [SUB]: "*" } } })),
        ...prints({ ...OPEN, Statement: [statement, statement] }).slice(1),
      ];
      assert.equal(all.length, 4);
      assert.equal(new Set(all).size, 4);
    });
  });

  describe("fixes", () => {
    const cases: [title: string, condition: unknown, fixed: unknown][] = [
      [
        "a missing audience",
        { StringEquals: { [`${GITHUB}:sub`]: EXACT } },
        { StringEquals: { [`${GITHUB}:sub`]: EXACT, [`${GITHUB}:aud`]: "sts.amazonaws.com" } },
      ],
      [
        "a missing audience beside a pattern of subjects",
        { StringLike: { [`${GITHUB}:sub`]: "repo:acme/app:*" } },
        {
          StringLike: { [`${GITHUB}:sub`]: "repo:acme/app:*" },
          StringEquals: { [`${GITHUB}:aud`]: "sts.amazonaws.com" },
        },
      ],
      [
        "a weak audience that has its operator alone",
        { StringEquals: { [`${GITHUB}:sub`]: EXACT }, StringLike: { [`${GITHUB}:aud`]: "*" } },
        { StringEquals: { [`${GITHUB}:sub`]: EXACT, [`${GITHUB}:aud`]: "sts.amazonaws.com" } },
      ],
      [
        "a weak audience beside another key of its operator",
        {
          StringLike: { [`${GITHUB}:aud`]: "*", [`${GITHUB}:ref`]: "refs/*" },
          StringEquals: { [`${GITHUB}:sub`]: EXACT },
        },
        {
          StringLike: { [`${GITHUB}:ref`]: "refs/*" },
          StringEquals: { [`${GITHUB}:sub`]: EXACT, [`${GITHUB}:aud`]: "sts.amazonaws.com" },
        },
      ],
      [
        "a weak audience beside the subject, without another block",
        { StringLike: { [`${GITHUB}:sub`]: "repo:acme/app:*", [`${GITHUB}:aud`]: "*" } },
        {
          StringLike: { [`${GITHUB}:sub`]: "repo:acme/app:*" },
          StringEquals: { [`${GITHUB}:aud`]: "sts.amazonaws.com" },
        },
      ],
    ];
    for (const [title, condition, fixed] of cases) {
      for (const [form, indent] of [
        ["in lines", 2],
        ["in one line", 0],
      ] as const) {
        it(`repair ${title}, ${form}`, () => {
          const text = JSON.stringify([gitHubPolicy(condition)], null, indent);
          const withFix = resultsOf(text).filter(({ fixes }) => fixes !== undefined);
          assert.equal(withFix.length, 1);
          const [result] = withFix;
          const after = applied(text, result?.fixes?.[0]);
          assert.deepEqual(JSON.parse(after), [gitHubPolicy(fixed)]);
          assert.deepEqual(
            judgeText("f", after).roles.map(({ verdict }) => verdict),
            ["accepted"],
          );
        });
      }
    }

    it("keep the style of a file in lines", () => {
      const text = JSON.stringify(gitHubPolicy({ StringEquals: { [`${GITHUB}:sub`]: EXACT } }), null, 4);
      const after = applied(text, resultsOf(text)[0]?.fixes?.[0]);
      assert.equal(
        after,
        JSON.stringify(
          gitHubPolicy({
            StringEquals: { [`${GITHUB}:sub`]: EXACT, [`${GITHUB}:aud`]: "sts.amazonaws.com" },
          }),
          null,
          4,
        ),
      );
    });

    it("are described by the sentence of the message", () => {
      const [result] = resultsOf(
        JSON.stringify(gitHubPolicy({ StringEquals: { [`${GITHUB}:sub`]: EXACT } })),
      );
      const description = result?.fixes?.[0]?.description.text ?? "";
      assert.equal(description, `Add "${GITHUB}:aud": "sts.amazonaws.com" to StringEquals in the Condition.`);
      assert.ok(result?.message.text.endsWith(description));
      const [block] = resultsOf(
        JSON.stringify(gitHubPolicy({ StringLike: { [`${GITHUB}:sub`]: "repo:acme/app:*" } })),
      );
      // Single braces are placeholders in SARIF.
      assert.equal(
        block?.fixes?.[0]?.description.text,
        `Add "StringEquals": {{"${GITHUB}:aud": "sts.amazonaws.com"}} to the Condition.`,
      );
    });

    it("are missing if only the reader knows a value, or the text is not the policy that was judged", () => {
      const weak = { StringEquals: { [`${GITHUB}:sub`]: EXACT } };
      const template = (Condition: unknown): string =>
        JSON.stringify({
          Resources: {
            R: {
              Type: "AWS::IAM::Role",
              Properties: { AssumeRolePolicyDocument: gitHubPolicy(Condition) },
            },
          },
        });
      const fixesIn = (text: string): number =>
        resultsOf(text).filter(({ fixes }) => fixes !== undefined).length;
      assert.equal(fixesIn(template(weak)), 1);
      assert.equal(fixesIn(template({ "Fn::If": ["Always", weak, weak] })), 0);
      assert.equal(fixesIn(template({ StringEquals: { [`${GITHUB}:sub`]: { "Fn::Sub": EXACT } } })), 0);
      assert.equal(fixesIn(JSON.stringify(OPEN)), 0);
      const state = {
        resources: [
          { type: "aws:iam/role:Role", inputs: { assumeRolePolicy: JSON.stringify(gitHubPolicy(weak)) } },
        ],
      };
      assert.equal(fixesIn(JSON.stringify({ deployment: state })), 0);
      assert.equal(fixesIn("Version: 2012-10-17\nStatement:\n  Effect: Allow\n"), 0);
    });

    it("are missing in files that a tool writes", () => {
      const document = gitHubPolicy({ StringEquals: { [`${GITHUB}:sub`]: EXACT } });
      const type = "aws-native:iam:Role";
      const urn = `urn:pulumi:dev::app::${type}::r`;
      const properties = { assumeRolePolicyDocument: document };
      const input = { RoleName: "r", AssumeRolePolicyDocument: document };
      const fixes = (value: unknown): readonly number[] =>
        resultsOf(JSON.stringify(value)).map((result) => result.fixes?.length ?? 0);
      assert.deepEqual(fixes(document), [1]);
      assert.deepEqual(fixes(input), [1]);
      const step = { op: "update", urn, newState: { type, inputs: properties } };
      const planned = { goal: { type, inputDiff: { adds: properties } }, steps: ["create"], state: null };
      for (const written of [
        { Role: { ...input, Arn: "arn:aws:iam::111122223333:role/r" } },
        { deployment: { resources: [{ urn, type, outputs: properties }] } },
        { steps: [step], duration: 1, changeSummary: { update: 1 } },
        { resourcePlans: { [urn]: planned } },
      ]) {
        assert.deepEqual(fixes(written), [0], JSON.stringify(written));
      }
    });

    it("are left out if the statement has other principals, which they would lock out", () => {
      const [statement] = gitHubPolicy({ StringEquals: { [`${GITHUB}:sub`]: EXACT } }).Statement as Record<
        string,
        Record<string, unknown>
      >[];
      const fixes = (changes: Record<string, unknown>): boolean[] =>
        resultsOf(JSON.stringify(policy({ ...statement, ...changes })))
          .filter(
            ({ ruleId }) =>
              ruleId === "oidc-trust-audience-beside-subject" || ruleId === "oidc-trust-requires-audience",
          )
          .map((result) => result.fixes !== undefined);
      const { Federated } = statement?.Principal ?? {};
      assert.deepEqual(fixes({ Principal: { Federated: [Federated] } }), [true]);
      const saml = "arn:aws:iam::111122223333:saml-provider/Corporate";
      assert.deepEqual(fixes({ Principal: { Federated: [Federated, saml] } }), [false]);
      const other = "arn:aws:iam::111122223333:oidc-provider/ci.example.com";
      assert.ok(!fixes({ Principal: { Federated: [Federated, other] } }).includes(true));
      const AWS = "arn:aws:iam::111122223333:root";
      const Action = ["sts:AssumeRole", "sts:AssumeRoleWithWebIdentity"];
      assert.deepEqual(fixes({ Principal: { Federated, AWS }, Action }), [false]);
    });

    it("are missing if the policy has a member twice, or has no place for the fix", () => {
      const weak = gitHubPolicy({ StringEquals: { [`${GITHUB}:sub`]: EXACT } });
      const text = JSON.stringify(weak);
      const fixes = (written: string): number => resultsOf(written).flatMap((one) => one.fixes ?? []).length;
      assert.equal(fixes(text), 1);
      assert.equal(fixes(text.replace('"Condition":', '"Condition":{},"Condition":')), 0);
      assert.equal(fixes(text.replace('"StringEquals":', '"StringEquals":{},"StringEquals":')), 0);
      const judged = judgeText("trust.json", text);
      const [role] = judged.roles;
      const [placed] = role?.findings ?? [];
      assert.ok(role && placed?.finding.fix);
      const { finding } = placed;
      const { fix } = finding;
      const fixesOf = (changes: Partial<typeof finding>): number => {
        const findings = [{ ...placed, finding: { ...finding, ...changes } }];
        return render([{ ...judged, roles: [{ ...role, findings }] }]).runs[0].results.flatMap(
          (one) => one.fixes ?? [],
        ).length;
      };
      assert.equal(fixesOf({}), 1);
      for (const path of [[], ["Version"], ["Statement"], ["Statement", 1]]) {
        assert.equal(fixesOf({ path }), 0, path.join());
      }
      assert.equal(fixesOf({ fix: { ...fix, addTo: "operator", operator: "StringLike" } as typeof fix }), 0);
    });

    it("are in one result if one edit adds both claims", () => {
      const text = JSON.stringify(policy({ Condition: undefined }));
      const judged = judgeText("trust.json", text);
      // Only a state shows which subject it is, and a state has no edits.
      const conditions = { [AUD]: AUDIENCE, [SUB]: SUBJECT };
      const [role] = judged.roles;
      assert.ok(role);
      const findings = role.findings.map((placed) => {
        const { fix } = placed.finding;
        return fix === undefined
          ? placed
          : { ...placed, finding: { ...placed.finding, fix: { ...fix, conditions } } };
      });
      const { results } = render([{ ...judged, roles: [{ ...role, findings }] }]).runs[0];
      const fixes = results.flatMap((result) => result.fixes ?? []);
      assert.equal(results.length, 2);
      assert.equal(fixes.length, 1);
      assert.deepEqual(JSON.parse(applied(text, fixes[0])), policy());
    });

    it("are missing if a key or a value is still to be filled in, whatever marks it", () => {
      const judged = judgeText("trust.json", JSON.stringify(policy({ Condition: undefined })));
      const [role] = judged.roles;
      assert.ok(role);
      const fixesWith = (conditions: Readonly<Record<string, string | readonly string[]>>): number => {
        const findings = role.findings.map((placed) => {
          const { fix } = placed.finding;
          return fix === undefined
            ? placed
            : { ...placed, finding: { ...placed.finding, fix: { ...fix, conditions } } };
        });
        const { results } = render([{ ...judged, roles: [{ ...role, findings }] }]).runs[0];
        return results.flatMap((result) => result.fixes ?? []).length;
      };
      assert.equal(fixesWith({ [AUD]: AUDIENCE, [SUB]: [SUBJECT] }), 1);
      for (const open of [
        "<subject>",
        "<identity.principalId>",
        "repo:<owner>/app:*",
        "${PrincipalId}",
        "{{ principal_id }}",
        "__PRINCIPAL_ID__",
        "<1>",
        "… 3 more",
      ]) {
        assert.equal(fixesWith({ [AUD]: AUDIENCE, [SUB]: open }), 0, open);
        assert.equal(fixesWith({ [AUD]: AUDIENCE, [SUB]: [SUBJECT, open] }), 0, open);
        assert.equal(fixesWith({ [AUD]: AUDIENCE, [`${open}:sub`]: SUBJECT }), 0, open);
      }
    });

    it("of any policy apply, and leave nothing of the finding", () => {
      let fixed = 0;
      fc.assert(
        fc.property(anyPolicy, fc.constantFrom(0, 2), (any, indent) => {
          const text = JSON.stringify(any, null, indent);
          for (const { fixes, ruleId, properties } of resultsOf(text)) {
            if (fixes === undefined) {
              continue;
            }
            fixed++;
            const after = resultsOf(applied(text, fixes[0]));
            const same = (all: readonly Result[]): number =>
              all.filter((other) => other.ruleId === ruleId && other.properties.code === properties.code)
                .length;
            assert.ok(same(after) < same(resultsOf(text)), text);
          }
        }),
        { numRuns: 1_000, seed: 20261128 },
      );
      assert.ok(fixed > 50, `${fixed} fixes`);
    });
  });
});
