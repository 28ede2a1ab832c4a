import assert from "node:assert/strict";
import { decodeJwt } from "jose";
import { describeWithAzureLab, FOREIGN_TENANT_ID, TENANT_ID } from "../../../testing/azure-lab";

const CLIENT_ID = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";
const SCOPE = "https://management.core.windows.net//.default offline_access openid profile";

const MINUTE = 60_000;
const DAY = 86_400_000;

/** What the lab's clock is ahead, in milliseconds. */
let ahead = 0;

describeWithAzureLab("A sign-in by a device code", { clock: () => Date.now() + ahead }, (lab) => {
  beforeEach(() => {
    ahead = 0;
  });

  /** Posts a form to an address below a tenant. */
  async function post(
    address: string,
    form: Record<string, string>,
    tenantId = TENANT_ID,
  ): Promise<{ status: number; body: Record<string, unknown> }> {
    const url = lab().azure.resolve(`https://login.microsoftonline.com/${tenantId}/oauth2/v2.0/${address}`);
    const response = await fetch(url, {
      method: "POST",
      body: new URLSearchParams({ client_id: CLIENT_ID, ...form }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }
  const redeem = (deviceCode: unknown, tenantId?: string) =>
    post(
      "token",
      { grant_type: "urn:ietf:params:oauth:grant-type:device_code", device_code: String(deviceCode) },
      tenantId,
    );

  it("keeps the client waiting until the person has entered the code, and works once", async () => {
    const { objectId } = lab().azure.addPerson({ displayName: "Ada" });
    const { body: begun } = await post("devicecode", { scope: SCOPE });
    const waiting = await redeem(begun.device_code);
    assert.deepEqual(
      [waiting.status, waiting.body.error, waiting.body.error_codes],
      [400, "authorization_pending", [70016]],
    );
    lab().azure.enterDeviceCode(String(begun.user_code), objectId);
    const { status, body } = await redeem(begun.device_code);
    assert.equal(status, 200);
    const { oid, aud } = decodeJwt(String(body.access_token));
    assert.deepEqual([oid, aud], [objectId, "https://management.core.windows.net/"]);
    const identity = decodeJwt(String(body.id_token));
    assert.deepEqual(
      [identity.aud, identity.oid, identity.preferred_username, identity.iss],
      [
        CLIENT_ID,
        objectId,
        "ada@contoso.onmicrosoft.com",
        `https://login.microsoftonline.com/${TENANT_ID}/v2.0`,
      ],
    );
    assert.deepEqual(JSON.parse(Buffer.from(String(body.client_info), "base64url").toString()), {
      uid: objectId,
      utid: TENANT_ID,
    });
    const again = await redeem(begun.device_code);
    assert.deepEqual([again.status, again.body.error], [400, "bad_verification_code"]);
  });

  it("signs in to the home tenant when the client names none, and its refresh token goes on there", async () => {
    const { objectId } = lab().azure.addPerson({ displayName: "Grace" });
    const { body: begun } = await post("devicecode", { scope: SCOPE }, "organizations");
    lab().azure.enterDeviceCode(String(begun.user_code), objectId);
    const { body } = await redeem(begun.device_code, "organizations");
    const renewed = await post("token", {
      grant_type: "refresh_token",
      refresh_token: String(body.refresh_token),
      scope: "https://graph.microsoft.com//.default offline_access openid profile",
    });
    const { oid, tid, aud } = decodeJwt(String(renewed.body.access_token));
    assert.deepEqual([oid, tid, aud], [objectId, TENANT_ID, "https://graph.microsoft.com/"]);
  });

  const person = (displayName: string) => lab().azure.addPerson({ displayName }).objectId;
  const refresh = (refreshToken: unknown, tenantId?: string, scope = SCOPE) =>
    post("token", { grant_type: "refresh_token", refresh_token: String(refreshToken), scope }, tenantId);
  const refusal = ({ status, body }: { status: number; body: Record<string, unknown> }) => [
    status,
    body.error,
    String(body.error_description).split("\r\n")[0],
  ];

  /** Signs someone in at a tenant's address, and answers the tokens. */
  async function signIn(objectId: string, tenantId = TENANT_ID, scope = SCOPE) {
    const { body: begun } = await post("devicecode", { scope }, tenantId);
    lab().azure.enterDeviceCode(String(begun.user_code), objectId);
    const { status, body } = await redeem(begun.device_code, tenantId);
    assert.equal(status, 200);
    return body;
  }

  it("ends after the 15 minutes that the answer promises, for the client and for the person", async () => {
    const objectId = person("Barbara");
    const { body: begun } = await post("devicecode", { scope: SCOPE });
    assert.equal(begun.expires_in, 900);
    const { body: entered } = await post("devicecode", { scope: SCOPE });
    lab().azure.enterDeviceCode(String(entered.user_code), objectId);
    ahead = 15 * MINUTE - 5_000;
    assert.equal((await redeem(begun.device_code)).body.error, "authorization_pending");
    ahead = 15 * MINUTE;
    const expired = [
      400,
      "expired_token",
      "AADSTS70020: The provided value for the input parameter 'device_code' is not valid. This device code has expired.",
    ];
    assert.deepEqual(refusal(await redeem(begun.device_code)), expired);
    assert.deepEqual(refusal(await redeem(entered.device_code)), expired);
    assert.throws(() => {
      lab().azure.enterDeviceCode(String(begun.user_code), objectId);
    }, /^Error: no sign-in waits for the code /);
  });

  it("goes on only at the tenant or alias, and with the client, that it began with", async () => {
    const objectId = person("Katherine");
    const { body: begun } = await post("devicecode", { scope: SCOPE }, "organizations");
    lab().azure.enterDeviceCode(String(begun.user_code), objectId);
    for (const tenantId of [TENANT_ID, FOREIGN_TENANT_ID, "common"]) {
      assert.equal((await redeem(begun.device_code, tenantId)).body.error, "bad_verification_code", tenantId);
    }
    assert.equal((await redeem(begun.device_code, "organizations")).status, 200);
  });

  it("takes nobody of another tenant", async () => {
    const objectId = person("Dorothy");
    const { body: begun } = await post("devicecode", { scope: SCOPE }, FOREIGN_TENANT_ID);
    assert.throws(
      () => {
        lab().azure.enterDeviceCode(String(begun.user_code), objectId);
      },
      {
        message: new RegExp(
          `is for tenant ${FOREIGN_TENANT_ID}; dorothy@contoso.onmicrosoft.com is of tenant`,
        ),
      },
    );
    assert.equal((await redeem(begun.device_code, FOREIGN_TENANT_ID)).body.error, "authorization_pending");
  });

  it("begins for a client that Microsoft knows, with a scope, at a tenant that exists", async () => {
    const nobody = "00000000-0000-4000-8000-000000000000";
    const code = async (form: Record<string, string>, tenantId?: string) =>
      (await post("devicecode", form, tenantId)).body.error_codes;
    assert.deepEqual(await code({ scope: SCOPE, client_id: nobody }), [700016]);
    assert.deepEqual(await code({ scope: SCOPE, client_id: "" }), [900144]);
    assert.deepEqual(await code({}), [900144]);
    assert.deepEqual(await code({ scope: SCOPE }, nobody), [90002]);
  });

  it("brings a new refresh token at each use, and the old one stays", async () => {
    const { refresh_token: first } = await signIn(person("Edith"));
    const { body: second } = await refresh(first);
    const { status, body: third } = await refresh(first);
    assert.equal(status, 200);
    assert.equal(new Set([first, second.refresh_token, third.refresh_token]).size, 3);
    assert.equal((await refresh(second.refresh_token)).status, 200);
  });

  it("brings refresh tokens that end after 90 days, each counted from its own issue", async () => {
    const { refresh_token: first } = await signIn(person("Annie"));
    ahead = 89 * DAY;
    const { body: renewed } = await refresh(first);
    ahead = 91 * DAY;
    const [status, error, text] = refusal(await refresh(first));
    assert.deepEqual([status, error], [400, "invalid_grant"]);
    assert.match(
      String(text),
      /^AADSTS700082: The refresh token has expired due to inactivity\. The token was issued on \S+Z and was inactive for 90\.00:00:00\.$/,
    );
    assert.equal((await refresh(renewed.refresh_token)).status, 200);
  });

  it("is of no use in a tenant that does not have the person", async () => {
    const { refresh_token: token } = await signIn(person("Rosalind"));
    assert.deepEqual(refusal(await refresh(token, FOREIGN_TENANT_ID)), [
      400,
      "invalid_grant",
      `AADSTS50020: User account '{EmailHidden}' from identity provider 'https://sts.windows.net/${TENANT_ID}/' does not exist in tenant '${FOREIGN_TENANT_ID}' and cannot access the application '${CLIENT_ID}'(Microsoft Azure CLI) in that tenant. The account needs to be added as an external user in the tenant first. Sign out and sign in again with a different Azure Active Directory user account.`,
    ]);
    assert.equal((await refresh(token, "organizations")).status, 200);
  });

  it("names the person by the same subject each time, and by another one for each recipient", async () => {
    const [ada, grace] = [person("Ada"), person("Grace")];
    const subjects = async (objectId: string, scope: string) => {
      const { access_token: access, id_token: identity } = await signIn(objectId, TENANT_ID, scope);
      return [access, identity].map((token) => decodeJwt(String(token)).sub);
    };
    const graph = "https://graph.microsoft.com//.default openid";
    const [ofArm, ofCli] = await subjects(ada, SCOPE);
    assert.deepEqual(await subjects(ada, SCOPE), [ofArm, ofCli]);
    const [ofGraph, ofCliAgain] = await subjects(ada, graph);
    assert.equal(ofCliAgain, ofCli);
    const [otherPerson] = await subjects(grace, SCOPE);
    assert.equal(new Set([ofArm, ofCli, ofGraph, otherPerson, ada]).size, 5);
    assert.match(String(ofArm), /^[\w-]{43}$/);
  });

  it("brings a refresh token and an ID token only if they were asked for", async () => {
    const tokens = async (scope: string) => {
      const body = await signIn(person("Hedy"), TENANT_ID, scope);
      return Object.keys(body).filter((name) => ["refresh_token", "id_token"].includes(name));
    };
    const resource = "https://management.core.windows.net//.default";
    assert.deepEqual(await tokens(resource), []);
    assert.deepEqual(await tokens(`${resource} openid`), ["id_token"]);
    assert.deepEqual(await tokens(`${resource} offline_access`), ["refresh_token"]);
  });

  it("brings no token for an application of the tenant, which has not let the Azure CLI in", async () => {
    const audience = `api://${TENANT_ID}/orders`;
    const { body: application } = await lab().graph("POST", "/applications", {
      displayName: "orders",
      identifierUris: [audience],
    });
    await lab().graph("POST", "/servicePrincipals", { appId: application.appId });
    const { refresh_token: token } = await signIn(person("Radia"));
    assert.deepEqual(refusal(await refresh(token, TENANT_ID, `${audience}/.default`)), [
      400,
      "invalid_grant",
      `AADSTS65001: The user or administrator has not consented to use the application with ID '${CLIENT_ID}' named 'Microsoft Azure CLI'. Send an interactive authorization request for this user and resource.`,
    ]);
  });

  it("accepts neither an unknown code nor an unknown person", () => {
    const { objectId } = lab().azure.addPerson({ displayName: "Mary" });
    assert.throws(
      () => {
        lab().azure.enterDeviceCode("ABCDEFGHJ", objectId);
      },
      {
        message: "no sign-in waits for the code ABCDEFGHJ",
      },
    );
    assert.throws(
      () => {
        lab().azure.enterDeviceCode("ABCDEFGHJ", "nobody");
      },
      {
        message: "nobody: the lab has no person with this ID",
      },
    );
  });
});
