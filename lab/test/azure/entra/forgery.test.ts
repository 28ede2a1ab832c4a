import assert from "node:assert/strict";
import { decodeJwt, decodeProtectedHeader, jwtVerify } from "jose";
import { EntraTenant } from "../../../azure/entra/entra-tenant";
import { Forger } from "../../../azure/entra/forgery";

const TENANT_ID = "11111111-2222-4333-8444-555555555555";

describe("Forger", () => {
  let tenant: EntraTenant;
  let forger: Forger;
  let token: string;

  before(async () => {
    tenant = await EntraTenant.create({ tenantId: TENANT_ID }, Date.now);
    forger = new Forger(tenant, Date.now);
    const identity = tenant.directory.createManagedIdentity("workload", "/subscriptions/s");
    token = (await tenant.issueForManagedIdentity(identity, "https://management.azure.com")).accessToken;
  });

  it("signs the same header and claims with a key that nobody published", async () => {
    const forged = await forger.signWithUnknownKey(token);
    assert.deepEqual(decodeProtectedHeader(forged), decodeProtectedHeader(token));
    assert.deepEqual(decodeJwt(forged), decodeJwt(token));
    await assert.rejects(jwtVerify(forged, tenant.keys.active.publicKey), {
      code: "ERR_JWS_SIGNATURE_VERIFICATION_FAILED",
    });
  });

  it("changes no claim but those that are given, under a good signature", async () => {
    const forged = await forger.resign(token, { aud: "api://other", oid: "someone" });
    await jwtVerify(forged, tenant.keys.active.publicKey);
    assert.deepEqual(decodeJwt(forged), { ...decodeJwt(token), aud: "api://other", oid: "someone" });
  });
});
