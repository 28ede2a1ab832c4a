import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { APP_ROLE_VALUE, appRoleId } from "../../../../components/entra-audience/app-role";
import { EntraAudience } from "../../../../components/entra-audience/entra-audience";
import type { EntraAudienceArgs } from "../../../../components/entra-audience/entra-audience-args";
import {
  APPLICATION_CLIENT_ID as ID,
  APPLICATION_OBJECT_ID,
  declare,
  type Declared,
  SERVICE_PRINCIPAL_OBJECT_ID,
  TENANT_ID,
  valueOf,
} from "../mock-clouds";
import {
  ADOPTED_AUDIENCE,
  ADOPTED_ROLE_ID,
  answersOf,
  type Members,
  readApplication,
  readRole,
  readServicePrincipal,
} from "./entra-application-answers";

async function adopt(
  args: EntraAudienceArgs = {},
  answer = answersOf(),
  preview = true,
): Promise<Declared<EntraAudience>> {
  return declare(() => new EntraAudience("orders", { applicationClientId: ID, ...args }), {
    preview,
    answer,
  });
}

/** The lines of the one error that the program fails with, the headline apart. */
async function problemsOf(
  args: EntraAudienceArgs,
  application: Members | Error = readApplication(),
  servicePrincipal: Members | Error = readServicePrincipal(),
): Promise<string[]> {
  const { failures } = await adopt(args, answersOf(application, servicePrincipal));
  assert.equal(failures.length, 1);
  const [headline, ...lines] = failures[0]?.message.split("\n  ") ?? [];
  assert.match(headline ?? "", /^EntraAudience "orders": \d+ arguments? (?:is|are) wrong$/);
  return lines;
}

