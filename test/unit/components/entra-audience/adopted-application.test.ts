import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { appRoleId } from "../../../../components/entra-audience/app-role";
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
  assert.match(headline ?? "", /^EntraAudience "orders": \d+ invalid arguments?$/);
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
      /EntraAudience "orders": 1 invalid argument\n {2}applicationClientId: is open to more than its own tenant \(sign-in audience AzureADMultipleOrgs\)\. Fix it: az ad app update --id 33333333-aaaa-4bbb-8ccc-000000000003 --sign-in-audience AzureADMyOrg \[application-problem\]/,
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
          'EntraAudience "orders": 2 invalid arguments',
          '  displayName: cannot be combined with applicationClientId: an existing application is never changed; got "Orders". Omit this argument or applicationClientId [argument-excluded]',
          "  allowUsersAndGroups: cannot be combined with applicationClientId: an existing application is never changed; got false. Omit this argument or applicationClientId [argument-excluded]",
        ].join("\n"),
    );
  });

  it("refuses an ID that is no GUID", async () => {
    await assert.rejects(
      adopt({ applicationClientId: "orders" }),
      /EntraAudience "orders": 1 invalid argument\n {2}applicationClientId: invalid GUID\. Expected one such as 0a1b2c3d-0000-4000-8000-0123456789ab; got "orders" \[guid-invalid\]/,
    );
  });

  it("tells that neither application nor service principal can be read, with what the provider says", async () => {
    const lines = await problemsOf({}, new Error("No applications found"), new Error("No service principal"));
    assert.equal(lines.length, 2);
    assert.match(
      lines[0] ?? "",
      new RegExp(
        `^applicationClientId: cannot read application "${ID}" \\(provider error: .*No applications found.*\\)\\. Check it: az ad app show --id ${ID} \\[application-unreadable\\]$`,
      ),
    );
    assert.match(
      lines[1] ?? "",
      new RegExp(
        `^applicationClientId: cannot read the service principal of application "${ID}" \\(provider error: .*No service principal.*\\)\\. Check it: az ad sp show --id ${ID}\\. If there is none: az ad sp create --id ${ID} \\[service-principal-unreadable\\]$`,
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
    assert.deepEqual(lines, [
      'tenantId: the application is in another tenant. Expected 44444444-aaaa-4bbb-8ccc-000000000004; got "8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f". Set that tenant, or log in to the other one with the azuread provider [application-of-other-tenant]',
      "applicationClientId: is open to more than its own tenant (sign-in audience AzureADMultipleOrgs). Fix it: az ad app update --id 33333333-aaaa-4bbb-8ccc-000000000003 --sign-in-audience AzureADMyOrg [application-problem]",
      "applicationClientId: its service principal is disabled, so nobody gets a token for it. Fix it: az ad sp update --id 33333333-aaaa-4bbb-8ccc-000000000003 --set accountEnabled=true [application-problem]",
      "applicationClientId: does not require assignment, so every identity of the tenant gets a token for it. Fix it: az ad sp update --id 33333333-aaaa-4bbb-8ccc-000000000003 --set appRoleAssignmentRequired=true [application-problem]",
      'audience: not an application ID URI of the application, which has api://8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/by-hand; got "api://8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/orders". Add it: az ad app update --id 33333333-aaaa-4bbb-8ccc-000000000003 --identifier-uris api://8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/by-hand api://8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/orders [application-audience]',
      'tokenVersion: the application issues v2 tokens. Expected v1. Set tokenVersion to 2, or change the application: az rest --method PATCH --url https://graph.microsoft.com/v1.0/applications/55555555-aaaa-4bbb-8ccc-000000000005 --headers Content-Type=application/json --body \'{"api":{"requestedAccessTokenVersion":1}}\' [application-token-version]',
      'applicationClientId: has the optional claim aud with use_guid, which puts its client ID into aud instead of the audience. Fix it: az ad app update --id 33333333-aaaa-4bbb-8ccc-000000000003 --optional-claims \'{"accessToken":[],"idToken":[],"saml2Token":[]}\' [application-problem]',
      'appRoleId: required argument is missing, because the application has no app role with the value Aws.Federate. Fix it: az ad app update --id 33333333-aaaa-4bbb-8ccc-000000000003 --app-roles \'[{"id":"a7119b31-55cf-5972-b48f-b6169f0b8f2a","value":"Aws.Federate","displayName":"Federate with AWS","description":"May obtain tokens that AWS accepts in exchange for a session of a role.","allowedMemberTypes":["Application"],"isEnabled":true}]\' [application-problem]',
    ]);
  });

  for (const [cloud, endpoint] of [
    ["usgovernment", "https://graph.microsoft.us"],
    ["china", "https://microsoftgraph.chinacloudapi.cn"],
  ] as const) {
    it(`names Microsoft Graph of the cloud ${cloud} in the command`, async () => {
      const [line = ""] = await problemsOf({ cloud, tokenVersion: 2 });
      assert.match(
        line,
        /^tokenVersion: the application issues v1 tokens\. Expected v2\. Set tokenVersion to 1, or change the application: /,
      );
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
      "audience: required argument is missing, because the application has several application ID URIs. Expected one of: api://8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/by-hand, urn://by-hand [application-audience-ambiguous]",
    ]);
  });

  it("says how to add an audience where the application has none", async () => {
    assert.deepEqual(await problemsOf({}, readApplication({ identifierUris: [] })), [
      "audience: not an application ID URI of the application, which has none; got null. Add it: az ad app update --id 33333333-aaaa-4bbb-8ccc-000000000003 --identifier-uris api://33333333-aaaa-4bbb-8ccc-000000000003 [application-audience]",
    ]);
  });

  it("refuses the only audience of the application if IAM cannot hold it, for v1 tokens alone", async () => {
    const application = readApplication({ identifierUris: ["urn://aufträge"] });
    assert.deepEqual(await problemsOf({}, application), [
      'audience: invalid audience. Expected printable ASCII characters only; got "urn://aufträge" [audience-not-ascii]',
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
    assert.match(
      line,
      /audience: not an application ID URI of the application, which has api:\/\/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f\/by-hand; got "API:\/\/8F6D1A2C-3B4E-4C5D-9E7F-0A1B2C3D4E5F\/BY-HAND"\. Add it: az ad app update --id 33333333-aaaa-4bbb-8ccc-000000000003 --identifier-uris api:\/\/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f\/by-hand API:\/\/8F6D1A2C-3B4E-4C5D-9E7F-0A1B2C3D4E5F\/BY-HAND \[application-audience\]/,
    );
  });

  it("refuses an app role that is not there, is disabled, or is for users only", async () => {
    const [absent = ""] = await problemsOf({ appRoleId: appRoleId() });
    assert.match(
      absent,
      new RegExp(`^appRoleId: not an app role of the application; got "${appRoleId()}"\\. Fix it: az ad app`),
    );
    const [disabled = ""] = await problemsOf(
      {},
      readApplication({ appRoles: [readRole({ enabled: false })] }),
    );
    assert.match(
      disabled,
      /appRoleId: a disabled app role \(Federate with AWS\)\. Fix it: az ad app update --id 33333333-aaaa-4bbb-8ccc-000000000003 --app-roles '\[\{"id":"66666666-aaaa-4bbb-8ccc-000000000006","value":"Aws\.Federate","displayName":"Federate with AWS","description":"It'\\''s for AWS","allowedMemberTypes":\["Application"\],"isEnabled":true\}\]' \[application-problem\]/,
    );
    const forUsers = readApplication({ appRoles: [readRole({ allowedMemberTypes: ["User"] })] });
    const [users = ""] = await problemsOf({}, forUsers);
    assert.match(
      users,
      /appRoleId: an app role for users and groups only, not for managed identities \(Federate with AWS\)\. Fix it: az ad app update --id 33333333-aaaa-4bbb-8ccc-000000000003 --app-roles '\[\{"id":"66666666-aaaa-4bbb-8ccc-000000000006","value":"Aws\.Federate","displayName":"Federate with AWS","description":"It'\\''s for AWS","allowedMemberTypes":\["User"\],"isEnabled":false\}\]' && az ad app update --id 33333333-aaaa-4bbb-8ccc-000000000003 --app-roles '\[\{"id":"66666666-aaaa-4bbb-8ccc-000000000006","value":"Aws\.Federate","displayName":"Federate with AWS","description":"It'\\''s for AWS","allowedMemberTypes":\["User","Application"\],"isEnabled":true\}\]' \[application-problem\]/,
    );
  });

  it("takes an optional claim aud that leaves the audience alone", async () => {
    const optionalClaims = [{ accessTokens: [{ name: "aud" }, { name: "ipaddr" }], idTokens: [] }];
    const { failures } = await adopt({}, answersOf(readApplication({ optionalClaims })));
    assert.deepEqual(failures, []);
  });
});
