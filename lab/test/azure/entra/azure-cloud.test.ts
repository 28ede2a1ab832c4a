import assert from "node:assert/strict";
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from "jose";
import type { AzureCloud } from "../../../azure/entra/azure-cloud";
import type { TokenVersion } from "../../../azure/entra/discovery";
import { AzureLab, TENANT_ID } from "../../../testing/azure-lab";

const CASES: readonly (readonly [AzureCloud, TokenVersion, issuer: string])[] = [
  ["usgovernment", 1, `https://sts.windows.net/${TENANT_ID}/`],
  ["usgovernment", 2, `https://login.microsoftonline.us/${TENANT_ID}/v2.0`],
  ["china", 1, `https://sts.chinacloudapi.cn/${TENANT_ID}/`],
  ["china", 2, `https://login.partner.microsoftonline.cn/${TENANT_ID}/v2.0`],
];

describe("a tenant of another cloud", function () {
  this.timeout(30_000);
  let lab: AzureLab;

  afterEach(async () => {
    await lab.stop();
  });

  async function read(url: string): Promise<Record<string, unknown>> {
    return (await (await fetch(lab.azure.resolve(url))).json()) as Record<string, unknown>;
  }

  for (const [cloud, version, issuer] of CASES) {
    it(`issues v${version} tokens that its own discovery and keys verify (${cloud})`, async () => {
      lab = await AzureLab.start({ cloud });
      const tenant = lab.azure.tenant();
      const { directory } = tenant;
      const application = directory.createApplication({
        displayName: "aws",
        identifierUris: ["api://aws"],
        api: { requestedAccessTokenVersion: version },
      });
      directory.createServicePrincipal({ appId: application.appId, displayName: "aws" });
      const identity = directory.createManagedIdentity("identity", "/x");
      const { accessToken } = await tenant.issueForManagedIdentity(identity, "api://aws");
      const document = await read(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`);
      assert.equal(document.issuer, issuer);
      const keys = createLocalJWKSet((await read(String(document.jwks_uri))) as unknown as JSONWebKeySet);
      const { payload } = await jwtVerify(accessToken, keys, { issuer });
      assert.equal(payload.sub, identity.id);
      assert.equal(payload.aud, version === 1 ? "api://aws" : application.appId);
    });
  }

  it("lets Microsoft Graph be used with a token of its own login host", async () => {
    lab = await AzureLab.start({ cloud: "china" });
    const { ARM_CLIENT_ID = "", ARM_CLIENT_SECRET = "" } = lab.azure.environment();
    const login = `https://login.partner.microsoftonline.cn/${TENANT_ID}/oauth2/v2.0/token`;
    const response = await fetch(lab.azure.resolve(login), {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "client_credentials",
        client_id: ARM_CLIENT_ID,
        client_secret: ARM_CLIENT_SECRET,
        scope: "https://graph.microsoft.com/.default",
      }),
    });
    const { access_token: token } = (await response.json()) as { access_token: string };
    const { status } = await lab.graph("GET", "/applications", undefined, token);
    assert.equal(status, 200);
  });

  it("has keys that no other cloud publishes", async () => {
    lab = await AzureLab.start({ cloud: "china" });
    const own = lab.azure.tenant().keys.published()[0]?.kid;
    const published = async (host: string): Promise<boolean> => {
      const { keys } = (await read(`https://${host}/common/discovery/keys`)) as { keys: { kid: string }[] };
      return keys.some(({ kid }) => kid === own);
    };
    assert.equal(await published("login.partner.microsoftonline.cn"), true);
    assert.equal(await published("login.windows.net"), false);
    assert.equal(await published("login.microsoftonline.us"), false);
  });
});
