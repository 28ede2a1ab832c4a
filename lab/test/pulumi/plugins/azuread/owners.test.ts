import assert from "node:assert/strict";
import type { Login } from "../../../../azure/azure-double";
import type { GraphClient } from "../../../../pulumi/plugins/azuread/graph-client";
import { InitializationError } from "../../../../pulumi/plugins/kernel/cloud-error";
import { text } from "../../../../pulumi/plugins/kernel/property-value";
import { AzureLab } from "../../../../testing/azure-lab";
import type { Deployed, Deployment } from "../../../../testing/deployment";
import {
  APPLICATION,
  application,
  createBoth,
  deployAs,
  failure,
  OWNER,
  SERVICE_PRINCIPAL,
} from "./azuread-deployment";

/** What a pipeline has that may change only what it owns. */
const OWNED_BY = ["Application.ReadWrite.OwnedBy", "Application.Read.All", "AppRoleAssignment.ReadWrite.All"];
const DENIED =
  "unexpected status 403 (403 Forbidden) with error: Authorization_RequestDenied: Insufficient privileges to complete the operation.";

describe("owners of what the azuread plugin deploys", () => {
  let lab: AzureLab;
  let login: Login;
  let deployment: Deployment<GraphClient>;

  beforeEach(async () => {
    lab = await AzureLab.start();
    login = lab.azure.addDeployer(OWNED_BY);
    deployment = deployAs(lab, login.environment);
  });

  afterEach(() => lab.stop());

  /** Owners in Graph. */
  const ownersOf = ({ id }: Deployed): string[] => {
    const { directory } = lab.azure.tenant();
    const objectId = id.slice(id.lastIndexOf("/") + 1);
    const found = directory.application(objectId) ?? directory.servicePrincipal(objectId);
    return [...(found?.ownerIds ?? [])];
  };

  it("do not include the deployer unless it is named, who may then do nothing more with OwnedBy", async () => {
    const app = await deployment.create(APPLICATION, "app", application());
    assert.deepEqual(ownersOf(app), []);
    assert.deepEqual(app.outputs.owners, []);
    const clientId = app.outputs.clientId ?? "";
    const refused = await failure(deployment.create(SERVICE_PRINCIPAL, "sp", { clientId }));
    assert.equal(refused.message, `Could not create service principal: ${DENIED}`);
    const name = `Application (Application: "${text(app.outputs.objectId)}")`;
    const kept = await failure(deployment.delete(app));
    assert.equal(kept.message, `deleting ${name}: ${DENIED}: ${DENIED}`);
  });

  it("include a deployer who is named, who creates, changes and deletes with OwnedBy", async () => {
    const owners = [login.objectId];
    const { app, principal } = await createBoth(deployment, { owners });
    for (const owned of [app, principal]) {
      assert.deepEqual(ownersOf(owned), owners);
      assert.deepEqual(owned.outputs.owners, owners);
    }
    const changed = await deployment.update(app, application({ displayName: "new", owners }));
    assert.equal(changed.outputs.displayName, "new");
    assert.deepEqual((await deployment.refresh(changed))?.inputs, changed.inputs);
    await deployment.delete(principal);
    await deployment.delete(changed);
    assert.equal(lab.azure.counts().total, 0);
  });

  it("change with the program: others are added, those who are not named removed", async () => {
    const [ada, bob] = [
      lab.azure.addPerson({ displayName: "Ada" }),
      lab.azure.addPerson({ displayName: "Bob" }),
    ];
    const broad = deployAs(
      lab,
      lab.azure.addDeployer(["Application.ReadWrite.All", "Directory.Read.All"]).environment,
    );
    const { app, principal } = await createBoth(broad, { owners: [ada.objectId] });
    assert.deepEqual([ownersOf(app), ownersOf(principal)], [[ada.objectId], [ada.objectId]]);
    const owners = [bob.objectId];
    const changed = await broad.update(app, application({ owners }));
    const { clientId = "" } = principal.inputs;
    const changedPrincipal = await broad.update(principal, { clientId, owners });
    assert.deepEqual([ownersOf(changed), ownersOf(changedPrincipal)], [owners, owners]);
  });

  it("added by hand are a change that takes them off, once a refresh has seen them", async () => {
    const owners = [login.objectId];
    const app = await deployment.create(APPLICATION, "app", application({ owners }));
    const { directory } = lab.azure.tenant();
    const live = directory.application(text(app.outputs.objectId));
    if (live !== undefined) {
      directory.updateApplication(live, { ownerIds: new Set([...owners, "by hand"]) });
    }
    const user = lab.azure.addPerson({ displayName: "Ada" });
    if (live !== undefined) {
      directory.updateApplication(live, { ownerIds: new Set([...owners, user.objectId]) });
    }

    const refreshed = await deployment.refresh(app);
    assert.ok(refreshed !== undefined);
    assert.deepEqual(refreshed.outputs.owners, [...owners, user.objectId]);
    const { urn, inputs, outputs: state } = refreshed;
    const news = app.inputs;
    assert.deepEqual(
      deployment.kernel.diff({ urn }, { inputs, state }, news).changes.map(({ path, kind }) => [path, kind]),
      [["owners[1]", "delete"]],
    );
    // A program that ignores changes of owners sees none.
    const ignoring = { urn, ignoreChanges: ["owners"] };
    assert.deepEqual(deployment.kernel.diff(ignoring, { inputs, state }, news).changes, []);
    await deployment.update(refreshed, application({ owners }));
    assert.deepEqual(ownersOf(app), owners);
  });

  it("that the program no longer names are all removed, the deployer's rights with them", async () => {
    const app = await deployment.create(APPLICATION, "app", application({ owners: [login.objectId] }));
    await deployment.update(app, application());
    assert.deepEqual(ownersOf(app), []);
    const name = `Application (Application: "${text(app.outputs.objectId)}")`;
    assert.equal((await failure(deployment.delete(app))).message, `deleting ${name}: ${DENIED}: ${DENIED}`);
  });

  it("beyond the first twenty are added one by one", async () => {
    const people = Array.from({ length: 21 }, () => lab.azure.addPerson({ displayName: "Ada" }).objectId);
    const broad = lab.azure.addDeployer(["Application.ReadWrite.All", "Directory.Read.All"]);
    const app = await deployAs(lab, broad.environment).create(
      APPLICATION,
      "app",
      application({ owners: people }),
    );
    assert.deepEqual(ownersOf(app).sort(), people.sort());
  });

  it("may be managed one by one, by who may add owners", async () => {
    const { objectId: ownerObjectId } = lab.azure.addPerson({ displayName: "Ada" });
    const app = await deployment.create(APPLICATION, "app", application({ owners: [login.objectId] }));
    const inputs = { applicationId: app.id, ownerObjectId };
    const refused = await failure(deployment.create(OWNER, "ada", inputs));
    const name = `Application Id Owner (Application: "${text(app.outputs.objectId)}"\nDirectory Object: "${ownerObjectId}")`;
    assert.equal(refused.message, `adding ${name}: ${DENIED}`);

    const broad = deployAs(
      lab,
      lab.azure.addDeployer(["Application.ReadWrite.All", "Directory.Read.All"]).environment,
    );
    const owner = await broad.create(OWNER, "ada", inputs);
    assert.equal(owner.id, `${app.id}/owners/${ownerObjectId}`);
    assert.deepEqual(ownersOf(app), [login.objectId, ownerObjectId]);
    assert.deepEqual((await broad.refresh(owner))?.inputs, owner.inputs);
    assert.deepEqual(await broad.import(OWNER, owner.id), { ...owner.inputs, __defaults: [] });
    assert.match(
      (await failure(broad.create(OWNER, "again", inputs))).message,
      /^A resource with the ID ".+" already exists - to be managed via Terraform .+ "azuread_application_owner"/,
    );
    await broad.delete(owner);
    assert.deepEqual(ownersOf(app), [login.objectId]);
    assert.equal(await broad.refresh(owner), undefined);
    assert.match(
      (await failure(broad.delete(owner))).message,
      /^removing Application Id Owner .*404 Not Found/s,
    );
  });

  it("are what a person's default permissions rest on", async () => {
    const ada = lab.azure.addPerson({ displayName: "Ada" });
    const asPerson = deployAs(lab, ada.environment);
    const config = await asPerson.kernel.invoke("azuread:index/getClientConfig:getClientConfig", {});
    assert.deepEqual(
      [config.objectId, config.clientId],
      [ada.objectId, "04b07795-8ddb-461a-bbee-02f9e1bf7b46"],
    );
    const { app, principal } = await createBoth(asPerson, { owners: [ada.objectId] });
    await asPerson.delete(principal);
    await asPerson.delete(app);

    const lost = await asPerson.create(APPLICATION, "app", application());
    assert.deepEqual(ownersOf(lost), []);
    assert.match((await failure(asPerson.delete(lost))).message, /Insufficient privileges/);
    const admin = lab.azure.addPerson({
      displayName: "Grace",
      directoryRoles: [{ role: "Application Administrator" }],
    });
    await deployAs(lab, admin.environment).delete(lost);
    assert.equal(lab.azure.counts().total, 0);
  });

  it("that cannot be taken off fail a creation whose result stays in the state", async () => {
    lab.azure.faults.add({
      route: /^DELETE \/graph\.microsoft\.com\/.*\/owners\//,
      fault: { kind: "answer", answer: { status: 403, body: "{}" } },
    });
    const error = await failure(deployment.create(APPLICATION, "app", application()));
    assert.ok(error instanceof InitializationError);
    const objectId = error.id.replace("/applications/", "");
    assert.match(
      error.message,
      new RegExp(
        `^Could not remove initial owner from application with object ID: "${objectId}": unexpected status 403`,
      ),
    );
  });
});
