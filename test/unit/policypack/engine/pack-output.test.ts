/** What a preview shows of all rules together: severities, one advisory per resource, and the count of the baseline. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { renderBaseline } from "../../../../policypack/configuration";
import { fingerprint } from "../../../../policypack/engine/fingerprint";
import { packPolicies } from "../../../../policypack/engine/pack-policies";
import { rules } from "../../../../policypack/rules";
import { AUD, AUDIENCE, policy, PROVIDER, SUB } from "../../trust/entra-policy";
import { federation } from "../stack/federation-stack";
import { type PackReport, runPack, type TestedResource, UNKNOWN, urnOf } from "../validate";

const SUBJECT_RULE = "oidc-trust-requires-subject";

const role = (name: string, assumeRolePolicy: unknown): TestedResource => ({
  type: "aws:iam/role:Role",
  name,
  props: { assumeRolePolicy },
});
/** A role of another provider, which no rule misses the other half of. */
const gitLab = (name: string, claims: readonly string[]): TestedResource => {
  const provider = "gitlab.example.com";
  const values: Record<string, string> = { aud: "aws", sub: "project_path:g/p:ref_type:branch:ref:main" };
  const conditions = Object.fromEntries(claims.map((claim) => [`${provider}:${claim}`, values[claim]]));
  return role(
    name,
    policy({
      Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${provider}` },
      Condition: { StringEquals: conditions },
    }),
  );
};
const open = policy({ Condition: { StringEquals: { [AUD]: AUDIENCE } } });

const run = (
  resources: readonly TestedResource[],
  configuration: Readonly<Record<string, object>> = {},
): Promise<readonly PackReport[]> =>
  runPack(
    packPolicies(
      rules,
      () => undefined,
      () => undefined,
    ),
    resources,
    configuration,
  );

/** Policy, level, severity, resource, and code of each report. */
const shown = (reports: readonly PackReport[]) =>
  reports.map(({ policy: name, enforcementLevel, severity, urn, message }) => [
    name,
    enforcementLevel ?? "as configured",
    severity,
    urn?.split("::").at(-1),
    / \[([a-z-]+)\]$/.exec(message)?.[1],
  ]);

const CLOUDFORMATION_SUBJECT = JSON.stringify({
  Resources: {
    R: {
      Type: "AWS::IAM::Role",
      Properties: {
        AssumeRolePolicyDocument: policy({
          Condition: { StringEquals: { [AUD]: AUDIENCE, [SUB]: { "Fn::ImportValue": "subject" } } },
        }),
      },
    },
  },
});

describe("the output of the pack", () => {
  describe("about what is merely unknown", () => {
    it("is one advisory of medium severity, whichever rules see it", async () => {
      assert.deepEqual(shown(await run([role("late", UNKNOWN)])), [
        ["oidc-trust-requires-audience", "advisory", "medium", "late", "trust-policy-unknown"],
      ]);
    });

    it("is a violation of medium severity where the configuration refuses it, and no advisory in addition", async () => {
      const refuse = { unknownInPreview: "refuse" };
      const configuration = { "oidc-trust-requires-audience": refuse, [SUBJECT_RULE]: refuse };
      assert.deepEqual(shown(await run([role("late", UNKNOWN)], configuration)), [
        ["oidc-trust-requires-audience", "as configured", "medium", "late", "trust-policy-unknown"],
        [SUBJECT_RULE, "as configured", "medium", "late", "trust-policy-unknown"],
      ]);
    });

    it("stays a refusal of medium severity where only CloudFormation knows the subject", async () => {
      const stack = {
        type: "aws:cloudformation/stack:Stack",
        name: "stack",
        props: { templateBody: CLOUDFORMATION_SUBJECT },
      };
      assert.deepEqual(shown(await run([stack])), [
        [SUBJECT_RULE, "as configured", "medium", "stack", "trust-depends-on-cloudformation"],
      ]);
    });

    it("does not raise the severity of a finding that is certain", async () => {
      const audienceOnly = (provider: unknown): TestedResource => ({
        type: "aws-native:iam:Role",
        name: "ci",
        props: {
          assumeRolePolicyDocument: policy({
            Principal: { Federated: provider },
            Condition: {
              StringEquals: { "gitlab.example.com:sub": "project_path:g/p:ref_type:branch:ref:main" },
            },
          }),
        },
      });
      const known = await run([audienceOnly("arn:aws:iam::111122223333:oidc-provider/gitlab.example.com")]);
      const unknown = await run([audienceOnly(UNKNOWN)]);
      for (const reports of [known, unknown]) {
        assert.deepEqual(shown(reports), [
          ["oidc-trust-audience-beside-subject", "as configured", "medium", "ci", "claim-not-pinned"],
        ]);
      }
    });

    it("leaves a role that is open whatever the unknown is critical", async () => {
      const certain: TestedResource = {
        type: "aws-native:iam:Role",
        name: "open",
        props: {
          assumeRolePolicyDocument: policy({
            Principal: { Federated: UNKNOWN },
            Condition: { StringEquals: { [AUD]: AUDIENCE } },
          }),
        },
      };
      assert.deepEqual(shown(await run([certain])).slice(0, 1), [
        [SUBJECT_RULE, "as configured", "critical", "open", "claim-not-pinned"],
      ]);
    });
  });

  it("gives a note a low severity, whatever the rule's", async () => {
    const provider = PROVIDER.replace("sts.windows.net/", "login.microsoftonline.com/").replace(
      /\/$/,
      "/v2.0",
    );
    const clientId = "11111111-2222-4333-8444-555555555555";
    const v2 = policy({
      Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${provider}` },
      Condition: {
        StringEquals: { [`${provider}:aud`]: clientId, [`${provider}:sub`]: clientId.replace("1", "2") },
      },
    });
    const notes = shown(await run([role("v2", v2)])).filter(
      ([, , , , code]) => code === "application-not-pinned",
    );
    assert.deepEqual(notes, [
      ["oidc-trust-requires-audience", "advisory", "low", "v2", "application-not-pinned"],
    ]);
  });

  it("prints the code of each finding at its end, after the page of the rule", async () => {
    const policies = packPolicies(
      rules,
      (name) => `docs/reference/rules/${name}.md`,
      () => undefined,
    );
    const [report] = await runPack(policies, [role("app", open)]);
    assert.match(
      report?.message ?? "",
      / See docs\/reference\/rules\/oidc-trust-requires-subject\.md\. Resource: urn:pulumi:test::project::aws:iam\/role:Role::app\. \[claim-not-pinned\]$/,
    );
  });

  it("has the same text whatever the order in which the program registers its resources", async () => {
    const roles = ["b", "a", "c"].map((name) => {
      const subject = `0b5c7d1e-2f3a-4b4c-8d5e-6f7a8b9c0d${name.charCodeAt(0)}`;
      return role(name, policy({ Condition: { StringEquals: { [AUD]: AUDIENCE, [SUB]: subject } } }));
    });
    const first = await run(roles);
    assert.deepEqual(shown(first), [["federation-is-consistent", "advisory", "low", "a", "halves-not-seen"]]);
    assert.deepEqual(await run(roles.toReversed()), first);
  });

  it("reports nothing twice: neither for the resource and the stack, nor for two statements alike", async () => {
    const twice = [...federation({ "service-principal": { appRoleAssignmentRequired: false } })];
    const scope = { "entra-assignment-is-required": { scope: "all" } };
    const assignment = (await run(twice, scope)).filter(
      ({ policy: name }) => name === "entra-assignment-is-required",
    );
    assert.deepEqual(shown(assignment), [
      [
        "entra-assignment-is-required",
        "as configured",
        undefined,
        "service-principal",
        "assignment-not-required",
      ],
    ]);
    const { Statement } = policy() as { Statement: object[] };
    const both = JSON.stringify({ Version: "2012-10-17", Statement: [...Statement, ...Statement] });
    const listed = federation({
      role: { assumeRolePolicy: both },
      provider: { clientIdLists: ["api://other"] },
    });
    const consistent = (await run(listed)).filter(({ policy: name }) => name === "federation-is-consistent");
    assert.deepEqual(shown(consistent), [
      ["federation-is-consistent", "as configured", undefined, "role", "audience-not-listed"],
    ]);
  });

  describe("about the baseline", () => {
    let directory = "";
    before(() => {
      directory = mkdtempSync(path.join(tmpdir(), "baseline-"));
    });
    after(() => {
      rmSync(directory, { recursive: true });
    });

    /** Writes a baseline with the violations of some resources. */
    function baselineOf(name: string, resources: readonly TestedResource[]): string {
      const file = path.join(directory, `${name}.json`);
      const findings = resources.flatMap((resource) => {
        const key = (claim: string): string => `gitlab.example.com:${claim}`;
        return [
          ["oidc-trust-audience-beside-subject", key("aud")],
          [SUBJECT_RULE, key("sub")],
        ].map(([rule = "", claim]) => ({
          rule,
          resource: urnOf(resource),
          identity: [urnOf(resource), "", "claim-not-pinned", "gitlab.example.com", claim, [], []],
          message: "m",
        }));
      });
      writeFileSync(file, renderBaseline(findings));
      assert.equal(new Set(findings.map((finding) => fingerprint(finding))).size, findings.length);
      return file;
    }

    const old = [gitLab("a", ["aud"]), gitLab("b", ["aud"]), gitLab("c", ["sub"])];

    it("is one count for all rules and resources, by one setting", async () => {
      const file = baselineOf("all", old);
      const reports = await run(old, { baseline: { file } });
      assert.deepEqual(shown(reports), [
        ["findings-in-baseline", "advisory", undefined, undefined, "findings-in-baseline"],
      ]);
      assert.equal(
        reports[0]?.message,
        `3 findings are in the baseline ${file}, which describes them. They stop nothing. [findings-in-baseline]`,
      );
    });

    it("keeps each finding that the baseline does not have, and counts the others", async () => {
      const file = baselineOf("one", old.slice(0, 1));
      const reports = await run(old, { baseline: { file } });
      assert.deepEqual(
        reports.map(({ policy: name, urn }) => [name, urn?.split("::").at(-1)]),
        [
          [SUBJECT_RULE, "b"],
          ["oidc-trust-audience-beside-subject", "c"],
          ["findings-in-baseline", undefined],
        ],
      );
      assert.match(reports.at(-1)?.message ?? "", /^1 finding is in the baseline /);
    });

    it("has no line without a baseline, nor if the baseline has none of the findings", async () => {
      const file = baselineOf("none", []);
      for (const configuration of [{}, { baseline: { file } }]) {
        const reports = await run(old, configuration);
        assert.equal(reports.length, 3);
        assert.ok(reports.every(({ enforcementLevel }) => enforcementLevel === undefined));
      }
    });

    it("is that of the rule if the rule has one", async () => {
      const [all, none] = [baselineOf("all", old), baselineOf("none", [])];
      const reports = await run(old, { baseline: { file: all }, [SUBJECT_RULE]: { baseline: none } });
      assert.deepEqual(
        reports.map(({ policy: name, urn }) => [name, urn?.split("::").at(-1)]),
        [
          [SUBJECT_RULE, "a"],
          [SUBJECT_RULE, "b"],
          ["findings-in-baseline", undefined],
        ],
      );
      const apart = await run(old, { [SUBJECT_RULE]: { baseline: all } });
      assert.match(apart.at(-1)?.message ?? "", /^2 findings are in the baseline /);
    });

    it("counts a finding of the resource and the stack once", async () => {
      const resources = federation({ "service-principal": { appRoleAssignmentRequired: false } });
      const principal = resources.find(({ name }) => name === "service-principal") ?? assert.fail();
      const file = path.join(directory, "stack.json");
      const finding = {
        rule: "entra-assignment-is-required",
        resource: urnOf(principal),
        identity: [urnOf(principal), "assignment-not-required"],
        message: "m",
      };
      writeFileSync(file, renderBaseline([finding]));
      for (const scope of ["all", "federation"]) {
        const configuration = { baseline: { file }, "entra-assignment-is-required": { scope } };
        const reports = await run(resources, configuration);
        assert.deepEqual(
          reports.map(({ message }) => message.slice(0, 29)),
          ["1 finding is in the baseline "],
          scope,
        );
      }
    });

    it("stops everything if the file is missing, whatever there is to find", async () => {
      const file = path.join(directory, "missing.json");
      await assert.rejects(
        run([gitLab("right", ["aud", "sub"])], { baseline: { file } }),
        ({ stack }: Error) => stack?.includes("missing.json: the baseline file does not exist") === true,
      );
    });
  });
});
