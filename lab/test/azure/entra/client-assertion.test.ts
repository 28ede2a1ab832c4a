import assert from "node:assert/strict";
import { decodeJwt, type JWTPayload } from "jose";
import type { OutsideIssuer } from "../../../azure/entra/outside-issuer";
import {
  type AzureAnswer,
  describeWithAzureLab,
  GROUP,
  IDENTITY,
  LOCATION,
  TENANT_ID,
} from "../../../testing/azure-lab";

const GITHUB = "https://token.actions.githubusercontent.com";
const SUBJECT = "repo:example/orders:ref:refs/heads/main";
const EXCHANGE = "api://AzureADTokenExchange";
const CREDENTIAL = `${IDENTITY}/federatedIdentityCredentials/pipeline`;
const AUDIENCE = `api://${TENANT_ID}/aws`;

let now = Date.now();

describeWithAzureLab("Signing in with a token of an outside issuer", { clock: () => now }, (lab) => {
  let github: OutsideIssuer;
  let clientId: string;
  let principalId: string;

  before(async () => {
    github = await lab().azure.startOutsideIssuer(GITHUB);
    await lab().put(GROUP, { location: LOCATION });
    const { properties } = await lab().put(IDENTITY, { location: LOCATION });
    ({ clientId, principalId } = properties as { clientId: string; principalId: string });
    const { directory } = lab().azure.tenant();
    const { appId } = directory.createApplication({ displayName: "aws", identifierUris: [AUDIENCE] });
    directory.createServicePrincipal({ appId, displayName: "aws" });
  });

  const signIn = async (assertion: string, client_id = clientId): Promise<AzureAnswer> =>
    lab().login({
      client_id,
      client_secret: "",
      scope: `${AUDIENCE}/.default`,
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: assertion,
    });
  const withClaims = async (claims: JWTPayload = {}): Promise<AzureAnswer> =>
    signIn(await github.sign({ sub: SUBJECT, aud: EXCHANGE, ...claims }));
  const firstLine = ({ body }: AzureAnswer): string => String(body.error_description).split("\r\n")[0] ?? "";
  const create = (): Promise<unknown> =>
    lab().put(CREDENTIAL, { properties: { issuer: GITHUB, subject: SUBJECT, audiences: [EXCHANGE] } });

  it("is refused while the identity has no credentials", async () => {
    const answer = await withClaims();
    assert.equal(answer.status, 401);
    assert.equal(
      firstLine(answer),
      "AADSTS70025: The client 'workload' has no configured federated identity credentials.",
    );
  });

  it("gives a token with the subject of the managed identity", async () => {
    await create();
    const { status, body } = await withClaims();
    assert.equal(status, 200, JSON.stringify(body));
    const { sub, aud, iss } = decodeJwt(String(body.access_token));
    assert.deepEqual(
      { sub, aud, iss },
      { sub: principalId, aud: AUDIENCE, iss: `https://sts.windows.net/${TENANT_ID}/` },
    );
  });

  it("compares audience and subject to the letter", async () => {
    const found = "No matching federated identity record found for presented assertion";
    const check = "Check your federated identity credential Subject, Audience and Issuer";
    const cases: readonly (readonly [JWTPayload, string])[] = [
      [
        { aud: "api://azureadtokenexchange" },
        `AADSTS700212: ${found} audience 'api://azureadtokenexchange'.`,
      ],
      [{ sub: SUBJECT.toUpperCase() }, `AADSTS700213: ${found} subject '${SUBJECT.toUpperCase()}'.`],
      [{ iss: `${GITHUB}/` }, `AADSTS700211: ${found} issuer '${GITHUB}/'.`],
    ];
    for (const [claims, beginning] of cases) {
      const line = firstLine(await withClaims(claims));
      assert.ok(line.startsWith(`${beginning} ${check}`), line);
    }
  });

  it("takes no token that the issuer did not sign, that is over or not to be read", async () => {
    const impostor = await lab().azure.startOutsideIssuer("https://impostor.example");
    const forged = await signIn(await impostor.sign({ iss: GITHUB, sub: SUBJECT, aud: EXCHANGE }));
    assert.equal(firstLine(forged), "AADSTS50013: Assertion failed signature validation.");
    const assertion = await github.sign({ sub: SUBJECT, aud: EXCHANGE });
    now += 601_000;
    const late = await signIn(assertion);
    assert.equal(firstLine(late), "AADSTS700024: Client assertion is not within its valid time range.");
    assert.match(firstLine(await signIn("nothing")), /^AADSTS50027: /);
  });

  it("knows no client that is not there", async () => {
    const answer = await signIn(await github.sign({ sub: SUBJECT, aud: EXCHANGE }), TENANT_ID);
    assert.match(firstLine(answer), /^AADSTS700016: /);
  });

  it("ends with the credential", async () => {
    await lab().follow(await lab().arm("DELETE", CREDENTIAL));
    assert.match(firstLine(await withClaims()), /^AADSTS70025: /);
  });

  it("refuses credentials that Azure does not take", async () => {
    await create();
    const put = (name: string, properties: object): Promise<AzureAnswer> =>
      lab().arm("PUT", `${IDENTITY}/federatedIdentityCredentials/${name}`, { properties });
    const right = { issuer: GITHUB, subject: "repo:example/other:pull_request", audiences: [EXCHANGE] };
    const answers = await Promise.all([
      put("twice", { ...right, subject: SUBJECT }),
      put("plain", { ...right, issuer: "http://issuer.example" }),
      put("nobody", { ...right, subject: "" }),
      put("many", { ...right, audiences: [EXCHANGE, AUDIENCE] }),
    ]);
    assert.deepEqual(
      answers.map(({ status }) => status),
      [409, 400, 400, 400],
    );
    const more = Array.from({ length: 19 }, (_, index) => `credential-${index}`);
    for (const name of more) {
      await lab().put(`${IDENTITY}/federatedIdentityCredentials/${name}`, {
        properties: { ...right, subject: name },
      });
    }
    assert.equal((await put("one-too-many", right)).status, 400);
  });
});
