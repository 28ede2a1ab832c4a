import assert from "node:assert/strict";
import { azureEnvironment } from "../../../../lab/plugins/azure/azure-environment";
import { AzureSession } from "../../../../lab/plugins/azure/azure-session";
import { patiently, untilGone, untilSeen } from "../../../../lab/plugins/azuread/consistency";
import { GraphClient } from "../../../../lab/plugins/azuread/graph-client";
import { azureadPlugin } from "../../../../lab/plugins/azuread/plugin";
import { CloudError } from "../../../../lab/plugins/kernel/cloud-error";
import { AzureLab } from "../../azure/azure-lab";
import { Deployment } from "../deployment";

const ROLE_ID = "0d4b5f5c-5cc0-4d21-bb0c-29f5d5d4f1a1";
const call = { signal: new AbortController().signal };
const notFound = new CloudError("not found", { code: "Request_ResourceNotFound", notFound: true });
const refused = new CloudError("refused", { code: "Request_BadRequest", notFound: false });

/** Gives one answer after the other, the last one for ever, and counts. */
function answers(...given: readonly unknown[]): { (): Promise<unknown>; asked: number } {
  const ask = Object.assign(
    async () => {
      const answer = given[Math.min(ask.asked, given.length - 1)];
      ask.asked++;
      if (answer instanceof Error) throw answer;
      return Promise.resolve(answer);
    },
    { asked: 0 },
  );
  return ask;
}

describe("a request to a directory that is behind", () => {
  it("is repeated while what it names is not found", async () => {
    const ask = answers(notFound, notFound, "there");
    assert.equal(await patiently(call, ask), "there");
    assert.equal(ask.asked, 3);
  });

  it("is not repeated for any other refusal, unless that may be an early one too", async () => {
    const ask = answers(refused, "there");
    await assert.rejects(patiently(call, ask), refused);
    assert.equal(ask.asked, 1);
    const again = answers(refused, "there");
    assert.equal(await patiently(call, again, ({ code }) => code === "Request_BadRequest"), "there");
  });

  it("waits until it has seen something twice in a row", async () => {
    const ask = answers("there", notFound, "there", "there");
    await untilSeen(call, ask);
    assert.equal(ask.asked, 4);
  });

  it("waits until something was gone five times in a row", async () => {
    const ask = answers(notFound, "there", notFound);
    await untilGone(call, ask);
    assert.equal(ask.asked, 7);
  });

  it("stops when the engine cancels", async () => {
    const controller = new AbortController();
    const ask = answers(notFound);
    const waiting = patiently({ signal: controller.signal }, ask);
    controller.abort(new Error("operation canceled"));
    await assert.rejects(waiting, /operation canceled/);
  });
});

describe("the azuread plugin on a directory that is behind", () => {
  let lab: AzureLab;

  afterEach(async () => {
    await lab.stop();
  });

  for (const seed of [1, 2, 3]) {
    it(`creates, assigns and removes all the same (seed ${seed})`, async () => {
      lab = await AzureLab.start({ replicationLag: { seed, requests: 6 } });
      const session = new AzureSession(azureEnvironment({}, lab.azure.environment()));
      const deployment = new Deployment(azureadPlugin, new GraphClient(session));
      const app = await deployment.create("azuread:index/application:Application", "app", {
        displayName: "app",
        appRoles: [
          {
            id: ROLE_ID,
            value: "Aws",
            displayName: "AWS",
            description: "d",
            allowedMemberTypes: ["Application"],
          },
        ],
      });
      const principal = await deployment.create("azuread:index/servicePrincipal:ServicePrincipal", "sp", {
        clientId: app.outputs.clientId ?? "",
        appRoleAssignmentRequired: true,
      });
      // As Azure does for a managed identity that was made a moment ago.
      const identity = lab.azure.tenant().directory.createManagedIdentity("identity", "/x");
      const assignment = await deployment.create(
        "azuread:index/appRoleAssignment:AppRoleAssignment",
        "assignment",
        {
          appRoleId: ROLE_ID,
          principalObjectId: identity.id,
          resourceObjectId: principal.outputs.objectId ?? "",
        },
      );
      assert.equal(principal.outputs.appRoleAssignmentRequired, true);
      assert.equal(assignment.outputs.principalDisplayName, "identity");
      for (const deployed of [assignment, principal, app]) await deployment.delete(deployed);
      assert.equal(lab.azure.counts().applications, 0);
    });
  }

  it("would fail without its patience", async () => {
    lab = await AzureLab.start({ replicationLag: { seed: 1, requests: 1000 } });
    const { body: application } = await lab.graph("POST", "/applications", { displayName: "app" });
    const { status, body } = await lab.graph("POST", "/servicePrincipals", { appId: application.appId });
    assert.equal(status, 400);
    assert.match(JSON.stringify(body), /NoBackingApplicationObject/);
    assert.equal((await lab.graph("GET", `/applications/${String(application.id)}`)).status, 404);
    const { body: list } = await lab.graph("GET", `/applications?$filter=displayName eq 'app'`);
    assert.deepEqual(list.value, []);
  });
});
