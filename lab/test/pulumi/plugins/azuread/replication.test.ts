import assert from "node:assert/strict";
import type { GraphClient } from "../../../../pulumi/plugins/azuread/graph-client";
import {
  CloudError,
  InitializationError,
  VanishedError,
} from "../../../../pulumi/plugins/kernel/cloud-error";
import { text } from "../../../../pulumi/plugins/kernel/property-value";
import { AzureLab, BROAD_DEPLOYER, TENANT_ID } from "../../../../testing/azure-lab";
import type { Deployment } from "../../../../testing/deployment";
import {
  APPLICATION,
  application,
  ASSIGNMENT,
  createBoth,
  deployAs,
  failure,
  IDENTIFIER_URI,
  notFoundText,
  ROLE_ID,
  SERVICE_PRINCIPAL,
} from "./azuread-deployment";

/** So far behind that nothing written is seen. */
const FAR = { seed: 1, requests: 100_000 };
/** Level again. */
const LEVEL = { seed: 1, requests: 0 };

describe("the azuread plugin on a directory that is behind", () => {
  let lab: AzureLab;
  let deployment: Deployment<GraphClient>;

  beforeEach(async () => {
    lab = await AzureLab.start({ deployer: BROAD_DEPLOYER });
    deployment = deployAs(lab);
  });

  afterEach(() => lab.stop());

  const directory = (): ReturnType<typeof lab.azure.tenant>["directory"] => lab.azure.tenant().directory;

  it("repeats the change of a new application until it is seen", async () => {
    for (const seed of [1, 2, 3]) {
      directory().lagBehind({ seed, requests: 6 });
      const { outputs } = await deployment.create(APPLICATION, "app", application());
      assert.equal(outputs.displayName, "app");
    }
  });

  it("calls a new application TERRAFORM_UPDATE_<uuid> for a moment", async () => {
    const names = new Set<string>();
    lab.azure.faults.add({
      route: /^PATCH \/graph\.microsoft\.com\/v1\.0\/applications\//,
      fault: { kind: "latency", milliseconds: 0 },
      onStrike: () => {
        for (const { displayName } of directory().applications()) {
          names.add(displayName);
        }
      },
    });
    await deployment.create(APPLICATION, "app", application());
    assert.match([...names].join(), /^Deployer,app,TERRAFORM_UPDATE_[0-9a-f-]{36}$/);
  });

  for (const graphPermissions of [["Application.ReadWrite.All"], ["Application.ReadWrite.OwnedBy"]]) {
    it(`repeats the creation of a service principal until its application is seen (${graphPermissions.join()})`, async () => {
      const login = lab.azure.addDeployer(graphPermissions);
      directory().lagBehind({ seed: 3, requests: 12 });
      const ownerIds = new Set([login.objectId]);
      const { appId } = directory().createApplication({ displayName: "app", ownerIds });
      let posts = 0;
      lab.azure.faults.add({
        route: /^POST \/graph\.microsoft\.com\/v1\.0\/servicePrincipals/,
        fault: { kind: "latency", milliseconds: 0 },
        onStrike: () => {
          posts++;
        },
      });
      const inputs = { clientId: appId, owners: [login.objectId] };
      const outcome = await failure(deployAs(lab, login.environment).create(SERVICE_PRINCIPAL, "sp", inputs));
      assert.ok(posts > 1, `${posts} requests`);
      assert.match(outcome.message, /^Timed out whilst waiting for new service principal/);
      assert.notEqual(directory().servicePrincipal(appId), undefined);
    });
  }

  it("gives a new service principal up at once when it is not seen, and keeps it in the state", async () => {
    const app = await deployment.create(APPLICATION, "app", application());
    const clientId = app.outputs.clientId ?? "";
    directory().lagBehind(FAR);
    const error = await failure(deployment.create(SERVICE_PRINCIPAL, "sp", { clientId }));
    assert.ok(error instanceof InitializationError);
    const { id = "" } = directory().servicePrincipal(text(clientId)) ?? {};
    assert.equal(error.id, `/servicePrincipals/${id}`);
    assert.equal(
      error.message,
      `Timed out whilst waiting for new service principal to be replicated in Azure AD: ${notFoundText(id)}`,
    );
    assert.deepEqual(error.outputs, { accountEnabled: true, clientId });

    // The next update mends it: the description of a moment goes.
    directory().lagBehind(LEVEL);
    const urn = `urn:pulumi:dev::project::${SERVICE_PRINCIPAL}::sp`;
    const inputs = { accountEnabled: true, clientId };
    const known = { inputs, state: inputs };
    assert.deepEqual(deployment.kernel.diff({ urn }, known, inputs).changes, []);
    const outputs = await deployment.kernel.update({ urn }, error.id, known, inputs);
    assert.deepEqual([outputs.objectId, outputs.description], [id, undefined]);
  });

  it("fails at once when the resource of an assignment is not seen", async () => {
    directory().lagBehind(FAR);
    const { appId } = directory().createApplication({ displayName: "app" });
    const { id } = directory().createServicePrincipal({ appId, displayName: "app" });
    const error = await failure(
      deployment.create(ASSIGNMENT, "assignment", {
        appRoleId: ROLE_ID,
        principalObjectId: id,
        resourceObjectId: id,
      }),
    );
    assert.ok(error instanceof CloudError);
    assert.equal(
      error.message,
      `Service principal not found for resource (Object ID: "${id}"): ${notFoundText(id)}`,
    );
  });

  it("repeats an assignment while its principal is not seen", async () => {
    const { principal } = await createBoth(deployment);
    directory().lagBehind({ seed: 4, requests: 6 });
    const identity = directory().createManagedIdentity("identity", "/x");
    const outcome = await failureOrUndefined(
      deployment.create(ASSIGNMENT, "assignment", {
        appRoleId: ROLE_ID,
        principalObjectId: identity.id,
        resourceObjectId: principal.outputs.objectId ?? "",
      }),
    );
    assert.ok(outcome === undefined || outcome instanceof VanishedError, String(outcome));
    assert.equal(
      directory()
        .assignments()
        .filter(({ principalId }) => principalId === identity.id).length,
      1,
    );
  });

  it("forgets an assignment that it does not find at once, and is refused it from then on", async () => {
    const { principal } = await createBoth(deployment);
    const identity = directory().createManagedIdentity("identity", "/x");
    const inputs = {
      appRoleId: ROLE_ID,
      principalObjectId: identity.id,
      resourceObjectId: principal.outputs.objectId ?? "",
    };
    directory().lagBehind(FAR);
    const error = await failure(deployment.create(ASSIGNMENT, "assignment", inputs));
    assert.ok(error instanceof VanishedError);
    assert.equal(
      error.message,
      `expected non-nil error with nil state during Create of urn:pulumi:dev::project::${ASSIGNMENT}::assignment`,
    );
    directory().lagBehind(LEVEL);
    const again = await failure(deployment.create(ASSIGNMENT, "assignment", inputs));
    assert.equal(
      again.message,
      "Could not create app role assignment: unexpected status 400 (400 Bad Request) with error: Request_BadRequest: Permission being assigned already exists on the object",
    );
  });

  it("forgets an identifier URI that it does not find at once, and is refused it from then on", async () => {
    const app = await deployment.create(APPLICATION, "app", application());
    const inputs = { applicationId: app.id, identifierUri: `api://${TENANT_ID}/app` };
    directory().lagBehind(FAR);
    const error = await failure(deployment.create(IDENTIFIER_URI, "uri", inputs));
    assert.ok(error instanceof VanishedError);
    directory().lagBehind(LEVEL);
    const again = await failure(deployment.create(IDENTIFIER_URI, "uri", inputs));
    const id = `${app.id}/identifierUris/${Buffer.from(inputs.identifierUri).toString("base64")}`;
    assert.equal(
      again.message,
      `A resource with the ID "${id}" already exists - to be managed via Terraform this resource needs to be imported into the State. Please see the resource documentation for "azuread_application_identifier_uri" for more information.`,
    );
  });

  it("waits until what it deleted was gone five times in a row", async () => {
    const { app, principal } = await createBoth(deployment);
    directory().lagBehind({ seed: 2, requests: 6 });
    await deployment.delete(principal);
    await deployment.delete(app);
    assert.equal((await lab.graph("GET", app.id)).status, 404);
  });
});

async function failureOrUndefined(operation: Promise<unknown>): Promise<unknown> {
  return operation.then(
    () => undefined,
    (error: unknown) => error,
  );
}
