import assert from "node:assert/strict";
import { AzureApi } from "../../../../../cli/clouds/microsoft/azure-api";
import type { AzureSession } from "../../../../../cli/clouds/microsoft/azure-session";
import type { AzureIdentity } from "../../../../../cli/clouds/microsoft/identity-claims";
import type { Reading } from "../../../../../cli/clouds/reading";
import { checkAwsAccount } from "../../../../../cli/preflight/checks/aws-account";
import { checkAwsLogin } from "../../../../../cli/preflight/checks/aws-login";
import { checkAzureLogin } from "../../../../../cli/preflight/checks/azure-login";
import { checkAzureTenant } from "../../../../../cli/preflight/checks/azure-tenant";
import { providerSettings } from "../../../../../cli/preflight/provider-settings";

const TENANT = "8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f";
const OTHER = "11111111-3b4e-4c5d-9e7f-0a1b2c3d4e5f";
const GRACE: AzureIdentity = {
  tenantId: TENANT,
  objectId: "o1",
  clientId: "c1",
  kind: "user",
  name: "grace@contoso.com",
  roles: [],
  scopes: ["user_impersonation"],
  directoryRoles: [],
};
const ROBOT: AzureIdentity = { ...GRACE, kind: "service principal", name: undefined, scopes: [] };
const NO_LOGIN = { refused: "please run az login" };
const LOGIN = { how: "the Azure CLI", remedy: "az login" };
const NONE = providerSettings({}, {});
const ANY_ACCOUNT = { accountIds: [], forbiddenAccountIds: [], profile: undefined };

function session(identity: AzureIdentity): Reading<AzureSession> {
  return {
    value: {
      identity,
      api: new AzureApi({
        endpoint: "https://arm.example",
        scope: "x",
        credential: {
          getToken: () => Promise.resolve({ token: "secret", expiresOnTimestamp: Date.now() + 3_600_000 }),
        },
      }),
    },
  };
}

describe("the check of the Azure login", () => {
  it("shows a person with their tenant, their object ID, and how they signed in", () => {
    assert.deepEqual(checkAzureLogin({ ...LOGIN, arm: session(GRACE), graph: session(GRACE) }, NONE), {
      id: "azure-login",
      title: "Azure login",
      outcome: "ok",
      found: `user grace@contoso.com, object ID o1, tenant ${TENANT}, by the Azure CLI`,
    });
  });

  it("shows a service principal by its application", () => {
    const { found } = checkAzureLogin({ ...LOGIN, arm: session(ROBOT), graph: session(ROBOT) }, NONE);
    assert.equal(found, `service principal of c1, object ID o1, tenant ${TENANT}, by the Azure CLI`);
  });

  it("is wrong without a login to Azure Resource Manager, and names the command", () => {
    assert.deepEqual(checkAzureLogin({ ...LOGIN, arm: NO_LOGIN, graph: NO_LOGIN }, NONE), {
      id: "azure-login",
      title: "Azure login",
      outcome: "wrong",
      found: "no login by the Azure CLI: please run az login",
      expected: "a login to Azure Resource Manager and Microsoft Graph",
      fix: "az login",
    });
  });

  it("is wrong if only Microsoft Graph refuses the login", () => {
    const { outcome, found } = checkAzureLogin({ ...LOGIN, arm: session(GRACE), graph: NO_LOGIN }, NONE);
    assert.deepEqual(
      [outcome, found],
      ["wrong", "no login to Microsoft Graph by the Azure CLI: please run az login"],
    );
  });
});

