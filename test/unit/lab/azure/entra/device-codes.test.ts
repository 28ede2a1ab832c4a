import assert from "node:assert/strict";
import { decodeJwt } from "jose";
import { describeWithAzureLab, TENANT_ID } from "../azure-lab";

const CLIENT_ID = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";
const SCOPE = "https://management.core.windows.net//.default offline_access openid profile";

describeWithAzureLab("A sign-in by a device code", {}, (lab) => {
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

  it("takes neither an unknown code nor an unknown person", () => {
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
        message: "the lab has no person with the ID nobody",
      },
    );
  });
});
