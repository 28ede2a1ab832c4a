/** What a preview shows of all rules together: severities, one advisory per resource, and the count of accepted findings. */
import assert from "node:assert/strict";
import type { AcceptedFinding } from "../../../../policypack/configuration";
import { packPolicies } from "../../../../policypack/engine/pack-policies";
import { rules } from "../../../../policypack/rules";
import { AUD, AUDIENCE, policy, PROVIDER, SUB } from "../../trust/entra-policy";
import { federation } from "../stack/federation-stack";
import { acceptedFinding, type PackReport, runPack, type TestedResource, UNKNOWN, urnOf } from "../validate";

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
      / See docs\/reference\/rules\/oidc-trust-requires-subject\.md\. Resource: urn:pulumi:test::project::aws:iam\/role:Role::app\. Fingerprint: [0-9a-f]{32}\. \[claim-not-pinned\]$/,
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

  describe("about accepted findings", () => {
    /** Accepts the violations of some resources. */
    const accept = (resources: readonly TestedResource[], terms: Partial<AcceptedFinding> = {}) =>
      resources.flatMap((resource) =>
        [
          ["oidc-trust-audience-beside-subject", "aud"],
          [SUBJECT_RULE, "sub"],
        ].map(([rule = "", claim = ""]) => {
          const identity = [
            urnOf(resource),
            "",
            "claim-not-pinned",
            "gitlab.example.com",
            `gitlab.example.com:${claim}`,
            [],
            [],
          ];
          return acceptedFinding({ rule, identity }, urnOf(resource), terms);
        }),
      );
    const old = [gitLab("a", ["aud"]), gitLab("b", ["aud"]), gitLab("c", ["sub"])];
    /** What a resource has of both rules' findings: the other accepted one of it is unused. */
    const used = (findings: readonly AcceptedFinding[]): AcceptedFinding[] =>
      findings.filter(({ rule, resource }) => (rule === SUBJECT_RULE) !== resource.endsWith("::c"));

    it("is one count for each owner, day, and reason, whichever rules and resources", async () => {
      const findings = used([
        ...accept(old.slice(0, 2)),
        ...accept(old.slice(2), { owner: "ci", reason: "old runner" }),
      ]);
      const reports = await run(old, { accepted: { findings } });
      assert.deepEqual(
        reports.map(({ policy: name, enforcementLevel, urn, message }) => [
          name,
          enforcementLevel,
          urn,
          message,
        ]),
        [
          "2 findings are accepted by platform until 2999-12-31: moves to Entra [findings-accepted]",
          "1 finding is accepted by ci until 2999-12-31: old runner [findings-accepted]",
        ].map((message) => ["accepted-findings", "advisory", undefined, message]),
      );
    });

    it("leaves each finding that is not accepted, and counts the others", async () => {
      const reports = await run(old, { accepted: { findings: used(accept(old.slice(0, 1))) } });
      assert.deepEqual(
        reports.map(({ policy: name, urn }) => [name, urn?.split("::").at(-1)]),
        [
          [SUBJECT_RULE, "b"],
          ["oidc-trust-audience-beside-subject", "c"],
          ["accepted-findings", undefined],
        ],
      );
    });

    it("has no line if none is accepted", async () => {
      for (const configuration of [{}, { accepted: { findings: [] } }]) {
        const reports = await run(old, configuration);
        assert.equal(reports.length, 3);
        assert.ok(reports.every(({ enforcementLevel }) => enforcementLevel === undefined));
      }
    });

    it("names those that are not found, but none of another stack or of an unknown rule", async () => {
      const [gone] = accept([gitLab("gone", [])]);
      assert.ok(gone !== undefined);
      const elsewhere = {
        ...gone,
        fingerprint: "1".repeat(32),
        resource: "urn:pulumi:prod::project::t::gone",
      };
      const audit = { ...gone, fingerprint: "2".repeat(32), rule: "role-unused" };
      const reports = await run([gitLab("right", ["aud", "sub"])], {
        accepted: { findings: [gone, elsewhere, audit] },
      });
      assert.deepEqual(
        reports.map(({ policy: name, enforcementLevel, message }) => [name, enforcementLevel, message]),
        [
          [
            "accepted-findings",
            "advisory",
            `${gone.rule} at ${gone.resource}: the accepted finding ${gone.fingerprint} is not found. If it is fixed, remove it [acceptance-unused]`,
          ],
        ],
      );
    });

    it("counts a finding of the resource and the stack once", async () => {
      const resources = federation({ "service-principal": { appRoleAssignmentRequired: false } });
      const principal = resources.find(({ name }) => name === "service-principal") ?? assert.fail();
      const rule = "entra-assignment-is-required";
      const identity = [urnOf(principal), "assignment-not-required"];
      const findings = [acceptedFinding({ rule, identity }, urnOf(principal))];
      for (const scope of ["all", "federation"]) {
        const reports = await run(resources, { accepted: { findings }, [rule]: { scope } });
        assert.deepEqual(
          reports.map(({ message }) => message.slice(0, 31)),
          ["1 finding is accepted by platfor"].map((text) => text.slice(0, 31)),
          scope,
        );
      }
    });

    it("stops everything if the list has a problem, whatever there is to find", async () => {
      const [broken] = accept(old, { until: "2027-02-30" });
      await assert.rejects(
        run([gitLab("right", ["aud", "sub"])], { accepted: { findings: [broken] } }),
        ({ stack }: Error) =>
          stack ===
          'accepted.findings[0].until: no such day. Expected a day of the calendar; got "2027-02-30" [config-day-invalid]',
      );
    });
  });
});
