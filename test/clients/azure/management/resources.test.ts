/** `@azure/arm-resources`: resource groups, resource providers, and resources of any type. */
import assert from "node:assert/strict";
import { ResourceManagementClient } from "@azure/arm-resources";
import { GROUP, IDENTITY, LOCATION, SUBSCRIPTION_ID } from "../../../../lab/testing/azure-lab";
import { describeWithTlsLab } from "../tls-lab";
import { describeRefusals } from "./describe-refusals";
import { all, pageSizes, refuses } from "./rest-errors";

describeWithTlsLab("@azure/arm-resources", { armPageSize: 2 }, (tls) => {
  let client: ResourceManagementClient;

  before(() => {
    client = new ResourceManagementClient(tls().credential(), SUBSCRIPTION_ID, tls().pipeline());
  });

  it("creates, gets, changes, and deletes a resource group", async () => {
    const { resourceGroups: groups } = client;
    assert.deepEqual(await groups.checkExistence("rg"), { body: false });
    const created = await groups.createOrUpdate("rg", { location: LOCATION, tags: { team: "a" } });
    assert.deepEqual(
      [created.id, created.properties?.provisioningState, created.tags],
      [GROUP, "Succeeded", { team: "a" }],
    );
    assert.deepEqual(await groups.checkExistence("rg"), { body: true });
    assert.deepEqual((await groups.update("rg", { tags: { cost: "1" } })).tags, { cost: "1", team: "a" });
    assert.deepEqual((await groups.get("rg")).tags, { cost: "1", team: "a" });
    await groups.beginDeleteAndWait("rg");
    const gone = [404, "ResourceGroupNotFound", "Resource group 'rg' could not be found."] as const;
    await refuses(() => groups.get("rg"), gone);
    await refuses(() => groups.beginDeleteAndWait("rg"), gone);
  });

  it("hears that a slow deletion of a group goes on, until the group is gone", async () => {
    await client.resourceGroups.createOrUpdate("slow", { location: LOCATION });
    const begin = tls().lab.azure.operations.hold();
    const poller = await client.resourceGroups.beginDelete("slow");
    try {
      await poller.poll();
      assert.equal(poller.isDone(), false);
      assert.equal((await client.resourceGroups.get("slow")).properties?.provisioningState, "Deleting");
    } finally {
      begin();
    }
    await poller.pollUntilDone();
    assert.deepEqual(await client.resourceGroups.checkExistence("slow"), { body: false });
  });

  it("refuses to move a group to another region", async () => {
    await client.resourceGroups.createOrUpdate("fixed", { location: LOCATION });
    await refuses(
      () => client.resourceGroups.createOrUpdate("fixed", { location: "northeurope" }),
      [409, "InvalidResourceLocation", "The resource 'fixed' already exists in location 'westeurope'"],
    );
    await client.resourceGroups.beginDeleteAndWait("fixed");
  });

  it("lists groups over several pages, and by tag", async () => {
    for (const name of ["a", "b", "c", "d", "e"]) {
      await client.resourceGroups.createOrUpdate(name, { location: LOCATION, tags: { name } });
    }
    const list = client.resourceGroups.list();
    assert.deepEqual(await pageSizes(list), [2, 2, 1]);
    const names = (await all(client.resourceGroups.list())).map(({ name }) => name);
    assert.deepEqual(names, ["a", "b", "c", "d", "e"]);
    assert.deepEqual(await pageSizes(client.resourceGroups.list({ top: 4 })), [4, 1]);
    const tagged = await all(client.resourceGroups.list({ filter: "tagName eq 'name' and tagValue eq 'd'" }));
    assert.deepEqual(
      tagged.map(({ name }) => name),
      ["d"],
    );
  });

  it("finds a resource by its ID, and in lists of all types", async () => {
    await tls().lab.put(GROUP, { location: LOCATION });
    for (const name of ["workload", "other", "third"]) {
      await tls().lab.put(IDENTITY.replace(/workload$/, name), { location: LOCATION });
    }
    // The library puts a slash in front of the ID, which begins with one.
    const found = await client.resources.getById(IDENTITY, "2023-01-31");
    assert.deepEqual([found.name, found.location], ["workload", LOCATION]);
    const check = await client.resources.checkExistenceById(IDENTITY, "2023-01-31");
    assert.deepEqual(check, { body: true });
    assert.deepEqual(await pageSizes(client.resources.listByResourceGroup("rg")), [2, 1]);
    const filter = "resourceType eq 'Microsoft.ManagedIdentity/userAssignedIdentities'";
    const names = (await all(client.resources.list({ filter }))).map(({ name }) => name);
    assert.deepEqual(names, ["workload", "other", "third"]);
  });

  it("lists, reads, and registers resource providers", async () => {
    const namespaces = (await all(client.providers.list())).map(({ namespace }) => namespace);
    assert.ok(namespaces.includes("Microsoft.Compute") && namespaces.length > 2, namespaces.join(", "));
    const state = async () => (await client.providers.get("Microsoft.App")).registrationState;
    assert.equal(await state(), "Registered");
    await client.providers.unregister("Microsoft.App");
    assert.equal(await state(), "NotRegistered");
    await client.providers.register("Microsoft.App");
    assert.equal(await state(), "Registered");
    await refuses(
      () => client.providers.get("Nobody.Nothing"),
      [404, "InvalidResourceNamespace", "The resource namespace 'Nobody.Nothing' is invalid."],
    );
  });

  it("refuses a resource of a provider that is not registered", async () => {
    const namespace = "Microsoft.ManagedIdentity";
    await client.providers.unregister(namespace);
    await refuses(
      () => client.resources.beginCreateOrUpdateByIdAndWait(IDENTITY, "2023-01-31", { location: LOCATION }),
      [
        409,
        "MissingSubscriptionRegistration",
        `The subscription is not registered to use namespace '${namespace}'.`,
      ],
    );
    await client.providers.register(namespace);
  });

  describe("with a group", () => {
    before(async () => {
      await tls().lab.put(GROUP, { location: LOCATION });
    });

    describeRefusals(tls, {
      create: (credential, apiVersion) => {
        const options = { ...tls().pipeline(), ...(apiVersion === undefined ? {} : { apiVersion }) };
        const { resourceGroups } = new ResourceManagementClient(credential, SUBSCRIPTION_ID, options);
        return {
          read: () => resourceGroups.get("rg"),
          write: () => resourceGroups.createOrUpdate("rg", { location: LOCATION }),
        };
      },
      action: "Microsoft.Resources/subscriptions/resourcegroups/write",
      versionRefusal: [400, "InvalidApiVersionParameter", "The api-version 'VERSION' is invalid."],
      olderVersion: "2020-06-01",
    });
  });
});