describe("the check of the Azure login through the Azure CLI", () => {
  const CLI = { ...LOGIN, isCli: true };
  const found = { arm: session(GRACE), graph: session(GRACE) };
  const told = (config: Readonly<Record<string, unknown>>, environment: NodeJS.ProcessEnv = {}) =>
    checkAzureLogin({ ...CLI, ...found }, providerSettings(config, environment));

  it("is wrong with a tenant beside a subscription, which the azure-native provider gives it together", () => {
    const subscription = { ARM_SUBSCRIPTION_ID: "s1" };
    const { outcome, found: shown, fix } = told({}, { ...subscription, ARM_TENANT_ID: TENANT });
    assert.deepEqual([outcome, fix], ["wrong", "unset ARM_TENANT_ID"]);
    assert.match(shown, /^ARM_TENANT_ID and a subscription are set: the azure-native provider gives both /);
    const ofStack = { "azure-native:tenantId": TENANT, "azure-native:subscriptionId": "s1" };
    assert.equal(told(ofStack).fix, "pulumi config rm azure-native:tenantId");
  });

  it("is ok with one of both, with the tenant of azuread, and for an application with both", () => {
    const both = { ARM_TENANT_ID: TENANT, ARM_SUBSCRIPTION_ID: "s1" };
    assert.equal(told({}, { ARM_TENANT_ID: TENANT }).outcome, "ok");
    assert.equal(told({}, { ARM_SUBSCRIPTION_ID: "s1" }).outcome, "ok");
    assert.equal(told({ "azuread:tenantId": TENANT, "azure-native:subscriptionId": "s1" }).outcome, "ok");
    assert.equal(checkAzureLogin({ ...LOGIN, ...found }, providerSettings({}, both)).outcome, "ok");
  });

  it("names the installation and the variables of an application if there is no Azure CLI", () => {
    const missing = {
      refused: "Azure CLI could not be found. Please visit https://aka.ms/azure-cli for installation",
    };
    const { fix = "" } = checkAzureLogin({ ...CLI, arm: missing, graph: missing }, NONE);
    assert.doesNotMatch(fix, /^az /m);
    assert.match(fix, /^# Install the Azure CLI .*\n# Or .* set ARM_CLIENT_ID, ARM_CLIENT_SECRET, /);
  });
});

describe("the check of the tenant", () => {
  it("accepts the configured tenant", () => {
    assert.deepEqual(checkAzureTenant({ arm: session(GRACE) }, TENANT, NONE), {
      id: "azure-tenant",
      title: "Azure tenant",
      outcome: "ok",
      found: TENANT,
    });
  });

  it("refuses two tenants, or two clouds, of the two Azure providers", () => {
    const of = (config: Readonly<Record<string, unknown>>, environment: NodeJS.ProcessEnv = {}) =>
      checkAzureTenant({ arm: session(GRACE) }, TENANT, providerSettings(config, environment));
    const both = of({ "azure-native:tenantId": TENANT, "azuread:tenantId": OTHER });
    assert.deepEqual(both, {
      id: "azure-tenant",
      title: "Azure tenant",
      outcome: "wrong",
      found: `azure-native:tenantId is ${TENANT}, and azuread:tenantId is ${OTHER}`,
      expected: "the same for both providers",
      fix: `pulumi config set azuread:tenantId ${TENANT}  # if this one is meant`,
    });
    assert.equal(of({ "azure-native:tenantId": TENANT }, { ARM_TENANT_ID: OTHER }).outcome, "wrong");
    assert.equal(
      of({ "azure-native:tenantId": TENANT }, { ARM_TENANT_ID: TENANT.toUpperCase() }).outcome,
      "ok",
    );
    assert.equal(
      of({ "azure-native:environment": "china", "azuread:environment": "public" }).outcome,
      "wrong",
    );
  });

  it("accepts two names of one cloud", () => {
    const config = { "azure-native:environment": "public", "azuread:environment": "global" };
    const { outcome } = checkAzureTenant({ arm: session(GRACE) }, TENANT, providerSettings(config, {}));
    assert.equal(outcome, "ok");
  });

  it("cannot tell if the update signs in as somebody else, but of two tenants", () => {
    const of = (config: Readonly<Record<string, unknown>>) =>
      checkAzureTenant({ arm: session(GRACE) }, OTHER, providerSettings(config, {}), "somebody else").outcome;
    assert.equal(of({}), "cannot tell");
    assert.equal(of({ "azure-native:tenantId": TENANT, "azuread:tenantId": OTHER }), "wrong");
  });

  it("accepts any tenant if none is configured", () => {
    assert.equal(checkAzureTenant({ arm: session(GRACE) }, undefined, NONE).outcome, "ok");
  });

  it("refuses another tenant", () => {
    assert.deepEqual(checkAzureTenant({ arm: session(GRACE) }, OTHER, NONE), {
      id: "azure-tenant",
      title: "Azure tenant",
      outcome: "wrong",
      found: TENANT,
      expected: OTHER,
      fix: `az login --tenant ${OTHER}`,
    });
  });

  it("refuses a login that exists in another tenant alone", () => {
    const { outcome, found } = checkAzureTenant({ arm: NO_LOGIN, elsewhere: GRACE }, OTHER, NONE);
    assert.deepEqual([outcome, found], ["wrong", TENANT]);
  });

  it("cannot tell without a login", () => {
    assert.equal(checkAzureTenant({ arm: NO_LOGIN }, TENANT, NONE).outcome, "cannot tell");
  });
});

describe("the checks of the AWS login and account", () => {
  const identity = {
    value: { accountId: "111122223333", arn: "arn:aws:iam::111122223333:user/ada", partition: "aws" },
  };

  it("show who is signed in", () => {
    assert.deepEqual(checkAwsLogin(identity), {
      id: "aws-login",
      title: "AWS login",
      outcome: "ok",
      found: "arn:aws:iam::111122223333:user/ada in account 111122223333",
    });
  });

  it("are wrong without a login", () => {
    const { outcome, found, fix } = checkAwsLogin({ refused: "ExpiredToken: the token has expired" });
    assert.deepEqual(
      [outcome, found, fix],
      ["wrong", "no login: ExpiredToken: the token has expired", "aws sso login  # or set AWS_PROFILE"],
    );
  });

  const cases: [string[], string][] = [
    [[], "ok"],
    [["111122223333"], "ok"],
    [["444455556666", "111122223333"], "ok"],
    [["444455556666"], "wrong"],
  ];
  for (const [allowed, outcome] of cases) {
    it(`are ${outcome} in account 111122223333 if the stack allows ${allowed.join(", ") || "any"}`, () => {
      assert.equal(checkAwsAccount(identity, { ...ANY_ACCOUNT, accountIds: allowed }).outcome, outcome);
    });
  }

  it("are wrong in an account that is forbidden, also if it is allowed", () => {
    const accountIds = ["111122223333"];
    const { outcome, found } = checkAwsAccount(identity, {
      ...ANY_ACCOUNT,
      accountIds,
      forbiddenAccountIds: accountIds,
    });
    assert.deepEqual([outcome, found], ["wrong", "111122223333, which aws:forbiddenAccountIds names"]);
    assert.equal(
      checkAwsAccount(identity, { ...ANY_ACCOUNT, forbiddenAccountIds: ["444455556666"] }).outcome,
      "ok",
    );
  });

  it("name the expected account", () => {
    assert.deepEqual(
      checkAwsAccount(identity, { ...ANY_ACCOUNT, accountIds: ["444455556666"], profile: "prod" }),
      {
        id: "aws-account",
        title: "AWS account",
        outcome: "wrong",
        found: "111122223333",
        expected: "444455556666",
        fix:
          "export AWS_PROFILE=<a profile of account 444455556666>  # now: prod\n" +
          "pulumi config set --path 'aws:allowedAccountIds[0]' 111122223333  # if this account is meant",
      },
    );
  });
});
