import assert from "node:assert/strict";
import { decodeJwt } from "jose";
import { IdentityEndpoint } from "../../../azure/app-service/identity-endpoint";
import type { AttachedIdentity } from "../../../azure/resources/attached-identities";
import { describeWithAzureLab } from "../../../testing/azure-lab";

const ARM = "https://management.azure.com/";
const MISSING =
  "No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId.";

const now = 1_774_349_876_000;

describeWithAzureLab("The identity endpoint of an app", { clock: () => now }, (lab) => {
  let endpoint: IdentityEndpoint;
  let identities: readonly AttachedIdentity[] = [];
  let user: AttachedIdentity;
  let own: AttachedIdentity;

  before(async () => {
    const tenant = lab().azure.tenant();
    const attached = (kind: AttachedIdentity["kind"], name: string): AttachedIdentity => {
      const resourceId = `/subscriptions/s/resourceGroups/rg/providers/x/y/${name}`;
      const { id, appId } = tenant.directory.createManagedIdentity(name, resourceId);
      return { kind, clientId: appId, principalId: id, resourceId, assignment: {} };
    };
    user = attached("UserAssigned", "user");
    own = attached("SystemAssigned", "own");
    endpoint = await IdentityEndpoint.start({ identities: () => identities, tenant });
  });

  after(async () => {
    await endpoint.stop();
  });

  beforeEach(() => {
    identities = [user];
  });

  const ask = async (
    query: Record<string, string>,
    { header = endpoint.header, url = endpoint.url, method = "GET" } = {},
  ) => {
    const address = `${url}?${new URLSearchParams(query).toString()}`;
    const response = await fetch(address, { method, headers: { "X-IDENTITY-HEADER": header } });
    const text = await response.text();
    const body = text === "" ? undefined : (JSON.parse(text) as Record<string, unknown>);
    return { status: response.status, headers: response.headers, body };
  };
  const token = (query: Record<string, string> = {}) =>
    ask({ "api-version": "2019-08-01", resource: ARM, ...query });

  it("is named to the app by two variables and their older names", () => {
    const { url, header } = endpoint;
    assert.match(url, /^http:\/\/127\.0\.0\.1:\d+\/msi\/token$/);
    assert.deepEqual(endpoint.environment(), {
      IDENTITY_ENDPOINT: url,
      IDENTITY_HEADER: header,
      MSI_ENDPOINT: url,
      MSI_SECRET: header,
    });
  });

  it("answers a token without expires_in, every value a text", async () => {
    const { status, body } = await token({ client_id: user.clientId });
    assert.equal(status, 200);
    const { access_token: accessToken, ...rest } = body ?? {};
    assert.deepEqual(rest, {
      expires_on: String(now / 1000 + 86_400),
      resource: ARM,
      token_type: "Bearer",
      client_id: user.clientId,
    });
    const { aud, sub, appid } = decodeJwt(String(accessToken));
    assert.deepEqual([aud, sub, appid], [ARM, user.principalId, user.clientId]);
  });

  for (const [name, member] of [
    ["client_id", "clientId"],
    ["principal_id", "principalId"],
    ["object_id", "principalId"],
    ["mi_res_id", "resourceId"],
  ] as const) {
    it(`finds a user-assigned identity by ${name}`, async () => {
      identities = [own, user];
      assert.equal((await token({ [name]: user[member].toUpperCase() })).body?.client_id, user.clientId);
    });
  }

  it("takes no name for the app's own identity, even where one other is the only one", async () => {
    const refused = await token();
    assert.deepEqual(
      [refused.status, refused.body?.message],
      [400, "Unable to load the proper Managed Identity."],
    );
    identities = [user, own];
    assert.equal((await token()).body?.client_id, own.clientId);
    assert.equal((await token({ client_id: own.clientId })).body?.message, MISSING);
  });

  it("does not know an identity that is not attached, and says so in Azure's words", async () => {
    const { status, body, headers } = await token({ client_id: own.clientId });
    assert.equal(status, 400);
    const correlationId = headers.get("X-CORRELATION-ID");
    assert.deepEqual(body, { statusCode: 400, message: MISSING, correlationId });
  });

  it("hands on a refusal of Entra beside an empty message", async () => {
    const { status, body } = await token({ client_id: user.clientId, resource: "api://nobody" });
    assert.equal(status, 400);
    assert.match(
      String(body?.exceptionMessage),
      /^AADSTS500011: The resource principal named api:\/\/nobody/,
    );
    assert.deepEqual(
      [body?.errorCode, body?.serviceErrorCodes, body?.statusCode, body?.message],
      ["invalid_resource", ["500011"], 400, null],
    );
  });

  it("answers 403 and nothing else without the right header", async () => {
    const { status, body, headers } = await ask(
      { "api-version": "2019-08-01", resource: ARM, client_id: user.clientId },
      { header: "another" },
    );
    assert.deepEqual([status, body], [403, undefined]);
    assert.deepEqual([headers.get("Content-Length"), headers.get("Server")], ["0", "Kestrel"]);
  });

  for (const [what, query, message] of [
    ["another version", { "api-version": "2017-09-01", resource: ARM }, /2017-09-01/],
    ["no resource", { "api-version": "2019-08-01" }, /resource/],
    [
      "two names of an identity",
      { "api-version": "2019-08-01", resource: ARM, client_id: "a", mi_res_id: "b" },
      /client_id and mi_res_id exclude each other/,
    ],
  ] as const) {
    it(`refuses a request with ${what}`, async () => {
      const { status, body } = await ask(query);
      assert.equal(status, 400);
      assert.match(String(body?.message), message);
    });
  }

  it("has nothing elsewhere, and for no other verb", async () => {
    assert.equal((await ask({}, { url: `${endpoint.url}/other` })).status, 404);
    assert.equal((await ask({}, { method: "POST" })).status, 405);
  });
});
