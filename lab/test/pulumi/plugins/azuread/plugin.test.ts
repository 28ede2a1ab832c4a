import assert from "node:assert/strict";
import { azureEnvironment } from "../../../../pulumi/plugins/azure-login/azure-environment";
import { AzureSession } from "../../../../pulumi/plugins/azure-login/azure-session";
import { GraphClient } from "../../../../pulumi/plugins/azuread/graph-client";
import { azureadPlugin } from "../../../../pulumi/plugins/azuread/plugin";
import type { Properties } from "../../../../pulumi/plugins/kernel/property-value";
import { AzureLab, BROAD_DEPLOYER, TENANT_ID } from "../../../../testing/azure-lab";
import { Deployment } from "../../../../testing/deployment";

const APPLICATION = "azuread:index/application:Application";
const IDENTIFIER_URI = "azuread:index/applicationIdentifierUri:ApplicationIdentifierUri";
const SERVICE_PRINCIPAL = "azuread:index/servicePrincipal:ServicePrincipal";
const ASSIGNMENT = "azuread:index/appRoleAssignment:AppRoleAssignment";
const ROLE_ID = "0d4b5f5c-5cc0-4d21-bb0c-29f5d5d4f1a1";
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function role(changes: Properties = {}): Properties {
  const allowedMemberTypes = ["Application"];
  return {
    id: ROLE_ID,
    displayName: "Role",
    description: "d",
    value: "Aws.Role",
    allowedMemberTypes,
    ...changes,
  };
}

