/** `@azure/arm-msi`: user-assigned identities and their federated credentials. */
import assert from "node:assert/strict";
import { ManagedServiceIdentityClient } from "@azure/arm-msi";
import { GROUP, LOCATION, SUBSCRIPTION_ID, TENANT_ID } from "../../../../lab/testing/azure-lab";
import { describeWithTlsLab } from "../tls-lab";
import { describeRefusals } from "./describe-refusals";
import { all, pageSizes, refuses } from "./rest-errors";

const CREDENTIAL = {
  issuer: "https://issuer.example/",
  subject: "one",
  audiences: ["api://AzureADTokenExchange"],
};
const GUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

describeWithTlsLab("@azure/arm-msi", { armPageSize: 2 }, (tls) => {
  let client: ManagedServiceIdentityClient;

  before(async () => {
    client = new ManagedServiceIdentityClient(tls().credential(), SUBSCRIPTION_ID, tls().pipeline());
    await tls().lab.put(GROUP, { location: LOCATION });
  });

  it("creates, gets, changes, and deletes an identity", async () => {
    const { userAssignedIdentities: identities } = client;
    const created = await identities.createOrUpdate("rg", "workload", { location: LOCATION });
    assert.equal(created.tenantId, TENANT_ID);
    assert.match(created.clientId ?? "", GUID);
    assert.match(created.principalId ?? "", GUID);
    // The service writes the segment of the group in lower case.
    assert.match(created.id ?? "", /\/resourcegroups\/rg\//);
    const { tags, clientId } = await identities.update("rg", "workload", { tags: { team: "a" } });
    assert.deepEqual([tags, clientId], [{ team: "a" }, created.clientId]);
    assert.deepEqual((await identities.get("rg", "workload")).tags, { team: "a" });
    await identities.delete("rg", "workload");
    // A deletion of what is not there is 204, which is no error.
    await identities.delete("rg", "workload");
    await refuses(
      () => identities.get("rg", "workload"),
      [
        404,
        "ResourceNotFound",
        "The Resource 'Microsoft.ManagedIdentity/userAssignedIdentities/workload' under resource group 'rg' was not found.",
      ],
    );
  });

  it("refuses a name that is too short, a group that is not there, and a list of its identities", async () => {
    const body = { location: LOCATION };
    const missing = [404, "ResourceGroupNotFound", "Resource group 'none' could not be found."] as const;
    await refuses(
      () => client.userAssignedIdentities.createOrUpdate("rg", "me", body),
      [400, "InvalidResourceName", "The resource name 'me' is invalid."],
    );
    await refuses(() => client.userAssignedIdentities.createOrUpdate("none", "workload", body), missing);
    await assert.rejects(all(client.userAssignedIdentities.listByResourceGroup("none")), {
      statusCode: 404,
      code: "ResourceGroupNotFound",
    });
  });

  it("lists identities over several pages, in a group and in the subscription", async () => {
    for (const name of ["one", "two", "three"]) {
      await client.userAssignedIdentities.createOrUpdate("rg", name, { location: LOCATION });
    }
    assert.deepEqual(await pageSizes(client.userAssignedIdentities.listByResourceGroup("rg")), [2, 1]);
    const found = await all(client.userAssignedIdentities.listBySubscription());
    assert.deepEqual(
      found.map(({ name }) => name),
      ["one", "two", "three"],
    );
  });

  it("creates, lists, and deletes federated credentials, and refuses two for one subject", async () => {
    const { federatedIdentityCredentials: credentials } = client;
    await client.userAssignedIdentities.createOrUpdate("rg", "federated", { location: LOCATION });
    const args = ["rg", "federated"] as const;
    const { issuer, subject, audiences } = await credentials.createOrUpdate(...args, "first", CREDENTIAL);
    assert.deepEqual({ issuer, subject, audiences }, CREDENTIAL);
    await refuses(
      () => credentials.createOrUpdate(...args, "second", CREDENTIAL),
      [409, "Conflict", "Issuer and subject combination already exists for this Managed Identity."],
    );
    await credentials.createOrUpdate(...args, "second", { ...CREDENTIAL, subject: "two" });
    await credentials.createOrUpdate(...args, "third", { ...CREDENTIAL, subject: "three" });
    assert.deepEqual(await pageSizes(credentials.list(...args)), [2, 1]);
    assert.deepEqual(await pageSizes(credentials.list(...args, { top: 1 })), [1, 1, 1]);
    await credentials.delete(...args, "second");
    await refuses(
      () => credentials.get(...args, "second"),
      [
        404,
        "ResourceNotFound",
        "The Resource 'Microsoft.ManagedIdentity/userAssignedIdentities/federated/federatedIdentityCredentials/second'",
      ],
    );
    await refuses(
      () => credentials.createOrUpdate("rg", "nobody", "first", CREDENTIAL),
      [404, "ParentResourceNotFound", "Can not perform requested operation on nested resource."],
    );
  });

  describe("with an identity", () => {
    before(async () => {
      await client.userAssignedIdentities.createOrUpdate("rg", "workload", { location: LOCATION });
    });

    describeRefusals(tls, {
      create: (credential, apiVersion) => {
        const options = { ...tls().pipeline(), ...(apiVersion === undefined ? {} : { apiVersion }) };
        const { userAssignedIdentities } = new ManagedServiceIdentityClient(
          credential,
          SUBSCRIPTION_ID,
          options,
        );
        return {
          read: () => userAssignedIdentities.get("rg", "workload"),
          write: () => userAssignedIdentities.createOrUpdate("rg", "workload", { location: LOCATION }),
        };
      },
      namespace: "Microsoft.ManagedIdentity",
      action: "Microsoft.ManagedIdentity/userAssignedIdentities/write",
      versionRefusal: [
        400,
        "NoRegisteredProviderFound",
        "No registered resource provider found for location 'westeurope' and API version 'VERSION' for type 'userAssignedIdentities'.",
      ],
      olderVersion: "2018-11-30",
    });
  });
});
