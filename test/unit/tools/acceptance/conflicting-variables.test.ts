import assert from "node:assert/strict";
import { conflictingVariables, demandNoConflicts } from "../../../../tools/acceptance/conflicting-variables";
import { pinnedAccounts } from "../../../../tools/acceptance/pinned-accounts";

const TENANT = "11111111-2222-4333-8444-555555555555";
const SUBSCRIPTION = "aaaaaaaa-2222-4333-8444-555555555555";
const CLI = { tenantId: TENANT, subscriptionId: SUBSCRIPTION, names: [] };
const APPLICATION = { ...CLI, application: { clientId: "client", clientSecret: "secret" } };
const OF_APPLICATION = {
  ARM_CLIENT_ID: "client",
  ARM_CLIENT_SECRET: "secret",
  ARM_TENANT_ID: TENANT,
  ARM_SUBSCRIPTION_ID: SUBSCRIPTION,
};

function conflicts(environment: NodeJS.ProcessEnv, login = CLI): readonly string[] {
  return conflictingVariables(environment, login).map(({ variable }) => variable);
}

describe("variables of the environment that conflict with a run", () => {
  it("are none in an environment with one login of each cloud", () => {
    assert.deepEqual(conflicts({}), []);
    assert.deepEqual(conflicts({ ARM_SUBSCRIPTION_ID: SUBSCRIPTION, ARM_USE_CLI: "true" }), []);
    assert.deepEqual(conflicts(OF_APPLICATION, APPLICATION), []);
    assert.deepEqual(
      conflicts({ ARM_USE_MSI: "false", ARM_USE_OIDC: "", AZURE_ENVIRONMENT: "AzureCloud" }),
      [],
    );
    assert.deepEqual(
      conflicts({ AZURE_TENANT_ID: TENANT.toUpperCase(), AZURE_SUBSCRIPTION_ID: SUBSCRIPTION }),
      [],
    );
    assert.deepEqual(conflicts({ AWS_PROFILE: "sandbox" }), []);
    const keys = { AWS_ACCESS_KEY_ID: "id", AWS_SECRET_ACCESS_KEY: "key" };
    assert.deepEqual(conflicts({ ...keys, AWS_DEFAULT_PROFILE: "other" }), []);
    assert.deepEqual(conflicts({ AWS_WEB_IDENTITY_TOKEN_FILE: "/token" }), []);
  });

  for (const [variable, value] of Object.entries({
    ARM_USE_MSI: "true",
    ARM_USE_OIDC: "1",
    ARM_USE_AKS_WORKLOAD_IDENTITY: "T",
    ARM_USE_DEFAULT_AZURE_CREDENTIAL: "true",
    ARM_CLIENT_CERTIFICATE: "base64",
    ARM_CLIENT_CERTIFICATE_PATH: "/certificate",
    ARM_CLIENT_ID_FILE_PATH: "/id",
    ARM_CLIENT_SECRET_FILE_PATH: "/secret",
    ARM_METADATA_HOSTNAME: "management.example",
    AZURE_ENVIRONMENT: "AzureChinaCloud",
    AZURE_TENANT_ID: SUBSCRIPTION,
    AZURE_SUBSCRIPTION_ID: TENANT,
    AWS_DEFAULT_PROFILE: "other",
  })) {
    it(`are ${variable}, by either login of Azure`, () => {
      assert.deepEqual(conflicts({ [variable]: value }), [variable]);
      assert.deepEqual(conflicts({ ...OF_APPLICATION, [variable]: value }, APPLICATION), [variable]);
    });
  }

  it("are an application and a tenant with the Azure CLI, because azure-native would pass both with the subscription", () => {
    assert.deepEqual(conflicts({ ARM_TENANT_ID: TENANT }), ["ARM_TENANT_ID"]);
    assert.deepEqual(conflicts({ ARM_CLIENT_ID: "client" }), ["ARM_CLIENT_ID"]);
    assert.deepEqual(conflicts({ ARM_USE_CLI: "false" }), ["ARM_USE_CLI"]);
  });

  it("are a profile next to keys or a token, of which the SDKs prefer different ones", () => {
    const keys = { AWS_ACCESS_KEY_ID: "id", AWS_SECRET_ACCESS_KEY: "key" };
    assert.deepEqual(conflicts({ ...keys, AWS_PROFILE: "sandbox" }), ["AWS_PROFILE"]);
    assert.deepEqual(conflicts({ AWS_WEB_IDENTITY_TOKEN_FILE: "/token", AWS_PROFILE: "sandbox" }), [
      "AWS_PROFILE",
    ]);
  });

  it("are refused all at once, without their values, and with the command that unsets them", () => {
    const environment = {
      ARM_TENANT_ID: TENANT,
      ARM_CLIENT_CERTIFICATE: "confidential",
      AZURE_TENANT_ID: SUBSCRIPTION,
      AWS_DEFAULT_PROFILE: "other",
    };
    assert.throws(
      () => {
        demandNoConflicts(environment, CLI);
      },
      (error: Error) => {
        assert.match(
          error.message,
          /^ {2}unset ARM_CLIENT_CERTIFICATE ARM_TENANT_ID AZURE_TENANT_ID AWS_DEFAULT_PROFILE$/m,
        );
        assert.match(error.message, /Nothing was created\.\s[^[]*\[acceptance-variables-conflict\]/);
        assert.doesNotMatch(error.message, /confidential/);
        assert.ok(
          error.message.split("\n").every((line) => line.length <= 80),
          error.message,
        );
        return true;
      },
    );
    assert.doesNotThrow(() => {
      demandNoConflicts({}, CLI);
    });
  });
});

describe("the accounts of a run", () => {
  const accounts = {
    tenantId: TENANT,
    subscriptionId: SUBSCRIPTION,
    accountId: "111122223333",
    partition: "aws",
    location: "westeurope",
    region: "eu-west-1",
  };

  it("are held in the stack configuration, whatever the logins become", () => {
    assert.deepEqual(pinnedAccounts(accounts, APPLICATION), {
      "azure-native:subscriptionId": SUBSCRIPTION,
      "azure-native:tenantId": TENANT,
      "azuread:tenantId": TENANT,
      "aws:allowedAccountIds": ["111122223333"],
    });
  });

  it("are held by the subscription alone for the Azure CLI, which refuses a tenant next to it", () => {
    assert.deepEqual(pinnedAccounts(accounts, CLI), {
      "azure-native:subscriptionId": SUBSCRIPTION,
      "azuread:tenantId": TENANT,
      "aws:allowedAccountIds": ["111122223333"],
    });
  });
});
