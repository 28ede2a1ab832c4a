import assert from "node:assert/strict";
import type { AzureIdentity } from "../../../../cli/clouds/microsoft/identity-claims";
import { asOther, otherAwsLogin, otherAzureLogin } from "../../../../cli/preflight/other-login";
import { providerSettings } from "../../../../cli/preflight/provider-settings";

const ROBOT: AzureIdentity = {
  tenantId: "t",
  objectId: "o1",
  clientId: "c1",
  kind: "service principal",
  name: undefined,
  roles: [],
  scopes: [],
  directoryRoles: [],
};
const NO_LOGIN = { refused: "please run az login" };

describe("the settings of the Pulumi providers", () => {
  it("say nothing in an empty stack", () => {
    assert.deepEqual(providerSettings({}, {}), {
      azureLogin: [],
      azureClientIds: [],
      awsLogin: [],
      awsRole: undefined,
      forbiddenAccountIds: [],
      tenants: { azureNative: undefined, azuread: undefined },
      clouds: { azureNative: undefined, azuread: undefined },
      hasSubscription: false,
    });
  });

  it("are read of the stack, and of the environment where it says nothing", () => {
    const { tenants, forbiddenAccountIds, hasSubscription } = providerSettings(
      { "azuread:tenantId": "t2", "aws:forbiddenAccountIds": "[111122223333]" },
      { ARM_TENANT_ID: "t1", ARM_SUBSCRIPTION_ID: "s1" },
    );
    assert.deepEqual(
      [tenants, forbiddenAccountIds, hasSubscription],
      [
        {
          azureNative: { name: "ARM_TENANT_ID", value: "t1" },
          azuread: { name: "azuread:tenantId", value: "t2" },
        },
        ["111122223333"],
        true,
      ],
    );
  });
});

describe("another login to Azure", () => {
  const other = (config: Readonly<Record<string, unknown>>, identity: AzureIdentity = ROBOT) =>
    otherAzureLogin(providerSettings(config, {}), { value: identity });

  it("is none without a login in the configuration, or with the very application that is signed in", () => {
    assert.equal(other({ "azure-native:location": "westeurope", "azure-native:useMsi": false }), undefined);
    assert.equal(other({ "azure-native:clientId": "C1" }), undefined);
    const both = { "azure-native:clientId": "c1", "azuread:clientId": "c1" };
    assert.equal(other({ ...both, "azuread:clientSecret": { secure: "v1:x" } }), undefined);
  });

  it("is somebody else, a secret application, a managed identity, or anybody beside a person", () => {
    assert.equal(
      other({ "azure-native:clientId": "c2" }),
      "pulumi up signs in by azure-native:clientId of the configuration, which this command does not use",
    );
    for (const config of [
      { "azure-native:clientId": "c1", "azuread:clientId": "c2" },
      { "azure-native:clientId": { secure: "v1:x" } },
      { "azure-native:useMsi": "true", "azure-native:clientId": "c1" },
      { "azure-native:clientId": "c1", "azuread:clientSecret": { secure: "v1:x" } },
    ]) {
      assert.notEqual(other(config), undefined, JSON.stringify(config));
    }
    assert.notEqual(other({ "azure-native:clientId": "c1" }, { ...ROBOT, kind: "user" }), undefined);
    const settings = providerSettings({ "azure-native:clientId": "c1" }, {});
    assert.notEqual(otherAzureLogin(settings, NO_LOGIN), undefined);
  });
});

describe("another login to AWS", () => {
  const ROLE = "arn:aws:iam::999988887777:role/team/deployer";
  const ADA = { accountId: "111122223333", arn: "arn:aws:iam::111122223333:user/ada", partition: "aws" };
  const session = (account: string, role: string) => ({
    accountId: account,
    arn: `arn:aws:sts::${account}:assumed-role/${role}/me`,
    partition: "aws",
  });
  const other = (config: Readonly<Record<string, unknown>>, identity = ADA) =>
    otherAwsLogin(providerSettings(config, {}), { value: identity });

  it("is none without roles and keys in the configuration", () => {
    assert.equal(other({ "aws:region": "eu-west-1", "aws:assumeRoles": [] }), undefined);
  });

  it("is the role that the provider assumes, in either form, but for a session of that role", () => {
    const forms = [
      { "aws:assumeRoles": [{ roleArn: ROLE }] },
      { "aws:assumeRoles": JSON.stringify([{ roleArn: ROLE }]) },
      { "aws:assumeRole": { roleArn: ROLE } },
    ];
    for (const config of forms) {
      assert.match(other(config) ?? "", /^pulumi up signs in by aws:assumeRoles? of the configuration, /);
      assert.equal(other(config, session("999988887777", "deployer")), undefined);
      assert.notEqual(other(config, session("999988887777", "deployer2")), undefined);
      assert.notEqual(other(config, session("111122223333", "deployer")), undefined);
    }
  });

  it("is whom the keys of the configuration belong to", () => {
    const keys = { "aws:accessKey": { secure: "v1:x" }, "aws:secretKey": { secure: "v1:y" } };
    assert.notEqual(other(keys), undefined);
    assert.notEqual(
      other({ ...keys, "aws:assumeRoles": [{ roleArn: ROLE }] }, session("999988887777", "deployer")),
      undefined,
    );
  });

  it("leaves a missing login wrong if a role has to be assumed by it", () => {
    const of = (config: Readonly<Record<string, unknown>>) =>
      otherAwsLogin(providerSettings(config, {}), NO_LOGIN);
    assert.equal(of({ "aws:assumeRoles": [{ roleArn: ROLE }] }), undefined);
    assert.notEqual(of({ "aws:accessKey": "x" }), undefined);
  });

  it("turns checks into cannot tell, whatever they found", () => {
    const checks = [
      { id: "aws-account", title: "AWS account", outcome: "ok", found: "111122223333" },
      {
        id: "aws-login",
        title: "AWS login",
        outcome: "wrong",
        found: "no login",
        expected: "a login",
        fix: "aws sso login",
      },
    ] as const;
    assert.deepEqual(asOther(checks, undefined), checks);
    assert.deepEqual(asOther(checks, "because"), [
      {
        id: "aws-account",
        title: "AWS account",
        outcome: "cannot tell",
        found: "because. With the login in use: 111122223333",
      },
      {
        id: "aws-login",
        title: "AWS login",
        outcome: "cannot tell",
        found: "because. With the login in use: no login",
      },
    ]);
  });
});
