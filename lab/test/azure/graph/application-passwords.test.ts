import assert from "node:assert/strict";
import { describeWithAzureLab, TENANT_ID } from "../../../testing/azure-lab";

let now = Date.UTC(2026, 0, 2);

describeWithAzureLab("Client secrets in Microsoft Graph", { clock: () => now }, (lab) => {
  let id: string;
  let appId: string;

  before(async () => {
    const { body } = await lab().graph("POST", "/applications", { displayName: "job" });
    [id, appId] = [String(body.id), String(body.appId)];
    await lab().graph("POST", "/servicePrincipals", { appId });
  });

  beforeEach(() => {
    now = Date.UTC(2026, 0, 2);
  });

  const add = async (passwordCredential: object = {}) =>
    (await lab().graph("POST", `/applications/${id}/addPassword`, { passwordCredential })).body;
  const signIn = async (client_secret: string) =>
    lab().login({ client_id: appId, client_secret, scope: "https://graph.microsoft.com/.default" });
  const credentials = async () => (await lab().graph("GET", `/applications/${id}`)).body.passwordCredentials;

  it("are told once, last two years, and let the application sign in", async () => {
    const { secretText, keyId, hint, ...others } = await add({ displayName: "nightly" });
    assert.deepEqual(
      { ...others, "@odata.context": undefined },
      {
        customKeyIdentifier: null,
        displayName: "nightly",
        startDateTime: "2026-01-02T00:00:00.000Z",
        endDateTime: "2028-01-02T00:00:00.000Z",
        "@odata.context": undefined,
      },
    );
    assert.equal(String(secretText).slice(0, 3), hint);
    const [shown] = (await credentials()) as { keyId: string; secretText: null }[];
    assert.deepEqual([shown?.keyId, shown?.secretText], [keyId, null]);
    assert.equal((await signIn(String(secretText))).status, 200);
  });

  it("stand beside each other and are taken away one by one", async () => {
    const [first, second] = [await add(), await add()];
    const removed = await lab().graph("POST", `/applications/${id}/removePassword`, { keyId: first.keyId });
    assert.equal(removed.status, 204);
    const { status, body } = await signIn(String(first.secretText));
    assert.equal(status, 401);
    assert.match(String(body.error_description), /^AADSTS7000215: /);
    assert.equal((await signIn(String(second.secretText))).status, 200);
    const again = await lab().graph("POST", `/applications/${id}/removePassword`, { keyId: first.keyId });
    assert.equal(again.status, 400);
  });

  it("expire at their end, while another one still works", async () => {
    const first = await add({ endDateTime: "2026-01-03T00:00:00Z" });
    const second = await add();
    now = Date.UTC(2026, 0, 3) - 1000;
    assert.equal((await signIn(String(first.secretText))).status, 200);
    now = Date.UTC(2026, 0, 3);
    const { status, body } = await signIn(String(first.secretText));
    assert.deepEqual(
      [status, body.error, body.error_codes, String(body.error_description).split("\r\n")[0]],
      [
        401,
        "invalid_client",
        [7000222],
        `AADSTS7000222: The provided client secret keys for app '${appId}' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds.`,
      ],
    );
    assert.equal((await signIn(String(second.secretText))).status, 200);
    const wrong = await signIn("wrong");
    assert.match(String(wrong.body.error_description), /^AADSTS7000215: /);
  });

  it("are given by the owner only", async () => {
    const { id: other } = lab().azure.tenant().directory.createApplication({ displayName: "theirs" });
    const answer = await lab().graph("POST", `/applications/${other}/addPassword`, {});
    assert.equal(answer.status, 403, TENANT_ID);
  });
});
