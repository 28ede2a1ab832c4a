import assert from "node:assert/strict";
import type { Estate } from "../../../../../cli/audit/estate/estate";
import { EstateBuilder } from "../../../../../cli/audit/estate/estate-builder";
import { addCredentialReport } from "../../../../../cli/audit/readers/credential-report";
import { readExport } from "../../../../../cli/audit/readers/exports";
import { ACCOUNT, APP_ID, AUDIENCE, IDENTITY, MACHINE, PROVIDER, PROVIDER_ARN, SUBJECT } from "../company";

function read(value: unknown): { readonly isKnown: boolean; readonly estate: Estate } {
  const builder = new EstateBuilder();
  const isKnown = readExport(value, builder);
  return { isKnown, estate: builder.build() };
}

const SERVICE_PRINCIPAL = {
  id: "sp",
  appId: APP_ID,
  displayName: "orders",
  servicePrincipalType: "Application",
};

describe("an export", () => {
  it("is refused if one of its items is nothing that the audit knows", () => {
    assert.equal(read([SERVICE_PRINCIPAL]).isKnown, true);
    assert.equal(read([SERVICE_PRINCIPAL, { id: "something else" }]).isKnown, false);
    assert.equal(read([SERVICE_PRINCIPAL, null]).isKnown, false);
    assert.equal(read([]).isKnown, false);
  });

  it("of service principals counts only the tenant whose applications are in the input", () => {
    const vendor = { ...SERVICE_PRINCIPAL, appId: "vendor", appOwnerOrganizationId: "theirs" };
    const own = { ...SERVICE_PRINCIPAL, appOwnerOrganizationId: "ours" };
    const app = { id: "o", appId: APP_ID, displayName: "orders", identifierUris: [AUDIENCE] };
    assert.deepEqual([...read([vendor, own]).estate.tenants], []);
    assert.deepEqual([...read([vendor, own, app]).estate.tenants], ["ours"]);
  });

  it("of a service principal demands an assignment only if it says so", () => {
    const required = (further: object): boolean | undefined =>
      read([{ ...SERVICE_PRINCIPAL, ...further }]).estate.servicePrincipals[0]?.appRoleAssignmentRequired;
    assert.deepEqual(
      [{}, { appRoleAssignmentRequired: false }, { appRoleAssignmentRequired: true }].map(required),
      [undefined, false, true],
    );
  });

  it("of an application has its secrets and its certificates", () => {
    const { applications } = read([
      {
        id: "o",
        appId: APP_ID,
        displayName: "orders",
        identifierUris: [AUDIENCE],
        passwordCredentials: [{ keyId: "1", endDateTime: "2027-01-01T00:00:00Z" }],
        keyCredentials: [{ keyId: "2" }],
      },
    ]).estate;
    assert.deepEqual(
      applications.map(({ credentials }) => credentials),
      [
        [
          { keyId: "1", kind: "password", endDateTime: "2027-01-01T00:00:00Z" },
          { keyId: "2", kind: "certificate" },
        ],
      ],
    );
  });

  it("of an application has its version of tokens and its tenants, and one of a principal whether it is enabled", () => {
    const app = {
      id: "o",
      appId: APP_ID,
      displayName: "orders",
      identifierUris: [],
      signInAudience: "AzureADMultipleOrgs",
    };
    const versions = [2, null, undefined].map(
      (requestedAccessTokenVersion) =>
        read([{ ...app, api: { requestedAccessTokenVersion } }]).estate.applications[0],
    );
    assert.deepEqual(
      versions.map((one) => [one?.signInAudience, one?.api]),
      [
        ["AzureADMultipleOrgs", { requestedAccessTokenVersion: 2 }],
        ["AzureADMultipleOrgs", { requestedAccessTokenVersion: null }],
        ["AzureADMultipleOrgs", undefined],
      ],
    );
    const { servicePrincipals } = read([{ ...SERVICE_PRINCIPAL, accountEnabled: false }]).estate;
    assert.equal(servicePrincipals[0]?.accountEnabled, false);
  });

  it("of role assignments has the names of their holders", () => {
    const { roleAssignments } = read([
      {
        id: "a",
        scope: "/",
        principalId: "p",
        principalName: "ada@acme.example",
        principalType: "User",
        roleDefinitionName: "Owner",
      },
    ]).estate;
    assert.equal(roleAssignments[0]?.principalName, "ada@acme.example");
  });

  it("of one provider belongs to the only listed one of its name, or to the only account", () => {
    const builder = (...values: readonly unknown[]): Estate => {
      const all = new EstateBuilder();
      for (const value of values) {
        assert.equal(readExport(value, all), true);
      }
      return all.build();
    };
    const details = {
      Url: PROVIDER,
      ClientIDList: [AUDIENCE],
      ThumbprintList: [],
      CreateDate: "2026-01-01T00:00:00Z",
    };
    const list = { OpenIDConnectProviderList: [{ Arn: PROVIDER_ARN }] };
    const known = { arn: PROVIDER_ARN, account: ACCOUNT, name: PROVIDER, clientIds: [AUDIENCE] };
    assert.deepEqual(builder(list, details).providers, [known]);
    assert.deepEqual(builder(details, list).providers, [known]);
    const other = `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`;
    assert.deepEqual(
      builder({ OpenIDConnectProviderList: [{ Arn: other }] }, details).providers.map(({ arn }) => arn),
      [other, PROVIDER_ARN],
    );
    const away = { Arn: PROVIDER_ARN.replace(ACCOUNT, "444455556666") };
    const two = builder({ OpenIDConnectProviderList: [{ Arn: PROVIDER_ARN }, away] }, details);
    assert.deepEqual(
      two.providers.map(({ clientIds }) => clientIds),
      [undefined, undefined],
    );
    assert.match(two.gaps.join(), /but not its account, so they are ignored/);
  });

  it("of an application's federated credentials names the application, or the report says that it does not", () => {
    const item = {
      id: "12121212-0000-4000-8000-000000000001",
      name: "deploy",
      issuer: "https://token.actions.githubusercontent.com",
      subject: "repo:acme/orders:environment:prod",
      audiences: ["api://AzureADTokenExchange"],
    };
    const context =
      "https://graph.microsoft.com/v1.0/$metadata#applications('object')/federatedIdentityCredentials";
    const named = read({ "@odata.context": context, value: [item] });
    assert.deepEqual(
      [named.isKnown, named.estate.credentials[0]?.of, named.estate.gaps],
      [true, "object", []],
    );
    const unnamed = read([item]);
    assert.deepEqual([unnamed.isKnown, unnamed.estate.credentials], [true, []]);
    assert.match(
      unnamed.estate.gaps.join(),
      /repo:acme\/orders:environment:prod signs in as one of the applications/,
    );
  });

  it("of a machine has the identities that are attached to it", () => {
    const { holders } = read([
      {
        id: MACHINE,
        name: "vm-orders",
        type: "Microsoft.Compute/virtualMachines",
        identity: { principalId: SUBJECT, userAssignedIdentities: { [IDENTITY]: {} } },
      },
    ]).estate;
    assert.deepEqual(
      holders.map(({ identity }) => identity),
      [{ principalId: SUBJECT, userAssignedIdentities: [IDENTITY] }],
    );
  });

  it("of a federated credential names the identity above it", () => {
    const { credentials } = read([
      {
        id: `${IDENTITY}/federatedIdentityCredentials/external`,
        name: "external",
        issuer: "https://token.actions.githubusercontent.com",
        subject: "repo:acme/orders:pull_request",
        audiences: ["api://AzureADTokenExchange"],
      },
    ]).estate;
    assert.deepEqual(credentials, [
      {
        of: IDENTITY,
        name: "external",
        issuer: "https://token.actions.githubusercontent.com",
        subject: "repo:acme/orders:pull_request",
        audiences: ["api://AzureADTokenExchange"],
      },
    ]);
  });

  it("of role assignments names the roles of which nothing but the name is known", () => {
    const gaps = (...names: readonly string[]): readonly string[] =>
      read(
        names.map((roleDefinitionName) => ({
          id: "a",
          scope: "/",
          principalId: "p",
          principalType: "User",
          roleDefinitionName,
        })),
      ).estate.gaps;
    const sentence = (roles: string): string =>
      `The export of role assignments does not have the actions of the Azure roles, and the audit does not know those of ${roles}. Their holders may control a way in. A snapshot of azure-to-aws collect has the actions.`;
    assert.deepEqual(gaps("Owner", "Reader"), []);
    assert.deepEqual(gaps("Owner", "Operators", "Operators"), [sentence("Operators")]);
    assert.deepEqual(gaps("A", "B", "C", "D", "E"), [sentence("A, B, C, and 2 more")]);
  });

  it("of providers leaves the audiences open that only get-open-id-connect-provider shows", () => {
    const known = (further: object): unknown =>
      read({ OpenIDConnectProviderList: [{ Arn: PROVIDER_ARN, ...further }] }).estate.providers;
    const one = { arn: PROVIDER_ARN, account: ACCOUNT, name: PROVIDER };
    assert.deepEqual(known({}), [one]);
    assert.deepEqual(known({ ClientIDList: [] }), [{ ...one, clientIds: [] }]);
    assert.deepEqual(known({ ClientIDList: [AUDIENCE] }), [{ ...one, clientIds: [AUDIENCE] }]);
  });
});

describe("a credential report", () => {
  it("has the key of a user whose name has a comma, which the report quotes", () => {
    const builder = new EstateBuilder();
    addCredentialReport(
      [
        "user,arn,user_creation_time,access_key_1_active,access_key_1_last_used_date,access_key_2_active",
        `"ci,old","arn:aws:iam::${ACCOUNT}:user/ci,old",2024-01-01T00:00:00+00:00,true,N/A,false`,
        "",
      ].join("\r\n"),
      builder,
    );
    assert.deepEqual(builder.build().keys, [
      { account: ACCOUNT, user: "ci,old", key: "access key 1", lastUsed: "never" },
    ]);
  });
});