describe("EntraAudience with an existing application", () => {
  it("declares nothing, and knows everything in the preview", async () => {
    const { resources, calls, failures, warnings, result } = await adopt();
    assert.deepEqual(failures, []);
    assert.deepEqual(warnings, []);
    assert.deepEqual(resources, [
      { type: "azure-to-aws-federation:index:EntraAudience", name: "orders", inputs: {} },
    ]);
    assert.deepEqual([...calls].sort(), [
      "azuread:index/getApplication:getApplication",
      "azuread:index/getClientConfig:getClientConfig",
      "azuread:index/getServicePrincipal:getServicePrincipal",
    ]);
    assert.equal(await valueOf(result.audience), ADOPTED_AUDIENCE);
    assert.equal(await valueOf(result.applicationClientId), ID);
    assert.equal(await valueOf(result.applicationObjectId), APPLICATION_OBJECT_ID);
    assert.equal(await valueOf(result.servicePrincipalObjectId), SERVICE_PRINCIPAL_OBJECT_ID);
    assert.equal(await valueOf(result.appRoleId), ADOPTED_ROLE_ID);
    const { audience, assignment } = JSON.parse(await valueOf(result.contract)) as Members;
    assert.equal(audience, ADOPTED_AUDIENCE);
    assert.deepEqual(assignment, {
      servicePrincipalObjectId: SERVICE_PRINCIPAL_OBJECT_ID,
      appRoleId: ADOPTED_ROLE_ID,
    });
  });

  it("takes the audience and the app role that are given among several, and v2 tokens", async () => {
    const role = readRole({ id: appRoleId(), value: "Other" });
    const application = readApplication({
      identifierUris: ["urn://by-hand", ADOPTED_AUDIENCE],
      appRoles: [readRole(), role],
      apis: [{ requestedAccessTokenVersion: 2 }],
    });
    const { failures, result } = await adopt(
      {
        audience: "urn://by-hand",
        appRoleId: appRoleId().toUpperCase(),
        tokenVersion: 2,
        tenantId: TENANT_ID.toUpperCase(),
      },
      answersOf(application),
    );
    assert.deepEqual(failures, []);
    assert.equal(await valueOf(result.audience), "urn://by-hand");
    assert.equal(await valueOf(result.appRoleId), appRoleId());
    assert.equal(await valueOf(result.issuer), `https://login.microsoftonline.com/${TENANT_ID}/v2.0`);
  });

  it("takes api://<application client ID> when the form says so", async () => {
    const uris = [`api://${ID}`, ADOPTED_AUDIENCE];
    const answer = answersOf(readApplication({ identifierUris: uris }));
    const { failures, result } = await adopt({ audienceForm: "application-id" }, answer);
    assert.deepEqual(failures, []);
    assert.equal(await valueOf(result.audience), `api://${ID}`);
  });

  it("reads nothing while the ID is unknown, and fails as soon as it is known", async () => {
    const answer = answersOf(readApplication({ signInAudience: "AzureADMultipleOrgs" }));
    const unknown = pulumi.unknown as unknown as string;
    const before = await adopt({ applicationClientId: pulumi.output(unknown) }, answer);
    assert.deepEqual(before.failures, []);
    assert.deepEqual(before.calls, ["azuread:index/getClientConfig:getClientConfig"]);
    const after = await adopt({ applicationClientId: pulumi.output(ID) }, answer, false);
    assert.match(
      after.failures[0]?.message ?? "",
      /1 argument is wrong\n {2}applicationClientId: is an application/,
    );
  });

  it("knows nothing in a preview that configures the provider itself", async () => {
    const { failures, resources } = await adopt({}, answersOf({}, {}));
    assert.deepEqual(failures, []);
    assert.equal(resources.length, 1);
  });

  it("refuses what would change the application", async () => {
    await assert.rejects(
      adopt({ displayName: "Orders", allowUsersAndGroups: false }),
      (error: Error) =>
        error.message ===
        [
          'EntraAudience "orders": 2 arguments are wrong',
          '  displayName: must be left out with applicationClientId: an existing application is never changed; got "Orders"',
          "  allowUsersAndGroups: must be left out with applicationClientId: an existing application is never changed; got false",
        ].join("\n"),
    );
  });

  it("refuses an ID that is no GUID", async () => {
    await assert.rejects(
      adopt({ applicationClientId: "orders" }),
      /1 argument is wrong\n {2}applicationClientId: must be a GUID/,
    );
  });

  it("tells that neither application nor service principal can be read, with what the provider says", async () => {
    const lines = await problemsOf({}, new Error("No applications found"), new Error("No service principal"));
    assert.equal(lines.length, 2);
    assert.match(
      lines[0] ?? "",
      new RegExp(
        `^applicationClientId: is no application that can be read; got "${ID}": az ad app show --id ${ID} \\(the provider says: .*No applications found`,
      ),
    );
    assert.match(
      lines[1] ?? "",
      new RegExp(
        `^applicationClientId: has no service principal that can be read; got "${ID}": az ad sp show --id ${ID}, and where there is none: az ad sp create --id ${ID} \\(the provider says: .*No service principal`,
      ),
    );
  });

  it("tells everything that is not right as one error in the preview, each with the command that mends it", async () => {
    const lines = await problemsOf(
      { audience: `api://${TENANT_ID}/orders`, tenantId: TENANT_ID },
      readApplication({
        signInAudience: "AzureADMultipleOrgs",
        apis: [{ requestedAccessTokenVersion: 2 }],
        appRoles: [],
        optionalClaims: [{ accessTokens: [{ name: "aud", additionalProperties: ["use_guid"] }] }],
      }),
      readServicePrincipal({
        accountEnabled: false,
        appRoleAssignmentRequired: false,
        applicationTenantId: SERVICE_PRINCIPAL_OBJECT_ID,
      }),
    );
    const role = {
      id: appRoleId(),
      value: APP_ROLE_VALUE,
      displayName: "Federate with AWS",
      description: "May obtain tokens that AWS accepts in exchange for a session of a role.",
      allowedMemberTypes: ["Application"],
      isEnabled: true,
    };
    assert.deepEqual(lines, [
      `tenantId: must be the tenant of the application, ${SERVICE_PRINCIPAL_OBJECT_ID}; got "${TENANT_ID}": give that tenant, or have the azuread provider log in to the other`,
      `applicationClientId: is an application for more than its own tenant (sign-in audience AzureADMultipleOrgs): az ad app update --id ${ID} --sign-in-audience AzureADMyOrg`,
      `applicationClientId: has a service principal that is disabled, so that nobody gets a token for it: az ad sp update --id ${ID} --set accountEnabled=true`,
      `applicationClientId: does not require assignment, so that every identity of the tenant gets a token for it: az ad sp update --id ${ID} --set appRoleAssignmentRequired=true`,
      `audience: must be an application ID URI of the application, which has ${ADOPTED_AUDIENCE}; got "api://${TENANT_ID}/orders": az ad app update --id ${ID} --identifier-uris ${ADOPTED_AUDIENCE} api://${TENANT_ID}/orders`,
      `tokenVersion: is 1, and the application's tokens are v2: give tokenVersion 2, or change the application: az rest --method PATCH --url https://graph.microsoft.com/v1.0/applications/${APPLICATION_OBJECT_ID} --headers Content-Type=application/json --body '{"api":{"requestedAccessTokenVersion":1}}'`,
      `applicationClientId: has the optional claim aud with use_guid, which puts its client ID into aud in place of the audience: az ad app update --id ${ID} --optional-claims '{"accessToken":[],"idToken":[],"saml2Token":[]}'`,
      `appRoleId: is missing, and the application has no app role with the value Aws.Federate: az ad app update --id ${ID} --app-roles '[${JSON.stringify(role)}]'`,
    ]);
  });

  for (const [cloud, endpoint] of [
    ["usgovernment", "https://graph.microsoft.us"],
    ["china", "https://microsoftgraph.chinacloudapi.cn"],
  ] as const) {
    it(`names Microsoft Graph of the cloud ${cloud} in the command`, async () => {
      const [line = ""] = await problemsOf({ cloud, tokenVersion: 2 });
      assert.match(line, /^tokenVersion: is 2, and the application's tokens are v1: give tokenVersion 1, /);
      assert.ok(line.includes(`--url ${endpoint}/v1.0/applications/${APPLICATION_OBJECT_ID} `));
    });
  }

  it("takes an application that says no token version for one of v1 tokens", async () => {
    const { failures } = await adopt({}, answersOf(readApplication({ apis: [] })));
    assert.deepEqual(failures, []);
  });

  it("wants the audience to be given where the application has several", async () => {
    const identifierUris = [ADOPTED_AUDIENCE, "urn://by-hand"];
    assert.deepEqual(await problemsOf({}, readApplication({ identifierUris })), [
      `audience: is missing, and the application has several application ID URIs: give one of ${ADOPTED_AUDIENCE}, urn://by-hand`,
    ]);
  });

  it("says how to add an audience where the application has none", async () => {
    assert.deepEqual(await problemsOf({}, readApplication({ identifierUris: [] })), [
      `audience: must be an application ID URI of the application, which has none; got null: az ad app update --id ${ID} --identifier-uris api://${ID}`,
    ]);
  });

  it("refuses the only audience of the application if IAM cannot hold it, for v1 tokens alone", async () => {
    const application = readApplication({ identifierUris: ["urn://aufträge"] });
    assert.deepEqual(await problemsOf({}, application), [
      'audience: must be of printable ASCII characters only; got "urn://aufträge"',
    ]);
    const versionTwo = readApplication({
      identifierUris: ["urn://aufträge"],
      apis: [{ requestedAccessTokenVersion: 2 }],
    });
    const { failures } = await adopt({ tokenVersion: 2 }, answersOf(versionTwo));
    assert.deepEqual(failures, []);
  });

  it("compares the audience to the letter, as AWS does", async () => {
    const audience = ADOPTED_AUDIENCE.toUpperCase();
    const [line = ""] = await problemsOf({ audience });
    assert.match(line, /^audience: must be an application ID URI of the application/);
  });

  it("refuses an app role that is not there, is disabled, or is for users only", async () => {
    const [absent = ""] = await problemsOf({ appRoleId: appRoleId() });
    assert.match(
      absent,
      new RegExp(`^appRoleId: is no app role of the application; got "${appRoleId()}": az ad app`),
    );
    const [disabled = ""] = await problemsOf(
      {},
      readApplication({ appRoles: [readRole({ enabled: false })] }),
    );
    assert.match(
      disabled,
      /^appRoleId: is an app role that is disabled \(Federate with AWS\): az ad app update/,
    );
    const forUsers = readApplication({ appRoles: [readRole({ allowedMemberTypes: ["User"] })] });
    const [users = ""] = await problemsOf({}, forUsers);
    assert.match(
      users,
      /^appRoleId: is an app role for users and groups only, .*: az ad app update .* && az ad app/,
    );
  });

  it("takes an optional claim aud that leaves the audience alone", async () => {
    const optionalClaims = [{ accessTokens: [{ name: "aud" }, { name: "ipaddr" }], idTokens: [] }];
    const { failures } = await adopt({}, answersOf(readApplication({ optionalClaims })));
    assert.deepEqual(failures, []);
  });
});
