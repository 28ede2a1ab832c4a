import assert from "node:assert/strict";
import { checkAwsAccount } from "../../../../../cli/preflight/checks/aws-account";
import { checkAwsLogin } from "../../../../../cli/preflight/checks/aws-login";
import { checkAzureLogin } from "../../../../../cli/preflight/checks/azure-login";
import { checkAzureTenant } from "../../../../../cli/preflight/checks/azure-tenant";
import { AzureApi } from "../../../../../cli/preflight/readers/azure-api";
import type { AzureSession } from "../../../../../cli/preflight/readers/azure-session";
import type { AzureIdentity } from "../../../../../cli/preflight/readers/identity-claims";
import type { Reading } from "../../../../../cli/preflight/reading";

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

function session(identity: AzureIdentity): Reading<AzureSession> {
  return { value: { identity, api: new AzureApi("https://arm.example", "secret") } };
}

describe("the check of the Azure login", () => {
  it("shows a person with their tenant, their object ID, and how they signed in", () => {
    assert.deepEqual(checkAzureLogin({ ...LOGIN, arm: session(GRACE), graph: session(GRACE) }), {
      id: "azure-login",
      outcome: "ok",
      found: `user grace@contoso.com, object ID o1, tenant ${TENANT}, by the Azure CLI`,
    });
  });

  it("shows a service principal by its application", () => {
    const { found } = checkAzureLogin({ ...LOGIN, arm: session(ROBOT), graph: session(ROBOT) });
    assert.equal(found, `service principal of c1, object ID o1, tenant ${TENANT}, by the Azure CLI`);
  });

  it("is wrong without a login to Azure Resource Manager, and names the command", () => {
    assert.deepEqual(checkAzureLogin({ ...LOGIN, arm: NO_LOGIN, graph: NO_LOGIN }), {
      id: "azure-login",
      outcome: "wrong",
      found: "no login by the Azure CLI: please run az login",
      expected: "a login to Azure Resource Manager and Microsoft Graph",
      fix: "az login",
    });
  });

  it("is wrong if only Microsoft Graph refuses the login", () => {
    const { outcome, found } = checkAzureLogin({ ...LOGIN, arm: session(GRACE), graph: NO_LOGIN });
    assert.deepEqual(
      [outcome, found],
      ["wrong", "no login to Microsoft Graph by the Azure CLI: please run az login"],
    );
  });
});

describe("the check of the tenant", () => {
  it("accepts the configured tenant", () => {
    assert.deepEqual(checkAzureTenant({ arm: session(GRACE) }, TENANT), {
      id: "azure-tenant",
      outcome: "ok",
      found: TENANT,
    });
  });

  it("accepts any tenant if none is configured", () => {
    assert.equal(checkAzureTenant({ arm: session(GRACE) }, undefined).outcome, "ok");
  });

  it("refuses another tenant", () => {
    assert.deepEqual(checkAzureTenant({ arm: session(GRACE) }, OTHER), {
      id: "azure-tenant",
      outcome: "wrong",
      found: TENANT,
      expected: OTHER,
      fix: `az login --tenant ${OTHER}`,
    });
  });

  it("refuses a login that exists in another tenant alone", () => {
    const { outcome, found } = checkAzureTenant({ arm: NO_LOGIN, elsewhere: GRACE }, OTHER);
    assert.deepEqual([outcome, found], ["wrong", TENANT]);
  });

  it("cannot tell without a login", () => {
    assert.equal(checkAzureTenant({ arm: NO_LOGIN }, TENANT).outcome, "cannot tell");
  });
});

describe("the checks of the AWS login and account", () => {
  const identity = {
    value: { accountId: "111122223333", arn: "arn:aws:iam::111122223333:user/ada", partition: "aws" },
  };

  it("show who is signed in", () => {
    assert.deepEqual(checkAwsLogin(identity), {
      id: "aws-login",
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
      assert.equal(checkAwsAccount(identity, allowed, undefined).outcome, outcome);
    });
  }

  it("name the expected account", () => {
    assert.deepEqual(checkAwsAccount(identity, ["444455556666"], "prod"), {
      id: "aws-account",
      outcome: "wrong",
      found: "111122223333",
      expected: "444455556666",
      fix:
        "export AWS_PROFILE=<a profile of account 444455556666>  # now: prod\n" +
        "pulumi config set --path 'aws:allowedAccountIds[0]' 111122223333  # if this account is meant",
    });
  });
});
