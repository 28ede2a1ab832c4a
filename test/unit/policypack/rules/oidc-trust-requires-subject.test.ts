import assert from "node:assert/strict";
import { oidcTrustRequiresSubject } from "../../../../policypack/rules/oidc-trust-requires-subject";
import {
  AUD,
  AUDIENCE,
  policy,
  PROVIDER,
  PROVIDER_ARN,
  SUB,
  SUBJECT,
  TENANT,
} from "../../trust/entra-policy";
import { federatedPolicy } from "../../trust/federated-policy";
import {
  NOTHING,
  type TestedResource,
  UNKNOWN,
  validateInTurn,
  validateResource,
  type Validation,
} from "../validate";

const ROLE = "aws:iam/role:Role";
const COMPONENT = "azure-to-aws-federation:index:FederatedRole";
const open = policy({ Sid: "Vm", Condition: { StringEquals: { [AUD]: AUDIENCE } } });

const judgeRole = (assumeRolePolicy: unknown, name = "app", config = {}): Promise<Validation> =>
  validateResource(oidcTrustRequiresSubject, { type: ROLE, name, props: { assumeRolePolicy } }, config);
const judgeComponent = (props: Record<string, unknown>): Promise<Validation> =>
  validateResource(oidcTrustRequiresSubject, { type: COMPONENT, name: "app", props });

