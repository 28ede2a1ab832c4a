import assert from "node:assert/strict";
import { audience, clientId, identityHeader, tokenId } from "./facts";
import { useFixture } from "./fixture";
import { noPauses } from "./run-helper";
import { said } from "./said";
import type { Reply } from "./side";

const who = "the app's identity endpoint";

describe("In App Service, Functions and Container Apps, the credential helper", () => {
  const fixture = useFixture();
  const run = (env: Record<string, string> = {}, args: readonly string[] = []) =>
    fixture.run({ env: { ...fixture.clouds.appEnvironment, ...env }, args, times: noPauses });

  it("asks the identity endpoint as documented: once, with its header, and always with the client ID", async () => {
    const found = await run();
    assert.equal(found.exitCode, 0, found.stderr);
    assert.equal(found.stderr, "");
    const [request, ...more] = fixture.clouds.identity.seen;
    assert.deepEqual(more, []);
    assert.equal(request?.method, "GET");
    assert.equal(request.path, "/msi/token/");
    assert.equal(request.headers["x-identity-header"], identityHeader);
    // Azure Automation wants this one too.
    assert.equal(request.headers.metadata, "true");
    assert.deepEqual(Object.fromEntries(request.query), {
      "api-version": "2019-08-01",
      resource: audience,
      client_id: clientId,
    });
    assert.deepEqual(fixture.clouds.imds.seen, []);
    assert.deepEqual(fixture.clouds.instance.seen, []);
  });

  for (const [name, env] of [
    ["App Service or Functions", { WEBSITE_SITE_NAME: "shop-reports" }],
    ["Container Apps", { CONTAINER_APP_NAME: "shop-reports" }],
  ] as const) {
    it(`names the session after the app and its token, on ${name}`, async () => {
      await run(env);
      const body = new URLSearchParams(fixture.clouds.sts.seen[0]?.body);
      assert.equal(body.get("RoleSessionName"), `shop-reports@${tokenId}`);
      assert.equal(body.get("WebIdentityToken"), fixture.clouds.token());
    });
  }

  it("reads the token of an answer without expires_in, which App Service does not send", async () => {
    const body = { access_token: fixture.clouds.token(), expires_on: "1774436576", client_id: clientId };
    fixture.clouds.identity.always = () => ({ body: JSON.stringify(body) });
    assert.equal((await run()).exitCode, 0);
  });

  for (const status of [404, 410, 429, 500, 502, 503]) {
    it(`tries again after ${status}`, async () => {
      fixture.clouds.identity.next = [{ status }, { status }];
      const found = await run();
      assert.equal(found.exitCode, 0, found.stderr);
      assert.equal(fixture.clouds.identity.seen.length, 3);
    });
  }

  const refused = (status: number, message: string): Reply => ({
    status,
    body: JSON.stringify({ statusCode: status, message }),
  });
  for (const words of [
    "No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId.",
    "No Managed Identity found for specified ClientId/ResourceId/PrincipalId.",
    "Unable to load requested managed identity.",
    "Unable to load the proper Managed Identity.",
  ]) {
    it(`explains "${words}"`, async () => {
      fixture.clouds.identity.always = () => refused(400, words);
      assert.equal(
        (await run()).stderr,
        `azure-to-aws: ${said("identity-not-on-app", { client: clientId, reply: `${who} answered 400: ${words}` })}\n`,
      );
    });
  }

  it("reads a refusal whose members begin with capitals, as Functions have them", async () => {
    const body = JSON.stringify({ StatusCode: 400, Message: "No luck", CorrelationId: "1" });
    fixture.clouds.identity.always = () => ({ status: 400, body });
    const message = said("token-request-refused", { reply: `${who} answered 400: No luck` });
    assert.equal((await run()).stderr, `azure-to-aws: ${message}\n`);
  });

  const refusals: Record<string, [Reply, number, string]> = {
    "a vague 500, which an unknown audience gets too": [
      refused(500, "An unexpected error occured while fetching the AAD Token."),
      4,
      said("identity-endpoint-error", {
        reply: `${who} answered 500: An unexpected error occured while fetching the AAD Token.`,
        audience,
      }),
    ],
    "a code of Entra in a 500": [
      refused(500, "AADSTS501051: Application 'a'(n) is not assigned to a role for the application."),
      1,
      said("entra-not-assigned", {
        audience,
        reply: `${who} answered 500: AADSTS501051: Application 'a'(n) is not assigned to a role for the application.`,
      }),
    ],
    "Entra's own words, handed on beside an empty message": [
      {
        status: 400,
        body: JSON.stringify({
          exceptionMessage: `AADSTS500011: The resource principal named ${audience} was not found in the tenant.`,
          errorCode: "invalid_resource",
          serviceErrorCodes: ["500011"],
          statusCode: 400,
          message: null,
        }),
      },
      1,
      said("entra-no-service-principal", {
        audience,
        reply: `${who} answered 400: AADSTS500011: The resource principal named ${audience} was not found in the tenant.`,
      }),
    ],
    "a header that it does not accept": [
      refused(401, `wrong header ${identityHeader}`),
      1,
      said("token-request-refused", { reply: `${who} answered 401: wrong header <token>` }),
    ],
    "a redirect": [
      { status: 302, headers: { location: "https://example.com/" } },
      1,
      said("redirect-refused", { service: who, status: "302" }),
    ],
    "no token": [{ body: "{}" }, 3, said("token-absent", { service: who })],
  };
  for (const [name, [reply, asked, message]] of Object.entries(refusals)) {
    it(`explains ${name}, and keeps the original words`, async () => {
      fixture.clouds.identity.always = () => reply;
      assert.deepEqual(await run(), { exitCode: 1, stdout: "", stderr: `azure-to-aws: ${message}\n` });
      assert.equal(fixture.clouds.identity.seen.length, asked);
      assert.deepEqual(fixture.clouds.sts.seen, []);
    });
  }

  it("sends the header to no endpoint that is not near by", async () => {
    const found = await run({ IDENTITY_ENDPOINT: "http://identity.example.com/msi/token" });
    assert.deepEqual(found, {
      exitCode: 1,
      stdout: "",
      stderr: `azure-to-aws: ${said("endpoint-refused", {
        variable: "IDENTITY_ENDPOINT",
        given: "http://identity.example.com/msi/token",
        allowed: "a loopback or link-local address, or one of a container network",
      })}\n`,
    });
  });

  it("sends no header that would become two", async () => {
    const found = await run({ IDENTITY_HEADER: "a\r\nX-Other: b" });
    assert.equal(found.exitCode, 1);
    assert.equal(found.stderr, `azure-to-aws: ${said("identity-header-invalid")}\n`);
    assert.deepEqual(fixture.clouds.identity.seen, []);
  });
});
