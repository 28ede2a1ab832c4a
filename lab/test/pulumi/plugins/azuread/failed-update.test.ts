import assert from "node:assert/strict";
import type { GraphClient } from "../../../../pulumi/plugins/azuread/graph-client";
import { InitializationError } from "../../../../pulumi/plugins/kernel/cloud-error";
import type { Properties } from "../../../../pulumi/plugins/kernel/property-value";
import { AzureLab, BROAD_DEPLOYER, TENANT_ID } from "../../../../testing/azure-lab";
import type { Deployed, Deployment } from "../../../../testing/deployment";
import { APPLICATION, application, deployAs, failure } from "./azuread-deployment";

const good = `api://${TENANT_ID}/app`;

describe("an update of an application that Entra refuses", () => {
  let lab: AzureLab;
  let deployment: Deployment<GraphClient>;
  let app: Deployed;

  beforeEach(async () => {
    lab = await AzureLab.start({ deployer: BROAD_DEPLOYER });
    deployment = deployAs(lab);
    app = await deployment.create(APPLICATION, "app", application({ identifierUris: [good] }));
  });

  afterEach(() => lab.stop());

  /** What the engine does with a refused update: it keeps the old inputs beside the outputs that it is told. */
  async function refused(given: Properties): Promise<Deployed> {
    const error = await failure(deployment.update(app, given));
    assert.ok(error instanceof InitializationError, String(error));
    return { ...app, outputs: error.outputs as Properties };
  }

  /** What the next update would change. */
  async function changes(deployed: Deployed, given: Properties): Promise<unknown> {
    const { urn, inputs, outputs: state } = deployed;
    const checked = await deployment.kernel.check({ urn, randomSeed: new Uint8Array() }, inputs, given);
    return deployment.kernel.diff({ urn }, { inputs, state }, checked.inputs).changes;
  }

  const inGraph = async (name: string): Promise<unknown> => (await lab.graph("GET", app.id)).body[name];

  it("is recorded as done: the next one changes nothing and sends no identifier URI", async () => {
    let patches = 0;
    lab.azure.faults.add({
      route: /^PATCH \/graph\.microsoft\.com\//,
      fault: { kind: "latency", milliseconds: 0 },
      onStrike: () => {
        patches++;
      },
    });
    const wanted = application({ identifierUris: ["urn://refused"] });
    const believed = await refused(wanted);
    assert.deepEqual(believed.outputs.identifierUris, ["urn://refused"]);
    assert.deepEqual(believed.inputs.identifierUris, [good]);

    assert.deepEqual(await changes(believed, wanted), []);
    const second = await deployment.update(believed, wanted);
    assert.equal(patches, 2);
    assert.deepEqual(await inGraph("identifierUris"), [good]);
    // What Graph answered at the end of it does not count: it is a set.
    assert.deepEqual(second.outputs.identifierUris, ["urn://refused"]);
    assert.deepEqual(await changes(second, wanted), []);
  });

  it("shows as drift in a refresh, after which it fails again", async () => {
    const wanted = application({ identifierUris: ["urn://refused"] });
    const believed = await refused(wanted);
    const refreshed = await deployment.refresh(believed);
    assert.ok(refreshed !== undefined);
    assert.deepEqual(refreshed.outputs.identifierUris, [good]);
    assert.match(
      (await failure(deployment.update(refreshed, wanted))).message,
      /Failed to add identifier URI urn:\/\/refused/,
    );
  });

  it("of roles is forgotten by the next update, which changes something else", async () => {
    const fault = lab.azure.faults.add({
      route: /^PATCH \/graph\.microsoft\.com\//,
      fault: { kind: "answer", answer: { status: 400, body: "{}" } },
    });
    const believed = await refused(application({ appRoles: [], identifierUris: [good] }));
    fault.remove();
    const api = { requestedAccessTokenVersion: 2 };
    const wanted = application({ appRoles: [], identifierUris: [good], api });
    const second = await deployment.update(believed, wanted);
    assert.deepEqual(await inGraph("api"), {
      ...api,
      acceptMappedClaims: false,
      knownClientApplications: [],
      oauth2PermissionScopes: [],
      preAuthorizedApplications: [],
    });
    assert.equal(((await inGraph("appRoles")) as unknown[]).length, 1);
    assert.deepEqual(Object.keys(second.outputs.appRoleIds ?? {}), ["Aws"]);
    assert.deepEqual(await changes(second, wanted), []);
  });
});