describe("oidc-trust-requires-subject", () => {
  it("is mandatory and says how to put it right", () => {
    assert.equal(oidcTrustRequiresSubject.enforcementLevel, "mandatory");
    assert.equal(oidcTrustRequiresSubject.severity, "critical");
    assert.match(oidcTrustRequiresSubject.remediationSteps, /StringEquals/);
  });

  describe("on a role whose trust policy is known", () => {
    it("has nothing to say of an exact subject, in text and in an object", async () => {
      assert.deepEqual(await judgeRole(JSON.stringify(policy())), NOTHING);
      assert.deepEqual(await judgeRole(policy()), NOTHING);
    });

    it("names role, statement, provider, the missing key and the JSON to add", async () => {
      const message =
        `Role app: Any identity in tenant ${TENANT} that can get a token for audience "${AUDIENCE}" can assume this role. ` +
        `Statement 0 (Vm), provider ${PROVIDER}: expected ${SUB} with exact values under StringEquals; found no condition on ${SUB}. Unless the application requires assignment, that is every identity in the tenant. ` +
        `Add "${SUB}": "<principal ID of the managed identity>" to StringEquals in the Condition.`;
      assert.deepEqual(await judgeRole(JSON.stringify(open)), { violations: [message], advice: [] });
      assert.deepEqual(await judgeRole(open), { violations: [message], advice: [] });
    });

    it("leaves a policy that IAM rejects to trust-policy-is-well-formed", async () => {
      assert.deepEqual(await judgeRole("{"), NOTHING);
    });

    it("has one finding for a wildcard principal, which takes in every provider", async () => {
      for (const [Condition, who] of [
        [{}, "Anyone with a token from any identity provider of the account"],
        // Only tokens of this provider fill its keys.
        [
          { StringEquals: { [AUD]: AUDIENCE, [SUB]: SUBJECT } },
          "Only the identities that the conditions name",
        ],
      ] as const) {
        const { violations } = await judgeRole(policy({ Principal: "*", Condition }));
        assert.equal(violations.length, 1);
        assert.ok(violations[0]?.startsWith(`Role app: ${who} can assume this role.`), violations[0]);
      }
    });

    it("leaves a missing audience to the rule for audiences", async () => {
      const document = policy({ Condition: { StringEquals: { [SUB]: SUBJECT } } });
      assert.deepEqual(await judgeRole(document), NOTHING);
    });

    it("accepts the patterns of the configuration in addition to those of the issuers", async () => {
      const provider = "ci.example.com";
      const document = federatedPolicy(provider, {
        StringEquals: { aud: "aws" },
        StringLike: { sub: "team:g/p:*" },
      });
      const subjectPatterns = [{ provider, beginning: "team:<group>/<project>:" }];
      assert.equal((await judgeRole(document, "gitlab")).violations.length, 1);
      assert.deepEqual(await judgeRole(document, "gitlab", { subjectPatterns }), NOTHING);
    });

    it("ignores a pattern whose beginning every subject has", async () => {
      const provider = "code.example.com";
      const document = federatedPolicy(provider, {
        StringEquals: { aud: "aws" },
        StringLike: { sub: "anyone*" },
      });
      for (const beginning of ["", " ", "<anything>"]) {
        const config = { subjectPatterns: [{ provider, beginning }] };
        assert.equal((await judgeRole(document, "gitlab", config)).violations.length, 1, beginning);
      }
    });
  });

  describe("on a role whose trust policy is not known in a preview", () => {
    it("reports that the update judges the role before it creates it, in every preview", async () => {
      const message =
        "Role unknown-subject: the preview does not know the trust policy, so it does not show whether an exact audience and " +
        "an exact subject are pinned. The update judges the policy before it creates the role. " +
        'To stop here instead, set unknownInPreview to "refuse".';
      for (const preview of [1, 2]) {
        const validation = await judgeRole(UNKNOWN, "unknown-subject");
        assert.deepEqual(validation, { violations: [], advice: [message] }, String(preview));
      }
    });

    it("reports it too if a part of the document is unknown", async () => {
      const document = policy({ Condition: { StringEquals: { [AUD]: AUDIENCE, [SUB]: UNKNOWN } } });
      const { violations, advice } = await judgeRole(document, "unknown-part");
      assert.deepEqual(violations, []);
      assert.match(advice[0] ?? "", /^Role unknown-part: the preview does not know the trust policy, /);
    });

    it("refuses it if the configuration refuses what is unknown", async () => {
      const { violations, advice } = await judgeRole(UNKNOWN, "x", { unknownInPreview: "refuse" });
      assert.deepEqual(advice, []);
      assert.deepEqual(violations, [
        "Role x: the preview does not know the trust policy, so it does not show whether an exact audience and an exact subject " +
          "are pinned. Create what the policy is made of in an earlier stack. " +
          'Or set unknownInPreview to "advise": the update then judges the policy before it creates the role.',
      ]);
    });

    const parentTypes = "azure-to-aws-federation:index:AzureToAwsFederation$";
    const component: TestedResource = {
      type: COMPONENT,
      name: "app",
      parentTypes,
      props: { issuer: UNKNOWN, audiences: [AUDIENCE], subjects: [UNKNOWN] },
    };
    const child: TestedResource = {
      type: ROLE,
      name: "app-role",
      parentTypes: `${parentTypes}${COMPONENT}$`,
      props: { assumeRolePolicy: UNKNOWN },
    };
    const strict = { unknownInPreview: "refuse" };

    it("leaves the role of FederatedRole to the component, but judges it once it is known", async () => {
      assert.deepEqual(await validateInTurn(oidcTrustRequiresSubject, [component, child], strict), NOTHING);
      const known = { ...child, props: { assumeRolePolicy: JSON.stringify(open) } };
      const { violations } = await validateInTurn(oidcTrustRequiresSubject, [component, known]);
      assert.equal(violations.length, 1);
    });

    it("judges any other role below a FederatedRole, or below a component that only has its type", async () => {
      const without = { ...component, props: {} };
      for (const resources of [
        [child],
        [component, { ...child, name: "other-role" }],
        [component, { ...child, name: "app" }],
        [component, { ...child, type: "aws-native:iam:Role", props: { assumeRolePolicyDocument: UNKNOWN } }],
        [component, { ...child, parentTypes: `${parentTypes}${COMPONENT}$other:index:Component$` }],
      ]) {
        const { violations } = await validateInTurn(oidcTrustRequiresSubject, resources, strict);
        assert.equal(violations.length, 1, JSON.stringify(resources));
      }
      // A component without an issuer builds no trust policy.
      assert.equal(
        (await validateInTurn(oidcTrustRequiresSubject, [without, child], strict)).violations.length,
        1,
      );
    });
  });

  describe("on FederatedRole", () => {
    const right = { issuer: `https://${PROVIDER}`, audiences: [AUDIENCE], subjects: [SUBJECT] };

    it("accepts exact subjects, known or unknown", async () => {
      assert.deepEqual(await judgeComponent(right), NOTHING);
      assert.deepEqual(await judgeComponent({ ...right, subjects: [UNKNOWN, SUBJECT] }), NOTHING);
      assert.deepEqual(await judgeComponent({ ...right, subjects: UNKNOWN }), NOTHING);
      assert.deepEqual(
        await judgeComponent({ issuer: UNKNOWN, audiences: UNKNOWN, subjects: [SUBJECT] }),
        NOTHING,
      );
    });

    it("refuses no subjects, wildcards, variables, and empty strings, with the argument to change", async () => {
      for (const subjects of [
        undefined,
        [],
        ["*"],
        [`\${${SUB}}`],
        [UNKNOWN, `\${${SUB}}`],
        [""],
        [7],
        "x",
      ]) {
        for (const oidcProviderArn of [PROVIDER_ARN, UNKNOWN, undefined]) {
          const { violations, advice } = await judgeComponent({ ...right, oidcProviderArn, subjects });
          assert.deepEqual([violations.length, advice], [1, []], JSON.stringify(subjects));
          assert.match(
            violations[0] ?? "",
            /^FederatedRole app: (?:Nobody|Any identity in tenant \S+ that can get a token for audience \S+) can assume this role(?!.* (?:Replace|Add) ).* Change subjects\.$/,
          );
        }
      }
    });

    it("judges its policy as one that is written by hand: a value that no token has opens nothing beside others", async () => {
      const dead = { ...right, oidcProviderArn: PROVIDER_ARN, subjects: [SUBJECT, "*"] };
      const note = /^FederatedRole app: Only the other values let a caller in: .* Change subjects\.$/;
      const { violations, advice } = await judgeComponent(dead);
      assert.deepEqual([violations, advice.length], [[], 1]);
      assert.match(advice[0] ?? "", note);
      const written = policy({ Condition: { StringEquals: { [AUD]: AUDIENCE, [SUB]: [SUBJECT, "*"] } } });
      const byHand = await validateResource(oidcTrustRequiresSubject, {
        type: ROLE,
        name: "app",
        props: { assumeRolePolicy: JSON.stringify(written) },
      });
      assert.deepEqual([byHand.violations, byHand.advice.length], [[], 1]);
      assert.deepEqual(await judgeComponent({ ...right, subjects: [UNKNOWN, "*"] }), NOTHING);
    });

    it("waits for the issuer, without which no key of the policy is known", async () => {
      assert.deepEqual(await judgeComponent({ ...right, issuer: UNKNOWN, subjects: [] }), NOTHING);
    });
  });

  it("ignores other resources, and roles without a trust policy", async () => {
    for (const resource of [
      { type: "aws:s3/bucket:Bucket", name: "b", props: { assumeRolePolicy: "{" } },
      { type: ROLE, name: "read", props: {} },
    ]) {
      assert.deepEqual(await validateResource(oidcTrustRequiresSubject, resource), NOTHING);
    }
  });
});
