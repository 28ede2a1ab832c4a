import assert from "node:assert/strict";
import { decodeJwt, decodeProtectedHeader } from "jose";
import type { Application, AppRole, ServicePrincipal } from "../../../azure/directory/directory-objects";
import { EntraError } from "../../../azure/entra/entra-error";
import { EntraTenant } from "../../../azure/entra/entra-tenant";

const TENANT_ID = "11111111-2222-4333-8444-555555555555";
const AUDIENCE = `api://${TENANT_ID}/aws`;
const NOW = 1_774_349_876;
const ROLE: AppRole = {
  id: "77777777-2222-4333-8444-555555555555",
  allowedMemberTypes: ["Application"],
  description: null,
  displayName: "Assume role",
  isEnabled: true,
  value: "AssumeRole",
};

describe("EntraTenant", () => {
  let now = NOW;
  let tenant: EntraTenant;
  let application: Application;
  let resource: ServicePrincipal;
  let identity: ServicePrincipal;

  before(async () => {
    tenant = await EntraTenant.create({ tenantId: TENANT_ID, displayName: "Contoso" }, () => now * 1000);
  });

  beforeEach(() => {
    now = NOW;
    const { directory } = tenant;
    application = directory.createApplication({
      displayName: "aws",
      identifierUris: [AUDIENCE],
      appRoles: [ROLE],
    });
    resource = directory.createServicePrincipal({ appId: application.appId, displayName: "aws" });
    identity = directory.createManagedIdentity(
      "workload",
      "/subscriptions/s/resourceGroups/g/providers/x/y/workload",
    );
  });

  afterEach(() => {
    tenant.directory.deleteApplication(application);
    tenant.directory.deleteServicePrincipal(identity);
  });

  const refusal =
    (expected: { code: number; error: string; status?: number; message: string }) => (error: unknown) => {
      assert.ok(error instanceof EntraError);
      const { code, error: name, status, message } = error;
      assert.deepEqual({ status: 400, ...expected }, { code, error: name, status, message });
      return true;
    };

  it("writes a first-version token of a managed identity as Azure does", async () => {
    tenant.directory.assign(identity, resource, ROLE.id);
    const { accessToken, notBefore, expiresOn } = await tenant.issueForManagedIdentity(identity, AUDIENCE);
    const { aio, rh, uti, ...claims } = decodeJwt(accessToken);
    assert.deepEqual(claims, {
      aud: AUDIENCE,
      iss: `https://sts.windows.net/${TENANT_ID}/`,
      iat: NOW - 300,
      nbf: NOW - 300,
      exp: NOW + 86_400,
      appid: identity.appId,
      appidacr: "2",
      idp: `https://sts.windows.net/${TENANT_ID}/`,
      oid: identity.id,
      roles: ["AssumeRole"],
      sub: identity.id,
      tid: TENANT_ID,
      ver: "1.0",
    });
    for (const opaque of [aio, rh, uti]) {
      assert.match(String(opaque), /^[\w.-]{10,}$/);
    }
    assert.equal(expiresOn - notBefore, 86_700);
    const { kid } = tenant.keys.active;
    assert.deepEqual(decodeProtectedHeader(accessToken), { typ: "JWT", alg: "RS256", x5t: kid, kid });
  });

  it("writes a second-version token when the resource's application asks for it", async () => {
    tenant.directory.updateApplication(application, { api: { requestedAccessTokenVersion: 2 } });
    const { accessToken } = await tenant.issueForManagedIdentity(identity, AUDIENCE);
    const { aio, rh, uti, ...claims } = decodeJwt(accessToken);
    assert.deepEqual(claims, {
      aud: application.appId,
      iss: `https://login.microsoftonline.com/${TENANT_ID}/v2.0`,
      iat: NOW - 300,
      nbf: NOW - 300,
      exp: NOW + 86_400,
      azp: identity.appId,
      azpacr: "2",
      oid: identity.id,
      sub: identity.id,
      tid: TENANT_ID,
      ver: "2.0",
    });
    assert.notEqual(aio, undefined);
    assert.notEqual(rh, undefined);
    assert.notEqual(uti, undefined);
    assert.deepEqual(decodeProtectedHeader(accessToken), {
      typ: "JWT",
      alg: "RS256",
      kid: tenant.keys.active.kid,
    });
  });

  it("repeats in aud the name that the request used: the URI or the client ID", async () => {
    const { accessToken } = await tenant.issueForManagedIdentity(identity, application.appId);
    assert.equal(decodeJwt(accessToken).aud, application.appId);
  });

  it("gives an identity without an assignment a token without roles, unless an assignment is required", async () => {
    const { accessToken } = await tenant.issueForManagedIdentity(identity, AUDIENCE);
    assert.equal(decodeJwt(accessToken).roles, undefined);
    resource.appRoleAssignmentRequired = true;
    tenant.tokenCache.clear();
    await assert.rejects(
      tenant.issueForManagedIdentity(identity, AUDIENCE),
      refusal({
        code: 501051,
        error: "invalid_grant",
        message: `AADSTS501051: Application '${identity.appId}'(workload) is not assigned to a role for the application '${AUDIENCE}'(aws).`,
      }),
    );
  });

  it("leaves disabled roles out of the token", async () => {
    tenant.directory.assign(identity, resource, ROLE.id);
    tenant.directory.updateApplication(application, { appRoles: [{ ...ROLE, isEnabled: false }] });
    const { accessToken } = await tenant.issueForManagedIdentity(identity, AUDIENCE);
    assert.equal(decodeJwt(accessToken).roles, undefined);
  });

  it("does not know an application without a service principal", async () => {
    tenant.directory.deleteServicePrincipal(resource);
    await assert.rejects(
      tenant.issueForManagedIdentity(identity, AUDIENCE),
      refusal({
        code: 500011,
        error: "invalid_resource",
        message: `AADSTS500011: The resource principal named ${AUDIENCE} was not found in the tenant named Contoso. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.`,
      }),
    );
  });

  for (const name of [`${AUDIENCE}/`, AUDIENCE.toUpperCase(), `${AUDIENCE}/.default`]) {
    it(`compares the resource's name exactly: ${name} is another`, async () => {
      await assert.rejects(tenant.issueForManagedIdentity(identity, name), { code: 500011 });
    });
  }

  it("refuses a disabled identity and a disabled resource", async () => {
    identity.accountEnabled = false;
    await assert.rejects(
      tenant.issueForManagedIdentity(identity, AUDIENCE),
      refusal({
        code: 7000112,
        error: "unauthorized_client",
        message: `AADSTS7000112: Application '${identity.appId}'(workload) is disabled.`,
      }),
    );
    resource.accountEnabled = false;
    await assert.rejects(tenant.issueForManagedIdentity(identity, AUDIENCE), { code: 500014 });
  });

  it("replays a managed identity's token for a day, even after its assignment is gone", async () => {
    resource.appRoleAssignmentRequired = true;
    const assignment = tenant.directory.assign(identity, resource, ROLE.id);
    const first = await tenant.issueForManagedIdentity(identity, AUDIENCE);
    tenant.directory.deleteAssignment(assignment);
    now += 86_000;
    assert.deepEqual(await tenant.issueForManagedIdentity(identity, AUDIENCE), first);
    now += 101;
    await assert.rejects(tenant.issueForManagedIdentity(identity, AUDIENCE), { code: 501051 });
  });

  it("keeps no refusal: the first request after an assignment succeeds", async () => {
    resource.appRoleAssignmentRequired = true;
    await assert.rejects(tenant.issueForManagedIdentity(identity, AUDIENCE), { code: 501051 });
    tenant.directory.assign(identity, resource, ROLE.id);
    const { accessToken } = await tenant.issueForManagedIdentity(identity, AUDIENCE);
    assert.deepEqual(decodeJwt(accessToken).roles, ["AssumeRole"]);
  });

  it("describes a refusal with its trace, its correlation and its time", () => {
    const error = new EntraError({ error: "x", code: 1, message: "m." }, () => NOW * 1000);
    assert.match(
      error.description,
      /^AADSTS1: m\.\r\nTrace ID: [0-9a-f-]{36}\r\nCorrelation ID: [0-9a-f-]{36}\r\nTimestamp: 2026-03-24 10:57:56Z$/,
    );
    const body = error.body();
    assert.deepEqual(Object.keys(body), [
      "error",
      "error_description",
      "error_codes",
      "timestamp",
      "trace_id",
      "correlation_id",
      "error_uri",
    ]);
    assert.deepEqual(body.error_codes, [1]);
  });
});
