import assert from "node:assert/strict";
import { decodeJwt } from "jose";
import {
  type AzureAnswer,
  describeWithAzureLab,
  FOREIGN_TENANT_ID,
  TENANT_ID,
} from "../../../testing/azure-lab";

describeWithAzureLab("Entra's public hosts", {}, (lab) => {
  const read = async (url: string): Promise<Record<string, unknown>> =>
    (await (await fetch(lab().azure.resolve(url))).json()) as Record<string, unknown>;

  it("give the deployer a token with the permissions that it was granted", async () => {
    const { status, body } = await lab().login({ scope: "https://graph.microsoft.com/.default" });
    assert.equal(status, 200);
    assert.deepEqual(
      { ...body, access_token: "" },
      {
        token_type: "Bearer",
        expires_in: 3599,
        ext_expires_in: 3599,
        access_token: "",
      },
    );
    const claims = decodeJwt(String(body.access_token));
    assert.equal(claims.aud, "https://graph.microsoft.com");
    assert.equal(claims.appidacr, "1");
    assert.deepEqual(
      new Set(claims.roles as string[]),
      new Set(["Application.ReadWrite.OwnedBy", "Application.Read.All", "AppRoleAssignment.ReadWrite.All"]),
    );
  });

  it("ignore the scopes of a sign-in, which Microsoft's library for Go sends behind that of the resource", async () => {
    const signIn = "openid offline_access profile";
    const { status, body } = await lab().login({
      scope: `https://management.core.windows.net//.default ${signIn}`,
    });
    assert.equal(status, 200);
    assert.equal(decodeJwt(String(body.access_token)).aud, "https://management.core.windows.net/");
    // They name no resource.
    const { status: refused, body: refusal } = await lab().login({ scope: signIn });
    assert.equal(refused, 400);
    assert.match(
      String(refusal.error_description),
      /^AADSTS1002012: The provided value for scope openid offline_access profile is not valid\./,
    );
  });

  const cases: readonly [string, Record<string, string>, number, string, string][] = [
    [
      "a wrong secret",
      { client_secret: "guess" },
      401,
      "invalid_client",
      "AADSTS7000215: Invalid client secret provided.",
    ],
    [
      "no secret",
      { client_secret: "" },
      401,
      "invalid_client",
      "AADSTS7000216: 'client_assertion', 'client_secret' or 'request' is required",
    ],
    [
      "an unknown application",
      { client_id: TENANT_ID },
      400,
      "unauthorized_client",
      `AADSTS700016: Application with identifier '${TENANT_ID}' was not found in the directory 'Contoso'.`,
    ],
    [
      "another grant",
      { grant_type: "password" },
      400,
      "unsupported_grant_type",
      "AADSTS70003: The app requested an unsupported grant type 'password'.",
    ],
    [
      "no scope",
      { scope: "" },
      400,
      "invalid_request",
      "AADSTS900144: The request body must contain the following parameter: 'scope'.",
    ],
    [
      "a scope of its own",
      { scope: "https://graph.microsoft.com/User.Read" },
      400,
      "invalid_scope",
      "AADSTS1002012: The provided value for scope https://graph.microsoft.com/User.Read is not valid.",
    ],
    [
      "an unknown resource",
      { scope: "api://nobody/.default" },
      400,
      "invalid_resource",
      "AADSTS500011: The resource principal named api://nobody was not found in the tenant named Contoso.",
    ],
  ];
  for (const [title, form, status, error, description] of cases) {
    it(`refuse a login with ${title}`, async () => {
      const answer = await lab().login({ scope: "https://graph.microsoft.com/.default", ...form });
      assert.equal(answer.status, status);
      assert.equal(answer.body.error, error);
      assert.ok(
        String(answer.body.error_description).startsWith(description),
        String(answer.body.error_description),
      );
    });
  }

  it("refuse the deployer in a tenant that is not its own, and anybody in a tenant that is not there", async () => {
    const codeOf = ({ body }: AzureAnswer): unknown => body.error_codes;
    const scope = "https://graph.microsoft.com/.default";
    assert.deepEqual(codeOf(await lab().login({ scope }, FOREIGN_TENANT_ID)), [700016]);
    assert.deepEqual(codeOf(await lab().login({ scope }, "nowhere")), [90002]);
  });

  it("publish for each version an issuer and keys that are where the document says", async () => {
    const kids = lab()
      .azure.tenant()
      .keys.published()
      .map(({ kid }) => kid);
    for (const issuer of [
      `https://sts.windows.net/${TENANT_ID}/`,
      `https://login.microsoftonline.com/${TENANT_ID}/v2.0`,
    ]) {
      const document = await read(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`);
      assert.equal(document.issuer, issuer);
      const { keys } = (await read(String(document.jwks_uri))) as { keys: Record<string, string>[] };
      for (const kid of kids) {
        const key = keys.find((candidate) => candidate.kid === kid);
        assert.deepEqual(key?.kty, "RSA");
        assert.equal(key.alg, undefined);
        assert.equal(key.issuer, issuer.endsWith("/v2.0") ? issuer : undefined);
      }
    }
  });

  it("publish a rotated key until it is withdrawn", async () => {
    const { keys } = lab().azure.tenant(FOREIGN_TENANT_ID);
    const former = await keys.rotate();
    const published = async (): Promise<boolean> => {
      const document = await read("https://login.windows.net/common/discovery/keys");
      return (document.keys as { kid: string }[]).some(({ kid }) => kid === former);
    };
    assert.equal(await published(), true);
    keys.withdraw(former);
    assert.equal(await published(), false);
  });
});