describe("the azuread plugin on Microsoft Graph", () => {
  let lab: AzureLab;
  let deployment: Deployment<GraphClient>;

  beforeEach(async () => {
    lab = await AzureLab.start({ deployer: BROAD_DEPLOYER });
    const session = new AzureSession(azureEnvironment({}, lab.azure.environment()));
    deployment = new Deployment(azureadPlugin, new GraphClient(session));
  });

  afterEach(async () => {
    await lab.stop();
  });

  it("creates an application with the provider's IDs and role IDs by value", async () => {
    const { id, outputs } = await deployment.create(APPLICATION, "app", {
      displayName: "app",
      appRoles: [role()],
    });
    assert.equal(id, `/applications/${outputs.objectId as string}`);
    assert.match(outputs.clientId as string, UUID);
    assert.deepEqual(outputs.appRoleIds, { "Aws.Role": ROLE_ID });
    assert.deepEqual(outputs.api, { requestedAccessTokenVersion: 1 });
    assert.equal(outputs.signInAudience, "AzureADMyOrg");
  });

  it("changes, removes and adds enabled roles, which Graph wants disabled first", async () => {
    const app = await deployment.create(APPLICATION, "app", { displayName: "app", appRoles: [role()] });
    const renamed = await deployment.update(app, {
      displayName: "app",
      appRoles: [role({ value: "Other" })],
    });
    assert.deepEqual(renamed.outputs.appRoleIds, { Other: ROLE_ID });
    const { outputs } = await deployment.update(renamed, { displayName: "new" });
    assert.deepEqual(outputs.appRoleIds, {});
    assert.equal(outputs.displayName, "new");
  });

  it("refuses a second application of a name that is to be unique", async () => {
    const inputs = { displayName: "app", preventDuplicateNames: true };
    await deployment.create(APPLICATION, "one", inputs);
    await assert.rejects(
      deployment.create(APPLICATION, "two", inputs),
      /An existing "azuread_application" with name "app" \(ID: "[0-9a-f-]{36}"\) was found and `prevent_duplicate_names` was specified: To be managed via Terraform/,
    );
  });

  it("adds an identifier URI, leaves it alone when the application changes, and takes it back", async () => {
    const app = await deployment.create(APPLICATION, "app", { displayName: "app" });
    const identifierUri = `api://${TENANT_ID}/app`;
    const uri = await deployment.create(IDENTIFIER_URI, "uri", { applicationId: app.id, identifierUri });
    assert.equal(uri.id, `${app.id}/identifierUris/${Buffer.from(identifierUri).toString("base64")}`);
    const { outputs } = await deployment.update(app, { displayName: "new" });
    assert.deepEqual(outputs.identifierUris, [identifierUri]);
    await deployment.delete(uri);
    assert.equal((await deployment.refresh(app))?.outputs.identifierUris, undefined);
    assert.equal(await deployment.refresh(uri), undefined);
    await assert.rejects(
      deployment.delete(uri),
      /deleting Application IdentifierUri \(Application ID: "[^"]+", IdentifierUri ID: "[^"]+"\): could not identify existing identifier URI/,
    );
  });

  it("adds identifier URIs of one application at once without losing any", async () => {
    const app = await deployment.create(APPLICATION, "app", { displayName: "app" });
    const uris = ["a", "b", "c"].map((name) => `api://${TENANT_ID}/${name}`);
    const create = (uri: string): Promise<unknown> =>
      deployment.create(IDENTIFIER_URI, uri, { applicationId: app.id, identifierUri: uri });
    await Promise.all(uris.map(create));
    assert.deepEqual((await deployment.refresh(app))?.outputs.identifierUris, uris);
  });

  it("assigns a role of a service principal to another", async () => {
    const app = await deployment.create(APPLICATION, "app", { displayName: "app", appRoles: [role()] });
    const clientId = app.outputs.clientId ?? "";
    const principal = await deployment.create(SERVICE_PRINCIPAL, "sp", {
      clientId,
      appRoleAssignmentRequired: true,
    });
    assert.equal(principal.id, `/servicePrincipals/${principal.outputs.objectId as string}`);
    assert.equal(principal.outputs.appRoleAssignmentRequired, true);
    const caller = await deployment.create(APPLICATION, "caller", { displayName: "caller" });
    const callerClientId = caller.outputs.clientId ?? "";
    const callerPrincipal = await deployment.create(SERVICE_PRINCIPAL, "caller", {
      clientId: callerClientId,
    });
    const assignment = await deployment.create(ASSIGNMENT, "assignment", {
      appRoleId: ROLE_ID,
      principalObjectId: callerPrincipal.outputs.objectId ?? "",
      resourceObjectId: principal.outputs.objectId ?? "",
    });
    assert.ok(assignment.id.startsWith(`${principal.id}/appRoleAssignedTo/`));
    assert.equal(assignment.outputs.principalDisplayName, "caller");
    assert.deepEqual((await deployment.refresh(assignment))?.inputs, assignment.inputs);
    const elsewhere = { ...assignment.inputs, principalObjectId: principal.outputs.objectId ?? "" };
    assert.equal(await deployment.replacement(assignment, elsewhere), "create first");
    await deployment.delete(assignment);
    assert.equal(await deployment.refresh(assignment), undefined);
  });

  it("takes an existing service principal only when told so", async () => {
    const app = await deployment.create(APPLICATION, "app", { displayName: "app" });
    const clientId = app.outputs.clientId ?? "";
    const first = await deployment.create(SERVICE_PRINCIPAL, "one", { clientId });
    await assert.rejects(
      deployment.create(SERVICE_PRINCIPAL, "two", { clientId }),
      /A resource with the ID "[0-9a-f-]{36}" already exists: To be managed via Terraform, this resource needs to be imported into the State\./,
    );
    const inputs = { clientId, useExisting: true, appRoleAssignmentRequired: true };
    const taken = await deployment.create(SERVICE_PRINCIPAL, "two", inputs);
    assert.equal(taken.id, first.id);
    assert.equal(taken.outputs.appRoleAssignmentRequired, true);
    assert.deepEqual((await deployment.refresh(taken))?.inputs, taken.inputs);
  });

  it("sees what someone changed by hand, and nothing else", async () => {
    const app = await deployment.create(APPLICATION, "app", { displayName: "app", appRoles: [role()] });
    assert.deepEqual((await deployment.refresh(app))?.inputs, app.inputs);
    const other = new Deployment(
      azureadPlugin,
      new GraphClient(new AzureSession(azureEnvironment({}, lab.azure.environment()))),
    );
    await other.update(app, { displayName: "by hand", appRoles: [role()] });
    assert.deepEqual((await deployment.refresh(app))?.inputs, { ...app.inputs, displayName: "by hand" });
  });

  it("imports applications without what has its default, in objects and lists too", async () => {
    const scope = { id: ROLE_ID, value: "Read", adminConsentDescription: "d", adminConsentDisplayName: "D" };
    const app = await deployment.create(APPLICATION, "app", {
      displayName: "app",
      appRoles: [role()],
      api: { oauth2PermissionScopes: [{ ...scope, enabled: true }] },
      tags: ["blue"],
    });
    const imported = await deployment.import(APPLICATION, app.id);
    assert.deepEqual(imported, {
      api: { oauth2PermissionScopes: [{ ...scope, __defaults: [] }], __defaults: [] },
      appRoles: [{ ...role(), __defaults: [] }],
      displayName: "app",
      featureTags: [{ __defaults: [] }],
      __defaults: [],
    });
    const known = { inputs: imported, state: { ...imported, ...app.outputs } };
    assert.deepEqual(deployment.kernel.diff(app, known, app.inputs).changes, []);
  });

  it("imports values that are not the default", async () => {
    const app = await deployment.create(APPLICATION, "app", {
      displayName: "app",
      api: { requestedAccessTokenVersion: 2 },
      appRoles: [role({ enabled: false })],
      signInAudience: "AzureADMultipleOrgs",
    });
    assert.deepEqual(await deployment.import(APPLICATION, app.id), {
      api: { requestedAccessTokenVersion: 2, __defaults: [] },
      appRoles: [{ ...role({ enabled: false }), __defaults: [] }],
      displayName: "app",
      featureTags: [{ __defaults: [] }],
      signInAudience: "AzureADMultipleOrgs",
      __defaults: [],
    });
  });

  it("imports service principals, identifier URIs and assignments by the provider's IDs", async () => {
    const app = await deployment.create(APPLICATION, "app", { displayName: "app", appRoles: [role()] });
    const clientId = app.outputs.clientId ?? "";
    const principal = await deployment.create(SERVICE_PRINCIPAL, "sp", {
      clientId,
      appRoleAssignmentRequired: true,
    });
    const imported = await deployment.import(SERVICE_PRINCIPAL, principal.id);
    // `accountEnabled` has its default, and the provider computes the block of the tags.
    assert.deepEqual(imported, {
      appRoleAssignmentRequired: true,
      clientId,
      featureTags: [{ __defaults: [] }],
      __defaults: [],
    });
    const known = { inputs: imported, state: { ...imported, ...principal.outputs } };
    assert.deepEqual(deployment.kernel.diff(principal, known, principal.inputs).changes, []);
    const identifierUri = `api://${clientId as string}`;
    const uri = await deployment.create(IDENTIFIER_URI, "uri", { applicationId: app.id, identifierUri });
    assert.deepEqual(await deployment.import(IDENTIFIER_URI, uri.id), { ...uri.inputs, __defaults: [] });
    const assignment = await deployment.create(ASSIGNMENT, "assignment", {
      appRoleId: ROLE_ID,
      principalObjectId: principal.outputs.objectId ?? "",
      resourceObjectId: principal.outputs.objectId ?? "",
    });
    assert.deepEqual(await deployment.import(ASSIGNMENT, assignment.id), {
      ...assignment.inputs,
      __defaults: [],
    });
    await deployment.delete(assignment);
    assert.equal(await deployment.import(ASSIGNMENT, assignment.id), undefined);
    assert.equal(await deployment.import(SERVICE_PRINCIPAL, `/servicePrincipals/${ROLE_ID}`), undefined);
  });

  it("reads every list of an existing application and service principal, empty ones too", async () => {
    const app = await deployment.create(APPLICATION, "app", { displayName: "app", api: {} });
    const clientId = app.outputs.clientId ?? "";
    await deployment.create(SERVICE_PRINCIPAL, "sp", { clientId });
    const { kernel } = deployment;
    const found = await kernel.invoke("azuread:index/getApplication:getApplication", { clientId });
    assert.deepEqual(
      [found.identifierUris, found.appRoles, found.appRoleIds, found.optionalClaims, found.apis],
      [
        [],
        [],
        {},
        [],
        [
          {
            knownClientApplications: [],
            mappedClaimsEnabled: false,
            oauth2PermissionScopes: [],
            requestedAccessTokenVersion: 1,
          },
        ],
      ],
    );
    const principal = await kernel.invoke("azuread:index/getServicePrincipal:getServicePrincipal", {
      clientId,
    });
    assert.equal(principal.accountEnabled, true);
    assert.equal(principal.appRoleAssignmentRequired, false);
    assert.equal(principal.applicationTenantId, TENANT_ID);
  });

  it("finds an application by object ID, name and identifier URI, and wants exactly one of them", async () => {
    const identifierUris = [`api://${TENANT_ID}/app`];
    const app = await deployment.create(APPLICATION, "app", { displayName: "app", identifierUris });
    const { kernel } = deployment;
    for (const args of [
      { objectId: app.outputs.objectId ?? "" },
      { displayName: "app" },
      { identifierUri: `api://${TENANT_ID}/app` },
    ]) {
      const found = await kernel.invoke("azuread:index/getApplication:getApplication", args);
      assert.equal(found.id, app.id);
    }
    await assert.rejects(
      kernel.invoke("azuread:index/getApplication:getApplication", { displayName: "app", objectId: "x" }),
      /give exactly one of clientId, displayName, objectId, identifierUri/,
    );
  });

  it("tells Graph's refusals with code and text", async () => {
    const app = await deployment.create(APPLICATION, "app", { displayName: "app" });
    await assert.rejects(
      deployment.create(IDENTIFIER_URI, "uri", { applicationId: app.id, identifierUri: "api://short" }),
      /^CloudError: creating Application IdentifierUri \(Application ID: "[^"]+", IdentifierUri ID: "[^"]+"\): unexpected status 400 \(400 Bad Request\) with error: \w+: Failed to add identifier URI api:\/\/short\./,
    );
  });

  it("refuses inputs that Entra would refuse, in a preview", async () => {
    assert.deepEqual(
      await deployment.problems(APPLICATION, {
        displayName: "app",
        signInAudience: "Everyone",
        appRoles: [role({ id: "1", allowedMemberTypes: ["Robot"] })],
        owners: ["x"],
      }),
      [
        `expected sign_in_audience to be one of ["AzureADMyOrg" "AzureADMultipleOrgs" "AzureADandPersonalMicrosoftAccount" "PersonalMicrosoftAccount"], got Everyone. Examine values at 'name.signInAudience'.`,
        `Value must be a valid UUID, got "x". Examine values at 'name.owners[0]'.`,
        `Value must be a valid UUID, got "1". Examine values at 'name.appRoles[0].id'.`,
        `expected app_roles[0].allowed_member_types to be one of ["Application" "User"], got Robot. Examine values at 'name.appRoles[0].allowedMemberTypes'.`,
      ],
    );
    assert.deepEqual(await deployment.problems(ASSIGNMENT, { appRoleId: "x", principalObjectId: ROLE_ID }), [
      `Missing required argument. The argument "resource_object_id" is required, but no definition was found.. Examine values at 'name.resourceObjectId'.`,
    ]);
  });

  it("says who is signed in, and finds what exists", async () => {
    const { kernel } = deployment;
    const me = await kernel.invoke("azuread:index/getClientConfig:getClientConfig", {});
    assert.equal(me.tenantId, TENANT_ID);
    assert.match(me.objectId as string, UUID);
    const app = await deployment.create(APPLICATION, "app", { displayName: "app", appRoles: [role()] });
    const clientId = app.outputs.clientId ?? "";
    const found = await kernel.invoke("azuread:index/getApplication:getApplication", { clientId });
    assert.equal(found.id, app.id);
    assert.deepEqual(found.appRoleIds, { "Aws.Role": ROLE_ID });
  });

  // Source (source code): terraform-provider-azuread v3.8.0, `application_data_source.go`, `service_principal_data_source.go`.
  const NOBODY = "99999999-aaaa-4bbb-8ccc-000000000009";
  const absences: readonly [object, string, string][] = [
    [
      { objectId: NOBODY },
      `Application with object ID "${NOBODY}" was not found`,
      `Service Principal (Service Principal: "${NOBODY}") was not found`,
    ],
    [
      { clientId: NOBODY },
      `Application not found: no applications found matching filter: "appId eq '${NOBODY}'"`,
      "No service principal found: no service principal found",
    ],
    [
      { displayName: "O'Hara" },
      `Application not found: no applications found matching filter: "displayName eq 'O''Hara'"`,
      `Service principal not found: no service principals found matching filter: "displayName eq 'O''Hara'"`,
    ],
  ];
  for (const [args, application, servicePrincipal] of absences) {
    it(`says in the provider's words that there is nothing with ${Object.keys(args).join()}`, async () => {
      const { kernel } = deployment;
      const said = async (token: string) =>
        kernel.invoke(token, { ...args }).then(
          () => "found",
          (error: unknown) => (error as Error).message,
        );
      assert.equal(await said("azuread:index/getApplication:getApplication"), application);
      assert.equal(await said("azuread:index/getServicePrincipal:getServicePrincipal"), servicePrincipal);
    });
  }

  it("says which variable is missing when it is not in a lab", async () => {
    const client = new GraphClient(new AzureSession(azureEnvironment({}, {})));
    const outside = new Deployment(azureadPlugin, client);
    await assert.rejects(
      outside.create(APPLICATION, "app", { displayName: "app" }),
      /LAB_\w+: not set\. Expected the environment of a lab/,
    );
  });

  it("never tells the secret when it cannot sign in", async () => {
    const environment = { ...lab.azure.environment(), ARM_CLIENT_SECRET: "wrong-secret" };
    const client = new GraphClient(new AzureSession(azureEnvironment({}, environment)));
    const outside = new Deployment(azureadPlugin, client);
    await assert.rejects(outside.create(APPLICATION, "app", { displayName: "app" }), (error: Error) => {
      assert.match(error.message, /cannot sign in as .*: invalid_client: AADSTS7000215/);
      assert.doesNotMatch(error.message, /wrong-secret/);
      return true;
    });
  });
});
