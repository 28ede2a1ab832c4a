import assert from "node:assert/strict";
import { stringify } from "yaml";
import { AUD, AUDIENCE, policy, PROVIDER, SUB, SUBJECT, TENANT } from "../../trust/entra-policy";
import { runCli } from "../run-cli";

const OTHER = "22222222-aaaa-4bbb-8ccc-000000000002";

const template = (clientIds: readonly string[], condition: object) => ({
  Resources: {
    Entra: {
      Type: "AWS::IAM::OIDCProvider",
      Properties: { Url: `https://${PROVIDER}`, ClientIdList: clientIds },
    },
    Reader: {
      Type: "AWS::IAM::Role",
      Properties: { AssumeRolePolicyDocument: policy({ Condition: condition }) },
    },
  },
});

/** The fix of the one finding. */
async function fixOf(input: string): Promise<string> {
  const { stdout, exitCode } = await runCli(["judge", "-"], input);
  assert.equal(exitCode, 1, stdout);
  return stdout.slice(stdout.indexOf("  Fix: "));
}

describe("judge's fix", () => {
  const withoutAudience = { StringEquals: { [SUB]: SUBJECT } };

  it("has the audience that the provider in the same file lists, in the file's language", async () => {
    const judged = template([AUDIENCE], withoutAudience);
    assert.equal(
      await fixOf(JSON.stringify(judged, undefined, 2)),
      `  Fix: Add to StringEquals in the Condition:\n      "${AUD}": "${AUDIENCE}"\n`,
    );
    assert.equal(
      await fixOf(stringify(judged)),
      `  Fix: Add to StringEquals in the Condition:\n      "${AUD}": "${AUDIENCE}"\n`,
    );
  });

  it("has the principal ID of the only managed identity of the tenant in a Pulumi state", async () => {
    const state = (identities: readonly object[]) => ({
      version: 3,
      deployment: {
        resources: [
          ...identities.map((outputs, index) => ({
            urn: `urn:pulumi:dev::orders::azure-native:managedidentity/v20230131:UserAssignedIdentity::vm${index}`,
            type: "azure-native:managedidentity/v20230131:UserAssignedIdentity",
            outputs,
          })),
          {
            urn: "urn:pulumi:dev::orders::aws:iam/role:Role::app",
            type: "aws:iam/role:Role",
            outputs: {
              assumeRolePolicy: JSON.stringify(policy({ Condition: { StringEquals: { [AUD]: AUDIENCE } } })),
            },
          },
        ],
      },
    });
    const fix = (value: string) =>
      `  Fix: Add to StringEquals in the Condition:\n      "${SUB}": "${value}"\n`;
    const mine = { tenantId: TENANT, principalId: SUBJECT };
    const foreign = { tenantId: "11111111-aaaa-4bbb-8ccc-000000000001", principalId: OTHER };
    const placeholder = "<principal ID of the managed identity>";
    const cases: [identities: readonly object[], value: string][] = [
      [[mine], SUBJECT],
      [[mine, foreign], SUBJECT],
      [[], placeholder],
      [[foreign], placeholder],
      [[mine, { tenantId: TENANT, principalId: OTHER }], placeholder],
      [[mine, {}], placeholder],
      [[{ tenantId: TENANT, principalId: "x" }], placeholder],
    ];
    for (const [identities, value] of cases) {
      const written = JSON.stringify(state(identities), undefined, 2);
      assert.equal(await fixOf(written), fix(value), JSON.stringify(identities));
    }
  });

  it("has a placeholder if the provider lists two audiences, or one with a wildcard", async () => {
    for (const clientIds of [[AUDIENCE, "api://other"], ["api://*"]]) {
      assert.equal(
        await fixOf(JSON.stringify(template(clientIds, withoutAudience), undefined, 2)),
        `  Fix: Add to StringEquals in the Condition:\n      "${AUD}": "<application ID URI>"\n`,
      );
    }
  });
});
