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
  return stdout.slice(stdout.indexOf("  Fix: "), stdout.indexOf("  Fingerprint: "));
}

const urn = (type: string, name: string) => `urn:pulumi:dev::orders::${type}::${name}`;
const IDENTITY = "azure-native:managedidentity/v20230131:UserAssignedIdentity";

/** A state with managed identities, other resources, and a role without one of the claims. */
const state = (
  identities: readonly object[],
  others: readonly object[] = [],
  condition: object = { StringEquals: { [AUD]: AUDIENCE } },
) => ({
  version: 3,
  deployment: {
    resources: [
      ...identities.map((outputs, index) => ({
        urn: urn(IDENTITY, `vm${index}`),
        type: IDENTITY,
        outputs,
      })),
      ...others,
      {
        urn: urn("aws:iam/role:Role", "app"),
        type: "aws:iam/role:Role",
        outputs: { assumeRolePolicy: JSON.stringify(policy({ Condition: condition })) },
      },
    ],
  },
});

const secret = (value: unknown) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  plaintext: JSON.stringify(value),
});

const SOURCE = `  "${SUBJECT}" is the principal ID of vm0, the only managed identity of its tenant in this state.\n`;

/** The line behind a fix with a placeholder. */
const fillIn = (placeholder: string): string => `  Replace ${placeholder} with your own value first.\n`;
const NO_SUBJECT = `"<principal ID of the managed identity>"\n${fillIn("<principal ID of the managed identity>")}`;
const NO_AUDIENCE = `"<application ID URI>"\n${fillIn("<application ID URI>")}`;

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
    const fix = (value: string) =>
      `  Fix: Add to StringEquals in the Condition:\n      "${SUB}": "${value}"\n${value === SUBJECT ? SOURCE : fillIn(value)}`;
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
      [[mine, { principalId: OTHER }], placeholder],
      [[mine, { tenantId: TENANT }], placeholder],
      [[mine, { tenantId: TENANT.toUpperCase(), principalId: OTHER }], placeholder],
      [[{ tenantId: TENANT, principalId: "x" }], placeholder],
    ];
    for (const [identities, value] of cases) {
      const written = JSON.stringify(state(identities), undefined, 2);
      assert.equal(await fixOf(written), fix(value), JSON.stringify(identities));
    }
  });

  it("has no subject if a resource of the state has, or may have, an identity of its own", async () => {
    const mine = { tenantId: TENANT, principalId: SUBJECT };
    const machine = (identity: unknown, side: string) => ({
      urn: urn("azure-native:compute:VirtualMachine", "machine"),
      type: "azure-native:compute:VirtualMachine",
      [side]: { identity },
    });
    const add = `  Fix: Add to StringEquals in the Condition:\n      "${SUB}": `;
    const own: unknown[] = [
      { type: "SystemAssigned" },
      { type: "SystemAssigned, UserAssigned" },
      [{ type: "systemAssigned" }],
      { principalId: OTHER },
      "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
      { type: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" },
    ];
    for (const side of ["inputs", "outputs"]) {
      for (const identity of own) {
        const judged = JSON.stringify(state([mine], [machine(identity, side)]));
        const expected = `${add}${NO_SUBJECT}`;
        assert.equal(await fixOf(judged), expected, JSON.stringify(identity));
      }
      for (const none of [{}, { principalId: null }, { principalId: "" }]) {
        const judged = JSON.stringify(state([mine], [machine({ type: "UserAssigned", ...none }, side)]));
        assert.equal(await fixOf(judged), `${add}"${SUBJECT}"\n${SOURCE}`);
      }
    }
    // An identity that is about to be deleted is none to trust.
    const leaving = {
      urn: urn(IDENTITY, "old"),
      type: IDENTITY,
      delete: true,
      outputs: { ...mine, principalId: OTHER },
    };
    assert.equal(await fixOf(JSON.stringify(state([mine], [leaving]))), `${add}"${SUBJECT}"\n${SOURCE}`);
  });

  it("has no value that is a secret of the state, or of a provider in another account", async () => {
    const provider = (clientId: unknown, more: object = {}) => ({
      urn: urn("aws:iam/openIdConnectProvider:OpenIdConnectProvider", "entra"),
      type: "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
      outputs: { url: PROVIDER, clientIdLists: [clientId], ...more },
    });
    const audienceFix = (...others: object[]) => fixOf(JSON.stringify(state([], others, withoutAudience)));
    const add = `  Fix: Add to StringEquals in the Condition:\n      "${AUD}": `;
    const other = "api://other";
    assert.equal(await audienceFix(provider(other)), `${add}"${other}"\n`);
    assert.equal(await audienceFix(provider(other, { note: secret("x") })), `${add}"${other}"\n`);
    for (const hidden of [
      provider(secret(other)),
      provider(other, { note: secret(`for ${other}`) }),
      provider(other, { note: secret(JSON.stringify({ a: other }).replace("other", "\\u006fther")) }),
    ]) {
      assert.equal(await audienceFix(hidden), `${add}${NO_AUDIENCE}`, JSON.stringify(hidden));
    }
    const escaped = `Resources:\n  P:\n    Type: AWS::IAM::OIDCProvider\n    Properties:\n      Url: https://${PROVIDER}\n      ClientIdList: ["api://\\u006fther"]\n`;
    const stack = (templateBody: unknown) => ({
      urn: urn("aws:cloudformation/stack:Stack", "stack"),
      type: "aws:cloudformation/stack:Stack",
      outputs: { templateBody },
    });
    assert.equal(await audienceFix(stack(escaped)), `${add}"${other}"\n`);
    assert.equal(await audienceFix(stack(secret(escaped))), `${add}${NO_AUDIENCE}`);
    // A provider of another account than the policy's is another provider.
    const arn = (account: string) => ({ arn: `arn:aws:iam::${account}:oidc-provider/${PROVIDER}` });
    assert.equal(await audienceFix(provider(other, arn("111122223333"))), `${add}"${other}"\n`);
    const elsewhere = provider(other, arn("999999999999"));
    assert.equal(await audienceFix(elsewhere), `${add}${NO_AUDIENCE}`);
    const mine = { tenantId: TENANT, principalId: secret(SUBJECT) };
    assert.equal(
      await fixOf(JSON.stringify(state([mine]))),
      `  Fix: Add to StringEquals in the Condition:\n      "${SUB}": ${NO_SUBJECT}`,
    );
  });

  it("has the client ID of the provider in the account of each role, in a state with secrets", async () => {
    const inAccount = (account: string, clientId: string): object[] => [
      {
        urn: urn("aws:iam/openIdConnectProvider:OpenIdConnectProvider", account),
        type: "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
        outputs: {
          url: PROVIDER,
          clientIdLists: [clientId],
          arn: `arn:aws:iam::${account}:oidc-provider/${PROVIDER}`,
        },
      },
      {
        urn: urn("aws:iam/role:Role", `in-${account}`),
        type: "aws:iam/role:Role",
        inputs: { tags: { note: secret("x") } },
        outputs: {
          arn: `arn:aws:iam::${account}:role/r`,
          assumeRolePolicy: JSON.stringify(
            policy({
              Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${PROVIDER}` },
              Condition: withoutAudience,
            }),
          ),
        },
      },
    ];
    const { stdout } = await runCli(
      ["judge", "-"],
      JSON.stringify({
        deployment: {
          resources: [...inAccount("111122223333", "api://one"), ...inAccount("444455556666", "api://two")],
        },
      }),
    );
    const written = [...stdout.matchAll(/:aud": "(.*)"\n/g)].map(([, value]) => value);
    assert.deepEqual(written, ["api://one", "api://two"]);
  });

  it("has a placeholder if the provider lists two audiences, or one with a wildcard", async () => {
    for (const clientIds of [[AUDIENCE, "api://other"], ["api://*"]]) {
      assert.equal(
        await fixOf(JSON.stringify(template(clientIds, withoutAudience), undefined, 2)),
        `  Fix: Add to StringEquals in the Condition:\n      "${AUD}": ${NO_AUDIENCE}`,
      );
    }
  });
});
